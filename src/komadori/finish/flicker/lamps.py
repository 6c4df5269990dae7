"""Lamps that flicker by themselves: light is a sum of a few lamps, so the light of all patches has few courses.

A take's light, pictures x patches, divided by a patch's usual light, is courses (pictures x lamps) times shares
(patches x lamps), in each channel. Both are found by weighted alternating least squares; whatever does not fit (the
puppet, a hand) loses its weight by Tukey's biweight, first generously, then narrowly. Lamps are added one at a time
while what is left has a course that noise has not. The courses are then turned so that each is the light at one place,
chosen so that the places differ most (successive projection, Araújo et al., 2001): light at a place has a logarithm.

Method: ours ("set lock"); robust low-rank fits after Wiberg, 1976, and De la Torre and Black, 2003.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import Stops, added, less, light_of
from komadori.finish.flicker.mixing import drawn, equations, mixed, of_all, solutions, told_apart
from komadori.finish.flicker.shade import evenly
from komadori.picture import set_light
from komadori.picture.robust import TO_SIGMA, biweight, middle

Floats = NDArray[np.float32]

MOST = 5
"""Lamps that are told apart at most."""
STRONG = 10.0
"""Times the usual course of noise that a further lamp's must be."""
FAINT = 2e-3
"""Share of light, root mean square over the picture, below which a lamp is none."""
FEW = 2
"""One in so many patches, evenly over the picture, tells how many lamps there are."""
CAUTIONS = (0.5, 0.25, 0.12)
"""Shares of light that a patch may be off and still count, one try after the other."""
MOVED = 0.12
"""Stops off the picture's smooth change of light that are another thing."""
OTHER = 1.0
"""The same against what the patch usually is: a wanted change may leave a shadow's edge that far off."""
OPEN = 0.3
"""Among them while another lamp is looked for: what was let go too early is never found again."""
NARROWING = (0.12, 0.06, 0.03, 0.015, 0.015)
"""Once all lamps are there."""
NARROW = NARROWING[-1]
OFTEN = 0.8
"""Of how often most patches are believed, a patch must be to stand for a lamp."""
MOSTLY = 0.9
"""The same for patches of which some must see a lamp: a puppet that held in their place for a tenth of a take is none.
"""
RIDGE = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamps:
    """What was found: `usual` is each patch's light in stops, patches x 3; `level` each picture's in stops, pictures x
    3; `courses` channels x pictures x lamps and `shares` channels x patches x lamps, whose product is light relative to
    both; `trust` channels x patches, 0..1, how well a patch this dark tells its light; `weights` pictures x patches,
    how far each patch was believed.
    """

    usual: Floats
    level: Floats
    courses: Floats
    shares: Floats
    trust: Floats
    weights: Floats

    @property
    def count(self) -> int:
        """How many lamps."""
        return int(self.courses.shape[2])

    def light(self) -> Floats:
        """The relative light of the model, channels x pictures x patches."""
        return np.asarray(np.matmul(self.courses, self.shares.transpose(0, 2, 1)))

    def places(self) -> Floats:
        """The light in stops at the places the courses stand for, pictures x lamps x 3."""
        return np.asarray(np.log2(np.maximum(self.courses, 1e-3)).transpose(1, 2, 0) + self.level[:, None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What lamps are found in, channels x pictures x patches: `light` relative to each patch's usual light; where it is
    `told`, 1 or 0; how `sure` it is there, 0..1; and how far patches stand `still`, pictures x patches, 0..1.
    """

    light: Floats
    told: Floats
    sure: Floats
    still: Floats

    @classmethod
    def of(cls, light: Floats, known: Floats, trust: Floats) -> "Seen":
        """Of `light` that is `known` as far as it stands still, by the `trust` in each channel's patches."""
        told = (known > 0).astype(np.float32)
        return cls(light=light, told=told, sure=np.sqrt(trust)[:, None] * told, still=known.max(axis=0))

    def by_few(self) -> "Seen":
        """By one in `FEW` patches."""
        parts = {one.name: np.ascontiguousarray(getattr(self, one.name)[..., ::FEW]) for one in fields(self)}
        return Seen(**parts)

    def weighed(self, lamps: Lamps, model: Floats) -> Floats:
        """What each counts: as far as it is believed, by how dark it is by the lamps, whose light is `model`."""
        return np.asarray(self.told * (lamps.weights / np.maximum(model.mean(axis=0), 0.05) ** 2), np.float32)


def levelled(stops: Floats) -> tuple[Floats, Floats]:
    """First guess: each patch's usual light and each picture's level, of pictures x patches x 3, by medians."""
    few = stops[:, :: max(1, stops.shape[1] // 1200)]
    step = middle(np.diff(few, axis=0), axis=1)
    level = np.concatenate([np.zeros((1, 3), np.float32), np.cumsum(np.nan_to_num(step), axis=0)])
    for _ in range(2):
        usual = middle(few - level[:, None], axis=0)
        level = level + np.nan_to_num(middle(few - level[:, None] - usual, axis=1))
    # The level of all pictures together belongs to the patches.
    level = level - level.mean(axis=0)
    some = np.unique(np.linspace(0, len(stops) - 1, 48).astype(int))
    return middle(stops[some] - level[some, None], axis=0), level


def unmoved(off: Floats, usual: Floats, shape: tuple[int, int], near: int = 30, every: int = 6) -> Floats:
    """How far patches are believed to stand still, pictures x patches: near the median of their own neighbours in time,
    but for what changes evenly over the picture.

    `off` is pictures x patches x 3, stops; NaN is not believed.
    """
    count = len(off)
    knots = np.unique(np.append(np.arange(0, count, every), count - 1))
    told = ~np.isnan(off)
    many = added(told.astype(np.int8))
    sums = added(np.where(told, off, np.float32(0)))
    grey = np.where(many > 0, sums / np.maximum(many, 1), np.float32(np.nan))
    held = np.stack([middle(grey[max(0, at - near) : at + near + 1 : 2], axis=0) for at in knots])
    spot = np.interp(np.arange(count), knots, np.arange(len(knots)))
    low = np.minimum(spot.astype(int), len(knots) - 1)
    high = np.minimum(low + 1, len(knots) - 1)
    part = (spot - low).astype(np.float32)[:, None]
    sure = (many > 0).astype(np.float32).reshape(count, *shape)
    sure *= trusted(usual).max(axis=1).reshape(shape)
    near_by = _uneven(np.nan_to_num(grey - (held[low] * (1 - part) + held[high] * part)), sure)
    return biweight(near_by / np.float32(MOVED)) * biweight(_uneven(np.nan_to_num(grey), sure) / np.float32(OTHER))


def _uneven(off: Floats, sure: Floats) -> Floats:
    """What of `off` (pictures x patches) is no even change of light over a picture."""
    images = off.reshape(sure.shape)
    even = np.stack([evenly(one, trust) for one, trust in zip(images, sure, strict=True)])
    return (images - even).reshape(off.shape)


def find(stops: Floats, still: Floats, *, most: int = MOST) -> Lamps:
    """The lamps of `stops`, pictures x patches x 3, NaN where unmetered; `still` is how far patches are `unmoved`."""
    usual, level = levelled(stops)
    off = np.stack(cv2.split(less(stops - usual, level)), dtype=np.float32)
    told = ~np.isnan(off)
    seen = Seen.of(light_of(np.where(told, off, np.float32(0))), told * still, trusted(usual).T)
    count, patches = off.shape[1:]
    lamps = Lamps(
        usual=np.nan_to_num(usual, nan=-10.0),
        level=level,
        courses=np.ones((3, count, 1), np.float32),
        shares=np.ones((3, patches, 1), np.float32),
        trust=trusted(usual).T,
        weights=still,
    )
    few = replace(lamps, shares=lamps.shares[:, ::FEW], trust=lamps.trust[:, ::FEW], weights=still[:, ::FEW])
    courses = _searched(seen.by_few(), few, min(most, count // 6)).courses
    weights = seen.told * still
    shares = solved((weights * seen.light).transpose(0, 2, 1), weights.transpose(0, 2, 1), courses)
    lamps = replace(lamps, courses=courses, shares=shares)
    lamps = replace(lamps, weights=believed(seen, lamps, lamps.light(), OPEN))
    lamps = fitted(seen, lamps, NARROWING)
    fewer = _seen_everywhere(lamps)
    return lamps if fewer is lamps else fitted(seen, fewer, NARROWING)


def _searched(seen: Seen, lamps: Lamps, most: int) -> Lamps:
    """`lamps` and the further ones that there are, one after the other, `most` in all."""
    lamps = fitted(seen, lamps, CAUTIONS[:1] * 2)
    while lamps.count < most:
        more = _with_one_more(seen, lamps)
        if more is None:
            break
        lamps = fitted(seen, more, CAUTIONS)
        lamps = replace(lamps, weights=believed(seen, lamps, lamps.light(), OPEN))
    return lamps


def _seen_everywhere(lamps: Lamps) -> Lamps:
    """Without lamps that only patches see that were not believed often: what stood there was a puppet that held."""
    heavy = lamps.weights.sum(axis=0)
    good = heavy > MOSTLY * np.quantile(heavy, 0.75)
    strength = []
    for course, share in zip(lamps.courses, lamps.shares, strict=True):
        root = _size(course)
        strength.append(np.linalg.svd(share[good] @ root, compute_uv=False) / np.sqrt(max(int(good.sum()), 1)))
    count = max(1, int((np.max(strength, axis=0) > FAINT).sum()))
    if count == lamps.count:
        return lamps
    courses, shares = [], []
    for course, share in zip(lamps.courses, lamps.shares, strict=True):
        root = _size(course)
        main = np.linalg.svd(share[good] @ root, full_matrices=False)[2][:count]
        courses.append(course @ np.linalg.inv(root).T @ main.T)
        shares.append(share @ root @ main.T)
    return replace(lamps, courses=np.stack(courses).astype(np.float32), shares=np.stack(shares).astype(np.float32))


def fitted(seen: Seen, lamps: Lamps, cautions: Sequence[float]) -> Lamps:
    """The courses and shares that fit what was `seen` best, after a round by each of `cautions`; new weights."""
    model = lamps.light()
    for caution in cautions:
        weights = seen.weighed(lamps, model)
        heavy = weights * seen.light
        courses = solved(heavy, weights, lamps.shares, lamps.trust)
        shares = solved(heavy.transpose(0, 2, 1), weights.transpose(0, 2, 1), courses)
        lamps = replace(lamps, courses=courses, shares=shares)
        model = lamps.light()
        lamps = replace(lamps, weights=believed(seen, lamps, model, caution))
    return lamps


def believed(seen: Seen, lamps: Lamps, model: Floats, caution: float) -> Floats:
    """How far each patch of each picture agrees with the lamps, whose light is `model`, pictures x patches, 0..1."""
    off = _off(seen.light, model, seen.sure)
    some = off[:, ::3]
    usual = np.where((lamps.weights[:, ::3] > 0) & (some > 0), some, np.float32(np.nan))
    spread = TO_SIGMA * np.nan_to_num(middle(usual, axis=1), nan=1.0)
    return np.asarray(biweight(off / np.maximum(5 * spread, caution)[:, None]) * seen.still)


def trusted(usual: Floats) -> Floats:
    """How well a patch of this light in stops tells it, 0..1; NaN tells nothing."""
    return set_light.trusted(np.exp2(np.nan_to_num(usual, nan=-16.0)))


def _off(light: Floats, model: Floats, sure: Iterable[Floats]) -> Floats:
    """By what share `light` is off the `model` at most in any channel, pictures x patches, as far as it is `sure`; all
    are channels x pictures x patches.
    """
    most = np.zeros(light.shape[1:], np.float32)
    for seen, told, heavy in zip(light, model, sure, strict=True):
        off = np.maximum(told, np.float32(0.02))
        np.divide(seen, off, out=off)
        off -= 1
        np.abs(off, out=off)
        off *= heavy
        np.maximum(most, off, out=most)
    return most


def solved(heavy: Iterable[Floats], weights: Floats, factors: Floats, trust: Floats | None = None) -> Floats:
    """The other factor: for each row of light (channels x rows x columns) the best by `weights` (likewise), channels
    x rows x k; `heavy` is their product.

    `factors` are channels x columns x k, `trust` channels x columns. Drawn a little towards the mean of all rows, so
    that a row without weight gets that.
    """
    found = []
    for channel, (seen, factor, weight) in enumerate(zip(heavy, factors, weights, strict=True)):
        sure = factor if trust is None else factor * trust[channel][:, None]
        normal, right = equations(seen, weight, factor, sure)
        size = np.einsum("iij->", normal) / len(normal) + 1e-12
        usual = of_all(normal, right, 1e-7 * size)
        pull = RIDGE * size / len(weight)
        found.append(solutions(drawn(normal, pull), right + pull * usual).T)
    return np.stack(found).astype(np.float32)


def _with_one_more(seen: Seen, lamps: Lamps) -> Lamps | None:
    """The lamps and one more, of the strongest course of what they leave; None where that is no more than noise."""
    weights = seen.told * lamps.weights
    left = seen.light - lamps.light()
    left *= weights
    sure = left * np.sqrt(lamps.trust)[:, None]
    gram = np.matmul(sure, sure.transpose(0, 2, 1)).astype(np.float64)
    values, vectors = np.linalg.eigh(gram)
    total, heavy = values.sum(axis=0), float(((weights**2).sum(axis=1) * lamps.trust).sum())
    noise = float(np.median(total)) + 1e-12
    if total[-1] < STRONG * noise or np.sqrt(total[-1] / max(heavy, 1e-6)) < FAINT:
        return None
    course = vectors[:, :, -1:].astype(np.float32) * np.sqrt(np.float32(left.shape[1]))
    left *= weights
    share = solved(left.transpose(0, 2, 1), weights.transpose(0, 2, 1), course)
    return replace(
        lamps,
        courses=np.concatenate([lamps.courses, course], axis=2),
        shares=np.concatenate([lamps.shares, share], axis=2),
    )


def at_places(lamps: Lamps, shape: tuple[int, int]) -> Lamps:
    """The same lamps, turned so that each course is the relative light at one place of the set (rows x columns)."""
    rows, columns = shape
    k = lamps.count
    heavy = lamps.weights.sum(axis=0) * lamps.trust.min(axis=0)
    smooth = []
    for share in lamps.shares:
        image = (share * heavy[:, None]).reshape(rows, columns, k)
        both = np.dstack([image, heavy.reshape(rows, columns)])
        blurred = cv2.blur(both, (5, 5)).reshape(-1, k + 1)
        smooth.append(blurred[:, :k] / np.maximum(blurred[:, k:], 1e-6))
    sizes = [_size(course) for course in lamps.courses]
    points = np.concatenate([share @ size for share, size in zip(smooth, sizes, strict=True)], axis=1)
    good = np.flatnonzero(heavy > OFTEN * np.quantile(heavy, 0.75))
    chosen = _farthest(points[good], k)
    turned_courses, turned_shares = [], []
    for share, course, usual in zip(lamps.shares, lamps.courses, smooth, strict=True):
        turn = np.stack([usual[good[near]].mean(axis=0) for near in chosen]).astype(np.float64)
        turned_courses.append(course @ turn.T)
        turned_shares.append(share @ np.linalg.pinv(turn, rcond=1e-4))
    return replace(
        lamps,
        courses=np.stack(turned_courses).astype(np.float32),
        shares=np.stack(turned_shares).astype(np.float32),
    )


def _size(course: Floats) -> NDArray[np.float64]:
    """What turns shares in courses (pictures x lamps) into light whose mean square is theirs, lamps x lamps."""
    squares = course.T.astype(np.float64) @ course / len(course)
    return np.asarray(np.linalg.cholesky(squares + 1e-7 * np.trace(squares) * np.eye(len(squares))))


def _farthest(points: Floats, k: int) -> list[NDArray[np.intp]]:
    """For each of the `k` points that span most, the two dozen points nearest to it."""
    middle_point = points.mean(axis=0)
    # The first is where the light is least like the usual one, the next ones what the ones before cannot explain.
    left = points.astype(np.float64)
    chosen = []
    for number in range(k):
        size = np.square(left - (middle_point if number == 0 and k > 1 else 0)).sum(axis=1)
        at = int(size.argmax())
        near = np.square(points - points[at]).sum(axis=1)
        chosen.append(np.argsort(near, kind="stable")[:24])
        along = left[at] / max(float(np.linalg.norm(left[at])), 1e-12)
        left = left - np.outer(left @ along, along)
    return chosen


def shares_of(stops: Stops, lamps: Lamps, weights: Floats, *, still: bool) -> tuple[Floats, Floats]:
    """Each patch's usual light (rows x columns x 3) and shares (channels x patches x lamps), of other patches than the
    lamps were found with: `stops` pictures x rows x columns x 3, `weights` pictures x rows x columns. Of a camera that
    stands `still` a patch tells little differences.
    """
    count, rows, columns = stops.shape[:3]
    off = less(stops.reshape(count, -1, 3), lamps.level)
    some = np.unique(np.linspace(0, count - 1, 24).astype(int))
    usual = middle(off[some], axis=0)
    light = np.stack(cv2.split(off - usual), dtype=np.float32)
    known: Floats = weights.reshape(count, -1) * ~np.isnan(light)
    cv2.patchNaNs(light.reshape(count, -1), 0)
    light = light_of(light)
    trust = trusted(usual).T
    if still:
        # Courses of places are alike, and hardly tell a shadow of two pictures.
        roots, strengths = [], []
        for course, share in zip(lamps.courses, lamps.shares, strict=True):
            root = _size(course)
            strength, axes = np.linalg.eigh((share @ root).T @ (share @ root) / len(share))
            roots.append(root @ axes)
            strengths.append(np.maximum(strength, FAINT**2))
        apart_ = [course @ np.linalg.inv(root).T for course, root in zip(lamps.courses, roots, strict=True)]
        lamps = replace(lamps, courses=np.stack(apart_).astype(np.float32))
    heavy = ((weight * one).T for one, weight in zip(light, known, strict=True))
    first = solved(heavy, known.transpose(0, 2, 1), lamps.courses)
    model = np.matmul(lamps.courses, first.transpose(0, 2, 1))
    off = _off(light, model, (root * (weight > 0) for root, weight in zip(np.sqrt(trust), known, strict=True)))
    some = off[:, ::5]
    spread = TO_SIGMA * np.nan_to_num(middle(np.where(some > 0, some, np.float32(np.nan)), axis=1), nan=1.0)
    known = known * biweight(off / np.maximum(5 * spread, NARROW)[:, None])
    if not still:
        return usual.reshape(rows, columns, 3), mixed(light, known, lamps.courses, trust, (rows, columns))
    shares = told_apart(light, known, lamps.courses, trust, np.stack(strengths), (rows, columns))
    turned = [share @ np.linalg.inv(root) for share, root in zip(shares, roots, strict=True)]
    return usual.reshape(rows, columns, 3), np.stack(turned).astype(np.float32)
