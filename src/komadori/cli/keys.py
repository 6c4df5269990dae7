"""Single keys of a terminal, as they are pressed, without an Enter after each."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

NAMED = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\x04": "q"}
"""Characters that are called otherwise than they look; Ctrl-D ends as `q` does."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one terminal: `read` waits for the next, `drop` forgets those not read yet and tells if there were.

    At the end of the input every key is "q". Ctrl-C raises KeyboardInterrupt.
    """

    read: Callable[[], str]
    drop: Callable[[], bool]


if sys.platform == "win32":
    import msvcrt

    SCANNED = {"K": "left", "M": "right", "S": "delete"}
    """What Windows sends after a zero or 0xE0."""

    @contextmanager
    def raw_keys() -> Iterator[Keys]:
        """The keys of the console, one by one."""
        yield Keys(_read, _drop)

    def _read() -> str:
        sign = msvcrt.getwch()
        if sign == "\x03":
            raise KeyboardInterrupt
        return SCANNED.get(msvcrt.getwch(), "escape") if sign in "\x00\xe0" else NAMED.get(sign, sign)

    def _drop() -> bool:
        dropped = False
        while msvcrt.kbhit():
            msvcrt.getwch()
            dropped = True
        return dropped

else:
    import select
    import termios
    import tty

    ESCAPED = {"[D": "left", "OD": "left", "[C": "right", "OC": "right", "[3~": "delete", "OM": "enter"}
    """What terminals send after an escape character; the last is the keypad's Enter, where it is told apart."""
    ESCAPE_SECONDS = 0.05
    """How long the rest of an escape sequence may be on its way over a slow line."""
    INTERRUPT_SECONDS = 0.2
    """The longest that a Ctrl-C may go unheard."""

    @contextmanager
    def raw_keys() -> Iterator[Keys]:
        """The keys of stdin, one by one and not shown; afterwards the terminal is as it was."""
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor)
        try:
            yield Keys(lambda: _read(descriptor), lambda: _drop(descriptor))
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def _read(descriptor: int) -> str:
        # A Ctrl-C that comes just before the read blocks is only heard when the wait ends.
        while not _waiting(descriptor, INTERRUPT_SECONDS):
            pass
        sign = os.read(descriptor, 1).decode("latin-1")
        if sign != "\x1b":
            return NAMED.get(sign, sign) or "q"
        rest = ""
        while len(rest) < max(map(len, ESCAPED)) and rest not in ESCAPED and _waiting(descriptor, ESCAPE_SECONDS):
            rest += os.read(descriptor, 1).decode("latin-1")
        return ESCAPED.get(rest, "escape")

    def _drop(descriptor: int) -> bool:
        dropped = False
        while _waiting(descriptor, 0) and os.read(descriptor, 1024):
            dropped = True
        return dropped

    def _waiting(descriptor: int, seconds: float) -> bool:
        return bool(select.select([descriptor], [], [], seconds)[0])
