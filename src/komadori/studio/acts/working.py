"""Long work: a take finished, a movie written, and what is underway stopped."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from komadori.deliver import export_shot, preset_for
from komadori.deliver.presets import PRESETS, WrongTarget
from komadori.errors import NotFound
from komadori.farm import open_farm
from komadori.finish.recipe import default_recipe, recipe_of
from komadori.finish.run import finish_take
from komadori.progress import Work
from komadori.store import TakeFolder

if TYPE_CHECKING:
    from komadori.studio.desk import Desk

Words = Any
EXPORTS = "exports"
"""The folder of the series that the studio writes movies into; a page names no paths."""


def finish(desk: "Desk", words: Words) -> dict[str, Any]:
    """Finish the take on the desk, in the background."""
    slate = desk.open_take().take.slate
    series = desk.open_series()
    asked = [(str(given.get("use", "")), {k: v for k, v in given.items() if k != "use"}) for given in words.operations]
    recipe = recipe_of(*asked) if asked else default_recipe()

    def work() -> Work[dict[str, Any]]:
        with open_farm(desk.chosen.farm or None, desk.chosen.workers or None) as farm:
            report = yield from finish_take(series.take(slate), recipe, series.cache, farm)
        return {
            "pictures": report.pictures,
            "made": report.made,
            "kept": report.kept,
            "failures": [failure.message for failure in report.failures],
        }

    return {"work": desk.works.begin(f"finishing {slate}", work)}


def export(desk: "Desk", words: Words) -> dict[str, Any]:
    """Write the take on the desk as a movie or a sequence, in the background."""
    take = desk.open_take().take
    to = _target(desk, take, words.preset)
    preset = preset_for(words.preset, to)

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


ACTS = {"finish": finish, "export": export}
AT_ONCE = {"cancel": cancel}
