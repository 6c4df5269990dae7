"""Sun and moon against other people's numbers: the NREL algorithm's printed example, and PyEphem 4.2 (VSOP87)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.story import Story
from komadori.story.astronomy import sun_seen

PLACES = {
    "Tokyo": (35.68, 139.77, 9),
    "Sydney": (-33.87, 151.21, 10),
    "Tromsø": (69.65, 18.96, 1),
    "Quito": (-0.18, -78.47, -5),
    "Cape Town": (-33.92, 18.42, 2),
    "Sapporo": (43.06, 141.35, 9),
    "Ushuaia": (-54.8, -68.3, -3),
    "London": (51.48, 0, 0),
}
SEEN = (  # place, civil time, true altitude and azimuth, sunrise and sunset of the day
    ("Tokyo", "2024-03-20 09:00", 37.03, 122.89, "05:44", "17:52"),
    ("Tokyo", "2024-06-21 15:30", 39.79, 272.24, "04:25", "19:00"),
    ("Tokyo", "2024-12-21 11:00", 30.16, 169.65, "06:46", "16:31"),
    ("Sydney", "2024-06-21 15:30", 13.54, 310.88, "07:00", "16:53"),
    ("Sydney", "2024-12-21 11:00", 74.37, 51.60, "04:40", "19:05"),
    ("Tromsø", "2024-03-20 09:00", 14.84, 135.26, "05:41", "18:03"),
    ("Tromsø", "2024-06-21 15:30", 33.46, 245.72, None, None),
    ("Tromsø", "2024-12-21 11:00", -3.40, 170.26, None, None),
    ("Quito", "2024-12-21 11:00", 60.87, 144.24, "06:08", "18:16"),
    ("Quito", "2030-10-05 06:30", 6.92, 94.87, "05:58", "18:05"),
    ("Cape Town", "2024-12-21 11:00", 64.88, 72.23, "05:32", "19:57"),
    ("Sapporo", "2024-06-21 15:30", 38.53, 267.23, "03:55", "19:17"),
    ("Ushuaia", "2024-12-21 11:00", 47.94, 57.25, "04:51", "22:11"),
    ("Ushuaia", "2030-10-05 06:30", -3.42, 103.34, "06:48", "19:55"),
    ("London", "2024-06-21 15:30", 41.52, 254.97, "03:42", "20:20"),
)


def story(place: str, moment: str) -> Story:
    latitude, longitude, offset = PLACES[place]
    return Story(moment=datetime.fromisoformat(moment), latitude=latitude, longitude=longitude, utc_offset=offset)


@pytest.mark.parametrize(("place", "moment", "altitude", "azimuth", "rises", "sets"), SEEN)
def test_the_sun_stands_where_others_say(place, moment, altitude, azimuth, rises, sets):
    told = story(place, moment)
    seen = sun_seen(told.universal, told.latitude, told.longitude)
    assert seen == pytest.approx((altitude, azimuth), abs=0.05)
    for here, there in ((told.sunrise, rises), (told.sunset, sets)):
        if there is None:
            assert here is None
        else:
            minute = datetime.combine(here.date(), datetime.strptime(there, "%H:%M").time())
            assert abs(here - minute - timedelta(seconds=30)) < timedelta(minutes=1)


def test_the_example_of_the_nrel_algorithm():
    # Reda and Andreas 2003, appendix A.5: zenith 50.11162°, azimuth 194.34024° at 1830 m; sunrise 6:12:43.
    told = Story(moment=datetime(2003, 10, 17, 12, 30, 30), latitude=39.742476, longitude=-105.1786, utc_offset=-7)
    assert 90 - told.sun.altitude == pytest.approx(50.11162, abs=0.01)
    assert told.sun.azimuth == pytest.approx(194.34024, abs=0.01)
    assert told.sunrise == pytest.approx(datetime(2003, 10, 17, 6, 12, 43), abs=timedelta(seconds=5))


@pytest.mark.parametrize(
    ("moment", "phase"),
    [("2024-01-11 20:57", 0.0), ("2024-01-18 12:53", 0.25), ("2024-01-26 02:54", 0.5), ("2024-02-03 08:18", 0.75)],
)
def test_the_moon_is_new_and_full_when_almanacs_say(moment, phase):
    told = story("Tokyo", moment)
    assert abs((told.moon.phase - phase + 0.5) % 1 - 0.5) < 0.002
    assert told.moon.lit == pytest.approx({0.0: 0, 0.25: 0.5, 0.5: 1, 0.75: 0.5}[phase], abs=0.01)


@given(
    moment=st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)),
    latitude=st.floats(-89, 89),
    longitude=st.floats(-180, 180),
)
def test_the_sun_goes_round_without_a_step(moment, latitude, longitude):
    told = Story(moment=moment, latitude=latitude, longitude=longitude, utc_offset=0)
    later = told.at(moment + timedelta(minutes=1))
    assert -90 <= told.sun.altitude <= 90
    assert 0 <= told.sun.azimuth < 360
    assert abs(later.sun.altitude - told.sun.altitude) < 0.4
    assert 0 <= told.dusk <= 1
    assert told.dusk >= 0.99 or told.twilight != "night"
    assert min(told.sky.zenith + told.sky.horizon + told.sky.glow + told.sky.cloud) >= 0


@given(day=st.integers(0, 364), latitude=st.floats(-60, 60))
def test_the_sun_is_up_between_rise_and_set(day, latitude):
    told = Story(moment=datetime(2025, 1, 1, 12) + timedelta(days=day), latitude=latitude, longitude=0.0, utc_offset=0)
    assert told.sunrise < told.moment + timedelta(hours=1)
    assert told.sunrise < told.sunset
    assert told.at(told.sunrise + timedelta(minutes=5)).twilight == "day"
    assert told.at(told.sunrise - timedelta(minutes=5)).twilight != "day"


def test_sunlight_is_warm_when_low_and_white_when_high():
    low, high = story("Tokyo", "2024-06-21 18:40").sun, story("Tokyo", "2024-06-21 11:45").sun
    assert low.temperature < 3300 < 5000 < high.temperature < 6200
    assert low.strength < 0.3 * high.strength
    assert high.strength < 1


def test_terms_of_the_old_calendar():
    assert story("Tokyo", "2024-03-20 13:00").term == "spring equinox"
    assert story("Tokyo", "2024-02-05 12:00").term == "start of spring"
    assert story("Tokyo", "2024-12-25 12:00").term == "winter solstice"
