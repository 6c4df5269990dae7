"""Dark exposure: the order of what happens, and a camera that sees the light of screens."""

import io
import threading

import numpy as np
import pytest
from PIL import Image

from komadori.studio import desk as desk_module
from komadori.studio.dark import PATIENCE, SETTLE, DarkExposure

pattern = pytest.importorskip("komadori.devices.virtual.pattern", reason="the drawn miniature is not there yet")
SEES = "pattern?size=192x128&screen=1"


class Log(list):
    """What happened, in its order."""

    def tell(self, message):
        self.append((type(message).__name__, message.round, message.on))

    def sleep(self, seconds):
        self.append(("sleep", seconds))


def dark_with(pages):
    log = Log()
    return DarkExposure(log.tell, lambda: frozenset(pages), sleep=log.sleep), log


def test_the_shutter_opens_when_every_page_has_said_that_it_is_black_and_has_settled():
    dark, log = dark_with({1, 2})
    began = threading.Thread(target=dark.begin)
    began.start()
    while not log:
        pass
    dark.done(1, 1)
    began.join(0.02)
    assert began.is_alive()
    assert log == [("Dark", 1, True)]
    dark.done(2, 1)
    began.join(60)
    assert log == [("Dark", 1, True), ("sleep", SETTLE)]
    assert not dark.late
    dark.end()
    assert log[-1] == ("Dark", 1, False)


def test_a_page_that_hangs_is_waited_for_a_quarter_of_a_second_and_told_of_once(monkeypatch):
    monkeypatch.setattr("komadori.studio.dark.PATIENCE", 0.01)
    dark, log = dark_with({1, 7})
    for round_ in (1, 2):
        dark.begin()
        dark.done(1, round_)
        assert dark.late == {1, 7}
        assert dark.newly_late() == ({1, 7} if round_ == 1 else frozenset())
        dark.end()
    assert log.count(("sleep", SETTLE)) == 2
    assert PATIENCE == 0.25


def test_a_page_that_leaves_is_waited_for_no_longer():
    pages = {1, 2}
    dark, _ = dark_with(pages)
    began = threading.Thread(target=dark.begin)
    began.start()
    while not dark._dark:
        pass
    dark.done(1, 1)
    pages.discard(2)
    dark.left()
    began.join(60)
    assert not began.is_alive()
    assert not dark.late


def test_what_a_page_says_of_an_earlier_round_counts_for_nothing(monkeypatch):
    monkeypatch.setattr("komadori.studio.dark.PATIENCE", 0.01)
    dark, _ = dark_with({1})
    dark.begin()
    dark.end()
    dark.done(1, 1)
    dark.begin()
    dark.done(1, 1)
    assert dark.late == {1}


def test_where_it_is_switched_off_nothing_goes_dark_and_nothing_waits():
    dark, log = dark_with({1})
    dark.on = False
    dark.begin()
    dark.end()
    assert log == []


def test_switched_off_while_it_is_dark_it_is_light_again_afterwards():
    dark, log = dark_with(set())
    dark.begin()
    dark.on = False
    dark.end()
    dark.end()
    assert log == [("Dark", 1, True), ("sleep", SETTLE), ("Dark", 1, False)]


# -- through the whole studio -----------------------------------------------------------------------------------


@pytest.fixture
def lit():
    """Screens shine on the set until something makes them dark; they are lit again afterwards."""
    pattern.set_screen(1.0)
    yield
    pattern.set_screen(1.0)


def brightness(path):
    return float(np.asarray(Image.open(io.BytesIO(path.read_bytes()))).mean())


def newest(desk):
    take = desk.take
    return take.take.file(take.writer.pictures[-1])


@pytest.fixture
def seeing(desk, do):
    """A desk whose chosen camera sees the screens, with its exposure held still."""
    do(desk, "open-camera", name=SEES)
    desk.cameras.get(SEES).opened.result(60)
    do(desk, "choose-camera", name=SEES)
    do(desk, "lock")
    do(desk, "new-shot", slate="ep01/sc010/sh090")
    return desk


def shines(desk, line):
    """Let the screen be lit as a page is: black between `dark` on and off, unless it is told nothing."""
    while True:
        message = line.next("dark")
        pattern.set_screen(0.0 if message["on"] else 1.0)
        if not message["on"]:
            return
        line.socket.send_json({"type": "dark-done", "round": message["round"]})


@pytest.mark.usefixtures("lit")
def test_no_screen_shines_on_a_picture_and_without_it_one_does(seeing, client, page, do):
    with page() as line:
        call = line.ask("shoot")
        shines(seeing, line)
        assert line.answer(call)["result"] == {"pictures": [1]}
        dark = brightness(newest(seeing))
        line.do("dark", on=False)
        line.do("shoot")
        glowing = brightness(newest(seeing))
        line.do("dark", on=True)
        call = line.ask("shoot")
        shines(seeing, line)
        line.answer(call)
        again = brightness(newest(seeing))
    assert glowing > dark + 2
    assert abs(again - dark) < 1


@pytest.mark.usefixtures("lit")
def test_a_test_shot_is_dark_as_well(seeing, client, page):
    with page() as line:
        call = line.ask("test-shot")
        shines(seeing, line)
        assert line.answer(call)["trouble"] is None


def test_a_page_that_does_not_go_black_is_told_of_and_the_picture_is_taken(desk, page, client, do, monkeypatch):
    with page() as line:
        line.do("shoot")
        assert [one["text"] for one in line.heard.of("remark")] == [desk_module.LATE]
        line.do("shoot")
        assert len(line.heard.of("remark")) == 1
        line.socket.send_json({"type": "promise", "dark": False})
        line.do("shoot")
    assert len(desk.take.writer.pictures) == 3


def test_a_page_that_comes_while_the_shutter_is_open_is_told_to_be_dark(desk):
    desk.dark.begin()
    heard = []
    desk.telling.join(heard.extend)
    assert '{"type":"dark","round":1,"on":true}' in heard
    desk.dark.end()
    heard.clear()
    desk.telling.join(heard.extend)
    assert not [one for one in heard if '"type":"dark"' in one]


def test_a_camera_that_fails_leaves_no_screen_black(desk, do):
    do(desk, "open-camera", name="pattern?size=96x64&card=1")
    do(desk, "choose-camera", name="pattern?size=96x64&card=1")
    do(desk, "shoot")
    assert do(desk, "shoot")["pictures"] == []
    assert [one["on"] for one in desk.told.of("dark")][-2:] == [True, False]
    assert "card" in desk.told.newest("remark")["text"]
    assert desk.told.newest("desk")["state"] == "ready"
