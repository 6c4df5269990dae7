"""A character of the score, read from a file: how it is called, how it moves, and how it sounds."""

import difflib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from komadori.errors import KomadoriError, NotFound, Several, WrongUse
from komadori.score.temperament import JOINTS, NAMES, PLACES, RANGES, Part, Temperament

SCHEMA = "komadori.character/1"
SHIPPED = Path(__file__).parent / "characters"
LANGUAGES = ("en", "ja")


class BadCharacter(WrongUse, ValueError):
    """A character's file says what no character can be."""


class UnknownCharacter(NotFound):
    """No character of this name is shipped or lies in the folders given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """Who acts. `told` is what captions call it, by language; `voice` is what its file says of its voice, unread."""

    name: str
    told: Mapping[str, str] = field(default_factory=dict)
    temperament: Temperament = Temperament()  # noqa: RUF009 - an immutable value
    voice: Mapping[str, Any] = field(default_factory=dict)


def character_names(roots: Sequence[Path] = ()) -> tuple[str, ...]:
    """The names that `load_character` knows, sorted."""
    return tuple(sorted({file.stem for root in (*roots, SHIPPED) for file in root.glob("*.toml")}))


def load_character(name: str, roots: Sequence[Path] = ()) -> Character:
    """The character `name`: the first NAME.toml in `roots`, or else the one shipped.

    Raises UnknownCharacter, BadCharacter, or Several with everything wrong in the file.
    """
    known = character_names(roots)
    if name not in known:
        raise UnknownCharacter(f"There is no character {name!r}.", hint=_nearest(name, known))
    file = next(root / f"{name}.toml" for root in (*roots, SHIPPED) if (root / f"{name}.toml").is_file())
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise BadCharacter(f"The character {file} cannot be read: {failure}.") from failure
    return parse_character(text, name, roots)


def parse_character(text: str, name: str, roots: Sequence[Path] = ()) -> Character:
    """The character in TOML `text`, called `name`; what it does not say is as in the character it is `like`.

    Raises as `load_character` does.
    """
    told = _read(text, name)
    like = told.pop("like", None)
    if like is None:
        return _character(told, name)
    known = character_names(roots)
    if like not in known or like == name:
        raise UnknownCharacter(
            f"The character {name} is like {like!r}, which there is not.", hint=_nearest(f"{like}", known)
        )
    file = next(root / f"{like}.toml" for root in (*roots, SHIPPED) if (root / f"{like}.toml").is_file())
    other = _read(file.read_text(encoding="utf-8"), str(like))
    if "like" in other:
        raise BadCharacter(f"The character {name} is like {like}, which is itself like another.", hint="Name that one.")
    for key, value in other.items():
        told[key] = (
            value | told.get(key, {}) if isinstance(value, dict) and isinstance(told.get(key, {}), dict) else value
        )
    return _character(told, name)


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise BadCharacter(f"The character {name} is not TOML: {failure}.") from None
    if told.get("schema") != SCHEMA:
        raise BadCharacter(
            f"{name}.toml is no character: its schema is {told.get('schema')!r}.", hint=f'schema = "{SCHEMA}"'
        )
    return told


def _character(told: Mapping[str, Any], name: str) -> Character:
    problems: list[KomadoriError] = []
    _known(f"The character {name}", told, ("schema", "told", "movement", "voice"), problems)
    tables = {key: _table(name, key, told.get(key, {}), problems) for key in ("told", "movement", "voice")}
    names = {key: str(value) for key, value in tables["told"].items()}
    _known(f"The character {name}, [told]", names, LANGUAGES, problems)
    temperament = _temperament(name, tables["movement"], problems)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Several(f"The character {name} has {len(problems)} problems.", problems)
    return Character(name=name, told=names, temperament=temperament, voice=tables["voice"])


def _temperament(name: str, told: Mapping[str, Any], problems: list[KomadoriError]) -> Temperament:
    where = f"The character {name}, [movement]"
    _known(where, told, NAMES, problems)
    given: dict[str, Any] = {}
    for key, value in told.items():
        if key == "side" and value not in get_args(Part):
            problems.append(BadCharacter(f"{where}: side is {value!r}.", hint="It is left or right."))
        elif key == "stance":
            stance = _table(name, "movement.stance", value, problems)
            given[key] = {channel: _number(where, channel, told, problems) for channel, told in stance.items()}
        elif key == "arms":
            given[key] = _arms(name, value, problems)
        elif key in RANGES:
            low, high = RANGES[key]
            given[key] = _number(where, key, value, problems, low, high)
        elif key in NAMES:
            given[key] = value
    return Temperament(**given)


def _arms(name: str, told: object, problems: list[KomadoriError]) -> dict[str, dict[str, float]]:
    where = f"The character {name}, [movement.arms"
    arms = _table(name, "movement.arms", told, problems)
    _known(f"{where}]", arms, tuple(PLACES), problems)
    found: dict[str, dict[str, float]] = {}
    for place, value in arms.items():
        joints = _table(name, f"movement.arms.{place}", value, problems)
        _known(f"{where}.{place}]", joints, JOINTS, problems)
        found[place] = {joint: _number(f"{where}.{place}]", joint, angle, problems) for joint, angle in joints.items()}
    return found


def _number(
    where: str, key: str, value: object, problems: list[KomadoriError], low: float = -360, high: float = 360
) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        problems.append(BadCharacter(f"{where}: {key} is {value!r}.", hint=f"A number from {low:g} to {high:g}."))
        return low
    return float(value)


def _table(name: str, key: str, value: object, problems: list[KomadoriError]) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    problems.append(BadCharacter(f"The character {name}: {key} is {value!r}.", hint=f"It is a table, [{key}]."))
    return {}


def _known(where: str, told: Mapping[str, Any], names: Collection[str], problems: list[KomadoriError]) -> None:
    problems += [
        BadCharacter(f"{where} has {key!r}, which no character has.", hint=_nearest(key, names))
        for key in told
        if key not in names
    ]


def _nearest(name: str, names: Collection[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(names)}."
