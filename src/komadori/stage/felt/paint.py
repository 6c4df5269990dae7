"""Where which wool lies: regions as soft forms over a ground colour."""

from dataclasses import dataclass, replace

import numpy as np

from komadori.stage.felt.forms import Form, Sculpture
from komadori.stage.felt.surface import snapped
from komadori.stage.scene import Colour, Floats

_FINE = 3.0
"""Stripes are laid on the surface at points this many millimetres apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Another colour within `form`, fading over `soft` mm on either side of its edge; `strength` 0 to 1."""

    colour: Colour
    form: Form
    soft: float = 2.0
    strength: float = 1.0

    def weight(self, points: Floats) -> Floats:
        """How much (n) of the colour is at `points` (n × 3), 0 to `strength`."""
        share = np.clip(0.5 - self.form.distance(points) / (2 * max(self.soft, 1e-3)), 0, 1)
        return np.asarray(self.strength * share * share * (3 - 2 * share), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coat:
    """The `ground` colour and the regions over it, the later over the earlier."""

    ground: Colour
    regions: tuple[Region, ...] = ()

    def colours(self, points: Floats) -> Floats:
        """Linear colours (n × 3) at `points` (n × 3)."""
        mixed = np.tile(np.asarray(self.ground, np.float32), (len(points), 1))
        for region in self.regions:
            weight = region.weight(points)[:, None]
            mixed = mixed * (1 - weight) + np.asarray(region.colour, np.float32) * weight
        return mixed

    def laid(self, sculpture: Sculpture) -> "Coat":
        """The same with every path brought on to the surface, so that its radius is half the stripe's width."""
        return replace(self, regions=tuple(_laid(region, sculpture) for region in self.regions))


def _laid(region: Region, sculpture: Sculpture) -> Region:
    if len(region.form.path) < 2:
        return region
    rows = np.asarray(region.form.path, np.float32)
    far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(rows[:, :3], axis=0), axis=1))])
    at = np.linspace(0, far[-1], max(2, int(far[-1] / _FINE) + 1))
    dense = np.stack([np.interp(at, far, rows[:, column]) for column in range(4)], 1).astype(np.float32)
    dense[:, :3] = snapped(sculpture, dense[:, :3])
    path = tuple((float(x), float(y), float(z), float(radius)) for x, y, z, radius in dense)
    return replace(region, form=replace(region.form, path=path))
