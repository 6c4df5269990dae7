"""The year as numbers: it closes, has no step, and blooms when Japan does."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.story import season_of

NUMBERS = ("blossom", "leaf", "turning", "fallen", "snow")


def on(month, day, latitude=35.7):
    return season_of(datetime(2025, month, day).timetuple().tm_yday, latitude)


def test_a_year_in_tokyo():
    assert on(4, 3).blossom > 0.95
    assert on(4, 3).name == "spring"
    assert on(3, 10).blossom == on(5, 1).blossom == 0
    assert on(4, 12).fallen > 0.9
    assert on(4, 12).lies == "petals"
    assert on(6, 15).leaf == 1
    assert on(7, 20) == season_of(201, 35.7)
    assert on(11, 25).turning > 0.95
    assert 0.5 < on(11, 25).leaf < 1
    assert on(12, 5).fallen > 0.9
    assert on(12, 5).lies == "leaves"
    assert on(12, 25).leaf == 0
    assert on(1, 28).snow > 0.95
    assert on(4, 3).snow == on(10, 1).snow == 0


def test_the_blossom_front_goes_north_and_autumn_comes_south():
    assert on(4, 3, 43).blossom == 0
    assert on(5, 3, 43).blossom > 0.9
    assert on(10, 20, 43).turning > on(10, 20, 35.7).turning > on(10, 20, 31).turning


def test_south_of_the_equator_it_is_the_other_half_of_the_year():
    assert on(10, 3, -35.7).blossom > 0.9
    assert on(1, 15, -35.7).name == "summer"
    assert on(7, 28, -35.7).snow > 0.9


def test_the_tropics_are_always_green():
    for month in range(1, 13):
        state = on(month, 15, 5)
        assert (state.leaf, state.blossom, state.turning, state.snow) == (1, 0, 0, 0)


@given(day=st.floats(1, 366), latitude=st.floats(-66, 66))
def test_all_numbers_run_from_0_to_1_without_a_step(day, latitude):
    today, tomorrow = season_of(day, latitude), season_of(day + 0.25, latitude)
    for number in NUMBERS:
        assert 0 <= getattr(today, number) <= 1
        assert abs(getattr(tomorrow, number) - getattr(today, number)) < 0.06, number


@pytest.mark.parametrize("latitude", [35.7, -35.7])
def test_the_year_closes(latitude):
    last, first = season_of(366.0, latitude), season_of(1.0, latitude)
    for number in NUMBERS:
        assert getattr(first, number) == pytest.approx(getattr(last, number), abs=0.05)
