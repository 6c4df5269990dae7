"""Tethered cameras: the real library against our own camera on the network, and against its own virtual one."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import gphoto2
import pytest

from komadori.devices.camera import causes, tethered
from komadori.devices.camera.watched import Watched
from komadori.devices.catalogue import list_cameras, open_camera
from komadori.devices.driver import Connected
from komadori.devices.protocols import (
    CameraBusy,
    CameraLost,
    CameraTimeout,
    CardFull,
    DriverMissing,
    NoSuchCamera,
    NothingTaken,
    NotKept,
    NotOffered,
    SettingRefused,
    TransferDamaged,
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The library keeps settings at home; a test must neither meet nor leave any."""
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def network(ptpip_camera, jpeg):
    with ptpip_camera.NetworkCamera([[("JPG", jpeg(number))] for number in range(1, 9)]) as responder:
        yield responder


@pytest.fixture
def camera(network):
    with closing(open_camera(network.name + "?deadline=2")) as opened:
        yield opened


def test_a_photograph_comes_with_its_clock_and_settings(camera, jpeg):
    photograph = camera.shoot()
    assert photograph.files == (("KMD_0001.JPG", jpeg(1)),)
    assert photograph.taken == "2026-01-01T12:00:00"
    assert dict(photograph.settings) == {
        "exposure_compensation": "0",
        "exposure_time": "0.0100s",
        "f_number": "f/5.6",
        "iso": "100",
        "white_balance": "Daylight",
    }
    assert camera.name == "Komadori Test Camera"


def test_the_camera_keeps_its_copy_until_it_is_released(camera, network):
    photograph = camera.shoot()
    assert [name for name, _ in network.objects.values()] == ["KMD_0001.JPG"]
    camera.release(photograph.token)
    assert not network.objects


def test_after_a_change_of_card_a_new_photograph_of_an_old_name_is_not_let_go_for_the_old_one(camera, network):
    old = camera.shoot()
    network.objects.clear()
    network.presses = 0
    camera.reconnect()
    new = camera.shoot()
    assert new.files[0][0] == old.files[0][0]
    camera.release(old.token)
    with pytest.raises(NotKept, match="no longer keeps photograph 'press 1'"):
        camera.fetch(old.token)
    assert camera.fetch(new.token).files == new.files


def test_a_photograph_deleted_on_the_camera_is_kept_no_longer(camera, network):
    photograph = camera.shoot()
    network.objects.clear()
    camera.reconnect()
    with pytest.raises(NotKept, match=r"failed at bringing over KMD_0001\.JPG"):
        camera.fetch(photograph.token)
    camera.release(photograph.token)


def test_raw_and_jpeg_are_one_photograph_with_the_raw_first(ptpip_camera, jpeg):
    with (
        ptpip_camera.NetworkCamera([[("JPG", jpeg(1)), ("NEF", b"raw" * 1000)]]) as network,
        closing(open_camera(network.name)) as camera,
    ):
        photograph = camera.shoot()
        assert photograph.files == (("KMD_0001.NEF", b"raw" * 1000), ("KMD_0001.JPG", jpeg(1)))
        camera.release(photograph.token)
        assert not network.objects


def test_a_file_told_of_after_the_capture_was_complete_still_belongs_to_it(ptpip_camera, jpeg):
    with (
        ptpip_camera.NetworkCamera([[("JPG", jpeg(1)), ("NEF", b"raw")]], fault="late") as network,
        closing(open_camera(network.name)) as camera,
    ):
        assert [name for name, _ in camera.shoot().files] == ["KMD_0001.NEF", "KMD_0001.JPG"]


def test_a_picture_taken_by_hand_in_between_is_not_taken_for_ours_and_stays_on_the_card(camera, network, jpeg):
    camera.shoot()
    network.snap("BYHAND.JPG", jpeg(20))
    assert [name for name, _ in camera.shoot().files] == ["KMD_0002.JPG"]
    assert "BYHAND.JPG" in [name for name, _ in network.objects.values()]


def test_a_busy_camera_is_pressed_again(camera, network):
    network.fault = "busy"
    assert camera.shoot().files[0][0] == "KMD_0001.JPG"


def test_a_camera_that_stays_busy_says_so(camera, network, monkeypatch):
    monkeypatch.setattr(network, "_struck", lambda fault: fault == "busy")
    with pytest.raises(CameraBusy, match="failed at pressing the shutter") as told:
        camera.shoot()
    assert "close other programs" in told.value.hint


def test_a_full_card_is_told_from_other_refusals(camera, network):
    network.fault = "full"
    with pytest.raises(CardFull) as told:
        camera.shoot()
    assert str(told.value) == (
        "Komadori Test Camera failed at pressing the shutter: PTP Store Full.\n"
        "hint: put in a card with room; without a card, add ?memory=1 to the camera's name"
    )


def test_a_press_without_a_photograph_says_so(camera, network):
    network.fault = "silent"
    with pytest.raises(NothingTaken, match="the shutter was pressed and no photograph came"):
        camera.shoot()


@pytest.mark.parametrize("fault", ["short", "stall"])
def test_a_broken_transfer_is_made_good_over_a_fresh_connection(network, jpeg, fault):
    with closing(open_camera(network.name)) as camera:
        camera.shoot()
        network.fault = fault
        assert camera.shoot().files == (("KMD_0002.JPG", jpeg(2)),)


def test_a_transfer_broken_twice_is_an_error(camera, network, monkeypatch):
    monkeypatch.setattr(network, "_struck", lambda fault: fault == "short")
    with pytest.raises(TransferDamaged, match=r"failed at bringing over KMD_0001\.JPG") as told:
        camera.shoot()
    assert "fetch it again" in told.value.hint


def test_a_camera_that_takes_longer_than_its_deadline_costs_only_the_connection(camera, network, jpeg):
    network.fault = "stall"  # the library itself would wait longer than this camera's deadline
    with pytest.raises(CameraTimeout) as told:
        camera.shoot()
    assert "did not answer within 2 s, and the connection was cut" in told.value.message
    camera.reconnect()
    assert camera.shoot().files == (("KMD_0002.JPG", jpeg(2)),)


def test_a_library_that_hangs_for_ever_is_killed_at_the_deadline(camera):
    pid = camera._process.pid
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(CameraTimeout):
        camera.shoot()
    assert time.monotonic() - began >= 2
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert camera.shoot().files[0][0] == "KMD_0001.JPG"


def test_a_library_that_crashes_takes_nothing_along(camera):
    camera.shoot()
    os.kill(camera._process.pid, signal.SIGSEGV)
    with pytest.raises(CameraLost, match="ended with status -11"):
        camera.shoot()
    camera.reconnect()
    assert camera.shoot().files[0][0] == "KMD_0002.JPG"


def test_a_camera_switched_off_is_lost_until_it_is_back(camera, network):
    kept = camera.shoot()
    network.switch_off()
    with pytest.raises(CameraLost):
        camera.shoot()
    with pytest.raises(CameraLost) as told:
        camera.reconnect()
    assert "check cable, battery and network" in told.value.hint
    network.switch_on()
    camera.reconnect()
    assert camera.shoot().files[0][0] == "KMD_0002.JPG"
    assert camera.fetch(kept.token).files == kept.files


def test_a_line_cut_as_the_shutter_is_pressed_is_mended(camera, network):
    network.fault = "cut"
    with pytest.raises(NothingTaken):
        camera.shoot()
    assert camera.shoot().files[0][0] == "KMD_0001.JPG"


def test_several_cameras_are_shot_with_at_once(ptpip_camera, jpeg):
    with (
        ptpip_camera.NetworkCamera([[("JPG", jpeg(1))]], host="127.0.0.2") as left,
        ptpip_camera.NetworkCamera([[("JPG", jpeg(2))]], host="127.0.0.3") as right,
        closing(open_camera(left.name)) as left_eye,
        closing(open_camera(right.name)) as right_eye,
    ):
        assert (left_eye.shoot().files[0][1], right_eye.shoot().files[0][1]) == (jpeg(1), jpeg(2))


def test_a_setting_that_can_only_be_read_is_refused(camera):
    with pytest.raises(SettingRefused, match="battery can only be read; it is 80%"):
        camera.set("battery", "100%")


def test_photographs_go_to_the_card_unless_memory_is_asked_for(network):
    for option, target in (("", "Memory card"), ("?memory=1", "Internal RAM")):
        with closing(open_camera(network.name + option)) as camera:
            settings = {setting.name: setting.value for setting in camera.settings()}
            assert settings["capture_target"] == target


def test_a_camera_without_live_view_says_so(virtual_usb):
    with (
        closing(open_camera("tethered")) as camera,
        pytest.raises(NotOffered, match="Nikon DSC D750 failed at showing"),
    ):
        camera.preview()


def test_a_camera_on_usb_is_found_and_listed(virtual_usb):
    assert list_cameras() == [Connected(name="gphoto2:usb:001,001", model="Nikon DSC D750")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tethered", "No camera is connected."),
        ("gphoto2:usb:009,009", "at usb:009,009 failed at connecting"),
        ("gphoto2:bogus", "There is no port 'bogus' to look for a camera at."),
        ("gphoto2:ptpip:127.0.0.9", "The camera at ptpip:127.0.0.9 failed at connecting: I/O problem."),
    ],
)
def test_a_camera_that_is_not_there_is_told_with_what_to_do(name, told):
    with pytest.raises(NoSuchCamera) as error:
        open_camera(name)
    assert told in error.value.message
    assert error.value.hint


def test_without_the_library_a_person_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setattr(tethered.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DriverMissing) as told:
        open_camera("tethered")
    assert str(told.value) == (
        "Tethered cameras need the gphoto2 library, and it is not installed.\n"
        "hint: pip install gphoto2; there is none for Windows"
    )


def test_the_process_ends_with_the_program_that_started_it(network):
    """Even when that program is killed and the library hangs."""
    program = (
        "import sys; from komadori.devices.catalogue import open_camera; "
        f"camera = open_camera({network.name!r}); print(camera._process.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        pid = int(started.stdout.readline())
        started.kill()
    deadline = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_stopping_a_process_again_is_harmless():
    process = Watched(tethered.PROCESS)
    process.stop()
    process.stop()


def test_the_numbers_of_the_library_are_what_we_take_them_for():
    numbers = {
        code: name for name, code in vars(gphoto2).items() if name.startswith("GP_ERROR") and isinstance(code, int)
    }
    assert {numbers[code].removeprefix("GP_ERROR_") for code in causes.CODES_OF_FILES} == {
        "CAMERA_BUSY",
        "FILE_NOT_FOUND",
        "IO",
        "IO_INIT",
        "IO_LOCK",
        "IO_READ",
        "IO_USB_CLAIM",
        "IO_USB_FIND",
        "IO_WRITE",
        "MODEL_NOT_FOUND",
        "NOT_SUPPORTED",
        "NO_MEMORY",
        "NO_SPACE",
        "TIMEOUT",
    }


def test_our_network_camera_is_a_camera_to_another_program_too(network, tmp_path, jpeg):
    """Debian's command-line gphoto2 stands for the world outside: what it accepts is no private dialect."""
    program = shutil.which("gphoto2")
    if not program:
        pytest.skip("the gphoto2 command is not installed (Debian: gphoto2)")
    port = network.name.removeprefix("gphoto2:")
    done = subprocess.run(
        [program, "--port", port, "--set-config", "iso=400", "--capture-image-and-download", "--filename", "taken.jpg"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "taken.jpg").read_bytes() == jpeg(1)


def test_battery_and_card_are_told_as_far_as_the_camera_tells(camera, network):
    supply = camera.supply()
    assert supply.battery == 80
    assert supply.card is not None
    assert supply.card > 0
    network.fault = "full"
    camera.reconnect()
    assert camera.supply().card == 0
