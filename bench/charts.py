"""Photographs of a ColorChecker that never was: any light, any camera, from any side, with known truth."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.chart_values import COLUMNS, LAB, ROWS
from komadori.picture.colour import linear_to_srgb
from komadori.picture.delta_e import from_lab

Floats = NDArray[np.float64]
STEP = 60
"""Pixels from patch to patch of the flat chart, before it is photographed."""
BORDER = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How the chart is photographed: `large` is its width as a share of the picture's, `turn` degrees, `tilt` how far
    its corners are pulled (perspective), `light` the colour and strength of the lamp, `uneven` how much darker the far
    side is, `bend` the camera's contrast (1 = none), `noise` a good camera's times, `blur` pixels, `gap` the share of a
    step between two patches."""

    width: int = 1200
    height: int = 800
    large: float = 0.5
    turn: float = 0.0
    tilt: float = 0.0
    light: tuple[float, float, float] = (0.9, 0.9, 0.9)
    uneven: float = 0.0
    bend: float = 1.0
    mix: float = 0.0
    noise: float = 1.0
    blur: float = 0.7
    gap: float = 0.14
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """8-bit sRGB `codes`, and where the middles of the 24 patches are in truth, pixels."""

    codes: NDArray[np.uint8]
    centres: Floats


def any_shot(seed: int, **told: object) -> Shot:
    """A shot as it may happen on a set, other for each seed."""
    rng = np.random.default_rng(seed)
    warm = rng.uniform(-0.7, 0.7)
    strength = 2 ** rng.uniform(-2.5, 0)
    given: dict[str, object] = {
        "large": rng.uniform(0.22, 0.7),
        "turn": rng.uniform(0, 360),
        "tilt": rng.uniform(0, 0.12),
        "light": tuple(strength * np.array([2 ** (0.7 * warm), 2 ** rng.uniform(-0.15, 0.15), 2**-warm])),
        "uneven": rng.uniform(0, 0.25),
        "bend": rng.uniform(0.85, 1.3),
        "mix": rng.uniform(0, 0.12),
        "noise": rng.uniform(0.5, 4),
        "blur": rng.uniform(0.5, 2.5),
        "gap": rng.uniform(0.08, 0.2),
        "seed": seed,
    }
    return Shot(**{**given, **told})  # type: ignore[arg-type]


def flat_chart(gap: float) -> Floats:
    """The chart as it lies on a table: black card, 24 patches, linear light."""
    size = (2 * BORDER + ROWS * STEP, 2 * BORDER + COLUMNS * STEP, 3)
    card = np.full(size, 0.028)
    inset = round(gap * STEP / 2)
    for at, colour in enumerate(np.maximum(from_lab(LAB["2014"]), 0.001)):
        row, column = divmod(at, COLUMNS)
        top, left = BORDER + row * STEP, BORDER + column * STEP
        card[top + inset : top + STEP - inset, left + inset : left + STEP - inset] = colour
    return card


def photograph(shot: Shot) -> Photograph:
    """The chart before a painted set, as the camera gives it."""
    rng = np.random.default_rng(shot.seed)
    card = flat_chart(shot.gap)
    high, wide = card.shape[:2]
    matrix = _lying(shot, rng, wide, high)
    scene = _set(shot, rng)
    inside = cv2.warpPerspective(np.ones((high, wide)), matrix, (shot.width, shot.height), flags=cv2.INTER_AREA)
    laid = cv2.warpPerspective(card, matrix, (shot.width, shot.height), flags=cv2.INTER_LINEAR)
    scene = scene * (1 - inside[..., None]) + laid * inside[..., None]
    fall = np.linspace(1, 1 - shot.uneven, shot.width)[None, :, None]
    crossed = np.eye(3) * (1 - 1.5 * shot.mix) + shot.mix / 2
    seen = np.maximum((scene * fall * np.array(shot.light)) @ crossed.T, 0)
    seen = cv2.GaussianBlur(seen, (0, 0), shot.blur)
    seen = seen + rng.standard_normal(seen.shape) * shot.noise * np.sqrt(6e-7 + 3e-5 * np.clip(seen, 0, 1))
    codes = np.rint(255 * np.clip(linear_to_srgb(contrast(np.clip(seen, 0, 1), shot.bend)), 0, 1)).astype(np.uint8)
    packed = cv2.imencode(".jpg", codes[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    middles = np.stack([columns.ravel(), rows.ravel()], axis=1) * STEP + BORDER + STEP / 2
    truth = cv2.perspectiveTransform(middles[None].astype(np.float64), matrix)[0]
    return Photograph(codes=np.ascontiguousarray(cv2.imdecode(packed, 1)[..., ::-1]), centres=truth)


def contrast(light: Floats, bend: float) -> Floats:
    """A camera's curve on light 0..1: steeper about mid grey, with a shoulder that keeps white where it is."""
    keep = 0.18 ** (1 - bend)
    return np.asarray(keep * light**bend / (1 + (keep - 1) * light**bend))


def _lying(shot: Shot, rng: np.random.Generator, wide: int, high: int) -> Floats:
    """What takes the flat chart's pixels to the photograph's."""
    angle = np.radians(shot.turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], float) - [wide / 2, high / 2]
    placed = corners * (shot.large * shot.width / wide) @ spin.T
    placed += shot.tilt * np.linalg.norm(np.ptp(placed, axis=0)) * rng.uniform(-0.5, 0.5, (4, 2))
    reach = np.abs(placed).max(axis=0)
    room = np.array([shot.width, shot.height]) / 2 - reach - 4
    fit = min(1.0, *(np.array([shot.width, shot.height]) / 2 - 4) / reach)
    placed = placed * fit + np.array([shot.width, shot.height]) / 2 + rng.uniform(-1, 1, 2) * np.maximum(room, 0)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, placed.astype(np.float32)))


def _set(shot: Shot, rng: np.random.Generator) -> Floats:
    """A set with walls, boxes and cloth, some of them as flat and square as a patch."""
    scene = np.ones((shot.height, shot.width, 3)) * rng.uniform(0.1, 0.6, 3)
    for _ in range(40):
        at = rng.uniform(0, [shot.width, shot.height])
        size = rng.uniform(0.02, 0.3, 2) * shot.width
        box = cv2.boxPoints((tuple(at), tuple(size), float(rng.uniform(0, 90)))).astype(np.int32)
        cv2.fillConvexPoly(scene, box, tuple(rng.uniform(0.02, 0.8, 3)), cv2.LINE_AA)
    grain = cv2.GaussianBlur(rng.standard_normal(scene.shape[:2]), (0, 0), 2)
    return np.asarray(np.clip(scene * np.exp(0.5 * grain)[..., None], 0.005, 1))
