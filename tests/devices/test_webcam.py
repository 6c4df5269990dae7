"""A webcam's pictures: fresh, whole, as the camera sent them, and plainly told when none come."""

import errno
import io
import os
import threading
from contextlib import closing, contextmanager

import av
import numpy as np
import pytest
from PIL import Image

from komadori.devices.camera import webcam_places
from komadori.devices.camera.motion_jpeg import completed
from komadori.devices.camera.webcam import ControlledWebcam, Webcam, open_camera
from komadori.devices.camera.webcam_stream import Moments, Source
from komadori.devices.catalogue import list_cameras
from komadori.devices.catalogue import open_camera as open_by_name
from komadori.devices.protocols import (
    Adjustable,
    BadCameraName,
    CameraBusy,
    CameraClosed,
    CameraDenied,
    CameraLost,
    CameraTimeout,
    Lockable,
    NoSuchCamera,
    SettingRefused,
    TransferDamaged,
)

QUICK = {"fpsprobesize": "0", "analyzeduration": "1"}


def source(url):
    return Source(format="nut", url=url, options=(QUICK,))


@contextmanager
def live(module, *, patience=5.0, settle=2, size=(), **options):
    """A webcam on loopback and the driver's camera on it."""
    with module.LiveCamera(**options) as device:
        opened = Webcam(lambda: source(device.url), "C920", patience=patience, settle=settle, size=size)
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
    with closing(Webcam(lambda: paced, "lavfi", settle=1)) as camera:
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


@pytest.mark.parametrize(
    ("number", "known", "error", "told"),
    [
        (
            errno.EACCES,
            False,
            CameraDenied,
            "may not be opened.\nhint: devices belong to the group video: sudo usermod",
        ),
        (errno.EBUSY, False, CameraBusy, "is used by another program.\nhint: close that program"),
        (errno.EBUSY, True, CameraBusy, "is used by another program"),
        (errno.ENOENT, False, NoSuchCamera, "cannot be opened: words."),
        (errno.ENOENT, True, CameraLost, "sends no more: words.\nhint: check the cable"),
        (errno.ENODEV, True, CameraLost, "sends no more: words."),
    ],
)
def test_what_the_system_says_is_told_in_words(number, known, error, told):
    failure = webcam_places.failure(OSError(number, "words"), "C920", known=known, system="linux")
    assert type(failure) is error
    assert told in str(failure)


def test_a_device_that_does_not_exist_is_told_by_its_path(tmp_path):
    with pytest.raises(NoSuchCamera, match="video7 cannot be opened: No such file or directory"):
        open_by_name(f"webcam:{tmp_path}/video7")


def test_a_file_that_is_no_video_device_is_refused(tmp_path):
    (tmp_path / "video0").touch()
    with pytest.raises(NoSuchCamera, match="video0 cannot be opened: Inappropriate ioctl for device"):
        open_by_name(f"webcam:{tmp_path}/video0")


def test_a_size_is_read_from_the_name():
    with pytest.raises(BadCameraName, match="size=big should be a width and a height, such as 1920x1080"):
        open_by_name("webcam?size=big")


@pytest.fixture
def dev(tmp_path, webcam_device):
    """Ten device files, of which 0 and 10 are cameras and the rest what else a camera brings, and their kernel."""
    kernels = {
        "video0": webcam_device.FakeKernel(),
        "video1": webcam_device.FakeKernel(capabilities=(0x84A00001, 0x04A00000)),  # a metadata node
        "video10": webcam_device.FakeKernel(card=b"Endoscope", capabilities=(0x1, 0), bus=b"usb-2"),
    }
    opened = {}
    for name in kernels:
        (tmp_path / name).touch()

    def ioctl(descriptor, request, buffer):
        inode = os.fstat(descriptor).st_ino
        return opened.setdefault(inode, by_inode[inode])(descriptor, request, buffer)

    by_inode = {(tmp_path / name).stat().st_ino: kernel for name, kernel in kernels.items()}
    return tmp_path, ioctl, kernels


def test_webcams_are_found_by_asking_each_device_what_it_is(dev):
    folder, ioctl, _ = dev
    found = webcam_places.webcams("linux", folder=folder, ioctl=ioctl)
    assert [(place.place, place.model) for place in found] == [
        (f"{folder}/video0", "HD Pro Webcam C920"),
        (f"{folder}/video10", "Endoscope"),
    ]


def test_a_webcam_is_found_by_its_path_part_of_its_name_or_as_the_first(dev):
    folder, ioctl, _ = dev
    found = webcam_places.webcams("linux", folder=folder, ioctl=ioctl)
    named = {place: webcam_places.find(place, found, ioctl=ioctl).url for place in ("", "endo", f"{folder}/video0")}
    assert named == {"": f"{folder}/video0", "endo": f"{folder}/video10", f"{folder}/video0": f"{folder}/video0"}
    with pytest.raises(NoSuchCamera) as told:
        webcam_places.find("brio", found, ioctl=ioctl)
    assert str(told.value) == "There is no webcam 'brio'.\nhint: connected: HD Pro Webcam C920, Endoscope"
    with pytest.raises(NoSuchCamera, match=r"video1 sends no pictures"):
        webcam_places.find(f"{folder}/video1", found, ioctl=ioctl)
    with pytest.raises(NoSuchCamera, match="group video"):
        webcam_places.find("", [], system="linux")


def test_a_device_that_fails_keeps_no_other_from_being_found(dev):
    folder, ioctl, kernels = dev
    kernels["video0"].failure = errno.EBUSY
    assert [place.model for place in webcam_places.webcams("linux", folder=folder, ioctl=ioctl)] == ["Endoscope"]


def test_plugged_in_again_it_is_found_in_the_same_socket_under_another_path(dev):
    folder, ioctl, kernels = dev
    first, other = webcam_places.webcams("linux", folder=folder, ioctl=ioctl)
    kernels["video10"].card, kernels["video10"].bus = kernels["video0"].card, kernels["video0"].bus
    (folder / "video0").unlink()
    assert webcam_places.again(first, webcam_places.webcams("linux", folder=folder, ioctl=ioctl)).url == other.url
    assert webcam_places.again(first, []) == first


def test_the_largest_motion_jpeg_is_asked_for_and_pixels_where_there_is_none(dev):
    folder, ioctl, kernels = dev
    first = webcam_places.webcams("linux", folder=folder, ioctl=ioctl)[0]
    assert webcam_places.largest(first, ioctl=ioctl) == (1920, 1080)
    assert first.source((1920, 1080), 15).options == (
        {"video_size": "1920x1080", "framerate": "15", "input_format": "mjpeg"},
        {"video_size": "1920x1080", "framerate": "15"},
    )
    kernels["video0"].sizes = []
    assert webcam_places.largest(first, ioctl=ioctl) == ()


@pytest.mark.parametrize(
    ("system", "kind", "url", "options"),
    [
        ("darwin", "avfoundation", "0", ({"framerate": "30"},)),
        ("win32", "dshow", "video=FaceTime", ({"vcodec": "mjpeg"}, {})),
    ],
)
def test_other_systems_tell_their_cameras_by_name(monkeypatch, system, kind, url, options):
    listed = [
        av.DeviceInfo("0", "FaceTime", is_default=False, media_types=["video"]),
        av.DeviceInfo("1", "Capture screen 0", is_default=False, media_types=["video"]),
        av.DeviceInfo("0", "Microphone", is_default=False, media_types=["audio"]),
    ]
    monkeypatch.setattr(av, "enumerate_input_devices", lambda asked: listed if asked == kind else [])
    (place,) = webcam_places.webcams(system)
    assert (place.place, place.format, place.url, place.controls) == ("FaceTime", kind, url, "")
    assert place.source().options == options
    assert webcam_places.largest(place) == ()


def test_a_webcam_opened_by_name_has_its_size_options_and_controls(monkeypatch, dev, webcam_device):
    """The whole way from a place to a photograph with settings; only what is opened is a stream of our own."""
    folder, ioctl, _ = dev
    places = webcam_places.webcams("linux", folder=folder, ioctl=ioctl)
    monkeypatch.setattr(webcam_places, "webcams", lambda: places)
    with webcam_device.LiveCamera() as device:
        monkeypatch.setattr(webcam_places.Place, "source", lambda *_: source(device.url))
        monkeypatch.setattr(
            "komadori.devices.camera.webcam.VideoDevice", lambda path: webcam_places.VideoDevice(path, ioctl=ioctl)
        )
        opened = open_camera("c920", {"size": (), "fps": 0, "settle": 1, "patience": 5.0})
        with closing(opened) as camera:
            assert camera.name == "HD Pro Webcam C920"
            assert dict(camera.shoot().settings)["exposure_time"] == "15.6 ms"


def test_this_machine_is_asked_for_its_webcams_without_harm():
    assert all(camera.name for camera in list_cameras())
