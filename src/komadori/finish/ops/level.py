"""Set exposure, white balance, black, white and gamma: the same for every picture of the take."""

import numpy as np

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings


def curve(pixels: Linear, settings: Settings, _given: Given) -> Linear:
    """Gains first, as light adds up before film or screen bends it; then black and white points, then gamma."""
    stops = [float(settings["exposure"]) + float(settings[name]) for name in ("red", "green", "blue")]
    black, white = float(settings["black"]), float(settings["white"])
    shaped = (pixels * np.exp2(np.array(stops, np.float32)) - black) / (white - black)
    gamma = float(settings["gamma"])
    return np.asarray(shaped if gamma == 1 else np.maximum(shaped, 0) ** (1 / gamma), np.float32)


def told(settings: Settings) -> str:
    """In a few words, only what is not at rest."""
    words = [f"{float(settings['exposure']):+g} stops"] if settings["exposure"] else []
    words += [f"{name} {float(settings[name]):+g} stops" for name in ("red", "green", "blue") if settings[name]]
    words += [f"{name} at {settings[name]:g}" for name, rest in (("black", 0), ("white", 1)) if settings[name] != rest]
    words += [f"gamma {settings['gamma']:g}"] if settings["gamma"] != 1 else []
    return "levels set: " + ", ".join(words) if words else ""


def _gain(name: str) -> Parameter:
    return Parameter(
        name=name, default=0.0, low=-4, high=4, unit="stops", says=f"How much more {name}, for the white balance."
    )


OPERATION = Operation(
    name="level",
    version=1,
    says="Sets exposure, white balance, black and white points and gamma, the same for every picture.",
    place=Place.LIGHT,
    parameters=(
        Parameter(name="exposure", default=0.0, low=-8, high=8, unit="stops", says="How much lighter."),
        _gain("red"),
        _gain("green"),
        _gain("blue"),
        Parameter(name="black", default=0.0, low=-0.25, high=0.25, says="The light that becomes black."),
        Parameter(name="white", default=1.0, low=0.3, high=16, says="The light that becomes white."),
        Parameter(
            name="gamma", default=1.0, low=0.2, high=5, says="Above 1 lifts the middle tones, below 1 lowers them."
        ),
    ),
    curve=curve,
    told=told,
)
