"""The look of what the house draws: a dark, warm, quiet ground, and light only where something is said."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font
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
"""Sober faces for Chinese, Japanese and Korean, which neither face of ours can write; one of them is on most desks."""

NO_LETTERS = re.compile("Emoji|Last ?Resort")
"""In the names of faces that claim letters and do not write them."""

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
def letters_of(file: Path) -> frozenset[str]:
    """What the typeface in `file` can write; nothing where it cannot be read."""
    try:
        return frozenset(map(chr, FT2Font(str(file)).get_charmap()))
    except (OSError, RuntimeError):
        return frozenset()


def faces() -> Iterator[Path]:
    """Typefaces for what Pillow's own cannot write, in the order in which they are tried: at last, all of this machine.

    Not the coloured ones for emoji, which are pictures of one size, nor those that have a box for every letter.
    """
    yield WIDE_LETTERS
    for name in EAST_ASIAN_FACES:
        with suppress(ValueError):
            yield Path(font_manager.findfont(name, fallback_to_default=False))
    others = [face for face in font_manager.fontManager.ttflist if not NO_LETTERS.search(face.name)]
    plain_first = sorted(others, key=lambda face: (face.style != "normal", face.weight != 400, face.fname))
    yield from (Path(face.fname) for face in plain_first)


@lru_cache
def face_for(letters: frozenset[str]) -> Path:
    """The first face that can write all `letters`, or else the one that can write most of them."""
    best = WIDE_LETTERS
    for file in faces():
        if letters <= letters_of(file):
            return file
        best = max(best, file, key=lambda face: len(letters & letters_of(face)))
    return best


def writable(words: str) -> str:
    """`words` without the letters that no one face at hand can write, for an empty box says nothing."""
    known = OWN_LETTERS if OWN_LETTERS.issuperset(words) else letters_of(face_for(frozenset(words)))
    if known.issuperset(words):
        return words
    kept = " ".join("".join(letter for letter in words if letter in known).split())
    return kept if any(map(str.isalnum, kept)) else ""


class Text(NamedTuple):
    """Words at a size in pixels, in a colour."""

    words: str
    size: float
    colour: str = INK

    @property
    def face(self) -> Face:
        """The typeface that can write these words, as far as they are `writable`."""
        words = writable(self.words)
        return (
            own_face(self.size) if OWN_LETTERS.issuperset(words) else face_from(face_for(frozenset(words)), self.size)
        )

    @property
    def width(self) -> float:
        """In pixels."""
        return self.face.getlength(writable(self.words))

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
        page.text((x, baseline), writable(self.words), font=self.face, fill=self.colour, anchor="rs" if right else "ls")
        return self.width
