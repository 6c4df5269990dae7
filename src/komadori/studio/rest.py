"""The animator's own pace: after a long while without a pause, one gentle word about rest."""

import time
from collections.abc import Callable

PAUSE = 300.0
"""Seconds without a picture or an edit that count as having rested: a cup of tea."""


class Pace:
    """Told of every act, says after `minutes` without a pause that it has been long; 0 says nothing.

    It speaks once, and again only after as long a while more.
    """

    def __init__(self, *, minutes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._long, self._clock = minutes * 60.0, clock
        self._began = self._last = clock()
        self._spoke = self._began
        self._pictures = 0

    def acted(self, *, picture: bool = False) -> tuple[int, int] | None:
        """Something was done. Returns minutes at work and pictures taken in them where it is time for a word."""
        now = self._clock()
        if now - self._last > PAUSE:
            self._began = self._spoke = now
            self._pictures = 0
        self._last = now
        self._pictures += picture
        if not self._long or now - self._spoke < self._long:
            return None
        self._spoke = now
        return round((now - self._began) / 60), self._pictures
