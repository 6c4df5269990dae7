"""A little set on a table, drawn: felt hills at dusk, a lit window, and a felt ball that is animated.

All of it follows from a seed and a size; nothing is read from a file. Pictures are height × width × 3 uint8 RGB.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Light = NDArray[np.float32]
Colour = tuple[float, float, float]

SMALLEST = 32
"""Pixels of width and height below which parts of the set would have none."""

TABLE = 0.74
"""Where the table begins, as a share of the height."""

SKY: tuple[tuple[float, Colour], ...] = (
    (0.0, (44, 38, 70)),
    (0.35, (98, 72, 108)),
    (0.6, (190, 124, 116)),
    (0.8, (244, 186, 132)),
)
HILLS: tuple[tuple[float, float, float, Colour], ...] = (
    (0.55, 0.050, 1.3, (112, 104, 118)),
    (0.62, 0.060, 2.1, (106, 122, 92)),
    (0.70, 0.045, 1.6, (84, 108, 68)),
)
"""From far to near: the height of the ridge, how far it swings, how often, and its colour."""

TREES = ((0.13, 0.67, 0.15), (0.19, 0.69, 0.11), (0.83, 0.66, 0.17), (0.89, 0.69, 0.12), (0.95, 0.67, 0.15))
"""Foot and height of each, as shares of the width and the height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ball:
    """The felt ball: its colours before the lens, its cover from 0 to 1, and the shadow it lays on the table."""

    colour: Light
    cover: Light
    shadow: Light


def background(width: int, height: int, seed: int) -> Pixels:
    """The set without the ball."""
    if min(width, height) < SMALLEST:
        drawn = background(max(width, SMALLEST), max(height, SMALLEST), seed)
        return np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    rng = np.random.default_rng(seed)
    picture = _sky(width, height)
    _moon(picture)
    _clouds(picture, rng)
    for index, (ridge, swing, often, colour) in enumerate(HILLS):
        _hill(picture, rng, ridge, swing, often, colour)
        if index == 1:
            _house(picture)
    for x, foot, tall in TREES:
        _tree(picture, rng, x, foot, tall)
    _table(picture, rng)
    return _lit(picture)


def ball(height: int, seed: int) -> Ball:
    """The ball for a picture of so many pixels of height."""
    rng = np.random.default_rng(seed + 1)
    radius = max(2.0, 0.085 * height)
    side = 2 * math.ceil(radius * 1.25) + 1
    across, down = np.meshgrid(*[np.arange(side, dtype=np.float32) - side // 2] * 2)
    distance = np.hypot(across, down) / radius
    fuzz = _fibres(rng, side, side, 0.12 * radius) * 0.014
    cover = np.clip((1.02 + fuzz - distance) * radius / 1.6, 0, 1).astype(np.float32)
    towards = np.hypot(across + 0.38 * radius, down + 0.42 * radius) / radius
    shade = np.clip(1.16 - 0.52 * towards**1.6, 0.3, 1.2) + _fibres(rng, side, side, 0.07 * radius) * 0.05
    colour = np.asarray((232, 122, 84), np.float32) * shade[..., None].astype(np.float32)
    _face(colour, radius)
    flat = np.hypot(across / 1.1, (down - 0.02 * radius) / 0.3) / radius
    shadow = _blurred(np.clip(1.05 - flat, 0, 1).astype(np.float32), max(0.8, radius * 0.1))
    return Ball(colour=np.clip(colour, 0, 255), cover=cover, shadow=shadow * 0.75)


def place_of_ball(step: float) -> tuple[float, float, float]:
    """Where the ball is after so many steps: across and down as shares of width and height, and its tilt in degrees."""
    swing = (1 - math.cos(step * math.pi / 36)) / 2
    hop = abs(math.sin(step * math.pi / 9))
    return 0.16 + 0.68 * swing, 0.845 - 0.10 * hop, 14 * math.sin(step * math.pi / 36 * 2)


def add_ball(picture: Pixels, made: Ball, step: float) -> None:
    """Draw the ball into `picture`, which is changed; only its own few pixels are touched."""
    height, width = picture.shape[:2]
    x, y, tilt = place_of_ball(step)
    side = made.cover.shape[0]
    turn = cv2.getRotationMatrix2D((side // 2, side // 2), -tilt, 1)
    cover = np.asarray(cv2.warpAffine(made.cover, turn, (side, side)), np.float32)
    turned = cv2.warpAffine(made.colour, turn, (side, side), borderMode=cv2.BORDER_REPLICATE)
    colour = np.asarray(turned, np.float32)
    low = 1 - 2.2 * (0.845 - y)  # the higher it hops, the fainter its shadow
    under = (x * width, (0.845 + 0.082) * height)
    _blend(picture, np.zeros_like(colour), made.shadow * max(0.2, low), under)
    _blend(picture, colour, cover, (x * width, y * height))


def glow(width: int, height: int) -> Light:
    """The light of a screen that stands left of the set, per channel from 0 to 1."""
    across = np.linspace(1, 0, width, dtype=np.float32)[None, :] ** 1.5
    down = 0.6 + 0.4 * np.linspace(0, 1, height, dtype=np.float32)[:, None]
    light: Light = (across * down)[..., None] * np.asarray((0.22, 0.30, 0.42), np.float32)
    return light


def _blend(picture: Pixels, colour: Light, cover: Light, middle: tuple[float, float]) -> None:
    """Lay `colour` over `picture` around `middle` as far as `cover` covers; what lies outside is cut off."""
    side = cover.shape[0]
    left, top = round(middle[0]) - side // 2, round(middle[1]) - side // 2
    height, width = picture.shape[:2]
    rows = slice(max(0, top), max(0, min(height, top + side)))
    columns = slice(max(0, left), max(0, min(width, left + side)))
    inner = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
    share = cover[inner][..., None]
    under = picture[rows, columns].astype(np.float32)
    picture[rows, columns] = (under + (colour[inner] - under) * share + 0.5).astype(np.uint8)


def _face(colour: Light, radius: float) -> None:
    """Two bead eyes with a glint, rosy cheeks."""
    middle = colour.shape[0] / 2
    for side in (-1, 1):
        cheek = (round(middle + side * 0.50 * radius), round(middle + 0.24 * radius))
        blush = np.zeros(colour.shape[:2], np.float32)
        cv2.circle(blush, cheek, max(1, round(0.17 * radius)), 1.0, -1, cv2.LINE_AA)
        blush = _blurred(blush, max(0.6, 0.07 * radius))[..., None] * 0.5
        colour += (np.asarray((238, 92, 92), np.float32) - colour) * blush
        eye = (round(middle + side * 0.30 * radius), round(middle - 0.02 * radius))
        cv2.circle(colour, eye, max(1, round(0.13 * radius)), (34, 26, 32), -1, cv2.LINE_AA)
        glint = (round(eye[0] - 0.035 * radius), round(eye[1] - 0.04 * radius))
        cv2.circle(colour, glint, max(0, round(0.04 * radius)), (250, 244, 236), -1, cv2.LINE_AA)


def _sky(width: int, height: int) -> Light:
    down = np.linspace(0, 1, height, dtype=np.float32)
    stops = [stop for stop, _ in SKY]
    column = np.stack([np.interp(down, stops, [colour[each] for _, colour in SKY]) for each in range(3)], axis=-1)
    return np.repeat(column[:, None, :].astype(np.float32), width, axis=1)


def _moon(picture: Light) -> None:
    height, width = picture.shape[:2]
    middle, radius = (round(0.73 * width), round(0.21 * height)), max(1, round(0.085 * height))
    _over(picture, _halo(_disc(picture, middle, radius * 2), max(1.0, radius * 0.9), 0.28), (250, 224, 180))
    _over(picture, _disc(picture, middle, radius), (250, 238, 208))
    crater = _disc(picture, (middle[0] + radius // 3, middle[1] - radius // 4), max(1, radius // 5))
    _over(picture, crater * 0.35, (226, 206, 172))
    crater = _disc(picture, (middle[0] - radius // 3, middle[1] + radius // 3), max(1, radius // 4))
    _over(picture, crater * 0.3, (226, 206, 172))


def _clouds(picture: Light, rng: np.random.Generator) -> None:
    """Paper clouds that hang on threads, and stars."""
    height, width = picture.shape[:2]
    for x, y in rng.uniform((0.02, 0.02), (0.98, 0.34), (26, 2)):
        star = _disc(picture, (round(x * width), round(y * height)), max(0, round(0.0022 * height)))
        _over(picture, star * 0.75, (246, 230, 204))
    for x, y, size in ((0.23, 0.24, 1.0), (0.5, 0.14, 0.72)):
        cloud = np.zeros((height, width), np.float32)
        cv2.line(cloud, (round(x * width), 0), (round(x * width), round(y * height)), 0.35, 1, cv2.LINE_AA)
        for dx, dy, r in ((-0.062, 0.012, 0.036), (-0.012, -0.008, 0.054), (0.05, 0.010, 0.042), (0.092, 0.018, 0.028)):
            middle = (round(x * width + dx * size * height), round((y + dy * size) * height))
            cv2.circle(cloud, middle, max(1, round(r * size * height)), 1.0, -1, cv2.LINE_AA)
        _shadow(picture, cloud, 0.012, 0.25)
        _over(picture, cloud * 0.92, (232, 208, 206))


def _hill(picture: Light, rng: np.random.Generator, ridge: float, swing: float, often: float, colour: Colour) -> None:
    height, width = picture.shape[:2]
    across = np.linspace(0, 1, width, dtype=np.float32)
    phase = rng.uniform(0, 2 * math.pi, 2)
    wave = np.sin(across * often * 2 * math.pi + phase[0]) + 0.4 * np.sin(across * often * 5 * math.pi + phase[1])
    edge = (ridge + swing * wave * 0.7) * height
    fuzz = _fibres(rng, 1, width, 1.2)[0] * 0.0016 * height
    down = np.arange(height, dtype=np.float32)[:, None]
    cover = np.clip(down - (edge + fuzz)[None, :], 0, 1.5) / 1.5
    _shadow(picture, cover, -0.02, 0.35)
    here = _around(cover, 0)
    rows = picture[here].shape[0]
    felt = np.asarray(colour, np.float32) * (1 + 0.06 * _fibres(rng, rows, width, 0.004 * height))[..., None]
    felt *= (1.12 - 0.3 * np.clip((down[here[0]] - edge[None, :]) / (0.25 * height), 0, 1))[..., None]
    picture[here] += (felt - picture[here]) * cover[here][..., None]


def _house(picture: Light) -> None:
    height, width = picture.shape[:2]
    x, foot, unit = 0.34 * width, 0.645 * height, 0.05 * height

    def box(left: float, top: float, right: float, bottom: float) -> Light:
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return _polygon(picture, [(x + across * unit, foot + down * unit) for across, down in corners])

    walls = box(-1.2, -1.7, 1.2, 0.3)
    _shadow(picture, walls, 0.008, 0.4)
    _over(picture, box(0.45, -3.5, 0.85, -2.2), (118, 70, 62))
    _over(picture, walls, (186, 158, 146))
    gable = [(x - 1.6 * unit, foot - 1.6 * unit), (x, foot - 3.3 * unit), (x + 1.6 * unit, foot - 1.6 * unit)]
    roof = _polygon(picture, gable)
    _over(picture, roof, (158, 82, 68))
    window = box(-0.75, -1.25, 0.05, -0.45)
    _over(picture, _halo(window, max(1.0, unit * 0.7), 0.9), (255, 176, 84))
    _over(picture, window, (255, 226, 150))
    _over(picture, np.maximum(box(-0.39, -1.25, -0.31, -0.45), box(-0.75, -0.89, 0.05, -0.81)), (140, 92, 62))
    _over(picture, box(0.4, -1.0, 0.9, 0.3), (104, 70, 62))


def _tree(picture: Light, rng: np.random.Generator, x: float, foot: float, tall: float) -> None:
    height, width = picture.shape[:2]
    middle, base, size = x * width, foot * height, tall * height

    def shape(*corners: tuple[float, float]) -> Light:
        return _polygon(picture, [(middle + across * size, base + down * size) for across, down in corners])

    _over(picture, shape((-0.04, -0.2), (0.04, -0.2), (0.05, 0.12), (-0.05, 0.12)), (98, 70, 56))
    green = float(rng.uniform(0.88, 1.12))
    for low, high, half in ((0.0, 0.52, 0.26), (0.26, 0.78, 0.21), (0.52, 1.0, 0.155)):
        cone = _blurred(shape((-half, -low), (half, -low), (0, -high)), max(0.5, 0.006 * size))
        _shadow(picture, cone, 0.006, 0.3)
        _over(picture, cone, (62 * green, 92 * green, 70 * green))
        side = np.clip((middle - np.arange(width, dtype=np.float32)) / (0.3 * size), 0, 1)
        lit: Light = (cone * side[None, :] * 0.35).astype(np.float32)
        _over(picture, lit, (150, 160, 104))


def _table(picture: Light, rng: np.random.Generator) -> None:
    """Planks with their grain, lighter towards the front."""
    height, width = picture.shape[:2]
    top = round(TABLE * height)
    rows = height - top
    if rows < 1:
        return
    grain = rng.standard_normal((rows, max(2, width // 48))).astype(np.float32)
    long = np.asarray(cv2.resize(grain, (width, rows), interpolation=cv2.INTER_CUBIC), np.float32)
    grain = _blurred(long, max(0.6, 0.0012 * height))
    tone = 0.94 + 0.05 * grain + 0.14 * np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    wood = np.asarray((172, 120, 80), np.float32) * tone[..., None]
    for seam in (0.26, 0.58):
        row = round(seam * rows)
        wood[row : row + max(1, round(0.004 * height))] *= 0.62
    wood[: max(1, round(0.008 * height))] *= 1.16
    band = np.zeros((height, width), np.float32)
    band[top:] = 1
    _shadow(picture, band, -0.014, 0.5)
    picture[top:] = wood


def _lit(picture: Light) -> Pixels:
    """A warm lamp at the upper left, falling off to the corners."""
    height, width = picture.shape[:2]
    across = (np.linspace(0, 1, width, dtype=np.float32)[None, :] - 0.36) * 1.15
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] - 0.42
    fall = 1.10 - 0.62 * (across**2 + down**2)
    warm = np.asarray((1.03, 1.0, 0.95), np.float32)
    lit: Pixels = np.clip(picture * fall[..., None] * warm + 0.5, 0, 255).astype(np.uint8)
    return lit


def _over(picture: Light, cover: Light, colour: Colour) -> None:
    """Lay a colour over what `cover` covers."""
    here = _around(cover, 0)
    picture[here] += (np.asarray(colour, np.float32) - picture[here]) * cover[here][..., None]


def _shadow(picture: Light, cover: Light, down: float, strength: float) -> None:
    """What `cover` covers throws a soft shadow, so many heights below itself."""
    height = picture.shape[0]
    softness = max(0.8, 0.009 * height)
    here = _around(cover, math.ceil(4 * softness + abs(down) * height))
    thrower = cover[here]
    shift = np.asarray([[1, 0, abs(down) * height * 0.6], [0, 1, down * height]], np.float32)
    size = (thrower.shape[1], thrower.shape[0])
    shifted = np.asarray(cv2.warpAffine(thrower, shift, size, borderMode=cv2.BORDER_REPLICATE), np.float32)
    soft = _blurred(shifted, softness)
    picture[here] *= 1 - (strength * soft * (1 - thrower))[..., None]


def _halo(cover: Light, softness: float, strength: float) -> Light:
    """The light around what `cover` covers."""
    here = _around(cover, math.ceil(3 * softness))
    light = np.zeros_like(cover)
    light[here] = np.clip(_blurred(cover[here], softness) * strength, 0, 1)
    return light


def _around(cover: Light, margin: int) -> tuple[slice, slice]:
    """The rows and columns that `cover` touches, and some more: most of a picture is not looked at twice."""
    left, top, width, height = cv2.boundingRect((cover > 0).astype(np.uint8))
    return slice(max(0, top - margin), top + height + margin), slice(max(0, left - margin), left + width + margin)


def _disc(picture: Light, middle: tuple[int, int], radius: int) -> Light:
    cover = np.zeros(picture.shape[:2], np.float32)
    cv2.circle(cover, middle, radius, 1.0, -1, cv2.LINE_AA)
    return cover


def _polygon(picture: Light, corners: list[tuple[float, float]]) -> Light:
    drawn = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(drawn, [np.rint(np.asarray(corners) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(drawn, np.float32) / np.float32(255)


def _blurred(light: Light, across: float, down: float = 0.0) -> Light:
    """`light` through a Gauss of so many pixels of standard deviation, `down` being as wide as `across` by default."""
    return np.asarray(cv2.GaussianBlur(light, (0, 0), across, sigmaY=down), np.float32)


def _fibres(rng: np.random.Generator, height: int, width: int, length: float) -> Light:
    """Felt: short strokes every way, with a standard deviation of about 1."""
    noise = rng.standard_normal((height, width)).astype(np.float32)
    size = max(0.4, length)
    along = _blurred(noise, size, 0.6) + _blurred(noise[::-1], 0.6, size)
    along += _blurred(noise[:, ::-1], size / 2)
    return np.asarray(along / max(1e-6, float(along.std())), np.float32)
