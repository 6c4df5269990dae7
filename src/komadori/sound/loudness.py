"""How loud a sound is to a listener, and bringing a mix to the loudness it is asked for.

Measured as ITU-R BS.1770-5 says (weighting, gates, true peak) and EBU Tech 3342 (range); FFmpeg's `ebur128` agrees
within 0.1 LU. The weighting is that of the recommendation at 48 kHz, carried to other rates by the bilinear transform
of its analogue originals.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import resample_poly, sosfilt

from komadori.sound.wave import Samples, Wave

HOUSE = -24.0
"""LUFS. Within what streaming services, Japanese and American television ask of programmes with little speech."""
EBU = -23.0
"""LUFS, EBU R 128."""
WEB = -16.0
"""LUFS, for phones and pages."""
CEILING = -2.3
"""dBTP. Most ask for −2; coding adds a little."""
MOMENT, SHORT, STEP = 0.4, 3.0, 0.1
"""Seconds: a momentary and a short-term window, and how far apart windows begin."""
SILENCE = -70.0
"""LUFS. What is softer is no part of the programme."""
REACH = 0.005
"""Seconds before and after a peak in which the limiter is down: quick enough to pass unheard, too slow to click."""
OVERSAMPLED = 4

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """`integrated`, the greatest `momentary` (0.4 s) and `short` (3 s) in LUFS, `range` in LU, `peak` in dBTP.

    Where nothing is heard they are −inf, and the range 0.
    """

    integrated: float
    momentary: float
    short: float
    range: float
    peak: float


def loudness(sound: Wave) -> Loudness:
    """How loud `sound` is. Of one channel alone: as if one loudspeaker played it. With six, the fourth is left out.

    Five and six channels are taken as L R C (LFE) Ls Rs.
    """
    moments, shorts = _powers(sound, MOMENT), _powers(sound, SHORT)
    return Loudness(
        integrated=_integrated(moments),
        momentary=_lufs(float(moments.max(initial=0.0))),
        short=_lufs(float(shorts.max(initial=0.0))),
        range=_range(shorts),
        peak=true_peak(sound),
    )


def loudest(sound: Wave) -> float:
    """LUFS of the loudest 0.4 s of `sound`, wherever they begin; what is shorter counts as followed by silence."""
    window = round(MOMENT * sound.rate)
    power = np.concatenate([[0.0], np.cumsum(np.square(weighted(sound)).sum(axis=0))])
    most = (power[window:] - power[:-window]).max() if len(power) > window else power[-1]
    return _lufs(float(most) / window)


def true_peak(sound: Wave) -> float:
    """The highest level between samples, too, in dBTP: four times oversampled."""
    highest = max((float(np.abs(part).max(initial=0.0)) for part in _oversampled(sound)), default=0.0)
    return 20.0 * float(np.log10(highest)) if highest > 0.0 else float("-inf")


def gain_to(sound: Wave, target: float) -> float:
    """The dB that bring `sound` to `target` LUFS; 0 for silence."""
    now = _integrated(_powers(sound, MOMENT))
    return target - now if np.isfinite(now) else 0.0


def limiting(sound: Wave, ceiling: float = CEILING) -> Samples:
    """Gains, one a sample and 1 nearly everywhere, under which `sound` stays below `ceiling` dBTP.

    They are the same for all channels, so nothing moves to a side; multiply every stem with them and the sum holds.
    """
    limit = 10.0 ** (ceiling / 20.0)
    peaks = np.zeros(sound.samples)
    for place, part in zip(range(0, sound.samples, sound.rate), _oversampled(sound), strict=True):
        folded = np.abs(part).max(axis=0).reshape(-1, OVERSAMPLED).max(axis=1)
        peaks[place : place + len(folded)] = folded
    # Half a sample to either side, and the softness of the curve itself, are kept in hand.
    needed = np.maximum(maximum_filter1d(peaks, 3) / (limit * 0.997), 1.0)
    if needed.max(initial=1.0) == 1.0:
        return np.ones(sound.samples, np.float32)
    reach = round(REACH * sound.rate)
    held = maximum_filter1d(needed, 2 * reach + 1)
    return np.asarray(1.0 / uniform_filter1d(held, 2 * reach + 1, mode="nearest"), np.float32)


def weighted(sound: Wave) -> Values:
    """`sound` as a listener weighs it: channels x samples."""
    return np.asarray(sosfilt(_weighting(sound.rate), sound.data.astype(np.float64), axis=1), np.float64)


def _weighting(rate: int) -> Values:
    """The shelf and the high-pass of BS.1770 as second-order sections."""
    turn = np.tan(np.pi * 1681.974450955533 / rate)
    quality, high = 0.7071752369554196, 10.0 ** (3.999843853973347 / 20.0)
    middle = high**0.4996667741545416
    whole = 1.0 + turn / quality + turn * turn
    shelf = [
        (high + middle * turn / quality + turn * turn) / whole,
        2.0 * (turn * turn - high) / whole,
        (high - middle * turn / quality + turn * turn) / whole,
        1.0,
        2.0 * (turn * turn - 1.0) / whole,
        (1.0 - turn / quality + turn * turn) / whole,
    ]
    turn = np.tan(np.pi * 38.13547087602444 / rate)
    quality = 0.5003270373238773
    whole = 1.0 + turn / quality + turn * turn
    below = [1.0, -2.0, 1.0, 1.0, 2.0 * (turn * turn - 1.0) / whole, (1.0 - turn / quality + turn * turn) / whole]
    return np.array([shelf, below])


def _powers(sound: Wave, seconds: float) -> Values:
    """The weighted power of every window of `seconds`, channels added as they are heard."""
    window, step = round(seconds * sound.rate), round(STEP * sound.rate)
    if sound.samples < window:
        return np.zeros(0)
    shares = np.ones(sound.channels)
    if sound.channels in {5, 6}:
        shares[-2:] = 1.41
    if sound.channels == 6:
        shares[3] = 0.0
    power = np.concatenate([[0.0], np.cumsum(shares @ np.square(weighted(sound)))])
    begins = np.arange(0, sound.samples - window + 1, step)
    return np.asarray((power[begins + window] - power[begins]) / window, np.float64)


def _integrated(powers: Values) -> float:
    """The mean of what is loud enough: above −70 LUFS, and not 10 LU below the mean of that."""
    heard = powers[powers > _power(SILENCE)]
    if not heard.size:
        return float("-inf")
    return _lufs(float(heard[heard > heard.mean() * 0.1].mean()))


def _range(powers: Values) -> float:
    """From the tenth to the ninety-fifth hundredth of short-term loudness, what lies 20 LU below its mean left out."""
    heard = powers[powers > _power(SILENCE)]
    if not heard.size:
        return 0.0
    levels = 10.0 * np.log10(heard[heard > heard.mean() * 0.01])
    low, high = np.percentile(levels, [10, 95])
    return float(high - low)


def _lufs(power: float) -> float:
    return -0.691 + 10.0 * float(np.log10(power)) if power > 0.0 else float("-inf")


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs + 0.691) / 10.0))


def _oversampled(sound: Wave) -> Iterator[Values]:
    """Second by second, so that a long film does not fill the memory; each with a little of its neighbours."""
    beside = 64
    for place in range(0, sound.samples, sound.rate):
        begin, end = max(place - beside, 0), min(place + sound.rate, sound.samples)
        part = resample_poly(sound.data[:, begin : min(end + beside, sound.samples)], OVERSAMPLED, 1, axis=1)
        first = (place - begin) * OVERSAMPLED
        yield np.asarray(part[:, first : first + (end - place) * OVERSAMPLED], np.float64)
