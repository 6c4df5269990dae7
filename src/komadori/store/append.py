"""The end of a journal: where its one writer adds lines, and takes back a line that did not get onto the medium."""

import os
from contextlib import suppress
from pathlib import Path

from komadori.store.disk import Disk, free_name, write_all, write_new
from komadori.store.journal import Entry, Scan, encode, scan
from komadori.store.layout import SALVAGE


class Appender:
    """An open journal file that only ever grows by whole lines.

    `sure` is False after a failure that left it open whether the last line is on the medium or not.
    """

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self.sure = True
        self._disk = disk
        self._descriptor = disk.append(path)
        self._size = 0

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def read(self) -> tuple[Scan, str]:
        """Read the journal and make its end fit for adding to.

        A line cut off at the end is moved into salvage/ and told in a sentence, "" where there was none.
        """
        data = self.path.read_bytes()
        found = scan(data)
        told = ""
        if found.torn:
            told = self._set_aside(data[found.whole :])
            data = data[: found.whole]
            self._disk.truncate(self._descriptor, found.whole)
            self._disk.sync(self._descriptor)
            found = scan(data)
        self._size, self.sure = len(data), True
        if not found.ended:
            self._write(b"\n")
        return found, told

    def append(self, entry: Entry) -> None:
        """Add one line and return when it is on the medium; an OSError leaves the journal as it was."""
        self._write(encode(entry))

    def _write(self, line: bytes) -> None:
        try:
            write_all(self._disk, self._descriptor, [line])
            self._disk.sync(self._descriptor)
        except OSError:
            self.sure = False
            with suppress(OSError):
                self._disk.truncate(self._descriptor, self._size)
                self._disk.sync(self._descriptor)
                self.sure = True
            raise
        self._size += len(line)

    def _set_aside(self, tail: bytes) -> str:
        salvage = self.path.parent / SALVAGE
        salvage.mkdir(exist_ok=True)
        kept = free_name(salvage, "journal-tail")
        write_new(self._disk, kept, [tail])
        self._disk.sync_path(salvage)
        self._disk.sync_path(salvage.parent)
        return f"{self.path} ended in the middle of a line; those {len(tail)} bytes were moved to {kept}."
