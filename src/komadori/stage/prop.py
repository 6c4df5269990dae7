"""Props: dishes, food and small things, each in a file of its own; they stand on sets and lie in hands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np

from komadori.errors import KomadoriError
from komadori.stage.fragment import Fragment, joined
from komadori.stage.parts import USUAL, Kit, SeasonNumbers, When, bounds_of, shown, stood_at
from komadori.stage.parts_file import BadSetFile, found, read_kit, read_place, read_scale, read_when
from komadori.stage.scene import Floats, Material, Role
from komadori.stage.told import Table, open_toml, raise_all

SCHEMA = "komadori.prop/1"
DEEPEST = 6
"""How many props may stand on one another: a bowl on a tray on a table is three."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prop:
    """A thing that can stand somewhere or be held: its origin is on its base, its front is −Y.

    `grip` is where and how a paw takes it: the 4 × 4 of a point in the prop's own mm, whose −Y is the way the palm
    looks from behind it. `steam` are points from which steam rises while it is warm.
    """

    name: str
    says: str
    role: Role
    kit: Kit
    standing: tuple["Standing", ...]
    grip: Floats
    steam: tuple[tuple[float, float, float], ...]

    def fragment(self, season: SeasonNumbers | None = USUAL, *, detail: float) -> Fragment:
        """Its things at a detail from 0 to 1, and what stands on it; materials are named after the prop.

        None shows what every season has, together.
        """
        own = _named(self.kit.fragment(season, detail=detail), self.name)
        return joined([own, *(one.fragment(season, detail=detail) for one in self.standing if one.there(season))])

    def warm(self, season: SeasonNumbers | None = USUAL) -> Floats:
        """Points (n × 3, in its own mm) from which steam rises, also those of what stands on it."""
        own = np.asarray(self.steam, np.float32).reshape(-1, 3)
        return np.concatenate([own, *(one.warm(season) for one in self.standing if one.there(season))])

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Its lowest and highest corner in mm, whatever the season."""
        return bounds_of([self.fragment(None, detail=0.0)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """A prop at a place of a set or of another prop, under conditions on the season."""

    name: str
    prop: Prop
    place: Floats
    when: tuple[When, ...] = ()

    def there(self, season: SeasonNumbers | None) -> bool:
        """Whether it stands there in this season; without a season everything does."""
        return season is None or shown(self.when, season)

    def warm(self, season: SeasonNumbers | None) -> Floats:
        """Points from which steam rises, where it stands."""
        points = self.prop.warm(season) @ self.place[:3, :3].T + self.place[:3, 3]
        return np.asarray(points, np.float32)

    def fragment(self, season: SeasonNumbers | None, *, detail: float) -> Fragment:
        """Its things where they stand."""
        return stood_at(self.prop.fragment(season, detail=detail), self.place, self.name)


def load_prop(name: str, roots: Sequence[Path] = ()) -> Prop:
    """The prop called `name`, from the folders `roots` or the library.

    Raises UnknownSet, BadSetFile, BadBuild, or Several of them.
    """
    return _loaded(name, tuple(roots), ())


def _loaded(name: str, roots: tuple[Path, ...], above: tuple[str, ...]) -> Prop:
    path = found("props", name, roots)
    if name in above or len(above) >= DEEPEST:
        way = " → ".join((*above, name))
        raise BadSetFile(f"{path.name}: props stand on one another without end: {way}.", hint="take one away.")
    problems: list[KomadoriError] = []
    table = Table(open_toml(path, SCHEMA, BadSetFile), path.name, problems, BadSetFile)
    table.raw("schema")
    role = table.text("role", "prop", choices=get_args(Role))
    says = table.text("says", None)
    kit = read_kit(table, role)  # type: ignore[arg-type]
    standing = read_standing(table, lambda other: _loaded(other, roots, (*above, name)))
    grip = table.table("grip")
    hold = read_place(grip, (1.0, 1.0, 1.0))
    grip.done()
    steam = tuple(_steam(one) for one in table.tables("steam", 20))
    table.done()
    raise_all(problems, path.name)
    return Prop(name=name, says=says, role=role, kit=kit, standing=standing, grip=hold, steam=steam)  # type: ignore[arg-type]


def _steam(table: Table) -> tuple[float, float, float]:
    at = table.vector("at", None)
    table.done()
    return at


def read_standing(table: Table, load: Callable[[str], Prop]) -> tuple[Standing, ...]:
    """The [[prop]] of a file: which prop (`use`), its name there, place, scale and season."""
    made: list[Standing] = []
    for one in table.tables("prop", 500):
        use = one.name("use")
        name = one.name("name", use)
        place = read_place(one, read_scale(one))
        when = read_when(one)
        one.done()
        try:
            made.append(Standing(name=name, prop=load(use), place=np.asarray(place), when=when))
        except KomadoriError as failure:
            one.problems.append(failure)
    for name in sorted({one.name for one in made if [other.name for other in made].count(one.name) > 1}):
        table.wrong(f"two props are called {name!r}.", 'name = "..." tells them apart.')
    return tuple(made)


def _named(fragment: Fragment, prop: str) -> Fragment:
    """The fragment with the prop's name before its materials and images, so that two props' own do not meet."""

    def called(material: Material) -> Material:
        return replace(material, image=f"{prop}.{material.image}") if material.image else material

    return Fragment(
        things=tuple(replace(thing, material=f"{prop}.{thing.material}") for thing in fragment.things),
        shapes=fragment.shapes,
        materials={f"{prop}.{name}": called(material) for name, material in fragment.materials.items()},
        images={f"{prop}.{name}": image for name, image in fragment.images.items()},
    )
