"""Characters read from files: what is shipped, what a person may write, and what each slip is told."""

import runpy
from pathlib import Path

import pytest

from komadori.errors import Several
from komadori.score.character import BadCharacter, UnknownCharacter, character_names, load_character, parse_character

TOP = 'schema = "komadori.character/1"\n'


def test_the_cast_is_shipped():
    assert set(character_names()) >= {"badger", "robin", "vole", "woman"}
    badger, vole = load_character("badger"), load_character("vole")
    assert badger.told["ja"] == "アナグマ"
    assert badger.temperament.pace > 1 > vole.temperament.pace


def test_a_persons_own_file_comes_first(tmp_path):
    (tmp_path / "badger.toml").write_text(TOP + "[movement]\npace = 0.5\n[voice]\npitch = 3\n", encoding="utf-8")
    badger = load_character("badger", [tmp_path])
    assert badger.temperament.pace == 0.5
    assert badger.voice == {"pitch": 3}


@pytest.mark.parametrize("name", ["badgr", "../badger", "", "/etc/passwd"])
def test_an_unknown_character(name):
    with pytest.raises(UnknownCharacter):
        load_character(name)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("pace = ", "not TOML", ""),
        ('schema = "komadori.puppet/1"', "no character", "komadori.character/1"),
        (TOP + "[movment]\n", "'movment'", "'movement'"),
        (TOP + "[movement]\npase = 1\n", "'pase'", "'pace'"),
        (TOP + "[movement]\npace = 9\n", "pace is 9", "0.3 to 3"),
        (TOP + "[movement]\npace = nan\n", "pace is nan", "0.3 to 3"),
        (TOP + '[movement]\nside = "up"\n', "side is 'up'", "left or right"),
        (TOP + '[movement.stance]\nlids = "low"\n', "lids is 'low'", "number"),
        (TOP + "movement = 3\n", "movement is 3", "[movement]"),
        (TOP + '[told]\nfr = "blaireau"\n', "'fr'", "en, ja"),
    ],
)
def test_a_slip_in_a_file(text, message, hint):
    with pytest.raises(BadCharacter) as told:
        parse_character(text, "badger")
    assert message in told.value.message
    assert hint in told.value.hint


def test_all_slips_together():
    with pytest.raises(Several) as told:
        parse_character(TOP + "[movement]\npace = 9\nlag = -1\nfoo = 2\n", "badger")
    assert len(told.value.errors) == 3


def test_a_character_like_another():
    worker, woman = load_character("office-worker"), load_character("woman")
    assert worker.name == "office-worker"
    assert (worker.told, worker.temperament, worker.voice) == (woman.told, woman.temperament, woman.voice)
    calmer = parse_character(TOP + 'like = "vole"\n[movement]\npace = 1.0\n', "calm-vole")
    assert calmer.temperament.pace == 1.0
    assert calmer.temperament.fidgets == load_character("vole").temperament.fidgets


def test_like_nobody():
    with pytest.raises(UnknownCharacter):
        parse_character(TOP + 'like = "fox"\n', "wolf")
    with pytest.raises(BadCharacter):
        parse_character(TOP + 'like = "office-worker"\n', "boss")


def test_where_hands_go():
    told = parse_character(TOP + "[movement.arms.mouth]\nforward = 80\n", "fox")
    assert told.temperament.arms == {"mouth": {"forward": 80.0}}
    with pytest.raises(BadCharacter, match="'moth'"):
        parse_character(TOP + "[movement.arms.moth]\nforward = 80\n", "fox")


def test_the_page_lists_what_there_is():
    place = Path(__file__).resolve().parents[2]
    told = runpy.run_path(str(place / "scripts/write_gestures.py"))["page"]
    text = (place / "docs/reference/score.md").read_text(encoding="utf-8")
    assert text == told(text), "run `python scripts/write_gestures.py`"
    assert "| `nod` |" in text
    assert "| `pace` |" in text
