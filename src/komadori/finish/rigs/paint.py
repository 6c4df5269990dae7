"""Strokes of the brush as masks, at any size of the picture."""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from komadori.finish.operation import Moment
from komadori.finish.rigs.tones import Mask
from komadori.store import Stroke, read_strokes

FINER = 16
"""Parts of a pixel that strokes are drawn to."""


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


def painted(strokes: Sequence[Stroke], width: int, height: int) -> tuple[Mask, Mask]:
    """What the strokes of one picture mark as rig, and what as no rig; where both went, the later one counts."""
    rig, keep = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    for stroke in strokes:
        mask, other = (rig, keep) if stroke.mode == "rig" else (keep, rig)
        drawn = _drawn(stroke, width, height)
        mask |= drawn
        other &= 1 - drawn
    return rig.astype(bool), keep.astype(bool)


def _drawn(stroke: Stroke, width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    drawn = np.zeros((height, width), np.uint8)
    # Pixel (0, 0) has its middle at half a pixel; OpenCV draws to parts of a pixel where it is told how many.
    points = np.rint((np.array(stroke.points) * width - 0.5) * FINER).astype(np.int32)
    radius = stroke.radius * width
    for point in points:
        cv2.circle(drawn, (int(point[0]), int(point[1])), max(1, round(radius * FINER)), 1, -1, shift=4)
    thick = max(1, round(2 * radius))
    cv2.polylines(drawn, [points.reshape(-1, 1, 2)], isClosed=False, color=1, thickness=thick, shift=4)
    return drawn
