"""The colours of sun and sky: from the height of the sun, the weather and the month.

Colours are linear light with sRGB primaries. The sunbeam is physics; the sky is painted, by a table of what a paper sky
looks like at each height of the sun, because a felt world has a paper sky.
"""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

Colour: TypeAlias = tuple[float, float, float]
Weather: TypeAlias = Literal["clear", "fair", "cloudy", "rain", "snow", "fog"]

_BANDS = (0.611, 0.549, 0.465)
"""Wavelengths in micrometres that stand for red, green and blue of sRGB."""
_ABOVE_AIR = (1.07, 0.99, 0.94)
"""Sunlight outside the air, about 5800 kelvin."""

Row: TypeAlias = tuple[float, Colour, Colour, Colour]

_CLEAR: tuple[Row, ...] = (  # the sun's altitude; zenith, horizon away from the sun, horizon below the sun
    (-18, (0.006, 0.014, 0.050), (0.020, 0.036, 0.095), (0.020, 0.036, 0.095)),
    (-12, (0.009, 0.022, 0.075), (0.030, 0.055, 0.140), (0.052, 0.066, 0.150)),
    (-7, (0.018, 0.048, 0.155), (0.105, 0.125, 0.270), (0.360, 0.190, 0.220)),
    (-3, (0.045, 0.120, 0.320), (0.300, 0.260, 0.400), (0.860, 0.380, 0.210)),
    (1, (0.100, 0.230, 0.500), (0.560, 0.430, 0.460), (1.000, 0.520, 0.260)),
    (7, (0.135, 0.330, 0.640), (0.740, 0.650, 0.590), (1.000, 0.720, 0.450)),
    (18, (0.105, 0.350, 0.740), (0.740, 0.800, 0.830), (0.930, 0.880, 0.780)),
    (45, (0.055, 0.310, 0.740), (0.570, 0.770, 0.900), (0.740, 0.850, 0.890)),
    (90, (0.030, 0.270, 0.720), (0.480, 0.740, 0.900), (0.540, 0.760, 0.900)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Air:
    """What a weather does: `cover` of the sky by cloud, the share of sunbeam let `through`, the `grey` a sky turns
    towards and how much, by how many degrees of sun its `gloom` brings dusk forward, and the light it leaves."""

    cover: float
    through: float
    grey: Colour
    greyed: float
    gloom: float
    dims: float


_AIRS: dict[Weather, _Air] = {
    "clear": _Air(cover=0.12, through=1.0, grey=(0.7, 0.8, 0.9), greyed=0.0, gloom=0.0, dims=1.0),
    "fair": _Air(cover=0.40, through=0.9, grey=(0.74, 0.80, 0.86), greyed=0.12, gloom=0.0, dims=1.0),
    "cloudy": _Air(cover=0.90, through=0.10, grey=(0.56, 0.59, 0.63), greyed=0.78, gloom=3.0, dims=0.55),
    "rain": _Air(cover=1.0, through=0.02, grey=(0.27, 0.32, 0.375), greyed=0.90, gloom=6.0, dims=0.34),
    "snow": _Air(cover=1.0, through=0.06, grey=(0.68, 0.73, 0.80), greyed=0.86, gloom=4.0, dims=0.62),
    "fog": _Air(cover=1.0, through=0.12, grey=(0.76, 0.78, 0.79), greyed=0.90, gloom=3.0, dims=0.6),
}
WEATHERS: tuple[Weather, ...] = tuple(_AIRS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    """What the sky shows: colours of `zenith`, of the `horizon`, of its `glow` on the sun's side, and of lit `cloud`.

    `cover` is the share of it under cloud, `haze` how milky its lower part is, `stars` how many are seen, each 0 to 1.
    `strength` is how much light it gives, 1 at noon of a clear day.
    """

    zenith: Colour
    horizon: Colour
    glow: Colour
    cloud: Colour
    cover: float
    haze: float
    stars: float
    strength: float


def airmass(altitude: float) -> float:
    """How many times the air overhead a beam crosses at an apparent altitude in degrees (Kasten and Young 1989)."""
    height = max(altitude, -1.0)
    return float(1 / (math.sin(math.radians(height)) + 0.50572 * (height + 6.07995) ** -1.6364))


def sunbeam(altitude: float, haze: float = 0.3) -> Colour:
    """Linear RGB of the direct sun at an apparent altitude, where 1 is about its light outside the air.

    Rayleigh scattering 0.00864 λ^-3.92 (Leckner) and haze by Ångström's formula, turbidity 0.03 to 0.10, exponent 1.3.
    """
    crossed = airmass(altitude)
    turbidity = 0.03 + 0.07 * haze
    depths = (0.00864 * band**-3.92 + turbidity * band**-1.3 for band in _BANDS)
    risen = min(max((altitude + 0.83) / 1.2, 0.0), 1.0)  # the disc comes over the horizon bit by bit
    red, green, blue = (c * risen * math.exp(-depth * crossed) for c, depth in zip(_ABOVE_AIR, depths, strict=True))
    return red, green, blue


def kelvin(colour: Colour) -> float:
    """The correlated colour temperature of a linear sRGB colour in kelvin, 1000 to 25000 (McCamy 1992)."""
    red, green, blue = colour
    x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
    y = luminance(colour)
    z = 0.0193 * red + 0.1192 * green + 0.9505 * blue
    total = x + y + z
    if total <= 0:
        return 1000.0
    n = (x / total - 0.3320) / (0.1858 - y / total)
    return min(max(449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33, 1000.0), 25000.0)


def white(temperature: float) -> Colour:
    """Linear sRGB of a black body of `temperature` kelvin (1000 to 25000), of luminance 1 (Kim et al. 2002).

    Below about 1900 kelvin its blue lies outside sRGB and is cut to 0.
    """
    t = 1000 / min(max(temperature, 1667.0), 25000.0)
    if temperature < 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    if temperature < 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    big_x, big_z = x / y, (1 - x - y) / y
    rows = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
    red, green, blue = (max(a * big_x + b + c * big_z, 0.0) for a, b, c in rows)
    return red, green, blue


def luminance(colour: Colour) -> float:
    """How bright a linear sRGB colour is."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0 to 1) of the way from `one` to `other`."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def eased(low: float, high: float, value: float) -> float:
    """0 below `low`, 1 above `high`, smooth between; `low` may be the greater one."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def dusk_of(altitude: float, weather: Weather) -> float:
    """How much of the lamps people have on: 0 by day, 1 at night; sooner on a dark day."""
    return eased(5.0, -3.0, altitude - _AIRS[weather].gloom)


def beam_through(weather: Weather) -> float:
    """The share of the direct sun a weather lets through."""
    return _AIRS[weather].through


def sky_of(altitude: float, morning: float, year: float, weather: Weather) -> Sky:
    """The sky at a height of the sun in degrees.

    `morning` is 1 in the morning and 0 in the evening; `year` the northern day of the year, 1 to 366. Spring is milky,
    summer deep, autumn clear, winter pale.
    """
    zenith, horizon, glow = _painted(altitude)
    haze = _haze(year)
    light = luminance(horizon)
    milk = (light * 1.14, light * 1.02, light * 1.06)
    milky = haze * eased(-6, 8, altitude)
    zenith, horizon = mixed(zenith, milk, 0.10 * milky), mixed(horizon, milk, 0.40 * milky)
    dawn = morning * (1 - eased(4, 25, altitude))
    glow = (glow[0] * (1 - 0.04 * dawn), glow[1] * (1 + 0.02 * dawn), glow[2] * (1 + 0.42 * dawn))
    air = _AIRS[weather]
    day = eased(-9, 12, altitude)
    # Snow and fog hold the lamps of the town below; such a night is lighter than a clear one.
    dim = (0.050, 0.058, 0.098) if weather in ("snow", "fog") else (0.016, 0.024, 0.052)
    grey = mixed(dim, air.grey, day)
    low = mixed(grey, (grey[0] * 1.12, grey[1] * 1.10, grey[2] * 1.07), day)
    lit = mixed(mixed(horizon, glow, 0.45), (1.0, 0.97, 0.93), 0.55 * eased(2, 25, altitude))
    cloud = mixed(lit, low, air.greyed)
    return Sky(
        zenith=mixed(zenith, mixed(grey, (0.2, 0.24, 0.3), 0.15 * day), air.greyed),
        horizon=mixed(horizon, low, air.greyed),
        glow=mixed(glow, low, air.greyed),
        cloud=cloud,
        cover=air.cover,
        haze=haze if weather in ("clear", "fair") else 1.0,
        stars=eased(-6, -14, altitude) * (1 - air.cover) ** 0.5,
        strength=_strength(altitude) * air.dims,
    )


def _painted(altitude: float) -> tuple[Colour, Colour, Colour]:
    if altitude <= _CLEAR[0][0]:
        return _CLEAR[0][1:]
    below = max((row for row in _CLEAR if row[0] <= altitude), key=lambda row: row[0])
    above = min((row for row in _CLEAR if row[0] > altitude), key=lambda row: row[0], default=below)
    share = 0.0 if above is below else (altitude - below[0]) / (above[0] - below[0])
    first, second, third = (mixed(one, other, share) for one, other in zip(below[1:], above[1:], strict=True))
    return first, second, third


def _haze(year: float) -> float:
    """Milkiest in early April, and again, less, in the damp of late June; clear in October and in January."""
    spring = math.exp(-(((year - 96) / 34) ** 2))
    rainy = 0.6 * math.exp(-(((year - 180) / 26) ** 2))
    return min(0.12 + 0.85 * spring + rainy, 1.0)


def _strength(altitude: float) -> float:
    """Light of a clear sky on a level ground, by the sun's height: twilight falls tenfold for each 4 degrees."""
    if altitude < 0:
        return float(0.10 * 10 ** (altitude / 4.0))
    return float(0.10 + 0.90 * math.sin(math.radians(min(altitude, 90.0))) ** 0.7)
