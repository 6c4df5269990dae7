"""Another picture of the same set laid under a picture: moved to lie as it does, and lit as it is."""

import cv2
import numpy as np

from komadori.errors import Refused
from komadori.finish.rigs.tones import Linear, Mask, apart, least_and_most, spread, tones, without_gaps
from komadori.picture.shift import corners, fit, flattened, track

REGISTERED = 1280
"""Pixels of width at which a plate is registered: finer costs much and gains nothing that can be seen."""
STANDS = 0.04
"""A plate that lies this near, in pixels, is left where it is: moving it would only soften it."""
GRID = 192
"""Columns of the grid on which light is compared."""
CLIPPED, DARK = 0.93, 0.002
CUTS = (0.4, 0.15, 0.07)
"""Natural logarithms beyond which a patch is no light but something else, from the first look to the last."""
REACH = 5.0
"""Sigma, in patches of the grid, over which light is told."""


class UnfitPlate(Refused):
    """A plate has not the picture's proportions."""


def fitted(plate: Linear, name: str, size: tuple[int, int], spare: float) -> Linear:
    """The colours of `plate`, exactly as large as a picture of `size` (rows and columns).

    Its proportions may make it up to `spare` pixels higher or lower than the picture. Raises UnfitPlate.
    """
    height, width = size
    if plate.shape[:2] == size:
        return plate[..., :3]
    if abs(plate.shape[0] * width / plate.shape[1] - height) > spare:
        raise UnfitPlate(
            f"The {name.replace('_', ' ')} has {plate.shape[1]} × {plate.shape[0]} pixels, "
            f"the picture {width} × {height}.",
            hint="shoot it with the same camera and settings as the take, or crop it to the same proportions.",
        )
    plate = np.ascontiguousarray(plate[..., :3])
    return np.asarray(cv2.resize(plate, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def placed(plate: Linear, picture: Linear) -> tuple[Linear, float]:
    """`plate` moved, turned and scaled to lie as `picture` does, and by how many pixels that was.

    Tells NaN, with the plate where it is, where the two have too little in common to be registered.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, REGISTERED / width)
    one, other = (flattened(_codes(pixels, scale)) for pixels in (plate, picture))
    found = fit(track(one, other, corners(one)))
    if found is None:
        return plate, float("nan")
    matrix = found.matrix.copy()
    # From pixels of the smaller pictures to pixels, whose middles lie half a pixel in.
    matrix[:, 2] = (
        (matrix[:, 2] + (matrix[:, :2].sum(axis=1) - 1) * 0.5) / scale + 0.5 - matrix[:, :2].sum(axis=1) * 0.5
    )
    if found.far / scale < STANDS:
        return plate, 0.0
    moved = cv2.warpAffine(plate, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.maximum(moved, 0), np.float32), found.far / scale


def _codes(light: Linear, scale: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    red, green, blue = np.moveaxis(tones(light), 2, 0)
    # Many times faster than the mean along the last axis.
    grey = (red + green + blue) / np.float32(3)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(np.rint(grey * 255), 0, 255), np.uint8)


def relit(plate: Linear, picture: Linear, hidden: Mask) -> Linear:
    """`plate` in the light of `picture`, as told by what both show of the set.

    Light differs smoothly; whatever differs otherwise (a puppet, its shadow's edge, what is `hidden`) is no light and
    falls out (Tukey's biweight). NaN stays NaN.
    """
    height, width = picture.shape[:2]
    small = (min(GRID, width), max(1, round(min(GRID, width) * height / width)))
    shown = np.isfinite(plate[..., 0]) & ~hidden
    weight = cv2.resize(shown.astype(np.float32), small, interpolation=cv2.INTER_AREA)
    old, new = (cv2.resize(without_gaps(pixels), small, interpolation=cv2.INTER_AREA) for pixels in (plate, picture))
    dark, bright = least_and_most(np.minimum(old, new))[0], least_and_most(np.maximum(old, new))[1]
    meter = (weight > 0.98) & (bright < CLIPPED) & (dark > DARK)
    if meter.sum() < 12:
        return plate
    ratio = np.log(np.maximum(new, 1e-5) / np.maximum(old, 1e-5))
    light = np.broadcast_to(np.median(ratio[meter], axis=0), ratio.shape)
    for cut in CUTS:
        off = apart(ratio, light) / cut
        trust = np.where(meter & (off < 1), (1 - np.minimum(off, 1) ** 2) ** 2, 0).astype(np.float32)
        if trust.sum() < 12:
            break
        light = spread(ratio, trust, REACH, steps=4)
    gain = cv2.resize(np.exp(light), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(plate * gain, np.float32)
