"""What the picture shows around a hole, and so which sources can be believed to show what is behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.shadows import shadowed
from komadori.finish.rigs.tones import Linear, Mask, Soft, apart, blurred, disc, spread, tones, without_gaps

LIKE = 0.03
"""Tones by which a source may differ from the picture and still show the same."""
NOISE = 4.0
"""Or as many times what it differs by in the median."""
ALIKE = 0.3
"""Tones by which the two ends of one thing may differ."""
SAME = 0.02
"""A source that differs by less than this within a rig shows the rig too."""
NEAR = 0.0015
"""Share of the width: sigma of the finest neighbourhood in which a source is compared with the picture."""
WAYS = 16
"""Directions in which something may go on behind a rig."""

LONGEST, SPARE = 1.5, 4
"""How far apart two pixels may lie across a hole: so many times as far as it is thick, and so many pixels."""
STEPS = 8
"""Steps after which those that have come to something seen are left out."""

Places: TypeAlias = NDArray[np.intp]
Floats: TypeAlias = NDArray[np.float64]
Links: TypeAlias = Sequence[tuple[Places, Places, Places]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The surroundings of a hole: made by `around`.

    `seen` are the pixels that show what they should, `toned` the tones of the `picture`. `thick` is how thick the hole
    is around each of its pixels, `holed` how much of each pixel's neighbourhood is hole.
    """

    picture: Linear
    hole: Mask
    seen: Mask
    toned: Linear
    sigma: float
    thick: Soft
    holed: Soft

    def agreeing(self, source: Linear) -> Mask:
        """The seen pixels at which `source` shows the same, whatever the noise, also in less light: a rig's shadow
        lies on the set beside it."""
        off = self._off(source)
        shown = self.seen & np.isfinite(source[..., 0])
        usual = float(np.median(off[shown])) if shown.any() else 0.0
        return np.asarray(shown & ((off < max(LIKE, min(NOISE * usual, 3 * LIKE))) | shadowed(self.picture, source)))

    def believed(self, source: Linear, agrees: Mask | None = None, links: Links | None = None) -> Mask:
        """Where in the hole `source` can be believed: where the picture around agrees with it, and nothing is
        `crossing`, which is told the same."""
        shown = np.isfinite(source[..., 0])
        agrees = self.agreeing(source) if agrees is None else agrees
        trust = spread(agrees.astype(np.float32), self.seen.astype(np.float32), self.sigma)
        return np.asarray(self.hole & shown & (trust > 0.5) & ~self.crossing(source, agrees, links))

    def crossing(self, source: Linear, agrees: Mask | None = None, links: Links | None = None) -> Mask:
        """Where something that `source` does not show goes on straight from one side of the hole to the other: a tail,
        a leg, an edge. `agrees` is where it is `agreeing` and `links` are those of what is `alien` to it, if they have
        been found already."""
        alien = self.alien(source, self.agreeing(source) if agrees is None else agrees)
        flat, crossed = alien.ravel(), np.zeros(self.hole.shape, bool)
        for between, there, back in self.links(alien) if links is None else links:
            crossed.ravel()[between[flat[there] & flat[back]]] = True
        return crossed

    def alien(self, source: Linear, agrees: Mask) -> Mask:
        """The seen pixels that `source` shows otherwise."""
        return np.asarray(self.seen & ~agrees & np.isfinite(source[..., 0]))

    def links(self, alien: Mask) -> Links:
        """Pairs of seen pixels (flat indices) that lie straight across the hole from each other and are alike, with the
        hole's pixels between: all whose ends are both `alien`, if not more."""
        # Whoever comes out of the hole, comes to a pixel beside it first.
        ends = np.argwhere(alien & beside(self.hole | ~self.seen))
        if not len(ends):
            return []
        soft = np.asarray(cv2.blur(self.toned, (3, 3)), np.float32).reshape(-1, 3)
        thickest = float(self.thick.max())
        places = (flanked(ends, self.hole, way, thickest) for way in ways())
        return [_linked(each, way, self, soft) for each, way in zip(places, ways(), strict=True) if len(each)]

    def rigged(self, source: Linear) -> Mask:
        """Where `source` shows within the hole mostly what the picture shows: the rig stood there then, too."""
        again = self.hole & (self._off(source) < SAME)
        return np.asarray(_softly(again, self.sigma) > 0.6 * self.holed) & self.hole

    def _off(self, source: Linear) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(apart(tones(without_gaps(source)), self.toned), (3, 3)))


def around(picture: Linear, hole: Mask, seen: Mask, width: int) -> Around:
    """Look around `hole` in `picture`, which is all or a part of one of `width` pixels."""
    toned, thick = tones(without_gaps(picture)), np.zeros(hole.shape, np.float32)
    if hole.any():
        deep = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        thick[hole] = cv2.dilate(deep, disc(min(float(deep.max()), 64)))[hole] * 2
    sigma = max(0.8, NEAR * width)
    holed = _softly(hole, sigma)
    return Around(picture=picture, hole=hole, seen=seen, toned=toned, sigma=sigma, thick=thick, holed=holed)


def _softly(mask: Mask, sigma: float) -> Soft:
    """How much of the neighbourhood in which a rig is told again is set."""
    return blurred(mask.astype(np.float32)[..., None], 4 * sigma)[..., 0]


def ways() -> Iterator[Floats]:
    """Steps of one row or column, as (rows, columns), in all directions of half a turn."""
    for turn in range(WAYS):
        way = np.array([np.sin(np.pi * turn / WAYS), np.cos(np.pi * turn / WAYS)])
        yield way / np.abs(way).max()


def beside(mask: Mask) -> Mask:
    """`mask` and all pixels that touch it."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def flanked(ends: Places, hole: Mask, step: Floats, thick: float) -> Places:
    """The hole's pixels that have one of the `ends` both ways along `step`, seen or not."""
    steps = _steps(step, thick)
    down, right = np.abs(steps).max(axis=0)
    inside = cv2.copyMakeBorder(hole.astype(np.uint8), down, down, right, right, cv2.BORDER_CONSTANT, value=0)
    here, far = (ends + np.array([down, right])) @ (inside.shape[1], 1), steps @ (inside.shape[1], 1)
    both = inside.ravel() > 0
    for sign in (1, -1):
        met = np.zeros(len(both), bool)
        met[(here[:, None] + sign * far).ravel()] = True
        both = both & met
    return np.asarray(np.argwhere(both.reshape(inside.shape)) - np.array([down, right]), np.intp)


def _steps(step: Floats, thick: float) -> Places:
    """All places go the same way together, so that a step is the same for all: whole numbers do."""
    return np.rint(np.arange(1, int(LONGEST * thick) + SPARE + 1)[:, None] * step).astype(np.intp)


def _linked(places: Places, step: Floats, near: Around, soft: Linear) -> tuple[Places, Places, Places]:
    """The places that have like seen pixels both ways along `step`, near for how thick the hole is there."""
    seen, thick = near.seen.ravel(), near.thick[places[:, 0], places[:, 1]]
    columns = near.seen.shape[1]
    there, back = (ahead(places, sign * step, near.seen, float(thick.max())) for sign in (1.0, -1.0))
    good = np.linalg.norm(there - back, axis=1) <= LONGEST * thick + SPARE
    one, other = (ends.astype(np.intp) @ (columns, 1) for ends in (np.rint(there), np.rint(back)))
    good &= seen[one] & seen[other]
    good &= apart(soft[one], soft[other]) < ALIKE
    return places[good] @ (columns, 1), one[good], other[good]


def ahead(places: Places, step: Floats, seen: Mask, thick: float) -> Floats:
    """The first seen pixel from each place on, `step` by step; the place itself where there is none near."""
    steps = _steps(step, thick)
    down, right = np.abs(steps).max(axis=0)
    # What lies beyond the picture is never seen, and who comes there finds nothing.
    unseen = cv2.copyMakeBorder((~seen).astype(np.uint8), down, down, right, right, cv2.BORDER_CONSTANT, value=1)
    flat, columns = unseen.ravel(), unseen.shape[1]
    going, here = np.arange(len(places)), (places + np.array([down, right])) @ (columns, 1)
    taken, far = np.zeros(len(places)), (steps @ (columns, 1)).tolist()
    for begin in range(0, len(far), STEPS):
        free, count = np.ones(len(going), np.uint8), np.full(len(going), begin + 1, np.uint16)
        for one in far[begin : begin + STEPS]:
            free &= flat.take(here + one)
            count += free
        met = free == 0
        taken[going[met]] = count[met]
        going, here = going[~met], here[~met]
        if not len(going):
            break
    return places + taken[:, None] * step
