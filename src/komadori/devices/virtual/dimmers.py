"""Lights without lamps: they remember what they were sent, and are lost when they are told to be."""

from collections.abc import Mapping
from typing import Any

from komadori.devices.driver import BadDeviceName, Option
from komadori.devices.protocols_lights import CHANNELS, LightsClosed, LightsLost, fitting

OPTIONS = (
    Option(name="universes", kind="count", default=1, sentence="How many universes they carry, from 1 on."),
    Option(name="lost", kind="counts", default=(), sentence="At these sendings the connection breaks, once each."),
)


def open_lights(place: str, options: Mapping[str, Any]) -> "Dimmers":
    """The lights of the virtual driver, which has one place only. Raises BadDeviceName."""
    if place:
        raise BadDeviceName(f"The virtual lights are nowhere, also not at {place!r}.", hint="as in virtual")
    return Dimmers(**options)


class Dimmers:
    """Fulfils Lights. `sent` is every (universe, levels) in order, `levels` what each universe stands at now."""

    name = "virtual lights"

    def __init__(self, *, universes: int = 1, lost: tuple[int, ...] = ()) -> None:
        self.universes = tuple(range(1, universes + 1))
        self.levels = {number: bytes(CHANNELS) for number in self.universes}
        self.sent: list[tuple[int, bytes]] = []
        self._lost, self._closed = set(lost), False
        self._count = 0

    def send(self, universe: int, levels: bytes) -> None:
        """Remember the levels."""
        if self._closed:
            raise LightsClosed(f"The {self.name} are closed.")
        fitting(self, universe, levels)
        self._count += 1
        if self._count in self._lost:
            raise LightsLost(f"The {self.name} no longer answer.", hint="look at their cable and power.")
        self.sent.append((universe, bytes(levels)))
        self.levels[universe] = bytes(levels) + self.levels[universe][len(levels) :]

    def close(self) -> None:
        """Send no more; what was sent stays."""
        self._closed = True
