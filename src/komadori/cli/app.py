"""The group all verbs hang on.

A verb is a file beside this one that registers itself with `@app.command("name")`; its row in `VERBS` lets
`komadori --help` tell about it without importing it. A verb returns nothing when it is done, and 1 when it is done
with damage or refusals told.
"""

import difflib
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from komadori.cli.failure import tell
from komadori.cli.talk import talk, use_any_letters
from komadori.settings import Settings, load

if TYPE_CHECKING:
    from komadori.film import Slate
    from komadori.store import SeriesFolder


class Verb(NamedTuple):
    """The file a verb lives in, and what it does in a few words."""

    module: str
    summary: str


VERBS = {
    "new": Verb("new", "Begin a series: a folder for all its shots."),
    "import": Verb("import_photos", "Bring photographs, a Dragonframe take or a sheet into a shot."),
    "shoot": Verb("shoot", "Shoot what the sheet still lacks, with a camera."),
    "studio": Verb("studio", "Open the animation workspace in the browser."),
    "watch": Verb("watch", "Look over a take for bumps, drifts and slips."),
    "sheet": Verb("sheet", "Print the exposure sheet, or write it as CSV or XDTS."),
    "check": Verb("check", "Verify every picture against its journal."),
    "repair": Verb("repair", "Put back pictures that can be put back; nothing is deleted."),
    "finish": Verb("finish", "Develop, deflicker, level and frame a take by a recipe."),
    "doubts": Verb("doubts", "List the finished frames that need a hand, worst first."),
    "chart": Verb("chart", "Measure a photographed ColorChecker, and write the match that puts colours right."),
    "match": Verb("match", "Make shots of several units look alike."),
    "export": Verb("export", "Make a movie or image sequence that follows the sheet."),
    "show": Verb("show", "Draw a contact sheet and a light plot."),
    "stage": Verb("stage", "Photograph puppets on the miniature stage."),
    "score": Verb("score", "Wordless acting: check a score, print increments, write captions."),
    "status": Verb("status", "See the whole series at a glance."),
    "film": Verb("film", "Make a whole film from its script, on the miniature stage."),
    "demo": Verb("demo", "Shoot and finish a shot of the example film, end to end."),
}


class Verbs(click.Group):
    """A click group that imports a verb only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All verbs, in the order of a day."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's file, which registers it."""
        if cmd_name in VERBS and cmd_name not in self.commands:
            importlib.import_module(f"komadori.cli.{VERBS[cmd_name].module}")
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or name the nearest one."""
        if args[0] not in VERBS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], VERBS, n=1, cutoff=0.5)
            remedy = f"Did you mean “{near[0]}”?" if near else f"The verbs are {', '.join(VERBS)}."
            raise click.UsageError(f"There is no verb “{args[0]}”. {remedy}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs from the table, so that asking for help imports none of them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, verb.summary) for name, verb in VERBS.items()])


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(package_name="komadori", prog_name="komadori")
@click.option("--debug", is_flag=True, help="Show where in the program a failure happened.")
@click.pass_context
def app(ctx: click.Context, *, debug: bool) -> int | None:  # noqa: ARG001 - main() looks for --debug before click does
    """Komadori: shoot a series frame by frame and take it to finished, released episodes."""
    if ctx.invoked_subcommand is None:
        talk(ctx.get_help())
        return 2
    return None


def _open_series(_ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> "SeriesFolder":
    from komadori.store import find_series, open_series

    return open_series(find_series(Path.cwd()) if value is None else value)


def _read_slate(_ctx: click.Context, _parameter: click.Parameter, value: str) -> "Slate":
    from komadori.film import Slate

    return Slate.parse(value)


FOLDER = click.Path(path_type=Path)

series_option = click.option(
    "--series",
    type=FOLDER,
    callback=_open_series,
    metavar="FOLDER",
    help="The series; by default the one the current folder lies in.",
)
"""Gives the verb `series`, an opened SeriesFolder."""

series_argument = click.argument("series", type=FOLDER, callback=_open_series, required=False, metavar="[SERIES]")
"""Gives the verb `series`, an opened SeriesFolder; without it, the one the current folder lies in."""

shot_argument = click.argument("slate", callback=_read_slate, metavar="SHOT")
"""Gives the verb `slate`: a shot such as ep01/sc010/sh020, or one of its takes, ep01/sc010/sh020/tk02."""

shot_option = click.option("--shot", "slate", callback=_read_slate, metavar="SHOT", required=True, help="The shot.")
"""Gives the verb `slate`, as `shot_argument` does, for verbs whose arguments are something else."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines on stdout.")
"""Gives the verb `as_json`."""


def settings_of(series: "SeriesFolder") -> Settings:
    """The settings in force for a series: its own, the environment's and the user's."""
    user = Path(click.get_app_dir("komadori")) / "settings.toml"
    return load([user], os.environ, series=series.path / "settings.toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 done with damage or refusals told, 2 wrong use."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_any_letters()
    # A polite kill unwinds like Ctrl-C does, so that work which is cut short cleans up behind itself.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code: Any = app.main([word for word in given if word != "--debug"], prog_name="komadori", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as failure:
        if "--debug" in given:
            raise
        return tell(failure, as_json="--json" in given)
    return code if isinstance(code, int) else 0
