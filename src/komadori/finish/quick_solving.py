"""What is found out while a person waits: by one worker that stays awake.

Most operations solve a take in tenths of a second once it is measured, and a picture shot again is measured as soon; it
is the workers that take seconds to start. This one is like those of a farm, so that what it finds out is the same and
serves finishing, too.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from time import monotonic
from typing import Any

from komadori.farm import LocalFarm, map_frames
from komadori.finish.work import Measuring, Solving, measure, solve

PATIENCE = 1.0
"""Seconds: less than it takes to start workers, which is what else would have to be waited for."""


class QuickSolver:
    """One worker. May be shared by threads."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="work solving")
        self._farm: LocalFarm | None = None
        self._underway: Future[Any] | None = None
        self._lock = Lock()

    def done(self, jobs: Sequence[Measuring | Solving]) -> bool:
        """Whether all of `jobs` were tried within `PATIENCE`, behind what is underway; what takes longer goes on, and
        what it finds lies in the cache. Asked for the first time, or for nothing, the worker is woken and nothing
        done."""
        until = monotonic() + PATIENCE
        with self._lock:
            if self._underway is None:
                self._underway = self._thread.submit(self._do, awake, [0])
                return False
            before = self._underway
        if not jobs or not wait([before], max(0.0, until - monotonic())).done:
            return False
        with self._lock:
            if self._underway is not before:
                return False
            mine = self._underway = self._thread.submit(self._do, found, jobs)
        return bool(wait([mine], max(0.0, until - monotonic())).done) and mine.exception() is None

    def begin(self, jobs: Sequence[Measuring | Solving]) -> "Future[list[Any]]":
        """Have all of `jobs` tried, behind what is underway, however long it takes."""
        with self._lock:
            mine = self._underway = self._thread.submit(self._do, found, jobs)
        return mine

    def close(self) -> None:
        """Let the worker go."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._farm is not None:
            self._farm.shutdown(wait=False, cancel_futures=True)

    def _do(self, work: Any, jobs: Sequence[Any]) -> list[Any]:
        self._farm = self._farm or LocalFarm(1)
        return list(map_frames(self._farm, work, jobs))


def found(job: Measuring | Solving) -> Any:
    """What such a job finds, as on any worker."""
    return measure(job) if isinstance(job, Measuring) else solve(job)


def awake(job: int) -> int:
    """A worker's first errand: by then it has loaded all operations."""
    from komadori.finish.catalogue import operations

    return len(operations()) + job
