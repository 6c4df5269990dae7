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

DOUBTFUL = 0.5
"""Doubt from which a picture is worth a person's look at the end of the work."""


@app.command("finish")
@shot_argument
@series_option
@click.option(
    "--recipe",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What is done, in TOML, instead of the shot's and the series' recipe.toml.",
)
@click.option("--farm", metavar="ADDRESS", help="Work on the Dask cluster at tcp://… instead of this machine's cores.")
@json_option
def finish(
    *, slate: "Slate", series: "SeriesFolder", recipe: Path | None, farm: str | None, as_json: bool
) -> int | None:
    """Finish the pictures of SHOT by its recipe: without flicker, bumps, dust and rigs, graded and framed.

    Without a recipe they are developed, stabilised and deflickered. Only what changed since the last time is computed.
    The photographs themselves are never touched.
    """
    from komadori.farm import open_farm
    from komadori.finish.recipe import read_recipe
    from komadori.finish.recipe_files import recipe_for
    from komadori.finish.run import finish_take

    take = series.take(slate)
    chosen = recipe_for(take) if recipe is None else read_recipe(recipe)
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
    doubtful = sum(any(one.doubt >= DOUBTFUL for one in told) for told in report.manifest.remarks.values())
    look = f"\n{doubtful} of them want looking at: `komadori doubts {slate}`." if doubtful else ""
    size, recipe = f"{report.manifest.width} × {report.manifest.height}", report.manifest.recipe
    return f"{done} ({report.kept} as they were), {size}.\n{recipe[:1].upper()}{recipe[1:]}.{look}"


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
        "remarks": {
            number: [{"operation": one.use, "doubt": one.doubt, "words": one.words} for one in told]
            for number, told in report.manifest.remarks.items()
        },
        "failures": [{"kind": type(failure).__name__, "message": failure.message} for failure in report.failures],
    }
