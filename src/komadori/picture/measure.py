"""How light, how sharp and how different pictures are.

Everything takes proxies: height x width x 3 uint8 sRGB, as `read_proxy` gives them; a few hundred pixels a side
are enough. Light is told in stops (log2) below full white, because exposure then is a plain addition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture import colour
from komadori.picture.still import Array

Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]

DARKEST = 2.0**-12
"""Linear light below which an 8-bit picture tells nothing: it keeps the logarithm finite."""
CLIPPED = 254
"""The code from which a channel has lost its detail."""
CLIPPED_SHARE = 0.02
"""Share of a patch that may be clipped before its mean tells nothing."""
PATCHES = (64, 36)
"""Columns and rows of light meters: enough that a puppet covers few of them, each large enough to be free of noise."""
STILL_STOPS = 0.1
"""A pixel that keeps within a tenth of a stop of the whole picture's light stands still, however noisy the camera."""
STILL_SHARE = 0.05
"""If less of the picture than this stands still, the camera moves, and the whole picture is the best there is."""
MOST_PICTURES = 48
"""Pictures of a take that suffice to find what moves."""
TILES = (16, 9)
"""Columns and rows in which local flicker is looked for."""
SLOW = 15
"""Pictures over which a change of light counts as slow, and so as wanted or as drift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flicker:
    """What is left of unwanted changes of light, each in percent of the light.

    `everywhere` is the flicker of the whole, `local` that of its tiles, `drift` the slow departure from the truth.
    """

    everywhere: float
    local: float
    drift: float


def patches(proxy: Array) -> Floats:
    """A picture as light meters: 36 x 64 x 4 stops of luminance, red, green and blue; NaN where clipped or black."""
    linear = colour.to_light(proxy, "srgb")
    all_four = np.dstack([colour.luminance(linear), linear])
    mean = cv2.resize(all_four, PATCHES, interpolation=cv2.INTER_AREA)
    clipped = cv2.resize(np.asarray((proxy >= CLIPPED).any(axis=2), np.float32), PATCHES, interpolation=cv2.INTER_AREA)
    usable = (clipped < CLIPPED_SHARE) & (mean > DARKEST).all(axis=2)
    return np.asarray(np.where(usable[..., None], np.log2(np.maximum(mean, DARKEST)), np.nan))


def bare_set(meters: Sequence[Floats]) -> Floats:
    """The set without its puppets: each patch's median over some pictures' `patches`, each freed of its exposure first.

    A puppet in front of a patch in fewer than half of the pictures leaves no trace.
    """
    freed = np.stack([patch - _middle(patch.reshape(-1, 4), axis=0) for patch in meters])
    return _middle(freed, axis=0)


def light_against(meter: Floats, bare: Floats) -> Floats:
    """How much lighter a picture's `patches` are than the bare set: four stops, luminance, red, green, blue.

    The median over the patches: what moves over fewer than half of them does not count.
    """
    return _middle((meter - bare).reshape(-1, 4), axis=0)


def _middle(values: Floats, *, axis: int) -> Floats:
    """The median along `axis` of what is not NaN. np.nanmedian does the same, many times slower."""
    count = (~np.isnan(values)).sum(axis=axis, keepdims=True)
    last = np.asarray(values.shape[axis] - 1)
    ordered = np.sort(values, axis=axis)
    low, high = (np.take_along_axis(ordered, np.clip(at, 0, last), axis=axis) for at in ((count - 1) // 2, count // 2))
    return np.asarray(np.squeeze((low + high) / 2, axis=axis))


def static_region(proxies: Sequence[Array]) -> Mask:
    """Where nothing moves in a take: height x width, True for the set; all True where the camera itself moves.

    Changes of light over the whole picture are allowed for. The proxies have one size; a few dozen are looked at.
    """
    chosen = np.linspace(0, len(proxies) - 1, min(len(proxies), MOST_PICTURES)).round().astype(int)
    stops = np.stack([log_luminance(proxies[index]) for index in chosen])
    departure = stops - np.median(stops, axis=0)
    departure -= np.median(departure, axis=(1, 2), keepdims=True)
    # A puppet may stand in front of a pixel for a few pictures only, so the worst pictures decide.
    spread = np.quantile(np.abs(departure), 0.95, axis=0)
    still: Mask = spread <= max(STILL_STOPS, 3 * float(np.median(spread)))
    return still if still.mean() >= STILL_SHARE else np.ones_like(still)


def log_luminance(proxy: Array) -> NDArray[np.float32]:
    """Luminance in stops below full white, lightly smoothed against noise."""
    luminance = colour.luminance(colour.to_light(cv2.GaussianBlur(proxy, (0, 0), 0.8), "srgb"))
    return np.log2(np.maximum(luminance, np.float32(DARKEST)))


def residual_flicker(pictures: Sequence[Array], truth: Sequence[Array], still: Mask) -> Flicker:
    """How much the light of `still` departs from the truth's, picture by picture and slowly.

    Fast changes are told by x[t] - (x[t-1] + x[t+1]) / 2, scaled so that white noise keeps its RMS; needs three
    pictures or more. Whatever changes in the truth is wanted and does not count.
    """
    ratio = np.stack([tile_light(a, still) - tile_light(b, still) for a, b in zip(pictures, truth, strict=True)])
    percent = 100 * ratio[:, covered(still)].reshape(len(ratio), -1)
    whole = percent.mean(axis=1)
    window = min(SLOW, len(whole))
    slow = np.stack([np.convolve(tile, np.ones(window) / window, "valid") for tile in percent.T])
    return Flicker(everywhere=rms(fast(whole)), local=rms(fast(percent)), drift=rms(slow))


def fast(series: Floats) -> Floats:
    """The part of each series (first axis time) that changes from picture to picture."""
    return np.asarray((series[1:-1] - (series[:-2] + series[2:]) / 2) * np.sqrt(2 / 3))


def rms(values: Floats) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(values))))


def tile_light(proxy: Array, still: Mask) -> Floats:
    """Natural logarithm of the mean linear light of the still pixels: tile rows x columns x 3."""
    weight = still.astype(np.float32)
    total = cv2.resize(colour.to_light(proxy, "srgb") * weight[..., None], TILES, interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight, TILES, interpolation=cv2.INTER_AREA)
    return np.log(np.maximum(total / np.maximum(share, 1e-6)[..., None], DARKEST))


def covered(still: Mask) -> Mask:
    """The tiles (rows x columns) of which enough stands still to be judged."""
    return np.asarray(cv2.resize(still.astype(np.float32), TILES, interpolation=cv2.INTER_AREA) > 0.4)


def sharpness(proxy: Array) -> float:
    """How much fine detail a picture has, whatever its exposure: RMS of the Laplacian of its stops, 0 for a plain one.

    Compare pictures of one subject and one size: the number means nothing between different sets.
    """
    return rms(np.asarray(cv2.Laplacian(log_luminance(proxy), cv2.CV_32F), np.float32))


def difference(first: Array, second: Array) -> float:
    """The mean absolute difference of two pictures of one size, 0..1 of the sRGB codes."""
    return float(cv2.absdiff(first, second).mean() / 255)
