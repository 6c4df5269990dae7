"""Parts: what sets and props are put together from, and how parts become a fragment of a scene."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from komadori.stage.build import BUILDERS, IMAGES
from komadori.stage.build.fuzz import fuzz
from komadori.stage.build.surface import lumpy, placed
from komadori.stage.fragment import Fragment
from komadori.stage.scene import Colour, Fibres, Floats, Material, Mesh, Role, Shape, Thing, shape_key

NUMBERS = ("blossom", "leaf", "turning", "fallen", "snow")
"""The numbers of a season that a condition may ask about."""

GRAINED = frozenset({"wood", "stone", "plaster", "earth"})
"""Kinds whose grain runs through space; each part cuts another piece of it."""

FUZZ = "~fuzz"
"""What is added to a material's name for the hair on it."""

HAIR = Material(kind="fibre", colour=(0.6, 0.6, 0.6), rough=0.8, through=0.35)

_APART = 700.0
"""Millimetres: how far apart in the grain two parts may be cut."""


class SeasonNumbers(Protocol):
    """What a set asks of a season: its name, and five numbers from 0 to 1."""

    @property
    def name(self) -> str:
        """The season's name, such as "spring"."""

    @property
    def blossom(self) -> float:
        """How far the cherries are in blossom."""

    @property
    def leaf(self) -> float:
        """How green the trees are."""

    @property
    def turning(self) -> float:
        """How far leaves have turned red."""

    @property
    def fallen(self) -> float:
        """How much lies on the ground."""

    @property
    def snow(self) -> float:
        """How much snow lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The season of a thing that was told of none: spring, in blossom."""

    name: str = "spring"
    blossom: float = 1.0
    leaf: float = 0.1
    turning: float = 0.0
    fallen: float = 0.0
    snow: float = 0.0


USUAL = Usual()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A condition on the season: its name is one of `seasons` (any where empty), and numbers lie within `ranges`."""

    seasons: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def holds(self, season: SeasonNumbers) -> bool:
        """Whether it is so."""
        named = not self.seasons or season.name in self.seasons
        return named and all(low <= getattr(season, name) <= high for name, (low, high) in self.ranges.items())


def shown(when: Sequence[When], season: SeasonNumbers) -> bool:
    """Whether what stands under these conditions is there: always without any, else where one of them holds."""
    return not when or any(one.holds(season) for one in when)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One form of one material at one or many places.

    `told` is every parameter of the builder `build`. `places` is m × 4 × 4 mm. `lumps` is how far (mm) its surface goes
    in and out and how large (mm) the lumps are. `repeat` is how often a picture is laid across u and v. `fuzz` is how
    many fine hairs stand on a square millimetre, and how long (mm) they are.
    """

    name: str
    build: str
    told: Mapping[str, Any]
    material: str
    places: Floats
    when: tuple[When, ...] = ()
    lumps: tuple[float, float] = (0.0, 10.0)
    repeat: tuple[float, float] = (1.0, 1.0)
    fuzz: tuple[float, float] = (0.0, 0.0)
    role: Role = "set"
    seen: bool = True
    shadow: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kit:
    """Parts with the materials they name and the images these name, each image as its maker and what it is told."""

    parts: tuple[Part, ...] = ()
    materials: Mapping[str, Material] = field(default_factory=dict)
    images: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)

    def fragment(self, season: SeasonNumbers | None, *, detail: float) -> Fragment:
        """Everything that is there in this season (everything at all for None), built at a detail from 0 to 1.

        A thing is named like its part. The same detail gives the same arrays, which are kept and never written to.
        """
        things: list[Thing] = []
        shapes: dict[str, Shape] = {}
        for part in self.parts:
            if season is not None and not shown(part.when, season):
                continue
            for key, shape, material in self._made(part, detail):
                shapes[key] = shape
                name = part.name if material == part.material else f"{part.name}/fuzz"
                things.append(_thing(part, name, key, material))
        used = {thing.material for thing in things}
        materials = {name: material for name, material in self.materials.items() if name in used}
        materials |= {name: HAIR for name in used if name.endswith(FUZZ)}
        wanted = {material.image for material in materials.values() if material.image}
        images = {name: _printed(*self.images[name]) for name in sorted(wanted)}
        return Fragment(things=tuple(things), shapes=shapes, materials=materials, images=images)

    def _made(self, part: Part, detail: float) -> list[tuple[str, Shape, str]]:
        """The part's shape with its key and material, and the hair on it with its own."""
        material = self.materials[part.material]
        form = _Form(
            build=part.build,
            told=tuple(sorted(part.told.items())),
            lumps=part.lumps,
            repeat=part.repeat,
            mark=zlib.crc32(part.name.encode()),
            grained=material.kind in GRAINED,
            detail=detail,
        )
        key, shape = _shape(form)
        if isinstance(shape, Fibres):
            key, shape = _dyed(shape, material.colour)
        made = [(key, shape, part.material)]
        if part.fuzz[0] * detail > 0 and isinstance(shape, Mesh):
            image = self.images[material.image] if material.image else None
            picture = None if image is None else (image[0], tuple(sorted(image[1].items())))
            made.append((*_hair(form, part.fuzz, material.colour, picture), f"{part.material}{FUZZ}"))
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """All that a part's shape comes from, as a key of what is kept."""

    build: str
    told: tuple[tuple[str, Any], ...]
    lumps: tuple[float, float]
    repeat: tuple[float, float]
    mark: int
    grained: bool
    detail: float


def _thing(part: Part, name: str, key: str, material: str) -> Thing:
    return Thing(
        name=name, shape=key, material=material, places=part.places, role=part.role, seen=part.seen, shadow=part.shadow
    )  # fmt: skip


@lru_cache(maxsize=256)
def _hair(
    form: _Form,
    fuzzy: tuple[float, float],
    colour: Colour,
    picture: tuple[str, tuple[tuple[str, Any], ...]] | None,
) -> tuple[str, Fibres]:
    shape = _shape(form)[1]
    if not isinstance(shape, Mesh):
        raise TypeError(form.build)
    seen = None if picture is None else _picture(*picture)
    hair = fuzz(shape, fuzzy[0] * form.detail, fuzzy[1], colour, seen, form.mark)
    return shape_key(hair), hair


@lru_cache(maxsize=256)
def _dyed(fibres: Fibres, colour: Colour) -> tuple[str, Fibres]:
    dyed = replace(fibres, colour=np.asarray(fibres.colour * np.asarray(colour), np.float32))
    return shape_key(dyed), dyed


@lru_cache(maxsize=4096)
def _shape(form: _Form) -> tuple[str, Shape]:
    shape: Shape = BUILDERS[form.build].make(**dict(form.told), detail=form.detail)
    if isinstance(shape, Mesh):
        shape = lumpy(shape, *form.lumps, seed=form.mark)
        rest = shape.rest
        if form.grained:
            shift = np.random.default_rng(form.mark).uniform(-_APART, _APART, 3)
            rest = np.asarray((shape.vertices if rest is None else rest) + shift, np.float32)
        uv = shape.uv
        if uv is not None and form.repeat != (1.0, 1.0):
            uv = np.asarray(uv * np.asarray(form.repeat), np.float32)
        shape = replace(shape, rest=rest, uv=uv)
    return shape_key(shape), shape


def _printed(image: str, told: Mapping[str, Any]) -> NDArray[np.uint8]:
    return _picture(image, tuple(sorted(told.items())))


@lru_cache(maxsize=256)
def _picture(image: str, told: tuple[tuple[str, Any], ...]) -> NDArray[np.uint8]:
    picture: NDArray[np.uint8] = IMAGES[image].make(**dict(told))
    return picture


def stood_at(fragment: Fragment, matrix: Floats, name: str) -> Fragment:
    """A fragment moved to its place, its things named below `name`; materials keep their names."""
    things = tuple(
        replace(thing, name=f"{name}/{thing.name}", places=np.asarray(matrix @ thing.places, np.float32))
        for thing in fragment.things
    )
    return replace(fragment, things=things)


def place_of(row: Sequence[float], scale: Sequence[float]) -> Floats:
    """The 4 × 4 of a row of numbers: x, y, z (mm), and one angle about Z or three about X, Y, Z (degrees)."""
    turn = row[3:6] if len(row) == 6 else (0.0, 0.0, row[3] if len(row) == 4 else 0.0)
    return np.asarray(placed(row[:3], turn, scale), np.float32)


def bounds_of(fragments: Iterable[Fragment]) -> tuple[Floats, Floats]:
    """The lowest and the highest corner (mm) of everything in the fragments; zeros where there is nothing."""
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for fragment in fragments:
        for thing in fragment.things:
            shape = fragment.shapes[thing.shape]
            points = shape.vertices if isinstance(shape, Mesh) else shape.points.reshape(-1, 3)
            spots = points @ thing.places[:, :3, :3].transpose(0, 2, 1) + thing.places[:, None, :3, 3]
            low, high = np.minimum(low, spots.min((0, 1))), np.maximum(high, spots.max((0, 1)))
    if not np.isfinite(low).all():
        low = high = np.zeros(3)
    return np.asarray(low, np.float32), np.asarray(high, np.float32)
