"""Which key does what: two presets by `event.code`, so that no keyboard's letters and no NumLock matter.

A code may have Ctrl+, Shift+ or both before it, in this order, as in Ctrl+Shift+KeyZ. What a person has let a key
learn goes before the preset; `studio/learned_keys.py` keeps that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from komadori.studio.commands import BadArguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a key does: a command of the registry and its words."""

    command: str
    words: Mapping[str, Any] = field(default_factory=dict)


Row = tuple[str, Press]
"""Codes that do the same, parted by spaces, and what they do."""


def _row(codes: str, command: str, **words: object) -> Row:
    return codes, Press(command=command, words=words)


KOMADORI: tuple[Row, ...] = (
    _row("NumpadEnter Enter", "shoot"),
    _row("KeyQ", "shoot", held=2),
    _row("KeyW", "shoot", held=3),
    _row("KeyE", "shoot", held=4),
    _row("Quote", "test-shot"),
    _row("Backspace Delete", "delete"),
    _row("Ctrl+KeyZ", "undo"),
    _row("Ctrl+Shift+KeyZ Ctrl+KeyY", "redo"),
    _row("Numpad0 Digit0 Space", "play"),
    _row("Numpad1 Digit1 ArrowLeft PageUp", "step-back"),
    _row("Numpad2 Digit2 ArrowRight PageDown", "step-forward"),
    _row("Shift+Numpad1 Shift+ArrowLeft", "step-back", frames=10),
    _row("Shift+Numpad2 Shift+ArrowRight", "step-forward", frames=10),
    _row("Home", "first"),
    _row("End", "last"),
    _row("Shift+End", "return-to-end"),
    _row("KeyI Insert", "insert-here"),
    _row("Shift+KeyA", "shoot-again"),
    _row("Numpad3 Digit3 KeyL", "live"),
    _row("Numpad4 Digit4 KeyS", "compare"),
    _row("Numpad5 Digit5 Backquote", "flick"),
    _row("Numpad6 Digit6 KeyJ", "short-play"),
    _row("Numpad7 Digit7 KeyG", "guides"),
    _row("Numpad8 Digit8 KeyP", "loop"),
    _row("Numpad9 Digit9 KeyM", "mute"),
    _row("NumpadAdd BracketRight", "opacity-up"),
    _row("NumpadSubtract BracketLeft", "opacity-down"),
    _row("Shift+NumpadAdd Shift+BracketRight", "deeper"),
    _row("Shift+NumpadSubtract Shift+BracketLeft", "shallower"),
    _row("NumpadMultiply KeyB", "black"),
    _row("NumpadDivide KeyZ", "loupe"),
    _row("NumpadDecimal NumpadComma KeyH", "full-resolution"),
    _row("Shift+KeyH", "finished"),
    _row("KeyO", "onion"),
    _row("KeyD", "difference"),
    _row("KeyK", "key"),
    _row("KeyA", "arc"),
    _row("KeyT Shift+KeyT", "posing"),
    _row("KeyU", "undo-pose"),
    _row("Shift+KeyU", "redo-pose"),
    _row("KeyR", "reference"),
    _row("KeyY", "auto-toggle"),
    _row("KeyN", "play-to-black"),
    _row("Comma", "mark-in"),
    _row("Period", "mark-out"),
    _row("Shift+Comma", "go-in"),
    _row("Shift+Period", "go-out"),
    _row("Shift+KeyP", "peaking"),
    _row("Shift+KeyZ", "zebra"),
    _row("Shift+KeyS", "scopes"),
    _row("KeyF", "far"),
    _row("Backslash", "only-picture"),
    _row("Shift+Digit1", "room", name="set-up"),
    _row("Shift+Digit2", "room", name="animate"),
    _row("Shift+Digit3", "room", name="light"),
    _row("Shift+Digit4", "room", name="sound"),
    _row("Shift+Digit5", "room", name="finish"),
    _row("Shift+Slash", "help"),
    _row("Escape", "stop"),
)
"""The default: the field's keypad, letters for those without one, and the rest of the view by its letter."""

_FIELD: tuple[Row, ...] = (
    _row("NumpadEnter Enter", "shoot"),
    _row("KeyQ", "shoot", held=2),
    _row("KeyW", "shoot", held=3),
    _row("KeyE", "shoot", held=4),
    _row("Quote", "test-shot"),
    _row("NumpadMultiply Delete Backspace", "delete"),
    _row("Numpad0 Digit0 Space", "play"),
    _row("Numpad1 Digit1 ArrowLeft", "step-back"),
    _row("Numpad2 Digit2 ArrowRight", "step-forward"),
    _row("Numpad3 Digit3", "live"),
    _row("Numpad4 Digit4", "auto-toggle"),
    _row("Numpad5 Digit5", "flick"),
    _row("Numpad6 Digit6", "short-play"),
    _row("Numpad7 Digit7", "play-to-black"),
    _row("Numpad8 Digit8", "loop"),
    _row("NumpadDecimal NumpadComma", "full-resolution"),
    _row("NumpadAdd", "opacity-up"),
    _row("NumpadSubtract", "opacity-down"),
    _row("Shift+NumpadAdd", "opacity-up", by=2),
    _row("Shift+NumpadSubtract", "opacity-down", by=2),
    _row("NumpadDivide", "mute"),
    _row("KeyL", "reference"),
    _row("KeyG", "guides"),
    _row("KeyI", "mark-in"),
    _row("KeyO", "mark-out"),
    _row("Shift+KeyI", "go-in"),
    _row("Shift+KeyO", "go-out"),
    _row("KeyR", "hold", by=1),
    _row("Shift+KeyR", "hold", by=-1),
    _row("Home", "first"),
    _row("End", "last"),
)

_QUIET = frozenset(["Numpad9", "Digit9", "KeyD", "KeyH", "KeyJ", "KeyK", "KeyT"])
"""Keys whose act in Dragonframe has no like here: a hand that knows them must not set off something else."""


def _bound(rows: Iterable[Row]) -> dict[str, Press]:
    return {code: press for codes, press in rows for code in codes.split()}


def _dragonframe() -> tuple[Row, ...]:
    """The field's table, and on every key it leaves free what ours does there."""
    taken = _QUIET | _bound(_FIELD).keys()
    rest = ((" ".join(code for code in codes.split() if code not in taken), press) for codes, press in KOMADORI)
    return (
        *_FIELD,
        _row("KeyX", "onion"),
        _row("KeyC", "difference"),
        _row("KeyV", "key"),
        *((codes, press) for codes, press in rest if codes),
    )


DRAGONFRAME: tuple[Row, ...] = _dragonframe()
"""For hands that know Dragonframe."""

PRESETS: Mapping[str, tuple[Row, ...]] = MappingProxyType({"komadori": KOMADORI, "dragonframe": DRAGONFRAME})
TITLES: Mapping[str, str] = MappingProxyType({"komadori": "Komadori", "dragonframe": "as in Dragonframe"})

DEFAULT: Mapping[str, Press] = MappingProxyType(_bound(KOMADORI))

KEYPAD: tuple[tuple[str, ...], ...] = (
    ("NumLock", "NumpadDivide", "NumpadMultiply", "NumpadSubtract"),
    ("Numpad7", "Numpad8", "Numpad9", "NumpadAdd"),
    ("Numpad4", "Numpad5", "Numpad6"),
    ("Numpad1", "Numpad2", "Numpad3", "NumpadEnter"),
    ("Numpad0", "NumpadDecimal"),
)
"""The keypad as it is drawn, row by row."""

_TAKEN = re.compile(r"(Shift\+)?(Tab|F([1-9]|1[0-2]))|Ctrl\+(Digit\d|(Shift\+)?Key[LNQTW])")
"""What belongs to the browser or moves the focus."""


def keymap(preset: str, learned: Mapping[str, Press | None]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each code with its command and words: the preset's, and before it what was learned; None makes a key quiet.

    Raises BadArguments where there is no such preset.
    """
    if preset not in PRESETS:
        raise BadArguments(f"There is no key preset {preset[:60]!r}.", hint=f"The presets are {', '.join(PRESETS)}.")
    merged: dict[str, Press | None] = {**_bound(PRESETS[preset]), **learned}
    return {code: (press.command, dict(press.words)) for code, press in merged.items() if press is not None}


def clashes(rows: Iterable[Row]) -> tuple[str, ...]:
    """Codes that do two things, or that belong to the browser."""
    count = Counter(code for codes, _ in rows for code in codes.split())
    return tuple(code for code, times in count.items() if times > 1 or belongs_to_browser(code))


def belongs_to_browser(code: str) -> bool:
    """Whether a page would not be given this key, or must leave it alone."""
    return _TAKEN.fullmatch(code) is not None


_CAPS = {
    "Backquote": "`", "Backslash": "\\", "BracketLeft": "[", "BracketRight": "]", "Comma": ",", "Period": ".",
    "Quote": "'", "Slash": "/", "ArrowLeft": "←", "ArrowRight": "→", "PageUp": "Page Up", "PageDown": "Page Down",
    "NumpadAdd": "keypad +", "NumpadSubtract": "keypad -", "NumpadMultiply": "keypad *", "NumpadDivide": "keypad /",
    "NumpadDecimal": "keypad .", "NumpadComma": "keypad ,", "NumpadEnter": "keypad Enter",
}  # fmt: skip


def cap(code: str) -> str:
    """What is printed on a key of an American keyboard: Ctrl+Shift+Z, keypad 5."""
    *before, key = code.split("+")
    plain = re.sub(r"^(Key|Digit)", "", re.sub(r"^Numpad(?=\d)", "keypad ", key))
    return "+".join([*before, _CAPS.get(key, plain)])
