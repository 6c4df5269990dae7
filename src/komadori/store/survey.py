"""What a series folder holds, found without trusting that it is in order."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from komadori.errors import KomadoriError
from komadori.film import Shot, Slate, Take
from komadori.store import layout
from komadori.store.beside import read_look, read_settings
from komadori.store.ledger import Ledger
from komadori.store.paint import read_paint
from komadori.store.records import read_shot, read_take
from komadori.store.take import read_finished, read_ledger
from komadori.store.test_shots import LIST, read_test_shots
from komadori.store.upgrade import NewerSchema

_IGNORED = {"thumbs.db", "desktop.ini", "ehthumbs.db"}
"""Files a desktop leaves wherever it shows pictures."""


_BESIDE: Mapping[str, Callable[[Path], object]] = {
    layout.FINISHED_FILE: read_finished,
    layout.CAMERA_FILE: read_settings,
    layout.LOOK_FILE: read_look,
    layout.PAINT_FILE: read_paint,
    f"{layout.TESTS}/{LIST}": read_test_shots,
}
"""The files beside a journal, and what tells whether one can be read."""


class Kind(StrEnum):
    """What can be wrong in a series folder."""

    MISSING = "missing"
    CUT_SHORT = "cut short"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    UNLISTED = "unlisted"
    LEFT_OVER = "left over"
    JOURNAL = "journal"
    BROKEN = "broken file"
    NEWER = "newer schema"
    TWIN = "same identity"
    ASTRAY = "astray"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as it was promised.

    `file` is relative to the series' folder. `copies` are paths at which the very same bytes were found, `traces`
    sentences on where else to look. `harm` is False for what was left over and never acknowledged.
    """

    kind: Kind
    slate: str
    file: str
    message: str
    copies: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    harm: bool = True


@dataclass(slots=True, kw_only=True)
class FoundTake:
    """A take on disk: what its journal tells (None where the take cannot be opened) and its files in no line.

    `left_over` are those that a program was about to keep when it ended, `unlisted` the others.
    """

    path: Path
    slate: Slate
    shot: Shot
    take: Take | None = None
    ledger: Ledger | None = None
    unlisted: list[Path] = field(default_factory=list)
    left_over: list[Path] = field(default_factory=list)

    def read(self) -> Ledger | None:
        """What the journal tells at this moment."""
        return read_ledger(self.path, self.take, self.shot.exposures) if self.take else None

    def drop_listed(self) -> None:
        """Forget the files in no line that were listed, or taken away, since they were found."""
        listed = file_names(self.read())
        self.unlisted = [path for path in self.unlisted if path.name not in listed and path.exists()]
        self.left_over = [path for path in self.left_over if path.exists()]


def file_names(ledger: Ledger | None) -> set[str]:
    """The names in pictures/ that the journal lists."""
    return {file.name.rpartition("/")[2] for picture in (ledger.pictures if ledger else ()) for file in picture.files}


@dataclass(slots=True, kw_only=True)
class Survey:
    """All of a series: its takes, in order, and what is wrong with anything but the pictures themselves."""

    series: Path
    shots: int = 0
    takes: list[FoundTake] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def tell(self, kind: Kind, slate: Slate | str, path: Path, message: str, *, harm: bool = True) -> None:
        """Note a problem with the file or folder at `path`."""
        file = shown(path.relative_to(self.series).as_posix())
        self.problems.append(Problem(kind=kind, slate=str(slate), file=file, message=shown(message), harm=harm))


def shown(text: str) -> str:
    """`text` with what is no UTF-8 written out, as in file names from another system: it can always be printed."""
    return text.encode("utf-8", "backslashreplace").decode()


def survey(series: Path) -> Survey:
    """Look through the folder at `series`, all of it but the bytes of its pictures; raises nothing for damage."""
    found = Survey(series=series)
    bearers: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for slate in layout.shot_slates(series):
        found.shots += 1
        folder = layout.shot_folder(series, slate)
        shot = _shot(found, folder, slate)
        if shot.id:
            bearers[shot.id].append((str(slate), folder))
        for number in layout.take_numbers(folder):
            take = _take(found, folder / layout.take_folder(number), shot, number)
            if take.take:
                bearers[take.take.id].append((str(take.slate), take.path))
            found.takes.append(take)
    for twins in bearers.values():
        for slate_text, path in twins[1:]:
            message = f"{slate_text} has the identity of {twins[0][0]}: one of them was copied by hand."
            found.tell(Kind.TWIN, slate_text, path, message, harm=False)
    for kind, path, message in _astray(series):
        found.tell(kind, "", path, message)
    return found


def _shot(found: Survey, folder: Path, slate: Slate) -> Shot:
    path = folder / layout.SHOT_FILE
    try:
        return read_shot(path, slate)
    except KomadoriError as error:
        kind = Kind.NEWER if isinstance(error, NewerSchema) else Kind.BROKEN
        found.tell(kind, slate, path, error.message)
        return Shot(id="", slate=slate)


def _take(found: Survey, path: Path, shot: Shot, number: int) -> FoundTake:
    take = FoundTake(path=path, slate=shot.slate.of_take(number), shot=shot)
    file = path / layout.TAKE_FILE
    try:
        take.take = read_take(file, number)
        file = path / layout.JOURNAL_FILE
        take.ledger = take.read()
        if take.ledger and take.ledger.damage:
            # Somebody may have been in the middle of writing a line.
            take.ledger = take.read()
        for name, read in _BESIDE.items():
            file = path / name
            read(path)
    except KomadoriError as error:
        kind = Kind.NEWER if isinstance(error, NewerSchema) else Kind.BROKEN
        found.tell(kind, take.slate, file, error.message)
    if take.ledger is None:
        return take
    for damage in take.ledger.damage:
        found.tell(Kind.JOURNAL, take.slate, path / layout.JOURNAL_FILE, damage)
    found.notices += take.ledger.notices
    try:
        _find_strays(take)
    except OSError as error:
        found.tell(Kind.UNREADABLE, take.slate, *_shut(error))
    return take


def _find_strays(take: FoundTake) -> None:
    """Gather the take's files that are in no line; raises OSError for a folder that may not be looked into."""
    listed = file_names(take.ledger)
    incoming = {file.name: file for file in _files(take.path, layout.INCOMING)}
    for file in _files(take.path, layout.PICTURES):
        if file.name in listed:
            continue
        begun = False
        # Whoever is writing takes the second name away at any moment.
        with suppress(FileNotFoundError):
            begun = file.name in incoming and incoming[file.name].samefile(file)
        if begun:
            # Its name in incoming/ goes only when its line is written, so its line was never lost.
            del incoming[file.name]
        (take.left_over if begun else take.unlisted).append(file)
    take.left_over += incoming.values()


def _shut(error: OSError) -> tuple[Path, str]:
    """The folder that may not be looked into, and that in words."""
    return Path(error.filename), f"{error.filename} cannot be looked into: {error.strerror}."


def _files(take: Path, folder: str) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(take / folder))  # noqa: PTH208 - names are all that is needed of thousands
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from (take / folder / name for name in names if not name.startswith(".") and name.lower() not in _IGNORED)


def _astray(series: Path) -> Iterator[tuple[Kind, Path, str]]:
    """Shots and takes that lie where none is looked for, as after moving folders by hand, and folders kept shut."""
    shut: list[OSError] = []
    known = {layout.shot_folder(series, slate) for slate in layout.shot_slates(series)}
    for here, folders, files in os.walk(series, onerror=shut.append):
        path = Path(here)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if path in known:
            folders.clear()
        elif layout.SHOT_FILE in files:
            folders.clear()
            message = f"{path} holds a shot, and its place is no address: shots lie at episode/scene/shot."
            yield Kind.ASTRAY, path, message
        elif layout.TAKE_FILE in files or layout.JOURNAL_FILE in files:
            folders.clear()
            message = f"{path} holds a take, and the folder above it has no {layout.SHOT_FILE}, so nobody finds it."
            yield Kind.ASTRAY, path, message
    yield from ((Kind.UNREADABLE, *_shut(error)) for error in shut)
