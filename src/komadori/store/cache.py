"""Files that can be made again, kept under the key of what they were made from."""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from komadori.errors import WrongUse
from komadori.store.disk import disk_errors

HALF_WRITTEN = 3600.0
"""Seconds after which a file that nobody writes to any more was left by a process that was killed."""

_KEY = re.compile(r"[0-9a-zA-Z_-]{3,128}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class BadCacheKey(WrongUse, ValueError):
    """A key or an ending that may not become a file name."""


class Cache:
    """A folder of derived files. Any number of processes may put the same key at once: each file appears whole.

    It may be deleted at any time. It is not forced down to the medium, since that would cost more than making a
    file again; an empty file, which a power cut can leave, counts as absent.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def name(self, key: str, suffix: str) -> str:
        """Where `key` lies, relative to the cache's folder; `suffix` begins with a dot. Raises BadCacheKey."""
        if not _KEY.fullmatch(key) or not _SUFFIX.fullmatch(suffix):
            raise BadCacheKey(
                f"{key + suffix!r} cannot name a file in the cache.",
                hint="A key is 3 to 128 letters and digits, an ending a dot and up to 8 of them.",
            )
        return f"{key[:2]}/{key}{suffix}"

    def path(self, key: str, suffix: str) -> Path | None:
        """The file of `key`, or None where it has not been made yet."""
        path = self.folder / self.name(key, suffix)
        try:
            return path if path.stat().st_size else None
        except OSError:
            return None

    def sweep(self) -> None:
        """Throw away what killed processes left half-written."""
        old = time.time() - HALF_WRITTEN
        for path in self.folder.glob("??/.*.*.*"):
            with suppress(OSError):
                if path.stat().st_mtime < old:
                    path.unlink()

    def put(self, key: str, suffix: str, writer: Callable[[Path], None]) -> Path:
        """Have `writer` make the file of `key` at the path it is given, and let it appear whole.

        Raises DiskFull, ReadOnlyFolder or StorageFailed; what `writer` itself raises passes through, with nothing left.
        """
        path = self.folder / self.name(key, suffix)
        # The ending stays last, since a writer of pictures chooses the format by it.
        fresh = path.with_name(f".{os.getpid()}.{os.urandom(4).hex()}{suffix}")
        with disk_errors(f"{path.name}", self.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                writer(fresh)
                fresh.replace(path)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise
        return path
