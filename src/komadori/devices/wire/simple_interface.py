"""The field's Simple Interface: short lines by which button boxes and other programs ask, and are told what happens.

As Dragonframe speaks it over TCP and serial lines, and as the boxes built for it expect it: lines of words parted by
single spaces. Lines in may end in CR, LF or both in any mixture; lines out end in CR LF, which those boxes wait for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

WORDS = frozenset({"S", "D", "P", "L", "M", "PB", "LP", "OD", "OU", "SF", "SB", "SP", "LT", "AT", "TP"})
"""Shoot, delete, play or stop, live, mute, play to black, loop, opacity down and up, step forward and back, short
play, live toggle pressed and released, auto toggle, high-resolution toggle."""

Told = Literal["SH", "DE", "PF", "CC"]
"""Shooting, deleting, positioned at a frame, capture complete."""

LONGEST = 64
"""Bytes of the longest line that is looked at; what goes on beyond that is noise."""

_ASKED = re.compile(rb"(S)(?: *(\d{1,4}))?|(LT) *([01])|([A-Z]{1,2})", re.IGNORECASE)
_WEB = re.compile(rb"(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) ")
_NAME = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing asked for: a word of `WORDS`, with the frames of S, where it names some, or the 1 or 0 of LT."""

    word: str
    number: int | None = None


class Reader:
    """Reads what one box sends, however the bytes are cut up on their way. Noise is passed over, never raised.

    `foreign` is True once a web browser speaks instead of a box: nothing it sends is read any more, since any page on
    the web can make a browser send lines to a port of this machine.
    """

    def __init__(self) -> None:
        self.foreign = False
        self._line = bytearray()
        self._too_long = False

    def feed(self, data: bytes) -> list[Asked]:
        """What is asked for in `data`, after all that came before it."""
        return list(self._asked(data))

    def _asked(self, data: bytes) -> Iterator[Asked]:
        for part in re.findall(rb"[\r\n]|[^\r\n]+", data):
            if self.foreign:
                return
            if part not in {b"\r", b"\n"}:
                self._take(part)
            elif asked := self._end():
                yield asked

    def _take(self, part: bytes) -> None:
        room = LONGEST - len(self._line)
        self._line += part[:room]
        self._too_long = self._too_long or len(part) > room

    def _end(self) -> Asked | None:
        line, too_long = bytes(self._line), self._too_long
        self._line.clear()
        self._too_long = False
        if _WEB.match(line):
            self.foreign = True
        return None if too_long else _read(line)


def _read(line: bytes) -> Asked | None:
    found = _ASKED.fullmatch(line.strip(b"\0 \t"))
    if found is None:
        return None
    word = (found[1] or found[3] or found[5]).decode().upper()
    number = found[2] or found[4]
    if word not in WORDS or (word == "LT" and number is None):
        return None
    return Asked(word=word, number=None if number is None else int(number))


def write(told: Told, *, frame: int = 0, exposure: int = 1, name: str = "", stereo: int = 0) -> bytes:
    """A line that tells what happens, with CR LF.

    Frame and exposure count from 1. `name` is the exposure's; boxes end it at a space, take at most 16 letters and no
    dots, so others become underscores. `stereo` is 0 where there are no two eyes. Deleting has no arguments.
    """
    if told == "DE":
        return b"DE\r\n"
    plain = _NAME.sub("_", name)[:_LONGEST_NAME] or "_"
    return f"{told} {frame} {exposure} {plain} {stereo}\r\n".encode()
