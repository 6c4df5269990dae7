"""What a surface is made of at each pixel: its colour with wood, weave and fibres in it, and how it takes light."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.grain import cloud, mat, rings
from komadori.stage.raster.visible import Spots
from komadori.stage.scene import Floats, Kind, Material

CLEAR: frozenset[Kind] = frozenset({"glass", "steam"})
"""What one sees through."""
FUZZY: frozenset[Kind] = frozenset({"felt", "fibre"})
SHINY: Mapping[Kind, float] = {"glaze": 0.5, "lacquer": 0.5, "bead": 0.9, "metal": 0.6, "water": 0.6, "glass": 0.8}
"""How much these gleam where their material does not say more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """At n pixels: `colour` and `normal` n × 3; the others n, from 0 to 1.

    `soft` is how far light reaches round to the dark side, `through` what shines through from behind, `gleam` how
    strongly lamps are mirrored and `tight` how small such a mirror image is.
    """

    colour: Floats
    normal: Floats
    soft: Floats
    through: Floats
    gleam: Floats
    tight: Floats


@dataclass(slots=True, kw_only=True)
class Palette:
    """The materials of a scene: `numbers` by their names, `materials` by their numbers; and its images.

    `fine` is how many millimetres a pixel shows where the lens is sharp: structure finer than that is coarsened.
    """

    numbers: Mapping[str, int]
    materials: Sequence[Material]
    images: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    fine: float = 0.5


def surface(spots: Spots, palette: Palette) -> Surface:
    """The surface at each of the spots."""
    colour, normal = spots.colour.copy(), spots.normal.copy()
    present = np.bincount(spots.material, minlength=len(palette.materials))
    for number in np.flatnonzero(present).tolist():
        material = palette.materials[number]
        here = np.flatnonzero(spots.material == number)
        if material.image in palette.images:
            colour[here] = _printed(palette.images[material.image], spots.uv[here])
        if structure := _STRUCTURES.get(material.kind):
            structure(
                _Patch(spots=spots, here=here, material=material, colour=colour, normal=normal, fine=palette.fine)
            )
    return Surface(colour=np.clip(colour, 0, 1.5), normal=_unit(normal), **_numbers(spots, palette))


def emitted(spots: Spots, made: Surface, palette: Palette) -> Floats:
    """The light (n × 3) that the spots give of themselves."""
    light = np.asarray([material.light for material in palette.materials], np.float32)
    # A lampshade is a little darker where it turns away.
    turned = 0.7 + 0.3 * np.einsum("ij,ij->i", spots.normal, spots.way)
    return np.asarray(made.colour * (light[spots.material] * turned)[:, None], np.float32)


def _numbers(spots: Spots, palette: Palette) -> dict[str, Floats]:
    """What is the same all over a material."""

    def told(of: Callable[[Material], float]) -> Floats:
        return np.asarray([of(material) for material in palette.materials], np.float32)[spots.material]

    return {
        "soft": told(lambda one: 0.35 if one.kind in FUZZY else 0.3 * one.sheen),
        "through": told(lambda one: max(one.through, 0.25 if one.kind in FUZZY else 0.0)),
        "gleam": told(lambda one: max(one.gloss, SHINY.get(one.kind, 0.0))),
        "tight": told(lambda one: 1 - one.rough if one.gloss <= 0 and one.kind not in SHINY else 0.85),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patch:
    """The spots of one material, `here` among all of them; `colour` and `normal` of all of them are painted on."""

    spots: Spots
    here: NDArray[np.intp]
    material: Material
    colour: Floats
    normal: Floats
    fine: float

    @property
    def rest(self) -> Floats:
        return self.spots.rest[self.here]

    def shade(self, share: Floats) -> None:
        """Multiply the colour."""
        self.colour[self.here] *= share[:, None]

    def mix(self, share: Floats, darker: float) -> None:
        """Go towards the material's second colour, or one so much darker, by `share` (n)."""
        first = self.colour[self.here]
        other = first * darker if self.material.second is None else np.asarray(self.material.second, np.float32)
        self.colour[self.here] = first + (other - first) * share[:, None]


def _felted(patch: _Patch) -> None:
    height, slope = mat(patch.rest, patch.spots.outward[patch.here], patch.fine)
    # Between fibres lie their shadows, so that felt is darker than what it is made of.
    patch.shade((0.52 + 0.36 * height) * (1 + 0.06 * cloud(patch.rest, 5.0)))
    patch.normal[patch.here] -= slope * (0.12 + 0.4 * patch.material.bump)


def _wooden(patch: _Patch) -> None:
    patch.mix(rings(patch.rest, patch.material.axis, patch.material.grain) * 0.75, 0.55)


def _woven(patch: _Patch) -> None:
    grain = max(patch.material.grain, 0.5)
    thread = np.sin(patch.rest * (2 * np.pi / grain)).sum(axis=1)
    patch.shade((1 + 0.05 * thread + 0.05 * cloud(patch.rest, grain * 5)).astype(np.float32))


def _rushes(patch: _Patch) -> None:
    """Tatami: fine rushes side by side, in bundles that differ a little."""
    grain = max(patch.material.grain, 0.8)
    across = patch.rest[:, 0 if patch.material.axis == 1 else 1]
    bundles = cloud(patch.rest * np.asarray((1, 1, 0), np.float32), grain * 9)
    patch.mix(0.24 + 0.2 * np.sin(across * (2 * np.pi / grain)) + 0.14 * bundles, 0.72)


def _mottled(depth: float, lump: float, second: float = 1.0) -> Callable[[_Patch], None]:
    """Lumps of `lump` grains, lighter and darker by `depth`; some take the `second` colour so far."""

    def structure(patch: _Patch) -> None:
        seen = cloud(patch.rest, max(patch.material.grain * lump, 0.6))
        if patch.material.second is not None:
            patch.mix(np.clip(seen * 3 - 0.6, 0, 1) * np.float32(second), 1.0)
        patch.shade(1 + depth * seen)

    return structure


_STRUCTURES: Mapping[Kind, Callable[[_Patch], None]] = {
    "felt": _felted,
    "fibre": _felted,
    "yarn": _woven,
    "cloth": _woven,
    "wood": _wooden,
    "tatami": _rushes,
    "plaster": _mottled(0.05, 6, second=0.12),
    "paper": _mottled(0.04, 5, second=0.2),
    "glaze": _mottled(0.04, 3),
    "leaf": _mottled(0.14, 3),
    "petal": _mottled(0.08, 3),
    "food": _mottled(0.10, 2),
    "stone": _mottled(0.16, 3),
    "earth": _mottled(0.2, 4),
    "snow": _mottled(0.03, 4),
}


def _printed(image: NDArray[np.uint8], uv: Floats) -> Floats:
    """The colour of an image at n places; it begins again beyond its edges."""
    height, width = image.shape[:2]
    across = np.floor(uv[:, 0] * width).astype(np.int64) % width
    down = np.floor((1 - uv[:, 1]) * height).astype(np.int64) % height
    return np.asarray(_LINEAR[image[down, across, :3]], np.float32)


def _unit(vectors: Floats) -> Floats:
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-12)[:, None], np.float32)


def _linear() -> Floats:
    codes = np.arange(256) / 255
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _linear()
"""From a code of sRGB to linear light."""
