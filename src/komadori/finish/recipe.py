"""A recipe: which operations a take is finished with, and what they are told.

schema = "komadori.recipe"
version = 1

[[operation]]
use = "deflicker"
reach = 20
"""

import difflib
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from komadori.errors import KomadoriError, NotFound, Several, WrongUse
from komadori.finish.catalogue import operations
from komadori.finish.operation import Operation, Parameter, Settings, Value

SCHEMA, VERSION = "komadori.recipe", 1


class BadRecipe(WrongUse, ValueError):
    """A recipe asks for what no operation offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An operation of a recipe with all its settings."""

    operation: Operation
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Operations in the order in which they work; the first opens the photograph."""

    chosen: tuple[Chosen, ...]

    @property
    def words(self) -> str:
        """What is done, in words."""
        told = (one.operation.told(one.settings) for one in self.chosen)
        return "; ".join(words for words in told if words)


def recipe_of(*asked: tuple[str, Mapping[str, Any]]) -> Recipe:
    """A recipe of operations by name with their settings; the rest keep their defaults.

    Operations work in the order they belong to (`Place`), those of one place in the order given. The photograph is
    opened by `develop` at its defaults where nothing given does it. Raises BadRecipe, or Several of them.
    """
    problems: list[KomadoriError] = []
    chosen = [one for name, given in asked if (one := _choose(name, given, problems)) is not None]
    openers = [one.operation.name for one in chosen if one.operation.read is not None]
    if len(openers) > 1:
        problems.append(BadRecipe(f"A photograph is opened once, and both {' and '.join(openers)} would do it."))
    _raise(problems)
    if not openers:
        develop = operations()["develop"]
        chosen.insert(0, Chosen(operation=develop, settings=develop.defaults))
    return Recipe(chosen=tuple(sorted(chosen, key=lambda one: one.operation.place)))


def default_recipe() -> Recipe:
    """What a take gets when nobody says otherwise: developed, and its flicker taken out."""
    return recipe_of(("develop", {}), ("deflicker", {}))


def read_recipe(path: Path) -> Recipe:
    """The recipe in the TOML file `path`; raises NotFound, BadRecipe, or Several with everything wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(f"There is no recipe {path}.", hint="leave --recipe out for the usual one.") from None
    except (OSError, UnicodeDecodeError) as failure:
        raise BadRecipe(f"The recipe {path} cannot be read: {failure}.") from failure
    return parse_recipe(text, path.name)


def parse_recipe(text: str, name: str = "recipe") -> Recipe:
    """The recipe in TOML `text`; `name` is what messages call it. Raises as `read_recipe` does."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise BadRecipe(f"{name} is not TOML: {failure}.", hint="docs/concepts/finishing.md shows a recipe.") from None
    if told.get("schema") != SCHEMA:
        raise BadRecipe(f"{name} is no recipe: its schema is {told.get('schema')!r}.", hint=f'schema = "{SCHEMA}"')
    version = told.get("version")
    if version != VERSION:
        raise BadRecipe(
            f"{name} is written in version {version!r} of recipes; this Komadori knows version {VERSION}.",
            hint=f"version = {VERSION}, or a newer Komadori.",
        )
    problems: list[KomadoriError] = [
        BadRecipe(f"{name} has {key!r}, which no recipe has.", hint="operations stand below [[operation]].")
        for key in told.keys() - {"schema", "version", "operation"}
    ]
    asked = list(_asked(told.get("operation", []), problems))
    try:
        recipe = recipe_of(*asked)
    except Several as several:
        problems.extend(several.errors)
    except BadRecipe as one:
        problems.append(one)
    _raise(problems, name)
    return recipe


def _asked(tables: object, problems: list[KomadoriError]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, table in enumerate(tables if isinstance(tables, list) else [tables], 1):
        if isinstance(table, dict) and isinstance(table.get("use"), str):
            yield table["use"], {key: value for key, value in table.items() if key != "use"}
        else:
            problems.append(BadRecipe(f"Operation {number} does not say which it is.", hint='use = "deflicker"'))


def _choose(name: str, given: Mapping[str, Any], problems: list[KomadoriError]) -> Chosen | None:
    operation = operations().get(name)
    if operation is None:
        problems.append(BadRecipe(f"There is no operation {name!r}.", hint=_nearest(name, operations())))
        return None
    settings = operation.defaults
    for key, value in given.items():
        parameter = operation.parameter(key)
        if parameter is None:
            problems.append(BadRecipe(f"{name} has no parameter {key!r}.", hint=_nearest(key, settings)))
        elif (wrong := _wrong(parameter, value)) is not None:
            problems.append(BadRecipe(f"{name}: {key} is {value!r}; {wrong}.", hint=f"usually {parameter.default!r}."))
        else:
            settings[key] = _typed(parameter, value)
    return Chosen(operation=operation, settings=settings)


def _typed(parameter: Parameter, value: Value) -> Value:
    return float(value) if isinstance(parameter.default, float) else value


def _wrong(parameter: Parameter, value: object) -> str | None:
    """What is wrong with `value`, or None."""
    if isinstance(parameter.default, bool) or isinstance(value, bool):
        return None if type(parameter.default) is type(value) else _wanted(parameter)
    if isinstance(parameter.default, str):
        return None if value in parameter.choices else _wanted(parameter)
    kinds = (int, float) if isinstance(parameter.default, float) else (int,)
    low, high = parameter.low, parameter.high
    if not isinstance(value, kinds) or not math.isfinite(value):
        return _wanted(parameter)
    if (low is not None and value < low) or (high is not None and value > high):
        return _wanted(parameter)
    return None


def _wanted(parameter: Parameter) -> str:
    return f"it is {allowed(parameter)}"


def allowed(parameter: Parameter) -> str:
    """What a parameter may be, in words: "a whole number from 4 to 60 pictures"."""
    if isinstance(parameter.default, bool):
        return "true or false"
    if isinstance(parameter.default, str):
        return "one of " + ", ".join(f'"{choice}"' for choice in parameter.choices)
    kind = "a whole number" if isinstance(parameter.default, int) else "a number"
    return f"{kind} from {parameter.low:g} to {parameter.high:g} {parameter.unit}".rstrip()


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."


def _raise(problems: list[KomadoriError], name: str = "The recipe") -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Several(f"{name} has {len(problems)} problems.", problems)
