"""Which take new pictures go into."""

from komadori.film import Slate
from komadori.store import SeriesFolder, ShotFolder, TakeFolder, UnknownShot


def take_to_fill(
    series: SeriesFolder, slate: Slate, *, on: int = 2, exposures: tuple[str, ...] = ("x1",), new: bool = False
) -> TakeFolder:
    """The take that `slate` names, or its shot's newest; the shot and its first take are made where they are missing.

    `on` and `exposures` are those of a shot made now. With `new` a new take begins. Raises UnknownTake.
    """
    shot = _shot(series, slate, on, exposures)
    if new or not shot.takes():
        return shot.new_take()
    return shot.take(slate.take)


def _shot(series: SeriesFolder, slate: Slate, on: int, exposures: tuple[str, ...]) -> ShotFolder:
    try:
        return series.shot(slate)
    except UnknownShot:
        return series.new_shot(slate.of_take(None), on=on, exposures=exposures)
