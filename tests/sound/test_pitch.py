"""A pitch is followed, and noise has none."""

import numpy as np
import pytest

from komadori.sound import Wave
from komadori.sound.pitch import pitch

RATE = 48_000


def sweep(low, high, seconds=0.5, harmonics=5):
    hertz = np.geomspace(low, high, round(seconds * RATE))
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    sound = sum(np.cos(number * phase) / number for number in range(1, harmonics + 1))
    return Wave(data=(0.2 * sound)[None].astype(np.float32), rate=RATE), hertz


@pytest.mark.parametrize(("low", "high"), [(90, 160), (400, 800), (3_000, 3_600)])
def test_a_rising_tone_is_followed(low, high):
    sound, hertz = sweep(low, high)
    found = pitch(sound, low=low / 2, high=high * 2, step=0.02)
    times = np.arange(len(found.hertz)) * found.step
    true = np.interp(times, np.arange(len(hertz)) / RATE, hertz)
    off = 12 * np.log2(found.hertz / true)[2:-2]
    assert np.nanmax(np.abs(off)) < 0.3
    assert found.harmonics_to_noise[2:-2].min() > 10


def test_noise_and_silence_have_no_pitch():
    noise = np.random.default_rng(1).standard_normal(RATE // 2)
    noise[RATE // 4 :] = 0.0
    found = pitch(Wave(data=noise[None].astype(np.float32), rate=RATE), low=80, high=400, step=0.02)
    assert np.isfinite(found.hertz).mean() < 0.1
