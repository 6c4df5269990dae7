"""A film's script: its shots in order, what is played in each, and how it ends.

schema = "komadori.film/1"
title = "First Light"
rate = "24"

[[shot]]
slate = "ep01/sc010/sh010"
stage = "evening-room"
frames = 72
score = "12  badger: blink, look left, hum (puzzled)"

[card]
text = "The light came to everyone alike."
frames = 72
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from komadori.cut import Card
from komadori.errors import KomadoriError, WrongUse
from komadori.film import BadSlate, Slate
from komadori.sheet.time import BadRate, parse_rate
from komadori.sound.made.room import PLACES
from komadori.stage.told import Table, open_toml, raise_all
from komadori.story.clock import Ease, Runs, StoryClock
from komadori.story.errors import BadStory

SCHEMA = "komadori.film/1"
FILE = "film.toml"
SIZES: Mapping[str, tuple[int, int]] = {"live": (640, 360), "draft": (480, 270), "final": (1920, 1080)}
MOST_SHOTS, MOST_FRAMES = 400, 24 * 600
LOUDEST, QUIETEST = 24.0, -60.0

Travel: TypeAlias = Literal["slow", "even"]
SoundKind: TypeAlias = Literal["ambience", "foley"]


class BadScript(WrongUse, ValueError):
    """A film's script asks for what cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisPath:
    """How `axis` travels: `keys` are (frame, value), frames rising; between them even, or slow in and out."""

    axis: str
    keys: tuple[tuple[int, float], ...]
    ease: Travel = "slow"

    def at(self, frame: int) -> float:
        """The value at `frame`: the first key's before it, the last one's after it."""
        before = [key for key in self.keys if key[0] <= frame]
        after = [key for key in self.keys if key[0] > frame]
        if not before or not after:
            return (before[-1] if before else after[0])[1]
        (begin, low), (end, high) = before[-1], after[0]
        part = (frame - begin) / (end - begin)
        return low + (high - low) * (part * part * (3 - 2 * part) if self.ease == "slow" else part)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundCue:
    """A sound made by the house: `kind` and `name` say which, `at` the shot's frame it begins at, `gain` in decibels.

    `frames` is how long an ambience is heard, 0 to the end of the shot. `seed` chooses among its variants.
    """

    kind: SoundKind
    name: str
    at: int = 1
    frames: int = 0
    gain: float = 0.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotScript:
    """One shot: `stage` is a stage file beside the script, or the name of a shipped stage.

    `on` is how many frames a picture is held. `clock` tells the story's time; without one the stage file's own moment
    stays. `mark_in` and `mark_out` are the first and the last frame of the sheet that the film shows, 0 for the sheet's
    last; `fade_in` and `fade_out` are in frames of the film, and so is `dissolve`, for how long this shot and the one
    before it are both seen. `score` is played by the puppets, and
    `before` was played when the shot begins: it opens in what that left behind. `heard_in` is the room that voices
    sound in.
    """

    slate: Slate
    stage: str
    frames: int
    on: int = 2
    about: str = ""
    clock: StoryClock | None = None
    mark_in: int = 1
    mark_out: int = 0
    fade_in: int = 0
    fade_out: int = 0
    dissolve: int = 0
    before: str = ""
    score: str = ""
    paths: tuple[AxisPath, ...] = ()
    sounds: tuple[SoundCue, ...] = ()
    heard_in: str = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardScript:
    """The closing card, for how many frames, coming out of the dark and going into it."""

    card: Card
    frames: int
    fade_in: int
    fade_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A whole film. `folder` is where the script lies, and where files that it names are looked for.

    `sizes` are width and height in pixels for each quality. `music` names a piece beside the script, or is empty, and
    is heard from frame `music_at` with `music_gain` decibels. `recipe` names a finishing recipe beside it, or is empty.
    """

    folder: Path
    title: str
    rate: Fraction
    seed: int
    shots: tuple[ShotScript, ...]
    card: CardScript | None = None
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=lambda: dict(SIZES))
    music: str = ""
    music_at: int = 1
    music_gain: float = 0.0
    recipe: str = ""


def read_script(folder: Path) -> Script:
    """The script in `folder`, or the file it names. Raises NotFound, BadScript, or Several with all that is wrong."""
    path = folder / FILE if folder.is_dir() else folder
    told = open_toml(path, SCHEMA, BadScript)
    problems: list[KomadoriError] = []
    table = Table(told, path.name, problems, BadScript)
    table.raw("schema")
    music = table.table("music")
    script = Script(
        folder=path.parent,
        title=table.text("title", None),
        rate=_rate(table),
        seed=table.whole("seed", 1, 0, 2**31 - 1),
        shots=tuple(_shot(one) for one in table.tables("shot", MOST_SHOTS)),
        card=_card(table.table("card")) if "card" in table else None,
        sizes=_sizes(table.table("sizes")),
        music=_beside(music, "piece", path.parent),
        music_at=music.whole("at", 1, 1, MOST_FRAMES),
        music_gain=music.number("gain", 0.0, QUIETEST, LOUDEST),
        recipe=_beside(table, "recipe", path.parent),
    )
    music.done()
    table.done()
    _compare(script, table)
    raise_all(problems, path.name)
    return script


def _rate(table: Table) -> Fraction:
    text = table.text("rate", "24")
    try:
        return parse_rate(text)
    except BadRate as failure:
        table.wrong(f"rate is {text!r}, which is no frame rate.", failure.hint)
        return Fraction(24)


def _beside(table: Table, key: str, folder: Path) -> str:
    """The name of a file beside the script; one that is not there, or would leave the folder, is noted."""
    name = table.text(key)
    if name and (Path(name).name != name or not (folder / name).is_file()):
        table.wrong(f"{key} is {name!r}, and no such file lies beside the script.", "write the name of a file there.")
        return ""
    return name


def _sizes(table: Table) -> dict[str, tuple[int, int]]:
    sizes = {}
    for quality, usual in SIZES.items():
        value = table.raw(quality)
        if value is None:
            value = list(usual)
        fits = isinstance(value, list) and len(value) == 2 and all(isinstance(side, int) for side in value)
        if not fits or not all(64 <= side <= 8192 for side in value):
            table.wrong(
                f"{quality} is {value!r}; it is a width and a height, 64 to 8192.", f"{quality} = {list(usual)}"
            )
            value = list(usual)
        sizes[quality] = (value[0], value[1])
    table.done()
    return sizes


def _shot(table: Table) -> ShotScript:
    text = table.text("slate", None)
    frames = table.whole("frames", None, 1, MOST_FRAMES)
    try:
        slate = Slate.parse(text)
    except BadSlate as failure:
        if text:
            table.wrong(f"slate is {text!r}. {failure.message}", failure.hint)
        slate = Slate(episode="ep", scene="sc", shot="sh")
    shot = ShotScript(
        slate=slate,
        stage=table.text("stage", None),
        frames=frames,
        on=table.whole("on", 2, 1, 24),
        about=table.text("about"),
        clock=_clock(table.table("clock"), frames) if "clock" in table else None,
        mark_in=table.whole("in", 1, 1, MOST_FRAMES),
        mark_out=table.whole("out", 0, 0, MOST_FRAMES),
        fade_in=table.whole("fade_in", 0, 0, MOST_FRAMES),
        fade_out=table.whole("fade_out", 0, 0, MOST_FRAMES),
        dissolve=table.whole("dissolve", 0, 0, MOST_FRAMES),
        before=table.text("before"),
        score=table.text("score"),
        paths=tuple(_path(one) for one in table.tables("path")),
        sounds=tuple(_sound(one) for one in table.tables("sound")),
        heard_in=table.text("heard_in", "near", choices=tuple(PLACES)),
    )
    if not shot.mark_in <= (shot.mark_out or frames) <= frames:
        table.wrong(
            f"it is cut from frame {shot.mark_in} to {shot.mark_out or frames} of {frames}.",
            f"in and out are frames of the shot, in before out, up to {frames}.",
        )
    table.done()
    return shot


def _clock(table: Table, frames: int) -> StoryClock | None:
    begin, end = _moment(table, "begin"), _moment(table, "end")
    hours = table.number("hours_per_second", 0.0)
    ease = table.text("ease", "even", choices=get_args(Ease))
    runs = table.text("runs", "time", choices=get_args(Runs))
    table.done()
    if begin is None:
        if "begin" not in table:
            table.wrong("it has no begin.", "begin = 2026-04-08T05:30:00")
        return None
    try:
        return StoryClock(
            begin=begin,
            end=end,
            frames=frames,
            per_second=timedelta(hours=hours),
            ease=cast("Ease", ease),
            runs=cast("Runs", runs),
        )
    except BadStory as failure:
        table.wrong(failure.message, failure.hint)
        return None


def _moment(table: Table, key: str) -> datetime | None:
    value = table.raw(key)
    if value is None or (isinstance(value, datetime) and value.tzinfo is None):
        return value
    table.wrong(f"{key} is {value!r}; it is a time by the place's clock.", f"{key} = 2026-04-08T05:30:00")
    return None


def _path(table: Table) -> AxisPath:
    keys = table.raw("keys")
    told = [
        (key[0], float(key[1]))
        for key in (keys if isinstance(keys, list) else [])
        if isinstance(key, list) and len(key) == 2 and isinstance(key[0], int) and isinstance(key[1], int | float)
    ]
    frames = [frame for frame, _ in told]
    if not told or len(told) != len(keys) or frames != sorted(set(frames)):
        table.wrong(
            f"keys is {keys!r}; it is pairs of a frame and a value, frames rising.", "keys = [[1, 0], [48, 20]]"
        )
        told = told or [(1, 0.0)]
    ease = table.text("ease", "slow", choices=("slow", "even"))
    path = AxisPath(axis=table.text("axis", None), keys=tuple(told), ease="even" if ease == "even" else "slow")
    table.done()
    return path


def _sound(table: Table) -> SoundCue:
    kinds = [kind for kind in ("ambience", "foley") if kind in table]
    if len(kinds) != 1:
        table.wrong("it is either an ambience or a foley.", 'ambience = "river"')
    kind: SoundKind = "foley" if kinds == ["foley"] else "ambience"
    cue = SoundCue(
        kind=kind,
        name=table.text(kind, None),
        at=table.whole("at", 1, 1, MOST_FRAMES),
        frames=table.whole("frames", 0, 0, MOST_FRAMES),
        gain=table.number("gain", 0.0, QUIETEST, LOUDEST),
        seed=table.whole("seed", 1, 0, 2**31 - 1),
    )
    table.done()
    return cue


def _card(table: Table) -> CardScript:
    card = CardScript(
        card=Card(text=table.text("text", None), by=table.text("by")),
        frames=table.whole("frames", 96, 1, MOST_FRAMES),
        fade_in=table.whole("fade_in", 12, 0, MOST_FRAMES),
        fade_out=table.whole("fade_out", 24, 0, MOST_FRAMES),
    )
    table.done()
    return card


def _compare(script: Script, table: Table) -> None:
    """What single tables cannot see: that there is something to shoot, and nothing twice."""
    if not script.shots:
        table.wrong("it has no shot.", "[[shot]]")
    for before, shot in zip((None, *script.shots), script.shots, strict=False):
        if shot.dissolve and before is None:
            table.wrong(f"{shot.slate} dissolves in, and no shot comes before it.", "fade_in brings the first shot in.")
        elif shot.dissolve and (shot.fade_in or (before and before.fade_out)):
            table.wrong(f"{shot.slate} dissolves in and is faded as well.", "take one of them away.")
    slates = [str(shot.slate) for shot in script.shots]
    for twice in sorted({slate for slate in slates if slates.count(slate) > 1}):
        table.wrong(f"two shots are called {twice}.", "each shot has its own slate.")
