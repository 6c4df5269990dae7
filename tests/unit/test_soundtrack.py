"""What is heard where one shot dissolves into the next: places give way to each other, voices stay in their room."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from komadori.deliver import Reel, Showing
from komadori.film import Slate
from komadori.progress import finish
from komadori.score.character import load_character
from komadori.score.mark import Mark
from komadori.score.voice import timbre_of, utterances, voice
from komadori.sound import MIX_RATE, first_sample
from komadori.unit.conform import Clip, Cut
from komadori.unit.script import Script, ShotScript, SoundCue
from komadori.unit.soundtrack import soundtrack

RATE, FRAMES = Fraction(24), 120


def shot(number, *, dissolve=0, place="", seed=1, score="", heard_in="near"):
    sounds = (SoundCue(kind="ambience", name=place, seed=seed),) if place else ()
    slate = Slate.parse(f"ep01/sc010/sh0{number}0")
    return ShotScript(
        slate=slate, stage="", frames=FRAMES, dissolve=dissolve, sounds=sounds, score=score, heard_in=heard_in
    )


def sounding(*shots):
    """The soundtrack of a film of `shots`, and the samples from and to which the second dissolves in."""
    clips, first = [], 1
    for one in shots:
        showing = Showing(first=1, length=FRAMES, picture=1, path=Path("one.tif"))
        reel = Reel(rate=RATE, showings=(showing,), places=tuple(range(1, FRAMES + 1)))
        clips.append(Clip(shot=one, film=reel, reel=reel, first=first - one.dissolve))
        first += FRAMES - one.dissolve
    script = Script(folder=Path(), title="Tea", rate=RATE, seed=1, shots=shots)
    mixed = finish(soundtrack(script, Cut(clips=tuple(clips), rate=RATE)))
    begin = first_sample(clips[-1].first, RATE, MIX_RATE)
    return mixed, begin, first_sample(clips[-1].first + shots[-1].dissolve, RATE, MIX_RATE)


def loudness(wave, begin, end):
    """The root mean square in decibels of full scale."""
    return float(10 * np.log10(np.square(wave.data[:, begin:end].astype(np.float64)).mean() + 1e-14))


@pytest.mark.parametrize("dissolve", [0, 3, 24, 48])
def test_the_sound_of_two_places_is_as_loud_in_a_dissolve_as_beside_it(dissolve):
    mixed, begin, end = sounding(shot(1, place="room"), shot(2, dissolve=dissolve, place="room", seed=2))
    middle, half = (begin + end) // 2, max((end - begin) // 2, MIX_RATE // 8)
    inside = loudness(mixed.stems["places"], middle - half, middle + half)
    beside = [loudness(mixed.stems["places"], middle + at, middle + at + 2 * MIX_RATE) for at in (-144_000, 48_000)]
    assert inside == pytest.approx(np.mean(beside), abs=1.5)


def test_a_place_comes_and_goes_as_long_as_its_pictures_do():
    coming, begin, end = sounding(shot(1), shot(2, dissolve=48, place="rain"))
    going, *_ = sounding(shot(1, place="rain"), shot(2, dissolve=48))
    eighth = (end - begin) // 8
    for mixed, rises in ((coming, 1), (going, -1)):
        levels = [
            loudness(mixed.stems["places"], begin + part * eighth, begin + (part + 1) * eighth) for part in (0, 3, 7)
        ][::rises]
        assert levels[0] < levels[2] - 12
        assert levels[1] == pytest.approx(levels[2] - 4, abs=2)
    assert not coming.stems["places"].data[:, :begin].any()
    assert not going.stems["places"].data[:, end:].any()


def test_a_voice_that_begins_in_a_dissolve_sounds_in_the_room_of_its_own_shot():
    hum, squeak = "90  badger: hum 12f", "10  badger: squeak 12f"
    rooms = {"heard_in": "hall"}
    alike = {
        (score, where): sounding(
            shot(1, score=hum if score == 1 else "", **(rooms if where == 1 else {})),
            shot(2, dissolve=36, score=squeak if score == 2 else "", **(rooms if where == 2 else {})),
        )[0].stems["badger"]
        for score in (1, 2)
        for where in (0, 1, 2)
    }
    for score in (1, 2):
        said = np.flatnonzero(np.abs(alike[score, 0].data).max(axis=0) > 1e-4)[-1]
        echo = {where: loudness(alike[score, where], said + 2000, said + 12000) for where in (0, 1, 2)}
        other = 3 - score
        assert echo[score] > echo[0] + 20
        assert echo[other] == pytest.approx(echo[0], abs=1)


def test_one_throat_says_one_thing_also_where_two_shots_are_seen():
    badger = timbre_of(load_character("badger"))
    marks = [
        Mark(who="badger", gesture="hum", first=1, frames=48),
        Mark(who="badger", gesture="nod", first=3, frames=8),
        Mark(who="badger", gesture="hum", first=12, frames=24, text="?"),
    ]
    parts = list(utterances(marks, badger, rate=RATE, frames=72, seed=1))
    assert [place for place, *_ in parts] == [0, 2]
    assert [begin for _, begin, _ in parts] == [0, first_sample(12, RATE, MIX_RATE)]
    assert len(parts[0][2]) <= first_sample(12, RATE, MIX_RATE)
    whole = voice(marks, badger, rate=RATE, frames=72, seed=1)
    for _, begin, sound in parts:
        assert np.array_equal(whole[begin : begin + len(sound)], sound.astype(np.float32))
