"""What moves and what lights before the chosen camera: opened with it, moved by hand, and every pose can be undone."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from komadori.capture.axes import standing
from komadori.devices.catalogue import beside, open_lights, open_motion
from komadori.devices.protocols_lights import CHANNELS, Lights, Patch, Patched
from komadori.devices.protocols_motion import Motion, Value
from komadori.errors import KomadoriError, NotFound
from komadori.film import Axes
from komadori.sheet.history import NothingToUndo
from komadori.studio.messages import Message, PosedOut, RigOut
from komadori.studio.rig_out import AxisOut, LampOut

Values = dict[str, Value]
MOST = 500
"""Poses that can be undone."""


class Rig:
    """The motion controller and the lights that belong to the chosen camera. The desk's thread owns them."""

    def __init__(self, tell: Callable[[Message], None]) -> None:
        self._tell = tell
        self.name = ""
        self.motion: Motion | None = None
        self.lights: Lights | None = None
        self._back: list[Values] = []
        self._ahead: list[Values] = []
        self._begun: Values | None = None
        self._levels: dict[int, bytearray] = {}

    def follow(self, camera: str) -> None:
        """Open what moves and lights before the camera called `camera`, as it opened; "" lets all go.

        Raises what the devices raise where they cannot be opened.
        """
        motion, lights = beside(camera) if camera else ("", "")
        if (motion or lights) == self.name:
            return
        self.close()
        self.name = motion or lights
        if motion:
            self.motion = open_motion(motion)
        if lights:
            self.lights = open_lights(lights)
        self.tell()

    def pose(self, targets: Mapping[str, Value], *, settled: bool = True) -> None:
        """Move axes. What a hand moves step by step is one pose, which ends when it is `settled`.

        Raises NotFound where nothing moves, AxisRefused, and whatever the controller raises.
        """
        motion = self._moving()
        before = motion.positions()
        motion.move(targets)
        begun = self._begun if self._begun is not None else before
        self._begun = None if settled else begun
        after = motion.positions()
        changed = {name: value for name, value in begun.items() if after[name] != value}
        if settled and changed:
            self._back = [*self._back[-MOST + 1 :], changed]
            self._ahead.clear()
        if settled:
            self.tell()
        else:
            self._tell(PosedOut(values={name: after[name] for name in targets}))

    def undo(self) -> None:
        """Take the last pose back. Raises NothingToUndo."""
        self._again(self._back, self._ahead, "No pose is left to take back.")

    def redo(self) -> None:
        """Take again what was taken back. Raises NothingToUndo."""
        self._again(self._ahead, self._back, "No pose was taken back.")

    def lamp(self, universe: int, channel: int, level: int) -> None:
        """Set one channel of a universe, 1 to 512, to a level. Raises NotFound where no lights are open."""
        if self.lights is None:
            raise NotFound("No lights are open.", hint="a stage's open with its camera.")
        levels = self._universe(universe)
        levels[channel - 1] = level
        self.lights.send(universe, bytes(levels))
        self.tell()

    def axes(self) -> Axes | None:
        """Where the axes stand, as `standing` tells; None where nothing moves. Raises whatever the controller does."""
        return None if self.motion is None else standing(self.motion)

    def tell(self) -> None:
        """Tell the pages what there is, and where it stands."""
        axes = self.motion.axes() if self.motion else ()
        told = RigOut(
            name=self.motion.name if self.motion else "",
            axes=tuple(
                AxisOut(name=one.name, unit=one.unit, low=one.low, high=one.high, rest=one.rest, choices=one.choices)
                for one in axes
            ),
            values=self.motion.positions() if self.motion else {},
            lamps=self._lamps(),
            undo=bool(self._back),
            redo=bool(self._ahead),
        )
        self._tell(told)

    def close(self) -> None:
        """Let everything go. Again does nothing."""
        for device in (self.motion, self.lights):
            if device is not None:
                with suppress(KomadoriError):
                    device.close()
        self.name, self.motion, self.lights, self._begun = "", None, None, None
        self._back.clear()
        self._ahead.clear()
        self._levels.clear()

    def _moving(self) -> Motion:
        if self.motion is None:
            raise NotFound("Nothing before this camera can be moved.", hint="open a stage: stage:evening-room.")
        return self.motion

    def _again(self, of: list[Values], onto: list[Values], none: str) -> None:
        motion = self._moving()
        if not of:
            raise NothingToUndo(none)
        values = of[-1]
        before = motion.positions()
        motion.move(values)
        of.pop()
        onto.append({name: before[name] for name in values})
        self.tell()

    def _universe(self, universe: int) -> bytearray:
        """What a universe stands at: at first full, as lamps burn that were never told."""
        return self._levels.setdefault(universe, bytearray(b"\xff" * CHANNELS))

    def _lamps(self) -> tuple[LampOut, ...]:
        patch: tuple[Patch, ...] = self.lights.patch() if isinstance(self.lights, Patched) else ()
        return tuple(
            LampOut(
                name=row.name,
                universe=row.universe,
                address=row.address,
                channels=row.channels,
                levels=tuple(self._universe(row.universe)[row.address - 1 : row.address - 1 + len(row.channels)]),
            )
            for row in patch
        )
