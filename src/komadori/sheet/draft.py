"""A sheet under the pencil: frames are named, holds are cut where needed, and what was done becomes an edit."""

from collections.abc import Sequence
from itertools import takewhile

from komadori.sheet.change import Change, Edit, EditRefused, apply
from komadori.sheet.sheet import PICTURE, Cell, Column, Sheet, joined, settled


class Draft:
    """Gathers changes against `sheet`, which is always the sheet as changed so far."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._changes: list[Change] = []

    def edit(self, name: str) -> Edit:
        """What was done so far, as one edit."""
        return Edit(name=name, changes=tuple(self._changes))

    def cells(self, column: str, first: int, last: int) -> tuple[Cell, ...]:
        """The cells on screen in `column` from `first` to `last`, holds cut at both ends, blank after the end."""
        found = []
        for span in self.sheet.spans(column, first):
            if span.first > last:
                break
            cell = span.cell
            if span.last > last:
                cell = cell.parted(last - span.first + 1)[0]
            if span.first < first:
                cell = cell.parted(first - span.first)[1]
            found.append(cell)
        missing = last - first + 1 - sum(cell.length for cell in found)
        return (*found, Cell(length=missing)) if missing else tuple(found)

    def splice(self, column: str, first: int, last: int, cells: Sequence[Cell]) -> None:
        """Let frames `first` to `last` give way to `cells`; `last == first - 1` only inserts before `first`."""
        written = self.sheet.column(column)
        strip = written.cells
        if first < 1:
            raise EditRefused(f"There is no frame {first}; frames count from 1.")
        if first > strip.frames + 1:
            if column == PICTURE:
                raise EditRefused(
                    f"Frame {first} lies beyond the sheet, which ends at frame {strip.frames}.",
                    hint=f"The next free frame is {strip.frames + 1}.",
                )
            cells = (Cell(length=first - strip.frames - 1), *cells)
            first = strip.frames + 1
        start, stop, put = _cut(written, first, min(last, strip.frames), tuple(cells))
        if column != PICTURE:
            start, stop, put = _settled(written, start, stop, put)
        removed = strip[start:stop]
        same = _same(removed, put)
        removed, put = removed[same:], put[same:]
        ending = _same(removed[::-1], put[::-1])
        removed, put = removed[: len(removed) - ending], put[: len(put) - ending]
        if removed or put:
            first = strip.first_of(start + same)
            self._do(Change(column=column, first=first, removed=removed, inserted=put))

    def open(self, column: str, frame: int, frames: int) -> None:
        """Make room for `frames` frames before `frame`: a hold that spans it grows, a sound is interrupted."""
        span = self.sheet.span(frame, column)
        if span is not None and (span.first == frame or span.cell.start):
            self.splice(column, frame, frame - 1, (Cell(length=frames),))
        elif span is not None:
            self.stretch(column, frame, frames)

    def stretch(self, column: str, frame: int, by: int) -> None:
        """Show what is on screen at `frame` for `by` frames more; a sound is interrupted after it instead."""
        span = self.sheet.span(frame, column)
        if span is not None and span.cell.start:
            self.open(column, frame + 1, by)
        elif span is not None:
            self.splice(column, span.first, span.last, (span.cell.held(span.cell.length + by),))

    def _do(self, change: Change) -> None:
        self.sheet = apply(self.sheet, Edit(name="draft", changes=(change,)))
        self._changes.append(change)


def _cut(column: Column, first: int, last: int, cells: tuple[Cell, ...]) -> tuple[int, int, tuple[Cell, ...]]:
    """The indices of the cells that frames `first` to `last` touch, and what stands there once `cells` have come."""
    strip = column.cells
    head: tuple[Cell, ...] = ()
    tail: tuple[Cell, ...] = ()
    start = stop = len(strip)
    if first <= strip.frames:
        start, begun = strip.find(first)
        stop = start
        if begun < first:
            head, tail = strip[start].parted(first - begun)[:1], strip[start].parted(first - begun)[1:]
            stop = start + 1
    if last >= first:
        stop, begun = strip.find(last)
        tail = strip[stop].parted(last - begun + 1)[1:] if begun + strip[stop].length - 1 > last else ()
        stop += 1
    if head and tail and not cells and stop == start + 1 and not head[0].start:
        # Frames taken out of the middle of one hold leave one hold, not two; only sound has a seam there.
        return start, stop, (head[0].held(head[0].length + tail[0].length),)
    return start, stop, (*head, *cells, *tail)


def _settled(column: Column, start: int, stop: int, put: tuple[Cell, ...]) -> tuple[int, int, tuple[Cell, ...]]:
    """The same splice, grown over blank neighbours, so that blanks stay joined and none ends the column."""
    strip = column.cells
    left = (strip[start - 1],) if start and strip[start - 1].blank else ()
    right = (strip[stop],) if stop < len(strip) and strip[stop].blank else ()
    put = joined((*left, *put, *right))
    start, stop = start - len(left), stop + len(right)
    return start, stop, (settled(put) if stop == len(strip) else put)


def _same(some: Sequence[Cell], others: Sequence[Cell]) -> int:
    """How many cells from the first on are the same in both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))
