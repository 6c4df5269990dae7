"""What is done while nobody asks for anything: the frames beside the one on screen are made, up to the last table."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeAlias

from komadori.errors import KomadoriError

REST = 0.3
"""Seconds without a question, after which nobody is moving a slider."""
LINES = 2
"""Lines of asking that frames are made for: before and after."""

Make: TypeAlias = Callable[[int, Callable[[], bool]], Any]
"""Makes a picture of the take by its number; gives up where it is told to stop."""


class Rest:
    """Frames made ahead on `maker`, one thread. May be told from any thread."""

    def __init__(self, maker: ThreadPoolExecutor) -> None:
        self._maker = maker
        self._wishes: dict[str, tuple[Make, Sequence[int]]] = {}
        self._over = threading.Event()

    def ended(self) -> None:
        """Somebody asks: what is being made ahead is given up at its next step."""
        self._over.set()

    def after(self, line: str, make: Make, beside: Sequence[int]) -> None:
        """A picture was made on `line`; those `beside` it will be wished for next. For the maker's thread alone."""
        self._wishes.pop(line, None)
        self._wishes[line] = (make, beside)
        while len(self._wishes) > LINES:
            del self._wishes[next(iter(self._wishes))]
        self._over.set()
        over = self._over = threading.Event()
        with suppress(RuntimeError):  # The studio is being closed.
            self._maker.submit(self._ahead, over)

    def _ahead(self, over: threading.Event) -> None:
        if over.wait(REST):
            return
        wishes = list(self._wishes.values())[::-1]
        for at in range(max(len(beside) for _, beside in wishes)):
            for make, number in ((make, beside[at]) for make, beside in wishes if at < len(beside)):
                if over.is_set():
                    return
                with suppress(KomadoriError):
                    make(number, over.is_set)
