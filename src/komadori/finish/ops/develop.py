"""Open the photographs of a take all alike, and let them stand for light.

A RAW file is developed with one white balance for the whole take and without anything automatic, since a camera or
developer that decides anew for each picture makes the take flicker. Other files hold codes on a curve.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Moment, Operation, Parameter, Place, Settings, Solved, Still
from komadori.picture import Pixels, camera_white_balance, read, read_proxy, read_raw


def measure(still: Still) -> NDArray[Any]:
    """The white balance noted in a RAW file: multipliers of red, green, blue and the second green."""
    return np.array(camera_white_balance(still.path), np.float64)


def solve(moments: Sequence[Moment], settings: Settings) -> list[Solved]:
    """The multipliers each picture is developed with, rounded to four digits; none for what is not RAW."""
    own = [tuple(round(float(value), 4) for value in moment.measure) for moment in moments]
    first = next((balance for balance in own if balance), ())
    return [first if balance and settings["white_balance"] == "first" else balance for balance in own]


def open_photograph(path: Path, settings: Settings, solved: Solved, width: int) -> Pixels:
    """The photograph's pixels and what their codes stand for."""
    codes = settings["codes"]
    if solved:
        pixels = read_raw(path, (solved[0], solved[1], solved[2], solved[3]), half=width > 0)
    elif width and codes == "as told":
        pixels = Pixels(data=read_proxy(path, width), encoding="srgb")
    else:
        pixels = read(path)
    if codes != "as told":
        pixels = Pixels(data=pixels.data, encoding="linear" if codes == "linear" else "srgb")
    return _shrunk(pixels, width) if width else pixels


def _shrunk(pixels: Pixels, width: int) -> Pixels:
    high, wide = pixels.data.shape[:2]
    if wide <= width:
        return pixels
    small = cv2.resize(pixels.data, (width, max(1, round(high * width / wide))), interpolation=cv2.INTER_AREA)
    return Pixels(data=np.asarray(small), encoding=pixels.encoding)


def told(settings: Settings) -> str:
    """In a few words."""
    balance = "the first picture's" if settings["white_balance"] == "first" else "each picture's own"
    read_as = "" if settings["codes"] == "as told" else f", codes read as {settings['codes']}"
    return f"developed alike (RAW with {balance} white balance){read_as}"


OPERATION = Operation(
    name="develop",
    version=1,
    says="Opens every photograph of the take alike; camera RAW gets one white balance and nothing automatic.",
    place=Place.OPEN,
    parameters=(
        Parameter(
            name="white_balance",
            default="first",
            choices=("first", "each"),
            says="Develop RAW with the first picture's white balance for the whole take, or each with its own.",
        ),
        Parameter(
            name="codes",
            default="as told",
            choices=("as told", "srgb", "linear"),
            says="What a file's numbers stand for: as it says itself, the sRGB curve, or light itself.",
        ),
    ),
    read=open_photograph,
    measure=measure,
    measures=("raw", "dng"),
    solve=solve,
    told=told,
)
