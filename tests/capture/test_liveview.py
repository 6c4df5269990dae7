"""The live view without a thread: its cadence, its numbers, and how it comes through a lost camera."""

import itertools
import math

import pytest

from komadori.capture.liveview import LiveView
from komadori.capture.shoot import PAUSES
from komadori.devices.protocols import CameraBusy, CameraLost, NotOffered


class Time:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self):
        return self.now


class Shown:
    """A camera that shows, or raises, what it is told; each look takes `takes` seconds."""

    name = "shown camera"

    def __init__(self, time, script=(), takes=0.0, reconnects=()):
        self.time, self.script, self.takes = time, list(script), takes
        self.reconnects, self.reconnected = list(reconnects), 0

    def preview(self):
        self.time.now += self.takes
        what = self.script.pop(0) if self.script else b"jpeg"
        if isinstance(what, BaseException):
            raise what
        return what

    def reconnect(self):
        self.reconnected += 1
        if self.reconnects:
            raise self.reconnects.pop(0)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def view(time):
    made = LiveView(25, changed=lambda: made.told.append(made.trouble), clock=time, wall=lambda: 1000 + time.now)
    made.told = []
    return made


def run(view, camera, time, steps):
    """The times of so many steps, each taken when it is due."""
    at = []
    for _ in range(steps):
        time.now = max(time.now, view.due())
        at.append(round(time.now - 100, 6))
        view.step(camera)
    return at


def test_a_quick_camera_is_asked_at_the_wanted_rate(view, time):
    assert run(view, Shown(time, takes=0.01), time, 4) == [0, 0.04, 0.08, 0.12]
    assert view.fps == pytest.approx(25)


def test_a_slow_camera_is_asked_again_at_once(view, time):
    assert run(view, Shown(time, takes=0.1), time, 4) == [0, 0.1, 0.2, 0.3]
    assert view.fps == pytest.approx(10)


def test_the_bytes_pass_through_with_the_time_they_were_asked_for(view, time):
    run(view, Shown(time, [b"one", b"two"], takes=0.02), time, 2)
    assert (view.newest.number, view.newest.at, view.newest.data) == (2, 1100.04, b"two")


def test_everyone_who_subscribed_gets_each_frame_until_they_do_not_want_it(view, time):
    seen, broken = [], []
    stop = view.subscribe(lambda frame: seen.append(frame.number))

    def breaks(frame):
        broken.append(frame.number)
        raise RuntimeError("a page went")

    view.subscribe(breaks)
    camera = Shown(time)
    run(view, camera, time, 2)
    stop()
    stop()
    run(view, camera, time, 1)
    assert seen == [1, 2]
    assert broken == [1]


def test_a_lost_camera_is_reached_again_with_growing_pauses(view, time):
    lost = [CameraLost("The cable is out.") for _ in range(3)]
    camera = Shown(time, [b"a", lost[0]], reconnects=lost[1:])
    at = run(view, camera, time, 5)
    gaps = [round(later - sooner, 3) for sooner, later in itertools.pairwise(at[1:])]
    assert gaps == list(PAUSES[:3])
    assert camera.reconnected == 3
    assert view.told == ["The cable is out.", ""]
    assert view.newest.number == 2


def test_pauses_stop_growing_and_trying_never_ends(view, time):
    lost = CameraLost("The battery is empty.")
    camera = Shown(time, [lost], reconnects=[lost] * 20)
    at = run(view, camera, time, 22)
    assert round(at[-1] - at[-2], 3) == PAUSES[-1]
    assert view.trouble == ""


def test_a_busy_camera_is_waited_for_and_not_reconnected(view, time):
    camera = Shown(time, [CameraBusy("It focuses.")])
    run(view, camera, time, 1)
    assert view.trouble == "It focuses."
    run(view, camera, time, 1)
    assert (view.trouble, camera.reconnected) == ("", 0)


def test_a_driver_that_breaks_is_told_and_tried_again(view, time):
    camera = Shown(time, [ZeroDivisionError("oh")])
    run(view, camera, time, 1)
    assert "not foreseen" in view.trouble
    run(view, camera, time, 1)
    assert view.trouble == ""


def test_a_camera_without_a_live_view_is_never_due_again(view, time):
    run(view, Shown(time, [NotOffered("It has none.")]), time, 1)
    assert (view.offered, view.due(), view.trouble) == (False, math.inf, "")


def test_a_camera_that_cannot_show_at_all_is_the_same(view, time):
    view.step(object.__new__(type("Plain", (), {"name": "plain"})))
    assert not view.offered


def test_an_answer_to_a_call_ends_the_trouble_and_the_pause(view, time):
    camera = Shown(time, [CameraLost("Gone.")] * 8)
    view.step(camera)
    time.now = view.due()
    view.step(camera)
    view.answered()
    assert view.trouble == ""
    assert view.due() <= time.now + 0.04


def test_a_rate_that_is_old_is_not_told(view, time):
    run(view, Shown(time), time, 5)
    time.now += 10
    assert view.fps == 0
