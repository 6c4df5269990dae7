"""From the sheet to the set: the exposures still to be shot, fully told, so that the camera never reads a column."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, takewhile

from komadori.sheet.edit import apply, insert
from komadori.sheet.sheet import Cell, Sheet, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the slot itself or a note column says during an exposure; `alarm` only where the note begins."""

    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One picture to take: for the slot that begins at `frame` and is held `length` frames, as `exposure`.

    With `insert` that slot is made by the picture: before what stands at `frame` now, which moves up.
    """

    frame: int
    exposure: str
    length: int
    notes: tuple[Note, ...] = ()
    insert: bool = False


def plan(sheet: Sheet, frame: int = 1) -> Iterator[Exposure]:
    """The exposures that are missing, in shooting order, from the slot at `frame` on: by frame, then as named.

    Hidden slots are not shot.
    """
    for span in sheet.spans(frame=frame):
        taken = {name for name, _ in span.cell.pictures}
        if not span.cell.hidden and len(taken) < len(sheet.exposures):
            yield from _exposures(sheet, span, taken)


def plan_onward(sheet: Sheet, on: int, frame: int = 1) -> Iterator[Exposure]:
    """The missing exposures from the slot at `frame` on, then for ever those of new slots of `on` frames at the end."""
    yield from plan(sheet, frame)
    for frame in count(sheet.frames + 1, on):
        yield from _exposures(sheet, Span(first=frame, cell=Cell(length=on)), set())


def plan_inserted(sheet: Sheet, on: int, frame: int) -> Iterator[Exposure]:
    """The exposures of one new slot of `on` frames before `frame`; the first of them makes it. Raises EditRefused."""
    slot = Span(first=frame, cell=Cell(length=on))
    widened = apply(sheet, insert(sheet, frame, (slot.cell,), ripple=True))
    for exposure in _exposures(widened, slot, set()):
        yield replace(exposure, insert=exposure.exposure == sheet.exposures[0])


def _exposures(sheet: Sheet, slot: Span, taken: set[str]) -> Iterator[Exposure]:
    notes = tuple(_notes(sheet, slot))
    for name in sheet.exposures:
        if name not in taken:
            yield Exposure(frame=slot.first, exposure=name, length=slot.cell.length, notes=notes)


def _notes(sheet: Sheet, slot: Span) -> Iterator[Note]:
    if slot.cell.text:
        yield Note(text=slot.cell.text)
    for column in sheet.columns:
        if column.kind == "note":
            for span in takewhile(lambda span: span.first <= slot.last, sheet.spans(column.name, slot.first)):
                if span.cell.text or span.cell.alarm:
                    # A note that began earlier has rung already.
                    yield Note(text=span.cell.text, alarm=span.cell.alarm and span.first >= slot.first)
