"""The exposure sheet as it travels to the pages: whole once, and then by what changed."""

import msgspec

from komadori.sheet.sheet import Cell, Kind, Sheet


class CellOut(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A cell as in `sheet.Cell`; what is as usual is left out."""

    length: int
    pictures: tuple[tuple[str, int], ...] = ()
    text: str = ""
    alarm: bool = False
    start: int = 0
    hidden: bool = False
    tag: str = ""


class ColumnOut(msgspec.Struct, frozen=True, kw_only=True):
    """A column with all its cells."""

    name: str
    kind: Kind
    cells: tuple[CellOut, ...]


class Splice(msgspec.Struct, frozen=True, kw_only=True):
    """At frame `first` of `column`, so many cells `removed` give way to the cells `inserted`."""

    column: str
    first: int
    removed: int
    inserted: tuple[CellOut, ...]


class LayoutOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which exposures and columns the sheet has from now on."""

    exposures: tuple[str, ...]
    columns: tuple[tuple[str, Kind], ...]


def cell_out(cell: Cell) -> CellOut:
    """A cell as it travels."""
    return CellOut(
        length=cell.length,
        pictures=cell.pictures,
        text=cell.text,
        alarm=cell.alarm,
        start=cell.start,
        hidden=cell.hidden,
        tag=cell.tag,
    )


def columns_out(sheet: Sheet) -> tuple[ColumnOut, ...]:
    """All columns of a sheet as they travel."""
    return tuple(
        ColumnOut(name=column.name, kind=column.kind, cells=tuple(map(cell_out, column.cells)))
        for column in sheet.columns
    )


def splices_between(before: Sheet, after: Sheet) -> tuple[Splice, ...]:
    """What happened to the cells: one splice for each column of `after` that is not as it was.

    Cells that were not touched are the same objects in both, so that comparing thousands of them costs little.
    """
    old = {column.name: column.cells for column in before.columns}
    found = []
    for column in after.columns:
        was, now = tuple(old.get(column.name, ())), tuple(column.cells)
        if was == now:
            continue
        head = _alike(was, now)
        tail = _alike(was[head:][::-1], now[head:][::-1])
        first = 1 + sum(cell.length for cell in now[:head])
        inserted = tuple(map(cell_out, now[head : len(now) - tail]))
        found.append(Splice(column=column.name, first=first, removed=len(was) - tail - head, inserted=inserted))
    return tuple(found)


def _alike(some: tuple[Cell, ...], others: tuple[Cell, ...]) -> int:
    """How many cells from the first on are the same in both."""
    count = 0
    for mine, theirs in zip(some, others, strict=False):
        if mine is not theirs and mine != theirs:
            break
        count += 1
    return count


def layout_out(sheet: Sheet) -> LayoutOut:
    """The shape of a sheet as it travels."""
    return LayoutOut(exposures=sheet.exposures, columns=sheet.layout.columns)
