"""The story's clock over a shot, to the microsecond; and stories that cannot be."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.story import BadStory, Story, StoryClock

RATE = Fraction(24)
MORNING, EVENING = datetime(2025, 4, 3, 6), datetime(2025, 4, 3, 18)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1))


def test_it_stands_still_by_itself():
    assert StoryClock(begin=MORNING).at(1000, RATE) == MORNING


def test_a_speed_is_story_time_in_a_second_of_film():
    clock = StoryClock(begin=MORNING, per_second=timedelta(hours=1))
    assert clock.at(1, RATE) == MORNING
    assert clock.at(25, RATE) == MORNING + timedelta(hours=1)
    assert clock.at(25, Fraction(24000, 1001)) == MORNING + timedelta(hours=1, microseconds=3_600_000)


@given(begin=MOMENTS, end=MOMENTS, frames=st.integers(2, 5000), ease=st.sampled_from(["even", "in", "out", "both"]))
def test_the_first_frame_is_the_begin_and_the_last_the_end(begin, end, frames, ease):
    clock = StoryClock(begin=begin, end=end, frames=frames, ease=ease)
    assert clock.at(1, RATE) == begin == clock.at(-3, RATE)
    assert clock.at(frames, RATE) == end == clock.at(frames + 9, RATE)
    halves = [clock.at(frame, RATE) for frame in range(1, frames + 1, max(frames // 7, 1))]
    assert halves == sorted(halves, reverse=end < begin)


def test_easing_arrives_slowly():
    def step(ease, frame):
        clock = StoryClock(begin=MORNING, end=EVENING, frames=101, ease=ease)
        return clock.at(frame + 1, RATE) - clock.at(frame, RATE)

    assert step("out", 100) < step("even", 100) < step("in", 100)
    assert step("both", 1) < step("both", 50) > step("both", 100)


@given(frame=st.integers(1, 240))
def test_a_year_of_days_has_no_night_in_it(frame):
    clock = StoryClock(begin=datetime(2025, 1, 1, 9), end=datetime(2025, 12, 31, 16), frames=240, runs="days")
    moment = clock.at(frame, RATE)
    assert 9 <= moment.hour + moment.minute / 60 <= 16
    following = clock.at(frame + 1, RATE)
    assert timedelta(0) <= following - moment <= timedelta(days=2, hours=1)
    assert clock.at(240, RATE) == datetime(2025, 12, 31, 16)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"latitude": 91}, "The latitude 91 does not exist."),
        ({"longitude": -200}, "longitude runs from -180 to 180"),
        ({"utc_offset": float("nan")}, "The utc_offset nan does not exist."),
        ({"weather": "hail"}, 'There is no weather "hail".'),
        ({"moment": MORNING.replace(tzinfo=UTC)}, "has a time zone"),
    ],
)
def test_a_story_that_cannot_be(wrong, told):
    with pytest.raises(BadStory) as refused:
        Story(**{"moment": MORNING} | wrong)
    assert told in str(refused.value)
    assert refused.value.hint


def test_a_clock_that_cannot_be():
    with pytest.raises(BadStory, match="both an end and a speed"):
        StoryClock(begin=MORNING, end=EVENING, per_second=timedelta(hours=1))
    with pytest.raises(BadStory, match="over 0 frames"):
        StoryClock(begin=MORNING, end=EVENING, frames=0)
    with pytest.raises(BadStory, match="runs out of the calendar"):
        StoryClock(begin=MORNING, per_second=timedelta(days=365000)).at(24 * 60, RATE)
