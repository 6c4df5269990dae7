"""What lies on a sensor and what is broken in it: dust and hot pixels, at the same places for a whole shot."""

from dataclasses import dataclass

import numpy as np

from komadori.stage.scene import Floats, content_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Speck:
    """A speck of dust: its middle and radius in pixels, and which share of the light it takes there."""

    x: float
    y: float
    radius: float
    depth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HotPixel:
    """A pixel that tells light of its own: `light` is what it adds to red, green and blue at the usual exposure."""

    x: int
    y: int
    light: tuple[float, float, float]


def specks(seed: int, count: int, size: tuple[int, int]) -> tuple[Speck, ...]:
    """`count` specks on a picture of `size` pixels; a larger picture has the same ones, larger."""
    rng = np.random.default_rng(_key(seed, "dust"))
    width, height = size
    return tuple(
        Speck(x=float(x * width), y=float(y * height), radius=float(radius * width / 1000.0), depth=float(depth))
        for x, y, radius, depth in zip(
            rng.uniform(0.02, 0.98, count),
            rng.uniform(0.02, 0.98, count),
            rng.uniform(1.6, 5.0, count),
            rng.uniform(0.10, 0.38, count),
            strict=True,
        )
    )


def hot_pixels(seed: int, count: int, size: tuple[int, int]) -> tuple[HotPixel, ...]:
    """`count` hot pixels of a picture of `size`; most are hot in one colour."""
    rng = np.random.default_rng(_key(seed, "hot"))
    found = []
    for _ in range(count):
        light = np.zeros(3)
        light[rng.integers(3)] = rng.uniform(0.25, 1.6)
        if rng.random() < 0.25:
            light[:] = light.max()
        x, y = int(rng.integers(size[0])), int(rng.integers(size[1]))
        found.append(HotPixel(x=x, y=y, light=(float(light[0]), float(light[1]), float(light[2]))))
    return tuple(found)


def dusted(light: Floats, dust: tuple[Speck, ...]) -> Floats:
    """`light` (h × w × 3) with dust before the sensor: soft grey discs, as something out of focus is."""
    seen = np.array(light, np.float32)
    height, width = seen.shape[:2]
    for speck in dust:
        reach = int(np.ceil(speck.radius * 1.6)) + 1
        left, top = max(0, int(speck.x) - reach), max(0, int(speck.y) - reach)
        right, bottom = min(width, int(speck.x) + reach + 1), min(height, int(speck.y) + reach + 1)
        if right <= left or bottom <= top:
            continue
        y, x = np.mgrid[top:bottom, left:right]
        away = np.hypot(x + 0.5 - speck.x, y + 0.5 - speck.y) / speck.radius
        share = np.clip(1.5 - away, 0.0, 1.0)
        seen[top:bottom, left:right] *= (1.0 - speck.depth * share * share * (3.0 - 2.0 * share))[..., None]
    return seen


def heated(kept: Floats, pixels: tuple[HotPixel, ...], gain: float) -> Floats:
    """The negative `kept` with hot pixels, which grow with time and ISO: `gain` is 1 at the usual exposure."""
    seen = np.array(kept, np.float32)
    for pixel in pixels:
        seen[pixel.y, pixel.x] += np.asarray(pixel.light, np.float32) * np.float32(gain)
    return seen


def _key(seed: int, track: str) -> int:
    return int(content_key(seed, track)[:16], 16)
