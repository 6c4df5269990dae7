"""Write docs/reference/keys.md from the registry and the key presets; a test compares the two."""

from pathlib import Path

from komadori.studio.commands import COMMANDS, takes
from komadori.studio.keys import PRESETS, Row, cap

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/keys.md"

TOP = """# Keys and commands

Written by `scripts/write_keys.py` from the registry (`studio/commands.py`) and the presets (`studio/keys.py`).

Keys go by their place, not by their letter: the keypad works with and without NumLock, and letters are named as an
American keyboard prints them. They act while no text field has the focus. Every key can learn another command: press
*Learn* in the keypad's panel, then the key. What you teach is kept for you in `keys.json`, beside your `settings.toml`,
and goes before the preset. Keys that belong to the browser (Tab, F1 to F12, Ctrl with a digit, Ctrl+L, N, Q, T, W)
cannot learn; button boxes that act as a keyboard do well to send F13 to F24.

The preset is chosen in the same panel, or by the [setting](settings.md) `keys`. Controllers, OSC and scripts speak the
same commands, see [Controllers](../guides/controllers.md).
"""

KOMADORI = """## As they come

| key | does | |
| --- | --- | --- |
"""

DRAGONFRAME = """## As in Dragonframe

For hands that know it: `keys = "dragonframe"`. Keys that Dragonframe leaves free do as above. Its Cut Back (9), media
and drawing layers (D, J, K), hidden frames (H) and hold on a still (T) have no like here; those keys are quiet.

| key | does | |
| --- | --- | --- |
"""

COMMANDS_TOP = """## Commands

The desk's commands are carried out by the server; the view's by every open page. `flick` has a press and a release.

| command | of the | does | is told |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The page as it should be."""
    komadori = "".join(_line(row) for row in PRESETS["komadori"])
    dragonframe = "".join(_line(row) for row in PRESETS["dragonframe"])
    commands = "".join(
        f"| `{name}` | {command.room} | {command.sentence} | {_told(takes(command))} |\n"
        for name, command in COMMANDS.items()
    )
    return "\n".join([TOP, KOMADORI + komadori, DRAGONFRAME + dragonframe, COMMANDS_TOP + commands])


def _line(row: Row) -> str:
    codes, press = row
    command = COMMANDS[press.command]
    words = ", ".join(f"{name} {value}" for name, value in press.words.items())
    caps = ", ".join(_shown(cap(code)) for code in codes.split())
    return f"| {caps} | {command.label}{f' ({words})' if words else ''} | {command.sentence} |\n"


def _shown(cap: str) -> str:
    fence = "``" if "`" in cap else "`"
    pad = " " if "`" in cap else ""
    return f"{fence}{pad}{cap}{pad}{fence}"


def _told(takes: dict[str, str]) -> str:
    return "<br>".join(f"`{name}`: {must}" for name, must in takes.items())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
