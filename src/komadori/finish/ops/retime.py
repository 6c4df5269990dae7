"""Change how long the film takes, and, where it is asked for, make frames between the pictures or blur their motion.

Nothing is made between two pictures unless the recipe says so; a hold stays a hold, and no cut is bridged. The method
is told in `picture/flow.py`.
"""

import math
from collections.abc import Sequence

import numpy as np

from komadori.finish.operation import Between, Linear, Operation, Parameter, Place, Settings, Spell
from komadori.picture.flow import Motion
from komadori.picture.still import unweighed, weighed

MOST_STEPS = 24
"""Pictures that a blur is made of at the most."""
STRIDE = 1.5
"""Pixels between two of them."""


def plan(spells: Sequence[Spell], settings: Settings) -> list[Between]:
    """Which two pictures each of the film's frames is made of; `first` alone, at 0, where it is a picture as it is."""
    begin, total = spells[0].first, sum(spell.length for spell in spells)
    frames = int(settings["length"]) or max(1, round(total / float(settings["speed"])))
    asked = _frames(str(settings["only"]))
    planned, at = [], 0
    for frame in range(frames):
        place = begin + frame * total / frames
        while at + 1 < len(spells) and place >= spells[at + 1].first:
            at += 1
        spell = spells[at]
        moving = at + 1 < len(spells) and spell.length <= int(settings["pause"])
        moving = moving and (not asked or any(first <= place < last + 1 for first, last in asked))
        share = round((place - spell.first) / spell.length, 4) if moving and settings["between"] != "hold" else 0.0
        goes = moving and (share > 0 or float(settings["blur"]) > 0)
        planned.append(Between(first=at, second=at + 1 if goes else at, at=share, place=round(place, 4)))
    return planned


def between(first: Linear, second: Linear, at: float, settings: Settings) -> Linear:
    """The frame at `at` of the way; `first` itself where the two have nothing to do with each other."""
    shutter = min(float(settings["blur"]), 1 - at)
    if settings["between"] == "dissolve":
        return unweighed((1 - at - shutter / 2) * weighed(first) + (at + shutter / 2) * weighed(second))
    motion = Motion(first, second)
    if not motion.believed or not np.any(first != second):
        return first
    steps = max(1, min(MOST_STEPS, math.ceil(motion.farthest * shutter / STRIDE) + 1)) if shutter else 1
    if steps == 1:
        return motion.at(at)
    moments = at + shutter * (np.arange(steps) + 0.5) / steps
    whole = weighed(motion.at(float(moments[0])))
    for moment in moments[1:]:
        whole = whole + weighed(motion.at(float(moment)))
    return unweighed(np.asarray(whole / np.float32(steps), np.float32))


def _frames(told: str) -> list[tuple[int, int]]:
    """Runs of frames out of words such as "12-20, 31"; raises ValueError."""
    runs = []
    for word in told.replace(",", " ").split():
        first, _, last = word.partition("-")
        runs.append((int(first), int(last or first)))
    return runs


def wrong_frames(told: str) -> str:
    """What is wrong with a list of frames; "" for nothing."""
    try:
        good = all(1 <= first <= last for first, last in _frames(told))
    except ValueError:
        good = False
    return "" if good else 'they are frames of the sheet such as "12-20, 31"'


def told(settings: Settings) -> str:
    """In a few words."""
    words = []
    if settings["length"]:
        words.append(f"made {settings['length']} frames long")
    elif settings["speed"] != 1:
        words.append(f"played at {float(settings['speed']):g} of its speed")
    where = f" at frames {settings['only']}" if settings["only"] else ""
    if settings["between"] != "hold":
        how = "by optical flow" if settings["between"] == "flow" else "by dissolves"
        words.append(f"in-betweens made {how}{where}")
    if settings["blur"]:
        words.append(f"motion blurred over {float(settings['blur']):.0%} of each step{where}")
    return "; ".join(words)


OPERATION = Operation(
    name="retime",
    version=1,
    says="Changes how long the film takes; makes in-betweens or motion blur, only where that is asked for.",
    place=Place.TIME,
    parameters=(
        Parameter(
            name="speed", default=1.0, low=0.05, high=20, says="How fast the film goes; at 0.5 it takes twice as long."
        ),
        Parameter(
            name="length",
            default=0,
            low=0,
            high=200_000,
            unit="frames",
            says="How long the film shall be, whatever the speed; 0 goes by the speed.",
        ),
        Parameter(
            name="between",
            default="hold",
            choices=("hold", "flow", "dissolve"),
            says="What is seen between two pictures: the first held, frames made by optical flow, or a dissolve.",
        ),
        Parameter(
            name="blur",
            default=0.0,
            low=0,
            high=1,
            says="Go-motion: how much of the way to the next picture the shutter stays open; a film camera has 0.5.",
        ),
        Parameter(
            name="only",
            default="",
            check=wrong_frames,
            says='Frames of the sheet where in-betweens and blur are made, such as "12-20, 31"; "" for all.',
        ),
        Parameter(
            name="pause",
            default=4,
            low=1,
            high=240,
            unit="frames",
            says="A picture held longer than this is a pause, and stays one.",
        ),
    ),
    measured_by=("between", "blur"),
    plan=plan,
    between=between,
    told=told,
)
