"""What every shot of a series comes to, remembered so that a long series opens at once.

Derived: it may be deleted, and where it is broken, locked or cannot be written everything is read afresh instead.
Only readers bring it up to date, and only when they look; capture never touches it and never waits for it.
"""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from komadori.errors import KomadoriError
from komadori.film import Shot, Slate
from komadori.sheet.sheet import Sheet
from komadori.store import layout
from komadori.store.ledger import Ledger
from komadori.store.records import read_shot, read_take
from komadori.store.take import read_ledger

INDEX = "index.sqlite"

_VERSION = 1
"""Of the index's own form; another number is thrown away and made afresh."""

_WAIT = 0.25
"""Seconds to wait for another reader that is writing the index before doing without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotEntry:
    """One shot of a series at a glance.

    `takes` are the numbers of its takes; `pictures` and `bytes` count those of all of them. `frames` is how long the
    newest take's sheet is, and `shot` how many of those frames need no camera any more. `kept` is when the last picture
    was kept (ISO 8601, UTC; "" before the first). `notices` are sentences on what is damaged.
    """

    slate: Slate
    id: str
    on: int
    exposures: tuple[str, ...]
    takes: tuple[int, ...] = ()
    pictures: int = 0
    bytes: int = 0
    frames: int = 0
    shot: int = 0
    kept: str = ""
    notices: tuple[str, ...] = ()


def shot_entries(series: Path) -> list[ShotEntry]:
    """Every shot of the series at `series`, in order of its address; a broken one is told in its notices."""
    path = series / layout.DERIVED / INDEX
    known = _read(path)
    marks: dict[str, str] = {}
    fresh: dict[str, ShotEntry] = {}
    entries = []
    for slate in layout.shot_slates(series):
        name, folder = str(slate), layout.shot_folder(series, slate)
        marks[name] = _mark(folder)
        if name not in known or known[name][0] != marks[name]:
            fresh[name] = _look(series, slate)
        entries.append(fresh[name] if name in fresh else known[name][1])
    gone = known.keys() - marks.keys()
    if fresh or gone:
        _write(path, [(name, marks[name], msgspec.json.encode(entry)) for name, entry in fresh.items()], gone)
    return entries


def _mark(folder: Path) -> str:
    """What changes when a shot does: size and time of its few files."""
    takes = [folder / layout.take_folder(number) for number in layout.take_numbers(folder)]
    files = [folder / layout.SHOT_FILE]
    files += [take / name for take in takes for name in (layout.TAKE_FILE, layout.JOURNAL_FILE)]
    return ";".join(_stamp(file) for file in files)


def _stamp(file: Path) -> str:
    try:
        told = file.stat()
    except OSError:
        return "-"
    return f"{told.st_size}:{told.st_mtime_ns}"


def _look(series: Path, slate: Slate) -> ShotEntry:
    """Read a shot from its journals."""
    folder = layout.shot_folder(series, slate)
    notices: list[str] = []
    try:
        shot = read_shot(folder / layout.SHOT_FILE, slate)
    except KomadoriError as error:
        notices.append(error.message)
        shot = Shot(id="", slate=slate)
    ledgers: dict[int, Ledger] = {}
    numbers = layout.take_numbers(folder)
    for number in numbers:
        take = folder / layout.take_folder(number)
        try:
            ledgers[number] = read_ledger(take, read_take(take / layout.TAKE_FILE, number), shot.exposures)
            notices += ledgers[number].damage
        except KomadoriError as error:
            notices.append(error.message)
    pictures = [picture for ledger in ledgers.values() for picture in ledger.pictures]
    sheet = ledgers[max(ledgers)].sheet if ledgers else None
    return ShotEntry(
        slate=slate,
        id=shot.id,
        on=shot.on,
        exposures=shot.exposures,
        takes=tuple(numbers),
        pictures=len(pictures),
        bytes=sum(file.bytes for picture in pictures for file in picture.files),
        frames=sheet.frames if sheet else 0,
        shot=_shot_frames(sheet) if sheet else 0,
        kept=max((picture.kept for picture in pictures), default=""),
        # The series may be moved to another place before this is told.
        notices=tuple(notice.replace(f"{series}{os.sep}", "") for notice in notices),
    )


def _shot_frames(sheet: Sheet) -> int:
    """Frames that need no camera any more: all their pictures are taken, or they are hidden."""
    cells = (span.cell for span in sheet.spans())
    return sum(cell.length for cell in cells if cell.hidden or len(cell.pictures) == len(sheet.exposures))


def _open(path: Path) -> sqlite3.Connection:
    """The index, ready for use; made afresh where it has another form."""
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            connection.execute("DROP TABLE IF EXISTS shot")
            connection.execute("CREATE TABLE shot (slate TEXT PRIMARY KEY, mark TEXT, entry TEXT) WITHOUT ROWID")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection


def _read(path: Path) -> dict[str, tuple[str, ShotEntry]]:
    """(mark, entry) by address, or nothing where the index cannot be read."""
    if not path.exists():
        return {}
    try:
        with closing(_open(path)) as connection:
            rows = connection.execute("SELECT slate, mark, entry FROM shot").fetchall()
        return {slate: (mark, msgspec.json.decode(entry, type=ShotEntry)) for slate, mark, entry in rows}
    except (sqlite3.OperationalError, msgspec.MsgspecError):
        return {}
    except sqlite3.DatabaseError:
        with suppress(OSError):
            path.unlink()
        return {}


def _write(path: Path, fresh: list[tuple[str, str, bytes]], gone: set[str]) -> None:
    """Bring the index up to date; a folder that cannot be written, or a full disk, only means reading again later."""
    with suppress(OSError, sqlite3.Error):
        path.parent.mkdir(exist_ok=True)
        with closing(_open(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("DELETE FROM shot WHERE slate = ?", [(slate,) for slate in gone])
            rows = [(slate, mark, entry.decode()) for slate, mark, entry in fresh]
            connection.executemany("INSERT OR REPLACE INTO shot VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")
