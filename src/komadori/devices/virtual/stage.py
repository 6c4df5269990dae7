"""A camera before a miniature stage: its photographs are rendered, its live view is drawn.

Photographs follow from the stage, the settings and the number of the exposure alone. Where the stage's file says that
something goes wrong, what it was rides along as companions of the photograph.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import simplejpeg

from komadori.devices.driver import Connected, Option
from komadori.devices.protocols import (
    BadCameraName,
    CameraClosed,
    CameraLost,
    DriverMissing,
    NoSuchCamera,
    NothingTaken,
    NotKept,
    Photograph,
    Setting,
)
from komadori.devices.virtual.stage_place import StagePlace, enter
from komadori.devices.virtual.stage_settings import StageSettings
from komadori.stage.daylight import exposure_for
from komadori.stage.exposing import expose
from komadori.stage.eye import Sensor
from komadori.stage.negatives import files_of
from komadori.stage.raster import RasterRenderer
from komadori.stage.raster.proof import proof
from komadori.stage.renderer import LIVE, QUALITIES, Demand, Renderer, RendererFailed, RendererMissing
from komadori.stage.rendering import open_renderer
from komadori.stage.scene import Floats

OPTIONS = (
    Option(
        name="quality",
        kind="word",
        default="draft",
        words=tuple(QUALITIES),
        sentence="How its photographs are made: live is drawn at once, draft and final are rendered by Blender.",
    ),
    Option(name="size", kind="size", default=(1280, 720), sentence="Width and height of its photographs."),
    Option(name="live", kind="count", default=640, sentence="Pixels of width of its live view."),
    Option(name="fps", kind="count", default=12, sentence="Frames a second that its live view has at most."),
    Option(
        name="device", kind="word", default="auto", sentence="What Blender computes on: auto, cpu, or a GPU's kind."
    ),
    Option(name="threads", kind="count", default=0, sentence="Threads that Blender may use; by default all there are."),
    Option(
        name="start", kind="count", default=1, sentence="The number of its first exposure, by which noise is drawn."
    ),
    Option(name="slow", kind="seconds", default=0.0, sentence="Each photograph takes this many seconds longer."),
    Option(
        name="breaks",
        kind="counts",
        default=(),
        sentence="At these presses the connection breaks, until the camera is reconnected.",
    ),
)
LIVE_QUALITY = 85


def open_camera(place: str, options: Mapping[str, Any]) -> "StageCamera":
    """The camera before the stage `place`, a name or a file. Raises NoSuchCamera, BadCameraName, DriverMissing."""
    if max(options["size"]) > 8192 or options["live"] > 1920:
        raise BadCameraName("A stage's photographs are at most 8192 pixels wide or high, its live view 1920 wide.")
    quality = QUALITIES[options["quality"]]
    stage = enter(place, NoSuchCamera)
    try:
        renderer = open_renderer(quality, device=options["device"], threads=options["threads"])
    except RendererMissing as missing:
        stage.leave()
        hint = f"{missing.hint.rstrip('.')}; or add ?quality=live to the camera's name."
        raise DriverMissing(missing.message, hint=hint) from missing
    return StageCamera(
        stage, renderer, **{name: options[name] for name in options if name not in ("device", "threads")}
    )


def connected() -> Iterable[Connected]:
    """None: any stage could be one."""
    return ()


class StageCamera:
    """Fulfils Camera, Previewing, Adjustable, Keeping, Reconnecting and Pointing; arguments are those of OPTIONS."""

    def __init__(
        self,
        stage: StagePlace,
        renderer: Renderer,
        *,
        quality: str = "draft",
        size: tuple[int, int] = (1280, 720),
        live: int = 640,
        fps: int = 12,
        start: int = 1,
        slow: float = 0.0,
        breaks: tuple[int, ...] = (),
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._stage, self._renderer, self._quality, self._size = stage, renderer, QUALITIES[quality], size
        self._drawn, self._looking = (
            RasterRenderer(hasty=True),
            (min(live, size[0]), max(1, round(min(live, size[0]) * size[1] / size[0]))),
        )
        self._period, self._due, self._slow = 1 / fps, 0.0, slow
        self._breaks, self._presses = set(breaks), 0
        if start > 1:
            stage.floor.exposure = start - 1
        self._settings = StageSettings(stage.floor)
        self._kept: dict[str, Photograph] = {}
        self._proofed: tuple[Floats, Sensor, bytes] | None = None
        self._now, self._sleep = now, sleep
        self._lost = self._closed = False

    @property
    def name(self) -> str:
        """The stage's name, and how it is photographed."""
        return f"stage {self._stage.floor.document.name} ({self._quality.name})"

    def shoot(self) -> Photograph:
        """Expose what stands on the stage now."""
        self._answer()
        self._sleep(self._slow)
        if self._presses + 1 in self._breaks:
            self._breaks.remove(self._presses + 1)
            self._lost = True
            self._answer()
        floor, settings = self._stage.floor, self._settings
        try:
            exposed = expose(floor, self._renderer, size=self._size, quality=self._quality, sensor=settings.sensor)
        except RendererMissing as missing:
            raise NothingTaken(missing.message, hint=missing.hint) from missing
        except RendererFailed as failure:
            raise NothingTaken(failure.message, hint=failure.hint or "shoot once more.") from failure
        floor.exposed()
        self._presses += 1
        files = files_of(exposed, f"stage_{exposed.number + 1:06}", settings.format)
        token = f"press {self._presses}"
        self._kept[token] = Photograph(files=files, settings=settings.recorded(), token=token)
        return self._kept[token]

    def preview(self) -> bytes:
        """The next frame of the live view: the stage as it stands, developed as a photograph would be."""
        self._answer()
        self._wait()
        floor, sensor = self._stage.floor, self._settings.sensor
        scene = floor.scene(LIVE.detail)
        light = self._drawn.render(scene, Demand(size=self._looking, quality=LIVE)).light
        lit = replace(sensor, ev=sensor.ev + exposure_for(floor.story))
        if self._proofed is None or self._proofed[0] is not light or self._proofed[1] != lit:
            shown = proof(light, lit)
            if (shown.shape[1], shown.shape[0]) != self._looking:
                shown = np.asarray(cv2.resize(shown, self._looking, interpolation=cv2.INTER_LINEAR), np.uint8)
            data = bytes(simplejpeg.encode_jpeg(shown, quality=LIVE_QUALITY, colorspace="RGB"))
            self._proofed = light, lit, data
        return self._proofed[2]

    def pointed(self, across: float, down: float) -> str:
        """The puppet's part at a place of the last live picture, such as "badger.head"; "" where there is none."""
        self._answer()
        who, _, rest = self._drawn.thing_at(across, down).partition("/")
        part = rest.partition("/")[0]
        return f"{who}.{part}" if who in self._stage.floor.puppets and part else ""

    def placed(self, name: str) -> tuple[float, float] | None:
        """The middle of a puppet's part in the last live picture."""
        self._answer()
        who, _, part = name.partition(".")
        return self._drawn.middle_of(f"{who}/{part}/") if part else None

    def settings(self) -> tuple[Setting, ...]:
        """Exposure time, sensitivity, white balance, focus, and the format of its photographs."""
        self._answer()
        return self._settings.told(self.name)

    def set(self, name: str, value: str) -> None:
        """Set one of them."""
        self._answer()
        self._settings.set(self.name, name, value)

    def fetch(self, token: str) -> Photograph:
        """A kept photograph once more."""
        self._answer()
        if token not in self._kept:
            raise NotKept(f"The {self.name} no longer keeps photograph {token!r}.")
        return self._kept[token]

    def release(self, token: str) -> None:
        """Forget a photograph."""
        self._answer()
        self._kept.pop(token, None)

    def reconnect(self) -> None:
        """Be there again."""
        self._lost = False
        self._answer()

    def close(self) -> None:
        """Look no more, and let the stage go."""
        if not self._closed:
            self._closed = True
            self._renderer.close()
            self._drawn.close()
            self._stage.leave()

    def _wait(self) -> None:
        """Keep the rhythm of the live view."""
        now = self._now()
        if 0 < self._due - now < 2 * self._period:
            self._sleep(self._due - now)
            self._due += self._period
        else:
            self._due = now + self._period

    def _answer(self) -> None:
        if self._closed:
            raise CameraClosed(f"The {self.name} is closed.")
        if self._lost:
            raise CameraLost(f"The {self.name} is not connected.", hint="reconnect the camera")
