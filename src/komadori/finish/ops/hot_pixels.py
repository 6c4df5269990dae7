"""Mend a sensor's hot and dead pixels: those that stand out at the same place in picture after picture.

They are found by the take's own pictures (see `finish/noise/points.py`) and, where there are any, by dark frames:
pictures taken with the cap on, the same exposure time and ISO. These show nothing but the sensor and are believed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from komadori.errors import WrongUse
from komadori.finish.noise.mend import mended
from komadori.finish.noise.points import Points, hot, standing_out
from komadori.finish.operation import (
    Given,
    Linear,
    Operation,
    Parameter,
    Place,
    Settings,
    Solved,
    Still,
    Stretch,
)
from komadori.finish.remarks import Saying
from komadori.picture import read
from komadori.picture.colour import to_light

Rows = NDArray[np.float32]

LOOKED_AT = 64
"""Pictures of a take that suffice, spread evenly over it."""
JPEG, EXACT = (".jpg", ".jpeg"), (".png", ".tif", ".tiff", ".exr")
SHARP, SPREAD, SMEARED = 0, 1, 2
"""How far the colour of a pixel is spread: not, by a developer or JPEG, by JPEG with colour of half the size."""
WIDE = 0.4
"""How high its neighbours are, beside a hot pixel, where they are spoiled too and filled with it."""
DARK_LIGHT = 0.004
"""Light in a dark frame that counts, at least; and in deviations of its noise:"""
DARK_CLEAR = 8.0
MILD = 0.1
"""Light of a hot pixel up to which it is subtracted: more of it is noisier than its neighbours' mean."""
SUBTRACT = -1.0
"""Stands for a radius: the pixel is not filled, its own light in the dark is taken off."""


def measure(still: Still, _settings: Settings) -> Rows:
    """The picture's width and height and how far colour is spread, then what stands out in it: rows of ten numbers."""
    pixels = still.small(0)
    spoiled = spread(still.path)
    points = standing_out(pixels, smeared=spoiled == SMEARED)
    head = np.zeros((1, 10), np.float32)
    head[0, :3] = pixels.shape[1], pixels.shape[0], spoiled
    return np.concatenate([head, points.rows])


def spread(path: Path) -> int:
    """How far a single pixel's colour is spread in a file of this kind."""
    kind = path.suffix.lower()
    if kind in EXACT:
        return SHARP
    if kind not in JPEG:
        return SPREAD
    try:
        head = simplejpeg.decode_jpeg_header(path.read_bytes())
    except (OSError, ValueError):
        return SMEARED
    return SPREAD if head[3] in ("444", "Gray") else SMEARED


ALONE = Saying(
    name="alone", words="one picture alone cannot tell a hot pixel from a glint of the set: dark frames would."
)
MENDED = Saying(name="mended", words="{0} hot or dead pixels are mended in every picture.")


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """The take's width, and a table of places to be mended: x, y, radius, and what to take off there."""
    every = max(1, -(-len(stretch.moments) // LOOKED_AT))
    rows = [row for row in (moment.measure for moment in stretch.moments[::every]) if row.size]
    if not rows:
        return [Solved()] * len(stretch.moments)
    wide, high, spoiled = (int(value) for value in rows[0][0, :3])
    rows = [row for row in rows if (row[0, 0], row[0, 1]) == (wide, high)]
    found = hot([Points.of(row[1:]) for row in rows]) if settings["find"] else Points.of(rows[0][:0])
    own = np.zeros((len(found.x), 6), np.float32)
    own[:, 0], own[:, 1], own[:, 2] = found.x, found.y, (found.near > WIDE) & (spoiled != SHARP)
    dark = dark_frames(stretch.holdings.paths("dark"), (wide, high))
    table = own if dark is None else np.concatenate([own, dark])
    if dark is None and len(rows) < 2:
        return [Solved(said=(ALONE.of(),)), *[Solved()] * (len(stretch.moments) - 1)]
    solved = Solved(numbers=(float(wide),), field=table)
    said = (MENDED.of(len(table)),) if len(table) else ()
    first = Solved(numbers=solved.numbers, field=solved.field, said=said)
    return [first, *[solved] * (len(stretch.moments) - 1)]


def dark_frames(paths: Sequence[Path], size: tuple[int, int]) -> Rows | None:
    """Places that are hot in the mean of dark frames, rows as `solve` gives them; None where there are no frames.

    Those of RAW files are subtracted where they are mild. Raises WrongUse where a frame has another size, and
    UnreadablePicture.
    """
    if not paths:
        return None
    mean: Any = None
    linear = True
    for path in paths:
        opened = read(path)
        if (opened.data.shape[1], opened.data.shape[0]) != size:
            raise WrongUse(
                f"The dark frame {path.name} is {opened.data.shape[1]} x {opened.data.shape[0]} pixels, "
                f"the take's pictures are {size[0]} x {size[1]}.",
                hint="take dark frames with the take's camera, in the same format and size, with the cap on.",
            )
        linear = linear and opened.encoding == "linear"
        light = to_light(opened.data, opened.encoding)
        mean = light if mean is None else mean + light
    mean = np.asarray(mean / len(paths), np.float32)
    return _dark_table(mean, linear=linear)


def _dark_table(mean: Linear, *, linear: bool) -> Rows:
    excess = mean - cv2.medianBlur(mean, 5)
    noise = float(np.median(np.abs(excess[excess != 0]))) / 0.6745 if (excess != 0).any() else 0.0
    most = np.abs(excess).max(axis=2)
    counts = most > max(DARK_LIGHT, DARK_CLEAR * noise)
    if not linear:
        # What a developer or JPEG spread of a hot pixel: as much of it as would be seen.
        counts &= most > WIDE * cv2.dilate(most, np.ones((5, 5), np.uint8))
    y, x = np.nonzero(counts)
    table = np.column_stack([x, y, np.zeros(len(x)), excess[y, x]]).astype(np.float32)
    if linear:
        table[most[y, x] <= MILD, 2] = SUBTRACT
    return table


def apply(pixels: Linear, _settings: Settings, given: Given) -> Linear:
    """Take off what is known of mild ones, and fill the rest from around."""
    table = given.field
    if table is None or not len(table):
        return pixels
    high, wide = pixels.shape[:2]
    share = min(1.0, wide / given.numbers[0])
    x, y = (np.minimum((table[:, at] * share).astype(np.intp), side - 1) for at, side in ((0, wide), (1, high)))
    mild = table[:, 2] == SUBTRACT
    done = pixels
    if mild.any():
        done = pixels.copy()
        np.subtract.at(done, (y[mild], x[mild]), (table[mild, 3:] * np.float32(share * share)))
    if mild.all():
        return done
    radius = np.rint(table[~mild, 2] * share).astype(np.intp)
    return mended(done, x[~mild], y[~mild], radius)


def told(settings: Settings) -> str:
    """In a few words."""
    ways = ["the take's pictures"] if settings["find"] else []
    ways += ["dark frames"] if settings["dark"] else []
    return f"hot and dead pixels mended, as told by {' and '.join(ways)}" if ways else ""


OPERATION = Operation(
    name="hot_pixels",
    version=1,
    says="Mends a sensor's hot and dead pixels, found in the take itself and by dark frames, from what is around them.",
    place=Place.SENSOR,
    parameters=(
        Parameter(
            name="find",
            default=True,
            says="Look for them in the take: points smaller than a lens draws, at the same place in most pictures.",
        ),
        Parameter(
            name="dark",
            default="",
            holds="folder",
            says="A folder of dark frames: taken with the cap on, the same exposure time, ISO and format.",
        ),
    ),
    apply=apply,
    measure=measure,
    solve=solve,
    done_by=(),
    told=told,
    remarks=(ALONE, MENDED),
)
