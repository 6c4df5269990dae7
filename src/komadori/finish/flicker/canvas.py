"""A camera that moves: pictures laid onto the set they show, and what was found there brought back.

Places are in shares of the picture's width, as everywhere in finishing; a canvas has the patches of its pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import DARK, Stops

Floats = NDArray[np.float32]
Square = NDArray[np.float64]

LARGEST = 6.0
"""Times the picture's patches that a canvas may have; a longer move is told more coarsely."""
SOFTER = 0.8
"""Sigma, in patches."""
AROUND = np.ones((3, 3), np.uint8)
"""Patches that must all be metered, for the middle one to be drawn."""
WHOLE = 0.995
"""How much of what a patch is drawn from must be metered."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What the pictures of a scene lie on: `moves` take a picture's patches to the canvas's."""

    moves: tuple[Square, ...]
    shape: tuple[int, int]
    picture: tuple[int, int]

    @property
    def still(self) -> bool:
        """Whether the camera stood still."""
        return not self.moves

    def laid(self, stops: Stops, *levers: Stops) -> tuple[Stops, ...]:
        """`stops` and any `levers`, pictures x rows x columns x 3, on the canvas; NaN where a picture shows nothing.

        Blurred, because detail as fine as the patches looks otherwise wherever the camera stands; as light, because the
        mean of light is the same wherever it is taken from; and by Lanczos, because a straight line between patches
        takes contrast away, which looks like another tone.
        """
        if self.still:
            return stops, *levers
        laid = tuple(np.full((len(stops), *self.shape, stops.shape[3]), np.nan, np.float32) for _ in (stops, *levers))
        for at, move in enumerate(self.moves):
            known = ~np.isnan(stops[at])
            light = np.where(known, np.exp2(stops[at]), np.float32(0))
            moved = [light * np.where(known, one[at], np.float32(0)) for one in levers]
            sure = known.astype(np.float32)
            near = np.maximum(cv2.GaussianBlur(sure, (0, 0), SOFTER), np.float32(1e-3))
            inside = np.asarray(cv2.erode(sure, AROUND), np.float32)
            there = self._drawn(inside, move, cv2.INTER_LINEAR)
            light, *moved = (
                self._drawn(cv2.GaussianBlur(one, (0, 0), SOFTER) / near, move, cv2.INTER_LANCZOS4)
                for one in (light, *moved)
            )
            seen = (there > WHOLE) & (light > DARK)
            bright = np.maximum(light, DARK)
            for one, values in zip(laid, (np.log2(bright), *(value / bright for value in moved)), strict=True):
                one[at] = np.where(seen, values, np.nan)
        return laid

    def _drawn(self, values: Floats, move: Square, how: int) -> Floats:
        size = self.shape[1], self.shape[0]
        border = cv2.BORDER_CONSTANT if how == cv2.INTER_LINEAR else cv2.BORDER_REPLICATE
        return np.asarray(cv2.warpPerspective(values, move, size, flags=how, borderMode=border), np.float32)

    def lifted(self, values: Floats, at: int) -> Floats:
        """`values` on the canvas, rows x columns x n, as the picture `at` sees them."""
        if self.still:
            return values
        size = self.picture[1], self.picture[0]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpPerspective(values, self.moves[at], size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
        )


def canvas_of(lies: Sequence[Sequence[float]], picture: tuple[int, int]) -> Canvas:
    """The canvas for pictures of `picture` rows and columns of patches, which lie on the set as `lies` tell."""
    squares = [np.array(one, np.float64).reshape(3, 3) for one in lies]
    rows, columns = picture
    away = max(float(np.abs(_corners(one, picture) - _corners(squares[0], picture)).max()) for one in squares)
    # A tenth of a patch of movement makes no difference to its light.
    if away * columns < 0.1 and np.allclose(squares[0], np.eye(3), atol=0.1 / columns):
        return Canvas((), picture, picture)
    corners = np.concatenate([_corners(one, picture) for one in squares]) * columns
    least, most = corners.min(axis=0), corners.max(axis=0)
    wide, high = np.ceil(most - least) + 1
    smaller = min(1.0, float(np.sqrt(LARGEST * rows * columns / (wide * high))))
    shape = max(2, round(high * smaller)), max(2, round(wide * smaller))
    # OpenCV counts from the middle of the first pixel, shares from its edge.
    to_share = np.array([[1 / columns, 0, 0.5 / columns], [0, 1 / columns, 0.5 / columns], [0, 0, 1]])
    scale = columns * smaller
    to_patch = np.array([[scale, 0, -least[0] * smaller - 0.5], [0, scale, -least[1] * smaller - 0.5], [0, 0, 1]])
    return Canvas(tuple(to_patch @ one @ to_share for one in squares), shape, picture)


def _corners(square: Square, picture: tuple[int, int]) -> Square:
    """Where the picture's corners lie on the set, 4 x 2."""
    high = picture[0] / picture[1]
    points = square @ np.array([[0, 0, 1], [1, 0, 1], [0, high, 1], [1, high, 1]]).T
    return np.asarray((points[:2] / points[2]).T)
