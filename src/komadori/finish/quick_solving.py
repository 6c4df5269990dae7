"""What is found out while a person waits: by one worker that stays awake.

Most operations solve a take in tenths of a second once it is measured, and a picture shot again is measured as soon; it
is the workers that take seconds to start. This one is like those of a farm, so that what it finds out is the same and
serves finishing, too.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from math import inf
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
        self._keys: list[str] = []
        self._lock = Lock()

    def wake(self) -> None:
        """Have the worker there for whoever needs it next."""
        with self._lock:
            if self._underway is None:
                self._send(awake, (0,), [])

    def done(self, jobs: Sequence[Measuring | Solving], within: float = inf) -> bool:
        """Whether all of `jobs` were tried within `PATIENCE` or fewer seconds, behind what is underway; what takes
        longer goes on, and what it finds lies in the cache. Asked for the first time the worker is woken and nothing
        done."""
        until = monotonic() + min(PATIENCE, within)
        with self._lock:
            before, same = self._underway, self._does(jobs)
        if before is None:
            self.wake()
        if before is None or not jobs or not wait([before], max(0.0, until - monotonic())).done:
            return False
        if same:
            return before.exception() is None
        with self._lock:
            if self._underway is not before:
                return False
            mine = self._send(found, jobs, _keys(jobs))
        return bool(wait([mine], max(0.0, until - monotonic())).done) and mine.exception() is None

    def begin(self, jobs: Sequence[Measuring | Solving]) -> "Future[list[Any]]":
        """Have all of `jobs` tried, behind what is underway, however long it takes."""
        with self._lock:
            same = self._underway if self._does(jobs) else None
            return same or self._send(found, jobs, _keys(jobs))

    def close(self) -> None:
        """Let the worker go."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._farm is not None:
            self._farm.shutdown(wait=False, cancel_futures=True)

    def _does(self, jobs: Sequence[Any]) -> bool:
        """Whether just these are underway, asked for by whomever."""
        return self._underway is not None and not self._underway.done() and self._keys == _keys(jobs)

    def _send(self, work: Any, jobs: Sequence[Any], keys: list[str]) -> "Future[list[Any]]":
        """While the lock is held."""
        self._keys = keys
        self._underway = self._thread.submit(self._do, work, jobs)
        return self._underway

    def _do(self, work: Any, jobs: Sequence[Any]) -> list[Any]:
        self._farm = self._farm or LocalFarm(1)
        return list(map_frames(self._farm, work, jobs))


def found(job: Measuring | Solving) -> Any:
    """What such a job finds, as on any worker."""
    return measure(job) if isinstance(job, Measuring) else solve(job)


def _keys(jobs: Sequence[Measuring | Solving]) -> list[str]:
    return [key for job in jobs for key in ([job.key] if isinstance(job, Solving) else [one.key for one in job.looks])]


def awake(job: int) -> int:
    """A worker's first errand: by then it has loaded all operations."""
    from komadori.finish.catalogue import operations

    return len(operations()) + job
