"""A take is filled from one script only: its slots, its score and its key stand on the sheet."""

from dataclasses import replace
from fractions import Fraction

import pytest

from komadori.devices.protocols_motion import Axis
from komadori.film import Slate
from komadori.score.sheet_column import read_sheet
from komadori.store import create_series
from komadori.unit.acting import Blocking, cast_of, performed
from komadori.unit.script import AxisPath, BadScript, Script, ShotScript
from komadori.unit.slots import key_of, lay_out, pictures_there, take_for

SHOT = ShotScript(
    slate=Slate.parse("ep01/sc010/sh010"),
    stage="evening-room",
    frames=25,
    score="5  badger: blink\n5  vole: hop\n12  badger: look left",
    paths=(AxisPath(axis="camera.x", keys=((1, 0.0), (25, 24.0)), ease="even"),),
)
AXES = (
    Axis(name="camera.x", unit="mm", low=-50, high=50),
    *(Axis(name=f"badger.{name}", unit="deg", low=-30, high=30) for name in ("head.turn", "head.nod")),
    Axis(name="badger.lids", unit="", low=0, high=1),
    Axis(name="badger.mouth", unit="", rest="rest", choices=("rest", "smile")),
    Axis(name="vole.body.rise", unit="mm", low=0, high=40),
)


@pytest.fixture
def script(tmp_path):
    return Script(folder=tmp_path, title="Tea", rate=Fraction(24), seed=1, shots=(SHOT,))


@pytest.fixture
def series(tmp_path):
    return create_series(tmp_path / "series", title="Tea", rate=Fraction(24))


def test_the_sheet_is_laid_out_and_its_score_can_be_read_back(script, series):
    key = key_of(script, SHOT, "draft")
    take = take_for(series, SHOT, key)
    with take.writer() as writer:
        lay_out(writer, SHOT, key)
        lay_out(writer, SHOT, key)
        sheet = writer.sheet
    assert sheet.frames == 25
    assert [span.cell.length for span in sheet.spans()][-2:] == [2, 1]
    cues = read_sheet(sheet, cast=("badger", "vole"))
    assert [(cue.who, cue.first) for cue in cues] == [("badger", 5), ("vole", 5), ("badger", 12)]
    assert pictures_there(series, SHOT, key) == 0


def test_another_script_begins_another_take(script, series):
    key = key_of(script, SHOT, "draft")
    with take_for(series, SHOT, key).writer() as writer:
        lay_out(writer, SHOT, key)
    assert take_for(series, SHOT, key).take.number == 1
    changed = key_of(script, replace(SHOT, frames=26), "draft")
    assert changed != key
    assert take_for(series, SHOT, changed).take.number == 2
    assert key_of(script, SHOT, "final") != key


def test_the_score_moves_whoever_stands_there_and_the_paths_move_the_camera(script):
    assert set(cast_of(AXES)) == {"badger", "vole"}
    performance = performed(script, SHOT, AXES)
    home = {"badger.head.nod": 10.0, "badger.lids": 0.1}
    blocking, plain = Blocking(SHOT, performance, AXES, home), Blocking(SHOT, performance, AXES, {})
    first, later = blocking.targets(1), blocking.targets(23)
    assert set(first) <= {axis.name for axis in AXES}
    assert first["badger.head.nod"] == pytest.approx(plain.targets(1)["badger.head.nod"] + 10)
    assert (first["camera.x"], later["camera.x"]) == (0, 22)
    assert later["badger.head.turn"] > first["badger.head.turn"] + 3
    assert performed(script, SHOT, AXES) == performance
    assert "badger.mouth" not in later
    for axis in (axis for axis in AXES if axis.name in later):
        value = later[axis.name]
        assert value in axis.choices if axis.choices else axis.low <= value <= axis.high


def test_a_line_of_the_score_without_a_frame_is_told(script):
    with pytest.raises(BadScript, match="stands at no frame"):
        performed(script, replace(SHOT, score="badger: blink"), AXES)


def test_a_shot_opens_in_what_was_played_before(script):
    opening = replace(SHOT, before="badger: turn left", score="12  badger: blink")
    plain, turned = performed(script, replace(opening, before=""), AXES), performed(script, opening, AXES)
    assert turned.frames == plain.frames == 25
    assert turned.exposures == plain.exposures
    assert turned.tracks["badger"]["head.turn"][0] > plain.tracks["badger"]["head.turn"][0] + 3
    assert [mark.gesture for mark in turned.marks] == ["blink"]
