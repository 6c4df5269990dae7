"""A take to look at: a contact sheet, and beside it a plot of its light."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from komadori.deliver.ahead import ahead
from komadori.deliver.captions import heading_of, tiles_of
from komadori.deliver.contact_sheet import LARGEST, Page, Tile, spread
from komadori.deliver.place import in_place
from komadori.deliver.reel import FramesMissing
from komadori.picture import UnreadablePicture, read_proxy
from komadori.progress import Progress, Work
from komadori.store import TakeFolder


def draw_contact_sheet(
    take: TakeFolder, title: str, to: Path, *, exposure: str = "x1", finished: bool = False, overwrite: bool = False
) -> Work[Path]:
    """Write a contact sheet of `take`, from the series called `title`, as PNG to `to`.

    A take of more than 120 exposures is sampled evenly, and the page says so. Raises FramesMissing where there is no
    picture at all, AlreadyThere, and StorageFailed and its kinds.
    """
    tiles = tiles_of(take, exposure=exposure, finished=finished)
    chosen = [tiles[number] for number in spread(len(tiles))]
    first = next((small for _, small in map(_small, tiles) if small is not None), None)
    if first is None:
        raise FramesMissing(f"{take.slate} has no picture to show.", hint=f"`komadori shoot {take.slate}` begins.")
    told = (
        "Komadori"
        if len(chosen) == len(tiles)
        else f"Komadori · {len(chosen)} of {len(tiles)} exposures, evenly spread"
    )
    heading = heading_of(take, title, exposure, finished=finished)
    page = Page(heading, chosen, first.shape[1] / first.shape[0], told)
    with in_place(to, overwrite=overwrite) as draft:
        for number, (tile, small) in enumerate(ahead(_small, chosen)):
            page.put(number, tile, small)
            yield Progress(done=number + 1, total=len(chosen), doing=f"drawing {to.name}")
        page.image.save(draft, format="PNG")
    return to


def _small(tile: Tile) -> tuple[Tile, NDArray[np.uint8] | None]:
    if tile.path is None:
        return tile, None
    try:
        return tile, np.asarray(read_proxy(tile.path, LARGEST))
    except UnreadablePicture:
        return tile, None
