"""Where many-frame work runs: all cores of this machine, or a Dask cluster; the same bytes either way.

Work is a pure function of one item, importable by name, that a worker can be sent; it returns something small and
writes anything large to a place the workers share. The one seam is `concurrent.futures.Executor`.
"""

import ctypes
import math
import multiprocessing
import os
import re
import signal
import sys
import threading
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from komadori.errors import DeviceFailed, WrongUse

Item = TypeVar("Item")
Done = TypeVar("Done")

TRIES = 3
"""How often one item may lose its worker: a machine out of memory for a moment passes, a bad item does not."""

ADDRESS = re.compile(r"(tcp|tls|wss?|ucx)://.+:\d{1,5}")
"""What the address of a scheduler looks like; others leave distributed waiting for threads of its own."""

PATIENCE = "10s"
"""How long a scheduler may take to answer; a sleeping machine takes a few seconds to wake."""


KEPT = 1 << 30
"""Bytes of memory, no longer needed, that a worker keeps for the next picture."""


class NoFarmSoftware(WrongUse, ImportError):
    """A Dask cluster was named, and the library that speaks to one is not installed."""


class FarmFailed(DeviceFailed):
    """The cluster cannot be reached, or workers keep dying."""


class Farm(Executor):
    """An executor that knows how many calls it runs at once."""

    @property
    @abstractmethod
    def workers(self) -> int:
        """How many calls run at once, at this moment."""


class LocalFarm(Farm):
    """The cores of this machine, one process each.

    Processes are started afresh rather than forked: libraries that hold threads (OpenCV) do not survive a fork.
    When a worker dies the pool is replaced; `map_frames` sends again what was lost.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = _Pool(workers)

    @property
    def workers(self) -> int:
        """The number of processes."""
        return self._workers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send one call to a worker, through a new pool where the last one broke."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown(wait=True)
            self._pool = _Pool(self._workers)
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Let the workers go."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


class _Pool(ProcessPoolExecutor):
    """A pool that ends whole when it breaks.

    The library's own end of a broken pool can miss a worker or a call that joins at that very moment: it then waits
    for ever for that worker, and the call is never answered. Here all workers start with the first call, leave when
    their leash is cut, and a call that got no answer fails.
    """

    def __init__(self, workers: int) -> None:
        self._end, self._leash = multiprocessing.Pipe(duplex=False)
        self._unanswered: set[Future[Any]] = set()
        context = multiprocessing.get_context("spawn")
        super().__init__(workers, mp_context=context, initializer=_serve, initargs=(self._end,))
        self._safe_to_dynamically_spawn_children = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self._unanswered.add(future)
        future.add_done_callback(self._answered)
        return future

    def _answered(self, future: Future[Any]) -> None:
        self._unanswered.discard(future)
        if not future.cancelled() and isinstance(future.exception(), BrokenExecutor):
            self._leash.close()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        for lost in list(self._unanswered) if wait else ():
            lost.set_exception(BrokenExecutor("The pool broke while this call was on its way."))


class ClusterFarm(Farm):
    """The workers of a Dask cluster, through distributed's own executor."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor()

    @property
    def workers(self) -> int:
        """All threads of all workers that have joined so far; at least one, as they may join while work waits."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send one call to the cluster; the scheduler itself sends again what a lost worker had."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Leave the cluster."""
        self._executor.shutdown(wait=wait and not cancel_futures)


def open_farm(address: str | None = None, workers: int | None = None) -> AbstractContextManager[Farm]:
    """The workers of this machine, or those of the Dask scheduler at `address` ("tcp://host:port").

    `workers` is the number of processes on this machine; by default one for each core this process may use.
    Raises NoFarmSoftware where `address` is given and distributed is not installed, and FarmFailed where nothing
    answers there.
    """
    return _local(workers or _cores()) if address is None else _cluster(address)


def map_frames(
    farm: Farm, fn: Callable[[Item], Done], items: Iterable[Item], *, window: int | None = None
) -> Generator[Done, None, None]:
    """`fn(item)` for every item, in order, on the workers of `farm`.

    At most `window` items (by default three for each worker) are underway or waiting to be taken, and `items` is read
    no further ahead, so memory does not grow with their number. Closing the iterator cancels what has not begun. An
    item whose worker died is sent again, alone, so that the one to blame is found; FarmFailed after `TRIES` times.
    An exception that `fn` raises is raised here.
    """
    alone = _OneThread(fn)
    size = window or 3 * farm.workers
    underway: deque[tuple[Item, Future[Done]]] = deque()
    try:
        for item in items:
            underway.append((item, farm.submit(alone, item)))
            if len(underway) >= size:
                yield _result(farm, alone, *underway.popleft())
        while underway:
            yield _result(farm, alone, *underway.popleft())
    finally:
        for _, future in underway:
            future.cancel()


def shared_out(items: Sequence[Item], most: int, workers: int) -> Iterator[tuple[Item, ...]]:
    """`items` in order, in parts of at most `most`: as many parts for each worker, so that none is idle at the end."""
    parts = min(len(items), workers * math.ceil(len(items) / (most * workers)))
    ends = [len(items) * part // parts for part in range(parts + 1)] if parts else []
    return (tuple(items[begin:end]) for begin, end in pairwise(ends))


@dataclass(frozen=True, slots=True)
class _OneThread(Generic[Item, Done]):
    """Runs `fn` with OpenCV on one thread: one worker a core already fills the machine. What a worker needs to be told
    is told with the call, since a cluster's workers are started by others."""

    fn: Callable[[Item], Done]

    def __call__(self, item: Item) -> Done:
        import cv2

        cv2.setNumThreads(1)
        _keep_memory()
        return self.fn(item)


def _result(farm: Farm, fn: Callable[[Item], Done], item: Item, future: Future[Done], tries: int = TRIES) -> Done:
    try:
        return future.result()
    except _lost_worker() as loss:
        if tries == 1:
            raise FarmFailed(
                f"A worker died {TRIES} times on the same piece of work: {item!s:.200}.",
                hint="the machine may be out of memory: close other programs and start again; what was finished stays.",
            ) from loss
    return _result(farm, fn, item, farm.submit(fn, item), tries - 1)


def _lost_worker() -> tuple[type[BaseException], ...]:
    distributed = sys.modules.get("distributed")
    return (BrokenExecutor,) if distributed is None else (BrokenExecutor, distributed.KilledWorker)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(leash: Connection) -> None:
    """Make this process a worker: Ctrl-C is for the one who gave the work, and without that one there is none."""
    # NumPy is not loaded yet. On several threads its sums would round otherwise on every number of cores.
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(leash,), daemon=True).start()


@cache
def _keep_memory() -> None:
    """Have the memory of one picture serve the next one, where the C library can be told so (glibc).

    By itself it hands every large array back, and the system clears each page of the next one anew: half of a worker's
    time at 4K. Source: mallopt(3), M_TRIM_THRESHOLD and M_MMAP_THRESHOLD.
    """
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for parameter in (-1, -3):
            library.mallopt(parameter, KEPT)


def _leave_with(leash: Connection) -> None:
    """End this process when nobody holds the other end of `leash` any more: nothing is ever sent through it."""
    leash.poll(None)
    os._exit(1)


@contextmanager
def _local(workers: int) -> Iterator[Farm]:
    farm = LocalFarm(workers)
    try:
        yield farm
    finally:
        farm.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[Farm]:
    try:
        import distributed
    except ImportError:
        raise NoFarmSoftware(
            f"The farm at {address} is a Dask cluster, and the library that speaks to it is not installed here.",
            hint="pip install 'komadori[farm]'",
        ) from None
    if not ADDRESS.fullmatch(address):
        raise FarmFailed(
            f"{address!r} is no address of a Dask scheduler.",
            hint="it reads tcp://HOST:PORT, such as tcp://render:8786.",
        )
    try:
        connect: Any = distributed.Client
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as refusal:
        raise FarmFailed(
            f"No Dask scheduler answers at {address}.",
            hint="start one with `dask scheduler` and give its tcp:// address.",
        ) from refusal
    with client:
        farm = ClusterFarm(client)
        try:
            yield farm
        finally:
            farm.shutdown(cancel_futures=True)
