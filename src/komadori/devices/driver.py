"""What a driver offers. A driver is a module, named by an entry point of the group `komadori.cameras`."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable
from urllib.parse import parse_qsl

from komadori.devices.protocols import BadCameraName, Camera

Kind = Literal["seconds", "count", "counts", "switch", "size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a camera's name: what it is called, what it holds, its default and a sentence for people.

    "seconds" is a float from 0, "count" an int from 1, "counts" a tuple of them (`5,9`), "switch" a bool (`1`, `0`),
    "size" a width and a height in pixels (`1920x1080`).
    """

    name: str
    kind: Kind
    default: float | tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A camera found just now: the name that opens it, and its make and model."""

    name: str
    model: str


@runtime_checkable
class Driver(Protocol):
    """The three things the catalogue asks of a driver module."""

    OPTIONS: Sequence[Option]

    def open_camera(self, place: str, options: Mapping[str, Any]) -> Camera:
        """Open the camera at `place`, the middle part of its name; `options` holds a value for every row of OPTIONS."""

    def connected(self) -> Iterable[Connected]:
        """The cameras this driver finds without being told where to look."""


def read_options(text: str, rows: Sequence[Option], *, camera: str) -> dict[str, Any]:
    """The options in `text` (`slow=0.2&lost=5,9`), with the defaults of `rows` for those not given.

    Raises BadCameraName, which tells all that is wrong at once; `camera` is the name that holds the text.
    """
    known = {row.name: row for row in rows}
    values: dict[str, Any] = {row.name: row.default for row in rows}
    wrong = []
    for name, given in parse_qsl(text, keep_blank_values=True):
        if name not in known:
            wrong.append(f"it has no option {name!r}")
            continue
        read, meaning = _READERS[known[name].kind]
        try:
            values[name] = read(given)
        except ValueError:
            wrong.append(f"{name}={given} should be {meaning}")
    if wrong:
        told = ", ".join(sorted(known)) or "none"
        raise BadCameraName(f"Camera name {camera!r}: {'; '.join(wrong)}.", hint=f"the options of this driver: {told}")
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
}
"""How each kind of option is read, and how a person is told what it should have been."""
