"""All who press and are told from outside, as the settings name them."""

from collections.abc import Callable, Sequence
from typing import Protocol

from komadori.devices.ports import LOOPBACK
from komadori.errors import KomadoriError
from komadori.settings import Settings
from komadori.studio.events import Event
from komadori.studio.remote.asking import Do, Tell
from komadori.studio.remote.hooks import open_hooks
from komadori.studio.remote.osc import OscEars, open_ears, open_voice
from komadori.studio.remote.simple import over_serial, over_tcp


class Remote(Protocol):
    """One of them."""

    def event(self, event: Event) -> None:
        """Tell what happens; never waits, never raises."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Remotes:
    """Hands every event to all of them, and closes them together."""

    def __init__(self, remotes: Sequence[Remote] = ()) -> None:
        self._remotes = tuple(remotes)

    def event(self, event: Event) -> None:
        """Tell everybody what happens. May be called from any thread, but by one at a time."""
        for remote in self._remotes:
            remote.event(event)

    def close(self) -> None:
        """End them all. Closing again is harmless."""
        remotes, self._remotes = self._remotes, ()
        for remote in remotes:
            remote.close()


def open_remotes(settings: Settings, do: Do, tell: Tell, *, host: str = LOOPBACK) -> Remotes:
    """Open what the settings name, listening at `host`. What cannot be opened is told, and the rest works."""
    remotes: list[Remote] = []
    ears: list[OscEars] = []

    def attempt(make: Callable[[], Remote]) -> None:
        try:
            remotes.append(make())
        except KomadoriError as error:
            tell(error.message, error.hint)

    def listen() -> OscEars:
        ears.append(open_ears(settings.osc_port, do, tell, host=host))
        return ears[0]

    if settings.simple_port:
        attempt(lambda: over_tcp(settings.simple_port, do, tell, host=host))
    if settings.simple_serial:
        attempt(lambda: over_serial(settings.simple_serial, do, tell))
    if settings.osc_port:
        attempt(listen)
    if settings.osc_to:
        attempt(lambda: open_voice(settings.osc_to, settings.osc_events, ears=ears[0] if ears else None))
    remotes += open_hooks(settings.hook, tell)
    return Remotes(remotes)
