"""A whole take finished by a recipe: each distinct picture once, and only what is not in the cache yet.

What is kept is named by everything it depends on: the photograph's hash, every operation before it with its version,
its settings and what it solved. So a changed picture or parameter makes new exactly what hangs on it, and work that was
stopped goes on from there. Memory holds a few pictures for each worker, however long the take.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.errors import KomadoriError, Refused
from komadori.farm import Farm, map_frames
from komadori.finish.chain import Step
from komadori.finish.operation import Moment
from komadori.finish.recipe import Chosen, Recipe
from komadori.finish.work import Finishing, Measuring, Source, finish, measure
from komadori.picture import inspect
from komadori.picture.tiff import is_whole
from komadori.progress import Progress, Work
from komadori.store import Cache, Finished, FinishedFrame, TakeFolder

CODE = 1
"""Grows when the way from a photograph to its finished frame changes outside the operations."""

Measure: TypeAlias = NDArray[Any]
NO_MEASURE: Measure = np.empty(0)


class NothingToFinish(Refused):
    """No picture stands on the take's sheet, or none of them could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What finishing a take did.

    `pictures` are the distinct photographs on the sheet: of them `made` were finished now and `kept` lay in the cache;
    the rest could not be read, see `failures`. `measured` counts the looks taken now for what operations solve.
    """

    manifest: Finished
    pictures: int
    measured: int
    made: int
    kept: int
    failures: tuple[KomadoriError, ...]


@dataclass(slots=True, kw_only=True)
class _Reel:
    """A take on its way: which photograph the sheet shows when, and the steps found out so far for each."""

    take: str
    shown: dict[str, list[tuple[int, Source]]]
    source_of: dict[int, Source]
    steps: dict[Source, tuple[Step, ...]]
    total: int
    done: int = 0
    measured: int = 0
    failures: list[KomadoriError] = field(default_factory=list)

    def fail(self, source: Source, failure: KomadoriError) -> None:
        """Go on without `source`."""
        self.failures.append(failure)
        self.steps.pop(source)

    def progress(self, done: int) -> Progress:
        """`done` more looks and pictures."""
        self.done += done
        return Progress(done=self.done, total=self.total, doing=f"finishing {self.take}")


def finish_take(take: TakeFolder, recipe: Recipe, cache: Cache, farm: Farm) -> Work[Report]:
    """Finish every picture that stands on the take's sheet, write the manifest, and tell what was done.

    Hidden cells are left out; the exposures of a frame are solved each by itself. A photograph that cannot be read, or
    is not the one that was taken, is told in the report and the others are finished. Raises NothingToFinish, FarmFailed
    and StorageFailed; whatever was finished until then stays in the cache and is not made again.
    """
    cache = Cache(cache.folder.resolve())
    reel = _wind(take, recipe)
    pictures = len(reel.steps)
    for chosen in recipe.chosen:
        found = yield from _measures(reel, chosen, cache, farm)
        _solve(reel, chosen, found)
    keys = {source: _key(source, steps) for source, steps in reel.steps.items()}
    kept = {source for source, key in keys.items() if _is_kept(cache, key)}
    yield reel.progress(len(kept))
    size = yield from _make(reel, keys, kept, cache, farm)
    manifest = _manifest(reel, recipe, keys, size, cache)
    take.write_finished(manifest)
    return Report(
        manifest=manifest,
        pictures=pictures,
        measured=reel.measured,
        made=len(reel.steps) - len(kept),
        kept=len(kept),
        failures=tuple(reel.failures),
    )


def _wind(take: TakeFolder, recipe: Recipe) -> _Reel:
    folder = take.path.resolve()
    shown: dict[str, list[tuple[int, Source]]] = {}
    source_of: dict[int, Source] = {}
    distinct: dict[tuple[str, str], Source] = {}
    for span in take.sheet.spans():
        for exposure, number in () if span.cell.hidden else span.cell.pictures:
            picture = take.picture(number)
            new = Source(
                number=number,
                exposure=exposure,
                format=picture.format,
                file=picture.files[0],
                path=folder / take.file(picture).relative_to(take.path),
            )
            # A photograph imported twice has one hash, and stays one picture so that both look the same.
            source_of[number] = source = distinct.setdefault((exposure, picture.hash), new)
            shown.setdefault(exposure, []).append((span.first, source))
    if not shown:
        raise NothingToFinish(
            f"No picture stands on the sheet of {take.slate}.",
            hint="`komadori shoot` or `komadori import` comes first.",
        )
    looks = sum(_measures_it(chosen, source) for chosen in recipe.chosen for source in distinct.values())
    return _Reel(
        take=str(take.slate),
        shown=shown,
        source_of=source_of,
        steps=dict.fromkeys(distinct.values(), ()),
        total=looks + len(distinct),
    )


def _measures_it(chosen: Chosen, source: Source) -> bool:
    operation = chosen.operation
    return operation.measure is not None and (not operation.measures or source.format in operation.measures)


def _measures(reel: _Reel, chosen: Chosen, cache: Cache, farm: Farm) -> Work[Mapping[Source, Measure]]:
    """What the operation measures on each photograph as the steps before leave it, from the cache where it is there."""
    found: dict[Source, Measure] = {}
    jobs: list[Measuring] = []
    use = Step(use=chosen.operation.name, settings=chosen.settings)
    for source, steps in reel.steps.items():
        if not _measures_it(chosen, source):
            found[source] = NO_MEASURE
            continue
        key = _key(source, steps, f"{chosen.operation.name} {chosen.operation.version}")
        known = _known(cache, key)
        if known is None:
            jobs.append(Measuring(source=source, steps=steps, use=use, cache=cache, key=key))
        else:
            found[source] = known
            yield reel.progress(1)
    with closing(map_frames(farm, measure, jobs)) as results:
        for job, result in zip(jobs, results, strict=True):
            reel.measured += 1
            if isinstance(result, KomadoriError):
                reel.fail(job.source, result)
            else:
                found[job.source] = result
            yield reel.progress(1)
    return found


def _known(cache: Cache, key: str) -> Measure | None:
    path = cache.path(key, ".npy")
    try:
        return None if path is None else np.asarray(np.load(path, allow_pickle=False))
    except (OSError, ValueError):
        return None  # A power cut left half of it; it is measured again.


def _solve(reel: _Reel, chosen: Chosen, found: Mapping[Source, Measure]) -> None:
    operation = chosen.operation
    plain = Step(use=operation.name, settings=chosen.settings)
    solved: dict[Source, Step] = {}
    for shown in reel.shown.values() if operation.solve else ():
        there = [(frame, source) for frame, source in shown if source in reel.steps]
        moments = [Moment(frame=frame, measure=found[source]) for frame, source in there]
        values = operation.solve(moments, chosen.settings) if operation.solve and moments else []
        for (_, source), value in zip(there, values, strict=True):
            solved.setdefault(source, Step(use=operation.name, settings=chosen.settings, solved=value))
    for source in reel.steps:
        reel.steps[source] += (solved.get(source, plain),)


def _make(
    reel: _Reel, keys: Mapping[Source, str], kept: set[Source], cache: Cache, farm: Farm
) -> Work[tuple[int, int]]:
    """Finish what is not kept, and tell the width and height of the take's first finished picture."""
    jobs = [
        Finishing(source=source, steps=steps, cache=cache, key=keys[source])
        for source, steps in reel.steps.items()
        if source not in kept
    ]
    sizes: dict[Source, tuple[int, int]] = {}
    with closing(map_frames(farm, finish, jobs)) as results:
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, KomadoriError):
                reel.fail(job.source, result)
            else:
                sizes[job.source] = result
            yield reel.progress(1)
    first = next(iter(reel.steps), None)
    if first is None:
        raise NothingToFinish(f"None of the pictures of {reel.take} could be read:\n" + _listed(reel.failures))
    if first in sizes:
        return sizes[first]
    info = inspect(cache.folder / cache.name(keys[first], ".tif"))
    return info.width, info.height


def _is_kept(cache: Cache, key: str) -> bool:
    """Whether the finished picture lies there to its end: a power cut can leave half of it."""
    path = cache.path(key, ".tif")
    return path is not None and is_whole(path)


def _listed(failures: Sequence[KomadoriError]) -> str:
    return "\n".join(f"  {failure.message}" for failure in failures)


def _manifest(reel: _Reel, recipe: Recipe, keys: Mapping[Source, str], size: tuple[int, int], cache: Cache) -> Finished:
    frames = {
        number: FinishedFrame(key=keys[source], file=cache.name(keys[source], ".tif"), source_hash=source.file.hash)
        for number, source in reel.source_of.items()
        if source in reel.steps
    }
    return Finished(
        recipe=recipe.words, entries=frames, width=size[0], height=size[1], encoding="srgb", folder=cache.folder
    )


def _key(source: Source, steps: Sequence[Step], then: str = "") -> str:
    """The name of what comes of `source` by `steps`, and of what is measured on that where `then` says what."""
    told = [[step.use, step.operation.version, dict(step.settings), step.solved] for step in steps]
    words = json.dumps([CODE, source.file.hash, told, then], sort_keys=True)
    return hashlib.blake2b(words.encode(), digest_size=20).hexdigest()
