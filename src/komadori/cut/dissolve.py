"""One shot gives way to the next: both are seen at once, mixed as light, as two exposures on one film."""

import numpy as np

from komadori.picture.colour import Array, linear_to_srgb, srgb_to_linear


def mix_of(frame: int, frames: int) -> float:
    """How much of the coming shot is seen at frame `frame` (from 1) of a dissolve of `frames`, between 0 and 1.

    It rises evenly, so that the light of a set that is alike on both sides stays as it is, and movement is not rushed.
    """
    return frame / (frames + 1)


def dissolved(going: Array, coming: Array, share: float) -> Array:
    """Two pictures of one size (sRGB codes of 16 bits, height × width × 3 or × 4), `share` of `coming`, 0 to 1.

    A matte, the fourth channel, is mixed as well, and each pixel's colour counts as much as there is of it; a picture
    without one is whole. The result has a matte where one of them does.
    """
    one, other = _parts(going), _parts(coming)
    cover = (1 - share) * one[1] + share * other[1]
    light = (1 - share) * one[0] * one[1] + share * other[0] * other[1]
    light = np.divide(light, cover, out=np.zeros_like(light), where=cover > 0)
    full = np.iinfo(np.uint16).max
    codes = np.rint(linear_to_srgb(light) * full).astype(np.uint16)
    if going.shape[2] == coming.shape[2] == 3:
        return codes
    return np.concatenate([codes, np.rint(cover * full).astype(np.uint16)], axis=2)


def _parts(picture: Array) -> tuple[Array, Array]:
    """The light of a picture, and how much of each pixel there is."""
    full = np.iinfo(picture.dtype).max
    light = srgb_to_linear(np.arange(full + 1) / full)[picture[..., :3]]
    cover = picture[..., 3:] / full if picture.shape[2] == 4 else np.ones((*picture.shape[:2], 1))
    return light, cover
