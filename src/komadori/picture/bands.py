"""A picture worked on in bands of rows: each stays near the processor from one step of the work to the next."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2

PIXELS = 1 << 17
"""Of a band: its channels as float32 and what is made of them fit into a processor's own memory."""


def in_bands(shape: Sequence[int], work: Callable[[slice], object]) -> None:
    """Have `work` done for each band of the rows of a picture of `shape` (rows, columns and any more), as many at once
    as OpenCV has threads. It writes where no other band does; what it raises is raised."""
    rows = max(1, PIXELS // max(1, shape[1]))
    bands = [slice(top, min(top + rows, shape[0])) for top in range(0, shape[0], rows)]
    threads = max(1, min(cv2.getNumThreads(), len(bands)))

    def share(first: int) -> None:
        for band in bands[first::threads]:
            work(band)

    if threads == 1:
        share(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(share, range(threads)))
