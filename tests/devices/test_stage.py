"""What the devices of a miniature stage do beyond what every device does: they share one floor."""

import io
import json
from contextlib import closing

import numpy as np
import pytest
from PIL import Image

from komadori.devices.catalogue import open_camera, open_lights, open_motion
from komadori.devices.protocols import (
    BadCameraName,
    DriverMissing,
    NoSuchCamera,
    NothingTaken,
    Pointing,
    SettingRefused,
)
from komadori.devices.protocols_lights import NoSuchLights
from komadori.devices.protocols_motion import NoSuchMotion
from komadori.devices.virtual import stage as driver
from komadori.stage.renderer import RendererFailed, RendererMissing

LIVE = "?quality=live&size=120x80&fps=1000"


@pytest.fixture
def place(tiny_stage):
    return f"stage:{tiny_stage}"


@pytest.fixture
def camera(place):
    with closing(open_camera(place + LIVE)) as opened:
        yield opened


@pytest.fixture
def motion(place, camera):
    with closing(open_motion(place)) as opened:
        yield opened


def shown(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def test_what_is_moved_is_seen_and_photographed(camera, motion):
    before, live = shown(camera.shoot().files[0][1]), shown(camera.preview())
    motion.move({"egg.body.x": 30.0})
    assert abs(shown(camera.preview()) - live).max() > 60
    assert abs(shown(camera.shoot().files[0][1]) - before).max() > 60


def test_what_was_not_moved_is_photographed_the_same_but_for_the_noise_of_a_sensor(place):
    def shot(more=""):
        with closing(open_camera(place + LIVE + more)) as camera:
            return camera.shoot().files[0]

    assert shot() == shot()
    name, data = shot("&start=2")
    assert name == "stage_000002.jpg"
    assert 0 < abs(shown(data) - shown(shot()[1])).mean() < 6


def test_the_live_view_keeps_its_size_while_the_camera_moves(camera, motion):
    for pan in (0.0, 2.0, 4.0, 4.0):
        motion.move({"camera.pan": pan})
        assert shown(camera.preview()).shape == (80, 120, 3)


def test_lights_light_it(place, camera):
    full = shown(camera.preview()).mean()
    with closing(open_lights(place)) as lights:
        assert lights.universes == (1, 3)
        lights.send(1, b"\x00")
        lights.send(3, b"\x00\x00\x00")
        assert shown(camera.preview()).mean() < 0.9 * full
        lights.send(1, b"\xff")
        lights.send(3, b"\xff\xff\xff")
    assert shown(camera.preview()).mean() == pytest.approx(full, rel=0.02)


def test_a_stage_begins_afresh_when_all_have_left_it(place):
    with closing(open_motion(place)) as motion:
        motion.move({"egg.head.turn": 40.0})
        with closing(open_motion(place)) as other:
            assert other.positions()["egg.head.turn"] == 40.0
    with closing(open_motion(place)) as motion:
        assert motion.positions()["egg.head.turn"] == 0.0


def test_a_hand_on_the_live_view_finds_what_it_can_take_hold_of(camera):
    assert isinstance(camera, Pointing)
    camera.preview()
    assert camera.pointed(0.5, 0.3) == "egg.head"
    assert camera.pointed(0.5, 0.6) == "egg.body"
    assert camera.pointed(0.02, 0.98) == ""
    across, down = camera.placed("egg.head")
    assert camera.pointed(across, down) == "egg.head"
    assert camera.placed("egg.tail") is None
    assert camera.placed("egg") is None


def test_the_focus_is_an_axis_of_the_stage(camera, motion):
    camera.set("focus", "250.0")
    assert motion.positions()["camera.focus"] == 250.0
    with pytest.raises(SettingRefused, match="does not focus at 5"):
        camera.set("focus", "5")


def test_a_brighter_exposure_is_brighter_live_and_photographed(camera):
    live, kept = shown(camera.preview()).mean(), shown(camera.shoot().files[0][1]).mean()
    camera.set("exposure_compensation", "1")
    assert shown(camera.preview()).mean() > live + 10
    assert shown(camera.shoot().files[0][1]).mean() > kept + 10


def test_what_goes_wrong_on_purpose_is_told_beside_the_picture(tiny_stage, tmp_path):
    for file in tiny_stage.parent.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "tiny.toml").open("a") as file:
        file.write("\n[[flaws.bump]]\nat = 1\nby = [3, 0, 0]\n")
    with closing(open_camera(f"stage:{tmp_path / 'tiny.toml'}{LIVE}")) as camera:
        assert [name for name, _ in camera.shoot().files] == ["stage_000001.jpg"]
        (_, _), (name, told) = camera.shoot().files
    assert name == "stage_000002.truth.json"
    assert json.loads(told)["camera"]["by_mm"] == [3.0, 0.0, 0.0]


@pytest.mark.parametrize("form", ["png", "exr"])
def test_photographs_of_other_formats(camera, form):
    camera.set("picture_format", form)
    ((name, data),) = camera.shoot().files
    assert name.endswith(f".{form}")
    assert data[:4] == {"png": b"\x89PNG", "exr": b"\x76\x2f\x31\x01"}[form]


def test_a_stage_that_is_not_there_is_told_by_each_device():
    for opener, kind in ((open_camera, NoSuchCamera), (open_lights, NoSuchLights), (open_motion, NoSuchMotion)):
        with pytest.raises(kind, match="no stage 'nowhere'") as told:
            opener("stage:nowhere")
        assert told.value.hint


def test_a_size_that_no_camera_has_is_refused(place):
    with pytest.raises(BadCameraName, match="8192"):
        open_camera(f"{place}?size=90000x100&quality=live")
    with pytest.raises(BadCameraName, match="one of live, draft, final"):
        open_camera(f"{place}?quality=ultra")


def test_without_blender_it_is_told_what_to_do(place, monkeypatch):
    def missing(_quality, **_options):
        raise RendererMissing("Blender is not set up.", hint="komadori stage setup makes it ready.")

    monkeypatch.setattr(driver, "open_renderer", missing)
    with pytest.raises(DriverMissing, match="not set up") as told:
        open_camera(place)
    assert "komadori stage setup" in told.value.hint
    assert "?quality=live" in told.value.hint


def test_a_renderer_that_goes_down_costs_one_press(camera, monkeypatch):
    class Broken:
        name = "broken"

        def render(self, _scene, _demand):
            raise RendererFailed("Blender went down.")

        def close(self):
            pass

    whole = camera._renderer
    monkeypatch.setattr(camera, "_renderer", Broken())
    with pytest.raises(NothingTaken, match="went down") as told:
        camera.shoot()
    assert "once more" in told.value.hint
    monkeypatch.setattr(camera, "_renderer", whole)
    assert camera.shoot().files
