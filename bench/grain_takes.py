"""Generated takes for whatever mends grain: a set of paper and cloth, and a felt puppet whose fibres boil.

Everything is drawn by us from a seed, in linear light. The puppet walks, then stands while hands stir its fibres in
every picture, then stands untouched; the set never moves. Noise is a sensor's: EMVA 1288, release 4.0, section 2.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import to_codes, to_light

Image = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What to generate.

    `noise` is how noisy against a good camera at base ISO; `boil` the share of the fibres' contrast that a hand's touch
    changes; `quality` that of JPEG, 0 for none; `pan` pixels that the camera moves each picture.
    """

    width: int = 640
    height: int = 360
    pictures: int = 24
    noise: float = 2.5
    boil: float = 1.0
    quality: int = 0
    pan: float = 0.0
    seed: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One picture, linear: as shot, as it should be; where the puppet is, and what it does: walk, boil or rest."""

    picture: Image
    truth: Image
    puppet: Mask
    does: str


def pictures(take: Take) -> Iterator[Shown]:
    """Every picture of the take, in order."""
    rng = np.random.default_rng(take.seed)
    wide = take.width + round(abs(take.pan) * take.pictures) + 8
    room = _room(rng, wide, take.height)
    size = round(take.height * 0.62)
    felts = [_felt(rng, size) for _ in range(3)]
    shape = _shape(size)
    sensor = np.random.default_rng(take.seed + 1)
    coat = felts[0]
    for number in range(take.pictures):
        does = ("walk", "boil", "rest")[min(2, 3 * number // take.pictures)]
        if does != "rest" and number:
            coat = _stirred(coat, felts, rng, take.boil)
        step = min(number, take.pictures // 3)
        scene = _window(room, take, number)
        left = round(take.width * (0.12 + 0.04 * step))
        top = round(take.height * (0.3 + 0.02 * (step % 2)))
        cover = np.zeros(scene.shape[:2], np.float32)
        cover[top : top + size, left : left + size] = shape[: take.height - top, : take.width - left]
        body = np.zeros_like(scene)
        body[top : top + size, left : left + size] = coat[: take.height - top, : take.width - left]
        shadow = cv2.GaussianBlur(np.roll(cover, (size // 12, size // 8), (0, 1)), (0, 0), size / 14)
        truth = scene * (1 - 0.45 * shadow * (1 - cover))[..., None] * (1 - cover)[..., None] + body * cover[..., None]
        picture = shot(truth, sensor, take.noise, take.quality)
        yield Shown(picture=picture, truth=truth, puppet=cover > 0.98, does=does)


def shot(truth: Image, sensor: np.random.Generator, noise: float, quality: int = 0) -> Image:
    """What a camera makes of linear light: noise, 8-bit sRGB codes, JPEG where asked for; linear again."""
    deviation = noise * np.sqrt(6e-7 + 3e-5 * np.clip(truth, 0, 1))
    seen = truth + sensor.standard_normal(truth.shape, dtype=np.float32) * deviation
    codes = to_codes(seen, "srgb", 8)
    if quality:
        setting = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x211111]
        codes = cv2.imdecode(cv2.imencode(".jpg", codes[..., ::-1], setting)[1], cv2.IMREAD_COLOR)[..., ::-1]
    return to_light(np.ascontiguousarray(codes), "srgb")


def _window(room: Image, take: Take, number: int) -> Image:
    matrix = np.array([[1, 0, 4 + abs(take.pan) * number], [0, 1, 0]], float)
    if not take.pan:
        return np.ascontiguousarray(room[:, 4 : 4 + take.width])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(room, matrix, (take.width, take.height), flags=flags), np.float32)


def _room(rng: np.random.Generator, width: int, height: int) -> Image:
    """A wall of paper, a patterned cloth over the lower third, and a few things with sharp edges."""
    wall = 0.30 + 0.02 * _clouds(rng, height, width, 40) + 0.008 * _clouds(rng, height, width, 1.0)
    room = wall[..., None] * np.float32([1.0, 0.9, 0.75])
    y, x = np.mgrid[0:height, 0:width]
    check = ((x // (height // 18) + y // (height // 18)) % 2).astype(np.float32)
    cloth = (0.08 + 0.22 * check + 0.03 * _clouds(rng, height, width, 0.8))[..., None] * np.float32([0.9, 0.35, 0.3])
    room = np.where((y > 0.7 * height)[..., None], cloth, room)
    for _ in range(14):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        colour = [float(one) for one in rng.uniform(0.02, 0.9, 3)]
        cv2.circle(room, at, int(rng.integers(height // 40, height // 8)), colour, -1, cv2.LINE_AA)
    light = 0.55 + 0.45 * np.exp(-(((x / width - 0.3) / 0.5) ** 2) - ((y / height - 0.3) / 0.7) ** 2)
    return np.clip(cv2.GaussianBlur(room, (0, 0), 0.6) * light[..., None], 0.003, 0.98).astype(np.float32)


def _clouds(rng: np.random.Generator, height: int, width: int, sigma: float) -> Image:
    soft = cv2.GaussianBlur(rng.standard_normal((height, width)).astype(np.float32), (0, 0), sigma)
    return soft / soft.std()


def _felt(rng: np.random.Generator, size: int) -> Image:
    """Short fibres in all directions: noise drawn out along many ways, each in its own places."""
    out = np.zeros((size, size), np.float32)
    for turn in range(8):
        kernel = np.zeros((9, 9), np.float32)
        way = np.array([np.cos(turn * np.pi / 8), np.sin(turn * np.pi / 8)]) * 4
        cv2.line(kernel, tuple(np.rint(4 - way).astype(int)), tuple(np.rint(4 + way).astype(int)), 1.0)
        drawn = cv2.filter2D(rng.standard_normal((size, size)).astype(np.float32), -1, kernel)
        out += drawn * np.clip(_clouds(rng, size, size, 6), 0, None)
    out = cv2.GaussianBlur(out / out.std(), (0, 0), 0.6)
    return np.clip(np.float32([0.5, 0.34, 0.2]) * np.exp(0.22 * out)[..., None], 0.02, 0.95).astype(np.float32)


def _shape(size: int) -> Image:
    cover = np.zeros((size, size), np.float32)
    cv2.ellipse(cover, (size // 2, round(0.64 * size)), (round(0.3 * size), round(0.34 * size)), 0, 0, 360, 1.0, -1)
    cv2.circle(cover, (size // 2, round(0.24 * size)), round(0.2 * size), 1.0, -1)
    return cv2.GaussianBlur(cover, (0, 0), 0.8)


def _stirred(coat: Image, felts: list[Image], rng: np.random.Generator, boil: float) -> Image:
    """The coat with the fibres in some places lying otherwise."""
    size = len(coat)
    touched = np.zeros((size, size), np.float32)
    for _ in range(10):
        cv2.circle(touched, tuple(int(one) for one in rng.integers(0, size, 2)), size // 11, boil, -1)
    touched = cv2.GaussianBlur(touched, (0, 0), 1.5)[..., None]
    other = np.roll(felts[rng.integers(3)], tuple(rng.integers(0, size, 2)), (0, 1))
    return np.asarray(coat * (1 - touched) + other * touched, np.float32)


def kept(done: Image, shown: Shown, by: Image | None = None) -> float:
    """The share of the energy of the puppet's texture that is in `done` and is still the truth's, by what the camera
    gave, or by `by`: a regression, so that noise counts neither way."""
    inside = cv2.erode(shown.puppet.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    truth = fine(shown.truth)[inside]
    given = fine(shown.picture if by is None else by)[inside]
    return (_slope(fine(done)[inside], truth) / _slope(given, truth)) ** 2


def boil_kept(done: list[Image], shown: list[Shown]) -> float:
    """The same of what changed between two pictures in which the puppet stands."""
    inside = cv2.erode((shown[0].puppet & shown[1].puppet).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    truth, given, ours = (
        (fine(two) - fine(one))[inside]
        for one, two in ([one.truth for one in shown], [one.picture for one in shown], done)
    )
    return (_slope(ours, truth) / _slope(given, truth)) ** 2


def fine(picture: Image) -> Image:
    """The fine detail of a picture: what a Gaussian of 1.5 pixels takes away, in the square root of light."""
    roots = np.sqrt(np.maximum(picture, 0)).mean(axis=2)
    return np.asarray(roots - cv2.GaussianBlur(roots, (0, 0), 1.5))


def _slope(values: Image, truth: Image) -> float:
    values, truth = values - values.mean(), truth - truth.mean()
    return float((values * truth).mean() / (truth * truth).mean())
