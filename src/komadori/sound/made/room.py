"""A room around a sound: an answer of walls that never stood, and how far away something is."""

from functools import lru_cache

import numpy as np
from scipy.signal import butter, fftconvolve, sosfilt

from komadori.errors import WrongUse
from komadori.sound.made.noise import RATE, Values
from komadori.sound.mix import resampled
from komadori.sound.wave import Wave

BANDS = ((60.0, 350.0, 1.0), (350.0, 1_400.0, 1.0), (1_400.0, 4_500.0, 0.62), (4_500.0, 12_000.0, 0.35))
"""Hz from .. to, and how long each lasts against the room: felt, straw and paper take the high ones."""


@lru_cache(maxsize=8)
def answer(seconds: float, size: float, seed: int) -> Values:
    """What a room answers to a clap, 2 x samples, of energy 1: it falls by 60 dB in `seconds`; `size` m across.

    A few first echoes from walls and ceiling, then noise that dies away, the high of it first (Moorer 1979, Computer
    Music Journal 3).
    """
    rng = np.random.default_rng([seed, 77])
    count = round(1.1 * seconds * RATE)
    time = np.arange(count) / RATE
    tail = np.zeros((2, count))
    for low, high, share in BANDS:
        sections = butter(2, [low, high], "band", fs=RATE, output="sos")
        tail += sosfilt(sections, rng.standard_normal((2, count)), axis=1) * np.exp(-6.908 * time / (seconds * share))
    begin = round(size / 343.0 * RATE)
    tail *= np.clip((np.arange(count) - begin) / (3.0 * begin), 0.0, 1.0)
    tail /= np.sqrt(np.square(tail).sum(axis=1, keepdims=True).mean())
    for number in range(7):
        place = round(begin * rng.uniform(0.6, 2.6))
        tail[number % 2, min(place, count - 1)] += 0.22 * 0.8**number * rng.choice([-1.0, 1.0])
    return tail


class BadSound(WrongUse, ValueError):
    """A made sound that nobody knows how to make, or of a length that no sound has."""


PLACES: dict[str, tuple[float, float, float]] = {
    "near": (0.15, 2.0, 0.06),
    "room": (0.32, 3.4, 0.16),
    "kitchen": (0.45, 3.0, 0.2),
    "hall": (1.1, 8.0, 0.24),
    "outside": (0.6, 16.0, 0.07),
}
"""Where something is heard: seconds its answer lasts, metres across, and how much of it is heard."""


def heard_in(sound: Wave, place: str) -> Wave:
    """`sound` as it is heard in a place of PLACES, in stereo at 48,000 samples a second and as long as before.

    What comes from it directly keeps its samples, so that nothing moves against the picture. Raises BadSound.
    """
    if place not in PLACES:
        raise BadSound(f"Nobody knows how it sounds in {place!r}.", hint=f"There are {', '.join(PLACES)}.")
    seconds, size, wet = PLACES[place]
    data = resampled(sound, RATE).astype(np.float64)
    both = np.broadcast_to(data, (2, data.shape[1])) if data.shape[0] == 1 else data[:2]
    heard = in_room(both, seconds=seconds, size=size, wet=wet, seed=1)[:, : both.shape[1]]
    return Wave(data=heard.astype(np.float32), rate=RATE)


def in_room(sound: Values, *, seconds: float = 0.5, size: float = 4.0, wet: float = 0.2, seed: int = 0) -> Values:
    """`sound`, 2 x samples, with the room's answer at `wet` 0..1 beside it; as long as the answer lasts longer."""
    if wet <= 0.0:
        return sound
    echo = fftconvolve(sound, answer(seconds, size, seed), axes=1)
    echo[:, : sound.shape[1]] += sound * (1.0 - 0.5 * wet) / wet
    return np.asarray(echo * wet, np.float64)


def far(sound: Values, hertz: float) -> Values:
    """`sound` from so far that air and leaves have taken what lies above `hertz`."""
    return np.asarray(sosfilt(butter(1, hertz, fs=RATE, output="sos"), sound, axis=1), np.float64)
