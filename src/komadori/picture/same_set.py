"""Pairs of colours: what one picture and another show of the same thing.

Two pictures of one set, from one unit or from two beside each other, are laid over each other by their detail; where
they then agree in shape, each place gives a pair. Pictures of different sets have no pairs, only the same kind of
light to hope for: their tones are compared as a whole.

Sources: Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", 2004 (SIFT, ratio test); RANSAC; Reinhard
et al., "Color Transfer between Images", 2001 (mean and spread of each channel in the logarithm of light).
"""

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import linear_to_srgb, to_codes
from komadori.picture.match import CODES, NOTHING, Match, fit_best
from komadori.picture.shift import flattened

Floats: TypeAlias = NDArray[np.float64]
Linear: TypeAlias = NDArray[np.float32]

WIDTH = 640
"""Pixels the pictures are compared at."""
DETAILS = 2500
LIKE = 0.78
"""A detail must be found this much more like one place than any other."""
AGREE = 3.0
"""Pixels within which details agree about how the pictures lie over each other."""
FEWEST = 24
"""Details that must agree; between different sets some few do by chance."""
CELL = 10
"""Pixels a side of the places that give a pair."""
DARK, BRIGHT = 0.004, 0.96
"""Light outside which a pair says nothing: noise, and what is clipped."""
ALIKE = 0.8
"""Correlation of detail from which a place shows the same thing in both."""
FAR_OUT = 2.0
"""Stops beyond which two sets' mean light is not made alike: then they are meant to differ."""
ENOUGH, MOST = 60, 300
"""Pairs."""


def match_pictures(light: Linear, wanted: Linear) -> tuple[Match, int]:
    """What makes `light` look like `wanted`, both scene-linear, height x width x 3; and how many pairs of colours told
    so: 0 where no common set was found and the tones were compared as a whole."""
    pairs = pairs_of(light, wanted)
    if pairs is None:
        return match_tones(light, wanted), 0
    # Evenly from the whole picture: more would say the same again.
    some = np.unique(np.linspace(0, len(pairs[0]) - 1, MOST).astype(int))
    return fit_best(pairs[0][some], pairs[1][some]), len(pairs[0])


def pairs_of(light: Linear, wanted: Linear) -> tuple[Floats, Floats] | None:
    """Colours of the same places in both pictures, n x 3 each; None where they show too little of one set."""
    one, other = _sized(light), _sized(wanted)
    matrix = _laid(one, other)
    if matrix is None:
        return None
    size = (one.shape[1], one.shape[0])
    moved = cv2.warpPerspective(
        other, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=(-1.0,) * 3
    )
    alike = _correlation(_detail(one), _detail(np.maximum(moved, 0)))
    cells = [
        cv2.resize(np.asarray(each, np.float32), _cells(size), interpolation=cv2.INTER_AREA) for each in (one, moved)
    ]
    inside = _least(one, np.asarray(moved, np.float32))
    shown = cv2.resize(alike, _cells(size), interpolation=cv2.INTER_AREA)
    use = inside & (shown > ALIKE)
    if use.sum() < ENOUGH:
        return None
    return cells[0][use].astype(np.float64), cells[1][use].astype(np.float64)


def _cells(size: tuple[int, int]) -> tuple[int, int]:
    return max(1, size[0] // CELL), max(1, size[1] // CELL)


def _sized(light: Linear) -> Linear:
    high, wide = light.shape[:2]
    if wide <= WIDTH:
        return light
    size = (WIDTH, max(1, round(high * WIDTH / wide)))
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)


def _least(one: Linear, other: Linear) -> NDArray[np.bool_]:
    """The places all of whose pixels lie in both pictures and are neither too dark nor clipped."""
    good = np.ones(one.shape[:2], np.float32)
    for each in (one, other):
        good *= ((each.max(axis=2) < BRIGHT) & (each.min(axis=2) >= 0) & (each.max(axis=2) > DARK)).astype(np.float32)
    share = cv2.resize(good, _cells((one.shape[1], one.shape[0])), interpolation=cv2.INTER_AREA)
    return np.asarray(share > 0.99)


def _detail(light: Linear) -> NDArray[np.uint8]:
    """The picture without its light and colour."""
    bright = float(np.percentile(light.max(axis=2), 99))
    grey = cv2.cvtColor(to_codes(np.asarray(light / max(bright, 1e-6), np.float32), "srgb", 8), cv2.COLOR_RGB2GRAY)
    return np.asarray(flattened(grey), np.uint8)


def _laid(one: Linear, other: Linear) -> Floats | None:
    """What takes pixels of `one` to those of `other`; None where too few details agree."""
    finder: Any = getattr(cv2, "SIFT_create")(nfeatures=DETAILS, contrastThreshold=0.02)  # noqa: B009 - no stub has it
    (here, words), (there, others) = (finder.detectAndCompute(_detail(each), None) for each in (one, other))
    if len(here) < FEWEST or len(there) < FEWEST:
        return None
    near = cv2.BFMatcher(cv2.NORM_L2).knnMatch(words, others, k=2)
    found = [pair[0] for pair in near if len(pair) == 2 and pair[0].distance < LIKE * pair[1].distance]
    if len(found) < FEWEST:
        return None
    start = np.array([here[match.queryIdx].pt for match in found], np.float64)
    end = np.array([there[match.trainIdx].pt for match in found], np.float64)
    cv2.setRNGSeed(1)
    matrix, agreed = cv2.findHomography(start, end, cv2.RANSAC, AGREE, maxIters=4000, confidence=0.999)
    if matrix is None or agreed.sum() < FEWEST or not 0.04 < abs(np.linalg.det(matrix[:2, :2])) < 25:
        return None
    return np.asarray(matrix, np.float64)


def _correlation(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Linear:
    """How alike the detail around each pixel is, -1..1; 1 where both have none, for a plain wall is a plain wall."""
    first, second = (each.astype(np.float32) - 128 for each in (one, other))
    products = (first * second, first * first, second * second)
    both, power, powers = (cv2.GaussianBlur(product, (0, 0), 8) for product in products)
    floor = 30.0
    return np.asarray((both + floor) / np.sqrt((power + floor) * (powers + floor)), np.float32)


def match_tones(light: Linear, wanted: Linear) -> Match:
    """What gives `light` the mean and the spread of `wanted`, channel by channel, in the logarithm of light."""
    here, there = _tones(light), _tones(wanted)
    if here is None or there is None:
        return NOTHING
    (mean, spread), (aim, width) = here, there
    contrast = np.clip(width / np.maximum(spread, 0.3), 0.7, 1.4)
    lights = np.log2(np.interp(CODES, linear_to_srgb(RAMP), RAMP))
    away = np.clip(aim - mean, -FAR_OUT, FAR_OUT)[:, None] + (contrast - 1)[:, None] * (lights[None] - mean[:, None])
    return Match(stops=np.asarray(np.round(np.clip(away, -3, 3), 4), np.float64), matrix=np.eye(3))


RAMP = np.linspace(1e-5, 1, 4096)


def _tones(light: Linear) -> tuple[Floats, Floats] | None:
    """Median and spread of each channel in stops; None where all is dark or clipped."""
    small = _sized(light).reshape(-1, 3)
    good = small[(small.max(axis=1) < BRIGHT) & (small.max(axis=1) > DARK)]
    if len(good) < ENOUGH:
        return None
    stops = np.log2(np.maximum(good, 1e-4)).astype(np.float64)
    low, middle, high = np.percentile(stops, [16, 50, 84], axis=0)
    return middle, (high - low) / 2
