"""`komadori watch`, and the watch beside `komadori shoot`."""

import json

import numpy as np
import pytest
from PIL import Image

from komadori.capture.watch import beside

SHOT = "ep01/sc010/sh020"


@pytest.fixture
def knocked(samples, tmp_path):
    """A folder of six photographs; before the fourth the tripod was knocked by three pixels."""
    folder = tmp_path / "knocked"
    folder.mkdir()
    set_up = np.random.default_rng(2).integers(40, 200, (60, 90, 3), np.uint8)
    set_up = np.array(Image.fromarray(set_up).resize((720, 480), Image.Resampling.BICUBIC))
    for number in range(1, 7):
        seen = np.roll(set_up, 3, axis=1) if number >= 4 else set_up
        noise = np.random.default_rng(number).normal(0, 1.5, seen.shape)
        picture = np.clip(np.rint(seen + noise), 0, 255).astype(np.uint8)
        samples.jpeg(folder / f"IMG_{number:04d}.jpg", picture, exif=samples.exif())
    return folder


def test_a_calm_take_ends_well(run, series, shot):
    ran = run("watch", shot, "--series", series)
    assert (ran.code, ran.out) == (0, "")
    assert "6 pictures, no alarms." in ran.err


def test_a_knock_is_told_drawn_and_exits_1(run, series, knocked, tmp_path):
    run("import", knocked, "--series", series, "--shot", SHOT)
    ran = run("watch", SHOT, "--series", series, "--to", tmp_path / "alarms")
    assert ran.code == 1
    assert "The picture shifted 3.0 px right against picture 3." in ran.out
    assert [path.name for path in (tmp_path / "alarms").iterdir()] == ["000004-camera-bump.png"]
    with Image.open(tmp_path / "alarms/000004-camera-bump.png") as drawn:
        assert drawn.width == 1800


def test_with_json_alarms_are_values(run, series, knocked):
    run("import", knocked, "--series", series, "--shot", SHOT)
    told = run("watch", SHOT, "--series", series, "--json").data
    (alarm,) = told["alarms"]
    assert (told["pictures"], alarm["kind"], alarm["picture"], alarm["frame"]) == (6, "camera bump", 4, 7)
    assert alarm["arrow"] == pytest.approx([3, 0], abs=0.1)


def test_a_picture_that_is_gone_is_told_and_the_rest_looked_at(run, series, knocked):
    run("import", knocked, "--series", series, "--shot", SHOT)
    (series / SHOT / "tk01/pictures/000002_x1.jpg").unlink()
    ran = run("watch", SHOT, "--series", series)
    assert ran.code == 1
    assert "not looked at: " in ran.err
    assert "3.0 px" in ran.out


@pytest.fixture(autouse=True)
def time_to_look(monkeypatch):
    """What a busy machine has not looked at a second after the last picture is dropped; here it is waited for."""
    monkeypatch.setattr(beside, "PATIENCE", 60.0)


def shoot(run, series, folder, *words):
    return run("shoot", SHOT, "--series", series, "--camera", f"replay:{folder}", "--frames", 6, *words)


def test_shooting_tells_alarms_on_stderr_and_stdout_stays_as_it_is(run, series, knocked):
    ran = shoot(run, series, knocked)
    assert ran.code == 0
    assert "\awatch: urgent  picture 4: The picture shifted 3.0 px right against picture 3." in ran.err
    assert [json.loads(line)["picture"] for line in ran.out.splitlines()] == [1, 2, 3, 4, 5, 6]
    assert {tuple(line) for line in ran.lines} == {("picture", "frame", "exposure", "file", "bytes", "hash")}


def test_the_watch_can_be_switched_off(run, series, knocked):
    assert "watch:" not in shoot(run, series, knocked, "--no-watch").err


def test_a_watch_that_fails_is_one_line_and_shooting_goes_on(run, series, knocked, monkeypatch):
    def broken(*_):
        raise RuntimeError("no eyes")

    monkeypatch.setattr(beside, "read_proxy", broken)
    ran = shoot(run, series, knocked)
    assert (ran.code, len(ran.lines)) == (0, 6)
    assert ran.err.count("watch:") == 1
    assert "watch: The watch ended, shooting goes on: no eyes" in ran.err


def test_a_take_that_goes_on_is_watched_against_what_is_there(run, series, knocked):
    camera = f"replay:{knocked}"
    run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 3)
    ran = run("shoot", SHOT, "--series", series, "--camera", camera + "?start=4", "--frames", 1)
    assert ran.err.count("watch:") == 1
    assert "picture 4: The picture shifted 3.0 px" in ran.err


@pytest.fixture
def dimming(tmp_path):
    """A light program that halves the light before the fourth picture."""
    told = tmp_path / "dusk.toml"
    told.write_text(
        'schema = "komadori.light-program"\nversion = 1\n[lamps]\nkey = [[1, 1.0], [6, 1.0], [7, 0.5]]\n',
        encoding="utf-8",
    )
    return told


def test_light_that_does_not_follow_its_program_is_told(run, series, knocked, dimming):
    run("import", knocked, "--series", series, "--shot", SHOT)
    assert "The light" not in run("watch", SHOT, "--series", series).out
    ran = run("watch", SHOT, "--series", series, "--program", dimming)
    assert ran.code == 1
    assert "The light jumped by +1" in ran.out


def test_a_file_that_is_no_light_program_is_refused_before_anything_is_shot(run, series, knocked, tmp_path):
    told = tmp_path / "dusk.toml"
    told.write_text("moon = 1\n", encoding="utf-8")
    ran = shoot(run, series, knocked, "--program", told)
    assert ran.code == 2
    assert "dusk.toml is no light program." in ran.err
    assert ran.out == ""
