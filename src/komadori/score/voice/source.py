"""What sounds before the mouth shapes it: the pulses of a larynx, the whistle of a syrinx, and air.

The larynx is a sum of harmonics, so nothing folds back at the upper end; how fast they weaken is the tension of the
voice. Klatt and Klatt 1990 (J. Acoust. Soc. Am. 87) give the slopes: a breathy voice has a strong first harmonic and
little above, a pressed one falls slowly. No two cycles are alike: jitter and shimmer are those of healthy voices, about
0.5 % and 3 % (Titze 1994, Principles of Voice Production).
"""

import numpy as np
from scipy.signal import butter, sosfilt

from komadori.score.voice.phrase import Samples

HIGHEST = 11_000.0
"""Hz. Felt takes what lies above; a harmonic fades out over the octave below."""
MODAL_SLOPE = 1.05
"""Power by which the harmonics of an ordinary voice weaken, 6 dB an octave: 12 at the folds, less 6 of the lips."""
BLOCK = 8192


def pulses(
    pitch: Samples,
    tension: Samples,
    rough: Samples,
    *,
    rate: int,
    rng: np.random.Generator,
    jitter: float,
    shimmer: float,
) -> Samples:
    """A voice of `pitch` Hz a sample, unfiltered, around ±1; `jitter` and `shimmer` are shares from cycle to cycle."""
    turns = np.cumsum(pitch / rate)
    cycles = int(turns[-1]) + 3
    steps = np.arange(cycles)
    # Smooth between cycles, else every new one would begin with a step.
    wobble = np.interp(turns, steps, np.cumsum(rng.normal(0.0, jitter, cycles)) * 0.5)
    wobble -= np.linspace(wobble[0], wobble[-1], len(wobble))
    strength = np.interp(turns, steps, 1.0 + rng.normal(0.0, shimmer, cycles).clip(-0.5, 0.5))
    phase = 2.0 * np.pi * (turns + wobble)
    strength *= _growl(turns, rough, rng)
    slope = MODAL_SLOPE - np.where(tension < 0.0, 0.7, 0.45) * np.clip(tension, -1.0, 1.0)
    count = max(1, int(HIGHEST / max(float(pitch.min()), 20.0)))
    sound = np.empty_like(phase)
    for begin in range(0, len(phase), BLOCK):
        part = slice(begin, begin + BLOCK)
        sound[part] = _harmonics(phase[part], slope[part], pitch[part], count)
    return sound * strength


def _harmonics(phase: Samples, slope: Samples, pitch: Samples, count: int) -> Samples:
    """The sum of `count` harmonics, each by the recurrence cos (k+1)φ = 2 cos φ cos kφ − cos (k−1)φ."""
    twice = 2.0 * np.cos(phase)
    before, now = np.ones_like(phase), np.cos(phase)
    total = now * _fade(pitch)
    for number in range(2, count + 1):
        before, now = now, twice * now - before
        weight = np.exp(-slope * np.log(number)) * _fade(pitch * number)
        if not weight.any():
            break
        total += now * weight
    return total


def _fade(hertz: Samples) -> Samples:
    """1 well below HIGHEST, 0 from there on."""
    return np.clip(2.0 - 2.0 * hertz / HIGHEST, 0.0, 1.0)


def _growl(turns: Samples, rough: Samples, rng: np.random.Generator) -> Samples:
    """Every other cycle weaker, and all of them uneven: creak and growl (subharmonics, Titze 1994)."""
    if not rough.any():
        return np.ones_like(turns)
    uneven = np.interp(turns, np.arange(int(turns[-1]) + 3), rng.uniform(0.0, 1.0, int(turns[-1]) + 3))
    other = 0.5 - 0.5 * np.cos(np.pi * turns)
    return 1.0 - rough * (0.35 * other + 0.5 * uneven)


def whistle(pitch: Samples, tension: Samples, *, rate: int, rng: np.random.Generator, jitter: float) -> Samples:
    """A syrinx: nearly a pure tone, its second and third partial weak (Nowicki 1987, Nature 325)."""
    drift = _slow_noise(len(pitch), 40.0, rate, rng) * jitter
    phase = 2.0 * np.pi * np.cumsum(pitch * (1.0 + drift) / rate)
    second = 0.06 + 0.10 * np.clip(tension, 0.0, 1.0)
    # What would lie above hearing, or fold back, is left out.
    kept = np.clip(2.0 - 2.0 * (2.0 * pitch) / 16_000.0, 0.0, 1.0)
    return np.sin(phase) + second * kept * np.sin(2.0 * phase + 0.7)


def air(count: int, length: float, rate: int, rng: np.random.Generator) -> Samples:
    """Turbulence in a tract `length` mm long: white above its second resonance, 6 dB an octave weaker below."""
    hertz = min(175_000.0 / length, 0.3 * rate)
    sections = butter(1, hertz, "high", fs=rate, output="sos")
    return np.asarray(sosfilt(sections, rng.standard_normal(count)), np.float64)


def _slow_noise(count: int, hertz: float, rate: int, rng: np.random.Generator) -> Samples:
    """Noise of mean square 1 that changes `hertz` times a second at most."""
    points = max(4, int(count / rate * hertz * 2) + 4)
    return np.interp(np.linspace(0, points - 1, count), np.arange(points), rng.standard_normal(points))


def wander(count: int, rate: int, rng: np.random.Generator) -> Samples:
    """How a held pitch drifts, in shares of ±1: slow below 3 Hz, a little flutter above (Klatt and Klatt 1990)."""
    return 0.8 * _slow_noise(count, 2.2, rate, rng) + 0.2 * _slow_noise(count, 9.0, rate, rng)


def softened(sound: Samples, hertz: float, rate: int, order: int = 1) -> Samples:
    """Without what lies above `hertz`."""
    sections = butter(order, min(hertz, 0.45 * rate), "low", fs=rate, output="sos")
    return np.asarray(sosfilt(sections, sound), np.float64)
