"""How somebody outside asks for a command of the registry, and what comes of it."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Protocol

from komadori.errors import KomadoriError
from komadori.studio.commands import COMMANDS

AGAIN = 2.0
"""Seconds until the same trouble is told again; a box that chatters must not fill the pages."""

Tell = Callable[[str, str], None]
"""Tells every page: a sentence, and a remedy or nothing."""


class Do(Protocol):
    """The desk's ear, see `studio/desk.py`; what it returns may be a future of the result."""

    def __call__(self, name: str, given: Mapping[str, Any], *, pressed: bool | None = None) -> object:
        """Do the command called `name`."""
        ...


class Asking:
    """Asks for somebody called `who`; what is refused is told to the pages.

    What is held down when somebody leaves is let go.
    """

    def __init__(self, who: str, do: Do, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self._who, self._do, self._tell, self._clock = who, do, tell, clock
        self._down: set[str] = set()
        self._said: tuple[str, float] = ("", 0.0)

    def __call__(self, name: str, given: Mapping[str, Any] | None = None, *, pressed: bool | None = None) -> None:
        """Ask for one command. A held one without `pressed` is tapped: pressed and let go."""
        command = COMMANDS.get(name)
        if command is not None and command.held and pressed is None:
            self._ask(name, given or {}, pressed=True)
            pressed = False
        if command is not None and command.held:
            (self._down.add if pressed else self._down.discard)(name)
        else:
            pressed = None
        self._ask(name, given or {}, pressed=pressed)

    def let_go(self) -> None:
        """Release what is still held down."""
        for name in sorted(self._down):
            self(name, pressed=False)

    def trouble(self, text: str, hint: str = "") -> None:
        """Tell the pages something that concerns this speaker."""
        said, at = self._said
        now = self._clock()
        if said != text or now - at >= AGAIN:
            self._said = (text, now)
            self._tell(f"{self._who}: {text}", hint)

    def _ask(self, name: str, given: Mapping[str, Any], *, pressed: bool | None) -> None:
        try:
            done = self._do(name, given, pressed=pressed)
        except KomadoriError as error:
            self.trouble(error.message, error.hint)
            return
        if isinstance(done, Future):
            done.add_done_callback(self._done)

    def _done(self, done: "Future[Any]") -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, KomadoriError):
            self.trouble(error.message, error.hint)
