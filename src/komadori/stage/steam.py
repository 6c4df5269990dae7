"""Steam that rises from what is warm: wisps that swell, lean and fade, by the seed and the frame."""

from collections.abc import Sequence

import numpy as np

from komadori.stage.build.forms import swept
from komadori.stage.build.surface import beside, finer, merged
from komadori.stage.fragment import Fragment
from komadori.stage.scene import Floats, Material, Mesh

WISPS = 2
"""Over each point; one looks like string, three like fog at this scale."""
PERIOD = 2.6
"""Seconds in which a wisp's bends have risen by one bend."""
LOOK = Material(kind="steam", colour=(0.92, 0.92, 0.94), grain=1.0, axis=2, through=0.38)


def steam(
    points: Sequence[Sequence[float]] | Floats, *, seed: int, frame: int, height: float = 46.0, detail: float = 1.0,
    rate: float = 24.0,
) -> Fragment:  # fmt: skip
    """What rises from `points` (mm) at a frame of the shot, counted at `rate` a second; its role is "weather".

    Bends travel upward without a step, so that on twos a wisp is only looked at less often. `height` is how far (mm)
    it rises before it is gone.
    """
    if not len(points):
        return Fragment()
    time = frame / rate
    pieces = [
        _wisp(np.asarray(point, float), seed * 1009 + index * WISPS + wisp, time, height, detail)
        for index, point in enumerate(points)
        for wisp in range(WISPS)
    ]
    return Fragment.of("steam", merged(pieces), LOOK, role="weather")


def _wisp(point: np.ndarray, seed: int, time: float, height: float, detail: float) -> Mesh:
    chance = np.random.default_rng(seed)
    phase, bend = chance.uniform(0, 2 * np.pi, 4), chance.uniform(0.7, 1.3, 2)
    pace = chance.uniform(0.85, 1.2)
    tall = height * chance.uniform(0.7, 1.0) * (1 + 0.12 * np.sin(2 * np.pi * time / 5.3 + phase[3]))
    t = np.linspace(0, 1, finer(9, 22, detail))
    travel = 2 * np.pi * (bend[0] * t * 1.3 - pace * time / PERIOD)
    lean = 0.14 * height * t**1.4
    x = lean * np.sin(travel + phase[0]) + 0.06 * height * t * np.sin(2 * np.pi * time / 7.1 + phase[2])
    y = 0.7 * lean * np.sin(travel * 0.8 + phase[1])
    start = chance.normal(0, 0.035 * height, 2)
    line = beside(point[0] + start[0] + x, point[1] + start[1] + y, point[2] + tall * t)
    swell = 1 + 0.35 * np.sin(travel * 1.6 + phase[3])
    radius = height * (0.02 + 0.085 * t) * swell * np.sqrt(np.clip(1 - t**3, 0, 1)) + 0.02
    ribbon = swept(line, radius, finer(6, 12, detail), flat=0.55)
    return Mesh(vertices=ribbon.vertices, faces=ribbon.faces)
