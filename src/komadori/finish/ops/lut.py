"""A look from elsewhere: a .cube look-up table, applied to codes as the program that made it did.

Three-dimensional tables are read between their points by tetrahedra (Sakamoto and Itooka, 1981), by OpenColorIO.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings
from komadori.picture.colour import FROM_LINEAR, Curve, light_table, looked_up, rounded16
from komadori.picture.cube import Lut, read_cube
from komadori.picture.ocio import lookup, through
from komadori.picture.tone import bent


@lru_cache(maxsize=8)
def _made(path: Path, _changed: int, _size: int) -> tuple[Lut, Any]:
    lut = read_cube(path)
    return lut, lookup(lut.cube, lut.line if lut.line.size else None)


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """Light as codes, through the table, and back to light. Raises BadLut."""
    files = given.holdings.paths("file")
    strength = float(settings["strength"])
    if not files or strength == 0:
        return pixels
    facts = files[0].stat()
    lut, processor = _made(files[0], facts.st_mtime_ns, facts.st_size)
    kind: Curve = "bt709" if settings["codes"] == "bt709" else "srgb" if settings["codes"] == "srgb" else "linear"
    curve = FROM_LINEAR[kind]

    def coded() -> Linear:
        return pixels if kind == "linear" else bent(pixels, lambda light: np.asarray(curve(light), np.float32))

    codes = given.kept(("codes", kind), coded)
    low, span = np.array(lut.low, np.float32), np.subtract(lut.high, lut.low).astype(np.float32)
    plain = not low.any() and bool((span == 1).all())
    out = given.kept(("looked up", kind), lambda: through(processor, codes if plain else (codes - low) / span))
    if strength < 1:
        out = np.asarray(cv2.addWeighted(codes, 1 - strength, out, strength, 0), np.float32)
    return out if kind == "linear" else looked_up(rounded16(out), light_table(kind, 16))


def told(settings: Settings) -> str:
    """In a few words."""
    if not settings["file"] or not settings["strength"]:
        return ""
    share = "" if settings["strength"] == 1 else f" at {100 * float(settings['strength']):g} %"
    return f"looked up in {settings['file']}{share}"


OPERATION = Operation(
    name="lut",
    version=2,
    says="Applies a look-up table from a .cube file.",
    place=Place.GRADE,
    parameters=(
        Parameter(name="file", default="", holds="file", says="The .cube file, of one or three dimensions."),
        Parameter(
            name="codes",
            default="srgb",
            choices=("srgb", "bt709", "linear"),
            says="What the table was made for and answers with: sRGB or BT.709 codes, or light itself.",
        ),
        Parameter(name="strength", default=1.0, low=0, high=1, says="1 for all of the look, 0 for nothing."),
    ),
    apply=apply,
    pointwise=True,
    told=told,
)
