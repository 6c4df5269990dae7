"""How a feeling looks while something is done: brows, lids, ears, mouth, and how the body carries itself.

The muscles are those of Ekman and Friesen, "Facial Action Coding System", 1978, as far as a felt face has them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from komadori.score.mark import Mark
from komadori.score.stroke import Pulse, Stroke, Swap
from komadori.score.temperament import Temperament

COMES, LINGERS = 6.0, 20.0
"""Frames in which a feeling comes up and fades, at 24 a second."""
SAME = 30.0
"""Two marks of one feeling no further apart than so many frames are one stretch of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A feeling in values added to the channels: `brows` −1…1, `lids` −1 wide … 1 shut, `ears` degrees up, `nod`
    degrees down, `lean` degrees forward, `tilt` degrees to the preferred side, `tall` how far stretched; a `mouth`."""

    brows: float = 0.0
    lids: float = 0.0
    ears: float = 0.0
    nod: float = 0.0
    lean: float = 0.0
    tilt: float = 0.0
    tall: float = 0.0
    mouth: str = ""


LOOKS: dict[str, Look] = {
    "afraid": Look(brows=-0.5, lids=-0.8, ears=-26, nod=4, lean=-7, tall=-0.2, mouth="sad"),
    "alarmed": Look(brows=0.7, lids=-1, ears=20, nod=-6, lean=-4, tall=0.2, mouth="round"),
    "bored": Look(brows=-0.25, lids=0.5, ears=-10, nod=6, tilt=7, tall=-0.12),
    "content": Look(brows=0.15, lids=0.42, ears=-4, nod=-2, mouth="smile"),
    "cross": Look(brows=-0.8, lids=0.35, ears=-18, nod=7, lean=4, mouth="sad"),
    "curious": Look(brows=0.45, lids=-0.5, ears=18, nod=-2, lean=6, tilt=5),
    "embarrassed": Look(brows=-0.2, lids=0.4, ears=-14, nod=12, tilt=-6, tall=-0.12, mouth="smile"),
    "excited": Look(brows=0.8, lids=-0.7, ears=22, nod=-7, lean=4, tall=0.2, mouth="open"),
    "happy": Look(brows=0.45, lids=0.25, ears=10, nod=-5, tilt=3, tall=0.1, mouth="smile"),
    "hopeful": Look(brows=0.5, lids=-0.5, ears=14, nod=-7, lean=4, tall=0.1, mouth="smile"),
    "hungry": Look(brows=0.1, lids=-0.1, ears=6, nod=4, lean=6, mouth="round"),
    "hurt": Look(brows=-0.8, lids=0.35, ears=-24, nod=9, tilt=-5, tall=-0.15, mouth="sad"),
    "lonely": Look(brows=-0.6, lids=0.35, ears=-18, nod=11, lean=3, tilt=4, tall=-0.12),
    "proud": Look(brows=0.2, lids=0.5, ears=8, nod=-9, lean=-5, tall=0.25, mouth="smile"),
    "puzzled": Look(brows=0.5, lids=-0.15, ears=8, tilt=9, nod=-1),
    "relieved": Look(brows=0.1, lids=0.55, ears=-6, nod=3, tall=-0.12, mouth="smile"),
    "sad": Look(brows=-0.9, lids=0.4, ears=-24, nod=13, lean=5, tall=-0.2, mouth="sad"),
    "shy": Look(brows=0.1, lids=0.35, ears=-12, nod=9, tilt=-8, lean=-2, mouth="smile"),
    "sleepy": Look(brows=0.05, lids=0.58, ears=-12, nod=7, tilt=4, tall=-0.1),
    "surprised": Look(brows=0.9, lids=-1, ears=22, nod=-6, lean=-5, tall=0.15, mouth="round"),
    "tender": Look(brows=-0.15, lids=0.4, ears=-4, nod=5, tilt=9, mouth="smile"),
    "tired": Look(brows=-0.3, lids=0.5, ears=-14, nod=8, lean=5, tall=-0.18),
    "worried": Look(brows=-0.65, lids=-0.2, ears=-8, nod=2, lean=2, tilt=-4, mouth="sad"),
}
"""Every feeling of the vocabulary; a test compares the two."""


@dataclass(slots=True)
class _Stretch:
    """A feeling without a break, in frames from 0."""

    feeling: str
    begin: float
    end: float
    strength: float


def looks_of(marks: Iterable[Mark], temperament: Temperament, seconds: float) -> Iterator[Stroke]:
    """What one character's feelings add to its channels; `seconds` is how many frames are one at 24 a second."""
    stretches = _stretches(marks, SAME * seconds)
    for number, one in enumerate(stretches):
        following = stretches[number + 1].begin if number + 1 < len(stretches) else float("inf")
        yield from _strokes(one, following, temperament, seconds)


def _stretches(marks: Iterable[Mark], same: float) -> list[_Stretch]:
    found: list[_Stretch] = []
    for mark in sorted(marks, key=lambda mark: mark.first):
        if not mark.feeling:
            continue
        begin, end = float(mark.first - 1), float(mark.last)
        if found and found[-1].feeling == mark.feeling and begin - found[-1].end <= same:
            found[-1].end = max(found[-1].end, end)
            found[-1].strength = max(found[-1].strength, mark.strength)
        else:
            found.append(_Stretch(mark.feeling, begin, end, mark.strength))
    return found


def _strokes(one: _Stretch, following: float, temperament: Temperament, seconds: float) -> Iterator[Stroke]:
    look = LOOKS[one.feeling]
    amount = 0.5 + 0.5 * one.strength
    carried = amount * (0.5 + 0.5 * temperament.reach)
    sign = 1.0 if temperament.side == "left" else -1.0
    values = {
        "brows": look.brows * amount,
        "lids": look.lids * min(1.0, amount),
        "ear.left": look.ears * carried,
        "ear.right": look.ears * carried * 0.85,
        "head.nod": look.nod * carried,
        "body.lean": look.lean * carried,
        "head.tilt": look.tilt * carried * sign,
        "body.squash": -look.tall * carried,
    }
    # A feeling that follows takes over while this one fades.
    end = max(one.end, one.begin + COMES * seconds) + LINGERS * seconds * temperament.pace
    end = max(min(end, following + COMES * seconds), one.begin + 2.0)
    come = min(COMES * seconds * temperament.pace, 0.4 * (end - one.begin)) / (end - one.begin)
    fade = max(come, 1 - LINGERS * seconds / (end - one.begin)) if following == float("inf") else max(come, 0.7)
    for channel, value in values.items():
        if value:
            keys = ((0.0, 0.0), (come, value), (fade, value), (1.0, 0.0))
            yield Pulse(channel=channel, begin=one.begin, end=end, keys=keys, snap=temperament.snap)
    if look.mouth:
        yield Swap(channel="mouth", begin=one.begin, end=min(end, following), choice=look.mouth)
