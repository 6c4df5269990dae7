"""What was painted over the pictures of a take with the brush, to say where the rig is and where it is not: paint.json.

Places and sizes are shares of the picture's width, y downwards from its upper edge, so that strokes made on a proxy
serve the photograph.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from komadori.errors import Refused
from komadori.sheet.sheet import Sheet
from komadori.store.layout import PAINT_FILE
from komadori.store.records import read_json
from komadori.store.upgrade import PAINT, BrokenFile

Mode: TypeAlias = Literal["rig", "keep"]

MOST_STROKES = 10_000
MOST_POINTS = 200_000
"""In all strokes together: an hour of painting, and a file of a few megabytes."""
THICKEST = 0.5
"""Share of the width; a brush as wide as the picture."""
PLACES = (-1.0, 5.0)
"""Shares of the width between which a brush is believed: it may leave the picture, and a picture may stand upright."""
DIGITS = 5
"""Places are kept to a hundred-thousandth of the width, less than a tenth of a pixel of any camera."""


class BadPaint(Refused):
    """Strokes that no brush can have made, or more of them than a take may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One stroke on photograph number `picture`, wherever the sheet shows it: its points in order, one or more.

    `mode` is "rig" for what shall go, "keep" for what is no rig whatever else says so. `radius` is the brush's. A
    stroke of a file that an older Komadori wrote has the film's `frame` (from 1) in place of the picture, and is on
    what stands there.
    """

    mode: Mode
    radius: float
    points: tuple[tuple[float, float], ...]
    picture: int = 0
    frame: int = 0


class PaintRecord(msgspec.Struct, kw_only=True):
    """paint.json."""

    strokes: tuple[Stroke, ...] = ()


def read_paint(take: Path) -> tuple[Stroke, ...]:
    """What paint.json of the take at `take` tells, () where there is none; raises as `read_strokes`."""
    file = take / PAINT_FILE
    return read_strokes(file) if file.exists() else ()


def on_pictures(strokes: Sequence[Stroke], sheet: Sheet) -> tuple[Stroke, ...]:
    """`strokes` with the photographs that the sheet shows now where an older Komadori told film frames.

    A stroke on a frame before the first picture stays as it is.
    """
    spans = [span for span in sheet.spans() if span.cell.pictures]
    firsts = [span.first for span in spans]
    told = []
    for stroke in strokes:
        at = bisect_right(firsts, stroke.frame) - 1
        if not stroke.picture and at >= 0:
            cell = spans[at].cell
            number = cell.picture(sheet.exposures[0]) or cell.pictures[0][1]
            stroke = replace(stroke, picture=number, frame=0)
        told.append(stroke)
    return tuple(told)


def read_strokes(file: Path) -> tuple[Stroke, ...]:
    """The strokes of a paint file, in the order they were made; raises BrokenFile, NewerSchema or StorageFailed."""
    strokes = read_json(file, PAINT, PaintRecord).strokes
    if problem := _wrong(strokes):
        raise BrokenFile(f"{file} cannot be read: {problem}", hint="Mend it in a text editor, or paint anew.")
    return strokes


def paint_bytes(strokes: Sequence[Stroke]) -> bytes:
    """`strokes` as paint.json, one a line; raises BadPaint."""
    if problem := _wrong(strokes):
        raise BadPaint(f"The strokes were not kept: {problem}", hint="paint fewer or simpler strokes, or begin anew.")
    stamp = msgspec.json.encode(PAINT.stamp()).removesuffix(b"}")
    lines = b",\n".join(msgspec.json.encode(_told(stroke)) for stroke in strokes)
    return stamp + b',"strokes":[\n' + lines + b"\n]}\n"


def _told(stroke: Stroke) -> dict[str, Any]:
    points = [[round(x, DIGITS), round(y, DIGITS)] for x, y in stroke.points]
    on = {"picture": stroke.picture} if stroke.picture else {"frame": stroke.frame}
    return {**on, "mode": stroke.mode, "radius": round(stroke.radius, DIGITS), "points": points}


def _wrong(strokes: Sequence[Stroke]) -> str:
    """What no paint can have, in a sentence; "" for nothing."""
    if len(strokes) > MOST_STROKES:
        return f"there are {len(strokes):,} strokes; {MOST_STROKES:,} is the most."
    points = sum(len(stroke.points) for stroke in strokes)
    if points > MOST_POINTS:
        return f"the strokes have {points:,} points; {MOST_POINTS:,} is the most."
    return next((f"stroke {at} {what}" for at, stroke in enumerate(strokes, 1) if (what := _amiss(stroke))), "")


def _amiss(stroke: Stroke) -> str:
    if stroke.mode not in get_args(Mode):
        return f'is of mode "{stroke.mode}"; there are {" and ".join(get_args(Mode))}.'
    if stroke.picture < 0 or stroke.frame < 0 or bool(stroke.picture) == bool(stroke.frame):
        return f"is on picture {stroke.picture} and frame {stroke.frame}; it is on one of them, and the first is 1."
    if not 0 < stroke.radius <= THICKEST:
        return f"has a radius of {stroke.radius:g}; it is above 0 and at most {THICKEST:g} of the picture's width."
    if not stroke.points:
        return "has no points."
    low, high = PLACES
    off = next(
        (place for point in stroke.points for place in point if not (isfinite(place) and low <= place <= high)), None
    )
    return "" if off is None else f"goes to {off:g}; places are between {low:g} and {high:g}, in widths of the picture."
