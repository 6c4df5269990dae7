"""An XDTS or TDTS file as it is: a signature line, then JSON with time tables of tracks of entries.

The format is described in "XDTS file format" (Celsys, 2022) and by the XDTS Viewer's source. TDTS 5 holds the same
tables at its root, TDTS 11 one level down under `timeSheets`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from komadori.sheet.exchange.sheet_file import LONGEST, BadSheetFile

XDTS, TDTS = "exchangeDigitalTimeSheet Save Data", "toeiDigitalTimeSheet Save Data"
CEL, SPOKEN, CAMERA = 0, 3, 5
"""Field numbers: drawings, dialogue, camera work."""
_FIELDS = {CEL: "cel", SPOKEN: "dialogue", CAMERA: "camera"}
NULL, HELD = "SYMBOL_NULL_CELL", "SYMBOL_HYPHEN"

Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole file, known and unknown keys alike, so that reading and writing it gives the same JSON."""

    signature: str = XDTS
    root: Mapping[str, Any]

    def text(self) -> str:
        """The file's text, lines ended by a line feed."""
        return f"{self.signature}\n{json.dumps(self.root, ensure_ascii=False, indent=1)}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One column of a time table: the field it belongs to, its name, and (frame from 0, values) in time order."""

    field: int
    name: str
    entries: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One time table: its name, its length in frames, its tracks by field and from the bottom layer up."""

    name: str
    frames: int
    tracks: tuple[Track, ...]
    notices: tuple[str, ...] = ()


def parse(text: str, name: str = "the sheet") -> Document:
    """Read the text of an .xdts or .tdts file. Raises BadSheetFile, with `name` and the line, where it is neither."""
    signature, _, body = text.removeprefix("\ufeff").partition("\n")
    signature = signature.strip()
    if signature not in (XDTS, TDTS):
        raise BadSheetFile(
            f"{name}, line 1: {signature[:60]!r} is not the signature of an XDTS or TDTS file.",
            hint=f"The first line of such a file is: {XDTS}",
        )
    try:
        root = json.loads(body)
    except json.JSONDecodeError as error:
        raise BadSheetFile(
            f"{name}, line {error.lineno + 1}, column {error.colno}: {error.msg}.",
            hint="The file was cut short or edited by hand; save the sheet again in the program it came from.",
        ) from None
    except (RecursionError, ValueError):
        raise BadSheetFile(f"{name} nests deeper, or holds longer numbers, than any sheet does.") from None
    return Document(signature=signature, root=wanted(dict, root, name, "the part below the signature"))


def tables(document: Document, name: str = "the sheet") -> list[Table]:
    """The time tables of a document in order. Raises BadSheetFile that names the key and the value that are wrong."""
    root, found = document.root, []
    for holder, where in _dicts(root, "timeSheets", "", name) if "timeSheets" in root else [(root, "")]:
        found += [_table(table, name, at) for table, at in _dicts(holder, "timeTables", where, name)]
    if not found:
        raise BadSheetFile(f"{name} holds no time table.", hint="Save the sheet again with its time line.")
    return found


def _table(table: Mapping[str, Any], name: str, where: str) -> Table:
    frames = wanted(int, table.get("duration"), name, f"{where}.duration")
    if not 0 <= frames <= LONGEST:
        raise BadSheetFile(f"{name}: {where}.duration is {frames}.", hint=f"A sheet has 0 to {LONGEST} frames.")
    names = {}
    for header, at in _dicts(table, "timeTableHeaders", where, name):
        number = wanted(int, header.get("fieldId"), name, f"{at}.fieldId")
        names[number] = wanted(list, header.get("names", []), name, f"{at}.names")
    tracks, notices = [], []
    for field, at in _dicts(table, "fields", where, name):
        number = wanted(int, field.get("fieldId"), name, f"{at}.fieldId")
        numbered = sorted(_numbered(field, at, name), key=lambda each: each[0])
        for layer, track, path in numbered:
            named = names.get(number, [])
            title = str(named[layer]) if 0 <= layer < len(named) else f"{_FIELDS.get(number, 'field')} {layer + 1}"
            entries = _entries(track, path, name)
            kept = {frame: values for frame, values in entries if 0 <= frame <= frames}
            if len(kept) < len(entries):
                notices.append(
                    f"{name}: {len(entries) - len(kept)} entries of column {title!r} lie outside the sheet's frames or "
                    "name a frame twice, and were left out."
                )
            tracks.append(Track(field=number, name=title, entries=tuple(sorted(kept.items()))))
    return Table(name=str(table.get("name", "")), frames=frames, tracks=tuple(tracks), notices=tuple(notices))


def _numbered(field: Mapping[str, Any], where: str, name: str) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    for place, (track, at) in enumerate(_dicts(field, "tracks", where, name)):
        yield wanted(int, track.get("trackNo", place), name, f"{at}.trackNo"), track, at


def _entries(track: Mapping[str, Any], where: str, name: str) -> list[tuple[int, tuple[str, ...]]]:
    entries = []
    for entry, at in _dicts(track, "frames", where, name):
        frame = wanted(int, entry.get("frame"), name, f"{at}.frame")
        told = [data for data, _ in _dicts(entry, "data", at, name) if data.get("id", 0) == 0][:1]
        values = wanted(list, told[0].get("values", []) if told else [], name, f"{at}.data.values")
        entries.append((frame, tuple(str(value) for value in values)))
    return entries


def _dicts(holder: Mapping[str, Any], key: str, where: str, name: str) -> list[tuple[Mapping[str, Any], str]]:
    """The objects listed under `key`, each with the path it stands at; none where the key is missing."""
    path = f"{where}.{key}" if where else key
    listed = wanted(list, holder.get(key, []), name, path)
    return [(wanted(dict, each, name, f"{path}[{i}]"), f"{path}[{i}]") for i, each in enumerate(listed)]


def wanted(kind: type[Wanted], value: object, name: str, where: str) -> Wanted:
    """`value`, which stands in the file `name` under the key `where`; BadSheetFile where it is not of `kind`."""
    if not isinstance(value, kind) or isinstance(value, bool):
        wanted = {dict: "an object", list: "a list", int: "a whole number"}[kind]
        raise BadSheetFile(
            f"{name}: {where} is {str(value)[:40]!r}, and should be {wanted}.",
            hint="Save the sheet again in the program it came from.",
        )
    return value
