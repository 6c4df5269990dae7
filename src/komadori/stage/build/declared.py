"""How a builder declares what it can be told: files, messages and the reference page come from the declaration."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from komadori.errors import KomadoriError, WrongUse
from komadori.stage.told import nearest

Sort: TypeAlias = Literal["number", "whole", "flag", "word", "numbers", "points", "colour"]
Value: TypeAlias = Any
Told: TypeAlias = Mapping[str, Value]
"""Every parameter of a builder with its value; lists have become tuples, so that the whole can be a key."""


class BadBuild(WrongUse, ValueError):
    """A builder is told what it does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing a builder may be told.

    `sort` is a number, a whole number, true or false, one word of `choices`, `numbers` (a list), `points` (a list of
    lists) or a colour. Every number in it lies between `low` and `high` in `unit`, both included. `width` is how many
    numbers a list or each point has, 0 for any; `fewest` how many at least. `default` None must be told.
    """

    name: str
    sort: Sort
    default: Value
    says: str
    unit: str = ""
    low: float = -1e4
    high: float = 1e4
    width: int = 0
    fewest: int = 1
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Something with a name that is made from parameters: a form, or a printed image."""

    name: str
    says: str
    parameters: tuple[Parameter, ...]
    make: Callable[..., Any]

    def told(self, given: Mapping[str, Value], where: str, problems: list[KomadoriError]) -> dict[str, Value]:
        """All parameters, those `given` checked and the others at their defaults; what is wrong joins `problems`."""
        known = {parameter.name: parameter for parameter in self.parameters}
        problems += [
            BadBuild(f"{where}: {self.name} has no parameter {key!r}.", hint=nearest(key, known))
            for key in sorted(given.keys() - known.keys())
        ]
        full: dict[str, Value] = {}
        for name, parameter in known.items():
            if name not in given:
                if parameter.default is None:
                    wanted = f"{name} is {allowed(parameter)}."
                    problems.append(BadBuild(f"{where}: {self.name} needs {name!r}.", hint=wanted))
                full[name] = parameter.default
                continue
            value = frozen(given[name])
            wrong = _wrong(parameter, value)
            if wrong:
                problems.append(BadBuild(f"{where}: {name} is {given[name]!r}; {wrong}.", hint=_usually(parameter)))
            full[name] = float(value) if parameter.sort == "number" and not wrong else value
        return full


def frozen(value: Value) -> Value:
    """Lists within lists as tuples."""
    return tuple(frozen(part) for part in value) if isinstance(value, list | tuple) else value


def _usually(parameter: Parameter) -> str:
    return f"usually {parameter.default!r}." if parameter.default is not None else parameter.says


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _within(parameter: Parameter, value: Value) -> bool:
    return _number(value) and parameter.low <= value <= parameter.high


def _row(parameter: Parameter, value: Value) -> bool:
    fits = isinstance(value, tuple) and (not parameter.width or len(value) == parameter.width)
    return fits and all(_within(parameter, part) for part in value)


def _wrong(parameter: Parameter, value: Value) -> str:
    """What is wrong with `value`, or nothing."""
    match parameter.sort:
        case "flag":
            fine = isinstance(value, bool)
        case "word":
            fine = value in parameter.choices
        case "whole":
            fine = isinstance(value, int) and _within(parameter, value)
        case "number":
            fine = _within(parameter, value)
        case "numbers" | "colour":
            fine = _row(parameter, value) and len(value) >= parameter.fewest
        case _:
            fine = isinstance(value, tuple) and len(value) >= parameter.fewest
            fine = fine and all(_row(parameter, row) for row in value)
    return "" if fine else f"it is {allowed(parameter)}"


def allowed(parameter: Parameter) -> str:
    """What a parameter may be, in words: "a number from 0 to 40 mm"."""
    span = f"from {parameter.low:g} to {parameter.high:g} {parameter.unit}".rstrip()
    count = f"{parameter.width}" if parameter.width else f"{parameter.fewest} or more"
    match parameter.sort:
        case "flag":
            return "true or false"
        case "word":
            return "one of " + ", ".join(f'"{choice}"' for choice in parameter.choices)
        case "whole":
            return f"a whole number {span}"
        case "number":
            return f"a number {span}"
        case "colour":
            return "a colour: red, green and blue of linear light, 0 to 1"
        case "numbers":
            return f"a list of {count} numbers {span}"
        case _:
            width = f"{parameter.width} numbers" if parameter.width else "numbers"
            return f"a list of {parameter.fewest} or more lists of {width} {span}"


def bounded(count: float, most: int, what: str) -> None:
    """Raise BadBuild where `count` of `what` are more than anybody needs and would fill the memory."""
    if count > most:
        raise BadBuild(
            f"{count:,.0f} {what} are more than {most:,}.", hint="make the whole smaller, or its parts larger."
        )


def number(name: str, default: float | None, says: str, unit: str, low: float, high: float) -> Parameter:
    """A number from `low` to `high`."""
    return Parameter(name=name, sort="number", default=default, says=says, unit=unit, low=low, high=high)


def whole(name: str, default: int | None, says: str, low: int, high: int, unit: str = "") -> Parameter:
    """A whole number from `low` to `high`."""
    return Parameter(name=name, sort="whole", default=default, says=says, unit=unit, low=low, high=high)


def flag(name: str, *, default: bool, says: str) -> Parameter:
    """True or false."""
    return Parameter(name=name, sort="flag", default=default, says=says)


def word(name: str, default: str, says: str, choices: tuple[str, ...]) -> Parameter:
    """One of a few words."""
    return Parameter(name=name, sort="word", default=default, says=says, choices=choices)


def numbers(
    name: str,
    default: tuple[float, ...] | None,
    says: str,
    unit: str,
    low: float,
    high: float,
    width: int = 0,
    fewest: int = 1,
) -> Parameter:
    """A list of numbers, `width` of them or at least `fewest`."""
    return Parameter(
        name=name, sort="numbers", default=default, says=says, unit=unit, low=low, high=high, width=width, fewest=fewest
    )


def points(
    name: str,
    default: tuple[tuple[float, ...], ...] | None,
    says: str,
    width: int,
    fewest: int = 2,
    unit: str = "mm",
    reach: float = 2000.0,
) -> Parameter:
    """A list of points of `width` numbers each, none beyond `reach`."""
    return Parameter(
        name=name, sort="points", default=default, says=says, unit=unit, low=-reach, high=reach, width=width,
        fewest=fewest,
    )  # fmt: skip


def colour(name: str, default: tuple[float, float, float], says: str) -> Parameter:
    """Red, green and blue of linear light."""
    return Parameter(name=name, sort="colour", default=default, says=says, low=0.0, high=1.0, width=3)


def made(
    table: dict[str, Declared], name: str, says: str, *parameters: Parameter
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that puts a function into `table` with its declaration."""

    def put(make: Callable[..., Any]) -> Callable[..., Any]:
        table[name] = Declared(name=name, says=says, parameters=parameters, make=make)
        return make

    return put
