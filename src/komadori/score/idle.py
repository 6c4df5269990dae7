"""What goes on while nothing is told: breath, blinks, small moves of the restless, and the drift of what is held."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

from komadori.score.mark import Mark
from komadori.score.stroke import Beat, Pulse, Stroke
from komadori.score.temperament import Temperament
from komadori.score.vocabulary import RATE

DRIFTS: tuple[tuple[str, float, float], ...] = (
    ("head.tilt", 1.0, 46.0),
    ("head.turn", 1.1, 58.0),
    ("head.nod", 0.7, 39.0),
    ("body.sway", 0.45, 71.0),
    ("body.lean", 0.3, 83.0),
)
"""Channels that wander while a pose is held: how far of a temperament's drift, and in how many frames a turn."""

CALM = 10.0
"""Frames around a told blink, or beside another move, in which nothing is blinked or fidgeted unasked."""

BREATHING = frozenset({"breathe", "sigh", "yawn", "doze off", "gasp", "stretch", "hum", "purr", "sniff", "snore"})
"""Gestures that bring a breath of their own."""
BLINKING = frozenset({"blink", "double blink", "turn", "doze off", "wake", "surprise", "yawn", "hold", "comfort"})
STILL = frozenset({"breathe", "blink", "double blink"})
"""Gestures beside which a fidget may happen."""


class Idling:
    """One character while nothing is told of it, for `frames` frames."""

    def __init__(
        self, marks: Sequence[Mark], temperament: Temperament, dice: Random, *, frames: int, on: int, rate: Fraction
    ) -> None:
        self._marks, self._temperament, self._dice = marks, temperament, dice
        self._frames, self._on = frames, on
        self._seconds = float(rate) / RATE
        self._asleep = asleep(marks, frames)

    def strokes(self) -> Iterator[Stroke]:
        """Breaths, blinks and fidgets, as gestures would have them."""
        yield from self._breaths()
        yield from self._blinks()
        if self._temperament.fidgets:
            yield from self._fidgets()

    def _breaths(self) -> Iterator[Stroke]:
        one = self._temperament
        begin = -self._dice.uniform(0, 1) * one.breath * self._seconds
        while begin < self._frames:
            sleeping = any(first <= begin <= last for first, last in self._asleep)
            span = one.breath * self._seconds * self._dice.uniform(0.88, 1.14) * (1.35 if sleeping else 1.0)
            depth = min(1.0, one.depth * self._dice.uniform(0.85, 1.15) * (1.3 if sleeping else 1.0))
            if not self._busy(begin, begin + 0.9 * span, BREATHING):
                keys = ((0.0, 0.0), (0.38, 1.0), (0.45, 1.0), (0.86, 0.0), (1.0, 0.0))
                for channel, amount in (("body.breath", 1.0), ("body.squash", -0.1), ("head.nod", -1.4)):
                    told = tuple((share, value * amount * depth) for share, value in keys)
                    yield Pulse(channel=channel, begin=begin, end=begin + span, keys=told)
            begin += span

    def _blinks(self) -> Iterator[Stroke]:
        one = self._temperament
        at = self._dice.uniform(0.2, 0.9) * one.blinks * self._seconds
        while at < self._frames:
            span = max(7.5 * one.blink * self._seconds, 2.6 * self._on)
            calm = CALM * self._seconds
            if not self._busy(at - calm, at + span + calm, BLINKING) and not self._sleeping(at):
                held = max(0.24, 1.05 * self._on / span)
                fall = 0.36 * (1 - held)
                keys = ((0.0, 0.0), (fall, 1.0), (fall + held, 1.0), (1.0, 0.0))
                yield Pulse(channel="lids", begin=at, end=at + span, keys=keys)
            # Blinks come in no rhythm: many soon after one, and now and then a long stare.
            at += span + one.blinks * self._seconds * min(2.4, 0.35 + self._dice.expovariate(1 / 0.65))

    def _fidgets(self) -> Iterator[Stroke]:
        one = self._temperament
        every = one.fidgets * self._seconds
        at = self._dice.uniform(0.1, 0.8) * every
        told = frozenset(mark.gesture for mark in self._marks) - STILL
        while at < self._frames:
            span = max(self._dice.uniform(0.5, 1.1) * every, 5.0 * self._on)
            if not self._busy(at - 2, at + span, told) and not self._sleeping(at):
                yield from self._fidget(at, span)
            at += span + self._dice.uniform(0.1, 0.9) * every

    def _fidget(self, at: float, span: float) -> Iterator[Stroke]:
        """A small look somewhere, an ear, or a twitch of the nose."""
        one, kind = self._temperament, self._dice.random()
        sign = self._dice.choice((-1.0, 1.0))
        up = min(0.3, max(3.0 * self._seconds, 1.2 * self._on) / span)
        if kind < 0.55:
            turned, tilted = sign * self._dice.uniform(9, 17) * one.reach, self._dice.uniform(-9, 9) * one.reach
            for channel, value in (("head.turn", turned), ("head.tilt", tilted), ("gaze.turn", 0.4 * turned)):
                keys = ((0.0, 0.0), (up, value), (1 - up, value), (1.0, 0.0))
                yield Pulse(channel=channel, begin=at, end=at + span, keys=keys, snap=one.snap)
        elif kind < 0.8:
            ear = "ear.left" if sign > 0 else "ear.right"
            short = min(span, 9.0 * self._seconds)
            yield Pulse(channel=ear, begin=at, end=at + short, keys=((0, 0), (0.3, -20), (0.6, 7), (1, 0)))
            yield Pulse(channel="tail.turn", begin=at, end=at + span, keys=((0, 0), (0.4, 10 * sign), (1, 0)))
        else:
            short = min(span, 14.0 * self._seconds)
            yield Beat(channel="head.nod", begin=at, end=at + short, amount=1.8, period=max(4.0, 2.0 * self._on))

    def _busy(self, begin: float, end: float, gestures: frozenset[str]) -> bool:
        return any(mark.gesture in gestures and mark.first - 1 < end and mark.last > begin for mark in self._marks)

    def _sleeping(self, at: float) -> bool:
        return any(first <= at <= last for first, last in self._asleep)


def asleep(marks: Sequence[Mark], frames: int) -> list[tuple[float, float]]:
    """When a character sleeps: from near the end of each "doze off" to the next "wake" or "settle"."""
    slept = []
    for mark in marks:
        if mark.gesture == "doze off":
            woken = [later.first for later in marks if later.gesture in ("wake", "settle") and later.first > mark.first]
            slept.append((mark.first + 0.7 * mark.frames, float(min(woken, default=frames + 1) - 1)))
    return slept
