"""Where webcams are found on each system, how one is opened there by name, and what the system may say to it."""

import errno
import os
from contextlib import closing

import av
import pytest

from komadori.devices.camera import webcam_places
from komadori.devices.camera.webcam import open_camera
from komadori.devices.camera.webcam_stream import Source
from komadori.devices.catalogue import list_cameras
from komadori.devices.catalogue import open_camera as open_by_name
from komadori.devices.protocols import BadCameraName, CameraBusy, CameraDenied, CameraLost, NoSuchCamera


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
        monkeypatch.setattr(webcam_places.Place, "source", lambda *_: Source(format="nut", url=device.url))
        monkeypatch.setattr(
            "komadori.devices.camera.webcam.VideoDevice", lambda path: webcam_places.VideoDevice(path, ioctl=ioctl)
        )
        opened = open_camera("c920", {"size": (), "fps": 0, "settle": 1, "patience": 5.0})
        with closing(opened) as camera:
            assert camera.name == "HD Pro Webcam C920"
            assert dict(camera.shoot().settings)["exposure_time"] == "15.6 ms"


def test_this_machine_is_asked_for_its_webcams_without_harm():
    assert all(camera.name for camera in list_cameras())
