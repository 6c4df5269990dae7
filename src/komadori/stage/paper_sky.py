"""A sky of handmade paper: washes of colour, torn strips and clouds, long fibres, pinpricks for stars.

Pictures are h × w × 3 float32 linear light, row 0 at the top. The same seed tears the same paper.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.stage.scene import Floats
from komadori.story.sky import Colour, Sky, mixed

CloudKind: TypeAlias = Literal["bands", "heaps", "scales", "streaks", "sheets"]


_HEAPS: dict[CloudKind, tuple[int, tuple[float, float], tuple[float, float], int]] = {
    # How many, width and height of one as shares of the picture's height, and of how many rounds it is torn.
    "bands": (9, (0.40, 0.75), (0.040, 0.075), 6),
    "heaps": (8, (0.24, 0.44), (0.130, 0.250), 13),
    "scales": (46, (0.07, 0.15), (0.020, 0.036), 3),
    "streaks": (8, (0.36, 0.66), (0.020, 0.036), 4),
    "sheets": (13, (0.85, 1.30), (0.110, 0.170), 8),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """The sun or the moon in the picture: `x` and `y` as shares of its width and height from the top left.

    `radius` is a share of the height. `phase` is the moon's, 0.5 full; the sun has 0.5.
    """

    x: float
    y: float
    radius: float
    colour: Colour
    phase: float = 0.5
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkyPicture:
    """What is to be painted: a `sky`, where its sun's glow is (`glow_x`, a share of the width, also outside 0..1).

    `horizon` is how high the horizon lies, a share of the height from the bottom; `drift` how far the clouds have
    wandered to the right, as a share of the width; `slant` adds brush strokes of rain.
    """

    sky: Sky
    glow_x: float
    horizon: float
    clouds: CloudKind
    drift: float = 0.0
    slant: float = 0.0
    discs: tuple[Disc, ...] = ()


def paint(picture: SkyPicture, size: tuple[int, int], seed: int) -> Floats:
    """The sky as a picture of `size` (width, height), light as it is meant to be seen."""
    width, height = size
    image = _washed(picture, size, seed)
    image = _strips(image, picture, seed)
    _stars(image, picture.sky.stars, seed)
    for disc in picture.discs:
        _disc(image, disc)
    _clouds(image, picture, seed)
    if picture.slant > 0:
        image *= 1 - 0.20 * picture.slant * _rain(width, height, seed)[..., None]
    return np.asarray(np.maximum(image * _paper(width, height, seed)[..., None], 0.0), np.float32)


def noise(width: int, height: int, cell: float, seed: int) -> Floats:
    """Smooth noise of about −1 to 1 with features of `cell` pixels."""
    chance = np.random.default_rng(seed)
    coarse = chance.normal(size=(max(int(height / cell), 1) + 3, max(int(width / cell), 1) + 3)).astype(np.float32)
    spread = cv2.resize(
        coarse, (int(coarse.shape[1] * cell) + 1, int(coarse.shape[0] * cell) + 1), interpolation=cv2.INTER_CUBIC
    )
    top, left = int(cell), int(cell)
    return np.asarray(spread[top : top + height, left : left + width], np.float32) * np.float32(0.6)


def torn(count: int, rough: float, seed: int) -> Floats:
    """A torn edge as heights at `count` places: long waves, short steps, and a fine ragged line, about −1 to 1."""
    chance = np.random.default_rng(seed)
    along = np.linspace(0, 1, count)
    line = np.zeros(count)
    for waves, weight in (
        (1.3, 0.55),
        (3.1, 0.3),
        (7.0, 0.16),
        (19.0, 0.07),
        (61.0, 0.05 * rough),
        (170.0, 0.03 * rough),
    ):
        line += weight * np.sin(2 * np.pi * (waves * along * chance.uniform(0.85, 1.15) + chance.random()))
    line += 0.03 * rough * np.interp(along, np.linspace(0, 1, count // 3 + 2), chance.normal(size=count // 3 + 2))
    return np.asarray(line, np.float32)


def _washed(picture: SkyPicture, size: tuple[int, int], seed: int) -> Floats:
    """The gradient from horizon to zenith with the glow on the sun's side, as watercolour took it."""
    width, height = size
    sky = picture.sky
    up = np.clip((np.linspace(1, 0, height, dtype=np.float32) - picture.horizon) / (1 - picture.horizon), 0, 1)
    up = np.clip(up * (1.25 - 0.25 * sky.haze), 0, 1) ** 0.85
    aside = np.abs(np.linspace(0, 1, width, dtype=np.float32) - picture.glow_x)
    near = np.exp(-((aside / 0.55) ** 2))[None, :, None] * (1 - np.clip(up / 0.75, 0, 1))[:, None, None]
    low = np.asarray(sky.horizon, np.float32) * (1 - near) + np.asarray(sky.glow, np.float32) * near
    rise = (up * up * (3 - 2 * up))[:, None, None]
    image = low * (1 - rise) + np.asarray(sky.zenith, np.float32) * rise
    wash = 0.05 * noise(width, height, height / 7, seed + 1) + 0.025 * noise(width, height, height / 26, seed + 2)
    edge = np.exp(-((noise(width, height, height / 12, seed + 3) / 0.09) ** 2))
    return np.asarray(image * (1 + wash - 0.035 * edge)[..., None], np.float32)


def _strips(image: Floats, picture: SkyPicture, seed: int) -> Floats:
    """Strips of tinted paper laid over the lower sky, each with its pale torn edge and a soft shadow above it."""
    height, width = image.shape[:2]
    for number in range(5):
        share = (0.10, 0.22, 0.36, 0.52, 0.70)[4 - number]
        middle = height * (1 - picture.horizon - share * (1 - picture.horizon))
        edge = middle + 0.035 * height * torn(width, 1.0, seed + 40 + number)[None]
        first, last = max(int(edge.min() - 0.02 * height), 0), min(int(edge.max() + 0.31 * height), height)
        if last <= first:
            continue
        part = image[first:last]
        rows = np.arange(first, last, dtype=np.float32)[:, None]
        below = np.clip((rows - edge) / 1.5 + 0.5, 0, 1)
        source = min(int(middle + 0.06 * height), height - 1)
        tint = cv2.blur(image[source : source + 1], (max(width // 12, 1) | 1, 1)).reshape(1, width, 3)
        kept = 0.55 * below * np.clip(1 - (rows - edge) / (0.30 * height), 0, 1)
        ragged = (2.2 + 1.6 * noise(width, 1, 9.0, seed + 60 + number)) * height / 640
        rim = np.exp(-(((rows - edge - ragged) / np.maximum(ragged, 0.5)) ** 2)) * below
        shadow = np.clip(1 - (edge - rows) / (0.018 * height), 0, 1) * (1 - below)
        part += (tint - part) * kept[..., None]
        part *= ((1 + 0.22 * rim) * (1 - 0.13 * shadow))[..., None]
    return image


def _stars(image: Floats, seen: float, seed: int) -> None:
    """Holes pricked into the paper, lit from behind."""
    if seen <= 0.01:
        return
    height, width = image.shape[:2]
    chance = np.random.default_rng(seed + 7)
    count = int(95 * width / height)
    layer = np.zeros((height, width), np.float32)
    x, y = chance.integers(0, width, count), (height * chance.random(count) ** 1.4 * 0.85).astype(int)
    size = chance.pareto(2.4, count) + 0.35
    np.add.at(layer, (y, x), np.minimum(size, 3.0).astype(np.float32))
    spot = 1.1 * height / 640
    glow = cv2.GaussianBlur(layer, (0, 0), max(spot, 0.6)) * 5.0 * max(spot, 0.6) ** 2
    glow += cv2.GaussianBlur(layer, (0, 0), 4.5 * max(spot, 0.6)) * 9.0 * max(spot, 0.6) ** 2 * 0.35
    image += (seen * 0.55 * glow)[..., None] * np.asarray((0.95, 0.93, 0.82), np.float32)


def _disc(image: Floats, disc: Disc) -> None:
    """A round of paper with a glow about it; the moon's dark part is left out along its terminator."""
    height, width = image.shape[:2]
    reach = disc.radius * height * 20
    left, top = (max(int(middle - reach), 0) for middle in (disc.x * width, disc.y * height))
    right, bottom = int(disc.x * width + reach), int(disc.y * height + reach)
    part = image[top : max(bottom, 0), left : max(right, 0)]
    if not part.size:
        return
    rows, columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]].astype(np.float32)
    across = (columns + left - disc.x * width) / (disc.radius * height)
    down = (rows + top - disc.y * height) / (disc.radius * height)
    away = np.hypot(across, down)
    soft = 1.5 / (disc.radius * height)
    shown = np.clip((1 - away) / soft + 0.5, 0, 1)
    limb = np.sqrt(np.clip(1 - down**2, 0, 1)) * np.cos(2 * np.pi * disc.phase)
    side = across - limb if disc.phase <= 0.5 else -across - limb
    shown = shown * np.clip(side / soft + 0.5, 0, 1)
    colour = np.asarray(disc.colour, np.float32)
    lit = 0.5 - 0.5 * np.cos(2 * np.pi * disc.phase)
    halo = disc.strength * lit * (0.20 * np.exp(-((away / 3.4) ** 2)) + 0.10 * np.exp(-((away / 8.0) ** 2)))
    rim = 1 - 0.10 * np.clip((away - 0.80) / 0.2, 0, 1) + 0.03 * noise(part.shape[1], part.shape[0], height / 90, 5)
    part += halo[..., None] * colour
    part += (colour * rim[..., None] - part) * shown[..., None]


def _clouds(image: Floats, picture: SkyPicture, seed: int) -> None:
    """Torn-paper clouds, each with a lit rim, a shaded belly and a shadow on the sky behind it."""
    height, width = image.shape[:2]
    sky = picture.sky
    lit = np.asarray(sky.cloud, np.float32)
    shade = np.asarray(mixed(sky.cloud, mixed(sky.horizon, sky.zenith, 0.35), 0.55), np.float32)
    count = max(round(_HEAPS[picture.clouds][0] * width / (2 * height) * (0.35 + sky.cover)), 1)
    for number in range(count):
        chance = np.random.default_rng((seed, 11, number))
        field = _cloud(picture.clouds, int(height), seed + 100 + number)
        tall, wide = field.shape
        floor = 1 - picture.horizon
        rank = (number + 0.5) / count
        y = height * floor * (_height(picture.clouds, rank, chance)) - tall / 2
        spread = number * 0.618 + 0.25 * chance.random()  # the golden section leaves no two near each other
        x = (spread + picture.drift * (0.7 + 0.6 * rank)) % 1.0 * (width + wide) - wide
        _lay(image, field, (int(x), int(y)), lit, shade)


def _height(kind: CloudKind, rank: float, chance: np.random.Generator) -> float:
    """How far down between the top and the horizon a cloud hangs, 0 to 1; those laid later hang lower."""
    if kind == "heaps":
        return 0.52 + 0.30 * rank
    if kind == "sheets":
        return 0.02 + 0.95 * rank
    if kind == "scales":
        return float(0.18 + 0.42 * rank + chance.uniform(-0.05, 0.05))
    return float(0.18 + 0.62 * rank + chance.uniform(-0.06, 0.06))


@lru_cache(maxsize=96)
def _cloud(kind: CloudKind, height: int, seed: int) -> Floats:
    """How deep inside a cloud a pixel lies, in pixels, below 0 outside."""
    chance = np.random.default_rng(seed)
    _, widths, heights, rounds = _HEAPS[kind]
    half_wide, half_tall = chance.uniform(*widths) * height / 2, chance.uniform(*heights) * height / 2
    margin = 0.08 * height
    wide, tall = int(2 * (half_wide + margin)), int(2 * (half_tall + margin))
    rows, columns = np.mgrid[0:tall, 0:wide].astype(np.float32)
    across, down = columns - wide / 2, rows - tall / 2
    field = np.full((tall, wide), -1e3, np.float32)
    for _ in range(rounds):
        x = chance.uniform(-0.72, 0.72)
        wide_part = half_wide * chance.uniform(0.24, 0.5) * (1 if kind == "heaps" else 1.25)
        if kind == "heaps":  # heaps stand on a flat base and are highest in the middle
            radius = half_tall * chance.uniform(0.5, 0.8) * (1.2 - abs(x))
            y, wide_part = half_tall * 0.85 - radius * chance.uniform(0.6, 1.35), min(wide_part, 1.5 * radius)
        else:
            radius, y = half_tall * chance.uniform(0.55, 1.0), half_tall * chance.uniform(-0.4, 0.4)
        part = (1 - np.hypot((across - x * half_wide) / wide_part, (down - y) / radius)) * min(radius, wide_part)
        field = np.maximum(field, part)
    if kind == "heaps":
        field = np.minimum(field, half_tall * 0.85 - down)
    fine = 0.011 * height * noise(wide, tall, max(height / 42, 2.0), seed + 1)
    finer = 0.0028 * height * noise(wide, tall, max(height / 190, 1.5), seed + 2)
    return np.asarray(field + fine + finer, np.float32)


def _lay(image: Floats, field: Floats, at: tuple[int, int], lit: Floats, shade: Floats) -> None:
    """Lay one cloud on the picture with its top left corner `at`."""
    height, width = image.shape[:2]
    tall, wide = field.shape
    left, top = max(at[0], 0), max(at[1], 0)
    right, bottom = min(at[0] + wide, width), min(at[1] + tall, height)
    if right <= left or bottom <= top:
        return
    part = field[top - at[1] : bottom - at[1], left - at[0] : right - at[0]]
    scale = height / 640
    shadow = np.roll(np.clip(part / scale, 0, 1), (round(9 * scale), round(6 * scale)), (0, 1))
    shadow = cv2.GaussianBlur(shadow, (0, 0), max(6 * scale, 0.5))
    inside = np.clip(part / (1.2 * scale) + 0.5, 0, 1)[..., None]
    deep = np.clip((part - 5 * scale) / (3 * scale), 0, 1)
    belly = np.linspace(0, 1, tall, dtype=np.float32)[top - at[1] : bottom - at[1], None]
    colour = lit + (shade - lit) * (deep * (0.20 + 0.72 * np.clip(1.5 * belly - 0.35, 0, 1)))[..., None]
    colour = colour * (1 + 0.07 * (1 - deep))[..., None]
    under = image[top:bottom, left:right] * (1 - 0.22 * shadow)[..., None]
    image[top:bottom, left:right] = under * (1 - inside) + colour * inside


@lru_cache(maxsize=8)
def _rain(width: int, height: int, seed: int) -> Floats:
    """Brush strokes of rain: streaks blurred along a slant, 0 to 1."""
    chance = np.random.default_rng(seed + 21)
    drops = (chance.random((height, width)) < 0.0016).astype(np.float32)
    length = max(int(height * 0.20), 3)
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (int(length * 0.57), 0), (int(length * 0.43), length - 1), 1.0)
    strokes = cv2.filter2D(drops, -1, kernel)
    soft = cv2.GaussianBlur(strokes, (0, 0), 2.0 * height / 640 + 0.3) * (
        1 + 0.5 * noise(width, height, height / 5, seed)
    )
    return np.asarray(np.clip(soft / max(float(np.percentile(soft, 99)), 1e-6), 0, 1.4), np.float32)


@lru_cache(maxsize=8)
def _paper(width: int, height: int, seed: int) -> Floats:
    """The paper's own relief lit from the upper left, and its long fibres: a gain about 1."""
    scale = height / 640
    rough = noise(width, height, max(2.2 * scale, 1.3), seed + 31) + 1.5 * noise(width, height, 9 * scale, seed + 32)
    relief = rough - np.roll(rough, (2, 2), (0, 1))
    chance = np.random.default_rng(seed + 33)
    fibres = np.zeros((height, width), np.float32)
    for _ in range(int(210 * width / height)):
        start = chance.random(2) * (width, height)
        turn, bend, length = chance.uniform(0, np.pi), chance.normal() * 1.3, chance.uniform(28, 105) * scale
        t = np.linspace(0, 1, 14)
        line = start + np.cumsum(np.c_[np.cos(turn + bend * t), np.sin(turn + bend * t)] * length / 14, axis=0)
        cv2.polylines(fibres, [line.round().astype(np.int32)], isClosed=False, color=float(chance.choice((-1.0, 1.3))))
    strands = cv2.GaussianBlur(fibres, (0, 0), max(1.3 * scale, 0.5))
    return np.asarray(1 + 0.030 * relief + 0.20 * strands, np.float32)


def cloud_kind(weather: str, year: float) -> CloudKind:
    """The clouds of a weather and of a northern day of the year: spring's bands, summer's heaps, autumn's scales."""
    if weather not in ("clear", "fair"):
        return "sheets"
    if 130 <= year < 262:
        return "heaps"
    if 262 <= year < 335:
        return "scales"
    return "bands" if 60 <= year < 130 else "streaks"


def encoded(light: Floats) -> tuple[NDArray[np.uint8], float]:
    """The picture as sRGB codes that use their whole range, and the light that a code of 255 stands for."""
    peak = max(float(np.percentile(light, 99.8)), 0.02)
    steps = np.asarray(np.clip(light * (4095 / peak), 0, 4095) + 0.5, np.uint16)
    return _codes()[steps], peak


@lru_cache(maxsize=1)
def _codes() -> NDArray[np.uint8]:
    """The sRGB codes of 4096 steps of linear light."""
    linear = np.linspace(0, 1, 4096)
    codes = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.power(linear, 1 / 2.4) - 0.055)
    return np.asarray(np.rint(codes * 255), np.uint8)
