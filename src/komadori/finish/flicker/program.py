"""What the light was meant to do, where the take has it written down, and each lamp's own light, where it was shot.

A light program is a TOML or JSON file:

    schema = "komadori.light-program"
    version = 1

    [lamps]
    key = [[1, 1.0], [24, 1.0], [90, 0.75, 0.52, 0.40]]
    window = [[1, 1.0]]

For each lamp the frames at which its level is told, and the level: one number, or one each for red, green and blue. In
between it goes straight, before the first and after the last it stays. A lamp's plate is a photograph of the set by it
alone, at level 1 and with the take's exposure, in a file named like the lamp.
"""

import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import WrongUse
from komadori.finish.flicker.lamps import Lamps, Seen, believed, solved, trusted, unmoved
from komadori.finish.flicker.meters import Stops, coarser

Floats = NDArray[np.float32]

SCHEMA = "komadori.light-program"
HIGHEST = 1000.0
DARKEST = 2.0**-14
"""Linear light below which a plate says nothing."""
BLACK = 1e-3
"""Linear light up to which a plate's darkest patches are black, and what they have is grain."""
DARKEST_SHARE = 0.02
"""Share of the patches that are the darkest."""
AROUND = (5, 5)
"""Patches whose mean has little grain."""
CAUTIONS = (1.0, 0.5, 0.25, 0.12, 0.06, 0.03, 0.02)


class BadProgram(WrongUse, ValueError):
    """A file that is no light program."""


@dataclass(frozen=True, slots=True)
class Program:
    """The levels of lamps over the frames of the sheet."""

    lamps: Mapping[str, tuple[tuple[float, ...], ...]]

    def levels(self, frames: Sequence[float], names: Sequence[str]) -> NDArray[np.float64]:
        """The levels of the lamps called `names` at `frames`: frames x lamps x 3. Raises BadProgram for one unknown."""
        known = {name.lower(): told for name, told in self.lamps.items()}
        if missing := [name for name in names if name.lower() not in known]:
            raise BadProgram(
                f"The light program tells nothing of the lamp {missing[0]!r}.",
                hint=f"it knows {', '.join(self.lamps)}.",
            )
        courses = []
        for name in names:
            told = np.array(_filled(known[name.lower()]))
            courses.append(np.stack([np.interp(frames, told[:, 0], told[:, 1 + c]) for c in range(3)], axis=1))
        return np.stack(courses, axis=1)


def _filled(told: Sequence[Sequence[float]]) -> list[tuple[float, float, float, float]]:
    return [(one[0], one[1], one[1], one[1]) if len(one) == 2 else (one[0], one[1], one[2], one[3]) for one in told]


def read_program(path: Path) -> Program:
    """The light program in a file. Raises BadProgram."""
    try:
        text = path.read_text(encoding="utf-8")
        told = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as failure:
        raise BadProgram(f"{path.name} cannot be read as a light program: {failure}.") from failure
    lamps = told.get("lamps") if isinstance(told, dict) and told.get("schema") == SCHEMA else None
    if not isinstance(lamps, dict) or not lamps:
        raise BadProgram(
            f"{path.name} is no light program.", hint=f'it begins with schema = "{SCHEMA}" and has [lamps].'
        )
    return Program({str(name): _checked(path, str(name), course) for name, course in lamps.items()})


def _checked(path: Path, name: str, course: Any) -> tuple[tuple[float, ...], ...]:
    entries = course if isinstance(course, list) else []
    good = [
        tuple(float(number) for number in one)
        for one in entries
        if isinstance(one, list)
        and len(one) in (2, 4)
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in one)
        and all(0 <= number <= HIGHEST for number in one[1:])
    ]
    if not good or len(good) != len(entries):
        raise BadProgram(
            f"{path.name}: the levels of {name!r} are not frames with a level.", hint="key = [[1, 1.0], [24, 0.5]]"
        )
    return tuple(sorted(good))


def without_grain(plates: Floats) -> Floats:
    """Plates (lamps x rows x columns x 3, linear light) without the light that grain feigns in the dark.

    No photograph is darker than black, so the mean of black and grain is light: as of a normal distribution that is cut
    off at 0 (Tobin, 1958). How much it is, the darkest patches of all plates tell.
    """
    around = np.stack([cv2.blur(plate, AROUND) for plate in plates])
    floors = np.quantile(around.reshape(len(plates), -1, 3), DARKEST_SHARE, axis=1).min(axis=0)
    light = np.linspace(-3, 6, 256)
    tails = np.array([math.erf(one / math.sqrt(2)) for one in light])
    density = np.exp(-np.square(light) / 2) / math.sqrt(2 * math.pi)
    seen = light * (1 + tails) / 2 + density
    found = plates.copy()
    for channel, floor in enumerate(floors):
        if 0 < floor < BLACK:
            sigma = floor / density.max()
            dark = plates[..., channel] < seen[-1] * sigma
            found[..., channel][dark] = (
                np.maximum(np.interp(plates[..., channel][dark] / sigma, seen, light), 0) * sigma
            )
    return found


def of_plates(stops: Stops, plates: Floats) -> Lamps:
    """The lamps of `stops` (pictures x rows x columns x 3), told by `plates` (lamps x twice the rows x twice the
    columns x 3, linear light) of each alone: courses are their levels, relative to the plates'.
    """
    shape = stops.shape[1], stops.shape[2]
    plates = np.maximum(plates, 0)
    # The mean of logarithms, as the pictures' own readings are.
    usual = coarser(np.log2(np.maximum(plates.sum(axis=0), DARKEST))[None]).reshape(-1, 3)
    light = np.stack([_halved(plate) for plate in plates]).reshape(len(plates), -1, 3).transpose(2, 1, 0)
    shares = (light / np.maximum(light.sum(axis=2), DARKEST)[..., None]).astype(np.float32)
    stops = stops.reshape(len(stops), -1, 3)
    off = stops - usual
    known = (~np.isnan(off) & (usual > np.log2(2 * DARKEST))).transpose(2, 0, 1).astype(np.float32)
    seen = Seen.of(np.exp2(np.clip(np.nan_to_num(off), -8, 8).transpose(2, 0, 1)), known, trusted(usual).T)
    count = len(stops)
    lamps = Lamps(
        usual=usual,
        level=np.zeros((count, 3), np.float32),
        courses=np.ones((3, count, len(plates)), np.float32),
        shares=shares,
        trust=trusted(usual).T,
        weights=unmoved(off - np.nan_to_num(np.nanmedian(off, axis=1, keepdims=True)), usual, shape)
        * known.max(axis=0),
    )
    for caution in CAUTIONS:
        weights = seen.weighed(lamps, lamps.light())
        courses = solved(weights * seen.light, weights, lamps.shares, lamps.trust)
        lamps = replace(lamps, courses=np.maximum(courses, 1e-3))
        lamps = replace(lamps, weights=believed(seen, lamps, lamps.light(), caution))
    return lamps


def _halved(plate: Floats) -> Floats:
    rows, columns = plate.shape[0] // 2, plate.shape[1] // 2
    return np.asarray(plate[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2, 3).mean(axis=(1, 3)))
