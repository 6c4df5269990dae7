"""The shots of a script as they are cut: each as long as its finished film, which may show its sheet in another time.

A script counts the frames of a shot as its sheet does, whatever finishing made of the shot's time. What a frame of the
sheet becomes in the film is told here, and pictures, voices, sounds and captions all go by it.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from komadori.deliver import Reel, Showing, follow
from komadori.errors import KomadoriError
from komadori.stage.told import raise_all
from komadori.store import SeriesFolder
from komadori.unit.script import BadScript, Script, ShotScript


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A shot as it is cut: of its own finished `film` the part `reel`, which begins with frame `first` of the whole."""

    shot: ShotScript
    film: Reel
    reel: Reel
    first: int

    @property
    def frames(self) -> int:
        """How long it is, in frames."""
        return self.reel.frames

    @property
    def alone(self) -> int:
        """For how many frames it is seen without the shot before it."""
        return self.frames - self.shot.dissolve

    def begins(self, frame: int) -> int | None:
        """The film's frame at which frame `frame` of the sheet is first seen; None where it is cut away."""
        at = bisect_left(self.reel.places, frame)
        return None if frame < self.shot.mark_in or at == self.frames else self.first + at

    def heard(self, frame: int, frames: int) -> tuple[int, int] | None:
        """The film's frame where something begins that is done for `frames` frames from `frame` of the sheet on, and
        for how many of the film's frames it is seen; None where its beginning is cut away.

        What goes on when the sheet has ended goes on as long in the film.
        """
        begin = self.begins(frame)
        if begin is None:
            return None
        over = 0 if self.shot.mark_out else max(0, frame + frames - 1 - self.shot.frames)
        end = self.first + bisect_left(self.reel.places, frame + frames - over)
        return begin, max(1, end - begin) + over


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """All clips of a film in order, and for how many frames its closing card stands (0 without one)."""

    clips: tuple[Clip, ...]
    rate: Fraction
    card_frames: int = 0

    @property
    def frames(self) -> int:
        """The running time in frames, the card included."""
        last = self.clips[-1]
        return last.first - 1 + last.frames + self.card_frames


def conform(script: Script, series: SeriesFolder) -> Cut:
    """Lay the finished films of the script's shots one after another, each from its in point to its out point; one that
    dissolves in begins so much sooner.

    Raises UnknownShot, FramesMissing, NotFinished, and BadScript, or Several, for points that lie outside a film.
    """
    problems: list[KomadoriError] = []
    clips: list[Clip] = []
    first = 1
    for shot in script.shots:
        take = series.take(shot.slate)
        reel = follow(take, finished=True)
        wrong = _outside(shot, reel, take.sheet.frames)
        if wrong is not None:
            problems.append(wrong)
            continue
        part = _between(reel, shot.mark_in, shot.mark_out or take.sheet.frames)
        room = min(clips[-1].alone, part.frames) if clips else 0
        if shot.dissolve > room:
            problems.append(_no_room(shot, room))
            continue
        clips.append(Clip(shot=shot, film=reel, reel=part, first=first - shot.dissolve))
        first += part.frames - shot.dissolve
    raise_all(problems, "the cut")
    return Cut(clips=tuple(clips), rate=script.rate, card_frames=script.card.frames if script.card else 0)


def _outside(shot: ShotScript, reel: Reel, frames: int) -> BadScript | None:
    """What is wrong with the points of a shot whose sheet has so many `frames`."""
    begin, end = shot.mark_in, shot.mark_out or frames
    told = f"{shot.slate} is cut from frame {begin} to {end} of its sheet"
    if max(begin, end) > frames:
        became = f", of which finishing made a film of {reel.frames}" if reel.sheet_frames else ""
        return BadScript(
            f"{told}, which has {frames} frames{became}.",
            hint="in and out count the frames of the sheet, whatever finishing made of their time.",
        )
    if bisect_left(reel.places, begin) == bisect_left(reel.places, end + 1):
        return BadScript(
            f"{told}, and its finished film of {reel.frames} frames shows none of these.",
            hint="they are hidden on the sheet, or its time was changed so much that they are passed over.",
        )
    return None


def _no_room(shot: ShotScript, room: int) -> BadScript:
    return BadScript(
        f"{shot.slate} dissolves in over {shot.dissolve} frames, and there are {room} to do it in.",
        hint="it takes no more frames than it has, nor than the shot before it has left.",
    )


def _between(reel: Reel, begin: int, end: int) -> Reel:
    """The part of `reel` that shows frames `begin` to `end` of the sheet."""
    skip, stop = bisect_left(reel.places, begin), bisect_left(reel.places, end + 1)
    return replace(reel, showings=tuple(_part(reel.showings, skip, stop)), places=reel.places[skip:stop], repeated=())


def _part(showings: tuple[Showing, ...], skip: int, stop: int) -> Iterator[Showing]:
    """What is seen after the first `skip` frames and up to frame `stop`, told from frame 1."""
    for showing in showings:
        first, last = max(showing.first, skip + 1), min(showing.last, stop)
        if first <= last:
            yield replace(showing, first=first - skip, length=last - first + 1)
