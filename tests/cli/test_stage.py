"""`komadori stage`, through the real command."""

from pathlib import Path

import pytest
from PIL import Image

from komadori.stage.document_file import read_stage
from komadori.stage.renderer import RendererMissing

ROOM = """
schema = "komadori.set/1"
says = "A wall and a floor."
[material.paint]
kind = "plaster"
[[part]]
name = "floor"
build = "box"
material = "paint"
size = [400, 400, 5]
at = [0, 0, -5]
[anchor.middle]
at = [0, 0, 0]
[lens.wide]
at = [0, -400, 120]
towards = [0, 0, 10]
"""
STAGE = """
schema = "komadori.stage/1"
about = "Mine."
set = "room"
[[prop]]
is = "mikan"
at = "middle"
"""
SMALL = ("--quality", "live", "--size", "96x54")


@pytest.fixture
def mine(tmp_path):
    """The stage `mine` with a set of its own: a mandarin on a bare floor."""
    (tmp_path / "room.toml").write_text(ROOM, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(STAGE, encoding="utf-8")
    return tmp_path / "mine.toml"


def test_what_there_is_is_listed(run, mine, tmp_path):
    (tmp_path / "broken.toml").write_text("[", encoding="utf-8")
    items = {(item["kind"], item["name"]): item for item in run("stage", "list", "--json").data}
    assert items["stage", "mine"]["own"]
    assert items["set", "room"]["says"] == "A wall and a floor."
    assert not items["puppet", "badger"]["own"]
    ran = run("stage", "list", "sets")
    assert "six-mat-room" in ran.out
    assert "badger" not in ran.out


def test_a_new_stage_explains_itself_and_overwrites_nothing(run, tmp_path):
    assert run("stage", "new", "evening").code == 0
    assert read_stage(tmp_path / "evening.toml").puppets[0].name == "badger"
    assert run("stage", "new", "evening").code == 1
    ran = run("stage", "new", "../evening")
    assert ran.code == 2
    assert "no name for a stage" in ran.err


def test_a_copy_is_begun_with(run, mine, tmp_path):
    assert run("stage", "new", "other", "--from", "mine").code == 0
    assert (tmp_path / "other.toml").read_text(encoding="utf-8") == STAGE


def test_a_stage_that_stands_is_told(run, mine):
    ran = run("stage", "check", "mine")
    assert ran.code == 0
    assert "mine: Mine." in ran.out
    assert "mikan (mikan) at middle" in ran.out
    told = run("stage", "check", "mine.toml", "--json").data
    assert told["axes"][0]["name"] == "camera.x"


def test_all_that_is_wrong_is_told_together(run, tmp_path):
    (tmp_path / "wrong.toml").write_text(
        'schema = "komadori.stage/1"\nset = "six-mat-rom"\n[[puppet]]\nname = "b"\nis = "badgr"\nat = "x"\n'
        '[[prop]]\nis = "mikn"\nat = "x"\n',
        encoding="utf-8",
    )
    ran = run("stage", "check", "wrong.toml")
    assert ran.code == 2
    for near in ("six-mat-room", "badger", "mikan"):
        assert near in ran.err
    assert run("stage", "check", "nowhere").code == 2


def test_a_stage_is_photographed_with_its_truth_beside(run, mine, tmp_path):
    mine.write_text(STAGE + "[flaws]\nflicker = 0.05\ndust = 2\n", encoding="utf-8")
    ran = run("stage", "show", "mine", *SMALL, "--hour", "7.5", "--date", "2026-11-20", "--json")
    assert ran.code == 0, ran.err
    assert [Path(path).name for path in ran.data["files"]] == ["mine.jpg", "mine.truth.json"]
    assert len(ran.data["truth"]["dust"]) == 2
    with Image.open(tmp_path / "mine.jpg") as picture:
        assert picture.size == (96, 54)
    ran = run("stage", "show", "mine", *SMALL)
    assert ran.code == 1
    assert "--overwrite" in ran.err
    assert run("stage", "show", "mine", *SMALL, "--overwrite").code == 0


def test_without_the_renderer_it_is_told_what_does_without(run, mine, monkeypatch):
    def missing():
        raise RendererMissing("It is not set up.", hint="`komadori stage setup` sets it up.")

    monkeypatch.setattr("komadori.stage.rendering.find_command", missing)
    ran = run("stage", "show", "mine")
    assert ran.code != 0
    assert "hint: `komadori stage setup` sets it up; --quality live does without." in ran.err


@pytest.mark.parametrize("option", [("--size", "9x"), ("--out", "a.gif"), ("--hour", "24"), ("--size", "0x9")])
def test_what_cannot_be_shown_is_wrong_use(run, mine, option):
    assert run("stage", "show", "mine", *SMALL, *option).code == 2
