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
from komadori.picture.colour import rounded16, to_codes, to_light
from komadori.picture.still import Array, straight, to_bits


class BadCrop(WrongUse, ValueError):
    """A part of the picture was asked for that does not lie in it."""


class TooWide(WrongUse, ValueError):
    """A width was asked for that the pictures do not have, or that is no width at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How pictures of `from_width` × `from_height` become those of the delivery, `width` × `height`.

    Of each picture the part `box` (left, top, width, height in pixels) goes out.
    """

    from_width: int
    from_height: int
    box: tuple[int, int, int, int]
    width: int
    height: int

    @property
    def cropped(self) -> bool:
        """Whether only a part of the picture goes out."""
        return self.box != (0, 0, self.from_width, self.from_height)

    @property
    def shrunk(self) -> bool:
        """Whether the picture is made smaller, by more than an odd last column or row."""
        return self.box[2] - self.width > 1 or self.box[3] - self.height > 1


Crop = tuple[float, float, float, float]
"""Left, top, width and height of a part of the picture, each 0 to 1 of its width or height."""


def fit_for(first: Path, preset: Preset, width: int | None, crop: Crop | None = None) -> Fit:
    """The size of a delivery: that of its `first` picture or its `crop`, not above `width` or what the preset allows.

    Movies are given even sides, by leaving out an odd last column and row: an edge invented to fill up would be seen,
    a missing one is not. Raises BadCrop for a part outside the picture, TooWide for a `width` that is not 2 to the
    picture's own, and WrongTarget for a movie of which nothing would be left.
    """
    whole_tall, whole_wide = read(first).data.shape[:2]
    box = _box(crop, whole_wide, whole_tall)
    wide, tall = box[2:]
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
    return Fit(from_width=whole_wide, from_height=whole_tall, box=box, width=even[0], height=even[1])


def _box(crop: Crop | None, wide: int, tall: int) -> tuple[int, int, int, int]:
    """A crop in whole pixels; the whole picture for None."""
    if crop is None:
        return 0, 0, wide, tall
    left, top, across, down = crop
    if not (0 <= left < 1 and 0 <= top < 1 and 0 < across <= 1 - left + 1e-9 and 0 < down <= 1 - top + 1e-9):
        raise BadCrop(
            f"The part {left:g},{top:g},{across:g},{down:g} does not lie in the picture.",
            hint="left, top, width and height are shares from 0 to 1, such as 0.1,0.1,0.8,0.8.",
        )
    x, y = min(round(left * wide), wide - 1), min(round(top * tall), tall - 1)
    return x, y, max(1, min(round(across * wide), wide - x)), max(1, min(round(down * tall), tall - y))


def display_rgb(path: Path, fit: Fit) -> Rgb:
    """The picture in sRGB codes of 8 bits, or of 16 where it has more; one with a matte is put over black.

    Raises MixedSizes where its size is another.
    """
    pixels = _read(path, fit)
    if pixels.matte is not None:
        light = to_light(pixels.data, pixels.encoding) * to_light(pixels.matte, "linear")[..., None]
        return _fitted(to_codes(light, "srgb", 16), fit)
    return _fitted(_codes(pixels), fit)


def display_anyway(path: Path, fit: Fit) -> Rgb:
    """As `display_rgb`, but a picture of another size is shrunk or enlarged into the frame, with black around it."""
    codes = _codes(read(path))
    tall, wide = codes.shape[:2]
    scale = min(fit.from_width / wide, fit.from_height / tall)
    if (wide, tall) != (fit.from_width, fit.from_height):
        across, down = max(1, round(wide * scale)), max(1, round(tall * scale))
        inside = cv2.resize(codes, (across, down), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        over, below = fit.from_width - across, fit.from_height - down
        edges = (below // 2, below - below // 2, over // 2, over - over // 2)
        return _fitted(np.asarray(cv2.copyMakeBorder(inside, *edges, cv2.BORDER_CONSTANT, value=(0, 0, 0))), fit)
    return _fitted(codes, fit)


def display_whole(path: Path, fit: Fit) -> Array:
    """As `display_rgb`, but a matte stays beside the colours as a fourth channel of the same type."""
    pixels = _read(path, fit)
    codes = _codes(pixels)
    if pixels.matte is None:
        return _fitted(codes, fit)
    if not fit.shrunk:
        matte = to_bits(pixels.matte, np.uint16) if codes.dtype == np.uint16 else pixels.matte
        return _fitted(np.dstack([codes, matte]), fit)
    whole = _shrunk_with_matte(pixels, fit)
    return np.dstack([to_codes(whole[..., :3], "srgb", 16), rounded16(whole[..., 3])])


def linear_whole(path: Path, fit: Fit) -> Array:
    """The picture's light as float32, 1 for white, with a matte where it has one. Raises as `display_rgb`."""
    pixels = _read(path, fit)
    light = to_light(pixels.data, pixels.encoding)
    if pixels.matte is None:
        return _fitted(light, fit)
    if fit.shrunk:
        return _shrunk_with_matte(pixels, fit)
    return _fitted(np.dstack([light, to_light(pixels.matte, "linear")]), fit)


def with_matte(picture: Array) -> Array:
    """`picture` with a fourth channel; where it has none, all of it is there."""
    if picture.shape[2] == 4:
        return picture
    top = np.iinfo(picture.dtype).max if picture.dtype.kind == "u" else 1
    return np.dstack([picture, np.full(picture.shape[:2], top, picture.dtype)])


def _codes(pixels: Pixels) -> Rgb:
    if pixels.encoding == "linear":
        return to_codes(pixels.data, "srgb", 16)
    return pixels.data if pixels.data.dtype == np.uint8 else to_bits(pixels.data, np.uint16)


def _shrunk_with_matte(pixels: Pixels, fit: Fit) -> Array:
    """Light with its matte, shrunk: a pixel's colour weighs as much as there is of it."""
    cover = to_light(np.asarray(pixels.matte), "linear")[..., None]
    whole = _fitted(np.dstack([to_light(pixels.data, pixels.encoding) * cover, cover]), fit)
    whole[..., :3] = straight(whole[..., :3], whole[..., 3])
    return whole


def _read(path: Path, fit: Fit) -> Pixels:
    pixels = read(path, matte=True)
    tall, wide = pixels.data.shape[:2]
    if (wide, tall) != (fit.from_width, fit.from_height):
        raise MixedSizes(
            f"{path.name} has {wide} × {tall} pixels, the pictures before it {fit.from_width} × {fit.from_height}.",
            hint="finish the shot with a scale to bring its pictures to one size.",
        )
    return pixels


def _fitted(data: Array, fit: Fit) -> Array:
    left, top, wide, tall = fit.box
    data = data[top : top + tall, left : left + wide]
    if fit.shrunk:
        return np.asarray(cv2.resize(data, (fit.width, fit.height), interpolation=cv2.INTER_AREA))
    return np.ascontiguousarray(data[: fit.height, : fit.width])
