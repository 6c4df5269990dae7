"""`komadori film`: a whole film from its script, made by itself on the miniature stage."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.app import FOLDER, app, json_option, settings_of
from komadori.cli.talk import emit, say, show_progress, talk
from komadori.cli.words import sized

if TYPE_CHECKING:
    from komadori.unit.making import FilmMade


@app.command("film")
@click.argument("script", type=FOLDER, metavar="SCRIPT")
@click.option(
    "--quality",
    type=click.Choice(["live", "draft", "final"]),
    default="draft",
    show_default=True,
    help="How much work each picture is worth.",
)
@click.option(
    "--series",
    "folder",
    type=FOLDER,
    metavar="FOLDER",
    help="The series to make it in; by default SCRIPT-QUALITY here.",
)
@click.option(
    "--as",
    "kind",
    default="h264",
    show_default=True,
    metavar="PRESET",
    help="prores, h264, gif, png, tiff, exr or prores4444.",
)
@click.option("--device", default="auto", show_default=True, help="What renders: cpu, cuda, optix, hip, metal, oneapi.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Shots shot side by side; by default one a core.")
@click.option("--farm", metavar="ADDRESS", help="Work on the Dask cluster at tcp://… instead of this machine's cores.")
@json_option
def film(
    *,
    script: Path,
    quality: str,
    folder: Path | None,
    kind: str,
    device: str,
    workers: int | None,
    farm: str | None,
    as_json: bool,
) -> None:
    """Make the film whose film.toml lies in SCRIPT: shoot every shot on its stage, finish, cut, mix and caption it.

    Every picture goes through the same capture engine as on a real set, into a real series. Stopped at any moment,
    the same command goes on where it was; of a changed script only the changed shots are shot again.
    """
    from komadori.deliver.presets import preset_called
    from komadori.farm import open_farm
    from komadori.unit.making import make_film, series_for
    from komadori.unit.script import FILE, read_script

    preset = preset_called(kind)
    told = read_script(script)
    file = script / FILE if script.is_dir() else script
    series = series_for(told, folder or Path(f"{file.resolve().parent.name}-{quality}"))
    settings = settings_of(series)
    with open_farm(farm or settings.farm or None, workers or settings.workers or None) as opened:
        made = show_progress(make_film(told, file, series, opened, quality=quality, preset=preset, device=device))
    for remark in made.remarks:
        talk(f"note: {remark}")
    if as_json:
        emit(made)
    else:
        say(_words(made))


def _words(made: "FilmMade") -> str:
    from komadori.sheet.time import duration

    movie = made.movie
    seconds = float(duration(movie.frames, movie.rate))
    lines = [
        f"{movie.path}  {seconds:.1f} s, {movie.width} × {movie.height}, {sized(movie.bytes)}, verified",
        f"{made.pictures} pictures, {made.taken} of them shot now",
        *(f"{path}  captions, {language}" for language, path in made.captions.items()),
        f"{next(iter(made.stems.values())).parent}  {len(made.stems)} stems: {', '.join(made.stems)}",
    ]
    return "\n".join(lines)
