"""The lighting patch: which channels of which universe light which lamps, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from komadori.stage.document import Fixture
from komadori.stage.kelvin import kelvin_colour
from komadori.stage.scene import Colour, Lamp

WARM, COOL = 2700.0, 6500.0
"""Kelvin between which the second channel of a cct fixture goes."""


def level_of(fixture: Fixture, data: bytes) -> Colour:
    """What red, green and blue of the fixture's lamp are multiplied with, 0 to 1 (rgbw up to 2); `data` are up to 512
    channels, and those that are missing are 0. Levels are in proportion to light."""
    first = fixture.address - 1
    values = [(data[index] if index < len(data) else 0) / 255.0 for index in range(first, first + fixture.channels)]
    if fixture.kind == "dimmer":
        return values[0], values[0], values[0]
    if fixture.kind == "cct":
        red, green, blue = kelvin_colour(round(WARM + (COOL - WARM) * values[1]))
        return red * values[0], green * values[0], blue * values[0]
    white = values[3] if fixture.kind == "rgbw" else 0.0
    return values[0] + white, values[1] + white, values[2] + white


def levels_of(fixtures: Sequence[Fixture], universes: Mapping[int, bytes]) -> dict[str, Colour]:
    """By lamp, what it is multiplied with; lamps whose universe has sent nothing yet are left out.

    Of several fixtures on one lamp the light adds up.
    """
    found: dict[str, Colour] = {}
    for fixture in fixtures:
        if fixture.universe in universes:
            red, green, blue = level_of(fixture, universes[fixture.universe])
            before = found.get(fixture.lamp, (0.0, 0.0, 0.0))
            found[fixture.lamp] = (before[0] + red, before[1] + green, before[2] + blue)
    return found


def powers_of(fixtures: Sequence[Fixture], universes: Mapping[int, bytes]) -> dict[str, float]:
    """By lamp, its power at full level, where a fixture that has been heard says so."""
    return {fixture.lamp: fixture.full for fixture in fixtures if fixture.full and fixture.universe in universes}


def dimmed(lamp: Lamp, level: Colour) -> Lamp:
    """The lamp with red, green and blue of its light multiplied; its colour keeps the largest channel in bounds."""
    colour = tuple(own * share for own, share in zip(lamp.colour, level, strict=True))
    largest, before = max(colour), max(lamp.colour)
    if largest <= 0.0 or before <= 0.0:
        return replace(lamp, power=0.0)
    scaled = tuple(one * before / largest for one in colour)
    return replace(lamp, power=lamp.power * largest / before, colour=(scaled[0], scaled[1], scaled[2]))
