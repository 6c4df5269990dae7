"""Where a take is cut into another set, and where the light of one set was changed at once and stays so."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import Stops, added, median

ANOTHER = 0.45
"""Stops that half the patches are off the others from which it is another set: light alone leaves them together."""
SHARED = 0.1
"""Share of the patches that two pictures must both tell to be compared."""
REMEMBERED = 3
"""Sets that a picture may have come back to."""
AROUND = 4
"""Pictures before and after that a lasting change is told by."""
STEP = 0.1
"""Stops that a lasting change must be, beyond what the light flickers on either side."""
PLACES = 16
"""A lasting change is seen in one place of so many at least."""


def scenes(coarse: Stops) -> NDArray[np.intp]:
    """The number of each picture's set, of pictures x rows x columns x 3 in stops. A single hand over all of a picture
    makes it a set of its own, and what comes after it is the set from before.
    """
    grey = added(coarse.reshape(len(coarse), -1, 3)[:, ::2]) / 3
    found = np.zeros(len(grey), np.intp)
    last: dict[int, int] = {}
    for at in range(len(grey)):
        near = sorted(last, key=lambda number: -last[number])[:REMEMBERED]
        same = next((number for number in near if _same(grey[last[number]], grey[at])), len(last))
        found[at] = same
        last[same] = at
    return found


def _same(one: Stops, other: Stops) -> bool:
    apart = other - one
    apart = apart[~np.isnan(apart)]
    if len(apart) < SHARED * one.size:
        # Too little in common to tell: black, white, or a wholly other light.
        return bool((np.isnan(one) | np.isnan(other)).mean() > 0.9)
    return float(median(np.abs(apart - median(apart)))) < ANOTHER


def steps(light: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Where the light of a few places (pictures x places, in stops) changed at once and stayed: True for the first
    picture of the new light.
    """
    count, size = len(light), np.zeros(len(light))
    if count >= 2 * AROUND:
        near = np.lib.stride_tricks.sliding_window_view(light, AROUND, axis=0)
        level, flicker = np.median(near, axis=-1), np.ptp(near, axis=-1)
        change = np.abs(level[AROUND:] - level[:-AROUND])
        beyond = np.sort(change - (STEP + 1.5 * np.maximum(flicker[AROUND:], flicker[:-AROUND])), axis=1)
        size[AROUND : count - AROUND + 1] = np.maximum(0, beyond[:, -1 - beyond.shape[1] // PLACES])
    around = [size[max(0, here - AROUND) : here + AROUND + 1].max() for here in range(count)]
    return np.asarray((size > 0) & (size == around))


def runs(parts: Sequence[int] | NDArray[Any]) -> list[NDArray[np.intp]]:
    """The places of each value of `parts`."""
    values = np.asarray(parts)
    return [np.flatnonzero(values == value) for value in np.unique(values)]


def believed_share(weights: NDArray[np.floating], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How much of what each picture tells was believed, 0..1; both pictures x patches."""
    return np.asarray(weights.sum(axis=1) / np.maximum(known.sum(axis=1), 1), np.float32)
