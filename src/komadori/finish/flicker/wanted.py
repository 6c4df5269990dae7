"""What the light was meant to be: the slow part of courses that flicker.

Every course (the light at a place, in one channel, in stops) is a slow wanted change and flicker. Three things are
used: a robust local line through the course's neighbours (Cleveland, 1979), with the width that foretells left-out
pictures best; the flicker that courses share, because what they do not share shows the wanted change clean (a dusk
moves red against blue and window against wall, a lamp's flicker only its own light); and that wanted changes come
together, so such a clean course, fitted to the others, tells them more than their own neighbours could: as light, of
which courses are sums, and not in stops. As light, too, the mean is kept: that of stops is darker, the more so the more
they flicker.
"""

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
BETTER = 0.95
"""A further freedom must foretell left-out pictures at least that much better."""
ROUNDS = 5
"""In which clean courses in stops become courses of light."""
MOST = 2
"""Clean courses."""
SIMPLER = 0.8
"""What a clean course tells is believed until a second one, or something that follows the flicker, foretells that much
better: a lamp's slow flicker looks like a wanted change."""


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
        fit = _sum(record, np.column_stack([np.ones(len(courses)), known - known.mean(axis=0)]))
    else:
        fit = best(record, reach)
        shared = _shared(record, reach)
        if shared is not None and SIMPLER * shared.error < fit.error:
            fit = shared
    return np.asarray(fit.value + np.log2(record.weights @ np.exp2(courses - fit.value) / record.weights.sum()))


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
    foretold = _heights(record, apart / scale, kernel * _others(len(kernel)))
    return Fit(_heights(record, apart / scale, kernel), record.error(record.courses - foretold))


def level(record: Record) -> Fit:
    """One mean for all."""
    return _sum(record, np.ones((len(record.courses), 1)))


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
    fit, turns = level(record), np.empty((record.courses.shape[1], 0))
    while turns.shape[1] < MOST:
        turn = cleanest(replace(record, courses=record.courses - fit.value), reach)
        if turn is None:
            break
        more = _foretold(record, np.column_stack([turns, turn]), reach)
        if turns.size and more.error > SIMPLER * fit.error:
            break
        fit, turns = more, np.column_stack([turns, turn])
    if not turns.size:
        return None
    more = best(replace(record, courses=record.courses - fit.value), reach)
    return Fit(fit.value + more.value, more.error) if more.error < SIMPLER * fit.error else fit


def _foretold(record: Record, turns: Floats, reach: float) -> Fit:
    """Courses whose light is a sum of clean courses: the ones `turns`, m x k, mix them to, smoothed."""
    mean = record.courses.mean(axis=0)
    alone = (
        Record(one[:, None], record.weights, record.times, np.ones(1)) for one in ((record.courses - mean) @ turns).T
    )
    clean = np.column_stack([best(one, reach / 2).value for one in alone])
    bases = np.column_stack([np.ones(len(clean)), clean])
    value = _sum(record, bases).value
    # A mixture of stops is no sum of lights: what the fit's own mixture lacks of it is added until nothing does.
    for _ in range(ROUNDS):
        value = _added(record, bases, value)
        bases[:, 1:] += clean - (value - mean) @ turns
    return Fit(value, record.error(_off(record, bases, record.courses - value)))


def _sum(record: Record, bases: Floats) -> Fit:
    """The sums of `bases`, pictures x k, that are nearest to the courses."""
    weighed = bases.T * record.weights
    value = bases @ (np.linalg.pinv(weighed @ bases, rcond=1e-6) @ (weighed @ record.courses))
    return Fit(value, record.error(_off(record, bases, record.courses - value)))


def _off(record: Record, bases: Floats, left: Floats) -> Floats:
    """How far each picture is off what sums of `bases`, pictures x k, foretell of it from others; `left` is how far it
    is off the sums that are nearest to all.
    """
    others = _others(len(left)) * record.weights
    pairs = np.einsum("ij,jk,jl->ikl", others, bases, bases)
    sums = np.einsum("ij,jk,jm->ikm", others, bases, left)
    freedoms = np.linalg.pinv(pairs, rcond=1e-6, hermitian=True) @ sums
    return np.asarray(left - np.einsum("ik,ikm->im", bases, freedoms))


def _others(count: int) -> NDArray[np.bool_]:
    """For each of `count` pictures the ones that may foretell it."""
    rank = np.arange(count)
    return np.asarray(np.abs(rank[None, :] - rank[:, None]) > OMITTED)


def _added(record: Record, bases: Floats, value: Floats) -> Floats:
    """Courses in stops whose light is a sum of `bases` (pictures x k), one step on from `value`, like the courses."""
    found = np.empty_like(value)
    for at, (course, before) in enumerate(zip(record.courses.T, value.T, strict=True)):
        parts = bases / np.exp2(before)[:, None]
        weighed = parts.T * record.weights
        light = parts @ (np.linalg.pinv(weighed @ parts) @ (weighed @ np.exp2(course - before)))
        found[:, at] = before + np.log2(np.maximum(light, DARKEST))
    return found


def cleanest(record: Record, reach: float) -> Floats | None:
    """How to mix the courses, m, so that the slow part is largest against the flicker, and about 1; None where it is
    not far larger.
    """
    heavy = np.minimum(record.weights[1:], record.weights[:-1])[:, None]
    step = np.diff(record.courses, axis=0)
    flicker = step.T @ (heavy * step) / max(float(heavy.sum()), 1e-3) / 2
    slow = line(record, reach / 3).value
    slow = slow - slow.mean(axis=0)
    change = slow.T @ slow / len(slow)
    inverse = np.linalg.inv(np.linalg.cholesky(flicker + FINEST**2 * np.eye(len(flicker))))
    values, vectors = np.linalg.eigh(inverse @ change @ inverse.T)
    return inverse.T @ vectors[:, -1] / np.sqrt(values[-1]) if values[-1] > CLEAN**2 else None


def _heights(record: Record, apart: Floats, kernel: Floats) -> Floats:
    """The heights at each picture of the lines weighed by `kernel`."""
    kernel = kernel * record.weights
    first, second = kernel * apart, kernel * apart * apart
    s0, s1, s2 = (part.sum(axis=1, keepdims=True) for part in (kernel, first, second))
    m0, m1 = kernel @ record.courses, first @ record.courses
    scale = s0 * s2 - s1 * s1
    flat = m0 / np.maximum(s0, 1e-12)
    return np.asarray(np.where(scale > 1e-9 * s0 * s0, (m0 * s2 - m1 * s1) / np.maximum(scale, 1e-15), flat))
