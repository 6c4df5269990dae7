"""Single pixels that are far from all around them: hot and dead pixels of a sensor, as a photograph shows them.

No lens draws a point as small as one pixel, so light of the set falls on its neighbours as well; what is hot in one
colour only is no light at all. Where compression has smeared colour, brightness is still sharp.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Linear

Rows = NDArray[np.float32]

LEAST = 0.03
"""The least excess that is looked at, in the square root of light: six codes of 255 in the middle tones."""
CLEAR = 6.0
"""How many times the usual departure an excess must be."""
STEEP, LONELY = 0.65, 0.45
"""How high, beside the point, its neighbours and those two pixels away may be, for it to be looked at."""
MOST = 4000
"""Points of one picture that are noted: the clearest ones."""
GREY = np.array([[0.25, 0.5, 0.25]], np.float32)
"""Brightness, roughly, of red, green and blue."""
TINTS = np.array([[1, -0.5, -0.5], [-0.5, 1, -0.5], [-0.5, -0.5, 1]], np.float32)
"""How far each channel is off the mean of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points of pictures, each an array of n: the place in pixels; `excess` (n x 3) of each channel in the square
    root of light; `near` and `around`, how high neighbours and those two pixels away are beside the point; `behind`
    (n x 3), what is around it."""

    x: NDArray[np.intp]
    y: NDArray[np.intp]
    excess: Rows
    near: Rows
    around: Rows
    behind: Rows

    @property
    def rows(self) -> Rows:
        """As a table of numbers, n x 10."""
        columns = [self.x[:, None], self.y[:, None], self.excess, self.near[:, None], self.around[:, None]]
        return np.concatenate([*columns, self.behind], axis=1).astype(np.float32)

    @staticmethod
    def of(rows: Rows) -> "Points":
        """The inverse of `rows`."""
        return Points(
            x=rows[:, 0].astype(np.intp),
            y=rows[:, 1].astype(np.intp),
            excess=rows[:, 2:5],
            near=rows[:, 5],
            around=rows[:, 6],
            behind=rows[:, 7:10],
        )


def standing_out(pixels: Linear, *, smeared: bool = False) -> Points:
    """The points of a scene-linear picture that stand alone, brighter, darker or of another colour than all around.

    Where colour is `smeared`, as JPEG does, that is looked for in a picture of half the size.
    """
    roots = np.asarray(cv2.sqrt(np.maximum(pixels, 0)), np.float32)
    behind = np.asarray(cv2.medianBlur(roots, 5), np.float32)
    excess = roots - behind
    grey = np.asarray(cv2.transform(excess, GREY), np.float32)
    high, wide = grey.shape
    if smeared and min(high, wide) > 8:
        small = np.asarray(cv2.resize(roots, (wide // 2, high // 2), interpolation=cv2.INTER_AREA), np.float32)
        around = np.asarray(cv2.medianBlur(small, 5), np.float32)
        coloured = _tinted(small - around, around)
        coloured = _finer(coloured, grey)
    else:
        coloured = _tinted(excess, behind)
    y, x, clear, near, far = _peaks(np.abs(grey))
    plain = np.column_stack([clear, x, y, excess[y, x], near, far, behind[y, x]]).astype(np.float32)
    rows = np.concatenate([coloured, plain])
    rows = rows[np.argsort(-rows[:, 0], kind="stable")[:MOST], 1:]
    _, first = np.unique(rows[:, 1].astype(np.int64) * wide + rows[:, 0].astype(np.int64), return_index=True)
    return Points.of(rows[np.sort(first)])


def _tinted(excess: Linear, behind: Linear) -> Rows:
    """Points of another colour: how clear, x, y, excess, near, around and what is behind, n x 11."""
    colours = cv2.transform(excess, TINTS)
    rows = []
    for layer in cv2.split(colours):
        y, x, clear, near, far = _peaks(np.abs(layer))
        rows.append(np.column_stack([clear, x, y, excess[y, x], near, far, behind[y, x]]))
    return np.concatenate(rows).astype(np.float32)


def _finer(rows: Rows, grey: Rows) -> Rows:
    """Points of a picture of half the size, each at the pixel there that is brightest or darkest beside its own."""
    high, wide = grey.shape
    x, y = (2 * rows[:, at].astype(np.intp) for at in (1, 2))
    steps = [(down, right) for down in (0, 1, -1, 2) for right in (0, 1, -1, 2)]
    heights = [np.abs(grey[np.clip(y + down, 0, high - 1), np.clip(x + right, 0, wide - 1)]) for down, right in steps]
    best = np.asarray(steps)[np.argmax(heights, axis=0)] if len(rows) else np.zeros((0, 2), int)
    rows[:, 1] = np.clip(x + best[:, 1], 0, wide - 1)
    rows[:, 2] = np.clip(y + best[:, 0], 0, high - 1)
    return rows


def _peaks(height: Rows) -> tuple[Any, ...]:
    """Rows and columns, how clear each peak is, and how high its neighbours and those further away are beside it."""
    usual = float(np.median(height[::3, ::3])) / 0.6745
    near, around = (np.asarray(cv2.dilate(height, _ring(side)), np.float32) for side in (3, 5))
    least = max(LEAST, CLEAR * usual)
    y, x = np.nonzero((height > least) & (near < STEEP * height) & (around < LONELY * height))
    high = np.maximum(height[y, x], np.float32(1e-6))
    ratios = (np.asarray(part, np.float32) for part in (high / least, near[y, x] / high, around[y, x] / high))
    return y, x, *ratios


def _ring(side: int) -> NDArray[np.uint8]:
    ring = np.ones((side, side), np.uint8)
    ring[1:-1, 1:-1] = 0
    return ring


def hot(seen: list[Points]) -> Points:
    """The places that are a sensor's own by what several pictures show there.

    A place counts that is in most of the pictures; then by being in one colour only, of a colour that nothing behind it
    has, smaller than any lens draws, or by staying though what is behind it changes.
    """
    rows = np.concatenate([one.rows for one in seen])
    key = rows[:, 1].astype(np.int64) * 65536 + rows[:, 0].astype(np.int64)
    keys, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
    often = np.flatnonzero(count >= max(2, np.ceil(OFTEN * len(seen))))
    if not len(often):
        return Points.of(rows[:0])
    place = np.full(len(keys), -1)
    place[often] = np.arange(len(often))
    mine = place[inverse] >= 0
    group, rows = place[inverse][mine], rows[mine]
    total = np.bincount(group)[:, None]
    mean = np.stack([np.bincount(group, column) for column in rows.T], axis=1) / total
    square = np.stack([np.bincount(group, column * column) for column in rows[:, 7:10].T], axis=1) / total
    changed = np.sqrt(np.maximum(square - mean[:, 7:10] ** 2, 0)).max(axis=1)
    points = Points.of(mean.astype(np.float32))
    return Points.of(points.rows[_sure(points, changed)])


OFTEN = 0.6
"""Share of the pictures in which a place must stand out: a puppet, or a light as bright, may hide it in the others."""
PURE = 0.35
"""How much, beside its own colour, a point of one colour only has of the others."""
PUREST = 0.12
"""The same, where what is behind has that colour as well."""
ALONG, ACROSS = 0.9, 0.75
"""Cosine from which a point has the colour of what is behind it, and below which it surely has another."""
TINY, TINIEST = 0.33, 0.16
"""How high neighbours of a point are that is too small for a lens: perhaps, and surely."""
SMALL = 0.25
"""How high neighbours of a point may be whose colour is not that of what is behind it."""
CHANGED = 0.08
"""Square root of light by which what is behind a point changes, for its staying to mean something."""


def _sure(points: Points, changed: Rows) -> NDArray[np.bool_]:
    size = np.sort(np.abs(points.excess), axis=1)
    length = np.linalg.norm(points.excess, axis=1) * np.linalg.norm(points.behind, axis=1)
    along = np.abs((points.excess * points.behind).sum(axis=1)) / np.maximum(length, 1e-6)
    # A glint or a crumb has the colour of what it lies on, lighter or darker.
    foreign = (along < ALONG) | (size[:, 1] < PUREST * size[:, 2])
    pure = (size[:, 1] < PURE * size[:, 2]) & (points.around < TINY) & foreign
    strange = (along < ACROSS) & (points.near < SMALL) & (points.around < SMALL)
    tiniest = (points.near < TINIEST) & (points.around < TINIEST)
    stays = (points.near < TINY) & (points.around < TINY) & (changed > CHANGED)
    return np.asarray(pure | strange | tiniest | stays)
