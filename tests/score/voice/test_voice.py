"""Each utterance stands at its frame, says what it means, and is fit for a mix."""

from fractions import Fraction

import numpy as np
import pytest

from komadori.score.mark import Mark
from komadori.score.voice import FEELINGS, SAMPLE_RATE, SAYINGS, SIGNS, load_timbre, utter, voice, voices
from komadori.sound import Wave
from komadori.sound.loudness import loudest
from komadori.sound.pitch import pitch

CAST = ("badger", "vole", "robin", "woman")
EVERYTHING = [*SAYINGS, *(f"({feeling})" for feeling in FEELINGS), *SIGNS]
FPS = Fraction(24)
NTSC = Fraction(24_000, 1001)


def said(gesture, who="badger", frames=24, **told):
    return utter(Mark(who=who, gesture=gesture, first=1, frames=frames, **told), load_timbre(who), rate=FPS, seed=1)


def loud(sound):
    return loudest(Wave(data=sound[None].astype(np.float32), rate=SAMPLE_RATE))


@pytest.mark.parametrize("rate", [FPS, Fraction(25), NTSC])
@pytest.mark.parametrize("first", [1, 7, 50])
def test_an_utterance_begins_with_its_frame(rate, first):
    mark = Mark(who="badger", gesture="hum", first=first, frames=12, text="!")
    stem = voice([mark], load_timbre("badger"), rate=rate, frames=72, seed=1)
    begin = -(-(first - 1) * SAMPLE_RATE * rate.denominator // rate.numerator)
    assert stem.dtype == np.float32
    assert len(stem) == -(-72 * SAMPLE_RATE * rate.denominator // rate.numerator)
    assert not stem[:begin].any()
    assert np.flatnonzero(stem)[0] - begin <= 1


def test_the_same_seed_gives_the_same_samples_and_another_does_not():
    marks = [Mark(who="vole", gesture="hum", first=3, frames=20, feeling="happy")]
    timbre = load_timbre("vole")
    once, again, other = (voice(marks, timbre, rate=FPS, frames=30, seed=seed) for seed in (4, 4, 5))
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != other.tobytes()


def test_what_is_silent_is_passed_over():
    assert not voice(
        [Mark(who="vole", gesture="tilt", first=1, frames=9)], load_timbre("vole"), rate=FPS, frames=9, seed=0
    ).any()


def tune_of(gesture, who, **told):
    """Semitones against the character's own pitch, a value every 20 ms, nan where there is no tone."""
    own = load_timbre(who).pitch
    sound = Wave(data=said(gesture, who, **told)[None].astype(np.float32), rate=SAMPLE_RATE)
    found = pitch(sound, low=own / 2.5, high=min(own * 3.5, 9_000.0), step=0.02, clear=0.75 if who == "robin" else 0.6)
    return 12 * np.log2(found.hertz / own)


def first_and_last(tune):
    heard = tune[np.isfinite(tune)]
    third = max(len(heard) // 4, 1)
    return np.median(heard[:third]), np.median(heard[-third:])


@pytest.mark.parametrize("who", CAST)
def test_a_question_ends_high_and_what_is_left_open_does_not(who):
    begins, ends = first_and_last(tune_of("hum", who, text="?"))
    assert ends - begins > 3
    begins, ends = first_and_last(tune_of("hum", who, text="…"))
    assert -5 < ends - begins < 0


@pytest.mark.parametrize("who", CAST)
def test_joy_is_higher_and_wider_than_sadness_which_falls(who):
    happy, sad = (tune_of("hum", who, feeling=feeling) for feeling in ("happy", "sad"))
    assert np.nanmedian(happy) - np.nanmedian(sad) > 4
    begins, ends = first_and_last(sad)
    assert begins - ends > 2
    assert np.ptp(np.nanpercentile(happy, [10, 90])) > np.ptp(np.nanpercentile(sad, [10, 90]))


@pytest.mark.parametrize("who", ["badger", "vole", "woman"])
def test_fear_is_high_and_anger_low(who):
    afraid, cross = (tune_of("hum", who, feeling=feeling) for feeling in ("afraid", "cross"))
    assert np.nanmedian(afraid) > 3
    assert np.nanmedian(cross) < 0


def test_a_sad_question_is_still_a_question_and_sadder():
    plain, sad = (tune_of("hum", "woman", text="?", feeling=feeling) for feeling in ("", "sad"))
    begins, ends = first_and_last(sad)
    assert ends - begins > 1
    assert np.nanmedian(sad) < np.nanmedian(plain)


def test_a_giggle_is_notes_at_the_pace_of_laughter():
    sound = np.abs(said("giggle", "woman", frames=30))
    level = np.concatenate([[0.0], sound[: len(sound) // 480 * 480].reshape(-1, 480).max(axis=1)])
    notes = np.flatnonzero((level[1:] > 0.2 * level.max()) & (level[:-1] <= 0.2 * level.max()))
    apart = np.diff(notes) * 0.01
    assert len(notes) >= 5
    assert 0.15 < np.median(apart) < 0.26
    assert level[notes[4] : notes[4] + 6].max() < level[notes[0] : notes[0] + 6].max()


@pytest.mark.parametrize("what", EVERYTHING)
def test_whatever_is_said_is_fit_for_a_mix(what):
    """No clicks where it begins and ends, no DC, peaks below −3 dBFS, and as loud as its kind is."""
    who = CAST[EVERYTHING.index(what) % 4]
    told = {"feeling": what[1:-1]} if what[0] == "(" else {"text": what} if what in SIGNS else {}
    sound = said("hum" if told else what, who, frames=36, **told)
    assert np.abs(sound).max() < 10 ** (-3 / 20)
    assert np.abs(sound[[0, -1]]).max() < 1e-4
    assert np.abs(np.diff(sound[[0, 1, 2, -3, -2, -1]])).max() < 1e-3
    assert abs(sound.mean()) < 2e-4
    assert -42 < loud(sound) < -14
    assert 0.08 < len(sound) / SAMPLE_RATE < 3.2


def test_a_character_has_one_throat():
    first = Mark(who="woman", gesture="hum", first=1, frames=48, text="…")
    second = Mark(who="woman", gesture="gasp", first=13, frames=12)
    timbre = load_timbre("woman")
    both = voice([second, first], timbre, rate=FPS, frames=48, seed=1)
    alone = voice([second], timbre, rate=FPS, frames=48, seed=1)
    assert np.array_equal(both[24_000:], alone[24_000:])
    assert both[12_000:20_000].any()


def test_strength_is_heard():
    soft, strong = (said("hum", "badger", strength=strength) for strength in (0.5, 1.5))
    assert loud(strong) - loud(soft) > 5


def test_every_character_gets_its_own_stem():
    marks = [Mark(who=who, gesture="hum", first=1 + 6 * n, frames=6) for n, who in enumerate(CAST)]
    stems = voices(marks, {who: load_timbre(who) for who in CAST}, rate=FPS, frames=30, seed=1)
    assert list(stems) == list(CAST)
    assert [int(np.flatnonzero(stem)[0]) // 2_000 for stem in stems.values()] == [0, 6, 12, 18]


def test_what_goes_on_for_ever_is_made_as_far_as_the_film_goes():
    mark = Mark(who="badger", gesture="purr", first=13, frames=10**7)
    stem = voice([mark], load_timbre("badger"), rate=FPS, frames=60, seed=1)
    assert len(stem) == 120_000
    assert np.abs(stem[-4_800:-1_440]).max() > 0.01
    assert np.abs(stem[-1]) < 1e-4
