"""The keys a person has taught, in a file of their own: what they do, and the preset beneath."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from komadori.errors import KomadoriError
from komadori.store.disk import Disk, disk_errors, replace_file
from komadori.studio.commands import BadArguments, read
from komadori.studio.keys import PRESETS, Press, belongs_to_browser, cap
from komadori.studio.messages import UNREADABLE
from komadori.studio.words import LearnKey

SCHEMA, VERSION = "komadori.keys", 1
MOST_KEYS, MOST_BYTES = 500, 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """`keys` by their code, None for a key that is to be quiet; `preset` is empty where none was chosen."""

    preset: str = ""
    keys: Mapping[str, Press | None] = field(default_factory=dict)


class _Record(msgspec.Struct, kw_only=True):
    schema: str
    version: int
    preset: str = ""
    keys: dict[str, dict[str, Any] | None] = {}


def learn(learned: Learned, asked: LearnKey) -> Learned:
    """What is known once a key has learned its command. Raises UnknownCommand or BadArguments."""
    keys = dict(learned.keys)
    keys.pop(asked.code, None)
    if not asked.forget:
        keys[asked.code] = _press(asked.code, asked.command, asked.words)
    if len(keys) > MOST_KEYS:
        raise BadArguments(f"{MOST_KEYS} keys have learned something already.", hint="Let some of them forget.")
    return replace(learned, keys=keys)


def choose(learned: Learned, preset: str) -> Learned:
    """What is known once a preset was chosen. Raises BadArguments where there is no such preset."""
    if preset not in PRESETS:
        raise BadArguments(f"There is no key preset {preset[:60]!r}.", hint=f"The presets are {', '.join(PRESETS)}.")
    return replace(learned, preset=preset)


def read_learned(path: Path) -> tuple[Learned, str]:
    """What stands in the file, and in words what of it had to be left out: nothing where the file is missing.

    Never raises: a file that cannot be read must not keep anybody from shooting.
    """
    try:
        record = _record(path)
    except FileNotFoundError:
        return Learned(), ""
    except (OSError, *UNREADABLE) as error:
        return Learned(), f"The learned keys in {path} cannot be read and are left out: {error}."
    keys: dict[str, Press | None] = {}
    wrong = [] if record.preset in {"", *PRESETS} else [f"no preset {record.preset[:60]!r}"]
    for code, press in list(record.keys.items())[:MOST_KEYS]:
        try:
            keys[code] = _read_press(code, press)
        except KomadoriError as error:
            wrong.append(f"{code[:40]!r}: {error.message.rstrip('.')}")
    told = f"Of the learned keys in {path} some are left out: {'; '.join(wrong[:5])}." if wrong else ""
    return Learned(preset=record.preset if record.preset in PRESETS else "", keys=keys), told


def write_learned(path: Path, learned: Learned) -> None:
    """Keep what was learned; a reader sees the old file or the new one. Raises StorageFailed and its kinds."""
    keys = {
        code: None if press is None else {"command": press.command, "with": dict(press.words)}
        for code, press in learned.keys.items()
    }
    record = _Record(schema=SCHEMA, version=VERSION, preset=learned.preset, keys=keys)
    data = msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
    with disk_errors("the learned keys", path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(Disk(), path, data)


def _record(path: Path) -> _Record:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError("it is too long")
    record = msgspec.json.decode(data, type=_Record)
    if (record.schema, record.version) != (SCHEMA, VERSION):
        raise ValueError(f"it is {record.schema[:40]!r} number {record.version}, not {SCHEMA!r} number {VERSION}")
    return record


def _read_press(code: str, press: dict[str, Any] | None) -> Press | None:
    asked: dict[str, object] = {"code": code, **(press or {})}
    words = read("learn-key", asked)[1]
    if not isinstance(words, LearnKey):
        raise TypeError(words)
    return _press(words.code, words.command, words.words)


def _press(code: str, command: str, words: Mapping[str, Any]) -> Press | None:
    if belongs_to_browser(code):
        raise BadArguments(f"{cap(code)} belongs to the browser.", hint="Choose another key, such as F13.")
    if not command:
        return None
    read(command, words)
    return Press(command=command, words=dict(words))
