"""Sounds stand where the sheet places them, to the sample, whole or split."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sound import MIX_RATE, Placed, Wave, first_sample, mix

NTSC = Fraction(24_000, 1001)
FPS = st.sampled_from([Fraction(24), Fraction(25), NTSC])


def noise(samples, rate=MIX_RATE):
    rng = np.random.default_rng(5)
    return Wave(data=rng.uniform(-0.5, 0.5, (1, samples)).astype(np.float32), rate=rate)


def test_a_sound_begins_with_its_frame():
    sound = noise(48_000)
    mixed = mix([Placed(sound=sound, first=25, frames=24)], Fraction(24))
    assert (mixed.rate, mixed.channels, mixed.samples) == (MIX_RATE, 2, 96_000)
    assert not mixed.data[:, :48_000].any()
    assert np.array_equal(mixed.data[:, 48_000:], np.repeat(sound.data, 2, axis=0))


def test_the_middle_of_a_sound_comes_and_goes_softly():
    sound = Wave(data=np.full((1, 48_000), 0.5, np.float32), rate=MIX_RATE)
    mixed = mix([Placed(sound=sound, first=1, frames=6, start=7)], Fraction(24)).data[0]
    assert len(mixed) == 12_000
    assert (mixed[200:-200] == 0.5).all()
    assert np.abs(np.diff(mixed, prepend=0, append=0)).max() < 0.01


def test_a_sound_that_ends_by_itself_is_left_alone():
    sound = Wave(data=np.full((1, 3_000), 0.5, np.float32), rate=MIX_RATE)
    mixed = mix([Placed(sound=sound, first=1, frames=6)], Fraction(24))
    assert (mixed.data[:, :3_000] == 0.5).all()
    assert not mixed.data[:, 3_000:].any()


@given(first=st.integers(1, 40), length=st.integers(2, 40), start=st.integers(1, 20), fps=FPS, data=st.data())
def test_a_split_sound_sounds_as_if_it_were_whole(first, length, start, fps, data):
    after = data.draw(st.integers(1, length - 1))
    sound = noise(60_000)
    whole = mix([Placed(sound=sound, first=first, frames=length, start=start)], fps)
    parts = [
        Placed(sound=sound, first=first + after, frames=length - after, start=start + after),
        Placed(sound=sound, first=first, frames=after, start=start),
    ]
    assert np.array_equal(mix(parts, fps).data, whole.data)


def test_late_in_a_long_film_a_sound_is_still_on_its_frame():
    sound = noise(4_004)
    first = 100_000
    mixed = mix([Placed(sound=sound, first=first, frames=2)], NTSC)
    assert np.flatnonzero(mixed.data[0])[0] == first_sample(first, NTSC, MIX_RATE) == (first - 1) * 2002
    assert np.array_equal(mixed.data[0, -4_004:], sound.data[0])


def test_sounds_add_up_and_the_mix_may_be_cut_or_stretched():
    sound = noise(24_000)
    twice = mix([Placed(sound=sound, first=1, frames=12)] * 2, Fraction(24))
    assert np.allclose(twice.data, 2 * sound.data)
    assert mix([Placed(sound=sound, first=1, frames=12)], Fraction(24), frames=6).samples == 12_000
    assert mix([], Fraction(24), frames=48).samples == 96_000
    assert mix([], Fraction(24)).samples == 0


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 96_000])
def test_other_rates_keep_pitch_and_time(rate, tone):
    sound = tone(1.0, rate, hz=500)
    mixed = mix([Placed(sound=sound, first=1, frames=24)], Fraction(24)).data[0]
    assert np.argmax(np.abs(np.fft.rfft(mixed))) == 500
    burst = Wave(data=np.zeros((1, rate), np.float32), rate=rate)
    burst.data[0, rate // 2 :] = sound.data[0, : rate - rate // 2]
    heard = mix([Placed(sound=burst, first=1, frames=24)], Fraction(24)).data[0]
    # Half a second in, to within a millisecond and its filter's ring.
    assert np.flatnonzero(np.abs(heard) > 0.03)[0] == pytest.approx(24_000, abs=60)
