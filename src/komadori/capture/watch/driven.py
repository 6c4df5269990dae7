"""How far a motion rig was meant to move the picture: what its axes moved it by lately foretells what they do next.

By how much an axis moves the picture hangs on lens and distance and is told by no record, so it is learnt from the
take: where axes went, the picture went in proportion. The first few steps of an axis teach and cannot be judged; from
then on a move that was meant is no bump, and a bump in the midst of a move is what is left over. Finishing tells the
same of a whole take at once (`finish/bumps/axes.py`).

Method: least absolute deviations by iteratively reweighted least squares (Schlossmacher, 1973): bumps are outvoted.
"""

from collections import deque
from math import atan2, cos, exp, hypot, log, sin

import numpy as np
from numpy.typing import NDArray

from komadori.capture.watch.trail import TO_SIGMA
from komadori.picture.shift import UNMOVED, Shift, after, back, beside

Floats = NDArray[np.float64]
Axes = tuple[tuple[str, float], ...]

REMEMBERED = 12
"""Steps with a move from which the next is foretold: along a long one a lens moves the picture ever more."""
ENOUGH = 3
"""Such steps for each axis that moved, so that one bump among them is outvoted."""
ALONG = 0.02
"""Share of a step that may lie beside all that the axes did before: of what they never did nothing is known."""
EXACT = 0.01
"""Share of a move by which it may be foretold wrongly (one sigma), and..."""
LEAST = 0.02
"""...pixels of the small picture at least."""
ROUNDS, COARSE, FINER = 24, 8.0, 0.75
"""Rounds of weighting anew, the pixels below which steps do not count apart in the first, and what these shrink by."""


class Rig:
    """Follows the axes that move the camera through one exposure of a take, whose pictures are so large (`size`)."""

    def __init__(self, axes: Axes | None, size: tuple[int, int]) -> None:
        self._axes, self._size = axes, size
        self._should = self._stray = UNMOVED
        self._lost = False
        self._steps: deque[tuple[dict[str, float], Floats]] = deque(maxlen=REMEMBERED)

    def meant(self, axes: Axes | None) -> Shift | None:
        """How the picture was meant to move since the one learnt last, where its axes stand at `axes` now: UNMOVED
        where none moved or nothing is known of them, None where that cannot be foretold."""
        step = self._step(axes)
        if not step:
            return UNMOVED
        names = sorted({name for known, _ in self._steps for name in known})
        if not set(step) <= set(names) or len(self._steps) < ENOUGH * len(names):
            return None
        went = np.array([[known.get(name, 0.0) for name in names] for known, _ in self._steps])
        largest = np.abs(went).max(axis=0)
        went, now = went / largest, np.array([step.get(name, 0.0) for name in names]) / largest
        if np.linalg.norm(now - now @ np.linalg.pinv(went, rcond=ALONG) @ went) > ALONG * np.linalg.norm(now):
            return None
        seen = np.array([moved for _, moved in self._steps])
        slopes = _least(went, seen)
        off = np.linalg.norm(seen - went @ slopes, axis=1)
        far = now @ slopes
        return self._shift(far, max(LEAST, TO_SIGMA * float(np.median(off)), EXACT * float(np.linalg.norm(far))))

    def learn(self, axes: Axes | None, moved: Shift | None) -> None:
        """Remember how the picture moved until the axes stood at `axes`; None where that could not be told."""
        step = self._step(axes)
        if step and moved is not None:
            self._steps.append((step, self._numbers(moved)))
        self._axes = axes

    @property
    def drove(self) -> bool:
        """Whether the camera was driven since the reference."""
        return self._should is not UNMOVED

    def strayed(self, whole: Shift | None, moved: Shift | None, meant: Shift | None, *, driven: bool) -> Shift | None:
        """How far the camera lies beside its way; `whole` is its shift against the reference, and `moved` that against
        the picture before. A `driven` one was meant to go as it is seen to go, or where it was bumped as was `meant`.
        """
        if driven and meant is not None:
            self._should = after(self._should, meant)
        elif (driven or self._lost) and whole is not None:
            self._should, self._lost = after(whole, back(self._stray)), False
        elif driven and moved is not None:
            self._should = after(self._should, moved)
        elif driven:
            self._lost = True
        if whole is None or self._lost:
            return None
        self._stray = beside(whole, self._should)
        return self._stray

    def _step(self, axes: Axes | None) -> dict[str, float]:
        """How far each axis went that did; none where they are not known."""
        before = dict(self._axes or ())
        return {name: where - before[name] for name, where in axes or () if before.get(name, where) != where}

    def _numbers(self, moved: Shift) -> Floats:
        """Pixels to the right and down at the middle of the picture, and by turn and scale half a width from there."""
        width, height = self._size
        across, low = moved.matrix[:, 0]
        turned = atan2(low, across), log(hypot(across, low))
        return np.array([*moved.at(width / 2, height / 2), *(width / 2 * part for part in turned)])

    def _shift(self, numbers: Floats, uncertain: float) -> Shift:
        width, height = self._size
        turn, scale = numbers[2] / (width / 2), exp(numbers[3] / (width / 2))
        turned = scale * np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]])
        middle = np.array([width / 2, height / 2])
        matrix = np.column_stack([turned, middle + numbers[:2] - turned @ middle])
        return Shift(matrix=matrix, places=middle[None].astype(np.float32), uncertain=uncertain, share=1.0)


def _least(went: Floats, seen: Floats) -> Floats:
    """By what each axis moves the picture, axes x 4, for most steps to be as near as may be."""
    weight = np.ones((len(went), 1))
    slopes: Floats = np.zeros((went.shape[1], seen.shape[1]))
    for one in range(ROUNDS):
        slopes = np.asarray(np.linalg.lstsq(went * weight, seen * weight, rcond=ALONG)[0], np.float64)
        off = np.linalg.norm(seen - went @ slopes, axis=1)[:, None]
        weight = 1 / np.sqrt(np.maximum(off, max(COARSE * FINER**one, LEAST)))
    return slopes
