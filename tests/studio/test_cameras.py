"""Cameras: several at once, lost and found in words, set as they were, and drifting."""

import threading

import pytest

from komadori.devices.driver import Connected
from komadori.devices.protocols import (
    CameraBusy,
    CameraDenied,
    NoSuchCamera,
    NotOffered,
    SettingRefused,
)
from komadori.devices.virtual.pattern import PatternCamera
from komadori.errors import Refused
from komadori.store import CameraSettings
from komadori.studio.cameras import MOST


class Bench:
    """Opens drawn cameras and remembers them, so that a test can unplug one or turn its dials."""

    def __init__(self):
        self.cameras, self.fails, self.gate = {}, {}, threading.Event()
        self.gate.set()

    def open(self, name):
        self.gate.wait(60)
        if name in self.fails:
            raise self.fails[name]
        self.cameras[name] = PatternCamera(seed=len(self.cameras) + 2, size=(96, 64), battery=71, card=900)
        return self.cameras[name]


@pytest.fixture
def bench(desks, do):
    bench = Bench()
    found = [Connected(name="canon", model="Canon EOS R"), Connected(name="webcam", model="C920")]
    bench.desk, bench.told = desks(opener=bench.open, lister=lambda: found)
    do(bench.desk, "begin-series")
    return bench


def opened(bench, do, name):
    """Open a camera and wait until it has told of itself."""
    do(bench.desk, "open-camera", name=name)
    return bench.told.soon("cameras", lambda one: state(one, name)["settings"])


NOTHING = {"settings": [], "overrides": [], "drifted": [], "trouble": ""}


def state(told, name):
    """What is told of a camera; nothing, where it is not open."""
    return next((one for one in told["open"] if one["name"] == name), NOTHING)


def now(bench, name):
    return state(bench.told.newest("cameras"), name)


def values(told):
    return {one["name"]: one["value"] for one in told["settings"]}


def test_what_is_connected_is_found_without_waiting(bench, do):
    do(bench.desk, "find-cameras")
    told = bench.told.soon("cameras", lambda one: one["found"] and not one["looking"])
    assert told["found"] == [
        {"name": "canon", "model": "Canon EOS R"},
        {"name": "webcam", "model": "C920"},
    ]


def test_looking_that_fails_ends_and_says_why(desks, do):
    def fails():
        raise CameraDenied("The system does not let you.", hint="ask it.")

    desk, told = desks(lister=fails)
    do(desk, "find-cameras")
    told.soon("cameras", lambda one: one["looking"])
    told.soon("remark", lambda one: one["text"] == "The system does not let you.")
    told.soon("cameras", lambda _: not told.newest("cameras")["looking"])


def test_a_camera_is_told_while_it_opens_and_when_it_has(bench, do):
    bench.gate.clear()
    do(bench.desk, "open-camera", name="canon")
    assert now(bench, "canon")["opening"]
    assert now(bench, "canon")["chosen"]
    with pytest.raises(CameraBusy):
        do(bench.desk, "set-setting", camera="canon", name="iso", value="400")
    bench.gate.set()
    told = state(bench.told.soon("cameras", lambda one: state(one, "canon")["settings"]), "canon")
    assert (told["model"], told["live"], told["opening"], told["trouble"]) == ("drawn miniature 2", True, False, "")
    assert (told["battery"], told["card"]) == (71, 900)
    assert do(bench.desk, "shoot") == {"pictures": [1]}


def test_pressing_while_a_camera_still_opens_takes_the_picture_once_it_has(bench, do):
    bench.gate.clear()
    do(bench.desk, "open-camera", name="canon")
    pressed = bench.desk.do("shoot", {})
    bench.gate.set()
    assert pressed.result(60) == {"pictures": [1]}


def test_what_cannot_be_opened_says_why_and_another_may_be(bench, do):
    bench.fails["canon"] = CameraDenied("The system does not let this person have it.", hint="ask it.")
    do(bench.desk, "open-camera", name="canon")
    told = bench.told.soon("cameras", lambda one: state(one, "canon")["trouble"])
    assert "does not let" in state(told, "canon")["trouble"]
    assert not state(told, "canon")["opening"]
    with pytest.raises(CameraDenied):
        do(bench.desk, "shoot")
    opened(bench, do, "webcam")
    assert now(bench, "webcam")["chosen"]
    assert do(bench.desk, "shoot") == {"pictures": [1]}
    del bench.fails["canon"]
    opened(bench, do, "canon")
    assert not now(bench, "canon")["chosen"]


def test_a_name_that_means_nothing_is_told_at_the_camera(desk, do):
    do(desk, "open-camera", name="no such thing at all")
    told = desk.told.soon("cameras", lambda one: [a for a in one["open"] if a["trouble"]])
    assert "no such thing" in told["open"][-1]["trouble"]
    assert do(desk, "shoot") == {"pictures": [1]}


def test_several_are_open_one_shoots_and_another_may_be_chosen_between_pictures(bench, do):
    for name in ("canon", "webcam"):
        opened(bench, do, name)
    do(bench.desk, "shoot")
    do(bench.desk, "choose-camera", name="webcam")
    do(bench.desk, "shoot")
    do(bench.desk, "stand", frame=1, insert=True)
    do(bench.desk, "choose-camera", name="canon")
    do(bench.desk, "shoot")
    cameras = [one["camera"] for one in bench.told.of("picture")]
    assert cameras == ["drawn miniature 2", "drawn miniature 3", "drawn miniature 2"]
    assert bench.told.of("picture")[-1]["frame"] == 1
    with pytest.raises(NoSuchCamera):
        do(bench.desk, "choose-camera", name="nikon")


def test_the_chosen_one_shoots_also_while_it_still_opens(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "shoot")
    bench.gate.clear()
    do(bench.desk, "open-camera", name="webcam")
    do(bench.desk, "choose-camera", name="webcam")
    pressed = bench.desk.do("shoot", {})
    bench.gate.set()
    pressed.result(60)
    assert bench.told.newest("picture")["camera"] == "drawn miniature 3"


def test_a_camera_is_let_go_and_the_next_takes_its_place(bench, do):
    for name in ("canon", "webcam"):
        opened(bench, do, name)
    do(bench.desk, "close-camera", name="canon")
    assert [one["name"] for one in bench.told.newest("cameras")["open"]] == ["webcam"]
    assert now(bench, "webcam")["chosen"]
    assert do(bench.desk, "shoot") == {"pictures": [1]}
    do(bench.desk, "close-camera", name="webcam")
    with pytest.raises(NoSuchCamera):
        do(bench.desk, "shoot")
    do(bench.desk, "delete")
    opened(bench, do, "webcam")
    assert do(bench.desk, "shoot") == {"pictures": [2]}


def test_a_camera_may_be_closed_and_opened_again_while_it_shoots(bench, do):
    opened(bench, do, "canon")
    shooting = bench.desk.do("shoot", {"count": 20})
    bench.told.soon("picture")
    bench.desk.cameras.close("canon")
    taken = shooting.result(60)["pictures"]
    assert 1 <= len(taken) <= 20
    opened(bench, do, "canon")
    assert do(bench.desk, "shoot")["pictures"] == [len(bench.desk.take.writer.pictures)]


def test_there_is_an_end_to_cameras(bench, do):
    for number in range(MOST):
        do(bench.desk, "open-camera", name=f"camera {number}")
    with pytest.raises(Refused, match="are open already"):
        do(bench.desk, "open-camera", name="one more")
    do(bench.desk, "open-camera", name="camera 3")


# -- lost and found -------------------------------------------------------------------------------------------------


def test_losing_a_camera_is_told_in_words_and_so_is_its_return(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "shoot")
    bench.cameras["canon"].unplug()
    assert do(bench.desk, "shoot") == {"pictures": [2]}
    texts = [one["text"] for one in bench.told.of("remark")]
    assert "The drawn miniature 2 is not connected." in texts
    assert "The drawn miniature 2 is back." in texts
    states = [one["state"] for one in bench.told.of("desk")]
    assert "away" in states
    assert states[-1] == "ready"
    bench.told.soon("cameras", lambda _: now(bench, "canon")["trouble"] == "")


def test_a_camera_lost_in_its_live_view_says_so_and_comes_back_by_itself(bench, do):
    opened(bench, do, "canon")
    owned = bench.desk.cameras.get()
    with owned.watch():
        bench.cameras["canon"].unplug()
        bench.told.soon("cameras", lambda one: "not connected" in state(one, "canon")["trouble"])
        assert values(now(bench, "canon"))
        bench.told.soon("cameras", lambda _: now(bench, "canon")["trouble"] == "")


def test_a_camera_lost_while_nobody_looks_is_found_out_at_the_next_look_at_its_battery(bench, do):
    opened(bench, do, "canon")
    bench.cameras["canon"].unplug()
    bench.desk.cameras.refresh("canon")
    bench.told.soon("cameras", lambda one: "not connected" in state(one, "canon")["trouble"])
    assert now(bench, "canon")["battery"] == 71


# -- settings ---------------------------------------------------------------------------------------------------------


def test_settings_are_set_kept_with_the_take_and_set_again_when_it_is_reopened(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "set-setting", camera="canon", name="iso", value="800")
    bench.told.soon("cameras", lambda one: values(state(one, "canon")).get("iso") == "800")
    do(bench.desk, "new-shot", slate="ep01/sc010/sh020")
    do(bench.desk, "set-setting", camera="canon", name="iso", value="100")
    do(bench.desk, "open", slate="ep01/sc010/sh010")
    assert {one.name: one.value for one in bench.cameras["canon"].settings()}["iso"] == "800"
    do(bench.desk, "close-camera", name="canon")
    opened(bench, do, "canon")
    bench.told.soon("cameras", lambda one: values(state(one, "canon")).get("iso") == "800")


def test_how_the_pictures_were_shot_is_kept_with_the_take_though_nothing_was_set_in_the_page(bench, do, until):
    opened(bench, do, "canon")
    bench.cameras["canon"].turn("iso", "800")
    do(bench.desk, "shoot")
    first = bench.desk.take.take
    until(lambda: dict(first.read_settings().get("canon", CameraSettings()).settings).get("iso") == "800")
    bench.cameras["canon"].turn("iso", "1600")
    do(bench.desk, "shoot")
    until(lambda: dict(first.read_settings()["canon"].settings)["iso"] == "1600")
    do(bench.desk, "new-take")
    bench.cameras["canon"].turn("iso", "100")
    do(bench.desk, "open", slate="ep01/sc010/sh010", take=1)
    assert {one.name: one.value for one in bench.cameras["canon"].settings()}["iso"] == "1600"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"exposure": "x9", "name": "iso", "value": "800"}, "no exposure 'x9'"),
        ({"exposure": "x1", "name": "magic", "value": "800"}, "cannot set 'magic'"),
        ({"exposure": "x1", "name": "iso", "value": "12"}, "does not take iso=12"),
    ],
)
def test_what_one_exposure_could_never_be_shot_with_is_refused_at_once(bench, do, words, why):
    opened(bench, do, "canon")
    with pytest.raises(SettingRefused, match=why):
        do(bench.desk, "set-setting", camera="canon", **words)
    assert do(bench.desk, "shoot") == {"pictures": [1]}


def test_what_a_camera_does_not_take_is_refused_in_words(bench, do):
    opened(bench, do, "canon")
    with pytest.raises(SettingRefused, match="iso=12"):
        do(bench.desk, "set-setting", camera="canon", name="iso", value="12")
    with pytest.raises(NoSuchCamera):
        do(bench.desk, "set-setting", camera="nikon", name="iso", value="100")


def test_a_setting_that_cannot_be_set_again_is_told_and_the_shot_opens(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "set-setting", camera="canon", name="iso", value="800")
    path = bench.desk.take.take.path / "camera.json"
    path.write_text(path.read_text().replace('"800"', '"12345"'))
    do(bench.desk, "new-shot", slate="ep01/sc010/sh020")
    do(bench.desk, "open", slate="ep01/sc010/sh010")
    assert "iso is not 12345, as it was left" in bench.told.of("remark")[-1]["text"]
    assert do(bench.desk, "shoot") == {"pictures": [1]}


def test_a_camera_that_is_lost_when_a_shot_is_reopened_keeps_nobody_from_it(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "set-setting", camera="canon", name="iso", value="800")
    do(bench.desk, "new-shot", slate="ep01/sc010/sh020")
    bench.cameras["canon"].unplug()
    assert do(bench.desk, "open", slate="ep01/sc010/sh010") == {"slate": "ep01/sc010/sh010/tk01"}
    assert "was not set as it was left" in bench.told.of("remark")[-1]["text"]
    assert do(bench.desk, "shoot") == {"pictures": [1]}


def test_one_exposure_of_each_frame_has_settings_of_its_own(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "new-shot", slate="ep01/sc010/sh030", exposures=["x1", "lamp"])
    words = {"camera": "canon", "name": "exposure_time", "exposure": "lamp"}
    do(bench.desk, "set-setting", **words, value="1")
    assert now(bench, "canon")["overrides"] or bench.told.soon("cameras", lambda one: state(one, "canon")["overrides"])
    do(bench.desk, "shoot", count=2)
    taken = [dict(one.settings)["exposure_time"] for one in bench.desk.take.writer.pictures]
    assert taken == ["1/8", "1", "1/8", "1"]
    do(bench.desk, "set-setting", **words, value="1/2")
    do(bench.desk, "shoot")
    assert dict(bench.desk.take.writer.pictures[-1].settings)["exposure_time"] == "1/2"
    do(bench.desk, "open", slate="ep01/sc010/sh010")
    do(bench.desk, "open", slate="ep01/sc010/sh030")
    do(bench.desk, "shoot")
    assert dict(bench.desk.take.writer.pictures[-1].settings)["exposure_time"] == "1/2"
    do(bench.desk, "set-setting", **words, value="")
    do(bench.desk, "shoot")
    assert [dict(one.settings)["exposure_time"] for one in bench.desk.take.writer.pictures[-2:]] == ["1/8", "1/8"]


def test_changing_an_override_between_two_exposures_still_sets_back_what_it_replaced(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "new-shot", slate="ep01/sc010/sh030", exposures=["lamp", "x1"])
    words = {"camera": "canon", "name": "exposure_time", "exposure": "lamp"}
    do(bench.desk, "set-setting", **words, value="1")
    do(bench.desk, "shoot")
    do(bench.desk, "set-setting", **words, value="1/2")
    do(bench.desk, "shoot")
    taken = [dict(one.settings)["exposure_time"] for one in bench.desk.take.writer.pictures]
    assert taken == ["1", "1/8", "1/2", "1/8"]


def test_a_dial_turned_by_hand_is_told_as_drift(bench, do):
    opened(bench, do, "canon")
    do(bench.desk, "lock")
    do(bench.desk, "shoot")
    bench.cameras["canon"].turn("iso", "1600")
    do(bench.desk, "shoot")
    assert any("iso was locked at 200 and is 1600" in one["text"] for one in bench.told.of("remark"))
    bench.told.soon("cameras", lambda one: state(one, "canon")["drifted"])
    do(bench.desk, "unlock")
    bench.told.soon("cameras", lambda _: not now(bench, "canon")["drifted"])


def test_a_camera_without_settings_says_so(desks, do, photographs):
    desk, _ = desks()
    do(desk, "begin-series")
    name = f"replay:{photographs(3)[0].parent}"
    do(desk, "open-camera", name=name)
    desk.cameras.get().opened.result(60)
    with pytest.raises(NotOffered):
        do(desk, "set-setting", camera=name, name="iso", value="100")
    do(desk, "lock")
    assert do(desk, "shoot") == {"pictures": [1]}
