"""A take's folder: its pictures, its sheet and its history, for any number of readers."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from komadori.errors import StorageFailed
from komadori.film import Picture, PictureFile, Shot, Slate, Take
from komadori.sheet.history import History
from komadori.sheet.sheet import Sheet
from komadori.store import layout
from komadori.store.beside import BesideTake
from komadori.store.disk import Disk, disk_errors, replace_file
from komadori.store.finished import Finished, FinishedFrame, FinishedReel, Remark
from komadori.store.journal import scan
from komadori.store.ledger import Ledger
from komadori.store.records import Clock, json_bytes, read_json, read_take, utc_now
from komadori.store.upgrade import FINISHED
from komadori.store.writer import TakeWriter


class FinishedRecord(msgspec.Struct, kw_only=True):
    """finished.json."""

    recipe: str
    entries: dict[int, FinishedFrame]
    width: int
    height: int
    encoding: str
    reels: dict[str, FinishedReel] = {}
    remarks: dict[int, tuple[Remark, ...]] = {}
    found: dict[int, dict[str, tuple[float, ...]]] = {}


class TakeFolder(BesideTake):
    """One take on disk, as it was when it was first looked at; open it again to see what came since.

    Opening raises BrokenFile or NewerSchema. What is strange in the journal is told in `notices` and stops nothing.
    """

    def __init__(self, path: Path, slate: Slate, shot: Shot, cache: Path, disk: Disk) -> None:
        self.path = path
        self.slate = slate
        self.take: Take = read_take(path / layout.TAKE_FILE, slate.take or 1)
        self.shot = shot
        self._cache, self._disk = cache, disk

    @cached_property
    def ledger(self) -> Ledger:
        """What the journal tells."""
        return read_ledger(self.path, self.take, self.shot.exposures)

    @property
    def pictures(self) -> Sequence[Picture]:
        """Every picture kept, in order of number."""
        return self.ledger.pictures

    @property
    def sheet(self) -> Sheet:
        """The exposure sheet."""
        return self.ledger.sheet

    @property
    def history(self) -> History:
        """What can be undone and redone."""
        return self.ledger.history

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what is damaged or strange: a line cut off, a clock set back."""
        return (*self.ledger.damage, *self.ledger.notices)

    def picture(self, number: int) -> Picture:
        """Picture `number`; raises UnknownPicture."""
        return self.ledger.picture(number)

    def file(self, picture: Picture | PictureFile) -> Path:
        """Where a picture's main file, or one file of it, lies. Whether it is still there is for `check` to say."""
        return layout.inside(self.path, picture.name if isinstance(picture, PictureFile) else picture.file)

    def writer(self, *, clock: Clock = utc_now) -> TakeWriter:
        """Hold the take and write to it; entering raises TakeBusy, ReadOnlyFolder or DiskFull."""
        return TakeWriter(
            self.path, str(self.slate), self.take, exposures=self.shot.exposures, clock=clock, disk=self._disk
        )

    def finished(self) -> Finished | None:
        """What finishing left, or None; raises BrokenFile or NewerSchema."""
        record = read_finished(self.path)
        return Finished(**msgspec.structs.asdict(record), folder=self._cache) if record else None

    def write_finished(self, finished: Finished) -> None:
        """Put `finished` in place of the manifest; raises DiskFull, ReadOnlyFolder or StorageFailed."""
        named = {name: getattr(finished, name) for name in FinishedRecord.__struct_fields__}
        with disk_errors(layout.FINISHED_FILE, self.path):
            data = json_bytes(FINISHED, FinishedRecord(**named))
            replace_file(self._disk, self.path / layout.FINISHED_FILE, data)


def read_ledger(path: Path, take: Take, exposures: tuple[str, ...]) -> Ledger:
    """Replay the journal in the take folder `path`; a missing one is told as damage, an unreadable one raises."""
    file = path / layout.JOURNAL_FILE
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise StorageFailed(f"{file} cannot be read: {os.strerror(error.errno or 0)}.") from error
    return Ledger.replay(file, scan(data), take.rate, exposures)


def read_finished(path: Path) -> FinishedRecord | None:
    """The manifest in the take folder `path`, or None; raises BrokenFile or NewerSchema."""
    file = path / layout.FINISHED_FILE
    return read_json(file, FINISHED, FinishedRecord) if file.exists() else None
