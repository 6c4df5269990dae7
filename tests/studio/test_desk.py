"""The desk: what is asked happens in its order, is told, and nothing holds it up for ever."""

import threading
import time
from concurrent.futures import CancelledError

import pytest

from komadori.devices.protocols import CameraLost
from komadori.devices.virtual.pattern import PatternCamera
from komadori.errors import Cancelled, KomadoriError
from komadori.film import Slate
from komadori.progress import finish
from komadori.sheet.edit import EditRefused
from komadori.store import TakeBusy, check_series, open_series
from komadori.studio.cameras import Cameras
from komadori.studio.commands import BadArguments
from komadori.studio.desk import Desk, NothingOpen

SHOT = "ep01/sc010/sh020"


def pictures(desk):
    return [picture.number for picture in desk.take.writer.pictures]


def test_a_fresh_folder_has_nothing_and_says_so(desks, do):
    desk, told = desks()
    assert [one["type"] for one in told] == ["series", "shots", "take", "desk", "cameras", "keys"]
    assert told.newest("series")["title"] == ""
    assert told.newest("take")["id"] is None
    assert told.newest("desk")["state"] == "closed"
    for command, words in (("shoot", {}), ("undo", {}), ("open", {"slate": SHOT}), ("hold", {"by": 1})):
        with pytest.raises(NothingOpen):
            do(desk, command, **words)


def test_a_series_is_begun_and_a_shot_opened(desks, do):
    desk, told = desks()
    assert do(desk, "begin-series", title="Robin", fps="25") == {"slate": "ep01/sc010/sh010/tk01"}
    assert told.newest("series") == {"type": "series", "title": "Robin", "rate": [25, 1]}
    assert do(desk, "new-shot", slate=SHOT, on=1, exposures=["x1", "x2"]) == {"slate": f"{SHOT}/tk01"}
    take = told.newest("take")
    assert (take["slate"], take["number"], take["exposures"], take["takes"]) == (SHOT, 1, ["x1", "x2"], [1])
    assert do(desk, "new-take") == {"slate": f"{SHOT}/tk02"}
    assert do(desk, "open", slate=SHOT, take=1) == {"slate": f"{SHOT}/tk01"}
    assert told.newest("take")["takes"] == [1, 2]
    assert [shot["slate"] for shot in told.newest("shots")["shots"]] == ["ep01/sc010/sh010", SHOT]


def test_a_picture_is_told_when_it_is_safe_then_the_sheet_then_where_the_camera_stands(desk, do):
    del desk.told[:]
    assert do(desk, "shoot") == {"pictures": [1]}
    beside = {"cameras", "remark", "alarm"}  # told by other threads
    kinds = [one["type"] for one in desk.told if one["type"] not in beside]
    assert kinds == ["desk", "dark", "dark", "picture", "change", "desk", "desk"]
    states = [one["state"] for one in desk.told.of("desk")]
    assert states == ["shooting", "shooting", "ready"]
    assert desk.told.newest("desk")["next"]["frame"] == 3
    assert desk.told.newest("desk")["saved"] == desk.told.newest("picture")["kept"]
    change = desk.told.newest("change")
    assert change["changes"] == [
        {"column": "picture", "first": 1, "removed": 0, "inserted": [{"length": 2, "pictures": [["x1", 1]]}]}
    ]
    assert (change["undo"], change["redo"]) == (True, False)


def test_many_frames_and_all_exposures_of_each(desk, do):
    do(desk, "new-shot", slate=SHOT, exposures=["x1", "x2"])
    assert do(desk, "shoot", count=3, held=1) == {"pictures": [1, 2, 3, 4, 5, 6]}
    assert desk.told.newest("desk")["next"]["frame"] == 4


def test_revisions_of_a_take_have_no_gap_and_those_of_another_are_others(desk, do):
    first = desk.told.newest("take")["revision"]
    do(desk, "shoot", count=2)
    do(desk, "hold", by=2)
    do(desk, "undo")
    assert [one["revision"] for one in desk.told.of("change")] == [first + n for n in (1, 2, 3, 4)]
    do(desk, "new-take")
    assert desk.told.newest("take")["revision"] > first + 1000


def test_a_second_press_while_the_shutter_is_open_is_a_slip(desk, do):
    inside, gate = threading.Event(), threading.Event()
    desk.publish = lambda event: (inside.set(), gate.wait(60)) if event.word == "shoot" else None
    first = desk.do("shoot", {})
    assert inside.wait(60)
    slips = []
    pressing = [threading.Thread(target=lambda: slips.append(desk.do("shoot", {}).result(60))) for _ in range(8)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(60)
    gate.set()
    assert slips == [{"ignored": "shooting"}] * 8
    assert first.result(60) == {"pictures": [1]}
    assert do(desk, "shoot") == {"pictures": [2]}


def test_presses_from_many_hands_at_once_take_pictures_that_are_all_told(desk):
    futures = []
    press = lambda: futures.extend(desk.do("shoot", {}) for _ in range(25))  # noqa: E731
    hands = [threading.Thread(target=press) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    taken = [number for future in futures for number in future.result(60).get("pictures", [])]
    assert sorted(taken) == pictures(desk) == list(range(1, len(taken) + 1))


def test_who_listens_hears_which_picture_leaves_the_sheet_and_nothing_where_none_does(desk, do):
    heard = []
    desk.publish = lambda event: heard.append((event.word, event.frame, event.exposure_name))
    do(desk, "new-shot", slate=SHOT, exposures=["x1", "lamp"])
    do(desk, "shoot", count=2)
    for _ in range(5):
        do(desk, "delete")
    gone = [(frame, exposure) for word, frame, exposure in heard if word == "delete"]
    assert gone == [(3, "lamp"), (3, "x1"), (1, "lamp"), (1, "x1")]
    assert "no picture on the sheet" in desk.told.of("remark")[-1]["text"]


def test_what_fails_leaves_the_camera_ready_and_says_why(desk, do):
    do(desk, "open-camera", name="pattern?size=64x48")
    do(desk, "choose-camera", name="pattern?size=64x48")
    desk.cameras.get().opened.result(60)
    do(desk, "shoot")
    do(desk, "choose-camera", name="pattern?size=96x64")
    told = do(desk, "shoot")
    assert (told["pictures"], told["trouble"]["kind"]) == ([], "WrongSize")
    assert told["trouble"]["hint"].startswith("set the camera's picture size back")
    assert desk.told.newest("desk")["state"] == "ready"
    assert "64" in desk.told.of("remark")[-1]["text"]
    assert desk.told.of("remark")[-1]["severity"] == "trouble"


def test_a_mistake_of_ours_is_the_askers_and_the_desk_goes_on(desk, do, monkeypatch):
    monkeypatch.setitem(desk._acts, "hold", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        do(desk, "hold", by=1)
    monkeypatch.setitem(desk._at_once, "stop", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        do(desk, "stop")
    assert do(desk, "shoot") == {"pictures": [1]}


def test_an_alarm_there_is_not_is_none_that_was_told_last(desk, do):
    with pytest.raises(BadArguments, match="There is no alarm 'thunder'"):
        do(desk, "dismiss", kind="thunder")
    do(desk, "dismiss", kind="camera bump")
    assert desk.told.newest("dismissed")["kinds"] == ["camera bump"]


def test_view_commands_are_passed_on_to_the_pages(desk):
    desk.do("flick", {}, pressed=True)
    desk.do("step-back", {"frames": 2})
    assert desk.told.of("view") == [
        {"type": "view", "command": "flick", "with": {}, "pressed": True},
        {"type": "view", "command": "step-back", "with": {"frames": 2}, "pressed": None},
    ]


def test_switches_are_turned_at_once_while_the_desk_is_busy(desk, do):
    gate = threading.Event()
    desk.submit(lambda: gate.wait(60))
    do(desk, "black", on=True)
    do(desk, "dark", on=False)
    told = desk.told.newest("desk")
    assert (told["black"], told["dark"], told["next"]["frame"], told["state"]) == (True, False, 1, "ready")
    gate.set()


def test_a_take_that_another_program_holds_is_refused_in_words_and_the_one_on_the_desk_stays(desk, do):
    series = open_series(desk.home)
    with series.new_shot(Slate.parse(SHOT)).new_take().writer():
        with pytest.raises(TakeBusy, match="is being written by process"):
            do(desk, "open", slate=SHOT)
        assert do(desk, "shoot") == {"pictures": [1]}
        assert desk.take.take.slate.shot == "sh010"
    do(desk, "open", slate=SHOT)
    assert desk.told.newest("take")["slate"] == SHOT


def test_two_studios_in_one_folder_work_on_two_takes(desk, desks, do):
    other, told = desks(desk.home)
    with pytest.raises(TakeBusy):
        do(other, "open", slate="ep01/sc010/sh010")
    assert told.newest("take")["id"] is None
    do(other, "new-shot", slate=SHOT)
    do(other, "open-camera", name="pattern?size=96x64")
    assert do(other, "shoot") == {"pictures": [1]}
    assert do(desk, "shoot") == {"pictures": [1]}
    assert finish(check_series(open_series(desk.home))).sound


def test_the_same_take_opened_again_is_the_same(desk, do):
    do(desk, "shoot")
    before = desk.told.newest("take")["id"]
    do(desk, "open", slate="ep01/sc010/sh010")
    again = desk.told.newest("take")
    assert again["id"] == before
    assert len(again["pictures"]) == 1
    assert do(desk, "shoot") == {"pictures": [2]}


def test_a_broken_look_or_settings_file_keeps_nobody_from_shooting(desk, do):
    do(desk, "keep-look", document={"guides": []})
    path = desk.take.take.path
    do(desk, "new-shot", slate=SHOT)
    for name in ("look.json", "camera.json"):
        (path / name).write_text("{ broken")
    (path / "tests").mkdir(exist_ok=True)
    (path / "tests" / "tests.jsonl").write_text("broken\n")
    do(desk, "open", slate="ep01/sc010/sh010")
    assert len([one for one in desk.told.of("remark") if one["severity"] == "trouble"]) >= 3
    assert desk.told.newest("look")["document"] == {}
    assert do(desk, "shoot") == {"pictures": [1]}


def test_reopening_is_going_on(desk, desks, do):
    do(desk, "shoot", count=3)
    do(desk, "hold", by=4)
    sheet = desk.take.sheet
    desk.close()
    again, told = desks(desk.home)
    do(again, "open", slate="ep01/sc010/sh010")
    assert again.take.sheet == sheet
    assert told.newest("take")["undo"]
    do(again, "undo")
    assert again.take.sheet.frames == sheet.frames - 4


def test_a_slip_of_the_hand_does_not_fill_the_memory(desk, do):
    do(desk, "shoot", count=4)
    do(desk, "repeat", first=1, last=8, times=1000)
    with pytest.raises(EditRefused, match="999,999 is the most"):
        do(desk, "repeat", first=1, last=8000, times=1000)
    do(desk, "undo")
    do(desk, "insert-frames", frame=1, frames=900_000)
    for command, words in (
        ("insert-frames", {"frame": 1, "frames": 900_000}),
        ("write", {"column": "notes", "frame": 999_999, "text": "far", "length": 999_999}),
    ):
        with pytest.raises(EditRefused):
            do(desk, command, **words)
    do(desk, "copy", first=1, last=900_000)
    with pytest.raises(EditRefused):
        do(desk, "paste", frame=1)


# -- stopping and closing -----------------------------------------------------------------------------------------


@pytest.fixture
def losing(desks, do):
    """A desk whose camera is lost at its second press and does not come back."""
    gone = threading.Event()

    class Lost:
        name = "lost camera"

        def __init__(self):
            self.inner = PatternCamera(size=(96, 64))

        def shoot(self):
            if gone.is_set():
                raise CameraLost("The lost camera is not connected.")
            gone.set()
            return self.inner.shoot()

        def reconnect(self):
            raise CameraLost("The lost camera is not connected.")

        def close(self):
            pass

    desk, told = desks(opener=lambda _name: Lost())
    do(desk, "begin-series")
    do(desk, "open-camera", name="lost")
    desk.cameras.get().opened.result(60)
    desk.told = told
    assert do(desk, "shoot") == {"pictures": [1]}
    return desk


def test_a_camera_that_is_away_is_told_and_waiting_for_it_can_be_stopped(losing, do):
    waiting = losing.do("shoot", {})
    losing.told.soon("desk", lambda one: one["state"] == "away")
    time.sleep(0.4)  # into the growing pauses
    do(losing, "stop")
    assert waiting.result(60)["trouble"]["kind"] == "Cancelled"
    assert losing.told.newest("desk")["state"] == "ready"
    assert "not waited for any longer" in losing.told.of("remark")[-1]["text"]


@pytest.mark.parametrize("decision", [("choose-camera", "another"), ("close-camera", "lost")])
def test_another_camera_may_be_chosen_while_one_is_away(losing, do, decision):
    do(losing, "open-camera", name="another")
    losing.cameras.get("another").opened.result(60)
    waiting = losing.do("shoot", {"count": 5})
    losing.told.soon("desk", lambda one: one["state"] == "away")
    do(losing, decision[0], name=decision[1])
    assert waiting.result(0)["pictures"] == []
    assert losing.cameras.chosen == "another"


def test_the_studio_closes_at_once_while_a_camera_is_away(losing):
    waiting = losing.do("shoot", {"count": 1000})
    queued = losing.do("shoot", {}), losing.do("undo", {})
    losing.told.soon("desk", lambda one: one["state"] == "away")
    began = time.monotonic()
    losing.close()
    assert time.monotonic() - began < 30
    assert waiting.result(0)["pictures"] == []
    assert all(future.done() for future in queued)
    with pytest.raises((Cancelled, CancelledError, KomadoriError)):
        losing.do("undo", {}).result(60)
    assert losing.do("shoot", {}).exception(5)


def test_stop_ends_a_long_series_of_pictures_after_the_one_underway(desk, do):
    shooting = desk.do("shoot", {"count": 1000})
    desk.told.soon("picture")
    do(desk, "stop")
    taken = shooting.result(60)["pictures"]
    assert 1 <= len(taken) < 1000
    assert pictures(desk) == taken
    assert do(desk, "shoot")["pictures"] == [len(taken) + 1]


def test_a_camera_that_opens_for_ever_holds_neither_press_nor_closing(tmp_path, do, until, monkeypatch):
    gate = threading.Event()

    def opener(_name):
        gate.wait(60)
        raise RuntimeError("too late")

    home = tmp_path / "series"
    home.mkdir()
    desk = Desk(home, cameras=lambda tell: Cameras(tell, opener=opener))
    do(desk, "begin-series")
    do(desk, "open-camera", name="slow")
    pressing = desk.do("shoot", {})
    until(lambda: do(desk, "stop") is not None and pressing.done())
    with pytest.raises(Cancelled):
        pressing.result(0)
    pressing = desk.do("shoot", {})
    monkeypatch.setattr("komadori.studio.cameras.PATIENCE", 0.1)
    desk.close()
    gate.set()
    assert isinstance(pressing.exception(5), Cancelled)


def test_closing_twice_is_closing_once_and_leaves_no_thread(desks, do, threads, until):
    before = threads()
    desk, _ = desks()
    do(desk, "begin-series")
    do(desk, "open-camera", name="pattern?size=96x64")
    desk.cameras.get().opened.result(60)
    do(desk, "find-cameras")
    do(desk, "shoot", count=3)
    desk.close()
    desk.close()
    until(lambda: threads() <= before)
