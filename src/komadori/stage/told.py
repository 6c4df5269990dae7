"""Tables of a file that somebody wrote, asked key by key; everything wrong is noted and reported together."""

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from komadori.errors import KomadoriError, NotFound, Several

Vector: TypeAlias = tuple[float, float, float]

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
"""What names in files are made of: small letters, digits, dash and underscore. None leads out of a folder."""
LARGEST_FILE = 1 << 20
"""Bytes. Nobody writes a megabyte of TOML by hand."""

Complaint: TypeAlias = Callable[..., KomadoriError]
"""A leaf of the error tree, called with a message and `hint=`."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a name that is not known: the nearest that is, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are {', '.join(names)}." if names else "there are none."


class Table:
    """One table: each key is asked for once, with what it may be; `done` notes the keys nobody asked for.

    A problem is noted in `problems` as `complaint`, with `where` the table stands, and the default goes on in its
    place, so that one reading finds everything.
    """

    def __init__(
        self, told: Mapping[str, Any], where: str, problems: list[KomadoriError], complaint: Complaint
    ) -> None:
        self.told, self.where, self.problems, self.complaint = told, where, problems, complaint
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.told

    def wrong(self, what: str, hint: str = "") -> None:
        """Note that something of this table is wrong; `what` is the rest of a sentence that begins with its place."""
        self.problems.append(self.complaint(f"{self.where}: {what}", hint=hint))

    def raw(self, key: str) -> Any:
        """What stands under `key` as TOML has it, or None; it counts as asked for."""
        self._asked.append(key)
        return self.told.get(key)

    def text(self, key: str, default: str | None = "", *, choices: Sequence[str] = ()) -> str:
        """A text, one of `choices` where there are any; a default of None means that it must be there."""
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(f"it has no {key}.", f'{key} = "{choices[0] if choices else "..."}"')
            return default or ""
        if not isinstance(value, str):
            self.wrong(f"{key} is {value!r}; it is a text.", f'{key} = "..."')
            return default or ""
        if choices and value not in choices:
            self.wrong(f"{key} is {value!r}, which there is not.", nearest(value, choices))
            return default or choices[0]
        return value

    def name(self, key: str, default: str | None = None) -> str:
        """A name such as "badger" or "six-mat-room"; one that could lead out of a folder is refused."""
        value = self.text(key, default)
        if value and not NAME.match(value):
            self.wrong(f"{key} is {value!r}, which is no name.", "small letters, digits, - and _")
            return default or ""
        return value

    def number(self, key: str, default: float | None, low: float = -1e6, high: float = 1e6) -> float:
        """A number from `low` to `high`; a default of None means that it must be there."""
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(f"it has no {key}.", f"{key} = a number from {low:g} to {high:g}")
            return low if default is None else default
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.wrong(f"{key} is {value!r}; it is a number from {low:g} to {high:g}.")
            return low if default is None else default
        return float(value)

    def whole(self, key: str, default: int | None, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self.raw(key)
        if value is None:
            if default is None:
                self.wrong(f"it has no {key}.", f"{key} = a whole number from {low} to {high}")
            return low if default is None else default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(f"{key} is {value!r}; it is a whole number from {low} to {high}.")
            return low if default is None else default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(f"{key} is {value!r}; it is true or false.")
            return default
        return value

    def vector(self, key: str, default: Vector | None, low: float = -1e5, high: float = 1e5) -> Vector:
        """Three numbers; a default of None means that they must be there."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        numbers = numbers_of(value, 3, low, high)
        if numbers is None:
            self.wrong(f"{key} is {value!r}; it is three numbers from {low:g} to {high:g}.", f"{key} = [0, 0, 0]")
            return default or (0.0, 0.0, 0.0)
        return numbers[0], numbers[1], numbers[2]

    def table(self, key: str) -> "Table":
        """The table under `key`; an empty one where there is none."""
        value = self.raw(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(f"{key} is {value!r}; it is a table.", f"[{key}]")
            value = None
        return Table(value or {}, f"{self.where}, [{key}]", self.problems, self.complaint)

    def tables(self, key: str, most: int = 1000) -> list["Table"]:
        """The tables under [[key]], each placed by its number and, where it has one, its name; at most `most`."""
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(f"{key} is no list of tables.", f"[[{key}]]")
            return []
        if len(value) > most:
            self.wrong(f"it has {len(value)} times [[{key}]]; {most} are the most.")
        return [
            Table(one, f"{self.where}, {key} {_called(number, one)}", self.problems, self.complaint)
            for number, one in enumerate(value[:most], 1)
        ]

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.told:
            if key not in self._asked:
                self.wrong(f"there is no {key!r} here.", nearest(key, self._asked))


def _called(number: int, table: Mapping[str, Any]) -> str:
    name = table.get("name", table.get("is"))
    return f"{number} ({name})" if isinstance(name, str) else str(number)


def numbers_of(value: object, count: int, low: float, high: float) -> tuple[float, ...] | None:
    """`count` finite numbers between `low` and `high`, or None where `value` is something else."""
    if not isinstance(value, list) or len(value) != count:
        return None
    fits = all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) and low <= one <= high
        for one in value
    )
    return tuple(float(one) for one in value) if fits else None


def open_toml(path: Path, schema: str, complaint: Complaint) -> dict[str, Any]:
    """The TOML file `path`, whose schema must be `schema`. Raises NotFound, or `complaint` for anything else."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise complaint(f"{path.name} has {size:,} bytes; {LARGEST_FILE:,} are the most.")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", hint="look at the name and the folder.") from None
    except (OSError, UnicodeDecodeError) as failure:
        raise complaint(f"{path.name} cannot be read: {failure}.") from failure
    return parse_toml(text, path.name, schema, complaint)


def parse_toml(text: str, name: str, schema: str, complaint: Complaint) -> dict[str, Any]:
    """The tables of TOML `text`; `name` is what messages call it. Raises `complaint`."""
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as failure:
        raise complaint(f"{name} is not TOML: {failure}.") from None
    found = told.get("schema")
    if found != schema:
        kind = schema.partition("/")[0]
        newer = isinstance(found, str) and found.startswith(f"{kind}/")
        hint = f'this Komadori knows schema = "{schema}"' if newer else f'schema = "{schema}"'
        raise complaint(f"{name} has the schema {found!r}.", hint=hint)
    return told


def raise_all(problems: Sequence[KomadoriError], name: str) -> None:
    """Raise the one problem, or Several of them; nothing where there is none."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Several(f"{name} has {len(problems)} problems.", problems)
