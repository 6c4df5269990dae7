"""Which pictures of a take are solved together, and what a worker is told of them.

A long take is solved in stretches that overlap by what the operation reaches. They begin where a photograph's own hash
says so, not at every so manieth: so a picture put in between does not move the others into other stretches.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from komadori.finish.operation import Settings, Value
from komadori.finish.recipe import Chosen
from komadori.finish.reel import Reel
from komadori.finish.standing import Source, Step, name_of
from komadori.finish.work import Seen, Solving
from komadori.store import Cache

SHORTEST, LONGEST, ONE_IN = 48, 160, 64
"""Moments of a stretch without its margins, and how rarely a photograph's hash begins a new one."""

Moments = Sequence[tuple[int, Source]]
"""Frames of the film where one exposure's photographs first stand, and those."""


@dataclass(frozen=True, slots=True, eq=False)
class StretchJob:
    """A job, the moments it is asked for, and the photographs of all the moments it is given."""

    solving: Solving
    asked: Moments
    sources: Sequence[Source]


def stretches(
    reel: Reel, chosen: Chosen, moments: Moments, keys: Mapping[Source, str], cache: Cache
) -> Iterator[StretchJob]:
    """The jobs that solve all of `moments`, whose measures are called by `keys`."""
    for begin, end in _spans(moments) if chosen.operation.reach else [(0, len(moments))]:
        yield _job(reel, chosen, moments, (begin, end), keys, cache)


def roughly(
    reel: Reel, chosen: Chosen, moments: Moments, at: int, keys: Mapping[Source, str], cache: Cache
) -> StretchJob:
    """The job that solves one moment alone, by its place in `moments`, for a picture that stands in."""
    job = _job(reel, chosen, moments, (at, at + 1), keys, cache)
    return replace(job, solving=replace(job.solving, roughly=True))


def only(names: Collection[str] | None, settings: Settings) -> dict[str, Value]:
    """The settings so called; all where there are no names."""
    return {name: value for name, value in settings.items() if names is None or name in names}


def _job(
    reel: Reel,
    chosen: Chosen,
    moments: Moments,
    span: tuple[int, int],
    keys: Mapping[Source, str],
    cache: Cache,
) -> StretchJob:
    operation, (begin, end) = chosen.operation, span
    settings = only(operation.solved_by, chosen.settings)
    reach = operation.reach(settings) if operation.reach else len(moments)
    held = reel.finder.held(operation.parameters, chosen.settings)
    low, high = max(0, begin - reach), min(len(moments), end + reach)
    given = moments[low:high]
    seen = tuple(_seen(reel, chosen, frame, source, keys) for frame, source in given)
    told = [
        # Where no axes are known the name is what it was before they were kept.
        (one.frame, one.key, one.lies, one.pictures, dict(one.settings), *(() if one.axes is None else (one.axes,)))
        for one in seen
    ]
    hashes = [one.hashes for one in held]
    opener = _opener(reel, given[0][1])
    key = name_of(
        *("solve", operation.name, operation.version, settings),
        *(told, begin - low, end - low, hashes, opener.told),
    )
    solving = Solving(
        moments=seen,
        begin=begin - low,
        end=end - low,
        use=Step(use=operation.name, settings=settings),
        opener=opener,
        held=held,
        cache=cache,
        key=key,
    )
    return StretchJob(solving, moments[begin:end], [source for _, source in given])


def _seen(reel: Reel, chosen: Chosen, frame: int, source: Source, keys: Mapping[Source, str]) -> Seen:
    settings = chosen.at(frame)
    return Seen(
        frame=frame,
        key=keys.get(source, ""),
        lies=reel.standings[source].lies,
        axes=source.axes,
        pictures=reel.pictures_at[frame],
        settings=only(chosen.operation.solved_by, chosen.settings if settings is None else settings),
    )


def _opener(reel: Reel, source: Source) -> Step:
    """The step that opens photographs; before it is found out, one that opens nothing."""
    steps = reel.standings[source].steps
    return steps[0] if steps else Step(use="develop", settings={})


def _spans(moments: Moments) -> Iterator[tuple[int, int]]:
    """From where to where each stretch runs."""
    begin = 0
    for at in range(1, len(moments)):
        long = at - begin
        turn = int(moments[at][1].file.hash[-8:], 16) % ONE_IN == 0
        if long >= LONGEST or (turn and long >= SHORTEST):
            yield begin, at
            begin = at
    yield begin, len(moments)
