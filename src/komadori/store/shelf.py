"""A folder of files that a person brought: each under its own name, none ever overwritten, none outside the folder."""

import os
import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePosixPath

from komadori.errors import NotFound
from komadori.store.disk import Disk, disk_errors, place
from komadori.store.keep import store

LONGEST = 120
"""Bytes of a name: short of every disk's limit, with room for a number and for a name while it is written."""

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever their ending."""


class UnknownFile(NotFound):
    """A reference or sound that is not there."""


class Shelf:
    """The files in `folder`, which is made when the first one comes; `what` says what they are to a person."""

    def __init__(self, folder: Path, what: str, disk: Disk) -> None:
        self.folder = folder
        self._what, self._disk = what, disk

    def names(self) -> list[str]:
        """What lies there, in order of name."""
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries if not entry.name.startswith(".") and entry.is_file()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(names, key=lambda name: (name.casefold(), name))

    def path(self, name: str) -> Path:
        """Where the file called `name` lies; raises UnknownFile, also for a name that would leave the folder."""
        if name not in self.names() or not self._inside(self.folder / name):
            there = f"there are {', '.join(self.names()[:9])}." if self.names() else "there are none yet."
            raise UnknownFile(f"There is no {self._what} {name[:LONGEST]!r}.", hint=there)
        return self.folder / name

    def add(self, name: str, data: bytes | Path) -> str:
        """Keep a file under `name`, or under that name with a number where it is taken, and return what it is called.

        It is there when it is whole, on the medium and read back. Raises DiskFull, ReadOnlyFolder, NotProved.
        """
        name = fit_name(name)
        with disk_errors(f"the {self._what} {name!r}", self.folder.parent):
            if not self.folder.exists():
                self._disk.make_folder(self.folder)
                self._disk.sync_path(self.folder.parent)
            fresh = self.folder / f".{name}.{os.getpid()}.new"
            fresh.unlink(missing_ok=True)
            with ThreadPoolExecutor(1, thread_name_prefix="hashing") as hashing:
                store(self._disk, hashing, data, fresh, link=False)
            try:
                kept = self._place(fresh, name)
            except BaseException:
                with suppress(OSError):
                    fresh.unlink()
                raise
            self._disk.sync_path(self.folder)
        return kept

    def _place(self, fresh: Path, name: str) -> str:
        for candidate in numbered(name):
            with suppress(FileExistsError):
                place(self._disk, fresh, self.folder / candidate)
                return candidate
        raise AssertionError

    def _inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.folder.resolve())


def numbered(name: str) -> Iterator[str]:
    """`name`, then with a number before its ending: robin.png, robin 2.png…"""
    yield name
    path = PurePosixPath(name)
    for number in count(2):
        yield f"{path.stem} {number}{path.suffix}"


def fit_name(name: str) -> str:
    """The file name in `name`, made fit for every disk and system: of a path its last part, no more than LONGEST."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    last = "".join(sign if sign.isprintable() else "_" for sign in last)
    last = _FORBIDDEN.sub("_", last).strip(" .")
    if _RESERVED.fullmatch(last):
        last = f"_{last}"
    path = PurePosixPath(last)
    suffix = path.suffix if len(path.suffix.encode()) <= 16 else ""
    stem = last[: len(last) - len(suffix)].encode()[: LONGEST - len(suffix.encode())].decode(errors="ignore")
    return f"{stem.rstrip(' .') or 'unnamed'}{suffix}"
