import math
import threading

import numpy as np
import pytest

from komadori.errors import KomadoriError, Several
from komadori.stage.document import BadStage, Fixture
from komadori.stage.floor import BadMove
from komadori.stage.head import focus_on, headed, in_picture, turned
from komadori.stage.patch import dimmed, level_of
from komadori.stage.scene import Lamp, Lens

LENS = Lens(at=(0.0, -500.0, 100.0), towards=(0.0, 0.0, 100.0), focus=500.0)


def places(floor, name):
    return next(thing for thing in floor.scene(0.0).things if thing.name == name).places[0]


def test_axes_are_the_cameras_and_every_channel(blocks):
    floor = blocks()
    names = [axis.name for axis in floor.axes]
    assert names[:8] == [f"camera.{one}" for one in ("x", "y", "z", "pan", "tilt", "roll", "focus", "focal")]
    assert "badger.head.tilt" in names
    mouth = next(axis for axis in floor.axes if axis.name == "badger.mouth")
    assert mouth.choices == ("rest", "smile")
    assert floor.position("badger.mouth") == "rest"
    assert floor.positions()["camera.focal"] == 52.0


def test_a_movement_is_whole_or_not_at_all(blocks):
    floor = blocks()
    with pytest.raises(Several) as caught:
        floor.move({"badger.head.tilt": 5.0, "badger.head.tilr": 1.0, "camera.pan": 999.0, "badger.mouth": "smil"})
    told = str(caught.value)
    assert "did you mean badger.head.tilt?" in told
    assert "-180 to 180" in told
    assert "did you mean smile?" in told
    assert floor.position("badger.head.tilt") == 0.0
    for value in (math.nan, math.inf, True, "much"):
        with pytest.raises(BadMove):
            floor.move({"badger.head.tilt": value})
    floor.move({"badger.head.tilt": 5.0, "badger.mouth": "smile", "camera.x": 12.0})
    assert floor.position("badger.head.tilt") == 5.0
    assert floor.lens.at[0] == 12.0


def test_what_a_hand_moved_was_touched_and_nothing_else(blocks):
    floor = blocks()
    badger = floor._puppets["badger"]
    floor.scene(0.5)
    assert badger.actor.touched == ()
    floor.move({"badger.arm.left.raise": 40.0, "badger.head.tilt": 0.0})
    floor.scene(0.5)
    assert {touch.part for touch in badger.actor.touched} == {"arm.left"}
    first = badger.actor.touched
    floor.exposed()
    floor.scene(0.5)
    assert badger.actor.touched == first  # nobody was there since: its felt lies as it lay
    floor.move({"badger.arm.left.raise": 41.0})
    floor.scene(0.5)
    assert badger.actor.touched != first
    floor.touch("badger", ["head"])
    floor.scene(0.5)
    assert {touch.part for touch in badger.actor.touched} == {"arm.left", "head"}
    with pytest.raises(BadMove):
        floor.touch("vole")


def test_a_held_prop_goes_with_the_hand_and_a_placed_one_stays(blocks):
    floor = blocks()
    held, stood = places(floor, "prop/cup/cup"), places(floor, "prop/bowl/cup")
    floor.move({"badger.body.x": 30.0})
    moved = places(floor, "prop/cup/cup") - held
    # The table faces left: the badger's own X is the stage's Y.
    assert np.allclose(moved[:3, 3], (0.0, 30.0, 0.0), atol=1e-3)
    assert np.array_equal(places(floor, "prop/bowl/cup"), stood)


def test_weather_goes_on_with_every_exposure(blocks):
    floor = blocks()
    assert (floor.exposed(), floor.frame) == (1, 2)
    floor.frame = 48
    assert (floor.exposed(), floor.frame) == (2, 50)


def test_a_console_lights_what_is_patched(blocks):
    floor = blocks()

    def lamps():
        return {lamp.name: lamp for lamp in floor.scene(0.0).lamps}

    assert set(lamps()) == {"sun"}  # by day the lamp is off
    floor.levels(1, bytes([0, 0, 0, 0, 128]))
    assert lamps()["paper lamp"].power == pytest.approx(9.0 * 128 / 255)
    floor.levels(2, bytes([255, 0, 0]))
    assert lamps()["sun"].colour == (1.0, 0.0, 0.0)
    floor.levels(2, b"")
    assert "sun" not in lamps()


def test_a_lamp_that_a_console_drives_may_have_a_power_of_its_own(blocks):
    floor = blocks(change=('lamp = "sun"', 'lamp = "sun"\nfull = 40'))
    floor.levels(2, bytes([255, 255, 255]))
    assert next(lamp for lamp in floor.scene(0.0).lamps if lamp.name == "sun").power == pytest.approx(40.0)


def test_levels_are_kinds_of_light():
    def fixture(kind):
        return Fixture(name="x", universe=1, address=2, kind=kind, lamp="sun")

    data = bytes([9, 255, 0, 51, 255])
    assert level_of(fixture("dimmer"), data) == (1.0, 1.0, 1.0)
    assert level_of(fixture("rgb"), data) == pytest.approx((1.0, 0.0, 0.2))
    assert level_of(fixture("rgbw"), data) == pytest.approx((2.0, 1.0, 1.2))
    red, _, blue = level_of(fixture("cct"), data)
    assert red > 2 * blue  # warm
    assert level_of(fixture("rgb"), b"") == (0.0, 0.0, 0.0)
    lamp = Lamp(name="x", kind="point", at=(0, 0, 0), towards=(0, 0, 1), power=10.0, colour=(1.0, 0.5, 0.25))
    half = dimmed(lamp, (0.5, 0.5, 0.5))
    assert (half.power, half.colour) == (5.0, lamp.colour)
    assert dimmed(lamp, (0.0, 0.0, 0.0)).power == 0.0


def test_the_focus_stays_on_the_eyes_until_somebody_moves_it(blocks):
    floor = blocks()
    before = floor.lens.focus
    floor.move({"camera.y": 100.0})
    assert floor.lens.focus < before - 90.0
    floor.move({"camera.focus": 333.0})
    floor.move({"camera.y": 0.0})
    assert floor.lens.focus == 333.0


def test_a_stage_that_names_what_there_is_not_tells_all_of_it(blocks):
    with pytest.raises(Several) as caught:
        blocks(
            '[[puppet]]\nname = "vole"\nis = "vole"\nat = "tabel"\n[[fixture]]\nname="x"\naddress=9\nlamp="sum"\n',
            ("hand.left", "hand.lift"),
        )
    told = str(caught.value)
    assert len(caught.value.errors) == 4
    for hint in ("did you mean table?", "did you mean sun?"):
        assert hint in told


def test_a_puppet_may_begin_in_a_pose_of_its_own(blocks):
    floor = blocks(change=('at = "table"', 'at = "table"\nposed = ["sleepy", "happy"]\npose = { mouth = "smile" }'))
    assert floor.position("badger.head.tilt") == 9.0
    assert floor.position("badger.mouth") == "smile"
    with pytest.raises(BadStage, match="did you mean sleepy"):
        blocks(change=('at = "table"', 'at = "table"\nposed = "sleepi"'))


def test_the_head_turns_as_it_says():
    right = turned(LENS, (90.0, 0.0, 0.0))
    assert np.allclose(right.towards, (500.0, -500.0, 100.0))
    up = turned(LENS, (0.0, 45.0, 10.0))
    assert up.towards[2] > 400.0
    assert up.roll == 10.0
    assert headed(LENS, {"x": 5.0}).towards[0] == 5.0
    assert focus_on(LENS, (70.0, -100.0, 0.0)) == pytest.approx(400.0)


def test_a_point_is_found_in_the_picture():
    assert in_picture(LENS, (0.0, 0.0, 100.0), (640, 360)) == pytest.approx((320.0, 180.0))
    x, y = in_picture(LENS, (50.0, 0.0, 150.0), (640, 360))
    assert x == pytest.approx(320 + 50 / 500 * 52 / 36 * 640)
    assert y == pytest.approx(180 - 50 / 500 * 52 / 36 * 640)
    assert math.isnan(in_picture(LENS, (0.0, -900.0, 0.0), (640, 360))[0])


def test_many_hands_at_once(blocks):
    floor = blocks()
    failures: list[BaseException] = []

    def busy(number: int) -> None:
        try:
            for step in range(25):
                floor.move({"badger.head.tilt": float((number + step) % 30), "camera.pan": float(step)})
                floor.levels(number, bytes([step]))
                floor.scene(0.0)
        except KomadoriError as failure:
            failures.append(failure)

    hands = [threading.Thread(target=busy, args=(number,)) for number in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert not failures
