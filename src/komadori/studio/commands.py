"""The registry: every command there is, which keyboard, HTTP, WebSocket, OSC, button boxes and scripts share."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import msgspec
from msgspec import inspect

from komadori.errors import NotFound, WrongUse
from komadori.studio import words as told
from komadori.studio.words import Words


class UnknownCommand(NotFound):
    """The registry has no command of this name."""


class BadArguments(WrongUse, ValueError):
    """A command was told something it does not take, or not told what it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: where it is carried out, its word for a key cap, a sentence, and what it may be told.

    The desk's commands are carried out by the server, the views' by the pages. A `held` command has a press and a
    release.
    """

    name: str
    room: Literal["desk", "view"]
    label: str
    sentence: str
    held: bool = False
    words: type[Words] = Words


_DESK: tuple[tuple[str, str, str, type[Words]], ...] = (
    ("shoot", "Shoot", "Take the next picture.", told.Shoot),
    ("test-shot", "Test shot", "Take a picture that is not part of the film.", Words),
    ("delete", "Delete", "Take the last picture off the sheet; its file stays.", Words),
    ("undo", "Undo", "Take the last edit back.", Words),
    ("redo", "Redo", "Do again what was taken back.", Words),
    ("stand", "Stand here", "Shoot next at this frame.", told.Stand),
    ("return-to-end", "To the end", "Shoot next what is missing first; there already, after the last frame.", Words),
    ("on", "On", "Hold each new picture for so many frames.", told.Frames),
    ("hold", "Hold", "Hold a picture longer or shorter.", told.Hold),
    ("retime", "Retime", "Hold each picture of these frames for so long.", told.Retime),
    ("delete-frames", "Take out", "Take these frames off the sheet.", told.Range),
    ("cut", "Cut", "Take these frames off the sheet, to be pasted.", told.Range),
    ("copy", "Copy", "Remember these frames, to be pasted.", told.Range),
    ("paste", "Paste", "Put what was cut or copied before this frame.", told.At),
    ("move", "Move", "Put these frames somewhere else.", told.Move),
    ("reverse", "Reverse", "Turn the order of these frames round.", told.Range),
    ("repeat", "Repeat", "Show these frames again.", told.Repeat),
    ("split", "Split hold", "Cut the hold at this frame in two.", told.At),
    ("reshoot", "Shoot again", "Shoot this frame again.", told.Reshoot),
    ("hide", "Hide", "Let playback pass over these frames, or show them again.", told.Hide),
    ("tag", "Tag", "Give these frames a tag.", told.Tag),
    ("write", "Write", "Write a note on the sheet.", told.Write),
    ("insert-frames", "Insert", "Make room before this frame.", told.InsertFrames),
    ("add-column", "Add column", "Add a column to the sheet.", told.AddColumn),
    ("remove-column", "Remove column", "Take a column off the sheet.", told.Named),
    ("place-sound", "Place sound", "Let a sound begin at this frame.", told.PlaceSound),
    ("begin-series", "Begin", "Begin a series in the studio's folder.", told.BeginSeries),
    ("open", "Open", "Work on this shot.", told.Open),
    ("new-shot", "New shot", "Begin a shot.", told.NewShot),
    ("new-take", "New take", "Begin another take of this shot.", Words),
    ("find-cameras", "Look again", "Look for cameras that are connected.", Words),
    ("open-camera", "Open camera", "Connect a camera.", told.Named),
    ("choose-camera", "Choose camera", "Shoot with this camera from now on.", told.Named),
    ("close-camera", "Close camera", "Let a camera go.", told.Named),
    ("set-setting", "Set", "Set one setting of a camera.", told.SetSetting),
    ("lock", "Lock", "Lock exposure, focus and white balance as they are.", Words),
    ("unlock", "Unlock", "Let the camera's settings be changed.", Words),
    ("dark", "Dark exposure", "Go black on every screen while the shutter is open, or no longer.", told.Switch),
    ("black", "Black", "Go black on every screen now; any key lights them up.", told.Switch),
    ("grab", "Grab", "Tell what is at this place of the live view.", told.Grab),
    ("where", "Where", "Tell where in the live view this part is.", told.Named),
    ("pose", "Pose", "Move a puppet, or whatever else has axes.", told.Pose),
    ("undo-pose", "Pose back", "Take the last pose back.", Words),
    ("redo-pose", "Pose again", "Take again the pose that was taken back.", Words),
    ("lamp", "Lamp", "Set one channel of the lights.", told.Lamp),
    ("seen", "Seen", "This alarm has been seen.", told.Alarm),
    ("dismiss", "Not again", "Tell no more alarms of this kind for this shot.", told.Kind),
    ("set-reference", "Reference", "Compare the light and the camera with this picture.", told.Picture),
    ("finish", "Finish", "Finish the take's pictures.", told.Finish),
    ("prepare", "Prepare", "Find out what a recipe must know of the whole take, and finish nothing.", told.Finish),
    (
        "keep-recipe",
        "Keep recipe",
        "Finish this shot, or the series, by these operations from now on.",
        told.KeepRecipe,
    ),
    ("keep-paint", "Keep paint", "Keep what the brush has marked as rig, or as none.", told.KeepPaint),
    ("export", "Export", "Make a movie or stills of the take.", told.Export),
    ("cancel", "Cancel", "Stop this piece of work; what is finished stays.", told.Work),
    ("keep-look", "Keep look", "Keep guides, paths and drawings with the take.", told.Document),
    ("learn-key", "Learn key", "Let a key do this from now on.", told.LearnKey),
    ("keys-preset", "Key preset", "Take the keys of this preset.", told.Named),
    ("stop", "Stop", "Stop what is going on now.", Words),
)

_VIEW: tuple[tuple[str, str, str, type[Words]], ...] = (
    ("play", "Play", "Play the film, or stop.", Words),
    ("live", "To live", "Show what the camera sees.", Words),
    ("step-back", "Back", "Show the picture before.", told.Step),
    ("step-forward", "Next", "Show the picture after.", told.Step),
    ("first", "First", "Show the first frame.", Words),
    ("last", "Last", "Show the last frame.", Words),
    ("insert-here", "Insert here", "Shoot next before the frame looked at; from live, back to the end.", Words),
    ("shoot-again", "Shoot again", "Shoot the frame looked at again; from live, the last.", Words),
    ("loop", "Loop", "Begin again after the end, or no longer.", Words),
    ("mute", "Mute", "Silence the sound, or no longer.", Words),
    ("short-play", "Short", "Play the last few frames and live.", Words),
    ("play-to-black", "To black", "Play and end in black instead of live, or no longer.", Words),
    ("flick", "Flick", "Show the last picture while the key is held.", Words),
    ("auto-toggle", "Auto flick", "Go back and forth between live and the last picture, or stop.", Words),
    ("compare", "Split", "Show the last picture on the left and live on the right.", Words),
    ("finished", "Finished", "Play the finished pictures, or those that were shot.", Words),
    ("full-resolution", "Full", "Show the picture as it was kept, pixel for pixel.", Words),
    ("opacity-up", "Fade to live", "Fade the onion skin towards live.", told.Fade),
    ("opacity-down", "Fade to film", "Fade the onion skin towards the film.", told.Fade),
    ("deeper", "Deeper", "Look through to one more picture.", Words),
    ("shallower", "Shallower", "Look through to one picture fewer.", Words),
    ("onion", "Onion skin", "See the last pictures through live.", Words),
    ("difference", "Difference", "See what has moved since the last picture.", Words),
    ("key", "Colour key", "See another picture where this one has the key colour.", Words),
    ("arc", "Arc trail", "See the path of a mark over the last pictures.", Words),
    ("posing", "Posing", "Take hold of puppets in the live view, or no longer.", Words),
    ("reference", "Reference", "See a storyboard or film beneath live.", Words),
    ("guides", "Guides", "See the lines that are laid over the picture.", Words),
    ("loupe", "Loupe", "Look closely, to check the focus.", Words),
    ("peaking", "Peaking", "Mark what is in focus.", Words),
    ("zebra", "Zebra", "Mark what is too bright.", Words),
    ("scopes", "Scopes", "Show waveform and histogram.", Words),
    ("far", "Far", "Show large signs that can be read from the set.", Words),
    ("only-picture", "Only picture", "Fold everything away but the picture.", Words),
    ("room", "Room", "Go to another room.", told.RoomName),
    ("help", "All keys", "Show what every key does.", Words),
    ("mark-in", "Mark in", "Play from here.", Words),
    ("mark-out", "Mark out", "Play to here.", Words),
    ("go-in", "Go to in", "Show the frame playing begins at.", Words),
    ("go-out", "Go to out", "Show the frame playing ends at.", Words),
)

HELD = frozenset({"flick"})
"""Commands with a press and a release."""


def _commands() -> Mapping[str, Command]:
    rows = [("desk", *row) for row in _DESK] + [("view", *row) for row in _VIEW]
    return MappingProxyType(
        {
            name: Command(name=name, room=room, label=label, sentence=sentence, held=name in HELD, words=kind)  # type: ignore[arg-type]
            for room, name, label, sentence, kind in rows
        }
    )


COMMANDS: Mapping[str, Command] = _commands()
"""Every command by its name, the desk's first."""


def read(name: str, given: Mapping[str, object]) -> tuple[Command, Words]:
    """The command called `name` and what it is told. Raises UnknownCommand, or BadArguments naming the field."""
    command = COMMANDS.get(name)
    if command is None:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        hint = f"did you mean {near[0]}?" if near else "docs/reference/keys.md lists the commands."
        raise UnknownCommand(f"There is no command {name[:60]!r}.", hint=hint)
    try:
        return command, msgspec.convert(dict(given), command.words)
    except msgspec.ValidationError as error:
        raise _bad(command, given, str(error)) from error


def as_json() -> list[dict[str, Any]]:
    """The registry for pages, scripts and the manual: plain values, in the registry's order."""
    return [
        {
            "name": command.name,
            "room": command.room,
            "label": command.label,
            "sentence": command.sentence,
            "held": command.held,
            "with": takes(command),
        }
        for command in COMMANDS.values()
    ]


def takes(command: Command) -> dict[str, str]:
    """What `command` may be told: each name with what it must be, in words."""
    fields = {field.encode_name: field for field in _fields(command.words)}
    return {
        name: _must(fields[name].type) + ("" if fields[name].required else "; may be left out")
        for name in order(command)
    }


def order(command: Command) -> tuple[str, ...]:
    """The names of what `command` may be told, what it needs first, for speakers who give no names."""
    fields = sorted(_fields(command.words), key=lambda field: not field.required)
    return tuple(field.encode_name for field in fields)


def needed(command: Command) -> tuple[str, ...]:
    """The names of what `command` must be told."""
    return tuple(field.encode_name for field in _fields(command.words) if field.required)


def _fields(words: type[Words]) -> tuple[inspect.Field, ...]:
    described = inspect.type_info(words)
    if not isinstance(described, inspect.StructType):
        raise TypeError(words)
    return described.fields


def _bad(command: Command, given: Mapping[str, object], error: str) -> BadArguments:
    fields = {field.encode_name: field for field in _fields(command.words)}
    known = f"It takes {', '.join(fields)}." if fields else "It takes nothing."
    if missing := re.search(r"required field `(.+)`", error):
        name = missing[1]
        return BadArguments(f"{command.name} needs {name}: {_must(fields[name].type)}.", hint=known)
    if unknown := re.search(r"unknown field `(.+)`", error):
        return BadArguments(f"{command.name} takes no {unknown[1][:60]!r}.", hint=known)
    found = re.search(r"at `\$\.(\w+)", error)
    if found and found[1] in fields:
        name, value = found[1], repr(given.get(found[1]))
        short = value if len(value) <= 60 else f"{value[:60]}…"
        return BadArguments(
            f"{command.name} was told {name} {short}; it must be {_must(fields[name].type)}.", hint=known
        )
    return BadArguments(f"{command.name} was told something else than names with values.", hint=known)


def _must(kind: inspect.Type) -> str:
    """What a value must be, in words."""
    match kind:
        case inspect.UnionType(types=types):
            return _must(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.IntType(ge=least, le=most):
            return "a whole number" + _bounds(least, most)
        case inspect.StrType(max_length=most, pattern=pattern):
            return "a key's code, such as Shift+F13" if pattern else f"a text of at most {most} letters"
        case inspect.LiteralType(values=values):
            return f"one of {', '.join(map(str, values))}"
        case inspect.BoolType():
            return "true or false"
        case inspect.VarTupleType(item_type=item):
            return f"a list, each {_must(item)}"
        case _:
            return "an object"


def _bounds(least: int | None, most: int | None) -> str:
    return ("" if least is None else f" from {least}") + ("" if most is None else f" to {most}")
