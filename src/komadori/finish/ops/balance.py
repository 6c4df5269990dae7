"""White balance and exposure, the same for every picture of the take.

Told as the temperature of the lamps, or found from a place that is grey, on the first picture of the take: a balance
that follows each picture would flicker. Gains on light itself, as a coloured filter before the lens would do.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings, Solved, Still, Stretch
from komadori.finish.remarks import Saying
from komadori.picture.white import COOLEST, DAY, HOTTEST, gains_for, gains_from

WIDTH = 960
"""Pixels the picture is looked at with."""
RADIUS = 0.01
"""Of the grey place where none is told, in shares of the width."""
DARK, BRIGHT = 0.004, 0.97
"""Light outside which a place tells no colour."""
UNEVEN = 0.35
"""Spread against mean beyond which a place is no one colour."""


def place_of(words: str) -> tuple[float, float, float] | None:
    """The place in `words`, "x y" or "x y radius" in shares of the width; None for no words or others."""
    try:
        values = [float(word) for word in words.split()]
    except ValueError:
        return None
    if len(values) == 2:
        values.append(RADIUS)
    if len(values) != 3 or not all(np.isfinite(values)) or min(values) < 0 or values[0] > 1 or not 0 < values[2] <= 0.2:
        return None
    return values[0], values[1], values[2]


def check(words: str) -> str:
    """What is wrong with a grey place."""
    if not words or place_of(words):
        return ""
    return 'it is a place "x y" or "x y radius", in shares of the picture\'s width, such as "0.42 0.31"'


def measure(still: Still, settings: Settings) -> NDArray[Any]:
    """Mean and spread of the grey place on the take's first picture: red, green, blue, spread; nothing on others."""
    place = place_of(str(settings["grey"]))
    if place is None or still.first.path != still.path:
        return np.empty(0)
    light = still.small(WIDTH)
    high, wide = light.shape[:2]
    rows, columns = np.mgrid[0:high, 0:wide]
    away = np.hypot(columns + 0.5 - place[0] * wide, rows + 0.5 - place[1] * wide)
    inside = light[..., :3][away <= max(1.0, place[2] * wide)].astype(np.float64)
    if len(inside) == 0:
        return np.zeros(4)
    mean = inside.mean(axis=0)
    return np.append(mean, inside.std(axis=0).max() / max(float(mean.max()), 1e-6))


UNMEASURED = Saying(
    name="unmeasured", words="The take's first picture could not be measured: the white balance was left as it is."
)
TOO_DARK = Saying(
    name="too dark",
    words="The grey place is outside the picture or too dark: the white balance was left as it is.",
)
CLIPPED = Saying(name="clipped", words="The grey place is clipped: the white balance was left as it is.")
MIXED = Saying(name="mixed", words="The grey place is not of one colour: is it where it should be?")


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """The same stops of red, green and blue for every picture; none where the temperature is told."""
    found = next((moment.measure for moment in stretch.moments if moment.measure.size), None)
    if found is None:
        solved = Solved(said=(UNMEASURED.of(),), doubt=0.9) if settings["grey"] else Solved()
        return [solved for _ in stretch.moments]
    light, spread = found[:3], float(found[3])
    if light.min() < DARK or light.max() > BRIGHT:
        why = TOO_DARK if light.min() < DARK else CLIPPED
        solved = Solved(said=(why.of(),), doubt=0.9)
        return [solved for _ in stretch.moments]
    stops = tuple(round(float(value), 3) for value in np.log2(gains_from(light)))
    said = (MIXED.of(),) if spread > UNEVEN else ()
    return [Solved(numbers=stops, said=said, doubt=0.5 if said else 0.0) for _ in stretch.moments]


def curve(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """Gains on light."""
    found = np.array(given.numbers) if given.numbers else np.zeros(3)
    gains = np.exp2(found + float(settings["exposure"]))
    if settings["temperature"] != DAY or settings["tint"]:
        gains = gains * gains_for(float(settings["temperature"]), float(settings["tint"]))
    return np.asarray(pixels * gains.astype(np.float32), np.float32)


def told(settings: Settings) -> str:
    """In a few words, only what is not at rest."""
    words = [f"grey at {settings['grey']} of the first picture"] if settings["grey"] else []
    words += [f"white as of {settings['temperature']:g} K"] if settings["temperature"] != DAY else []
    words += [f"tint {settings['tint']:+g}"] if settings["tint"] else []
    words += [f"{float(settings['exposure']):+g} stops"] if settings["exposure"] else []
    return "balanced: " + ", ".join(words) if words else ""


OPERATION = Operation(
    name="balance",
    version=1,
    says="Sets white balance and exposure for the whole take, by the lamps' temperature or by a place that is grey.",
    place=Place.LIGHT,
    parameters=(
        Parameter(
            name="temperature",
            default=DAY,
            low=COOLEST,
            high=HOTTEST,
            unit="K",
            says="The light that shall look white: below 6500 for lamps that look too warm, above for too cold.",
        ),
        Parameter(
            name="tint",
            default=0.0,
            low=-60,
            high=60,
            says="Above 0 for light that looks too green, below 0 for too magenta, in thousandths of CIE 1960 u, v.",
        ),
        Parameter(
            name="grey",
            default="",
            check=check,
            says='A place that is grey on the first picture, as "x y" or "x y radius" in shares of the width.',
        ),
        Parameter(name="exposure", default=0.0, low=-8, high=8, unit="stops", says="How much lighter."),
    ),
    curve=curve,
    measure=measure,
    needs=lambda settings: bool(settings["grey"]),
    measured_by=("grey",),
    looks_at=("first",),
    solve=solve,
    told=told,
    remarks=(UNMEASURED, TOO_DARK, CLIPPED, MIXED),
)
