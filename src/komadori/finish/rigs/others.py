"""Which other pictures of a take show what stands behind a rig, told on small pictures in tones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.tones import Linear, Mask, apart

LIKE = 0.06
"""Tones within which two pictures show the same."""
ENOUGH = 3
"""Pictures that are wanted for each pixel: their mean has little noise, and one that is wrong is outvoted."""
LEAST = 0.01
"""Share of the hole that another picture must still be needed for."""
LOOKED_AT = 32
"""Candidates that are looked at; more of them are passed over evenly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Another picture, by its place in the stretch: its tones inside the hole (n x 3), and which of those pixels its
    own rig leaves free."""

    place: int
    tones: Linear
    free: NDArray[np.bool_]


def candidates_of(place: int, count: int, reach: int) -> list[int]:
    """The places of the pictures within `reach`, or LOOKED_AT of them, evenly."""
    near = [each for each in range(max(0, place - reach), min(count, place + reach + 1)) if each != place]
    if len(near) <= LOOKED_AT:
        return near
    picked = np.linspace(0, len(near) - 1, LOOKED_AT).round().astype(int)
    return [near[each] for each in dict.fromkeys(picked.tolist())]


def chosen(place: int, candidates: Sequence[Candidate], most: int) -> list[tuple[int, NDArray[np.bool_]]]:
    """Up to `most` candidates, and for each the pixels of the hole in which it shows what most of them show.

    A puppet that walks through covers a place in few pictures, so what most agree on is the set. Those that add most
    are taken first, the nearer one of two that add as much.
    """
    if not candidates or most < 1:
        return []
    stack = np.stack([each.tones for each in candidates])
    free = np.stack([each.free for each in candidates])
    good = _agreed(stack, free)
    need = np.full(stack.shape[1], min(ENOUGH, len(candidates)), float)
    left = list(range(len(candidates)))
    taken: list[tuple[int, NDArray[np.bool_]]] = []
    while left and len(taken) < most:
        # The first picture that shows a pixel is worth more than the third.
        adds = [(good[each] * np.where(need >= ENOUGH, 3.0, np.minimum(need, 1))).sum() for each in left]
        best = max(range(len(left)), key=lambda at: (adds[at], -abs(candidates[left[at]].place - place)))
        if adds[best] <= LEAST * stack.shape[1]:
            break
        one = left.pop(best)
        need = np.maximum(need - good[one], 0)
        taken.append((candidates[one].place, good[one]))
    return taken


def _agreed(stack: Linear, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which candidate shows, at each pixel, what most free ones show there."""
    votes = np.stack([(free & (apart(stack, one) < LIKE)).sum(axis=0) for one in stack]) * free
    most = votes.argmax(axis=0)
    middle = np.take_along_axis(stack, most[None, :, None].repeat(3, axis=2), axis=0)[0]
    return np.asarray(free & (apart(stack, middle) < LIKE))


def spaced(place: int, count: int, reach: int, most: int) -> list[int]:
    """Up to `most` places around `place`, evenly apart: for where nothing tells which are any good."""
    near = [each for each in range(max(0, place - reach), min(count, place + reach + 1)) if each != place]
    if len(near) <= most:
        return near
    picked = np.linspace(0, len(near) - 1, most).round().astype(int)
    return [near[each] for each in dict.fromkeys(picked.tolist())]


def mask_of(hole: Mask, inside: NDArray[np.bool_]) -> Mask:
    """A mask as large as the hole, from a value for each of its pixels."""
    mask = np.zeros(hole.shape, bool)
    mask[hole] = inside
    return mask
