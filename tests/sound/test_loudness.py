"""Loudness is what BS.1770 says, held against the tones of EBU Tech 3341 and against FFmpeg."""

import re
import shutil
import subprocess

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from komadori.sound import Wave, gain_to, loudness, true_peak, wav_bytes
from komadori.sound.loudness import limiting

RATE = 48_000


def tone(level, seconds, hz=1000.0, channels=2, rate=RATE):
    sine = 10.0 ** (level / 20.0) * np.sin(2.0 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(sine[None].astype(np.float32), channels, axis=0)


def wave(*parts, rate=RATE):
    return Wave(data=np.concatenate(parts, axis=1), rate=rate)


def programme(seed=3):
    """Something between music and weather, 8 s, in stereo, with a silence in it."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((2, 8 * RATE))
    time = np.arange(8 * RATE) / RATE
    soft = sosfilt(butter(1, 900, fs=RATE, output="sos"), noise, axis=1) * (0.1 + 0.3 * np.sin(time) ** 2)
    soft[:, 3 * RATE : 5 * RATE] = 0.0
    return Wave(data=(soft + 0.1 * np.sin(2 * np.pi * 440 * time) * (time > 6)).astype(np.float32), rate=RATE)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_a_tone_of_both_sides_is_as_loud_as_its_level(rate):
    measured = loudness(wave(tone(-23.0, 5, rate=rate), rate=rate))
    assert measured.integrated == pytest.approx(-23.0, abs=0.1)
    assert measured.momentary == pytest.approx(-23.0, abs=0.1)
    assert measured.range == pytest.approx(0.0, abs=0.1)


def test_what_is_soft_does_not_count():
    """Case 3 of Tech 3341, shortened."""
    sound = wave(tone(-36.0, 4), tone(-23.0, 20), tone(-36.0, 4))
    assert loudness(sound).integrated == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(("low", "high", "expected"), [(-30.0, -20.0, 10.0), (-20.0, -15.0, 5.0)])
def test_the_range_is_that_of_tech_3342(low, high, expected):
    assert loudness(wave(tone(low, 20), tone(high, 20))).range == pytest.approx(expected, abs=1.0)


def test_surround_counts_more_and_the_bass_channel_not():
    """Case 6 of Tech 3341, and a loud channel for basses."""
    levels = [(-28.0, 2), (-24.0, 1), (-4.0, 1), (-30.0, 2)]
    data = np.concatenate([tone(level, 4, channels=channels) for level, channels in levels])
    assert loudness(Wave(data=data, rate=RATE)).integrated == pytest.approx(-23.0, abs=0.1)


def test_a_peak_between_two_samples_is_found():
    turn = np.pi / 4.0 + np.pi / 2.0 * np.arange(RATE)
    between = Wave(data=(0.5 * np.sin(turn) * np.hanning(RATE))[None].astype(np.float32), rate=RATE)
    assert np.abs(between.data).max() < 0.36
    assert true_peak(between) == pytest.approx(-6.02, abs=0.2)


def test_silence_has_no_loudness():
    silent = loudness(Wave(data=np.zeros((2, RATE), np.float32), rate=RATE))
    assert (silent.integrated, silent.peak, silent.range) == (-np.inf, -np.inf, 0.0)
    assert gain_to(Wave(data=np.zeros((1, 9), np.float32), rate=RATE), -24.0) == 0.0


def test_the_limiter_holds_peaks_and_leaves_the_rest():
    sound = programme()
    loud = sound.data.copy()
    loud[:, 6 * RATE : 6 * RATE + 40] += 1.5
    loud = Wave(data=loud, rate=RATE)
    gains = limiting(loud, -3.0)
    assert true_peak(Wave(data=loud.data * gains, rate=RATE)) <= -3.0
    assert (gains == 1.0).mean() > 0.9
    assert np.abs(np.diff(gains)).max() < 0.01


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="there is no ffmpeg to ask")
def test_ffmpeg_hears_the_same(tmp_path):
    sound = programme()
    path = tmp_path / "programme.wav"
    path.write_bytes(wav_bytes(sound, bits=24))
    command = ["ffmpeg", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split("Summary:")[-1]
    heard = {key: float(value) for key, value in re.findall(r"(I|LRA|Peak):\s+(-?[\d.]+)", said)}
    measured = loudness(sound)
    assert measured.integrated == pytest.approx(heard["I"], abs=0.15)
    assert measured.range == pytest.approx(heard["LRA"], abs=0.3)
    assert measured.peak == pytest.approx(heard["Peak"], abs=0.15)
