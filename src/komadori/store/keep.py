"""Bringing one file into a take: written or linked, hashed on the way, down to the medium, and read back."""

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from komadori.errors import StorageFailed
from komadori.store.disk import CHUNK, NO_LINKS, Disk, read_chunks, write_new

_AHEAD = 8
"""Chunks that may wait to be hashed, so that a long file costs 8 MiB of memory and not its length."""


class NotProved(StorageFailed):
    """What was written reads back otherwise than it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file to keep: the name it came with, whose ending it keeps, and its bytes or where they lie."""

    name: str
    data: bytes | Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What was stored: its size in bytes and its hash, "blake2b:" and 128 hex digits, as `b2sum` prints them."""

    bytes: int
    hash: str


def store(disk: Disk, hashing: Executor, data: bytes | Path, path: Path, *, link: bool) -> Stored:
    """Bring `data` to `path`, which must not exist, and return only when it is on the medium and reads back the same.

    `hashing` runs the hash beside the writing, which hides its cost behind the disk's. Whatever is raised (OSError,
    NotProved), nothing of ours is left at `path`.
    """
    if link and isinstance(data, Path) and _linked(disk, data, path):
        try:
            disk.sync_path(path)
            return fingerprint(path)
        except BaseException:
            disk.remove(path)
            raise
    running = _Running(hashing)
    size = write_new(disk, path, running.over(chunks(data)))
    stored = Stored(bytes=size, hash=running.text())
    if not same_bytes(path, data):
        disk.remove(path)
        raise NotProved(
            f"{path} reads back otherwise than it was written ({size} bytes); it was not kept.",
            hint="Look after the disk, its cable and its driver before going on.",
        )
    return stored


def fingerprint(path: Path) -> Stored:
    """The size and hash of a file, read from its beginning to its end."""
    digest, size = hashlib.blake2b(), 0
    for chunk in read_chunks(path):
        digest.update(chunk)
        size += len(chunk)
    return Stored(bytes=size, hash=f"blake2b:{digest.hexdigest()}")


def chunks(data: bytes | Path) -> Iterator[memoryview]:
    """The bytes of `data`, 1 MiB at a time, those in memory without copying them."""
    if isinstance(data, Path):
        yield from (memoryview(chunk) for chunk in read_chunks(data))
    else:
        view = memoryview(data)
        yield from (view[start : start + CHUNK] for start in range(0, len(view), CHUNK))


def same_bytes(path: Path, data: bytes | Path) -> bool:
    """Whether the file at `path` holds exactly `data`."""
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    # Two memoryviews are compared item by item, which is slow; bytes are compared in one go.
    return path.stat().st_size == size and all(
        mine == bytes(theirs) for mine, theirs in zip(read_chunks(path), chunks(data), strict=True)
    )


class _Running:
    """A hash that runs beside the writing of what it hashes."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._digest = hashlib.blake2b()
        self._waiting: deque[Future[None]] = deque()

    def over(self, data: Iterable[memoryview]) -> Iterator[memoryview]:
        """Each chunk of `data`, after its hashing was begun."""
        for chunk in data:
            self._waiting.append(self._executor.submit(self._digest.update, chunk))
            if len(self._waiting) > _AHEAD:
                self._waiting.popleft().result()
            yield chunk

    def text(self) -> str:
        """The hash of everything that came."""
        while self._waiting:
            self._waiting.popleft().result()
        return f"blake2b:{self._digest.hexdigest()}"


def _linked(disk: Disk, source: Path, path: Path) -> bool:
    """Give the file at `source` the name `path` too, or tell that this disk has no such links."""
    try:
        # A link to a link would follow whatever that is later pointed at.
        disk.link(Path(os.path.realpath(source)), path)
    except OSError as error:
        if error.errno in NO_LINKS:
            return False
        raise
    return True
