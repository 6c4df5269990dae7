"""What befell a camera, read picture by picture: which pictures were bumped, where it stayed displaced, and where its
way turns so suddenly that this must have been meant.

All readings are weighed against each other: each picture is in its place, or bumped; between two in their places there
may be a step; and a quick move may go on, in which hardly anything foretells a picture. A picture in its place is held
against those before it, which foretell it by their pace and how that changes. How badly it fits counts as its
logarithm: what no reading makes fit well is left as it is, whatever its size. Among some dozens of best readings of the
pictures so far the best of all is found at the end.

Method: dynamic programming as Viterbi's (1967), pruned to a beam; Cauchy's distribution for what does not fit.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log1p, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, median_filter

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

BUMP, LONG, STEP, QUICK = 9.0, 5.5, 12.0, 12.0
"""What a bump costs, each further picture of it, a step, and the beginning of a quick move, in the logarithm of how
likely they are: all high, for a bump left in does less harm than a move taken out."""
HIDDEN = 6.0
"""What a step costs more for each bumped picture but one that it hides behind."""
AMID, WITHIN = 16.0, 2.5
"""What a bumped picture costs in the midst of a quick move, and any picture there."""
LEAST, COARSE = 0.02, 1.0
"""Pixels by which a picture does not fit at least, and in a quick move."""
CLEAN, TYPICAL = 0.25, 0.9
"""Share of the pictures taken to fit, however many are bumped; and how badly the worst of them does, in shares of how
badly a picture does."""
SWIFT, MEDIAN, AROUND = 4.0, 7, 9
"""Pixels from picture to picture, bumps of fewer than half of MEDIAN pictures left out, from which a move may be quick,
and among how many pictures there must be one so quick."""
GAP = 3
"""Pictures running that may be bumped: more of them are steps."""
APART = 3
"""Pictures that are in their place at least between one step and the next."""
AWAY, SAME = 8, 5.0
"""Pictures that a camera which mostly stood may be away from its place, from which it then was bumped, and errors of a
picture by which it may be off that place."""
REST = 3
"""Pictures in one place by which a camera rests there."""
CLOSE, BACK = 3.0, 12
"""How much worse a reading may be to be told of: some twenty times less likely; and pictures it is compared in."""
FAR = 5
"""So many pictures from a step, it is not held against it any more."""
BEAM, WORSE = 48, 24.0
"""Readings that are followed, and by how much worse than the best."""
SUDDEN = 15.0
"""Times worse than others a picture fits where the way turns suddenly."""


def size(apart: Floats) -> Floats:
    """How far four corners, n x 8, are from where they belong: the root of the mean of the squares."""
    return np.asarray(np.sqrt((apart**2).sum(axis=1) / 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Of each picture: whether it is `kept`, in its place; whether it lies in a `quick` move; whether the way turns
    there as `sudden`ly as no picture foretells; and of each but the last whether a step `breaks` the way after it.
    `error` is by how many pixels a picture in its place may be off. `rival` tells of each how much worse the best
    reading is that takes it otherwise (in its place or bumped; after a step or not), as the logarithm of how many times
    less likely, infinite where none came near."""

    kept: Bools
    quick: Bools
    sudden: Bools
    breaks: Bools
    error: float
    rival: Floats

    @property
    def meant(self) -> Bools:
        """The pictures that are where they were meant to be, for nothing foretells them better."""
        return self.kept & (self.quick | self.sudden)


@dataclass(slots=True)
class _So:
    """A reading so far: its cost, the last pictures kept and how many were kept since the last step, whether it is in a
    quick move, how it came here, and the `rivals` that came to the same, with how much worse they are."""

    cost: float
    last: tuple[int, ...]
    since: int
    quick: bool
    came: "tuple[_So, _Label] | None" = field(repr=False)
    rivals: "list[tuple[float, _So]]" = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True)
class _Label:
    kept: bool
    quick: bool = False
    step: bool = False
    sudden: tuple[int, ...] = ()


class _Fits:
    """How badly pictures fit those before them."""

    def __init__(self, at: Floats, frames: Floats) -> None:
        self.at, self.frames = at, frames
        self.rules: dict[tuple[float, ...], Floats] = {}
        self.known: dict[tuple[tuple[int, ...], int], float] = {}
        plain = sorted(self.off(tuple(range(one, one + 4)), 4) for one in range(len(at) - 3))
        pace = size(np.diff(median_filter(at, (MEDIAN, 1), mode="nearest"), axis=0, append=at[-1:]))
        self.swift = maximum_filter1d(pace, AROUND) > SWIFT
        self.least = max(LEAST, plain[int(CLEAN * len(plain))] / TYPICAL)

    def off(self, window: tuple[int, ...], since: int) -> float:
        """Pixels by which the last of the window's pictures is off where the others lead, were all but the error of one
        taken out; `since` of them lie after a step, which may be of any size."""
        known = self.known.get((window, since))
        if known is None:
            there = self.frames[list(window)]
            key = (float(since), *(there - there[-1]))
            if key not in self.rules:
                self.rules[key] = _rule(there - there[-1], since)
            left = self.rules[key] @ self.at[list(window)]
            known = self.known[window, since] = sqrt(float(left @ left) / 4)
        return known


def _rule(time: Floats, since: int) -> Floats:
    """What the pictures of a window are weighed by, so that whatever has one pace, one acceleration and one step gives
    nothing."""
    columns = [np.ones(len(time)), time, time**2]
    if since < len(time):
        columns.append((np.arange(len(time)) >= len(time) - since).astype(float))
    return np.asarray(np.linalg.qr(np.stack(columns, axis=1), mode="complete")[0][:, -1])


def reading(at: Floats, frames: Floats) -> Reading:
    """The likeliest reading of a camera that was `at` places (pictures x 8, pixels) in `frames`: 5 pictures or more."""
    fits = _Fits(at, frames)
    beam = [_So(0.0, (), FAR, quick=False, came=None)]
    for one in range(len(at)):
        best: dict[tuple[object, ...], _So] = {}
        for so in beam:
            for then in _further(so, one, fits):
                key = (then.last, then.since, then.quick)
                best[key] = _better(then, best[key]) if key in best else then
        beam = sorted(best.values(), key=lambda so: so.cost)[:BEAM]
        beam = [so for so in beam if so.cost < beam[0].cost + WORSE]
    beam[0].rivals += [(so.cost - beam[0].cost, so) for so in beam[1:] if so.cost < beam[0].cost + CLOSE]
    return _rested(_returned(_told(beam[0], len(at), fits.least), at), at)


def _better(one: _So, other: _So) -> _So:
    """The likelier of two readings that nothing after them tells apart; it remembers the other where that is near."""
    if other.cost <= one.cost:
        one, other = other, one
    if other.cost < one.cost + CLOSE:
        one.rivals.append((other.cost - one.cost, other))
    return one


def _further(so: _So, one: int, fits: _Fits) -> list[_So]:
    """What the next picture may be."""
    found = []
    run = one - so.last[-1] - 1 if so.last else one
    if run < GAP:
        cost = AMID if so.quick else LONG if run else BUMP
        found.append(
            _So(so.cost + cost, so.last, so.since, quick=so.quick, came=(so, _Label(kept=False, quick=so.quick)))
        )
    last = (*so.last[-4:], one)
    if so.since >= APART and len(so.last) >= APART and not so.quick:
        cost = STEP + HIDDEN * max(0, run - 1)
        found.append(_So(so.cost + cost, last, 1, quick=False, came=(so, _Label(kept=True, step=True))))
    since = min(so.since + 1, FAR)
    window = last[-4 if since >= 4 else -5 :]
    off = fits.off(window, since) if len(window) >= (4 if since >= 4 else 5) else 0.0
    cost = log1p((off / fits.least) ** 2)
    sudden = window if off > SUDDEN * fits.least else ()
    label = _Label(kept=True, sudden=sudden)
    found.append(_So(so.cost + cost, last, since, quick=False, came=(so, label)))
    if fits.swift[one]:
        cost = WITHIN + log1p((off / max(COARSE, fits.least)) ** 2) + (0 if so.quick else QUICK)
        label = _Label(kept=True, quick=True, sudden=sudden)
        found.append(_So(so.cost + cost, last, since, quick=True, came=(so, label)))
    return found


def _told(so: _So, count: int, error: float) -> Reading:
    kept, quick, sudden, breaks = (np.zeros(count, bool) for _ in range(4))
    one, rivals = count - 1, list[tuple[float, int, _So]]()
    while so.came:
        rivals += [(worse, one, rival) for worse, rival in so.rivals]
        before, label = so.came
        kept[one], quick[one] = label.kept, label.quick
        sudden[list(label.sudden)] = True
        if label.step:
            breaks[one - 1] = True
        so, one = before, one - 1
    rival = np.full(count, np.inf)
    for worse, last, other in rivals:
        for at in _otherwise(other, last, kept, breaks):
            rival[at] = min(rival[at], worse)
    return Reading(kept=kept, quick=quick, sudden=sudden & kept, breaks=breaks[:-1], error=error, rival=rival)


def _otherwise(so: _So, last: int, kept: Bools, breaks: Bools) -> list[int]:
    """Which of the few pictures up to `last` another reading takes otherwise: further back both are the same."""
    found = []
    for one in range(last, max(-1, last - BACK), -1):
        if so.came is None:
            break
        so, label = so.came
        if label.kept != kept[one] or label.step != breaks[one - 1]:
            found.append(one)
    return found


def _returned(read: Reading, at: Floats) -> Reading:
    """A camera that is in one place in most pictures was bumped wherever it soon comes back there."""
    there = size(at - np.median(at, axis=0)) < SAME * read.error
    if there.mean() <= 0.5 or read.quick.any():
        return read
    kept, sudden, breaks = read.kept | there, read.sudden.copy(), read.breaks.copy()
    known = np.flatnonzero(there)
    for begin, end in pairwise(known):
        if end - begin <= AWAY:
            kept[begin + 1 : end] = False
            sudden[begin : end + 1] = False
            breaks[begin:end] = False
    return replace(read, kept=kept, sudden=sudden, breaks=breaks)


def _rested(read: Reading, at: Floats) -> Reading:
    """A camera that rests at the end of a quick move, or before one, was bumped where it was away for a moment from the
    place it rests in and that it had come to, or had not left yet."""
    kept, sudden = read.kept.copy(), read.sudden.copy()
    near = maximum_filter1d(read.quick, 2 * REST + 2 * GAP + 1)
    for begin in map(int, np.flatnonzero(near[: -REST - 1])):
        for end in range(begin + 2, min(begin + GAP + 2, len(at))):
            after, before = at[end : end + REST], at[max(0, begin - REST + 1) : begin + 1]
            rests = [
                len(those) == REST and size(those - those.mean(axis=0)).max() < SAME * read.error
                for those in (after, before)
            ]
            away = size(at[begin + 1 : end] - at[end]).min() > 2 * SAME * read.error
            if any(rests) and away and size(at[[begin]] - at[[end]])[0] < SAME * read.error:
                kept[begin + 1 : end] = False
                kept[[begin, end]] = True
                sudden[begin + 1 : end] = False
    return replace(read, kept=kept, sudden=sudden)
