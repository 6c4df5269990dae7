"""Average a sensor's noise away over the pictures around, wherever nothing moves.

The set of a take stands still and is photographed again and again: its mean over a few pictures has less noise and
loses nothing. What moves, a puppet, its shadow, a stirred fibre, is left as it was shot. How strong the noise is at
each brightness is told by the take itself; see `finish/noise`.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.noise.average import Plane, averaged, smoothed, softened
from komadori.finish.noise.model import Noise, agreed, noise_of
from komadori.finish.noise.quickly import FINE, averaged_quickly
from komadori.finish.operation import (
    Given,
    Linear,
    Moment,
    Operation,
    Parameter,
    Place,
    Settings,
    Solved,
    Still,
    Stretch,
)
from komadori.finish.remarks import Saying

Floats = NDArray[np.float64]

COLUMNS = 24
"""Cells across the small picture by which a scene is known again."""
DARK = 2.0**-9
"""Light below which a cell's colour says nothing."""
SAME_LIGHT = 0.25
"""Stops within which a cell shows the same as another, the whole picture's light taken out."""
SAME_SHARE = 0.45
"""Share of cells that must show the same: a puppet may stand before the rest."""
OVERLAP = 0.6
"""Share of a picture that another must show at all."""
HEAD = 4
"""Numbers before the small picture: width, height, and two that tell pictures apart."""
AROUND = 8
"""Pictures either side that the noise is told from, at least."""
JPEG = (".jpg", ".jpeg")


def measure(still: Still, _settings: Settings) -> Floats:
    """Size, a mark that only the same picture has, a small picture and the noise, as one row of numbers."""
    pixels = still.small(0)
    before = still.previous
    other = None if before.path == still.path else before.small(0)
    high, wide = pixels.shape[:2]
    rows = max(1, round(COLUMNS * high / wide))
    small = cv2.resize(pixels, (COLUMNS, rows), interpolation=cv2.INTER_AREA)
    mark = (float(pixels.sum(dtype=np.float64)), float(pixels[::7, ::5].sum(dtype=np.float64)))
    noise = noise_of(pixels, other, compressed=still.path.suffix.lower() in JPEG)
    return np.array([wide, high, *mark, *np.log2(np.maximum(small, DARK)).ravel(), *noise.numbers], np.float64)


class _Seen:
    """A moment as it was measured."""

    def __init__(self, moment: Moment, row: Floats) -> None:
        self.lies = np.reshape(moment.lies, (3, 3))
        self.size = (int(row[0]), int(row[1]))
        self.mark = row[:HEAD].tobytes()
        rows = max(1, round(COLUMNS * row[1] / row[0]))
        self.small = row[HEAD : HEAD + rows * COLUMNS * 3].reshape(rows, COLUMNS, 3).astype(np.float32)
        self.noise = Noise.of(row[HEAD + rows * COLUMNS * 3 :])


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """The noise around each moment, and the nearest other pictures of the same scene."""
    rows = [moment.measure for moment in stretch.moments]
    seen = [_Seen(moment, row) if row.size else None for moment, row in zip(stretch.moments, rows, strict=True)]
    around = reach(settings)
    counts = [int((moment.settings or settings)["pictures"]) for moment in stretch.moments]
    return [_solved(seen, at, around, count) for at, count in enumerate(counts)]


ALONE = Saying(name="alone", words="no other picture near it shows the same scene: its noise was left in.")


def _solved(seen: Sequence[_Seen | None], at: int, around: int, count: int) -> Solved:
    here = seen[at]
    if here is None:
        return Solved()
    near = range(max(0, at - around), min(len(seen), at + around + 1))
    noise = agreed([one.noise for one in (seen[place] for place in near) if one is not None and one.size == here.size])
    known, others = {here.mark}, []
    for place in sorted(near, key=lambda place: (abs(place - at), place)):
        other = seen[place]
        if other is None or other.mark in known or not same_scene(here, other):
            continue
        known.add(other.mark)
        others.append(place)
        if len(others) == count:
            break
    numbers = (float(here.size[0]), *noise.numbers)
    if others:
        return Solved(numbers=numbers, others=tuple(others))
    return Solved(numbers=numbers, said=(ALONE.of(),))


def same_scene(one: _Seen, other: _Seen) -> bool:
    """Whether most of what both show is the same, whatever the light."""
    if one.size != other.size:
        return False
    there = _moved(other.small, np.linalg.inv(other.lies) @ one.lies)
    shown = np.isfinite(there).all(axis=2)
    if shown.mean() < OVERLAP:
        return False
    apart = one.small[shown] - there[shown]
    apart = np.abs(apart - np.median(apart, axis=0)).max(axis=1)
    return bool((apart < SAME_LIGHT).mean() >= SAME_SHARE)


def _moved(small: Linear, matrix: NDArray[np.float64]) -> Linear:
    """The small picture moved by `matrix`, which takes places here, in shares of the width, to places in it."""
    if np.allclose(matrix, np.eye(3), atol=0.2 / COLUMNS):
        return small
    cells = np.array([[COLUMNS, 0, -0.5], [0, COLUMNS, -0.5], [0, 0, 1.0]])
    high, wide = small.shape[:2]
    return np.asarray(
        cv2.warpPerspective(
            small,
            cells @ matrix @ np.linalg.inv(cells),
            (wide, high),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(math.nan,) * 3,
        )
    )


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """Average what stands still; soften the rest where that was asked for."""
    if not given.numbers:
        return pixels
    noise, share = Noise.of(given.numbers[1:]), pixels.shape[1] / given.numbers[0]

    def one(at: int, name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        return given.kept((name,), make, other=at)

    @cache
    def both() -> tuple[Linear, Plane]:
        if given.roughly and pixels.shape[1] > FINE:
            return averaged_quickly(pixels, given.others, noise, one, share=share)
        return averaged(pixels, (other() for other in given.others), noise, share=share)

    # Whoever keeps the one is given the other as well, while it is at hand.
    done, weight = given.kept(("mean",), lambda: both()[0]), given.kept(("weight",), lambda: both()[1])
    soft = float(settings["soften"])
    if soft:
        smooth = given.kept(("smooth",), lambda: smoothed(done, noise, share=share))
        done = softened(done, smooth, weight, soft)
    strength = float(settings["strength"])
    return done if strength == 1 else np.asarray(cv2.addWeighted(pixels, 1 - strength, done, strength, 0))


def reach(settings: Settings) -> int:
    """Others may be told apart by a hand in the picture or by holds, so twice as many are looked at."""
    return max(AROUND, 2 * int(settings["pictures"]))


def told(settings: Settings) -> str:
    """In a few words."""
    if not settings["strength"]:
        return ""
    soft = ", the rest softened" if settings["soften"] else ""
    return f"noise averaged over {int(settings['pictures']) + 1} pictures where nothing moves{soft}"


OPERATION = Operation(
    name="denoise",
    version=1,
    says="Averages sensor noise away over the pictures around, wherever nothing moves; what moves stays as it is.",
    place=Place.NOISE,
    parameters=(
        Parameter(
            name="pictures",
            default=4,
            low=1,
            high=16,
            unit="pictures",
            says="How many other pictures to average with; four leave less than half of the noise.",
        ),
        Parameter(name="strength", default=1.0, low=0, high=1, says="How much of the noise that can go goes."),
        Parameter(
            name="soften",
            default=0.0,
            low=0,
            high=1,
            says="Smooth noise within the picture where something moves; it costs the finest texture there.",
        ),
    ),
    apply=apply,
    measure=measure,
    measured_by=(),
    looks_at=("previous",),
    solve=solve,
    solved_by=("pictures",),
    done_by=("strength", "soften"),
    reach=reach,
    told=told,
    remarks=(ALONE,),
)
