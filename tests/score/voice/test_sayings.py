"""What the score may name is heard, and what is not told in captions is not."""

import pytest

from komadori.score.mark import Mark
from komadori.score.vocabulary import FEELINGS, GESTURES
from komadori.score.voice import SAYINGS, SIGNS, saying, spoken
from komadori.score.voice import feelings as voiced
from komadori.score.voice.signs import sign_of


def test_every_gesture_with_a_caption_is_heard_and_no_other():
    heard = {name for name in GESTURES if spoken(Mark(who="vole", gesture=name, first=1, frames=9))}
    assert heard == {name for name, gesture in GESTURES.items() if gesture.voiced}


def test_every_feeling_of_the_score_has_a_voice():
    assert set(voiced.FEELINGS) == set(FEELINGS)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("?", "?"),
        ("？", "?"),
        ("hm?", "?"),
        ("!", "!"),
        ("?!", "?!"),
        ("！？", "?!"),
        ("…", "…"),
        ("...", "…"),
        ("~", "~"),
        ("♪", "~"),
        ("", ""),
        ("mm", ""),
    ],
)
def test_a_sign_is_found_in_what_is_said(text, sign):
    assert sign_of(text) == sign


def test_a_sign_leads_a_hum_and_a_feeling_colours_it():
    utterance, felt = saying("hum", "sad", "?")
    assert utterance == SIGNS["?"]
    assert felt is voiced.FEELINGS["sad"]
    assert saying("hum", "sad")[0].phrases == felt.hum
    assert saying("yawn", "sad")[0] is SAYINGS["yawn"]
    assert saying("blink", "sad") is None
    chirp = saying("chirp", text="?")[0]
    assert chirp.phrases[0].pitch[-1][1] - chirp.phrases[0].pitch[0][1] == 8.0
    assert chirp.phrases[0].pitch[0][1] > 0.0
    assert saying("eat", text="a bun?")[0] is SAYINGS["eat"]


def test_what_is_done_with_no_strength_is_silent():
    assert not spoken(Mark(who="vole", gesture="hum", first=1, frames=9, strength=0.0))
