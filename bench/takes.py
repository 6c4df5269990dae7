"""Takes to measure speed on: a photographed set, a puppet on twos in front of it, flicker and a camera's noise."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray
from skimage import data
from tests.samples import dng

from komadori.film import Slate
from komadori.picture.colour import linear_to_srgb, srgb_to_linear
from komadori.store import Incoming, PictureFacts, SeriesFolder, TakeFolder, create_series

SLATE = Slate.parse("ep01/sc010/sh010")
RIG = (32, 224, 64)
"""The paint of the rod that holds a puppet up."""


def drawn(width: int, height: int, count: int, seed: int = 5) -> Iterator[NDArray[np.uint8]]:
    """`count` pictures, height x width x 3 sRGB; every second one repeats the pose with noise and light of its own."""
    chance = np.random.default_rng(seed)
    coffee = cv2.resize(data.coffee(), (width, height), interpolation=cv2.INTER_CUBIC)
    scene = srgb_to_linear(coffee.astype(np.float32) / 255).astype(np.float32)
    felt = cv2.GaussianBlur(chance.random((height, width, 3), np.float32), (0, 0), 1.5)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for at in range(count):
        middle = width * (0.3 + 0.02 * (at // 2))
        matte = np.clip((0.16 * width - np.hypot(x - middle, (y - 0.6 * height) * 0.8)) / 3, 0, 1)[..., None]
        light = (scene * (1 - matte) + (0.15 + 0.5 * felt) * matte) * np.float32(
            np.exp(0.04 * chance.standard_normal())
        )
        light += np.float32(0.004) * chance.standard_normal(light.shape, np.float32)
        yield np.rint(255 * linear_to_srgb(np.clip(light, 0, 1))).astype(np.uint8)


def restless(width: int, height: int, count: int) -> Iterator[NDArray[np.uint8]]:
    """As `drawn`, with all that the usual recipe is for: a lamp at the left flickers by itself, and every third picture
    is bumped, so that it is moved back and its edge filled. A painted rod holds the puppet up; the first has none."""
    chance = np.random.default_rng(3)
    lamp = np.exp(-np.linspace(0, 3, width, dtype=np.float32))[None, :, None]
    bump = width / 320
    for at, picture in enumerate(drawn(width, height, count), 1):
        light = srgb_to_linear(picture.astype(np.float32) / 255)
        light *= 1 + np.float32(0.12 * chance.standard_normal()) * lamp
        lit = np.rint(255 * linear_to_srgb(np.clip(light, 0, 1))).astype(np.uint8)
        if at > 1:
            end = (round(width * (0.3 + 0.02 * ((at - 1) // 2))), height // 2)
            cv2.line(lit, (width // 2 + 4 * at, 0), end, RIG, max(1, width // 110), cv2.LINE_AA)
        if at % 3 == 0:
            shift = np.array([[1, 0.0005, bump], [-0.0005, 1, -bump / 2]])
            lit = np.asarray(cv2.warpAffine(lit, shift, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)
        yield np.ascontiguousarray(lit)


Draw = Callable[[int, int, int], Iterator[NDArray[np.uint8]]]


def shot(folder: Path, width: int, height: int, count: int, draw: Draw = drawn) -> tuple[SeriesFolder, TakeFolder]:
    """A series with one take of such pictures as JPEG, quality 95, on ones."""
    series = create_series(folder, title="Bench", rate=Fraction(24))
    take = series.new_shot(SLATE, on=1).new_take()
    facts = PictureFacts(format="jpeg", width=width, height=height)
    with take.writer() as writer:
        for frame, picture in enumerate(draw(width, height, count), 1):
            encoded = simplejpeg.encode_jpeg(picture, quality=95, colorsubsampling="422")
            writer.keep([Incoming(name="a.jpg", data=encoded)], exposure="x1", frame=frame, length=1, facts=facts)
    return series, series.shot(SLATE).take(None)


def raw_shot(folder: Path, width: int, height: int, count: int, draw: Draw = drawn) -> tuple[SeriesFolder, TakeFolder]:
    """As `shot`, with uncompressed DNG of 16 bits as a camera writes them; `width` and `height` are even."""
    series = create_series(folder, title="Bench", rate=Fraction(24))
    take = series.new_shot(SLATE, on=1).new_take()
    facts = PictureFacts(format="dng", width=width, height=height)
    with take.writer() as writer:
        for frame, picture in enumerate(draw(width, height, count), 1):
            path = folder / "negative.dng"
            dng(path, srgb_to_linear(picture.astype(np.float32) / 255))
            writer.keep([Incoming(name="a.dng", data=path)], exposure="x1", frame=frame, length=1, facts=facts)
            path.unlink()
    return series, series.shot(SLATE).take(None)
