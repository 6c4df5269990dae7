"""`komadori shoot`: the plan is shot with a camera, by an animator at the terminal or by itself."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import click

from komadori.capture.axes import standing
from komadori.capture.session import Event, Looks, Session, Stands, State, Told, Trouble
from komadori.capture.shoot import CameraAway, CameraBack, Kept, Press, Remark, shoot
from komadori.capture.take import take_to_fill
from komadori.cli.alarms import Eyes, program_in, program_option, watching
from komadori.cli.app import app, json_option, series_option, settings_of, shot_argument
from komadori.cli.keys import Keys, raw_keys
from komadori.cli.talk import emit, talk
from komadori.cli.words import sized
from komadori.devices.catalogue import beside, list_cameras, open_camera, open_motion
from komadori.errors import WrongUse
from komadori.film import Axes, Picture, Slate
from komadori.sheet.plan import plan_onward
from komadori.sheet.sheet import BadSheet, Sheet
from komadori.sheet.time import timecode
from komadori.store import SeriesFolder, TakeFolder

KEYS: dict[str, tuple[Event, int]] = {
    "enter": (Event.SHOOT, 0),
    "Q": (Event.SHOOT, 2),
    "w": (Event.SHOOT, 3),
    "W": (Event.SHOOT, 3),
    "e": (Event.SHOOT, 4),
    "E": (Event.SHOOT, 4),
    "1": (Event.STEP_BACK, 0),
    "left": (Event.STEP_BACK, 0),
    "2": (Event.STEP_FORWARD, 0),
    "right": (Event.STEP_FORWARD, 0),
    "3": (Event.LIVE, 0),
    "backspace": (Event.DELETE, 0),
    "delete": (Event.DELETE, 0),
    "*": (Event.DELETE, 0),
    "u": (Event.UNDO, 0),
    "U": (Event.REDO, 0),
    "q": (Event.QUIT, 0),
}
"""Keys as the field's keypad has them, with the frames a new picture is held for (0: as long as the shot's others)."""

HELP = """Enter shoots; Q, W, E hold the picture for 2, 3, 4 frames. 1, 2 or the arrows step; 3 goes to live.
Backspace takes the last picture off, u undoes, U does again, q ends.
d: no more alarms of the kind told last, in this session."""

DISMISS = "d"
"""The key that has no more alarms told of the kind told last."""


def _read_exposures(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    names = tuple(value.split(",")) if value else None
    try:
        return names and Sheet.empty(Fraction(24), names).exposures
    except BadSheet as bad:
        raise WrongUse(bad.message, hint=bad.hint or "Name each once, such as --exposures x1,x2.") from bad


@app.command("shoot")
@shot_argument
@series_option
@click.option("--camera", metavar="NAME", help="Such as tethered, gphoto2:usb:001,004 or replay:FOLDER.")
@click.option("--frames", type=click.IntRange(1), metavar="N", help="Shoot N exposures without being asked.")
@click.option(
    "--on",
    type=click.IntRange(1, 240),
    metavar="N",
    help="Frames a new picture is held for; by default as the shot began.",
)
@click.option(
    "--exposures",
    metavar="NAMES",
    callback=_read_exposures,
    help="Named exposures of a shot begun now, such as x1,x2.",
)
@click.option("--new-take", is_flag=True, help="Begin a new take.")
@click.option(
    "--watch/--no-watch", default=True, help="Look for bumps, drifts and slips meanwhile (default), or do not."
)
@program_option
@json_option
def shoot_verb(
    *,
    slate: Slate,
    series: SeriesFolder,
    camera: str | None,
    frames: int | None,
    on: int | None,
    exposures: tuple[str, ...] | None,
    new_take: bool,
    watch: bool,
    program: Path | None,
    as_json: bool,
) -> None:
    """Shoot what the sheet of SHOT still lacks, then go on after its end.

    In a terminal, Enter shoots. With --frames it shoots by itself and prints one JSON line for each picture that is
    safely kept.
    """
    settings = settings_of(series)
    name = camera or settings.camera
    if frames is None and not sys.stdin.isatty():
        raise WrongUse("There is no terminal to shoot from.", hint="add --frames N to shoot N exposures unattended.")
    if not name:
        raise WrongUse("No camera is named.", hint=f"add --camera NAME; {_connected()}")
    planned = program_in(program)
    with closing(open_camera(name)) as opened, _axes_beside(name) as axes:
        take = take_to_fill(series, slate, on=on or settings.on, exposures=exposures, new=new_take)
        held = on or take.shot.on
        with take.writer() as writer, watching(take, writer, wanted=watch, program=planned) as eyes:
            for notice in writer.notices:
                talk(f"note: {notice}")
            if frames is not None:
                plan = islice(plan_onward(writer.sheet, held), frames)
                shot = shoot(writer, opened, plan, sleep=time.sleep, press=Press(axes=axes))
                _print(take, eyes.over(shot), as_json=as_json)
            else:
                talk(f"{take.slate} with {opened.name}, on {held}.\n{HELP}")
                session = Session(writer, opened, on=held, sleep=time.sleep, axes=axes)
                _animate(take, session, eyes, as_json=as_json)


@contextmanager
def _axes_beside(camera: str) -> Iterator[Callable[[], Axes | None]]:
    """Tells where the axes stand that belong to a camera."""
    name, _ = beside(camera)
    with closing(open_motion(name)) if name else nullcontext() as motion:
        yield partial(standing, motion) if motion else lambda: None


def _connected() -> str:
    found = list_cameras()
    if not found:
        return "none was found connected. replay:FOLDER shoots a folder of photographs."
    return "connected: " + ", ".join(f"{camera.name} ({camera.model})" for camera in found)


def _print(take: TakeFolder, happenings: Iterator[Told], *, as_json: bool) -> None:
    for happening in happenings:
        if isinstance(happening, Kept) and (as_json or not sys.stdout.isatty()):
            emit(_line(take, happening))
        else:
            talk(words(happening, take))


def _line(take: TakeFolder, kept: Kept) -> dict[str, Any]:
    return {
        "picture": kept.picture.number,
        "frame": kept.exposure.frame,
        "exposure": kept.picture.exposure,
        "file": take.file(kept.picture).absolute(),
        "bytes": kept.picture.bytes,
        "hash": kept.picture.hash,
    }


def _animate(take: TakeFolder, session: Session, eyes: Eyes, *, as_json: bool) -> None:
    with raw_keys() as keys:
        _tell(take, session.begin(), as_json=as_json)
        while session.state is not State.CLOSED:
            key = keys.read()
            event, held = KEYS.get(key, (None, 0))
            if event is None:
                talk(eyes.dismiss() if key == DISMISS else HELP)
                continue
            told = eyes.over(session.press(event, held=held))
            _tell(take, _unhurried(told, keys) if event is Event.SHOOT else told, as_json=as_json)


def _unhurried(told: Iterator[Told], keys: Keys) -> Iterator[Told]:
    """Forget keys pressed while the camera was busy: a double press is an accident, the puppet has not moved yet."""
    for happening in told:
        if isinstance(happening, Stands) and keys.drop():
            yield Remark(text="\aKeys pressed while the camera was busy were passed over.")
        yield happening


def _tell(take: TakeFolder, told: Iterator[Told], *, as_json: bool) -> None:
    for happening in told:
        if isinstance(happening, Kept) and as_json:
            emit(_line(take, happening))
        talk(words(happening, take))


def words(told: Told, take: TakeFolder) -> str:
    """One line, or a few, of what happened; a bell where a note rings or something was not done."""
    match told:
        case Kept(exposure=exposure, picture=picture):
            last = exposure.frame + exposure.length - 1
            return f"  {frames(exposure.frame, last)}  {_picture(picture)}"
        case Stands(exposure=exposure, rings=rings):
            notes = "".join(f"\n  ♪ {note.text}" if note.alarm else f"\n  · {note.text}" for note in exposure.notes)
            time = timecode(exposure.frame, take.take.rate)
            bell = "\a" if rings else ""
            return f"{bell}▸ frame {exposure.frame}  {time}  {exposure.exposure}, held {exposure.length}{notes}"
        case Looks(span=span, pictures=pictures):
            shown = "; ".join(map(_picture, pictures)) or "still to be shot"
            return f"◂ {frames(span.first, span.last)}  {shown}"
        case CameraAway(why=why, pause=pause):
            return f"\a  {why} Trying again in {pause:g} s."
        case CameraBack(name=name):
            return f"  The {name} is back."
        case Trouble(failure=failure):
            return f"\aerror: {failure}"
        case Remark(text=text):
            return f"  {text}"


def frames(first: int, last: int) -> str:
    """Frames in words: "frame 7" or "frames 7-8"."""
    return f"frame {first}" if first == last else f"frames {first}-{last}"


def _picture(picture: Picture) -> str:
    return f"{picture.exposure}  picture {picture.number}  {picture.source}  {sized(picture.bytes)}"
