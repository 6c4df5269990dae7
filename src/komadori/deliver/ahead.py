"""Work done a little ahead of the one who needs its results, so that an encoder never waits."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")

THREADS = max(2, min(8, os.cpu_count() or 1))
"""Decoding and colour conversion leave Python's lock, so threads do; more than eight outrun any encoder."""


def ahead(work: Callable[[Item], Done], items: Iterable[Item]) -> Iterator[Done]:
    """`work(item)` for every item, in order, done in threads up to `THREADS` + 1 items ahead.

    At most that many results exist at once. An exception that `work` raises is raised here, and closing the iterator
    drops what has not begun.
    """
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="ahead")
    underway: deque[Future[Done]] = deque()
    try:
        for item in items:
            underway.append(pool.submit(work, item))
            if len(underway) > THREADS:
                yield underway.popleft().result()
        while underway:
            yield underway.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
