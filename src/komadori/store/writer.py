"""The one who writes a take: a picture is on the medium, proved and journalled before it is acknowledged."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from komadori.errors import WrongUse
from komadori.film import Axes, Picture, PictureFile, Take
from komadori.sheet.change import Edit, EditRefused
from komadori.sheet.edit import expose, insert
from komadori.sheet.history import History
from komadori.sheet.sheet import Cell, Sheet
from komadori.sheet.time import rate_text
from komadori.store import journal, layout
from komadori.store.append import Appender
from komadori.store.disk import Disk, disk_errors, name_too
from komadori.store.journal import Entry
from komadori.store.keep import Incoming, store
from komadori.store.ledger import Ledger
from komadori.store.lock import writing
from komadori.store.records import Clock, time_text
from komadori.store.upgrade import JOURNAL


class NotHeld(WrongUse, RuntimeError):
    """A take was written to outside the `with` that holds it."""


class EmptyPicture(WrongUse, ValueError):
    """A picture was to be kept that has no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What is known of a picture besides its bytes; the fields are as in `film.Picture`."""

    format: str
    width: int
    height: int
    taken: str | None = None
    camera: str = ""
    source: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    axes: Axes | None = None


class TakeWriter:
    """Writes one take while it holds it. Every verb returns only when what it did is on the medium.

    Whatever a verb raises, nothing acknowledged before is touched. After a failure the writer looks at the disk
    again before it does anything else, so that it never goes on from what it merely believes.
    """

    def __init__(
        self, path: Path, name: str, take: Take, *, exposures: tuple[str, ...], clock: Clock, disk: Disk
    ) -> None:
        self.path, self.name = path, name
        self._take, self._exposures, self._clock, self._disk = take, exposures, clock, disk
        self._held: ExitStack | None = None
        self._ledger: Ledger | None = None
        self._told: list[str] = []
        self._next = 1

    def __enter__(self) -> Self:
        with ExitStack() as held:
            held.enter_context(writing(self.path, self.name, self._clock()))
            self._hashing = held.enter_context(ThreadPoolExecutor(1, thread_name_prefix="hashing"))
            with disk_errors("the journal", self.path):
                for folder in (layout.PICTURES, layout.INCOMING):
                    (self.path / folder).mkdir(exist_ok=True)
                self._journal = Appender(self.path / layout.JOURNAL_FILE, self._disk)
                held.callback(self._journal.close)
                self._disk.sync_path(self.path)
            self._held = held.pop_all()
        try:
            self._look()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        held, self._held, self._ledger = self._held, None, None
        if held is not None:
            held.close()

    @property
    def sheet(self) -> Sheet:
        """The sheet as it stands."""
        return self._look().sheet

    @property
    def history(self) -> History:
        """What can be undone and redone."""
        return self._look().history

    @property
    def pictures(self) -> Sequence[Picture]:
        """Every picture kept, in order of number."""
        return self._look().pictures

    def picture(self, number: int) -> Picture:
        """Picture `number`; raises UnknownPicture."""
        return self._look().picture(number)

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what is damaged or strange, and on what was set aside."""
        ledger = self._look()
        return (*self._told, *ledger.damage, *ledger.notices)

    def keep(
        self,
        files: Sequence[Incoming],
        *,
        exposure: str,
        frame: int | None = None,
        length: int = 2,
        insert: bool = False,
        facts: PictureFacts,
        link: bool = False,
    ) -> Picture:
        """Keep the files of one picture for ever and return it once that is certain.

        With `frame` it is placed there on the sheet, in the same line of the journal: in the slot at that frame, or in
        a new one of `length` frames right after the last. With `insert` that slot is always new: it stands before
        what is at `frame` now, which moves up in every column. With `link`, files named by a path get a second name
        instead of a copy where the disk allows it. Raises EditRefused before anything is written; DiskFull,
        ReadOnlyFolder, NotProved, AlreadyThere or StorageFailed with nothing kept.
        """
        ledger, number = self._look(), self._next
        names = self._names(ledger, files, exposure, facts.format)
        place = _insert if insert else expose
        edit = None if frame is None else place(ledger.sheet, frame, exposure, number, length)
        incoming, pictures = self.path / layout.INCOMING, self.path / layout.PICTURES
        with disk_errors(f"picture {number}", self.path), self._taking_back() as made:
            written = []
            for file, name in zip(files, names, strict=True):
                stored = store(self._disk, self._hashing, file.data, incoming / name, link=link)
                made.append(incoming / name)
                written.append(PictureFile(name=f"{layout.PICTURES}/{name}", bytes=stored.bytes, hash=stored.hash))
            for name in names:
                name_too(self._disk, incoming / name, pictures / name)
                made.append(pictures / name)
            self._disk.sync_path(pictures)
            kept = self._list(number, exposure, frame, written, facts, edit)
        self._let_go(names)
        return kept

    def do(self, edit: Edit) -> Edit:
        """Do `edit` and return it; raises EditRefused or UnknownPicture with nothing changed."""
        self._look().after(edit)
        self._append(kind=journal.EDIT, edit=edit)
        return edit

    def undo(self) -> Edit:
        """Undo the last edit and return it; raises NothingToUndo."""
        back, _ = self._look().history.undo()
        self._append(kind=journal.UNDO)
        return back.inverse()

    def redo(self) -> Edit:
        """Do the last undone edit again and return it; raises NothingToUndo."""
        again, _ = self._look().history.redo()
        self._append(kind=journal.REDO)
        return again

    def _look(self) -> Ledger:
        """The state of the take, read from the disk where it is not certain."""
        if self._held is None:
            raise NotHeld(f"{self.name} is not held for writing.", hint="Write inside `with take.writer() as writer:`.")
        if self._ledger is None:
            with disk_errors("the journal", self.path):
                found, told = self._journal.read()
                self._told += [told] if told else []
                ledger = Ledger.replay(self._journal.path, found, self._take.rate, self._exposures)
                if not found.entries and not found.bad:
                    begin = begin_entry(self._take, self._exposures, time_text(self._clock()))
                    self._journal.append(begin)
                    ledger.add(begin)
            self._next = 1 + max(self._numbers(ledger), default=0)
            self._ledger = ledger
        return self._ledger

    def _numbers(self, ledger: Ledger) -> Iterator[int]:
        """Every picture number that was ever given away, listed or not."""
        yield from (picture.number for picture in ledger.pictures[-1:])
        for folder in (layout.PICTURES, layout.INCOMING, layout.SALVAGE):
            with suppress(FileNotFoundError):
                for name in os.listdir(self.path / folder):  # noqa: PTH208 - a million Path objects are slow
                    told = layout.parse_picture_name(name)
                    if told is not None:
                        yield told.number

    def _names(self, ledger: Ledger, files: Sequence[Incoming], exposure: str, form: str) -> list[str]:
        if not files:
            raise EmptyPicture("A picture needs at least one file.")
        if exposure not in ledger.sheet.exposures:
            raise EditRefused(
                f"{self.name} has no exposure {exposure!r}.", hint=f"It has {', '.join(ledger.sheet.exposures)}."
            )
        return layout.picture_names(self._next, exposure, [file.name for file in files], f".{form}")

    def _list(
        self,
        number: int,
        exposure: str,
        frame: int | None,
        files: Sequence[PictureFile],
        facts: PictureFacts,
        edit: Edit | None,
    ) -> Picture:
        """Write the line that makes a picture one of the take's."""
        at = time_text(self._clock())
        picture = Picture(number=number, exposure=exposure, frame=frame, files=tuple(files), kept=at, **asdict(facts))
        self._append(kind=journal.PICTURE, at=at, picture=picture, edit=edit)
        return picture

    def _let_go(self, names: Sequence[str]) -> None:
        """Take away the names in incoming/ of files that are listed now.

        They stay until then so that after a crash a file in no line can be told from one whose line was lost.
        """
        for name in names:
            spare = self.path / layout.INCOMING / name
            with suppress(OSError):
                if spare.samefile(self.path / layout.PICTURES / name):
                    self._disk.remove(spare)

    def _append(self, *, at: str = "", **body: Any) -> None:
        ledger = self._look()
        entry = Entry(n=ledger.next_line, at=at or time_text(self._clock()), **body)
        with disk_errors("the journal", self.path), self._taking_back():
            self._journal.append(entry)
            ledger.add(entry)
        if entry.picture is not None:
            self._next = max(self._next, entry.picture.number + 1)

    @contextmanager
    def _taking_back(self) -> Iterator[list[Path]]:
        """Files of ours named in the list go again when the block fails, unless the journal may name them already."""
        made: list[Path] = []
        try:
            yield made
        except BaseException as error:
            self._ledger = None
            if isinstance(error, OSError) and self._journal.sure:
                for path in made:
                    with suppress(OSError):
                        self._disk.remove(path)
            raise


def _insert(sheet: Sheet, frame: int, exposure: str, picture: int, length: int) -> Edit:
    """Show `picture` in a new slot before `frame`."""
    return insert(sheet, frame, (Cell(length=length).exposed(exposure, picture),), ripple=True)


def begin_entry(take: Take, exposures: tuple[str, ...], at: str) -> Entry:
    """The first line of a take's journal."""
    stamp = JOURNAL.stamp()
    return Entry(n=0, at=at, kind=journal.BEGIN, take=take.id, fps=rate_text(take.rate), exposures=exposures, **stamp)
