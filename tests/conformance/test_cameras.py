"""What every camera driver must do, whatever it drives. A new driver's only duty here is to join `BENCHES`."""

import io
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest
from PIL import Image

from komadori.devices import catalogue
from komadori.devices.camera.browser import BrowserCamera
from komadori.devices.camera.v4l2 import VideoDevice
from komadori.devices.camera.webcam import ControlledWebcam
from komadori.devices.camera.webcam_stream import Source
from komadori.devices.protocols import (
    Adjustable,
    Camera,
    CameraClosed,
    CameraLost,
    CameraTimeout,
    CardFull,
    Keeping,
    NothingTaken,
    NotKept,
    NotOffered,
    Previewing,
    Reconnecting,
    SettingRefused,
    Supplied,
)
from komadori.errors import DeviceFailed

SIZE = (60, 40)


@dataclass
class Bench:
    """A camera set up for a test.

    `name` opens it, and `faults` maps what can go wrong with it to the error it then raises. A fault is asked for in
    the name (`named`: the second photograph meets it) or brought about while the camera is open (`strike`). `lasts`
    says that its card outlives the connection, and `opener` stands in for the catalogue where there is no device.
    """

    name: str
    faults: dict[str, type[DeviceFailed]]
    named: Callable[[str], str] = lambda fault: ""
    strike: Callable[[str], None] = lambda fault: None
    lasts: bool = True
    opener: Callable[[str], Camera] = catalogue.open_camera

    def open(self, fault: str = "") -> Camera:
        return self.opener(self.name + (self.named(fault) if fault else ""))


@pytest.fixture
def replay(samples, tmp_path):
    """A folder of photographs."""
    samples.photographs(tmp_path / "reel", 6, width=SIZE[0], height=SIZE[1])
    faults = {"lost": CameraLost, "timeout": CameraTimeout, "card_full": CardFull}
    return Bench(f"replay:{tmp_path / 'reel'}", faults, named=lambda fault: f"?{fault}=2")


@pytest.fixture
def network(samples, ptpip_camera, tmp_path, monkeypatch):
    """Our own camera on loopback, driven by the real library."""
    monkeypatch.setenv("HOME", str(tmp_path))  # the library keeps settings there
    paths = samples.photographs(tmp_path / "reel", 6, width=SIZE[0], height=SIZE[1])
    with ptpip_camera.NetworkCamera([[("JPG", path.read_bytes())] for path in paths]) as camera:
        faults = {"full": CardFull, "cut": NothingTaken, "stall": CameraTimeout}
        yield Bench(f"{camera.name}?deadline=2", faults, strike=lambda fault: setattr(camera, "fault", fault))


@pytest.fixture
def usb(virtual_usb, samples, tmp_path):
    """The virtual camera inside the library's own wheel, wherever it is found."""
    samples.photographs(tmp_path / "card", 1, width=SIZE[0], height=SIZE[1])
    return Bench("tethered?deadline=5", {}, lasts=False)


@pytest.fixture
def usb_port(usb):
    """The same by its port."""
    usb.name = "gphoto2:usb:001,001"
    return usb


def on_loopback(webcam_device, tmp_path, codec):
    """A webcam's driver on a stream of our own: no Linux kernel lends a video device to a test."""
    kernel, path = webcam_device.FakeKernel(), tmp_path / "video0"
    path.touch()
    with webcam_device.LiveCamera(codec=codec) as live:
        source = Source(format="nut", url=live.url, options=({"fpsprobesize": "0", "analyzeduration": "1"},))
        faults = {"cut": CameraLost, "silent": CameraTimeout}
        strikes = {"cut": live.cut, "silent": lambda: setattr(live, "silent", True)}
        yield Bench(
            "HD Pro Webcam C920",
            faults,
            strike=lambda fault: strikes[fault](),
            lasts=False,
            opener=lambda name: ControlledWebcam(
                lambda: source, name, controls=lambda: VideoDevice(str(path), ioctl=kernel), patience=0.5, warm_up=0.05
            ),
        )


@pytest.fixture
def webcam(webcam_device, tmp_path):
    """A webcam that sends Motion JPEG."""
    yield from on_loopback(webcam_device, tmp_path, "mjpeg")


@pytest.fixture
def raw_webcam(webcam_device, tmp_path):
    """A webcam that sends pixels."""
    yield from on_loopback(webcam_device, tmp_path, "rawvideo")


@pytest.fixture
def pattern():
    """The drawn miniature."""
    return Bench(
        f"pattern?size={SIZE[0]}x{SIZE[1]}&fps=1000", {"lost": CameraLost}, named=lambda _: "&breaks=2", lasts=False
    )


@pytest.fixture
def browser(samples, tmp_path):
    """A webcam that a page brings: a page of our own, which answers each press and shows a picture all the time."""
    data = samples.jpeg(tmp_path / "page.jpg", samples.set_and_puppet(0, *SIZE)).read_bytes()
    struck = []

    class Paged(BrowserCamera):
        """By the time it is looked for again, the page is back."""

        def reconnect(self):
            self.here()
            super().reconnect()

    def opener(name):
        camera = Paged(name, patience=0.2)
        camera.here()
        camera.show(data)

        def press(token):
            fault = struck.pop() if struck else ""
            if fault == "gone":
                camera.gone()
            elif not fault:
                threading.Thread(target=camera.feed, args=(token, "photo.JPG", data)).start()

        camera.on_press = press
        return camera

    faults = {"silent": CameraTimeout, "gone": CameraLost}
    return Bench("webcam of a page", faults, strike=struck.append, lasts=False, opener=opener)


@pytest.fixture
def stage(tiny_stage):
    """A miniature stage, drawn as its live view is."""
    return Bench(
        f"stage:{tiny_stage}?quality=live&size={SIZE[0]}x{SIZE[1]}&fps=1000",
        {"lost": CameraLost},
        named=lambda _: "&breaks=2",
    )


BENCHES = {
    "browser": ("browser",),
    "pattern": ("pattern",),
    "replay": ("replay",),
    "stage": ("stage",),
    "gphoto2": ("network", "usb_port"),
    "tethered": ("usb",),
    "webcam": ("webcam", "raw_webcam"),
}
"""Each built-in driver, and the fixtures it is tried on."""


@pytest.fixture
def camera(bench):
    with closing(bench.open()) as opened:
        yield opened


def having(camera, ability):
    if not isinstance(camera, ability):
        pytest.skip(f"{camera.name} is not {ability.__name__}")
    return camera


def decodes(photograph):
    return all(Image.open(io.BytesIO(data)).convert("L").size == SIZE for _, data in photograph.files)


def test_every_built_in_driver_is_on_a_bench(built_in):
    assert set(BENCHES) == built_in(catalogue.GROUP)


def test_a_camera_is_one_and_has_a_name(camera):
    assert isinstance(camera, Camera)
    assert camera.name


def test_shots_decode_and_no_two_share_a_name_or_token(camera):
    shots = [camera.shoot() for _ in range(3)]
    assert all(decodes(shot) for shot in shots)
    assert len({name for shot in shots for name, _ in shot.files}) == 3
    assert len({shot.token for shot in shots}) == 3


def test_a_photograph_is_kept_until_it_is_released_and_releasing_twice_is_harmless(camera):
    having(camera, Keeping)
    first, second = camera.shoot(), camera.shoot()
    assert camera.fetch(first.token).files == first.files
    camera.release(first.token)
    camera.release(first.token)
    with pytest.raises(NotKept):
        camera.fetch(first.token)
    assert camera.fetch(second.token).files == second.files


def test_a_camera_reconnects_goes_on_and_still_keeps_what_it_kept(bench, camera):
    having(camera, Reconnecting)
    before = camera.shoot()
    camera.reconnect()
    after = camera.shoot()
    assert decodes(after)
    if bench.lasts:
        assert after.token != before.token
        assert camera.fetch(before.token).files == before.files


def test_closing_again_is_harmless_and_a_closed_camera_says_so(bench):
    camera = bench.open()
    camera.close()
    camera.close()
    with pytest.raises(CameraClosed, match="is closed"):
        camera.shoot()


def test_the_live_view_is_a_jpeg_or_plainly_not_offered(camera):
    having(camera, Previewing)
    try:
        shown = camera.preview()
    except NotOffered:
        shown = None
    assert shown is None or Image.open(io.BytesIO(shown)).format == "JPEG"
    assert decodes(camera.shoot())


def test_settings_are_read_back_as_they_were_set(camera):
    having(camera, Adjustable)
    settings = camera.settings()
    assert [setting.name for setting in settings] == sorted(setting.name for setting in settings)
    wanted = {setting.name: setting.choices[-1] for setting in settings if setting.writable and setting.choices}
    assert wanted
    for name, value in wanted.items():
        camera.set(name, value)
    assert wanted.items() <= {setting.name: setting.value for setting in camera.settings()}.items()


def test_what_is_left_is_told_in_percent_and_pictures_or_not_at_all(camera):
    having(camera, Supplied)
    supply = camera.supply()
    assert supply.battery is None or 0 <= supply.battery <= 100
    assert supply.card is None or supply.card >= 0


def test_a_setting_the_camera_does_not_take_is_refused_and_changes_nothing(camera):
    having(camera, Adjustable)
    before = camera.settings()
    listed = next(setting for setting in before if setting.writable and setting.choices)
    with pytest.raises(SettingRefused) as refused:
        camera.set(listed.name, "a value out of a hat")
    assert listed.choices[0] in refused.value.hint
    with pytest.raises(SettingRefused, match="no setting 'colour_of_the_strap'"):
        camera.set("colour_of_the_strap", "red")
    assert camera.settings() == before


def test_each_fault_is_told_and_the_camera_goes_on_afterwards(bench):
    for fault, error in bench.faults.items():
        with closing(bench.open(fault)) as camera:
            assert decodes(camera.shoot())
            bench.strike(fault)
            with pytest.raises(error):
                camera.shoot()
            if issubclass(error, CameraLost | CameraTimeout):
                camera.reconnect()
            assert decodes(camera.shoot()), fault
