"""Open the photographs of a take all alike, and let them stand for light.

A RAW file is developed with one white balance for the whole take and without anything automatic, since a camera or
developer that decides anew for each picture makes the take flicker. Other files hold codes on a curve.
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Numbers, Operation, Parameter, Place, Settings, Solved, Still, Stretch
from komadori.picture import Pixels, camera_white_balance, kind_of, read, read_proxy, read_raw

RAWS = ("raw", "dng")


def measure(still: Still, _settings: Settings) -> NDArray[Any]:
    """The white balance noted in a RAW file: multipliers of red, green, blue and the second green."""
    return np.array(camera_white_balance(still.path), np.float64)


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """The multipliers each picture is developed with, rounded to four digits; none for what is not RAW."""
    own = [tuple(round(float(value), 4) for value in moment.measure) for moment in stretch.moments]
    first = next((balance for balance in own if balance), ())
    alike = settings["white_balance"] == "first"
    return [Solved(numbers=first if balance and alike else balance) for balance in own]


def open_photograph(path: Path, settings: Settings, numbers: Numbers, width: int) -> Pixels:
    """The photograph's pixels and what their codes stand for.

    A plate may be of another kind than the take's photographs: one that is no RAW is read as it is.
    """
    codes = settings["codes"]
    if numbers and kind_of(path) in RAWS:
        pixels = read_raw(path, (numbers[0], numbers[1], numbers[2], numbers[3]), half=width > 0)
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
    measures=RAWS,
    solve=solve,
    done_by=("codes",),
    told=told,
)
