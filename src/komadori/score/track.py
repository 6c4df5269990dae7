"""From strokes to numbers: one channel's values, frame by frame, before limits and before exposures are held."""

import math
from collections.abc import Mapping, Sequence

from komadori.score.channels import Channel
from komadori.score.ease import keyed, smooth, wander
from komadori.score.stroke import AS_TOLD, Beat, Move, Pulse, Stroke, Swap
from komadori.score.temperament import Temperament

LID = "lids"
SOFT = 0.8
"""The share of its way that a joint goes freely."""


class Numbers(list[float]):
    """A channel's value at every frame, the first frame first."""

    def wander(self, seed: str, amount: float, turn: float) -> None:
        """Let the values drift by up to `amount`, aimlessly, about once in `turn` frames."""
        for frame in range(len(self)):
            self[frame] += amount * wander(seed, frame / turn)


def numbers_of(rests: Mapping[str, float], strokes: Sequence[Stroke], frames: int) -> dict[str, Numbers]:
    """The values of each channel of `rests` (by name, its value at rest); strokes on other channels come to nothing."""
    moves: dict[str, list[Move]] = {name: [] for name in rests}
    added: dict[str, list[Pulse | Beat]] = {name: [] for name in rests}
    for stroke in strokes:
        if isinstance(stroke, Move) and stroke.channel in rests:
            moves[stroke.channel].append(stroke)
        elif isinstance(stroke, Pulse | Beat) and stroke.channel in rests:
            added[stroke.channel].append(stroke)
    numbers = {name: _stance(rest, moves[name], frames) for name, rest in rests.items()}
    for name, values in numbers.items():
        (_add_lids if name == LID else _add)(values, added[name])
    return numbers


def parts_of(channel: Channel, strokes: Sequence[Stroke], frames: int) -> list[str]:
    """The replacement part that is in `channel` at each frame.

    What is there for a while hides what was put there for good; of two, the later told has the last word. A part the
    puppet does not have is passed over.
    """
    swaps = [one for one in strokes if isinstance(one, Swap) and one.channel == channel.name]
    swaps = [one for one in swaps if one.choice in channel.choices]
    parts = [str(channel.rest)] * frames
    kept = sorted((one for one in swaps if one.end is None), key=lambda one: one.begin)
    for one in (*kept, *(one for one in swaps if one.end is not None)):
        for frame in range(
            max(0, math.ceil(one.begin)), frames if one.end is None else min(frames, math.ceil(one.end))
        ):
            parts[frame] = one.choice
    return parts


def _stance(rest: float, moves: Sequence[Move], frames: int) -> Numbers:
    """Where moves take a channel: each from wherever the one before has got to when it begins."""
    values = Numbers([rest] * frames)
    for move in sorted(moves, key=lambda move: move.begin):
        begun = min(max(0, math.floor(move.begin)), frames - 1)
        here = values[begun] if move.begin >= 0 else rest
        aim = rest
        if move.to is not None:
            aim = move.to + (here if move.onward else 0.0 if move.channel in AS_TOLD else rest)
        for frame in range(max(0, math.ceil(move.begin)), frames):
            share = (frame + 1 - move.begin) / (move.end - move.begin)
            values[frame] = here + (aim - here) * move.ease.along(share)
    return values


def _add(values: Numbers, strokes: Sequence[Pulse | Beat]) -> None:
    for stroke in strokes:
        for frame in _reached(stroke, len(values)):
            values[frame] += _value(stroke, frame)


def _add_lids(values: Numbers, strokes: Sequence[Pulse | Beat]) -> None:
    """Lids do not add up: each stroke shuts, or opens, so much of what is left."""
    opening = [0.0] * len(values)
    for stroke in strokes:
        for frame in _reached(stroke, len(values)):
            value = _value(stroke, frame)
            if value < 0:
                opening[frame] = max(opening[frame], min(1.0, -value))
            else:
                values[frame] = 1 - (1 - values[frame]) * (1 - min(1.0, value))
    for frame, share in enumerate(opening):
        if share:
            # What shuts the eye for a moment, a blink, is stronger than what holds it open.
            shut = max(0.0, (values[frame] - 0.8) / 0.2)
            values[frame] *= 1 - share * (1 - shut)


def _reached(stroke: Pulse | Beat, frames: int) -> range:
    return range(max(0, math.floor(stroke.begin)), min(frames, math.ceil(stroke.end) + 1))


def _value(stroke: Pulse | Beat, frame: int) -> float:
    share = (frame + 0.5 - stroke.begin) / (stroke.end - stroke.begin)
    if not 0 < share < 1:
        return 0.0
    if isinstance(stroke, Pulse):
        return keyed(stroke.keys, share, stroke.snap)
    swell = smooth(share / stroke.rise) * (1 - stroke.decay * share) * smooth((1 - share) / 0.15)
    turns = (frame - stroke.begin) / stroke.period + stroke.phase
    return stroke.amount * swell * math.sin(2 * math.pi * turns)


def within(value: float, channel: Channel) -> float:
    """`value` within the limits of `channel`.

    Where gestures add up, a joint does not run into its stop: from four fifths of its way on it gives less and less.
    What is told outright, such as a place or a lid, is cut at the limit.
    """
    if channel.name not in AS_TOLD:
        reach = channel.high if value > 0 else channel.low
        soft = SOFT * reach
        if reach and value / reach > SOFT:
            return soft + (reach - soft) * math.tanh((value - soft) / (reach - soft))
    return min(max(value, channel.low), channel.high)


def follow(numbers: Mapping[str, Numbers], temperament: Temperament, seconds: float) -> None:
    """Ears and tail come after head and body: they stay behind a move, and swing on when it stops.

    Each follows like a weight on a spring, the heavier character's more slowly.
    """
    slow = (2.6 + 2.4 * temperament.weight) * seconds
    for name, leads, gain in (
        ("ear.left", (("head.nod", 0.55), ("head.tilt", 0.3), ("body.rise", 0.7)), 1.0),
        ("ear.right", (("head.nod", 0.55), ("head.tilt", -0.3), ("body.rise", 0.7)), 0.9),
        ("tail.turn", (("body.turn", -0.3), ("body.sway", -0.8)), 1.0),
    ):
        if name in numbers:
            lead = [0.0] * len(numbers[name])
            for channel, share in leads:
                for frame, value in enumerate(numbers.get(channel, ())):
                    lead[frame] += share * value
            for frame, behind in enumerate(_behind(lead, slow)):
                numbers[name][frame] += gain * behind


def _behind(lead: Sequence[float], slow: float) -> list[float]:
    """How far a weight on a spring is behind `lead`, at each frame; its own swing takes about 2π·`slow` frames."""
    place, speed = (lead[0], 0.0) if lead else (0.0, 0.0)
    behind = []
    steps = 4
    for value in lead:
        for _ in range(steps):
            speed += ((value - place) / slow**2 - 1.1 * speed / slow) / steps
            place += speed / steps
        behind.append(value - place)
    return behind
