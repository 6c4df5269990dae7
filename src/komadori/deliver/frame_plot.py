"""Values of a take over its frames, as shot and finished, with every hold marked below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.deliver.contact_sheet import FOOT, WIDTH, Tile
from komadori.deliver.heading import HEAD, MARGIN, Heading
from komadori.picture import style
from komadori.picture.style import Text

PLOT_HEIGHT, DOTS = 1180, 200
"""Pixels, and pixels to the inch."""

CLEAR = 240
"""Exposures; with more, lines are drawn thinner, or they would run together."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value of each exposure: as shot, and finished where that is known; NaN for what is not."""

    name: str
    colour: str
    shot: Values | None
    finished: Values | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Lines of one unit, one above the other. `least` is how far the axis reaches at least, or a quiet take would look
    like a storm; it reaches to both sides of 0, or, for a `share`, from 0 up."""

    unit: str
    lines: tuple[Line, ...]
    least: float
    share: bool = False


def draw_frame_plot(
    heading: Heading,
    tiles: Sequence[Tile],
    rate: Fraction,
    areas: Sequence[Area],
    words: Iterable[tuple[str, str]],
    method: str,
) -> Image.Image:
    """The plot as a picture. Lines hold one value for each of `tiles`; `words` are told below it, each with its values,
    and `method` says at the foot how it was measured."""
    told = list(words)
    page = Image.new("RGB", (WIDTH, HEAD + PLOT_HEIGHT + 30 + 40 * max(2, len(told)) + FOOT), style.GROUND)
    pen = ImageDraw.Draw(page)
    heading.draw(pen, WIDTH)
    page.paste(_plot(tiles, rate, areas), (0, HEAD))
    for row, (what, values) in enumerate(told):
        baseline = HEAD + PLOT_HEIGHT + 50 + 40 * row
        taken = Text(what, 26, style.INK).draw(pen, MARGIN, baseline)
        Text(values, 26, style.QUIET).within(WIDTH - 2 * MARGIN - taken - 20).draw(pen, MARGIN + taken + 20, baseline)
    Text(f"Komadori · {method}", 20, style.FAINT).draw(pen, MARGIN, page.height - 40)
    return page


def _plot(tiles: Sequence[Tile], rate: Fraction, areas: Sequence[Area]) -> Image.Image:
    figure = Figure(figsize=(WIDTH / DOTS, PLOT_HEIGHT / DOTS), dpi=DOTS, facecolor=style.GROUND)
    ratios = (5.0, *(4.0 for _ in areas[1:]), 0.4)
    *drawn, holds = figure.subplots(len(areas) + 1, 1, sharex=True, height_ratios=ratios)
    edge = MARGIN / WIDTH
    figure.subplots_adjust(left=edge + 0.03, right=1 - edge, top=0.945, bottom=0.085, hspace=0.13)
    for where, area in zip(drawn, areas, strict=True):
        _lines(where, area, tiles)
    _holds(holds, tiles)
    _seconds(drawn[0], rate)
    figure.align_ylabels(drawn)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def _lines(where: Any, area: Area, tiles: Sequence[Tile]) -> None:
    """Draw each exposure's value as long as it is held; as shot it is thin where there is a finished line over it."""
    _quiet(where)
    where.set_ylabel(area.unit, color=style.QUIET, fontsize=8, labelpad=6)
    most = area.least
    thin = min(1.0, (CLEAR / len(tiles)) ** 0.5)
    for line in area.lines:
        faded = line.finished is not None
        look = {"color": line.colour, "lw": thin * (0.9 if faded else 1.6), "alpha": 0.42 if faded else 1}
        if line.shot is not None:
            where.plot(*_held(tiles, line.shot), label=f"{line.name}, as shot", **look)
        if line.finished is not None:
            after = _held(tiles, line.finished)
            where.plot(*after, color=line.colour, lw=thin * 1.9, label=f"{line.name}, finished")
        most = max(most, _furthest(line.shot), _furthest(line.finished))
    where.set_ylim(*((0, 1.2 * most) if area.share else (-1.12 * most, 1.28 * most)))
    where.axhline(0, color=style.LINE, lw=0.8, zorder=0)
    where.legend(
        loc="upper left",
        ncols=4,
        frameon=False,
        labelcolor=style.QUIET,
        fontsize=8,
        handlelength=1.6,
        borderaxespad=0.2,
    )


def _furthest(line: Values | None) -> float:
    return 0 if line is None or np.isnan(line).all() else float(np.nanmax(np.abs(line)))


def _held(tiles: Sequence[Tile], line: Values) -> tuple[list[float], list[float]]:
    """Corners of a line that stays level for each hold; the frame axis counts a frame from its number to the next."""
    across = [float(edge) for tile in tiles for edge in (tile.first, tile.first + tile.length)]
    return across, [float(value) for value in line for _ in range(2)]


def _holds(area: Any, tiles: Sequence[Tile]) -> None:
    """A bar for every hold, bright for the exposed frame, dim for the frames it stays; hollow while still to shoot."""
    _quiet(area)
    area.set_yticks([])
    area.spines[:].set_visible(False)
    area.set_ylim(0, 1)
    there = [tile for tile in tiles if tile.path is not None and not tile.hidden]
    slots = [tile for tile in tiles if tile.path is None or tile.hidden]
    gap = min(0.24, 0.002 * (tiles[-1].first + tiles[-1].length))
    area.broken_barh([(tile.first, tile.length - gap) for tile in there], (0.2, 0.6), color=style.LAMP_LOW, lw=0)
    area.broken_barh([(tile.first, 1 - gap) for tile in there], (0.2, 0.6), color=style.LAMP, lw=0)
    area.broken_barh(
        [(tile.first, tile.length - gap) for tile in slots], (0.2, 0.6), facecolor="none", edgecolor=style.FAINT, lw=0.6
    )
    area.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    area.set_xlim(1, tiles[-1].first + tiles[-1].length)
    area.set_xlabel("frame", color=style.QUIET, fontsize=8)


def _seconds(area: Any, rate: Fraction) -> None:
    above = area.secondary_xaxis("top", functions=(lambda x: (x - 1) / float(rate), lambda s: s * float(rate) + 1))
    above.set_xlabel("seconds", color=style.QUIET, fontsize=8)
    above.tick_params(colors=style.QUIET, labelsize=8, length=3, color=style.LINE)
    above.spines[:].set_color(style.LINE)


def _quiet(area: Any) -> None:
    area.set_facecolor(style.PANEL)
    area.spines[:].set_color(style.LINE)
    area.tick_params(colors=style.QUIET, labelsize=8, length=3, color=style.LINE)
    area.grid(visible=True, axis="y", color=style.LINE, lw=0.5, alpha=0.6)
    area.set_axisbelow(True)
