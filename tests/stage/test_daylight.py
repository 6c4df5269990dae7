"""Light of a story on a set: what moves moves without a step, one exposure serves a day, and dusk turns lamps on."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from komadori.stage.backdrop import backdrop
from komadori.stage.daylight import air_of, daylight, exposure_for, lamps_of
from komadori.stage.miniature_set import MiniatureSet, Practical, Window
from komadori.stage.outlook import Art, bent, direction, noon_of
from komadori.stage.paper_sky import Disc, SkyPicture, encoded, paint
from komadori.stage.parts import Kit
from komadori.stage.scene import Lamp, Lens
from komadori.story import Story

LAMP = Lamp(name="lamp", kind="point", at=(-140, 120, 95), towards=(-140, 120, 0), power=20)
SPRING = datetime.fromisoformat("2025-04-03T15:30")


def a_set(**changed):
    told = {
        "name": "room",
        "says": "",
        "kit": Kit(),
        "standing": (),
        "anchors": {},
        "windows": (Window(name="window", centre=(105, 200, 172), width=310, height=160, out=(0, 1, 0)),),
        "practicals": (Practical(name="lamp", lamp=LAMP, glow=""),),
        "lenses": {"wide": Lens(at=(132, -455, 142), towards=(-2, 35, 94))},
        "facing": 180,
        "indoors": True,
        "key_wall": (-175, 70, 130),
    }
    return MiniatureSet(**(told | changed))


def lamps(moment, setting=None, **art):
    return {lamp.name: lamp for lamp in lamps_of(Story(moment=moment), setting or a_set(), Art(**art))}


def test_by_day_the_sun_shines_and_the_lamp_is_off():
    by_day, by_night = lamps(SPRING), lamps(SPRING.replace(hour=22))
    assert {"sun", "sky", "outside", "card", "eye"} == set(by_day)
    assert "sun" not in by_night
    assert by_night["lamp"].power == 20
    assert by_night["sky"].power < 0.2 * by_day["sky"].power
    assert 0 < exposure_for(Story(moment=SPRING.replace(hour=22))) < 1


def test_the_sun_comes_through_the_window_to_the_key_wall():
    sun = lamps(SPRING.replace(hour=16, minute=30))["sun"]
    way = np.asarray(sun.at) / np.linalg.norm(sun.at)
    window = np.asarray((105.0, 200.0, 172.0))
    share = (window[0] + 175) / way[0]
    landed = window - way * share
    assert landed[0] == pytest.approx(-175)
    assert -200 < landed[1] < 200
    assert 0 < landed[2] < 300


def test_physics_alone_is_to_be_had_too():
    setting, sun = a_set(), Story(moment=SPRING).sun
    stands = bent(sun.altitude, sun.azimuth, setting, Art(bend=0))
    assert stands == pytest.approx((sun.altitude, sun.azimuth - 180))
    assert bent(sun.altitude, sun.azimuth, setting, Art(sun=(14.5, 46))) == (14.5, 46)
    assert direction(0, 90) == pytest.approx((1, 0, 0))


@pytest.mark.parametrize("indoors", [True, False])
@pytest.mark.parametrize("month", [1, 4, 7, 11])
def test_a_day_passes_without_a_step(indoors, month):
    setting = a_set(indoors=indoors)
    start = datetime(2025, month, 5, 4)  # noqa: DTZ001
    before, spots = None, []
    for step in range(0, 18 * 60, 6):
        story = Story(moment=start + timedelta(minutes=step))
        powers = {lamp.name: lamp.power for lamp in lamps_of(story, setting)}
        if before is not None:
            for name in powers.keys() | before.keys():
                assert abs(powers.get(name, 0) - before.get(name, 0)) < 30, (name, story.moment)
        before = powers
        if story.sun.altitude > 2:
            spots.append(bent(story.sun.altitude, story.sun.azimuth, setting)[1])
    assert spots == sorted(spots)


def test_light_and_backdrop_come_together():
    light = daylight(Story(moment=SPRING), a_set(), detail=0.0)
    assert {lamp.name for lamp in light.lamps} == set(lamps(SPRING))
    assert light.backdrop.things


def test_a_cloudy_day_has_no_hard_sun():
    clear = lamps(SPRING)["sun"]
    story = Story(moment=SPRING, weather="rain")
    grey = {lamp.name: lamp for lamp in lamps_of(story, a_set())}
    assert grey["sun"].power < 0.15 * clear.power
    assert grey["sun"].size[0] > 10 * clear.size[0]


def test_a_set_under_the_sky_is_lit_by_the_air():
    open_air = a_set(indoors=False, windows=())
    assert min(air_of(Story(moment=SPRING), open_air)) > 0.1
    assert not [name for name in lamps(SPRING, open_air) if name.startswith("sky")]
    assert max(air_of(Story(moment=SPRING), a_set())) < 0.02


def test_what_is_outside_throws_no_shadow_and_looks_at_the_camera():
    for setting in (a_set(), a_set(indoors=False, windows=())):
        fragment = backdrop(Story(moment=SPRING), setting, 0.0)
        assert fragment.things
        for thing in fragment.things:
            assert thing.role == "outdoors"
            assert not thing.shadow
            mesh = fragment.shapes[thing.shape]
            assert fragment.materials[thing.material].image in {"", *fragment.images}
            corner = mesh.vertices[mesh.faces]
            normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
            assert (np.einsum("ij,ij->i", normal, corner.mean(1)) < 0).mean() > 0.95
        assert max(len(one.faces) for one in fragment.shapes.values()) < 2000


def test_only_the_sky_changes_from_hour_to_hour():
    first = backdrop(Story(moment=SPRING), a_set(), 0.0)
    later = backdrop(Story(moment=SPRING + timedelta(hours=1)), a_set(), 0.0)
    assert first.shapes.keys() == later.shapes.keys()


def test_a_paper_sky_is_blue_above_and_pale_below_and_the_same_again():
    sky = Story(moment=SPRING.replace(hour=12)).sky
    picture = SkyPicture(sky=sky, glow_x=2.0, horizon=0.2, clouds="bands")
    light = paint(picture, (160, 80), 3)
    assert light[2].mean(0)[2] > 1.2 * light[2].mean(0)[0]
    assert light[60].mean() > light[2].mean()
    assert np.array_equal(light, paint(picture, (160, 80), 3))
    assert not np.array_equal(light, paint(picture, (160, 80), 4))


def test_a_moon_is_seen_by_its_phase():
    sky = Story(moment=SPRING.replace(hour=23)).sky

    def lit(phase):
        moon = Disc(x=0.5, y=0.5, radius=0.3, colour=(1, 1, 1), phase=phase, strength=0)
        light = paint(SkyPicture(sky=sky, glow_x=0, horizon=0.1, clouds="bands", discs=(moon,)), (120, 120), 3)
        shown = light.mean(-1)[24:96, 24:96] > 0.5
        return shown.mean(), shown[:, 36:].mean() - shown[:, :36].mean()

    assert lit(0.02)[0] < 0.02 < 0.3 < lit(0.25)[0] < lit(0.4)[0] < lit(0.5)[0]
    assert lit(0.25)[1] > 0.5 > -0.5 > lit(0.75)[1]


def test_codes_use_their_range_by_night_too():
    dark = paint(
        SkyPicture(sky=Story(moment=SPRING.replace(hour=23)).sky, glow_x=0, horizon=0.1, clouds="bands"), (96, 64), 1
    )
    codes, _ = encoded(dark)
    assert codes.dtype == np.uint8
    assert codes.max() == 255
    assert codes.mean() > 25


def test_south_of_the_equator_the_sun_goes_its_way_too():
    start = datetime.fromisoformat("2025-01-10T06:00")
    there = Story(moment=start, latitude=-33.9, longitude=151.2, utc_offset=10)
    spots = []
    for step in range(0, 12 * 60, 20):
        sun = there.at(start + timedelta(minutes=step)).sun
        spots.append(bent(sun.altitude, sun.azimuth, a_set(facing=0), noon=noon_of(there))[1])
    assert spots == sorted(spots, reverse=True) or spots == sorted(spots)
    assert max(np.abs(np.diff(spots))) < 25  # near the zenith its azimuth runs
