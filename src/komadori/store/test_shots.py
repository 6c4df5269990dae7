"""Photographs taken to look at and not to show: beside a take's pictures, with what they were taken with."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from komadori.errors import StorageFailed
from komadori.store.disk import Disk, disk_errors, name_too, write_all
from komadori.store.keep import Incoming, Stored, store
from komadori.store.layout import TESTS
from komadori.store.records import UNREADABLE
from komadori.store.upgrade import TEST_SHOTS, BrokenFile, upgraded

LIST = "tests.jsonl"

_NAME = re.compile(r"t(\d{4,})(?:_\d+)?\.[a-z0-9]{1,8}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TestShot:
    """A test shot: `name` is the file in tests/ that any program shows, of `bytes` and with `hash` as in a picture.

    `at` is when it was kept (ISO 8601, UTC). `settings` are pairs as the camera told them. `others` are the names of
    the photograph's other files, such as its RAW.
    """

    __test__ = False  # pytest takes every class of such a name for its own

    name: str
    at: str
    camera: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    bytes: int
    hash: str
    others: tuple[str, ...] = ()


def read_test_shots(take: Path) -> list[TestShot]:
    """The test shots of the take at `take`, oldest first; lines that make no sense are passed over.

    Raises BrokenFile, NewerSchema or StorageFailed.
    """
    path = take / TESTS / LIST
    try:
        first, *rest = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageFailed(f"{path} cannot be read: {error.strerror}.") from error
    try:
        head = msgspec.json.decode(first, type=dict)
    except UNREADABLE as error:
        raise BrokenFile(f"{path} cannot be read: {error}.", hint="Look at its first line, or move it away.") from error
    upgraded(head, TEST_SHOTS, path)
    return list(_shots(rest))


def keep_test_shot(
    take: Path,
    files: Sequence[Incoming],
    *,
    at: str,
    camera: str,
    settings: Sequence[tuple[str, str]],
    disk: Disk,
) -> TestShot:
    """Keep a photograph beside the take at `take` as the next test shot, and return it once that is certain.

    Raises DiskFull, ReadOnlyFolder, NotProved or StorageFailed with nothing kept.
    """
    folder = take / TESTS
    with disk_errors("a test shot", folder):
        if not folder.exists():
            disk.make_folder(folder)
            disk.sync_path(take)
        made: list[Path] = []
        try:
            stored = _store(folder, files, made, disk)
            disk.sync_path(folder)
            *others, shown = stored  # the JPEG of a RAW comes last
            shot = TestShot(
                name=shown,
                at=at,
                camera=camera,
                settings=tuple(settings),
                bytes=stored[shown].bytes,
                hash=stored[shown].hash,
                others=tuple(others),
            )
            _list(folder / LIST, shot, disk)
        except BaseException:
            for path in made:
                with suppress(OSError):
                    disk.remove(path)
            raise
        disk.sync_path(folder)
    return shot


def _store(folder: Path, files: Sequence[Incoming], made: list[Path], disk: Disk) -> dict[str, Stored]:
    number = 1 + max(_numbers(folder), default=0)
    stored: dict[str, Stored] = {}
    with ThreadPoolExecutor(1, thread_name_prefix="hashing") as hashing:
        for file in files:
            name = _free(f"t{number:04d}", file.name, stored)
            fresh = folder / f".{name}.{os.getpid()}.new"
            fresh.unlink(missing_ok=True)
            stored[name] = store(disk, hashing, file.data, fresh, link=False)
            made.append(fresh)
            name_too(disk, fresh, folder / name)
            made.append(folder / name)
            with suppress(FileNotFoundError):
                disk.remove(fresh)
    return stored


def _free(stem: str, source: str, taken: Collection[str]) -> str:
    """t0001.jpg, or t0001_2.jpg for a second file of that ending."""
    suffix = PurePosixPath(source.replace("\\", "/")).suffix.lower()
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ".jpg"
    names = (f"{stem}{suffix}", *(f"{stem}_{more}{suffix}" for more in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)


def _numbers(folder: Path) -> Iterator[int]:
    for path in folder.iterdir():
        told = _NAME.fullmatch(path.name)
        if told:
            yield int(told[1])


def _list(path: Path, shot: TestShot, disk: Disk) -> None:
    """Add one line; a file that failed to grow is as long as it was before."""
    descriptor = disk.append(path)
    try:
        size = os.fstat(descriptor).st_size
        before = path.read_bytes()[-1:] if size else b""
        head = b"" if size else msgspec.json.encode(TEST_SHOTS.stamp()) + b"\n"
        torn = b"\n" if before not in {b"", b"\n"} else b""
        try:
            write_all(disk, descriptor, [head + torn + msgspec.json.encode(shot) + b"\n"])
            disk.sync(descriptor)
        except OSError:
            with suppress(OSError):
                disk.truncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def _shots(lines: Sequence[bytes]) -> Iterator[TestShot]:
    for line in lines:
        with suppress(*UNREADABLE):
            shot = msgspec.json.decode(line, type=TestShot)
            if _NAME.fullmatch(shot.name):
                yield shot
