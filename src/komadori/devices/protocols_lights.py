"""What lights are to a program: universes of levels, as lighting consoles have sent them for forty years.

Every call blocks, and one thread owns the lights. They raise only the errors of this file. A dimmer keeps the last
level it was sent, so `close` changes nothing on the set: whoever wants darkness sends it.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from komadori.errors import DeviceFailed, NotFound, Refused

CHANNELS = 512
"""Channels of a universe, after DMX512 (ANSI E1.11)."""


@runtime_checkable
class Lights(Protocol):
    """Something that passes levels on to lamps."""

    @property
    def name(self) -> str:
        """The make and model, or whatever tells a person which lights these are."""

    @property
    def universes(self) -> tuple[int, ...]:
        """The universes it carries, by number, in order."""

    def send(self, universe: int, levels: bytes) -> None:
        """Set the first channels of a universe, channel 1 first, to levels from 0 to 255; the others stay.

        Returns once the levels are on their way. Raises UniverseRefused, LightsLost, LightsClosed.
        """

    def close(self) -> None:
        """Let go of the lights; they stay as they are. Closing again does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A lamp by name: the universe it listens to, its first channel, and what each of its channels does, by name."""

    name: str
    universe: int
    address: int
    channels: tuple[str, ...]


@runtime_checkable
class Patched(Protocol):
    """Knows which lamps listen to its channels."""

    def patch(self) -> tuple[Patch, ...]:
        """The lamps, in the order they were patched."""


class NoSuchLights(NotFound):
    """No lights answer to this name."""


class UniverseRefused(Refused):
    """The lights have no such universe, or it has fewer channels than levels were sent."""


class LightsClosed(DeviceFailed, ValueError):
    """The lights were closed and are asked for something."""


class LightsLost(DeviceFailed, ConnectionError):
    """The lights no longer answer: cable, network, power."""


def fitting(lights: Lights, universe: int, levels: bytes) -> None:
    """Raise UniverseRefused where lights do not take these levels; a driver's first line in `send`."""
    if universe not in lights.universes:
        told = ", ".join(map(str, lights.universes)) or "none"
        raise UniverseRefused(f"The {lights.name} carry no universe {universe}.", hint=f"they carry {told}.")
    if len(levels) > CHANNELS:
        raise UniverseRefused(
            f"{len(levels)} levels were sent to universe {universe} of the {lights.name}.",
            hint=f"a universe has {CHANNELS} channels.",
        )
