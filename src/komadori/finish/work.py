"""What a worker does for the pictures of a take: pure functions of small jobs, the same on every machine.

A worker proves that a file is the one that was taken, so that nothing is ever kept under a name it does not belong to.
What goes wrong with one photograph comes back as a value, and the rest of the take goes on.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from komadori.errors import Damaged, KomadoriError, StorageFailed
from komadori.finish.chain import finished, glimpse, light, open_plate
from komadori.finish.holdings import Opened
from komadori.finish.keeping import CacheKeeping
from komadori.finish.operation import SMALL, Linear, Matrix, Moment, Operation, Settings, Solved, Stretch
from komadori.finish.recent import RECENT
from komadori.finish.standing import Held, Source, Standing, Step, name_of
from komadori.picture import write
from komadori.store import Cache, Worded, fingerprint

Measure: TypeAlias = NDArray[Any]
NO_MEASURE: Measure = np.empty(0)
EMPTY = 128
"""Bytes of a file that holds an array without items."""


class PictureChanged(Damaged):
    """A picture's file is not the one that was taken."""


class NeighbourFailed(Damaged):
    """A picture cannot be measured, since one that it is compared with cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One picture to be measured as it stands, `first` and `previous` and the plates `held` beside it where the
    operation looks at them too; the measure is kept under `key`."""

    standing: Standing
    first: Standing | None
    previous: Standing | None
    key: str
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """Have the operation of `use` measure some pictures."""

    looks: tuple[Look, ...]
    use: Step
    cache: Cache

    def __str__(self) -> str:
        return f"measuring {_all(look.standing for look in self.looks)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A moment of a take for a worker that solves: `key` names its measure, "" where there is none."""

    frame: int
    key: str
    lies: Matrix
    pictures: tuple[int, ...]
    settings: Settings
    axes: tuple[tuple[str, float], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solving:
    """Have the operation of `use` solve `moments`, of which those from `begin` to before `end` are asked for; `opener`
    opens plates. What comes of it is kept under `key`, unless it is solved `roughly`."""

    moments: tuple[Seen, ...]
    begin: int
    end: int
    use: Step
    opener: Step
    held: tuple[Held, ...]
    cache: Cache
    key: str
    roughly: bool = False

    def __str__(self) -> str:
        return f"solving {self.use.use}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was solved for one moment: see `operation.Solved`. `others` are places in the moments that were given, and
    `field` is its name in the cache."""

    numbers: tuple[float, ...] = ()
    field: str = ""
    others: tuple[int, ...] = ()
    remark: str = ""
    doubt: float = 0.0
    said: tuple[Worded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishing:
    """Finish some pictures, and keep each under its name."""

    standings: tuple[Standing, ...]
    cache: Cache

    def __str__(self) -> str:
        return f"finishing {_all(self.standings)}"


def _all(standings: Any) -> str:
    return "; ".join(str(standing.source) for standing in standings)


@dataclass(frozen=True, slots=True)
class _Still:
    """A photograph as an operation measures it: see `operation.Still`."""

    standing: Standing
    cache: Cache
    look: Look | None = None

    @property
    def path(self) -> Path:
        return self.standing.source.path

    @property
    def first(self) -> "_Still":
        return self._other("first")

    @property
    def previous(self) -> "_Still":
        return self._other("previous")

    @property
    def holdings(self) -> Opened:
        opener = self.standing.steps[0]
        return Opened(self.look.held if self.look else (), partial(open_plate, opener), name_of(opener.told))

    def _other(self, which: str) -> "_Still":
        standing = getattr(self.look, which) if self.look else None
        if standing is None:
            raise ValueError(f"an operation looks at the {which} picture and does not declare it")
        return self if standing == self.standing else _Still(standing, self.cache)

    def small(self, width: int = SMALL) -> Linear:
        if self.look is None:
            return self._lent(width)
        # Only what others of this job look at too is worth keeping.
        return (light if self.look.previous else glimpse)(self.standing, self.cache, width)

    def _lent(self, width: int) -> Linear:
        try:
            prove_once(self.standing.source)
            return light(self.standing, self.cache, width)
        except StorageFailed:
            raise
        except KomadoriError as failure:
            raise NeighbourFailed(failure.message) from failure


def measure(job: Measuring) -> list[Measure | KomadoriError]:
    """The measure of each photograph, or why there is none. Raises StorageFailed where the cache cannot be written."""
    return [_attempted(partial(_measured, job, look)) for look in job.looks]


def _measured(job: Measuring, look: Look) -> Measure:
    prove(look.standing.source)
    method = job.use.operation.measure
    if method is None:
        raise ValueError(f"{job.use.use} measures nothing")
    taken = method(_Still(look.standing, job.cache, look), job.use.settings)
    job.cache.put(look.key, ".npy", lambda path: np.save(path, taken))
    return taken


def solve(job: Solving) -> list[Finding] | KomadoriError:
    """What was found out for each moment asked for, now in the cache, or why there is nothing. Raises as `measure`."""
    found: list[Finding] | KomadoriError = _attempted(partial(_solved, job))
    return found


def _solved(job: Solving) -> list[Finding]:
    method = job.use.operation.solve
    if method is None:
        raise ValueError(f"{job.use.use} solves nothing")
    solved = method(_stretch(job), job.use.settings)
    if len(solved) != len(job.moments):
        raise ValueError(f"{job.use.use} solved {len(solved)} of {len(job.moments)} moments")
    found = [
        Finding(
            numbers=tuple(float(number) for number in one.numbers),
            field=_kept(job.cache, one.field),
            others=one.others,
            remark=one.remark,
            doubt=one.doubt,
            said=_said(job.use.operation, one),
        )
        for one in solved[job.begin : job.end]
    ]
    if not job.roughly:
        data = msgspec.json.encode(found)
        job.cache.put(job.key, ".json", lambda path: _write(path, data))
    return found


def _stretch(job: Solving) -> Stretch:
    opener = job.opener
    return Stretch(
        moments=[
            Moment(
                frame=seen.frame,
                look=partial(look_up, job.cache, seen.key),
                name=seen.key,
                lies=seen.lies,
                pictures=seen.pictures,
                settings=seen.settings,
                axes=seen.axes,
            )
            for seen in job.moments
        ],
        holdings=Opened(job.held, partial(open_plate, opener), name_of(opener.told)),
        asked=(job.begin, job.end),
        roughly=job.roughly,
        keeping=CacheKeeping(job.cache, (job.use.operation.name, job.use.operation.version)),
    )


def _said(operation: Operation, solved: Solved) -> tuple[Worded, ...]:
    """What is said of a picture, called by the operation's name too, so that whoever reads it finds its words."""
    for one in solved.said:
        if one.saying not in operation.remarks:
            raise ValueError(f"{operation.name} remarks {one.saying.name!r} and does not declare it")
    return tuple(Worded(name=f"{operation.name} {one.saying.name}", figures=one.figures) for one in solved.said)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _kept(cache: Cache, field: NDArray[Any] | None) -> str:
    """The name of `field`, now in the cache: it is called by what it holds."""
    if field is None:
        return ""
    told = io.BytesIO()
    np.save(told, field, allow_pickle=False)
    name = name_of("field", fingerprint_of(told.getvalue()))
    if cache.path(name, ".npy") is None:
        cache.put(name, ".npy", lambda path: _write(path, told.getvalue()))
    return name


def fingerprint_of(data: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def look_up(cache: Cache, key: str) -> Measure:
    """The measure kept under `key`, which nobody may write to; raises PictureChanged where it has gone since."""

    def read() -> Measure:
        found = known_measure(cache, key)
        if found is None:
            raise PictureChanged("A measure went out of the cache while it was needed.", hint="finish the take again.")
        return found

    return RECENT.made((key, 0), read) if key else NO_MEASURE


def known_measure(cache: Cache, key: str) -> Measure | None:
    """The measure kept under `key`, or None; a power cut may have left half of it."""
    path = cache.path(key, ".npy")
    try:
        return None if path is None else np.asarray(np.load(path, allow_pickle=False))
    except (OSError, ValueError):
        return None


def is_kept(cache: Cache, key: str) -> bool:
    """Whether an array lies under `key` whole; one that was cut short or spoiled is thrown away."""
    path = cache.path(key, ".npy")
    try:
        facts = None if path is None else path.stat()
        return facts is not None and _is_whole(str(path), facts.st_mtime_ns, facts.st_size)
    except (OSError, ValueError):
        path.unlink(missing_ok=True) if path else None
        return False


@lru_cache(maxsize=65536)
def _is_whole(path: str, _changed: int, size: int) -> bool:
    """Whether the array there can be read, told once for a file that nobody touches; raises OSError and ValueError."""
    # Mapped and not read: that alone finds a file that was cut short. One without items cannot be mapped.
    return size == EMPTY or np.load(path, mmap_mode="r").ndim >= 0


def known_findings(cache: Cache, key: str) -> list[Finding] | None:
    """What was solved and kept under `key`, every field of it still there; else None."""
    path = cache.path(key, ".json")
    try:
        found = None if path is None else msgspec.json.decode(path.read_bytes(), type=list[Finding])
    except (OSError, msgspec.MsgspecError):
        return None
    whole = found is not None and all(not one.field or is_kept(cache, one.field) for one in found)
    return found if whole else None


def finish(job: Finishing) -> list[tuple[int, int] | KomadoriError]:
    """Width and height of each finished picture, now in the cache, or why there is none. Raises as `measure` does."""
    return [_attempted(partial(_finished, job, standing)) for standing in job.standings]


def _finished(job: Finishing, standing: Standing) -> tuple[int, int]:
    prove(standing.source)
    for step in standing.steps:
        for other in step.others:
            prove_once(other.source)
    codes = finished(standing, job.cache)
    job.cache.put(standing.name, ".tif", lambda path: write(path, codes, encoding="srgb", format="tiff16"))
    return codes.shape[1], codes.shape[0]


def _attempted(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except StorageFailed:
        raise
    except KomadoriError as failure:
        return failure


def prove_once(source: Source) -> None:
    """As `prove`, but a file that was proven in this process and has not been touched since is not read again."""
    try:
        facts = source.path.stat()
    except OSError:
        return prove(source)
    return _proven(source, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4096)
def _proven(source: Source, _changed: int, _bytes: int) -> None:
    prove(source)


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
