"""The whole vocabulary between the server and its pages; `schema()` describes it, and tests hold both sides to it."""

from typing import Any, Literal

import msgspec

from komadori.studio.camera_out import CameraOut, FoundOut
from komadori.studio.operations_out import OperationOut
from komadori.studio.rig_out import AxisOut, LampOut, PoseOut, Value
from komadori.studio.sheet_out import ColumnOut, LayoutOut, Splice

Rate = tuple[int, int]
"""Frames a second as numerator and denominator."""


class Message(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """Something the server tells its pages."""


class Welcome(Message, frozen=True, tag="welcome"):
    """The first message of a connection. `folder` is the name of the studio's folder."""

    version: str
    page: int
    folder: str
    commands: list[dict[str, Any]]
    presets: tuple[tuple[str, str], ...]
    operations: tuple[OperationOut, ...]
    language: str


class SeriesOut(Message, frozen=True, tag="series"):
    """The series: its title and rate; an empty title while none has been begun."""

    title: str = ""
    rate: Rate = (24, 1)


class ShotRow(msgspec.Struct, frozen=True, kw_only=True):
    """One shot of the series at a glance."""

    slate: str
    takes: tuple[int, ...]
    pictures: int
    frames: int
    shot: int
    on: int
    kept: str
    notices: tuple[str, ...] = ()


class Shots(Message, frozen=True, tag="shots"):
    """The shots of the series, in order."""

    shots: tuple[ShotRow, ...]


PictureRow = tuple[int, str, int, int]
"""Number, exposure, width and height of a picture."""


class OtherTake(msgspec.Struct, frozen=True, kw_only=True):
    """Another take of the same shot; which pictures its frames show is asked for when it is looked through."""

    number: int
    id: str


class TakeOut(Message, frozen=True, tag="take"):
    """The take being worked on, whole; `id` is None where none is open."""

    id: str | None
    slate: str = ""
    number: int = 0
    takes: tuple[int, ...] = ()
    rate: Rate = (24, 1)
    exposures: tuple[str, ...] = ("x1",)
    revision: int = 0
    columns: tuple[ColumnOut, ...] = ()
    pictures: tuple[PictureRow, ...] = ()
    sounds: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    before: tuple[int, ...] = ()
    before_take: str = ""
    others: tuple[OtherTake, ...] = ()
    undo: bool = False
    redo: bool = False


class Changed(Message, frozen=True, tag="change"):
    """The sheet was edited."""

    revision: int
    changes: tuple[Splice, ...]
    layout: LayoutOut | None
    undo: bool
    redo: bool


class PictureOut(Message, frozen=True, tag="picture"):
    """A picture is on the disk, hashed and journalled."""

    number: int
    exposure: str
    frame: int | None
    width: int
    height: int
    bytes: int
    kept: str
    camera: str


class NoteOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet says at the frame to be shot."""

    text: str
    alarm: bool


class NextOut(msgspec.Struct, frozen=True, kw_only=True):
    """The exposure the camera stands at."""

    frame: int
    exposure: str
    length: int
    notes: tuple[NoteOut, ...]
    insert: bool


State = Literal["closed", "ready", "shooting", "away"]


class DeskOut(Message, frozen=True, tag="desk"):
    """Where the shooting stands. `rings` where a note with an alarm has just been reached."""

    state: State = "closed"
    next: NextOut | None = None
    rings: bool = False
    on: int = 2
    dark: bool = True
    black: bool = False
    saved: str = ""


class CamerasOut(Message, frozen=True, tag="cameras"):
    """The cameras found connected, and those open."""

    found: tuple[FoundOut, ...] = ()
    open: tuple[CameraOut, ...] = ()
    looking: bool = False


class Remark(Message, frozen=True, tag="remark"):
    """Something a person should know."""

    text: str
    hint: str = ""
    severity: Literal["note", "trouble"] = "note"


class AlarmOut(Message, frozen=True, tag="alarm"):
    """Something went wrong on the set; `drawing` is the address of its picture once `drawn`."""

    id: int
    kind: str
    picture: int
    frame: int | None
    amount: float
    unit: str
    against: int | None
    sentence: str
    severity: str
    box: tuple[int, int, int, int] | None
    arrow: tuple[float, float] | None
    drawing: str = ""


class Seen(Message, frozen=True, tag="seen"):
    """Somebody has seen this alarm: it needs no page's attention any more."""

    alarm: int


class Dismissed(Message, frozen=True, tag="dismissed"):
    """Alarms of these kinds are told no more for this shot."""

    kinds: tuple[str, ...]


class Placed(Message, frozen=True, tag="placed"):
    """How far the camera still is from where it stood, in pixels of the full picture; `back` once it is there."""

    right: float
    down: float
    far: float
    back: bool


class Dark(Message, frozen=True, tag="dark"):
    """Every view goes black (`on`) and says so with the number of the round, or is light again."""

    round: int
    on: bool


class WorkOut(Message, frozen=True, tag="work"):
    """A piece of long work: how far it is, and what it came to. `left` is in seconds, -1 while unknown."""

    id: int
    doing: str
    done: int = 0
    total: int | None = None
    left: float = -1.0
    state: Literal["running", "done", "failed", "stopped"] = "running"
    result: dict[str, Any] = {}
    trouble: str = ""
    hint: str = ""


class Press(Message, frozen=True, tag="press"):
    """A page that lends its camera is to take a photograph and bring it under this token."""

    camera: str
    token: str


class View(Message, frozen=True, tag="view", rename={"words": "with"}):
    """A command for the pages themselves; `pressed` for those that are held."""

    command: str
    words: dict[str, Any] = {}
    pressed: bool | None = None


class LookOut(Message, frozen=True, tag="look"):
    """The look-through document of the take: guides, paths, drawings, line-up layers."""

    document: dict[str, Any]


class KeysOut(Message, frozen=True, tag="keys"):
    """Which key does what: `keys` maps event codes to a command and its words; `rows` is the keypad as it is drawn,
    `caps` what stands on a key, and `presets` pairs the name of each set of keys with its title.
    """

    preset: str
    presets: tuple[tuple[str, str], ...]
    caps: dict[str, str]
    keys: dict[str, tuple[str, dict[str, Any]]]
    learned: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class TestRow(msgspec.Struct, frozen=True, kw_only=True):
    """One test shot with the settings it was taken at."""

    name: str
    at: str
    camera: str
    settings: tuple[tuple[str, str], ...]


class Tests(Message, frozen=True, tag="tests"):
    """The test shots of the take."""

    shots: tuple[TestRow, ...]


class RigOut(Message, frozen=True, tag="rig"):
    """What moves and what lights before the chosen camera; an empty name where nothing moves."""

    name: str = ""
    axes: tuple[AxisOut, ...] = ()
    values: dict[str, Value] = {}
    lamps: tuple[LampOut, ...] = ()
    undo: bool = False
    redo: bool = False


class PosedOut(Message, frozen=True, tag="posed"):
    """A hand is moving axes: where these stand now."""

    values: dict[str, Value]


class PosesOut(Message, frozen=True, tag="poses"):
    """How the set stood in the pictures of the take."""

    poses: tuple[PoseOut, ...]


class Rest(Message, frozen=True, tag="rest"):
    """A gentle word after a long while."""

    minutes: int
    pictures: int


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was not done; `kind` is the name of the error."""

    kind: str
    message: str
    hint: str = ""


class Answer(Message, frozen=True, tag="answer"):
    """What came of the command that the page called `id`."""

    id: int
    result: dict[str, Any] = {}
    trouble: Trouble | None = None


class Do(msgspec.Struct, frozen=True, tag_field="type", tag="do", kw_only=True, rename={"words": "with"}):
    """A page asks for a command of the registry; `pressed` for those that are held."""

    id: int = 0
    command: str = ""
    words: dict[str, Any] = {}
    pressed: bool | None = None


class DarkDone(msgspec.Struct, frozen=True, tag_field="type", tag="dark-done", kw_only=True):
    """The page shows nothing but black."""

    round: int


class Promise(msgspec.Struct, frozen=True, tag_field="type", tag="promise", kw_only=True):
    """Whether the page can go black when it is told to; a second screen that only shows a stream cannot."""

    dark: bool


TOLD = (
    Welcome, SeriesOut, Shots, TakeOut, Changed, PictureOut, DeskOut, CamerasOut, Remark, AlarmOut, Seen, Dismissed,
    Placed, Dark, WorkOut, Press, View, LookOut, KeysOut, Tests, RigOut, PosedOut, PosesOut, Rest,
    Answer,
)  # fmt: skip
"""All that the server may tell."""

Asked = Do | DarkDone | Promise
"""All that a page may ask."""

_asked: msgspec.json.Decoder[Asked] = msgspec.json.Decoder(Asked)


UNREADABLE = (ValueError, RecursionError, msgspec.MsgspecError)
"""What reading raises for bytes that are no text, no JSON, nested without end, or of another form."""


def read(text: str | bytes) -> Asked:
    """What a page asks. Raises `UNREADABLE` for anything else."""
    return _asked.decode(text)


def write(message: Message) -> str:
    """A message as it travels."""
    return msgspec.json.encode(message).decode()


def schema() -> dict[str, Any]:
    """JSON Schema of everything that travels: `told` by the server, `asked` by pages, and the definitions of both."""
    (told, asked), parts = msgspec.json.schema_components([_union(TOLD), Asked], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Komadori studio",
        "told": told,
        "asked": asked,
        "$defs": parts,
    }


def _union(kinds: tuple[type, ...]) -> Any:
    united: Any = kinds[0]
    for kind in kinds[1:]:
        united = united | kind
    return united
