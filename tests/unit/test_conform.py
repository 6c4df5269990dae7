"""Where the time of a shot was changed, the cut follows its finished film: pictures, sounds, captions, in and out."""

import json
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from komadori.deliver import PRESETS, export_reel
from komadori.errors import Several
from komadori.progress import finish
from komadori.score.captions import captions
from komadori.sheet.edit import hold, mark
from komadori.sound import MIX_RATE, first_sample
from komadori.store import NotFinished
from komadori.unit.acting import cast_of_film, marks_of_film
from komadori.unit.assemble import assemble
from komadori.unit.conform import conform
from komadori.unit.script import BadScript, SoundCue
from komadori.unit.soundtrack import soundtrack


def cut_of(film):
    return conform(film.script, film.series)


def lengths(film):
    return [(clip.first, clip.frames) for clip in cut_of(film).clips]


def pictures(film, place):
    return [(showing.first, showing.length, showing.picture) for showing in cut_of(film).clips[place].reel.showings]


def test_a_film_whose_time_nobody_changed_is_as_long_as_its_sheets(film):
    assert lengths(film) == [(1, 6), (7, 6)]
    assert cut_of(film).frames == 24


def test_a_slower_shot_is_longer_and_moves_what_follows(film):
    film.retime(0, speed=0.5)
    assert lengths(film) == [(1, 12), (13, 6)]
    assert pictures(film, 0) == [(1, 4, 1), (5, 4, 2), (9, 4, 3)]
    reel = assemble(film.script, cut_of(film), film.series.cache)
    assert [showing.first for showing in reel.showings[-5:]][-1] > 18
    assert reel.frames == 30


def test_a_faster_shot_is_shorter(film):
    film.retime(1, speed=2.0)
    assert lengths(film) == [(1, 6), (7, 3)]
    assert pictures(film, 1) == [(1, 1, 1), (2, 1, 2), (3, 1, 3)]


def test_in_and_out_are_frames_of_the_sheet_whatever_became_of_their_time(film):
    film.say(0, mark_in=3, mark_out=5)
    assert pictures(film, 0) == [(1, 2, 2), (3, 1, 3)]
    film.retime(0, speed=0.5)
    assert pictures(film, 0) == [(1, 4, 2), (5, 2, 3)]
    film.retime(0, speed=2.0)
    assert pictures(film, 0) == [(1, 1, 2), (2, 1, 3)]


def test_in_betweens_before_the_out_point_are_seen(film):
    film.retime(0, speed=0.25, between="dissolve")
    film.say(0, mark_in=1, mark_out=1)
    clip = cut_of(film).clips[0]
    assert clip.frames == 4
    assert len({showing.path for showing in clip.reel.showings}) == 4


def test_points_outside_a_film_are_told_together(film):
    for place in (0, 1):
        film.say(place, mark_in=2, mark_out=6)
        with film.series.take(film.script.shots[place].slate).writer() as writer:
            writer.do(hold(writer.sheet, 5, -1))
    film.retime(0, speed=0.5)
    film.retime(1)
    with pytest.raises(Several) as told:
        cut_of(film)
    first, second = (str(problem) for problem in told.value.errors)
    assert "ep01/sc010/sh010 is cut from frame 2 to 6" in first
    assert "5 frames, of which finishing made a film of 10" in first
    assert "sh020" in second
    assert "finishing" not in second.partition("hint")[0]


def test_frames_that_nobody_sees_cannot_be_cut_to(film):
    with film.series.take(film.script.shots[0].slate).writer() as writer:
        writer.do(mark(writer.sheet, 1, 2, hidden=True))
    film.retime(0)
    film.say(0, mark_in=1, mark_out=2)
    with pytest.raises(BadScript, match="shows none"):
        cut_of(film)


def test_a_sheet_that_was_changed_after_its_time_was_stops_the_cut(film):
    film.retime(0, speed=0.5)
    with film.series.take(film.script.shots[0].slate).writer() as writer:
        writer.do(hold(writer.sheet, 1, 3))
    with pytest.raises(NotFinished, match="was changed") as told:
        cut_of(film)
    assert "komadori finish" in told.value.hint


def begins(film, name):
    """The film's frame at which something is first heard of a stem."""
    cut = cut_of(film)
    mixed = finish(soundtrack(film.script, cut))
    sound = np.abs(mixed.stems[name].data).max(axis=0)
    at = int(np.argmax(sound > 0))
    frame = next(n for n in range(1, cut.frames + 2) if first_sample(n + 1, cut.rate, MIX_RATE) > at)
    assert mixed.mix.samples == first_sample(cut.frames + 1, cut.rate, MIX_RATE)
    return frame if sound.any() else None


def test_a_sound_begins_where_its_frame_is_seen(film):
    film.say(1, sounds=(SoundCue(kind="foley", name="cloth", at=3),))
    plain = begins(film, "foley")
    film.retime(1, speed=0.5)
    assert begins(film, "foley") == plain + 2
    film.retime(0, speed=0.5)
    assert begins(film, "foley") == plain + 2 + 6
    film.say(1, mark_in=3)
    assert begins(film, "foley") == plain + 6 - 2
    film.say(1, mark_in=4)
    assert begins(film, "foley") is None


def test_the_sound_of_a_place_lasts_as_long_as_its_frames_are_seen(film):
    film.say(0, sounds=(SoundCue(kind="ambience", name="room", at=1, frames=3),))

    def heard():
        stem = finish(soundtrack(film.script, cut_of(film))).stems["places"]
        return np.flatnonzero(np.abs(stem.data).max(axis=0))[-1] / MIX_RATE

    plain = heard()
    film.retime(0, speed=0.25)
    assert heard() == pytest.approx(plain + 9 / 24, abs=0.02)
    film.say(0, mark_in=2)
    assert heard() == pytest.approx(plain + 5 / 24, abs=0.02)


def test_voices_and_captions_go_with_their_gestures(film):
    film.say(0, score="2  badger: hum ~2f", frames=6)
    film.say(1, score="3  vole: squeak ~2f", frames=6)

    def told():
        cut = cut_of(film)
        marks = marks_of_film(film.script, cut)
        shown = captions(marks, cast_of_film(film.script, marks), frames=cut.frames, rate=cut.rate)
        return [(mark.first, mark.frames) for mark in marks], [caption.first for caption in shown]

    (one, two), _ = told()
    assert (one[0], two[0]) == (2, 9)
    film.retime(0, speed=0.25)
    (slow, after), shown = told()
    assert slow == (5, 4 * one[1])
    assert after == (two[0] + 18, two[1])
    assert shown == [5, 27]
    film.say(0, mark_in=3)
    assert told()[0] == [(two[0] + 18 - 8, two[1])]


def test_what_goes_on_after_the_sheet_goes_on_as_long_in_the_film(film):
    film.say(0, score="5  badger: hum 8f")
    assert marks_of_film(film.script, cut_of(film))[0].frames == 8
    film.retime(0, speed=0.5)
    assert marks_of_film(film.script, cut_of(film))[0].frames == 2 * 2 + 6
    film.say(0, mark_out=5)
    assert marks_of_film(film.script, cut_of(film))[0].frames == 2


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="there is no ffprobe to ask")
@pytest.mark.parametrize(
    ("values", "frames"), [({}, 12), ({"speed": 0.5}, 18), ({"length": 31, "between": "flow"}, 37)]
)
def test_ffprobe_counts_as_many_frames_as_are_promised(film, tmp_path, values, frames):
    film.retime(0, **values)
    film.script = replace(film.script, card=None)
    cut = cut_of(film)
    sound = finish(soundtrack(film.script, cut)).mix
    reel = assemble(film.script, cut, film.series.cache)
    made = finish(export_reel(reel, PRESETS["h264"], tmp_path / "tea.mp4", name="tea", sound=sound))
    assert made.frames == cut.frames == frames
    ask = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", tmp_path / "tea.mp4"]
    video, audio = json.loads(subprocess.run(ask, capture_output=True, check=True).stdout)["streams"]
    assert int(video["nb_read_frames"]) == frames
    assert float(video["duration"]) == pytest.approx(frames / 24, abs=1e-3)
    assert float(audio["duration"]) == pytest.approx(frames / 24, abs=0.03)
