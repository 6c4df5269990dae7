"""A camera on a cable or network, through libgphoto2, in a process of its own that is killed when it hangs.

The library can wait for ever on a line that was cut, and a crash in it would take the program along; so it is only ever
loaded in `gphoto2_process`. Losing that process, or the camera, loses nothing else: `reconnect` starts afresh.
"""

import importlib.util
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from komadori.devices.camera.messages import Request, opened
from komadori.devices.camera.watched import ProcessEndedError, Watched
from komadori.devices.driver import Connected, Option
from komadori.devices.protocols import (
    CameraClosed,
    CameraLost,
    CameraTimeout,
    DriverMissing,
    NoSuchCamera,
    NothingTaken,
    NotKept,
    Photograph,
    Setting,
    Supply,
    TransferDamaged,
)

PROCESS = "komadori.devices.camera.gphoto2_process"
SHARE = 0.8  # of a deadline is the camera's; the rest is for the process to tell what went wrong

OPTIONS = (
    Option(name="deadline", kind="seconds", default=30.0, sentence="How long the camera may take for one thing."),
    Option(
        name="memory", kind="switch", default=False, sentence="Shoot into the camera's memory, where it has no card."
    ),
)


def open_camera(place: str, options: Mapping[str, Any]) -> "TetheredCamera":
    """The camera at the port `place`, or the first one found. Raises NoSuchCamera, DriverMissing, CameraLost…"""
    return TetheredCamera(place, deadline=options["deadline"], memory=options["memory"])


def connected() -> Iterable[Connected]:
    """The cameras on USB; those on a network have to be named."""
    _check_installed()
    process = Watched(PROCESS)
    try:
        return opened(_asked(process, "connected", (), deadline=30.0), list[Connected])  # type: ignore[no-any-return]
    finally:
        process.stop()


class TetheredCamera:
    """Fulfils Camera, Keeping, Reconnecting, Previewing, Adjustable and Supplied.

    `port` is the library's name for where the camera is ("" for the first found); `deadline` is in seconds. A call that
    comes after the camera was lost tries to connect by itself.
    """

    def __init__(self, port: str, *, deadline: float = 30.0, memory: bool = False) -> None:
        _check_installed()
        self._port = port
        self._deadline = deadline
        self._target = "ram" if memory else "card"
        self._process: Watched | None = None
        self._closed = False
        self._presses = 0
        self._kept: dict[str, str] = {}
        self.name = ""
        self._connect()

    def shoot(self) -> Photograph:
        """Press the shutter, wait for the files, bring them over; the camera keeps its own until `release`.

        A transfer that fails is tried once more over a fresh connection.
        """
        token = self._keep(self._press())
        noted = self._ask("noted", expected=tuple[tuple[str, str], ...])
        try:
            photograph = self.fetch(token)
        except (CameraLost, TransferDamaged):
            self.reconnect()
            photograph = self.fetch(token)
        return replace(photograph, settings=noted)

    def fetch(self, token: str) -> Photograph:
        """The photograph once more, from the camera."""
        if token not in self._kept:
            raise NotKept(f"{self.name} no longer keeps photograph {token!r}.")
        photograph: Photograph = self._ask("fetch", self._kept[token], expected=Photograph)
        return replace(photograph, token=token)

    def release(self, token: str) -> None:
        """Delete the camera's own copy."""
        if token in self._kept:
            self._ask("release", self._kept[token])
            del self._kept[token]

    def preview(self) -> bytes:
        """One picture of the live view."""
        return self._ask("preview", expected=bytes)  # type: ignore[no-any-return]

    def settings(self) -> tuple[Setting, ...]:
        """The settings `vendor_keys` has names for and this camera offers."""
        return self._ask("settings", expected=tuple[Setting, ...])  # type: ignore[no-any-return]

    def set(self, name: str, value: str) -> None:
        """Set one; its value must be spelt as the camera spells it."""
        self._ask("set", name, value)

    def supply(self) -> Supply:
        """Battery and card, as far as this camera tells of them."""
        return self._ask("supply", expected=Supply)  # type: ignore[no-any-return]

    def reconnect(self) -> None:
        """Leave the process, whatever it is doing, and connect from a new one."""
        self._check_open()
        self._drop()
        self._connect()

    def close(self) -> None:
        """Put the camera away and end its process."""
        self._closed = True
        self._drop()

    def _press(self) -> str:
        """Press the shutter. The library tells a cut line and a refused shutter alike; connecting afresh parts them."""
        try:
            return self._ask("press", expected=str)  # type: ignore[no-any-return]
        except NothingTaken:
            self.reconnect()
            raise

    def _keep(self, paths: str) -> str:
        """A token for a new photograph. An older one of the same path lay on another card, and is out of reach."""
        self._kept = {
            token: kept for token, kept in self._kept.items() if not {*kept.split("\n")} & {*paths.split("\n")}
        }
        self._presses += 1
        token = f"press {self._presses}"
        self._kept[token] = paths
        return token

    def _ask(self, verb: str, *words: str, expected: Any = None) -> Any:
        """One call. After a failure of the line the process is left, for nothing it says can be trusted any more."""
        self._check_open()
        try:
            return opened(_asked(self._process or self._connect(), verb, words, self._deadline), expected)
        except (CameraLost, CameraTimeout, TransferDamaged):
            self._drop()
            raise

    def _connect(self) -> Watched:
        """Start a process and open the camera in it."""
        self._process = Watched(PROCESS)
        try:
            reply = _asked(self._process, "open", (self._port, self._target), self._deadline)
            self.name = opened(reply, str)
        except (CameraLost, NoSuchCamera) as error:
            self._drop()
            kind = CameraLost if self.name else NoSuchCamera
            raise kind(error.message, hint=error.hint) from error
        except Exception:
            self._drop()
            raise
        return self._process

    def _drop(self) -> None:
        if self._process:
            self._process.stop()
            self._process = None

    def _check_open(self) -> None:
        if self._closed:
            raise CameraClosed(f"{self.name} is closed.")


def _asked(process: Watched, verb: str, words: tuple[str, ...], deadline: float) -> bytes:
    """The packed reply to one call; raises CameraTimeout or CameraLost where the process has none."""
    request = Request(verb=verb, words=words, patience=deadline * SHARE)
    try:
        return process.ask(msgspec.msgpack.encode(request), deadline)
    except TimeoutError as error:
        raise CameraTimeout(
            f"The camera did not answer within {deadline:g} s, and the connection was cut.",
            hint="check cable, battery and network, then reconnect; for long exposures give a longer ?deadline=",
        ) from error
    except ProcessEndedError as error:
        raise CameraLost(
            f"The process that held the camera ended with status {error.code}.", hint="reconnect the camera"
        ) from error


def _check_installed() -> None:
    if sys.platform == "win32" or importlib.util.find_spec("gphoto2") is None:
        raise DriverMissing(
            "Tethered cameras need the gphoto2 library, and it is not installed.",
            hint="pip install gphoto2; there is none for Windows",
        )
