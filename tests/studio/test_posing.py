"""Posing from the studio: what is before the chosen camera is taken hold of, moved, lit, undone, and remembered."""

import pytest

from komadori.devices.protocols_motion import AxisRefused
from komadori.errors import NotFound
from komadori.sheet.history import NothingToUndo
from komadori.studio.commands import BadArguments

PATIENCE = 60.0


@pytest.fixture
def staged(desks, tiny_stage):
    """A desk with a take, before the tiny stage."""
    desk, told = desks()
    desk.do("begin-series", {"title": "Eggs"}).result(PATIENCE)
    name = f"stage:{tiny_stage}?quality=live&size=96x64&fps=1000"
    desk.do("open-camera", {"name": name}).result(PATIENCE)
    told.soon("rig", lambda one: one["name"])
    return desk, told


def do(desk, command, **words):
    return desk.do(command, words).result(PATIENCE)


def stands(desk, axis):
    return desk.rig.motion.positions()[axis]


def test_before_a_stage_the_pages_are_told_what_moves_and_what_lights(staged):
    _, told = staged
    rig = told.newest("rig")
    assert {axis["name"] for axis in rig["axes"]} >= {"camera.pan", "egg.head.turn"}
    assert [(lamp["name"], lamp["channels"]) for lamp in rig["lamps"]] == [
        ("key", ["light"]),
        ("back", ["red", "green", "blue"]),
    ]
    assert rig["values"]["egg.head.turn"] == 0.0


def test_before_another_camera_nothing_moves(desks):
    desk, told = desks()
    assert told.of("rig") == []
    with pytest.raises(NotFound, match="can be moved"):
        do(desk, "pose", to={"egg.head.turn": 1})
    with pytest.raises(NotFound, match="No lights"):
        do(desk, "lamp", channel=1, level=5)


def test_a_drag_of_many_steps_is_one_pose_to_be_undone(staged):
    desk, told = staged
    for turn in (5.0, 11.0, 20.0):
        do(desk, "pose", to={"egg.head.turn": turn}, settled=False)
        assert told.newest("posed") == {"type": "posed", "values": {"egg.head.turn": turn}}
    do(desk, "pose", to={"egg.head.turn": 24.0})
    rig = told.newest("rig")
    assert (rig["values"]["egg.head.turn"], rig["undo"], rig["redo"]) == (24.0, True, False)
    do(desk, "undo-pose")
    assert stands(desk, "egg.head.turn") == 0.0
    with pytest.raises(NothingToUndo):
        do(desk, "undo-pose")
    do(desk, "redo-pose")
    assert stands(desk, "egg.head.turn") == 24.0
    with pytest.raises(NothingToUndo):
        do(desk, "redo-pose")


def test_beyond_a_limit_nothing_moves(staged):
    desk, _ = staged
    with pytest.raises(AxisRefused, match=r"egg\.head\.turn"):
        do(desk, "pose", to={"egg.body.x": 5, "egg.head.turn": 500})
    assert stands(desk, "egg.body.x") == 0.0


def test_what_is_no_pose_is_refused_before_it_reaches_the_set(staged):
    desk, _ = staged
    for words in ({}, {"to": "left"}, {"to": {"egg.head.turn": [1]}}):
        with pytest.raises(BadArguments, match="pose"):
            desk.do("pose", words).result(PATIENCE)


def test_a_hand_on_the_live_view_is_told_what_it_holds(staged):
    desk, _ = staged
    desk.cameras.get().camera.preview()
    assert do(desk, "grab", across=0.5, down=0.3) == {"part": "egg.head"}
    assert do(desk, "grab", across=0.01, down=0.99) == {"part": ""}
    found = do(desk, "where", name="egg.head")
    assert do(desk, "grab", **found) == {"part": "egg.head"}
    assert do(desk, "where", name="egg.tail") == {}


def test_a_lamp_is_dimmed_and_stays_so(staged):
    desk, told = staged
    do(desk, "lamp", channel=1, level=40)
    do(desk, "lamp", universe=3, channel=2, level=7)
    key, back = told.newest("rig")["lamps"]
    assert key["levels"] == [40]
    assert back["levels"] == [255, 7, 255]


def test_a_picture_shows_and_remembers_the_pose(staged):
    desk, told = staged
    do(desk, "shoot")
    do(desk, "pose", to={"egg.head.turn": 30.0})
    do(desk, "shoot")
    poses = {row["picture"]: row["values"] for row in told.newest("poses")["poses"]}
    assert poses[2] == poses[1] | {"egg.head.turn": 30.0}
    assert all(name.startswith("camera.") for name in poses[1])
    assert [dict(picture.axes) for picture in desk.take.writer.pictures] == [poses[1], poses[2]]
    first, second = (desk.take.take.file(picture).read_bytes() for picture in desk.take.writer.pictures)
    assert first != second


def test_another_camera_lets_the_stage_go(staged, until):
    desk, told = staged
    do(desk, "open-camera", name="pattern?size=96x64")
    until(lambda: desk.cameras.get("pattern?size=96x64").opened.done())
    do(desk, "choose-camera", name="pattern?size=96x64")
    assert told.newest("rig")["axes"] == []
