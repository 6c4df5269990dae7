"""Write docs/reference/commands.md from what the commands themselves say; a test compares the two."""

from pathlib import Path

import click

from komadori.cli.app import VERBS, app

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/commands.md"

TOP = """# Commands

Written by `scripts/write_commands.py` from what each command says under `--help`.

Data goes to stdout, talk to stderr. With `--json`, stdout is one JSON document (`komadori shoot`: one line for each
picture); a failure is `{"error": {"kind": …, "message": …, "hint": …}}`, with the kinds of [errors](errors.md).

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | done with damage or refusals told, or not done for the reason told |
| 2 | the command or an argument is wrong; nothing was begun |

SERIES is a series' folder; where a command takes `--series`, it is by default the one the current folder lies in. SHOT
is `episode/scene/shot`, such as `ep01/sc010/sh020`, and means its newest take; `ep01/sc010/sh020/tk02` chooses a take.
What a person may set once instead of saying it each time stands in [settings](settings.md).
"""


def page() -> str:
    """The page as it should be."""
    parts = [TOP]
    width = {"terminal_width": 100, "max_content_width": 100, "resilient_parsing": True}
    group = app.make_context("komadori", [], **width)
    for verb in VERBS:
        command = app.get_command(group, verb)
        if command is None:
            raise LookupError(verb)
        told = command.get_help(command.make_context(verb, [], parent=group, **width))
        parts.append(f"## komadori {verb}\n\n```text\n{told}\n```\n")
        if isinstance(command, click.Group):
            within = command.make_context(verb, [], parent=group, **width)
            parts += [
                f"### komadori {verb} {name}\n\n```text\n"
                f"{inner.get_help(inner.make_context(name, [], parent=within, **width))}\n```\n"
                for name, inner in command.commands.items()
            ]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
