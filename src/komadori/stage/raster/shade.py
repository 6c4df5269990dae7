"""Spots in the light of all lamps: each lamp's share is kept at full, so that a fader moves without new work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from komadori.stage.raster.light import lit
from komadori.stage.raster.surface import Surface
from komadori.stage.raster.visible import Spots
from komadori.stage.scene import Colour, Floats, Lamp

SHADOWED = 2
"""Lamps that cast a shadow at a time: the sun, and the strongest of the others."""
RETURNED = 0.4
"""Share of the light in a picture that comes back from walls and floor, on the whole and from nearby."""
NEARBY = 40
"""Pixels across of the small picture that tells what is bright nearby."""


@dataclass(slots=True, kw_only=True, eq=False)
class Lighted:
    """Spots, what they are made of, and what each lamp at full gives them, kept by where the lamp stands."""

    spots: Spots
    surface: Surface
    kept: dict[Lamp, Floats] = field(default_factory=dict)

    def share(self, lamp: Lamp) -> Floats:
        """The light (n × 3) of one lamp, were nothing in between."""
        stands = standing(lamp)
        if stands not in self.kept:
            self.kept[stands] = lit(stands, self.spots, self.surface)
        return self.kept[stands] * (np.asarray(lamp.colour, np.float32) * np.float32(lamp.power))

    def forget_but(self, lamps: Iterable[Lamp]) -> None:
        """Keep nothing of lamps that stand there no more."""
        stay = {standing(lamp) for lamp in lamps}
        for lamp in [lamp for lamp in self.kept if lamp not in stay]:
            del self.kept[lamp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Around:
    """Light from everywhere: `air`, and a small picture (h × w × 3) of what is bright nearby."""

    air: Colour
    nearby: Floats
    size: tuple[int, int]

    def at(self, spots: Spots) -> Floats:
        """What reaches each spot (n × 3), for white paper."""
        width, height = self.size
        rows, columns = np.divmod(spots.at, width)
        down = rows * self.nearby.shape[0] // height
        across = columns * self.nearby.shape[1] // width
        # More of it comes from above than from below.
        share = 0.8 + 0.2 * spots.normal[:, 2:]
        lighted: Floats = (self.nearby[down, across] + np.asarray(self.air, np.float32)) * share
        return lighted


def standing(lamp: Lamp) -> Lamp:
    """A lamp at full, white, without its name: two that are equal light alike but for power and colour."""
    return replace(lamp, name="", power=1.0, colour=(1.0, 1.0, 1.0))


def burning(lamps: Sequence[Lamp]) -> list[Lamp]:
    """The lamps that give any light."""
    return [lamp for lamp in lamps if lamp.power * max(lamp.colour) > 0]


def casting(lamps: Sequence[Lamp], lighted: Lighted) -> list[Lamp]:
    """The lamps that cast shadows: of those that can, the ones that give most light, the sun before all."""
    able = [lamp for lamp in lamps if lamp.kind in {"sun", "area", "spot"} and lamp.diffuse]
    given = {lamp.name: float(lighted.share(lamp).mean()) if len(lighted.spots) else 1.0 for lamp in able}
    able.sort(key=lambda lamp: (lamp.kind != "sun", -given[lamp.name]))
    least = 0.1 * sum(given.values())
    return [lamp for lamp in able[:SHADOWED] if given[lamp.name] > least]


def around(picture: Floats, air: Colour) -> Around:
    """The light from everywhere in a scene whose lamps alone give `picture` (h × w × 3)."""
    height, width = picture.shape[:2]
    size = (min(NEARBY, width), min(NEARBY * height // width + 1, height))
    small = cv2.resize(np.minimum(picture, 2.0), size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), 5.0, borderType=cv2.BORDER_REPLICATE)
    nearby = RETURNED * (0.5 * soft + 0.5 * small.mean(axis=(0, 1)))
    return Around(air=air, nearby=np.asarray(nearby, np.float32), size=(width, height))
