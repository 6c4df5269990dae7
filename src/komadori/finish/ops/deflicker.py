"""Hold the light of a take steady: one gain for each channel of each picture.

Most of a stop-motion picture is the set, and the set stands still: every patch of it is its own light meter. Two
pictures are compared patch by patch in log light; the puppet, its shadow and clipped patches disagree with the rest and
fall out (Tukey's biweight). Around each picture a robust straight line through the neighbours' light gives what the
light was meant to be there, so a slow change stays; a sudden change that lasts is found first and never bridged.

Method: ours, the global half of "set lock"; local-linear regression after Cleveland, 1979 (LOWESS).
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Linear, Moment, Operation, Parameter, Place, Settings, Solved, Still

Floats = NDArray[np.float64]

PATCHES = (32, 24)
"""Columns and rows of light meters: enough that a puppet covers few of them, few enough to compare by the hundred."""

STOPS = 2048
"""Log light is kept in steps of 1/2048 stop, 0.034 %: a tenth of what an 8-bit picture can show."""

UNMETERED = 0
"""The patch is clipped or too dark to be a meter."""

CLIPPED, DARK = 0.93, 0.002


def measure(still: Still) -> NDArray[np.uint16]:
    """The light of each patch: rows x columns x 3, in 1/2048 stop above 2^-16; 0 where it cannot be told."""
    pixels = still.small()
    mean = cv2.resize(pixels, PATCHES, interpolation=cv2.INTER_AREA)
    clipped = cv2.resize((pixels > CLIPPED).astype(np.float32), PATCHES, interpolation=cv2.INTER_AREA)
    light = np.round((np.log2(np.maximum(mean, 2**-15)) + 16) * STOPS)
    return np.where((clipped > 0.02) | (mean < DARK), UNMETERED, light).astype(np.uint16)


def solve(moments: Sequence[Moment], settings: Settings) -> list[Solved]:
    """Log2 gains (red, green, blue) for each moment, in steps of 1/2048 stop; 0 where nothing is to be compared."""
    reach = int(settings["reach"])
    light = differences(moments, reach)
    if not settings["colour"]:
        light = np.repeat(light.mean(axis=2, keepdims=True), 3, axis=2)
    frames = np.array([moment.frame for moment in moments], float)
    parts = np.cumsum(steps(light, reach)) if settings["keep_steps"] else np.zeros(len(moments), int)
    solved = []
    for here in range(len(moments)):
        near = np.arange(max(0, here - reach), min(len(moments), here + reach + 1))
        near = near[parts[near] == parts[here]]
        away = light[here, near - here + reach]
        gains = lines_at(frames[near] - frames[here], (near - here) / (reach + 1), away)
        solved.append(tuple(float(gain) for gain in np.round(gains * STOPS) / STOPS))
    return solved


def differences(moments: Sequence[Moment], reach: int) -> Floats:
    """How much lighter in log2 the picture `reach` before to `reach` after is: moments x (2 reach + 1) x 3, NaN beyond.

    Told from the patches that stand still.
    """
    count = len(moments)
    metered = np.stack([moment.measure.reshape(-1, 3).T for moment in moments]).astype(np.float32)
    metered[(metered == UNMETERED).any(axis=1, keepdims=True).repeat(3, axis=1)] = np.nan
    light = np.full((count, 2 * reach + 1, 3), np.nan)
    light[:, reach] = 0
    for lag in range(1, min(reach, count - 1) + 1):
        earlier, later = metered[: count - lag], metered[lag:]
        # A few at a time, which the processor's cache holds.
        parts = [_middle(later[at : at + 16] - earlier[at : at + 16]) for at in range(0, count - lag, 16)]
        step = np.concatenate(parts) / STOPS
        light[: count - lag, reach + lag] = step
        light[lag:, reach - lag] = -step
    return light


def _middle(apart: NDArray[np.float32]) -> Floats:
    """What most patches agree on: pairs x 3 of pairs x 3 x patches; a patch that one channel doubts counts in none."""
    middle = _median(apart)
    told = ~np.isnan(apart[:, 0])
    apart = np.nan_to_num(apart)
    for _ in range(3):
        off = np.abs(apart - middle[..., None])
        most = np.where(told, np.maximum(np.maximum(off[:, 0], off[:, 1]), off[:, 2]), np.nan)
        spread = np.maximum(1.48 * _median(most), 4)
        weight = np.nan_to_num(_biweight(most / (4.7 * spread[:, None])))
        total = weight.sum(axis=1, keepdims=True)
        middle = np.where(total > 8, (weight[:, None] * apart).sum(axis=2) / np.maximum(total, 1), np.nan)
    return np.asarray(middle, float)


def _median(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The median along the last axis of what is not NaN. np.nanmedian does the same, thirty times slower."""
    count = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    middle: NDArray[np.float32] = np.take_along_axis(np.sort(values, axis=-1), count // 2, axis=-1)[..., 0]
    return middle


def lines_at(frames: Floats, nearness: Floats, light: Floats) -> Floats:
    """The height at frame 0 of the robust straight line through each channel of `light`, moments x 3.

    `nearness` in -1..1 weighs the moments; those where the light is NaN do not count.
    """
    known = ~np.isnan(light[:, 0])
    time, light = frames[known, None], light[known]
    kernel = (1 - nearness[known, None] ** 2) ** 3
    weight, height = np.repeat(kernel, 3, axis=1), np.zeros(3)
    for _ in range(5):
        weighted = weight * time
        total, moment, spread = weight.sum(axis=0), weighted.sum(axis=0), (weighted * time).sum(axis=0)
        first, second = (weight * light).sum(axis=0), (weighted * light).sum(axis=0)
        scale = total * spread - moment**2
        # One moment alone, or several of one time, have no slope.
        slope = np.where(scale > 1e-9 * total**2, (total * second - moment * first) / np.maximum(scale, 1e-12), 0)
        height = (first - slope * moment) / total
        off = np.abs(light - height - slope * time)
        rough = 6 * np.maximum(np.median(off, axis=0), 2 / STOPS)
        weight = kernel * _biweight(off / rough) + 1e-9
    return height


def steps(light: Floats, reach: int) -> NDArray[np.bool_]:
    """Where the light changed at once and stayed: True for the first moment of the new light.

    Four pictures before and four after are compared; flicker within either four sets how much counts as a change.
    """
    count, wide = len(light), min(4, (reach + 1) // 2)
    pairs = np.array([(a, b) for a in range(-wide, wide) for b in range(a + 1, wide)])
    across = (pairs[:, 0] < 0) & (pairs[:, 1] >= 0)
    size = np.zeros(count)
    for here in range(wide, count - wide + 1):
        change = light[here + pairs[:, 0], pairs[:, 1] - pairs[:, 0] + reach]
        if not np.isnan(change).any():
            change_across = np.abs(np.median(change[across], axis=0)).max()
            flicker = np.sqrt((change[~across] ** 2).mean())
            size[here] = change_across if change_across > 0.1 + 4 * flicker else 0
    around = [size[max(0, here - wide) : here + wide + 1].max() for here in range(count)]
    found: NDArray[np.bool_] = (size > 0) & (size == around)
    return found


def _biweight(off: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.clip(1 - off**2, 0, None) ** 2)


def apply(pixels: Linear, _settings: Settings, solved: Solved) -> Linear:
    """Multiply each channel by its gain."""
    return pixels * np.exp2(np.array(solved, np.float32))


def told(settings: Settings) -> str:
    """In a few words."""
    what = "brightness and colour" if settings["colour"] else "brightness"
    return f"flicker of {what} taken out over {settings['reach']} pictures either side"


OPERATION = Operation(
    name="deflicker",
    version=1,
    says="Takes out flicker of the whole picture's brightness and colour; the puppet and slow wanted changes stay.",
    place=Place.STEADY,
    parameters=(
        Parameter(
            name="reach",
            default=12,
            low=4,
            high=60,
            unit="pictures",
            says="How many pictures before and after show what the light was meant to be; more is steadier, fewer "
            "follows quicker changes.",
        ),
        Parameter(name="colour", default=True, says="Steady each channel by itself; without it only the brightness."),
        Parameter(
            name="keep_steps",
            default=True,
            says="Leave a sudden change of the light that lasts, such as a lamp switched on in the story.",
        ),
    ),
    apply=apply,
    pointwise=True,
    measure=measure,
    solve=solve,
    told=told,
)
