"""`komadori stage`: the miniature stage. What there is, a new stage, whether one stands, and a picture of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from komadori.cli.app import app, json_option
from komadori.cli.stage_setup import setup
from komadori.cli.talk import emit, say, table, talk
from komadori.cli.words import counted

if TYPE_CHECKING:
    from komadori.stage.floor import Floor
    from komadori.stage.negatives import Format

SIZES = {"live": "640x360", "draft": "640x360", "final": "1280x720"}
"""How large a picture is when nobody says."""


@app.group("stage")
def stage() -> None:
    """The miniature stage: puppets and sets inside the computer, lit and photographed like real ones.

    STAGE is the name of a stage (`komadori stage list`) or a stage file.
    """


stage.add_command(setup)


@stage.command("list")
@click.argument("kind", required=False, default="", type=click.Choice(["", "stages", "sets", "puppets", "props"]))
@json_option
def list_all(*, kind: str, as_json: bool) -> None:
    """Tell what there is, here and among what is shipped: stages, sets, puppets, props."""
    from komadori.stage.inventory import inventory

    items = [item for item in inventory((Path.cwd(),)) if not kind or kind == f"{item.kind}s"]
    if as_json:
        emit(items)
        return
    table(("", "name", "what it is"), [(item.kind, item.name, item.says) for item in items])


@stage.command("new")
@click.argument("name")
@click.option("--from", "template", default="", metavar="STAGE", help="Begin with a copy of this stage.")
@json_option
def new(*, name: str, template: str, as_json: bool) -> None:
    """Write NAME.toml here: a stage file with everything it may say explained, to begin with."""
    from komadori.stage.document_file import find_stage, new_stage

    path = new_stage(Path.cwd(), name, find_stage(template, (Path.cwd(),)) if template else None)
    if as_json:
        emit({"stage": path})
        return
    talk(f"{path.name} is written.")
    talk(f"hint: komadori stage show {path.name} makes a picture of it.")


@stage.command("check")
@click.argument("place", metavar="STAGE")
@json_option
def check(*, place: str, as_json: bool) -> None:
    """Look through STAGE: everything it names is found, and everything wrong is told together."""
    floor = _open(place)
    told = _told(floor)
    if as_json:
        emit(told)
        return
    document = floor.document
    say(f"{document.name}: {document.about}" if document.about else document.name)
    say(f"  set      {document.set}, {document.story.moment:%d %B %Y, %H:%M}, {document.story.weather}")
    for puppet in document.puppets:
        moves = sum(axis.name.startswith(f"{puppet.name}.") for axis in floor.axes)
        say(f"  puppet   {puppet.name} ({puppet.kind}) at {_at(puppet.at)}, {counted(moves, 'channel')}")
    for prop in document.props:
        say(f"  prop     {prop.name} ({prop.kind}) {'in ' + prop.held if prop.held else 'at ' + _at(prop.at)}")
    for fixture in document.fixtures:
        channels = f"{fixture.address}" if fixture.channels == 1 else f"{fixture.address} on"
        say(f"  fixture  {fixture.name}: {fixture.lamp}, {fixture.kind}, universe {fixture.universe}, from {channels}")
    lens = floor.lens
    say(f"  lens     {lens.focal:g} mm, f/{lens.f_number:g}, focus {lens.focus:.0f} mm")


@stage.command("show")
@click.argument("place", metavar="STAGE")
@click.option("--quality", type=click.Choice(list(SIZES)), default="draft", show_default=True)
@click.option("--size", default="", metavar="WxH", help="In pixels; by default 640x360, final 1280x720.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A .jpg, .png (16 bits) or .exr; by default NAME.jpg.",
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Another day of the story.")
@click.option("--hour", type=click.FloatRange(0, 24, max_open=True), help="Another hour of the story.")
@click.option("--exposure", type=click.IntRange(0), default=0, help="Which exposure, for faults and fibres; from 0.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def show(
    *,
    place: str,
    quality: str,
    size: str,
    out: Path | None,
    day: datetime | None,
    hour: float | None,
    exposure: int,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Photograph STAGE once; what is wrong with it on purpose is told in files beside the picture."""
    floor = _open(place)
    to = out or Path(f"{floor.document.name}.jpg")
    form = _form(to)
    _free(to, overwrite=overwrite)
    floor.exposure = exposure
    floor.story = replace(floor.story, moment=_moment(floor.story.moment, day, hour))
    written, told = _photograph(floor, quality, _size(size or SIZES[quality]), to, form)
    if as_json:
        emit(told)
        return
    for path in written:
        say(str(path))
    talk(f"By {told['renderer']} in {told['seconds']:.1f} s.")


def _photograph(
    floor: "Floor", quality: str, size: tuple[int, int], to: Path, form: "Format"
) -> tuple[list[Path], dict[str, Any]]:
    from time import monotonic

    from komadori.stage.exposing import expose
    from komadori.stage.negatives import files_of
    from komadori.stage.renderer import QUALITIES, RendererMissing
    from komadori.stage.rendering import open_renderer

    began = monotonic()
    try:
        renderer = open_renderer(QUALITIES[quality])
    except RendererMissing as missing:
        hint = f"{missing.hint.rstrip('.')}; --quality live does without."
        raise RendererMissing(missing.message, hint=hint) from missing
    try:
        exposed = expose(floor, renderer, size=size, quality=QUALITIES[quality])
    finally:
        renderer.close()
    written: list[Path] = []
    for name, data in files_of(exposed, to.stem, form):
        path = to if not written else to.with_name(name)
        path.write_bytes(data)
        written.append(path)
    return written, {
        "files": written,
        "size": exposed.size,
        "quality": quality,
        "renderer": exposed.renderer,
        "seconds": round(monotonic() - began, 3),
        "truth": exposed.truth,
    }


def _open(place: str) -> "Floor":
    from komadori.stage.floor import open_floor

    return open_floor(place, (Path.cwd(),))


def _told(floor: "Floor") -> dict[str, Any]:
    document = floor.document
    return {
        "stage": document.name,
        "about": document.about,
        "set": document.set,
        "moment": document.story.moment.isoformat(),
        "weather": document.story.weather,
        "puppets": document.puppets,
        "props": document.props,
        "fixtures": document.fixtures,
        "lens": floor.lens,
        "axes": floor.axes,
    }


def _at(at: Any) -> str:
    return at if isinstance(at, str) else "[{:g}, {:g}, {:g}]".format(*at)


def _moment(moment: datetime, day: datetime | None, hour: float | None) -> datetime:
    on: date = day.date() if day else moment.date()
    since = moment - datetime.combine(moment.date(), time()) if hour is None else timedelta(seconds=round(hour * 3600))
    return datetime.combine(on, time()) + since


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 1 <= int(width) <= 16384 and 1 <= int(height) <= 16384):
        raise click.BadParameter(
            f"{text!r} is no size; it is a width and a height such as 960x540.", param_hint="--size"
        )
    return int(width), int(height)


def _form(path: Path) -> "Format":
    forms: dict[str, Format] = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".exr": "exr"}
    if path.suffix.lower() not in forms:
        raise click.BadParameter(f"{path.name} ends as no picture does; .jpg, .png or .exr.", param_hint="--out")
    return forms[path.suffix.lower()]


def _free(path: Path, *, overwrite: bool) -> None:
    from komadori.stage.document import StageThere

    if path.exists() and not overwrite:
        raise StageThere(f"{path} lies there already.", hint="--overwrite replaces it; --out names another file.")
