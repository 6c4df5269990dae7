"""The pitch of a voice as it goes: what brows and heads follow, and what tells one hum from another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len

from komadori.sound.wave import Wave

POINTS = 12
"""How many points the shortest period has at least; what lies between is read off a curve through three of them."""
PERIODS = 4.5
"""How many of the longest periods a window holds; fewer blur a clear tone, more smear a quick one."""
SHORTEST = 0.008
"""Seconds a window lasts at least."""
OCTAVE = 0.04
"""By how much clearer the lower of two octaves must be to be taken."""
SOFT = 0.06
"""Against the loudest window: what is softer has no pitch."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pitch:
    """`hertz` every `step` seconds from the beginning on, nan where there is no tone.

    `clarity` is how much of the sound repeats with that pitch, 0..1; a tone without air has 1.
    """

    step: float
    hertz: Values
    clarity: Values

    @property
    def harmonics_to_noise(self) -> Values:
        """In dB, where there is a tone: how much stronger it is than what does not repeat."""
        share = np.clip(self.clarity[np.isfinite(self.hertz)], 1e-6, 1.0 - 1e-6)
        return np.asarray(10.0 * np.log10(share / (1.0 - share)), np.float64)


def pitch(sound: Wave, *, low: float, high: float, step: float = 0.005, clear: float = 0.45) -> Pitch:
    """The pitch of `sound`, its channels together, between `low` and `high` Hz, every `step` seconds.

    By the autocorrelation of each window divided by that of its taper (Boersma 1993, Proc. Inst. Phonetic Sciences 17).
    Where less than `clear` of a window repeats, nothing is taken to be a tone.
    """
    mono = sound.data.mean(axis=0, dtype=np.float64)
    width = round(max(PERIODS / low, SHORTEST) * sound.rate)
    hop = max(round(step * sound.rate), 1)
    begins = np.arange(0, len(mono), hop)
    padded = np.concatenate([np.zeros(width // 2), mono, np.zeros(width)])
    loudest = np.sqrt(np.square(np.lib.stride_tricks.sliding_window_view(padded, width)[begins]).mean(axis=1)).max()
    finer = max(1, int(np.ceil(POINTS * high / sound.rate)))
    lags = np.arange(int(sound.rate / high * finer), int(sound.rate / low * finer) + 2)
    taper = np.hanning(width)
    own = _autocorrelation(taper, finer)
    found = [
        _window(padded[begin : begin + width], taper, own, lags, soft=loudest * SOFT, clear=clear) for begin in begins
    ]
    periods, clarity = np.array(found).reshape(-1, 2).T
    return Pitch(step=hop / sound.rate, hertz=sound.rate * finer / periods, clarity=clarity)


def _window(
    part: Values, taper: Values, own: Values, lags: NDArray[np.int64], *, soft: float, clear: float
) -> tuple[float, float]:
    """The period in fine samples, nan where there is none, and how clear it is."""
    part = part - part.mean()
    if np.sqrt(np.square(part).mean()) <= soft:
        return float("nan"), 0.0
    curve = _autocorrelation(part * taper, len(own) // (len(part) * 3 // 5)) / own
    values = curve[lags]
    peaks = 1 + np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:]))
    if not peaks.size:
        return float("nan"), 0.0
    best = peaks[np.argmax(values[peaks] - OCTAVE * np.log2(lags[peaks]))]
    before, top, after = values[best - 1 : best + 2]
    bend = before - 2.0 * top + after
    shift = 0.5 * (before - after) / bend if bend else 0.0
    if top < clear:
        return float("nan"), float(max(top, 0.0))
    return float(lags[best] + shift), float(min(top, 1.0))


def _autocorrelation(part: Values, finer: int) -> Values:
    """1 at no delay; `finer` points a sample, for delays up to three fifths of `part`."""
    size = next_fast_len(2 * len(part), real=True)
    power = np.square(np.abs(np.fft.rfft(part, size)))
    curve = np.fft.irfft(power, size * finer)[: len(part) * 3 // 5 * finer]
    return np.asarray(curve / curve[0], np.float64)
