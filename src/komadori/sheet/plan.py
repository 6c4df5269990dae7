"""From the sheet to the set: the exposures still to be shot, fully told, so that the camera never reads a column."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from komadori.sheet.sheet import Sheet, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a note column says during an exposure; `alarm` only where the note begins, so that it rings once."""

    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One picture to take: for the slot that begins at `frame` and is held `length` frames, as `exposure`."""

    frame: int
    exposure: str
    length: int
    notes: tuple[Note, ...] = ()


def plan(sheet: Sheet, frame: int = 1) -> Iterator[Exposure]:
    """The exposures that are missing, in shooting order, from the slot at `frame` on: by frame, then as named.

    Hidden slots are not shot.
    """
    for span in sheet.spans(frame=frame):
        taken = {name for name, _ in span.cell.pictures}
        if not span.cell.hidden and len(taken) < len(sheet.exposures):
            yield from _exposures(sheet, span.first, span.cell.length, taken)


def plan_onward(sheet: Sheet, on: int) -> Iterator[Exposure]:
    """The missing exposures, then for ever those of new slots after the last frame, each held `on` frames."""
    yield from plan(sheet)
    for frame in count(sheet.frames + 1, on):
        yield from _exposures(sheet, frame, on, set())


def _exposures(sheet: Sheet, frame: int, length: int, taken: set[str]) -> Iterator[Exposure]:
    notes = tuple(_notes(sheet, frame, frame + length - 1))
    for name in sheet.exposures:
        if name not in taken:
            yield Exposure(frame=frame, exposure=name, length=length, notes=notes)


def _notes(sheet: Sheet, first: int, last: int) -> Iterator[Note]:
    for column in sheet.columns:
        if column.kind == "note":
            for span in _within(sheet, column.name, first, last):
                if span.cell.text or span.cell.alarm:
                    yield Note(text=span.cell.text, alarm=span.cell.alarm and span.first >= first)


def _within(sheet: Sheet, column: str, first: int, last: int) -> Iterator[Span]:
    for span in sheet.spans(column, first):
        if span.first > last:
            return
        yield span
