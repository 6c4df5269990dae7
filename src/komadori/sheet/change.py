"""An edit as a value: what it takes away and what it puts there, so that its inverse needs nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from komadori.errors import Refused
from komadori.sheet.sheet import PICTURE, Cell, Column, Layout, Sheet


class EditRefused(Refused):
    """An edit that does not fit the sheet; the sheet is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The one thing that ever happens to cells: at frame `first` of `column`, `removed` gives way to `inserted`.

    `first` is the first frame of the first removed cell, or of the cell that `inserted` pushes along.
    """

    column: str = PICTURE
    first: int
    removed: tuple[Cell, ...] = ()
    inserted: tuple[Cell, ...] = ()

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(column=self.column, first=self.first, removed=self.inserted, inserted=self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A named edit of a sheet: its changes in order, and the layout before and after where that changes too.

    An empty column comes and goes with the layout alone: one that only `after` names is there for the changes to fill,
    one that only `before` names must be empty once they are made.
    """

    name: str
    changes: tuple[Change, ...] = ()
    before: Layout | None = None
    after: Layout | None = None

    def inverse(self) -> "Edit":
        """The edit that takes this one back, exactly."""
        changes = tuple(change.inverse() for change in reversed(self.changes))
        return Edit(name=self.name, changes=changes, before=self.after, after=self.before)


def apply(sheet: Sheet, edit: Edit) -> Sheet:
    """`sheet` after `edit`. Raises EditRefused where what the edit would take away is not there."""
    if edit.before is not None and edit.before != sheet.layout:
        raise EditRefused(
            f"The edit {edit.name!r} was made for a sheet with other columns or exposures.",
            hint="Make the edit again from the sheet as it is now.",
        )
    layout = edit.after or sheet.layout
    kinds = dict(sheet.layout.columns) | dict(layout.columns)
    exposures = {*sheet.exposures, *layout.exposures}
    written = {column.name: column for column in sheet.columns if column.cells}
    for change in edit.changes:
        name = change.column
        if name not in kinds:
            raise EditRefused(f"The edit {edit.name!r} speaks of a column {name!r} the sheet does not have.")
        column = written.pop(name, None) or Column(name=name, kind=kinds[name])
        column = _spliced(column, change, edit.name, exposures)
        if column.cells:
            written[name] = column
    lost = [column.name for column in written.values() if (column.name, column.kind) not in layout.columns]
    if lost:
        raise EditRefused(f"The edit {edit.name!r} would drop a column that is not empty: {', '.join(lost)}.")
    columns = tuple(written.get(name) or Column(name=name, kind=kind) for name, kind in layout.columns)
    return Sheet(rate=sheet.rate, exposures=layout.exposures, columns=columns)


def _spliced(column: Column, change: Change, name: str, exposures: set[str]) -> Column:
    cells, where = column.cells, f"frame {change.first} of column {column.name!r}"
    if not 1 <= change.first <= cells.frames + 1:
        raise EditRefused(f"The edit {name!r} speaks of {where}, which ends at frame {cells.frames}.")
    start, first = cells.find(change.first) if change.first <= cells.frames else (len(cells), change.first)
    stop = start + len(change.removed)
    if first != change.first or cells[start:stop] != change.removed:
        raise EditRefused(
            f"The edit {name!r} does not find at {where} the cells it would take away.",
            hint="Make the edit again from the sheet as it is now.",
        )
    for cell in change.inserted:
        strange = {exposure for exposure, _ in cell.pictures} - (exposures if column.kind == PICTURE else set())
        if strange:
            raise EditRefused(
                f"The edit {name!r} puts pictures of {', '.join(sorted(strange))} at {where}, which has none of them."
            )
    return Column(name=column.name, kind=column.kind, cells=cells.splice(start, stop, change.inserted))


def unknown_pictures(referring: Sheet | Edit, exists: Callable[[int], bool]) -> tuple[int, ...]:
    """The picture numbers that a sheet shows, or an edit would bring onto one, and that do not exist; sorted."""
    if isinstance(referring, Sheet):
        numbers = set(referring.pictures())
    else:
        brought = (cell for change in referring.changes for cell in change.inserted)
        numbers = {number for cell in brought for _, number in cell.pictures}
    return tuple(sorted(number for number in numbers if not exists(number)))
