"""What gestures are made of: moves that stay, pulses that come back, beats that tremble, and parts exchanged."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import TypeAlias

from komadori.score.channels import unit_of
from komadori.score.ease import Ease, Key
from komadori.score.mark import Mark
from komadori.score.temperament import JOINTS, PLACES, Temperament
from komadori.score.vocabulary import RATE

EYES, HEAD, BODY = 0.0, 1.0, 2.0
"""How many times a temperament's lag each begins after the thought: eyes first, then the head, the body last."""

SEEN = 5.0
"""Exposures a move must have for a wind-up to be seen; in a shorter one it only takes the time away."""

AS_TOLD = frozenset({"lids", "lid.left", "lid.right", "body.x", "body.y", "body.turn", "body.breath"})
"""Channels of which neither strength nor reach makes more: an eye is closed or it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From wherever `channel` is at `begin` to the value `to` at `end`, and it stays there; None is its rest.

    `onward` moves are by `to`, not to it.
    """

    channel: str
    begin: float
    end: float
    to: float | None
    ease: Ease
    onward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Added to `channel` from `begin` to `end`: values at shares of that time; the first and the last should be 0."""

    channel: str
    begin: float
    end: float
    keys: tuple[Key, ...]
    snap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Added to `channel`: to and fro by `amount`, once in `period` frames, swelling within `rise` and dying by `end`.

    `phase` 0 begins upwards from 0; `decay` 0 is even, 1 dies away along its whole length.
    """

    channel: str
    begin: float
    end: float
    amount: float
    period: float
    phase: float = 0.0
    rise: float = 0.15
    decay: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """The replacement part `choice` in `channel` from `begin` on; after its `end` what was there comes back."""

    channel: str
    begin: float
    end: float | None
    choice: str


Stroke: TypeAlias = Move | Pulse | Beat | Swap


class Acting:
    """One mark being acted: gestures tell it in shares of the mark's time what every channel does.

    Values are meant for a plain character, 120 mm tall, at strength 1; temperament and strength make them more or less.
    `sign` is 1 towards the character's left and −1 towards its right, `side` and `other` name the two.
    """

    def __init__(
        self, mark: Mark, temperament: Temperament, dice: Random, *, on: int, rate: Fraction, channels: frozenset[str]
    ) -> None:
        self.mark, self.temperament, self.dice, self.on = mark, temperament, dice, on
        self.channels = channels
        self.begin, self.frames = float(mark.first - 1), float(mark.frames)
        self.seconds = float(rate) / RATE
        self.tall = temperament.height / 120
        self.amount = temperament.reach * mark.strength
        self.side = mark.side if mark.side in ("left", "right") else temperament.side
        self.other = "right" if self.side == "left" else "left"
        self.sign = 1.0 if self.side == "left" else -1.0
        self.ease = Ease(anticipation=temperament.anticipation, overshoot=temperament.overshoot, snap=temperament.snap)
        self.strokes: list[Stroke] = []

    def go(
        self,
        channel: str,
        to: float | None,
        begin: float = 0.0,
        end: float = 1.0,
        *,
        late: float = EYES,
        plain: bool = False,
    ) -> None:
        """Take `channel` to the value `to` and leave it there; None is its rest. `plain` just goes."""
        first, last = self._span(begin, end, late)
        reached = to if to is None or channel in AS_TOLD else to * self.amount
        ease = Ease(snap=self.ease.snap) if plain else self.ease
        if last - first < SEEN * self.on:
            ease = replace(ease, anticipation=0.0)
        self.strokes.append(Move(channel=channel, begin=first, end=last, to=reached, ease=ease))

    def by(self, channel: str, way: float, begin: float = 0.0, end: float = 1.0) -> None:
        """Take `channel` on by `way` from wherever it is, and leave it there; mm are those of a puppet 120 mm tall."""
        way *= self.tall if unit_of(channel) == "mm" else 1.0
        first, last = self._span(begin, end, EYES)
        ease = Ease(snap=self.ease.snap)
        self.strokes.append(Move(channel=channel, begin=first, end=last, to=way, ease=ease, onward=True))

    def pulse(self, channel: str, *keys: Key, late: float = EYES, whole: bool = False) -> None:
        """Let `channel` go through `keys`, (share, value), and come back. `whole` is more by no strength or reach."""
        first, last = self._span(keys[0][0], keys[-1][0], late)
        amount = 1.0 if whole or channel in AS_TOLD else self.amount
        span = keys[-1][0] - keys[0][0]
        if unit_of(channel) == "mm":
            amount *= self.tall
        told = tuple(((share - keys[0][0]) / span, value * amount) for share, value in keys)
        self.strokes.append(Pulse(channel=channel, begin=first, end=last, keys=told, snap=self.temperament.snap))

    def beat(
        self,
        channel: str,
        amount: float,
        period: float,
        begin: float = 0.0,
        end: float = 1.0,
        *,
        phase: float = 0.0,
        rise: float = 0.15,
        decay: float = 0.0,
    ) -> None:
        """Let `channel` go to and fro, once in `period` frames (two pictures at the least, or it would not be seen)."""
        first, last = self._span(begin, end, EYES)
        if period <= 4.0 * self.on:
            # So quick a beat must be at its height where it is exposed, or it falls between the pictures.
            first -= first % (2.0 * self.on)
        self.strokes.append(
            Beat(
                channel=channel,
                begin=first,
                end=last,
                amount=amount if channel in AS_TOLD else amount * self.amount,
                period=max(period, 2.0 * self.on),
                phase=phase,
                rise=rise,
                decay=decay,
            )
        )

    def hand(self, side: str, place: str, *keys: Key, late: float = HEAD) -> None:
        """Bring a hand to one of `PLACES`: `keys` tell when, from 0, hanging, to 1, there.

        A hand goes where it goes whatever the temperament.
        """
        own = self.temperament.arms.get(place, {})
        for joint, usual in zip(JOINTS, PLACES[place], strict=True):
            angle = own.get(joint, usual)
            told = tuple((share, value * angle) for share, value in keys)
            self.pulse(f"arm.{side}.{joint}", *told, late=late, whole=True)

    def reach(self, side: str, place: str, begin: float, end: float, *, late: float = HEAD) -> None:
        """Bring a hand to one of `PLACES`, and leave it there."""
        own = self.temperament.arms.get(place, {})
        for joint, usual in zip(JOINTS, PLACES[place], strict=True):
            angle = own.get(joint, usual) / max(self.amount, 0.05)
            self.go(f"arm.{side}.{joint}", angle, begin, end, late=late)

    @property
    def armless(self) -> bool:
        """Whether it is a bird, which does with its beak what others do with their hands."""
        return f"arm.{self.side}.forward" not in self.channels

    def swap(self, channel: str, choice: str, begin: float = 0.0, end: float | None = None) -> None:
        """Put the part `choice` in `channel` from `begin` on, to `end` or for good."""
        last = None if end is None else self.begin + end * self.frames
        self.strokes.append(Swap(channel=channel, begin=self.begin + begin * self.frames, end=last, choice=choice))

    def both(self, channel: str) -> Iterator[tuple[str, float]]:
        """The two of a pair such as "ear.{}", each with its lateness, so that no two sides move as one."""
        lag = max(self.temperament.lag, 0.5)
        yield channel.format(self.side), 0.0
        yield channel.format(self.other), self.temperament.spread / lag

    def shares(self, frames: float) -> float:
        """`frames` (at 24 a second) as a share of the mark's time, at most all of it."""
        return min(1.0, frames * self.seconds / self.frames)

    def _span(self, begin: float, end: float, late: float) -> tuple[float, float]:
        """First and last moment in frames; lateness takes at most a fifth of the way, and never moves the end."""
        first, last = self.begin + begin * self.frames, self.begin + end * self.frames
        late_frames = late * (self.temperament.lag or 0.5 * self.temperament.spread) * self.seconds
        first += min(late_frames, 0.2 * (last - first))
        return first, max(last, first + 1.0)
