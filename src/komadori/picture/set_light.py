"""The light of a set told picture by picture, as it is on set: the estimate of deflickering without what comes later.

Each patch of the set is a light meter of its own, held against what it was in the first picture. One number is told for
the whole, for red, green and blue by itself, and one for each pattern in which lamps changed by themselves so far: by
weights that give way where a patch or all around it is off (Tukey's biweight: a puppet, its soft shadow, a lamp in a
corner), and where a patch is dark or restless. Then the model learns how restless each patch is, and the patterns.
"""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.robust import TO_SIGMA, biweight, middle

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

DARKEST = 1e-4
"""Linear light that a logarithm is still taken of."""
PLENTY = 0.02
"""Linear light from which a patch tells it well: grain and the code's steps are coarse in the dark."""
REMEMBERED = 24
"""Pictures that restlessness and patterns are told from."""
ENOUGH = 8
"""Of them that must be there for either."""
CALM, CALMEST = 0.004, 0.25
"""Restlessness, as a share of light, that a well lit patch is thought to have; and how much of it each has at least."""
FAR = 3.0
"""Times the spread of all patches from which one does not count."""
AROUND = 5
"""Patches in a row and in a column whose mean tells a soft shadow from grain."""
LAMP = 0.3
"""Share of light by which a lamp may flicker; a puppet differs more."""
PATTERNS = 2
"""Patterns that are told at most."""
STRONG = 30.0
"""Times the usual course that a pattern's must be."""
EXPLAINED, LEAST = 0.7, 0.02
"""Share of a patch's changes that the patterns explain where a lamp is; and share of the patches where they must. A
shadow goes from place to place, and each place has a course of its own."""
ROUNDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The light of a picture against another, as natural logarithms: `level` red, green and blue; `patterns` how much
    of each pattern; `left` (rows x columns x 3) what neither explains; `weights` (rows x columns, 0..1) what was
    believed of what stood `still` (rows x columns).
    """

    level: Floats
    patterns: Floats
    left: Floats
    weights: Floats
    still: Bools


class SetLight:
    """What is known of a set's light so far."""

    def __init__(self, light: Floats) -> None:
        """Begin with a picture's `light`, linear, rows x columns x 3."""
        self._first = _logarithm(light)
        self._calm = np.asarray(CALM / np.sqrt(trusted(np.maximum(light, DARKEST).mean(axis=2))), np.float32)
        self._restless = self._calm
        self._flat: deque[Floats] = deque(maxlen=REMEMBERED)
        self._patterns = np.zeros((0, *light.shape[:2]), np.float32)
        self._sizes = np.zeros(0, np.float32)

    def told(self, light: Floats, still: Bools, *, against: Floats | None = None) -> Told:
        """The light of a picture (linear, rows x columns x 3) against the first, or `against` another's; changes
        nothing.

        It is told by the patches that are `still` (rows x columns); where none is, nothing is.
        """
        off = _logarithm(light) - (self._first if against is None else _logarithm(against))
        level, patterns, left = np.zeros(3, np.float32), np.zeros(len(self._patterns), np.float32), off
        weights = np.zeros(still.shape, np.float32)
        if still.any():
            prior = np.asarray(still / np.square(self._restless), np.float32)
            near = _around(off, prior)
            level = np.array([most(near[..., channel][still], prior[still]) for channel in range(3)], np.float32)
            left = off - level
            for _ in range(ROUNDS):
                weights = _agreed(np.abs(left).max(axis=2) / self._restless, still, CALMEST)
                weights = weights * _agreed(np.abs(_around(left.mean(axis=2), prior)), still, CALMEST * CALM / AROUND)
                level, patterns = self._fitted(off, prior * weights)
                left = off - level - np.tensordot(patterns, self._patterns, 1)[..., None]
        return Told(level=level, patterns=patterns, left=left, weights=weights, still=still)

    def learn(self, told: Told) -> None:
        """Let the model know what was told of a picture against the first."""
        flat = told.left.mean(axis=2) + np.tensordot(told.patterns, self._patterns, 1)
        # A lamp of its own is not believed before its pattern is known.
        self._flat.append(np.where(told.still & (np.abs(flat) < LAMP), flat, np.float32(np.nan)))
        if len(self._flat) < ENOUGH:
            return
        history = np.stack(self._flat)
        often = (~np.isnan(history)).sum(axis=0) >= ENOUGH
        self._patterns, self._sizes = _patterns_of(history, often, self._calm)
        usual = np.nansum(history, axis=0) / np.maximum((~np.isnan(history)).sum(axis=0), 1)
        rest = history - usual
        if len(self._patterns):
            shapes = self._patterns.reshape(len(self._patterns), -1)
            amounts = np.nan_to_num(rest).reshape(len(rest), -1) @ np.linalg.pinv(shapes)
            rest = rest - np.tensordot(amounts, self._patterns, 1)
        spread = np.maximum(TO_SIGMA * middle(np.abs(rest), axis=0), CALMEST * self._calm)
        self._restless = np.where(often, spread, 2 * self._calm).astype(np.float32)

    def _fitted(self, off: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """The level of each channel and the amount of each pattern that explain `off` best."""
        heavy = weights.ravel()
        level = (heavy[:, None] * off.reshape(-1, 3)).sum(axis=0) / max(float(heavy.sum()), 1e-9)
        if not len(self._patterns):
            return level.astype(np.float32), np.zeros(0, np.float32)
        bases = np.vstack([np.ones_like(heavy), self._patterns.reshape(len(self._patterns), -1)])
        # A pattern is thought to be as large as it was so far: what cannot be told apart is the level's.
        usual = np.diag([0.0, *(1 / np.square(self._sizes))])
        right = (bases * heavy) @ (off - level).mean(axis=2).ravel()
        amounts = np.linalg.solve((bases * heavy) @ bases.T + usual + 1e-9 * np.eye(len(bases)), right)
        return (level + amounts[0]).astype(np.float32), amounts[1:].astype(np.float32)


def trusted(light: Floats) -> Floats:
    """How well patches of this linear light tell it, 0..1."""
    return np.asarray(np.square(light / (light + np.float32(PLENTY))), np.float32)


def most(values: NDArray[np.floating], weights: NDArray[np.floating]) -> float:
    """What most of the values say by weight, though a third of them may lie off on one side.

    The mean of the shortest stretch that holds half of the weight.
    """
    order = np.argsort(values)
    ordered, heavy = values[order].astype(float), weights[order].astype(float)
    until = np.cumsum(heavy) / heavy.sum()
    ends = np.searchsorted(until, until - heavy / heavy.sum() + 0.5)
    starts = np.flatnonzero(ends < len(ordered))
    first = int(starts[int((ordered[ends[starts]] - ordered[starts]).argmin())])
    inner = slice(first, int(ends[first]) + 1)
    return float(np.average(ordered[inner], weights=heavy[inner]))


def _agreed(away: Floats, still: Bools, least: float) -> Floats:
    """How far patches that lie `away` (rows x columns) agree with most that are `still`, 0..1."""
    far = FAR * max(float(TO_SIGMA) * float(np.median(away[still])), least)
    return np.asarray(still * biweight(away / np.float32(far)), np.float32)


def _around(values: Floats, weights: Floats) -> Floats:
    """The weighed mean around each patch; `values` are rows x columns, or rows x columns x channels."""
    size = (AROUND, AROUND)
    sums = [
        cv2.blur(np.asarray(channel * weights, np.float32), size)
        for channel in np.atleast_3d(values).transpose(2, 0, 1)
    ]
    means = np.stack(sums, axis=2) / np.maximum(cv2.blur(weights, size), np.float32(1e-9))[..., None]
    return np.asarray(means.reshape(values.shape), np.float32)


def _patterns_of(history: Floats, often: Bools, calm: Floats) -> tuple[Floats, Floats]:
    """The patterns (n x rows x columns, each of length 1) in which `history` (pictures x rows x columns, NaN where
    unknown) changed from picture to picture; and how large each was, root mean square.
    """
    none = np.zeros((0, *calm.shape), np.float32), np.zeros(0, np.float32)
    steps = (np.nan_to_num(np.diff(history, axis=0)) * often).reshape(len(history) - 1, -1)
    weighed = steps / calm.ravel()
    values, vectors = np.linalg.eigh((weighed @ weighed.T).astype(np.float64))
    strong = values > STRONG * float(np.median(values)) + 1e-12
    courses = vectors[:, np.flatnonzero(strong)[::-1][:PATTERNS]]
    patterns = courses.T @ steps
    explained = np.square(patterns).sum(axis=0) / np.maximum(np.square(steps).sum(axis=0), 1e-12)
    lit = explained > EXPLAINED
    if lit.mean() < LEAST:
        return none
    patterns = patterns * lit
    lengths = np.linalg.norm(patterns, axis=1)
    patterns, lengths = patterns[lengths > 0], lengths[lengths > 0]
    # Positive where they are strongest, so that they keep their sign from picture to picture.
    peaks = np.take_along_axis(patterns, np.abs(patterns).argmax(axis=1)[:, None], axis=1)
    patterns = patterns * np.sign(peaks) / lengths[:, None]
    shape = (len(patterns), *calm.shape)
    return patterns.reshape(shape).astype(np.float32), (lengths / np.sqrt(len(steps))).astype(np.float32)


def _logarithm(light: Floats) -> Floats:
    return np.log(np.maximum(light, DARKEST)).astype(np.float32)
