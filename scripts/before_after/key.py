"""Puppets before an uneven green card that throws its light on them, and keyed, over a checkerboard."""

import numpy as np
from bench.given import Given
from bench.key import POSES, SPILL, card, cases
from numpy.typing import NDArray

from komadori.finish.operation import Linear
from komadori.finish.ops.key import OPERATION
from komadori.picture.colour import to_codes, to_light

SIZE = (1280, 720)
SQUARE = 20


class Plate:
    """Holds the clean card, or another picture, as the plate."""

    def __init__(self, plate: Linear) -> None:
        self._plate = plate

    def plate(self, name: str, width: int = 0) -> Linear | None:  # noqa: ARG002
        """The clean card."""
        return self._plate if name == "plate" else None

    def paths(self, name: str) -> tuple[()]:  # noqa: ARG002
        """No files."""
        return ()


def keyed() -> tuple[NDArray[np.uint8], Linear]:
    """The picture as shot, and its light with a matte."""
    case = next(cases(POSES[:1], card(SIZE[1], SIZE[0]), spill=SPILL, size=SIZE))
    settings = {**OPERATION.defaults, "plate": "exposure clean"}
    apply = OPERATION.apply
    if apply is None:
        raise ValueError("the key applies nothing")
    given = Given(holdings=Plate(to_light(case.plate, "srgb")))
    return case.picture, apply(to_light(case.picture, "srgb"), settings, given)


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    before, light = keyed()
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]] // SQUARE
    board = np.where((x + y) % 2, 0.32, 0.22).astype(np.float32)[..., None]
    after = light[..., :3] * light[..., 3:] + board * (1 - light[..., 3:])
    part = np.s_[90:640, 300:1230]
    return before[part], to_codes(np.asarray(after, np.float32), "srgb", 8)[part]
