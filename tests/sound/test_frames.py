"""Every sample belongs to exactly one frame, for hours, at every rate of the field."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sound import Wave, envelope, first_sample, slice_of

NTSC = Fraction(24_000, 1001)
RATES = st.sampled_from([8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
FPS = st.sampled_from([Fraction(12), Fraction(24), Fraction(25), Fraction(30), NTSC, Fraction(30_000, 1001)])


def noise(samples, rate=48_000, channels=1):
    rng = np.random.default_rng(3)
    return Wave(data=rng.uniform(-0.9, 0.9, (channels, samples)).astype(np.float32), rate=rate)


@given(frame=st.integers(-1_000, 300_000), fps=FPS, rate=RATES)
def test_a_frame_begins_with_the_first_sample_at_or_after_its_beginning(frame, fps, rate):
    begin = first_sample(frame, fps, rate)
    assert begin == math.ceil(Fraction(frame - 1) * rate / fps)
    # The frame on screen when a sample is heard is the frame the sample belongs to, as the player shows it.
    assert math.floor(Fraction(begin, rate) * fps) + 1 == frame
    assert math.floor(Fraction(begin - 1, rate) * fps) + 1 == frame - 1


def test_nothing_drifts_over_200_000_frames():
    frames = 200_000
    assert first_sample(frames + 1, NTSC, 48_000) == frames * 2002
    lengths = np.diff([first_sample(frame, NTSC, 44_100) for frame in range(1, frames + 2)])
    assert set(lengths) == {1839, 1840}
    assert lengths.sum() == math.ceil(Fraction(frames) * 44_100 / NTSC)


@given(samples=st.integers(0, 30_000), fps=FPS, rate=RATES, channels=st.integers(1, 2))
def test_an_envelope_is_that_of_the_slices(samples, fps, rate, channels):
    sound = noise(samples, rate, channels)
    drawn = envelope(sound, fps)
    assert drawn.frames == sound.frames(fps) == len(drawn.high) == len(drawn.rms)
    for place in {0, drawn.frames // 2, drawn.frames - 1} if drawn.frames else set():
        begin = first_sample(place + 1, fps, rate)
        part = sound.data[:, begin : first_sample(place + 2, fps, rate)]
        assert drawn.low[place] == part.min()
        assert drawn.high[place] == part.max()
        assert drawn.rms[place] == pytest.approx(np.sqrt(np.mean(part.astype(np.float64) ** 2)), rel=1e-4)


def test_a_click_is_drawn_at_its_frame_and_nowhere_else():
    data = np.zeros((1, 96_000), np.float32)
    data[0, first_sample(25, NTSC, 48_000)] = 0.8
    data[0, first_sample(31, NTSC, 48_000) - 1] = -0.5
    drawn = envelope(Wave(data=data, rate=48_000), NTSC)
    assert [int(place) + 1 for place in np.flatnonzero(drawn.high)] == [25]
    assert [int(place) + 1 for place in np.flatnonzero(drawn.low)] == [30]


@given(first=st.integers(-30, 60), frames=st.integers(0, 80), fps=FPS, rate=RATES)
def test_slices_side_by_side_are_the_slice_of_both(first, frames, fps, rate):
    sound = noise(20_000, rate)
    whole = slice_of(sound, first, frames, fps)
    cut = frames // 3
    parts = (slice_of(sound, first, cut, fps), slice_of(sound, first + cut, frames - cut, fps))
    assert np.array_equal(np.concatenate([part.data for part in parts], axis=1), whole.data)
    assert whole.samples == first_sample(first + frames, fps, rate) - first_sample(first, fps, rate)


def test_before_and_after_a_sound_is_silence():
    sound = noise(2_000)
    assert np.array_equal(slice_of(sound, 1, 1, Fraction(24)).data, sound.data)
    around = slice_of(sound, 0, 3, Fraction(24)).data
    assert not around[:, :2_000].any()
    assert np.array_equal(around[:, 2_000:4_000], sound.data)
    assert not around[:, 4_000:].any()


def test_frames_may_be_finer_than_samples():
    drawn = envelope(noise(500, 1_000), Fraction(4_000))
    assert drawn.frames == 499 * 4 + 1
    assert np.isfinite(drawn.rms).all()
