"""The lamps of a miniature stage: the fixtures of its file, patched to universes as on a real set."""

from collections.abc import Mapping
from typing import Any

from komadori.devices.driver import Option
from komadori.devices.protocols_lights import LightsClosed, NoSuchLights, Patch, fitting
from komadori.devices.virtual.stage_place import StagePlace, enter
from komadori.stage.document import FixtureKind

NAMES: Mapping[FixtureKind, tuple[str, ...]] = {
    "dimmer": ("light",),
    "cct": ("light", "warm to cool"),
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
}
"""What the channels of each kind of fixture do."""
OPTIONS: tuple[Option, ...] = ()


def open_lights(place: str, _options: Mapping[str, Any]) -> "StageLights":
    """The lights of the stage `place`, a name or a file. Raises NoSuchLights."""
    return StageLights(enter(place, NoSuchLights))


class StageLights:
    """Fulfils Lights and Patched. A lamp whose universe was never sent anything burns as the story has it."""

    def __init__(self, place: StagePlace) -> None:
        self._place = place
        self._closed = False

    @property
    def name(self) -> str:
        """The stage's name."""
        return f"lights of {self._place.floor.document.name}"

    @property
    def universes(self) -> tuple[int, ...]:
        """Those its fixtures are patched to."""
        return self._place.universes

    def send(self, universe: int, levels: bytes) -> None:
        """Pass levels on to the lamps."""
        if self._closed:
            raise LightsClosed(f"The {self.name} are closed.")
        fitting(self, universe, levels)
        self._place.send(universe, levels)

    def patch(self) -> tuple[Patch, ...]:
        """The fixtures of the stage's file."""
        return tuple(
            Patch(name=row.name, universe=row.universe, address=row.address, channels=NAMES[row.kind])
            for row in self._place.floor.document.fixtures
        )

    def close(self) -> None:
        """Let go; the lamps stay as they are while anybody else uses the stage."""
        if not self._closed:
            self._closed = True
            self._place.leave()
