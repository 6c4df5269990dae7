"""The mouth shapes sound as mouths do."""

import numpy as np
import pytest

from komadori.score.voice.tract import formants, shaped

RATE = 48_000
VOWELS = {"ee": (0.0, 1.0, 270, 2_290), "ah": (1.0, 0.0, 730, 1_090), "oo": (0.0, -1.0, 300, 870)}
"""Jaw, tongue, and the first two resonances of men's vowels (Peterson and Barney 1952), Hz."""


def point(value, count=1):
    return np.full(count, float(value))


@pytest.mark.parametrize("vowel", VOWELS)
def test_resonances_lie_where_people_have_them(vowel):
    jaw, tongue, first, second = VOWELS[vowel]
    found = formants(170.0, point(jaw), point(tongue), point(1.0))[:, 0]
    assert found[0] == pytest.approx(first, rel=0.17)
    assert found[1] == pytest.approx(second, rel=0.17)


@pytest.mark.parametrize("length", [72.0, 188.0])
def test_what_goes_in_comes_out_with_these_resonances(length):
    count = 8_192
    mouth = {"jaw": point(0.6, count), "tongue": point(0.4, count), "lips": point(1.0, count)}
    knock = np.zeros(count)
    knock[0] = 1.0
    power = np.abs(np.fft.rfft(shaped(knock, length=length, rate=RATE, mouth=mouth)))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    peaks = hertz[1:-1][(power[1:-1] > power[:-2]) & (power[1:-1] > power[2:])]
    for expected in formants(length, point(0.6), point(0.4), point(1.0))[:3, 0]:
        assert np.abs(peaks - expected).min() / expected < 0.06


def test_a_hum_is_duller_than_an_open_mouth():
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(RATE // 2)
    mouth = {"jaw": point(0.3, len(noise)), "tongue": point(0.0, len(noise))}
    shares = []
    for lips in (0.0, 1.0):
        sound = shaped(noise, length=170.0, rate=RATE, mouth={**mouth, "lips": point(lips, len(noise))})
        power = np.square(np.abs(np.fft.rfft(sound)))
        shares.append(power[500:].sum() / power.sum())  # above 1 kHz
    assert shares[0] < 0.5 * shares[1]
