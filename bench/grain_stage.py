"""The miniature stage as truth for grain: an evening room in which a badger turns its head, noisy, dusty and hot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from bench.grain_takes import Image, Shown
from komadori.picture.colour import to_light
from komadori.stage.exposing import see
from komadori.stage.eye import Sensor, codes8, developed, negative
from komadori.stage.floor import open_floor
from komadori.stage.raster import RasterRenderer
from komadori.stage.renderer import LIVE
from komadori.stage.rendering import photograph
from komadori.stage.sensor_marks import dusted, heated, hot_pixels, specks

SIZE = (960, 540)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lit:
    """What came to the lens, and where the puppets are."""

    light: Image
    puppet: Image


def lit(count: int, *, pan: float = 0.0, size: tuple[int, int] = SIZE) -> list[Lit]:
    """The light of `count` pictures: the badger turns, and stands still in the last third; `pan` is in degrees each."""
    floor, renderer, found = open_floor("evening-room"), RasterRenderer(), []
    for number in range(count):
        step = min(number, 2 * count // 3)
        floor.move({"badger.head.turn": 18 * np.sin(step * 0.35), "badger.head.tilt": 8 * np.sin(step * 0.6)})
        if pan:
            floor.move({"camera.pan": pan * (number - count / 2)})
        sight = see(floor, size=size, quality=LIVE)
        rendered = photograph(sight.scene, replace(sight.demand, mattes=("puppet",)), renderer)
        found.append(Lit(light=np.array(rendered.light), puppet=np.array(rendered.mattes["puppet"])))
        floor.exposed()
    renderer.close()
    return found


def noisy(lights: list[Lit], *, iso: int = 400, quality: int = 0, factor: int = 0) -> Iterator[Shown]:
    """The pictures with noise as at `iso`, against those without."""
    sensor, clean = Sensor(noise=float(np.sqrt(iso / 100))), Sensor(noise=0)
    for number, one in enumerate(lights):
        picture = coded(developed(negative(one.light, sensor, seed=1, number=number), sensor), quality, factor)
        truth = to_light(codes8(developed(negative(one.light, clean, seed=1, number=number), clean)), "srgb")
        does = "rest" if number > 2 * len(lights) // 3 else "walk"
        yield Shown(picture=picture, truth=truth, puppet=one.puppet > 0.98, does=does)


def coded(picture: Image, quality: int = 0, factor: int = 0) -> Image:
    """sRGB values through 8 bits, and through JPEG where a quality is given; linear light again."""
    codes = codes8(picture)
    if quality:
        setting = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor or 0x111111]
        codes = cv2.imdecode(cv2.imencode(".jpg", codes[..., ::-1], setting)[1], cv2.IMREAD_COLOR)[..., ::-1]
    return to_light(np.ascontiguousarray(codes), "srgb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """A picture with what is wrong with the sensor, and without; and the places of that."""

    picture: Image
    truth: Image
    places: list[tuple[int, int]]


def hot(lights: list[Lit], count: int = 60, *, iso: int = 400, quality: int = 0, factor: int = 0) -> list[Spoiled]:
    """The pictures with hot pixels, and with none; only places that differ by ten codes are told."""
    sensor, found = Sensor(noise=float(np.sqrt(iso / 100))), []
    size = lights[0].light.shape[1], lights[0].light.shape[0]
    pixels = hot_pixels(3, count, size)
    for number, one in enumerate(lights):
        kept = negative(one.light, sensor, seed=1, number=number)
        truth = developed(kept, sensor)
        picture = developed(heated(kept, pixels, 1.0), sensor)
        seen = np.abs(picture - truth).max(axis=2) > 10 / 255
        places = [(pixel.x, pixel.y) for pixel in pixels if seen[pixel.y, pixel.x]]
        found.append(
            Spoiled(picture=coded(picture, quality, factor), truth=coded(truth, quality, factor), places=places)
        )
    return found


def dark_frames(folder: Path, count: int = 60, quality: int = 95, factor: int = 0x211111) -> tuple[Path, ...]:
    """Five JPEGs taken with the cap on, by the sensor that `hot` has; their paths."""
    sensor, paths = Sensor(noise=2.0), []
    pixels = hot_pixels(3, count, SIZE)
    nothing = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    for number in range(5):
        kept = heated(negative(nothing, sensor, seed=9, number=number), pixels, 1.0)
        codes = np.ascontiguousarray(codes8(developed(kept, sensor))[..., ::-1])
        setting = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor]
        paths.append(folder / f"dark{number}.jpg")
        paths[-1].write_bytes(cv2.imencode(".jpg", codes, setting)[1].tobytes())
    return tuple(paths)


def dust(lights: list[Lit], count: int = 30, *, flat: bool = False) -> list[Spoiled]:
    """The pictures with dust before the sensor, and without; or, `flat`, one of an even surface."""
    sensor = Sensor(noise=1.0)
    size = lights[0].light.shape[1], lights[0].light.shape[0]
    grains = specks(5, count, size)
    found = []
    for number, one in enumerate(lights[:1] if flat else lights):
        light = np.full_like(one.light, 0.12) if flat else one.light
        pair = [
            coded(developed(negative(seen, sensor, seed=2, number=number), sensor))
            for seen in (dusted(light, grains), light)
        ]
        places = [(int(grain.x), int(grain.y)) for grain in grains]
        found.append(Spoiled(picture=pair[0], truth=pair[1], places=places))
    return found


def littered(shown: list[Shown], seed: int = 6) -> tuple[list[Image], list[tuple[int, int, int]]]:
    """Pictures with crumbs and fluff on the set, each in one picture or two, and where: number, x, y."""
    rng = np.random.default_rng(seed)
    high, wide = shown[0].picture.shape[:2]
    ever = cv2.dilate(np.any([one.puppet for one in shown], axis=0).astype(np.uint8), np.ones((61, 61), np.uint8)) > 0
    pictures, places = [one.picture.copy() for one in shown], []
    while len(places) < len(shown):
        number, x, y = (int(rng.integers(*ends)) for ends in ((2, len(shown) - 3), (20, wide - 20), (20, high - 20)))
        if ever[y, x] or any(abs(x - b) + abs(y - c) < 80 for _, b, c in places):
            continue
        radius, tone = int(rng.integers(2, 5)), float(rng.choice([0.02, 0.7]))
        for at in range(number, number + 1 + len(places) % 2):
            cv2.ellipse(pictures[at], (x, y), (radius + 1, radius), 30, 0, 360, (tone,) * 3, -1, cv2.LINE_AA)
        places.append((number, x, y))
    return pictures, places
