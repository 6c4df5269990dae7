"""Generated takes with known truth: a textured set, a puppet that walks through it, a light that changes on purpose.

Composed in linear light: picture = tone(exposure x colour x light(t) x albedo). The truth has the wanted light and the
puppet, and neither flicker nor noise. Everything is drawn by us from a seed.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What to generate. `exposure`, `colour` and `gamma` are the sizes (one sigma) of the flicker; `sunset` is how much
    of the key light goes away between a fifth and the end; `noise` is the sensor's, 1 = a good camera at base ISO."""

    width: int = 480
    height: int = 270
    frames: int = 60
    exposure: float = 0.03
    colour: float = 0.012
    gamma: float = 0.0
    sunset: float = 0.5
    puppet: float = 0.5
    noise: float = 1.0
    seed: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One picture: as a careless camera gives it, as it should be (both 8-bit sRGB), where the puppet is, the gain."""

    picture: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    puppet: NDArray[np.bool_]
    gain: NDArray[np.float64]


def to_srgb(linear: Image) -> Image:
    """The sRGB curve (IEC 61966-2-1)."""
    x = np.clip(linear, 0, 1)
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055).astype(np.float32)


def pictures(take: Take) -> Iterator[Shown]:
    """Every picture of `take`, in order; the puppet steps on twos and its first tenth is an empty set."""
    rng = np.random.default_rng(take.seed)
    albedo = _set(take, rng)
    body = _cloth(take, rng)
    key = _key_light(take)
    gains = _flicker(take, rng)
    gammas = 1 + take.gamma * rng.standard_normal(take.frames)
    sensor = np.random.default_rng(take.seed + 1)
    for index in range(take.frames):
        mask = _puppet(take, index)[..., None]
        scene = (albedo * (1 - mask) + body * mask) * _light(take, index, key)
        seen = scene * gains[index].astype(np.float32)
        grain = sensor.standard_normal(seen.shape, dtype=np.float32) * np.sqrt(6e-7 + 3e-5 * np.clip(seen, 0, 1))
        coded = to_srgb(seen + take.noise * grain) ** np.float32(gammas[index])
        yield Shown(picture=_bytes(coded), truth=_bytes(to_srgb(scene)), puppet=mask[..., 0] > 0.01, gain=gains[index])


def _bytes(coded: Image) -> NDArray[np.uint8]:
    return np.round(np.clip(coded, 0, 1) * 255).astype(np.uint8)


def _octaves(rng: np.random.Generator, height: int, width: int, channels: int) -> Image:
    out = np.zeros((height, width, channels), np.float32)
    for level in range(2, 8):
        coarse = rng.standard_normal((3 * 2**level // 4 + 1, 2**level + 1, channels)).astype(np.float32)
        grown = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        out += grown.reshape(out.shape) / level
    return out / out.std()


def _set(take: Take, rng: np.random.Generator) -> Image:
    paint = _octaves(rng, take.height, take.width, 3) * 0.25 + _octaves(rng, take.height, take.width, 1) * 0.45
    return np.clip(0.22 * np.exp(paint), 0.01, 0.95).astype(np.float32)


def _cloth(take: Take, rng: np.random.Generator) -> Image:
    weave = _octaves(rng, take.height, take.width, 1) * 0.06
    return np.clip(np.float32([0.78, 0.62, 0.35]) + weave, 0.02, 1)


def _key_light(take: Take) -> Image:
    y, x = np.mgrid[0 : take.height, 0 : take.width].astype(np.float32)
    u, v = x / take.width, y / take.height
    glow = np.exp(-(((u - 0.2) / 0.6) ** 2 + ((v - 0.2) / 0.8) ** 2))
    return (glow / (glow + 0.35))[..., None].astype(np.float32)


def _light(take: Take, index: int, key: Image) -> Image:
    t = np.clip((index / take.frames - 0.2) / 0.75, 0, 1)
    dusk = take.sunset * t * t * (3 - 2 * t)
    key_now = 1 - dusk * np.float32([0.5, 0.8, 1.0])
    rest_now = 1 - dusk * np.float32([0.35, 0.3, 0.2])
    return (key * key_now + (1 - key) * rest_now).astype(np.float32)


def _flicker(take: Take, rng: np.random.Generator) -> NDArray[np.float64]:
    exposure = take.exposure * rng.standard_normal(take.frames)
    if take.frames > 20 and take.exposure:
        exposure[[take.frames // 6, int(0.55 * take.frames)]] += [4 * take.exposure, -3 * take.exposure]
    colour = take.colour * rng.standard_normal((take.frames, 3))
    return np.exp(exposure[:, None] + colour)


def _puppet(take: Take, index: int) -> Image:
    mask = np.zeros((take.height, take.width), np.float32)
    if index < 0.1 * take.frames or not take.puppet:
        return mask
    step, size = index // 2 * 2, take.height * take.puppet
    x, swing = take.width * (-0.1 + 1.2 * step / take.frames), 0.1 * size * np.sin(step * 0.45)
    at = lambda dx, dy: (round(x + dx), round(take.height * 0.9 - size + dy))  # noqa: E731 - two lines below read by it
    cv2.ellipse(mask, at(0, 0.6 * size), (round(0.24 * size), round(0.34 * size)), 0, 0, 360, 1.0, -1)
    cv2.circle(mask, at(0, 0.18 * size), round(0.17 * size), 1.0, -1)
    for side in (-1, 1):
        cv2.line(
            mask, at(0, 0.45 * size), at(side * 0.4 * size, 0.4 * size + side * swing), 1.0, max(1, round(0.08 * size))
        )
    return cv2.GaussianBlur(mask, (0, 0), take.height / 400)


def through_ffmpeg(pictures: Sequence[NDArray[np.uint8]], size: int = 5) -> list[NDArray[np.uint8]]:
    """The same pictures through FFmpeg's `deflicker`, which steadies the whole picture's mean over `size` frames."""
    height, width = pictures[0].shape[:2]
    graph = av.filter.Graph()
    source = graph.add_buffer(width=width, height=height, format="yuv444p", time_base=Fraction(1, 24))
    filtered = graph.add("deflicker", f"size={size}")
    sink = graph.add("buffersink")
    source.link_to(filtered)
    filtered.link_to(sink)
    graph.configure()
    done: list[NDArray[np.uint8]] = []
    for index, picture in enumerate([*pictures, None]):
        graph.push(None if picture is None else _frame(picture, index))
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                done.append(graph.pull().to_ndarray(format="rgb24"))
    return done


def _frame(picture: NDArray[np.uint8], index: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv444p")
    frame.pts, frame.time_base = index, Fraction(1, 24)
    return frame


def residue(pictures: Sequence[NDArray[np.uint8] | NDArray[np.uint16]], shown: Sequence[Shown]) -> dict[str, float]:
    """What is left of the flicker, per cent of full scale, on the set that the puppet never covers.

    `flicker` is the RMS of what jumps from picture to picture against the truth, `worst` its largest jump, `drift`
    the RMS of all difference from the truth: also wanted light that was flattened.
    """
    still = ~np.any([one.puppet for one in shown], axis=0)
    off = np.array([_level(one, still) - _level(two.truth, still) for one, two in zip(pictures, shown, strict=True)])
    jump = (off[1:-1] - (off[:-2] + off[2:]) / 2) * np.sqrt(2 / 3)
    return {
        "flicker": float(np.sqrt((jump**2).mean())),
        "worst": float(np.abs(jump).max()),
        "drift": float(np.sqrt((off**2).mean())),
    }


def _level(picture: NDArray[np.uint8] | NDArray[np.uint16], still: NDArray[np.bool_]) -> NDArray[np.float64]:
    # In double precision: a float32 sum over two million pixels flickers more than what is measured.
    return picture[still].mean(axis=0, dtype=np.float64) * (100 / np.iinfo(picture.dtype).max)
