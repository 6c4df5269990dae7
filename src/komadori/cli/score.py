"""`komadori score`: a score looked through, printed for the set, told in captions, and seen as a strip of poses."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from komadori.cli.app import FOLDER, app, json_option
from komadori.cli.talk import emit, say, table, talk
from komadori.cli.words import counted
from komadori.errors import NotFound, WrongUse

if TYPE_CHECKING:
    from komadori.score.character import Character
    from komadori.score.cue import Cue
    from komadori.score.mark import Mark
    from komadori.score.perform import Performance, Rhythm
    from komadori.stage.puppet import Puppet

AFTER = 24
"""Frames a score goes on after its last gesture where nobody says how long it is, so that what rings on is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every way of looking at a score is told."""

    place: str
    series: Path | None
    frames: int | None
    rate: Fraction
    on: int
    seed: int
    idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A score with its cast, its length and its rhythm."""

    title: str
    marks: "tuple[Mark, ...]"
    cast: "dict[str, Character]"
    frames: int
    rate: Fraction
    rhythm: "Rhythm"


Command = TypeVar("Command", bound=Callable[..., Any])


def _rate(_ctx: click.Context, _parameter: click.Parameter, value: str) -> Fraction:
    from komadori.sheet.time import parse_rate

    return parse_rate(value)


def _score_options(command: Command) -> Command:
    """SCORE and what all verbs below take."""
    options = (
        click.argument("place", metavar="SCORE"),
        click.option("--series", type=FOLDER, metavar="FOLDER", help="The series that SCORE is a shot of."),
        click.option("--frames", type=click.IntRange(1), help="How long it is; a shot's sheet tells that itself."),
        click.option("--fps", "rate", default="24", show_default=True, callback=_rate, help="Frames a second."),
        click.option("--on", type=click.IntRange(1, 12), default=2, show_default=True, help="Ones, twos or threes."),
        click.option("--seed", type=int, default=0, show_default=True, help="Another makes other blinks and drifts."),
        click.option(
            "--idle/--no-idle", default=True, show_default=True, help="Breathe and blink where nothing is told."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@app.group("score")
def score() -> None:
    """Wordless acting: one score gives movement, increments and captions.

    SCORE is a text file, or a shot such as ep01/sc010/sh020 whose sheet has a column called score.
    """


@score.command("check")
@_score_options
@json_option
def check(*, as_json: bool, **told: Any) -> None:
    """Look SCORE through: every mark with its frames, and what a puppet's limits would hold back."""
    read = _read(Asked(**told))
    done = _performed(read, Asked(**told))
    if as_json:
        emit({"frames": read.frames, "marks": read.marks, "remarks": [remark.words() for remark in done.remarks]})
        return
    rows = [
        (
            str(mark.first),
            str(mark.last),
            mark.who,
            mark.gesture,
            mark.side,
            "" if mark.strength == 1 else f"×{mark.strength:g}",
            mark.feeling,
            mark.text,
        )
        for mark in read.marks
    ]
    table(("from", "to", "who", "gesture", "side", "strength", "feeling", "text"), rows, title=read.title)
    for remark in done.remarks:
        talk(remark.words())
    acting = ", ".join(read.cast) or "nobody"
    talk(f"{counted(len(read.marks), 'gesture')} of {acting} in {counted(read.frames, 'frame')}.")


@score.command("increments")
@_score_options
@click.option("--who", help="Only this character.")
@json_option
def increments(*, who: str | None, as_json: bool, **told: Any) -> None:
    """Tell what a hand sets before each exposure: how far each joint goes, where it then stands, which part goes in."""
    from komadori.score.increments import as_json as in_json
    from komadori.score.increments import increments as rows_of

    read = _read(Asked(**told))
    done = _performed(read, Asked(**told))
    chosen = [_one_of(read, who)] if who else list(read.cast)
    if as_json:
        emit([in_json(done, one) for one in chosen])
        return
    for one in chosen:
        rows = []
        for row in rows_of(done, one):
            steps = ", ".join(f"{step.channel} {step.change:+g}{step.unit} ({step.value:g})" for step in row.moved)
            parts = ", ".join(f"{name} {part}" for name, part in row.parts)
            rows.append((str(row.frame), str(row.held), ", ".join(mark.gesture for mark in row.marks), steps, parts))
        table(("frame", "held", "gesture", "move", "put in"), rows, title=one)


@score.command("print")
@_score_options
@click.option("--who", help="Only this character; otherwise everybody, one after the other.")
@click.option("--to", type=FOLDER, required=True, metavar="FILE.pdf", help="A PDF, or a PNG with all pages in one.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def print_sheet(*, who: str | None, to: Path, overwrite: bool, as_json: bool, **told: Any) -> None:
    """Draw the increments as sheets of A4 to lie beside the set, with a box to tick for every exposure."""
    from komadori.deliver.increment_sheet import IncrementPage, draw_increments, save_increments
    from komadori.deliver.place import in_place
    from komadori.score.increments import increments as rows_of
    from komadori.sheet.time import rate_text

    if to.suffix.lower() not in (".pdf", ".png"):
        raise WrongUse(f"{to.name} is neither a PDF nor a PNG.", hint="Such as --to increments.pdf")
    asked = Asked(**told)
    read = _read(asked)
    done = _performed(read, asked)
    fact = f"{counted(read.frames, 'frame')} at {rate_text(read.rate)} fps · {counted(len(done.exposures), 'exposure')}"
    pages = []
    for one in [_one_of(read, who)] if who else list(read.cast):
        page = IncrementPage(title=read.title, who=one, facts=(fact, f"seed {asked.seed}"))
        pages += draw_increments(page, rows_of(done, one))
    if not pages:
        raise NotFound(f"{read.title} has no character whose increments could be printed.")
    with in_place(to, overwrite=overwrite) as draft:
        save_increments(pages, draft)
    if as_json:
        emit({"file": to.absolute(), "pages": len(pages)})
        return
    say(f"{to}  {counted(len(pages), 'page')}")


@score.command("captions")
@_score_options
@click.option("--language", type=click.Choice(["en", "ja"]), default="en", show_default=True)
@click.option("--to", type=FOLDER, metavar="FILE.vtt", help="Write them there instead of on stdout.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def captions(*, language: Any, to: Path | None, overwrite: bool, as_json: bool, **told: Any) -> None:
    """Tell in words what is heard, for people who cannot hear it, as WebVTT: [badger hums, puzzled]."""
    from komadori.deliver.place import in_place
    from komadori.deliver.webvtt import webvtt
    from komadori.score.captions import captions as captions_of

    read = _read(Asked(**told))
    found = captions_of(read.marks, read.cast, frames=read.frames, rate=read.rate, language=language)
    text = webvtt(found, read.rate, language=language)
    if to is not None:
        with in_place(to, overwrite=overwrite) as draft:
            draft.write_text(text, encoding="utf-8", newline="")
        talk(f"{counted(len(found), 'caption')} in {to}.")
    if as_json:
        emit(found)
    elif to is None:
        say(text.rstrip("\n"))


@score.command("strip")
@_score_options
@click.option("--who", help="Whose poses; otherwise the first who acts.")
@click.option("--poses", type=click.IntRange(1, 48), default=12, show_default=True, help="How many, on a strip.")
@click.option("--close", is_flag=True, help="Head and shoulders.")
@click.option("--to", type=FOLDER, required=True, metavar="FILE", help="A PNG or JPEG, or a GIF or WebP that moves.")
@click.option("--overwrite", is_flag=True, help="Replace what lies there.")
@json_option
def strip(*, who: str | None, poses: int, close: bool, to: Path, overwrite: bool, as_json: bool, **told: Any) -> None:
    """Photograph the puppet in poses of the score before plain paper: side by side, or as a clip that moves."""
    from komadori.deliver.place import in_place
    from komadori.deliver.pose_strip import MOVING, STILL, Studio, chosen, save_clip, save_strip
    from komadori.stage.raster import RasterRenderer

    if to.suffix.lower() not in {**STILL, **MOVING}:
        raise WrongUse(f"{to.name} is no picture.", hint=f"Such as --to strip{', '.join((*STILL, *MOVING))}.")
    asked = Asked(**told)
    read = _read(asked)
    if not read.cast:
        raise NotFound(f"Nobody acts in {read.title}.")
    one = _one_of(read, who) if who else next(iter(read.cast))
    puppet = _puppet(one)
    if puppet is None:
        raise NotFound(f"There is no puppet {one!r} to photograph.", hint="komadori stage list puppets")
    done = _performed(read, asked)
    frames = chosen(done, 1, read.frames, poses)
    studio = Studio(puppet, RasterRenderer(), (240, 300), close=close)
    with in_place(to, overwrite=overwrite) as draft:
        if to.suffix.lower() in MOVING:
            frames = done.exposures
            save_clip(studio.clip(done, one), draft)
        else:
            save_strip(studio.strip(done, one, frames), draft)
    if as_json:
        emit({"file": to.absolute(), "who": one, "frames": frames})
        return
    say(f"{to}  {one} at frames {', '.join(map(str, frames))}")


def _read(asked: Asked) -> Read:
    """The score from a file, or from a shot's sheet. Raises what reading either does."""
    from komadori.score.timing import marks_of
    from komadori.store.layout import CHARACTERS

    file = Path(asked.place)
    if file.is_file():
        cues, title, beside = _cues_of_file(file), file.stem, file.parent
        frames, rate, rhythm = asked.frames, asked.rate, asked.on
    else:
        cues, title, frames, rate, rhythm, beside = _of_shot(asked)  # type: ignore[assignment]
    roots = tuple(dict.fromkeys((beside / CHARACTERS, Path(CHARACTERS))))
    cast = {who: _character(who, roots) for who in dict.fromkeys(cue.who for cue in cues)}
    paces = {who: character.temperament.pace for who, character in cast.items()}
    marks = marks_of(cues, paces=paces, rate=rate, frames=frames)
    length = frames or max((mark.last for mark in marks), default=0) + AFTER
    return Read(title=title, marks=marks, cast=cast, frames=length, rate=rate, rhythm=rhythm)


def _character(who: str, roots: tuple[Path, ...]) -> "Character":
    """The character `who`; one of no particular temperament where there is only a puppet. Raises UnknownCharacter."""
    from komadori.score.character import Character, character_names, load_character

    stranger = who not in character_names(roots) and _puppet(who) is not None
    return Character(name=who) if stranger else load_character(who, roots)


def _cues_of_file(file: Path) -> "tuple[Cue, ...]":
    from komadori.score.notation import BadScore, read_score

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadScore(f"{file} is no text.", hint="A score is a text file in UTF-8.") from None
    return read_score(text, file.name)


def _of_shot(asked: Asked) -> "tuple[tuple[Cue, ...], str, int, Fraction, Rhythm, Path]":
    """Cues, title, frames, rate and exposures of the shot that `asked` names, and where its series lies."""
    from komadori.film import Slate
    from komadori.score.of_sheet import exposures_of
    from komadori.score.sheet_column import read_sheet, score_columns
    from komadori.store import find_series, open_series

    if "/" not in asked.place or Path(asked.place).suffix:
        raise NotFound(
            f"There is no score {asked.place}.", hint="Name a text file, or a shot such as ep01/sc010/sh020."
        )
    series = open_series(find_series(Path.cwd()) if asked.series is None else asked.series)
    sheet = series.take(Slate.parse(asked.place)).sheet
    if not score_columns(sheet):
        hint = "A free column called score, or score badger, holds one."
        raise NotFound(f"The sheet of {asked.place} has no score.", hint=hint)
    cues = read_sheet(sheet)
    frames = max(sheet.frames, max(column.frames for column in sheet.columns), 1)
    rhythm = exposures_of(sheet, frames, asked.on)
    return cues, asked.place, asked.frames or frames, sheet.rate, rhythm, series.path


def _performed(read: Read, asked: Asked) -> "Performance":
    from komadori.score.perform import perform

    channels = {}
    for who in read.cast:
        puppet = _puppet(who)
        if puppet is not None:
            channels[who] = puppet.channels
    return perform(
        read.marks,
        read.cast,
        frames=read.frames,
        rate=read.rate,
        on=read.rhythm,
        seed=asked.seed,
        idle=asked.idle,
        channels=channels,
    )


def _puppet(who: str) -> "Puppet | None":
    """The puppet that is called as the character is, or None where nobody has made one."""
    from komadori.stage.puppet import load_puppet
    from komadori.stage.puppet_file import NoSuchPuppet

    try:
        return load_puppet(who, (Path.cwd(),))
    except NoSuchPuppet:
        return None


def _one_of(read: Read, who: str) -> str:
    if who not in read.cast:
        raise NotFound(f"{who!r} does not act in {read.title}.", hint=f"There are {', '.join(read.cast)}.")
    return who
