"""Put every picture back to where the camera was meant to be.

The set stands still, so it tells where the camera stood: corners of it are found again in each picture, whatever the
light and the puppet do (`picture/registration.py`). The camera's way through the take is then parted into what was
meant and what befell it (`finish/bumps/intended.py`). A picture that stands within a thirtieth of a pixel of where it
belongs is not touched at all; any other is moved in the one resampling of the whole recipe.
"""

from collections.abc import Sequence
from math import atan2, degrees

import numpy as np
from numpy.typing import NDArray

from komadori.finish.bumps.camera import SAYINGS, Stood, followed
from komadori.finish.bumps.lenders import NEAREST, empty, lenders
from komadori.finish.bumps.places import Floats, Measure, measured, rounded, shape_of
from komadori.finish.operation import (
    HERE,
    Framing,
    Given,
    Linear,
    Matrix,
    Moment,
    Numbers,
    Operation,
    Parameter,
    Place,
    Settings,
    Solved,
    Still,
    Stretch,
)
from komadori.finish.remarks import Said, Saying
from komadori.picture.agreement import MODELS, Model, mapped
from komadori.picture.edges import filled
from komadori.picture.registration import WIDTH, Registration, Sight, registered, sight

UNSURE, LITTLE = 0.3 / 1920, 0.3
"""Error against the first picture, in shares of the width, from which the one before is asked, too; and the share of
the first picture that must be seen again, or else it is asked as well: so the camera is followed on its way."""


ITSELF = Registration(matrix=np.eye(3), share=1.0, uncertain=0.0)


def measure(still: Still, settings: Settings) -> Measure:
    """Where the picture lies beside the first one, and where that is not sure beside the one before: 26 numbers, see
    `finish/bumps/places.py`."""
    model: Model = next(model for model in MODELS if model == settings["model"])
    here = sight(still.small(WIDTH))
    shape, mean = here.size[1] / here.size[0], float(here.grey.mean())
    if still.first.path == still.path:
        return measured(shape, mean, ITSELF, None)
    first = _beside(here, still, still.first, model)
    previous = None
    if first is None or first.uncertain > UNSURE or first.share < LITTLE:
        previous = _beside(here, still, still.previous, model)
    return measured(shape, mean, first, previous)


def _beside(here: Sight, still: Still, other: Still, model: Model) -> Registration | None:
    if other.path == still.path:
        return None
    return registered(here, sight(other.small(WIDTH)), model)


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """For each moment, eighteen numbers: the framing that puts the picture back, and where it lies in the set, both
    3 x 3 in shares of the width; () where it lies in its place."""
    moments = stretch.moments
    seen, number = _photographs(moments)
    before = [number[max(0, at - 1)] for at in seen]
    measures = [moments[at].measure for at in seen]
    axes = [moments[at].axes if settings["axes"] else None for at in seen]
    stood = followed(measures, before, [moments[at].frame for at in seen], axes)
    solved = []
    for one, at in enumerate(seen):
        chosen = moments[at].settings or settings
        solved.append(_solved(one, stood, seen, shape_of(measures[one]), chosen))
    return [solved[one] for one in number]


def _photographs(moments: Sequence[Moment]) -> tuple[list[int], list[int]]:
    """The moments that show a photograph for the first time, and for each moment which of these it shows."""
    seen: list[int] = []
    number: list[int] = []
    known: dict[bytes, int] = {}
    for at, moment in enumerate(moments):
        told = moment.measure.tobytes()
        if told not in known:
            known[told] = len(seen)
            seen.append(at)
        number.append(known[told])
    return seen, number


def _solved(one: int, stood: Sequence[Stood], seen: Sequence[int], shape: float, settings: Settings) -> Solved:
    here = stood[one]
    framing = _framing(here, settings)
    numbers: Numbers = (*rounded(framing), *rounded(here.lies))
    others, said, doubt = _edges(one, stood, framing, shape, settings)
    return Solved(
        numbers=() if numbers == (*HERE, *HERE) else numbers,
        others=tuple(seen[other] for other in others),
        said=(*here.said, *said),
        doubt=max(here.doubt, doubt),
    )


def _framing(here: Stood, settings: Settings) -> Floats:
    if settings["remove"] == "nothing":
        return np.eye(3)
    target = here.home if settings["remove"] == "all movement" else here.meant
    return np.asarray(np.linalg.inv(here.lies) @ target)


FURTHER = Saying(name="further", words="the camera had moved further than is cut off: the rest of its edge is repeated")
REPEATED = Saying(name="repeated", words="no picture near it shows {0} of what its edge lost: that is repeated")


def _edges(
    one: int, stood: Sequence[Stood], framing: Floats, shape: float, settings: Settings
) -> tuple[list[int], tuple[Said, ...], float]:
    """Which other photographs fill the edge, and what is to be said of it."""
    cut = float(settings["margin"]) / 100 if settings["edges"] == "crop" else 0.0
    if not empty(framing, shape, cut).any() or settings["edges"] == "repeat":
        return [], (), 0.0
    if settings["edges"] == "crop":
        return [], (FURTHER.of(),), 0.3
    near = range(max(0, one - NEAREST), min(len(stood), one + NEAREST + 1))
    those = [other for other in near if stood[other].scene == stood[one].scene]
    lies = [stood[other].lies for other in those]
    found, missing = lenders(those.index(one), lies, framing, shape)
    said = (REPEATED.of(f"{missing:.0%}"),) if missing > 0.02 else ()
    return [those[other] for other in found], said, 0.4 if said else 0.0


def frame(settings: Settings, numbers: Numbers, width: int, height: int) -> Framing:
    """The picture put back, and whole pixels cut off where that is chosen: an even number, for films must have one."""
    across = down = 0
    if settings["edges"] == "crop":
        across = min(2 * round(float(settings["margin"]) / 200 * width), (width - 1) // 2)
        down = min(2 * round(across * height / width / 2), (height - 1) // 2)
    cut = np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], float)
    pixels = np.diag([width, width, 1.0])
    matrix = pixels @ _part(numbers, 0) @ np.linalg.inv(pixels) @ cut if numbers else cut
    return Framing(
        matrix=tuple(float(number) for number in matrix.ravel()), width=width - 2 * across, height=height - 2 * down
    )


def fill(pixels: Linear, _settings: Settings, given: Given) -> Linear:
    """What the picture does not show any more, from the others that solve chose; repeated where there are none."""
    return filled(pixels, given.others)


def lies(numbers: Numbers) -> Matrix:
    """Where the picture lies in the set."""
    return numbers[9:18] if numbers else HERE


def _part(numbers: Numbers, which: int) -> Floats:
    return np.reshape(numbers[9 * which : 9 * which + 9] if numbers else HERE, (3, 3))


def way(pictures: Sequence[Numbers], width: int, height: int) -> tuple[Floats, Floats]:
    """The camera's way as it was and as it was left, for a plot: each pictures x 4.

    How far the middle of the picture lies to the right and down, in pixels; how far it is turned, in degrees clockwise;
    and by how much it is larger, 1 being as the first. `pictures` are the numbers that `solve` found.
    """
    was = np.array([_told(_part(numbers, 1), width, height) for numbers in pictures])
    left = np.array([_told(_part(numbers, 1) @ _part(numbers, 0), width, height) for numbers in pictures])
    return was, left


def _told(matrix: Floats, width: int, height: int) -> NDArray[np.float64]:
    middle = np.array([[0.5, height / width / 2]])
    moved, along = mapped(matrix, np.concatenate([middle, middle + np.array([1e-3, 0.0])]))
    right, down = along - moved
    (x, y), size = (moved - middle[0]) * width, float(np.hypot(right, down)) / 1e-3
    return np.array([x, y, degrees(atan2(down, right)), size])


def told(settings: Settings) -> str:
    """In a few words."""
    if settings["remove"] == "nothing":
        return ""
    what = "bumps of the camera" if settings["remove"] == "bumps" else "all movement of the camera"
    edges = {
        "fill": "edges filled from other pictures",
        "repeat": "edges repeated",
        "crop": f"{settings['margin']:g} % cut off all round",
    }
    return f"{what} taken out ({settings['model']}), {edges[str(settings['edges'])]}"


OPERATION = Operation(
    name="stabilise",
    version=7,
    says="Puts bumped pictures back to where the camera was meant to be, told by the set; intended moves stay.",
    place=Place.REGISTER,
    parameters=(
        Parameter(
            name="model",
            default="turn and scale",
            choices=MODELS,
            says="What the camera can have done: only shifted; turned and come nearer, too; or tilted as well.",
        ),
        Parameter(
            name="remove",
            default="bumps",
            choices=("bumps", "all movement", "nothing"),
            says="What is taken out: bumps and steps, moves that were meant left; all movement; or nothing, so that "
            "only other operations know where each picture lies.",
        ),
        Parameter(
            name="axes",
            default=True,
            says="Whether the axes of a motion rig, where they are kept with the pictures, tell when a move was meant.",
        ),
        Parameter(
            name="edges",
            default="fill",
            choices=("fill", "repeat", "crop"),
            says="What a picture that was moved shows at its edge: what other pictures show there, its last pixels "
            "repeated, or nothing, since so much is cut off all pictures.",
        ),
        Parameter(
            name="margin",
            default=2.0,
            low=0,
            high=20,
            unit="% of the width",
            says="How much is cut off each side where edges are cropped.",
        ),
    ),
    frame=frame,
    fill=fill,
    measure=measure,
    measured_by=("model",),
    looks_at=("first", "previous"),
    solve=solve,
    done_by=("edges", "margin"),
    lies=lies,
    told=told,
    remarks=(*SAYINGS, FURTHER, REPEATED),
)
