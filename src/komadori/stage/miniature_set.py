"""Sets: a room or place of parts and props, with the places puppets stand at, its windows, lamps and lenses.

schema = "komadori.set/1"
says = "A six-mat room."
facing = 205            # the compass bearing of +Y, away from the camera

[anchor.sill]
at = [122, 168, 86]
facing = 20             # 0 looks at the camera; more is turned to the puppet's left
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from komadori.errors import KomadoriError
from komadori.stage.build.surface import placed
from komadori.stage.fragment import Fragment, joined
from komadori.stage.parts import Kit, SeasonNumbers, bounds_of
from komadori.stage.parts_file import BadSetFile, colour_of, found, read_kit, shipped
from komadori.stage.prop import Standing, load_prop, read_standing
from komadori.stage.scene import Floats, Lamp, Lens
from komadori.stage.told import Table, Vector, nearest, open_toml, raise_all

SCHEMA = "komadori.set/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An opening in a wall: its middle, width and height in mm, and the unit vector out of the house."""

    name: str
    centre: Vector
    width: float
    height: float
    out: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Practical:
    """A lamp of the set that can be lit: its light at full, and the material that then glows.

    The set's fragment has that material at full, too: dimmed, its `light` is multiplied by the lamp's level.
    """

    name: str
    lamp: Lamp
    glow: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MiniatureSet:
    """A set, ready to be dressed and shot.

    `anchors` are named places with a facing (4 × 4, mm): a puppet put there stands or sits on it and looks along the
    matrix's −Y. `facing` is the compass bearing (degrees, clockwise from north) of +Y. `key_wall` is where the
    light from a window looks best. `indoors` says whether there is weather within, `beyond` what stands on the horizon,
    "hills" or a "town".
    """

    name: str
    says: str
    kit: Kit
    standing: tuple[Standing, ...]
    anchors: Mapping[str, Floats]
    windows: tuple[Window, ...]
    practicals: tuple[Practical, ...]
    lenses: Mapping[str, Lens]
    facing: float
    indoors: bool
    key_wall: Vector
    beyond: str = "hills"

    def fragment(self, season: SeasonNumbers | None, *, detail: float) -> Fragment:
        """Everything of the set that is there in this season, at a detail from 0 (a live view's) to 1.

        A prop's things are named "prop/part". None shows what every season has, together.
        """
        own = self.kit.fragment(season, detail=detail)
        return joined([own, *(one.fragment(season, detail=detail) for one in self.standing if one.there(season))])

    def warm(self, season: SeasonNumbers | None) -> Floats:
        """Points (n × 3, mm) from which steam rises in this season: tea, soup, a kettle."""
        return np.concatenate(
            [np.zeros((0, 3), np.float32), *(one.warm(season) for one in self.standing if one.there(season))]
        )

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Its lowest and highest corner in mm, whatever the season."""
        return bounds_of([self.fragment(None, detail=0.0)])

    def anchor(self, name: str) -> Floats:
        """The place called `name`. Raises BadSetFile where the set has none of that name."""
        if name not in self.anchors:
            raise BadSetFile(f"The set {self.name} has no anchor {name!r}.", hint=nearest(name, self.anchors))
        return self.anchors[name]


def load_set(name: str, roots: Sequence[Path] = ()) -> MiniatureSet:
    """The set called `name`, from the folders `roots` or the library.

    Raises UnknownSet, BadSetFile, BadBuild, or Several with everything wrong in it.
    """
    path = found("sets", name, roots)
    problems: list[KomadoriError] = []
    table = Table(open_toml(path, SCHEMA, BadSetFile), path.name, problems, BadSetFile)
    table.raw("schema")
    kit = read_kit(table, "set")
    standing = read_standing(table, lambda prop: load_prop(prop, roots))
    made = MiniatureSet(
        name=name,
        says=table.text("says", None),
        kit=kit,
        standing=standing,
        anchors=_anchors(table),
        windows=tuple(_window(one) for one in table.tables("window", 50)),
        practicals=_practicals(table, kit, standing),
        lenses=_lenses(table),
        facing=table.number("facing", 180.0, 0.0, 360.0),
        indoors=table.flag("indoors", default=True),
        key_wall=table.vector("key_wall", (0.0, 0.0, 0.0)),
        beyond=table.text("beyond", "hills", choices=("hills", "town")),
    )
    table.done()
    raise_all(problems, path.name)
    return made


def set_names() -> tuple[str, ...]:
    """The sets that are shipped."""
    return shipped("sets")


def _anchors(table: Table) -> dict[str, Floats]:
    group = table.table("anchor")
    made = {}
    for name in group.told:
        one = group.table(name)
        at = one.vector("at", None)
        facing = one.number("facing", 0.0, -360.0, 360.0)
        one.done()
        made[name] = np.asarray(placed(at, (0.0, 0.0, facing)), np.float32)
    return made


def _window(table: Table) -> Window:
    out = np.asarray(table.vector("out", (0.0, 1.0, 0.0)))
    length = float(np.linalg.norm(out))
    if length == 0.0:
        table.wrong("out is no direction.", "out = [0, 1, 0]")
    unit = out / (length or 1.0)
    made = Window(
        name=table.name("name", "window"),
        centre=table.vector("at", None),
        width=table.number("width", None, 1.0, 5000.0),
        height=table.number("height", None, 1.0, 5000.0),
        out=(float(unit[0]), float(unit[1]), float(unit[2])),
    )
    table.done()
    return made


def _practicals(table: Table, kit: Kit, standing: Sequence[Standing]) -> tuple[Practical, ...]:
    glowing = set(kit.materials) | {f"{one.prop.name}.{name}" for one in standing for name in one.prop.kit.materials}
    made = []
    for one in table.tables("practical", 50):
        name, at = one.name("name"), one.vector("at", None)
        colour = colour_of(one.raw("colour")) or (1.0, 0.62, 0.30)
        size = one.number("size", 12.0, 0.1, 1000.0)
        lamp = Lamp(
            name=name,
            kind="spot" if one.text("kind", "point", choices=("point", "spot")) == "spot" else "point",
            at=at,
            towards=one.vector("towards", (at[0], at[1], at[2] - 100.0)),
            power=one.number("power", None, 0.0, 10000.0),
            colour=colour,
            size=(size, size),
            cone=one.number("cone", 60.0, 1.0, 180.0),
        )
        glow = one.text("glow", "")
        if glow and glow not in glowing:
            one.wrong(f"there is no material {glow!r} to glow.", nearest(glow, glowing))
        made.append(Practical(name=name, lamp=lamp, glow=glow))
        one.done()
    return tuple(made)


def _lenses(table: Table) -> dict[str, Lens]:
    group = table.table("lens")
    made = {}
    for name in group.told:
        one = group.table(name)
        at, towards = one.vector("at", None), one.vector("towards", None)
        sharp = one.vector("sharp", towards)
        ahead = np.subtract(towards, at)
        length = float(np.linalg.norm(ahead))
        if length == 0.0:
            one.wrong("it looks nowhere: at and towards are the same point.")
        made[name] = Lens(
            at=at,
            towards=towards,
            focal=one.number("focal", 52.0, 5.0, 1000.0),
            sensor=one.number("sensor", 36.0, 4.0, 100.0),
            focus=max(float(np.subtract(sharp, at) @ ahead) / (length or 1.0), 1.0),
            f_number=one.number("f_number", 12.0, 0.5, 100.0),
            roll=one.number("roll", 0.0, -180.0, 180.0),
        )
        one.done()
    return made
