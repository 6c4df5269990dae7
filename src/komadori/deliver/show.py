"""A take to look at: a contact sheet, and beside it plots of its light, its bumps and its matte."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from komadori.deliver.ahead import ahead
from komadori.deliver.captions import heading_of, tiles_of
from komadori.deliver.contact_sheet import LARGEST, Page, Tile, spread
from komadori.deliver.heading import Heading
from komadori.deliver.light import LightLine, flicker, measure_light
from komadori.deliver.light_plot import draw_light_plot
from komadori.deliver.matte_plot import draw_matte_plot, measure_matte
from komadori.deliver.place import in_place, must_be_free
from komadori.deliver.presets import WrongTarget
from komadori.deliver.reel import nothing_to_show
from komadori.deliver.shift_plot import draw_shift_plot
from komadori.deliver.steps import told
from komadori.picture import UnreadablePicture, inspect, read_proxy
from komadori.picture.measure import MOST_PICTURES
from komadori.progress import Work
from komadori.store import Finished, NotFinished, TakeFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class FlickerFigures:
    """The RMS jump from one exposure to the next, in percent; None where fewer than three exposures are known."""

    brightness: float | None
    red_to_green: float | None
    blue_to_green: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where the pages lie, how many exposures the take has and how many of them the contact sheet shows, and what
    flickers; `finished` is None where the take has not been finished, and so are plots of what it has not."""

    contact_sheet: Path
    light_plot: Path
    shift_plot: Path | None
    matte_plot: Path | None
    exposures: int
    drawn: int
    as_shot: FlickerFigures
    finished: FlickerFigures | None


def show_take(
    take: TakeFolder, title: str, to: Path, *, exposure: str = "x1", finished: bool = False, overwrite: bool = False
) -> Work[Shown]:
    """Write a contact sheet of `take`, from the series called `title`, to `to`, and its plots beside it.

    All are PNG; those of `wall.png` are called `wall-light.png`, `wall-shift.png` where the take was stabilised, and
    `wall-matte.png` where its finished pictures have a matte. `finished` puts the finished pictures on the sheet;
    the plot shows both in any case. A take of more than 120 exposures is sampled evenly on the sheet, which says so.
    Raises WrongTarget, AlreadyThere, FramesMissing where there is no picture at all, NotFinished, and StorageFailed
    and its kinds.
    """
    if to.suffix.lower() != ".png":
        raise WrongTarget(f"A contact sheet is a PNG, and {to.name} is not called one.", hint="write to NAME.png.")
    light_to, shift_to, matte_to = (
        to.with_name(f"{to.stem}-{what}{to.suffix}") for what in ("light", "shift", "matte")
    )
    for path in (to, light_to, shift_to, matte_to):
        must_be_free(path, overwrite=overwrite)
    done = take.finished()
    if finished and done is None:
        raise NotFinished(f"{take.slate} has not been finished.", hint=f"`komadori finish {take.slate}` does it.")
    shot = tiles_of(take, exposure=exposure)
    if all(tile.path is None for tile in shot):
        raise nothing_to_show(take, exposure)
    heading = heading_of(take, title, exposure, finished=finished)
    tiles = tiles_of(take, exposure=exposure, done=done) if finished else shot
    chosen = [tiles[number] for number in spread(len(tiles))]
    page = yield from told(_contact_sheet(heading, chosen, len(tiles)), len(chosen), f"drawing {to.name}")
    _save(page, to, overwrite=overwrite)
    before, after = yield from _measured(take, shot, exposure, done)
    plain, rate = heading_of(take, title, exposure, finished=False), take.sheet.rate
    _save(draw_light_plot(plain, shot, rate, before, after), light_to, overwrite=overwrite)
    shift = draw_shift_plot(plain, shot, rate, done) if done else None
    matte = (yield from _matte(plain, take, exposure, done)) if done else None
    return Shown(
        contact_sheet=to,
        light_plot=light_to,
        shift_plot=_saved(shift, shift_to, overwrite=overwrite),
        matte_plot=_saved(matte, matte_to, overwrite=overwrite),
        exposures=len(tiles),
        drawn=len(chosen),
        as_shot=_figures(before),
        finished=None if after is None else _figures(after),
    )


def _contact_sheet(heading: Heading, tiles: Sequence[Tile], of: int) -> Generator[int, None, Image.Image]:
    shapes = (small.shape for _, small in map(_small, tiles) if small is not None)
    tall, wide, _ = next(shapes, (2, 3, 3))
    sampled = f" · {len(tiles)} of {of} exposures, evenly spread" if len(tiles) < of else ""
    page = Page(heading, tiles, wide / tall, "Komadori" + sampled)
    for number, (tile, small) in enumerate(ahead(_small, tiles)):
        page.put(number, tile, small)
        yield number + 1
    return page.image


def _small(tile: Tile) -> tuple[Tile, NDArray[np.uint8] | None]:
    if tile.path is None:
        return tile, None
    try:
        return tile, np.asarray(read_proxy(tile.path, LARGEST, matte=True))
    except UnreadablePicture:
        return tile, None


def _measured(
    take: TakeFolder, shot: Sequence[Tile], exposure: str, done: Finished | None
) -> Work[tuple[LightLine, LightLine | None]]:
    before = yield from told(measure_light(shot), len(shot), "measuring the light as shot")
    if done is None:
        return before, None
    tiles = tiles_of(take, exposure=exposure, done=done)
    after = yield from told(measure_light(tiles), len(tiles), "measuring the light once finished")
    return before, after


def _matte(heading: Heading, take: TakeFolder, exposure: str, done: Finished) -> Work[Image.Image | None]:
    tiles = tiles_of(take, exposure=exposure, done=done)
    if not any(inspect(tile.path).channels == 4 for tile in tiles[:MOST_PICTURES] if tile.path is not None):
        return None
    shares = yield from told(measure_matte(tiles), len(tiles), "measuring the matte")
    return draw_matte_plot(heading, tiles, take.sheet.rate, shares)


def _figures(line: LightLine) -> FlickerFigures:
    brightness, red, blue = (flicker(values) for values in (line.brightness, line.red, line.blue))
    if np.isnan(brightness):
        return FlickerFigures(brightness=None, red_to_green=None, blue_to_green=None)
    return FlickerFigures(brightness=round(brightness, 3), red_to_green=round(red, 3), blue_to_green=round(blue, 3))


def _saved(page: Image.Image | None, to: Path, *, overwrite: bool) -> Path | None:
    if page is None:
        return None
    _save(page, to, overwrite=overwrite)
    return to


def _save(page: Image.Image, to: Path, *, overwrite: bool) -> None:
    with in_place(to, overwrite=overwrite) as draft:
        page.save(draft, format="PNG")
