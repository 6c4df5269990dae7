"""The controls of a webcam, over a kernel that answers like a common one's."""

import errno
import threading
from contextlib import closing

import pytest

from komadori.devices.camera.v4l2 import VideoDevice
from komadori.devices.camera.webcam import ControlledWebcam
from komadori.devices.camera.webcam_names import NAMES
from komadori.devices.camera.webcam_settings import WebcamSettings
from komadori.devices.camera.webcam_stream import Source
from komadori.devices.protocols import CameraBusy, CameraLost, Drift, Setting, SettingRefused


@pytest.fixture
def kernel(webcam_device):
    return webcam_device.FakeKernel()


@pytest.fixture
def connect(kernel, tmp_path):
    """Opens the device of the fake kernel."""
    (tmp_path / "video0").touch()
    return lambda: VideoDevice(str(tmp_path / "video0"), ioctl=kernel)


@pytest.fixture
def settings(connect):
    with closing(WebcamSettings(connect)) as opened:
        yield opened


def values(settings):
    return {setting.name: setting.value for setting in settings.all()}


def test_settings_are_told_with_units_choices_limits_and_whether_they_can_be_set(settings):
    told = {setting.name: setting for setting in settings.all()}
    assert told["exposure_time"] == Setting(
        name="exposure_time", value="15.6 ms", limits=(0.3, 204.7, 0.1), writable=False
    )
    assert told["exposure_auto"] == Setting(
        name="exposure_auto", value="Aperture Priority Mode", choices=("Manual Mode", "Aperture Priority Mode")
    )
    assert told["white_balance"] == Setting(
        name="white_balance", value="4000 K", limits=(2000, 6500, 10), writable=False
    )
    assert told["focus_auto"] == Setting(name="focus_auto", value="on", choices=("off", "on"))
    assert told["power_line"].choices == ("Disabled", "50 Hz", "60 Hz")
    assert told["gain"].limits == (0, 255, 1)


def test_a_disabled_control_and_one_that_cannot_be_read_are_not_told(settings):
    assert not {"hue", "zoom", "sharpness"} & set(values(settings))


def test_names_are_sorted_and_no_control_has_two():
    assert [row.name for row in NAMES] == sorted(row.name for row in NAMES)
    assert len({row.number for row in NAMES}) == len(NAMES)
    assert {row.automatic for row in NAMES} - {""} <= {row.name for row in NAMES if row.off is not None}


@pytest.mark.parametrize(
    ("name", "value", "became"),
    [
        ("gain", "77", "77"),
        ("power_line", "60 Hz", "60 Hz"),
        ("exposure_time", "20 ms", "20 ms"),
        ("exposure_time", "33.3", "33.3 ms"),
        ("white_balance", "5200 K", "5200 K"),
        ("focus", "45", "45"),
    ],
)
def test_what_is_set_is_read_back(settings, name, value, became):
    settings.lock()
    settings.set(name, value)
    assert values(settings)[name] == became


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("gain", "256", "it takes 0 to 255 in steps of 1"),
        ("gain", "much", "it takes 0 to 255 in steps of 1"),
        ("gain", "nan", "it takes 0 to 255 in steps of 1"),
        ("focus", "inf", "it takes 0 to 250 in steps of 5"),
        ("focus", "42", "it takes 0 to 250 in steps of 5"),
        ("exposure_time", "0.1 ms", "it takes 0.3 to 204.7 ms in steps of 0.1"),
        ("exposure_auto", "Shutter Priority Mode", "it takes Manual Mode, Aperture Priority Mode"),
        ("focus_auto", "yes", "it takes off, on"),
    ],
)
def test_a_value_that_is_not_taken_is_refused_with_those_that_are(settings, kernel, name, value, hint):
    with pytest.raises(SettingRefused) as refused:
        settings.set(name, value)
    assert str(refused.value) == f"The camera does not take {name} = {value}.\nhint: {hint}"
    assert not kernel.asked


def test_what_an_automatic_holds_is_refused_with_its_name(settings):
    with pytest.raises(SettingRefused) as refused:
        settings.set("focus", "45")
    assert str(refused.value) == "focus cannot be set now.\nhint: focus_auto sets it; turn that off first"


def test_a_control_that_is_only_told_is_refused(settings, kernel, webcam_device):
    kernel.flags[webcam_device.GAIN] = webcam_device.READ_ONLY
    with pytest.raises(SettingRefused, match="gain cannot be set now"):
        settings.set("gain", "7")


def test_a_camera_that_makes_something_else_of_a_value_is_told(settings, kernel, webcam_device, monkeypatch):
    def rounding(control, value):
        kernel.controls[control][4] = value // 16 * 16

    monkeypatch.setattr(kernel, "nudge", rounding)
    with pytest.raises(SettingRefused, match="does not take gain = 77; it made 64 of it"):
        settings.set("gain", "77")


def test_an_unknown_name_is_refused_with_those_there_are(settings):
    with pytest.raises(SettingRefused, match="no setting 'aura'") as refused:
        settings.set("aura", "1")
    assert refused.value.hint == (
        "it has exposure_auto, exposure_auto_priority, exposure_time, focus, focus_auto, gain, power_line, "
        "white_balance, white_balance_auto"
    )


@pytest.mark.parametrize(("number", "error"), [(errno.ENODEV, CameraLost), (errno.EBUSY, CameraBusy)])
def test_a_device_that_is_gone_or_busy_is_told(settings, kernel, number, error):
    kernel.failure = number
    for ask in (settings.all, settings.lock, lambda: settings.set("gain", "1")):
        with pytest.raises(error):
            ask()


def test_a_device_without_any_control_has_no_settings(settings, kernel):
    kernel.controls = {}
    assert settings.all() == ()
    settings.lock()
    assert settings.drifted() == ()


def test_a_lock_turns_automatics_off_at_what_they_had_found(settings, kernel, webcam_device):
    before = values(settings)
    settings.lock()
    after = values(settings)
    assert {name for name in before if before[name] != after[name]} == {
        "exposure_auto",
        "exposure_auto_priority",
        "focus_auto",
        "white_balance_auto",
    }
    assert after["exposure_auto"] == "Manual Mode"
    assert {after[name] for name in ("exposure_auto_priority", "focus_auto", "white_balance_auto")} == {"off"}
    assert all(setting.writable for setting in settings.all())


def test_a_camera_that_forgets_what_its_automatic_had_found_is_set_to_it(settings, kernel, webcam_device, monkeypatch):
    plain = kernel.nudge

    def forgetful(control, value):
        plain(control, value)
        if control == webcam_device.EXPOSURE_AUTO:
            plain(webcam_device.EXPOSURE, 333)

    monkeypatch.setattr(kernel, "nudge", forgetful)
    settings.lock()
    assert values(settings)["exposure_time"] == "15.6 ms"


def test_without_a_wholly_manual_mode_the_shutter_is_held(settings, kernel, webcam_device):
    kernel.menus[webcam_device.EXPOSURE_AUTO] = {0: b"Auto Mode", 2: b"Shutter Priority Mode"}
    kernel.nudge(webcam_device.EXPOSURE_AUTO, 0)
    settings.lock()
    assert values(settings)["exposure_auto"] == "Shutter Priority Mode"


def test_locked_settings_that_moved_are_told_with_both_values(settings, kernel, webcam_device):
    settings.lock()
    assert settings.drifted() == ()
    kernel.nudge(webcam_device.EXPOSURE, 200)
    kernel.nudge(webcam_device.FOCUS_AUTO, 1)
    assert settings.drifted() == (
        Drift(name="exposure_time", locked="15.6 ms", now="20 ms"),
        Drift(name="focus_auto", locked="off", now="on"),
    )
    assert str(settings.drifted()[0]) == "exposure_time was locked at 15.6 ms and is 20 ms."


def test_while_locked_a_person_may_set_values_and_no_automatic(settings):
    settings.lock()
    settings.set("exposure_time", "40 ms")
    assert settings.drifted() == ()
    with pytest.raises(SettingRefused) as refused:
        settings.set("focus_auto", "on")
    assert str(refused.value) == "focus_auto is locked for the take.\nhint: unlock the camera first"


def test_unlocked_the_automatics_that_were_on_work_again_and_the_rest_stays(settings, kernel, webcam_device):
    kernel.nudge(webcam_device.WHITE_AUTO, 0)
    settings.lock()
    settings.set("gain", "99")
    settings.unlock()
    told = values(settings)
    assert (told["exposure_auto"], told["focus_auto"], told["white_balance_auto"], told["gain"]) == (
        "Aperture Priority Mode",
        "on",
        "off",
        "99",
    )
    assert settings.drifted() == ()


def test_locking_twice_keeps_the_first_lock(settings, kernel, webcam_device):
    settings.lock()
    kernel.nudge(webcam_device.GAIN, 1)
    settings.lock()
    assert [drift.name for drift in settings.drifted()] == ["gain"]


def test_after_a_loss_of_power_what_was_locked_is_set_again(settings, kernel, webcam_device):
    settings.lock()
    settings.set("white_balance", "3200 K")
    locked = values(settings)
    kernel.controls = webcam_device.FakeKernel().controls
    settings.reconnect()
    assert values(settings) == locked
    assert settings.drifted() == ()


def test_a_photograph_carries_the_settings_read_after_it_and_drift_is_told(webcam_device, kernel, connect):
    with webcam_device.LiveCamera() as device:
        source = Source(format="nut", url=device.url, options=({"fpsprobesize": "0", "analyzeduration": "1"},))
        camera = ControlledWebcam(lambda: source, "C920", controls=connect, warm_up=0.1)
        with closing(camera):
            opened = camera._began
            locked = {setting.name: setting.value for setting in camera.lock()}
            assert camera._stream.wait(lambda frame: True, 1).began >= opened + 0.1
            assert dict(camera.shoot().settings) == locked
            assert camera.drifted() == ()
            kernel.nudge(webcam_device.GAIN, 200)
            assert dict(camera.shoot().settings) == locked | {"gain": "200"}
            assert [str(drift) for drift in camera.drifted()] == ["gain was locked at 40 and is 200."]
            camera.reconnect()
            assert camera.drifted() == ()
            camera.unlock()
            assert dict(camera.shoot().settings)["focus_auto"] == "on"


def test_where_the_controls_cannot_be_opened_no_stream_is_left_running(webcam_device, kernel, connect):
    def missing():
        raise OSError(errno.ENODEV, "No such device")

    with webcam_device.LiveCamera() as device:
        source = Source(format="nut", url=device.url)
        with pytest.raises(CameraLost, match="controls cannot be reached: it is no longer connected"):
            ControlledWebcam(lambda: source, "C920", controls=missing)
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("webcam")]


def test_the_kernel_is_asked_with_the_numbers_of_its_header():
    """The numbers as a C compiler makes them of linux/videodev2.h on x86-64 and ARM."""
    from komadori.devices.camera import v4l2

    assert [v4l2.QUERYCAP, v4l2.G_CTRL, v4l2.S_CTRL, v4l2.QUERYCTRL, v4l2.QUERYMENU, v4l2.ENUM_FRAMESIZES] == [
        0x80685600,
        0xC008561B,
        0xC008561C,
        0xC0445624,
        0xC02C5625,
        0xC02C564A,
    ]
