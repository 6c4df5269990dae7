"""Generated takes whose faults are known: a textured set, a puppet over a third of it, noise, and one thing wrong."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from komadori.capture.watch import Watcher
from komadori.film import Picture, PictureFile

WIDTH, HEIGHT, PICTURES, WRONG = 600, 400, 14, 9
"""The fault begins with picture WRONG."""


def texture(rng, height, width, finest):
    """Smooth and fine detail together, as paint and cloth have it: height x width x 3 around 1."""
    out = np.zeros((height, width, 3), np.float32)
    for step in (90, 30, 12, finest):
        coarse = rng.standard_normal((height // step + 2, width // step + 2, 3)).astype(np.float32)
        out += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * 0.14
    return np.exp(out)


def shifted(picture, right, down, turn=0.0):
    """The picture moved by so many pixels and turned (degrees, clockwise) about its middle."""
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -turn, 1.0)
    matrix[:, 2] += right, down
    return cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT)


def lit(picture, gain):
    """The picture (0..255, sRGB) with its linear light times `gain`, one number or three."""
    return np.clip((np.clip(picture, 0, 255) / 255) ** 2.2 * np.float32(gain), 0, 1) ** (1 / 2.2) * 255


class Generated:
    """`pictures(fault)` are fourteen pictures; `fault(number, picture)` gives what is seen instead, before noise."""

    def __init__(self, seed):
        self._rng = np.random.default_rng(seed)
        self._set = np.clip(95 * texture(self._rng, HEIGHT, WIDTH, 4), 8, 225)
        self._cloth = np.clip(120 * texture(self._rng, HEIGHT, WIDTH, 5), 8, 225) * np.float32([1.2, 0.9, 0.6])
        self._seed = seed

    def pictures(self, fault=None, count=PICTURES):
        noise = np.random.default_rng(self._seed + 1)
        for number in range(1, count + 1):
            mask = np.zeros((HEIGHT, WIDTH), np.float32)
            middle = (220 + 7 * number + 3 * self._seed % 40, 250)
            cv2.ellipse(mask, middle, (150, 165), 6 * np.sin(number), 0, 360, 1.0, -1, cv2.LINE_AA)
            moved = np.roll(self._cloth, 7 * number, axis=1)
            picture = self._set * (1 - mask[..., None]) + moved * mask[..., None]
            picture = picture if fault is None else fault(number, picture)
            grain = noise.standard_normal(picture.shape, dtype=np.float32)
            yield np.clip(np.rint(picture + grain), 0, 255).astype(np.uint8)


def record(number, pixels, *, digest="", settings=()):
    """What the store would tell of a picture."""
    file = PictureFile(name=f"{number:06d}_x1.jpg", bytes=1_000_000, hash=digest or f"blake2b:{number}")
    height, width = pixels.shape[:2]
    return Picture(number=number, files=(file,), format="jpeg", width=width, height=height, kept="", settings=settings)


def alarms(pictures, **options):
    """Everything a watcher tells of these pictures, numbered from 1."""
    watcher = Watcher(**options)
    told = []
    for number, pixels in enumerate(pictures, 1):
        told += watcher.look(record(number, pixels), pixels, frame=2 * number - 1)
    return told


@pytest.fixture(scope="session")
def made():
    """The makers of generated takes."""
    return SimpleNamespace(
        take=Generated, shifted=shifted, lit=lit, record=record, alarms=alarms, wrong=WRONG, width=WIDTH, height=HEIGHT
    )
