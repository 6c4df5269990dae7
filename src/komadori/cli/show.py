"""`komadori show`: a contact sheet and a light plot."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.app import app, json_option, series_option, shot_argument
from komadori.cli.talk import emit, say, show_progress

if TYPE_CHECKING:
    from komadori.film import Slate
    from komadori.store import SeriesFolder


@app.command("show")
@shot_argument
@series_option
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.png",
    help="The contact sheet; the light plot lies beside it as FILE-light.png.",
)
@click.option("--finished", is_flag=True, help="Put the finished pictures on the contact sheet.")
@click.option("--exposure", default="x1", show_default=True, help="Which of the sheet's named exposures.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def show(
    *, slate: "Slate", series: "SeriesFolder", to: Path, finished: bool, exposure: str, overwrite: bool, as_json: bool
) -> None:
    """Draw SHOT: all its pictures on one page, and beside it how its light changes, as shot and finished."""
    from komadori.deliver import show_take

    take = series.take(slate)
    shown = show_progress(
        show_take(take, series.series.title, to, exposure=exposure, finished=finished, overwrite=overwrite)
    )
    if as_json:
        emit(shown)
        return
    sampled = "" if shown.drawn == shown.exposures else f", {shown.drawn} of {shown.exposures} exposures"
    say(f"{shown.contact_sheet}  the pictures{sampled}")
    say(f"{shown.light_plot}  their light")
