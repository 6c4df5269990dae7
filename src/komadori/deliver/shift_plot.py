"""How the camera stood over a take's frames, as shot and once stabilised: aside, up and down, turned, and nearer."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from PIL import Image

from komadori.deliver.contact_sheet import Tile
from komadori.deliver.frame_plot import Area, Line, Values, draw_frame_plot
from komadori.deliver.heading import Heading
from komadori.finish.ops.stabilise import OPERATION, way
from komadori.picture import style
from komadori.picture.measure import fast, rms
from komadori.store import Finished

LEAST = 1.0
"""Pixels to either side that the axis shows at least; and for turns in hundredths of a degree, sizes in percent."""

METHOD = "told from corners of the set that stands still; a bump is what jumps from one exposure to the next"


def draw_shift_plot(heading: Heading, tiles: Sequence[Tile], rate: Fraction, done: Finished) -> Image.Image | None:
    """The plot as a picture, or None where the take was not stabilised."""
    known = done.found
    if not any(OPERATION.name in found for found in known.values()):
        return None
    numbers = [known.get(tile.number, {}).get(OPERATION.name, ()) for tile in tiles]
    was, left = way(numbers, done.width, done.height)
    there = np.array([tile.number in done.entries for tile in tiles])
    was[~there], left[~there] = np.nan, np.nan
    moved = Area(
        unit="pixels",
        least=LEAST,
        lines=(
            Line(name="to the right", colour=style.LAMP, shot=was[:, 0], finished=left[:, 0]),
            Line(name="down", colour=style.DUSK, shot=was[:, 1], finished=left[:, 1]),
        ),
    )
    turned = Area(
        unit="1/100° and %",
        least=LEAST,
        lines=(
            Line(name="turned", colour=style.MOSS, shot=100 * was[:, 2], finished=100 * left[:, 2]),
            Line(name="nearer", colour="#dd7f66", shot=_percent(was[:, 3]), finished=_percent(left[:, 3])),
        ),
    )
    return draw_frame_plot(heading, tiles, rate, [moved, turned], _in_words(was, left), METHOD)


def _percent(size: Values) -> Values:
    return np.asarray(100 * (size - 1))


def _in_words(was: Values, left: Values) -> Iterator[tuple[str, str]]:
    for when, line in (("as shot", was), ("once stabilised", left)):
        known = line[~np.isnan(line).any(axis=1)]
        if len(known) < 3:
            yield "Bumps", "cannot be told from fewer than three exposures"
            return
        jumps = [rms(fast(known[:, column])) for column in range(3)]
        yield f"Bumps {when}", f"to the side {jumps[0]:.2f} px · up and down {jumps[1]:.2f} px · turned {jumps[2]:.3f}°"
