"""The exposure sheet: timeline frames on the left, and in each column what they show, sound or say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from komadori.errors import NotFound, Refused
from komadori.sheet.strip import Strip

Kind: TypeAlias = Literal["picture", "sound", "note", "free"]
PICTURE = "picture"
"""The name and kind of a sheet's first column."""

_EXPOSURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


class BadSheet(Refused):
    """A sheet that cannot be: a cell of no length, two columns of one name, no picture column."""


class UnknownColumn(NotFound):
    """A column that the sheet does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One thing that stands in a column for `length` frames.

    In the picture column `pictures` pairs an exposure's name with a picture number, sorted by name; an exposure that
    is absent is still to be shot. In the other columns `text` is the note or the sound's name, `alarm` asks that a
    note be called out when the camera reaches it, and `start` is the first frame of the sound that is heard (from 1;
    0 for what is not sound). `hidden` cells keep their frames on the sheet and are neither shot nor played; `tag` is a
    colour a person gave. Raises BadSheet for a length under 1 or pictures out of order.
    """

    length: int
    pictures: tuple[tuple[str, int], ...] = ()
    text: str = ""
    alarm: bool = False
    start: int = 0
    hidden: bool = False
    tag: str = ""

    def __post_init__(self) -> None:
        if self.length < 1 or self.start < 0:
            raise BadSheet(f"A cell lasts at least one frame, not {self.length}, and a sound starts at 1 or later.")
        if self.pictures:
            names = [name for name, _ in self.pictures]
            if names != sorted(set(names)):
                raise BadSheet(f"A cell names each exposure once and in order, not {', '.join(names)}.")

    def picture(self, exposure: str = "x1") -> int | None:
        """The number of the picture taken for `exposure`, or None while it is still to be shot."""
        return next((number for name, number in self.pictures if name == exposure), None)

    @property
    def blank(self) -> bool:
        """Whether nothing at all is written in the cell."""
        return not (self.pictures or self.text or self.alarm or self.start or self.hidden or self.tag)

    def exposed(self, exposure: str, picture: int | None) -> "Cell":
        """The cell with `picture` as its `exposure`, or with that exposure still to be shot when `picture` is None."""
        pictures = {name: number for name, number in self.pictures if name != exposure}
        if picture is not None:
            pictures[exposure] = picture
        return replace(self, pictures=tuple(sorted(pictures.items())))

    def held(self, length: int) -> "Cell":
        """The cell for `length` frames instead."""
        return replace(self, length=length)

    def parted(self, after: int) -> tuple["Cell", "Cell"]:
        """The cell in two, the first of `after` frames; a sound goes on in the second where the first breaks off."""
        going_on = self.start + after if self.start else 0
        return replace(self, length=after), replace(self, length=self.length - after, start=going_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A named column of one kind. Only the picture column's cells refer to pictures."""

    name: str
    kind: Kind
    cells: Strip[Cell] = Strip()  # noqa: RUF009 - an empty strip is an immutable value

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise BadSheet(f"A column needs a name one can print, not {self.name!r}.")

    @property
    def frames(self) -> int:
        """Frames from 1 to the end of the last cell."""
        return self.cells.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A cell at its place: on screen from frame `first` to frame `last`, both included."""

    first: int
    cell: Cell

    @property
    def last(self) -> int:
        """The last frame the cell is held."""
        return self.first + self.cell.length - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The shape of a sheet without its cells: the named exposures, and the columns as (name, kind) in order."""

    exposures: tuple[str, ...]
    columns: tuple[tuple[str, Kind], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is on screen at each frame, at `rate` frames a second.

    `exposures` names the pictures taken for each cell (x1 beauty, x2 matte…), in shooting order. The first column is
    the picture column; its cells follow each other without gaps, empty ones are slots to be shot. The other columns
    may be shorter or longer; in them nothing is written one way only: blank cells never adjoin and never end a column.
    Raises BadSheet where that is not so.
    """

    rate: Fraction
    exposures: tuple[str, ...] = ("x1",)
    columns: tuple[Column, ...] = (Column(name=PICTURE, kind="picture"),)

    def __post_init__(self) -> None:
        kinds = [(column.name, column.kind) for column in self.columns]
        if kinds[:1] != [(PICTURE, "picture")] or any(kind == "picture" for _, kind in kinds[1:]):
            raise BadSheet("A sheet's first column, and no other, is the picture column.")
        if len(dict(kinds)) < len(kinds):
            raise BadSheet(f"Two columns of a sheet have one name among {', '.join(name for name, _ in kinds)}.")
        if not self.exposures or len(set(self.exposures)) < len(self.exposures):
            named = ", ".join(self.exposures) or "none"
            raise BadSheet(f"A sheet names one exposure or more, each once, not {named}.", hint="Such as x1, x2.")
        for name in self.exposures:
            if not _EXPOSURE_NAME.fullmatch(name):
                raise BadSheet(
                    f"{name!r} cannot name an exposure.", hint="Use up to 32 letters, digits, - and _, such as x1."
                )

    @classmethod
    def empty(cls, rate: Fraction, exposures: tuple[str, ...] = ("x1",)) -> "Sheet":
        """A fresh sheet with its three usual columns: picture, sound and notes."""
        sound, notes = Column(name="sound", kind="sound"), Column(name="notes", kind="note")
        return cls(rate=rate, exposures=exposures, columns=(Column(name=PICTURE, kind="picture"), sound, notes))

    @property
    def frames(self) -> int:
        """Frames of the picture column: how long the shot is so far."""
        return self.columns[0].frames

    @property
    def layout(self) -> Layout:
        """The sheet's shape without its cells."""
        return Layout(exposures=self.exposures, columns=tuple((column.name, column.kind) for column in self.columns))

    def column(self, name: str = PICTURE) -> Column:
        """The column called `name`; UnknownColumn lists the names there are."""
        for column in self.columns:
            if column.name == name:
                return column
        names = ", ".join(column.name for column in self.columns)
        raise UnknownColumn(f"The sheet has no column {name!r}.", hint=f"Its columns are: {names}.")

    def cell(self, column: str, frame: int) -> Cell | None:
        """The cell of `column` at `frame`, or None before the first frame and after the column's end."""
        cells = self.column(column).cells
        return cells[cells.find(frame)[0]] if 1 <= frame <= cells.frames else None

    def spans(self, column: str = PICTURE, frame: int = 1) -> Iterator[Span]:
        """Each cell of `column` at its place, in order, from the one at `frame` on."""
        return (Span(first=first, cell=cell) for first, cell in self.column(column).cells.walk(frame))

    def span(self, frame: int, column: str = PICTURE) -> Span | None:
        """The cell of `column` at `frame` with its place, or None outside the column."""
        return next(self.spans(column, frame), None) if frame >= 1 else None

    def pictures(self) -> Iterator[int]:
        """Every picture number the sheet refers to, in the order of the timeline, as often as it is referred to."""
        return (number for cell in self.columns[0].cells for _, number in cell.pictures)

    def first_frame_of(self, picture: int) -> int | None:
        """The first frame at which picture `picture` is on screen in any exposure, or None."""
        return next(
            (span.first for span in self.spans() if any(number == picture for _, number in span.cell.pictures)), None
        )


def joined(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """`cells` with blank cells that adjoin made one."""
    told: list[Cell] = []
    for cell in cells:
        if told and told[-1].blank and cell.blank:
            told[-1] = told[-1].held(told[-1].length + cell.length)
        else:
            told.append(cell)
    return tuple(told)


def settled(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """`cells` in the one form that columns other than the picture column have: blanks joined, none at the end."""
    told = joined(cells)
    return told[:-1] if told and told[-1].blank else told
