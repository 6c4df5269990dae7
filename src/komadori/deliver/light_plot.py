"""The light of a take over its frames: brightness and colour, as shot and finished, with every hold marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from PIL import Image

from komadori.deliver.contact_sheet import Tile
from komadori.deliver.frame_plot import Area, Line, draw_frame_plot
from komadori.deliver.heading import Heading
from komadori.deliver.light import LightLine, flicker
from komadori.picture import style

LEAST = 1.5
"""Percent to either side that an axis shows at least."""

METHOD = "measured where the set stands still; flicker is the RMS jump from one exposure to the next"


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
    areas = [_area(kinds, shot, finished) for kinds in ((BRIGHTNESS,), COLOURS)]
    return draw_frame_plot(heading, tiles, rate, areas, _in_words(shot, finished), METHOD)


def _area(kinds: Sequence[Kind], shot: LightLine, finished: LightLine | None) -> Area:
    return Area(
        unit="% from the middle of the take",
        least=LEAST,
        lines=tuple(
            Line(
                name=kind.name,
                colour=kind.colour,
                shot=getattr(shot, kind.value),
                finished=None if finished is None else getattr(finished, kind.value),
            )
            for kind in kinds
        ),
    )


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
