"""A webcam: the newest frame of its stream that was exposed after the press.

Motion JPEG passes through as the camera made it. Other streams become lossless PNG, and JPEG for the live view: what a
photograph is pressed into is decided once, at the end, and not here.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import cv2
import simplejpeg

from komadori.devices.camera import webcam_places
from komadori.devices.camera.v4l2 import VideoDevice
from komadori.devices.camera.webcam_settings import WebcamSettings
from komadori.devices.camera.webcam_stream import Frame, Picture, Source, Stream, StreamEndedError
from komadori.devices.driver import Connected, Option
from komadori.devices.protocols import (
    CameraClosed,
    CameraTimeout,
    Drift,
    Photograph,
    Setting,
    SettingRefused,
    TransferDamaged,
)

OPTIONS = (
    Option(
        name="size", kind="size", default=(), sentence="Width and height, such as 1920x1080; by default the largest."
    ),
    Option(name="fps", kind="count", default=0, sentence="Frames a second of the stream; by default the camera's own."),
    Option(
        name="settle",
        kind="count",
        default=2,
        sentence="How many frames that began after the press are let pass before one is taken.",
    ),
    Option(name="patience", kind="seconds", default=10.0, sentence="How long the camera may take for one picture."),
)

Made = TypeVar("Made")

FRESH = 1.0  # seconds a picture of the live view may be old
LIVE_QUALITY = 90  # of 100, where the live view has to be made into JPEG here
WARM_UP = 1.5  # seconds of a stream that are never taken: it begins dark, and automatics look for their values
BROKEN = (ValueError, KeyError)  # what simplejpeg raises for a picture, and for a header, that breaks off
PNG_EFFORT = 1  # of 9: the larger file saves more time at the press than it costs on the disk


def open_camera(place: str, options: Mapping[str, Any]) -> "Webcam":
    """The webcam at `place`: a device's path, part of a model's name, or "" for the first one found.

    Raises NoSuchCamera, CameraDenied, CameraBusy, CameraTimeout, SettingRefused where it has no such size.
    """
    found = webcam_places.find(place, webcam_places.webcams())
    size = options["size"] or webcam_places.largest(found)

    def there() -> webcam_places.Place:
        return webcam_places.again(found, webcam_places.webcams())

    def source() -> Source:
        return there().source(size, options["fps"])

    chosen: dict[str, Any] = {"size": options["size"], "settle": options["settle"], "patience": options["patience"]}
    if not found.controls:
        return Webcam(source, found.model, **chosen)
    return ControlledWebcam(source, found.model, controls=lambda: VideoDevice(there().controls), **chosen)


def connected() -> Iterable[Connected]:
    """The webcams of this system."""
    return [Connected(name=f"webcam:{found.place}", model=found.model) for found in webcam_places.webcams()]


class Webcam:
    """Fulfils Camera, Previewing and Reconnecting, on any stream that PyAV opens.

    `source` tells what to open, each time anew; `size` is the one that must come, empty for any; `settle` and
    `patience` are those of OPTIONS, and `warm_up` seconds of each stream are never taken.
    """

    def __init__(
        self,
        source: Callable[[], Source],
        name: str,
        *,
        size: tuple[int, ...] = (),
        settle: int = 2,
        patience: float = 10.0,
        warm_up: float = WARM_UP,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._source = source
        self._size = size
        self._settle = settle
        self._patience = patience
        self._warm_up = warm_up
        self._clock = clock
        self._closed = False
        self._presses = 0
        self._stream = Stream(source(), clock=clock)
        self._began = self._first(known=False).began

    def shoot(self) -> Photograph:
        """The first whole picture that was exposed after now.

        A frame is stamped when its first bytes leave the camera, when it has been exposed already, wholly or in part;
        and a camera may hold another one back. Therefore `settle` frames stamped after the press are let pass.
        """
        pressed = max(self._clock(), self._began + self._warm_up)
        until = pressed + self._patience
        frame = self._wait(lambda frame: frame.began > pressed, until)
        frame = self._wait(partial(_from, frame.number + self._settle), until)
        suffix, data = self._made(_photograph, frame, until)
        self._presses += 1
        number = f"{self._presses:06}"
        return Photograph(files=((f"webcam_{number}{suffix}", data),), settings=self._noted(), token=f"press {number}")

    def preview(self) -> bytes:
        """The newest picture, at full size."""
        until = self._clock() + self._patience
        frame = self._wait(lambda frame: frame.began > self._clock() - FRESH, until)
        return _jpeg(frame.picture)

    def reconnect(self) -> None:
        """Open the stream afresh."""
        self._check_open()
        self._stream.stop()
        self._stream = Stream(self._source(), clock=self._clock)
        self._began = self._first(known=True).began

    def close(self) -> None:
        """End the stream."""
        self._closed = True
        self._stream.stop()

    def _noted(self) -> tuple[tuple[str, str], ...]:
        """The settings of a photograph."""
        return ()

    def _check_open(self) -> None:
        if self._closed:
            raise CameraClosed(f"The webcam {self.name} is closed.")

    def _first(self, *, known: bool) -> Frame:
        """The first frame of a stream, of the size asked for; nothing is left running where there is none."""
        try:
            until = self._clock() + self._patience
            frame = self._wait(partial(_from, 1), until, known=known)
            self._check_size(self._made(_size, frame, until))
        except Exception:
            self._stream.stop()
            raise
        return frame

    def _check_size(self, sent: tuple[int, int]) -> None:
        """A camera asked for a size that it has not sends the nearest it has."""
        width, height = sent
        if self._size and sent != self._size:
            wanted = "x".join(map(str, self._size))
            raise SettingRefused(
                f"The webcam {self.name} does not send {wanted}, but {width}x{height}.", hint=f"?size={width}x{height}"
            )

    def _made(self, make: Callable[[Picture], Made | None], frame: Frame, until: float) -> Made:
        """What `make` makes of `frame`, or of the first after it that is whole: on a crowded USB some are not."""
        try:
            while (made := make(frame.picture)) is None:
                frame = self._wait(partial(_from, frame.number + 1), until)
        except CameraTimeout as error:
            raise TransferDamaged(
                f"The webcam {self.name} sent no whole picture for {self._patience:g} s.",
                hint="connect it without a hub, or ask for a smaller ?size=",
            ) from error
        return made

    def _wait(self, wanted: Callable[[Frame], bool], until: float, *, known: bool = True) -> Frame:
        self._check_open()
        try:
            return self._stream.wait(wanted, until - self._clock())
        except TimeoutError as error:
            raise CameraTimeout(
                f"The webcam {self.name} sent no picture for {self._patience:g} s.",
                hint="check the cable, then reconnect",
            ) from error
        except StreamEndedError as ended:
            raise webcam_places.failure(ended.cause, self.name, known=known) from ended


class ControlledWebcam(Webcam):
    """Fulfils Adjustable and Lockable besides. `controls` opens the device whose controls are those of the stream."""

    def __init__(
        self,
        source: Callable[[], Source],
        name: str,
        *,
        controls: Callable[[], VideoDevice],
        **chosen: Any,
    ) -> None:
        super().__init__(source, name, **chosen)
        # Controls are opened once the stream runs: starting it powers the sensor up, and many cameras begin with their
        # own values then. They stay open with it, for a device that nobody holds is put to sleep and forgets them.
        try:
            self._settings = WebcamSettings(controls)
        except Exception:
            self._stream.stop()
            raise

    def settings(self) -> tuple[Setting, ...]:
        """Every setting this camera offers, sorted by name."""
        self._check_open()
        return self._settings.all()

    def set(self, name: str, value: str) -> None:
        """Set one and read it back; units may be left out. Raises SettingRefused."""
        self._check_open()
        self._settings.set(name, value)

    def lock(self) -> tuple[Setting, ...]:
        """Turn every automatic off, once the stream has run long enough for them to have found their values."""
        warm = self._began + self._warm_up
        self._wait(lambda frame: frame.began > warm, max(self._clock(), warm) + self._patience)
        self._settings.lock()
        return self.settings()

    def unlock(self) -> None:
        """Let loose the automatics that were on before."""
        self._check_open()
        self._settings.unlock()

    def drifted(self) -> tuple[Drift, ...]:
        """What is not as it was locked, read from the camera now."""
        self._check_open()
        return self._settings.drifted()

    def reconnect(self) -> None:
        """Open stream and controls afresh; what was locked is set again."""
        self._settings.close()  # a device file that is still held is not given to the camera when it comes back
        super().reconnect()
        self._settings.reconnect()

    def close(self) -> None:
        """End the stream and let go of the controls; those that were locked stay as they are."""
        super().close()
        self._settings.close()

    def _noted(self) -> tuple[tuple[str, str], ...]:
        return tuple((setting.name, setting.value) for setting in self._settings.all())


def _from(number: int, frame: Frame) -> bool:
    return frame.number >= number


def _photograph(picture: Picture) -> tuple[str, bytes] | None:
    """The suffix and bytes of the file; None where the frame is not whole."""
    if isinstance(picture, bytes):
        try:
            simplejpeg.decode_jpeg(picture, colorspace="GRAY", strict=True)
        except BROKEN:
            return None
        return ".jpg", picture
    pixels = picture.to_ndarray(format="bgr24")
    return ".png", bytes(cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, PNG_EFFORT])[1])


def _jpeg(picture: Picture) -> bytes:
    if isinstance(picture, bytes):
        return picture
    pixels = picture.to_ndarray(format="bgr24")
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, LIVE_QUALITY])[1])


def _size(picture: Picture) -> tuple[int, int] | None:
    if not isinstance(picture, bytes):
        return picture.width, picture.height
    try:
        height, width, *_ = simplejpeg.decode_jpeg_header(picture, strict=False)
    except BROKEN:
        return None
    return width, height
