"""Poses of a performance side by side, each photographed before plain paper: what a gesture looks like on one strip."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from komadori.score.channels import Value
from komadori.score.perform import Performance
from komadori.sheet.time import duration
from komadori.stage.fragment import Fragment, joined
from komadori.stage.puppet import Puppet
from komadori.stage.renderer import LIVE, Demand, Quality, Renderer
from komadori.stage.scene import Floats, Lamp, Lens, Material, Mesh, Scene

STILL = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
MOVING = {".gif": "GIF", ".webp": "WEBP"}
"""Suffixes of what a strip and a clip may be written as, and what Pillow calls it."""

PAPER = Material(kind="paper", colour=(0.62, 0.53, 0.42), rough=0.95, bump=0.05)
FRONT = 22.0
"""Degrees the camera stands to the puppet's left: a lean or a dip of the head cannot be seen from straight ahead."""
AROUND = 1.45
"""How much larger than the puppet the picture is, so that there is room to stretch and hop."""

CLOSE = 0.98
"""The same for a picture of head and shoulders."""


def chosen(performance: Performance, first: int, last: int, count: int) -> tuple[int, ...]:
    """`count` frames from `first` to `last` at which something is exposed, evenly spread; all there are if fewer."""
    frames = [frame for frame in performance.exposures if first <= frame <= last] or [first]
    if len(frames) <= count or count < 2:
        return tuple(frames[: max(count, 1)])
    return tuple(frames[round(number * (len(frames) - 1) / (count - 1))] for number in range(count))


class Studio:
    """A sheet of paper, a lamp and a camera for one puppet; `size` is a picture's width and height in pixels.

    `close` shows head and shoulders.
    """

    def __init__(
        self,
        puppet: Puppet,
        renderer: Renderer,
        size: tuple[int, int],
        *,
        quality: Quality = LIVE,
        close: bool = False,
    ) -> None:
        self._puppet, self._renderer, self._quality = puppet, renderer, quality
        self._size = size
        self._paper = Fragment.of("paper", _sweep(puppet.height), PAPER, role="set")
        self._lens, self._lamps = _lens(puppet.height, size, close=close), _lamps(puppet.height)

    def photograph(self, pose: Mapping[str, Value]) -> NDArray[np.uint8]:
        """The puppet in `pose` (what it does not have left out), as sRGB pixels, height × width × 3."""
        values = {**self._puppet.within(pose), "body.x": 0.0, "body.y": 0.0}
        whole = joined((self._paper, self._puppet.fragment(values, detail=self._quality.detail).called("puppet")))
        scene = Scene(
            shapes=whole.shapes,
            materials=whole.materials,
            things=whole.things,
            images=whole.images,
            lamps=self._lamps,
            lens=self._lens,
            air=(0.32, 0.31, 0.3),
        )
        light = self._renderer.render(scene, Demand(size=self._size, quality=self._quality)).light
        return _developed(light)

    def clip(self, performance: Performance, who: str) -> Iterator[tuple[NDArray[np.uint8], int]]:
        """Every exposure of `who` with how long it is on screen, in thousandths of a second."""
        ends = (*performance.exposures[1:], performance.frames + 1)
        shown = 0
        for first, end in zip(performance.exposures, ends, strict=True):
            until = round(duration(end - 1, performance.rate) * 1000)
            yield self.photograph(performance.pose(who, first)), until - shown
            shown = until

    def strip(self, performance: Performance, who: str, frames: Sequence[int]) -> NDArray[np.uint8]:
        """Pictures of `who` at `frames`, one beside the other."""
        return np.concatenate([self.photograph(performance.pose(who, frame)) for frame in frames], axis=1)


def save_strip(pixels: NDArray[np.uint8], to: Path) -> None:
    """Write a strip as the kind of picture that the suffix of `to` says, one of STILL."""
    Image.fromarray(pixels).save(to, STILL[to.suffix.lower()], quality=88)


def save_clip(pictures: Iterable[tuple[NDArray[np.uint8], int]], to: Path) -> None:
    """Write a clip that goes round, each picture for its thousandths of a second; the suffix is one of MOVING."""
    told = list(pictures)
    first, *others = (Image.fromarray(pixels) for pixels, _ in told)
    times = [time for _, time in told]
    first.save(
        to, MOVING[to.suffix.lower()], save_all=True, append_images=others, duration=times, loop=0, quality=82, method=4
    )


def _lens(height: float, size: tuple[int, int], *, close: bool) -> Lens:
    away = 6.0 * height
    turn = np.radians(FRONT)
    at = (float(away * np.sin(turn)), float(-away * np.cos(turn)), 0.8 * height)
    aim = (0.0, 0.0, (0.68 if close else 0.5) * height)
    seen = (CLOSE if close else AROUND) * height * size[0] / size[1]
    return Lens(at=at, towards=aim, focal=36.0 * away / seen, focus=away, f_number=22)


def _lamps(height: float) -> tuple[Lamp, ...]:
    watts = 9.0 * (height / 100) ** 2
    key = (-1.6 * height, -2.2 * height, 2.6 * height)
    rim = (1.9 * height, 1.7 * height, 2.2 * height)
    aim = (0.0, 0.0, 0.5 * height)
    soft = (1.2 * height, 1.2 * height)
    return (
        Lamp(name="key", kind="area", at=key, towards=aim, power=9 * watts, colour=(1.0, 0.93, 0.82), size=soft),
        Lamp(name="rim", kind="area", at=rim, towards=aim, power=3 * watts, colour=(0.8, 0.88, 1.0), size=soft),
    )


def _sweep(height: float) -> Mesh:
    """Paper that lies on the floor and rises behind in one soft curve."""
    wide, deep, bend = 9 * height, 2.4 * height, 1.1 * height
    angles = np.linspace(0, np.pi / 2, 12)
    along = np.concatenate(([-4 * height], deep + bend * np.sin(angles), [deep + bend]))
    up = np.concatenate(([0.0], bend - bend * np.cos(angles), [7 * height]))
    rows = [np.stack([np.full_like(along, x), along, up], axis=1) for x in (-wide, wide)]
    vertices: Floats = np.concatenate(rows).astype(np.float32)
    count = len(along)
    first = np.arange(count - 1)
    faces = np.concatenate(
        [
            np.stack([first, first + count, first + 1], axis=1),
            np.stack([first + 1, first + count, first + count + 1], axis=1),
        ]
    ).astype(np.int32)
    return Mesh(vertices=vertices, faces=faces)


def _developed(light: Floats) -> NDArray[np.uint8]:
    """Linear light as sRGB codes, the bright end rolled off softly."""
    shown = np.asarray(1 - np.exp(-1.7 * np.maximum(light, 0)), np.float32)
    codes = np.where(shown <= 0.0031308, 12.92 * shown, 1.055 * np.maximum(shown, 1e-6) ** (1 / 2.4) - 0.055)
    return np.asarray(np.clip(codes, 0, 1) * 255 + 0.5, np.uint8)
