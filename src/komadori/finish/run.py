"""A whole take finished by a recipe: each distinct picture once, and only what is not in the cache yet.

So a changed picture or parameter makes new exactly what hangs on it, and work that was stopped goes on from there.
Memory holds a few pictures for each worker, however long the take.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from komadori.errors import KomadoriError
from komadori.farm import Farm, map_frames, shared_out
from komadori.finish.finding import TOGETHER, find_out, looks, settle
from komadori.finish.recipe import Recipe
from komadori.finish.reel import NothingToFinish, Reel, wind
from komadori.finish.retiming import retime
from komadori.finish.standing import Source, Standing
from komadori.finish.work import Finishing, finish
from komadori.picture import inspect
from komadori.picture.tiff import is_whole
from komadori.progress import Work
from komadori.store import Cache, Finished, FinishedFrame, TakeFolder


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


def finish_take(take: TakeFolder, recipe: Recipe, cache: Cache, farm: Farm) -> Work[Report]:
    """Finish every picture that stands on the take's sheet, write the manifest, and tell what was done.

    Hidden cells are left out; the exposures of a frame are solved each by itself. A photograph that cannot be read, or
    is not the one that was taken, is told in the report and the others are finished. Raises NothingToFinish, BadHolding
    or Several of them, FarmFailed and StorageFailed; whatever was finished until then stays in the cache and is not
    made again.
    """
    cache = Cache(cache.folder.resolve())
    cache.sweep()
    reel = wind(take)
    pictures = len(reel.standings)
    reel.total = pictures + looks(reel, recipe.chosen)
    yield from _found_out(reel, recipe, cache, farm)
    kept = {source for source, standing in reel.settled.items() if _is_kept(cache, standing)}
    yield reel.progress(len(kept))
    size = yield from _make(reel, kept, cache, farm)
    manifest = _manifest(reel, recipe, size, cache)
    retimed = yield from retime(recipe.chosen, take.sheet, manifest.entries, cache, farm)
    manifest = retimed.told_in(manifest)
    take.write_finished(manifest)
    return Report(
        manifest=manifest,
        pictures=pictures,
        measured=reel.measured,
        made=len(reel.settled) - len(kept),
        kept=len(kept),
        failures=(*reel.failures, *retimed.failures),
    )


def prepare_take(take: TakeFolder, recipe: Recipe, cache: Cache, farm: Farm) -> Work[int]:
    """Find out all that `recipe` needs to know of the take and finish nothing; tells how many looks that took.

    Afterwards a preview of any picture needs nothing more. Raises as `finish_take` does.
    """
    reel = wind(take)
    reel.total = looks(reel, recipe.chosen)
    yield from _found_out(reel, recipe, Cache(cache.folder.resolve()), farm)
    return reel.measured


def _found_out(reel: Reel, recipe: Recipe, cache: Cache, farm: Farm) -> Work[None]:
    for chosen in recipe.chosen:
        yield from find_out(reel, chosen, cache, farm)
    _raise_where_empty(reel)
    settle(reel)


def _make(reel: Reel, kept: set[Source], cache: Cache, farm: Farm) -> Work[tuple[int, int]]:
    """Finish what is not kept, and tell the width and height of the take's first finished picture."""
    wanted = [standing for source, standing in reel.settled.items() if source not in kept]
    jobs = [Finishing(standings=part, cache=cache) for part in _together(wanted, farm.workers)]
    sizes: dict[Source, tuple[int, int]] = {}
    with closing(map_frames(farm, finish, jobs)) as results:
        for job, made in zip(jobs, results, strict=True):
            for standing, result in zip(job.standings, made, strict=True):
                if isinstance(result, KomadoriError):
                    reel.fail(standing.source, result)
                else:
                    sizes[standing.source] = result
                yield reel.progress(1)
    _raise_where_empty(reel)
    first, standing = next(iter(reel.settled.items()))
    if first in sizes:
        return sizes[first]
    info = inspect(cache.folder / cache.name(standing.name, ".tif"))
    return info.width, info.height


def _together(wanted: Sequence[Standing], workers: int) -> Iterator[tuple[Standing, ...]]:
    """Each picture a job of its own, unless they need each other: then some in a row, so that few are made twice."""
    needed = any(standing.lenders or any(step.others for step in standing.steps) for standing in wanted)
    return shared_out(wanted, TOGETHER if needed else 1, workers)


def _is_kept(cache: Cache, standing: Standing) -> bool:
    """Whether the finished picture lies there to its end: a power cut can leave half of it."""
    path = cache.path(standing.name, ".tif")
    return path is not None and is_whole(path)


def _raise_where_empty(reel: Reel) -> None:
    if not reel.standings:
        told = "\n".join(f"  {failure.message}" for failure in reel.failures)
        raise NothingToFinish(f"None of the pictures of {reel.take.slate} could be read:\n{told}")


def _manifest(reel: Reel, recipe: Recipe, size: tuple[int, int], cache: Cache) -> Finished:
    there = {number: source for number, source in reel.source_of.items() if source in reel.settled}
    frames = {
        number: FinishedFrame(
            key=reel.settled[source].name,
            file=cache.name(reel.settled[source].name, ".tif"),
            source_hash=source.file.hash,
        )
        for number, source in there.items()
    }
    return Finished(
        recipe=recipe.words,
        entries=frames,
        width=size[0],
        height=size[1],
        encoding="srgb",
        folder=cache.folder,
        remarks=reel.remarks_by_number(),
        found={number: numbers for number, source in there.items() if (numbers := _numbers(reel.settled[source]))},
    )


def _numbers(standing: Standing) -> dict[str, tuple[float, ...]]:
    return {step.use: step.numbers for step in standing.steps if step.numbers}
