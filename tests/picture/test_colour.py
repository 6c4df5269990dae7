"""Curves are exact, tables agree with them, and codes survive the way to light and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from komadori.picture.colour import (
    FROM_LINEAR,
    LUMINANCE,
    TO_LINEAR,
    code_table,
    light_table,
    linear_to_bt709,
    linear_to_srgb,
    luminance,
    srgb_to_linear,
    to_codes,
    to_light,
)
from komadori.picture.still import to_bits, upright

CURVES = ["srgb", "bt709", "linear"]
UNIT = st.floats(0, 1)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize(("bits", "dtype"), [(8, np.uint8), (16, np.uint16)])
def test_every_code_survives_the_way_to_light_and_back(curve, bits, dtype):
    codes = np.arange(1 << bits, dtype=dtype).reshape(16, -1)
    assert np.array_equal(to_codes(to_light(codes, curve), curve, bits), codes)


@pytest.mark.parametrize("curve", CURVES)
@given(value=UNIT)
def test_the_curves_are_inverse(curve, value):
    light = TO_LINEAR[curve](np.float64(value))
    assert FROM_LINEAR[curve](light) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("curve", CURVES)
@given(pair=st.tuples(UNIT, UNIT))
def test_the_curves_never_turn_back(curve, pair):
    low, high = TO_LINEAR[curve](np.array(sorted(pair)))
    assert low <= high


def test_known_points_of_the_standards():
    assert srgb_to_linear(np.array(0.5)) == pytest.approx(0.2140411, abs=1e-7)
    assert linear_to_srgb(np.array(0.18)) == pytest.approx(0.4613561, abs=1e-7)
    # With the rounded constants the standard prints; the exact ones differ by less than a 10-bit code.
    assert linear_to_bt709(np.array(0.18)) == pytest.approx(1.099 * 0.18**0.45 - 0.099, abs=1 / 1023)
    assert linear_to_srgb(np.array([0.0, 1.0])) == pytest.approx([0, 1])
    assert LUMINANCE.sum() == pytest.approx(1)


@pytest.mark.parametrize("curve", CURVES)
def test_the_curves_have_no_step_where_their_branches_meet(curve):
    light = np.linspace(0, 0.03, 30_001)
    assert np.diff(FROM_LINEAR[curve](light)).max() < 2 * 12.92e-6


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("bits", [8, 16])
def test_tables_are_the_curves_and_nobody_can_spoil_them(curve, bits):
    table = light_table(curve, bits)
    assert table.dtype == np.float32
    assert len(table) == len(set(table)) == 1 << bits
    for shared in (table, code_table(curve, bits)):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 1


@given(light=arrays.arrays(np.float32, (3, 5, 3), elements=st.floats(-0.5, 4, width=32)))
def test_codes_of_any_light_are_its_rounded_curve(light):
    exact = linear_to_srgb(np.clip(light.astype(np.float64), 0, 1))
    assert np.abs(to_codes(light, "srgb", 16) - exact * 65535).max() < 0.6
    assert np.abs(to_codes(light, "srgb", 8) - exact * 255).max() < 0.6


def test_what_is_no_number_becomes_black():
    assert to_codes(np.array([[np.nan, 2, -1]], np.float32), "srgb", 16).tolist() == [[0, 65535, 0]]


def test_linear_sixteen_bits_go_by_table():
    light = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    assert np.array_equal(to_codes(light, "srgb", 8), to_codes(to_light(light, "linear"), "srgb", 8))


def test_luminance_weighs_green_most():
    light = np.eye(3, dtype=np.float32)[None]
    assert luminance(light).tolist() == [pytest.approx([0.2126, 0.7152, 0.0722])]


@given(st.integers(0, 65535))
def test_depths_convert_as_exact_rounding(value):
    assert to_bits(np.array([value], np.uint16), np.uint8)[0] == round(value / 257)
    assert to_bits(np.array([value & 255], np.uint8), np.uint16)[0] == (value & 255) * 257


def test_depths_already_right_are_not_copied():
    data = np.zeros((2, 2, 3), np.uint8)
    assert to_bits(data, np.uint8) is data
    assert upright(data, 1) is data
