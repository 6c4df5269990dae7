"""XDTS, the exposure sheet that CLIP STUDIO PAINT, OpenToonz, TVPaint and Toei's sheet program exchange.

A `Document` is a file and keeps all of it; here its columns become a sheet's, and a sheet's become its, as
docs/reference/sheets.md tells. Version 5 is written; TDTS is read as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import Any

from komadori.errors import KomadoriError
from komadori.sheet.exchange.sheet_file import BadSheetFile, Reading, number, unique
from komadori.sheet.exchange.xdts_document import CEL, HELD, NULL, SPOKEN, Document, Table, Track, parse, tables, wanted
from komadori.sheet.sheet import PICTURE, Cell, Column, Kind, Layout, Sheet, settled
from komadori.sheet.strip import Strip
from komadori.sheet.time import parse_rate, rate_text

__all__ = ["Document", "from_sheet", "parse", "tables", "to_sheet"]

VERSION = 5
OURS = "komadori"
"""The one key we add, at the root: what XDTS has no word for, such as the rate."""
_TICKS = {"○": "SYMBOL_TICK_1", "●": "SYMBOL_TICK_2"}
_SIGNS = {NULL: "", **{symbol: sign for sign, symbol in _TICKS.items()}}
_FACTS: dict[str, type] = {"text": str, "alarm": bool, "start": int, "hidden": bool, "tag": str}


def to_sheet(document: Document, rate: Fraction, name: str = "the sheet") -> Reading:
    """The first time table as a sheet: drawings and camera work as free columns, dialogue as notes.

    A file written from a sheet of ours gives that sheet, exactly. Any other leaves the picture column empty, which
    `picture_cells` makes from a column of drawings, and takes `rate`, for XDTS names none. Raises BadSheetFile.
    """
    found = tables(document, name)
    table = found[0]
    notices = list(table.notices)
    if len(found) > 1:
        notices.append(f"{name} holds {len(found)} time tables; the first, {table.name!r}, was read.")
    try:
        own = _own_sheet(document.root[OURS], table, name) if OURS in document.root else None
        if own is not None:
            return Reading(sheet=own, notices=tuple(notices))
        notices.append(f"{name} names no frame rate; {rate_text(rate)} was taken.")
        sheet, cels = _foreign_sheet(table, rate)
        return Reading(sheet=sheet, cels=cels, notices=tuple(notices))
    except BadSheetFile:
        raise
    except KomadoriError as error:
        raise BadSheetFile(f"{name}: {error.message}", hint=error.hint) from None


def from_sheet(sheet: Sheet, *, scene: str = "", cut: str = "", title: str = "") -> Document:
    """A sheet as a document; the digits of `scene` and `cut` go into its header, `title` names its time table.

    Each exposure is a column of drawings labelled with picture numbers, then come the free columns; sound and notes are
    columns of dialogue.
    """
    frames = max(column.frames for column in sheet.columns)
    cels = [(name, _labels(sheet, name)) for name in sheet.exposures]
    cels += [(column.name, tuple(column.cells)) for column in sheet.columns if column.kind == "free"]
    spoken = [(column.name, tuple(column.cells)) for column in sheet.columns if column.kind in ("sound", "note")]
    fields = {CEL: cels, SPOKEN: spoken} if spoken else {CEL: cels}
    table = {
        "name": title,
        "duration": frames,
        "timeTableHeaders": [
            {"fieldId": field, "names": [name for name, _ in columns]} for field, columns in fields.items()
        ],
        "fields": [_field(field, [cells for _, cells in columns], frames) for field, columns in fields.items()],
    }
    ours: dict[str, Any] = {
        "rate": rate_text(sheet.rate),
        "frames": sheet.frames,
        "exposures": list(sheet.exposures),
        "columns": [[column.name, column.kind] for column in sheet.columns[1:]],
    }
    root = {"header": {"cut": _digits(cut), "scene": _digits(scene)}, "timeTables": [table], "version": VERSION}
    # What would not come back from the tracks alone is told cell by cell.
    plain = _own_cells(sheet.layout, sheet.frames, tables(Document(root=root))[0]) or {}
    ours["cells"] = [told for column in sheet.columns for told in _untold(column, plain[column.name])]
    return Document(root={**root, OURS: ours})


def _labels(sheet: Sheet, exposure: str) -> tuple[Cell, ...]:
    numbers = ((cell.length, cell.picture(exposure)) for cell in sheet.columns[0].cells)
    return tuple(Cell(length=length, text="" if number is None else str(number)) for length, number in numbers)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")[-4:] or "0"


def _field(field: int, columns: Sequence[Sequence[Cell]], frames: int) -> dict[str, Any]:
    write = _cel_entries if field == CEL else _spoken_entries
    return {
        "fieldId": field,
        "tracks": [
            {
                "trackNo": number,
                "frames": [
                    {"frame": frame, "data": [{"id": 0, "values": values}]} for frame, values in write(cells, frames)
                ],
            }
            for number, cells in enumerate(columns)
        ],
    }


def _cel_entries(cells: Sequence[Cell], frames: int) -> Iterator[tuple[int, list[str]]]:
    """An entry where a cell begins; a null cell where the column ends, and where the sheet does."""
    frame = 0
    for cell in cells:
        # A label that looks like a symbol is set off by a space, lest it be taken for one.
        label = f" {cell.text}" if cell.text.startswith("SYMBOL_") else _TICKS.get(cell.text, cell.text)
        yield frame, [label or NULL]
        frame += cell.length
    for end in sorted({frame, frames}):
        yield end, [NULL]


def _spoken_entries(cells: Sequence[Cell], _frames: int) -> Iterator[tuple[int, list[str]]]:
    """An entry where a line begins, with nobody as its speaker, and one that goes on for every frame it is held."""
    frame = 0
    for cell in cells:
        if not cell.blank:
            yield frame, ["", cell.text]
            for held in range(frame + 1, frame + cell.length):
                yield held, [HELD]
        frame += cell.length


def _foreign_sheet(table: Table, rate: Fraction) -> tuple[Sheet, tuple[str, ...]]:
    columns, cels = [Column(name=PICTURE, kind="picture")], []
    for track in table.tracks:
        name = unique(track.name, (column.name for column in columns))
        kind: Kind = "note" if track.field == SPOKEN else "free"
        columns.append(Column(name=name, kind=kind, cells=Strip.of(settled(_cells(track, table.frames)))))
        cels += [name] if track.field == CEL else []
    return Sheet(rate=rate, columns=tuple(columns)), tuple(cels)


def _cells(track: Track, frames: int) -> list[Cell]:
    """A track's cells, one for each entry that is not a mere going-on, and blank ones for the gaps.

    Drawings are held until the next entry. Other fields list every frame, and a frame that is not listed is empty;
    a track of theirs that lists no going-on but closes with a null cell was written the way drawings are.
    """
    listed = {frame for frame, _ in track.entries}
    begun = [(frame, values) for frame, values in track.entries if values != (HELD,)]
    held = track.field == CEL or (len(begun) == len(listed) and any(values == (NULL,) for _, values in begun))
    cells: list[Cell] = []
    at = 0
    following_frames = [*(frame for frame, _ in begun[1:]), frames]
    for (frame, values), following in zip(begun, following_frames, strict=False):
        if frame > at:
            cells.append(Cell(length=frame - at))
        at = following
        if not held:
            gap = (end for end in range(frame + 1, following) if end not in listed)
            at = next(gap, following)
        if at > frame:
            cells.append(Cell(length=at - frame, text=_text(track.field, values)))
    return cells


def _text(field: int, values: tuple[str, ...]) -> str:
    if field == SPOKEN and len(values) > 1:
        speaker, spoken = values[0].strip(), " ".join(values[1:])
        return f"{speaker}: {spoken}" if speaker else spoken
    return " ".join(_SIGNS.get(value, value) for value in values)


def _own_sheet(told: object, table: Table, name: str) -> Sheet | None:
    """The sheet a table was written from, or None where another program has changed its columns since."""
    ours: dict[str, Any] = wanted(dict, told, name, OURS)
    listed = {key: wanted(list, ours.get(key, []), name, f"{OURS}.{key}") for key in ("exposures", "columns", "cells")}
    columns = [_own_column(each, name) for each in listed["columns"]]
    exposures = tuple(str(exposure) for exposure in listed["exposures"])
    layout = Layout(exposures=exposures, columns=((PICTURE, "picture"), *columns))
    cells = _own_cells(layout, ours.get("frames"), table)
    if cells is None:
        return None
    facts = dict(_facts(each, name) for each in listed["cells"])
    for title, read in cells.items():
        firsts = accumulate((cell.length for cell in read), initial=1)
        cells[title] = [
            replace(cell, **facts.get((title, first), {})) for first, cell in zip(firsts, read, strict=False)
        ]
    made = [Column(name=PICTURE, kind="picture", cells=Strip.of(cells[PICTURE]))]
    made += [Column(name=title, kind=kind, cells=Strip.of(settled(cells[title]))) for title, kind in columns]
    return Sheet(rate=parse_rate(str(ours.get("rate"))), exposures=exposures, columns=tuple(made))


def _own_column(told: object, name: str) -> tuple[str, Kind]:
    match told:
        case [str(title), ("sound" | "note" | "free") as kind]:
            return title, kind
    raise BadSheetFile(f"{name}: {OURS}.columns holds {told!r}, and should hold names and kinds.")


def _own_cells(layout: Layout, frames: object, table: Table) -> dict[str, list[Cell]] | None:
    """The cells of each column that tracks alone tell, or None where the tracks are not those of `layout`."""
    cels = [track for track in table.tracks if track.field == CEL]
    spoken = [track for track in table.tracks if track.field == SPOKEN]
    free = [name for name, kind in layout.columns if kind == "free"]
    said = [name for name, kind in layout.columns if kind in ("sound", "note")]
    if [track.name for track in cels] != [*layout.exposures, *free] or [track.name for track in spoken] != said:
        return None
    read = [_cells(track, table.frames) for track in (*cels, *spoken)]
    shot, written = read[: len(layout.exposures)], read[len(layout.exposures) :]
    pictures: list[Cell] = []
    for cell, *others in zip(*shot, strict=False):
        if any(other.length != cell.length for other in others):
            return None
        labels = zip(layout.exposures, (each.text for each in (cell, *others)), strict=True)
        numbers = ((name, number(label)) for name, label in labels)
        pairs = sorted((name, found) for name, found in numbers if found is not None)
        pictures.append(Cell(length=cell.length, pictures=tuple(pairs)))
    length = sum(cell.length for cell in pictures)
    if pictures and length - pictures[-1].length == frames:
        # Another column is longer; the null cell that ended the picture column was read as a slot.
        length -= pictures.pop().length
    if length != frames:
        return None
    return {PICTURE: pictures, **dict(zip([*free, *said], written, strict=True))}


def _untold(column: Column, read: Sequence[Cell]) -> Iterator[dict[str, object]]:
    for (first, cell), plain in zip(column.cells.walk(), read, strict=False):
        facts = {fact: getattr(cell, fact) for fact in _FACTS if getattr(cell, fact) != getattr(plain, fact)}
        if facts:
            yield {"column": column.name, "frame": first, **facts}


def _facts(told: Any, name: str) -> tuple[tuple[str, int], dict[str, Any]]:
    """Where a cell stands and what is told of it; a fact of another type than it should have is passed over."""
    match told:
        case {"column": str(column), "frame": int(frame)}:
            known = [(fact, told.get(fact)) for fact in _FACTS]
            return (column, frame), {fact: value for fact, value in known if type(value) is _FACTS[fact]}
    raise BadSheetFile(f"{name}: {OURS}.cells holds {told!r}, and should name a column and a frame.")
