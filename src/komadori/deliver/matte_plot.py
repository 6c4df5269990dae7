"""How much of the picture a take's matte keeps over its frames: a leak or a hole in a key jumps out of the line."""

from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction

import numpy as np
from PIL import Image

from komadori.deliver.ahead import ahead
from komadori.deliver.contact_sheet import Tile
from komadori.deliver.frame_plot import Area, Line, Values, draw_frame_plot
from komadori.deliver.heading import Heading
from komadori.picture import UnreadablePicture, read, style
from komadori.picture.measure import fast, rms

LEAST = 5.0
"""Percent that the axis reaches at least."""

METHOD = "share of the picture's area that the matte keeps; soft edges are pixels kept in part"


def measure_matte(tiles: Sequence[Tile]) -> Generator[int, None, Values]:
    """Of each finished picture the percentages of its area that are kept and that are kept in part: tiles x 2.

    Yields the number measured. NaN for pictures without a matte and those that cannot be read.
    """
    shares = np.full((len(tiles), 2), np.nan)
    for at, told in enumerate(ahead(_shares, tiles)):
        if told is not None:
            shares[at] = told
        yield at + 1
    return shares


def _shares(tile: Tile) -> tuple[float, float] | None:
    try:
        whole = None if tile.path is None else read(tile.path, matte=True).matte
    except UnreadablePicture:
        return None
    if whole is None:
        return None
    matte = whole / np.float32(np.iinfo(whole.dtype).max)
    return 100 * float(matte.mean()), 100 * float(((matte > 0.02) & (matte < 0.98)).mean())


def draw_matte_plot(heading: Heading, tiles: Sequence[Tile], rate: Fraction, shares: Values) -> Image.Image | None:
    """The plot as a picture, or None where no picture has a matte."""
    if np.isnan(shares).all():
        return None
    areas = [
        Area(
            unit="% of the picture",
            least=LEAST,
            share=True,
            lines=(Line(name=name, colour=colour, shot=None, finished=shares[:, column]),),
        )
        for column, (name, colour) in enumerate((("kept", style.LAMP), ("soft edge", style.DUSK)))
    ]
    return draw_frame_plot(heading, tiles, rate, areas, _in_words(shares), METHOD)


def _in_words(shares: Values) -> Iterator[tuple[str, str]]:
    known = shares[~np.isnan(shares).any(axis=1)]
    yield "Kept", f"{known[:, 0].min():.1f} to {known[:, 0].max():.1f} % of the picture"
    if len(known) > 2:
        yield "Jumps", f"{rms(fast(known[:, 0])):.2f} % of the picture from one exposure to the next"
