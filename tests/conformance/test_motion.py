"""What every motion driver must do, whatever it drives. A new driver's only duty here is to join `BENCHES`."""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest

from komadori.devices import catalogue
from komadori.devices.protocols_motion import (
    AxisRefused,
    Homing,
    Motion,
    MotionClosed,
    MotionLost,
    MotionStopped,
)
from komadori.errors import DeviceFailed


@dataclass
class Bench:
    """A controller set up for a test.

    `name` opens it, and `faults` are what can go wrong at its second movement, by the option that asks for it. `slow`
    is an option with which a movement takes long, where there is one.
    """

    name: str
    faults: dict[str, type[DeviceFailed]]
    named: Callable[[str], str] = lambda fault: f"?{fault}=2"
    slow: str = ""

    def open(self, options: str = "") -> Motion:
        return catalogue.open_motion(self.name + options)


@pytest.fixture
def virtual():
    """Motors that are not there."""
    return Bench("virtual", {"stuck": MotionLost}, slow="?slow=30")


@pytest.fixture
def stage(tiny_stage):
    """The axes of a miniature stage."""
    return Bench(f"stage:{tiny_stage}", {})


BENCHES = {"stage": ("stage",), "virtual": ("virtual",)}
"""Each built-in driver, and the fixtures it is tried on."""


@pytest.fixture
def motion(bench):
    with closing(bench.open()) as opened:
        yield opened


def numeric(motion):
    return next(axis for axis in motion.axes() if not axis.choices and axis.high > axis.low)


def middle(axis):
    return (axis.low + axis.high) / 2


def test_every_built_in_driver_is_on_a_bench(built_in):
    assert set(BENCHES) == built_in(catalogue.MOTION)


def test_a_controller_is_one_and_has_a_name(motion):
    assert isinstance(motion, Motion)
    assert motion.name


def test_axes_have_names_of_their_own_and_stand_within_their_limits(motion):
    axes = motion.axes()
    assert axes == motion.axes()
    assert len({axis.name for axis in axes}) == len(axes)
    positions = motion.positions()
    assert list(positions) == [axis.name for axis in axes]
    for axis in axes:
        stands = positions[axis.name]
        assert stands in axis.choices if axis.choices else axis.low <= stands <= axis.high
        assert axis.rest in axis.choices if axis.choices else axis.low <= axis.rest <= axis.high


def test_a_movement_ends_where_it_was_to_and_the_others_stay(motion):
    before, axis = motion.positions(), numeric(motion)
    for target in (axis.low, axis.high, middle(axis)):
        motion.move({axis.name: target})
        assert motion.positions() == before | {axis.name: pytest.approx(target, abs=0.01)}
    motion.move({})


def test_an_axis_of_choices_takes_each_of_them(motion):
    for axis in (axis for axis in motion.axes() if axis.choices):
        for choice in axis.choices:
            motion.move({axis.name: choice})
            assert motion.positions()[axis.name] == choice


def test_beyond_a_limit_nothing_moves_and_the_limits_are_told(motion):
    axis, before = numeric(motion), motion.positions()
    for target in (axis.low - 1, axis.high + 1, float("nan"), "left"):
        with pytest.raises(AxisRefused, match=axis.name) as refused:
            motion.move({axis.name: target})
        assert f"{axis.high:g}" in refused.value.hint
    assert motion.positions() == before


def test_an_axis_that_is_not_there_moves_nothing_else(motion):
    axis, before = numeric(motion), motion.positions()
    with pytest.raises(AxisRefused, match="no axis 'moonwalk'"):
        motion.move({axis.name: middle(axis), "moonwalk": 1.0})
    assert motion.positions() == before


def test_a_face_that_was_not_made_is_refused_and_those_that_were_are_told(motion):
    for axis in (axis for axis in motion.axes() if axis.choices):
        with pytest.raises(AxisRefused) as refused:
            motion.move({axis.name: "of a stranger"})
        assert axis.choices[0] in refused.value.hint


def test_it_goes_home(motion):
    if not isinstance(motion, Homing):
        pytest.skip(f"{motion.name} is not Homing")
    axis = numeric(motion)
    motion.move({axis.name: axis.high})
    motion.home([axis.name])
    assert motion.positions()[axis.name] == pytest.approx(axis.rest)
    motion.move({axis.name: axis.low})
    motion.home()
    assert motion.positions() == {each.name: each.rest for each in motion.axes()}


def test_stop_while_nothing_moves_is_harmless(motion):
    motion.stop()
    axis = numeric(motion)
    motion.move({axis.name: axis.high})
    assert motion.positions()[axis.name] == axis.high


def test_stop_ends_a_movement_at_once(bench):
    if not bench.slow:
        pytest.skip(f"{bench.name} moves at once")
    with closing(bench.open(bench.slow)) as motion:
        axis = numeric(motion)
        later = threading.Timer(0.1, motion.stop)
        later.start()
        with pytest.raises(MotionStopped):
            motion.move({axis.name: axis.high})
        later.join()


def test_closing_again_is_harmless_and_a_closed_controller_says_so(bench):
    motion = bench.open()
    motion.close()
    motion.close()
    with pytest.raises(MotionClosed, match="closed"):
        motion.positions()
    with pytest.raises(MotionClosed):
        motion.move({})


def test_each_fault_is_told_and_the_controller_goes_on_afterwards(bench):
    for fault, error in bench.faults.items():
        with closing(bench.open(bench.named(fault))) as motion:
            axis = numeric(motion)
            motion.move({axis.name: axis.high})
            with pytest.raises(error):
                motion.move({axis.name: axis.low})
            motion.move({axis.name: middle(axis)})
            assert motion.positions()[axis.name] == pytest.approx(middle(axis))
