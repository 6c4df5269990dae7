"""Channels and kinematics: signs as they are promised, limits kept, parts rigid, whatever the pose."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.errors import Several
from komadori.stage.armature.channels import Channel, Movement, PoseBeyondLimit, checked, limited, settled
from komadori.stage.armature.joints import Joint, by_parent, places
from komadori.stage.armature.standard import STANDARD, fitting

PARTS = {
    "body": Joint(name="body", at=(0, 0, 10)),
    "head": Joint(name="head", at=(0, 0, 80), parent="body"),
    "lid.left": Joint(name="lid.left", at=(10, -25, 100), parent="head"),
    "lid.right": Joint(name="lid.right", at=(-10, -25, 100), parent="head"),
    "brow.left": Joint(name="brow.left", at=(10, -25, 108), parent="head"),
    "brow.right": Joint(name="brow.right", at=(-10, -25, 108), parent="head"),
    "arm.left": Joint(name="arm.left", at=(25, 0, 70), parent="body"),
    "forearm.left": Joint(name="forearm.left", at=(25, 0, 50), parent="arm.left"),
    "arm.right": Joint(name="arm.right", at=(-25, 0, 70), parent="body"),
    "forearm.right": Joint(name="forearm.right", at=(-25, 0, 50), parent="arm.right"),
    "wing.left": Joint(name="wing.left", at=(15, 0, 60), parent="body"),
    "tail": Joint(name="tail", at=(0, 30, 20), parent="body"),
    "foot.left": Joint(name="foot.left", at=(15, 0, 5)),
}
JOINTS = by_parent(PARTS)
CHANNELS = tuple(fitting(PARTS).values())
poses = st.fixed_dictionaries({}, optional={channel.name: st.floats(channel.low, channel.high) for channel in CHANNELS})


def point(part, at, pose):
    return (places(JOINTS, CHANNELS, pose)[part] @ [*at, 1.0])[:3]


NOSE, CROWN, HAND, FIST = (0, -40, 90), (0, 0, 130), (25, 0, 30), (-25, 0, 30)


@pytest.mark.parametrize(
    ("pose", "part", "at", "axis", "sign"),
    [
        ({"head.turn": 30}, "head", NOSE, 0, +1),
        ({"head.nod": 20}, "head", NOSE, 2, -1),
        ({"head.tilt": 20}, "head", CROWN, 0, +1),
        ({"body.x": 20}, "foot.left", NOSE, 0, +1),
        ({"body.y": 20}, "head", NOSE, 1, +1),
        ({"body.rise": 20}, "foot.left", NOSE, 2, +1),
        ({"body.turn": 30}, "head", NOSE, 0, +1),
        ({"body.lean": 20}, "head", CROWN, 1, -1),
        ({"body.sway": 10}, "head", CROWN, 0, +1),
        ({"body.breath": 1}, "body", (0, -30, 40), 1, -1),
        ({"body.breath": 1}, "head", CROWN, 2, +1),
        ({"body.squash": 1}, "head", CROWN, 2, -1),
        ({"arm.left.raise": 60}, "forearm.left", HAND, 0, +1),
        ({"arm.right.raise": 60}, "forearm.right", FIST, 0, -1),
        ({"arm.left.forward": 60}, "forearm.left", HAND, 1, -1),
        ({"arm.right.forward": 60}, "forearm.right", FIST, 1, -1),
        ({"arm.left.bend": 60}, "forearm.left", HAND, 1, -1),
        ({"arm.left.bend": 90, "arm.left.twist": 40}, "forearm.left", HAND, 0, -1),
        ({"arm.right.bend": 90, "arm.right.twist": 40}, "forearm.right", FIST, 0, +1),
        ({"wing.left": 60}, "wing.left", (15, 30, 50), 0, +1),
        ({"tail.turn": 20}, "tail", (0, 50, 20), 0, +1),
        ({"tail.rise": 20}, "tail", (0, 50, 20), 2, +1),
        ({"foot.left.lift": 9}, "foot.left", NOSE, 2, +1),
        ({"foot.left.forward": 9}, "foot.left", NOSE, 1, -1),
        ({"brows": 1}, "brow.left", (10, -25, 108), 2, +1),
        ({"brows": -1}, "brow.left", (15, -25, 108), 2, -1),
        ({"brows": -1}, "brow.right", (-15, -25, 108), 2, -1),
        ({"lids": 1}, "lid.left", (10, -25, 106), 1, -1),
    ],
)
def test_a_channel_goes_the_way_it_says(pose, part, at, axis, sign):
    way = point(part, at, pose) - point(part, at, {})
    assert way[axis] * sign > 0.2


def test_raised_right_up_an_arm_points_to_the_sky():
    hand = point("forearm.left", HAND, {"arm.left.raise": 180})
    assert hand == pytest.approx([25, 0, 110], abs=1e-9)


@given(poses)
def test_every_pose_within_the_limits_passes_and_keeps_parts_rigid(pose):
    checked(CHANNELS, pose, "puppet")
    for name, place in places(JOINTS, CHANNELS, pose).items():
        turn = place[:3, :3]
        assert np.isfinite(place).all()
        assert np.linalg.det(turn) > 0.5
        if name != "body":
            assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)


@given(poses)
def test_a_joint_stays_in_its_socket(pose):
    where = places(JOINTS, CHANNELS, pose)
    for joint in JOINTS:
        if joint.parent == "root" or joint.name.startswith("brow"):
            continue
        at = np.array([*joint.at, 1.0])
        assert where[joint.name] @ at == pytest.approx(where[joint.parent] @ at, abs=1e-6)


@given(st.dictionaries(st.sampled_from([channel.name for channel in CHANNELS]), st.floats(-1e4, 1e4), max_size=5))
def test_what_goes_too_far_is_refused_and_brought_within(pose):
    known = {channel.name: channel for channel in CHANNELS}
    beyond = [name for name, value in pose.items() if not known[name].low <= value <= known[name].high]
    if beyond:
        with pytest.raises((PoseBeyondLimit, Several)):
            checked(CHANNELS, pose, "puppet")
    within = limited(CHANNELS, pose)
    checked(CHANNELS, within, "puppet")
    assert all(within[name] == pose[name] for name in pose if name not in beyond)


@given(poses)
def test_the_same_pose_is_the_same_bytes(pose):
    first, second = places(JOINTS, CHANNELS, pose), places(JOINTS, CHANNELS, dict(reversed(pose.items())))
    assert all(first[name].tobytes() == second[name].tobytes() for name in first)


def test_one_lid_is_added_to_both_and_never_closes_twice():
    assert settled(CHANNELS, {"lids": 0.4, "lid.left": 0.3})["lid.left"] == pytest.approx(0.7)
    assert settled(CHANNELS, {"lids": 0.9, "lid.left": 0.8})["lid.left"] == 1
    assert settled(CHANNELS, {"lids": 0.2, "lid.left": -0.8})["lid.left"] == 0


def test_a_puppet_has_the_channels_its_parts_ask_for():
    assert "lids" in fitting(["lid.left"])
    assert "wing.left" not in fitting(["body", "head"])
    assert "body.x" in fitting([])
    assert [name for name in STANDARD if name in fitting(PARTS)] == list(fitting(PARTS))


def test_a_movement_may_work_on_one_side_of_zero():
    above = Movement(part="brow", kind="shift", way=(0, 0, 1), per=2, only="above")
    assert (above.amount(0.5), above.amount(-0.5)) == (1.0, 0.0)
    assert Channel(name="mouth", unit="replacement", choices=("rest", "smile")).allowed == "rest, smile"


def test_parts_in_a_circle_hang_from_nothing():
    circle = {"a": Joint(name="a", parent="b"), "b": Joint(name="b", parent="a"), "c": Joint(name="c")}
    assert [joint.name for joint in by_parent(circle)] == ["c"]
