"""Pictures for what is eaten and waved: grilled skin, a rolled omelette, a fish cake's swirl, cake crumb, a fan."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from komadori.stage.build.declared import Declared, colour, made, number, whole
from komadori.stage.build.ink import washi
from komadori.stage.build.prints import SEED, cloudy, encoded, laid

PAINTED: dict[str, Declared] = {}
"""The pictures by name."""

Colour3 = Sequence[float]


@made(
    PAINTED,
    "grilled",
    "A grilled fish's skin: u from mouth to tail, v from belly to back; an eye, a gill, scored and charred.",
    colour("back", (0.105, 0.11, 0.085), "Its back."),
    colour("belly", (0.60, 0.52, 0.38), "Its belly."),
    colour("char", (0.10, 0.042, 0.014), "What the fire browned."),
    SEED,
)
def grilled(*, back: Colour3, belly: Colour3, char: Colour3, seed: int) -> NDArray[np.uint8]:
    """Silver sides that turn to the back's colour, browned in blotches and along three cuts."""
    height, width = 256, 768
    v = np.linspace(1, 0, height)[:, None]
    u = np.linspace(0, 1, width)[None]
    side = np.clip((v - 0.42) / 0.33, 0, 1)
    light = np.asarray(belly, float) + (np.asarray(back) - np.asarray(belly)) * (side**1.3)[..., None]
    light = np.broadcast_to(light, (height, width, 3)).copy()
    light *= (1 + 0.10 * cloudy(height, width, 7, seed) + 0.06 * cloudy(height, width, 1.5, seed + 1))[..., None]
    gold = np.clip(0.45 + 0.55 * cloudy(height, width, 22, seed + 2) - 0.5 * np.abs(v - 0.5), 0, 1)
    light = laid(light, (0.36, 0.17, 0.045), gold * 0.8)
    brown = np.clip(cloudy(height, width, 12, seed + 3) * 0.9 - 0.75 + 0.9 * (u > 0.80), 0, 1)
    for cut in (0.34, 0.46, 0.58):
        away = np.abs(u - cut - 0.06 * (v - 0.5)) / 0.009
        inside = np.exp(-(away**2)) * (np.abs(v - 0.58) < 0.22)
        light = laid(light, (0.70, 0.58, 0.42), inside)
        brown = np.maximum(brown, np.exp(-(((away - 1.9) / 1.1) ** 2)) * (np.abs(v - 0.58) < 0.25))
    light = laid(light, char, gaussian_filter(np.broadcast_to(brown, (height, width)), 1.5) * 0.85)
    gill = np.exp(-(((u - 0.185 - 0.05 * np.cos((v - 0.5) * 4)) / 0.008) ** 2)) * (np.abs(v - 0.5) < 0.32)
    light = laid(light, char, gill * 0.8)
    away = np.hypot((u - 0.085) * width, (v - 0.60) * height * 0.75)
    light = laid(light, (0.72, 0.68, 0.58), np.clip(11 - away, 0, 1))
    light = laid(light, (0.02, 0.02, 0.02), np.clip(6.5 - away, 0, 1))
    mouth = np.exp(-(((v - 0.47 + 0.4 * u) / 0.02) ** 2)) * (u < 0.055)
    return encoded(laid(light, char, mouth))


@made(
    PAINTED,
    "rolled",
    "The cut face of a rolled omelette: layers in a spiral, browned between.",
    colour("egg", (0.90, 0.62, 0.12), "The egg."),
    colour("brown", (0.62, 0.30, 0.045), "Between the layers."),
    number("turns", 4.0, "Of the roll.", "", 1, 12),
    SEED,
)
def rolled(*, egg: Colour3, brown: Colour3, turns: float, seed: int) -> NDArray[np.uint8]:
    """A squared spiral."""
    size = 320
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    x = x + 0.05 * cloudy(size, size, 22, seed)
    y = y + 0.05 * cloudy(size, size, 22, seed + 1)
    away = (np.abs(x) ** 3.2 + np.abs(y) ** 3.2) ** (1 / 3.2)
    phase = (away * turns + np.arctan2(y, x) / (2 * np.pi)) % 1
    line = np.exp(-(((phase - 0.5) / 0.085) ** 2)) * (0.65 + 0.3 * cloudy(size, size, 14, seed + 2))
    light = (
        np.asarray(egg) * (1 + 0.05 * cloudy(size, size, 9, seed + 3) + 0.03 * cloudy(size, size, 1.5, seed))[..., None]
    )
    light = laid(light, brown, np.clip(line, 0, 1) * np.clip(away * 1.6, 0, 1))
    return encoded(laid(light, brown, np.clip((away - 0.93) * 14, 0, 0.8)))


@made(
    PAINTED,
    "swirl",
    "A slice of fish cake: white, with a pink whirl.",
    colour("cake", (0.86, 0.82, 0.76), "The fish cake."),
    colour("whirl", (0.80, 0.20, 0.26), "The whirl."),
)
def swirl(*, cake: Colour3, whirl: Colour3) -> NDArray[np.uint8]:
    """One and a half turns of a spiral that grows broader."""
    size = 256
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    away, turn = np.hypot(x, y), np.arctan2(y, x)
    phase = ((turn / (2 * np.pi) - away * 2.1) % 1 - 0.5) * away
    cover = np.clip((0.085 - np.abs(phase)) * 26, 0, 1) * (away < 0.72) * (away > 0.06)
    light = np.asarray(cake, float) * (1 + 0.02 * cloudy(size, size, 3, 4))[..., None]
    return encoded(laid(light, whirl, gaussian_filter(cover, 1.2)))


@made(
    PAINTED,
    "crumb",
    "Sponge cake cut open: fine holes, a browned rim above and below.",
    colour("crumb", (0.86, 0.64, 0.30), "The crumb."),
    colour("crust", (0.45, 0.19, 0.055), "The crust."),
    number("rim", 0.10, "Of crust above and below, as a share of the height.", "", 0, 0.5),
    SEED,
)
def crumb_of(*, crumb: Colour3, crust: Colour3, rim: float, seed: int) -> NDArray[np.uint8]:
    """Holes of two sizes."""
    size = 320
    v = np.linspace(1, 0, size)[:, None] + 0.02 * cloudy(size, size, 14, seed)
    light = (
        np.asarray(crumb, float)
        * (1 + 0.08 * cloudy(size, size, 5, seed) + 0.07 * cloudy(size, size, 1.4, seed + 1))[..., None]
    )
    holes = np.clip(cloudy(size, size, 2.4, seed + 2) - 1.35, 0, 1) + np.clip(
        cloudy(size, size, 4.5, seed + 3) - 1.9, 0, 1
    )
    light = laid(light, [0.45 * part for part in crumb], np.clip(holes * 1.6, 0, 0.9))
    edge = np.minimum(v, 1 - v)
    return encoded(laid(light, crust, np.clip(1 - edge / max(rim, 1e-3), 0, 1) ** 0.7 * (rim > 0)))


@made(
    PAINTED,
    "fan",
    "A round fan's paper: two goldfish and rings of water.",
    colour("paper", (0.72, 0.76, 0.74), "The paper."),
    colour("fish", (0.70, 0.09, 0.03), "The fish."),
    whole("rings", 4, "Rings of water.", 0, 12),
    SEED,
)
def fan(*, paper: Colour3, fish: Colour3, rings: int, seed: int) -> NDArray[np.uint8]:
    """Each fish is a drop with a spread tail of five dabs."""
    size = 384
    light = washi(size, size, paper, seed)
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j]
    for ring in range(rings):
        away = np.hypot((x - 0.66) * 1.0, (y - 0.70) * 1.7)
        light = laid(light, (0.16, 0.33, 0.42), np.exp(-(((away - 0.07 - ring * 0.06) / 0.006) ** 2)) * 0.55)
    for where, turn in (((0.40, 0.36), 0.7), ((0.64, 0.56), -2.2)):
        a = (x - where[0]) * np.cos(turn) + (y - where[1]) * np.sin(turn)
        b = -(x - where[0]) * np.sin(turn) + (y - where[1]) * np.cos(turn)
        body = np.clip((1 - np.hypot((a - 0.02) / 0.085, b / (0.040 + 0.15 * np.clip(a, -0.1, 0.05)))) * 7, 0, 1)
        light = laid(light, fish, body * 0.95)
        for dab in range(5):
            lean = (dab - 2) * 0.42
            c = (a + 0.10) * np.cos(lean) + b * np.sin(lean)
            d = -(a + 0.10) * np.sin(lean) + b * np.cos(lean)
            light = laid(light, fish, np.clip((1 - np.hypot((c + 0.03) / 0.062, d / 0.014)) * 4, 0, 1) * 0.62)
        light = laid(
            light,
            (0.02, 0.015, 0.015),
            np.clip(1 - (np.hypot(a - 0.075, np.abs(b) - 0.018) - 0.004) * 400, 0, 1) * body,
        )
    return encoded(light)
