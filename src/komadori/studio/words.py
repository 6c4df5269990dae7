"""What each command of the registry may be told: one struct for each shape of arguments.

Frames, takes and pictures count from 1; ranges include both ends. What is left out keeps its default.
"""

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct, field

Frame: TypeAlias = Annotated[int, Meta(ge=1, le=999_999)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=1_000)]
Held: TypeAlias = Annotated[int, Meta(ge=1, le=240)]
Number: TypeAlias = Annotated[int, Meta(ge=1, le=9_999_999)]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=240)]
Text: TypeAlias = Annotated[str, Meta(max_length=4_000)]
Code: TypeAlias = Annotated[str, Meta(pattern="^(Ctrl\\+)?(Shift\\+)?[A-Za-z0-9]{1,32}$")]
Room: TypeAlias = Literal["set-up", "animate", "light", "sound", "finish"]


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a command is told; nothing, where the command speaks for itself."""


class Shoot(Words, frozen=True):
    """`held`: frames the picture is held for, by default as the shot's others; `count`: pictures, one after another."""

    held: Held | None = None
    count: Count = 1


class Stand(Words, frozen=True):
    """The frame to shoot next; with `insert` what is there moves on."""

    frame: Frame
    insert: bool = False


class Frames(Words, frozen=True):
    """How many frames."""

    frames: Held


class Hold(Words, frozen=True):
    """How many frames longer, or with a minus shorter, the picture at `frame` is held; by default the last picture."""

    frame: Frame | None = None
    by: Annotated[int, Meta(ge=-999, le=999)] = 1


class Range(Words, frozen=True):
    """Frames of the sheet."""

    first: Frame
    last: Frame


class Retime(Range, frozen=True):
    """Frames of the sheet, and how long each picture in them is held from now on."""

    on: Held


class At(Words, frozen=True):
    """One frame of the sheet."""

    frame: Frame


class Move(Range, frozen=True):
    """Frames of the sheet, and the frame they go before."""

    to: Frame


class Repeat(Range, frozen=True):
    """Frames of the sheet, and how many times they are shown again."""

    times: Count = 1


class Reshoot(At, frozen=True):
    """The frame to shoot again, and its exposure, by default all of them."""

    exposure: Name | None = None


class Hide(Range, frozen=True):
    """Frames of the sheet, and whether playback passes over them."""

    hidden: bool = True


class Tag(Range, frozen=True):
    """Frames of the sheet, and their tag; an empty one takes it off."""

    tag: Annotated[str, Meta(max_length=40)] = ""


class Write(Words, frozen=True):
    """A note: in which column, where, what, whether it rings, and for how many frames, by default as long as there."""

    column: Name
    frame: Frame
    text: Text
    alarm: bool = False
    length: Frame | None = None


class InsertFrames(At, frozen=True):
    """Before which frame, and how many empty frames."""

    frames: Frame = 1


class AddColumn(Words, frozen=True):
    """The new column's name and what it holds."""

    name: Name
    kind: Literal["note", "sound", "free"] = "note"


class Named(Words, frozen=True):
    """The name of what is meant."""

    name: Name


class PlaceSound(Named, frozen=True):
    """A sound of the series, and the frame it begins at."""

    frame: Frame = 1


class Open(Words, frozen=True):
    """A shot, such as ep01/sc010/sh020, and its take, by default the newest."""

    slate: Name
    take: Annotated[int, Meta(ge=1, le=9_999)] | None = None


class NewShot(Words, frozen=True):
    """A new shot's address, how long its pictures are held, and its exposures a frame."""

    slate: Name
    on: Held = 2
    exposures: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=16)] = ("x1",)


class SetSetting(Words, frozen=True):
    """The camera, one of its settings, and the value as the camera spells it."""

    camera: Name
    name: Name
    value: Text


class Switch(Words, frozen=True):
    """Whether it is on from now on."""

    on: bool = True


class Kind(Words, frozen=True):
    """A kind of alarm."""

    kind: Name


class Picture(Words, frozen=True):
    """A picture's number."""

    picture: Number


class Finish(Words, frozen=True):
    """What is done, as a recipe says it: each with `use` and its settings. By default develop and deflicker."""

    operations: Annotated[tuple[dict[str, Any], ...], Meta(max_length=32)] = ()


class Export(Words, frozen=True):
    """A preset, whether of the finished pictures, how wide in pixels, and whether gaps may be held over."""

    preset: Name
    finished: bool = False
    width: Annotated[int, Meta(ge=2, le=32_768)] | None = None
    allow_missing: bool = False


class Work(Words, frozen=True):
    """The number of a piece of long work."""

    work: Annotated[int, Meta(ge=0)]


class Document(Words, frozen=True):
    """The look-through document of the take."""

    document: dict[str, Any]


class LearnKey(Words, frozen=True):
    """A key by its code, as in Shift+F13, and what it does from now on: a command with its words, or nothing.

    Without a command the key is quiet; with `forget` it does again what the preset says.
    """

    code: Code
    command: Annotated[str, Meta(max_length=60)] = ""
    words: dict[str, Any] = field(default_factory=dict, name="with")
    forget: bool = False


class Step(Words, frozen=True):
    """How many pictures to step."""

    frames: Frame = 1


class Fade(Words, frozen=True):
    """How far to fade, in per cent."""

    by: Annotated[int, Meta(ge=1, le=100)] = 10


class RoomName(Words, frozen=True):
    """The room to go to."""

    name: Room
