"""Strokes of the brush as masks, at any size of the picture."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from komadori.finish.operation import Moment
from komadori.finish.rigs.tones import Mask
from komadori.store import Stroke, read_strokes

FINER = 16
"""Parts of a pixel that strokes are drawn to."""
MIDDLE = 0.4
"""Share of a brush's radius in which there surely is what it was led over."""


def strokes_at(paths: Sequence[Path], moments: Sequence[Moment]) -> list[tuple[Stroke, ...]]:
    """The strokes of paint files on each of some moments, in the order they were made.

    A stroke is wherever the sheet shows what it was painted on, in every exposure; one that an older Komadori kept by
    the film's frame is on what stands there. Raises BrokenFile, NewerSchema or StorageFailed.
    """
    showing: dict[int, list[int]] = {}
    for place, moment in enumerate(moments):
        for picture in moment.pictures:
            showing.setdefault(picture, []).append(place)
    frames = [moment.frame for moment in moments]
    found: list[list[Stroke]] = [[] for _ in moments]
    for stroke in (stroke for path in paths for stroke in read_strokes(path)):
        at = bisect_right(frames, stroke.frame) - 1
        for place in showing.get(stroke.picture, ()) if stroke.picture else [at] if at >= 0 else []:
            found[place].append(stroke)
    return [tuple(strokes) for strokes in found]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Painted:
    """What strokes for the `rig` went over in one picture, the `middle` of the brush there, and what they mark as no
    rig (`keep`), also where it was painted over before."""

    rig: Mask
    middle: Mask
    keep: Mask


def painted(strokes: Sequence[Stroke], width: int, height: int) -> Painted:
    """What strokes mark; a later one for the rig takes back what was to be kept."""
    rig, middle, keep = (np.zeros((height, width), np.uint8) for _ in range(3))
    for stroke in strokes:
        drawn = _drawn(stroke, width, height, stroke.radius)
        if stroke.mode == "rig":
            rig |= drawn
            middle |= _drawn(stroke, width, height, MIDDLE * stroke.radius)
            keep &= 1 - drawn
        else:
            keep |= drawn
            middle &= 1 - drawn
    return Painted(rig=rig.astype(bool), middle=middle.astype(bool), keep=keep.astype(bool))


def _drawn(stroke: Stroke, width: int, height: int, radius: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    drawn = np.zeros((height, width), np.uint8)
    # Pixel (0, 0) has its middle at half a pixel; OpenCV draws to parts of a pixel where it is told how many.
    points = np.rint((np.array(stroke.points) * width - 0.5) * FINER).astype(np.int32)
    radius *= width
    for point in points:
        cv2.circle(drawn, (int(point[0]), int(point[1])), max(1, round(radius * FINER)), 1, -1, shift=4)
    thick = max(1, round(2 * radius))
    cv2.polylines(drawn, [points.reshape(-1, 1, 2)], isClosed=False, color=1, thickness=thick, shift=4)
    return drawn
