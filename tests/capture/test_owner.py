"""A camera that one thread owns: every call and every look is made there, and calls come first."""

import threading
from contextlib import closing

import pytest

from komadori.capture.owner import OwnedCamera
from komadori.capture.shoot import Kept, expose
from komadori.devices.protocols import (
    Adjustable,
    Camera,
    CameraClosed,
    CameraLost,
    Fed,
    Keeping,
    Lockable,
    NoSuchCamera,
    NotOffered,
    Previewing,
    Reconnecting,
    SettingRefused,
)

PATIENCE = 60  # seconds; nothing here takes one


class Logged:
    """A camera that notes what it was asked and on which thread."""

    name = "logged camera"

    def __init__(self):
        self.log, self.threads = [], set()
        self.gate = threading.Event()
        self.gate.set()
        self.looking = threading.Event()
        self.script = []

    def _note(self, verb):
        self.log.append(verb)
        self.threads.add(threading.current_thread().name)

    def shoot(self):
        self._note("shoot")
        raise CameraLost("The cable is out.")

    def preview(self):
        self.looking.set()
        assert self.gate.wait(PATIENCE)
        self._note("preview")
        if self.script:
            raise self.script.pop(0)
        return b"jpeg"

    def reconnect(self):
        self._note("reconnect")

    def settings(self):
        return ()

    def set(self, name, value):
        self._note(f"{name}={value}")
        if value == "no":
            raise SettingRefused("It takes yes.")

    def close(self):
        self._note("close")


@pytest.fixture
def inner():
    return Logged()


@pytest.fixture
def owned(inner):
    with closing(OwnedCamera("logged", lambda: inner, fps=1000)) as made:
        made.opened.result(PATIENCE)
        yield made


def frames(owned, count):
    """Wait until so many frames came to one who watches."""
    seen, enough = [], threading.Event()

    def see(frame):
        seen.append(frame)
        if len(seen) >= count:
            enough.set()

    stop = owned.subscribe(see)
    with owned.watch():
        assert enough.wait(PATIENCE)
    stop()
    return seen


def test_opening_is_told_with_the_model(owned):
    assert owned.opened.result() == owned.model == "logged camera"
    assert owned.offers(Previewing)
    assert owned.live
    assert not owned.offers(Keeping)


def test_opening_that_fails_is_told_to_everyone_who_asks():
    def none():
        raise NoSuchCamera("No camera is connected.")

    owned = OwnedCamera("none", none)
    with pytest.raises(NoSuchCamera):
        owned.opened.result(PATIENCE)
    with pytest.raises(NoSuchCamera):
        owned.run(lambda camera: camera.name)
    assert owned.trouble == "No camera is connected."
    assert not owned.offers(Previewing)
    owned.close()


def test_nothing_is_looked_at_while_nobody_watches(owned, inner):
    assert owned.run(lambda camera: camera.name) == "logged camera"
    assert "preview" not in inner.log
    assert owned.newest is None


def test_frames_come_numbered_while_somebody_watches(owned, inner):
    seen = frames(owned, 5)
    assert [frame.number for frame in seen[:5]] == [1, 2, 3, 4, 5]
    assert owned.newest.data == b"jpeg"
    assert owned.watched == 0
    assert len(inner.threads) == 1


def test_a_call_comes_before_the_next_look(owned, inner):
    inner.gate.clear()
    with owned.watch():
        assert inner.looking.wait(PATIENCE)
        calls = [owned.call(lambda camera, each=each: camera.set("iso", each)) for each in ("100", "200")]
        inner.gate.set()
        for call in calls:
            call.result(PATIENCE)
    assert inner.log[:3] == ["preview", "iso=100", "iso=200"]


def test_what_a_call_raises_reaches_who_asked(owned):
    with pytest.raises(SettingRefused):
        owned.run(lambda camera: camera.set("iso", "no"))


def test_a_call_that_was_given_up_is_not_made(owned, inner):
    inner.gate.clear()
    with owned.watch():
        assert inner.looking.wait(PATIENCE)
        given_up = owned.call(lambda camera: camera.set("iso", "100"))
        assert given_up.cancel()
        inner.gate.set()
        owned.run(lambda camera: camera.set("iso", "200"))
    assert "iso=100" not in inner.log


def test_a_listener_may_ask_the_camera_itself(owned):
    names, done = [], threading.Event()

    def ask(frame):
        names.append(owned.run(lambda camera: camera.name))
        done.set()

    owned.subscribe(ask)
    with owned.watch():
        assert done.wait(PATIENCE)
    assert names[0] == "logged camera"


def test_a_camera_lost_in_its_live_view_is_told_and_comes_back(owned, inner, monkeypatch):
    monkeypatch.setattr("komadori.capture.liveview.PAUSES", (0.0, 0.001))
    told = []
    owned.on_change = lambda: told.append(owned.trouble)
    inner.script = [CameraLost("The cable is out.")]
    frames(owned, 2)
    assert told[:2] == ["The cable is out.", ""]
    assert inner.log[:3] == ["preview", "reconnect", "preview"]


def test_a_loss_in_a_call_is_trouble_until_the_camera_answers(owned):
    with pytest.raises(CameraLost):
        owned.camera.shoot()
    owned.run(lambda camera: camera.name)
    assert owned.trouble == "The cable is out."
    owned.camera.reconnect()
    assert owned.trouble == ""


def test_setting_something_is_a_change(owned):
    told = threading.Event()
    owned.on_change = told.set
    owned.camera.set("iso", "100")
    assert told.is_set()


def test_the_proxy_is_what_the_camera_is(owned, inner):
    camera = owned.camera
    assert isinstance(camera, Camera)
    fulfilled = [kind for kind in (Previewing, Reconnecting, Adjustable, Keeping, Lockable) if isinstance(camera, kind)]
    assert fulfilled == [Previewing, Reconnecting, Adjustable]
    assert camera.name == "logged camera"
    camera.set("iso", "100")
    assert inner.threads == {"camera logged"}


def test_closing_finishes_what_is_done_refuses_what_waits_and_may_be_repeated(inner):
    owned = OwnedCamera("logged", lambda: inner)
    owned.opened.result(PATIENCE)
    inner.gate.clear()
    with owned.watch():
        assert inner.looking.wait(PATIENCE)
        waiting = owned.call(lambda camera: camera.name)
        closer = threading.Thread(target=owned.close)
        closer.start()
        while not owned._closing:
            pass
        inner.gate.set()
        closer.join(PATIENCE)
    owned.close()
    with pytest.raises(CameraClosed):
        waiting.result(PATIENCE)
    with pytest.raises(CameraClosed, match="logged camera is closed"):
        owned.run(lambda camera: camera.name)
    assert inner.log[-1] == "close"


def test_exposing_through_the_proxy_is_exposing(take, replay, pauses, first):
    with take.writer() as writer, closing(OwnedCamera("replay", lambda: replay(3))) as owned:
        [exposure] = first(writer, 1)
        with owned.watch():
            kept = list(expose(writer, owned.camera, exposure, sleep=pauses))
    assert [type(each) for each in kept] == [Kept]
    assert kept[0].picture.number == 1


class Guest(Logged):
    """A camera whose photographs are brought."""

    on_press = staticmethod(lambda token: None)

    def feed(self, token, name, data):
        self._note(f"fed {token}")

    def show(self, jpeg):
        self._note("shown")

    def here(self):
        self._note("here")

    def gone(self):
        self._note("gone")


def test_a_guest_is_fed_past_the_thread_that_waits_for_it():
    inner = Guest()
    inner.gate.clear()
    with closing(OwnedCamera("guest", lambda: inner)) as owned, owned.watch():
        owned.opened.result(PATIENCE)
        assert inner.looking.wait(PATIENCE)
        assert isinstance(owned.camera, Fed)
        owned.guest().feed("7", "a.jpg", b"")
        owned.camera.show(b"")
        inner.gate.set()
    assert inner.log[:2] == ["fed 7", "shown"]


def test_a_camera_that_takes_its_own_pictures_is_no_guest(owned):
    with pytest.raises(NotOffered):
        owned.guest()
