"""One writer a take."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from komadori.errors import StorageFailed
from komadori.store.disk import disk_errors
from komadori.store.records import UNREADABLE

LOCK_FILE = ".writer.lock"
HOLDER_FILE = ".writer.json"
PATIENCE = 0.3
"""Seconds to wait for a take: `holder` takes its lock for an instant to see whether anybody has it."""


class TakeBusy(StorageFailed):
    """Another program is writing the take."""


class Holder(msgspec.Struct, kw_only=True):
    """Who holds a take; written only to be read by a person."""

    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} since {self.since}"


@contextmanager
def writing(take: Path, name: str, now: datetime) -> Iterator[None]:
    """Hold the take in folder `take`, called `name` in messages; raises TakeBusy, which says who holds it.

    The lock is the operating system's: it goes with the process, however that ends.
    """
    lock = FileLock(take / LOCK_FILE, timeout=PATIENCE, thread_local=False)
    with disk_errors(f"the lock of {name}", take):
        try:
            lock.acquire()
        except Timeout as error:
            raise TakeBusy(
                f"{name} is being written by {_holder(take)}.",
                hint="Close it there, or wait. Reading the take works meanwhile.",
            ) from error
    holder = Holder(host=socket.gethostname(), pid=os.getpid(), since=f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")
    try:
        # Only the sentence for others suffers where this cannot be written.
        with suppress(OSError):
            (take / HOLDER_FILE).write_bytes(msgspec.json.encode(holder))
        yield
    finally:
        with suppress(OSError):
            (take / HOLDER_FILE).unlink()
        lock.release()


def holder(take: Path) -> str | None:
    """Who is writing the take in folder `take` at this moment, or None."""
    if not (take / LOCK_FILE).exists():
        return None
    lock = FileLock(take / LOCK_FILE, timeout=0, thread_local=False)
    try:
        with lock:
            return None
    except Timeout:
        return _holder(take)
    except OSError:
        # A lock that may not even be opened is not held by anybody who could write here.
        return None


def _holder(take: Path) -> str:
    try:
        return str(msgspec.json.decode((take / HOLDER_FILE).read_bytes(), type=Holder))
    except (OSError, *UNREADABLE):
        return "another program"
