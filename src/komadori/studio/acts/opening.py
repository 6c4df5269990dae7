"""Series, shots and takes: begun, and laid on the desk."""

from typing import TYPE_CHECKING, Any

from komadori.capture.take import take_to_fill
from komadori.film import Slate
from komadori.sheet.time import parse_rate
from komadori.store import create_series
from komadori.studio.acts import cameras, looking, posing, shooting
from komadori.studio.messages import Remark

if TYPE_CHECKING:
    from komadori.studio.desk import Desk
    from komadori.studio.open_take import OpenTake

Words = Any
FIRST = "ep01/sc010/sh010"
"""The shot a fresh series begins with; a person who has another in mind makes it in the set-up room."""


def begin_series(desk: "Desk", words: Words) -> dict[str, Any]:
    """Make a series in the studio's folder, with a first shot, and lay it on the desk."""
    desk.series = create_series(desk.home, title=words.title or desk.home.resolve().name, rate=parse_rate(words.fps))
    desk.tell_series()
    return _opened(desk, desk.lay_out(take_to_fill(desk.series, Slate.parse(FIRST), on=desk.chosen.on)))


def open_(desk: "Desk", words: Words) -> dict[str, Any]:
    """Lay a take on the desk: the one named, or its shot's newest, or the first of a shot that has none yet."""
    slate = Slate.parse(words.slate)
    number = words.take or slate.take
    shot = desk.open_series().shot(slate)
    take = shot.take(number) if number or shot.takes() else shot.new_take()
    return _opened(desk, desk.lay_out(take))


def new_shot(desk: "Desk", words: Words) -> dict[str, Any]:
    """Make a shot with its first take, and lay it on the desk."""
    series = desk.open_series()
    slate = Slate.parse(words.slate).of_take(None)
    shot = series.new_shot(slate, on=words.on, exposures=tuple(words.exposures))
    return _opened(desk, desk.lay_out(shot.new_take()))


def new_take(desk: "Desk", _words: Words) -> dict[str, Any]:
    """Begin another take of the shot on the desk."""
    shot = desk.open_take().shot
    opened = desk.lay_out(shot.new_take())
    desk.event("new-take")
    return _opened(desk, opened)


def _opened(desk: "Desk", take: "OpenTake") -> dict[str, Any]:
    for notice in take.writer.notices:
        desk.tell(Remark(text=notice))
    cameras.take_laid_out(desk)
    looking.tell_look(desk)
    shooting.tell_tests(desk)
    posing.tell_poses(desk)
    desk.tell_shots()
    return {"slate": str(take.take.slate)}


ACTS = {"begin-series": begin_series, "open": open_, "new-shot": new_shot, "new-take": new_take}
