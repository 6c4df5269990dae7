"""A shot's sound columns as one track, and what a timeline draws of it."""

import json
from fractions import Fraction

import av
import numpy as np
import pytest

from komadori.deliver.sheet_sound import track
from komadori.sheet.sheet import Cell, Column, Sheet
from komadori.sheet.strip import Strip
from komadori.sound import SoundTrouble, Wave, slice_of, wav_bytes
from komadori.studio.media import track_of
from komadori.studio.sounds import peaks_json

FPS = Fraction(24)


def sheet(*columns):
    picture = Column(name="picture", kind="picture", cells=Strip.of([Cell(length=48)]))
    return Sheet(rate=FPS, columns=(picture, *columns))


def sounds(*cells, name="sound"):
    return Column(name=name, kind="sound", cells=Strip.of(cells))


@pytest.fixture
def folder(tmp_path):
    """kettle.wav, a second at 0.5; robin.wav, half a second at 0.25."""
    for name, level, seconds in (("kettle", 0.5, 1), ("robin", 0.25, 0.5)):
        data = np.full((1, round(48_000 * seconds)), level, np.float32)
        (tmp_path / f"{name}.wav").write_bytes(wav_bytes(Wave(data=data, rate=48_000)))
    return tmp_path


def heard(wave, frame):
    """The level in the middle of a frame."""
    part = slice_of(wave, frame, 1, FPS).data
    return round(float(part[:, 900:1_100].mean()), 3)


def test_all_sound_columns_are_heard_where_they_stand(folder):
    told = []
    voice = sounds(
        Cell(length=12), Cell(length=12, text="robin.wav", start=1), Cell(length=6, text="kettle.wav", start=3)
    )
    music = sounds(Cell(length=24, text="kettle.wav", start=1), name="music")
    made = track(sheet(voice, music), lambda name: folder / name, FPS, tell=told.append)
    assert [heard(made, frame) for frame in (1, 12, 13, 24, 25, 30, 31)] == [0.5, 0.5, 0.75, 0.75, 0.5, 0.5, 0]
    assert made.samples == 30 * 2_000
    assert not told


def test_what_is_missing_is_silent_and_told_once(folder):
    (folder / "broken.wav").write_bytes(b"RIFF....WAVE")
    told = []
    cells = [Cell(length=4, text=name, start=1) for name in ("gone.wav", "robin.wav", "gone.wav", "broken.wav")]
    made = track(sheet(sounds(*cells)), lambda name: folder / name, FPS, tell=told.append)
    assert [heard(made, frame) for frame in (2, 6, 10, 14)] == [0, 0.25, 0, 0]
    assert [(trouble.name, trouble.trouble) for trouble in told] == [
        ("gone.wav", SoundTrouble.MISSING),
        ("broken.wav", SoundTrouble.DAMAGED),
    ]


def test_a_sheet_without_sound_is_silent(folder):
    assert track(sheet(), lambda name: folder / name, FPS).samples == 0


def test_peaks_are_what_a_timeline_draws():
    data = np.zeros((1, 4_000), np.float32)
    data[0, 2_600], data[0, 700] = 0.75, -0.5
    told = json.loads(peaks_json(Wave(data=data, rate=48_000), Fraction(24)))
    assert told["rate"] == [24, 1]
    assert told["frames"] == 2
    assert told["per_frame"] == 4
    assert told["high"] == [0, 0, 0, 0, 0, 0.75, 0, 0]
    assert told["low"] == [0, -0.5, 0, 0, 0, 0, 0, 0]
    assert len(told["rms"]) == 8


def test_a_movie_written_from_the_studio_carries_the_sound_of_the_sheet(desk, do):
    do(desk, "shoot", count=2, held=6)
    beep = Wave(data=np.full((1, 12_000), 0.5, np.float32), rate=48_000)
    desk.open_take().shot.add_sound("beep.wav", wav_bytes(beep))
    do(desk, "place-sound", name="beep.wav", frame=1)
    number = do(desk, "export", preset="h264")["work"]
    ended = desk.told.soon("work", lambda one: one["id"] == number and one["state"] != "running")
    assert (ended["state"], ended["trouble"]) == ("done", "")
    with av.open(ended["result"]["path"]) as movie:
        assert movie.streams.audio


def test_the_score_is_heard_with_the_sheet_and_made_again_when_it_changes(desk, do):
    do(desk, "add-column", name="score", kind="free")

    def hear():
        return track_of(desk, desk.open_take().take.take.id)[0]

    silent = hear()
    do(desk, "write", column="score", frame=13, text="badger: hum 12f", length=24)
    hummed = hear()
    assert len(hummed) - len(silent) == 24 * 2_000 * 4
    do(desk, "write", column="score", frame=13, text="badger: squeak 12f", length=24)
    squeaked = hear()
    assert squeaked != hummed
    own = desk.open_series().path / "characters" / "badger.toml"
    own.parent.mkdir()
    own.write_text('schema = "komadori.character/1"\nlike = "vole"\n', encoding="utf-8")
    assert hear() != squeaked
