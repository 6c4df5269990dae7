"""Where the detail of a picture changed against another, cell by cell, and what lies together."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from komadori.capture.watch.seen import Cells, Floats, Seen
from komadori.picture import shift as shifts
from komadori.picture.shift import STEPS, Shift
from komadori.picture.still import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one picture to the next: the camera's shift, the corners tracked, and the cells that changed.

    `astray` are the cells whose corners went another way than the camera, however little that changed.
    `fresh` are the changed cells that are not like the reference either: nothing that was only uncovered. `bumped` says
    that the camera moved, or that all of the scene did.
    """

    before: Seen
    now: Seen
    shift: Shift | None
    tracks: shifts.Tracks
    changed: Cells
    astray: Cells
    fresh: Cells
    bumped: bool


def difference(before: Seen, now: Seen, shift: Shift | None) -> Floats:
    """How much the detail of each cell changed (natural logarithm), light and a shift of the camera taken out."""
    flat, beyond = now.flat, None
    if shift is not None:
        height, width = flat.shape
        turned = shift.matrix, (width, height)
        flat = cv2.warpAffine(flat, *turned, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
        whole = np.full((height, width), 255, np.uint8)
        beyond = cv2.erode(cv2.warpAffine(whole, *turned, flags=cv2.WARP_INVERSE_MAP), np.ones((5, 5))) < 255
    off = cv2.absdiff(cv2.blur(flat, (3, 3)), cv2.blur(before.flat, (3, 3))).astype(np.float32)
    if beyond is not None:
        # What came into the picture with the camera's own move has nothing to be compared with.
        off[beyond] = 0
    return np.asarray(np.sqrt(now.in_cells(off * off)) / STEPS, np.float32)


def pieces(cells: Cells) -> Iterator[Cells]:
    """The parts of `cells` that lie together, the largest first."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    order = sorted(range(1, count), key=lambda label: -stats[label, cv2.CC_STAT_AREA])
    return (labels == label for label in order)


def grown(cells: Cells, by: int) -> Cells:
    """`cells` and those up to `by` cells around them."""
    return np.asarray(cv2.dilate(cells.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0)


def filled(cells: Cells) -> Cells:
    """`cells` with gaps closed: a smooth sleeve changes only where it has an edge."""
    kernel = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.morphologyEx(cells.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0)


def touches_border(cells: Cells) -> bool:
    """Whether `cells` reach the edge of the picture."""
    return bool(cells[0].any() or cells[-1].any() or cells[:, 0].any() or cells[:, -1].any())


def within(places: shifts.Points, cells: Cells, flat: Array) -> shifts.Bools:
    """Which places (n x 2, pixels of the flat picture `flat`) lie within `cells`."""
    height, width = flat.shape
    rows, columns = cells.shape
    column = np.clip(places[:, 0] * columns / width, 0, columns - 1).astype(int)
    row = np.clip(places[:, 1] * rows / height, 0, rows - 1).astype(int)
    return np.asarray(cells[row, column])
