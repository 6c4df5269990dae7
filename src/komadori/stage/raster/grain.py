"""Structure to look up: a cloud that is the same everywhere it is asked for, and a mat of fibres."""

import math
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.stage.scene import Floats

CLOUD = 64
"""Steps after which the cloud begins again; eight of them are one lump."""
MAT = 512
"""Pixels of the mat of fibres across; it begins again after so many."""


def cloud(points: Floats, lump: float) -> Floats:
    """Smooth noise from −1 to 1 at points (n × 3, millimetres), its lumps of `lump` millimetres."""
    steps = np.floor(points * (8 / max(lump, 1e-3))).astype(np.int32) & (CLOUD - 1)
    return np.asarray(_cloud()[steps[:, 0], steps[:, 1], steps[:, 2]], np.float32)


def rings(points: Floats, axis: int, grain: float) -> Floats:
    """Wood from 0 to 1 at points (n × 3): bands of `grain` millimetres that run along `axis` and wander."""
    others = [each for each in range(3) if each != axis]
    long = points.copy()
    long[:, axis] *= 0.12
    wander = cloud(long, grain * 6) * 1.6
    off_centre = points[:, others] + np.asarray((37.0, 91.0), np.float32)
    distance = np.sqrt(np.einsum("ij,ij->i", off_centre, off_centre)) / max(grain, 1e-3)
    streak = cloud(long, max(grain * 0.5, 0.3)) * 0.35
    band = 0.5 + 0.35 * np.sin((distance + wander) * (2 * np.pi))
    return np.asarray(np.clip(band + streak, 0, 1), np.float32)


def mat(points: Floats, outward: Floats, fine: float) -> tuple[Floats, Floats]:
    """Fibres of felt at points (n × 3) of a surface with normals `outward`: how high (0 to 1), and the slope (n × 3).

    `fine` is how many millimetres a pixel shows: fibres are about a pixel wide, or one would see dust instead.
    """
    flat = np.abs(outward).argmax(axis=1)
    first, second = np.asarray((1, 0, 0))[flat], np.asarray((2, 2, 1))[flat]
    index = np.arange(len(points))
    scale = 1.5 / 2 ** round(math.log2(max(fine, 0.05)))
    across = (points[index, first] * scale).astype(np.int32) + 97 * flat & (MAT - 1)
    down = (points[index, second] * scale).astype(np.int32) & (MAT - 1)
    height, slopes = _mat()
    slope = np.zeros_like(points)
    slope[index, first], slope[index, second] = slopes[0][down, across], slopes[1][down, across]
    return np.asarray(height[down, across], np.float32), slope


@cache
def _cloud() -> Floats:
    rng = np.random.default_rng(5)
    field = rng.normal(size=(CLOUD,) * 3)
    frequency = np.fft.fftfreq(CLOUD)
    distance = np.sqrt(frequency[:, None, None] ** 2 + frequency[None, :, None] ** 2 + frequency[None, None, :] ** 2)
    soft = np.fft.ifftn(np.fft.fftn(field) * np.exp(-((distance * 8 / 1.1) ** 2))).real
    return np.asarray(np.clip(soft / soft.std() / 2.5, -1, 1), np.float32)


@cache
def _mat() -> tuple[Floats, tuple[Floats, Floats]]:
    """Some thousand curled fibres laid one over another; drawn on a torus, so that no edge shows."""
    rng = np.random.default_rng(11)
    drawn: NDArray[np.uint8] = np.zeros((MAT * 3, MAT * 3), np.uint8)
    for layer in range(5200):
        turn = rng.uniform(0, 2 * np.pi)
        bend = rng.normal(0, 0.2, 9).cumsum()
        step = rng.uniform(2.5, 4.5)
        line = np.stack([np.cos(turn + bend), np.sin(turn + bend)], axis=-1).cumsum(axis=0) * step
        line += MAT + rng.uniform(0, MAT, 2)
        shade = int(110 + 70 * layer / 5200 + rng.uniform(-40, 45))
        for dx in (-MAT, 0, MAT):
            lines = [np.rint((line + np.asarray((dx, dy))) * 8).astype(np.int32) for dy in (-MAT, 0, MAT)]
            cv2.polylines(drawn, lines, isClosed=False, color=shade, thickness=2, lineType=cv2.LINE_AA, shift=3)
    soft = cv2.GaussianBlur(drawn.astype(np.float32) / 255, (0, 0), 0.7)[MAT : 2 * MAT, MAT : 2 * MAT]
    height = np.clip((soft - soft.mean()) / soft.std() * 0.2 + 0.5, 0, 1).astype(np.float32)
    across, down = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3)
    return height, (np.asarray(across, np.float32), np.asarray(down, np.float32))
