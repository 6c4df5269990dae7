"""Dark exposure: no screen of the studio shines on the set while the shutter is open.

A screen lights a miniature set visibly. So before the shutter every page hides everything, waits until that has been
drawn, and says so; only then, and after the panel has settled, is the picture taken.
"""

import threading
import time
from collections.abc import Callable

from komadori.studio.messages import Dark, Message

PATIENCE = 0.25
"""Seconds to wait for every page to say that it is dark; one that hangs must not stop the shooting."""

SETTLE = 0.08
"""Seconds a liquid crystal needs to close after its page is black."""


class DarkExposure:
    """Makes the pages dark and light again; `promised` tells the pages that can go dark, by number, at this moment."""

    def __init__(
        self,
        tell: Callable[[Message], None],
        promised: Callable[[], frozenset[int]],
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._tell, self._promised, self._sleep = tell, promised, sleep
        self._round = 0
        self._dark = False
        self._done: set[int] = set()
        self._changed = threading.Condition()
        self.on = True
        self.late: frozenset[int] = frozenset()
        self._known_late: frozenset[int] = frozenset()

    def begin(self) -> None:
        """Return once every page is black and the screens have settled, or after `PATIENCE`.

        `late` are then the pages that have not said so.
        """
        if not self.on:
            return
        with self._changed:
            self._round += 1
            self._dark = True
            self._done.clear()
        self._tell(Dark(round=self._round, on=True))
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting(), PATIENCE)
            self.late = self._waiting()
        self._sleep(SETTLE)

    def newly_late(self) -> frozenset[int]:
        """The pages that were late for the first time just now; a person need not be told with every picture."""
        fresh, self._known_late = self.late - self._known_late, self._known_late | self.late
        return fresh

    def end(self) -> None:
        """Let there be light, where it is dark; the animator may move."""
        with self._changed:
            # It may have been switched off meanwhile, which must leave no screen black.
            was, self._dark = self._dark, False
        if was:
            self._tell(Dark(round=self._round, on=False))

    def done(self, page: int, round_: int) -> None:
        """A page says that it is black."""
        with self._changed:
            if round_ == self._round:
                self._done.add(page)
                self._changed.notify_all()

    def left(self) -> None:
        """A page has gone, and is waited for no longer."""
        with self._changed:
            self._changed.notify_all()

    def _waiting(self) -> frozenset[int]:
        return self._promised() - self._done
