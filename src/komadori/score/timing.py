"""From a score as written to marks: when each gesture begins, and how long it takes."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from komadori.score.cue import Cue, Written
from komadori.score.mark import Mark
from komadori.score.vocabulary import GESTURES, RATE, REST

EVERYBODY: Mapping[str, float] = {}
"""A cast in which all take as long over a gesture as is usual."""


def marks_of(
    cues: Iterable[Cue],
    *,
    paces: Mapping[str, float] = EVERYBODY,
    rate: Fraction = Fraction(RATE),
    frames: int | None = None,
) -> tuple[Mark, ...]:
    """The marks of `cues` at `rate` frames a second, in the order in which they begin.

    `paces` tells how much longer than usual each character takes (1 where it is not named): for gestures without a
    length and for those of about so many frames. What is done throughout lasts to frame `frames`, or to the last frame
    of all else.
    """
    marks: list[Mark] = []
    endless: list[tuple[Cue, Written, int]] = []
    ended: dict[str, int] = {}
    for cue in cues:
        at = ended.get(cue.who, 1) if cue.first is None else cue.first
        for chord in cue.chords:
            longest = 0
            for one in chord:
                if one.throughout:
                    endless.append((cue, one, at + one.after))
                    continue
                length = _length(one, paces.get(cue.who, 1.0), rate)
                longest = max(longest, one.after + length)
                if one.gesture != REST:
                    marks.append(_mark(cue, one, at + one.after, length))
            at += longest
        ended[cue.who] = at
    end = frames or max((mark.last for mark in marks), default=RATE)
    marks += [_mark(cue, one, first, max(1, end + 1 - first)) for cue, one, first in endless]
    return tuple(sorted(marks, key=lambda mark: mark.first))


def _length(one: Written, pace: float, rate: Fraction) -> int:
    """In frames."""
    if one.frames and not one.about:
        return one.frames
    if one.frames:
        return max(1, round(one.frames * pace))
    usual = GESTURES["hold" if one.gesture == REST else one.gesture].frames
    return max(1, round(usual * (1.0 if one.gesture in (REST, "hold") else pace) * float(rate) / RATE))


def _mark(cue: Cue, one: Written, first: int, frames: int) -> Mark:
    return Mark(
        who=cue.who,
        gesture=one.gesture,
        first=first,
        frames=frames,
        side=one.side,
        strength=one.strength,
        feeling=one.feeling or cue.feeling,
        text=one.text,
    )
