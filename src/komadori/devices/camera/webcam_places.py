"""Where webcams are on each system, and how their stream is opened there.

On Linux a webcam is a device file. On macOS and Windows the system gives it a name and keeps its controls to itself.
"""

import errno
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import av
from natsort import natsorted

from komadori.devices.camera.v4l2 import MJPEG, Ioctl, VideoDevice, ask_kernel
from komadori.devices.camera.webcam_stream import Source
from komadori.devices.protocols import CameraBusy, CameraDenied, CameraLost, NoSuchCamera
from komadori.errors import KomadoriError

DENIED = {
    "linux": "devices belong to the group video: sudo usermod -aG video $USER, then log in again",
    "darwin": "allow the terminal the camera in System Settings, Privacy & Security",
    "win32": "allow desktop programs the camera in Settings, Privacy",
}
SCREENS = "Capture screen"  # macOS lists them among its cameras


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one webcam is: its place (the middle of the camera's name), its model, and how it is opened.

    `controls` is the file whose controls can be set, "" where the system has none; `bus` tells where it is plugged in.
    """

    place: str
    model: str
    format: str
    url: str
    controls: str = ""
    bus: str = ""

    def source(self, size: tuple[int, ...] = (), rate: int = 0) -> Source:
        """Its stream at `size` (width, height; empty: as it comes) and `rate` frames a second (0: as it comes)."""
        asked = {"video_size": "x".join(map(str, size))} if size else {}
        if rate or self.format == "avfoundation":  # whose default of 29.97 most cameras refuse
            asked["framerate"] = str(rate or 30)
        # Motion JPEG comes first: it is the camera's own photograph, and at full size the only fast one over USB 2.
        undecoded = {"v4l2": {"input_format": "mjpeg"}, "dshow": {"vcodec": "mjpeg"}}.get(self.format)
        return Source(format=self.format, url=self.url, options=(asked | undecoded, asked) if undecoded else (asked,))


def webcams(system: str = sys.platform, *, folder: Path = Path("/dev"), ioctl: Ioctl = ask_kernel) -> list[Place]:
    """The webcams connected now, in the system's order. Devices that may not be opened are passed over."""
    if system == "linux":
        return list(_device_files(folder, ioctl))
    return list(_named("avfoundation" if system == "darwin" else "dshow", av.enumerate_input_devices))


def find(place: str, found: Iterable[Place], *, system: str = sys.platform, ioctl: Ioctl = ask_kernel) -> Place:
    """The webcam at `place`: the path of a device, part of a model's name, or "" for the first.

    Raises NoSuchCamera, CameraDenied, CameraBusy.
    """
    if place.startswith("/"):
        return _device_file(place, system, ioctl)
    known = list(found)
    for webcam in known:
        if place.casefold() in webcam.model.casefold():
            return webcam
    told = ", ".join(webcam.model for webcam in known)
    message = f"There is no webcam {place!r}." if place else "No webcam was found."
    raise NoSuchCamera(
        message, hint=f"connected: {told}" if told else f"plug one in; if one is: {DENIED[_known(system)]}"
    )


def again(webcam: Place, found: Iterable[Place]) -> Place:
    """The same webcam in the same socket: plugged in again, it may be another device file. Else `webcam` as it was."""
    same = (other for other in found if other.bus and (other.model, other.bus) == (webcam.model, webcam.bus))
    return next(same, webcam)


def largest(webcam: Place, *, ioctl: Ioctl = ask_kernel) -> tuple[int, ...]:
    """The largest picture it sends as Motion JPEG; empty where it does not tell."""
    if not webcam.controls:
        return ()
    with suppress(OSError), closing(VideoDevice(webcam.controls, ioctl=ioctl)) as device:
        return max(device.sizes(MJPEG), key=lambda size: size[0] * size[1], default=())
    return ()


def failure(error: Exception | None, name: str, *, known: bool, system: str = sys.platform) -> KomadoriError:
    """What ended, or kept from opening, the stream of the webcam `name`; `known` says that it was there before."""
    number = getattr(error, "errno", None)
    if number in (errno.EACCES, errno.EPERM):
        return CameraDenied(f"The webcam {name} may not be opened.", hint=DENIED[_known(system)])
    if number == errno.EBUSY:
        return CameraBusy(f"The webcam {name} is used by another program.", hint="close that program")
    if known:
        told = f": {error.strerror or error}" if isinstance(error, OSError) else ""
        return CameraLost(f"The webcam {name} sends no more{told}.", hint="check the cable, then reconnect")
    why = getattr(error, "strerror", None) or str(error)
    return NoSuchCamera(f"The webcam {name} cannot be opened: {why}.", hint="komadori shoot without --camera lists all")


def _known(system: str) -> str:
    return system if system in DENIED else "linux"


def _device_files(folder: Path, ioctl: Ioctl) -> Iterator[Place]:
    for path in natsorted(map(str, folder.glob("video*"))):
        with suppress(OSError, NoSuchCamera):
            yield _opened(path, ioctl)


def _device_file(path: str, system: str, ioctl: Ioctl) -> Place:
    try:
        return _opened(path, ioctl)
    except OSError as error:
        raise failure(error, path, known=False, system=system) from error


def _opened(path: str, ioctl: Ioctl) -> Place:
    with closing(VideoDevice(path, ioctl=ioctl)) as device:
        told = device.card()
    if told is None:
        raise NoSuchCamera(f"{path} sends no pictures.", hint="a webcam often has two devices; try the one before it")
    model, bus = told
    return Place(place=path, model=model, format="v4l2", url=path, controls=path, bus=bus)


def _named(kind: str, enumerate_devices: Callable[[str], Iterable[av.DeviceInfo]]) -> Iterator[Place]:
    for device in enumerate_devices(kind):
        model = device.description or device.name
        if "video" in device.media_types and not model.startswith(SCREENS):
            yield Place(
                place=model, model=model, format=kind, url=device.name if kind == "avfoundation" else f"video={model}"
            )
