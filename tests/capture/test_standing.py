"""A session that stands elsewhere: between frames, with settings of single exposures, with a screen that goes dark."""

import threading

import pytest

from komadori.capture.session import Event, Looks, Session, Stands, State, Trouble
from komadori.capture.shoot import CameraAway, Kept, Remark
from komadori.devices.protocols import CameraLost, Setting, SettingRefused
from komadori.errors import Cancelled
from komadori.film import Slate
from komadori.sheet.change import EditRefused
from komadori.sheet.edit import hold, reshoot


@pytest.fixture
def day(take, replay, pauses):
    """A session of three pictures shot, on twos; `.writer` is its take."""
    with take.writer() as writer:
        made = Session(writer, replay(9), on=2, sleep=pauses)
        made.writer = writer
        press(made, *[Event.SHOOT] * 3)
        yield made


def press(session, *events, held=0):
    told = []
    for event in events:
        told = list(session.press(event, held=held))
    return told


def shown(session):
    return [(span.first, span.cell.length, span.cell.picture()) for span in session.writer.sheet.spans()]


def test_pictures_are_inserted_one_after_another_until_the_end_is_asked_for(day):
    assert day.stand(3, insert=True).exposure.insert
    press(day, Event.SHOOT)
    press(day, Event.SHOOT, held=3)
    assert shown(day) == [(1, 2, 1), (3, 2, 4), (5, 3, 5), (8, 2, 2), (10, 2, 3)]
    assert (day.next.frame, day.next.insert) == (8, True)
    assert day.to_end().exposure.frame == 12
    press(day, Event.SHOOT)
    assert shown(day)[-1] == (12, 2, 6)


def test_undo_takes_an_inserted_slot_out_in_one_step(day):
    day.stand(3, insert=True)
    press(day, Event.SHOOT, Event.UNDO)
    assert shown(day) == [(1, 2, 1), (3, 2, 2), (5, 2, 3)]
    assert (day.next.frame, day.next.insert) == (3, True)
    press(day, Event.REDO)
    assert (day.next.frame, day.next.insert) == (5, True)


def test_backspace_takes_an_inserted_slot_out_whole(day):
    day.stand(3, insert=True)
    told = press(day, Event.SHOOT, Event.DELETE)
    assert "its frames with it" in told[0].text
    assert shown(day) == [(1, 2, 1), (3, 2, 2), (5, 2, 3)]


def test_standing_at_an_emptied_slot_shoots_it_first(day):
    for frame in (1, 3):
        day.writer.do(reshoot(day.writer.sheet, frame))
    assert day.stand(3).exposure.frame == 3
    press(day, Event.SHOOT)
    assert shown(day) == [(1, 2, None), (3, 2, 4), (5, 2, 3)]
    assert day.next.frame == 7
    assert day.to_end().exposure.frame == 1


def test_there_is_no_standing_off_the_sheet(day):
    with pytest.raises(EditRefused):
        day.stand(8)
    assert day.next.frame == 7


def test_stepping_comes_by_the_camera_between_two_frames(day):
    day.stand(3, insert=True)
    (look,) = press(day, Event.STEP_FORWARD)
    assert look.span.first == 3
    assert isinstance(press(day, Event.STEP_BACK)[0], Stands)
    (look,) = press(day, Event.STEP_BACK)
    assert look.span.first == 1
    assert [type(one) for one in press(day, Event.STEP_BACK)] == [Remark, Looks]
    assert isinstance(press(day, Event.STEP_FORWARD)[0], Stands)


def test_stepping_before_the_first_frame(day):
    day.stand(1, insert=True)
    assert [type(one) for one in press(day, Event.STEP_BACK)] == [Remark, Stands]
    (look,) = press(day, Event.STEP_FORWARD)
    assert look.span.first == 1
    assert isinstance(press(day, Event.STEP_BACK)[0], Stands)


def test_a_hold_that_grows_under_the_camera_is_not_cut(day):
    day.stand(3, insert=True)
    press(day, Event.SHOOT)
    day.writer.do(hold(day.writer.sheet, 3, 4))
    press(day, Event.SHOOT)
    assert shown(day)[1:3] == [(3, 6, 4), (9, 2, 5)]


class Bench:
    """A camera whose every verb is noted, with one setting that takes `100` to `800`."""

    name = "bench camera"

    def __init__(self, inner):
        self.inner, self.log = inner, []
        self.value = "100"

    def shoot(self):
        self.log.append("shutter")
        return self.inner.shoot()

    def settings(self):
        return (Setting(name="iso", value=self.value),)

    def set(self, name, value):
        if value == "a hat":
            raise SettingRefused("It takes no hat.")
        self.log.append(f"{name}={value}")
        self.value = value

    def close(self):
        pass


@pytest.fixture
def bench(replay):
    return Bench(replay(9))


@pytest.fixture
def two(series, bench, pauses):
    """`two(settings)` is a session of frames of two exposures."""
    with series.new_shot(Slate.parse("ep01/sc010/sh030"), exposures=("x1", "x2")).new_take().writer() as writer:

        def begin(settings=None, camera=bench, **hooks):
            return Session(writer, camera, on=2, sleep=pauses, settings=settings, **hooks)

        yield begin


def test_an_exposure_has_its_own_settings_and_gives_them_back(two, bench):
    day = two({"x2": (("iso", "800"),)})
    press(day, *[Event.SHOOT] * 4)
    assert bench.log == ["shutter", "iso=800", "shutter", "iso=100"] * 2


def test_a_setting_in_force_is_not_set_again(two, bench):
    day = two({"x1": (("iso", "100"),), "x2": (("iso", "800"),)})
    press(day, *[Event.SHOOT] * 4)
    assert bench.log == ["shutter", "iso=800", "shutter", "iso=100", "shutter", "iso=800", "shutter"]


def test_a_refused_setting_is_told_before_the_shutter_and_nothing_is_shot(two, bench):
    day = two({"x1": (("iso", "a hat"),)})
    told = press(day, Event.SHOOT)
    assert isinstance(told[0], Trouble)
    assert isinstance(told[0].failure, SettingRefused)
    assert (bench.log, day.state) == ([], State.READY)


def test_a_camera_without_settings_refuses_those_of_an_exposure(two, replay):
    day = two({"x1": (("iso", "100"),)}, camera=replay(3))
    assert isinstance(press(day, Event.SHOOT)[0].failure, SettingRefused)


def test_a_setting_that_cannot_be_given_back_costs_no_picture(two, bench):
    day = two({"x2": (("iso", "800"),)})
    press(day, Event.SHOOT)
    bench.value = "a hat"
    told = press(day, Event.SHOOT)
    assert [type(one) for one in told] == [Kept, Remark, Stands]
    assert told[1].text == "iso could not be set back to a hat: It takes no hat."


def test_the_hooks_stand_right_around_the_shutter(two, bench):
    day = two(
        before=lambda exposure: bench.log.append(f"dark for {exposure.exposure}"),
        after=lambda exposure: bench.log.append(f"light after {exposure.exposure}"),
        settings={"x1": (("iso", "400"),)},
    )
    press(day, Event.SHOOT)
    assert bench.log[:4] == ["iso=400", "dark for x1", "shutter", "light after x1"]


def test_it_is_light_again_after_a_failure_too(two, bench, monkeypatch):
    def full():
        raise CameraLost("The cable is out.")

    monkeypatch.setattr(bench, "shoot", full)
    lit = []
    day = two(after=lambda exposure: lit.append(exposure.frame))
    assert isinstance(press(day, Event.SHOOT)[0], Trouble)
    assert lit == [1]


class Away(Bench):
    def shoot(self):
        raise CameraLost("The battery is empty.")

    def reconnect(self):
        raise CameraLost("The battery is empty.")


def test_waiting_for_a_lost_camera_is_stopped_from_another_thread(take):
    with take.writer() as writer:
        day = Session(writer, Away(None), on=2)
        told = day.press(Event.SHOOT)
        assert isinstance(next(told), CameraAway)
        assert day.state is State.AWAY
        threading.Timer(0.01, day.stop).start()
        rest = list(told)
    assert isinstance(rest[-2], Trouble)
    assert isinstance(rest[-2].failure, Cancelled)
    assert day.state is State.READY


def test_a_stop_that_comes_too_late_stops_nothing(day):
    day.stop()
    assert isinstance(press(day, Event.SHOOT)[0], Kept)
