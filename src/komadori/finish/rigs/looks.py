"""Small pictures of a take in tones, each lying where it lies in the set, for finding and following."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import HERE, Linear, Matrix, Moment
from komadori.finish.rigs.tones import Mask, apart, tones

WIDE = 640
"""Pixels of width: a wire of two pixels in a 4K photograph is still a third of one."""
STEPS = 255
"""Codes of a look for one unit of tone; light up to 1 is kept, more is no use here."""
MOVED = 0.25
"""A picture that lies less than this many pixels from where the set does is left as it is."""
WINDOW, AT_MOST = 60, 15
"""Pictures to both sides, and how many of them, that tell what the set looks like."""
ALIKE = 0.03
"""Tones within which two pictures show the same."""
KEPT = 48
"""Looks held in memory at a time, each of about 3 MB."""


def look_of(light: Linear, matte: Linear | None = None) -> NDArray[np.uint8]:
    """A small picture as it is kept: tones in steps of 1/255; a fourth channel is how bright its own `matte` is."""
    look = np.asarray(np.clip(np.rint(tones(light[..., :3]) * STEPS), 0, 255), np.uint8)
    if matte is None:
        return look
    cover = cv2.resize(matte[..., :3].mean(axis=2), (look.shape[1], look.shape[0]), interpolation=cv2.INTER_AREA)
    return np.dstack([look, np.clip(np.rint(cover * STEPS), 0, 255).astype(np.uint8)])


class Looks:
    """The looks of a stretch's moments, by their place in it; all of one size, and placed in the set."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        self._moments = moments
        shapes = Counter(self._raw(place).shape[:2] for place in range(0, len(moments), max(1, len(moments) // 9)))
        shape = next((shape for shape, _ in shapes.most_common() if len(shape) == 2), (0, 0))
        self.height, self.width = int(shape[0]), int(shape[1])
        self.tones = lru_cache(KEPT)(self._toned)
        self._agreed = lru_cache(4)(self._agreement)

    def fits(self, place: int) -> bool:
        """Whether the picture could be looked at, and is as large as the others."""
        return self._raw(place).shape[:2] == (self.height, self.width) and self.height > 0

    def moves(self, place: int) -> bool:
        """Whether the picture lies elsewhere than the set."""
        matrix = np.reshape(self._moments[place].lies, (3, 3)) - np.eye(3)
        return bool(np.abs(matrix).max() * max(self.width, 1) > MOVED)

    def light(self, place: int) -> Linear:
        """The look scene-linear."""
        return np.asarray(np.square(self.tones(place)), np.float32)

    def cover(self, place: int) -> Linear | None:
        """How bright the picture's own matte is, lying as the picture does; None where it has none."""
        raw = self._raw(place)
        return np.asarray(raw[..., 3] / STEPS, np.float32) if self.fits(place) and raw.shape[2] > 3 else None

    def to_picture(self, mask: Mask, place: int) -> Mask:
        """A mask of the set as it lies in one picture."""
        if not self.moves(place):
            return mask
        matrix = self._pixels(self._moments[place].lies)
        size = (self.width, self.height)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpPerspective(mask.astype(np.float32), matrix, size, flags=flags) > 0.5)

    def to_set(self, mask: Mask, place: int) -> Mask:
        """A mask of one picture as it lies in the set."""
        if not self.moves(place):
            return mask
        matrix = self._pixels(self._moments[place].lies)
        return np.asarray(cv2.warpPerspective(mask.astype(np.float32), matrix, (self.width, self.height)) > 0.5)

    def _raw(self, place: int) -> NDArray[np.uint8]:
        return np.asarray(self._moments[place].measure)

    def _toned(self, place: int) -> Linear:
        if not self.fits(place):
            return np.zeros((self.height, self.width, 3), np.float32)
        look = self._raw(place)[..., :3].astype(np.float32) / np.float32(STEPS)
        if not self.moves(place):
            return look
        matrix, size = self._pixels(self._moments[place].lies), (self.width, self.height)
        return np.asarray(cv2.warpPerspective(look, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)

    def background(self, place: int) -> Linear:
        """What the pictures around `place` show that most agree on, in tones."""
        low, high = max(0, place - WINDOW), min(len(self._moments), place + WINDOW + 1)
        fit = [each for each in range(low, high) if self.fits(each)]
        picked = np.unique(np.linspace(0, len(fit) - 1, min(AT_MOST, len(fit))).round().astype(int))
        return self._agreed(tuple(fit[each] for each in picked))

    def _agreement(self, places: tuple[int, ...]) -> Linear:
        """Of each pixel the mean of the most pictures that are alike there: the mode, not the median, since the set
        stands still, and a puppet that is in the way in most pictures shows this and that of it."""
        shown = [self.tones(place) for place in places]
        support, sums = np.ones((len(shown), self.height, self.width), np.float32), np.stack(shown)
        for one, other in combinations(range(len(shown)), 2):
            alike = (apart(shown[one], shown[other]) < ALIKE).astype(np.float32)
            for each, its in ((one, other), (other, one)):
                support[each] += alike
                sums[each] += shown[its] * alike[..., None]
        most = support.argmax(axis=0)[None]
        found = [np.take_along_axis(every, most[..., None], axis=0)[0] for every in (sums, support[..., None])]
        return np.asarray(found[0] / found[1], np.float32)

    def _pixels(self, lies: Matrix) -> NDArray[np.float64]:
        """The mapping from the picture to the set, in pixels whose middles are whole numbers."""
        wide = self.width
        half = np.array([[1 / wide, 0, 0.5 / wide], [0, 1 / wide, 0.5 / wide], [0, 0, 1]])
        back = np.array([[wide, 0, -0.5], [0, wide, -0.5], [0, 0, 1.0]])
        return np.asarray(back @ np.reshape(lies or HERE, (3, 3)) @ half)
