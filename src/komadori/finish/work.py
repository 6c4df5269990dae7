"""What a worker does for one photograph: a pure function of a small job, the same on every machine.

A worker proves that the file is the one that was taken, so that nothing is ever kept under a key it does not belong to.
What goes wrong with one photograph comes back as a value, and the rest of the take goes on.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.errors import Damaged, KomadoriError, StorageFailed
from komadori.film import PictureFile
from komadori.finish.chain import Step, finished, glimpse
from komadori.finish.operation import Still
from komadori.picture import write
from komadori.store import Cache, fingerprint


class PictureChanged(Damaged):
    """A picture's file is not the one that was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A photograph of a take: its number, its main file with what the journal promises of it, and where that lies."""

    number: int
    exposure: str
    format: str
    file: PictureFile
    path: Path

    def __str__(self) -> str:
        return f"picture {self.number}, {self.file.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """Have the operation `use` measure `source` as `steps` leave it, and keep that under `key`."""

    source: Source
    steps: tuple[Step, ...]
    use: Step
    cache: Cache
    key: str

    def __str__(self) -> str:
        return f"measuring {self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishing:
    """Finish `source` by `steps`, and keep it under `key`."""

    source: Source
    steps: tuple[Step, ...]
    cache: Cache
    key: str

    def __str__(self) -> str:
        return f"finishing {self.source}"


def measure(job: Measuring) -> NDArray[Any] | KomadoriError:
    """The measure of one photograph, or why there is none. Raises StorageFailed where the cache cannot be written."""
    try:
        prove(job.source)
        method = job.use.operation.measure
        if method is None:
            raise ValueError(f"{job.use.use} measures nothing")
        taken = method(Still(path=job.source.path, small=partial(glimpse, job.source.path, job.steps)))
    except StorageFailed:
        raise
    except KomadoriError as failure:
        return failure
    job.cache.put(job.key, ".npy", lambda path: np.save(path, taken))
    return taken


def finish(job: Finishing) -> tuple[int, int] | KomadoriError:
    """Width and height of the finished picture, now in the cache, or why there is none. Raises as `measure` does."""
    try:
        prove(job.source)
        codes = finished(job.source.path, job.steps)
    except StorageFailed:
        raise
    except KomadoriError as failure:
        return failure
    job.cache.put(job.key, ".tif", lambda path: write(path, codes, encoding="srgb", format="tiff16"))
    return codes.shape[1], codes.shape[0]


def prove(source: Source) -> None:
    """Raise PictureChanged where the file is gone or holds other bytes than the journal promises."""
    try:
        found = fingerprint(source.path)
    except OSError as failure:
        raise PictureChanged(
            f"{source}, cannot be read: {failure.strerror or failure}.",
            hint="`komadori check` tells whether another copy is at hand.",
        ) from failure
    if (found.bytes, found.hash) != (source.file.bytes, source.file.hash):
        raise PictureChanged(
            f"{source}, is not what was taken: {found.bytes} bytes instead of {source.file.bytes}."
            if found.bytes != source.file.bytes
            else f"{source}, is not what was taken: its {found.bytes} bytes have another hash.",
            hint="`komadori check` tells whether another copy is at hand.",
        )
