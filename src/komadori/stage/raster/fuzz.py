"""The soft edge of felt: a second surface just above it, of which only some fibres are there."""

import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.grain import mat
from komadori.stage.raster.rows import Rows
from komadori.stage.raster.surface import FUZZY, Palette
from komadori.stage.raster.view import View
from komadori.stage.raster.visible import Seen, Spots, look, spots
from komadori.stage.scene import Floats

LENGTH = 1.3
"""Millimetres that fibres stand off the felt."""


def fuzzy(rows: Rows, palette: Palette) -> Rows | None:
    """The surface of fibre ends over the felt among `rows`; None where there is no felt."""
    felt = np.asarray([material.kind in FUZZY for material in palette.materials], bool)[rows.material]
    if not felt.any():
        return None
    those = rows.kept(felt)
    return those.swollen(np.full(len(those), LENGTH, np.float32))


def ends(view: View, rows: Rows, depth: Floats, thing: NDArray[np.int32], fine: float) -> tuple[Spots, Floats]:
    """Where fibres stand out over what is behind them, and how much they cover it (n, 0 to 1).

    `depth` and `thing` (h × w) are of the picture without them.
    """
    seen = look(view, rows, over=depth)
    # Not over what lies on the felt itself: eyes and noses are trimmed free.
    inside = (seen.row >= 0) & (depth - seen.depth > 2 * LENGTH)
    inside[inside] = rows.thing[seen.row[inside]] != thing[inside]
    there = spots(view, rows, Seen(row=np.where(inside, seen.row, -1), depth=seen.depth))
    height, _ = mat(there.rest, there.outward, fine)
    facing = np.einsum("ij,ij->i", there.normal, there.way)
    cover = np.clip(height * 1.9 - 0.35 - 0.75 * np.clip(1 - facing / 0.45, 0, 1), 0, 0.95)
    return there, cover.astype(np.float32)
