"""Captions of what characters that never speak are heard to do: `[badger hums, puzzled]`.

Rules follow what is asked of captions for the deaf and hard of hearing: square brackets, what is heard and not what is
seen, one wording for one sound; at least five sixths of a second and as long as it takes to read, at most seven
seconds; two frames or half a second apart, never anything between.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from komadori.score.character import Character
from komadori.score.mark import Mark
from komadori.score.vocabulary import FEELINGS, GESTURES

Language = Literal["en", "ja"]
Place = Literal["", "left", "right"]

SHORTEST, LONGEST = Fraction(5, 6), Fraction(7)
"""Seconds a caption stands."""
SPEEDS: Mapping[Language, float] = {"en": 17.0, "ja": 7.0}
"""Characters a second that children, and readers of Japanese, can follow."""
CLOSE = 2
"""Frames between two captions that follow each other closely."""
APART = Fraction(1, 2)
"""Seconds; captions less far apart than that are brought close instead."""
SAME = Fraction(3, 2)
"""Seconds within which the same sound again is the same caption."""
SOFT, LOUD = 0.7, 1.3
"""Strengths below and above which a caption says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """`text` on screen from frame `first` to frame `last`, both included; `place` is the side its speakers stand on."""

    first: int
    last: int
    text: str
    who: tuple[str, ...] = ()
    place: Place = ""


def captions(
    marks: Iterable[Mark],
    cast: Mapping[str, Character],
    *,
    frames: int,
    rate: Fraction,
    language: Language = "en",
    places: Mapping[str, Place] | None = None,
) -> tuple[Caption, ...]:
    """The captions of `marks` in a programme of `frames` frames, in order, none overlapping another.

    `places` says on which side of the picture somebody stands, where that helps to tell who is heard.
    """
    heard = sorted((mark for mark in marks if _heard(mark) and mark.first <= frames), key=lambda mark: mark.first)
    told = [_caption(mark, cast, language, places or {}) for mark in heard]
    merged = _together(_once(told, rate), rate, language)
    return tuple(_timed(merged, frames=frames, rate=rate, language=language))


def _heard(mark: Mark) -> bool:
    gesture = GESTURES.get(mark.gesture)
    return gesture is not None and gesture.voiced and mark.strength > 0


def _caption(mark: Mark, cast: Mapping[str, Character], language: Language, places: Mapping[str, Place]) -> Caption:
    named = cast[mark.who].told.get(language, mark.who) if mark.who in cast else mark.who
    place = places.get(mark.who, "")
    text = _words(mark, named, language)
    return Caption(first=mark.first, last=mark.last, text=text, who=(mark.who,), place=place)


def _words(mark: Mark, named: str, language: Language) -> str:
    english, japanese = GESTURES[mark.gesture].told
    feeling = FEELINGS.get(mark.feeling)
    if language == "ja":
        how = f"{feeling[1]}" if feeling else ""
        manner = "小さく" if mark.strength < SOFT else "大きく" if mark.strength > LOUD else ""
        return f"［{named}が{how}{manner}{japanese}］"
    manner = " softly" if mark.strength < SOFT else " loudly" if mark.strength > LOUD else ""
    asking = ", asking" if "?" in mark.text and not feeling else ""
    # The manner stands after the verb: "eats noisily, hungry", "breathes slowly softly" would be one too many.
    manner = "" if "," in english or " " in english else manner
    return f"[{named} {english}{manner}{asking}{f', {feeling[0]}' if feeling else ''}]"


def _once(told: Sequence[Caption], rate: Fraction) -> list[Caption]:
    """The same sound of the same character again and again is one caption."""
    found: list[Caption] = []
    for one in told:
        same = next((other for other in reversed(found) if other.text == one.text), None)
        if same is not None and one.first - same.last <= SAME * rate:
            found[found.index(same)] = replace(same, last=max(same.last, one.last))
        else:
            found.append(one)
    return found


def _together(told: Sequence[Caption], rate: Fraction, language: Language) -> list[Caption]:
    """Two that begin at nearly the same time stand together, one below the other; a third waits for its turn."""
    found: list[Caption] = []
    for one in told:
        last = found[-1] if found else None
        near = last is not None and one.first - last.first < _least(last.text, rate, language)
        if last is not None and near and "\n" not in last.text and one.who != last.who:
            place = last.place if last.place == one.place else ""
            found[-1] = Caption(
                first=last.first,
                last=max(last.last, one.last),
                text=f"{last.text}\n{one.text}",
                who=last.who + one.who,
                place=place,
            )
        else:
            found.append(one)
    return found


def _timed(told: Sequence[Caption], *, frames: int, rate: Fraction, language: Language) -> list[Caption]:
    """Every caption as long as it must be read, and as far from the next as rules ask."""
    found: list[Caption] = []
    for number, one in enumerate(told):
        first = max(one.first, found[-1].last + 1 + CLOSE if found else 1)
        least = _least(one.text, rate, language)
        end = min(first + math.floor(LONGEST * rate) - 1, frames)
        last = min(max(one.last, first + least - 1), end)
        if number + 1 < len(told):
            following = told[number + 1].first
            if following - last - 1 < math.ceil(APART * rate):
                close = following - 1 - CLOSE
                last = close if close <= end else following - 1 - math.ceil(APART * rate)
            # One that comes too soon waits until this one can have been read.
            last = max(last, min(first + math.ceil(SHORTEST * rate) - 1, frames))
        if first <= min(last, frames):
            found.append(replace(one, first=first, last=last))
    return found


def _least(text: str, rate: Fraction, language: Language) -> int:
    """Frames that `text` must stand to be read."""
    letters = sum(1 for letter in text if letter not in "[]［］\n")
    return math.ceil(max(SHORTEST * rate, Fraction(letters / SPEEDS[language]) * rate))
