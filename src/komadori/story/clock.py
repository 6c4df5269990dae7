"""The story's clock: which moment of the story a frame of the shot shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from komadori.story.errors import BadStory

Ease: TypeAlias = Literal["even", "in", "out", "both"]
Runs: TypeAlias = Literal["time", "days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryClock:
    """Story time over a shot, which stands still, runs from `begin` to `end`, or runs at a speed.

    With `end` the first of `frames` frames shows `begin` and the last one `end`, and `ease` says how it sets off and
    arrives. `per_second` is the story's time in one second of the film. With neither, the story stands at `begin`.

    `runs` = "days" is for a year in one shot: the date moves from begin to end by whole days while the hour moves
    on its own from the begin's to the end's, so that no nights flash by. Raises BadStory.
    """

    begin: datetime
    end: datetime | None = None
    frames: int = 1
    per_second: timedelta = timedelta(0)
    ease: Ease = "even"
    runs: Runs = "time"

    def __post_init__(self) -> None:
        if self.end is not None and self.per_second:
            raise BadStory("A story clock has both an end and a speed.", hint="give `end` or `per_second`")
        if self.end is not None and self.frames < 1:
            raise BadStory(
                f"A story clock runs over {self.frames} frames.", hint="give the length of the shot, 1 or more"
            )

    def at(self, frame: int, rate: Fraction) -> datetime:
        """The story's moment at a frame, counted from 1, of a film of `rate` frames a second; exact to a microsecond.

        Before the first and after the last frame a clock with an end stands still.
        """
        if self.end is None:
            return self._moved(self.per_second, Fraction(frame - 1) / rate)
        share = _eased(min(max(Fraction(frame - 1, max(self.frames - 1, 1)), Fraction(0)), Fraction(1)), self.ease)
        if self.runs == "time":
            return self._moved(self.end - self.begin, share)
        days = round((self.end.date() - self.begin.date()).days * share)
        hours = _since_midnight(self.end) - _since_midnight(self.begin)
        return self._moved(hours, share) + timedelta(days=days)

    def _moved(self, span: timedelta, share: Fraction) -> datetime:
        microseconds = span // timedelta(microseconds=1)
        try:
            return self.begin + timedelta(microseconds=round(microseconds * share))
        except OverflowError as failure:
            raise BadStory(
                f"The story begins at {self.begin:%Y-%m-%d %H:%M} and runs out of the calendar.", hint="run it slower"
            ) from failure


def _since_midnight(moment: datetime) -> timedelta:
    return moment - datetime.combine(moment.date(), datetime.min.time())


def _eased(share: Fraction, ease: Ease) -> Fraction:
    """Parabolas and their smooth joining, in exact fractions."""
    if ease == "in":
        return share * share
    if ease == "out":
        return share * (2 - share)
    return share * share * (3 - 2 * share) if ease == "both" else share
