"""How a sheet that was read comes into a shot: one edit, which undo takes back whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from komadori.sheet.change import Edit, apply
from komadori.sheet.draft import Draft
from komadori.sheet.exchange.sheet_file import Reading, number, unique
from komadori.sheet.sheet import PICTURE, Cell, Sheet


def picture_cells(
    cells: Iterable[Cell], exists: Callable[[int], bool], *, exposure: str = "x1", frames: int = 0
) -> tuple[Cell, ...]:
    """A column of drawings as cells of the picture column, with the same holds.

    A label that is the number of a picture that exists refers to it. Any other label, and nothing, becomes an empty
    slot of that hold, for the plan to shoot, and keeps the label as its text. Cells that are of the picture column
    already keep the pictures that exist. With `frames` the column is filled up to that length.
    """
    made = []
    for cell in cells:
        labelled = number(cell.text)
        if cell.pictures:
            known = tuple(pair for pair in cell.pictures if exists(pair[1]))
            made.append(replace(cell, pictures=known))
        elif labelled is not None and exists(labelled):
            made.append(replace(cell, pictures=((exposure, labelled),), text=""))
        else:
            made.append(cell)
    missing = frames - sum(cell.length for cell in made)
    return (*made, Cell(length=missing)) if missing > 0 else tuple(made)


def drawings(sheet: Sheet, columns: Sequence[str]) -> tuple[Cell, ...]:
    """Several columns of drawings as one: a cell wherever any of them changes, labelled with all that are on screen.

    A photograph shows all layers at once, so a new one is due whenever one of them changes.
    """
    spans = [span for column in columns for span in sheet.spans(column)]
    borders = sorted({1, *(span.first for span in spans), *(span.last + 1 for span in spans)})
    made = []
    for first, following in pairwise(borders):
        on_screen = (sheet.cell(column, first) for column in columns)
        text = " ".join(cell.text for cell in on_screen if cell is not None and cell.text)
        made.append(Cell(length=following - first, text=text))
    return tuple(made)


def adopt(sheet: Sheet, reading: Reading, exists: Callable[[int], bool], *, column: str = "") -> Edit:
    """The edit that brings a sheet that was read into `sheet`, over what stands there.

    Its picture column, or where that is empty its columns of drawings (or the one called `column`), tell the holds of
    the picture column by `picture_cells`; pictures thereby left out stay in the take. Its other columns replace those
    of the same name and kind, or are added. The rate stays the shot's own.
    """
    read = reading.sheet
    cels = (column,) if column else reading.cels
    frames = max(each.frames for each in read.columns)
    source = tuple(read.columns[0].cells) or (drawings(read, cels) if cels else ())
    pictures = picture_cells(source, exists, exposure=sheet.exposures[0], frames=frames) if source else ()
    shown = {name for cell in pictures for name, _ in cell.pictures}
    exposures = (*sheet.exposures, *(name for name in read.exposures if name in shown - set(sheet.exposures)))
    columns = list(sheet.layout.columns)
    written = []
    for each in read.columns[1:]:
        name = each.name
        if (name, each.kind) not in columns:
            name = unique(name, (taken for taken, _ in columns))
            columns.append((name, each.kind))
        written.append((name, each.cells))
    layout = replace(sheet.layout, exposures=exposures, columns=tuple(columns))
    draft = Draft(apply(sheet, Edit(name="adopt", before=sheet.layout, after=layout)))
    if pictures:
        draft.splice(PICTURE, 1, sheet.frames, pictures)
    for name, cells in written:
        draft.splice(name, 1, draft.sheet.column(name).frames, tuple(cells))
    return replace(draft.edit("adopt"), before=sheet.layout, after=layout)
