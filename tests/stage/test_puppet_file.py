"""A puppet's file: people's own come first, and everything that is wrong in one is told together."""

import os
import re

import pytest

from komadori.errors import Several
from komadori.stage.felt.surface import EmptySculpture
from komadori.stage.puppet import Puppet, load_puppet
from komadori.stage.puppet_file import BadPuppet, puppet_names, read_puppet

PLAIN = """
schema = "komadori.puppet/1"
title = "A pebble"
[colours]
stone = "#808080"
[[part]]
name = "body"
colour = "stone"
step = 3
form = [{ ball = [0, 0, 10], radii = [10, 10, 10] }]
felt = { mat = 0.1, fuzz = 0 }
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """`folder(text)` writes a puppet called pebble and gives the folder."""
    monkeypatch.setenv("KOMADORI_CACHE", str(tmp_path / "cache"))

    def write(text, name="pebble"):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_persons_own_puppet_is_found_before_the_librarys(folder):
    roots = [folder(PLAIN, "badger")]
    assert load_puppet("badger", roots).title == "A pebble"
    assert load_puppet("badger").title != "A pebble"
    assert puppet_names([folder(PLAIN)]).count("pebble") == 1


def test_a_changed_file_is_read_again(folder):
    roots = [folder(PLAIN)]
    assert load_puppet("pebble", roots).height == pytest.approx(20, abs=1.5)
    roots = [folder(PLAIN.replace("[0, 0, 10], radii", "[0, 0, 30], radii"))]
    os.utime(roots[0] / "pebble.toml", ns=(1, 1))
    assert load_puppet("pebble", roots).height == pytest.approx(40, abs=1.5)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('schema = "komadori.puppet/1"', 'schema = "komadori.puppet/9"'), "komadori.puppet/1"),
        (('colour = "stone"', 'colour = "stome"'), "did you mean stone"),
        (('stone = "#808080"', 'stone = "grey"'), "it is a colour"),
        (("step = 3", "stepp = 3"), "did you mean step"),
        (("step = 3", "step = -3"), "from 0.3 to 10"),
        (("ball = [0, 0, 10],", ""), "one of ball, path and side"),
        (("ball = [0, 0, 10]", "ball = [0, 0, inf]"), "three numbers"),
        (("mat = 0.1", "mat = 1000"), "from 0 to 20"),
        (("radii = [10, 10, 10]", "radii = [900, 900, 900]"), "million cells"),
        (
            ("radii = [10, 10, 10] }]\nfelt = { mat = 0.1", "radii = [300, 300, 300] }]\nfelt = { mat = 20"),
            "million fibres",
        ),
        (("radii = [10, 10, 10]", "radii = [10, 10, 10], carve = true"), "no body"),
        (('name = "body"', 'name = "body"\nparent = "bodi"'), "did you mean body"),
        (('name = "body"', 'name = "body"\nparent = "body"'), "in a circle"),
        (('name = "body"', 'name = "body"\nmirror = true'), "body.left"),
        (("step = 3", "bead = [{ radii = [1, 1, 1] }]"), "it is a place"),
        (("step = 3", "thread = [{ points = [[1, 2]], colour = 'stone' }]"), "2 or more places"),
        (("step = 3", "knit = [{ path = [[0, 0, 0]], colours = [] }]"), "rows of 5 numbers"),
        (("step = 3", "step = 3\n[channels.wag]\nlow = 3"), "no part that wag would move"),
        (("step = 3", "step = 3\n[channels.'body.x']\nlow = 3\nhigh = -3"), "low is the lesser"),
        (("step = 3", "step = 3\n[anchors]\nhead = { part = 'hed', at = [0, 0, 0] }"), "which there is not"),
    ],
)
def test_what_is_wrong_is_told_where_and_what_there_is(folder, change, told):
    text = PLAIN
    moved = change[1].split("\n[")
    text = text.replace(change[0], moved[0]) + "".join(f"\n[{table}" for table in moved[1:])
    with pytest.raises((BadPuppet, Several), match=re.escape(told)):
        read_puppet("pebble", [folder(text)])


def test_a_part_that_is_carved_away_is_told(folder):
    gone = PLAIN.replace(
        "radii = [10, 10, 10] }", "radii = [10, 10, 10] }, { ball = [0, 0, 10], radii = [30, 30, 30], carve = true }"
    )
    with pytest.raises(EmptySculpture, match="Part body: The forms leave nothing"):
        load_puppet("pebble", [folder(gone)]).fragment({}, detail=0.1)


def test_many_mistakes_are_told_together(folder):
    text = PLAIN.replace("step = 3", "stepp = 3").replace('"stone"', '"stome"') + "[poses.sit]\n'body.z' = 3\nmouth = 1"
    with pytest.raises(Several) as several:
        read_puppet("pebble", [folder(text)])
    assert len(several.value.errors) == 4


def test_the_same_file_is_the_same_bytes_made_anew(folder, tmp_path, monkeypatch):
    design, found = read_puppet("pebble", [folder(PLAIN.replace("mat = 0.1", "mat = 1, clump = 0.5"))]), []
    for cache in ("one", "other"):
        monkeypatch.setenv("KOMADORI_CACHE", str(tmp_path / cache))
        found.append([thing.shape for thing in Puppet(design).fragment({}, detail=0.7).things])
    assert found[0] == found[1]


def test_a_channel_of_its_own_moves_what_it_says(folder):
    own = '[channels]\nspin = { low = 0, high = 720, moves = [{ part = "body", turn = [0, 0, 1], per = 2 }] }'
    puppet = load_puppet("pebble", [folder(PLAIN + own)])
    assert puppet.channels[-1].allowed == "0 to 720 degrees"
    place = puppet.fragment({"spin": 45}, detail=0).things[0].places[0]
    assert place[:2, :2] @ [1, 0] == pytest.approx([0, 1], abs=1e-6)


def test_what_is_mirrored_stands_on_the_other_side(folder):
    more = """
[[part]]
name = "ear.left"
parent = "body"
mirror = true
joint = [5, 0, 18]
colour = "#405060"
step = 2
form = [{ path = [[5, 0, 18, 3], [9, 0, 24, 2]] }]
felt = { mat = 0.1, fuzz = 0 }
"""
    puppet = load_puppet("pebble", [folder(PLAIN + more)])
    things = {thing.name: thing for thing in puppet.fragment({}, detail=0).things}
    left, right = (puppet.fragment({}, detail=0).shapes[things[f"ear.{side}/felt"].shape] for side in ("left", "right"))
    assert left.vertices[:, 0].min() > 0 > right.vertices[:, 0].max()
    assert {"ear.left", "ear.right"} <= {channel.name for channel in puppet.channels}


def test_a_costume_may_be_left_off(folder):
    hat = """
[[part]]
name = "hat"
parent = "body"
joint = [0, 0, 20]
shown = { hat = "knitted" }
knit = [{ path = [[0, 0, 20, 6, 6], [0, 0, 30, 5, 5]], colours = ["stone"], stitches = 4, rows = 12, fuzz = 0 }]
[channels]
hat = { none = true, rest = "none" }
"""
    puppet = load_puppet("pebble", [folder(PLAIN + hat)])
    assert puppet.height < 22
    names = {thing.name for thing in puppet.fragment({"hat": "knitted"}, detail=0.5).things}
    assert {"hat/knit-1/yarn", "hat/knit-1/core"} <= names
    assert not {"hat/knit-1/fuzz", "hat/knit-1/fringe"} & names
    assert not any(thing.name.startswith("hat") for thing in puppet.fragment({}, detail=0.5).things)
