"""What is solved while a person waits: by one worker that stays awake, for as long as nobody notices.

Most operations solve a take in hundredths of a second once it is measured; it is the workers that take seconds to
start. It is a worker like those of a farm, so that what it solves is the same and serves finishing, too.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Any

from komadori.farm import LocalFarm, map_frames
from komadori.finish.work import Solving, solve

PATIENCE = 0.2
"""Seconds: with the picture that follows a person sees it move along with the slider."""


class QuickSolver:
    """One worker. May be shared by threads."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="work solving")
        self._farm: LocalFarm | None = None
        self._underway: Future[Any] | None = None
        self._lock = Lock()

    def solved(self, jobs: Sequence[Solving]) -> bool:
        """Whether all of `jobs` were tried within `PATIENCE`; what takes longer goes on, and nothing else is
        begun until it ends. What was solved lies in the cache. Asked for the first time, or for nothing, the worker is
        woken and nothing solved."""
        with self._lock:
            if self._underway is None:
                self._underway = self._thread.submit(self._do, awake, [0])
                return False
            if not jobs or not self._underway.done():
                return False
            self._underway = self._thread.submit(self._do, solve, jobs)
            mine = self._underway
        return bool(wait([mine], PATIENCE).done) and mine.exception() is None

    def close(self) -> None:
        """Let the worker go."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._farm is not None:
            self._farm.shutdown(wait=False, cancel_futures=True)

    def _do(self, work: Any, jobs: Sequence[Any]) -> list[Any]:
        self._farm = self._farm or LocalFarm(1)
        return list(map_frames(self._farm, work, jobs))


def awake(job: int) -> int:
    """A worker's first errand: by then it has loaded all operations."""
    from komadori.finish.catalogue import operations

    return len(operations()) + job
