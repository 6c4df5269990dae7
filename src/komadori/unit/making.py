"""A whole film from its script: shot, finished, cut, mixed, captioned and exported, each step going on where it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from komadori.deliver import PRESETS, Delivered, Preset, export_reel
from komadori.deliver.webvtt import webvtt
from komadori.errors import KomadoriError, Several
from komadori.farm import Farm
from komadori.finish.recipe import Recipe, read_recipe, recipe_of
from komadori.finish.run import finish_take
from komadori.progress import Work
from komadori.score.captions import Language, captions
from komadori.sound.stems import write_stems
from komadori.store import SeriesFolder, create_series, open_series
from komadori.store.layout import CHARACTERS, SERIES_FILE
from komadori.unit.acting import cast_of_film, marks_of_film
from komadori.unit.assemble import assemble
from komadori.unit.conform import Cut, conform
from komadori.unit.filming import film_shots
from komadori.unit.script import Script
from komadori.unit.soundtrack import soundtrack

EXPORTS = "exports"
"""The folder in the series where the film lies in the end."""
LANGUAGES: tuple[Language, ...] = ("en", "ja")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmMade:
    """A finished film: the `movie`, its `captions` by language, its sound by stem, and what was shot for it.

    `taken` pictures were shot now, of `pictures` altogether; `remarks` are sentences.
    """

    movie: Delivered
    captions: dict[str, Path]
    stems: dict[str, Path]
    taken: int
    pictures: int
    remarks: tuple[str, ...]


def series_for(script: Script, folder: Path) -> SeriesFolder:
    """The series in `folder`, made where there is none yet. Raises what the store raises."""
    if (folder / SERIES_FILE).is_file():
        return open_series(folder)
    return create_series(folder, title=script.title, rate=script.rate)


def make_film(
    script: Script,
    file: Path,
    series: SeriesFolder,
    farm: Farm,
    *,
    quality: str,
    preset: Preset = PRESETS["h264"],
    device: str = "auto",
) -> Work[FilmMade]:
    """Make the film that the script `file` tells of; work that was done before is not done again.

    Where `preset` has no room for sound, its stems lie beside the pictures all the same.
    Raises what a step raises: of shots that could not be shot all together, and then nothing is exported.
    """
    name = _file_name(script.title)
    exports = series.path / EXPORTS
    series.keep_characters(sorted((script.folder / CHARACTERS).glob("*.toml")))
    done = yield from film_shots(script, file, series, farm, quality=quality, device=device)
    yield from _finished(script, series, farm)
    cut = conform(script, series)
    reel = assemble(script, cut, series.cache)
    sound = yield from soundtrack(script, cut)
    movie = exports / (name if preset.kind == "stills" else name + next(iter(preset.containers)))
    heard = sound.mix if preset.sound else None
    delivered = yield from export_reel(reel, preset, movie, name=name, sound=heard, overwrite=True)
    return FilmMade(
        movie=delivered,
        captions=dict(_captioned(script, cut, exports, name)),
        stems=write_stems(sound, exports / "stems"),
        taken=sum(shot.taken for shot in done),
        pictures=sum(shot.pictures for shot in done),
        remarks=tuple(dict.fromkeys([*(remark for shot in done for remark in shot.remarks), *_retimed(cut)])),
    )


def _finished(script: Script, series: SeriesFolder, farm: Farm) -> Work[None]:
    recipe = recipe_for(script)
    failures: list[KomadoriError] = []
    for shot in script.shots:
        report = yield from finish_take(series.take(shot.slate), recipe, series.cache, farm)
        failures += report.failures
    if failures:
        raise Several(f"{len(failures)} pictures could not be finished.", failures)


def recipe_for(script: Script) -> Recipe:
    """The recipe beside the script, or else: developed, and nothing taken away of the light that was meant."""
    return read_recipe(script.folder / script.recipe) if script.recipe else recipe_of(("develop", {}))


def _retimed(cut: Cut) -> Iterator[str]:
    """A sentence for each shot that is longer or shorter in the film than on its sheet."""
    for clip in cut.clips:
        if clip.film.sheet_frames not in (0, clip.film.frames):
            yield (
                f"The time of {clip.shot.slate} was changed: {clip.film.sheet_frames} frames of its sheet became "
                f"{clip.film.frames}; its sounds begin where their frames are seen."
            )


def _captioned(script: Script, cut: Cut, exports: Path, name: str) -> Iterator[tuple[str, Path]]:
    marks = marks_of_film(script, cut)
    cast = cast_of_film(script, marks)
    for language in LANGUAGES:
        told = captions(marks, cast, frames=cut.frames, rate=cut.rate, language=language)
        path = exports / f"{name}.{language}.vtt"
        path.write_text(webvtt(told, script.rate, language=language), encoding="utf-8")
        yield language, path


def _file_name(title: str) -> str:
    """The title as a file's name: small letters, digits and dashes."""
    letters = "".join(letter if letter.isalnum() else " " for letter in title.lower())
    return "-".join(letters.split()) or "film"
