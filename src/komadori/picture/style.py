"""The look of what the house draws: a dark, warm, quiet ground, and light only where something is said."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
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

EAST_ASIAN = 0x2E80
"""From this code point on, letters are mostly Chinese, Japanese and Korean, which neither face of ours can write."""

EAST_ASIAN_FACES = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "PingFang SC",
    "Microsoft YaHei",
    "Malgun Gothic",
    "WenQuanYi Micro Hei",
    "IPAGothic",
    "Droid Sans Fallback",
)

Face = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache
def own_face(size: float) -> Face:
    """Pillow's own typeface, of `size` pixels."""
    return ImageFont.load_default(size)


@lru_cache
def face_from(file: Path, size: float) -> Face:
    """The typeface in `file`, of `size` pixels; these look larger than Pillow's own."""
    return ImageFont.truetype(file, size * 0.94)


@lru_cache
def east_asian_letters() -> Path:
    """A face on this machine that can write Chinese, Japanese and Korean; where there is none, ours shows boxes."""
    for name in EAST_ASIAN_FACES:
        with suppress(ValueError):
            return Path(font_manager.findfont(name, fallback_to_default=False))
    return WIDE_LETTERS


class Text(NamedTuple):
    """Words at a size in pixels, in a colour."""

    words: str
    size: float
    colour: str = INK

    @property
    def face(self) -> Face:
        """The typeface that can write these words."""
        if OWN_LETTERS.issuperset(self.words):
            return own_face(self.size)
        eastern = any(ord(letter) >= EAST_ASIAN for letter in self.words)
        return face_from(east_asian_letters() if eastern else WIDE_LETTERS, self.size)

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
