"""The look of what the house draws: a dark, warm, quiet ground, and light only where something is said."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from PIL import ImageDraw, ImageFont

GROUND = "#0e0c0a"
PANEL = "#171411"
LINE = "#2a2520"
INK = "#ece2d3"
QUIET = "#9b9084"
FAINT = "#6a6159"
LAMP = "#e9a15b"
LAMP_LOW = "#6b4a2c"
DUSK = "#8f89b8"
MOSS = "#93ad7a"

WIDE_LETTERS = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
"""Comes with matplotlib and knows Latin with all its accents, Greek and Cyrillic."""

OWN_LETTERS = frozenset(map(chr, range(32, 127))) | frozenset("·“”‘’")
"""What Pillow's own face (Aileron), the finer one, can write."""

Face = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache
def face(size: float, *, own: bool = True) -> Face:
    """A typeface of `size` pixels; `own` is Pillow's, else the one that knows more letters."""
    return ImageFont.load_default(size) if own else ImageFont.truetype(WIDE_LETTERS, size * 0.94)


class Text(NamedTuple):
    """Words at a size in pixels, in a colour."""

    words: str
    size: float
    colour: str = INK

    @property
    def face(self) -> Face:
        """The typeface that can write these words."""
        return face(self.size, own=OWN_LETTERS.issuperset(self.words))

    @property
    def width(self) -> float:
        """In pixels."""
        return self.face.getlength(self.words)

    def within(self, width: float) -> "Text":
        """The same, cut off with three dots where it would be wider than `width` pixels."""
        if self.width <= width:
            return self
        kept = self.words
        while kept and self._replace(words=kept.rstrip() + "...").width > width:
            kept = kept[:-1]
        return self._replace(words=kept.rstrip() + "...")

    def draw(self, page: ImageDraw.ImageDraw, x: float, baseline: float, *, right: bool = False) -> float:
        """Write with the left (or right) end at `x`, standing on `baseline`; returns the width in pixels."""
        page.text((x, baseline), self.words, font=self.face, fill=self.colour, anchor="rs" if right else "ls")
        return self.width
