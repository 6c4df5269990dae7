"""The film's time: which finished pictures each frame shows, and the frames that are made between two of them.

An operation of `Place.TIME` plans the frames from the sheet alone. Whatever it makes between two pictures is made from
the finished ones and kept in the cache under what it was made of, as everything else is; of its parameters those count
that `measured_by` names, which are what its `between` reads. Sound is laid to the sheet and is not stretched.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from komadori.errors import KomadoriError, StorageFailed
from komadori.farm import Farm, map_frames
from komadori.finish.catalogue import operations
from komadori.finish.operation import Between, Linear, Settings, Spell, Value
from komadori.finish.recipe import Chosen
from komadori.finish.remarks import Saying
from komadori.picture import write
from komadori.picture.colour import rounded16, to_codes
from komadori.picture.files import read_light
from komadori.picture.still import Array
from komadori.picture.tiff import is_whole
from komadori.progress import Progress, Work
from komadori.sheet.sheet import Sheet
from komadori.store import Cache, FilmFrame, Finished, FinishedFrame, FinishedReel, Remark, Worded

CODE = 1
"""Grows when frames between pictures change outside the operations."""
HELD = Saying(
    name="held",
    words="nothing was made between pictures {0} and {1}: no motion leads from one to the other",
)
"""What is said of a picture that is held where frames after it were asked for, whichever operation asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weaving:
    """Make the frame `at` of the way from one finished picture to another, by the operation `use`, and keep it."""

    first: str
    second: str
    at: float
    use: str
    settings: Settings
    cache: Cache
    key: str

    def __str__(self) -> str:
        return f"a frame between {self.first} and {self.second}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retimed:
    """What came of it: the film by exposure, what is to be said of pictures (by number), and what went wrong."""

    reels: dict[str, FinishedReel] = field(default_factory=dict)
    remarks: dict[int, Remark] = field(default_factory=dict)
    failures: tuple[KomadoriError, ...] = ()

    def told_in(self, manifest: Finished) -> Finished:
        """The manifest with the film in its new time."""
        remarks = dict(manifest.remarks)
        for number, remark in self.remarks.items():
            remarks[number] = (*remarks.get(number, ()), remark)
        return replace(manifest, reels=self.reels, remarks=remarks)


def retime(
    chosen: Sequence[Chosen], sheet: Sheet, entries: Mapping[int, FinishedFrame], cache: Cache, farm: Farm
) -> Work[Retimed]:
    """The film in its new time, where `chosen` has an operation for that; made of the finished pictures in `entries`.

    Slots still to be shot hold the picture before; an exposure with a picture that could not be finished is left as its
    sheet says. A frame that cannot be made holds the picture before it, and a remark says so. Raises FarmFailed and
    StorageFailed.
    """
    one = next((each for each in chosen if each.operation.plan is not None), None)
    if one is None or one.operation.plan is None:
        return Retimed()
    reels: dict[str, FinishedReel] = {}
    remarks: dict[int, Remark] = {}
    failures: list[KomadoriError] = []
    for exposure in sheet.exposures:
        shown = shown_on(sheet, exposure)
        if not shown or any(number not in entries for number, _ in shown):
            continue
        planned = one.operation.plan(_spells(shown), one.settings)
        numbers = [number for number, _ in shown]
        if _as_it_was(planned, shown) and not _asks(one):
            continue
        jobs = _jobs(planned, numbers, entries, one, cache)
        held = yield from _weave(jobs, cache, farm, failures)
        reels[exposure] = _reel(planned, shown, entries, jobs, held, cache)
        remarks |= _remarks(planned, numbers, jobs, held, one.operation.name)
    return Retimed(reels=reels, remarks=remarks, failures=tuple(failures))


def shown_on(sheet: Sheet, exposure: str) -> tuple[tuple[int, int], ...]:
    """The pictures of `exposure` that the audience sees, and for how many frames each.

    Hidden cells are left out, and a slot that is still to be shot shows the picture before it.
    """
    numbers = [
        (span.cell.picture(exposure), span.last - span.first + 1) for span in sheet.spans() if not span.cell.hidden
    ]
    held = next((number for number, _ in numbers if number is not None), None)
    if held is None:
        return ()
    seen = [(held := held if number is None else number, length) for number, length in numbers]
    return tuple((number, sum(length for _, length in run)) for number, run in groupby(seen, key=lambda one: one[0]))


def _spells(shown: Sequence[tuple[int, int]]) -> list[Spell]:
    spells, first = [], 1
    for _, length in shown:
        spells.append(Spell(first=first, length=length))
        first += length
    return spells


def _as_it_was(planned: Sequence[Between], shown: Sequence[tuple[int, int]]) -> bool:
    """Whether the film is what the sheet says anyway."""
    as_shown = [at for at, (_, length) in enumerate(shown) for _ in range(length)]
    return [one.first for one in planned] == as_shown and all(one.first == one.second for one in planned)


def _asks(one: Chosen) -> bool:
    """Whether the operation would change another sheet: then a film that stays as it was is one of that sheet alone."""
    return dict(one.settings) != dict(one.operation.defaults)


def _jobs(
    planned: Sequence[Between],
    numbers: Sequence[int],
    entries: Mapping[int, FinishedFrame],
    one: Chosen,
    cache: Cache,
) -> dict[Between, Weaving]:
    """What is to be made, each distinct frame once."""
    jobs: dict[Between, Weaving] = {}
    for frame in planned:
        first, second = entries[numbers[frame.first]], entries[numbers[frame.second]]
        if frame.first == frame.second or first.key == second.key or frame in jobs:
            continue
        told = [CODE, first.key, second.key, frame.at, one.operation.name, one.operation.version, read_by(one)]
        key = hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=20).hexdigest()
        jobs[frame] = Weaving(
            first=first.file,
            second=second.file,
            at=frame.at,
            use=one.operation.name,
            settings=one.settings,
            cache=cache,
            key=key,
        )
    return jobs


def read_by(one: Chosen) -> dict[str, Value]:
    """The settings that frames between pictures depend on."""
    names = one.operation.measured_by or tuple(one.settings)
    return {name: value for name, value in one.settings.items() if name in names}


def _weave(
    jobs: Mapping[Between, Weaving], cache: Cache, farm: Farm, failures: list[KomadoriError]
) -> Work[set[Between]]:
    """Make what is not kept; tells the frames that hold their first picture, since nothing could be put between."""
    wanted = {frame: job for frame, job in jobs.items() if not _is_kept(cache, job.key)}
    held = {frame for frame, job in jobs.items() if cache.path(job.key, ".held") is not None}
    wanted = {frame: job for frame, job in wanted.items() if frame not in held}
    done = len(jobs) - len(wanted)
    yield Progress(done=done, total=len(jobs), doing="making frames in between")
    with closing(map_frames(farm, weave, wanted.values())) as results:
        for frame, result in zip(wanted, results, strict=True):
            if isinstance(result, KomadoriError):
                failures.append(result)
            if result is not True:
                held.add(frame)
            done += 1
            yield Progress(done=done, total=len(jobs), doing="making frames in between")
    return held


def weave(job: Weaving) -> bool | KomadoriError:
    """Make one frame; False where the operation gave back the first picture, and why where there is none.

    Raises StorageFailed where the cache cannot be written.
    """
    between = operations()[job.use].between
    if between is None:
        raise ValueError(f"{job.use} makes nothing between pictures")
    try:
        first, second = (read_light(job.cache.folder / name) for name in (job.first, job.second))
        made = first if first.shape != second.shape else between(first, second, job.at, job.settings)
    except StorageFailed:
        raise
    except KomadoriError as failure:
        return failure
    if made is first:
        job.cache.put(job.key, ".held", lambda path: path.write_bytes(b"held\n"))  # type: ignore[arg-type]
        return False
    codes = _codes(made)
    job.cache.put(job.key, ".tif", lambda path: write(path, codes, encoding="srgb", format="tiff16"))
    return True


def _codes(light: Linear) -> Array:
    codes = to_codes(np.ascontiguousarray(light[..., :3]), "srgb", 16)
    return codes if light.shape[2] == 3 else np.dstack([codes, rounded16(light[..., 3])])


def _is_kept(cache: Cache, key: str) -> bool:
    path = cache.path(key, ".tif")
    return path is not None and is_whole(path)


def _reel(
    planned: Sequence[Between],
    shown: tuple[tuple[int, int], ...],
    entries: Mapping[int, FinishedFrame],
    jobs: Mapping[Between, Weaving],
    held: set[Between],
    cache: Cache,
) -> FinishedReel:
    frames = []
    spells = _spells(shown)
    for frame in planned:
        number, spell = shown[frame.first][0], spells[frame.first]
        place = frame.place or spell.first + frame.at * spell.length
        key, file = entries[number].key, entries[number].file
        if frame in jobs and frame not in held:
            key = jobs[frame].key
            file = cache.name(key, ".tif")
        frames.append(FilmFrame(key=key, file=file, picture=number, place=place))
    return FinishedReel(sheet=shown, frames=tuple(frames))


def _remarks(
    planned: Sequence[Between], numbers: Sequence[int], jobs: Mapping[Between, Weaving], held: set[Between], use: str
) -> dict[int, Remark]:
    """A word for each picture that is held where frames between it and the next were asked for.

    Two pictures that are the same to the last code need none: nothing moves.
    """
    remarks = {}
    for frame in planned:
        if frame in held and jobs[frame].first != jobs[frame].second:
            number, following = numbers[frame.first], numbers[frame.second]
            said = HELD.of(number, following)
            worded = Worded(name=f"any {said.saying.name}", figures=said.figures)
            remarks[number] = Remark(use=use, words=said.words, doubt=0.5, said=(worded,))
    return remarks
