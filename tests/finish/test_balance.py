"""White balance and exposure, fixed over a take."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.finish.ops.balance import OPERATION, check
from komadori.finish.recipe import BadRecipe, recipe_of
from komadori.picture import read
from komadori.picture.colour import LUMINANCE, to_codes, to_light
from komadori.picture.white import gains_for, lamp, planckian

GREY = np.array([0.18, 0.18, 0.18])


def card(colour, width=96, height=64, puppet=None):
    """A set of many colours with a grey card, lit in `colour`: 8-bit sRGB."""
    light = np.random.default_rng(3).uniform(0.05, 0.4, (height // 8, width // 8, 3)).repeat(8, 0).repeat(8, 1)
    light[20:40, 30:50] = GREY
    if puppet is not None:
        light[20:40, 30:50] = puppet
    return to_codes((light * colour).astype(np.float32), "srgb", 8)


def light_of(report, number):
    return to_light(read(report.manifest.file(number)).data, "srgb")


def test_a_grey_place_becomes_grey_and_stays_as_bright(shoot):
    warm = np.array([1.5, 1.0, 0.5])
    for _ in range(2):
        shoot.keep(card(warm))
    report = shoot.finish(recipe_of(("balance", {"grey": "0.42 0.31 0.05"})))
    found = light_of(report, 2)[25:35, 35:45].mean(axis=(0, 1))
    assert found == pytest.approx(np.full(3, found.mean()), rel=0.01)
    assert found @ LUMINANCE == pytest.approx(GREY * warm @ LUMINANCE, rel=0.02)


def test_it_is_the_first_pictures_for_all_so_that_nothing_flickers(shoot):
    shoot.keep(card(np.array([1.2, 1.0, 0.8])))
    shoot.keep(card(np.array([1.2, 1.0, 0.8]), puppet=[0.4, 0.05, 0.05]))
    report = shoot.finish(recipe_of(("balance", {"grey": "0.42 0.31 0.05"})))
    first, second = (light_of(report, number)[:16, :24].mean(axis=(0, 1)) for number in (1, 2))
    assert first == pytest.approx(second, rel=1e-3)


@pytest.mark.parametrize(("colour", "why"), [([8, 8, 8], "clipped"), ([0.001, 0.001, 0.001], "too dark")])
def test_a_place_that_tells_nothing_is_named_and_nothing_is_changed(shoot, colour, why):
    shoot.keep(card(np.array(colour)))
    report = shoot.finish(recipe_of(("balance", {"grey": "0.42 0.31"})))
    (remark,) = report.manifest.remarks[1]
    assert remark.use == "balance"
    assert why in remark.words
    assert remark.doubt > 0.5
    assert light_of(report, 1) == pytest.approx(to_light(card(np.array(colour)), "srgb"), abs=1e-4)


def test_a_place_of_many_colours_is_doubted(shoot):
    shoot.keep(card(np.ones(3)))
    report = shoot.finish(recipe_of(("balance", {"grey": "0.8 0.3 0.1"})))
    assert "not of one colour" in report.manifest.remarks[1][0].words


def test_a_place_below_the_picture_is_named(shoot):
    shoot.keep(card(np.ones(3)))
    report = shoot.finish(recipe_of(("balance", {"grey": "0.5 0.95"})))
    assert "outside the picture" in report.manifest.remarks[1][0].words


@pytest.mark.parametrize("words", ["middle", "0.5", "1.4 0.2", "0.2 0.2 0.9", "0.1 nan", "-0.1 0.2", "1 2 3 4"])
def test_what_is_no_place_is_refused(words):
    assert "x y" in check(words)
    with pytest.raises(BadRecipe, match="grey"):
        recipe_of(("balance", {"grey": words}))


def test_a_lamps_temperature_makes_its_white_grey():
    for kelvin in (2000, 3200, 4300, 9000):
        seen = lamp(kelvin, 0) / lamp(6500, 0) * gains_for(kelvin, 0)
        assert seen == pytest.approx(np.full(3, seen[0]))
    warm = gains_for(3200, 0)
    assert warm[0] < warm[1] < warm[2]
    green = gains_for(6500, 20)
    assert green[1] < min(green[0], green[2])


@given(st.floats(1700, 25000), st.floats(-60, 60))
def test_every_temperature_and_tint_keeps_grey_as_bright(kelvin, tint):
    gains = gains_for(kelvin, tint)
    assert np.isfinite(gains).all()
    assert (gains > 0).all()
    assert gains @ LUMINANCE == pytest.approx(1)


def test_black_bodies_are_where_the_cie_has_them():
    """Illuminant A is a black body of 2,856 K; the approximation keeps within a thousandth of it."""
    assert planckian(2856) == pytest.approx((0.4476, 0.4074), abs=1e-3)
    assert planckian(6500) == pytest.approx((0.3135, 0.3237), abs=1e-3)


def test_it_says_what_it_did():
    told = OPERATION.told({**OPERATION.defaults, "temperature": 3200.0, "exposure": 0.5})
    assert told == "balanced: white as of 3200 K, +0.5 stops"
    assert OPERATION.told(OPERATION.defaults) == ""
