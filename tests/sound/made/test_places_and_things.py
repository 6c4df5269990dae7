"""Places and small things sound as they should, at their loudness, and cut without a click."""

import re
from pathlib import Path

import numpy as np
import pytest

from komadori.sound import Wave, loudness
from komadori.sound.made import AMBIENCES, FOLEY, INSTRUMENTS, PLACES, BadSound, ambience, foley, heard_in


def centre(sound):
    """The frequency at which half of the power lies below."""
    power = np.square(np.abs(np.fft.rfft(sound.data.mean(axis=0))))
    return np.fft.rfftfreq(sound.samples, 1 / sound.rate)[np.searchsorted(np.cumsum(power), power.sum() / 2)]


@pytest.mark.parametrize("kind", AMBIENCES)
def test_a_place_is_as_long_and_loud_as_it_is_told(kind):
    sound = ambience(kind, 1.5, seed=2)
    assert (sound.channels, sound.rate, sound.samples) == (2, 48_000, 72_000)
    assert loudness(sound).integrated == pytest.approx(AMBIENCES[kind][1], abs=1.0)
    assert np.abs(sound.data[:, [0, -1]]).max() < 1e-3
    assert np.abs(sound.data.mean()) < 1e-4
    assert np.abs(sound.data).max() < 0.7
    left, right = sound.data
    assert -0.2 < np.corrcoef(left, right)[0, 1] < 0.995


@pytest.mark.parametrize("kind", FOLEY)
def test_a_small_sound_begins_at_once_and_ends_in_silence(kind):
    sound = foley(kind, seed=3)
    assert 0.1 < sound.samples / sound.rate < 5
    heard = np.flatnonzero(np.abs(sound.data).max(axis=0) > 0.02 * np.abs(sound.data).max())
    assert heard[0] < 0.12 * sound.rate
    assert np.abs(sound.data[:, -1]).max() < 1e-4
    assert np.abs(sound.data).max() < 0.7
    assert loudness(sound).momentary <= FOLEY[kind][1] + 0.5 or sound.samples < 19_200


def test_the_same_seed_is_the_same_sound_and_no_two_steps_are_alike():
    once, again, other = foley("step", 1).data, foley("step", 1).data, foley("step", 2).data
    assert once.tobytes() == again.tobytes()
    assert once.shape != other.shape or not np.array_equal(once, other)
    assert ambience("rain", 1.0, 5).data.tobytes() == ambience("rain", 1.0, 5).data.tobytes()


def test_what_is_low_is_low_and_what_is_high_is_high():
    assert centre(ambience("snow", 1.0)) < 200
    assert 300 < centre(ambience("river", 1.0)) < 2_500
    assert 3_500 < centre(ambience("cicadas", 1.0)) < 6_500
    assert centre(foley("step")) < 200 < centre(foley("cup")) < centre(foley("bite"))


def test_what_is_heard_in_a_room_stays_at_its_frame_and_has_an_answer():
    data = np.zeros((1, 24_000), np.float32)
    data[0, 6_000] = 0.5
    for place, (_, _, wet) in PLACES.items():
        heard = heard_in(Wave(data=data, rate=48_000), place)
        assert heard.data.shape == (2, 24_000)
        assert np.abs(heard.data[:, :6_000]).max() < 1e-6
        assert heard.data[:, 6_000] == pytest.approx(0.5 * (1 - 0.5 * wet), abs=0.01)
        assert np.abs(heard.data[:, 6_500:9_000]).max() > 1e-5
    with pytest.raises(BadSound, match="in 'cave'"):
        heard_in(Wave(data=data, rate=48_000), "cave")


def test_what_nobody_can_make_is_told():
    with pytest.raises(BadSound, match="no ambience 'sea'") as caught:
        ambience("sea", 1.0)
    assert "river" in caught.value.hint
    with pytest.raises(BadSound, match="cannot be made"):
        ambience("rain", 0.0)
    with pytest.raises(BadSound, match="no small sound"):
        foley("bang")


def test_the_page_of_sounds_names_all_of_them():
    text = (Path(__file__).parents[3] / "docs/reference/sound.md").read_text(encoding="utf-8")
    for name, kinds in (("Places", AMBIENCES), ("Small things", FOLEY)):
        line = next(line for line in text.splitlines() if line.startswith(f"- **{name}**"))
        assert re.findall(r"`([^`]+)`", line) == list(kinds)
    for names in (PLACES, INSTRUMENTS):
        assert all(name in text for name in names)
