"""`komadori finish`: a take finished by a recipe."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from komadori.cli.app import app, json_option, series_option, settings_of, shot_argument
from komadori.cli.talk import emit, say, show_progress, talk

if TYPE_CHECKING:
    from komadori.film import Slate
    from komadori.finish.run import Report
    from komadori.store import SeriesFolder


@app.command("finish")
@shot_argument
@series_option
@click.option(
    "--recipe",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What is done, in TOML; by default develop and deflicker.",
)
@click.option("--farm", metavar="ADDRESS", help="Work on the Dask cluster at tcp://… instead of this machine's cores.")
@json_option
def finish(
    *, slate: "Slate", series: "SeriesFolder", recipe: Path | None, farm: str | None, as_json: bool
) -> int | None:
    """Finish the pictures of SHOT: develop, deflicker, level and frame them.

    Only what changed since the last time is computed. The photographs themselves are never touched.
    """
    from komadori.farm import open_farm
    from komadori.finish.recipe import default_recipe, read_recipe
    from komadori.finish.run import finish_take

    chosen = default_recipe() if recipe is None else read_recipe(recipe)
    take = series.take(slate)
    settings = settings_of(series)
    with open_farm(farm or settings.farm or None, settings.workers or None) as workers:
        report = show_progress(finish_take(take, chosen, series.cache, workers))
    for failure in report.failures:
        talk(f"left out: {failure}")
    if as_json:
        emit(_told(take.slate, report))
    else:
        say(_words(take.slate, report))
    return 1 if report.failures else None


def _words(slate: "Slate", report: "Report") -> str:
    there = len({frame.key for frame in report.manifest.entries.values()})
    done = f"{slate}: {there} of {report.pictures} pictures finished, {report.made} of them now"
    size, recipe = f"{report.manifest.width} × {report.manifest.height}", report.manifest.recipe
    return f"{done} ({report.kept} as they were), {size}.\n{recipe[:1].upper()}{recipe[1:]}."


def _told(slate: "Slate", report: "Report") -> dict[str, object]:
    return {
        "shot": str(slate),
        "recipe": report.manifest.recipe,
        "pictures": report.pictures,
        "measured": report.measured,
        "made": report.made,
        "kept": report.kept,
        "width": report.manifest.width,
        "height": report.manifest.height,
        "files": {number: str(report.manifest.file(number)) for number in report.manifest.entries},
        "failures": [{"kind": type(failure).__name__, "message": failure.message} for failure in report.failures],
    }
