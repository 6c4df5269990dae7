"""A rig's parts each moved to where they are found best: wires bend, stands are drawn out, arms turn.

A rig is cut into small cells that hang together as a tree, and each of them may lie a little elsewhere than the one
that it hangs on. Of all ways to lay them the one is taken that finds the rig's tones best and bends least; on a tree
that is found exactly (pictorial structures: Felzenszwalb and Huttenlocher, IJCV 2005, and their distance transform of
sampled functions, 2004).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.spatial.distance import cdist

from komadori.finish.rigs.searching import searched_for
from komadori.finish.rigs.tones import Linear, Mask, box_of, spread

FARTHEST = 0.0375
"""Share of the width that a part goes at most beside the whole."""
BY = 2
"""Pixels between the places that a cell is tried at: a point may find its tone a pixel beside."""
CELL = 5
"""Pixels that a cell is wide and high."""
STIFF = 1.0
"""Pixels of the rig that may miss their tones for a cell to lie a pixel nearer to how the one next to it lies."""
LOOSEST = 0.3
"""Share of STIFF between cells that are far apart: what is between them is hidden."""
STAYS = 0.03
"""Share of a cell's pixels that may miss their tones for it to lie where the whole does, and not as far as it can."""
SMOOTH = 3.0
"""Sigma in pixels of how the ways of neighbouring cells go over into each other."""
ROUNDS = 6
"""How many times the way back is bettered."""
FEWEST = 16
"""Pixels of a rig that tell where its parts are."""

Way = tuple[NDArray[np.float32], NDArray[np.float32]]
Shifts = NDArray[np.float64]
"""How far each of some things goes, n x 2, x and y in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Cells (n) that hang on each other: on which each does (none on itself but the root), how many are between it and
    the root, and what a pixel costs that it lies otherwise."""

    parent: NDArray[np.intp]
    depth: NDArray[np.intp]
    stiff: NDArray[np.float64]


def bent(body: Mask, looks: Linear, here: Linear, away: Mask) -> tuple[tuple[slice, slice], Way] | None:
    """Where each pixel of a part of the picture comes from, as columns and rows within that part, so that a rig's
    `body` with its `looks` lies on the picture `here`, which differs from the set where it is `away`.

    None where there is too little of a body to tell.
    """
    if body.sum() < FEWEST:
        return None
    far = round(FARTHEST * body.shape[1] / BY) * BY
    rows, columns = np.nonzero(body)
    _, cell, count = np.unique(rows // CELL * body.shape[1] + columns // CELL, return_inverse=True, return_counts=True)
    places = np.stack([columns, rows], axis=1).astype(float)
    search = searched_for(places, looks[rows, columns], here, away, far + 1)
    steps = np.arange(-far, far + 1, BY)
    costs = STAYS / far * np.hypot(steps[:, None], steps) * count[:, None, None]
    for down, step_down in enumerate(steps):
        for across, step_across in enumerate(steps):
            found = search.at(rows + step_down, columns + step_across)
            costs[:, down, across] += np.bincount(cell, found, len(count))
    middles = np.stack([np.bincount(cell, place) / count for place in places.T], axis=1)
    shifts = BY * (_laid(costs, _hung(middles, int(count.argmax()))) - len(steps) // 2)[:, ::-1]
    return _way_back(body, rows, columns, shifts[cell].astype(np.float32), far)


def carried(values: NDArray[np.float32], box: tuple[slice, slice], way: Way, how: int) -> NDArray[np.float32]:
    """A copy of `values` with the part that `bent` tells of moved along `way`; `how` is OpenCV's interpolation."""
    out = values.copy()
    out[box] = cv2.remap(np.ascontiguousarray(values[box]), *way, how, borderMode=cv2.BORDER_CONSTANT)
    return out


def _hung(middles: NDArray[np.float64], root: int) -> Tree:
    """Cells with their middles (n x 2) as a tree that is as short as it can be."""
    far = cdist(middles, middles)
    short = minimum_spanning_tree(far)
    order, parent = breadth_first_order(short + short.T, root, directed=False)
    parent[root] = root
    depth = np.zeros(len(middles), np.intp)
    for cell in order[1:]:
        depth[cell] = depth[parent[cell]] + 1
    length = np.maximum(far[np.arange(len(middles)), parent], CELL)
    return Tree(parent=np.asarray(parent, np.intp), depth=depth, stiff=STIFF * BY * np.maximum(CELL / length, LOOSEST))


def _laid(costs: NDArray[np.float64], tree: Tree) -> NDArray[np.intp]:
    """Which of the places, down and across, each cell (n x down x across `costs`) lies at, so that the sum of all costs
    and of how far each lies from where the one does that it hangs on is least; n x 2."""
    levels = [np.flatnonzero(tree.depth == depth) for depth in range(int(tree.depth.max()) + 1)]
    total = costs.copy()
    for cells in reversed(levels[1:]):
        np.add.at(total, tree.parent[cells], _near(total[cells], tree.stiff[cells]))
    at, places = np.zeros((len(costs), 2), np.intp), np.arange(costs.shape[1])
    for cells in levels:
        there = at[tree.parent[cells]]
        down, across = (np.abs(places - there[:, [axis]]) for axis in (0, 1))
        away = tree.stiff[cells, None, None] * (down[:, :, None] + across[:, None, :])
        whole = total[cells] + (away if tree.depth[cells[0]] else 0)
        at[cells] = np.stack(np.unravel_index(whole.reshape(len(cells), -1).argmin(axis=1), costs.shape[1:]), axis=1)
    return at


def _near(costs: NDArray[np.float64], stiff: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each cell (n x down x across) and place the least of all places' costs and of `stiff` times how far away they
    are."""
    least = costs.copy()
    for axis in (1, 2):
        along = np.moveaxis(least, axis, 0)
        for order in (range(1, len(along)), range(len(along) - 2, -1, -1)):
            for at in order:
                beside = along[at - 1 if order.step > 0 else at + 1]
                np.minimum(along[at], beside + stiff[:, None], out=along[at])
    return least


def _way_back(
    body: Mask, rows: NDArray[np.intp], columns: NDArray[np.intp], shifts: NDArray[np.float32], far: int
) -> tuple[tuple[slice, slice], Way]:
    """Where each pixel of a part of the picture comes from, from where those of the body go to."""
    box = box_of(body, far + round(2 * SMOOTH) + 2)
    flow = np.zeros((*body[box].shape, 2), np.float32)
    flow[rows - box[0].start, columns - box[1].start] = shifts
    flow = spread(flow, body[box].astype(np.float32), SMOOTH, steps=4)
    down, across = np.mgrid[: flow.shape[0], : flow.shape[1]].astype(np.float32)
    planes = [np.ascontiguousarray(flow[..., axis]) for axis in (0, 1)]
    way = across - planes[0], down - planes[1]
    for _ in range(ROUNDS):
        there = [cv2.remap(plane, *way, cv2.INTER_LINEAR) for plane in planes]
        way = np.asarray(across - there[0], np.float32), np.asarray(down - there[1], np.float32)
    return box, way
