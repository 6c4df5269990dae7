"""A take as its journal tells it: replay gives the pictures, the sheet, and the undo history a crash did not touch."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from komadori.errors import NotFound
from komadori.film import Picture
from komadori.sheet.change import Edit, EditRefused, apply, unknown_pictures
from komadori.sheet.edit import insert
from komadori.sheet.history import History, NothingToUndo
from komadori.sheet.sheet import PICTURE, BadSheet, Cell, Sheet
from komadori.sheet.time import BadRate, parse_rate
from komadori.store import journal, layout
from komadori.store.journal import Entry, Scan
from komadori.store.upgrade import JOURNAL, upgraded

_SLACK = 1.0
"""Seconds the clock may step back unmentioned: network time corrects a clock by less all day long."""


class UnknownPicture(NotFound):
    """A picture number that the take does not have."""


class Ledger:
    """The state of a take after the lines read so far; `add` takes one line more, in their order.

    `notices` are sentences on what is strange and harms nothing. `bad` are the numbers, from 1, of lines of the file
    that make no sense and that no repair has taken note of.
    """

    def __init__(self, path: Path, rate: Fraction, exposures: tuple[str, ...]) -> None:
        self.path = path
        self.sheet = Sheet.empty(rate, exposures)
        self.history = History()
        self.pictures: list[Picture] = []
        self.notices: list[str] = []
        self.next_line = 0
        self.bad: tuple[int, ...] = ()
        self._torn = 0
        self._last_at = ""
        self._gaps: set[int] = set()
        self._strange: dict[int, str] = {}
        self._noted: set[int] = set()

    @classmethod
    def replay(cls, path: Path, scan: Scan, rate: Fraction, exposures: tuple[str, ...]) -> "Ledger":
        """The state after every line of `scan`; raises NewerSchema or BrokenFile for another's journal."""
        ledger = cls(path, rate, exposures)
        for entry in scan.entries:
            ledger.add(entry)
        ledger.bad = tuple(number for number in scan.bad if number not in ledger._noted)
        ledger._torn = scan.torn
        return ledger

    def add(self, entry: Entry) -> None:
        """Take in one line; what it tells that cannot be becomes a sentence in `damage`."""
        self._place(entry)
        match entry.kind:
            case journal.BEGIN:
                self._begin(entry)
            case journal.PICTURE if entry.picture:
                self._keep(entry.picture, entry)
            case journal.EDIT if entry.edit:
                self._apply(entry, entry.edit, self.history.do(entry.edit))
            case journal.UNDO | journal.REDO:
                try:
                    edit, history = self.history.undo() if entry.kind == journal.UNDO else self.history.redo()
                except NothingToUndo as error:
                    self._strange[entry.n] = f"cannot be followed: {error.message}"
                else:
                    self._apply(entry, edit, history)
            case journal.LOST:
                self._gaps.difference_update(entry.lost)
                self._noted.update(entry.bad)
                for n in entry.lost:
                    self._strange.pop(n, None)
            case _:
                self._strange[entry.n] = f"is of no known kind: {entry.kind!r}."

    def picture(self, number: int) -> Picture:
        """Picture `number`; UnknownPicture names the numbers there are."""
        at = bisect_left(self.pictures, number, key=_number)
        if at < len(self.pictures) and self.pictures[at].number == number:
            return self.pictures[at]
        there = f"Its pictures are numbered {span(self.pictures)}." if self.pictures else "It has none yet."
        raise UnknownPicture(f"There is no picture {number} in {self.path.parent}.", hint=there)

    def has(self, number: int) -> bool:
        """Whether there is a picture `number`."""
        at = bisect_left(self.pictures, number, key=_number)
        return at < len(self.pictures) and self.pictures[at].number == number

    def after(self, edit: Edit) -> Sheet:
        """The sheet after `edit`; raises EditRefused, or UnknownPicture for one that shows what was never taken."""
        for number in unknown_pictures(edit, self.has):
            self.picture(number)
        return apply(self.sheet, edit)

    @property
    def lost(self) -> tuple[int, ...]:
        """The numbers of lines that cannot be read or followed, and that no repair has taken note of."""
        return tuple(sorted(self._gaps | self._strange.keys()))

    @property
    def damage(self) -> tuple[str, ...]:
        """Sentences on what the journal cannot tell any more."""
        told = []
        if not self.next_line:
            told.append(f"{self.path} is missing or empty; the pictures beside it are listed nowhere.")
        if self.bad:
            told.append(f"{self.path}: line {numbers(self.bad)} of the file cannot be read; the others were.")
        if self._gaps:
            told.append(f"{self.path}: no line is numbered {numbers(sorted(self._gaps))}; the others were read.")
        told += [f"{self.path}: line number {n} {sentence}" for n, sentence in self._strange.items()]
        if self._torn:
            told.append(
                f"{self.path} ends in the middle of a line, {self._torn} bytes after line number {self.next_line - 1}. "
                "Unless it was cut by hand, that line was never acknowledged."
            )
        return tuple(told)

    def _place(self, entry: Entry) -> None:
        """Watch the numbers and the clock, which both should only go up."""
        if entry.n >= self.next_line:
            if entry.n > self.next_line:
                # What an undo after lost lines took back may be among them, so it must not reach across.
                self.history = History()
            self._gaps.update(range(self.next_line, entry.n))
            self.next_line = entry.n + 1
        elif entry.n in self._gaps:
            self._gaps.discard(entry.n)
        else:
            self._strange[entry.n] = "stands in the file twice."
        if entry.at < self._last_at:
            back = datetime.fromisoformat(self._last_at) - datetime.fromisoformat(entry.at)
            if back.total_seconds() > _SLACK:
                what = f"picture {entry.picture.number}" if entry.picture else f"line {entry.n}"
                self.notices.append(
                    f"The clock was set back by {str(back).split('.')[0]} before {what} ({entry.at}). "
                    "The order is by number, not by time."
                )
        self._last_at = entry.at

    def _begin(self, entry: Entry) -> None:
        upgraded({"schema": entry.schema, "version": entry.version}, JOURNAL, self.path)
        with suppress(BadRate, BadSheet):
            self.sheet = Sheet.empty(parse_rate(entry.fps), entry.exposures)

    def _keep(self, picture: Picture, entry: Entry) -> None:
        if self.has(picture.number):
            self._strange[entry.n] = f"lists picture {picture.number} again."
            return
        for file in picture.files:
            if not layout.stays_inside(file.name):
                self._strange[entry.n] = f"names a file outside its take: {file.name!r}. It was not followed."
                return
        insort(self.pictures, picture, key=_number)
        if entry.edit is not None:
            self._apply(entry, entry.edit, self.history.do(entry.edit))

    def _apply(self, entry: Entry, edit: Edit, history: History) -> None:
        try:
            self._bridge(edit)
            self.sheet = self.after(edit)
        except (EditRefused, BadSheet, UnknownPicture) as error:
            self._strange[entry.n] = f"cannot be followed: {error.message}"
        else:
            self.history = history

    def _bridge(self, edit: Edit) -> None:
        """Where lost lines had made the sheet longer, let a slot to be shot stand for what they had placed there.

        So the pictures after a lost one stay on the sheet, at their frames.
        """
        change, end = next(iter(edit.changes), None), self.sheet.frames + 1
        if self._gaps and change is not None and change.column == PICTURE and change.first > end:
            self.sheet = apply(self.sheet, insert(self.sheet, end, [Cell(length=change.first - end)]))


def numbers(of: Sequence[int]) -> str:
    """A sequence of numbers in few words: "3, 7 to 9"."""
    runs: list[list[int]] = []
    for number in of:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in runs)


def span(pictures: Sequence[Picture]) -> str:
    """From the first picture's number to the last's."""
    return numbers([picture.number for picture in pictures])


def _number(picture: Picture) -> int:
    return picture.number
