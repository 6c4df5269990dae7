"""A picture while the take is looked through anew: by what the same operations found out before.

So a frame that was shot again, or one whose photographs are developed otherwise, is on screen at once, and is told
apart from what finishing will give.
"""

from dataclasses import dataclass, replace

from komadori.finish.operation import Settings
from komadori.finish.recipe import Chosen
from komadori.finish.reel import Reel
from komadori.finish.standing import Source, Standing, Step, name_of
from komadori.finish.stretches import only


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A `reel` as the operations of `chosen` left it, and what each of them `asked` of the take."""

    reel: Reel
    chosen: tuple[Chosen, ...]
    asked: tuple[str, ...]

    def serves(self, asked: tuple[str, ...], count: int) -> bool:
        """Whether it tells what all but the first `count` operations want to know."""
        return len(asked) == len(self.asked) and self.asked[count:] == asked[count:]

    def steps(self, source: Source, frame: int) -> list[Step | None] | None:
        """One for each operation, found out for the photograph, or for the one of its exposure and format that stood at
        `frame` or last before; None where there is none."""
        reel, standing = self.reel, self.reel.standings.get(source)
        if standing is None:
            moments = reel.moments(source.exposure) if source.exposure in reel.shown else []
            there = [one for first, one in moments if first <= frame and one.format == source.format]
            standing = reel.standings[there[-1]] if there else None
        if standing is None:
            return None
        left, frame = iter(standing.steps), reel.frame_of[standing.source]
        return [next(left) if _works(one, frame) else None for one in self.chosen]


def asked_of(chosen: Chosen) -> str:
    """The name of all that an operation asks the take; a setting that it is told while it works does not count, for
    there it is seen whatever was found out."""
    operation = chosen.operation
    solved_by = () if operation.solve is None else operation.solved_by
    read = {*operation.measured_by, *(chosen.settings if solved_by is None else solved_by)} - {
        *(operation.done_by or ())
    }

    def told(settings: Settings | None) -> object:
        return None if settings is None else [only(read, settings), operation.needs(settings)]

    others = [(one.first, one.last, told(one.settings)) for one in chosen.frames]
    return name_of(operation.name, chosen.name, told(chosen.settings), others)


def stood_in(reel: Reel, source: Source, chosen: tuple[Chosen, ...], count: int, known: Known) -> Standing | None:
    """The photograph, which has come through the first `count` operations of `chosen`, with those that are left as
    they are told now and as `known` found them out; None where that tells nothing of it."""
    frame, standing = reel.frame_of[source], reel.standings[source]
    steps = known.steps(source, frame)
    for one, step in zip(chosen[count:], steps[count:] if steps else (), strict=False):
        settings = one.at(frame)
        if settings is None or not _works(one, frame):
            continue
        if step is None:
            return None
        standing = standing.then(replace(step, settings=only(one.operation.done_by, settings)))
    return standing if steps else None


def _works(chosen: Chosen, frame: int) -> bool:
    return chosen.operation.plan is None and chosen.at(frame) is not None
