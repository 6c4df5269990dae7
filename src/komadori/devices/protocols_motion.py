"""What a motion controller is: axes that stand somewhere and are moved somewhere else.

An axis is a motor on a track, or a joint of a puppet on the virtual stage, or which of its replacement faces a puppet
wears. Every call blocks, and one thread owns a controller; `stop` alone may come from any other. A controller raises
only the errors of this file.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from komadori.errors import DeviceFailed, NotFound, Refused

Value: TypeAlias = float | str
"""Where an axis stands: a number in its unit, or one of its choices."""
Targets: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis: its `unit` ("mm", "deg", or "" for a plain number), how far it goes, and where it rests.

    Where there are `choices`, such as the faces that can be put on, it stands at one of them and has no limits.
    """

    name: str
    unit: str
    low: float = 0.0
    high: float = 0.0
    rest: Value = 0.0
    choices: tuple[str, ...] = ()


@runtime_checkable
class Motion(Protocol):
    """Something that moves axes."""

    @property
    def name(self) -> str:
        """The make and model, or whatever tells a person which controller this is."""

    def axes(self) -> tuple[Axis, ...]:
        """Every axis, always in the same order. Raises MotionLost, MotionClosed."""

    def positions(self) -> dict[str, Value]:
        """Where every axis stands now. Raises MotionLost, MotionClosed."""

    def move(self, targets: Targets) -> None:
        """Move some axes at once, and return when all are there; the others stay.

        Nothing moves where one target is refused. Raises AxisRefused, MotionStopped, MotionLost, MotionClosed.
        """

    def stop(self) -> None:
        """Stop everything that moves, now; a `move` that waits raises MotionStopped. May come from any thread."""

    def close(self) -> None:
        """Let go of the controller; the axes stay where they are. Closing again does nothing."""


@runtime_checkable
class Homing(Protocol):
    """Finds, or goes back to, where its axes rest."""

    def home(self, axes: Sequence[str] = ()) -> None:
        """Bring the axes named, or all, to rest, and return when they are there. Raises what `Motion.move` does."""


class NoSuchMotion(NotFound):
    """No motion controller answers to this name."""


class AxisRefused(Refused):
    """There is no such axis, or it does not go there."""


class MotionStopped(DeviceFailed):
    """A movement was stopped before it was over."""


class MotionClosed(DeviceFailed, ValueError):
    """The motion controller was closed and is asked for something."""


class MotionLost(DeviceFailed, ConnectionError):
    """The motion controller no longer answers: cable, power, a motor that is stuck."""


def fitting(name: str, axes: Sequence[Axis], targets: Targets) -> None:
    """Raise AxisRefused for all that a controller called `name` cannot do; a driver's first line in `move`."""
    known = {axis.name: axis for axis in axes}
    wrong, hints = [], []
    for asked, value in targets.items():
        axis = known.get(asked)
        if axis is None:
            wrong.append(f"it has no axis {asked!r}")
            hints.append(f"it has {_few(tuple(known))}")
        elif hint := _unfit(axis, value):
            wrong.append(f"{asked} does not go to {value if isinstance(value, str) else format(value, 'g')}")
            hints.append(f"{asked} {hint}")
    if wrong:
        raise AxisRefused(f"The {name} was not moved: {'; '.join(wrong)}.", hint="; ".join(dict.fromkeys(hints)))


def _unfit(axis: Axis, value: Value) -> str:
    """What an axis takes instead; "" where it takes the value."""
    if axis.choices:
        return "" if value in axis.choices else f"takes {', '.join(axis.choices)}"
    goes = not isinstance(value, str) and math.isfinite(value) and axis.low <= value <= axis.high
    return "" if goes else f"goes from {axis.low:g} to {axis.high:g} {axis.unit}".rstrip()


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
