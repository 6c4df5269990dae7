"""Pictures of a camera that was bumped, with their truth: sets of bench/slips.py, drawn at double size and averaged
down, in a light that flickers as a whole, in colour and lamp by lamp, behind a puppet of two fifths of the picture.

The puppet is as stiff as a board, and its cloth richer than most sets: nothing but its place tells it from the set.
"""

from dataclasses import dataclass, field
from math import cos, pi, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.slips import CURVE, EDGE, PROPS, Plan, _put, build

Floats = NDArray[np.float32]
Square = NDArray[np.float64]
ROOM = 60
"""Pixels of set around the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bump:
    """How far the camera was moved: pixels of a picture 1920 wide, degrees, a factor, and tilts (shares)."""

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    tilt: tuple[float, float] = (0.0, 0.0)

    def lies(self, shape: float) -> Square:
        """Where the picture then lies in the set: 3 x 3 in shares of the width."""
        c, s = self.scale * cos(radians(self.turn)), self.scale * sin(radians(self.turn))
        middle = np.array([[1, 0, 0.5], [0, 1, shape / 2], [0, 0, 1]])
        moved = np.array([[c, -s, self.right / 1920], [s, c, self.down / 1920], [*self.tilt, 1]])
        return np.asarray(middle @ moved @ np.linalg.inv(middle))


@dataclass(frozen=True, kw_only=True)
class Set:
    """A set of SETS and the cloth of a puppet, both in linear light at double size."""

    kind: str
    width: int = 1920
    height: int = 1080
    seed: int = 3
    disturbed: bool = True
    drawn: tuple[Floats, Floats] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        plan = Plan(
            kind=self.kind,
            seed=self.seed,
            pictures=1,
            width=2 * self.width + 4 * ROOM,
            height=2 * self.height + 4 * ROOM,
        )
        stage = build(plan)
        ground = stage.ground.copy()
        for place, prop in zip(PROPS, stage.props, strict=True):
            _put(ground, prop, place[0] * plan.width + EDGE, place[1] * plan.height + EDGE)
        object.__setattr__(self, "drawn", (ground, stage.cloth))

    def photograph(self, bump: Bump, step: int) -> NDArray[np.uint8]:
        """The picture that the bumped camera takes, a JPEG: height x width x 3 sRGB codes. `step` is how far on the
        puppet, the light and the grain are."""
        ground, cloth = self.drawn
        wide, high = 2 * self.width, 2 * self.height
        pixels = np.diag([wide, wide, 1.0])
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        margin = EDGE + 2 * ROOM - 0.5
        shift = np.array([[1, 0, margin], [0, 1, margin], [0, 0, 1]])
        matrix = shift @ pixels @ bump.lies(self.height / self.width) @ np.linalg.inv(pixels) @ half
        flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
        seen = cv2.warpPerspective(ground, matrix, (wide, high), flags=flags, borderMode=cv2.BORDER_REFLECT)
        chance = np.random.default_rng([self.seed, step, 5])
        if self.disturbed:
            mask, moved = self._puppet(step)
            seen += (np.roll(cloth, moved, (0, 1))[:high, :wide] - seen) * mask[..., None]
        seen = cv2.resize(seen, (self.width, self.height), interpolation=cv2.INTER_AREA)
        if self.disturbed:
            seen *= self._light(chance)
        coded = CURVE[np.clip(seen * 4096, 0, 4096).astype(np.uint16)] + chance.normal(0, 1.0, seen.shape)
        codes = np.clip(np.rint(coded), 0, 255).astype(np.uint8)
        packed = cv2.imencode(".jpg", codes[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 93])[1]
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1])

    def _light(self, chance: np.random.Generator) -> Floats:
        y, x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32) / self.width
        lamp = np.exp(-(((x - 0.85) / 0.3) ** 2 + ((y - 0.17) / 0.22) ** 2))[..., None]
        whole = (1 + chance.normal(0, 0.05)) * (1 + chance.normal(0, 0.02, 3))
        return (whole + chance.normal(0, 0.1) * lamp).astype(np.float32)

    def _puppet(self, step: int) -> tuple[Floats, tuple[int, int]]:
        wide, high = 2 * self.width, 2 * self.height
        mask = np.zeros((high, wide), np.uint8)
        right, down, turn = 0.02 * sin(1.3 * step), 0.01 * cos(0.9 * step), 3 * sin(step)
        x, y = (0.5 + right) * wide, (0.62 + down) * high
        at = lambda dx, dy: (round(16 * (x + dx)), round(16 * (y + dy)))  # noqa: E731 - three lines read by it
        body = round(16 * 0.23 * wide), round(16 * 0.52 * high)
        cv2.ellipse(mask, at(0, 0), body, turn, 0, 360, 255, -1, cv2.LINE_AA, 4)
        cv2.circle(mask, at(0.004 * wide * turn, -0.38 * high), round(16 * 0.27 * high), 255, -1, cv2.LINE_AA, 4)
        for side in (-1, 1):
            hand = at(side * 0.28 * wide, 0.08 * high + side * turn * 10)
            cv2.line(mask, at(side * 0.1 * wide, -0.1 * high), hand, 255, round(0.13 * high), cv2.LINE_AA, 4)
        return cv2.GaussianBlur(mask, (0, 0), 1.2).astype(np.float32) / 255, (round(down * high), round(right * wide))


def knock(chance: np.random.Generator, far: float, turn: float = 0.0, scale: float = 0.0) -> Bump:
    """A bump of `far` pixels some way, turned and scaled by at most so much."""
    way = chance.uniform(0, 2 * pi)
    return Bump(
        right=far * cos(way),
        down=far * sin(way),
        turn=chance.uniform(-turn, turn),
        scale=1 + chance.uniform(-scale, scale),
    )


def corners_off(found: Square, truth: Square, shape: float) -> float:
    """How far off the worst corner of the picture is, in pixels of a picture 1920 wide."""
    corners = np.array([(0, 0, 1), (1, 0, 1), (0, shape, 1), (1, shape, 1)])
    here, there = corners @ found.T, corners @ truth.T
    return 1920 * float(np.linalg.norm(here[:, :2] / here[:, 2:] - there[:, :2] / there[:, 2:], axis=1).max())
