"""A movie of one shot carries the sound of its sheet: where it stands, as long as the movie, and proved with it."""

from dataclasses import replace

import av
import numpy as np
import pytest

from komadori.deliver import export_shot, follow
from komadori.deliver.presets import PRESETS
from komadori.deliver.sheet_sound import sound_of
from komadori.progress import finish
from komadori.score.of_sheet import acted
from komadori.score.voice import timbre_of, voice
from komadori.sheet import edit
from komadori.sheet.sheet import Cell
from komadori.sound import MIX_RATE, Wave, wav_bytes
from komadori.sound.loudness import loudest


def tone(seconds, level=0.4, pitch=330):
    time = np.arange(round(seconds * MIX_RATE)) / MIX_RATE
    return Wave(data=(level * np.sin(2 * np.pi * pitch * time))[None].astype(np.float32), rate=MIX_RATE)


def heard_in(path):
    """The samples of a movie's sound, as PyAV decodes them; none where it has no sound."""
    with av.open(path) as container:
        if not container.streams.audio:
            return None
        planar = av.AudioResampler(format="fltp", layout="stereo", rate=MIX_RATE)
        parts = [part.to_ndarray() for frame in container.decode(audio=0) for part in planar.resample(frame)]
    return np.concatenate(parts, axis=1)


def loudness(samples, begin, end):
    """The root mean square between two moments in seconds."""
    return float(np.sqrt((samples[0, round(begin * MIX_RATE) : round(end * MIX_RATE)].astype(np.float64) ** 2).mean()))


@pytest.fixture
def sounding(shoot, series):
    """A take of two seconds; `sounding(cells, …)` lays each row of cells into a sound column of its own."""
    take = shoot(lengths=(6,) * 8)
    shot = series.shot(take.slate)
    shot.add_sound("tone.wav", wav_bytes(tone(1)))

    def lay(*rows):
        with take.writer() as writer:
            for number, cells in enumerate(rows):
                writer.do(edit.add_column(writer.sheet, f"heard {number}", "sound", cells))
        return series.take(take.slate), shot.sound

    return lay


LATER = (Cell(length=24), Cell(length=24, text="tone.wav", start=1))
"""A second of silence, and a second of the tone."""


@pytest.mark.parametrize(("preset", "name"), [("h264", "film.mp4"), ("prores", "film.mov")])
def test_the_sound_of_the_sheet_is_heard_where_it_stands(sounding, tmp_path, preset, name):
    take, sounds = sounding(LATER)
    done = finish(export_shot(take, PRESETS[preset], tmp_path / name, finished=False, sounds=sounds))
    samples = heard_in(tmp_path / name)
    assert loudness(samples, 0.1, 0.9) < 0.001
    assert loudness(samples, 1.1, 1.9) == pytest.approx(0.4 / np.sqrt(2), rel=0.05)
    assert samples.shape[1] / MIX_RATE == pytest.approx(2, abs=0.05)
    assert done.notices == ()


def test_a_movie_without_sounds_on_its_sheet_or_without_their_files_has_none(shoot, sounding, tmp_path):
    take, _ = sounding((Cell(length=48, text="gone.wav", start=1),))
    silent, named = tmp_path / "silent.mp4", tmp_path / "named.mp4"
    finish(export_shot(take, PRESETS["h264"], silent, finished=False))
    assert heard_in(silent) is None

    def nowhere(name):
        return tmp_path / name

    done = finish(export_shot(take, PRESETS["h264"], named, finished=False, sounds=nowhere))
    assert heard_in(named) is None
    (notice,) = done.notices
    assert notice.startswith("gone.wav: there is no file")
    assert notice.endswith("The movie is silent there.")


def test_what_holds_no_sound_says_so(sounding, tmp_path):
    take, sounds = sounding(LATER)
    done = finish(export_shot(take, PRESETS["gif"], tmp_path / "film.gif", finished=False, sounds=sounds))
    assert done.notices == ("gif holds no sound, so that of the sheet was left out.",)


def test_sounds_that_are_too_loud_together_are_turned_down_and_not_cut_off(sounding):
    take, sounds = sounding(LATER, LATER, LATER)
    heard, told = sound_of(take.sheet, follow(take), sounds)
    assert float(np.abs(heard.data).max()) == pytest.approx(1, abs=1e-3)
    assert told == ("The sounds together were too loud, and were turned down by 1.6 dB.",)


def test_a_sound_begins_where_its_frame_is_seen_though_frames_before_are_hidden(sounding, series):
    take, sounds = sounding(LATER)
    with take.writer() as writer:
        writer.do(edit.mark(writer.sheet, 1, 6, hidden=True))
    take = series.take(take.slate)
    reel = follow(take)
    heard, _ = sound_of(take.sheet, reel, sounds)
    assert heard.samples == 42 * MIX_RATE // 24
    assert loudness(heard.data, 0, 0.74) == 0
    assert loudness(heard.data, 0.76, 1.7) > 0.2


# -- the voices of the score -------------------------------------------------------------------------------------------


@pytest.fixture
def scored(shoot, series):
    """A take of two seconds; `scored(cells)` writes a score on its sheet."""
    take = shoot(lengths=(6,) * 8)

    def write(*cells, name="score"):
        with take.writer() as writer:
            writer.do(edit.add_column(writer.sheet, name, "free", cells))
        return series.take(take.slate), series.shot(take.slate).sound

    return write


HUM = (Cell(length=24), Cell(length=24, text="badger: hum 20f"))


def test_the_score_of_a_sheet_is_heard_with_its_movie(scored, tmp_path):
    take, sounds = scored(*HUM)
    done = finish(export_shot(take, PRESETS["h264"], tmp_path / "film.mp4", finished=False, sounds=sounds))
    samples = heard_in(tmp_path / "film.mp4")
    assert loudness(samples, 0.1, 0.95) < 1e-4
    assert loudness(samples, 1.1, 1.6) > 0.02
    assert np.allclose(samples[0], samples[1], atol=1e-3)
    assert done.notices == ()


def test_a_voice_is_as_loud_on_two_sides_as_it_is_on_one(scored):
    take, sounds = scored(*HUM)
    sound, told = sound_of(take.sheet, follow(take), sounds)
    cast, marks = acted(take.sheet)
    said = voice(marks, timbre_of(cast["badger"]), rate=take.take.rate, frames=48, seed=0)
    one = loudest(Wave(data=said[None], rate=MIX_RATE))
    assert loudest(sound) == pytest.approx(one, abs=0.1)
    assert (sound.samples, told) == (2 * MIX_RATE, ())


def test_voices_are_heard_beside_sounds_and_where_their_frames_are_seen(scored):
    take, sounds = scored(*HUM)
    with take.writer() as writer:
        writer.do(edit.add_column(writer.sheet, "heard", "sound", (Cell(length=24, text="gone.wav", start=1),)))
    reel = follow(take)
    plain, told = sound_of(take.sheet, reel, sounds)
    assert len(told) == 1
    faster = replace(reel, places=tuple(range(1, 49, 2)))
    quick, _ = sound_of(take.sheet, faster, sounds)
    begins = [np.flatnonzero(np.abs(one.data[0]) > 1e-4)[0] / MIX_RATE for one in (plain, quick)]
    assert begins[0] == pytest.approx(1.0, abs=0.05)
    assert begins[1] == pytest.approx(0.5, abs=0.05)
    assert quick.samples == MIX_RATE


def test_of_a_score_nothing_is_heard_where_it_is_hidden_wrong_or_of_somebody_without_a_voice(scored):
    take, sounds = scored(Cell(length=12, text="badger: hum", hidden=True), Cell(length=36, text="teapot: hum"))
    assert sound_of(take.sheet, follow(take), sounds) == (None, ())
    take, sounds = scored(Cell(length=24, text="fly"), name="score badger")
    sound, told = sound_of(take.sheet, follow(take), sounds)
    assert sound is None
    (notice,) = told
    assert "There is no gesture 'fly'." in notice
    assert notice.endswith("The movie is silent there.")


OWN = """
schema = "komadori.character/1"
like = "badger"
[voice]
pitch = {pitch}
"""


def test_the_series_own_characters_are_heard_with_the_movie_of_a_shot(scored, series, tmp_path):
    take, sounds = scored(Cell(length=48, text="teapot: hum 40f"))

    def movie(name):
        finish(export_shot(take, PRESETS["h264"], tmp_path / name, finished=False, sounds=sounds))
        return heard_in(tmp_path / name)

    assert movie("silent.mp4") is None
    own = tmp_path / "film" / "teapot.toml"
    own.parent.mkdir()
    heard = []
    for pitch in (110, 330):
        own.write_text(OWN.format(pitch=pitch), encoding="utf-8")
        series.keep_characters([own])
        heard.append(movie(f"{pitch}.mp4"))
    assert loudness(heard[0], 0.1, 1.5) > 0.02
    low, high = (np.abs(np.fft.rfft(one[0][: 2 * MIX_RATE], 2 * MIX_RATE)) for one in heard)
    # Bins of half a hertz: what lies below 200 Hz is heard of the lower voice only.
    assert low[100:400].max() > 10 * high[100:400].max()
