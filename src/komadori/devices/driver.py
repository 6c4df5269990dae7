"""What a driver offers. A driver is a module, named by an entry point of the group of its kind of device."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable
from urllib.parse import parse_qsl

from komadori.devices.protocols import BadCameraName, Camera
from komadori.devices.protocols_lights import Lights
from komadori.devices.protocols_motion import Motion
from komadori.errors import WrongUse

Kind = Literal["seconds", "count", "counts", "switch", "size", "word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a device's name: what it is called, what it holds, its default and a sentence for people.

    "seconds" is a float from 0, "count" an int from 1, "counts" a tuple of them (`5,9`), "switch" a bool (`1`, `0`),
    "size" a width and a height in pixels (`1920x1080`), "word" a text, one of `words` where there are any.
    """

    name: str
    kind: Kind
    default: float | tuple[int, ...] | str
    sentence: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A device found just now: the name that opens it, and its make and model."""

    name: str
    model: str


@runtime_checkable
class Driver(Protocol):
    """The three things the catalogue asks of a camera's driver module."""

    OPTIONS: Sequence[Option]

    def open_camera(self, place: str, options: Mapping[str, Any]) -> Camera:
        """Open the camera at `place`, the middle part of its name; `options` holds a value for every row of OPTIONS."""

    def connected(self) -> Iterable[Connected]:
        """The cameras this driver finds without being told where to look."""


@runtime_checkable
class LightsDriver(Protocol):
    """The two things the catalogue asks of a driver module for lights."""

    OPTIONS: Sequence[Option]

    def open_lights(self, place: str, options: Mapping[str, Any]) -> Lights:
        """Open the lights at `place`, the middle part of their name; `options` has a value for every row of OPTIONS."""


@runtime_checkable
class MotionDriver(Protocol):
    """The two things the catalogue asks of a driver module for motion."""

    OPTIONS: Sequence[Option]

    def open_motion(self, place: str, options: Mapping[str, Any]) -> Motion:
        """Open the controller at `place`, the middle part of its name; `options` as for lights."""


class BadDeviceName(WrongUse, ValueError):
    """The name of lights or of a motion controller cannot be read, or one of its options is not understood."""


def read_options(text: str, rows: Sequence[Option], *, camera: str = "", device: str = "") -> dict[str, Any]:
    """The options in `text` (`slow=0.2&lost=5,9`), with the defaults of `rows` for those not given.

    Raises BadCameraName, or BadDeviceName for another `device`, which tells all that is wrong at once; either is the
    name that holds the text.
    """
    known = {row.name: row for row in rows}
    values: dict[str, Any] = {row.name: row.default for row in rows}
    wrong = []
    for name, given in parse_qsl(text, keep_blank_values=True):
        if name not in known:
            wrong.append(f"it has no option {name!r}")
            continue
        read, meaning = _READERS[known[name].kind]
        choices = known[name].words
        try:
            values[name] = read(given)
        except ValueError:
            wrong.append(f"{name}={given} should be {meaning}")
        if choices and given not in choices:
            wrong.append(f"{name}={given} should be one of {', '.join(choices)}")
    if wrong:
        told = ", ".join(sorted(known)) or "none"
        hint = f"the options of this driver: {told}"
        if device:
            raise BadDeviceName(f"Device name {device!r}: {'; '.join(wrong)}.", hint=hint)
        raise BadCameraName(f"Camera name {camera!r}: {'; '.join(wrong)}.", hint=hint)
    return values


def _seconds(text: str) -> float:
    seconds = float(text)
    if not (math.isfinite(seconds) and seconds >= 0):
        raise ValueError(text)
    return seconds


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _counts(text: str) -> tuple[int, ...]:
    return tuple(sorted({_count(part) for part in text.split(",")}))


def _switch(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError(text)
    return text == "1"


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return _count(width), _count(height)


_READERS: dict[Kind, tuple[Callable[[str], object], str]] = {
    "seconds": (_seconds, "a number of seconds, such as 0.5"),
    "count": (_count, "a whole number from 1"),
    "counts": (_counts, "whole numbers from 1, such as 5 or 5,9"),
    "switch": (_switch, "0 or 1"),
    "size": (_size, "a width and a height, such as 1920x1080"),
    "word": (str, "a word"),
}
"""How each kind of option is read, and how a person is told what it should have been."""
