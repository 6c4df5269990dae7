"""What moves on a miniature stage: the camera's head and focus, and every joint and face of its puppets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from komadori.devices.driver import Option
from komadori.devices.protocols_motion import (
    Axis,
    AxisRefused,
    MotionClosed,
    NoSuchMotion,
    Targets,
    Value,
    fitting,
)
from komadori.devices.virtual.stage_place import StagePlace, enter
from komadori.stage.floor import BadMove

OPTIONS: tuple[Option, ...] = ()
UNITS: Mapping[str, str] = {"°": "deg", "degrees": "deg", "mm": "mm"}
"""How a stage's units are called by a controller; all others are plain numbers."""


def open_motion(place: str, _options: Mapping[str, Any]) -> "StageMotion":
    """What moves on the stage `place`, a name or a file. Raises NoSuchMotion."""
    return StageMotion(enter(place, NoSuchMotion))


class StageMotion:
    """Fulfils Motion, Homing and StoryTold. Everything is there at once."""

    def __init__(self, place: StagePlace) -> None:
        self._place = place
        self._closed = False
        self._axes = tuple(
            Axis(
                name=axis.name,
                unit=UNITS.get(axis.unit, ""),
                low=axis.low,
                high=axis.high,
                rest=axis.rest,
                choices=axis.choices,
            )
            for axis in place.floor.axes
        )

    @property
    def name(self) -> str:
        """The stage's name."""
        return f"axes of {self._place.floor.document.name}"

    def axes(self) -> tuple[Axis, ...]:
        """The camera's axes, then every channel of every puppet."""
        self._answer()
        return self._axes

    def positions(self) -> dict[str, Value]:
        """Where they stand."""
        self._answer()
        return self._place.floor.positions()

    def move(self, targets: Targets) -> None:
        """Pose them."""
        self._answer()
        fitting(self.name, self._axes, targets)
        try:
            self._place.floor.move(targets)
        except BadMove as failure:
            raise AxisRefused(failure.message, hint=failure.hint) from failure

    def home(self, axes: Sequence[str] = ()) -> None:
        """Bring axes to where they rest."""
        rest = {axis.name: axis.rest for axis in self._axes}
        self.move({name: rest.get(name, 0.0) for name in axes or rest})

    def tell(self, *, frame: int, exposure: int, moment: datetime | None = None) -> None:
        """Let it be another moment, frame and exposure."""
        self._answer()
        floor = self._place.floor
        floor.frame, floor.exposure = frame, exposure
        if moment is not None:
            floor.story = replace(floor.story, moment=moment)

    def stop(self) -> None:
        """Nothing is ever on its way."""

    def close(self) -> None:
        """Let go; everything stays where it is while anybody else uses the stage."""
        if not self._closed:
            self._closed = True
            self._place.leave()

    def _answer(self) -> None:
        if self._closed:
            raise MotionClosed(f"The {self.name} are closed.")
