"""What stands above everything the house draws of a take."""

from dataclasses import dataclass

from PIL import ImageDraw

from komadori.picture import style
from komadori.picture.style import Text

MARGIN, HEAD = 96, 236
"""Pixels: the empty border of a page, and where its heading ends."""

SHOT_SHARE = 0.72
"""Of the line: a shot of long names leaves room for the facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The film, the shot, and lines of facts, the most important first."""

    title: str
    shot: str
    facts: tuple[str, ...]

    def draw(self, pen: ImageDraw.ImageDraw, width: int) -> None:
        """Write it at the top of a page of `width` pixels."""
        left, right = MARGIN, width - MARGIN
        taken = Text(self.shot, 58).within(SHOT_SHARE * (right - left)).draw(pen, left, 152)
        told = 0.0
        for number, fact in reversed(list(enumerate(self.facts))):
            colour, size = (style.INK, 26) if number == 0 else (style.QUIET, 22)
            text = Text(fact, size, colour).within(right - left - taken - 60)
            told = text.draw(pen, right, 84 + 34 * number, right=True)
        Text(self.title, 26, style.LAMP).within(right - left - told - 60).draw(pen, left, 84)
        pen.line([(left, 186), (right, 186)], fill=style.LINE, width=2)
