"""More or less colour, with the brightness kept.

Source: the saturation of the ASC Color Decision List, 1.2, on light itself.
"""

import cv2
import numpy as np

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings
from komadori.picture.colour import LUMINANCE


def apply(pixels: Linear, settings: Settings, _given: Given) -> Linear:
    """Each colour moved away from or towards the grey of its luminance."""
    amount = float(settings["saturation"])
    if amount == 1:
        return pixels
    matrix = amount * np.eye(3) + (1 - amount) * np.tile(LUMINANCE, (3, 1))
    return np.asarray(cv2.transform(pixels, matrix.astype(np.float32)), np.float32)


def told(settings: Settings) -> str:
    """In a few words."""
    return f"saturation {settings['saturation']:g}" if settings["saturation"] != 1 else ""


OPERATION = Operation(
    name="saturation",
    version=1,
    says="Makes colours stronger or weaker and keeps their brightness.",
    place=Place.GRADE,
    parameters=(
        Parameter(name="saturation", default=1.0, low=0, high=3, says="0 is black and white, 1 changes nothing."),
    ),
    apply=apply,
    pointwise=True,
    told=told,
)
