"""Whose voice it is stands in the character's file."""

import re
from pathlib import Path

import pytest

from komadori.errors import Several
from komadori.score.character import character_names, parse_character
from komadori.score.voice import BadVoice, load_timbre, timbre_of
from komadori.score.voice.timbre import LIMITS


def character(voice):
    return parse_character(f'schema = "komadori.character/1"\n{voice}', "hare")


def test_every_character_of_ours_has_a_voice():
    voices = {name: load_timbre(name) for name in character_names()}
    assert {"badger", "vole", "robin", "woman"} <= set(voices)
    assert voices["badger"].pitch < voices["woman"].pitch < voices["vole"].pitch < voices["robin"].pitch
    assert voices["robin"].kind == "syrinx"


def test_a_character_without_a_voice_is_told():
    with pytest.raises(BadVoice, match=r"hare has no voice") as caught:
        timbre_of(character(""))
    assert "[voice]" in caught.value.hint


def test_what_is_wrong_with_a_voice_is_told_together():
    with pytest.raises(Several) as caught:
        timbre_of(character('[voice]\nkind = "horn"\npich = 3\npitch = 0\nbreath = true\ntract = nan'))
    assert len(caught.value.errors) == 5
    told = str(caught.value)
    assert "no 'pich'" in told
    assert "pitch is 0" in told
    assert "nan" in told
    assert any("'pitch'" in one.hint for one in caught.value.errors)


def test_the_page_of_voices_tells_every_key_with_its_limits():
    text = (Path(__file__).parents[3] / "docs/reference/voice.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)
    told = {}
    for names, spans, usual in rows:
        for name, span, mean in zip(names.split(", "), spans.split(", "), usual.split(", "), strict=False):
            told[name.strip("`")] = (*span.split(" .. "), mean) if ".." in span else span
    for key, limits in LIMITS.items():
        assert tuple(float(one.replace("−", "-")) for one in told[key]) == limits, key
