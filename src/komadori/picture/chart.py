"""A 24-patch ColorChecker found in a picture: turned any way, in perspective, under any light.

Grids of flat patches are found first (`patches.py`); of all ways to lay the chart over a grid, the one counts whose
patches are nearest to the chart's colours after the best linear change of colour. No light and no camera mixes the 24
colours up, but every wrong way of laying it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import Refused
from komadori.picture.chart_values import COLUMNS, LAB, ROWS
from komadori.picture.colour import to_codes
from komadori.picture.delta_e import from_lab
from komadori.picture.patches import Grid, find_grids, find_patches

Floats: TypeAlias = NDArray[np.float64]
Linear: TypeAlias = NDArray[np.float32]

WIDTHS = (900, 1700, 450)
"""Pixels the picture is looked at with, in turn until a chart is found: patches are a few dozen pixels then."""
INNER = 0.26
"""Half the side, in steps of the grid, of what is measured: well within a patch of any of the charts."""
CERTAIN = 0.90
"""How much of the patches' differences the chart's colours must explain, 1 for all of it."""
AT_ONCE = 0.95
"""From here on nothing better is looked for."""
BENT = (1.0, 0.75, 1.35)
"""Powers that undo a camera's contrast well enough to tell colours by."""
BRIGHTEST = 0.995
MANY = 15
"""Patches in rows that look as if they were meant to be a chart."""
TRUE = np.cbrt(np.maximum(from_lab(LAB["2014"]), 1e-4))
TURNS = (
    np.array([[1, 0], [0, 1]]),
    np.array([[0, -1], [1, 0]]),
    np.array([[-1, 0], [0, -1]]),
    np.array([[0, 1], [-1, 0]]),
)


class NoChart(Refused):
    """No ColorChecker is seen in the picture, or too little of it can be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart in a picture, its patches in the order of `chart_values.NAMES`.

    `corners` (24 x 4 x 2) are those of what was measured of each patch, in shares of the picture's width; `light`
    (24 x 3) its mean, as the picture's; `clipped` (24) tells where part of a patch is as bright as the picture can
    hold; `likeness` 0..1 how much of the patches' differences is that of the chart's colours.
    """

    corners: Floats
    light: Floats
    clipped: NDArray[np.bool_]
    likeness: float


def find_chart(light: Linear) -> Chart:
    """The 24-patch ColorChecker in scene-linear `light`, height x width x 3, 1 = the brightest code.

    The largest and clearest one where there are several. Raises NoChart.
    """
    best, like, most = None, 0.0, 0
    for width in WIDTHS:
        if width > WIDTHS[0] and light.shape[1] < 1.2 * WIDTHS[0]:
            continue
        small = _shrunk(light, width)
        found = find_grids(find_patches(_codes(small)))
        for grid in found:
            most = max(most, len(grid.places))
            placed = _identified(grid, small)
            if placed is not None and placed[1] > like:
                best, like = np.diag([1 / small.shape[1]] * 2 + [1]) @ placed[0], placed[1]
        if like > AT_ONCE:
            break
    if best is None or like < CERTAIN:
        raise _nothing(most, like)
    return _measured(light, best, like)


def _nothing(most: int, like: float) -> NoChart:
    hint = "show the whole chart, evenly lit and in focus, about a quarter of the picture wide or more."
    if most >= MANY:
        what = "There are patches in rows, and their colours are not those of a 24-patch ColorChecker"
        return NoChart(
            f"{what} ({100 * like:.0f} % alike).", hint="is it another chart, or partly covered? Else " + hint
        )
    return NoChart("No ColorChecker is seen in the picture.", hint=hint)


def _shrunk(light: Linear, width: int) -> Linear:
    high, wide = light.shape[:2]
    if wide <= width:
        return light
    size = (width, max(1, round(high * width / wide)))
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)


def _codes(light: Linear) -> NDArray[np.uint8]:
    """sRGB codes as if the picture had been exposed well, its noise smoothed."""
    bright = float(np.percentile(light.max(axis=2), 98))
    codes = to_codes(np.asarray(light / max(bright, 1e-6), np.float32), "srgb", 8)
    return np.asarray(cv2.bilateralFilter(codes, 5, 18, 3), np.uint8)


def _identified(grid: Grid, light: Linear) -> tuple[Floats, float] | None:
    """What takes the chart's places (column, row, 1) to pixels of `light`, and how alike the colours are."""
    matrix = grid.homography
    if matrix is None or not np.isfinite(matrix).all():
        return None
    places = grid.places
    if np.linalg.det(matrix[:2, :2] / matrix[2, 2]) < 0:
        matrix = matrix @ np.diag([1.0, -1.0, 1.0])
        places = np.stack([places[:, 0], -places[:, 1]], axis=1)
    best: tuple[Floats, float] | None = None
    for laid in _layings(places):
        whole = matrix @ laid
        colours = _seen(light, whole)
        if colours is not None:
            alike = likeness(colours)
            if best is None or alike > best[1]:
                best = whole, alike
    return best


def _layings(places: NDArray[np.intp]) -> Iterator[Floats]:
    """Every way to lay the chart over the grid that has most of the patches under it: 3 x 3, chart to grid."""
    for turn in TURNS:
        # In the chart's own axes the grid's patches lie here; the chart is moved over all of them.
        turned = places @ turn
        low, high = turned.min(axis=0), turned.max(axis=0)
        for x in range(low[0] - 2, high[0] - COLUMNS + 4):
            for y in range(low[1] - 2, high[1] - ROWS + 4):
                within = ((turned >= [x, y]) & (turned < [x + COLUMNS, y + ROWS])).all(axis=1)
                if within.sum() >= max(8, min(len(places), 24) * 0.5):
                    matrix = np.eye(3)
                    matrix[:2, :2] = turn
                    matrix[:2, 2] = turn @ [x, y]
                    yield matrix


def chart_places() -> Floats:
    """Column and row of each patch, 24 x 2."""
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    return np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float64)


def _moved(matrix: Floats, places: Floats) -> Floats:
    far = np.concatenate([places, np.ones((*places.shape[:-1], 1))], axis=-1) @ matrix.T
    return np.asarray(far[..., :2] / far[..., 2:])


def _seen(light: Linear, matrix: Floats) -> Floats | None:
    """About what light comes from each patch, 24 x 3; None where one lies outside the picture."""
    offsets = np.stack(np.meshgrid(*[[-0.15, 0, 0.15]] * 2), axis=-1).reshape(1, -1, 2)
    at = _moved(matrix, chart_places()[:, None] + offsets)
    columns, rows = np.floor(at[..., 0]), np.floor(at[..., 1])
    high, wide = light.shape[:2]
    if not (np.isfinite(at).all() and rows.min() >= 0 and columns.min() >= 0):
        return None
    if rows.max() >= high or columns.max() >= wide:
        return None
    return np.asarray(light[rows.astype(int), columns.astype(int)].mean(axis=1), np.float64)


def likeness(light: Floats) -> float:
    """How much of the differences among 24 patches the chart's own colours explain, 0..1, in any light."""
    best = 0.0
    for power in BENT:
        seen = np.cbrt(np.maximum(light / max(float(light.max()), 1e-6), 1e-5)) ** power
        known = np.column_stack([TRUE, np.ones(24)])
        guess, *_ = np.linalg.lstsq(known, seen, rcond=None)
        left = ((seen - known @ guess) ** 2).sum()
        best = max(best, 1 - float(left / max(((seen - seen.mean(axis=0)) ** 2).sum(), 1e-9)))
    return best


def _measured(light: Linear, matrix: Floats, like: float) -> Chart:
    """Each patch measured at the picture's own size; `matrix` takes chart places to shares of the width."""
    square = np.array([[-INNER, -INNER], [INNER, -INNER], [INNER, INNER], [-INNER, INNER]])
    corners = _moved(matrix, chart_places()[:, None] + square)
    means, clipped = np.zeros((24, 3)), np.zeros(24, bool)
    for at, figure in enumerate(corners * light.shape[1]):
        inside = _inside(light, figure)
        means[at] = _trimmed_mean(inside)
        clipped[at] = bool((inside >= BRIGHTEST).any(axis=1).mean() > 0.02)
    return Chart(corners=corners, light=means, clipped=clipped, likeness=like)


def _inside(light: Linear, figure: Floats) -> NDArray[Any]:
    """The pixels of `light` within four corners, n x 3."""
    low = np.floor(figure.min(axis=0)).astype(int)
    high = np.ceil(figure.max(axis=0)).astype(int) + 1
    part = light[low[1] : high[1], low[0] : high[0]]
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(figure - low).astype(np.int32), 1)
    return np.asarray(part[mask > 0])


def _trimmed_mean(values: NDArray[Any]) -> Floats:
    """The mean without the lowest and highest tenth of each channel: dust and reflections."""
    ordered = np.sort(values, axis=0)
    cut = len(ordered) // 10
    return np.asarray(ordered[cut : len(ordered) - cut].mean(axis=0, dtype=np.float64))
