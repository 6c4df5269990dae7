"""What a camera is: one protocol a camera must fulfil, and capabilities it may have besides.

A capability is asked for with isinstance, never by brand. Every call blocks, and one thread owns a camera; the verbs of
`Fed` alone may come from others. A camera raises only the errors of this file; after `CameraLost` or `CameraTimeout` it
is `Reconnecting.reconnect` that brings a camera back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from komadori.errors import DeviceFailed, NotFound, Refused, WrongUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """What one press of the shutter gave, exactly as the camera sent it; nothing here is verified yet.

    `files` are (name, bytes), at least one, the main one first: where a camera writes a JPEG beside another format
    (RAW+JPEG), the JPEG is the companion. `taken` is the camera's own clock, ISO 8601, or None where it tells none.
    `settings` are (name, value) as `Adjustable` names them, sorted. `token` is how `Keeping` calls this photograph.
    """

    files: tuple[tuple[str, bytes], ...]
    taken: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of a camera: its value as the camera spells it, and the values it would take.

    `choices` are all of them, or none; `limits` are the least, the most and the step of one that takes numbers, in the
    unit of its value. Where there is neither, it takes free text.
    """

    name: str
    value: str
    choices: tuple[str, ...] = ()
    limits: tuple[float, float, float] | None = None
    writable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A setting that is not as it was locked. As text, it is a sentence for people."""

    name: str
    locked: str
    now: str

    def __str__(self) -> str:
        return f"{self.name} was locked at {self.locked} and is {self.now}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What a camera has left: `battery` in percent, `card` in pictures; None where it does not tell."""

    battery: int | None = None
    card: int | None = None


@runtime_checkable
class Camera(Protocol):
    """Something that takes photographs."""

    @property
    def name(self) -> str:
        """The make and model, or whatever tells a person which camera this is."""

    def shoot(self) -> Photograph:
        """Press the shutter once and bring the photograph over, every file of it.

        Raises CameraLost, CameraTimeout, CameraBusy, CardFull, NothingTaken, NothingLeft, TransferDamaged,
        NotOffered, CameraClosed.
        """

    def close(self) -> None:
        """Let go of the camera. Closing again does nothing."""


@runtime_checkable
class Keeping(Protocol):
    """Keeps its own copy of each photograph until it is told that ours is safe."""

    def fetch(self, token: str) -> Photograph:
        """Bring a photograph over once more. Raises NotKept where the copy was let go."""

    def release(self, token: str) -> None:
        """Let the camera's own copy go. Releasing again does nothing."""


@runtime_checkable
class Reconnecting(Protocol):
    """Can be lost and come back while the program runs."""

    def reconnect(self) -> None:
        """Connect afresh, whatever state the connection is in. Raises CameraLost while the camera is not there."""


@runtime_checkable
class Previewing(Protocol):
    """Shows what stands before the lens without taking a photograph."""

    def preview(self) -> bytes:
        """One picture of the live view, a small JPEG. Raises NotOffered where this model has none."""


@runtime_checkable
class Pointing(Protocol):
    """Knows what stands before the lens, so that a hand on the live view can take hold of it."""

    def pointed(self, across: float, down: float) -> str:
        """What is at a place of the last live picture, in shares of its width and height, such as "badger.head".

        It is how the names of the axes begin that move it; "" where nothing there can be moved.
        """

    def placed(self, name: str) -> tuple[float, float] | None:
        """Where in the last live picture that is which `pointed` calls so; None where it is not seen."""


@runtime_checkable
class Adjustable(Protocol):
    """Has settings that can be read and set, under Komadori's names: exposure_time, f_number, iso, white_balance…"""

    def settings(self) -> tuple[Setting, ...]:
        """Every setting Komadori has a name for and this camera offers, sorted by name."""

    def set(self, name: str, value: str) -> None:
        """Set one, and read it back. Raises SettingRefused where the camera does not take the name or value."""


@runtime_checkable
class Lockable(Protocol):
    """Has automatics that can be held still for a take, and tells when something moved all the same."""

    def lock(self) -> tuple[Setting, ...]:
        """Turn every automatic off at what it has found, and tell all settings. Locking again changes nothing."""

    def unlock(self) -> None:
        """Let loose the automatics that were on before the lock."""

    def drifted(self) -> tuple[Drift, ...]:
        """The settings, read now, that are not as they were locked; those `Adjustable` set since are locked as set."""


@runtime_checkable
class Supplied(Protocol):
    """Tells how long it will last."""

    def supply(self) -> Supply:
        """What it has left now."""


@runtime_checkable
class Fed(Protocol):
    """A guest: its pictures are brought by somebody else, such as a page that owns the browser's webcam.

    `on_press` is called with a token when the shutter is pressed. The verbs may be called by any thread, also while
    `Camera.shoot` waits.
    """

    on_press: Callable[[str], None]

    def feed(self, token: str, name: str, data: bytes) -> None:
        """Bring the photograph asked for by `token`; one that nobody waits for any more is let go."""

    def show(self, jpeg: bytes) -> None:
        """Bring a picture of the live view."""

    def here(self) -> None:
        """Whoever brings the pictures has come, or come back."""

    def gone(self) -> None:
        """Whoever brings the pictures has left: the camera is lost until `here`."""


class NoSuchCamera(NotFound):
    """No camera answers to this name."""


class BadCameraName(WrongUse, ValueError):
    """The name of a camera cannot be read, or one of its options is not understood."""


class NotOffered(Refused):
    """This camera does not have the ability asked for."""


class SettingRefused(Refused):
    """The camera has no such setting, or does not take this value."""


class NotKept(NotFound):
    """The camera no longer keeps the photograph asked for."""


class DriverMissing(DeviceFailed):
    """The software that speaks to this kind of camera is not installed or cannot be loaded."""


class CameraClosed(DeviceFailed, ValueError):
    """The camera was closed and is asked for something."""


class CameraLost(DeviceFailed, ConnectionError):
    """The camera no longer answers: cable, battery, network."""


class CameraTimeout(DeviceFailed, TimeoutError):
    """The camera did not answer in time; the connection to it was cut."""


class CameraBusy(DeviceFailed):
    """The camera is doing something else, or another program holds it."""


class CameraDenied(DeviceFailed, PermissionError):
    """The system does not let this person have the camera."""


class CardFull(DeviceFailed):
    """The camera's card has no room for another photograph."""


class NothingTaken(DeviceFailed):
    """The shutter was pressed and no photograph came."""


class NothingLeft(DeviceFailed, EOFError):
    """A camera that has only so many photographs to give has given the last."""


class TransferDamaged(DeviceFailed):
    """What arrived is not as long as the camera said the file is."""
