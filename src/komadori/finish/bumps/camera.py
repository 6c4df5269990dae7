"""Where the camera stood in each picture of a take, where it was meant to, and what a person should know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from komadori.finish.bumps.intended import TOLD, Way, way
from komadori.finish.bumps.places import WIDE, Floats, Measure, Place, base, matrix_of, placed, shape_of
from komadori.finish.bumps.reading import size
from komadori.finish.remarks import Said, Saying

Remove: TypeAlias = Literal["bumps", "all movement", "nothing"]

BLURRED = 0.5
"""Pixels of error from which a person is told."""
LOST = Saying(
    name="lost",
    words="no part of the set stands where it did in the first picture or in the one before: it is left as it is",
)
ALONE = Saying(name="alone", words="it is the only picture: there is nothing to hold it against")
CUT = Saying(name="cut", words="a new scene begins here, which is held steady by itself")
UNSURE = Saying(name="unsure", words="where it lies is known to {0} px only, of {1} across")
QUICK = Saying(
    name="quick", words="a quick move of the camera begins here: it is left as it is, and what befell it cannot be told"
)
MEANT = Saying(
    name="meant",
    words="it was put back, but {0} px may as well have been meant: look at the plot, and set remove to nothing if so",
)
BUMPED = Saying(name="bumped", words="it was left where it is, but may as well have been bumped: look at the plot")
STEP = Saying(
    name="step", words="the camera was displaced for good here, in a move: by how much is known to {0} px only"
)
EDGE = Saying(
    name="edge",
    words="it was put back where a move begins or ends suddenly: its place is known to a few px only",
)
SAYINGS = (LOST, ALONE, CUT, UNSURE, QUICK, MEANT, BUMPED, STEP, EDGE)

EITHER = 2.3
"""How much less likely the next best reading may be, as a logarithm, to be told of: ten times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """One picture: `lies` and `meant`, both 3 x 3 in shares of the width, take it to the set from where it is and from
    where it was meant to be; `home` is where the camera belongs if all its movement is taken out.

    `scene` tells which pictures show the same set. `said` and `doubt` are as in operation.Solved.
    """

    lies: Floats
    meant: Floats
    home: Floats
    scene: int
    said: tuple[Said, ...]
    doubt: float


def followed(measures: Sequence[Measure], before: Sequence[int], frames: Sequence[int]) -> list[Stood]:
    """The camera through pictures that are first seen in `frames`; `before` are the numbers of those before them."""
    places = placed(measures, before)
    stood: dict[int, Stood] = {}
    for scene in sorted({place.scene for place in places}):
        those = [number for number, place in enumerate(places) if place.scene == scene]
        stood.update(_scene(those, places, shape_of(measures[those[0]]), frames))
    return [stood[number] for number in range(len(places))]


def _scene(those: list[int], places: list[Place], shape: float, frames: Sequence[int]) -> dict[int, Stood]:
    found = way(
        np.array([places[one].corners for one in those]),
        np.array([frames[one] for one in those], float),
        np.array([places[one].uncertain for one in those]),
    )
    home = _matrix(found.meant[0], shape)
    stood = {}
    for at, one in enumerate(those):
        said, doubt = _told(one, places, len(those))
        if said is None:
            said, doubt = _unclear(found, at)
        stood[one] = Stood(
            lies=_matrix(found.held[at], shape),
            meant=_matrix(found.meant[at], shape),
            home=home,
            scene=places[one].scene,
            said=(said,) if said else (),
            doubt=doubt,
        )
    return stood


def _unclear(found: Way, at: int) -> tuple[Said | None, float]:
    """What cannot be told of a picture's way, however well it is known where the picture lies."""
    if found.stepped[at] and found.blurred[at] > BLURRED / 2:
        return STEP.of(f"{found.blurred[at]:.1f}"), 0.5
    if found.rival[at] < EITHER:
        far = float(size((found.held - found.meant)[[at]])[0])
        return (MEANT.of(f"{far:.1f}"), 0.4) if found.put_back[at] else (BUMPED.of(), 0.4)
    if found.edge[at]:
        return EDGE.of(), 0.4
    if found.quick[at] and not found.quick[at - 1]:
        return QUICK.of(), 0.2
    return None, 0.0


def _told(one: int, places: list[Place], together: int) -> tuple[Said | None, float]:
    if len(places) == 1:
        return ALONE.of(), 0.0
    place = places[one]
    if together == 1:
        return LOST.of(), 0.8
    if place.scene == one and one > 0:
        return CUT.of(), 0.3
    if place.uncertain > BLURRED:
        return UNSURE.of(f"{place.uncertain:.1f}", f"{WIDE:.0f}"), min(1.0, place.uncertain)
    return None, 0.0


def _matrix(corners: Floats, shape: float) -> Floats:
    away = np.abs(corners - base(shape)).max()
    return np.eye(3) if away < TOLD / 100 else matrix_of(corners, shape)
