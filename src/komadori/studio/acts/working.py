"""Finishing and long work: recipes, paint, a take finished, a movie written, and what is underway stopped."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from komadori.deliver import export_shot, preset_for
from komadori.deliver.presets import PRESETS, WrongTarget
from komadori.errors import NotFound
from komadori.farm import open_farm
from komadori.film import Slate
from komadori.finish.recipe import Recipe, recipe_of_tables
from komadori.finish.recipe_files import recipe_for, write_recipe
from komadori.finish.run import finish_take, prepare_take
from komadori.progress import Work
from komadori.store import BadPaint, SeriesFolder, Stroke, TakeFolder
from komadori.studio.finishing import proven

if TYPE_CHECKING:
    from komadori.studio.desk import Desk

Words = Any
EXPORTS = "exports"
"""The folder of the series that the studio writes movies into; a page names no paths."""


def finish(desk: "Desk", words: Words) -> dict[str, Any]:
    """Finish the take on the desk, in the background."""
    slate, series, recipe = _meant(desk, words)

    def work() -> Work[dict[str, Any]]:
        with open_farm(desk.chosen.farm or None, desk.chosen.workers or None) as farm:
            report = yield from finish_take(series.take(slate), recipe, series.cache, farm)
        doubtful = [one for several in report.manifest.remarks.values() for one in several if one.doubt > 0]
        return {
            "pictures": report.pictures,
            "made": report.made,
            "kept": report.kept,
            "failures": [failure.message for failure in report.failures],
            "said": report.manifest.recipe,
            "remarks": len(doubtful),
        }

    return {"work": desk.works.begin(f"finishing {slate}", work)}


def prepare(desk: "Desk", words: Words) -> dict[str, Any]:
    """Measure and solve what a recipe must know of the take on the desk, in the background."""
    slate, series, recipe = _meant(desk, words)

    def work() -> Work[dict[str, Any]]:
        looks = yield from desk.finishing.prepared(series.take(slate), recipe, series.cache)
        # It starts no workers where nothing is left to do.
        with open_farm(desk.chosen.farm or None, desk.chosen.workers or None) as farm:
            looks += yield from prepare_take(series.take(slate), recipe, series.cache, farm)
        return {"looks": looks}

    return {"work": desk.works.begin(f"looking through {slate}", work)}


def _meant(desk: "Desk", words: Words) -> tuple[Slate, SeriesFolder, Recipe]:
    """The take on the desk, its series, and the recipe asked for, by default the one that is written for the take."""
    take, series = desk.open_take().take, desk.open_series()
    return take.slate, series, recipe_of_tables(proven(words.operations)) if words.operations else recipe_for(take)


def keep_recipe(desk: "Desk", words: Words) -> dict[str, Any]:
    """Write the recipe of the shot on the desk, or of its series."""
    take = desk.open_take().take
    write_recipe(take, proven(words.operations), series=words.series)
    return {"path": str(take.recipe_paths()[0 if words.series else 1])}


def keep_paint(desk: "Desk", words: Words) -> None:
    """Put these strokes in place of what was painted over the take on the desk."""
    take = desk.open_take().take
    if words.take not in ("", take.take.id):
        raise NotFound("These strokes were painted over another take.", hint="it has been put away; open it again.")
    try:
        strokes = msgspec.convert(words.strokes, tuple[Stroke, ...])
    except msgspec.ValidationError as error:
        raise BadPaint(
            f"The strokes were not kept: {error}.", hint="each has picture, mode, radius and points."
        ) from error
    take.write_paint(strokes)


def export(desk: "Desk", words: Words) -> dict[str, Any]:
    """Write the take on the desk as a movie or a sequence, in the background."""
    take = desk.open_take().take
    to = _target(desk, take, words.preset)
    preset, shot = preset_for(words.preset, to), desk.open_take().shot

    def work() -> Work[dict[str, Any]]:
        to.parent.mkdir(exist_ok=True)
        done = yield from export_shot(
            desk.open_series().take(take.slate),
            preset,
            to,
            finished=words.finished,
            exposure=words.exposure or take.sheet.exposures[0],
            width=words.width or None,
            crop=words.crop,
            sounds=shot.sound,
            allow_missing=words.allow_missing,
            overwrite=True,
        )
        return {"path": str(done.path), "frames": done.frames, "bytes": done.bytes, "notices": list(done.notices)}

    return {"work": desk.works.begin(f"writing {to.name}", work)}


def _target(desk: "Desk", take: TakeFolder, preset: str) -> Path:
    if preset not in PRESETS:
        raise WrongTarget(f"There is no preset {preset!r}.", hint=f"The presets are {', '.join(PRESETS)}.")
    name = str(take.slate).replace("/", "_")
    ending = "" if PRESETS[preset].kind == "stills" else next(iter(PRESETS[preset].containers))
    return desk.open_series().path / EXPORTS / f"{name}{ending or '_' + preset}"


def cancel(desk: "Desk", words: Words) -> None:
    """Stop a piece of work."""
    if not desk.works.stop(words.work):
        raise NotFound(f"No work {words.work} is underway.", hint="it may have ended by itself.")


ACTS = {
    "finish": finish,
    "prepare": prepare,
    "keep-recipe": keep_recipe,
    "keep-paint": keep_paint,
    "export": export,
}
AT_ONCE = {"cancel": cancel}
