"""A movie with sound: muxed, proved, and judged by ffprobe and by a decoder that is not ours."""

import json
import shutil
import subprocess
from fractions import Fraction

import numpy as np
import pytest

from komadori.deliver import NotAsPromised, WrongTarget, export_reel, follow, preset_for
from komadori.deliver import movie as movie_module
from komadori.deliver.presets import PRESETS
from komadori.deliver.soundtrack import verify_sound
from komadori.progress import finish
from komadori.sound import MIX_RATE, Wave

MOVIES = [("prores", "film.mov"), ("h264", "film.mp4")]


def melody(seconds):
    """Two different sides whose every second sounds unlike the one before."""
    time = np.arange(round(seconds * MIX_RATE)) / MIX_RATE
    left = 0.4 * np.sin(2 * np.pi * (220 + 60 * time) * time)
    right = 0.4 * np.sin(2 * np.pi * (330 + 45 * time) * time)
    return Wave(data=np.stack([left, right]).astype(np.float32), rate=MIX_RATE)


@pytest.fixture
def reel(shoot):
    return follow(shoot(lengths=(6,) * 8))


@pytest.mark.parametrize(("preset", "name"), MOVIES)
def test_the_sound_stands_at_its_time(preset, name, reel, tmp_path):
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed; it judges the sound independently")
    sound = melody(2.0)
    to = tmp_path / name
    done = finish(export_reel(reel, preset_for(preset, to), to, name="film", sound=sound))
    assert done.frames == 48
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-of", "json", to], capture_output=True, check=True
    ).stdout
    video, audio = json.loads(said)["streams"]
    assert (video["codec_type"], audio["codec_type"]) == ("video", "audio")
    assert (audio["sample_rate"], audio["channels"]) == ("48000", 2)
    assert float(video["start_time"]) == 0
    assert float(audio["duration"]) == pytest.approx(2.0, abs=0.05)
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", to, "-map", "0:a", "-f", "f32le", "-"], capture_output=True, check=True
    ).stdout
    heard = np.frombuffer(raw, np.float32).reshape(-1, 2).T
    own, got = sound.data[0, 20_000:60_000], heard[0, 20_000:60_000]
    assert np.abs(own - got).mean() < 0.02


@pytest.mark.parametrize(("preset", "name"), MOVIES)
def test_another_sound_is_told(preset, name, reel, tmp_path):
    sound = melody(2.0)
    to = tmp_path / name
    finish(export_reel(reel, preset_for(preset, to), to, name="film", sound=sound))
    assert not list(verify_sound(to, PRESETS[preset], sound))
    late = Wave(data=np.roll(sound.data, 480, axis=1), rate=MIX_RATE)
    assert list(verify_sound(to, PRESETS[preset], late))
    silent = Wave(data=np.zeros_like(sound.data), rate=MIX_RATE)
    assert "silent" in next(iter(verify_sound(to, PRESETS[preset], silent)))


def test_a_movie_without_the_sound_promised_is_not_put_in_place(reel, tmp_path, monkeypatch):
    def silent(path, preset, canvas, pictures, _sound):
        return written(path, preset, canvas, pictures, None)

    written = movie_module.write_movie
    monkeypatch.setattr(movie_module, "write_movie", silent)
    to = tmp_path / "film.mp4"
    with pytest.raises(NotAsPromised, match="sound"):
        finish(export_reel(reel, preset_for(None, to), to, name="film", sound=melody(2.0)))
    assert not to.exists()


def test_a_gif_has_no_room_for_sound(reel, tmp_path):
    to = tmp_path / "film.gif"
    with pytest.raises(WrongTarget, match="holds no sound"):
        finish(export_reel(reel, preset_for(None, to), to, name="film", sound=melody(1.0)))


def test_the_pictures_are_the_same_with_and_without_sound(reel, tmp_path):
    assert reel.rate == Fraction(24)
    quiet, loud = tmp_path / "quiet.mov", tmp_path / "loud.mov"
    finish(export_reel(reel, preset_for(None, quiet), quiet, name="film"))
    finish(export_reel(reel, preset_for(None, loud), loud, name="film", sound=melody(2.0)))
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed; it hashes the frames")
    hashes = [
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-f", "md5", "-"], capture_output=True, check=True
        ).stdout
        for path in (quiet, loud)
    ]
    assert hashes[0] == hashes[1]
