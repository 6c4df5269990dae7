"""The named edits: each takes a sheet and tells, as a value with an inverse, what would be done to it.

Frames count from 1 and ranges include both ends; a range that begins or ends inside a hold cuts it. An edit of time
acts on one named column, or with `ripple=True` on all columns together, so that notes stay with their pictures. All
raise EditRefused for frames that are not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from komadori.sheet.change import Change, Edit, EditRefused, apply, unknown_pictures
from komadori.sheet.draft import Draft
from komadori.sheet.sheet import PICTURE, Cell, Kind, Sheet, Span, settled

__all__ = [
    "Change", "Clip", "Edit", "EditRefused", "add_column", "apply", "copy", "cut", "delete", "draw", "expose", "hold",
    "insert", "lay", "mark", "move", "paste", "remove_column", "repeat", "reshoot", "retime", "reverse",
    "set_exposures", "split", "unknown_pictures", "write",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Cells taken off a sheet to be pasted: for each column copied, its name and cells of `frames` frames in all."""

    frames: int
    columns: tuple[tuple[str, tuple[Cell, ...]], ...]


def insert(sheet: Sheet, frame: int, cells: Sequence[Cell], *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Put `cells` before `frame`, or at the end when `frame` is the one after the last."""
    draft = Draft(sheet)
    draft.splice(column, frame, frame - 1, cells)
    for other in _others(sheet, column, ripple=ripple):
        draft.open(other, frame, sum(cell.length for cell in cells))
    return draft.edit("insert")


def delete(sheet: Sheet, first: int, last: int, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Take frames `first` to `last` out; what follows moves up. No picture on disk is touched."""
    return _delete("delete", sheet, first, last, column, ripple=ripple)


def cut(sheet: Sheet, first: int, last: int, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """As delete, under the name a person gave it; `copy` of the same frames beforehand gives the clip to paste."""
    return _delete("cut", sheet, first, last, column, ripple=ripple)


def copy(sheet: Sheet, first: int, last: int, *, column: str = PICTURE, ripple: bool = False) -> Clip:
    """Frames `first` to `last` as a clip, of one column or, with `ripple`, of all."""
    _there(sheet, first, last, column)
    names = (column, *_others(sheet, column, ripple=ripple))
    columns = tuple((name, Draft(sheet).cells(name, first, last)) for name in names)
    return Clip(frames=last - first + 1, columns=columns)


def paste(sheet: Sheet, frame: int, clip: Clip, *, column: str = "") -> Edit:
    """Put `clip` before `frame`. A clip of one column may go to another `column` of its kind.

    A clip of several columns makes room in the columns it does not hold.
    """
    held = dict(clip.columns)
    if column and len(held) == 1:
        held = {column: clip.columns[0][1]}
    draft = Draft(sheet)
    for name, cells in held.items():
        draft.splice(name, frame, frame - 1, cells)
    if len(held) > 1:
        for other in (each.name for each in sheet.columns if each.name not in held):
            draft.open(other, frame, clip.frames)
    return draft.edit("paste")


def move(sheet: Sheet, first: int, last: int, to: int, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Take frames `first` to `last` to before frame `to` (as numbered now), or to the end with `to` = frames + 1."""
    _there(sheet, first, last, column)
    if not 1 <= to <= sheet.column(column).frames + 1 or first < to <= last:
        raise EditRefused(f"Frames {first} to {last} cannot move to before frame {to}, inside themselves or nowhere.")
    draft = Draft(sheet)
    for name in (column, *_others(sheet, column, ripple=ripple)):
        moved = draft.cells(name, first, last)
        draft.splice(name, first, last, ())
        at = to if to <= first else to - (last - first + 1)
        draft.splice(name, at, at - 1, moved)
    return draft.edit("move")


def reverse(sheet: Sheet, first: int, last: int, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Turn the order of the cells in frames `first` to `last` round; with `ripple` the other columns' but sound."""
    _there(sheet, first, last, column)
    others = (name for name in _others(sheet, column, ripple=ripple) if sheet.column(name).kind != "sound")
    draft = Draft(sheet)
    for name in (column, *others):
        draft.splice(name, first, last, draft.cells(name, first, last)[::-1])
    return draft.edit("reverse")


def repeat(sheet: Sheet, first: int, last: int, times: int = 1, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Play frames `first` to `last` `times` times more, right after themselves; no picture is shot again."""
    _there(sheet, first, last, column)
    if times < 1:
        raise EditRefused(f"Frames cannot be repeated {times} times.", hint="Repeat once or more.")
    draft = Draft(sheet)
    for name in (column, *_others(sheet, column, ripple=ripple)):
        again = draft.cells(name, first, last) * times
        draft.splice(name, last + 1, last, again)
    return draft.edit("repeat")


def hold(sheet: Sheet, frame: int, by: int, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Hold the cell at `frame` for `by` frames more, or fewer when negative; one frame at least remains."""
    draft = Draft(sheet)
    _stretch(draft, _at(sheet, frame, column), by, column, ripple=ripple)
    return draft.edit("hold")


def retime(sheet: Sheet, first: int, last: int, on: int, *, column: str = PICTURE, ripple: bool = False) -> Edit:
    """Hold every cell in frames `first` to `last` for `on` frames: 1 for ones, 2 for twos."""
    _there(sheet, first, last, column)
    draft = Draft(sheet)
    spans, at = [], first
    for cell in draft.cells(column, first, last):
        spans.append(Span(first=at, cell=cell))
        at += cell.length
    if not ripple:
        draft.splice(column, first, last, [span.cell.held(_length(on)) for span in spans])
        return draft.edit("retime")
    draft.splice(column, first, last, [span.cell for span in spans])
    for span in reversed(spans):
        _stretch(draft, span, _length(on) - span.cell.length, column, ripple=True)
    return draft.edit("retime")


def split(sheet: Sheet, frame: int, *, column: str = PICTURE) -> Edit:
    """Make two cells of the hold at `frame`, the second beginning there."""
    span = _at(sheet, frame, column)
    if span.first == frame:
        raise EditRefused(f"Frame {frame} already begins a cell of column {column!r}.")
    draft = Draft(sheet)
    draft.splice(column, span.first, span.last, span.cell.parted(frame - span.first))
    return draft.edit("split")


def reshoot(sheet: Sheet, frame: int, exposure: str = "") -> Edit:
    """Have the picture at `frame` shot again: its slot is empty once more, for one exposure or, with "", for all."""
    span = _at(sheet, frame, PICTURE)
    if exposure and exposure not in sheet.exposures:
        raise EditRefused(f"The sheet has no exposure {exposure!r}.", hint=f"It has {', '.join(sheet.exposures)}.")
    cell = span.cell.exposed(exposure, None) if exposure else replace(span.cell, pictures=())
    return lay(sheet, span.first, (cell,), name="reshoot")


def expose(sheet: Sheet, frame: int, exposure: str, picture: int, length: int = 2) -> Edit:
    """Show `picture` as `exposure` in the slot at `frame`, or in a new slot of `length` frames right after the last."""
    if frame == sheet.frames + 1:
        return lay(sheet, frame, (Cell(length=length).exposed(exposure, picture),), name="expose")
    span = _at(sheet, frame, PICTURE)
    return lay(sheet, span.first, (span.cell.exposed(exposure, picture),), name="expose")


def lay(sheet: Sheet, frame: int, cells: Sequence[Cell], *, column: str = PICTURE, name: str = "lay") -> Edit:
    """Lay `cells` from `frame` on over what stands there, moving nothing."""
    draft = Draft(sheet)
    draft.splice(column, frame, frame - 1 + sum(cell.length for cell in cells), cells)
    return draft.edit(name)


def mark(sheet: Sheet, first: int, last: int, *, hidden: bool | None = None, tag: str | None = None) -> Edit:
    """Hide or show the pictures in frames `first` to `last`, or give them a colour tag ("" takes it away)."""
    _there(sheet, first, last, PICTURE)
    draft = Draft(sheet)
    cells = [
        replace(cell, hidden=cell.hidden if hidden is None else hidden, tag=cell.tag if tag is None else tag)
        for cell in draft.cells(PICTURE, first, last)
    ]
    draft.splice(PICTURE, first, last, cells)
    return draft.edit("mark")


def write(sheet: Sheet, column: str, frame: int, text: str, *, alarm: bool = False, length: int = 1) -> Edit:
    """Write `text` at `frame` of a sound, note or free column for `length` frames; an empty text erases."""
    if sheet.column(column).kind == PICTURE:
        raise EditRefused("The picture column shows pictures; text belongs in a note column.")
    return lay(sheet, frame, (Cell(length=_length(length), text=text, alarm=alarm),), column=column, name="write")


def add_column(sheet: Sheet, name: str, kind: Kind, cells: Sequence[Cell] = ()) -> Edit:
    """Add a column at the right, empty or with `cells`."""
    if any(column.name == name for column in sheet.columns):
        raise EditRefused(f"The sheet already has a column {name!r}.")
    after = replace(sheet.layout, columns=(*sheet.layout.columns, (name, kind)))
    changes = (Change(column=name, first=1, inserted=settled(cells)),) if settled(cells) else ()
    return _checked(sheet, Edit(name="add column", changes=changes, before=sheet.layout, after=after))


def remove_column(sheet: Sheet, name: str) -> Edit:
    """Take a column away with all that is written in it."""
    column = sheet.column(name)
    changes = (Change(column=name, first=1, removed=tuple(column.cells)),) if column.cells else ()
    after = replace(sheet.layout, columns=tuple(each for each in sheet.layout.columns if each[0] != name))
    return _checked(sheet, Edit(name="remove column", changes=changes, before=sheet.layout, after=after))


def set_exposures(sheet: Sheet, exposures: Sequence[str]) -> Edit:
    """Name the pictures taken for each cell, in shooting order. A name still in use cannot go."""
    gone = set(sheet.exposures) - set(exposures)
    used = {name for cell in sheet.columns[0].cells for name, _ in cell.pictures} & gone if gone else set()
    if used:
        raise EditRefused(f"Pictures of {', '.join(sorted(used))} stand on the sheet, so that name must stay.")
    after = replace(sheet.layout, exposures=tuple(exposures))
    return _checked(sheet, Edit(name="set exposures", before=sheet.layout, after=after))


def draw(sheet: Sheet) -> Edit:
    """The edit that makes `sheet` out of the empty sheet of the same rate and exposures."""
    blank = Sheet.empty(sheet.rate, sheet.exposures)
    changes = tuple(
        Change(column=column.name, first=1, inserted=tuple(column.cells)) for column in sheet.columns if column.cells
    )
    if blank.layout == sheet.layout:
        return Edit(name="draw", changes=changes)
    return Edit(name="draw", changes=changes, before=blank.layout, after=sheet.layout)


def _delete(name: str, sheet: Sheet, first: int, last: int, column: str, *, ripple: bool) -> Edit:
    _there(sheet, first, last, column)
    draft = Draft(sheet)
    for each in (column, *_others(sheet, column, ripple=ripple)):
        draft.splice(each, first, last, ())
    return draft.edit(name)


def _stretch(draft: Draft, span: Span, by: int, column: str, *, ripple: bool) -> None:
    draft.splice(column, span.first, span.last, (span.cell.held(_length(span.cell.length + by)),))
    for other in _others(draft.sheet, column, ripple=ripple):
        if by > 0:
            draft.stretch(other, span.last, by)
        else:
            draft.splice(other, span.last + 1 + by, span.last, ())


def _others(sheet: Sheet, column: str, *, ripple: bool) -> tuple[str, ...]:
    return tuple(each.name for each in sheet.columns if ripple and each.name != column)


def _there(sheet: Sheet, first: int, last: int, column: str) -> None:
    frames = sheet.column(column).frames
    if not 1 <= first <= last <= frames:
        raise EditRefused(f"Column {column!r} has no frames {first} to {last}.", hint=f"It has frames 1 to {frames}.")


def _at(sheet: Sheet, frame: int, column: str) -> Span:
    _there(sheet, frame, frame, column)
    return next(sheet.spans(column, frame))


def _length(frames: int) -> int:
    if frames < 1:
        raise EditRefused(f"A cell cannot be held for {frames} frames.", hint="The shortest hold is one frame.")
    return frames


def _checked(sheet: Sheet, edit: Edit) -> Edit:
    apply(sheet, edit)
    return edit
