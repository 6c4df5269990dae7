"""Dragonframe's take.xml: which file on disk each frame of its timeline shows.

Only the list of frames is documented by its maker (a FAQ entry); the elements round it are not. So this reading
looks for any element, whatever its name or depth, that has the attributes `vframe` and `file`. `vframe` is a bit
field: the low 24 bits are the timeline frame, 0x40000000 marks it hidden, 0x1F000000 are colour tags (from version
5.2). Deleted frames are not listed, a re-shot frame has a new file number, and a file number repeated is a hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from komadori.sheet.exchange.sheet_file import LONGEST, BadSheetFile
from komadori.sheet.sheet import Cell

_FRAME, _HIDDEN = 0x00FFFFFF, 0x40000000
_TAGS = {0x01000000: "red", 0x02000000: "green", 0x04000000: "blue", 0x08000000: "orange", 0x10000000: "purple"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFrame:
    """One frame of Dragonframe's timeline: its number there, the file number it shows, whether hidden, its tags."""

    frame: int
    file: int
    hidden: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DragonframeTake:
    """The timeline of a take in order, and what a person should know of its reading."""

    frames: tuple[TimelineFrame, ...]
    notices: tuple[str, ...] = ()

    def cells(self, picture_of: Callable[[int], int | None], *, exposure: str = "x1") -> tuple[Cell, ...]:
        """The take as cells of the picture column; `picture_of` tells the picture made of a file number.

        A file of which there is no picture leaves an empty slot of the same hold.
        """
        made = []
        for same, run in groupby(self.frames, key=lambda frame: (frame.file, frame.hidden, frame.tags)):
            file, hidden, tags = same
            cell = Cell(length=len(list(run)), hidden=hidden, tag=" ".join(tags))
            made.append(cell.exposed(exposure, picture_of(file)))
        return tuple(made)


def parse(data: bytes | str, name: str = "take.xml") -> DragonframeTake:
    """Read a take.xml. Raises BadSheetFile, with `name`, where it is no XML, dangerous, or lists no frames."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except ElementTree.ParseError as error:
        raise BadSheetFile(f"{name} is not whole XML: {error}.", hint="Copy the take's folder again.") from None
    except DefusedXmlException:
        raise BadSheetFile(f"{name} declares entities, which a take.xml never does; it was not read.") from None
    except (ValueError, LookupError) as error:
        raise BadSheetFile(f"{name} is not text: {error}.", hint="Copy the take's folder again.") from None
    listed = [_frame(element, number, name) for number, element in enumerate(_entries(root), 1)]
    if not listed:
        raise BadSheetFile(
            f"{name} lists no frames: nothing in it has the attributes vframe and file.",
            hint="Give the take.xml that lies in a take's own folder.",
        )
    if len(listed) > LONGEST:
        raise BadSheetFile(f"{name} lists {len(listed)} frames; more than {LONGEST} is not a take.")
    frames: dict[int, TimelineFrame] = {}
    for frame in listed:
        frames.setdefault(frame.frame, frame)
    ordered = tuple(frames[number] for number in sorted(frames))
    return DragonframeTake(frames=ordered, notices=tuple(_notices(ordered, len(listed) - len(ordered), name)))


def _entries(root: Element) -> list[dict[str, str]]:
    # Names may stand in a namespace, as in {http://…}vframe.
    attributes = (
        {key.rpartition("}")[2].lower(): value for key, value in element.attrib.items()} for element in root.iter()
    )
    return [found for found in attributes if "vframe" in found and "file" in found]


def _frame(entry: dict[str, str], number: int, name: str) -> TimelineFrame:
    try:
        field = int(entry["vframe"], 0)
    except ValueError:
        raise BadSheetFile(f"{name}, frame entry {number}: vframe is {entry['vframe']!r}, not a number.") from None
    digits = re.search(r"(\d{1,9})(?:\.\w+)?$", entry["file"].strip(), re.ASCII)
    if digits is None or field < 0:
        raise BadSheetFile(
            f"{name}, frame entry {number}: vframe {entry['vframe']!r} and file {entry['file']!r} are not both numbers."
        )
    tags = tuple(colour for bit, colour in _TAGS.items() if field & bit)
    return TimelineFrame(frame=field & _FRAME, file=int(digits[1]), hidden=bool(field & _HIDDEN), tags=tags)


def _notices(frames: tuple[TimelineFrame, ...], repeated: int, name: str) -> list[str]:
    notices = []
    missing = frames[-1].frame - frames[0].frame + 1 - len(frames)
    if missing:
        notices.append(f"{name}: {missing} timeline frames between the first and the last are not listed; closed up.")
    if repeated:
        notices.append(f"{name}: {repeated} timeline frames are listed more than once; the first entry counts.")
    return notices
