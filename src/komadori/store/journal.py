"""A take's journal: one JSON object a line, only ever added to, each line with its own checksum.

A line is complete or it is not there: the picture taken, and the edit that places it on the sheet, are one line.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

import msgspec

from komadori.film import Picture
from komadori.sheet.change import Edit
from komadori.store.records import UNREADABLE

BEGIN = "begin"
"""The first line: the schema, the take's identity, and the rate and exposures its empty sheet began with."""
PICTURE = "picture"
"""A picture was acknowledged; `edit`, where there is one, places it on the sheet."""
EDIT, UNDO, REDO = "edit", "undo", "redo"
LOST = "lost"
"""A repair took note that the lines numbered in `lost` are gone, and that lines `bad` of the file make no sense."""

_SUM = b',"sum":"'
_SUM_BYTES = 8
_TAIL = len(_SUM) + 2 * _SUM_BYTES + len(b'"}')


class Entry(msgspec.Struct, kw_only=True, frozen=True):
    """One line: `n` counts the lines from 0 without a gap, `at` is the UTC time it was written, `kind` what happened.

    Beyond these three a line holds only the fields its kind needs.
    """

    n: int
    at: str
    kind: str
    picture: Picture | None = None
    edit: Edit | None = None
    lost: tuple[int, ...] = ()
    bad: tuple[int, ...] = ()
    schema: str = ""
    version: int = 0
    take: str = ""
    fps: str = ""
    exposures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a journal's bytes hold.

    `entries` are the lines that are whole. `bad` are the numbers, counted from 1, of lines in the middle that are
    not. The first `whole` bytes end with the last whole line; what follows them, `torn` bytes, is a line cut off.
    `ended` is False where only the line feed after the last whole line is missing.
    """

    entries: tuple[Entry, ...]
    bad: tuple[int, ...]
    whole: int
    torn: int
    ended: bool


def encode(entry: Entry) -> bytes:
    """The line of `entry`, with its checksum and its line feed."""
    body = msgspec.json.encode(plain(entry))
    return body[:-1] + _SUM + _checksum(body[:-1]) + b'"}\n'


def scan(data: bytes) -> Scan:
    """Read a journal, whatever state it is in; nothing is raised."""
    entries: list[Entry] = []
    bad: list[int] = []
    waiting: list[int] = []
    whole, ended = 0, True
    for number, end, line in _lines(data):
        if line and not _sound(line):
            waiting.append(number)
        elif line or not waiting:
            bad += waiting
            waiting.clear()
            whole, ended = min(end, len(data)), end <= len(data)
            try:
                entries += [_decoder.decode(line)] if line else []
            except UNREADABLE:
                # The checksum is right, so somebody meant this line: it is told as damage, never cut off.
                bad.append(number)
    return Scan(entries=tuple(entries), bad=tuple(bad), whole=whole, torn=len(data) - whole, ended=ended)


def plain(value: Any) -> Any:
    """A value as JSON has it, leaving out what a field holds by default: lines stay short enough to read."""
    if isinstance(value, msgspec.Struct):
        pairs = zip(value.__struct_fields__, msgspec.structs.fields(value), strict=True)
        named = ((name, getattr(value, name), field.default) for name, field in pairs)
    elif is_dataclass(value) and not isinstance(value, type):
        named = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
    elif isinstance(value, tuple):
        return [plain(item) for item in value]
    else:
        return value
    return {name: plain(held) for name, held, default in named if default is MISSING or held != default}


def _lines(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each line: its number from 1, the offset after its line feed, its bytes without space around them."""
    start, number = 0, 0
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield number, end + 1, data[start:end].strip()
        start = end + 1


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM_BYTES).hexdigest().encode()


def _sound(line: bytes) -> bool:
    """Whether the line ends with the checksum of what stands before it."""
    body, tail = line[:-_TAIL], line[-_TAIL:]
    return tail == _SUM + _checksum(body) + b'"}'


_decoder = msgspec.json.Decoder(Entry)
