"""Mouth and nose: a row of resonances that moves with jaw, tongue and lips.

The cascade of two-pole resonators with a pole and a zero for the nose is Klatt's (1980, J. Acoust. Soc. Am. 67). Where
the resonances lie follows from the length of the tract, a tube closed at one end, F = (2n − 1) c / 4 L, and from how a
vowel moves them against that (Peterson and Barney 1952; Fant 1960, Acoustic Theory of Speech Production).
"""

from collections.abc import Mapping

import numpy as np
from scipy.signal import sosfilt

from komadori.score.voice.phrase import Samples

SOUND_SPEED = 350_000.0
"""mm a second, in warm and moist breath."""
UP_TO = 11_000.0
"""Hz. A tube has resonances without end; without those above the fifth, all breath would sound muffled."""
BLOCK = 96
"""Samples for which the mouth holds still, 2 ms: shorter is not heard, longer is."""
BANDWIDTHS = np.array([70.0, 95.0, 150.0, 220.0, 300.0, 370.0, 440.0, 510.0, 580.0, 650.0, 720.0, 790.0, 860.0, 930.0])
"""Hz, of a tract of 170 mm, firm walls; smaller tracts have wider ones."""
SHUT = 0.35
"""How far lips are apart when the mouth begins to sound rather than the nose."""


def formants(length: float, jaw: Samples, tongue: Samples, lips: Samples) -> Samples:
    """Hz of its resonances up to UP_TO and at least four, resonances x points, of a tract `length` mm long."""
    first = SOUND_SPEED / (4.0 * length)
    count = min(max(round(0.5 * UP_TO / first + 0.5), 4), len(BANDWIDTHS))
    tube = first * (2.0 * np.arange(count)[:, None] + 1.0)
    ratio = np.ones((count, len(jaw)))
    ratio[0] = 0.55 + 0.95 * jaw - 0.05 * np.abs(tongue)
    front, back = np.clip(tongue, 0.0, 1.0), np.clip(-tongue, 0.0, 1.0)
    ratio[1] = 1.0 - 0.22 * jaw + 0.52 * front * (1.0 - 0.5 * jaw) - 0.40 * back
    ratio[2] = 1.0 + 0.16 * front - 0.06 * back
    shut = _shut(lips)
    ratio[0] = ratio[0] * (1.0 - shut) + 1.0 * shut
    ratio[1] = ratio[1] * (1.0 - shut) + 0.85 * shut
    return np.asarray(tube * ratio, np.float64)


def _shut(lips: Samples) -> Samples:
    """1 with lips together .. 0 where the mouth is open enough."""
    return np.clip(1.0 - lips / SHUT, 0.0, 1.0)


def shaped(sound: Samples, *, length: float, rate: int, mouth: Mapping[str, Samples]) -> Samples:
    """`sound` as it comes out of a tract `length` mm long; `mouth` has "jaw", "tongue", "lips", a value a sample.

    A hum comes through the nose: weaker, rounder, with a hole where the shut mouth swallows.
    """
    places = np.arange(0, len(sound), BLOCK)
    jaw, tongue, lips = (mouth[name][places] for name in ("jaw", "tongue", "lips"))
    sections = _sections(length, rate, formants(length, jaw, tongue, lips), _shut(lips))
    state = np.zeros((sections.shape[1], 2))
    out = np.empty_like(sound)
    for begin, row in zip(places, sections, strict=True):
        part = slice(begin, begin + BLOCK)
        out[part], state = sosfilt(row, sound[part], zi=state)
    return out


def _sections(length: float, rate: int, hertz: Samples, shut: Samples) -> Samples:
    """Second-order sections for every block: blocks x sections x 6; nose first, then the resonances of the mouth.

    With the lips shut the murmur is the nose's own resonance; the shut mouth beside it takes away what lies above.
    """
    count, blocks = hertz.shape
    rows = np.zeros((blocks, count + 1, 6))
    small = 170.0 / length
    for number in range(count):
        # A shut mouth loses much through soft cheeks: every resonance above the first is blunt.
        blunt = 1.0 + shut * (0.6 if number == 0 else 1.0)
        rows[:, number + 1] = _resonator(
            np.minimum(hertz[number], 0.46 * rate), BANDWIDTHS[number] * small * blunt, rate
        )
    tube = SOUND_SPEED / (4.0 * length)
    pole = np.full(blocks, 0.55 * tube)
    hole = pole * (1.0 + 0.75 * shut)
    rows[:, 0] = _pair(pole, np.full(blocks, 100.0 * small), hole, np.full(blocks, 120.0 * small), rate)
    return rows


def _resonator(hertz: Samples, width: Samples, rate: int) -> Samples:
    """A two-pole section of gain 1 at 0 Hz, a row a block."""
    second = -np.exp(-2.0 * np.pi * width / rate)
    first = 2.0 * np.exp(-np.pi * width / rate) * np.cos(2.0 * np.pi * hertz / rate)
    one, none = np.ones_like(first), np.zeros_like(first)
    return np.stack([1.0 - first - second, none, none, one, -first, -second], axis=1)


def _pair(pole: Samples, pole_width: Samples, hole: Samples, hole_width: Samples, rate: int) -> Samples:
    """A pole and a zero of gain 1 at 0 Hz; where both are at one place it does nothing."""
    below, above = _resonator(pole, pole_width, rate), _resonator(hole, hole_width, rate)
    gain = below[:, :1] / above[:, :1]
    return np.concatenate([above[:, 3:] * gain, below[:, 3:]], axis=1)
