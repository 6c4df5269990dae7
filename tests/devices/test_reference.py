"""The reference page of cameras tells of every driver, option, fault, setting and protocol, and its example runs."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from komadori.devices import catalogue, protocols
from komadori.devices.camera.vendor_keys import KEYS, RECORDED
from komadori.devices.camera.webcam import OPTIONS
from komadori.devices.camera.webcam_names import NAMES
from komadori.devices.virtual.faults import FAULTS

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/cameras.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
CAPABILITIES = {
    name: kind
    for name, kind in vars(protocols).items()
    if getattr(kind, "_is_protocol", 0) and kind.__module__ == protocols.__name__
}


@pytest.mark.parametrize("driver", ["browser", "gphoto2", "pattern", "replay", "stage", "tethered", "webcam"])
def test_a_driver_has_a_heading_and_its_options_have_rows(driver):
    assert driver in catalogue.drivers()
    assert f"\n## {driver}\n" in PAGE
    module = {
        "browser": "camera.browser",
        "pattern": "virtual.pattern",
        "replay": "virtual.replay",
        "stage": "virtual.stage",
        "webcam": "camera.webcam",
    }.get(driver, "camera.tethered")
    assert {option.name for option in import_module(f"komadori.devices.{module}").OPTIONS} <= set(ROWS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_in_the_words_of_its_declaration(fault):
    assert ROWS[fault.name] == fault.sentence


def test_settings_have_rows_and_those_recorded_are_settings():
    assert set(KEYS) <= set(ROWS)
    assert set(RECORDED) <= set(KEYS)


def test_a_webcam_tells_its_options_and_settings_in_the_words_of_their_declarations():
    section = PAGE.partition("\n## webcam\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)
    assert rows[len(OPTIONS) :] == [(row.name, row.sentence) for row in NAMES]
    assert [(name, told.partition(" | ")[2]) for name, told in rows[: len(OPTIONS)]] == [
        (option.name, option.sentence) for option in OPTIONS
    ]


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_protocol_has_one_to_six_verbs_and_a_row_with_them(name):
    verbs = [verb for verb in vars(CAPABILITIES[name]) if not verb.startswith("_")]
    assert 1 <= len(verbs) <= 6
    assert ROWS[name].startswith(", ".join(f"`{verb}`" for verb in verbs))


def test_the_example_of_the_page_runs(reel, monkeypatch):
    monkeypatch.chdir(reel.parent)
    reel.rename("photographs")
    exec(re.search(r"```python\n(from contextlib.*?)```", PAGE, re.DOTALL)[1], namespace := {})
    assert namespace["name"] == "IMG_1.jpg"
