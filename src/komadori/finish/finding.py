"""What an operation finds out about a take: each photograph measured, stretches of them solved, in any process."""

from collections.abc import Mapping, Sequence
from contextlib import closing

from komadori.errors import KomadoriError, Refused, Several
from komadori.farm import Farm, map_frames, shared_out
from komadori.finish.recipe import Chosen
from komadori.finish.reel import Reel, measures_it
from komadori.finish.remarks import Saying
from komadori.finish.standing import Held, Source, Standing, Step, name_of
from komadori.finish.stretches import StretchJob, only, roughly, stretches
from komadori.finish.work import (
    Finding,
    Look,
    Measuring,
    NeighbourFailed,
    Solving,
    is_kept,
    known_findings,
    measure,
    solve,
)
from komadori.progress import Work
from komadori.progress import finish as drive
from komadori.store import Cache, Remark, Worded

TOGETHER = 8
"""Pictures in one job where they look at each other: so that each is decoded once, and a stop loses little."""

FEW = 4
"""Looks that a person waits for: a picture shot again has its own, and the next has another neighbour."""

MISSING = {
    kind: Saying(name=f"no {kind}", words=f"there is no {kind} {{0}} beside it; gone on without.")
    for kind in ("exposure", "companion")
}
"""What is said of a picture that lacks a plate most others have, whichever operation asks for it."""


class NotMeasured(Refused):
    """What was asked for needs the take to be measured or solved first; `left` is what is to be done next, where that
    is no more than a few looks or solutions."""

    def __init__(self, message: str, *, hint: str = "", left: tuple[Measuring | Solving, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.left = left


def find_out(reel: Reel, chosen: Chosen, cache: Cache, farm: Farm | None) -> Work[None]:
    """Take every photograph of `reel` one step on; an operation on the film's time concerns none of them.

    Without a farm only what is in the cache counts. Raises NotMeasured where that does not do, BadHolding or Several
    of them for what parameters hold, FarmFailed, StorageFailed.
    """
    if chosen.operation.plan is not None:
        return  # The film's time is made of finished pictures and changes none of them: see `retiming`.
    keys = yield from _measured(reel, chosen, cache, farm)
    found = yield from _solved(reel, chosen, keys, cache, farm)
    _advance(reel, chosen, found)


def settle(reel: Reel) -> None:
    """After all operations: give each picture those that fill its edges, as they all stand in the end."""
    for source, standing in list(reel.standings.items()):
        fillers = [other.source for step in standing.steps if step.operation.fill for other in step.others]
        if fillers:
            lenders = tuple(reel.standings[filler] for filler in fillers if filler in reel.standings)
            reel.settled[source] = standing.lent(lenders)
        else:
            reel.settled[source] = standing


def glance(reel: Reel, chosen: Chosen, source: Source, cache: Cache) -> StretchJob | None:
    """The job of solving one photograph alone; None where there is nothing to solve. Raises NotMeasured where the take
    has to be measured first, and BadHolding."""
    keys = drive(_measured(reel, chosen, cache, None))
    if chosen.operation.solve is None or source not in keys:
        return None
    moments = reel.moments(source.exposure)
    at = next(at for at, (_, one) in enumerate(moments) if one == source)
    return roughly(reel, chosen, moments, at, keys, cache)


def glanced(reel: Reel, chosen: Chosen, job: StretchJob, found: Sequence[Finding]) -> None:
    """Take the photograph of a `glance` one step on by what was `found`, and leave no other in `reel`."""
    told = {source: (one, _others(reel, job, one)) for (_, source), one in zip(job.asked, found, strict=True)}
    reel.standings = {source: reel.standings[source] for source in told}
    _advance(reel, chosen, told)


def looks(reel: Reel, recipe: Sequence[Chosen]) -> int:
    """How many looks and solutions `recipe` needs of the take at most."""
    solutions = sum(len(shown) for shown in reel.shown.values())
    return sum(
        sum(measures_it(chosen, source) for source in reel.standings) + (solutions if chosen.operation.solve else 0)
        for chosen in recipe
    )


def _measured(reel: Reel, chosen: Chosen, cache: Cache, farm: Farm | None) -> Work[dict[Source, str]]:
    """The cache's key of what is measured on each photograph, all of it there; a second round where one failed."""
    use = Step(use=chosen.operation.name, settings=chosen.settings)
    told: set[Source] = set()
    while True:
        wanted = {source: look for source, look in _looks(reel, chosen).items() if source in reel.standings}
        missing = [look for source, look in wanted.items() if source not in told and not is_kept(cache, look.key)]
        for source, look in wanted.items():
            if source not in told and look not in missing:
                told.add(source)
                yield reel.progress(1)
        if not missing:
            return {source: look.key for source, look in wanted.items()}
        size = TOGETHER if {"first", "previous"} & set(chosen.operation.looks_at) else 1
        parts = shared_out(missing, size, farm.workers if farm else 1)
        jobs = [Measuring(looks=part, use=use, cache=cache) for part in parts]
        if farm is None:
            few = tuple(jobs) if len(missing) <= FEW else ()
            said = f"{chosen.operation.name} has not measured the take yet."
            raise NotMeasured(said, hint="measure it first.", left=few)
        with closing(map_frames(farm, measure, jobs)) as results:
            for job, taken in zip(jobs, results, strict=True):
                for look, result in zip(job.looks, taken, strict=True):
                    reel.measured += 1
                    if isinstance(result, NeighbourFailed):
                        continue
                    told.add(look.standing.source)
                    if isinstance(result, KomadoriError):
                        reel.fail(look.standing.source, result)
                    yield reel.progress(1)


def _looks(reel: Reel, chosen: Chosen) -> dict[Source, Look]:
    operation = chosen.operation
    settings = {name: chosen.settings[name] for name in operation.measured_by}
    found: dict[Source, Look] = {}
    for exposure in reel.shown:
        first = previous = None
        for _, source in reel.moments(exposure):
            standing = reel.standings[source]
            first = first or standing
            if source not in found and measures_it(chosen, source):
                others = {"first": first, "previous": previous or standing}
                seen = {which: other if which in operation.looks_at else None for which, other in others.items()}
                names = [other.sight if other else "" for other in seen.values()]
                held = _beside(reel, chosen, source)
                told = [standing.sight, operation.name, operation.version, settings, names]
                key = name_of("measure", *told, *([one.hashes for one in held] if held else ()))
                found[source] = Look(
                    standing=standing, first=seen["first"], previous=seen["previous"], key=key, held=held
                )
            previous = standing
    return found


def _beside(reel: Reel, chosen: Chosen, source: Source) -> tuple[Held, ...]:
    """The plates of one picture alone, where the operation looks at them while it measures. Raises BadHolding."""
    operation = chosen.operation
    if "plates" not in operation.looks_at:
        return ()
    single = [
        parameter
        for parameter in operation.parameters
        if parameter.holds == "plate"
        and parameter.name in operation.measured_by
        and str(chosen.settings[parameter.name]).startswith(("exposure ", "companion "))
    ]
    return reel.finder.held(single, chosen.settings, source)


def _solved(
    reel: Reel, chosen: Chosen, keys: Mapping[Source, str], cache: Cache, farm: Farm | None
) -> Work[dict[Source, tuple[Finding, tuple[Standing, ...]]]]:
    """What was found out for each photograph, and the other pictures it needs, as they stand now."""
    found: dict[Source, tuple[Finding, tuple[Standing, ...]]] = {}
    if chosen.operation.solve is None:
        return found
    for exposure in reel.shown:
        moments = reel.moments(exposure)
        if not any(keys.get(source) for _, source in moments):
            yield reel.progress(len(moments))
            continue
        jobs = list(stretches(reel, chosen, moments, keys, cache))
        known = {job: known_findings(cache, job.solving.key) for job in jobs}
        missing = [job for job in jobs if known[job] is None]
        if missing and farm is None:
            raise NotMeasured(
                f"{chosen.operation.name} has not been worked out yet.",
                hint="work it out first.",
                left=tuple(job.solving for job in missing),
            )
        if farm is not None:
            with closing(map_frames(farm, solve, [job.solving for job in missing])) as results:
                for job, result in zip(missing, results, strict=True):
                    if isinstance(result, KomadoriError):
                        raise result
                    known[job] = result
                    yield reel.progress(len(result))
        for job in jobs:
            for (_, source), one in zip(job.asked, known[job] or (), strict=True):
                found.setdefault(source, (one, _others(reel, job, one)))
        yield reel.progress(len(moments) - sum(len(job.asked) for job in missing))
    return found


def _others(reel: Reel, job: StretchJob, one: Finding) -> tuple[Standing, ...]:
    return tuple(reel.standings[job.sources[other]] for other in one.others)


def _advance(reel: Reel, chosen: Chosen, found: Mapping[Source, tuple[Finding, tuple[Standing, ...]]]) -> None:
    problems: dict[str, KomadoriError] = {}
    label = chosen.name or chosen.operation.name
    advanced: dict[Source, Standing] = {}
    for source, standing in reel.standings.items():
        settings = chosen.at(reel.frame_of[source])
        one, others = found.get(source, (Finding(), ()))
        if settings is None:
            advanced[source] = standing
            continue
        try:
            held = reel.finder.held(chosen.operation.parameters, settings, source)
        except KomadoriError as problem:
            problems.setdefault(problem.message, problem)
            continue
        told = only(chosen.operation.done_by, settings)
        step = Step(
            use=chosen.operation.name,
            settings=told,
            numbers=one.numbers,
            field=one.field,
            others=others,
            held=tuple(plate for plate in held if plate.name in told),
        )
        advanced[source] = standing.then(step)
        if one.remark:
            remark = Remark(use=label, words=one.remark, doubt=one.doubt, said=one.said)
            reel.remarks.setdefault(source, []).append(remark)
        _tell_missing(reel, chosen, source, held)
    if problems:
        raise Several("What the recipe holds is not all there.", list(problems.values()))
    reel.standings = advanced


def _tell_missing(reel: Reel, chosen: Chosen, source: Source, held: tuple[Held, ...]) -> None:
    """A plate that most pictures have and this one lacks is told, since the operation goes on without it."""
    there = {one.name for one in held}
    for parameter in chosen.operation.parameters:
        asked = str(chosen.settings[parameter.name]) if parameter.holds == "plate" else ""
        if asked.startswith(("exposure ", "companion ")) and parameter.name not in there:
            kind, _, name = asked.partition(" ")
            said = MISSING[kind].of(name)
            worded = Worded(name=f"any {said.saying.name}", figures=said.figures)
            label = chosen.name or chosen.operation.name
            reel.remarks.setdefault(source, []).append(Remark(use=label, words=said.words, doubt=0.7, said=(worded,)))
