"""Channels: what of a puppet can be set, how far, and what is told when a pose asks for something else."""

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from komadori.errors import KomadoriError, NotFound, Several, WrongUse

Point = tuple[float, float, float]
Pose = Mapping[str, float | str]
"""Channel to value: numbers in the channel's unit, or the name of a replacement."""
Unit = Literal["degrees", "mm", "share", "replacement"]


class UnknownChannel(NotFound):
    """A pose names a channel the puppet does not have."""


class UnknownReplacement(NotFound):
    """A pose asks for a face or hand the puppet was not made with."""


class PoseBeyondLimit(WrongUse, ValueError):
    """A pose goes further than the puppet's joint does, or holds no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What a channel does to a part: `turn` about `way` (degrees), `shift` along it (mm), or `swell` by it (shares).

    The channel's value is multiplied by `per`. With `only` "above" or "below" it works on that side of zero alone.
    """

    part: str
    kind: Literal["turn", "shift", "swell"]
    way: Point
    per: float = 1.0
    only: Literal["", "above", "below"] = ""

    def amount(self, value: float) -> float:
        """How far it goes, in degrees, mm or shares, at `value` of its channel."""
        if (self.only == "above" and value < 0) or (self.only == "below" and value > 0):
            return 0.0
        return value * self.per


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Something that can be set: from `low` to `high` in `unit`, at `rest` when nobody sets it.

    A replacement has `choices` instead. One that `joins` another is added to it, within that one's limits.
    """

    name: str
    unit: Unit
    low: float = 0.0
    high: float = 0.0
    rest: float | str = 0.0
    choices: tuple[str, ...] = ()
    joins: str = ""
    moves: tuple[Movement, ...] = ()
    says: str = ""

    @property
    def allowed(self) -> str:
        """What it may be, in words: "-30 to 30 degrees"."""
        if self.choices:
            return ", ".join(self.choices)
        return f"{self.low:g} to {self.high:g}" + ("" if self.unit == "share" else f" {self.unit}")

    def wrong(self, value: object, whose: str) -> KomadoriError | None:
        """What is wrong with `value`, or None."""
        if self.choices:
            if value in self.choices:
                return None
            hint = nearest(str(value), self.choices)
            return UnknownReplacement(f"{whose} has no {self.name} {value!r}.", hint=hint)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return PoseBeyondLimit(f"{whose}: {self.name} is {value!r}, which is no number.", hint=self.allowed)
        if not self.low <= value <= self.high:
            hint = f"{self.name} goes from {self.allowed}."
            return PoseBeyondLimit(f"{whose}: {self.name} is {value:g}, beyond its limit.", hint=hint)
        return None


def checked(channels: Sequence[Channel], pose: Pose, whose: str) -> None:
    """Raise what is wrong with `pose`: UnknownChannel, UnknownReplacement, PoseBeyondLimit, or Several of them."""
    known = {channel.name: channel for channel in channels}
    problems: list[KomadoriError] = []
    for name, value in pose.items():
        channel = known.get(name)
        if channel is None:
            problems.append(UnknownChannel(f"{whose} has no channel {name!r}.", hint=nearest(name, known)))
        elif (problem := channel.wrong(value, whose)) is not None:
            problems.append(problem)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Several(f"The pose of {whose} has {len(problems)} problems.", problems)


def settled(channels: Sequence[Channel], pose: Pose) -> dict[str, float | str]:
    """A value for every channel: the pose's, else at rest; channels that join another are added to it."""
    values: dict[str, float | str] = {channel.name: pose.get(channel.name, channel.rest) for channel in channels}
    known = {channel.name: channel for channel in channels}
    for channel in channels:
        if channel.joins in known:
            main = known[channel.joins]
            total = float(values[channel.name]) + float(values[main.name])
            values[channel.name] = min(max(total, main.low), main.high)
    return values


def limited(channels: Sequence[Channel], pose: Pose) -> dict[str, float | str]:
    """The pose brought within the limits, without the channels there are not: for movements that overshoot."""
    known = {channel.name: channel for channel in channels}
    kept: dict[str, float | str] = {}
    for name, value in pose.items():
        channel = known.get(name)
        if channel is None or (channel.choices and value not in channel.choices):
            continue
        kept[name] = value if channel.choices else min(max(float(value), channel.low), channel.high)
    return kept


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that leads from a name that is not known to one that is."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}."
