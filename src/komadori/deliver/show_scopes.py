"""Scopes of one picture of a take, as shot or finished, on a page beside the take's other pages."""

from pathlib import Path

import numpy as np

from komadori.deliver.captions import heading_of, tiles_of
from komadori.deliver.contact_sheet import Tile
from komadori.deliver.heading import Heading
from komadori.deliver.place import in_place, must_be_free
from komadori.deliver.presets import WrongTarget
from komadori.deliver.reel import nothing_to_show
from komadori.deliver.scopes import SAMPLED, draw_scopes
from komadori.picture import read_proxy
from komadori.store import NotFinished, TakeFolder


def show_scopes(
    take: TakeFolder,
    title: str,
    to: Path,
    *,
    frame: int = 1,
    exposure: str = "x1",
    finished: bool = False,
    overwrite: bool = False,
) -> int:
    """Draw waveform, parade, vectorscope and histogram of the picture that the sheet of `take` shows at `frame`, or of
    the nearest one that is there, to the PNG `to`; `title` is the series'. Returns the frame that was drawn.

    Raises WrongTarget, AlreadyThere, FramesMissing where there is no picture at all, NotFinished, UnreadablePicture,
    and StorageFailed and its kinds.
    """
    if to.suffix.lower() != ".png":
        raise WrongTarget(f"Scopes are drawn as a PNG, and {to.name} is not called one.", hint="write to NAME.png.")
    must_be_free(to, overwrite=overwrite)
    done = take.finished() if finished else None
    if finished and done is None:
        raise NotFinished(f"{take.slate} has not been finished.", hint=f"`komadori finish {take.slate}` does it.")
    there = [tile for tile in tiles_of(take, exposure=exposure, done=done) if tile.path is not None and not tile.hidden]
    if not there:
        raise nothing_to_show(take, exposure)
    tile = min(there, key=lambda tile: _away(tile, frame))
    usual = heading_of(take, title, exposure, finished=finished)
    which = f"frame {tile.first}" + (f" to {tile.first + tile.length - 1}" if tile.length > 1 else "")
    facts = (which, "finished" if finished else "as shot", *usual.facts[2:])
    page = draw_scopes(
        Heading(title=usual.title, shot=usual.shot, facts=facts), np.asarray(read_proxy(tile.path or to, SAMPLED))
    )
    with in_place(to, overwrite=overwrite) as draft:
        page.save(draft, format="PNG")
    return tile.first


def _away(tile: Tile, frame: int) -> int:
    """How many frames lie between a tile's picture and `frame`."""
    return max(tile.first - frame, frame - (tile.first + tile.length - 1), 0)
