"""What a voice does, described before it is heard: phrases, each a handful of curves.

A curve is a tuple of points (share of the phrase from 0 to 1, value); between points it runs smoothly and never beyond
them (a monotone cubic, Fritsch and Carlson 1980), so a pitch that was written as a rise has no dip in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

Curve: TypeAlias = tuple[tuple[float, float], ...]
Samples: TypeAlias = NDArray[np.float64]

REST: Curve = ((0.0, 0.0),)
FULL: Curve = ((0.0, 1.0),)
SWELL: Curve = ((0.0, 0.0), (0.12, 0.85), (0.35, 1.0), (0.7, 0.55), (1.0, 0.0))
"""Level of an ordinary hum: comes soon, goes slowly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One breath of voice, `seconds` long at an ordinary pace, and the silence of `gap` seconds after it.

    Curves: `pitch` in semitones from the character's own; `level` 0..1; `lips` 0 shut (a hum through the nose) .. 1
    open; `jaw` 0 closed .. 1 wide; `tongue` −1 back (oo) .. 0 .. 1 front (ee); `voiced` 0..1, how much of the tone
    there is; `breath` 0..1, how much air is heard; `tension` −1 slack .. 1 pressed; `rough` 0..1, growl and creak.
    `shake` is a trembling of level: times a second, depth 0..1; `waver` of pitch: times a second, semitones.
    `notes` is into how many notes a bird divides it.
    """

    seconds: float
    gap: float = 0.0
    pitch: Curve = REST
    level: Curve = SWELL
    lips: Curve = REST
    jaw: Curve = ((0.0, 0.3),)
    tongue: Curve = REST
    voiced: Curve = FULL
    breath: Curve = REST
    tension: Curve = REST
    rough: Curve = REST
    shake: tuple[float, float] = (0.0, 0.0)
    waver: tuple[float, float] = (0.0, 0.0)
    notes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Phrases that together say one thing.

    `loudness` is in dB against an ordinary hum. Its length follows the mark's, from `shortest` to `longest` times its
    own; one that `goes_on` is said again and again until the mark ends.
    """

    phrases: tuple[Phrase, ...]
    loudness: float = 0.0
    shortest: float = 0.65
    longest: float = 1.7
    goes_on: bool = False

    @property
    def seconds(self) -> float:
        """Its own length, the silence after the last phrase left out unless it goes on."""
        whole = sum(phrase.seconds + phrase.gap for phrase in self.phrases)
        return whole if self.goes_on else whole - self.phrases[-1].gap


def along(curve: Curve, count: int) -> Samples:
    """`count` values of `curve`, evenly spaced from its beginning to its end; flat beyond its first and last point."""
    if len(curve) == 1:
        return np.full(count, curve[0][1])
    places, values = zip(*curve, strict=True)
    run = PchipInterpolator(places, values)
    return np.asarray(run(np.clip(np.linspace(0.0, 1.0, count), places[0], places[-1])), np.float64)


def moved(curve: Curve, by: float, *, scale: float = 1.0, low: float = -np.inf, high: float = np.inf) -> Curve:
    """`curve` with every value scaled, then moved, then kept within `low` and `high`."""
    return tuple((place, float(min(max(value * scale + by, low), high))) for place, value in curve)


def sloped(curve: Curve, rise: float) -> Curve:
    """`curve` tilted so that its end lies `rise` higher against its beginning; its middle stays."""
    points: Sequence[tuple[float, float]] = curve if len(curve) > 1 else ((0.0, curve[0][1]), (1.0, curve[0][1]))
    return tuple((place, value + rise * (place - 0.5)) for place, value in points)
