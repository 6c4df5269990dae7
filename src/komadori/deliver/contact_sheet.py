"""A take on one page: its pictures in order, how long each is held, and what is written beside them on the sheet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.deliver.heading import HEAD, MARGIN, Heading
from komadori.picture import style
from komadori.picture.style import Text

MOST = 120
"""Pictures on a page: ten seconds on twos. With more, none could be judged from where one stands before a wall."""

WIDTH = 2400
"""Pixels; two hundred to the inch on an A3 sheet, and still a small file."""
GAP, FOOT = 30, 84
LARGEST, SMALLEST = 700, 150
"""Of a tile's width in pixels."""
TALLEST = 2000
"""Pixels a tile is high at the most, for pictures that are slits."""
SHAPE = 1.5
"""Width to height that a page comes as near to as it can: that of a landscape print."""

CORNER = 10
BARS = 16
"""Frames of a hold that are drawn one by one; longer ones are told by a number only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One exposure of the sheet: held from frame `first` for `length` frames, picture `number` of the take, 0 for none.

    `path` is None where there is no picture, and `absent` says why; `note` is what the sheet's note columns say from
    there on, `aside` what else is worth telling: a camera setting that differs from most, the other exposures
    taken, axes of the camera that moved.
    """

    first: int
    length: int
    number: int = 0
    path: Path | None
    absent: str = "still to shoot"
    hidden: bool = False
    note: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where tiles lie on a page, in pixels."""

    columns: int
    width: int
    tile: int
    tall: int
    caption: int
    rows: int

    @property
    def height(self) -> int:
        """The height of the whole page."""
        return HEAD + self.rows * (self.tall + self.caption) + FOOT

    def gaps(self, count: int) -> float:
        """The share of places that `count` tiles leave empty."""
        return 1 - count / (self.columns * self.rows)

    def corner(self, number: int) -> tuple[int, int]:
        """The upper left corner of tile `number`, counted from 0."""
        row, column = divmod(number, self.columns)
        return MARGIN + column * (self.tile + GAP), HEAD + row * (self.tall + self.caption)


def lay_out(count: int, shape: float, *, notes: bool) -> Grid:
    """The grid for `count` tiles of width to height `shape` whose page comes nearest to a landscape print."""
    return min(
        (_grid(columns, count, shape, notes=notes) for columns in range(1, min(count, 14) + 1)),
        key=lambda grid: (grid.tile < SMALLEST, abs(math.log(grid.width / grid.height / SHAPE)) + grid.gaps(count)),
    )


def _grid(columns: int, count: int, shape: float, *, notes: bool) -> Grid:
    tile = min(LARGEST, (WIDTH - 2 * MARGIN - (columns - 1) * GAP) // columns, max(1, round(TALLEST * shape)))
    used = 2 * MARGIN + columns * tile + (columns - 1) * GAP
    return Grid(
        columns=columns,
        width=max(used, 1300),
        tile=tile,
        tall=max(1, round(tile / shape)),
        caption=96 if notes else 70,
        rows=-(-count // columns),
    )


def spread(count: int, most: int = MOST) -> list[int]:
    """`most` numbers of 0 … `count` - 1, evenly spread with both ends among them; all where they are no more."""
    if count <= most:
        return list(range(count))
    return [round(place * (count - 1) / (most - 1)) for place in range(most)]


class Page:
    """A contact sheet being drawn. `shape` is a picture's width to height, `told` what the foot of the page says."""

    def __init__(self, heading: Heading, tiles: Sequence[Tile], shape: float, told: str) -> None:
        notes = any(tile.note for tile in tiles)
        self.grid = lay_out(len(tiles), shape, notes=notes)
        self.image = Image.new("RGB", (self.grid.width, self.grid.height), style.GROUND)
        self._pen = ImageDraw.Draw(self.image)
        self._numbers = max(Text(str(tile.first), 26).width for tile in tiles)
        self._mask = _rounded(self.grid.tile, self.grid.tall)
        heading.draw(self._pen, self.grid.width)
        baseline = self.grid.height - 40
        Text(told, 20, style.FAINT).within(self.grid.width - 2 * MARGIN).draw(self._pen, MARGIN, baseline)

    def put(self, number: int, tile: Tile, picture: NDArray[np.uint8] | None) -> None:
        """Draw tile `number` with its `picture`, height × width × 3 in sRGB; None where there is none to show."""
        x, y = self.grid.corner(number)
        width, tall = self.grid.tile, self.grid.tall
        if picture is None:
            self._slot(x, y, tile.absent if tile.path is None else "cannot be read")
        else:
            shown = Image.fromarray(picture).resize((width, tall), Image.Resampling.LANCZOS)
            if tile.hidden:
                shown = Image.blend(shown, Image.new("RGB", shown.size, style.GROUND), 0.72)
            self.image.paste(shown, (x, y), self._mask)
        number_colour = style.FAINT if picture is None or tile.hidden else style.INK
        Text(str(tile.first), 26, number_colour).draw(self._pen, x + 2, y + tall + 38)
        end = self._hold(x + self._numbers + 16, y + tall + 38, tile)
        aside = Text("hidden" if tile.hidden else tile.aside, 19, style.QUIET)
        if end + 16 + aside.width <= x + width:
            aside.draw(self._pen, x + width - 2, y + tall + 37, right=True)
        Text(tile.note, 19, style.DUSK).within(width - 4).draw(self._pen, x + 2, y + tall + 66)

    def _hold(self, x: float, baseline: float, tile: Tile) -> float:
        """A lamp for the exposed frame and a dim bar for each frame it is held; returns where they end."""
        shot = tile.path is not None and not tile.hidden
        for frame in range(min(tile.length, BARS)):
            bright = style.LAMP if frame == 0 else style.LAMP_LOW
            box = (x, baseline - 17, x + 9, baseline - 2)
            self._pen.rounded_rectangle(box, 3, fill=bright if shot else None, outline=None if shot else style.FAINT)
            x += 13
        if tile.length > BARS:
            x += 6 + Text(f"{tile.length}", 20, style.QUIET).draw(self._pen, x + 6, baseline)
        return x

    def _slot(self, x: int, y: int, words: str) -> None:
        width, tall = self.grid.tile, self.grid.tall
        box = (x, y, x + width - 1, y + tall - 1)
        self._pen.rounded_rectangle(box, CORNER, fill=style.PANEL, outline=style.LINE, width=2)
        text = Text(words, 20, style.FAINT)
        text.draw(self._pen, x + (width - text.width) / 2, y + tall / 2 + 7)


def _rounded(width: int, tall: int) -> Image.Image:
    """A mask with round corners, drawn large and shrunk so that they are smooth."""
    large = Image.new("L", (width * 4, tall * 4))
    ImageDraw.Draw(large).rounded_rectangle((0, 0, width * 4 - 1, tall * 4 - 1), CORNER * 4, fill=255)
    return large.resize((width, tall), Image.Resampling.BOX)
