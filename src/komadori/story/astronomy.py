"""Where the sun and the moon stand, from the time and the place.

Source: J. Meeus, Astronomical Algorithms, 2nd edition, chapters 7, 12, 13, 16, 22, 25, 47 and 48, of which the NOAA
solar calculator uses the same. The sun is good to 0.02 degrees from 1900 to 2100, the moon to 0.3 degrees.
"""

import math
from datetime import datetime, timedelta

J2000 = datetime(2000, 1, 1, 12)
HORIZON = -0.833
"""The sun's true altitude in degrees when its upper rim touches the horizon: half its width, and refraction."""

_MOON_LONGITUDE = (  # degrees, multiples of D, M, M', F: the largest terms of Meeus' table 47.A
    (6.288774, 0, 0, 1, 0),
    (1.274027, 2, 0, -1, 0),
    (0.658314, 2, 0, 0, 0),
    (0.213618, 0, 0, 2, 0),
    (-0.185116, 0, 1, 0, 0),
    (-0.114332, 0, 0, 0, 2),
    (0.058793, 2, 0, -2, 0),
    (0.057066, 2, -1, -1, 0),
    (0.053322, 2, 0, 1, 0),
    (0.045758, 2, -1, 0, 0),
    (-0.040923, 0, 1, -1, 0),
    (-0.034720, 1, 0, 0, 0),
    (-0.030383, 0, 1, 1, 0),
)
_MOON_LATITUDE = (  # the same, of table 47.B
    (5.128122, 0, 0, 0, 1),
    (0.280602, 0, 0, 1, 1),
    (0.277693, 0, 0, 1, -1),
    (0.173237, 2, 0, 0, -1),
    (0.055413, 2, 0, -1, 1),
    (0.046271, 2, 0, -1, -1),
)


def centuries(universal: datetime) -> float:
    """Julian centuries since the year 2000, of a time in UTC without a zone."""
    return (universal - J2000) / timedelta(days=36525)


def sun_longitude(t: float) -> float:
    """The sun's apparent ecliptic longitude in degrees, 0 to 360; `t` in Julian centuries since 2000."""
    mean = 280.46646 + t * (36000.76983 + 0.0003032 * t)
    anomaly = math.radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    centre = (
        (1.914602 - t * (0.004817 + 0.000014 * t)) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def moon_place(t: float) -> tuple[float, float, float]:
    """The moon's ecliptic longitude and latitude in degrees and its distance in kilometres."""
    elongation = math.radians(297.8501921 + 445267.1114034 * t)
    sun = math.radians(357.5291092 + 35999.0502909 * t)
    moon = math.radians(134.9633964 + 477198.8675055 * t)
    node = math.radians(93.2720950 + 483202.0175233 * t)

    def total(terms: tuple[tuple[float, int, int, int, int], ...]) -> float:
        return sum(k * math.sin(d * elongation + m * sun + n * moon + f * node) for k, d, m, n, f in terms)

    distance = (
        385000.56
        - 20905.355 * math.cos(moon)
        - 3699.111 * math.cos(2 * elongation - moon)
        - 2955.968 * math.cos(2 * elongation)
        - 569.925 * math.cos(2 * moon)
    )
    longitude = 218.3164477 + 481267.88123421 * t + total(_MOON_LONGITUDE)
    return longitude % 360, total(_MOON_LATITUDE), distance


def seen_from(t: float, place: tuple[float, float], at: tuple[float, float]) -> tuple[float, float]:
    """True altitude and azimuth in degrees of what stands at ecliptic longitude and latitude `place`.

    `at` is the latitude north and the longitude east of who looks. The azimuth runs clockwise from north.
    """
    tilt = math.radians(23.4392911 - 0.0130042 * t + 0.00256 * math.cos(math.radians(125.04 - 1934.136 * t)))
    along, above = math.radians(place[0]), math.radians(place[1])
    right = math.atan2(math.sin(along) * math.cos(tilt) - math.tan(above) * math.sin(tilt), math.cos(along))
    north = math.asin(
        math.sin(above) * math.cos(tilt) + math.cos(above) * math.sin(tilt) * math.sin(along),
    )
    sidereal = 280.46061837 + 360.98564736629 * 36525 * t + 0.000387933 * t * t
    hour = math.radians((sidereal + at[1]) % 360) - right
    latitude = math.radians(at[0])
    altitude = math.asin(
        _bounded(math.sin(latitude) * math.sin(north) + math.cos(latitude) * math.cos(north) * math.cos(hour))
    )
    azimuth = math.atan2(
        -math.cos(north) * math.sin(hour),
        math.sin(north) * math.cos(latitude) - math.cos(north) * math.sin(latitude) * math.cos(hour),
    )
    return math.degrees(altitude), math.degrees(azimuth) % 360


def refraction(altitude: float) -> float:
    """How much higher, in degrees, air lets a thing of this true altitude appear (Sæmundsson; fading below −1°)."""
    held = max(altitude, -1.0)
    lift = 1.02 / math.tan(math.radians(held + 10.3 / (held + 5.11))) / 60
    return max(lift, 0.0) * min(max((altitude + 5) / 4, 0.0), 1.0)


def sun_seen(universal: datetime, latitude: float, longitude: float) -> tuple[float, float]:
    """True altitude (without refraction) and azimuth of the sun in degrees, at a time in UTC."""
    t = centuries(universal)
    return seen_from(t, (sun_longitude(t), 0.0), (latitude, longitude))


def moon_seen(universal: datetime, latitude: float, longitude: float) -> tuple[float, float, float]:
    """True altitude and azimuth of the moon in degrees, and its phase: 0 new, 0.25 waxing half, 0.5 full, below 1."""
    t = centuries(universal)
    along, above, distance = moon_place(t)
    altitude, azimuth = seen_from(t, (along, above), (latitude, longitude))
    # The moon is so near that it stands up to a degree lower for us than for the centre of the earth.
    lower = math.degrees(math.asin(6378.14 / distance * math.cos(math.radians(altitude))))
    return altitude - lower, azimuth, ((along - sun_longitude(t)) % 360) / 360


def crossings(universal_noon: datetime, latitude: float, longitude: float) -> tuple[datetime | None, datetime | None]:
    """Sunrise and sunset in UTC of the day around a solar noon; None where the sun does not cross the horizon."""
    half = timedelta(hours=12)
    before, after = universal_noon - half, universal_noon + half

    def up(moment: datetime) -> bool:
        return sun_seen(moment, latitude, longitude)[0] > HORIZON

    def between(dark: datetime, light: datetime) -> datetime | None:
        if up(dark) or not up(light):
            return None
        while abs(light - dark) > timedelta(seconds=1):
            middle = dark + (light - dark) / 2
            dark, light = (dark, middle) if up(middle) else (middle, light)
        return light

    return between(before, universal_noon), between(after, universal_noon)


def solar_noon(universal: datetime, longitude: float) -> datetime:
    """When the sun passes the meridian, in UTC, nearest to a time; within a few seconds."""
    noon = universal
    for _ in range(3):
        t = centuries(noon)
        along = math.radians(sun_longitude(t))
        right = math.degrees(math.atan2(math.sin(along) * math.cos(math.radians(23.4393)), math.cos(along)))
        sidereal = 280.46061837 + 360.98564736629 * 36525 * t
        late = (sidereal + longitude - right + 180) % 360 - 180
        noon -= timedelta(days=late / 360.98564736629)
    return noon


def _bounded(value: float) -> float:
    return min(max(value, -1.0), 1.0)
