"""What made sounds are made of: noise of any colour, things that drip and knock, and things that swell."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft, rfftfreq
from scipy.signal import butter, fftconvolve, sosfilt

RATE = 48_000
"""Samples a second of everything made here: film's own."""

Values = NDArray[np.float64]
Rng = np.random.Generator


def coloured(count: int, rng: Rng, low: float, high: float, fall: float = 0.0) -> Values:
    """Noise of mean square 1 between `low` and `high` Hz, `fall` dB an octave weaker above `low`."""
    size = next_fast_len(count, real=True)
    hertz = rfftfreq(size, 1.0 / RATE)
    safe = np.maximum(hertz, 1.0)
    # Soft shoulders, 12 dB an octave, for nothing in nature ends at a frequency.
    gain = 1.0 / np.sqrt(1.0 + (low / safe) ** 4) / np.sqrt(1.0 + (safe / high) ** 4)
    gain *= (np.maximum(safe, low) / low) ** (-fall / 6.02)
    gain[0] = 0.0
    sound = np.asarray(irfft(rfft(rng.standard_normal(size)) * gain, size)[:count], np.float64)
    return sound / max(float(np.sqrt(np.square(sound).mean())), 1e-12)


def both(count: int, rng: Rng, low: float, high: float, fall: float = 0.0, width: float = 0.8) -> Values:
    """The same in stereo, 2 x count; at `width` 0 alike on both sides, at 1 nothing alike."""
    middle, left, right = (coloured(count, rng, low, high, fall) for _ in range(3))
    shared = np.sqrt(1.0 - width)
    own = np.sqrt(width)
    return np.stack([shared * middle + own * left, shared * middle + own * right])


def swells(count: int, rng: Rng, seconds: float, low: float = 0.0, high: float = 1.0) -> Values:
    """A level that rises and sinks about every `seconds`, between `low` and `high`."""
    points = int(count / RATE / seconds) + 5
    knots = rng.uniform(0.0, 1.0, points)
    place = np.arange(count) / (RATE * seconds) + rng.uniform(0.0, 1.0)
    before = place.astype(int)
    part = place - before
    bend = part * part * (3.0 - 2.0 * part)
    return np.asarray(low + (high - low) * (knots[before] * (1.0 - bend) + knots[before + 1] * bend), np.float64)


def scattered(count: int, rng: Rng, rate: float, kinds: Sequence[Values], spread: float = 1.0) -> Values:
    """Grains fall `rate` times a second, anywhere between the sides within `spread`, loud ones seldom; 2 x count.

    Each grain is one of `kinds`.
    """
    drops = rng.poisson(rate * count / RATE)
    places = rng.integers(0, count, drops)
    which = rng.integers(0, len(kinds), drops)
    strength = rng.lognormal(0.0, 0.7, drops)
    turn = (0.5 + 0.5 * spread * rng.uniform(-1.0, 1.0, drops)) * np.pi / 2.0
    sound = np.zeros((2, count))
    for number, kind in enumerate(kinds):
        falls = np.zeros((2, count))
        mine = which == number
        np.add.at(falls[0], places[mine], strength[mine] * np.cos(turn[mine]))
        np.add.at(falls[1], places[mine], strength[mine] * np.sin(turn[mine]))
        sound += fftconvolve(falls, kind[None], axes=1)[:, :count]
    return sound


def struck(modes: Sequence[tuple[float, float, float]], seconds: float, attack: float = 0.0005) -> Values:
    """Something struck: `modes` of (Hz, seconds to fall by 60 dB, level); the blow takes `attack` seconds."""
    time = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(time))
    for number, (hertz, decay, level) in enumerate(modes):
        if hertz < 0.45 * RATE:
            sound += level * np.exp(-6.908 * time / decay) * np.sin(2.0 * np.pi * hertz * time + 0.9 * number)
    return np.asarray(sound * np.clip(time / attack, 0.0, 1.0) * ending(len(time), 0.02), np.float64)


def bubble(hertz: float, decay: float, rise: float = 0.1) -> Values:
    """A bubble that closes: a tone that dies away and rises by the share `rise` (Minnaert 1933; van den Doel 2005)."""
    time = np.arange(round(4.0 * decay * RATE)) / RATE
    phase = 2.0 * np.pi * hertz * (time + rise * time * time / (2.0 * decay))
    sound = np.sin(phase) * np.exp(-time / decay) * np.clip(time / 0.0004, 0.0, 1.0)
    return np.asarray(sound * ending(len(time), 0.002), np.float64)


def shape(count: int, *points: tuple[float, float]) -> Values:
    """A level along `count` samples through `points` of (share, level), in straight lines."""
    places, values = zip(*points, strict=True)
    return np.asarray(np.interp(np.linspace(0.0, 1.0, count), places, values), np.float64)


def ending(count: int, seconds: float) -> Values:
    """1, and in the last `seconds` down to 0."""
    edge = min(max(round(seconds * RATE), 1), count)
    level = np.ones(count)
    level[count - edge :] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, edge + 1) / edge)
    return level


def within(sound: Values, seconds: float = 0.02) -> Values:
    """`sound`, channels x samples, coming and going within `seconds`, so that its ends do not click."""
    level = ending(sound.shape[1], seconds)
    return sound * level * level[::-1]


def without_rumble(sound: Values) -> Values:
    """`sound` without what lies below 28 Hz, and so without DC, which drops and knocks leave behind."""
    return np.asarray(sosfilt(butter(2, 28.0, "high", fs=RATE, output="sos"), sound, axis=1), np.float64)


def placed(sound: Values, pan: float) -> Values:
    """One channel as two, at `pan` from −1 left to 1 right."""
    turn = (pan + 1.0) * np.pi / 4.0
    return np.stack([np.cos(turn) * sound, np.sin(turn) * sound])


def put(whole: Values, part: Values, at: int) -> None:
    """Add `part` to `whole` from sample `at` on, as far as it reaches; both 2 x samples."""
    if at < 0:
        part, at = part[:, -at:], 0
    room = max(min(part.shape[1], whole.shape[1] - at), 0)
    whole[:, at : at + room] += part[:, :room]
