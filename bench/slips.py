"""Generated takes that go wrong on purpose: sets of felt, paper, wood, a night and a deep stage, each with a puppet
over a third of the picture that moves in every picture, grain, JPEG; and a list of what slips when.

Composed in linear light, from a seed: picture = JPEG(curve(camera(set + props + shadow + puppet) x light) + grain).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import cos, hypot, pi, sin
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SETS = ("felt", "paper", "wood", "night", "deep")
EDGE = 64
"""Pixels drawn around the picture, for a camera that is knocked."""
WOBBLE = 0.015
"""Pixels (one sigma) by which a good tripod differs from picture to picture."""
LAMP = 0.0008
"""The same for good lamps, as a share of their light, and..."""
TINT = 0.4
"""...so much of that for each of the three colours by itself."""
GRAIN = {"night": 2.0}
"""Sigma in codes of 255 of the sensor's grain, where it is not 1."""
PROPS = ((0.035, 0.05), (0.88, 0.06), (0.025, 0.66))
"""Upper left corner of each prop, shares of the picture; and their width and height."""
PROP = (0.09, 0.16)
CURVE = np.float32(1.055 * np.maximum(np.arange(4097) / 4096, 0.0031308) ** (1 / 2.4) - 0.055) * 255
CURVE[:13] = np.arange(13) / 4096 * 12.92 * 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What goes wrong before a picture is taken, and stays so: a knock in pixels, a step of light (share of it, one for
    each of three colours), a prop that moves (its number, pixels right and down)."""

    knock: tuple[float, float] = (0.0, 0.0)
    light: tuple[float, float, float] = (1.0, 1.0, 1.0)
    prop: tuple[int, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A take to generate on a set of SETS, or in place of that from a folder of photographs: `slips` by the number of
    the picture, from 1, in which each is first seen."""

    kind: str
    seed: int
    pictures: int
    width: int = 960
    height: int = 540
    quality: int = 93
    walks: bool = False
    slips: Mapping[int, Slip] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What stands in front of the camera, in linear light, with EDGE pixels around: the set (props not on it), the
    cloth of the puppet, and each prop."""

    ground: Floats
    cloth: Floats
    props: tuple[Floats, ...]


def photographs(plan: Plan) -> Iterator[tuple[bytes, float]]:
    """Each picture of the take as a JPEG, and the share of it that the puppet fills."""
    stage, camera = build(plan), Camera(plan, WOBBLE, LAMP)
    where = [np.zeros(2) for _ in stage.props]
    for number in range(1, plan.pictures + 1):
        slip = plan.slips.get(number)
        if slip and slip.prop:
            where[slip.prop[0]] = where[slip.prop[0]] + slip.prop[1:]
        scene, share = _scene(plan, stage, where, number)
        yield camera.shot(scene, slip), share


def replayed(plan: Plan) -> Iterator[tuple[bytes, float]]:
    """The same of photographs that are there already, in the folder `plan.kind`, in place of a set; the share is 0."""
    camera = None
    linear = np.interp(np.arange(256), CURVE, np.arange(4097) / 4096).astype(np.float32)
    for number, path in enumerate(sorted(Path(plan.kind).iterdir()), 1):
        pixels = cv2.imread(str(path))[..., ::-1]
        plan = replace(plan, height=pixels.shape[0], width=pixels.shape[1])
        camera = camera or Camera(plan, 0.0, 0.0)
        scene = cv2.copyMakeBorder(linear[pixels], EDGE, EDGE, EDGE, EDGE, cv2.BORDER_REFLECT)
        yield camera.shot(scene, plan.slips.get(number)), 0.0


class Camera:
    """Takes pictures of scenes; where it stands and how the light is follows the slips."""

    def __init__(self, plan: Plan, wobble: float, lamp: float) -> None:
        self._plan, self._wobble, self._lamp = plan, wobble, lamp
        self._chance = np.random.default_rng([plan.seed, 1])
        self._grains = [_grain(plan, np.random.default_rng([plan.seed, 2, one])) for one in range(2)]
        self._at, self._light = np.zeros(2), np.ones(3)

    def shot(self, scene: Floats, slip: Slip | None) -> bytes:
        """The scene, linear light with EDGE around, as a JPEG."""
        plan, chance = self._plan, self._chance
        if slip:
            self._at, self._light = self._at + slip.knock, self._light * slip.light
        right, down = self._at + self._wobble * chance.standard_normal(2)
        turned = np.float64([[1, 0, right - EDGE], [0, 1, down - EDGE]])
        seen = cv2.warpAffine(scene, turned, (plan.width, plan.height), flags=cv2.INTER_LANCZOS4)
        unsteady = self._lamp * (chance.standard_normal() + TINT * chance.standard_normal(3))
        lamps = 4096 * self._light * np.exp(unsteady)
        coded = CURVE[np.clip(seen * lamps.astype(np.float32), 0, 4096).astype(np.uint16)]
        # Two of them, each laid otherwise in every picture: one alone could be tracked as if it were the set.
        for grain in self._grains:
            coded += np.roll(grain, tuple(chance.integers(0, plan.height, 2)), axis=(0, 1))
        pixels = np.clip(np.rint(coded), 0, 255).astype(np.uint8)
        return cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, plan.quality])[1].tobytes()


def _grain(plan: Plan, chance: np.random.Generator) -> Floats:
    """Noise as a sensor's: a little softer than single pixels, and more in a dark take."""
    noise = cv2.GaussianBlur(chance.standard_normal((plan.height, plan.width, 3), dtype=np.float32), (0, 0), 0.5)
    return np.asarray(noise * np.float32(GRAIN.get(plan.kind, 1.0) / noise.std() / 2**0.5))


def _scene(plan: Plan, stage: Stage, where: list[NDArray[np.float64]], number: int) -> tuple[Floats, float]:
    scene = stage.ground.copy()
    for place, prop, moved in zip(PROPS, stage.props, where, strict=True):
        _put(scene, prop, place[0] * plan.width + EDGE + moved[0], place[1] * plan.height + EDGE + moved[1])
    mask, moved = _puppet(plan, number)
    shadow = cv2.resize(mask, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    shadow = cv2.GaussianBlur(np.roll(shadow, (plan.height // 120, plan.width // 80), (0, 1)), (0, 0), plan.width / 200)
    scene *= (1 - 0.35 * cv2.resize(shadow, mask.shape[::-1]))[..., None]
    scene += (np.roll(stage.cloth, moved, (0, 1)) - scene) * mask[..., None]
    return scene, float(mask[EDGE:-EDGE, EDGE:-EDGE].mean())


def _puppet(plan: Plan, number: int) -> tuple[Floats, tuple[int, int]]:
    """Where the puppet is, 0..1, and how far down and right its cloth went with it: it leans, turns and waves in every
    picture, and where it walks it goes to and fro."""
    mask = np.zeros((plan.height + 2 * EDGE, plan.width + 2 * EDGE), np.uint8)
    tall, wide = plan.height, plan.width
    step = number + 5 * plan.seed
    sway = (0.07 if plan.walks else 0.02) * wide * sin(0.31 * step)
    x, y = EDGE + wide * 0.5 + sway, EDGE + tall * 0.62 + 0.01 * tall * cos(0.9 * step)
    at = lambda right, down: (round(16 * (x + right)), round(16 * (y + down)))  # noqa: E731 - five lines read by it
    turned = 5 * sin(0.7 * step)
    cv2.ellipse(
        mask, at(0, 0), (round(16 * 0.19 * wide), round(16 * 0.5 * tall)), turned, 0, 360, 255, -1, cv2.LINE_AA, 4
    )
    cv2.circle(mask, at(0.004 * wide * turned, -0.35 * tall), round(16 * 0.26 * tall), 255, -1, cv2.LINE_AA, 4)
    for side in (-1, 1):
        wave = 0.1 * tall * sin(0.8 * step + side)
        hand = at(side * 0.22 * wide, 0.08 * tall + wave)
        cv2.line(mask, at(side * 0.1 * wide, -0.1 * tall), hand, 255, round(0.11 * tall), cv2.LINE_AA, 4)
    return cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32) / 255, (round(y), round(x))


def _put(scene: Floats, thing: Floats, left: float, top: float) -> None:
    """Lay `thing` (height x width x 4, the last how much it covers) on the scene, to a fraction of a pixel."""
    height, width = thing.shape[0] + 2, thing.shape[1] + 2
    x, y = int(left), int(top)
    laid = cv2.warpAffine(
        thing, np.float64([[1, 0, left - x], [0, 1, top - y]]), (width, height), flags=cv2.INTER_CUBIC
    )
    part = scene[y : y + height, x : x + width]
    part *= 1 - laid[..., 3:]
    part += laid[..., :3]


def build(plan: Plan) -> Stage:
    """The stage of a take, from its seed."""
    chance = np.random.default_rng([plan.seed, SETS.index(plan.kind)])
    shape = plan.height + 2 * EDGE, plan.width + 2 * EDGE
    ground = {"felt": _felt, "paper": _paper, "wood": _wood, "night": _wood, "deep": _deep}[plan.kind](chance, *shape)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    lamp = 0.45 + 0.75 * np.exp(-(((x / shape[1] - 0.25) / 0.5) ** 2 + ((y / shape[0] - 0.2) / 0.8) ** 2))
    if plan.kind == "night":
        lamp = 0.06 + 0.9 * np.exp(-(((x / shape[1] - 0.78) / 0.17) ** 2 + ((y / shape[0] - 0.3) / 0.3) ** 2))
    ground = cv2.GaussianBlur(ground * lamp[..., None], (0, 0), 0.6)
    cloth = _cloth(chance, *shape) * np.float32([0.5, 0.3, 0.14]) * (0.25 if plan.kind == "night" else 1)
    sizes = round(PROP[1] * plan.height), round(PROP[0] * plan.width)
    props = tuple(_prop(chance, *sizes) * np.float32([*[lamp.mean()] * 3, 1]) for _ in PROPS)
    return Stage(ground=np.clip(ground, 0.002, 0.8), cloth=cv2.GaussianBlur(cloth, (0, 0), 0.6), props=props)


def _octaves(chance: np.random.Generator, height: int, width: int, steps: tuple[float, ...]) -> Floats:
    """Blobs of so many pixels each, height x width, around 0, one sigma for each octave."""
    out = np.zeros((height, width), np.float32)
    for step in steps:
        rows, columns = max(2, round(height / step) + 2), max(2, round(width / step) + 2)
        coarse = chance.standard_normal((rows, columns)).astype(np.float32)
        out += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return out


def _fibres(chance: np.random.Generator, height: int, width: int, count: int) -> Floats:
    """Short bent hairs that lie in all directions, 0..1."""
    laid = np.zeros((height, width), np.uint8)
    starts = chance.uniform((0, 0), (width, height), (count, 2))
    ways = chance.uniform(0, 2 * pi, (count, 2))
    for start, (way, bend) in zip(starts, ways, strict=True):
        there = start + 7 * np.array([cos(way), sin(way)])
        end = there + 7 * np.array([cos(way + bend / 4), sin(way + bend / 4)])
        path = np.rint(np.stack([start, there, end]) * 16).astype(np.int32)
        cv2.polylines(
            laid,
            [path],
            isClosed=False,
            color=int(chance.integers(60, 255)),
            thickness=1,
            lineType=cv2.LINE_AA,
            shift=4,
        )
    return laid.astype(np.float32) / 255


def _cloth(chance: np.random.Generator, height: int, width: int) -> Floats:
    weave = np.exp(0.1 * _octaves(chance, height, width, (60, 9, 4)) - 0.3 * _fibres(chance, height, width, width * 9))
    return np.repeat(weave[..., None], 3, axis=2)


def _coloured(chance: np.random.Generator, grey: Floats, strength: float) -> Floats:
    """A grey thing in a colour of its own."""
    return (grey[..., None] * np.exp(strength * chance.standard_normal(3))).astype(np.float32)


def _felt(chance: np.random.Generator, height: int, width: int) -> Floats:
    hills = _coloured(chance, 0.22 * _cloth(chance, height, width)[..., 0], 0.3)
    for line in (0.45, 0.7):
        x = np.arange(width)
        edge = (line + 0.05 * np.sin(x / width * 9 * line + chance.uniform(0, 6))) * height
        below = np.clip(np.arange(height)[:, None] - edge[None], 0, 1)[..., None].astype(np.float32)
        hills += (_coloured(chance, 0.22 * _cloth(chance, height, width)[..., 0], 0.4) - hills) * below
    return hills


def _paper(chance: np.random.Generator, height: int, width: int) -> Floats:
    """A plain painted wall, a table, a poster: little to hold on to."""
    room = np.full((height, width, 3), 0.35, np.float32) * np.exp(
        0.012 * _octaves(chance, height, width, (200, 5, 3))[..., None]
    )
    room[int(0.78 * height) :] *= np.float32([0.6, 0.5, 0.4])
    for _ in range(5):
        x, y = chance.uniform((0.0, 0.05), (0.9, 0.7)) * (width, height)
        w, h = chance.uniform(0.03, 0.14, 2) * width
        colour = [float(part) for part in chance.uniform(0.08, 0.6, 3)]
        cv2.rectangle(room, (round(x), round(y)), (round(x + w), round(y + h)), colour, -1)
    return room


def _wood(chance: np.random.Generator, height: int, width: int) -> Floats:
    grain = cv2.resize(_octaves(chance, height, max(2, width // 24), (18, 5, 2.5)), (width, height))
    boards = _coloured(chance, 0.2 * np.exp(0.16 * grain), 0.2)
    for edge in range(0, height, max(8, height // 9)):
        boards[edge : edge + 2] *= 0.4
    for _ in range(14):
        x, y = chance.uniform((0, 0), (width, height))
        w, h = chance.uniform(0.012, 0.05, 2) * width
        cv2.rectangle(
            boards, (round(x), round(y)), (round(x + w), round(y + h)), chance.uniform(0.03, 0.6, 3).tolist(), -1
        )
    return boards


def _deep(chance: np.random.Generator, height: int, width: int) -> Floats:
    """A backdrop far out of focus behind a sharp table."""
    far = cv2.GaussianBlur(_felt(chance, height, width), (0, 0), width / 130)
    near = _wood(chance, height, width)
    table = np.clip((np.arange(height, dtype=np.float32) - 0.68 * height) / 3, 0, 1)[:, None, None]
    return far + (near - far) * table


def _prop(chance: np.random.Generator, height: int, width: int) -> Floats:
    """A box of bright and dark patches with a soft edge: height x width x 4."""
    patches = chance.uniform(0.04, 0.55, (5, 4, 3)).astype(np.float32)
    box = np.zeros((height, width, 4), np.float32)
    box[1:-1, 1:-1, :3] = cv2.resize(patches, (width - 2, height - 2), interpolation=cv2.INTER_NEAREST)
    box[1:-1, 1:-1, 3] = 1
    return cv2.GaussianBlur(box, (0, 0), 0.7)


def direction(chance: np.random.Generator, at: tuple[float, float], far: float) -> tuple[float, float]:
    """A step of `far` pixels in a random direction that keeps a camera at `at` within what is drawn."""
    while True:
        way = chance.uniform(0, 2 * pi)
        step = far * cos(way), far * sin(way)
        if hypot(at[0] + step[0], at[1] + step[1]) < EDGE / 2 + 4:
            return step
