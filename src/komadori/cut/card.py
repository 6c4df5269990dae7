"""A title card: words in ink on handmade paper, and a line of running stitch below them."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.errors import WrongUse
from komadori.picture.style import Text

PAPER = np.array((0.90, 0.862, 0.785))
"""In sRGB, 0 to 1: unbleached mulberry."""
INK, BY = "#33281f", "#7d6a57"
THREAD = (168, 64, 44)
WORDS, SMALL, LEADING = 0.056, 0.034, 1.62
"""Of the picture's height: the words, who says them; and of the words' size, from line to line."""
WIDEST = 0.72
"""Of the picture's width: no line is longer."""
MOST_LINES = 9
FIBRES = 260
LEAST = 64
"""Pixels of a side below which no word could be read."""


class BadCard(WrongUse, ValueError):
    """A card has no words, or more than can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on a card: `text`, whose line breaks count, and `by`, who says it (may be empty)."""

    text: str
    by: str = ""


def draw_card(card: Card, size: tuple[int, int], *, seed: int = 1) -> NDArray[np.uint8]:
    """The card as h × w × 3 sRGB codes, for `size` (width, height) in pixels; the same bytes for the same seed.

    Raises BadCard for a card without words, or with more lines than a viewer reads, and for a size under 64 pixels.
    """
    width, height = size
    if min(size) < LEAST:
        raise BadCard(f"A card of {width} × {height} pixels has no room for words.", hint=f"{LEAST} is the least side.")
    lines = _broken(card.text, round(height * WORDS), WIDEST * width)
    if not 1 <= len(lines) <= MOST_LINES:
        raise BadCard(
            f"The card's text makes {len(lines)} lines; a viewer reads 1 to {MOST_LINES}.",
            hint="write fewer words, or two cards.",
        )
    page = Image.fromarray(_paper(width, height, seed))
    below = _write(page, lines, card.by)
    return _stitched(np.array(page), below)


def _broken(text: str, size: int, widest: float) -> list[str]:
    """The text in lines no wider than `widest` pixels."""
    lines: list[str] = []
    for given in text.strip().splitlines():
        line = ""
        for word in given.split():
            longer = f"{line} {word}".strip()
            if line and Text(longer, size).width > widest:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _write(page: Image.Image, lines: list[str], by: str) -> float:
    """Write the words, and tell how far down the stitches belong."""
    pen = ImageDraw.Draw(page)
    width, height = page.size
    size, small = round(height * WORDS), round(height * SMALL)
    tall = LEADING * size
    top = height * 0.46 - tall * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        words = Text(line, size, INK)
        words.draw(pen, (width - words.width) / 2, top + number * tall + size * 0.35)
    below = top + len(lines) * tall
    if by:
        told = Text(by, small, BY)
        told.draw(pen, (width - told.width) / 2, below + height * 0.085)
    return below


def _stitched(page: NDArray[np.uint8], at: float) -> NDArray[np.uint8]:
    """Seven stitches `at` so many pixels from the top, none quite like the other."""
    height, width = page.shape[:2]
    long, gap, thick = height * 0.026, height * 0.016, max(1, round(height * 0.0058))
    wobble = np.random.default_rng(11).normal(0, height * 0.0016, (7, 2))
    left = width / 2 - (7 * long + 6 * gap) / 2
    fine = 16
    for number, (one, other) in enumerate(wobble):
        begin = left + number * (long + gap)
        start = (round(begin * fine), round((at + one) * fine))
        end = (round((begin + long) * fine), round((at + other) * fine))
        cv2.line(page, start, end, THREAD, thick, cv2.LINE_AA, shift=4)
    return page


def _paper(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Paper with clouds of pulp, long fibres and a fall-off to the corners."""
    chance = np.random.default_rng(seed)
    grain = _soft(chance, width, height, height / 9) * 0.016 + _soft(chance, width, height, 1.1) * 0.012
    grain += 0.05 * _fibres(chance, width, height)
    down, across = np.mgrid[0:height, 0:width]
    far = np.hypot((across / width - 0.5) * 1.25, down / height - 0.5)
    light = (1 + grain) * (1 - 0.42 * np.clip(far - 0.18, 0, None) ** 1.6)
    rgb: NDArray[np.uint8] = np.clip(np.rint(PAPER * light[..., None] * 255), 0, 255).astype(np.uint8)
    return rgb


def _soft(chance: np.random.Generator, width: int, height: int, blur: float) -> NDArray[Any]:
    """Noise of unit spread, `blur` pixels coarse."""
    noise: NDArray[Any] = np.asarray(cv2.GaussianBlur(chance.normal(size=(height, width)), (0, 0), blur))
    even: NDArray[Any] = noise / noise.std()
    return even


def _fibres(chance: np.random.Generator, width: int, height: int) -> NDArray[Any]:
    """Long fibres, lighter and darker than the paper."""
    sheet = np.zeros((height, width), np.float32)
    way = np.linspace(0, 1, 24)
    for _ in range(FIBRES):
        x, y, turn = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(0, np.pi)
        long, bend = chance.uniform(0.04, 0.16) * height, chance.normal(0, 1.2)
        line = np.stack([x + np.cos(turn + bend * way) * long * way, y + np.sin(turn + bend * way) * long * way], 1)
        cv2.polylines(sheet, [np.rint(line).astype(np.int32)], isClosed=False, color=chance.choice([-1.0, 1.2]))
    return np.asarray(cv2.GaussianBlur(sheet, (0, 0), max(0.6, height / 700)))
