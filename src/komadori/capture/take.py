"""Which take new pictures go into."""

from komadori.errors import WrongUse
from komadori.film import Slate
from komadori.store import SeriesFolder, ShotFolder, TakeFolder, UnknownShot


class OtherExposures(WrongUse):
    """A take was asked to be shot in exposures that it does not have."""


def take_to_fill(
    series: SeriesFolder, slate: Slate, *, on: int = 2, exposures: tuple[str, ...] | None = None, new: bool = False
) -> TakeFolder:
    """The take that `slate` names, or its shot's newest; the shot and its first take are made where they are missing.

    `on` and `exposures` (x1 by default) are those of a shot made now. With `new` a new take begins. Raises UnknownShot
    or UnknownTake where `slate` names a take that is not there, and OtherExposures where the take has, or would have,
    other exposures than those asked for; nothing is made then.
    """
    if slate.take is not None and not new:
        series.take(slate)
    shot = _shot(series, slate, on, exposures or ("x1",))
    there = None if new or not shot.takes() else shot.take(slate.take)
    if exposures is None:
        return there or shot.new_take()  # of a long take, reading the journal to no end would take a second
    has = there.sheet.exposures if there else shot.shot.exposures
    if has != exposures:
        raise OtherExposures(
            f"{there.slate if there else shot.slate} has the exposures {', '.join(has)}, not {', '.join(exposures)}.",
            hint="leave --exposures out, or begin another shot with them.",
        )
    return there or shot.new_take()


def _shot(series: SeriesFolder, slate: Slate, on: int, exposures: tuple[str, ...]) -> ShotFolder:
    try:
        return series.shot(slate)
    except UnknownShot:
        return series.new_shot(slate.of_take(None), on=on, exposures=exposures)
