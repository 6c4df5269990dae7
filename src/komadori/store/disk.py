"""The disk's few verbs, and the careful ways of writing built on them.

Every write of the store goes through a `Disk`, which is one system call a verb, so that a test can hand in a disk
that is full, read-only, or stops the process at any step.
"""

import errno
import itertools
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from komadori.errors import KomadoriError, Refused, StorageFailed

CHUNK = 1 << 20
"""Bytes handed to the disk, or compared, at a time: large enough to cost nothing, small enough to stay in the cache."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAMES = {errno.ENAMETOOLONG, errno.EILSEQ}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""What a disk answers that has no hard links, or has them only within itself."""

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class DiskFull(StorageFailed):
    """The disk, a quota or a size limit left no room; what was begun was taken back."""


class ReadOnlyFolder(StorageFailed, PermissionError):
    """The folder may be read and not written."""

    __str__ = KomadoriError.__str__


class AlreadyThere(Refused, FileExistsError):
    """A file or folder of that name exists, and nothing is ever overwritten."""

    __str__ = KomadoriError.__str__


class Disk:
    """The real disk."""

    def create(self, path: Path) -> int:
        """Open a file that must not exist yet and return its descriptor."""
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)

    def append(self, path: Path) -> int:
        """Open a file for writing at its end, making it where it is missing."""
        return os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | _BINARY, 0o666)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write what fits in one go and return how many bytes that was."""
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """Return only when the file's bytes are on the medium."""
        if sys.platform == "darwin":
            import fcntl

            # Plain fsync on macOS stops at the drive's own memory.
            with suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)

    def sync_path(self, path: Path) -> None:
        """Return only when a folder's names, or a finished file's bytes, are on the medium.

        Windows keeps a folder's names by itself and syncs no file that is only read.
        """
        if sys.platform != "win32":
            descriptor = os.open(path, os.O_RDONLY)
            try:
                self.sync(descriptor)
            finally:
                os.close(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut a file to `size` bytes."""
        os.ftruncate(descriptor, size)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name; raises FileExistsError where the name is taken."""
        os.link(source, target)

    def rename(self, source: Path, target: Path) -> None:
        """Rename a file, replacing what bears the name, or a folder."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Take a name away."""
        path.unlink()

    def make_folder(self, path: Path) -> None:
        """Make one folder that must not exist yet."""
        path.mkdir()


@contextmanager
def disk_errors(what: str, where: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a sentence: `what` ("picture 12") could not be written in `where`.

    Raises DiskFull, ReadOnlyFolder, AlreadyThere or StorageFailed.
    """
    try:
        yield
    except KomadoriError:
        raise
    except FileExistsError as error:
        raise AlreadyThere(
            f"{error.filename2 or error.filename} exists already and was not overwritten.",
            hint="Do it again: a picture then gets the next free number.",
        ) from error
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(
                f"The disk is full: {what} could not be written in {where}.",
                hint="Free some space and do it again; everything acknowledged before is safe.",
            ) from error
        if error.errno in _FORBIDDEN:
            raise ReadOnlyFolder(
                f"The folder may not be written: {what} could not be written in {where}.",
                hint="Allow writing there, or copy the series to a disk of your own; reading it works as it is.",
            ) from error
        if error.errno in _NAMES:
            raise StorageFailed(
                f"This disk takes no such name: {what} could not be written in {where} ({error.strerror}).",
                hint="Choose a shorter name, of letters and digits.",
            ) from error
        reason = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
        raise StorageFailed(
            f"The disk failed: {what} could not be written in {where} ({reason}).",
            hint="Everything acknowledged before is safe. Look after the disk or its cable, then run `komadori check`.",
        ) from error


def write_all(disk: Disk, descriptor: int, chunks: Iterable[bytes | memoryview]) -> int:
    """Write every chunk to its end and return the bytes written."""
    total = 0
    for chunk in chunks:
        view = memoryview(chunk)
        while view:
            done = disk.write(descriptor, view)
            view, total = view[done:], total + done
    return total


def write_new(disk: Disk, path: Path, chunks: Iterable[bytes | memoryview]) -> int:
    """Write a file that must not exist yet, down to the medium, and return its size in bytes.

    Where it fails, our own part of the file is taken away again.
    """
    descriptor = disk.create(path)
    try:
        total = write_all(disk, descriptor, chunks)
        disk.sync(descriptor)
    except BaseException:
        with suppress(OSError):
            disk.remove(path)
        raise
    finally:
        os.close(descriptor)
    return total


def replace_file(disk: Disk, path: Path, data: bytes) -> None:
    """Put `data` in place of whatever `path` holds: a reader sees the old file or the new one, never a part."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        disk.remove(fresh)
    write_new(disk, fresh, [data])
    try:
        disk.rename(fresh, path)
    except BaseException:
        with suppress(OSError):
            disk.remove(fresh)
        raise
    disk.sync_path(path.parent)


def free_name(folder: Path, name: str) -> Path:
    """A path in `folder` that is not taken: `name`, or with a number after it."""
    tries = (folder / (name if count == 1 else f"{name}.{count}") for count in itertools.count(1))
    return next(path for path in tries if not os.path.lexists(path))


def name_too(disk: Disk, source: Path, target: Path) -> None:
    """Give a file a second name, never taking one that is taken; raises FileExistsError where `target` exists.

    A hard link refuses an existing name in one step. Where a disk has no hard links (exFAT, some servers) the file is
    renamed after looking the name up, which is enough under the take's lock.
    """
    try:
        disk.link(source, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        disk.rename(source, target)


def place(disk: Disk, source: Path, target: Path) -> None:
    """Rename a file without ever replacing one; raises FileExistsError where `target` exists."""
    name_too(disk, source, target)
    with suppress(FileNotFoundError):
        disk.remove(source)


def make_whole_folder(disk: Disk, folder: Path, contents: dict[str, bytes | None]) -> None:
    """Make `folder` with all its `contents` (None: a folder) or not at all; raises AlreadyThere.

    It is filled under a name beginning with a dot, which no reader looks at, and renamed when it is whole.
    """
    missing = [parent for parent in folder.parents if not parent.exists()]
    for parent in reversed(missing):
        with suppress(FileExistsError):
            disk.make_folder(parent)
        disk.sync_path(parent.parent)
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        disk.make_folder(fresh)
        for name, data in contents.items():
            if data is None:
                disk.make_folder(fresh / name)
            else:
                write_new(disk, fresh / name, [data])
        disk.sync_path(fresh)
        if folder.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        # Should another process have made it this very moment, renaming onto a folder that is not empty fails.
        disk.rename(fresh, folder)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            raise AlreadyThere(f"{folder} exists already.", hint="Choose another name; nothing was changed.") from error
        raise
    disk.sync_path(folder.parent)


def read_chunks(path: Path) -> Iterator[bytes]:
    """A file's bytes, `CHUNK` at a time; an OSError for a pipe or a device, which might never come to an end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
