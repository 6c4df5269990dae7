"""The increments of a puppet on paper, to lie beside the set: a row for each exposure, a column for each joint.

The ground is white, because it is printed; a thin line down each column shows the way of the joint, as an animator
draws it at the margin.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw

from komadori.picture.style import Text
from komadori.score.increments import Increment, Step
from komadori.score.mark import Mark

DOTS = 150
"""To the inch: A4 across is 1754 × 1240."""
WIDTH, HEIGHT = 1754, 1240
MARGIN = 64
TOP, FOOT = 236, 62
ROW, COLUMN = 34, 74
LEFT = 420
"""Pixels for the frame, the hold, the box to tick and the gestures."""
PARTS = 148

WHITE, INK, QUIET, FAINT = "#ffffff", "#241d17", "#7b7066", "#bdb3a8"
LINE, BAND, LAMP, WAY = "#ded6cc", "#faf6f0", "#a85a1c", "#f3d3b1"

FOOTNOTE = (
    "Komadori · how far since the exposure before, and below it where the joint stands · "
    "+ is to its own left, forward, down, shut, raised"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncrementPage:
    """What stands above a page: the film or score, whose increments they are, and lines of facts."""

    title: str
    who: str
    facts: tuple[str, ...] = ()


def draw_increments(told: IncrementPage, rows: Sequence[Increment]) -> list[Image.Image]:
    """The pages: as many rows as fit on each; joints for which there is no column left have further pages."""
    channels = [step.channel for step in rows[0].steps] if rows else []
    many = (WIDTH - 2 * MARGIN - LEFT - PARTS) // COLUMN
    down = (HEIGHT - TOP - FOOT) // ROW
    parts = [channels[first : first + many] for first in range(0, len(channels), many)] or [[]]
    pages = [(rows[first : first + down], some) for first in range(0, len(rows), down) for some in parts]
    drawn = []
    for number, (some_rows, some) in enumerate(pages, 1):
        drawn.append(_Page(told, rows, some, f"page {number} of {len(pages)}").draw(some_rows))
    return drawn


def save_increments(pages: Sequence[Image.Image], to: Path) -> None:
    """Write pages as a PDF, or the first as a picture where `to` has another suffix and there is only one."""
    if to.suffix.lower() == ".pdf":
        pages[0].save(to, "PDF", resolution=DOTS, save_all=True, append_images=list(pages[1:]), quality=92)
        return
    joined = Image.new("RGB", (WIDTH, HEIGHT * len(pages)), WHITE)
    for number, page in enumerate(pages):
        joined.paste(page, (0, number * HEIGHT))
    joined.save(to)


class _Page:
    """One page being drawn: some columns of all rows."""

    def __init__(self, told: IncrementPage, rows: Sequence[Increment], channels: Sequence[str], number: str) -> None:
        self._told, self._channels, self._number = told, channels, number
        self._spans = {channel: _span(rows, channel) for channel in channels}
        self._image = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
        self._pen = ImageDraw.Draw(self._image)

    def draw(self, rows: Sequence[Increment]) -> Image.Image:
        """The page with `rows`."""
        self._heading()
        for number in range(1, len(rows), 2):
            top = TOP + number * ROW
            self._pen.rectangle((MARGIN, top, WIDTH - MARGIN, top + ROW - 1), fill=BAND)
        for channel, x in self._columns():
            self._column(channel, x, rows)
        for number, row in enumerate(rows):
            self._row(row, TOP + number * ROW)
        self._pen.line([(MARGIN, TOP), (WIDTH - MARGIN, TOP)], fill=INK, width=2)
        Text(FOOTNOTE, 15, QUIET).draw(self._pen, MARGIN, HEIGHT - 28)
        Text(self._number, 15, QUIET).draw(self._pen, WIDTH - MARGIN, HEIGHT - 28, right=True)
        return self._image

    def _heading(self) -> None:
        Text(self._told.title, 20, LAMP).draw(self._pen, MARGIN, 66)
        Text(self._told.who, 44, INK).draw(self._pen, MARGIN, 118)
        for number, fact in enumerate(self._told.facts):
            Text(fact, 18, QUIET if number else INK).draw(self._pen, WIDTH - MARGIN, 66 + 26 * number, right=True)
        for words, x in (("frame", MARGIN + 34), ("held", MARGIN + 96), ("gesture", MARGIN + 150)):
            Text(words, 15, QUIET).draw(self._pen, x, TOP - 12)
        Text("put in", 15, QUIET).draw(self._pen, WIDTH - MARGIN - PARTS + 14, TOP - 12)
        group = ""
        for channel, x in self._columns():
            *above, last = channel.split(".")
            whole = " ".join(above) or "face"
            if whole != group:
                Text(whole, 16, INK).draw(self._pen, x, TOP - 38)
                group = whole
            Text(last, 15, QUIET).within(COLUMN - 4).draw(self._pen, x, TOP - 12)

    def _columns(self) -> Iterator[tuple[str, int]]:
        return ((channel, MARGIN + LEFT + number * COLUMN) for number, channel in enumerate(self._channels))

    def _column(self, channel: str, x: int, rows: Sequence[Increment]) -> None:
        """The way of a joint down its column, faint, behind its figures."""
        low, high = self._spans[channel]
        self._pen.line([(x - 6, TOP), (x - 6, TOP + len(rows) * ROW)], fill=LINE)
        span = (high - low) or 1.0
        steps = [_step(row, channel) for row in rows]
        points = [
            (x + 2 + (COLUMN - 16) * (step.value - low) / span, TOP + ROW * (number + 0.5))
            for number, step in enumerate(steps)
        ]
        for here, there in pairwise(points):
            self._pen.line([here, there], fill=WAY, width=2)

    def _row(self, row: Increment, top: int) -> None:
        base = top + ROW - 12
        self._pen.rectangle((MARGIN + 4, top + 9, MARGIN + 17, top + 22), outline=FAINT)
        Text(str(row.frame), 18, INK).draw(self._pen, MARGIN + 34, base)
        for number in range(min(row.held, 6)):
            x = MARGIN + 96 + 7 * number
            self._pen.rectangle((x, top + 11, x + 4, top + 21), fill=LAMP if number == 0 else WAY)
        words = ", ".join(_words(mark) for mark in row.marks)
        Text(words, 17, LAMP).within(LEFT - 168).draw(self._pen, MARGIN + 150, base)
        for channel, x in self._columns():
            self._figure(_step(row, channel), x, top)
        parts = ", ".join(part if name == "mouth" else f"{name} {part}" for name, part in row.parts)
        Text(parts, 16, INK).within(PARTS - 16).draw(self._pen, WIDTH - MARGIN - PARTS + 14, base)

    def _figure(self, step: Step, x: int, top: int) -> None:
        if not step.change:
            Text("·", 18, FAINT).draw(self._pen, x + 8, top + 20)
            return
        sign = "+" if step.change > 0 else "−"
        Text(f"{sign}{abs(step.change):g}", 18, INK).draw(self._pen, x, top + 18)
        Text(f"{step.value:g}{step.unit}".replace("-", "−"), 12, QUIET).draw(self._pen, x, top + 30)


def _span(rows: Sequence[Increment], channel: str) -> tuple[float, float]:
    values = [_step(row, channel).value for row in rows]
    return min(values), max(values)


def _step(row: Increment, channel: str) -> Step:
    return next(step for step in row.steps if step.channel == channel)


def _words(mark: Mark) -> str:
    told = " ".join(part for part in (mark.gesture, mark.side, f"({mark.feeling})" if mark.feeling else "") if part)
    return f'{told} "{mark.text}"' if mark.text else told
