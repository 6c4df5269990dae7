"""A colour chart as it was found: over the photograph, and patch by patch before, as it should be, and after."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.deliver.heading import HEAD, MARGIN, Heading
from komadori.picture import style
from komadori.picture.chart_report import ChartReport
from komadori.picture.chart_values import COLUMNS, NAMES
from komadori.picture.colour import to_codes
from komadori.picture.style import Text

WIDTH = 2000
"""Pixels of the page."""
TILE, GAP, CAPTION = 282, 22, 74
GOOD, FAIR = 2.0, 5.0
"""Differences up to which a patch is told quietly, and up to which in the colour of lamps."""
METHOD = "Komadori · CIEDE2000 against X-Rite's published values (D50); left half measured, right half as it should be"


def draw_chart(heading: Heading, light: NDArray[Any], report: ChartReport) -> Image.Image:
    """The page as a picture; `light` is the photograph, scene-linear, that `report` was made from."""
    high, wide = light.shape[:2]
    shown = WIDTH - 2 * MARGIN
    tall = round(shown * high / wide)
    rows = 4 * (TILE // 2 + CAPTION)
    page = Image.new("RGB", (WIDTH, HEAD + tall + 60 + rows + 110), style.GROUND)
    pen = ImageDraw.Draw(page)
    heading.draw(pen, WIDTH)
    page.paste(Image.fromarray(_photograph(light, report, shown, tall)), (MARGIN, HEAD))
    _outlines(pen, report, shown)
    for at in range(len(NAMES)):
        row, column = divmod(at, COLUMNS)
        x, y = MARGIN + column * (TILE + GAP), HEAD + tall + 60 + row * (TILE // 2 + CAPTION)
        _patch(pen, x, y, at, report)
    Text(METHOD, 20, style.FAINT).draw(pen, MARGIN, page.height - 40)
    return page


def _photograph(light: NDArray[Any], report: ChartReport, wide: int, tall: int) -> NDArray[np.uint8]:
    """The photograph with its exposure set right, so that a dark one can be looked at."""
    small = cv2.resize(np.asarray(light, np.float32), (wide, tall), interpolation=cv2.INTER_AREA)
    return np.asarray(to_codes(np.asarray(small * np.exp2(report.exposure), np.float32), "srgb", 8), np.uint8)


def _outlines(pen: ImageDraw.ImageDraw, report: ChartReport, wide: int) -> None:
    """Where each patch was measured, its right half filled with what it should be."""
    for at, corners in enumerate(report.chart.corners * wide + [MARGIN, HEAD]):
        places = [(float(x), float(y)) for x, y in corners]
        middle = [tuple(np.mean(corners[side], axis=0)) for side in ([0, 1], [2, 3])]
        pen.polygon([middle[0], places[1], places[2], middle[1]], fill=_colour(report.wanted[at]))
        pen.line([*places, places[0]], fill=style.INK, width=2)


def _patch(pen: ImageDraw.ImageDraw, x: int, y: int, at: int, report: ChartReport) -> None:
    """Before, as it should be, after, side by side; below it how far off before and after."""
    patch = report.patches[at]
    exposed = report.chart.light[at] * np.exp2(report.exposure)
    after = report.match(report.chart.light[at])
    third = TILE / 3
    for number, colour in enumerate((exposed, report.wanted[at], after)):
        left = x + number * third
        pen.rectangle((left, y, left + third - 1, y + TILE // 2), fill=_colour(colour))
    for number, words in enumerate(("shot", "chart", "after")):
        ink = style.GROUND if report.wanted[at].mean() > 0.18 else style.INK
        Text(words, 15, ink).draw(pen, x + number * third + 8, y + TILE // 2 - 9)
    Text(patch.name, 21, style.INK if patch.used else style.FAINT).draw(pen, x, y + TILE // 2 + 30)
    tone = style.MOSS if patch.after <= GOOD else style.LAMP if patch.after <= FAIR else "#dd7f66"
    told = f"ΔE {patch.exposed:.1f} → " if patch.used else "not used, "
    taken = Text(told, 19, style.QUIET).draw(pen, x, y + TILE // 2 + 56)
    Text(f"{patch.after:.1f}", 19, tone).draw(pen, x + taken, y + TILE // 2 + 56)


def _colour(light: NDArray[Any]) -> tuple[int, int, int]:
    codes = to_codes(np.asarray(light, np.float32).reshape(1, 1, 3), "srgb", 8)[0, 0]
    return int(codes[0]), int(codes[1]), int(codes[2])
