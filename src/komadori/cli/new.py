"""`komadori new`: begin a series."""

from pathlib import Path

import click

from komadori.cli.app import FOLDER, app, json_option
from komadori.cli.talk import emit, talk
from komadori.sheet.time import parse_rate, rate_text
from komadori.store import create_series


@app.command("new")
@click.argument("folder", type=FOLDER, metavar="SERIES")
@click.option("--title", default="", help="What the series is called; by default the folder's name.")
@click.option("--fps", default="24", show_default=True, help="Frames a second: 24, 25, 30, 23.976, 12…")
@json_option
def new(*, folder: Path, title: str, fps: str, as_json: bool) -> None:
    """Begin a series: make the folder SERIES, in which all its shots will lie."""
    series = create_series(folder, title=title or folder.resolve().name, rate=parse_rate(fps)).series
    if as_json:
        emit({"series": folder.resolve(), "id": series.id, "title": series.title, "fps": rate_text(series.rate)})
    else:
        talk(f"“{series.title}” begins in {folder}, at {rate_text(series.rate)} frames a second.")
        talk(f"hint: komadori import PHOTOS --series {folder} --shot ep01/sc010/sh010 brings in the first photographs.")
