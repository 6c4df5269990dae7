"""A webcam's pictures: fresh, whole, as the camera sent them, and plainly told when none come."""

import io
import threading
import time
from contextlib import closing, contextmanager

import numpy as np
import pytest
from PIL import Image

from komadori.devices.camera.motion_jpeg import completed
from komadori.devices.camera.webcam import ControlledWebcam, Webcam
from komadori.devices.camera.webcam_stream import Moments, Source
from komadori.devices.protocols import (
    Adjustable,
    CameraClosed,
    CameraLost,
    CameraTimeout,
    Lockable,
    SettingRefused,
    TransferDamaged,
)

QUICK = {"fpsprobesize": "0", "analyzeduration": "1"}


def source(url):
    return Source(format="nut", url=url, options=(QUICK,))


@contextmanager
def live(module, *, patience=5.0, settle=2, size=(), warm_up=0.0, **options):
    """A webcam on loopback and the driver's camera on it."""
    with module.LiveCamera(**options) as device:
        chosen = {"patience": patience, "settle": settle, "size": size, "warm_up": warm_up}
        opened = Webcam(lambda: source(device.url), "C920", **chosen)
        with closing(opened) as camera:
            yield device, camera


def shown(module, photograph):
    return module.number_of(photograph.files[0][1])


def test_a_photograph_was_exposed_after_the_press_and_two_frames_were_let_pass(webcam_device):
    with live(webcam_device) as (device, camera):
        for _ in range(5):
            before = device.exposed
            assert shown(webcam_device, camera.shoot()) >= before + 3


def test_frames_that_waited_in_the_queue_are_never_taken(webcam_device):
    """Twenty frames come together, the oldest of them exposed a fifth of a second ago, long before the press."""
    with live(webcam_device, held=20, settle=1) as (device, camera):
        for _ in range(6):
            before = device.exposed
            assert shown(webcam_device, camera.shoot()) > before


def test_the_first_moments_of_a_stream_are_never_taken(webcam_device):
    """Sensors begin in the dark; also after the connection was lost."""
    opened = time.monotonic()
    with live(webcam_device, warm_up=0.3) as (device, camera):
        first = shown(webcam_device, camera.shoot())
        device.cut()
        away = time.monotonic()
        camera.reconnect()
        assert device.stamps[first] / 1e6 > opened + 0.3
        assert device.stamps[shown(webcam_device, camera.shoot())] / 1e6 > away + 0.3


def test_stamps_of_another_clock_are_tied_to_ours_by_the_least_delayed_frame():
    moments = Moments()
    assert moments.began(5.0, arrived=1005.2) == pytest.approx(1005.2)
    assert moments.began(5.1, arrived=1005.1) == pytest.approx(1005.1)
    assert moments.began(5.2, arrived=1005.9) == pytest.approx(1005.2)


def test_stamps_of_our_own_clock_are_taken_as_they_are():
    moments = Moments()
    assert moments.began(1004.9, arrived=1005.2) == 1004.9


def test_a_frame_without_a_stamp_began_when_it_came():
    assert Moments().began(None, arrived=7.0) == 7.0


def test_a_clock_that_runs_slow_is_followed():
    moments = Moments()
    late = [moments.began(number * 0.0333, arrived=100 + number * 0.0334) for number in range(5000)]
    assert 100 + 4999 * 0.0334 - late[-1] < 0.01


def test_motion_jpeg_passes_through_as_the_camera_made_it(webcam_device):
    with live(webcam_device) as (_, camera):
        ((name, data),) = camera.shoot().files
        assert name == "webcam_000001.jpg"
        assert data == webcam_device.jpeg(webcam_device.number_of(data))
        assert camera.preview().startswith(b"\xff\xd8")


def test_missing_huffman_tables_are_put_back_where_they_were(webcam_device):
    with live(webcam_device, make=lambda number: webcam_device.without_tables(webcam_device.jpeg(number))) as (
        _,
        camera,
    ):
        data = camera.shoot().files[0][1]
        assert data == webcam_device.jpeg(webcam_device.number_of(data))
        assert Image.open(io.BytesIO(data)).convert("L").size == webcam_device.SIZE


def test_a_missing_end_marker_is_added_and_padding_taken_off(webcam_device):
    whole = webcam_device.jpeg(7)
    assert completed(whole) == whole
    assert completed(whole[:-2]) == whole
    assert completed(whole + bytes(500)) == whole


@pytest.mark.parametrize("frame", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"no picture", bytes(100)])
def test_what_is_no_picture_is_completed_without_harm(frame):
    assert completed(frame).startswith(frame[:2])


def test_frames_that_broke_off_are_passed_over(webcam_device):
    def every_third_whole(number):
        data = webcam_device.jpeg(number)
        return data if number % 3 == 0 else data[: len(data) * 2 // 3]

    with live(webcam_device, make=every_third_whole) as (_, camera):
        assert [shown(webcam_device, camera.shoot()) % 3 for _ in range(4)] == [0, 0, 0, 0]


def test_a_camera_that_sends_only_broken_pictures_is_told_of(webcam_device):
    with live(webcam_device, patience=0.3) as (device, camera):
        device.make = lambda number: webcam_device.jpeg(number)[:400]
        with pytest.raises(TransferDamaged, match=r"C920 sent no whole picture for 0\.3 s"):
            camera.shoot()


def test_pixels_become_a_png_and_for_the_live_view_a_jpeg(webcam_device):
    with live(webcam_device, codec="rawvideo") as (device, camera):
        before = device.exposed
        ((name, data),) = camera.shoot().files
        number = webcam_device.number_of(data)
        picture = Image.open(io.BytesIO(data))
        # 16 to 235 of the camera's luma are 0 to 255 of the picture.
        full = np.clip((webcam_device.blocks(number).astype(float) - 16) * 255 / 219, 0, 255)
        assert (name, picture.format) == ("webcam_000001.png", "PNG")
        assert number > before
        assert np.abs(np.asarray(picture.convert("L")) - full).max() < 2
        assert Image.open(io.BytesIO(camera.preview())).format == "JPEG"


def test_a_test_source_of_the_library_is_a_camera_too():
    """Frames of lavfi paced in real time, each with its number in eight columns."""
    columns = r"lum='255*mod(floor(N/pow(2\,floor(X/8)))\,2)':cb=128:cr=128"
    paced = Source(format="lavfi", url=f"testsrc2=size=64x48:rate=50,geq={columns},realtime")
    with closing(Webcam(lambda: paced, "lavfi", settle=1, warm_up=0.1)) as camera:
        numbers = []
        for _ in range(3):
            grey = np.asarray(Image.open(io.BytesIO(camera.shoot().files[0][1])).convert("L"))
            numbers.append(sum(int(grey[24, 4 + 8 * bit] > 128) << bit for bit in range(8)))
        assert numbers[1] >= numbers[0] + 2
        assert numbers[2] >= numbers[1] + 2


def test_an_unplugged_webcam_is_lost_and_goes_on_when_it_is_back(webcam_device):
    with live(webcam_device) as (device, camera):
        camera.shoot()
        device.cut()
        with pytest.raises(CameraLost, match="The webcam C920 sends no more") as lost:
            camera.shoot()
        assert lost.value.hint == "check the cable, then reconnect"
        with pytest.raises(CameraLost):
            camera.preview()
        camera.reconnect()
        before = device.exposed
        photograph = camera.shoot()
        assert shown(webcam_device, photograph) > before
        assert photograph.token == "press 000002"


def test_while_it_is_away_reconnecting_tells_that_it_is_lost(webcam_device):
    with live(webcam_device) as (device, camera):
        device.unplug()
        for _ in range(2):
            with pytest.raises(CameraLost, match="sends no more"):
                camera.reconnect()


def test_a_press_that_waits_hears_of_the_loss_at_once(webcam_device):
    with live(webcam_device, patience=60.0) as (device, camera):
        device.silent = True
        pulled = threading.Timer(0.1, device.cut)
        pulled.start()
        with pytest.raises(CameraLost):
            camera.shoot()
        pulled.join()


def test_a_webcam_that_hangs_is_given_up_after_its_patience(webcam_device):
    with live(webcam_device, patience=0.2) as (device, camera):
        device.silent = True
        with pytest.raises(CameraTimeout, match=r"C920 sent no picture for 0\.2 s"):
            camera.shoot()
        camera.reconnect()
        camera.shoot()


def test_another_size_than_asked_for_is_refused_at_once(webcam_device):
    with pytest.raises(SettingRefused) as refused, live(webcam_device, size=(1920, 1080)):
        pass
    assert str(refused.value) == "The webcam C920 does not send 1920x1080, but 60x40.\nhint: ?size=60x40"


def test_a_closed_webcam_stays_closed(webcam_device):
    with live(webcam_device) as (_, camera):
        camera.close()
        for ask in (camera.shoot, camera.preview, camera.reconnect):
            with pytest.raises(CameraClosed, match="The webcam C920 is closed"):
                ask()


def test_no_reader_is_left_behind(webcam_device):
    with live(webcam_device):
        pass
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("webcam")]


def test_options_that_a_device_does_not_take_give_way_to_the_next(webcam_device):
    with webcam_device.LiveCamera() as device:
        opened = Source(format="nut", url=device.url, options=({"protocol_whitelist": "file"}, QUICK)).open()
        assert opened.streams.video[0].codec_context.name == "mjpeg"
        opened.close()


def test_without_controls_a_webcam_promises_none(webcam_device):
    with live(webcam_device) as (_, camera):
        assert not isinstance(camera, Adjustable)
        assert not isinstance(camera, Lockable)
    assert issubclass(ControlledWebcam, Adjustable)
    assert issubclass(ControlledWebcam, Lockable)
