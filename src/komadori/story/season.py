"""What the year does to trees, ground and roofs: numbers from 0 to 1 that run on without a step."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

SeasonName: TypeAlias = Literal["spring", "summer", "autumn", "winter"]

_YEAR = 365.2422
_HOME = 35.7
"""The latitude of Tokyo, for whose calendar the days below are told."""

Turns: TypeAlias = tuple[tuple[float, float], ...]
"""Day of the year and value; between them the value eases."""

# Days of a year in Tokyo: 60 = 1 March, 93 = 3 April, 121 = 1 May, 274 = 1 October, 335 = 1 December.
_BLOSSOM: Turns = ((78, 0), (93, 1), (96, 1), (112, 0))
_LEAF: Turns = ((92, 0), (106, 0.35), (135, 1), (310, 1), (333, 0.62), (352, 0))
_TURNING: Turns = ((40, 0), (278, 0), (300, 0.25), (326, 1), (366, 1), (381, 1), (403, 0))
_FALLEN: Turns = ((10, 0.5), (30, 0), (90, 0), (101, 1), (106, 0.9), (126, 0), (300, 0), (338, 1), (350, 1), (375, 0.5))
_SNOW: Turns = ((28, 1), (48, 0.8), (68, 0), (342, 0), (360, 0.45), (378, 0.85), (393, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The state of a year at one day; all but the name from 0 to 1.

    `blossom` is how much of the cherry trees blooms, `leaf` how many leaves they carry, `turning` how far these
    have turned red, `fallen` what lies below them (petals in spring, leaves in autumn), `snow` how white the roofs are.
    """

    name: SeasonName
    blossom: float = 0.0
    leaf: float = 0.0
    turning: float = 0.0
    fallen: float = 0.0
    snow: float = 0.0

    @property
    def lies(self) -> Literal["petals", "leaves"]:
        """What the fallen is: leaves once they have turned, petals before."""
        return "leaves" if self.turning > 0.5 else "petals"


def season_of(day: float, latitude: float) -> Season:
    """The season at a day of the year (1.0 is midnight of 1 January, up to 367) and a latitude in degrees north.

    South of the equator the year is half a year later. The cherry blossom comes four days later for each degree further
    from the equator, and autumn three days sooner, as the published fronts of Japan move (up to ten degrees either
    way). Towards the tropics blossom, autumn and snow fade away; there the trees stay green.
    """
    north = _round_year(day if latitude >= 0 else day + _YEAR / 2)
    away = min(max(abs(latitude) - _HOME, -10.0), 10.0)
    spring = 0.5 + 0.5 * math.cos(2 * math.pi * (north - 100) / _YEAR)
    there = north + away * (3 - 7 * spring)
    kept = _eased((abs(latitude) - 12) / 16)
    return Season(
        name=_name(north),
        blossom=kept * _at(_BLOSSOM, there),
        leaf=1 - kept * (1 - _at(_LEAF, there)),
        turning=kept * _at(_TURNING, there),
        fallen=kept * _at(_FALLEN, there),
        snow=_eased((abs(latitude) - 18) / 12) * _at(_SNOW, there),
    )


def _name(day: float) -> SeasonName:
    """The season's name at a northern day of the year: March to May is spring, and so on."""
    names: tuple[SeasonName, ...] = ("winter", "spring", "summer", "autumn")
    return names[int(((day - 60) % _YEAR) / _YEAR * 4 + 1) % 4]


def _round_year(day: float) -> float:
    return (day - 1) % _YEAR + 1


def _at(turns: Turns, day: float) -> float:
    """The value at a day; the last turn leads on to the first of the next year."""
    year = _YEAR
    wrapped = (
        *((when - year, value) for when, value in turns),
        *turns,
        *((when + year, value) for when, value in turns),
    )
    ordered = sorted(wrapped)
    today = _round_year(day)
    below = max(pair for pair in ordered if pair[0] <= today)
    above = min(pair for pair in ordered if pair[0] > today)
    share = (today - below[0]) / (above[0] - below[0])
    return below[1] + (above[1] - below[1]) * _eased(share)


def _eased(share: float) -> float:
    held = min(max(share, 0.0), 1.0)
    return 0.5 - 0.5 * math.cos(math.pi * held)
