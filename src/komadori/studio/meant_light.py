"""What the light before the camera is meant to do, for the watch: by the light program of the shot, or by its sheet."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from komadori.errors import KomadoriError
from komadori.finish.flicker.program import Program, read_program
from komadori.finish.holdings import Finder
from komadori.finish.recipe import recipe_of_tables
from komadori.finish.recipe_files import standing_tables
from komadori.sheet.sheet import Column, Sheet
from komadori.store import TakeFolder

Levels = NDArray[np.float64]
FULL = 100.0
"""Lamps are set in per cent on the sheet; a column with other figures is no lamp's level."""


class MeantLight:
    """Called with a frame it gives the levels of the lamps there, lamps x 3 (red, green, blue), 1 where one is full.

    The light program is the one that the recipe of the shot, or of the series, gives `deflicker`; where it gives none,
    the light columns of the `sheet` as it stands tell. Why a program cannot be used is told by `trouble`, once. Both
    are looked for at each call, since the take stays open while they are written.
    """

    def __init__(
        self, take: TakeFolder, sheet: Callable[[], Sheet], *, trouble: Callable[[KomadoriError], None]
    ) -> None:
        self._take, self._sheet, self._trouble = take, sheet, trouble
        self._told = ""

    def __call__(self, frame: int) -> Levels:
        """The levels at a frame of the sheet, from 1; no lamps where nothing tells of any."""
        program = self._written()
        if program is not None:
            return np.asarray(program.levels([frame], tuple(program.lamps))[0])
        lamps = sorted((column.name, points) for column in self._sheet().columns if (points := _points(column)))
        levels = np.zeros((len(lamps), 3))
        for row, (_, points) in zip(levels, lamps, strict=True):
            row[:] = np.interp(frame, [at for at, _ in points], [level / FULL for _, level in points])
        return levels

    def _written(self) -> Program | None:
        try:
            program = written_program(self._take)
        except KomadoriError as failure:
            if failure.message != self._told:
                self._told = failure.message
                self._trouble(failure)
            return None
        self._told = ""
        return program


def written_program(take: TakeFolder) -> Program | None:
    """The light program that the recipe for `take` gives `deflicker`, or None. Raises BadHolding, BadProgram, BadRecipe
    and what reading a recipe raises.
    """
    tables = standing_tables(take)
    # Bringing all operations in takes a second, for which nobody who opens a shot should wait.
    if not any(table.get("program") for table in tables):
        return None
    for one in recipe_of_tables(tables).chosen:
        parameter = one.operation.parameter("program")
        if one.operation.name == "deflicker" and parameter is not None and one.settings["program"]:
            (held,) = Finder(take).held([parameter], one.settings)
            return read_program(held.files[0])
    return None


def _points(column: Column) -> list[tuple[int, float]]:
    """The figures of a light column by the frames they stand at, between which it goes straight; else none."""
    if column.kind != "free" or not column.name.lower().startswith("light"):
        return []
    points, first = [], 1
    for cell in column.cells:
        with suppress(ValueError):
            points.append((first, float(cell.text.strip().removesuffix("%"))))
        first += cell.length
    return points if all(0 <= level <= FULL for _, level in points) else []
