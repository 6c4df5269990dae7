"""Captions: what they say, how long they stand, and that none comes upon another."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.deliver.webvtt import webvtt
from komadori.score.captions import captions
from komadori.score.character import load_character
from komadori.score.mark import Mark
from komadori.score.notation import read_score
from komadori.score.timing import marks_of
from komadori.score.vocabulary import FEELINGS, GESTURES

CAST = {name: load_character(name) for name in ("badger", "vole")}
RATE = Fraction(24)


def told(score, *, frames=480, **more):
    return captions(marks_of(read_score(score), frames=frames), CAST, frames=frames, rate=RATE, **more)


@pytest.mark.parametrize(
    ("score", "english", "japanese"),
    [
        ("1 badger: hum (puzzled)", "[badger hums, puzzled]", "［アナグマが不思議そうに鼻を鳴らす］"),
        ('1 badger: hum "?"', "[badger hums, asking]", "［アナグマが鼻を鳴らす］"),
        ("1 vole: squeak strongly", "[vole squeaks loudly]", "［ハタネズミが大きくキュッと鳴く］"),
        ("1 vole: giggle softly", "[vole giggles softly]", "［ハタネズミが小さくくすくす笑う］"),
        ("1 fox: sigh (tired)", "[fox sighs, tired]", "［foxが疲れてため息をつく］"),
    ],
)
def test_what_is_said(score, english, japanese):
    assert [one.text for one in told(score)] == [english]
    assert [one.text for one in told(score, language="ja")] == [japanese]


def test_what_is_not_heard_is_not_told():
    assert told("1 badger: nod, blink, tilt left") == ()


def test_a_short_sound_stands_long_enough_to_be_read():
    (one,) = told("25 vole: chirp 6f")
    assert (one.first, one.last) == (25, 44)


def test_the_same_again_and_again_is_told_once():
    assert len(told("1 vole: chirp 6f, rest 10f, chirp 6f, rest 10f, chirp 6f")) == 1
    assert len(told("1 vole: chirp 6f, rest 90f, chirp 6f")) == 2


def test_two_who_sound_together_stand_together():
    (one,) = told("1 badger: hum 30f\n4 vole: giggle 20f\n", places={"badger": "left", "vole": "right"})
    assert one.text == "[badger hums]\n[vole giggles]"
    assert one.who == ("badger", "vole")
    assert one.place == ""


def test_what_follows_closely_is_two_frames_away():
    first, second = told("1 badger: hum 40f\n45 vole: giggle\n")
    assert second.first - first.last - 1 == 2


def test_one_that_has_stood_as_long_as_it_may_makes_room_instead():
    first, second = told("42 badger: purr 168f\n220 vole: chirp (shy)\n")
    assert (first.last, second.first) == (207, 220)


marks_drawn = st.lists(
    st.builds(
        Mark,
        who=st.sampled_from(["badger", "vole"]),
        gesture=st.sampled_from(sorted(GESTURES)),
        first=st.integers(1, 300),
        frames=st.integers(1, 200),
        strength=st.sampled_from([0.0, 0.6, 1.0, 1.4]),
        feeling=st.sampled_from(["", *sorted(FEELINGS)]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(marks_drawn, st.sampled_from(["en", "ja"]))
def test_captions_keep_their_distance_and_their_time(marks, language):
    found = captions(marks, CAST, frames=320, rate=RATE, language=language)
    for one in found:
        assert 1 <= one.first <= one.last <= 320
        assert one.last - one.first < 7 * 24
        assert one.last - one.first >= 19 or one.last >= 318
        assert len(one.text.splitlines()) <= 2
    for before, after in pairwise(found):
        gap = after.first - before.last - 1
        assert gap == 2 or gap >= 12


def test_webvtt():
    text = webvtt(told("25 badger: hum 48f (happy)", places={"badger": "right"}), RATE)
    assert text == (
        "WEBVTT\nLanguage: en\n\n1\n00:00:01.000 --> 00:00:03.000 position:92% align:end\n[badger hums, happy]\n"
    )


def test_webvtt_keeps_what_looks_like_a_tag_and_long_times():
    found = captions([Mark(who="<b>", gesture="hum", first=24 * 3700 + 1, frames=24)], {}, frames=10**6, rate=RATE)
    assert "01:01:40.000 --> 01:01:41.000\n[&lt;b&gt; hums]" in webvtt(found, RATE)
