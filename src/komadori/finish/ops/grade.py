"""Lift, gamma, gain, contrast and curves, on sRGB codes as an eye sees steps.

Lift moves black and leaves white, gain moves white and leaves black, gamma the middle between them; each for all
channels and for each. Then contrast about mid grey, then the curves. All of it changes each channel by itself, so that
it becomes one table and costs next to nothing.

Sources: lift, gamma, gain as in DaVinci Resolve and Blender's colour balance; curves are monotone cubics (Fritsch and
Carlson, 1980; `scipy.interpolate.PchipInterpolator`), which never overshoot between two points.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings
from komadori.picture.colour import linear_to_srgb, srgb_to_linear
from komadori.picture.tone import bent

CHANNELS = ("red", "green", "blue")
MID_GREY = 0.46
"""The sRGB code of a grey card, 18 % of the light."""
MOST_POINTS = 32
STRAIGHT = ""


def points_of(words: str) -> NDArray[np.float64]:
    """The points in "0 0, 0.5 0.6, 1 1", n x 2. Raises ValueError with what is wrong."""
    points = np.array([[float(word) for word in pair.split()] for pair in words.split(",")])
    if points.ndim != 2 or points.shape[1] != 2 or not 2 <= len(points) <= MOST_POINTS:
        raise ValueError(f"it has 2 to {MOST_POINTS} points")
    if not np.isfinite(points).all() or points.min() < -1 or points.max() > 2:
        raise ValueError("its numbers lie from -1 to 2")
    if (np.diff(points[:, 0]) < 0.001).any():
        raise ValueError("its points go from left to right")
    return points


def check(words: str) -> str:
    """What is wrong with a curve."""
    if words == STRAIGHT:
        return ""
    try:
        points_of(words)
    except ValueError as wrong:
        return str(wrong) if str(wrong).startswith("it") else 'it is pairs of numbers such as "0 0, 0.5 0.6, 1 1"'
    return ""


@lru_cache(maxsize=64)
def _through(words: str) -> tuple[Any, NDArray[np.float64], tuple[float, float]]:
    # SciPy takes a while to import, and most grades have no curves.
    from scipy.interpolate import PchipInterpolator

    points = points_of(words)
    inner = PchipInterpolator(points[:, 0], points[:, 1])
    slopes = inner.derivative()(points[[0, -1], 0])
    return inner, points, (float(slopes[0]), float(slopes[1]))


def along(words: str, codes: NDArray[np.float64]) -> NDArray[np.float64]:
    """`codes` of any shape along the curve, which goes straight on beyond its ends."""
    if words == STRAIGHT:
        return codes
    inner, points, (first, last) = _through(words)
    low, high = points[0], points[-1]
    within = inner(np.clip(codes, low[0], high[0]))
    return np.asarray(within + np.minimum(codes - low[0], 0) * first + np.maximum(codes - high[0], 0) * last)


def curve(pixels: Linear, settings: Settings, _given: Given) -> Linear:
    """All of it on codes, and back to light."""
    return bent(pixels, lambda light: _graded(light, settings))


def _graded(light: Linear, settings: Settings) -> Linear:
    codes = np.asarray(linear_to_srgb(light.astype(np.float64)), np.float64)
    out = np.empty_like(light)
    for channel, name in enumerate(CHANNELS):
        lift = float(settings["lift"]) + float(settings[f"lift_{name}"])
        gain = float(settings["gain"]) * float(settings[f"gain_{name}"])
        gamma = float(settings["gamma"]) * float(settings[f"gamma_{name}"])
        values = codes[..., channel] * (gain - lift) + lift
        values = values if gamma == 1 else np.where(values > 0, np.maximum(values, 1e-12) ** (1 / gamma), values)
        values = (values - MID_GREY) * float(settings["contrast"]) + MID_GREY
        values = along(str(settings[f"curve_{name}"]), along(str(settings["curve"]), values))
        out[..., channel] = srgb_to_linear(values)
    return out


def told(settings: Settings) -> str:
    """In a few words, only what is not at rest."""
    changed = [
        f"{parameter.name.replace('_', ' ')} {settings[parameter.name]}"
        for parameter in OPERATION.parameters
        if settings[parameter.name] != parameter.default and not parameter.name.startswith("curve")
    ]
    changed += [
        name.replace("_", " of ") for name in ("curve", *(f"curve_{channel}" for channel in CHANNELS)) if settings[name]
    ]
    return "graded: " + ", ".join(changed) if changed else ""


def _each(name: str, default: float, low: float, high: float, says: str) -> tuple[Parameter, ...]:
    return (
        Parameter(name=name, default=default, low=low, high=high, says=f"{says}."),
        *(
            Parameter(name=f"{name}_{channel}", default=default, low=low, high=high, says=f"{says}, {channel} alone.")
            for channel in CHANNELS
        ),
    )


def _curve(channel: str) -> Parameter:
    name, of = (f"curve_{channel}", f" of {channel}") if channel else ("curve", "")
    says = f'Points that the curve{of} runs through, codes from and to, as "0 0, 0.5 0.6, 1 1".'
    return Parameter(name=name, default=STRAIGHT, check=check, says=says)


OPERATION = Operation(
    name="grade",
    version=1,
    says="Grades with lift, gamma, gain, contrast and curves, for all channels together and for each.",
    place=Place.GRADE,
    parameters=(
        *_each("lift", 0.0, -0.5, 0.5, "The code that black becomes"),
        *_each("gamma", 1.0, 0.2, 5, "Above 1 lifts the middle tones"),
        *_each("gain", 1.0, 0, 4, "The code that white becomes"),
        Parameter(
            name="contrast", default=1.0, low=0.2, high=3, says="How far tones lie from mid grey, against before."
        ),
        *(_curve(channel) for channel in ("", *CHANNELS)),
    ),
    curve=curve,
    told=told,
)
