"""Turn the picture: a horizon that leans, a camera that stood on its side."""

import math

from komadori.finish.operation import Framing, Numbers, Operation, Parameter, Place, Settings


def frame(settings: Settings, _numbers: Numbers, width: int, height: int) -> Framing:
    """The turned picture about its middle, enlarged just so far that no empty corner shows where `fill` asks for it."""
    angle, quarters = float(settings["angle"]), int(settings["quarter_turns"])
    turn = math.radians(angle + 90 * quarters)
    wide, high = (height, width) if quarters % 2 else (width, height)
    zoom = _filling(math.radians(angle), wide, high) if settings["fill"] else 1.0
    cos, sin = _exact(math.cos(turn)) / zoom, _exact(math.sin(turn)) / zoom
    x = width / 2 - cos * wide / 2 - sin * high / 2
    y = height / 2 + sin * wide / 2 - cos * high / 2
    return Framing(matrix=(cos, sin, x, -sin, cos, y, 0, 0, 1), width=wide, height=high)


def _exact(value: float) -> float:
    """A quarter turn moves whole pixels; the 1e-17 that a cosine leaves there would blur them."""
    return float(round(value)) if abs(value - round(value)) < 1e-12 else value


def _filling(lean: float, width: int, height: int) -> float:
    cos, sin = abs(math.cos(lean)), abs(math.sin(lean))
    return max(cos + sin * height / width, cos + sin * width / height)


def told(settings: Settings) -> str:
    """In a few words."""
    words = [f"{settings['angle']:g} degrees"] if settings["angle"] else []
    words += [f"{settings['quarter_turns']} quarter turns"] if settings["quarter_turns"] else []
    return "turned clockwise by " + " and ".join(words) if words else ""


OPERATION = Operation(
    name="rotate",
    version=1,
    says="Turns the picture clockwise: any small angle for a leaning horizon, and quarter turns.",
    place=Place.TURN,
    parameters=(
        Parameter(name="angle", default=0.0, low=-45, high=45, unit="degrees", says="How far to turn clockwise."),
        Parameter(name="quarter_turns", default=0, low=0, high=3, says="How many quarter turns clockwise as well."),
        Parameter(name="fill", default=True, says="Enlarge just so far that no empty corner shows."),
    ),
    frame=frame,
    told=told,
)
