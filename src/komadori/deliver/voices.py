"""The voices of a sheet's score, as they are heard with a movie of the shot: each where it is seen to be said."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from komadori.errors import KomadoriError
from komadori.score.character import Character
from komadori.score.mark import Mark
from komadori.score.of_sheet import acted
from komadori.score.voice import STEREO, timbre_of, voice
from komadori.sheet.sheet import Sheet
from komadori.sound import MIX_RATE, Placed, Wave


def voices(
    sheet: Sheet,
    rate: Fraction,
    *,
    roots: Sequence[Path] = (),
    places: Sequence[int] = (),
    tell: Callable[[KomadoriError], None],
) -> Iterator[Placed]:
    """What each character of the sheet's score is heard to say, from frame 1 on, as loud on both sides as its voice is.

    Characters are those of the folders `roots`, and else the house's.
    Of a film whose time was changed `places` tells which frame of the sheet each of its frames shows: a voice begins
    where its frame is first seen, and is made for as long as its gesture is. Nobody is heard of a score that cannot be
    read, nor a character of a voice that cannot be made; `tell` hears why.
    """
    try:
        cast, written = acted(sheet, roots)
    except KomadoriError as failure:
        tell(failure)
        return
    marks = [seen for mark in written if (seen := _seen(mark, places)) is not None]
    frames = len(places) or max((mark.last for mark in marks), default=0)
    for who, character in _heard(cast).items():
        try:
            own = [mark for mark in marks if mark.who == who]
            said = voice(own, timbre_of(character), rate=rate, frames=frames, seed=0)
        except KomadoriError as failure:
            tell(failure)
            continue
        if said.any():
            sound = Wave(data=said[None] * np.float32(10.0 ** (STEREO / 20.0)), rate=MIX_RATE)
            yield Placed(sound=sound, first=1, frames=frames)


def _heard(cast: Mapping[str, Character]) -> Mapping[str, Character]:
    return {who: character for who, character in cast.items() if character.voice}


def _seen(mark: Mark, places: Sequence[int]) -> Mark | None:
    """The mark where and for as long as it is seen; what goes on after the sheet goes on as long in the film."""
    if not places:
        return mark
    begin = bisect_left(places, mark.first)
    if begin == len(places):
        return None
    over = max(0, mark.last - places[-1])
    end = bisect_left(places, mark.last + 1)
    return replace(mark, first=begin + 1, frames=max(1, end - begin) + over)
