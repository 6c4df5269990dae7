"""A piece is read, refused with reasons, and played in tune and in time."""

from pathlib import Path

import numpy as np
import pytest

from komadori.errors import Several
from komadori.sound import loudness
from komadori.sound.made import INSTRUMENTS, BadSound, load_piece, music, parse_piece
from komadori.sound.made.piece import hertz_of
from komadori.sound.pitch import pitch
from komadori.sound.wave import Wave

ROOT = Path(__file__).resolve().parents[3]
HEAD = 'schema = "komadori.piece/1"\ntitle = "A bar"\ntempo = 120\nroom = 0.2\nloose = 0\n'


def part(notes, instrument="felt piano", more=""):
    return f'[[part]]\nname = "one"\ninstrument = "{instrument}"\nnotes = "{notes}"\n{more}'


def test_notes_follow_each_other():
    piece = parse_piece(HEAD + part("A4:1 -:.5 | [C4 F#4]:2:.3", more="at = 4"))
    first, second = piece.parts[0].notes
    assert (first.at, first.beats, first.hertz, first.strength) == (4.0, 1.0, (440.0,), 0.6)
    assert (second.at, second.beats, second.strength) == (5.5, 2.0, 0.3)
    assert second.hertz == pytest.approx((261.63, 369.99), abs=0.01)
    assert piece.beats == 7.5


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("name", ["D4", "A5"])
def test_every_instrument_is_in_tune(instrument, name):
    data = INSTRUMENTS[instrument](hertz_of(name), 0.6, 0.6, np.random.default_rng(1))[4_800:24_000]
    heard = pitch(Wave(data=data[None].astype(np.float32), rate=48_000), low=200, high=1_400, step=0.05)
    assert 1200 * np.log2(np.nanmedian(heard.hertz) / hertz_of(name)) == pytest.approx(0.0, abs=14)


def test_a_piece_can_be_told_how_long_to_be():
    piece = parse_piece(HEAD + part("A4:1 D5:1", "kalimba"))
    sound = music(piece, seconds=4.0, seed=1)
    assert sound.samples == 4 * 48_000
    assert loudness(sound).integrated == pytest.approx(-31.0, abs=0.2)
    assert np.abs(sound.data[:, -1]).max() < 1e-4
    assert sound.data.tobytes() == music(piece, seconds=4.0, seed=1).data.tobytes()
    with pytest.raises(BadSound, match="cannot be played at"):
        music(piece, seconds=2.1)


def test_a_piece_slows_at_its_end():
    piece = parse_piece(HEAD + "slows = 4\n" + part("A4:8"))
    times = [piece.beat(at) for at in range(9)]
    assert times[:5] == [0, 1, 2, 3, 4]
    steps = np.diff(times)
    assert (np.diff(steps[3:]) > 0).all()
    assert 1.5 < steps[-1] < 1.8


def test_the_piece_of_the_house_is_a_year_with_a_quiet_end():
    piece = load_piece(ROOT / "examples/first-light/music.toml")
    assert piece.beats * 60 / piece.tempo == pytest.approx(45, abs=1)
    names = " ".join(one.name for one in piece.parts)
    assert all(season in names for season in ("spring", "summer", "autumn", "winter"))
    assert {one.instrument for one in piece.parts} == set(INSTRUMENTS)


def test_what_is_wrong_is_told_together():
    text = HEAD.replace("120", "0") + part("H4:1 A4 A9x:1", "horn", more="pan = 3\nvolume = 1")
    with pytest.raises(Several) as caught:
        parse_piece(text, "bad.toml")
    told = str(caught.value)
    for wrong in ("tempo is 0", "'H4' is no pitch", "'A4' is no note", "'horn'", "pan is 3", "no 'volume'"):
        assert wrong in told
    with pytest.raises(BadSound, match="is no piece"):
        parse_piece("title = 'x'")
    with pytest.raises(BadSound, match="cannot be read"):
        load_piece(ROOT / "no-such-piece.toml")
