"""Reading the parts, materials and images of set and prop files, and finding such files by name."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np

from komadori.errors import KomadoriError, NotFound, WrongUse
from komadori.stage.build import BUILDERS, IMAGES
from komadori.stage.build.declared import Declared
from komadori.stage.parts import NUMBERS, Kit, Part, When, place_of
from komadori.stage.scene import Colour, Floats, Kind, Material, Role
from komadori.stage.told import NAME, Table, nearest, numbers_of, open_toml, raise_all

LIBRARY = Path(__file__).parent / "library"
"""The folder of what is shipped."""

PARTS_MOST = 2000
"""Parts of one file, and places of one part: many times what a full room has."""


class BadSetFile(WrongUse, ValueError):
    """A set's or prop's file asks for what cannot be."""


class UnknownSet(NotFound):
    """No set or prop has this name."""


def found(kind: str, name: str, roots: Sequence[Path]) -> Path:
    """The file of a `kind` ("sets", "props") called `name`: in the folders `roots`, else in the library.

    Raises UnknownSet, also for a name that could lead out of these folders.
    """
    word = "set" if kind == "sets" else "prop"
    if not NAME.match(name):
        raise UnknownSet(f"{name!r} is no name of a {word}.", hint="small letters, digits and dashes.")
    folders = [place for root in roots for place in (root, root / kind)] + [LIBRARY / kind]
    for folder in folders:
        path = folder / f"{name}.toml"
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    known = sorted({path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.toml")})
    raise UnknownSet(f"There is no {word} {name!r}.", hint=nearest(name, known))


def shipped(kind: str) -> tuple[str, ...]:
    """The names of the library's "sets" or "props"."""
    return tuple(sorted(path.stem for path in (LIBRARY / kind).glob("*.toml")))


def read_kit(table: Table, role: Role) -> Kit:
    """The [material], [image] and [[part]] of a file; parts are of `role` where they do not say another."""
    images = _images(table)
    materials = {**palette(), **_materials(table, images)}
    parts = [part for one in table.tables("part", PARTS_MOST) if (part := _part(one, materials, role))]
    twice = sorted({part.name for part in parts if [other.name for other in parts].count(part.name) > 1})
    for name in twice:
        table.wrong(f"two parts are called {name!r}.", "give each part a name of its own.")
    used = {part.material for part in parts}
    for part in parts:
        base, _, axis = part.material.partition("@")
        if axis and base in materials:
            materials[part.material] = replace(materials[base], axis="xyz".index(axis))
    return Kit(
        parts=tuple(parts), materials={name: materials[name] for name in sorted(used & materials.keys())}, images=images
    )


@lru_cache(maxsize=1)
def palette() -> Mapping[str, Material]:
    """The materials that every set and prop may name, from the library's materials.toml."""
    problems: list[KomadoriError] = []
    told = open_toml(LIBRARY / "materials.toml", "komadori.materials/1", BadSetFile)
    table = Table(told, "materials", problems, BadSetFile)
    found_materials = _materials(table, {})
    table.text("schema")
    table.done()
    raise_all(problems, "materials.toml")
    return found_materials


def colour_of(value: object) -> Colour | None:
    """A colour as files tell it: three numbers of linear light, or "#rrggbb" in sRGB; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        codes = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        light = [code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4 for code in codes]
        return light[0], light[1], light[2]
    three = numbers_of(value, 3, 0.0, 1.0)
    return None if three is None else (three[0], three[1], three[2])


def _materials(table: Table, images: Mapping[str, Any]) -> dict[str, Material]:
    made: dict[str, Material] = {}
    group = table.table("material")
    for name in group.told:
        one = group.table(name)
        material = _material(one)
        if material.image and material.image not in images:
            one.wrong(f"there is no image {material.image!r}.", nearest(material.image, images))
            material = replace(material, image="")
        made[name] = material
    return made


def _material(table: Table) -> Material:
    given: dict[str, Any] = {"kind": table.text("kind", None, choices=get_args(Kind))}
    for part in fields(Material):
        name = part.name
        if name == "kind" or name not in table:
            continue
        if name in ("colour", "second"):
            colour = colour_of(table.raw(name))
            if colour is None:
                table.wrong(f"{name} is {table.told[name]!r}, which is no colour.", f'{name} = "#8a5a30" or [r, g, b]')
            else:
                given[name] = colour
        elif name == "image":
            given[name] = table.name(name)
        elif name == "axis":
            given[name] = table.whole(name, 0, 0, 2)
        else:
            high = {"grain": 500.0, "light": 1000.0}.get(name, 1.0)
            given[name] = table.number(name, 0.5, 0.001 if name == "grain" else 0.0, high)
    table.done()
    return Material(**given)


def _images(table: Table) -> dict[str, tuple[str, Mapping[str, Any]]]:
    group = table.table("image")
    made: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for name in group.told:
        one = group.table(name)
        drawing = one.text("draw", None, choices=tuple(IMAGES))
        if drawing in IMAGES:
            told = {key: _as_colour(one.told[key]) for key in one.told if key != "draw"}
            made[name] = drawing, IMAGES[drawing].told(told, one.where, one.problems)
    return made


def _as_colour(value: Any) -> Any:
    return list(colour_of(value) or ()) or value if isinstance(value, str) and value.startswith("#") else value


def _part(table: Table, materials: Mapping[str, Material], role: Role) -> Part | None:
    name = table.name("name")
    build = table.text("build", None, choices=tuple(BUILDERS))
    material = table.text("material", None)
    grain = table.text("grain", "", choices=("", "x", "y", "z"))
    if material and material not in materials:
        table.wrong(f"there is no material {material!r}.", nearest(material, materials))
    part: dict[str, Any] = {
        "places": _places(table),
        "when": read_when(table),
        "lumps": _pair(table, "lumps", (0.0, 10.0), 200.0),
        "fuzz": _pair(table, "fuzz", (0.0, 0.0), 100.0),
        "repeat": _pair(table, "repeat", (1.0, 1.0), 1000.0),
        "role": table.text("role", role, choices=get_args(Role)),
        "seen": table.flag("seen", default=True),
        "shadow": table.flag("shadow", default=True),
    }
    if build not in BUILDERS or material not in materials:
        return None
    told = _told(BUILDERS[build], table)
    named = f"{material}@{grain}" if grain else material
    return Part(name=name or f"{build}-{table.where}", build=build, told=told, material=named, **part)


_OF_PARTS = (
    *("name", "build", "material", "grain", "at", "turn", "scale", "places"),
    *("when", "lumps", "repeat", "fuzz", "role", "seen", "shadow"),
)


def _told(builder: Declared, table: Table) -> Mapping[str, Any]:
    own = {key: value for key, value in table.told.items() if key not in _OF_PARTS}
    return builder.told(own, table.where, table.problems)


def _pair(table: Table, key: str, default: tuple[float, float], high: float) -> tuple[float, float]:
    value = table.raw(key)
    if value is None:
        return default
    two = numbers_of(value, 2, 0.0, high)
    if two is None:
        table.wrong(f"{key} is {value!r}; it is two numbers from 0 to {high:g}.", f"{key} = {list(default)}")
        return default
    return two[0], two[1]


def _places(table: Table) -> Floats:
    """m × 4 × 4: the rows of `places` (x, y, z and angles), else the one place of `at` and `turn`."""
    scale = read_scale(table)
    rows = table.raw("places")
    if rows is None:
        return read_place(table, scale)[None]
    good = isinstance(rows, list) and 0 < len(rows) <= PARTS_MOST and all(_is_row(row) for row in rows)
    if not good:
        table.wrong("places is no list of rows.", "each row is [x, y, z], [x, y, z, turn] or [x, y, z, rx, ry, rz].")
        return np.eye(4, dtype=np.float32)[None]
    table.raw("at"), table.raw("turn")
    if "at" in table or "turn" in table:
        table.wrong("it has both places and a place.", "leave out at and turn, or places.")
    return np.stack([place_of(row, scale) for row in rows])


def _is_row(row: object) -> bool:
    return any(numbers_of(row, count, -1e5, 1e5) is not None for count in (3, 4, 6))


def read_scale(table: Table) -> tuple[float, float, float]:
    """`scale`: one number, or three for X, Y and Z."""
    value = table.raw("scale")
    if value is None:
        return 1.0, 1.0, 1.0
    row = value if isinstance(value, list) else [value] * 3
    three = numbers_of(row, 3, 0.001, 1000.0)
    if three is None:
        table.wrong(f"scale is {value!r}; it is one number or three, from 0.001 to 1000.", "scale = 1.0")
        return 1.0, 1.0, 1.0
    return three[0], three[1], three[2]


def read_place(table: Table, scale: Sequence[float]) -> Floats:
    """The 4 × 4 of `at` (mm) and `turn` (degrees about Z, or three about X, Y and Z)."""
    at = table.vector("at", (0.0, 0.0, 0.0))
    turn = table.raw("turn")
    if isinstance(turn, int | float) and not isinstance(turn, bool) and math.isfinite(turn):
        return place_of((*at, float(turn)), scale)
    three = (0.0, 0.0, 0.0) if turn is None else numbers_of(turn, 3, -1e5, 1e5)
    if three is None:
        table.wrong(f"turn is {turn!r}; it is an angle, or three.", "turn = 30")
        three = (0.0, 0.0, 0.0)
    return place_of((*at, *three), scale)


def read_when(table: Table) -> tuple[When, ...]:
    """`when`: a table of conditions that must all hold, or a list of such tables, of which one must."""
    value = table.raw("when")
    if value is None:
        return ()
    rows = value if isinstance(value, list) else [value]
    return tuple(when for row in rows if (when := _condition(row, table)) is not None)


def _condition(row: object, table: Table) -> When | None:
    hint = 'when = { season = ["winter"], leaf = [0, 0.4] }'
    if not isinstance(row, dict):
        table.wrong(f"when is {row!r}; it is a table.", hint)
        return None
    named = row.get("season", [])
    named = [named] if isinstance(named, str) else named
    known = {"spring", "summer", "autumn", "winter"}
    if not isinstance(named, list) or not set(map(str, named)) <= known:
        table.wrong(f"when: season is {named!r}.", "spring, summer, autumn, winter")
        return None
    ranges = {}
    for key, value in row.items():
        two = numbers_of(value, 2, 0.0, 1.0)
        if key == "season":
            continue
        if key not in NUMBERS:
            table.wrong(f"when: a season has no {key!r}.", nearest(key, ("season", *NUMBERS)))
        elif two is None or two[0] > two[1]:
            table.wrong(f"when: {key} is {value!r}; it is two numbers from 0 to 1, the lower first.", hint)
        else:
            ranges[key] = (two[0], two[1])
    return When(seasons=tuple(named), ranges=ranges)
