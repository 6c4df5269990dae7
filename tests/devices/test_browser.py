"""A webcam that a page brings: it is there as long as the page is, and waits no longer than it must."""

import queue
import threading

import pytest

from komadori.devices.camera.browser import BrowserCamera
from komadori.devices.catalogue import list_cameras, open_camera
from komadori.devices.protocols import CameraClosed, CameraLost, CameraTimeout, Fed

PATIENCE = 60  # seconds; nothing here takes one


@pytest.fixture
def camera():
    made = BrowserCamera("FaceTime HD", patience=PATIENCE)
    made.here()
    return made


def test_a_press_asks_the_page_and_gives_what_it_brings(camera):
    camera.on_press = lambda token: camera.feed(token, "Photo of me.PNG", b"full size")
    one, two = camera.shoot(), camera.shoot()
    assert one.files == (("browser_000001.png", b"full size"),)
    assert one.token.startswith("press 1 ")
    assert two.token.startswith("press 2 ")
    assert isinstance(camera, Fed)


def test_the_page_may_answer_from_another_thread_later(camera):
    pressed = queue.SimpleQueue()
    camera.on_press = pressed.put

    def page():
        token = pressed.get(timeout=PATIENCE)
        # What another run of the studio had asked for, too, which counted from 1 as well.
        for old in ("press 0", "press 1", f"press 1 {'0' * 16}"):
            camera.feed(old, "old.png", b"late")
        camera.feed(token, "a.png", b"now")

    brings = threading.Thread(target=page)
    brings.start()
    assert camera.shoot().files[0][1] == b"now"
    brings.join()


def test_what_comes_too_late_is_not_taken_for_the_next(camera):
    asked = []
    camera.on_press = asked.append
    camera._patience = 0
    with pytest.raises(CameraTimeout, match="FaceTime HD brought no photograph for 0 s"):
        camera.shoot()
    camera.feed(asked[0], "late.png", b"late")
    camera.on_press = lambda token: camera.feed(token, "a.png", b"now")
    camera._patience = PATIENCE
    assert camera.shoot().files[0][1] == b"now"


def test_a_page_that_leaves_while_it_is_waited_for_is_a_lost_camera(camera):
    camera.on_press = lambda token: camera.gone()
    with pytest.raises(CameraLost, match="No page shows the FaceTime HD"):
        camera.shoot()
    with pytest.raises(CameraLost):
        camera.reconnect()
    with pytest.raises(CameraLost):
        camera.preview()
    camera.here()
    camera.reconnect()


def test_one_of_two_pages_may_leave(camera):
    camera.here()
    camera.gone()
    camera.reconnect()
    camera.gone()
    camera.gone()
    camera.here()
    camera.reconnect()


def test_the_live_view_is_what_the_page_shows_and_nothing_twice(camera):
    camera.show(b"one")
    assert camera.preview() == b"one"
    threading.Timer(0.01, camera.show, [b"two"]).start()
    assert camera.preview() == b"two"
    camera._patience = 0
    with pytest.raises(CameraTimeout, match="showed nothing new"):
        camera.preview()


def test_closing_ends_waiting(camera):
    camera.on_press = lambda token: threading.Timer(0.01, camera.close).start()
    with pytest.raises(CameraClosed):
        camera.shoot()


def test_it_is_opened_by_its_label_and_lost_until_a_page_comes():
    camera = open_camera("browser:HD Pro Webcam C920 (046d:082d)?patience=3")
    assert camera.name == "HD Pro Webcam C920 (046d:082d)"
    with pytest.raises(CameraLost):
        camera.shoot()
    assert not [found for found in list_cameras() if found.name.startswith("browser")]
