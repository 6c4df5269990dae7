"""A rig's parts each moved a little to where they are found best: wires bend, stands are drawn out, arms turn."""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.tones import Linear, Mask, apart, box_of, spread

FARTHEST = 8
"""Pixels that a part goes at most beside the whole."""
PART = 6.0
"""Sigma in pixels of what goes together."""
CUT = 0.16
"""Tones: a larger difference says no more than this one."""
SET = 0.5
"""Share of CUT that a pixel costs at least which finds its colour where the picture shows the set."""
STRAIGHT = 0.0015
"""Tones that a pixel further beside must be better by: along a rod all places are as good."""
FEWEST = 16

Way = tuple[NDArray[np.float32], NDArray[np.float32]]


def bent(body: Mask, looks: Linear, here: Linear, away: Mask) -> tuple[tuple[slice, slice], Way] | None:
    """Where each pixel of a part of the picture comes from, as columns and rows within that part, so that a rig's
    `body` with its `looks` lies on the picture `here`, which differs from the set where it is `away`.

    Block matching with a soft window. None where there is too little of a body to tell.
    """
    if body.sum() < FEWEST:
        return None
    box = box_of(body, FARTHEST + round(2 * PART))
    weight = body[box].astype(np.float32)
    near = np.maximum(cv2.GaussianBlur(weight, (0, 0), PART), 1e-3)
    best = np.full(weight.shape, np.inf, np.float32)
    flow = np.zeros((*weight.shape, 2), np.float32)
    for down in range(-FARTHEST, FARTHEST + 1):
        for across in range(-FARTHEST, FARTHEST + 1):
            part, moves = np.roll(here[box], (-down, -across), (0, 1)), np.roll(away[box], (-down, -across), (0, 1))
            off = np.minimum(apart(looks[box], part), CUT)
            off = np.where(moves, off, np.maximum(off, SET * CUT)) * weight
            cost = cv2.GaussianBlur(off, (0, 0), PART) / near + np.float32(STRAIGHT * np.hypot(down, across))
            less = cost < best
            best[less], flow[less] = cost[less], (across, down)
    flow = spread(flow, weight, PART, steps=4)
    rows, columns = np.mgrid[: weight.shape[0], : weight.shape[1]].astype(np.float32)
    # The way back is about the way there where both are short and smooth.
    at = columns - flow[..., 0], rows - flow[..., 1]
    there = [cv2.remap(np.ascontiguousarray(flow[..., axis]), *at, cv2.INTER_LINEAR) for axis in (0, 1)]
    return box, (np.asarray(columns - there[0], np.float32), np.asarray(rows - there[1], np.float32))


def carried(values: NDArray[np.float32], box: tuple[slice, slice], way: Way, how: int) -> NDArray[np.float32]:
    """A copy of `values` with the part that `bent` tells of moved along `way`; `how` is OpenCV's interpolation."""
    out = values.copy()
    out[box] = cv2.remap(np.ascontiguousarray(values[box]), *way, how, borderMode=cv2.BORDER_CONSTANT)
    return out
