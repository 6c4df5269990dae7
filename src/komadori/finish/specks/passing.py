"""Specks that are in one picture or two and in none around them: a crumb, a hair, fluff that settled and flew off.

Each picture is compared with the one before. What appears and goes again at the same place, small and alone, while
nothing else moves near it for some pictures, was no puppet. (The spike test of film restoration: Kokaram, Motion
Picture Restoration, 1998, with whole blobs in place of pixels.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.noise.average import light_matched
from komadori.finish.operation import Linear
from komadori.picture.registration import WIDTH, registered, sight

Rows = NDArray[np.float32]

GRID = 48
"""Cells across the picture in which movement is counted."""
CLEAR = 6.0
"""Deviations of noise that a change must have."""
LEAST = 0.03
"""And the least, in the square root of light."""
LARGEST = 0.02
"""Share of the width that a speck may have at most; larger ones are no dust."""
EDGE = 6
"""Pixels by which a change looks larger than it is."""
MOST = 300
"""Specks of one picture beyond which all is moving."""
MOVED = 0.08
"""Share of a picture that changes from which the camera is asked after."""
FAR = 0.05
"""Pixels by which a camera must have moved to count."""
OPPOSITE = 0.4
"""How far going may differ from coming, as a share."""
AROUND = 6
"""Pictures before and after in which nothing else may move where a speck is."""
COLUMNS = 9
"""Numbers told of a change: x, y, width, height and area in pixels, the mean difference of three channels, its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How a picture differs from the one before: `size` in pixels, `grid` the pixels that changed in each cell, and
    `small` (n x COLUMNS) the changes that may be specks. `known` is False where the two cannot be compared."""

    size: tuple[int, int]
    known: bool
    grid: Rows
    small: Rows

    @property
    def numbers(self) -> NDArray[np.float32]:
        """As one row."""
        head = [*self.size, float(self.known), float(len(self.small))]
        return np.concatenate([head, self.grid.ravel(), self.small.ravel()]).astype(np.float32)

    @staticmethod
    def of(numbers: NDArray[np.float32]) -> "Changes":
        """The inverse of `numbers`."""
        size = int(numbers[0]), int(numbers[1])
        rows, count = _rows(size), int(numbers[3])
        end = 4 + rows * GRID
        grid = numbers[4:end].reshape(rows, GRID)
        small = numbers[end : end + count * COLUMNS].reshape(count, COLUMNS)
        return Changes(size=size, known=bool(numbers[2]), grid=grid, small=small)


def _rows(size: tuple[int, int]) -> int:
    return max(1, round(GRID * size[1] / size[0]))


def changes(pixels: Linear, before: Linear | None) -> Changes:
    """What changed in `pixels` since the picture `before`; the light is matched and a moved camera followed."""
    size = pixels.shape[1], pixels.shape[0]
    nothing = Changes(
        size=size, known=False, grid=np.zeros((_rows(size), GRID), np.float32), small=np.zeros((0, COLUMNS), np.float32)
    )
    if before is None or before.shape != pixels.shape:
        return nothing
    apart, mask = _apart(pixels, before)
    if mask.mean() > MOVED:
        laid = _laid(pixels, before)
        if laid is not None:
            apart, mask = _apart(pixels, laid)
    if mask.mean() > 0.5:
        return nothing
    share = cv2.resize(mask.astype(np.float32), (GRID, _rows(size)), interpolation=cv2.INTER_AREA)
    grid = np.rint(share * (mask.size / share.size)).astype(np.float32)
    return Changes(size=size, known=True, grid=grid, small=_blobs(apart, mask))


def _apart(pixels: Linear, before: Linear) -> tuple[Linear, NDArray[np.uint8]]:
    """How far the square roots of light are apart, and where that is more than noise."""
    # Something that is no number makes the sum none.
    whole = np.isfinite(sum(cv2.sumElems(before)))
    hidden = None if whole else ~np.isfinite(before)
    other = light_matched(before if hidden is None else np.where(hidden, pixels, before), pixels)
    here, there = (np.maximum(one, np.float32(0)) for one in (pixels, other))
    here, there = (cv2.sqrt(one, dst=one) for one in (here, there))
    apart = np.asarray(cv2.subtract(here, there, dst=here), np.float32)
    if hidden is not None:
        apart[hidden] = 0
    smooth = np.asarray(cv2.blur(apart, (3, 3), dst=there), np.float32)
    usual = float(np.median(np.abs(smooth[::3, ::3]))) / 0.6745
    red, green, blue = cv2.split(np.abs(smooth, out=here))
    most = np.asarray(cv2.max(cv2.max(red, green), blue))
    return smooth, (most > max(LEAST, CLEAR * usual)).astype(np.uint8)


def _laid(pixels: Linear, before: Linear) -> Linear | None:
    """The picture before, moved to lie as this one does; None where that cannot be told, or it does so already."""
    wide, high = pixels.shape[1], pixels.shape[0]
    small = min(wide, WIDTH), round(high * min(wide, WIDTH) / wide)
    here, there = (sight(np.asarray(cv2.resize(one, small, interpolation=cv2.INTER_AREA))) for one in (pixels, before))
    found = registered(here, there)
    if found is None or np.abs(found.matrix - np.eye(3)).max() < FAR / wide:
        return None
    to_shares = np.array([[1 / wide, 0, 0.5 / wide], [0, 1 / wide, 0.5 / wide], [0, 0, 1.0]])
    matrix = np.linalg.inv(to_shares) @ found.matrix @ to_shares
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(before, matrix, (wide, high), flags=flags, borderValue=(np.nan,) * 3))


def _blobs(apart: Linear, mask: NDArray[np.uint8]) -> Rows:
    joined = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    small = np.flatnonzero(
        stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= LARGEST * mask.shape[1] + EDGE
    )
    if count - 1 > MOST:
        small = small[:0]
    rows = []
    for label in small[small > 0]:
        x, y, wide, high, _ = (int(value) for value in stats[label])
        part = (slice(y, y + high), slice(x, x + wide))
        inside = (labels[part] == label) & (mask[part] > 0)
        mean = apart[part][inside].mean(axis=0)
        rows.append([x + wide / 2, y + high / 2, wide, high, inside.sum(), *mean, np.abs(mean).max()])
    return np.array(rows, np.float32).reshape(-1, COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speck:
    """A speck in the pictures from `first` to before `gone`: its middle and sides in shares of the width; `shape` is
    the picture's height beside its width."""

    first: int
    gone: int
    x: float
    y: float
    wide: float
    high: float
    shape: float


def passing(changed: Sequence[Changes], longest: int) -> list[Speck]:
    """The specks of a take's photographs, each of which is told by how it differs from the one before, that are in at
    most `longest` of them one after another."""
    found: list[Speck] = []
    for first in range(1, len(changed)):
        for row in changed[first].small:
            gone = _gone(changed, first, row, longest)
            if gone and _quiet(changed, first, gone, row):
                width, height = changed[first].size
                x, y, wide, high = (float(value) / width for value in row[:4])
                shape = height / width
                found.append(Speck(first=first, gone=gone, x=x, y=y, wide=wide, high=high, shape=shape))
    return found


def _gone(changed: Sequence[Changes], first: int, row: Rows, longest: int) -> int:
    """The picture in which what came with `row` is gone again, 0 where it is not."""
    for gone in range(first + 1, min(len(changed), first + longest + 1)):
        there = changed[gone].small
        if not changed[gone].known or changed[gone].size != changed[first].size:
            return 0
        near = np.hypot(there[:, 0] - row[0], there[:, 1] - row[1]) < 2 + 0.5 * max(row[2], row[3])
        opposite = np.abs(there[:, 5:8] + row[5:8]).max(axis=1) < OPPOSITE * row[8]
        alike = (there[:, 4] < 2 * row[4]) & (row[4] < 2 * there[:, 4])
        if (near & opposite & alike).any():
            return gone
    return 0


def _quiet(changed: Sequence[Changes], first: int, gone: int, row: Rows) -> bool:
    """Whether nothing but the speck moves about it in the pictures around."""
    cell = changed[first].size[0] / GRID
    column, line = int(row[0] / cell), int(row[1] / cell)
    part = (slice(max(0, line - 1), line + 2), slice(max(0, column - 1), column + 2))
    total = 0.0
    for at in range(max(1, first - AROUND), min(len(changed), gone + AROUND + 1)):
        if changed[at].known and changed[at].size == changed[first].size:
            total += float(changed[at].grid[part].sum()) - (row[4] if at in (first, gone) else 0)
    return bool(total <= 0.6 * row[4] + 8)
