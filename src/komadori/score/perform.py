"""A score performed: for every character and channel one value a frame, as the exposures will show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

from komadori.errors import WrongUse
from komadori.score.channels import USUAL, Channel, Value, unit_of
from komadori.score.character import Character
from komadori.score.feelings import looks_of
from komadori.score.gestures import ACTS
from komadori.score.idle import DRIFTS, Idling
from komadori.score.mark import Mark
from komadori.score.stroke import Acting, Stroke
from komadori.score.track import Numbers, follow, numbers_of, parts_of, within
from komadori.score.vocabulary import RATE

Rhythm = int | Sequence[int]
"""How exposures follow each other: held so many frames each, or the first frame of every one of them."""


HARD = 0.2
"""Share of a channel's whole way beyond its limit from which on a remark is made; less is lost in the soft end."""


FACE = frozenset({"brows", "ear.left", "ear.right", "lids", "lid.left", "lid.right"})
"""Channels of which no remark is made: a face that is told two feelings at once shows as much as it can."""

LONGEST = 100_000
"""Frames; a shot is never so long, but a slip of the pen may be."""


class NotInCast(WrongUse, LookupError):
    """A score asks something of a character that is not in the cast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What could not be done as told, from frame `first` to `last`: `who` would have gone to `wanted` on `channel`."""

    who: str
    channel: str
    first: int
    last: int
    wanted: float
    limit: float

    def words(self) -> str:
        """The remark as a sentence."""
        unit, at = unit_of(self.channel), f"frame {self.first}"
        until = at if self.first == self.last else f"frames {self.first} to {self.last}"
        wanted, limit = (f"{round(100 * value if unit == '%' else value, 1):g}" for value in (self.wanted, self.limit))
        return f"{self.who}, {until}: {self.channel} would go to {wanted}{unit} and is held at {limit}{unit}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What a score comes to. `tracks[who][channel]` has one value for each frame, the same throughout an exposure.

    `exposures` are the first frames of the exposures, `remarks` what was held back by a puppet's limits.
    """

    frames: int
    rate: Fraction
    exposures: tuple[int, ...]
    marks: tuple[Mark, ...]
    tracks: Mapping[str, Mapping[str, tuple[Value, ...]]]
    remarks: tuple[Remark, ...] = ()

    def pose(self, who: str, frame: int) -> dict[str, Value]:
        """The pose of `who` at `frame`, which counts from 1; before the first and after the last it holds theirs."""
        if who not in self.tracks:
            raise NotInCast(f"Nobody called {who!r} performs.", hint=f"There are {', '.join(self.tracks)}.")
        at = min(max(frame, 1), self.frames) - 1
        return {channel: values[at] for channel, values in self.tracks[who].items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What is the same for everybody."""

    frames: int
    rate: Fraction
    exposures: tuple[int, ...]
    on: int
    seed: int
    idle: bool


NO_CHANNELS: Mapping[str, Sequence[Channel]] = {}


def perform(
    marks: Iterable[Mark],
    cast: Mapping[str, Character],
    *,
    frames: int,
    rate: Fraction = Fraction(RATE),
    on: Rhythm = 2,
    seed: int = 0,
    idle: bool = True,
    channels: Mapping[str, Sequence[Channel]] = NO_CHANNELS,
) -> Performance:
    """Perform `marks` over `frames` frames at `rate`, exposed `on` ones, twos, threes or at the frames given.

    `cast` holds everybody who is on the set, also who has nothing to do. `channels` are each puppet's own, with limits;
    without them the usual ones serve. With `idle` they breathe, blink and fidget of themselves; a held pose wanders in
    any case. The same score, cast and `seed` give the same values. Raises NotInCast, and WrongUse for `frames` or `on`
    under 1, and for more than LONGEST frames.
    """
    marks = tuple(sorted(marks, key=lambda mark: mark.first))
    exposures = _exposures(on, frames)
    usual = on if isinstance(on, int) else _usual_hold(exposures, frames)
    for mark in marks:
        if mark.who not in cast:
            hint = f"There are {', '.join(cast) or 'nobody'}."
            raise NotInCast(f"Frame {mark.first}: {mark.who!r} is not in the cast.", hint=hint)
    stage = _Stage(frames=frames, rate=rate, exposures=exposures, on=usual, seed=seed, idle=idle)
    tracks, remarks = {}, []
    for who, character in cast.items():
        own = tuple(mark for mark in marks if mark.who == who)
        tracks[who], held = _perform(who, character, own, tuple(channels.get(who, USUAL)), stage)
        remarks += held
    return Performance(
        frames=frames, rate=rate, exposures=exposures, marks=marks, tracks=tracks, remarks=tuple(remarks)
    )


def _exposures(on: Rhythm, frames: int) -> tuple[int, ...]:
    if not 1 <= frames <= LONGEST:
        hint = f"From one frame to {LONGEST:,}, which is more than an hour."
        raise WrongUse(f"A score cannot be performed over {frames:,} frames.", hint=hint)
    if isinstance(on, int):
        if on < 1:
            raise WrongUse(f"Nothing is shot on {on}s.", hint="1 is on ones, 2 on twos.")
        return tuple(range(1, frames + 1, on))
    firsts = sorted({first for first in on if 1 <= first <= frames} | {1})
    return tuple(firsts)


def _usual_hold(exposures: Sequence[int], frames: int) -> int:
    holds = sorted(later - first for first, later in pairwise((*exposures, frames + 1)))
    return holds[len(holds) // 2]


def _perform(
    who: str, character: Character, marks: tuple[Mark, ...], channels: Sequence[Channel], stage: _Stage
) -> tuple[dict[str, tuple[Value, ...]], list[Remark]]:
    strokes = _strokes(who, character, marks, frozenset(channel.name for channel in channels), stage)
    tracks: dict[str, tuple[Value, ...]] = {}
    remarks: list[Remark] = []
    numbers = _numbers(who, character, strokes, channels, stage)
    for channel in channels:
        if channel.choices:
            parts = parts_of(channel, strokes, stage.frames)
            tracks[channel.name] = _held([parts[first - 1] for first in stage.exposures], stage)
        else:
            wanted = [numbers[channel.name][first - 1] for first in stage.exposures]
            remarks += _remarks(who, channel, wanted, stage)
            tracks[channel.name] = _held([round(within(value, channel), 4) for value in wanted], stage)
    return tracks, remarks


def _strokes(
    who: str, character: Character, marks: tuple[Mark, ...], channels: frozenset[str], stage: _Stage
) -> list[Stroke]:
    """Everything one character does; what comes later in the list has the last word."""
    temperament = character.temperament
    strokes: list[Stroke] = []
    if stage.idle:
        dice = Random(f"{stage.seed}/{who}/idle")  # noqa: S311 - a course, not a secret
        idling = Idling(marks, temperament, dice, frames=stage.frames, on=stage.on, rate=stage.rate)
        strokes += idling.strokes()
    strokes += looks_of(marks, temperament, float(stage.rate) / RATE)
    for number, mark in enumerate(marks):
        dice = Random(f"{stage.seed}/{who}/{number}/{mark.gesture}")  # noqa: S311
        acting = Acting(mark, temperament, dice, on=stage.on, rate=stage.rate, channels=channels)
        ACTS[mark.gesture](acting)
        strokes += acting.strokes
    return strokes


def _numbers(
    who: str, character: Character, strokes: Sequence[Stroke], channels: Sequence[Channel], stage: _Stage
) -> dict[str, Numbers]:
    temperament = character.temperament
    rests = {
        channel.name: float(temperament.stance.get(channel.name, channel.rest))
        for channel in channels
        if not channel.choices
    }
    numbers = numbers_of(rests, strokes, stage.frames)
    seconds = float(stage.rate) / RATE
    follow(numbers, temperament, seconds)
    for channel, share, turn in DRIFTS:
        if channel in numbers and temperament.drift:
            seed, amount = f"{stage.seed}/{who}/{channel}", share * temperament.drift
            numbers[channel].wander(seed, amount, turn * seconds)
    return numbers


def _held(values: Sequence[Value], stage: _Stage) -> tuple[Value, ...]:
    """The values of the exposures, each for as many frames as it is held."""
    ends = (*stage.exposures[1:], stage.frames + 1)
    held = zip(values, stage.exposures, ends, strict=True)
    return tuple(value for value, first, end in held for _ in range(first, end))


def _remarks(who: str, channel: Channel, values: Sequence[float], stage: _Stage) -> list[Remark]:
    """A remark for each run of exposures in which `values` lie beyond the channel's limits."""
    spare = HARD * (channel.high - channel.low)
    if channel.name in FACE or (channel.low - spare <= min(values) and max(values) <= channel.high + spare):
        return []
    found: list[Remark] = []
    ends = (*stage.exposures[1:], stage.frames + 1)
    for value, first, end in zip(values, stage.exposures, ends, strict=True):
        limit = min(max(value, channel.low), channel.high)
        if abs(limit - value) < spare:
            continue
        last = found[-1] if found else None
        if last is not None and last.last == first - 1 and last.limit == limit:
            found.pop()
            first = last.first
            value = last.wanted if abs(last.wanted - limit) > abs(value - limit) else value
        found.append(Remark(who=who, channel=channel.name, first=first, last=end - 1, wanted=value, limit=limit))
    return found
