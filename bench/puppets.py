"""Stage puppets alone, with the matte they truly have: each pose is rendered lit, and once more glowing in the dark."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.stage.floor import open_floor
from komadori.stage.raster.renderer import RasterRenderer
from komadori.stage.raster.view import facing
from komadori.stage.renderer import LIVE, Demand
from komadori.stage.scene import Lamp, Lens, Scene

Image = NDArray[np.float32]
FINER = 2
"""Times as many pixels a side are rendered, and averaged: edges as soft as a lens makes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """One pose: the puppets' light (h x w x 3, linear, multiplied by the matte) and their matte (h x w, 0..1)."""

    light: Image
    matte: Image


def acted(
    poses: Sequence[Mapping[str, float]],
    *,
    size: tuple[int, int] = (640, 360),
    stage: str = "evening-room",
    spill: float = 0.0,
    gain: float = 1.0,
    lens: Lens | None = None,
) -> Iterator[Acted]:
    """Every pose of the puppets of `stage`; `spill` is how much green light falls on them from behind and the sides."""
    floor = open_floor(stage)
    lit, glowing = RasterRenderer(), RasterRenderer()
    demand = Demand(size=(size[0] * FINER, size[1] * FINER), quality=LIVE)
    for pose in poses:
        floor.move(pose)
        scene = _alone(floor.scene(0.0), spill)
        scene = replace(scene, lens=lens or scene.lens)
        light = _smaller(lit.render(scene, demand).light, size)
        with _glowing():
            matte = _smaller(glowing.render(scene, demand).light, size)[..., 1]
        # Where nothing stands the renderer leaves a little light.
        empty = matte[0, 0]
        matte = np.clip((matte - empty) / (1 - empty), 0, 1)
        yield Acted(light=np.float32(gain) * np.maximum(light - (1 - matte[..., None]) * light[0, 0], 0), matte=matte)


def _smaller(light: Image, size: tuple[int, int]) -> Image:
    return np.asarray(cv2.resize(np.minimum(light, 4), size, interpolation=cv2.INTER_AREA), np.float32)


def _alone(scene: Scene, spill: float) -> Scene:
    # Of what never rests, as weather, no layer is kept, in which it would be lit beforehand.
    things = tuple(replace(thing, role="weather") for thing in scene.things if thing.role == "puppet")
    lamps = scene.lamps
    if spill:
        _, axes = facing(scene.lens.at, scene.lens.towards)
        middle = np.asarray(scene.lens.towards, np.float32)
        for side in (-1, 1):
            at = middle - axes[2] * 150 + axes[0] * 260 * side + axes[1] * 60
            lamps += (
                Lamp(
                    name=f"card{side}",
                    kind="area",
                    at=(float(at[0]), float(at[1]), float(at[2])),
                    towards=scene.lens.towards,
                    power=spill,
                    colour=(0.05, 1.0, 0.12),
                    size=(200.0, 200.0),
                ),
            )
    return replace(scene, things=things, lamps=lamps)


@contextmanager
def _glowing() -> Iterator[None]:
    """Everything that is drawn sends out the same light, whatever it is made of."""
    drawing = "komadori.stage.raster.renderer"

    def white(_still: Any, lighted: Any, _lamps: Any, _maps: Any) -> Image:
        return np.ones((len(lighted.spots), 3), np.float32)

    with patch(f"{drawing}.lit_before", white), patch(f"{drawing}._cornered", np.zeros_like):
        yield
