"""For an animator at a real set: how far each joint goes from one exposure to the next, and which part to put in.

What is told is rounded to what a hand can do, and always against where the joint stands by what was told before, so
that after a hundred exposures nothing has crept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from komadori.score.channels import unit_of
from komadori.score.mark import Mark
from komadori.score.perform import NotInCast, Performance

STEPS: Mapping[str, float] = {"°": 0.5, "mm": 0.5, "%": 0.05}
"""What each unit is rounded to: half a degree, half a millimetre, a twentieth of a lid's way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One channel at one exposure: `value` where it goes, `change` since the exposure before, in `unit`.

    Shares are told in per cent. A share's or angle's `change` is 0 where it stays.
    """

    channel: str
    unit: str
    value: float
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Increment:
    """What is set on one puppet before the exposure at `frame`, which is held for `held` frames.

    `steps` are the channels that move in this score at all, in a puppet's order; `parts` the replacement parts that
    are exchanged now, by channel; `marks` the gestures that begin with this exposure.
    """

    frame: int
    held: int
    steps: tuple[Step, ...]
    parts: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]

    @property
    def moved(self) -> tuple[Step, ...]:
        """The steps in which something changes."""
        return tuple(step for step in self.steps if step.change)


def increments(performance: Performance, who: str) -> tuple[Increment, ...]:
    """Every exposure of `who`, in order; the first tells everything against the puppet at rest. Raises NotInCast."""
    if who not in performance.tracks:
        raise NotInCast(f"Nobody called {who!r} performs.", hint=f"There are {', '.join(performance.tracks)}.")
    tracks = performance.tracks[who]
    ends = (*performance.exposures[1:], performance.frames + 1)
    numbers = {name: _rounded(name, values) for name, values in tracks.items() if _moves(name, values)}
    found = []
    exchanged = {name for name, values in tracks.items() if len(set(values)) > 1 and isinstance(values[0], str)}
    before: dict[str, float] = {}
    parts: dict[str, str] = {}
    for first, end in zip(performance.exposures, ends, strict=True):
        steps = []
        for name, values in numbers.items():
            value = values[first - 1]
            steps.append(
                Step(channel=name, unit=unit_of(name), value=value, change=round(value - before.get(name, 0.0), 2))
            )
            before[name] = value
        now = {name: part for name, values in tracks.items() if isinstance(part := values[first - 1], str)}
        changed = tuple((name, part) for name, part in now.items() if parts.get(name) != part and name in exchanged)
        parts = now
        begun = tuple(mark for mark in performance.marks if mark.who == who and first <= mark.first < end)
        found.append(Increment(frame=first, held=end - first, steps=tuple(steps), parts=changed, marks=begun))
    return tuple(found)


def as_json(performance: Performance, who: str) -> dict[str, Any]:
    """The increments of `who` as plain values: only what changes, with the absolute value beside it."""
    return {
        "who": who,
        "frames": performance.frames,
        "rate": str(performance.rate),
        "exposures": [_told(one) for one in increments(performance, who)],
    }


def _told(one: Increment) -> dict[str, Any]:
    return {
        "frame": one.frame,
        "held": one.held,
        "marks": [mark.gesture for mark in one.marks],
        "change": {step.channel: step.change for step in one.moved},
        "value": {step.channel: step.value for step in one.moved},
        "unit": {step.channel: step.unit for step in one.moved},
        "parts": dict(one.parts),
    }


def axis_steps(performance: Performance, frame: int) -> dict[str, tuple[float, float]]:
    """For a view of a set's axes: by name such as "badger.head.tilt", the value at `frame` and the change it needs.

    Angles are in degrees, places in mm, shares from 0 to 1, as the axes of a virtual stage are. Frames count from 1.
    """
    at = max(number for number, first in enumerate(performance.exposures) if first <= max(frame, 1))
    here, before = performance.exposures[at], performance.exposures[max(at - 1, 0)]
    found = {}
    for who, tracks in performance.tracks.items():
        for name, values in tracks.items():
            value, earlier = values[here - 1], values[before - 1]
            if not isinstance(value, str) and not isinstance(earlier, str):
                found[f"{who}.{name}"] = (value, round(value - earlier, 4))
    return found


def _moves(name: str, values: Sequence[float | str]) -> bool:
    """Whether a channel is a number that ever differs from rest by more than a hand could tell."""
    numbers = [value for value in values if not isinstance(value, str)]
    least = STEPS.get(unit_of(name), 0.0)
    return len(numbers) == len(values) and any(abs(value) >= least for value in numbers)


def _rounded(name: str, values: Sequence[float | str]) -> list[float]:
    return list(_settled(name, values))


def _settled(name: str, values: Sequence[float | str]) -> Iterator[float]:
    """Values in the unit's steps, shares in per cent; a joint that would be set to and fro by one step stays."""
    unit = unit_of(name)
    step = STEPS[unit]
    told: float | None = None
    for value in values:
        number = float(value)
        # A little more than half a step is what it takes to be asked to touch the puppet again.
        if told is None or abs(number - told) > 0.75 * step:
            told = round(number / step) * step
        yield round(told * 100 if unit == "%" else told, 2)
