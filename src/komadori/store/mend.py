"""Putting back into a take what belongs there. Nothing is deleted: what has to make room goes to salvage/."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from komadori.film import Picture, PictureFile, Take
from komadori.sheet.time import parse_rate
from komadori.store import journal, layout
from komadori.store.disk import Disk, disk_errors, free_name, place, replace_file
from komadori.store.keep import NotProved, fingerprint, store
from komadori.store.lock import writing
from komadori.store.records import Clock, take_bytes
from komadori.store.upgrade import BrokenFile
from komadori.store.writer import PictureFacts, TakeWriter


class Mender(TakeWriter):
    """A take's writer that can also repair it."""

    def adopt(self, paths: Sequence[Path], facts: PictureFacts) -> Picture:
        """List the whole files at `paths`, which lie in the take's folder and in no line, as one picture.

        It gets the number and exposure its file's name tells, where they are free and known, otherwise the next number;
        it is not placed on the sheet. Raises as `keep` does.
        """
        ledger = self._look()
        told = layout.parse_picture_name(paths[0].name)
        free = told is not None and told.number > 0 and not ledger.has(told.number)
        number = told.number if told is not None and free else self._next
        known = told is not None and told.exposure in ledger.sheet.exposures
        exposure = told.exposure if told is not None and known else ledger.sheet.exposures[0]
        with disk_errors(f"picture {number}", self.path):
            files = []
            names = layout.picture_names(number, exposure, [path.name for path in paths])
            for path, name in zip(paths, names, strict=True):
                target = self.path / layout.PICTURES / name
                self._disk.sync_path(path)
                if path != target:
                    place(self._disk, path, target)
                stored = fingerprint(target)
                files.append(PictureFile(name=f"{layout.PICTURES}/{name}", bytes=stored.bytes, hash=stored.hash))
            self._disk.sync_path(self.path / layout.PICTURES)
            kept = self._list(number, exposure, None, files, facts, None)
        self._let_go([path.name for path in paths])
        return kept

    def restore(self, file: PictureFile, copy: Path) -> Path | None:
        """Put the bytes at `copy`, which must have the hash of `file`, where `file` belongs.

        What lay there goes to salvage/ and its path there is returned. Raises NotProved where `copy` has changed.
        """
        self._look()
        target = layout.inside(self.path, file.name)
        fresh = self.path / layout.INCOMING / f"{target.name}.restored"
        with disk_errors(file.name, self.path):
            fresh.unlink(missing_ok=True)
            stored = store(self._disk, self._hashing, copy, fresh, link=False)
            if stored.hash != file.hash:
                fresh.unlink()
                raise NotProved(f"{copy} no longer holds the bytes of {file.name}; nothing was restored.")
            aside = self.set_aside(target) if target.exists() else None
            place(self._disk, fresh, target)
            self._disk.sync_path(target.parent)
        return aside

    def set_aside(self, path: Path) -> Path:
        """Move a file of the take into salvage/, under a name that is free there, and return where it lies now."""
        salvage = self.path / layout.SALVAGE
        with disk_errors(path.name, self.path):
            salvage.mkdir(exist_ok=True)
            kept = free_name(salvage, path.name)
            place(self._disk, path, kept)
            self._disk.sync_path(salvage)
            self._disk.sync_path(self.path)
        spare = self.path / layout.INCOMING / path.name
        with suppress(OSError):
            if spare.samefile(kept):
                self._disk.remove(spare)
        return kept

    def note_lost(self) -> None:
        """Take note, in the journal, of its lines that cannot be read, so that they are told no longer."""
        ledger = self._look()
        if ledger.lost or ledger.bad:
            self._append(kind=journal.LOST, lost=ledger.lost, bad=ledger.bad)


def rebuild_take_file(path: Path, name: str, *, disk: Disk, clock: Clock) -> None:
    """Make take.json again from the first line of the journal beside it; the broken one goes to salvage/.

    Raises BrokenFile where that line is lost too, TakeBusy, DiskFull, ReadOnlyFolder or StorageFailed.
    """
    folder = path.parent
    with disk_errors(path.name, folder), writing(folder, name, clock()):
        begin = _begin(folder / layout.JOURNAL_FILE)
        take = Take(id=begin.take, number=1, rate=parse_rate(begin.fps))
        if path.exists():
            salvage = folder / layout.SALVAGE
            salvage.mkdir(exist_ok=True)
            place(disk, path, free_name(salvage, path.name))
        replace_file(disk, path, take_bytes(take))


def _begin(file: Path) -> journal.Entry:
    data = file.read_bytes() if file.exists() else b""
    for entry in journal.scan(data).entries[:1]:
        if entry.kind == journal.BEGIN:
            return entry
    raise BrokenFile(f"{file} has lost its first line, so that {layout.TAKE_FILE} cannot be made again from it.")
