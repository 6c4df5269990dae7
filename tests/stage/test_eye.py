import io
import json

import numpy as np
import pytest
from PIL import Image

from komadori.picture import photo_facts, read
from komadori.stage.exposing import expose
from komadori.stage.eye import SPEED, Sensor, developed, metered, negative
from komadori.stage.film import film_response
from komadori.stage.kelvin import kelvin_colour
from komadori.stage.negatives import file_of, files_of
from komadori.stage.renderer import DRAFT, Rendered

STILL = Sensor(noise=0.0, glare=0.0, vignette=0.0)


def grey(value: float, size: tuple[int, int] = (64, 48)):
    return np.full((size[1], size[0], 3), value, np.float32)


@pytest.fixture(autouse=True)
def _nothing_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("KOMADORI_CACHE", str(tmp_path))


class Grey:
    """A renderer that sees a grey card, darker where the rig is."""

    name = "grey card 1.0"

    def __init__(self) -> None:
        self.demands = []
        self.scenes = []

    def render(self, scene, demand):
        self.demands.append(demand)
        self.scenes.append(scene)
        light = grey(0.18, demand.size)
        matte = np.zeros(demand.size[::-1], np.float32)
        if any(thing.role == "rig" for thing in scene.things):
            light[10:20], matte[10:20] = 0.02, 1.0
        return Rendered(light=light, mattes=dict.fromkeys(demand.mattes, matte))

    def close(self):
        pass


def test_the_usual_settings_pass_light_on_and_others_do_as_in_a_camera():
    light = grey(0.2)
    assert np.allclose(negative(light, STILL, seed=1, number=0), SPEED * light)
    longer = Sensor(noise=0, glare=0, vignette=0, time=0.5, iso=200, ev=-1.0)
    assert np.allclose(negative(light, longer, seed=1, number=0), SPEED * 0.4)
    assert np.allclose(negative(light, STILL, seed=1, number=0, opened=0.5), SPEED * 0.1)


def test_white_of_the_lamp_becomes_neutral_when_the_camera_is_balanced_for_it():
    lamp = grey(0.3) * np.asarray(kelvin_colour(3200.0), np.float32)
    seen = negative(lamp, Sensor(noise=0, glare=0, vignette=0, kelvin=3200.0), seed=1, number=0)
    white = np.asarray(kelvin_colour(6504.0))
    assert np.allclose(seen[0, 0] / white, seen[0, 0, 1] / white[1], rtol=1e-3)


def test_noise_is_the_same_for_a_picture_and_another_for_the_next_and_grows_with_iso():
    light = grey(0.18, (200, 200))
    first = negative(light, Sensor(), seed=5, number=3)
    assert np.array_equal(first, negative(light, Sensor(), seed=5, number=3))
    assert not np.array_equal(first, negative(light, Sensor(), seed=5, number=4))
    grainy = negative(light, Sensor(iso=1600, time=1 / 64, vignette=0, glare=0), seed=5, number=3)
    assert 3.0 < grainy.std() / negative(light, Sensor(vignette=0, glare=0), seed=5, number=3).std() < 5.0


def test_light_that_is_no_number_does_no_harm():
    light = grey(0.2)
    light[0, 0] = np.nan
    light[1, 1] = np.inf
    light[2, 2] = -3.0
    seen = developed(negative(light, Sensor(), seed=1, number=1), Sensor())
    assert np.isfinite(seen).all()
    assert seen.min() >= 0.0
    assert seen.max() <= 1.0


def test_the_film_rises_evenly_and_keeps_skies_blue_and_lamps_orange():
    ramp = np.repeat(np.geomspace(1e-3, 30, 200, dtype=np.float32)[:, None, None], 3, axis=2)
    seen = film_response(ramp)[:, 0, 0]
    assert (np.diff(seen) >= 0).all()
    assert seen[-1] == pytest.approx(1.0, abs=1e-3)
    middle = film_response(grey(0.18))[0, 0]
    assert np.allclose(middle, 0.461, atol=0.01)
    sky = film_response(np.full((1, 1, 3), (0.25, 0.5, 1.0), np.float32))[0, 0]
    assert sky[2] - sky[0] > 0.25
    lamp = film_response(np.full((1, 1, 3), (3.0, 1.0, 0.25), np.float32))[0, 0]
    assert lamp[0] - lamp[2] > 0.3
    sun = film_response(np.full((1, 1, 3), (40.0, 30.0, 20.0), np.float32))[0, 0]
    assert sun.min() > 0.95


def test_metering_draws_half_way_to_middle_grey():
    assert metered(grey(0.16)) == pytest.approx(0.0, abs=1e-3)
    assert metered(grey(0.04)) == pytest.approx(1.0, abs=1e-3)
    assert metered(grey(0.0)) == pytest.approx(5.32, abs=0.1)


def test_an_exposure_is_the_same_twice_and_its_files_tell_the_settings(blocks):
    floor = blocks("[sensor]\niso = 400\ntime = 0.5\n")
    one, two = (expose(floor, Grey(), size=(64, 48), quality=DRAFT) for _ in range(2))
    assert file_of(one) == file_of(two)
    data = file_of(one)
    facts = photo_facts(data)
    assert dict(facts.settings)["iso"] == "400"
    assert Image.open(io.BytesIO(data)).size == (64, 48)
    png = read(file_of(one, "png"), name="x.png")
    assert png.data.dtype == np.uint16
    exr = read(file_of(one, "exr"), name="x.exr")
    assert np.allclose(exr.data, one.kept, rtol=2e-3, atol=1e-4)
    assert [name for name, _ in files_of(one, "a", "exr")] == ["a.exr"]


def test_an_open_iris_lets_more_light_through_and_is_less_deep(blocks):
    renderer = Grey()
    closed = expose(blocks("[sensor]\nnoise = 0.0\n"), renderer, size=(64, 48), quality=DRAFT)
    opened = expose(blocks("[sensor]\nnoise = 0.0\nf_number = 6\n"), renderer, size=(64, 48), quality=DRAFT)
    assert np.allclose(opened.kept, 4.0 * closed.kept)
    assert [scene.lens.f_number for scene in renderer.scenes] == [12.0, 6.0]


FLAWED = """
[flaws]
flicker = 0.05
colour = 0.02
dust = 3
hot_pixels = 2
focus_creep = 1.5
lamp = [{ lamp = "sun", amount = 0.1 }]
bump = [{ at = 2, by = [3, 0, 0], turn = [0, 1, 0], back = 4 }]
slip = [{ prop = "bowl", at = 1, by = [5, 0, 0], turn = 10 }]
hand = [{ at = [3], tip = [0, 0, 80] }]
rig = { at = [50, 0, 0], reach = [0, 0, 120], first = 5 }
"""


def test_faults_come_with_their_truth(blocks):
    floor, renderer = blocks(FLAWED), Grey()
    told = {}
    for number in range(6):
        exposed = expose(floor, renderer, size=(64, 48), quality=DRAFT)
        told[number] = exposed
        floor.exposed()
    assert told[0].truth["light"]["all"] != told[1].truth["light"]["all"]
    assert "sun" in told[0].truth["light"]["lamps"]
    assert "slips" not in told[0].truth
    assert told[1].truth["slips"][0]["by_mm"] == (5.0, 0.0, 0.0)
    assert "camera" not in told[1].truth
    x, y = told[2].truth["camera"]["pixels"]
    assert x < -0.2  # the camera went right, so the picture goes left
    assert y > 0.5  # and looked up, so it goes down
    assert "camera" not in told[4].truth
    assert told[4].truth["focus_mm"] == 6.0
    assert told[3].truth["hand"]["tip_mm"] == (0.0, 0.0, 80.0)
    assert told[3].clean is not None
    assert told[4].clean is None
    assert told[5].matte[15].min() == 1.0
    assert np.abs(told[5].clean - told[5].picture)[30:].max() < 2e-3  # but for a little scattered light
    assert np.abs(told[5].clean - told[5].picture)[12:18].max() > 0.1
    assert [demand.mattes for demand in renderer.demands].count(("rig",)) == 2
    assert len({demand.seed for demand in renderer.demands}) == 1
    names = [name for name, _ in files_of(told[5], "x")]
    assert names == ["x.jpg", "x.truth.json", "x.matte.png", "x.clean.png"]
    assert json.loads(files_of(told[5], "x")[1][1])["exposure"] == 5


def test_faults_do_not_depend_on_what_was_shot_before(blocks):
    floor, again = blocks(FLAWED), blocks(FLAWED)
    for _ in range(3):
        floor.exposed()
    again.exposure = 3
    assert floor.fault == again.fault
    assert blocks().fault.light == 1.0


def test_dust_and_hot_pixels_stay_where_they_are(blocks):
    floor = blocks("[flaws]\ndust = 4\nhot_pixels = 3\n[sensor]\nnoise = 0.0\nglare = 0.0\nvignette = 0.0\n")
    first = expose(floor, Grey(), size=(300, 200), quality=DRAFT)
    floor.exposed()
    second = expose(floor, Grey(), size=(300, 200), quality=DRAFT)
    assert first.truth["dust"] == second.truth["dust"]
    for speck in first.truth["dust"]:
        seen = first.kept[int(speck["y"]), int(speck["x"]), 1] / np.median(first.kept[..., 1])
        assert seen == pytest.approx(1.0 - speck["depth"], abs=0.12)
    for pixel in first.truth["hot_pixels"]:
        assert first.kept[pixel["y"], pixel["x"]].max() > 0.4
