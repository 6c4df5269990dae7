"""Sheets laid out elsewhere come into a take with their holds: XDTS, CSV, Dragonframe's take.xml."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from komadori.errors import WrongUse
from komadori.picture.photographs import Photograph, paired, pictures_in
from komadori.sheet.edit import Edit
from komadori.sheet.exchange import Reading, adopt, dragonframe, read_sheet
from komadori.sheet.exchange.sheet_file import number
from komadori.sheet.sheet import PICTURE, Cell, Column, Sheet
from komadori.sheet.strip import Strip
from komadori.sheet.time import rate_text

TAKE_XML = "take.xml"
SHEET_SUFFIXES = {".xdts", ".tdts", ".csv", ".xtds"}  # the last is how some programs misspell the first

Numbers: TypeAlias = Mapping[int, int]
"""The number a photograph's name ends with, to the number of the picture made of it."""


class TwoSheets(WrongUse):
    """More than one sheet was named for one take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DragonframeTake:
    """A take as Dragonframe leaves it: its timeline, and the photographs of each exposure folder (x1, x2…)."""

    path: Path
    take: dragonframe.DragonframeTake
    exposures: Mapping[str, tuple[Photograph, ...]]

    def reading(self, rate: Fraction, numbers: Mapping[str, Numbers]) -> Reading:
        """The timeline as a sheet: its holds, hidden frames and tags, each frame with the pictures of its exposures."""
        cells: Sequence[Cell] = self.take.cells(lambda _file: None)
        for exposure, known in numbers.items():
            shown = self.take.cells(known.get, exposure=exposure)
            cells = [cell.exposed(exposure, one.picture(exposure)) for cell, one in zip(cells, shown, strict=True)]
        told = list(self.take.notices)
        if lost := sum(cell.length for cell in cells if not cell.pictures):
            told.append(f"{lost} of its frames show files that did not come in; they are to be shot.")
        column = Column(name=PICTURE, kind="picture", cells=Strip.of(cells))
        return Reading(sheet=Sheet(rate=rate, exposures=tuple(numbers), columns=(column,)), notices=tuple(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """An XDTS or CSV file, read."""

    path: Path
    read: Reading

    def reading(self, rate: Fraction, numbers: Numbers) -> Reading:
        """What was read, its drawings renumbered to pictures where `numbers` knows every one of them."""
        told = list(self.read.notices)
        if self.read.sheet.rate != rate:
            theirs, ours = rate_text(self.read.sheet.rate), rate_text(rate)
            told.append(f"It counts {theirs} frames a second and the take {ours}; its frames were taken as they are.")
        columns = tuple(
            _renumbered(column, numbers) if column.name in self.read.cels else column
            for column in self.read.sheet.columns
        )
        return replace(self.read, sheet=replace(self.read.sheet, columns=columns), notices=tuple(told))


def sheets_among(paths: Iterable[Path], rate: Fraction) -> tuple[SheetFile | DragonframeTake | None, list[Path]]:
    """The sheet among `paths`, if there is one, and the other paths.

    Raises TwoSheets, and BadSheetFile for one that cannot be read.
    """
    found: list[SheetFile | DragonframeTake] = []
    others: list[Path] = []
    for path in paths:
        folder = path.parent if path.name.lower() == TAKE_XML else path
        if os.path.isfile(folder / TAKE_XML):  # noqa: PTH113 - Path's own raises for a name that is too long
            found.append(_dragonframe(folder))
        elif path.suffix.lower() in SHEET_SUFFIXES and os.path.isfile(path):  # noqa: PTH113
            found.append(SheetFile(path=path, read=read_sheet(path.read_bytes(), rate, path.name)))
        else:
            others.append(path)
    if len(found) > 1:
        first, second = found[0].path, found[1].path
        raise TwoSheets(f"{first} and {second} are both sheets, and a take has one.", hint="import them one by one.")
    return (found[0] if found else None), others


def laying_out(sheet: Sheet, reading: Reading, exists: Callable[[int], bool]) -> Edit | None:
    """The one edit that brings `reading` into `sheet`; None where it is so already."""
    edit = adopt(sheet, reading, exists)
    return edit if edit.changes or edit.before != edit.after else None


def _dragonframe(folder: Path) -> DragonframeTake:
    """Exposure folders end with _X1, _X2…; a take without them has its pictures beside its take.xml."""
    ends = {inner.name.rpartition("_")[2].lower(): inner for inner in sorted(folder.iterdir()) if inner.is_dir()}
    exposures = {
        end: tuple(paired(pictures_in(inner))) for end, inner in ends.items() if end[:1] == "x" and end[1:].isdecimal()
    }
    file = folder / TAKE_XML
    return DragonframeTake(
        path=file,
        take=dragonframe.parse(file.read_bytes(), file.name),
        exposures=exposures or {"x1": tuple(paired(pictures_in(folder)))},
    )


def _renumbered(column: Column, numbers: Numbers) -> Column:
    labels = {cell.text: found for cell in column.cells if (found := number(cell.text)) is not None}
    if not labels or any(label not in numbers for label in labels.values()):
        return column
    cells = (
        replace(cell, text=str(numbers[labels[cell.text]])) if cell.text in labels else cell for cell in column.cells
    )
    return replace(column, cells=Strip.of(cells))
