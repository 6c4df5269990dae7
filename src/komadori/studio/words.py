"""What each command of the registry may be told: one struct for each shape of arguments.

Frames, takes and pictures count from 1; ranges include both ends. What is left out keeps its default.
"""

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct, field

from komadori.sheet.sheet import PICTURE

Frame: TypeAlias = Annotated[int, Meta(ge=1, le=999_999)]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=1_000)]
Held: TypeAlias = Annotated[int, Meta(ge=1, le=240)]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
Number: TypeAlias = Annotated[int, Meta(ge=1, le=9_999_999)]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=240)]
Text: TypeAlias = Annotated[str, Meta(max_length=4_000)]
Code: TypeAlias = Annotated[str, Meta(pattern="^(Ctrl\\+)?(Shift\\+)?[A-Za-z0-9]{1,32}$")]
Room: TypeAlias = Literal["set-up", "animate", "light", "sound", "finish"]


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a command is told; nothing, where the command speaks for itself."""


class Shoot(Words, frozen=True, kw_only=True):
    """`held`: frames the picture is held for, by default as the shot's others; `count`: pictures, one after another."""

    held: Held | None = None
    count: Count = 1


class Stand(Words, frozen=True, kw_only=True):
    """The frame to shoot next; with `insert` what is there moves on."""

    frame: Frame
    insert: bool = False


class Frames(Words, frozen=True, kw_only=True):
    """How many frames."""

    frames: Held


class Hold(Words, frozen=True, kw_only=True):
    """How many frames longer, or with a minus shorter, the picture at `frame` is held; by default the last picture."""

    frame: Frame | None = None
    by: Annotated[int, Meta(ge=-999, le=999)] = 1
    column: Name = PICTURE


class Range(Words, frozen=True, kw_only=True):
    """Frames of the sheet; those of the picture column take notes and sound along, those of another go alone."""

    first: Frame
    last: Frame
    column: Name = PICTURE


class Retime(Range, frozen=True, kw_only=True):
    """Frames of the sheet, and how long each picture in them is held from now on."""

    on: Held


class At(Words, frozen=True, kw_only=True):
    """One frame of the sheet."""

    frame: Frame
    column: Name = PICTURE


class Move(Range, frozen=True, kw_only=True):
    """Frames of the sheet, and the frame they go before."""

    to: Frame


class Repeat(Range, frozen=True, kw_only=True):
    """Frames of the sheet, and how many times they are shown again."""

    times: Count = 1


class Reshoot(At, frozen=True, kw_only=True):
    """The frame to shoot again, and its exposure, by default all of them."""

    exposure: Name | None = None


class Hide(Range, frozen=True, kw_only=True):
    """Frames of the sheet, and whether playback passes over them."""

    hidden: bool = True


class Tag(Range, frozen=True, kw_only=True):
    """Frames of the sheet, and their tag; an empty one takes it off."""

    tag: Annotated[str, Meta(max_length=40)] = ""


class Write(Words, frozen=True, kw_only=True):
    """A note: in which column, where, what, whether it rings, and for how many frames, by default as long as there."""

    column: Name
    frame: Frame
    text: Text
    alarm: bool = False
    length: Frame | None = None


class InsertFrames(At, frozen=True, kw_only=True):
    """Before which frame, and how many empty frames."""

    frames: Frame = 1


class AddColumn(Words, frozen=True, kw_only=True):
    """The new column's name and what it holds."""

    name: Name
    kind: Literal["note", "sound", "free"] = "note"


class Named(Words, frozen=True, kw_only=True):
    """The name of what is meant."""

    name: Name


class PlaceSound(Named, frozen=True, kw_only=True):
    """A sound of the series, and the frame it begins at."""

    frame: Frame = 1


class Open(Words, frozen=True, kw_only=True):
    """A shot, such as ep01/sc010/sh020, and its take, by default the newest."""

    slate: Name
    take: Annotated[int, Meta(ge=1, le=9_999)] | None = None


class NewShot(Words, frozen=True, kw_only=True):
    """A new shot's address, how long its pictures are held, and its exposures a frame."""

    slate: Name
    on: Held = 2
    exposures: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=16)] = ("x1",)


class SetSetting(Words, frozen=True, kw_only=True):
    """The camera, one of its settings, and the value as the camera spells it.

    With `exposure` it holds for that exposure of each frame alone; an empty value then takes that back.
    """

    camera: Name
    name: Name
    value: Text
    exposure: Annotated[str, Meta(max_length=32)] = ""


class BeginSeries(Words, frozen=True, kw_only=True):
    """A series' title, by default its folder's name, and its frames a second."""

    title: Annotated[str, Meta(max_length=240)] = ""
    fps: Annotated[str, Meta(max_length=20)] = "24"


class Switch(Words, frozen=True, kw_only=True):
    """Whether it is on from now on."""

    on: bool = True


class Alarm(Words, frozen=True, kw_only=True):
    """The number of an alarm."""

    alarm: Number


class Kind(Words, frozen=True, kw_only=True):
    """A kind of alarm."""

    kind: Name


class Grab(Words, frozen=True, kw_only=True):
    """A place of the live view, in shares of its width and height."""

    across: Share
    down: Share


class Pose(Words, frozen=True, kw_only=True):
    """Where axes go: each name with a number in its unit, or one of its choices; `settled` ends one pose."""

    to: Annotated[dict[Name, float | Name], Meta(max_length=200)]
    settled: bool = True


class Lamp(Words, frozen=True, kw_only=True):
    """A channel of a universe, and its level."""

    channel: Annotated[int, Meta(ge=1, le=512)]
    level: Annotated[int, Meta(ge=0, le=255)]
    universe: Annotated[int, Meta(ge=1, le=63_999)] = 1


class Picture(Words, frozen=True, kw_only=True):
    """A picture's number."""

    picture: Number


class Finish(Words, frozen=True, kw_only=True):
    """What is done, as a recipe's tables say it: each with `use` and its settings. By default the shot's recipe."""

    operations: Annotated[tuple[dict[str, Any], ...], Meta(max_length=64)] = ()


class KeepRecipe(Words, frozen=True, kw_only=True):
    """A recipe's tables, and whether the whole series is meant and not this shot."""

    operations: Annotated[tuple[dict[str, Any], ...], Meta(max_length=64)]
    series: bool = False


class KeepPaint(Words, frozen=True, kw_only=True):
    """Every stroke of the brush, as paint.json has them, and the identity of the take they were painted on."""

    strokes: Annotated[tuple[dict[str, Any], ...], Meta(max_length=10_000)]
    take: Annotated[str, Meta(max_length=80)] = ""


class Export(Words, frozen=True, kw_only=True):
    """A preset, whether of the finished pictures, of which exposure (by default the first), which part of each picture
    (left, top, width and height as shares of it), how wide in pixels, and whether gaps may be held over.
    """

    preset: Name
    exposure: Annotated[str, Meta(max_length=32)] = ""
    finished: bool = False
    crop: tuple[Share, Share, Share, Share] | None = None
    width: Annotated[int, Meta(ge=2, le=32_768)] | None = None
    allow_missing: bool = False


class Work(Words, frozen=True, kw_only=True):
    """The number of a piece of long work."""

    work: Annotated[int, Meta(ge=0)]


class Document(Words, frozen=True, kw_only=True):
    """The look-through document of the take, and that take's identity: one drawn for another is not kept."""

    document: dict[str, Any]
    take: Annotated[str, Meta(max_length=80)] = ""


class LearnKey(Words, frozen=True, kw_only=True):
    """A key by its code, as in Shift+F13, and what it does from now on: a command with its words, or nothing.

    Without a command the key is quiet; with `forget` it does again what the preset says.
    """

    code: Code
    command: Annotated[str, Meta(max_length=60)] = ""
    words: dict[str, Any] = field(default_factory=dict, name="with")
    forget: bool = False


class Step(Words, frozen=True, kw_only=True):
    """How many pictures to step."""

    frames: Frame = 1


class Fade(Words, frozen=True, kw_only=True):
    """How far to fade, in per cent."""

    by: Annotated[int, Meta(ge=1, le=100)] = 10


class RoomName(Words, frozen=True, kw_only=True):
    """The room to go to."""

    name: Room
