"""A motion controller without motors: a camera on a track, and a puppet with two faces; slow if told to be."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from komadori.devices.driver import BadDeviceName, Option
from komadori.devices.protocols_motion import (
    Axis,
    MotionClosed,
    MotionLost,
    MotionStopped,
    Targets,
    Value,
    fitting,
)

OPTIONS = (
    Option(name="slow", kind="seconds", default=0.0, sentence="Each movement takes this many seconds."),
    Option(name="stuck", kind="counts", default=(), sentence="At these movements a motor is stuck, once each."),
)

AXES = (
    Axis(name="track", unit="mm", low=-500.0, high=500.0),
    Axis(name="pan", unit="deg", low=-90.0, high=90.0),
    Axis(name="face", unit="", rest="rest", choices=("rest", "smile")),
)


def open_motion(place: str, options: Mapping[str, Any]) -> "Motors":
    """The controller of the virtual driver, which has one place only. Raises BadDeviceName."""
    if place:
        raise BadDeviceName(f"The virtual motors are nowhere, also not at {place!r}.", hint="as in virtual")
    return Motors(**options)


class Motors:
    """Fulfils Motion and Homing; arguments are those of OPTIONS."""

    name = "virtual motors"

    def __init__(self, *, slow: float = 0.0, stuck: tuple[int, ...] = ()) -> None:
        self._slow, self._stuck = slow, set(stuck)
        self._stands: dict[str, Value] = {axis.name: axis.rest for axis in AXES}
        self._stopped = threading.Event()
        self._closed = False
        self._count = 0

    def axes(self) -> tuple[Axis, ...]:
        """The three axes."""
        self._answer()
        return AXES

    def positions(self) -> dict[str, Value]:
        """Where they stand."""
        self._answer()
        return dict(self._stands)

    def move(self, targets: Targets) -> None:
        """Go there, in the time that it takes."""
        self._answer()
        fitting(self.name, AXES, targets)
        self._count += 1
        if self._count in self._stuck:
            raise MotionLost(f"A motor of the {self.name} is stuck.", hint="free it, then home the axes.")
        self._stopped.clear()
        if self._slow and self._stopped.wait(self._slow):
            raise MotionStopped(f"The {self.name} were stopped on their way.", hint="ask where they stand.")
        self._stands.update(targets)

    def home(self, axes: Sequence[str] = ()) -> None:
        """Go to where the axes rest."""
        rest = {axis.name: axis.rest for axis in AXES}
        self.move({name: rest.get(name, 0.0) for name in axes or rest})

    def stop(self) -> None:
        """End a movement at once."""
        self._stopped.set()

    def close(self) -> None:
        """Move no more."""
        self._closed = True

    def _answer(self) -> None:
        if self._closed:
            raise MotionClosed(f"The {self.name} are closed.")
