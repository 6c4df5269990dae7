"""What sings far off: birds in spring, cicadas in summer, crickets in autumn."""

import numpy as np

from komadori.sound.made.noise import RATE, Rng, Values, both, coloured, ending, placed, put, shape, swells
from komadori.sound.made.room import far, in_room


def birds(count: int, rng: Rng) -> Values:
    """A morning: a few birds at different distances, each with phrases of its own, over the air between them."""
    sound = 0.05 * both(count, rng, 200, 2_500, 5, 0.9)
    for distance in (0.5, 0.8, 1.0, 1.3):
        whole = np.zeros((2, count))
        song = _song(rng)
        at = round(rng.uniform(0.0, 2.5) * RATE)
        while at < count:
            put(whole, placed(song, rng.uniform(-0.8, 0.8)), at)
            at += len(song) + round(rng.uniform(0.8, 3.4) * RATE)
        wet = in_room(whole, seconds=0.9, size=14.0, wet=0.25 + 0.3 * distance, seed=3)[:, :count]
        sound += far(wet, 9_000 / distance) * 0.7 / distance
    return sound


def _song(rng: Rng) -> Values:
    """One bird's phrase: a few kinds of notes, some repeated, between 2.3 and 6 kHz."""
    middle = rng.uniform(2_600, 5_000)
    parts = []
    for _ in range(rng.integers(2, 5)):
        low, high = middle * 2.0 ** (rng.uniform(-5, 5, 2) / 12.0)
        note = _note(float(low), float(high), rng.uniform(0.05, 0.16), rng)
        rest = np.zeros(round(rng.uniform(0.02, 0.09) * RATE))
        parts += [note, rest] * int(rng.integers(1, 5))
    return np.concatenate(parts)


def _note(low: float, high: float, seconds: float, rng: Rng) -> Values:
    count = round(seconds * RATE)
    part = np.linspace(0.0, 1.0, count)
    hertz = low * (high / low) ** (part ** rng.uniform(0.6, 1.6))
    swing = 1.0 + 0.03 * rng.integers(0, 2) * np.sin(2.0 * np.pi * 32.0 * part * seconds)
    return np.sin(2.0 * np.pi * np.cumsum(hertz * swing) / RATE) * np.sin(np.pi * part**0.7) ** 1.5


def cicadas(count: int, rng: Rng) -> Values:
    """A summer noon: a wall of cicadas, and near ones that say mi-n, min, min, min, miii and begin again."""
    wall = both(count, rng, 3_600, 6_500, 2, 0.95) * swells(count, rng, 2.0, 0.6, 1.0)
    sound = 0.35 * wall
    for pan, level in ((-0.6, 1.0), (0.5, 0.7), (0.1, 0.45)):
        whole = np.zeros((2, count))
        at = -round(rng.uniform(0.0, 3.0) * RATE)
        while at < count:
            call = _min_min(rng)
            put(whole, placed(call, pan), at)
            at += len(call) + round(rng.uniform(0.6, 2.2) * RATE)
        sound += level * far(whole, 7_500)
    return sound


def _min_min(rng: Rng) -> Values:
    """A call of some three seconds: the drum of the belly, 4 to 6 kHz, beats a hundred times a second."""
    syllables = rng.integers(5, 9)
    points = [(0.0, 0.0), (0.08, 0.8)]
    for number in range(syllables):
        place = 0.1 + 0.6 * number / syllables
        points += [(place, 0.35), (place + 0.045, 1.0)]
    level = shape(round(rng.uniform(2.6, 3.6) * RATE), *points, (0.78, 1.0), (1.0, 0.0))
    count = len(level)
    time = np.arange(count) / RATE
    beat = np.abs(np.sin(np.pi * rng.uniform(95, 115) * time)) ** 3
    tone = sum(np.sin(2 * np.pi * hertz * time * (1 + 0.01 * level)) for hertz in (4_150, 4_350, 5_300))
    sound = level * beat * (0.5 * tone + 0.8 * coloured(count, rng, 3_800, 6_200))
    return np.asarray(sound * ending(count, 0.3), np.float64)


def evening_cicadas(count: int, rng: Rng) -> Values:
    """A summer dusk: kana-kana-kana, a falling row of clear calls, answered from further off."""
    sound = 0.08 * both(count, rng, 2_500, 6_000, 3, 0.95)
    for pan, distance in ((-0.5, 0.7), (0.6, 1.2), (0.0, 2.0)):
        whole = np.zeros((2, count))
        at = round(rng.uniform(0.0, 2.5) * RATE)
        while at < count:
            call = _kana(rng)
            put(whole, placed(call, pan), at)
            at += len(call) + round(rng.uniform(1.0, 3.5) * RATE)
        sound += in_room(far(whole, 8_000 / distance), seconds=1.2, size=20, wet=0.22, seed=5)[:, :count] / distance
    return sound


def _kana(rng: Rng) -> Values:
    """Pulses of 4 kHz, some eight a second, that fall a little and fade."""
    pulses = int(rng.integers(12, 19))
    parts = []
    for number in range(pulses):
        share = number / pulses
        count = round((0.085 + 0.05 * share) * RATE)
        part = np.linspace(0.0, 1.0, count)
        hertz = 4_250 * (1.0 - 0.06 * share) * (1.0 + 0.03 * np.sin(np.pi * part))
        tone = np.sin(2.0 * np.pi * np.cumsum(hertz) / RATE) * np.sin(np.pi * part) ** 2
        parts += [tone * np.sin(np.pi * min(0.25 + share, 1.0)) ** 0.5, np.zeros(round(0.03 * RATE))]
    return np.concatenate(parts)


def crickets(count: int, rng: Rng) -> Values:
    """An autumn night: bell crickets that ring, and one that chirps in threes."""
    sound = 0.03 * both(count, rng, 300, 3_000, 5, 0.9)
    time = np.arange(count) / RATE
    for pan, hertz, level in ((-0.6, 4_150.0, 0.6), (0.45, 4_420.0, 0.45), (0.8, 3_900.0, 0.25)):
        ring = 0.5 - 0.5 * np.cos(2.0 * np.pi * rng.uniform(17, 21) * time + rng.uniform(0, 6))
        swell = np.clip(swells(count, rng, 1.1, -0.5, 1.3), 0.0, 1.0)
        sound += placed(level * ring * swell * np.sin(2.0 * np.pi * hertz * time), pan)
    speed = rng.uniform(2.6, 3.1)
    turn = (time * speed) % 1.0
    three = np.sin(np.pi * np.clip(turn * 3.0 / 0.33, 0.0, 3.0)) ** 2 * (turn < 0.33)
    sound += placed(0.5 * three * np.sin(2.0 * np.pi * 4_750.0 * time), -0.1)
    return in_room(far(sound, 6_000), seconds=0.7, size=12, wet=0.3, seed=7)[:, :count]
