"""Puppets of the library: they load, pose, hold, and refuse what they cannot do."""

import numpy as np
import pytest

from komadori.errors import Several
from komadori.stage.armature.channels import PoseBeyondLimit, UnknownChannel, UnknownReplacement
from komadori.stage.puppet import Touch, UnknownAnchor, UnknownPart, load_puppet
from komadori.stage.puppet_file import NoSuchPuppet, puppet_names
from komadori.stage.scene import Fibres, Mesh


@pytest.fixture(scope="module", autouse=True)
def kept_between_runs(pytestconfig):
    """Sculpting four puppets takes seconds; what was made is kept where pytest keeps its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOMADORI_CACHE", str(pytestconfig.cache.mkdir("stage")))
        yield


@pytest.fixture(scope="module")
def badger():
    return load_puppet("badger")


def test_the_library_has_our_puppets():
    assert "badger" in puppet_names()
    with pytest.raises(NoSuchPuppet, match="did you mean badger"):
        load_puppet("bagder")
    with pytest.raises(NoSuchPuppet):
        load_puppet("../puppets/badger")


def test_a_fragment_is_whole(badger):
    fragment = badger.fragment({}, detail=0.1)
    assert len({thing.name for thing in fragment.things}) == len(fragment.things)
    for thing in fragment.things:
        assert thing.role == "puppet"
        assert thing.material in fragment.materials
        shape = fragment.shapes[thing.shape]
        arrays = (shape.vertices, shape.faces) if isinstance(shape, Mesh) else (shape.points, shape.radius)
        assert all(np.isfinite(array).all() for array in arrays)


def test_a_pose_moves_places_and_no_shape(badger):
    still, moved = badger.fragment({}, detail=0.1), badger.fragment({"head.turn": 20, "lids": 1.0}, detail=0.1)
    assert still.shapes.keys() == moved.shapes.keys()
    assert any((a.places != b.places).any() for a, b in zip(still.things, moved.things, strict=True))


def test_without_detail_there_are_no_fibres(badger):
    shapes = badger.fragment({}, detail=0.0).shapes.values()
    assert not any(isinstance(shape, Fibres) for shape in shapes)


def test_a_touch_gives_new_fibres_to_that_part_alone(badger):
    still = {thing.name: thing.shape for thing in badger.fragment({}, detail=0.1).things}
    touch = Touch(part="head", at=(0.0, -30.0, 95.0), seed=4)
    after = {thing.name: thing.shape for thing in badger.fragment({}, detail=0.1, touched=[touch]).things}
    assert [name for name in still if still[name] != after[name]] == ["head/wool"]
    with pytest.raises(UnknownPart, match="did you mean head"):
        badger.fragment({}, detail=0.1, touched=[Touch(part="haed", at=(0.0, 0.0, 0.0))])


def test_a_hand_carries_its_anchor(badger):
    hanging = badger.anchor("hand.left", {})
    forward = badger.anchor("hand.left", {"arm.left.forward": 30, "arm.left.bend": 60})
    assert forward[1, 3] < hanging[1, 3] - 15
    assert forward[:3, :3] @ [0, 0, 1] == pytest.approx([0, 0, 1], abs=1e-6)
    assert forward[:3, :3] @ [0, 1, 0] == pytest.approx([0, -1, 0], abs=1e-6)
    with pytest.raises(UnknownAnchor, match=r"did you mean hand\.left"):
        badger.anchor("hand.lefd", {})


def test_what_a_pose_cannot_be_is_told_together(badger):
    with pytest.raises(UnknownChannel, match=r"no channel 'head.tlit'[\s\S]*did you mean head.tilt"):
        badger.check({"head.tlit": 3})
    with pytest.raises(PoseBeyondLimit, match=r"head.nod is 400, beyond[\s\S]*degrees"):
        badger.check({"head.nod": 400})
    with pytest.raises(PoseBeyondLimit, match="no number"):
        badger.check({"head.nod": float("nan")})
    with pytest.raises(UnknownReplacement, match="no mouth 'grin'"):
        badger.check({"mouth": "grin"})
    with pytest.raises(Several) as several:
        badger.fragment({"head.nod": 400, "wing.left": 3}, detail=0.1)
    assert len(several.value.errors) == 2


def test_overshooting_is_brought_within(badger):
    pose = badger.within({"head.nod": 400, "wing.left": 3, "mouth": "rest"})
    badger.check(pose)
    assert set(pose) == {"head.nod", "mouth"}


def test_every_character_has_what_a_score_asks_for():
    for name in ("badger", "vole", "robin", "office-worker"):
        puppet = load_puppet(name)
        channels = {channel.name: channel for channel in puppet.channels}
        assert {"body.breath", "body.turn", "head.tilt", "lids", "gaze.turn", "brows", "mouth"} <= channels.keys()
        assert set(channels["mouth"].choices) == {"rest", "smile", "open", "round", "sad", "chew"}
        assert {"head", "eyes", "mouth"} <= puppet.design.anchors.keys()
        for pose in puppet.poses.values():
            puppet.check(pose)


ARM = ("arm.left.forward", "arm.left.raise", "arm.left.twist", "arm.left.bend")


def test_paws_and_hands_hold():
    for name in ("badger", "vole", "office-worker"):
        puppet = load_puppet(name)
        held = puppet.fragment(puppet.poses["offer"], detail=0.0)
        assert any(thing.name.startswith("hand.left.hold/") for thing in held.things)
        assert not any(thing.name.startswith("hand.left.open/") for thing in held.things)
        hanging = puppet.anchor("hand.left", dict.fromkeys(ARM, 0))
        assert puppet.anchor("hand.left", puppet.poses["offer"])[2, 3] > hanging[2, 3] + 5
        reach = np.linalg.norm(hanging[:2, 3])
        assert reach < puppet.height
