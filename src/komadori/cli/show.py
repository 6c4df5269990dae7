"""`komadori show`: a contact sheet and plots."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.app import app, json_option, series_option, shot_argument
from komadori.cli.talk import emit, say, show_progress

if TYPE_CHECKING:
    from komadori.deliver import Shown
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
    help="The contact sheet; plots lie beside it as FILE-light.png, FILE-shift.png, FILE-matte.png.",
)
@click.option("--finished", is_flag=True, help="Put the finished pictures on the contact sheet.")
@click.option("--exposure", default="x1", show_default=True, help="Which of the sheet's named exposures.")
@click.option(
    "--scopes",
    type=click.IntRange(min=1),
    metavar="FRAME",
    help="Draw waveform, parade, vectorscope and histogram of that frame's picture, too, as FILE-scopes.png.",
)
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def show(
    *,
    slate: "Slate",
    series: "SeriesFolder",
    to: Path,
    finished: bool,
    exposure: str,
    scopes: int | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Draw SHOT: all its pictures on one page, and beside it how light, camera and matte change, shot and finished."""
    from komadori.deliver import show_take
    from komadori.deliver.place import must_be_free
    from komadori.deliver.show_scopes import show_scopes

    take = series.take(slate)
    page = to.with_name(f"{to.stem}-scopes.png")
    if scopes is not None:
        must_be_free(page, overwrite=overwrite)
    shown = show_progress(
        show_take(take, series.series.title, to, exposure=exposure, finished=finished, overwrite=overwrite)
    )
    if scopes is not None:
        title = series.series.title
        drawn = show_scopes(take, title, page, frame=scopes, exposure=exposure, finished=finished, overwrite=overwrite)
    if as_json:
        emit({**dataclasses.asdict(shown), "scopes": page if scopes is not None else None})
        return
    _say(shown)
    if scopes is not None:
        say(f"{page}  scopes of frame {drawn}")


def _say(shown: "Shown") -> None:
    sampled = "" if shown.drawn == shown.exposures else f", {shown.drawn} of {shown.exposures} exposures"
    say(f"{shown.contact_sheet}  the pictures{sampled}")
    say(f"{shown.light_plot}  their light")
    if shown.shift_plot:
        say(f"{shown.shift_plot}  the camera's bumps")
    if shown.matte_plot:
        say(f"{shown.matte_plot}  their matte")
