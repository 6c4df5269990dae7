"""One photograph through a chain of operations, in as few passes over its pixels as they allow.

Operations that work on each channel of each pixel alone, the file's own curve before them and the sRGB curve after them
become one table for each channel. Neighbouring croppings, turns and scalings become one resampling, and a crop to whole
pixels none at all.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.catalogue import operations
from komadori.finish.operation import SMALL, Framing, Linear, Operation, Settings, Solved
from komadori.picture.colour import linear_to_srgb, to_light

Curve: TypeAlias = Callable[[Linear], Linear]
Codes: TypeAlias = NDArray[np.uint16]
Array: TypeAlias = NDArray[Any]
Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An operation by name, with everything it needs for one picture; small, and the same on every machine."""

    use: str
    settings: Settings
    solved: Solved = ()

    @property
    def operation(self) -> Operation:
        """The operation itself, as installed here."""
        return operations()[self.use]


def finished(path: Path, steps: Sequence[Step]) -> Codes:
    """The photograph at `path` finished: rows x columns x 3 of 16-bit sRGB codes. Raises UnreadablePicture."""
    pixels, curves = _through(path, steps, 0)
    if pixels.dtype == np.float32:
        return srgb_codes(_bent(pixels, curves))
    ramp = _bent(_ramp(pixels.dtype), curves)
    table = np.rint(np.clip(linear_to_srgb(ramp), 0, 1) * 65535).astype(np.uint16)
    return np.asarray(cv2.LUT(pixels, table))


def glimpse(path: Path, steps: Sequence[Step]) -> Linear:
    """The photograph after `steps`, scene-linear and about `SMALL` pixels wide. Raises UnreadablePicture."""
    return _flat(*_through(path, steps, SMALL))


def _through(path: Path, steps: Sequence[Step], width: int) -> tuple[Array, list[Curve]]:
    """Pixels, and the curves still to be laid over them: as many as can wait do, to become one table."""
    opener, *rest = steps
    if opener.operation.read is None:
        raise ValueError(f"{opener.use} opens no photograph")
    opened = opener.operation.read(path, opener.settings, opener.solved, width)
    pixels: Array = opened.data
    curves: list[Curve] = [] if opened.encoding == "linear" else [partial(to_light, curve=opened.encoding)]
    while rest:
        framings = _framings(rest)
        if framings:
            pixels, curves = _framed(pixels, curves, framings)
            rest = rest[len(framings) :]
            continue
        step = rest.pop(0)
        work = partial(_applied, step)
        if not step.operation.pointwise:
            pixels, curves = work(_flat(pixels, curves)), []
        else:
            curves.append(work)
    return pixels, curves


def _applied(step: Step, pixels: Linear) -> Linear:
    apply = step.operation.apply
    return pixels if apply is None else apply(pixels, step.settings, step.solved)


def _flat(pixels: Array, curves: Sequence[Curve]) -> Linear:
    """`pixels` as scene-linear light, every curve laid over them."""
    if pixels.dtype == np.float32:
        return _bent(pixels, curves)
    table = np.asarray(_bent(_ramp(pixels.dtype), curves), np.float32)
    return np.asarray(cv2.LUT(pixels, table))


def _bent(pixels: Linear, curves: Sequence[Curve]) -> Linear:
    for curve in curves:
        pixels = curve(pixels)
    return pixels


def _ramp(kind: "np.dtype[Any]") -> Linear:
    """Every code that a file of this kind can hold, as a picture one pixel wide, 0..1."""
    codes = 256 if kind == np.uint8 else 65536
    values = np.arange(codes, dtype=np.float32) / np.float32(codes - 1)
    return np.repeat(values[:, None, None], 3, axis=2)


def srgb_codes(light: Linear) -> Codes:
    """16-bit sRGB codes of scene-linear light, clipped to 0..1; at most one code from exact.

    By a table over the square root of light, which is fine enough in the darks where sRGB is steep.
    """
    roots: Array = np.asarray(cv2.sqrt(np.maximum(light, 0)))
    # The one call of OpenCV that scales, rounds and clips in a single pass; the second picture counts for nothing.
    places = cv2.addWeighted(roots, 65535, roots, 0, 0, dtype=cv2.CV_16U)
    return np.asarray(cv2.LUT(np.asarray(places).reshape(light.shape), _ROOT_TABLE))


_ROOT_TABLE = np.repeat(
    np.rint(np.clip(linear_to_srgb(np.linspace(0, 1, 65536) ** 2), 0, 1) * 65535).astype(np.uint16)[:, None, None],
    3,
    axis=2,
)


def _framings(steps: Sequence[Step]) -> list[Step]:
    """The steps at the beginning that only frame the picture."""
    count = next((at for at, step in enumerate(steps) if step.operation.frame is None), len(steps))
    return list(steps[:count])


def _framed(pixels: Array, curves: list[Curve], steps: Sequence[Step]) -> tuple[Array, list[Curve]]:
    framing = combined(steps, pixels.shape[1], pixels.shape[0])
    a, b, x, c, d, y = framing.matrix[:6]
    inside = x >= 0 and y >= 0 and x + framing.width <= pixels.shape[1] and y + framing.height <= pixels.shape[0]
    if (a, b, c, d) == (1, 0, 0, 1) and x == round(x) and y == round(y) and inside:
        left, top = round(x), round(y)
        return np.ascontiguousarray(pixels[top : top + framing.height, left : left + framing.width]), curves
    return resampled(_flat(pixels, curves), framing), []


def combined(steps: Sequence[Step], width: int, height: int) -> Framing:
    """Several framings as one."""
    matrix = np.eye(3)
    for step in steps:
        frame = step.operation.frame
        if frame is not None:
            framing = frame(step.settings, width, height)
            matrix, width, height = matrix @ np.reshape(framing.matrix, (3, 3)), framing.width, framing.height
    return Framing(matrix=tuple(float(value) for value in matrix.ravel()), width=width, height=height)


def resampled(pixels: Linear, framing: Framing) -> Linear:
    """`pixels` in a new frame: averaged over areas where it shrinks, cubic where it turns or grows.

    What lies outside the old picture is black, except for less than a pixel along its edge.
    """
    matrix = np.reshape(framing.matrix, (3, 3))
    a, b, x, c, d, y = framing.matrix[:6]
    wide, high = a * framing.width, d * framing.height
    if b == c == 0 and min(a, d) >= 1 and all(abs(side - round(side)) < 1e-6 for side in (x, y, wide, high)):
        left, top = round(x), round(y)
        part = pixels[top : top + round(high), left : left + round(wide)]
        return np.asarray(cv2.resize(part, (framing.width, framing.height), interpolation=cv2.INTER_AREA))
    # A cubic reaches two pixels far, so where the picture shrinks more are drawn and then averaged.
    finer = max(1, math.ceil(math.sqrt(abs(a * d - b * c)) - 0.01))
    corners = matrix @ np.array([[0, framing.width] * 2, [0, 0, framing.height, framing.height], [1] * 4])
    within = (corners[:2] > -1).all() and (corners[0] < pixels.shape[1] + 1).all()
    within = within and bool((corners[1] < pixels.shape[0] + 1).all())
    drawn = cv2.warpAffine(
        pixels,
        _to_corners(matrix, finer)[:2],
        (framing.width * finer, framing.height * finer),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE if within else cv2.BORDER_CONSTANT,
    )
    if finer > 1:
        drawn = cv2.resize(drawn, (framing.width, framing.height), interpolation=cv2.INTER_AREA)
    return np.asarray(drawn)


def _to_corners(matrix: Matrix, finer: int) -> Matrix:
    """The same mapping, `finer` times finer, for OpenCV, which has the middle of pixel (0, 0) at (0, 0)."""
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    back = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
    return np.asarray(back @ matrix @ np.diag([1 / finer, 1 / finer, 1]) @ half)
