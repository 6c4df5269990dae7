"""Whose voice it is: the `[voice]` table of a character's file.

[voice]
kind = "throat"
pitch = 118
tract = 185
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from komadori.errors import KomadoriError, Several, WrongUse
from komadori.score.character import Character, load_character

KINDS = ("throat", "syrinx")

LIMITS: dict[str, tuple[float, float, float]] = {
    "pitch": (40.0, 6_000.0, 200.0),
    "reach": (0.2, 2.0, 1.0),
    "tract": (12.0, 300.0, 170.0),
    "pace": (0.4, 2.5, 1.0),
    "breath": (0.0, 1.0, 0.15),
    "tension": (-1.0, 1.0, 0.0),
    "rough": (0.0, 1.0, 0.0),
    "open": (0.0, 1.0, 0.0),
    "jitter": (0.0, 0.05, 0.005),
    "shimmer": (0.0, 0.3, 0.03),
    "warmth": (800.0, 20_000.0, 7_000.0),
    "loudness": (-24.0, 6.0, 0.0),
}
"""Lowest, highest and usual value of each number of the table."""


class BadVoice(WrongUse, ValueError):
    """A character has no voice, or its table asks for what no voice has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """What is a character's own in everything it says.

    `pitch` Hz at rest; `reach` how wide its pitch moves, 1 as written; `tract` mm from larynx to lips, which places the
    resonances; `pace` 1 as written, above it quicker; `breath`, `rough`, `open` 0..1 and `tension` −1..1 are added to
    every phrase; `jitter` and `shimmer` shares from cycle to cycle; `warmth` Hz above which the felt takes the sound;
    `loudness` dB against the others. A "syrinx" whistles as birds do.
    """

    name: str
    kind: str = "throat"
    pitch: float = 200.0
    reach: float = 1.0
    tract: float = 170.0
    pace: float = 1.0
    breath: float = 0.15
    tension: float = 0.0
    rough: float = 0.0
    open: float = 0.0
    jitter: float = 0.005
    shimmer: float = 0.03
    warmth: float = 7_000.0
    loudness: float = 0.0


def load_timbre(name: str, roots: Sequence[Path] = ()) -> Timbre:
    """The voice of the character `name`, its file looked for as `load_character` does. Raises what both raise."""
    return timbre_of(load_character(name, roots))


def timbre_of(character: Character) -> Timbre:
    """The voice that a character's file tells of. Raises BadVoice, or Several with everything wrong in the table."""
    table, name = character.voice, character.name
    if not table:
        hint = "A table [voice] gives it one; docs/reference/voice.md shows it."
        raise BadVoice(f"The character {name} has no voice.", hint=hint)
    problems = _problems(table, name)
    if len(problems) > 1:
        raise Several(f"The voice of {name} has {len(problems)} problems.", problems)
    if problems:
        raise problems[0]
    numbers = {key: float(value) for key, value in table.items() if key in LIMITS}
    return Timbre(name=name, kind=str(table.get("kind", "throat")), **numbers)


def _problems(table: Mapping[str, Any], name: str) -> Sequence[KomadoriError]:
    problems: list[KomadoriError] = []
    known = [field.name for field in fields(Timbre) if field.name != "name"]
    for key, value in table.items():
        if key not in known:
            problems.append(BadVoice(f"{name}: a voice has no {key!r}.", hint=_nearest(key, known)))
        elif key == "kind" and value not in KINDS:
            problems.append(BadVoice(f"{name}: kind is {value!r}.", hint=f"It is one of {', '.join(KINDS)}."))
        elif key != "kind" and not _fits(key, value):
            low, high, usual = LIMITS[key]
            hint = f"From {low:g} to {high:g}; usually {usual:g}."
            problems.append(BadVoice(f"{name}: {key} is {value!r}.", hint=hint))
    return problems


def _fits(key: str, value: object) -> bool:
    low, high, _ = LIMITS[key]
    # A NaN fails both comparisons, a bool is no number to a person.
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(names) or 'none'}."
