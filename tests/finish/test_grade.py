"""Lift, gamma, gain, contrast, curves and saturation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.finish.ops import grade, saturation
from komadori.finish.recipe import BadRecipe, recipe_of
from komadori.picture import read
from komadori.picture.colour import LUMINANCE, linear_to_srgb, srgb_to_linear
from komadori.picture.tone import WORTH_A_TABLE, bent

CODES = np.linspace(0, 1, 256)
RAMP = srgb_to_linear(CODES).astype(np.float32)[:, None, None].repeat(3, axis=2)


def graded(pixels=RAMP, **told):
    settings = {**grade.OPERATION.defaults, **told}
    return linear_to_srgb(grade.curve(pixels, settings, None).astype(np.float64))


def test_at_rest_nothing_changes():
    assert graded() == pytest.approx(CODES[:, None, None].repeat(3, axis=2), abs=1e-6)
    assert grade.OPERATION.told(grade.OPERATION.defaults) == ""


def test_lift_moves_black_and_leaves_white():
    found = graded(lift=0.2)[:, 0, 1]
    assert found[[0, -1]] == pytest.approx([0.2, 1])


def test_gain_moves_white_and_leaves_black():
    found = graded(gain=0.8, gain_red=0.5)
    assert found[[0, -1], 0, 1] == pytest.approx([0, 0.8])
    assert found[-1, 0, 0] == pytest.approx(0.4)


def test_gamma_moves_the_middle_and_leaves_both():
    found = graded(gamma=1.4)[:, 0, 0]
    assert found[[0, -1]] == pytest.approx([0, 1], abs=1e-6)
    assert found[128] > 0.58


def test_contrast_leaves_a_grey_card():
    found = graded(contrast=1.5)[:, 0, 0]
    at = round(grade.MID_GREY * 255)
    assert found[at] == pytest.approx(CODES[at], abs=0.003)
    assert found[200] > CODES[200]
    assert found[50] < CODES[50]


POINTS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=6, unique_by=lambda p: p[0])


@given(POINTS)
def test_a_curve_runs_through_its_points_and_never_beyond_them(points):
    points = sorted(points)
    words = ", ".join(f"{x / 100} {y / 100}" for x, y in points)
    assert grade.check(words) == ""
    xs, ys = np.array(points).T / 100
    assert grade.along(words, xs) == pytest.approx(ys, abs=1e-9)
    between = grade.along(words, np.linspace(xs[0], xs[-1], 200))
    assert between.min() >= ys.min() - 1e-9
    assert between.max() <= ys.max() + 1e-9


@pytest.mark.parametrize(
    "words", ["0 0", "0 0, 0 1", "1 1, 0 0", "a b, c d", "0 0 0, 1 1 1", "0 0, 1 9", "0 0; 1 1", "nan 0, 1 1"]
)
def test_what_is_no_curve_is_refused(words):
    assert grade.check(words)
    with pytest.raises(BadRecipe, match="curve"):
        recipe_of(("grade", {"curve": words}))


def test_a_large_picture_by_table_is_what_the_curve_itself_gives():
    settings = {**grade.OPERATION.defaults, "gamma": 1.3, "lift": 0.02, "curve": "0 0, 0.4 0.5, 1 1"}
    rng = np.random.default_rng(5)
    pixels = rng.uniform(-0.05, 1.3, (528, 500, 3)).astype(np.float32)
    assert pixels.shape[0] * pixels.shape[1] > WORTH_A_TABLE
    exact = np.concatenate([grade.curve(part, settings, None) for part in np.split(pixels, 6)])
    off = linear_to_srgb(grade.curve(pixels, settings, None)) - linear_to_srgb(exact)
    assert np.abs(off[exact > 0.001]).max() < 0.5 / 255 / 16
    assert bent(pixels, lambda light: light) == pytest.approx(pixels, abs=2e-5)


def test_saturation_keeps_brightness_and_none_is_grey():
    pixels = np.random.default_rng(1).random((20, 30, 3)).astype(np.float32)
    for amount in (0.0, 0.5, 1.0, 1.8):
        found = saturation.apply(pixels, {"saturation": amount}, None)
        assert found @ LUMINANCE == pytest.approx(pixels @ LUMINANCE, abs=1e-5)
    assert np.ptp(saturation.apply(pixels, {"saturation": 0.0}, None), axis=2).max() < 1e-6


def test_a_graded_take_costs_no_pass_of_its_own_and_says_so(shoot):
    codes = np.random.default_rng(2).integers(0, 256, (48, 64, 3), np.uint8)
    shoot.keep(codes)
    report = shoot.finish(
        recipe_of(("grade", {"gain_blue": 0.9, "curve_red": "0 0, 1 0.8"}), ("saturation", {"saturation": 1.2}))
    )
    assert "graded: gain blue 0.9, curve of red" in report.manifest.recipe
    assert "saturation 1.2" in report.manifest.recipe
    alone = shoot.finish(recipe_of(("grade", {"gain_blue": 0.9}))).manifest.file(1)
    expected = srgb_to_linear(codes[..., 2] / 255.0 * 0.9)
    assert read(alone).data[..., 2] / 65535 == pytest.approx(linear_to_srgb(expected), abs=1e-4)
