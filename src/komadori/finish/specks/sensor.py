"""Dust before the sensor: soft round shadows at the same place of every picture.

Each takes the same share of the light, whatever it falls on. A plate of an even, blurred, bright surface shows nothing
else. Where the camera moves, the set goes by behind the dust, and the median of many pictures keeps the dust alone. On
a set that stands still before a camera that does, no picture can tell dust from a spot on the wall.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Linear

Rows = NDArray[np.float32]

WIDE = 640
"""Pixels of width at which a moving take is looked at."""
STEPS = 256.0
"""Stops are kept in steps of 1/256."""
AROUND = 1 / 60
"""Share of the width over which the light is taken to be even, as sigma of a Gaussian."""
SHALLOWEST, CLEAR = 0.03, 5.0
"""Stops that dust takes at least, and in deviations of what is around."""
NOISELESS = 8.0
"""Deviations of a pixel's noise, over the root of its pixels, that a grain of dust is deep at least."""
SMALLEST, LARGEST = 0.0012, 0.02
"""Radius of dust in shares of the width."""
ROUND, LONG = 0.55, 1.7
"""Share of its box that dust fills at least, and how many times longer than wide it may be."""
RINGS = 8
"""Steps of a profile from the middle outwards."""
COLUMNS = 3 + RINGS
"""Numbers told of dust: x, y, reach in shares of the width, and the stops it takes on the way there."""
APART, ASKED = 0.02, 7
"""How far elsewhere, in shares of the width, the set lies in a picture that takes it out of another; and how many."""
TRUST = 0.25
"""Deviation of how much deeper or shallower dust may be in one picture: a tone curve bends what a plate tells."""


def detail(light: Linear, width: int = 0) -> Rows:
    """The fine differences of brightness in a picture, in stops, at `width` pixels or its own."""
    grey = np.asarray(cv2.transform(light, np.array([[0.25, 0.5, 0.25]], np.float32)), np.float32)
    if width and grey.shape[1] > width:
        size = width, max(1, round(grey.shape[0] * width / grey.shape[1]))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)
    stops = np.log2(np.maximum(grey, 2.0**-10)).astype(np.float32)
    sigma = AROUND * stops.shape[1]
    smooth = cv2.GaussianBlur(stops, (0, 0), sigma)
    # Once more without what was dark, so that dust does not darken what it is held against.
    lit = (stops > smooth - SHALLOWEST / 2).astype(np.float32)
    total = np.maximum(cv2.GaussianBlur(lit, (0, 0), sigma), 1e-3)
    return np.asarray(stops - cv2.GaussianBlur(stops * lit, (0, 0), sigma) / total, np.float32)


def steady(details: Sequence[Rows], lies: Sequence[NDArray[np.float64]]) -> tuple[Rows, Rows]:
    """What stands still before the sensor in the details of many pictures, `lies` being where they lie in the set.

    The set is taken out of each by others in which it lies elsewhere before the sensor; the median of what is left
    keeps what all have. Also gives how far that may err by chance, one deviation.
    """
    wide = details[0].shape[1]
    centre = np.array([0.5, 0.5 * details[0].shape[0] / wide, 1])
    left = []
    for at, here in enumerate(details):
        ways = [np.linalg.inv(there) @ lies[at] for there in lies]
        moved = [float(np.hypot(*((way @ centre)[:2] / (way @ centre)[2] - centre[:2]))) for way in ways]
        far = sorted((one for one in range(len(ways)) if moved[one] > APART), key=lambda one: (moved[one], one))
        if far:
            set_there = np.stack([_lent(details[one], ways[one]) for one in far[:ASKED]])
            left.append(here - _middle(set_there))
    if not left:
        return np.zeros_like(details[0]), np.ones_like(details[0])
    every = np.stack(left)
    middle = _middle(every)
    # The median's error, with 1.48 times the median departure for a deviation.
    return middle, np.asarray(1.25 * 1.48 * _middle(np.abs(every - middle)) / np.sqrt(len(left)), np.float32)


def _lent(there: Rows, way: NDArray[np.float64]) -> Rows:
    high, wide = there.shape
    to_shares = np.array([[1 / wide, 0, 0.5 / wide], [0, 1 / wide, 0.5 / wide], [0, 0, 1.0]])
    matrix = np.linalg.inv(to_shares) @ way @ to_shares
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(there, matrix, (wide, high), flags=flags, borderValue=np.nan), np.float32)


def _middle(values: Rows) -> Rows:
    """The median over the first axis of what is not NaN, 0 where nothing is known."""
    count = np.isfinite(values).sum(axis=0, keepdims=True)
    ordered = np.sort(values, axis=0)
    low, high = (np.take_along_axis(ordered, np.maximum(at, 0), axis=0)[0] for at in ((count - 1) // 2, count // 2))
    high = np.where(np.isfinite(high), high, low)
    return np.asarray(np.where(count[0] > 0, (low + high) / 2, 0), np.float32)


def dust(stops: Rows, unsure: Rows | None = None) -> Rows:
    """The dust in a map of stops, rows of COLUMNS numbers; `unsure` is how far the map may err at each place."""
    wide = stops.shape[1]
    smooth = np.asarray(cv2.GaussianBlur(stops, (0, 0), max(0.6, SMALLEST * wide / 2)), np.float32)
    usual, grain = (float(np.median(np.abs(one))) / 0.6745 for one in (smooth, stops))
    least = np.maximum(SHALLOWEST, CLEAR * usual)
    if unsure is not None:
        least = np.maximum(least, CLEAR * cv2.blur(unsure, (3, 3)))
    dark = (smooth < -least).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    found = []
    for label in range(1, count):
        x, y, across, down, area = (int(value) for value in stats[label])
        if not _disc(across, down, area, wide):
            continue
        part = (slice(y, y + down), slice(x, x + across))
        weight = np.where(labels[part] == label, -smooth[part], 0)
        rows, columns = np.mgrid[y : y + down, x : x + across]
        at = (float((columns * weight).sum() / weight.sum()), float((rows * weight).sum() / weight.sum()))
        reach = 2.2 * np.sqrt(area / np.pi)
        profile = _profile(stops, at, reach)
        # What noise makes is not so deep for as many pixels.
        if profile[0] < -max(SHALLOWEST, NOISELESS * grain / np.sqrt(area)):
            found.append([(at[0] + 0.5) / wide, (at[1] + 0.5) / wide, reach / wide, *profile])
    return np.array(found, np.float32).reshape(-1, COLUMNS)


def _disc(across: int, down: int, area: int, wide: int) -> bool:
    radius = np.sqrt(area / np.pi) / wide
    is_round = area >= ROUND * across * down and max(across, down) <= LONG * min(across, down) + 1
    return bool(SMALLEST / 2 < radius < LARGEST and is_round and area >= 3)


def _profile(stops: Rows, at: tuple[float, float], reach: float) -> list[float]:
    """Stops from the middle to `reach`, the mean of each ring, none at the end."""
    high, wide = stops.shape
    left, top = max(0, int(at[0] - reach) - 1), max(0, int(at[1] - reach) - 1)
    part = stops[top : min(high, int(at[1] + reach) + 3), left : min(wide, int(at[0] + reach) + 3)]
    rows, columns = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
    away = np.hypot(columns - at[0], rows - at[1]) / reach * (RINGS - 1)
    profile: list[float] = []
    for ring in range(RINGS):
        weight = np.clip(1 - np.abs(away - ring), 0, 1)
        total = float(weight.sum())
        nearest = part[np.unravel_index(np.argmin(np.abs(away - ring)), part.shape)]
        profile.append(float((part * weight).sum() / total) if total > 0 else float(nearest))
    rim = profile[-1]
    return [round(min(0.0, value - rim), 4) for value in profile]


def cleaned(pixels: Linear, found: Rows) -> Linear:
    """A copy of a picture with the light given back that dust took."""
    done = pixels.copy()
    high, wide = pixels.shape[:2]
    for row in found:
        x, y, reach = (float(value) * wide for value in row[:3])
        left, top = max(0, int(x - reach)), max(0, int(y - reach))
        part = (slice(top, min(high, int(y + reach) + 2)), slice(left, min(wide, int(x + reach) + 2)))
        if done[part].size == 0:
            continue
        rows, columns = np.mgrid[part]
        away = np.hypot(columns + 0.5 - x, rows + 0.5 - y) / max(reach, 1e-6) * (RINGS - 1)
        stops = np.interp(away, np.arange(RINGS), row[3:], right=0.0).astype(np.float32)
        deep = _depth(done[part], stops)
        done[part] *= np.exp2(-deep * stops)[..., None]
    return done


def _depth(part: Linear, stops: Rows) -> np.float32:
    """How much deeper than told dust is in this picture: what flattens it best, held near 1 where texture hides it."""
    light = np.log2(np.maximum(part.mean(axis=2), 2.0**-10))
    if not np.isfinite(light).all():
        return np.float32(1)
    rows, columns = np.mgrid[: light.shape[0], : light.shape[1]]
    plane = np.column_stack([np.ones(light.size), rows.ravel(), columns.ravel()])
    both = np.column_stack([light.ravel(), stops.ravel()])
    solution, *_ = np.linalg.lstsq(plane, both, rcond=None)
    rest = both - plane @ solution
    energy = float((rest[:, 1] ** 2).sum())
    if energy < 1e-9:
        return np.float32(1)
    told = float((rest[:, 0] * rest[:, 1]).sum()) / energy
    left = float(((rest[:, 0] - told * rest[:, 1]) ** 2).mean())
    # Texture is alike over some pixels, so nine of them count as one.
    variance = 9 * left / energy
    share = TRUST**2 / (TRUST**2 + variance)
    return np.float32(np.clip(1 + share * (told - 1), 0.5, 1.6))
