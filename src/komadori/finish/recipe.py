"""A recipe: which operations a take is finished with, what they are told, and where on the sheet otherwise.

schema = "komadori.recipe"
version = 1

[[operation]]
use = "deflicker"
reach = 20

[[operation]]
use = "level"
name = "dusk"
exposure = -0.3

[[operation.frames]]
first = 25
last = 48
exposure = -0.6
"""

import difflib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import tomli_w

from komadori.errors import KomadoriError, NotFound, Several, WrongUse
from komadori.finish.catalogue import broken, operations
from komadori.finish.operation import Operation, Parameter, Settings, Value

SCHEMA, VERSION = "komadori.recipe", 1
OWN_WORDS = ("use", "name", "off", "frames")
"""What a table of a recipe may say beside an operation's parameters."""

Table: TypeAlias = Mapping[str, Any]
"""One operation as a recipe writes it: `use`, and where wanted `name`, `off`, `frames` and parameters."""


class BadRecipe(WrongUse, ValueError):
    """A recipe asks for what no operation offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What an operation is told from film frame `first` to `last`, both included; None where it does not work there."""

    first: int
    last: int
    settings: Settings | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An operation of a recipe with all its settings, and those that hold for some frames only.

    `name` tells it from others of the same operation.
    """

    operation: Operation
    settings: Settings
    name: str = ""
    frames: tuple[Otherwise, ...] = ()

    def at(self, frame: int) -> Settings | None:
        """The settings for the picture first shown at `frame`, None where it does not work; the last word counts."""
        for other in reversed(self.frames):
            if other.first <= frame <= other.last:
                return other.settings
        return self.settings

    @property
    def words(self) -> str:
        """What is done, in words; "" for nothing."""
        told = self.operation.told(self.settings)
        others = [f"frames {one.first} to {one.last} {_otherwise(self.operation, one)}" for one in self.frames]
        return f"{told or 'nothing'} ({', '.join(others)})" if others else told


def _otherwise(operation: Operation, other: Otherwise) -> str:
    return "without it" if other.settings is None else operation.told(other.settings) or "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Operations in the order in which they work; the first opens the photograph."""

    chosen: tuple[Chosen, ...]

    @property
    def words(self) -> str:
        """What is done, in words."""
        return "; ".join(words for one in self.chosen if (words := one.words))


def recipe_of(*asked: tuple[str, Mapping[str, Any]]) -> Recipe:
    """A recipe of operations by name with their settings, the rest at their defaults. Raises as `recipe_of_tables`."""
    return recipe_of_tables([{"use": name, **given} for name, given in asked])


def recipe_of_tables(tables: Iterable[Table]) -> Recipe:
    """The recipe that `tables` write; one that is off counts for nothing.

    Operations work in the order they belong to (`Place`), those of one place in the order given. The photograph is
    opened by `develop` at its defaults where nothing given does it. Raises BadRecipe, or Several of them.
    """
    problems: list[KomadoriError] = []
    asked = [(str(table["use"]), table) for table in layered(tables) if table.get("off") is not True]
    chosen = [one for name, given in asked if (one := _choose(name, given, problems)) is not None]
    _only_one(problems, "A photograph is opened", [one for one in chosen if one.operation.read is not None])
    _only_one(problems, "A photograph is laid on the set", [one for one in chosen if one.operation.lies is not None])
    _only_one(problems, "A film's time is changed", [one for one in chosen if one.operation.plan is not None])
    _raise(problems)
    if not any(one.operation.read for one in chosen):
        develop = operations()["develop"]
        chosen.insert(0, Chosen(operation=develop, settings=develop.defaults))
    return Recipe(chosen=tuple(sorted(chosen, key=lambda one: one.operation.place)))


def _only_one(problems: list[KomadoriError], what: str, chosen: list[Chosen]) -> None:
    if len(chosen) > 1:
        names = " and ".join(one.name or one.operation.name for one in chosen)
        problems.append(BadRecipe(f"{what} once, and both {names} would do it."))


def layered(*layers: Iterable[Table]) -> list[dict[str, Any]]:
    """The tables of several layers, later ones laid over earlier ones of the same name.

    The name is a table's `name`, else its operation's, with a number from the second of a layer on: so in one layer an
    operation may stand twice, and the next layer can speak of both.
    """
    found: dict[str, dict[str, Any]] = {}
    for layer in layers:
        counts: dict[str, int] = {}
        for table in layer:
            plain = str(table.get("name") or table.get("use", ""))
            counts[plain] = counts.get(plain, 0) + 1
            name = plain if counts[plain] == 1 else f"{plain} {counts[plain]}"
            under = found.get(name, {})
            frames = [*under.get("frames", []), *_list(table.get("frames", []))]
            own = {"name": name} if name != table.get("use") else {}
            found[name] = {**under, **table, **own, **({"frames": frames} if frames else {})}
    return list(found.values())


def recipe_text(tables: Iterable[Table]) -> str:
    """`tables` as the TOML of a recipe file."""
    return tomli_w.dumps({"schema": SCHEMA, "version": VERSION, "operation": [dict(table) for table in tables]})


DEFAULT: tuple[Table, ...] = ({"use": "develop"}, {"use": "stabilise"}, {"use": "deflicker"})
"""What a take gets when nobody says otherwise: developed, and bumps and flicker taken out."""


def default_recipe() -> Recipe:
    """The recipe of `DEFAULT`."""
    return recipe_of_tables(DEFAULT)


def read_recipe(path: Path) -> Recipe:
    """The recipe in the TOML file `path`; raises NotFound, BadRecipe, or Several with everything wrong in it."""
    return parse_recipe(_text(path), path.name)


def read_tables(path: Path) -> list[Table]:
    """What the recipe file `path` writes, its operations not looked at. Raises NotFound, BadRecipe or Several."""
    return parse_tables(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(f"There is no recipe {path}.", hint="leave --recipe out for the usual one.") from None
    except (OSError, UnicodeDecodeError) as failure:
        raise BadRecipe(f"The recipe {path} cannot be read: {failure}.") from failure


def parse_recipe(text: str, name: str = "recipe") -> Recipe:
    """The recipe in TOML `text`; `name` is what messages call it. Raises as `read_recipe` does."""
    problems: list[KomadoriError] = []
    tables = _tables(text, name, problems)
    try:
        recipe = recipe_of_tables(tables)
    except Several as several:
        problems.extend(several.errors)
    except BadRecipe as one:
        problems.append(one)
    _raise(problems, name)
    return recipe


def parse_tables(text: str, name: str = "recipe") -> list[Table]:
    """The tables in TOML `text`. Raises BadRecipe or Several."""
    problems: list[KomadoriError] = []
    tables = _tables(text, name, problems)
    _raise(problems, name)
    return tables


def _tables(text: str, name: str, problems: list[KomadoriError]) -> list[Table]:
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
    problems += [
        BadRecipe(f"{name} has {key!r}, which no recipe has.", hint="operations stand below [[operation]].")
        for key in told.keys() - {"schema", "version", "operation"}
    ]
    return list(_asked(told.get("operation", []), problems))


def _asked(tables: object, problems: list[KomadoriError]) -> Iterator[Table]:
    for number, table in enumerate(_list(tables), 1):
        if isinstance(table, dict) and isinstance(table.get("use"), str):
            yield table
        else:
            problems.append(BadRecipe(f"Operation {number} does not say which it is.", hint='use = "deflicker"'))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _choose(use: str, given: Table, problems: list[KomadoriError]) -> Chosen | None:
    operation = operations().get(use)
    if operation is None and use in broken():
        hint = "its makers know more; Komadori's own operations work without it."
        problems.append(
            BadRecipe(f"The operation {use!r} is installed and cannot be used: {broken()[use]}.", hint=hint)
        )
        return None
    if operation is None:
        problems.append(BadRecipe(f"There is no operation {use!r}.", hint=_nearest(use, operations())))
        return None
    own = {key: value for key, value in given.items() if key not in OWN_WORDS}
    settings = _settings(operation, operation.defaults, own, problems)
    frames = tuple(
        one
        for table in _list(given.get("frames", []))
        if (one := _some_frames(operation, settings, table, problems)) is not None
    )
    if frames and operation.plan is not None:
        hint = "a parameter of its own says where, such as only." if operation.parameter("only") else ""
        problems.append(BadRecipe(f"{use} changes the time of the whole film, not of some frames.", hint=hint))
    return Chosen(operation=operation, settings=settings, name=str(given.get("name", "")), frames=frames)


def _settings(operation: Operation, base: Settings, given: Table, problems: list[KomadoriError]) -> Settings:
    """`base` with what is `given` laid over it; what is wrong joins the `problems`."""
    settings = dict(base)
    for key, value in given.items():
        parameter = operation.parameter(key)
        name = operation.name
        if parameter is None:
            problems.append(BadRecipe(f"{name} has no parameter {key!r}.", hint=_nearest(key, settings)))
        elif (wrong := _wrong(parameter, value)) is not None:
            problems.append(BadRecipe(f"{name}: {key} is {value!r}; {wrong}.", hint=f"usually {parameter.default!r}."))
        else:
            settings[key] = _typed(parameter, value)
    return settings


def _some_frames(
    operation: Operation, base: Settings, table: object, problems: list[KomadoriError]
) -> Otherwise | None:
    first: Any = table.get("first") if isinstance(table, dict) else None
    last: Any = table.get("last", first) if isinstance(table, dict) else None
    whole = isinstance(first, int) and isinstance(last, int) and 1 <= first <= last
    if not whole or not isinstance(table, dict):
        problems.append(
            BadRecipe(
                f"{operation.name}: some of its frames run from {first!r} to {last!r}.",
                hint="first = 25 and last = 48, film frames from 1 on.",
            )
        )
        return None
    if table.get("off") is True:
        return Otherwise(first=first, last=last, settings=None)
    own = {key: value for key, value in table.items() if key not in {"first", "last", "off"}}
    return Otherwise(first=first, last=last, settings=_settings(operation, base, own, problems))


def _typed(parameter: Parameter, value: Value) -> Value:
    return float(value) if isinstance(parameter.default, float) else value


def _wrong(parameter: Parameter, value: object) -> str | None:
    """What is wrong with `value`, or None."""
    if isinstance(parameter.default, bool) or isinstance(value, bool):
        return None if type(parameter.default) is type(value) else _wanted(parameter)
    if isinstance(parameter.default, str):
        return _wrong_text(parameter, value)
    kinds = (int, float) if isinstance(parameter.default, float) else (int,)
    low, high = parameter.low, parameter.high
    if not isinstance(value, kinds) or not math.isfinite(value):
        return _wanted(parameter)
    if (low is not None and value < low) or (high is not None and value > high):
        return _wanted(parameter)
    return None


def _wrong_text(parameter: Parameter, value: object) -> str | None:
    if not isinstance(value, str):
        return _wanted(parameter)
    if parameter.choices:
        return None if value in parameter.choices else _wanted(parameter)
    return (parameter.check(value) if parameter.check else "") or None


def _wanted(parameter: Parameter) -> str:
    return f"it is {allowed(parameter)}"


def allowed(parameter: Parameter) -> str:
    """What a parameter may be, in words: "a whole number from 4 to 60 pictures"."""
    if isinstance(parameter.default, bool):
        return "true or false"
    if isinstance(parameter.default, str):
        return _allowed_text(parameter)
    kind = "a whole number" if isinstance(parameter.default, int) else "a number"
    return f"{kind} from {parameter.low:g} to {parameter.high:g} {parameter.unit}".rstrip()


def _allowed_text(parameter: Parameter) -> str:
    if parameter.choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in parameter.choices)
    return {
        "": "text",
        "file": "a file of the take, the shot or the series",
        "folder": "a folder of the take, the shot or the series",
        "plate": '"picture 12", "exposure clean", "companion clean" or a file',
    }[parameter.holds]


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."


def _raise(problems: list[KomadoriError], name: str = "The recipe") -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Several(f"{name} has {len(problems)} problems.", problems)
