"""A story's moment: date, hour, place and weather, and what they do to sun, moon, sky and trees."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from komadori.story import astronomy
from komadori.story.errors import BadStory
from komadori.story.season import Season, season_of
from komadori.story.sky import (
    WEATHERS,
    Colour,
    Sky,
    Weather,
    beam_through,
    dusk_of,
    eased,
    kelvin,
    luminance,
    sky_of,
    sunbeam,
)

Twilight: TypeAlias = Literal["day", "civil", "nautical", "astronomical", "night"]

_STEPS: tuple[tuple[float, Twilight], ...] = (
    (astronomy.HORIZON, "day"),
    (-6, "civil"),
    (-12, "nautical"),
    (-18, "astronomical"),
)

TERMS = (
    "spring equinox", "clear and bright", "grain rain", "start of summer", "lesser fullness", "grain in ear",
    "summer solstice", "lesser heat", "greater heat", "start of autumn", "end of heat", "white dew",
    "autumn equinox", "cold dew", "frost falls", "start of winter", "lesser snow", "greater snow",
    "winter solstice", "lesser cold", "greater cold", "start of spring", "rain water", "insects wake",
)  # fmt: skip
"""The 24 terms of the East Asian solar calendar, each 15 degrees of the sun's way, from the spring equinox on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sun:
    """The sun as seen: `altitude` (with refraction) and `azimuth` in degrees, the azimuth clockwise from north.

    `colour` is linear RGB of luminance 1, `temperature` the same in kelvin, `strength` the beam's light after air and
    cloud, where 1 is the sun outside the air.
    """

    altitude: float
    azimuth: float
    colour: Colour
    temperature: float
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moon:
    """The moon: `altitude` and `azimuth` in degrees as the sun's, good to 0.4.

    `phase` is 0 new, 0.25 waxing half, 0.5 full, 0.75 waning half; `lit` the share of the disc in light.
    """

    altitude: float
    azimuth: float
    phase: float
    lit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A moment of the story, in the civil time of a place `utc_offset` hours east of Greenwich (Tokyo has 9).

    `latitude` is degrees north, `longitude` degrees east. Raises BadStory.
    """

    moment: datetime
    latitude: float = 35.68
    longitude: float = 139.77
    utc_offset: float = 9.0
    weather: Weather = "clear"

    def __post_init__(self) -> None:
        if self.moment.tzinfo is not None:
            raise BadStory(
                f"The story's moment {self.moment.isoformat()} has a time zone.",
                hint="write the civil time of the place without one; `utc_offset` gives its hours",
            )
        for name, value, most in (
            ("latitude", self.latitude, 90),
            ("longitude", self.longitude, 180),
            ("utc_offset", self.utc_offset, 15),
        ):
            if not -most <= value <= most:
                raise BadStory(f"The {name} {value:g} does not exist.", hint=f"{name} runs from {-most} to {most}")
        if self.weather not in WEATHERS:
            raise BadStory(f'There is no weather "{self.weather}".', hint=f"there is {', '.join(WEATHERS)}")

    def at(self, moment: datetime) -> "Story":
        """The same place and weather at another moment."""
        return replace(self, moment=moment)

    @property
    def universal(self) -> datetime:
        """The moment in UTC, without a zone."""
        return self.moment - timedelta(hours=self.utc_offset)

    @property
    def day(self) -> float:
        """The day of the year with its hours as a fraction; midnight of 1 January is 1."""
        start = datetime(self.moment.year, 1, 1)
        return 1 + (self.moment - start) / timedelta(days=1)

    @property
    def sun(self) -> Sun:
        """The sun now."""
        true, azimuth = astronomy.sun_seen(self.universal, self.latitude, self.longitude)
        altitude = true + astronomy.refraction(true)
        beam = sunbeam(altitude, self.sky_haze)
        strength = luminance(beam)
        colour = beam if strength > 1e-6 else sunbeam(0.0, self.sky_haze)
        light = luminance(colour)
        red, green, blue = (value / light for value in colour)
        return Sun(
            altitude=altitude,
            azimuth=azimuth,
            colour=(red, green, blue),
            temperature=kelvin(colour),
            strength=strength * beam_through(self.weather),
        )

    @property
    def moon(self) -> Moon:
        """The moon now."""
        true, azimuth, phase = astronomy.moon_seen(self.universal, self.latitude, self.longitude)
        # The lit share follows the angle from the sun; the moon's own latitude changes it by less than 0.01.
        lit = 0.5 - 0.5 * math.cos(2 * math.pi * phase)
        return Moon(altitude=true + astronomy.refraction(true), azimuth=azimuth, phase=phase, lit=lit)

    @property
    def sunrise(self) -> datetime | None:
        """When the sun rises on this day, civil time; None in polar day and night."""
        return self._crossings()[0]

    @property
    def sunset(self) -> datetime | None:
        """When the sun sets on this day, civil time; None in polar day and night."""
        return self._crossings()[1]

    @property
    def twilight(self) -> Twilight:
        """Day, one of the three twilights (down to 6, 12 and 18 degrees), or night."""
        true = astronomy.sun_seen(self.universal, self.latitude, self.longitude)[0]
        return next((name for least, name in _STEPS if true >= least), "night")

    @property
    def season(self) -> Season:
        """What the year has done to trees, ground and roofs."""
        return season_of(self.day, self.latitude)

    @property
    def term(self) -> str:
        """The solar term of the day, such as "grain rain"."""
        return TERMS[int(astronomy.sun_longitude(astronomy.centuries(self.universal)) // 15)]

    @property
    def sky(self) -> Sky:
        """The sky's colours now."""
        sun = astronomy.sun_seen(self.universal, self.latitude, self.longitude)
        return sky_of(sun[0] + astronomy.refraction(sun[0]), self._morning(sun[1]), self._year, self.weather)

    @property
    def sky_haze(self) -> float:
        """How milky the air is by the time of the year, 0 to 1."""
        return sky_of(20.0, 0.0, self._year, "clear").haze

    @property
    def dusk(self) -> float:
        """How much of the lamps is on: 0 by day to 1 at night."""
        return dusk_of(self.sun.altitude, self.weather)

    @property
    def _year(self) -> float:
        return self.day if self.latitude >= 0 else (self.day + 182.6) % 365.2422

    def _morning(self, azimuth: float) -> float:
        return eased(-0.35, 0.35, math.sin(math.radians(azimuth)))

    def _crossings(self) -> tuple[datetime | None, datetime | None]:
        offset = timedelta(hours=self.utc_offset)
        midday = datetime.combine(self.moment.date(), datetime.min.time()) + timedelta(hours=12)
        noon = astronomy.solar_noon(midday - offset, self.longitude)
        rise, fall = astronomy.crossings(noon, self.latitude, self.longitude)
        return rise and rise + offset, fall and fall + offset
