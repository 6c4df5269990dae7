"""Take a rig out of the picture: what holds the puppet up, its shadow, and nothing else.

A rig is found by a marker's colour, by what differs from a clean plate, by a matte, or by strokes of the brush that are
followed through the take. Behind it comes a clean plate of the same pose, moved and lit to fit; else other pictures of
the take that show the place; else a plate of the empty set; else a guess from what is around. The work is in
komadori.finish.rigs.
"""

import re
from typing import Any

from numpy.typing import NDArray

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings, Solved, Still, Stretch
from komadori.finish.rigs.looks import WIDE, WINDOW, look_of
from komadori.finish.rigs.taking_out import taken_out
from komadori.finish.rigs.working_out import MOST_OTHERS, SAYINGS, has_its_own, worked_out

TELLS = ("marker", "matte", "paint", "clean_plate")
"""The parameters of which one at least must say where the rig is."""


def measure(still: Still, settings: Settings) -> NDArray[Any]:
    """The picture small, in tones, rows x columns x 3 uint8, or x 4 with the matte that lies beside it."""
    own = has_its_own(settings, "matte")
    return look_of(still.small(WIDE), still.holdings.plate("matte", WIDE) if own else None)


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """Where the rig is, which other pictures show what it hides, and what a person should look at."""
    if not any(settings[name] for name in TELLS):
        return [Solved() for _ in stretch.moments]
    return worked_out(stretch, settings)


def reach(settings: Settings) -> int:
    """As far as other pictures are taken from, and a stroke is followed."""
    others = int(settings["reach"]) if settings["others"] else 0
    return max(others, int(settings["follow"]) + WINDOW if settings["paint"] else 0)


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """The picture without its rig; the same bits everywhere else."""
    if not any(settings[name] for name in TELLS):
        return pixels
    return taken_out(pixels, settings, given)


def told(settings: Settings) -> str:
    """In a few words."""
    found = [f"by its colour {settings['marker']}"] if settings["marker"] else []
    found += ["by a matte"] if settings["matte"] else []
    found += ["as painted"] if settings["paint"] else []
    found += ["by a clean plate"] if settings["clean_plate"] and not found else []
    return f"rig taken out, found {' and '.join(found)}" if found else ""


def what_is_wrong(colour: str) -> str:
    """What is wrong with a colour as text, "" for nothing."""
    return (
        "" if not colour or re.fullmatch("#[0-9a-fA-F]{6}", colour) else "a colour is written #rrggbb, such as #20e040"
    )


OPERATION = Operation(
    name="rig",
    version=12,
    says="Takes a rig out of the picture and fills in what stands behind it: from clean plates, from other pictures of "
    "the take, or by guess.",
    place=Place.CLEAN,
    parameters=(
        Parameter(
            name="marker",
            default="",
            check=what_is_wrong,
            says="The colour that the rig is painted in, as #rrggbb; empty where it has none of its own.",
        ),
        Parameter(
            name="tolerance",
            default=0.45,
            low=0.05,
            high=0.95,
            says="How far from the marker's colour a pixel may be, as a share of how far that is from grey.",
        ),
        Parameter(
            name="matte",
            default="",
            holds="plate",
            says="A picture that is bright where the rig is, one for each photograph or one for all.",
        ),
        Parameter(
            name="paint",
            default="",
            holds="file",
            says="Strokes of the brush over the rig, paint.json; they are followed through the take.",
        ),
        Parameter(
            name="follow",
            default=240,
            low=1,
            high=1000,
            unit="pictures",
            says="How many pictures before and after it a stroke is followed.",
        ),
        Parameter(
            name="clean_plate",
            default="",
            holds="plate",
            says="A picture of the set without the rig, with the puppet or without.",
        ),
        Parameter(
            name="difference",
            default="thin parts",
            choices=("thin parts", "everything", "nothing"),
            says="What differs from the clean plate and is rig, where nothing else tells: long thin parts, since a "
            "puppet differs too; everything, where the plate has the puppet; or nothing.",
        ),
        Parameter(
            name="thick",
            default=2.2,
            low=0.1,
            high=20,
            unit="% of the width",
            says="How thick a rig is at most that is found by difference; thicker parts are taken for the puppet.",
        ),
        Parameter(
            name="grow",
            default=0.2,
            low=0,
            high=5,
            unit="% of the width",
            says="How far around the rig its soft edge goes.",
        ),
        Parameter(
            name="shadow",
            default=0.0,
            low=0,
            high=30,
            unit="% of the width",
            says="How far beside the rig its shadow is lightened; 0 leaves it.",
        ),
        Parameter(
            name="others",
            default=4,
            low=0,
            high=MOST_OTHERS,
            unit="pictures",
            says="From how many other pictures of the take what is behind the rig is taken at most; 0 never does.",
        ),
        Parameter(
            name="reach",
            default=40,
            low=1,
            high=300,
            unit="pictures",
            says="How many pictures before and after may serve for that.",
        ),
    ),
    apply=apply,
    measure=measure,
    measured_by=("matte",),
    looks_at=("plates",),
    solve=solve,
    solved_by=(
        "marker",
        "tolerance",
        "matte",
        "paint",
        "follow",
        "clean_plate",
        "difference",
        "thick",
        "others",
        "reach",
    ),
    reach=reach,
    told=told,
    remarks=SAYINGS,
)
