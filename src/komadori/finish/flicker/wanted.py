"""What the light was meant to be: the slow part of courses that flicker.

Every course (the light at a place, in one channel, in stops) is a slow wanted change and flicker. Three things are
used: a robust local line through the course's neighbours (Cleveland, 1979), with the width that foretells left-out
pictures best; the flicker that courses share, because what they do not share shows the wanted change clean (a dusk
moves red against blue and window against wall, a lamp's flicker only its own light); and that wanted changes come
together, so such a clean course, fitted to the others, tells them more than their own neighbours could: as light, of
which courses are sums, and not in stops.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WIDTHS = (0.25, 0.4, 0.6, 0.9, 1.35, 2.0)
"""Half widths that are tried, in parts of the reach."""
OMITTED = 2
"""Pictures before and after that are left out with one that is foretold: flicker lasts that long."""
CLEAN = 3.0
"""Times larger than its own flicker a course's slow part must be to foretell others."""
NEAR, FAR = 3.0, 5.0
"""Times a course's flicker up to which a picture counts wholly, and from which it does not."""
DARKEST = 1e-3
"""Of the light a fit had before, that it has at least after a step."""
FINEST = 3e-4
"""Stops: no course is known better."""
BETTER = 0.97
"""A further freedom must foretell left-out pictures at least that much better."""
ROUNDS = 5
"""In which clean courses in stops become courses of light."""
SIMPLER = 0.8
"""What clean courses tell is believed until something that follows the flicker foretells that much better: a lamp's
slow flicker looks like a wanted change."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Smooth courses, and how badly they foretell left-out pictures: a mean square in parts of the flicker's."""

    value: Floats
    error: float


@dataclass(frozen=True, slots=True)
class Record:
    """Courses in stops, pictures x m; how far each picture counts; when it was taken, in frames; each one's flicker."""

    courses: Floats
    weights: Floats
    times: Floats
    flicker: Floats

    def error(self, off: Floats) -> float:
        """The mean square of `off`, like the courses, in parts of the flicker's."""
        each = (self.weights[:, None] * np.square(off)).sum(axis=0) / self.weights.sum()
        return float((each / self.flicker).mean())


def wanted(courses: Floats, times: Floats, reach: float, known: Floats | None = None) -> Floats:
    """The slow part of `courses`, pictures x m in stops, photographed at `times` in frames; `reach` in frames.

    `known` are courses, pictures x any, of which all that is wanted is made: a light program's; none of them for a
    light that stays. Every course is smoothed alike, so that mixtures of courses are smoothed as they are.
    """
    if len(courses) < 4:
        return np.repeat(np.median(courses, axis=0, keepdims=True), len(courses), axis=0)
    record = _record(courses, times, reach)
    if known is not None:
        bases = np.column_stack([np.ones(len(courses)), known - known.mean(axis=0)])
        weighed = bases.T * record.weights
        return np.asarray(bases @ (np.linalg.pinv(weighed @ bases, rcond=1e-6) @ (weighed @ courses)))
    own = best(record, reach)
    shared = _shared(record, reach)
    return shared.value if shared is not None and SIMPLER * shared.error < own.error else own.value


def _record(courses: Floats, times: Floats, reach: float) -> Record:
    """With weights that leave out pictures in which any course jumps out."""
    weights = np.ones(len(courses))
    for _ in range(3):
        off = np.abs(courses - line(Record(courses, weights, times, np.ones(courses.shape[1])), reach).value)
        far = (off / np.maximum(1.4826 * np.median(off, axis=0), FINEST)).max(axis=1)
        weights = np.clip((FAR - far) / (FAR - NEAR), 1e-4, 1)
    flicker = np.maximum(1.4826 * np.median(off, axis=0), FINEST) ** 2
    return Record(courses, weights, times, flicker)


def line(record: Record, half: float) -> Fit:
    """Local straight lines, `half` frames wide on either side; infinite for one line through all."""
    apart = record.times[None, :] - record.times[:, None]
    scale = half if np.isfinite(half) else float(np.ptp(record.times)) + 1
    kernel = np.clip(1 - (np.abs(apart) / scale) ** 3, 0, None) ** 3 if np.isfinite(half) else np.ones_like(apart)
    rank = np.arange(len(apart))
    without = kernel * (np.abs(rank[None, :] - rank[:, None]) > OMITTED)
    foretold = _heights(record, apart / scale, without)
    return Fit(_heights(record, apart / scale, kernel), record.error(record.courses - foretold))


def level(record: Record) -> Fit:
    """One mean for all."""
    mean = record.weights @ record.courses / record.weights.sum()
    left = 1 - (2 * OMITTED + 1) * record.weights / record.weights.sum()
    off = (record.courses - mean) / np.maximum(left, 0.2)[:, None]
    return Fit(np.repeat(mean[None], len(record.courses), axis=0), record.error(off))


def best(record: Record, reach: float) -> Fit:
    """The level, the line or the local lines that foretell best; the stiffer where others are hardly better."""
    fit = level(record)
    for half in (np.inf, *(reach * part for part in reversed(WIDTHS))):
        if np.isfinite(half) and half < 3 * float(np.median(np.diff(record.times))):
            continue
        more = line(record, half)
        if more.error < BETTER * fit.error:
            fit = more
    return fit


def _shared(record: Record, reach: float) -> Fit | None:
    """Courses foretold from those of their mixtures that hardly flicker; None where every mixture does."""
    found = cleanest(record, reach)
    if found is None:
        return None
    clean, mixed = found
    bases = np.column_stack([np.ones(len(clean)), clean])
    weighed = bases.T * record.weights
    value = bases @ (np.linalg.pinv(weighed @ bases) @ (weighed @ record.courses))
    # A mixture of stops is no sum of lights: what the fit's own mixture lacks of it is added until nothing does.
    for _ in range(ROUNDS):
        value = _added(record, bases, value)
        bases[:, 1:] += clean - mixed(value)
    weighed = bases.T * record.weights
    inverse = np.linalg.pinv(weighed @ bases)
    # What a picture pulls its own height by, and its neighbours, which flicker with it.
    pull = (bases @ inverse * bases).sum(axis=1) * record.weights * (2 * OMITTED + 1)
    left = record.courses - value
    error = record.error(left / np.maximum(1 - pull, 0.2)[:, None])
    more = best(replace(record, courses=left), reach)
    return Fit(value + more.value, more.error) if more.error < SIMPLER * error else Fit(value, error)


def _added(record: Record, bases: Floats, value: Floats) -> Floats:
    """Courses in stops whose light is a sum of `bases` (pictures x k), one step on from `value`, like the courses."""
    found = np.empty_like(value)
    for at, (course, before) in enumerate(zip(record.courses.T, value.T, strict=True)):
        parts = bases / np.exp2(before)[:, None]
        weighed = parts.T * record.weights
        light = parts @ (np.linalg.pinv(weighed @ parts) @ (weighed @ (1 + np.log(2) * (course - before))))
        found[:, at] = before + np.log2(np.maximum(light, DARKEST))
    return found


def cleanest(record: Record, reach: float) -> tuple[Floats, Callable[[Floats], Floats]] | None:
    """Up to two smooth mixtures of the courses whose slow part is far larger than their flicker, pictures x 1 or 2; and
    what mixes courses so.
    """
    heavy = np.minimum(record.weights[1:], record.weights[:-1])[:, None]
    step = np.diff(record.courses, axis=0)
    flicker = step.T @ (heavy * step) / max(float(heavy.sum()), 1e-3) / 2
    slow = line(record, reach / 3).value
    slow = slow - slow.mean(axis=0)
    change = slow.T @ slow / len(slow)
    inverse = np.linalg.inv(np.linalg.cholesky(flicker + FINEST**2 * np.eye(len(flicker))))
    values, vectors = np.linalg.eigh(inverse @ change @ inverse.T)
    good = [at for at in range(len(values) - 1, -1, -1) if values[at] > CLEAN**2][:2]
    if not good:
        return None
    turn = inverse.T @ vectors[:, good]
    mean, spread = (record.courses @ turn).mean(axis=0), np.maximum((record.courses @ turn).std(axis=0), 1e-9)

    def mixed(courses: Floats) -> Floats:
        return np.asarray((courses @ turn - mean) / spread)

    alone = [Record(one[:, None], record.weights, record.times, np.ones(1)) for one in mixed(record.courses).T]
    return np.column_stack([best(one, reach).value for one in alone]), mixed


def _heights(record: Record, apart: Floats, kernel: Floats) -> Floats:
    """The heights at each picture of the lines weighed by `kernel`."""
    kernel = kernel * record.weights
    first, second = kernel * apart, kernel * apart * apart
    s0, s1, s2 = (part.sum(axis=1, keepdims=True) for part in (kernel, first, second))
    m0, m1 = kernel @ record.courses, first @ record.courses
    scale = s0 * s2 - s1 * s1
    flat = m0 / np.maximum(s0, 1e-12)
    return np.asarray(np.where(scale > 1e-9 * s0 * s0, (m0 * s2 - m1 * s1) / np.maximum(scale, 1e-15), flat))
