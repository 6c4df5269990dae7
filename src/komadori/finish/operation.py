"""What a finishing operation is: one self-describing file.

An operation declares its parameters, where it belongs in the order, and pure functions. Between operations a picture is
scene-linear float32 RGB, rows x columns x 3, where 1.0 is the brightest that the photograph could hold. Command line,
saved recipes and the reference page come from the declaration; operations do not know each other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.picture import Pixels

GROUP = "komadori.operations"
"""The entry-point group that operations are found in, our own and others'."""

Value: TypeAlias = bool | int | float | str
Settings: TypeAlias = Mapping[str, Value]
"""Every parameter of an operation with its value."""

Solved: TypeAlias = tuple[float, ...]
"""What an operation found out for one picture from the whole take: a few numbers, rounded so that a change too small
to be seen does not make other pictures new."""

Linear: TypeAlias = NDArray[np.float32]
"""Scene-linear RGB, rows x columns x 3."""


SMALL = 256
"""Pixels: enough for the light of a set's patches, and small enough that a JPEG gives it for half its decoding time."""


class Place(IntEnum):
    """Where in the order operations belong: the order in which light became a picture, undone and then shaped."""

    OPEN = 0
    STEADY = 20
    LIGHT = 40
    TURN = 60
    CROP = 70
    SIZE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing about an operation that a person may set.

    Its type is that of `default`. Numbers lie between `low` and `high`, both included; text is one of `choices`.
    `says` is one sentence.
    """

    name: str
    default: Value
    says: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One picture of a take where the sheet shows it, and what was measured on it.

    `frame` is the first frame of the exposure. A picture that the sheet shows more than once has several moments with
    the same `measure`. Small numbers: a few thousand at most.
    """

    frame: int
    measure: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A photograph to be measured: its file, and `small()`, a picture of it about `SMALL` pixels wide, as the operation
    will get it; it is only decoded when asked for."""

    path: Path
    small: Callable[[], Linear]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Where the pixels of a new frame lie in the old one.

    `matrix` is 3 x 3, row by row, and takes (x, y, 1) of a new pixel's middle to the old picture; pixel (0, 0) has its
    middle at (0.5, 0.5). `width` and `height` are the new size in pixels.
    """

    matrix: tuple[float, ...]
    width: int
    height: int


def _nothing_to_say(_settings: Settings) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A finishing operation: what it is called and can be told, and the pure functions that do it.

    `says` is one sentence; `told(settings)` says in a few words what was done, "" for nothing. `version` grows when the
    same settings give other pixels, so that no kept result outlives its maker. Exactly one of these does the work:

    - `read(path, settings, solved, width)` opens the photograph, whole for `width` 0, else about as wide as that and
      quicker; one operation in a recipe, always the first;
    - `apply(pixels, settings, solved)` returns other pixels of the same size. Where `pointwise` is true each channel of
      each pixel depends on nothing but itself, and the run may ask for a ramp of all codes instead of a picture;
    - `frame(settings, width, height)` says how the picture is cropped, turned or scaled.

    An operation that needs to know the take has `measure(still)`, called once for each picture whose format is among
    `measures` (of every picture where that is empty; the others' measure is an empty array), and
    `solve(moments, settings)`, called once for each exposure of a take with its moments in sheet order; it returns one
    value for each moment, and of a picture shown twice the first one's counts.
    """

    name: str
    version: int
    says: str
    place: Place
    parameters: tuple[Parameter, ...] = ()
    read: Callable[[Path, Settings, Solved, int], Pixels] | None = None
    apply: Callable[[Linear, Settings, Solved], Linear] | None = None
    pointwise: bool = False
    frame: Callable[[Settings, int, int], Framing] | None = None
    measure: Callable[[Still], NDArray[Any]] | None = None
    measures: tuple[str, ...] = ()
    solve: Callable[[Sequence[Moment], Settings], list[Solved]] | None = None
    told: Callable[[Settings], str] = field(default=_nothing_to_say)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called `name`, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    @property
    def defaults(self) -> dict[str, Value]:
        """Every parameter at its default."""
        return {parameter.name: parameter.default for parameter in self.parameters}
