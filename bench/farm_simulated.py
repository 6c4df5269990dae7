"""A farm played through without its machines: pictures of measured length, in order, through one dispatcher."""

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

WINDOW = 3
"""Pictures underway or waiting for each worker, as in `farm.map_frames`: nothing is sent further ahead."""
REBUILD = 5.0
"""Seconds a worker takes to build a shot's set and puppets when it first meets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """So many `pictures` in shots of `shot`, each as long as one of `seconds`, drawn at random with a fixed seed.

    A worker takes `start` seconds to come up. The dispatcher takes `handed` seconds for each picture, to send what is
    asked and to take home what was made, and does one at a time.
    """

    pictures: int
    shot: int
    seconds: Sequence[float]
    start: float
    handed: float


def efficiency(film: Film, workers: int) -> float:
    """The share of all workers' time, from the first start to the last picture home, that went into pictures."""
    chance = np.random.default_rng(7)
    lengths = chance.choice(np.asarray(film.seconds), film.pictures) * chance.lognormal(0.0, 0.15, film.pictures)
    free = [(film.start, worker) for worker in range(workers)]
    met: list[set[int]] = [set() for _ in range(workers)]
    ends = np.zeros(film.pictures)
    waiting: deque[int] = deque()
    dispatcher = 0.0
    for picture in range(film.pictures):
        if len(waiting) >= WINDOW * workers:
            # The oldest is awaited before another is sent.
            dispatcher = max(dispatcher, ends[waiting.popleft()]) + film.handed / 2
        dispatcher += film.handed / 2
        at, worker = heapq.heappop(free)
        begun = max(at, dispatcher)
        shot = picture // film.shot
        build = 0.0 if shot in met[worker] else REBUILD
        met[worker].add(shot)
        ends[picture] = begun + build + lengths[picture]
        heapq.heappush(free, (ends[picture], worker))
        waiting.append(picture)
    for picture in waiting:
        dispatcher = max(dispatcher, ends[picture]) + film.handed / 2
    return float(lengths.sum() / (workers * dispatcher))
