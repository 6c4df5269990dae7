"""What a photographed chart says of a camera and its light, patch by patch, and the match that puts it right."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.picture.chart import Chart, NoChart, find_chart
from komadori.picture.chart_values import GREYS, LAB, NAMES, Edition
from komadori.picture.delta_e import delta_e, from_lab, to_lab
from komadori.picture.match import NOTHING, Match, fit_best

Floats: TypeAlias = NDArray[np.float64]

DARK = 0.0004
"""Light below which a patch is noise."""
FEWEST, FEWEST_GREYS = 15, 3
"""Patches that a match is fitted to at the least."""
MID = 21
"""The patch, a grey of 18 %, that exposure is told by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """One patch: its name, CIEDE2000 from its published colour as shot, as shot with the exposure set right, and after
    the match; and whether it was `used` for the match."""

    name: str
    as_shot: float
    exposed: float
    after: float
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartReport:
    """The chart found, the match, and every patch. `wanted` (24 x 3) is the chart's true linear light."""

    chart: Chart
    edition: Edition
    match: Match
    patches: tuple[Patch, ...]
    wanted: Floats

    @property
    def exposure(self) -> float:
        """Stops that the photograph is too dark by."""
        return self.match.exposure

    def mean(self, which: str) -> float:
        """The mean difference of the patches used: "as_shot", "exposed" or "after"."""
        return float(np.mean([getattr(patch, which) for patch in self.patches if patch.used]))

    def worst(self, which: str) -> float:
        """The largest difference of the patches used."""
        return float(max(getattr(patch, which) for patch in self.patches if patch.used))


def report_chart(light: NDArray[Any], edition: Edition = "2014") -> ChartReport:
    """Find the chart in scene-linear `light`, height x width x 3, and fit the match. Raises NoChart."""
    chart = find_chart(np.asarray(light, np.float32))
    used = ~chart.clipped & (chart.light.max(axis=1) > DARK)
    if used.sum() < FEWEST or used[GREYS].sum() < FEWEST_GREYS:
        lost = [name for name, good in zip(NAMES, used, strict=True) if not good]
        raise NoChart(
            f"The chart is found, and {len(lost)} of its patches are clipped or too dark: {', '.join(lost)}.",
            hint="expose so that its white is light grey, and no patch shines.",
        )
    wanted = from_lab(LAB[edition])
    match = fit_best(chart.light[used], wanted[used])
    gain = _gain(chart.light, wanted, used)
    exposed = Match(stops=NOTHING.stops + gain, matrix=NOTHING.matrix)
    columns = [_off(each, chart.light, edition) for each in (NOTHING, exposed, match)]
    patches = tuple(
        Patch(name=name, as_shot=shot, exposed=set_right, after=after, used=bool(good))
        for name, shot, set_right, after, good in zip(NAMES, *columns, used, strict=True)
    )
    return ChartReport(chart=chart, edition=edition, match=match, patches=patches, wanted=wanted)


def _gain(light: Floats, wanted: Floats, used: NDArray[np.bool_]) -> float:
    """Stops that make the grey patches as light as they should be, all colours alike."""
    greys = np.arange(24)[GREYS][used[GREYS]]
    nearest = greys[np.argmin(np.abs(greys - MID))]
    return float(np.log2(wanted[nearest].mean() / light[nearest].mean()))


def _off(match: Match, light: Floats, edition: Edition) -> list[float]:
    return [round(float(off), 3) for off in delta_e(to_lab(np.maximum(match(light), 0)), LAB[edition])]
