"""Where the camera stood in each picture of a take, where it was meant to, and what a person should know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from komadori.finish.bumps.axes import driven, places_of
from komadori.finish.bumps.intended import TOLD, Way, way
from komadori.finish.bumps.places import WIDE, Floats, Measure, Place, base, matrix_of, placed, shape_of
from komadori.finish.bumps.reading import size
from komadori.finish.remarks import Said, Saying

Remove: TypeAlias = Literal["bumps", "all movement", "nothing"]

BLURRED = 0.5
"""Pixels of error from which a person is told."""
LOST = Saying(
    name="lost",
    words="no part of the set stands where it did in the first picture or in the one before, so it is left as it is: "
    "shoot it again if the set should be seen",
)
ALONE = Saying(name="alone", words="it is the only picture: there is nothing to hold it against")
CUT = Saying(
    name="cut", words="a new scene begins here, which is held steady by itself: if it is none, look what hides the set"
)
UNSURE = Saying(
    name="unsure",
    words="where it lies is known to {0} px only, of {1} across: set remove to nothing for it if it jumps",
)
QUICK = Saying(
    name="quick",
    words="a quick move of the camera begins here: it is left as it is, and what befell it along its way cannot be "
    "told: look whether a picture of it jumps, and shoot that again",
)
BESIDE = Saying(
    name="beside",
    words="it lay {0} px beside the way of a quick move and was put back between its neighbours, by {1} px: where "
    "along the way it belongs is known to a few px only, so shoot it again if it jumps",
)
MEANT = Saying(
    name="meant",
    words="it was put back, but {0} px may as well have been meant: look at the plot, and set remove to nothing if so",
)
BUMPED = Saying(
    name="bumped",
    words="it was left where it is, {0} px from where the others lead, but may as well have been bumped: look at the "
    "plot, and shoot it again if so",
)
STEP = Saying(
    name="step",
    words="the camera was displaced for good here, in a move, by {0} px, which is known to {1} px only: look whether "
    "the finished set jumps, and shoot the move again if so",
)
EDGE = Saying(
    name="edge",
    words="it was put back by {0} px where a move begins or ends suddenly, to a place known to {1} px only: set remove "
    "to nothing for it if it jumps",
)
ASTRAY = Saying(
    name="astray",
    words="the camera went {0} px from here on while no axis moved, and is put back: set axes off if it was meant to",
)
PLAIN = Saying(
    name="plain",
    words="too little of the set is seen to tell how the camera was tilted: what cannot be told of that was left out",
)
SAYINGS = (LOST, ALONE, CUT, UNSURE, PLAIN, QUICK, BESIDE, MEANT, BUMPED, STEP, EDGE, ASTRAY)

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


def followed(
    measures: Sequence[Measure],
    before: Sequence[int],
    frames: Sequence[int],
    axes: Sequence[tuple[tuple[str, float], ...] | None],
) -> list[Stood]:
    """The camera through pictures that are first seen in `frames`; `before` are the numbers of those before them, and
    `axes` tell where those stood that may move the camera, None where that is not known."""
    places = placed(measures, before)
    stood: dict[int, Stood] = {}
    for scene in sorted({place.scene for place in places}):
        those = [number for number, place in enumerate(places) if place.scene == scene]
        stood.update(_scene(those, places, shape_of(measures[those[0]]), frames, axes))
    return [stood[number] for number in range(len(places))]


def _scene(
    those: list[int],
    places: list[Place],
    shape: float,
    frames: Sequence[int],
    axes: Sequence[tuple[tuple[str, float], ...] | None],
) -> dict[int, Stood]:
    measured = (
        np.array([places[one].corners for one in those]),
        np.array([frames[one] for one in those], float),
        np.array([places[one].uncertain for one in those]),
    )
    stands = places_of([axes[one] for one in those])
    known = np.array([axes[one] is not None for one in those])
    found = way(*measured) if stands is None else driven(*measured, stands, known)
    home = _matrix(found.meant[0], shape)
    stood = {}
    for at, one in enumerate(those):
        said, doubt = _told(one, places, len(those))
        if said is None:
            said, doubt = _unclear(found, at)
        if said is None and places[one].plain and (found.held[at] != found.meant[at]).any():
            said, doubt = PLAIN.of(), 0.2
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
    far = float(size((found.held - found.meant)[[at]])[0])
    if found.stepped[at] and found.blurred[at] > BLURRED / 2:
        return STEP.of(f"{found.stepped[at]:.1f}", f"{found.blurred[at]:.1f}"), 0.5
    if found.strayed[at] > BLURRED and not found.strayed[at - 1] > BLURRED:
        return ASTRAY.of(f"{found.strayed.max():.1f}"), 0.4
    if found.beside[at]:
        return BESIDE.of(f"{found.beside[at]:.1f}", f"{far:.1f}"), 0.4
    if found.rival[at] < EITHER:
        if found.put_back[at]:
            return MEANT.of(f"{far:.1f}"), 0.4
        return BUMPED.of(f"{found.off[at]:.1f}"), 0.4
    if min(far, found.edge[at]) > BLURRED / 2:
        return EDGE.of(f"{far:.1f}", f"{found.edge[at]:.1f}"), 0.4
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
