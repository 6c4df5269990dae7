"""How a camera's name is read, and how drivers are found."""

import sys
from types import ModuleType

import pytest

from komadori import plugins
from komadori.devices import catalogue
from komadori.devices.driver import Connected, Option, read_options
from komadori.devices.protocols import BadCameraName, DriverMissing, NoSuchCamera

ROWS = (
    Option(name="slow", kind="seconds", default=0.0, sentence=""),
    Option(name="start", kind="count", default=1, sentence=""),
    Option(name="lost", kind="counts", default=(), sentence=""),
    Option(name="loop", kind="switch", default=False, sentence=""),
    Option(name="size", kind="size", default=(), sentence=""),
)


class Pinhole(ModuleType):
    """A driver as somebody else would write it: a module."""

    OPTIONS = ROWS

    def open_camera(self, place, options):
        return place, options

    def connected(self):
        return [Connected(name="pinhole:shoebox", model="Shoebox")]


@pytest.fixture
def drivers(monkeypatch):
    """The installed drivers, replaced by what a test puts in."""
    installed = {}
    monkeypatch.setattr(plugins, "find", lambda group: installed if group == "komadori.cameras" else {})
    return installed


def test_options_not_given_have_their_defaults():
    assert read_options("", ROWS, camera="") == {"slow": 0.0, "start": 1, "lost": (), "loop": False, "size": ()}


def test_options_are_read_by_their_kind():
    read = read_options("slow=0.2&start=3&lost=9,5&loop=1&size=1920x1080", ROWS, camera="")
    assert read == {"slow": 0.2, "start": 3, "lost": (5, 9), "loop": True, "size": (1920, 1080)}


@pytest.mark.parametrize(
    "text", ["slow=-1", "slow=nan", "slow=inf", "slow=", "start=0", "lost=5,", "loop=yes", "size=9", "size=0x9"]
)
def test_an_option_that_cannot_be_read_is_refused(text):
    with pytest.raises(BadCameraName, match=f"{text} should be "):
        read_options(text, ROWS, camera="replay:x")


def test_all_that_is_wrong_with_a_name_is_told_at_once():
    with pytest.raises(BadCameraName) as told:
        read_options("slow=soon&colour=red", ROWS, camera="replay:x?slow=soon&colour=red")
    assert str(told.value) == (
        "Camera name 'replay:x?slow=soon&colour=red': slow=soon should be a number of seconds, such as 0.5; "
        "it has no option 'colour'.\nhint: the options of this driver: loop, lost, size, slow, start"
    )


@pytest.mark.parametrize(
    ("name", "place", "slow"),
    [
        ("pinhole", "", 0.0),
        ("pinhole:usb:001,004", "usb:001,004", 0.0),
        ("pinhole:what?slow=1", "what", 1.0),
        ("pinhole:why??slow=2", "why?", 2.0),
        ("pinhole:C:\\photos", "C:\\photos", 0.0),
    ],
)
def test_a_name_is_a_driver_a_place_and_options(drivers, name, place, slow):
    drivers["pinhole"] = lambda: Pinhole("pinhole")
    opened, options = catalogue.open_camera(name)
    assert (opened, options["slow"]) == (place, slow)


def test_an_unknown_driver_is_answered_with_its_nearest_name():
    with pytest.raises(NoSuchCamera) as told:
        catalogue.open_camera("repaly:photographs")
    assert str(told.value) == "There is no camera driver 'repaly'.\nhint: did you mean replay?"


def test_with_no_near_name_all_drivers_are_told():
    with pytest.raises(NoSuchCamera, match=r"a name begins with one of .*replay"):
        catalogue.open_camera("xyzzy")


def test_a_driver_of_two_names_is_asked_once_for_its_cameras(drivers):
    pinhole = Pinhole("pinhole")
    asked = []
    pinhole.connected = lambda: asked.append(1) or [Connected(name="pinhole:shoebox", model="Shoebox")]
    drivers["pinhole"] = drivers["alias"] = lambda: pinhole
    assert catalogue.list_cameras() == [Connected(name="pinhole:shoebox", model="Shoebox")]
    assert asked == [1]


def test_a_driver_without_its_software_keeps_no_other_from_being_listed(drivers):
    drivers["broken"] = lambda: __import__("no_such_software")
    drivers["pinhole"] = lambda: Pinhole("pinhole")
    assert [camera.name for camera in catalogue.list_cameras()] == ["pinhole:shoebox"]


def test_a_driver_that_cannot_be_loaded_says_why(drivers):
    drivers["broken"] = lambda: __import__("no_such_software")
    with pytest.raises(DriverMissing, match=r"'broken' cannot be loaded: ModuleNotFoundError.*no_such_software"):
        catalogue.open_camera("broken:1")


def test_a_driver_that_lacks_a_part_says_so(drivers):
    drivers["half"] = lambda: sys
    with pytest.raises(DriverMissing, match="'half' lacks OPTIONS, open_camera or connected"):
        catalogue.open_camera("half:1")


def test_the_built_in_drivers_come_through_the_same_door():
    assert {"gphoto2", "replay", "tethered", "webcam"} <= set(catalogue.drivers())
