"""The light of a take, exposure by exposure: every patch of the set against what it mostly is, puppets left out."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.deliver.ahead import ahead
from komadori.deliver.contact_sheet import Tile, spread
from komadori.picture import UnreadablePicture, read_proxy
from komadori.picture.measure import MOST_PICTURES, bare_set, fast, light_against, patches, rms

PROXY = 320
"""Pixels across. A mean over the set does not need more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LightLine:
    """The light of a take's exposures in sheet order, as departures in percent from its own median.

    `brightness` is luminance, `red` and `blue` those channels against green, so that they tell colour and not light.
    Unreadable pictures and slots still to be shot are NaN.
    """

    brightness: NDArray[np.float64]
    red: NDArray[np.float64]
    blue: NDArray[np.float64]


def flicker(line: NDArray[np.float64]) -> float:
    """How much a line of percentages jumps from one exposure to the next, RMS in percent; slow changes do not count.

    NaN where fewer than three exposures are known.
    """
    known = line[~np.isnan(line)]
    return rms(fast(known)) if len(known) > 2 else float("nan")


def measure_light(tiles: Sequence[Tile]) -> Generator[int, None, LightLine]:
    """Measure every tile's picture, yielding the number measured; memory does not grow with the take."""
    bare = _bare_set(tiles)
    stops = np.full((len(tiles), 3), np.nan)
    for number, meter in enumerate(ahead(_meter, tiles)):
        if meter is not None and bare is not None:
            level, red, green, blue = light_against(meter, bare)
            stops[number] = level, red - green, blue - green
        yield number + 1
    if not np.isnan(stops).all():
        stops -= np.nanmedian(stops, axis=0)
    percent = 100 * (np.exp2(stops) - 1)
    return LightLine(brightness=percent[:, 0], red=percent[:, 1], blue=percent[:, 2])


def _bare_set(tiles: Sequence[Tile]) -> NDArray[np.floating[Any]] | None:
    """The set without its puppets, from as many pictures as that takes; None where no picture can be read."""
    there = [tile for tile in tiles if tile.path is not None]
    sample = ahead(_meter, [there[at] for at in spread(len(there), MOST_PICTURES)])
    known = [meter for meter in sample if meter is not None]
    return bare_set(known) if known else None


def _meter(tile: Tile) -> NDArray[np.floating[Any]] | None:
    try:
        return None if tile.path is None else patches(read_proxy(tile.path, PROXY, matte=True))
    except UnreadablePicture:
        return None
