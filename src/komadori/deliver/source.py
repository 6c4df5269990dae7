"""Pictures as they go out: read, brought to the one size of the delivery, in display codes or in light."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from komadori.deliver.pixels import Rgb, to_even
from komadori.deliver.presets import Preset, WrongTarget
from komadori.deliver.reel import MixedSizes
from komadori.errors import WrongUse
from komadori.picture import Pixels, read
from komadori.picture.colour import to_codes, to_light
from komadori.picture.still import Array, to_bits


class TooWide(WrongUse, ValueError):
    """A width was asked for that the pictures do not have, or that is no width at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How pictures of `from_width` × `from_height` become those of the delivery, `width` × `height`."""

    from_width: int
    from_height: int
    width: int
    height: int

    @property
    def shrunk(self) -> bool:
        """Whether the picture is made smaller, by more than an odd last column or row."""
        return self.from_width - self.width > 1 or self.from_height - self.height > 1


def fit_for(first: Path, preset: Preset, width: int | None) -> Fit:
    """The size of a delivery: that of its `first` picture, not above `width` or what the preset allows.

    Movies are given even sides, by leaving out an odd last column and row: an edge invented to fill up would be seen,
    a missing one is not. Raises TooWide for a `width` that is not 2 to the picture's own, and WrongTarget for a movie
    of which nothing would be left.
    """
    tall, wide = read(first).data.shape[:2]
    if width is not None and not 2 <= width <= wide:
        raise TooWide(f"The pictures are {wide} pixels wide; {width} was asked for.", hint="pictures are only shrunk.")
    across = width or min(wide, preset.widest or wide)
    down = max(1, round(tall * across / wide))
    even = to_even(across, down) if preset.kind == "movie" else (across, down)
    if 0 in even:
        raise WrongTarget(
            f"A movie has two by two pixels at the least, and this would have {across} × {down}.",
            hint="png, tiff and exr take any size.",
        )
    return Fit(from_width=wide, from_height=tall, width=even[0], height=even[1])


def display_rgb(path: Path, fit: Fit) -> Rgb:
    """The picture in sRGB codes of 8 bits, or of 16 where it has more. Raises MixedSizes where its size is another."""
    pixels = _read(path, fit)
    if pixels.encoding == "linear":
        return _fitted(to_codes(pixels.data, "srgb", 16), fit)
    return _fitted(pixels.data if pixels.data.dtype == np.uint8 else to_bits(pixels.data, np.uint16), fit)


def linear_rgb(path: Path, fit: Fit) -> Array:
    """The picture's light as float32, 1 for white. Raises MixedSizes where its size is another."""
    pixels = _read(path, fit)
    return _fitted(to_light(pixels.data, pixels.encoding), fit)


def _read(path: Path, fit: Fit) -> Pixels:
    pixels = read(path)
    tall, wide = pixels.data.shape[:2]
    if (wide, tall) != (fit.from_width, fit.from_height):
        raise MixedSizes(
            f"{path.name} has {wide} × {tall} pixels, the pictures before it {fit.from_width} × {fit.from_height}.",
            hint="finish the shot with a scale to bring its pictures to one size.",
        )
    return pixels


def _fitted(data: Array, fit: Fit) -> Array:
    if fit.shrunk:
        return np.asarray(cv2.resize(data, (fit.width, fit.height), interpolation=cv2.INTER_AREA))
    return np.ascontiguousarray(data[: fit.height, : fit.width])
