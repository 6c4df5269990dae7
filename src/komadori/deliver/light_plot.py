"""The light of a take over its frames: brightness and colour, as shot and finished, with every hold marked."""

from collections.abc import Iterator, Sequence
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
from komadori.deliver.light import LightLine, flicker
from komadori.picture import style
from komadori.picture.style import Text

PLOT_HEIGHT, DOTS = 1180, 200
"""Pixels, and pixels to the inch."""

LEAST = 1.5
"""Percent. An axis never shows less than this much to either side, or a quiet take would look like a storm."""


CLEAR = 240
"""Exposures; with more, lines are drawn thinner, or they would run together."""

METHOD = "Komadori · measured where the set stands still; flicker is the RMS jump from one exposure to the next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One line of the plot: which of a LightLine's values, what it is called, and its colour."""

    value: str
    name: str
    colour: str


BRIGHTNESS = Kind(value="brightness", name="brightness", colour=style.LAMP)
COLOURS = (
    Kind(value="red", name="red to green", colour="#dd7f66"),
    Kind(value="blue", name="blue to green", colour="#86a6d8"),
)


def draw_light_plot(
    heading: Heading, tiles: Sequence[Tile], rate: Fraction, shot: LightLine, finished: LightLine | None
) -> Image.Image:
    """The plot as a picture. `shot` and `finished` hold one value for each of `tiles`."""
    page = Image.new("RGB", (WIDTH, HEAD + PLOT_HEIGHT + 110 + FOOT), style.GROUND)
    pen = ImageDraw.Draw(page)
    heading.draw(pen, WIDTH)
    page.paste(_plot(tiles, rate, shot, finished), (0, HEAD))
    for row, (words, values) in enumerate(_in_words(shot, finished)):
        baseline = HEAD + PLOT_HEIGHT + 50 + 40 * row
        taken = Text(words, 26, style.INK).draw(pen, MARGIN, baseline)
        Text(values, 26, style.QUIET).within(WIDTH - 2 * MARGIN - taken - 20).draw(pen, MARGIN + taken + 20, baseline)
    Text(METHOD, 20, style.FAINT).draw(pen, MARGIN, page.height - 40)
    return page


def _in_words(shot: LightLine, finished: LightLine | None) -> Iterator[tuple[str, str]]:
    """What jumps from one exposure to the next, as sentences."""
    known = [kind for kind in (BRIGHTNESS, *COLOURS) if not np.isnan(flicker(getattr(shot, kind.value)))]
    if not known:
        yield "Flicker", "cannot be told from fewer than three exposures"
        return
    for when, line in (("as shot", shot), ("once finished", finished)):
        if line is not None:
            told = [f"{kind.name} {flicker(getattr(line, kind.value)):.2f} %" for kind in known]
            yield f"Flicker {when}", " · ".join(told)


def _plot(tiles: Sequence[Tile], rate: Fraction, shot: LightLine, finished: LightLine | None) -> Image.Image:
    figure = Figure(figsize=(WIDTH / DOTS, PLOT_HEIGHT / DOTS), dpi=DOTS, facecolor=style.GROUND)
    light, colour, holds = figure.subplots(3, 1, sharex=True, height_ratios=(5, 4, 0.4))
    edge = MARGIN / WIDTH
    figure.subplots_adjust(left=edge + 0.03, right=1 - edge, top=0.945, bottom=0.085, hspace=0.13)
    _lines(light, (BRIGHTNESS,), tiles, shot, finished)
    _lines(colour, COLOURS, tiles, shot, finished)
    _holds(holds, tiles)
    _seconds(light, rate)
    figure.align_ylabels([light, colour])
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def _lines(
    area: Any, kinds: Sequence[Kind], tiles: Sequence[Tile], shot: LightLine, finished: LightLine | None
) -> None:
    """Draw each exposure's value as long as it is held; as shot it is thin where there is a finished line over it."""
    _quiet(area)
    area.set_ylabel("% from the middle of the take", color=style.QUIET, fontsize=8, labelpad=6)
    most = LEAST
    thin = min(1.0, (CLEAR / len(tiles)) ** 0.5)
    for kind in kinds:
        was = getattr(shot, kind.value)
        now = None if finished is None else getattr(finished, kind.value)
        faded = now is not None
        area.plot(
            *_held(tiles, was),
            color=kind.colour,
            lw=thin * (0.9 if faded else 1.6),
            alpha=0.42 if faded else 1,
            label=f"{kind.name}, as shot",
        )
        if now is not None:
            area.plot(*_held(tiles, now), color=kind.colour, lw=thin * 1.9, label=f"{kind.name}, finished")
        most = max(most, _furthest(was), _furthest(now))
    area.set_ylim(-1.12 * most, 1.28 * most)
    area.axhline(0, color=style.LINE, lw=0.8, zorder=0)
    area.legend(
        loc="upper left",
        ncols=4,
        frameon=False,
        labelcolor=style.QUIET,
        fontsize=8,
        handlelength=1.6,
        borderaxespad=0.2,
    )


def _furthest(line: NDArray[np.float64] | None) -> float:
    return 0 if line is None or np.isnan(line).all() else float(np.nanmax(np.abs(line)))


def _held(tiles: Sequence[Tile], line: NDArray[np.float64]) -> tuple[list[float], list[float]]:
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
