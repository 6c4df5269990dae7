"""`komadori watch`: what went wrong on the set in a take that is shot."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.alarms import program_in, program_option
from komadori.cli.app import app, json_option, series_option, shot_argument
from komadori.cli.talk import emit, show_progress, table, talk

if TYPE_CHECKING:
    from komadori.film import Slate
    from komadori.store import SeriesFolder


@app.command("watch")
@shot_argument
@series_option
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Draw each alarm there: what moved, and by how much.",
)
@click.option("--exposure", default="", metavar="NAME", help="Only this one of the sheet's named exposures.")
@program_option
@json_option
def watch(
    *, slate: "Slate", series: "SeriesFolder", to: Path | None, exposure: str, program: Path | None, as_json: bool
) -> int | None:
    """Look over the pictures on the sheet of SHOT for what goes wrong on a set.

    Camera bumps, props that moved, hands left in the picture, drifting or flickering light and colour, focus, lost
    highlights, the same picture twice, other camera settings. Exits 1 where there are alarms.
    """
    from komadori.capture.watch.overlook import draw_alarms, look_over

    take = series.take(slate)
    found = show_progress(look_over(take, exposure=exposure, program=program_in(program)))
    drawn = show_progress(draw_alarms(take, found.alarms, to)) if to else ()
    for failure in found.unread:
        talk(f"not looked at: {failure}")
    if as_json:
        emit({"pictures": found.pictures, "alarms": found.alarms, "drawn": drawn})
    elif found.alarms:
        rows = [
            (str(alarm.picture), str(alarm.frame or ""), alarm.severity, alarm.kind, alarm.sentence)
            for alarm in found.alarms
        ]
        table(("picture", "frame", "", "alarm", "what"), rows)
    talk(f"{take.slate}: {found.pictures} pictures, {len(found.alarms) or 'no'} alarm{'s' * (len(found.alarms) != 1)}.")
    return 1 if found.alarms or found.unread else None
