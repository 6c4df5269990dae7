"""The catalogue of lights and motion, the drivers' own errors, and the reference page that tells of them all."""

import re
from pathlib import Path

import pytest

from komadori.devices import protocols_lights, protocols_motion
from komadori.devices.catalogue import LIGHTS, MOTION, drivers, open_lights, open_motion
from komadori.devices.driver import BadDeviceName, Option, read_options
from komadori.devices.protocols_lights import NoSuchLights
from komadori.devices.protocols_motion import NoSuchMotion
from komadori.devices.virtual import dimmers, motors

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/lights-and-motion.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
CAPABILITIES = {
    name: kind
    for module in (protocols_lights, protocols_motion)
    for name, kind in vars(module).items()
    if getattr(kind, "_is_protocol", 0) and kind.__module__ == module.__name__
}


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_protocol_has_one_to_six_verbs_and_a_row_with_them(name):
    verbs = [verb for verb in vars(CAPABILITIES[name]) if not verb.startswith("_")]
    assert 1 <= len(verbs) <= 6
    assert ROWS[name].startswith(", ".join(f"`{verb}`" for verb in verbs))


@pytest.mark.parametrize("option", [*dimmers.OPTIONS, *motors.OPTIONS], ids=lambda option: option.name)
def test_an_option_is_told_in_the_words_of_its_declaration(option):
    assert ROWS[option.name].endswith(option.sentence)


def test_every_driver_has_a_heading():
    assert all(f"\n## {driver}\n" in PAGE for driver in {*drivers(LIGHTS), *drivers(MOTION)})


def test_the_example_of_the_page_runs():
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], namespace := {})
    assert namespace["pan"] == 12.5


def test_a_driver_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(NoSuchLights, match="no lights driver 'virtul'") as told:
        open_lights("virtul")
    assert told.value.hint == "did you mean virtual?"
    with pytest.raises(NoSuchMotion, match="no motion driver 'moco'"):
        open_motion("moco")


@pytest.mark.parametrize("opener", [open_lights, open_motion])
def test_a_name_that_cannot_be_read_is_refused_with_what_there_is(opener):
    with pytest.raises(BadDeviceName, match="no option 'colour'"):
        opener("virtual?colour=red")
    with pytest.raises(BadDeviceName, match="nowhere"):
        opener("virtual:attic")


def test_a_word_is_one_of_those_there_are():
    row = Option(name="format", kind="word", default="jpeg", sentence="", words=("jpeg", "exr"))
    assert read_options("format=exr", [row], device="x") == {"format": "exr"}
    with pytest.raises(BadDeviceName, match="format=gif should be one of jpeg, exr"):
        read_options("format=gif", [row], device="x")


def test_lights_keep_what_was_sent_beyond_the_levels_of_a_shorter_sending():
    lights = open_lights("virtual")
    lights.send(1, b"\x01\x02\x03")
    lights.send(1, b"\x09")
    lights.close()
    assert lights.levels[1][:4] == b"\x09\x02\x03\x00"
    assert len(lights.sent) == 2
