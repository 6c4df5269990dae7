"""Out of the dark and into it: light that grows or falls, as a lamp does and not as a code does."""

import numpy as np

from komadori.picture.colour import Array, linear_to_srgb, srgb_to_linear


def share_of(frame: int, frames: int, fade_in: int, fade_out: int) -> float:
    """How much light frame `frame` (from 1) of `frames` has, 0 to 1: a smooth rise and a smooth fall.

    The first frame of a fade in is nearly dark and the frame after it is whole; out, the other way about.
    """
    share = 1.0
    if frame <= fade_in:
        share = min(share, _smooth((frame - 0.5) / fade_in))
    if frames - frame < fade_out:
        share = min(share, _smooth((frames - frame + 0.5) / fade_out))
    return share


def faded(picture: Array, share: float) -> Array:
    """`picture` (sRGB codes of 8 or 16 bits, height × width × 3 or × 4) with `share` of its light, 0 to 1.

    A matte, the fourth channel, stays: what is in the dark is still there. So a background that is put behind it later
    and faded alike gives the fade of both together.
    """
    full = np.iinfo(picture.dtype).max
    light = srgb_to_linear(np.arange(full + 1) / full) * min(max(share, 0.0), 1.0)
    codes = np.rint(linear_to_srgb(light) * full).astype(picture.dtype)
    return np.concatenate([codes[picture[..., :3]], picture[..., 3:]], axis=2)


def _smooth(part: float) -> float:
    return part * part * (3 - 2 * part)
