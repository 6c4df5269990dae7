"""What the picture shows around a hole, and so which sources can be believed to show what is behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

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

UNSEEN, SEEN, OUTSIDE = 0, 1, 2
"""What a pixel is for whoever looks for one that is seen."""

Places = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The surroundings of a hole: made by `around`.

    `seen` are the pixels that show what they should, `toned` the tones of the `picture`. `links` are pairs of seen
    pixels (flat indices) that lie straight across the hole from each other and are alike, with the hole's pixels
    between. `holed` is how much of each pixel's neighbourhood is hole.
    """

    picture: Linear
    hole: Mask
    seen: Mask
    toned: Linear
    sigma: float
    links: tuple[tuple[Places, Places, Places], ...]
    holed: Soft

    def agreeing(self, source: Linear) -> Mask:
        """The seen pixels at which `source` shows the same, whatever the noise, also in less light: a rig's shadow
        lies on the set beside it."""
        off = self._off(source)
        shown = self.seen & np.isfinite(source[..., 0])
        usual = float(np.median(off[shown])) if shown.any() else 0.0
        return np.asarray(shown & ((off < max(LIKE, min(NOISE * usual, 3 * LIKE))) | shadowed(self.picture, source)))

    def believed(self, source: Linear, agrees: Mask | None = None) -> Mask:
        """Where in the hole `source` can be believed: where the picture around agrees with it, and nothing is
        `crossing`. `agrees` is where it is `agreeing`, if that has been found already."""
        shown = np.isfinite(source[..., 0])
        agrees = self.agreeing(source) if agrees is None else agrees
        trust = spread(agrees.astype(np.float32), self.seen.astype(np.float32), self.sigma)
        return np.asarray(self.hole & shown & (trust > 0.5) & ~self.crossing(source, agrees))

    def crossing(self, source: Linear, agrees: Mask | None = None) -> Mask:
        """Where something that `source` does not show goes on straight from one side of the hole to the other: a tail,
        a leg, an edge. `agrees` is where it is `agreeing`, if that has been found already."""
        agrees = self.agreeing(source) if agrees is None else agrees
        alien = (self.seen & ~agrees & np.isfinite(source[..., 0])).ravel()
        crossed = np.zeros(self.hole.shape, bool)
        for between, there, back in self.links:
            crossed.ravel()[between[alien[there] & alien[back]]] = True
        return crossed

    def rigged(self, source: Linear) -> Mask:
        """Where `source` shows within the hole mostly what the picture shows: the rig stood there then, too."""
        again = self.hole & (self._off(source) < SAME)
        return np.asarray(_softly(again, self.sigma) > 0.6 * self.holed) & self.hole

    def _off(self, source: Linear) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(apart(tones(without_gaps(source)), self.toned), (3, 3)))


def around(picture: Linear, hole: Mask, seen: Mask, width: int) -> Around:
    """Look around `hole` in `picture`, which is all or a part of one of `width` pixels."""
    toned = tones(without_gaps(picture))
    places = np.argwhere(hole)
    links: list[tuple[Places, Places, Places]] = []
    if len(places) and seen.any():
        deep = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        thick = np.asarray(cv2.dilate(deep, disc(min(float(deep.max()), 64)))[hole] * 2, np.float32)
        soft = np.asarray(cv2.blur(toned, (3, 3)), np.float32).reshape(-1, 3)
        links += [_linked(places, way, seen, thick, soft) for way in ways()]
    sigma = max(0.8, NEAR * width)
    holed = _softly(hole, sigma)
    return Around(picture=picture, hole=hole, seen=seen, toned=toned, sigma=sigma, links=tuple(links), holed=holed)


def _softly(mask: Mask, sigma: float) -> Soft:
    """How much of the neighbourhood in which a rig is told again is set."""
    return blurred(mask.astype(np.float32)[..., None], 4 * sigma)[..., 0]


def ways() -> Iterator[Floats]:
    """Steps of one row or column, as (rows, columns), in all directions of half a turn."""
    for turn in range(WAYS):
        way = np.array([np.sin(np.pi * turn / WAYS), np.cos(np.pi * turn / WAYS)])
        yield way / np.abs(way).max()


def _linked(
    places: Places, step: Floats, seen: Mask, thick: NDArray[np.float32], soft: NDArray[np.float32]
) -> tuple[Places, Places, Places]:
    """The hole's pixels that have like seen pixels both ways along `step`, near for how thick the hole is there."""
    columns = seen.shape[1]
    there, back = (ahead(places, sign * step, seen, float(thick.max())) for sign in (1.0, -1.0))
    near = np.linalg.norm(there - back, axis=1) <= 1.5 * thick + 4
    one, other = (ends.astype(np.intp) @ (columns, 1) for ends in (np.rint(there), np.rint(back)))
    near &= seen.ravel()[one] & seen.ravel()[other]
    near &= apart(soft[one], soft[other]) < ALIKE
    return places[near] @ (columns, 1), one[near], other[near]


def ahead(places: Places, step: Floats, seen: Mask, thick: float) -> Floats:
    """The first seen pixel from each place on, `step` by step; the place itself where there is none near."""
    counts = np.arange(1, int(1.5 * thick) + 5)[:, None]
    # All places go the same way together, so that a step is the same for all: whole numbers do.
    steps = np.rint(counts * step).astype(np.intp)
    down, right = np.abs(steps).max(axis=0)
    # A frame around the picture ends the way of whoever comes to it, and need not be asked for.
    told = cv2.copyMakeBorder(seen.astype(np.uint8), down, down, right, right, cv2.BORDER_CONSTANT, value=OUTSIDE)
    flat, columns = told.ravel(), told.shape[1]
    going, here = np.arange(len(places)), (places + np.array([down, right])) @ (columns, 1)
    taken = np.zeros(len(places))
    for count, far in enumerate((steps @ (columns, 1)).tolist(), 1):
        met = flat[here + far]
        taken[going[met == SEEN]] = count
        left = met == UNSEEN
        going, here = going[left], here[left]
        if not len(going):
            break
    return places + taken[:, None] * step
