"""`komadori export`: a movie or image sequence that follows the sheet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.app import app, json_option, series_option, shot_argument
from komadori.cli.talk import emit, say, show_progress, talk
from komadori.cli.words import sized
from komadori.errors import WrongUse

if TYPE_CHECKING:
    from komadori.deliver import Delivered
    from komadori.film import Slate
    from komadori.store import SeriesFolder


def _read_crop(
    _ctx: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    try:
        left, top, width, height = map(float, value.split(","))
    except ValueError as error:
        raise WrongUse(
            f"{value!r} is no part of a picture.", hint="Write four shares: --crop 0.1,0.1,0.8,0.8"
        ) from error
    return left, top, width, height


@app.command("export")
@shot_argument
@series_option
@click.option(
    "--as",
    "kind",
    metavar="PRESET",
    help="prores, h264, gif, png, tiff, exr or prores4444; by default as the name ends.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The file to write; of png, tiff and exr the folder.",
)
@click.option("--finished", is_flag=True, help="Use the finished pictures.")
@click.option("--compare", is_flag=True, help="Side by side: the photographs left, the finished pictures right.")
@click.option("--exposure", default="x1", show_default=True, help="Which of the sheet's named exposures.")
@click.option("--width", type=int, metavar="PIXELS", help="Shrink the pictures to this width.")
@click.option(
    "--crop",
    callback=_read_crop,
    metavar="PART",
    help="Only this part: left, top, width and height as shares, such as 0.1,0.1,0.8,0.8.",
)
@click.option("--silent", is_flag=True, help="Without the sheet's sound.")
@click.option("--allow-missing", is_flag=True, help="Hold the picture before each gap still to be shot.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there, once the new one is proved.")
@json_option
def export(
    *,
    slate: "Slate",
    series: "SeriesFolder",
    kind: str | None,
    to: Path,
    exposure: str,
    width: int | None,
    crop: tuple[float, float, float, float] | None,
    finished: bool,
    compare: bool,
    silent: bool,
    allow_missing: bool,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write SHOT as a movie or a numbered sequence that follows its sheet, verify it, and put it in place."""
    from komadori.deliver import export_shot, preset_for

    work = export_shot(
        series.take(slate),
        preset_for(kind, to),
        to,
        finished=finished,
        compare=compare,
        exposure=exposure,
        width=width,
        crop=crop,
        sounds=None if silent else series.shot(slate).sound,
        allow_missing=allow_missing,
        overwrite=overwrite,
    )
    done = show_progress(work)
    for notice in done.notices:
        talk(notice)
    if as_json:
        emit(done)
    else:
        say(f"{done.path}  {_words(done)}")


def _words(done: "Delivered") -> str:
    from komadori.sheet.time import duration, rate_text

    seconds = float(duration(done.frames, done.rate))
    size = f"{done.width} × {done.height}, {sized(done.bytes)}"
    return f"{done.preset}, {done.frames} frames at {rate_text(done.rate)} fps ({seconds:.2f} s), {size}, verified"
