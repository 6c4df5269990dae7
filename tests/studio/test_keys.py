"""Keys: the two presets are whole and clash nowhere, and what a person teaches is kept and survives bad files."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.errors import StorageFailed
from komadori.studio.commands import COMMANDS, BadArguments, UnknownCommand, read
from komadori.studio.keys import (
    DEFAULT,
    DRAGONFRAME,
    KEYPAD,
    KOMADORI,
    PRESETS,
    TITLES,
    Press,
    belongs_to_browser,
    cap,
    clashes,
    keymap,
)
from komadori.studio.learned_keys import Learned, choose, learn, read_learned, write_learned
from komadori.studio.words import LearnKey

ROOT = Path(__file__).resolve().parents[2]
FIELD = {
    "NumpadEnter": "shoot",
    "Enter": "shoot",
    "Quote": "test-shot",
    "NumpadMultiply": "delete",
    "Backspace": "delete",
    "Numpad0": "play",
    "Space": "play",
    "Numpad1": "step-back",
    "Numpad2": "step-forward",
    "Numpad3": "live",
    "Numpad4": "auto-toggle",
    "Numpad5": "flick",
    "Numpad6": "short-play",
    "Numpad7": "play-to-black",
    "Numpad8": "loop",
    "NumpadDivide": "mute",
    "NumpadDecimal": "full-resolution",
    "NumpadAdd": "opacity-up",
    "NumpadSubtract": "opacity-down",
    "KeyI": "mark-in",
    "Shift+KeyO": "go-out",
    "Home": "first",
}
OURS = {
    "NumpadEnter Enter": "shoot",
    "Numpad0 Space Digit0": "play",
    "Numpad1 ArrowLeft Digit1": "step-back",
    "Numpad2 ArrowRight Digit2": "step-forward",
    "Home": "first",
    "End": "last",
    "Numpad3 KeyL": "live",
    "Numpad4 KeyS": "compare",
    "Numpad5 Backquote": "flick",
    "Numpad6 KeyJ": "short-play",
    "Numpad7 KeyG": "guides",
    "Numpad8 KeyP": "loop",
    "Numpad9 KeyM": "mute",
    "NumpadAdd BracketRight": "opacity-up",
    "NumpadSubtract BracketLeft": "opacity-down",
    "Shift+NumpadAdd": "deeper",
    "NumpadMultiply KeyB": "black",
    "NumpadDivide KeyZ": "loupe",
    "NumpadDecimal KeyH": "full-resolution",
    "Backspace": "delete",
    "KeyO": "onion",
    "KeyD": "difference",
    "KeyK": "key",
    "KeyA": "arc",
    "KeyR": "reference",
    "KeyF": "far",
    "Backslash": "only-picture",
    "Shift+Digit1 Shift+Digit5": "room",
    "Ctrl+KeyZ": "undo",
    "Ctrl+Shift+KeyZ": "redo",
    "Shift+Slash": "help",
    "KeyI Insert": "insert-here",
    "Shift+KeyA": "shoot-again",
}
DESK_ON_KEYS = {"shoot", "test-shot", "delete", "undo", "redo", "return-to-end", "black", "stop"}


@pytest.mark.parametrize("rows", PRESETS.values(), ids=PRESETS)
def test_no_key_does_two_things_or_takes_one_from_the_browser(rows):
    assert clashes(rows) == ()


@pytest.mark.parametrize("rows", PRESETS.values(), ids=PRESETS)
def test_every_key_does_what_the_registry_knows(rows):
    for _, press in rows:
        read(press.command, press.words)


@pytest.mark.parametrize("rows", PRESETS.values(), ids=PRESETS)
def test_every_view_and_all_of_the_shooting_is_on_a_key(rows):
    view = {command.name for command in COMMANDS.values() if command.room == "view"}
    assert (view | DESK_ON_KEYS) - {press.command for _, press in rows} == set()


def test_the_default_is_the_agreed_table():
    assert {code: DEFAULT[code].command for codes in OURS for code in codes.split()} == {
        code: command for codes, command in OURS.items() for code in codes.split()
    }


def test_the_other_preset_is_the_fields():
    keys = keymap("dragonframe", {})
    assert {code: keys[code][0] for code in FIELD} == FIELD
    assert [keys[code] for code in ("KeyQ", "KeyW", "KeyE")] == [("shoot", {"held": held}) for held in (2, 3, 4)]
    assert "Numpad9" not in keys
    assert keys["Shift+Digit2"] == ("room", {"name": "animate"})


def test_a_clash_is_found():
    rows = (("KeyA KeyB", Press(command="play")), ("KeyB", Press(command="live")), ("F5", Press(command="loop")))
    assert clashes(rows) == ("KeyB", "F5")


@pytest.mark.parametrize("code", ["Tab", "Shift+Tab", "F1", "F12", "Ctrl+Digit3", "Ctrl+KeyL", "Ctrl+Shift+KeyT"])
def test_the_browser_keeps_its_keys(code):
    assert belongs_to_browser(code)


def test_the_drawn_keypad_is_all_bound():
    drawn = {code for row in KEYPAD for code in row} - {"NumLock"}
    assert drawn <= DEFAULT.keys()
    assert len(drawn) == 16


@pytest.mark.parametrize(
    ("code", "printed"),
    [("KeyQ", "Q"), ("Shift+Digit1", "Shift+1"), ("Numpad5", "keypad 5"), ("NumpadAdd", "keypad +"), ("F13", "F13")],
)
def test_a_key_is_called_as_it_is_printed(code, printed):
    assert cap(code) == printed


def test_every_preset_has_a_title():
    assert TITLES.keys() == PRESETS.keys()
    assert dict(KOMADORI) != dict(DRAGONFRAME)


def test_what_was_learned_goes_before_the_preset(tmp_path):
    path = tmp_path / "fresh" / "keys.json"
    learned = learn(Learned(), LearnKey(code="F13", command="shoot", words={"held": 2}))
    learned = learn(learned, LearnKey(code="KeyQ"))
    learned = choose(learned, "dragonframe")
    write_learned(path, learned)
    again, told = read_learned(path)
    assert (again, told) == (learned, "")
    keys = keymap(again.preset, again.keys)
    assert keys["F13"] == ("shoot", {"held": 2})
    assert "KeyQ" not in keys
    back = learn(again, LearnKey(code="KeyQ", forget=True))
    assert keymap("dragonframe", back.keys)["KeyQ"] == ("shoot", {"held": 2})


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (LearnKey(code="F13", command="shot"), UnknownCommand),
        (LearnKey(code="F13", command="shoot", words={"held": 0}), BadArguments),
        (LearnKey(code="F5", command="shoot"), BadArguments),
    ],
)
def test_a_key_learns_only_what_there_is(asked, error):
    with pytest.raises(error):
        learn(Learned(), asked)


def test_there_is_an_end_to_learning():
    full = Learned(keys={f"F{number}": None for number in range(13, 513)})
    with pytest.raises(BadArguments):
        learn(full, LearnKey(code="KeyA", command="play"))


def test_a_preset_must_be_there():
    with pytest.raises(BadArguments):
        choose(Learned(), "avid")
    with pytest.raises(BadArguments):
        keymap("avid", {})


GOOD = '{"schema": "komadori.keys", "version": 1, '


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"schema": "komadori.keys", "version": 2, "keys": {}}', "number 2"),
        ('{"schema": "komadori.recipe", "version": 1}', "komadori.recipe"),
        (GOOD + '"keys": {"F13": {"command": "rm -rf"}}}', "'F13': There is no command"),
        (GOOD + '"keys": {"<b>": {"command": "play"}}}', "must be a key's code"),
        (GOOD + '"keys": {"F5": null}}', "belongs to the browser"),
        (GOOD + '"keys": {"F13": {"command": "play", "extra": 1}}}', "takes no 'extra'"),
        (GOOD + '"preset": "avid"}', "no preset 'avid'"),
        (GOOD + f'"keys": {{"{"x" * (1 << 20)}": null}}}}', "it is too long"),
        ('{"a":' * 100_000, "recursion"),
    ],
)
def test_a_bad_file_is_told_and_left_out(tmp_path, text, told):
    path = tmp_path / "keys.json"
    path.write_text(text, encoding="utf-8")
    learned, said = read_learned(path)
    assert learned == Learned()
    assert told in said


def test_the_rest_of_a_bad_file_counts(tmp_path):
    path = tmp_path / "keys.json"
    path.write_text(GOOD + '"keys": {"F13": {"command": "jump"}, "F14": {"command": "play"}}}', encoding="utf-8")
    learned, said = read_learned(path)
    assert learned.keys == {"F14": Press(command="play")}
    assert "'F13'" in said


@given(data=st.binary(max_size=200))
def test_no_file_keeps_anybody_from_shooting(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    path.write_bytes(data)
    learned, said = read_learned(path)
    assert learned == Learned()
    assert said


def test_no_file_is_no_news(tmp_path):
    assert read_learned(tmp_path / "keys.json") == (Learned(), "")
    assert read_learned(tmp_path)[1]


def test_a_disk_that_would_not_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed):
        write_learned(tmp_path / "file" / "deeper" / "keys.json", Learned())


def test_the_manual_prints_the_same_table():
    spec = importlib.util.spec_from_file_location("write_keys", ROOT / "scripts/write_keys.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (ROOT / "docs/reference/keys.md").read_text(encoding="utf-8") == script.page()
