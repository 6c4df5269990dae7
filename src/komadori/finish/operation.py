"""What a finishing operation is: one self-describing file.

An operation declares its parameters, where it belongs in the order, and pure functions. Between operations a picture is
scene-linear float32, rows x columns x 3 (red, green, blue), where 1.0 is the brightest that the photograph could hold;
after a key a fourth channel tells how much of each pixel is kept, 0..1, with the colours not multiplied by it. Command
line, saved recipes, studio and the reference pages come from the declaration; operations do not know each other.

Everything about a place in the picture is told in shares of its width, so that the same numbers serve a photograph and
its proxy.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.finish.remarks import Said, Saying, worded
from komadori.picture import Pixels

GROUP = "komadori.operations"
"""The entry-point group that operations are found in, our own and others'."""

Value: TypeAlias = bool | int | float | str
Settings: TypeAlias = Mapping[str, Value]
"""Every parameter of an operation with its value."""

Numbers: TypeAlias = tuple[float, ...]
"""A few numbers found out for one picture from the whole take, rounded so that a change too small to be seen does not
make other pictures new."""

Linear: TypeAlias = NDArray[np.float32]
"""A scene-linear picture, rows x columns x 3, or x 4 with a matte."""

Matrix: TypeAlias = tuple[float, ...]
"""A projective mapping of the plane, 3 x 3, row by row."""

HERE: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
"""The mapping that leaves everything where it is."""

SMALL = 256
"""Pixels: enough for the light of a set's patches, and small enough that a JPEG gives it for half its decoding time."""


class Place(IntEnum):
    """Where in the order operations belong: the order in which light became a picture, undone and then shaped."""

    OPEN = 0
    SENSOR = 5
    REGISTER = 10
    STEADY = 20
    CLEAN = 30
    NOISE = 34
    KEY = 38
    LIGHT = 40
    GRADE = 50
    TURN = 60
    CROP = 70
    SIZE = 80
    LAYER = 85
    VIEW = 90
    TIME = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing about an operation that a person may set.

    Its type is that of `default`. Numbers lie between `low` and `high`, both included; text is one of `choices`, or,
    for a parameter that `holds` something, the name of it: "" for none, otherwise

    - "file": a file of the take, the shot or the series, whichever has it first, by its path within that folder;
    - "folder": a folder there, all files in it;
    - "plate": a picture: "picture 12" of the take, "exposure clean" for the picture taken beside each in that exposure,
      "companion clean" for the file beside each picture whose name ends in .clean and a suffix, or a "file" as above.

    Other text is whatever `check` lets pass: it returns what is wrong with a value, "" for nothing. `says` is one
    sentence.
    """

    name: str
    default: Value
    says: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    holds: Literal["", "file", "folder", "plate"] = ""
    check: Callable[[str], str] | None = None


class Holdings(Protocol):
    """What the parameters that hold something hold, by the parameter's name."""

    def paths(self, name: str) -> tuple[Path, ...]:
        """The file, or the folder's files in order of name; () for none. Every one has been proven to be there."""
        ...

    def plate(self, name: str, width: int = 0) -> Linear | None:
        """The plate opened as the take's photographs are, scene-linear; whole for `width` 0, else about as wide as
        that. None where there is none. Raises UnreadablePicture."""
        ...


class Still(Protocol):
    """A photograph to be measured, as the operations before leave it; nothing is decoded before it is asked for."""

    @property
    def path(self) -> Path:
        """The photograph's file."""
        ...

    @property
    def first(self) -> "Still":
        """The first picture of its take and exposure; itself for that one."""
        ...

    @property
    def previous(self) -> "Still":
        """The picture before it on the sheet; itself for the first."""
        ...

    @property
    def holdings(self) -> Holdings:
        """The "exposure" and "companion" plates that parameters hold for this picture."""
        ...

    def small(self, width: int = SMALL) -> Linear:
        """The picture about `width` pixels wide, or its own width where that is less; 0 for the whole picture.

        Framings (crop, turn, scale, steadying) have not been done to it. Raises UnreadablePicture.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One picture of a take where the sheet shows it, and what was measured on it.

    `frame` is the first frame of the exposure, and `pictures` are the numbers of all photographs that stand there, one
    for each exposure. A picture that the sheet shows more than once has several moments with
    the same `measure`. `lies` tells where the picture lies in the set, as an operation before has found out: it takes
    (x, y, 1) in shares of the width from the picture to the set. `settings` are those of this frame. `axes` are those
    that may move the camera, with where they stood that were not at rest; None where that is not known. `name` is what
    the measure is called: those of one name are the same; "" where nothing was measured.
    """

    frame: int
    look: Callable[[], NDArray[Any]]
    name: str = ""
    lies: Matrix = HERE
    pictures: tuple[int, ...] = ()
    settings: Settings = field(default_factory=dict)
    axes: tuple[tuple[str, float], ...] | None = None

    @property
    def measure(self) -> NDArray[Any]:
        """What was measured, not to be written to: an empty array where nothing was. Read from the cache each time it
        is asked for, unless that was lately."""
        return self.look()


class Keeping(Protocol):
    """What an operation keeps of a take beside what it returns, for itself: arrays by names. Under a name lies what
    hangs on the name alone, or nothing any more."""

    def get(self, name: str) -> Mapping[str, NDArray[Any]] | None:
        """The arrays kept under `name`, or None."""

    def put(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep `arrays` under `name`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Moments of one exposure that are solved together, in the order of the sheet, and what the parameters hold.

    `holdings` knows no "exposure" and "companion" plates, which belong to single pictures. Only the results of the
    moments from `asked[0]` up to before `asked[1]` count, where that is told; the others are there to be compared with,
    and empty ones do for them. `roughly` is true where what is solved stands in for a moment, while a person waits:
    what is known of the same measures by other settings may do. `keeping` is there for what takes long to be told and
    may be asked for again, by another process too.
    """

    moments: Sequence[Moment]
    holdings: Holdings
    asked: tuple[int, int] | None = None
    roughly: bool = False
    keeping: Keeping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What an operation found out for one picture from its stretch.

    `numbers` and `field` are for `apply`; a field is a small array (a gain for each patch, a mask), of any shape, and
    is kept in the cache. `others` are other moments of the stretch, by their place in it, whose pictures `apply` will
    need. `said` is what a person should know of this picture ("no part of the set stands still: the whole picture's
    light was taken instead"), each one of the operation's `remarks` with its figures, and `doubt` how much the picture
    needs a person's eye, 0 not at all to 1. `remark` is the same in English, made from `said` where that is given; an
    operation without `remarks` gives it itself, and it stays in its words in every language.
    """

    numbers: Numbers = ()
    field: NDArray[Any] | None = None
    others: tuple[int, ...] = ()
    remark: str = ""
    doubt: float = 0.0
    said: tuple[Said, ...] = ()

    def __post_init__(self) -> None:
        if self.said:
            object.__setattr__(self, "remark", worded(self.said))


class Given(Protocol):
    """What an operation is given beside the pixels of one picture."""

    @property
    def numbers(self) -> Numbers:
        """As solved; () where nothing was."""
        ...

    @property
    def field(self) -> NDArray[Any] | None:
        """As solved, or None."""
        ...

    @property
    def lies(self) -> Matrix:
        """Where the picture lies in the set: see Moment."""
        ...

    @property
    def others(self) -> Sequence[Callable[[], Linear]]:
        """The pictures that `solve` asked for, in its order, as the operations before leave them: each as large as
        `pixels` and moved to lie on the set as this one does; what it does not show is NaN."""
        ...

    @property
    def holdings(self) -> Holdings:
        """What the parameters hold for this picture."""
        ...

    @property
    def roughly(self) -> bool:
        """Whether the picture is for someone who moves sliders and looks: a quicker way will do that is off by
        a code of 255 or so. Never so for a finished picture."""
        ...

    def kept(self, by: Sequence[object], make: Callable[[], NDArray[Any]], *, other: int | None = None) -> NDArray[Any]:
        """What `make` gives, for `apply` alone: something that takes long and hangs on the picture, on all that is
        given here, of `others` only on number `other` where that is told, and, of the settings, on nothing but those
        named in `by`, as JSON knows them. While a person moves another slider it is kept; nobody may write to it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Where the pixels of a new frame lie in the old one.

    `matrix` takes (x, y, 1) of a new pixel's middle to the old picture; pixel (0, 0) has its middle at (0.5, 0.5).
    `width` and `height` are the new size in pixels.
    """

    matrix: Matrix
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A frame of the finished film made of two moments: `at` 0 is all the first, 1 all the second.

    `place` tells which moment of the film as the sheet shows it that is, in its frames from 1; 0 where the first
    picture's own beginning says it.
    """

    first: int
    second: int
    at: float = 0.0
    place: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A picture as the sheet shows it: from film frame `first` on for `length` frames."""

    first: int
    length: int


def _always(_settings: Settings) -> bool:
    return True


def _nothing_to_say(_settings: Settings) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A finishing operation: what it is called and can be told, and the pure functions that do it.

    `says` is one sentence; `told(settings)` says in a few words what was done, "" for nothing. `version` grows when the
    same settings give other pixels, so that no kept result outlives its maker. These do the work:

    - `read(path, settings, numbers, width)` opens the photograph, whole for `width` 0, else about as wide as that and
      quicker; one operation in a recipe, always the first;
    - `curve(pixels, settings, given)` changes each channel of each pixel by that alone. The run may ask for a ramp of
      all codes instead of a picture, and `given` has no others and no plates;
    - `apply(pixels, settings, given)` returns other pixels of the same size. An operation that has a `curve` too is
      asked to `apply`, after it, only where it solved a field for the picture;
    - `frame(settings, numbers, width, height)` says how the picture is cropped, turned, moved or scaled. All framings
      of a recipe are done as one, after every operation up to `Place.SIZE`;
    - `fill(pixels, settings, given)` is asked, after that one resampling, only where the new frame shows places outside
      the old picture: those are NaN, and it returns them filled. `given.others` are then the pictures that `solve`
      asked for as all operations up to `Place.SIZE` leave them, in the new frame; without `fill` they are black;
    - `plan(spells, settings)` and `between(first, second, at, settings)` make the film's frames out of finished
      pictures: see `finish/retiming.py`.

    A `matted` operation is given the fourth channel too and may add or drop it; the others get three. A `pointwise` one
    changes each pixel by its own colour alone; while sliders are moved it may as well work on the framed picture.

    An operation that needs to know the take has `measure(still, settings)`, called once for each picture whose format
    is among `measures` (of every picture where that is empty; the others' measure is an empty array). It may look at
    `still.first` and `still.previous` only where `looks_at` names them, and at `still.holdings` where that names
    "plates", for parameters that are in `measured_by`. `measured_by` names the parameters it reads;
    another value of others measures nothing anew. With settings for which `needs(settings)` is false the take is
    neither measured nor solved. Then `solve(stretch, settings)` returns one Solved for each moment; of a picture shown
    twice the first one's counts. `solved_by` names the parameters that `solve` and `reach` are told, all where it is
    None; another value of others solves nothing anew. `done_by` likewise names those that `read`, `curve`, `apply`,
    `frame` and `fill` are told: where another value of others solves the same, every picture and all that hangs on it
    stays what it was. Without `reach` the stretch is the whole take; `reach(settings)`
    tells how many moments before and after one matter to it, and long takes come in overlapping stretches, in any
    process. Where nothing was measured in an exposure it is not solved. A `plan` asks the take nothing; of an operation
    that has one, `measured_by` names what its `between` reads.

    `lies(numbers)` tells where a picture lies in the set; one operation in a recipe has it. `remarks` are all that it
    may say of a picture.
    """

    name: str
    version: int
    says: str
    place: Place
    parameters: tuple[Parameter, ...] = ()
    read: Callable[[Path, Settings, Numbers, int], Pixels] | None = None
    curve: Callable[[Linear, Settings, Given], Linear] | None = None
    apply: Callable[[Linear, Settings, Given], Linear] | None = None
    matted: bool = False
    pointwise: bool = False
    frame: Callable[[Settings, Numbers, int, int], Framing] | None = None
    fill: Callable[[Linear, Settings, Given], Linear] | None = None
    plan: Callable[[Sequence[Spell], Settings], list[Between]] | None = None
    between: Callable[[Linear, Linear, float, Settings], Linear] | None = None
    measure: Callable[[Still, Settings], NDArray[Any]] | None = None
    measures: tuple[str, ...] = ()
    measured_by: tuple[str, ...] = ()
    needs: Callable[[Settings], bool] = field(default=_always)
    solved_by: tuple[str, ...] | None = None
    done_by: tuple[str, ...] | None = None
    looks_at: tuple[Literal["first", "previous", "plates"], ...] = ()
    solve: Callable[[Stretch, Settings], list[Solved]] | None = None
    reach: Callable[[Settings], int] | None = None
    lies: Callable[[Numbers], Matrix] | None = None
    told: Callable[[Settings], str] = field(default=_nothing_to_say)
    remarks: tuple[Saying, ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called `name`, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    @property
    def defaults(self) -> dict[str, Value]:
        """Every parameter at its default."""
        return {parameter.name: parameter.default for parameter in self.parameters}
