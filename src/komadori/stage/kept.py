"""What takes long to make and can be made again, kept by its content in the user's cache folder."""

import os
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

from komadori.errors import WrongUse

Arrays = Mapping[str, NDArray[np.generic]]
"""Arrays by name."""

ROOM = 4 * 2**30
"""Bytes the folder may fill; what was used longest ago goes first."""
LOOKED_AFTER = 60.0
"""Seconds that pass before a process counts the folder again."""
_KEY = re.compile(r"[0-9a-zA-Z_-]{3,128}")
_counted: dict[Path, float] = {}


class BadKey(WrongUse, ValueError):
    """A key under which nothing can be kept."""


def kept(key: str, make: Callable[[], Mapping[str, NDArray[np.generic]]], *, room: int = ROOM) -> Arrays:
    """The arrays `make` gives, made once and then read from the cache, read-only.

    `key` names everything they depend on, the version of the code that makes them included (`content_key`). Whatever is
    wrong with the cache (unreadable, cut short, full disk) costs only that they are made again. Any number of processes
    may ask at once. Raises BadKey, and what `make` raises.
    """
    path = place(key, ".npz")
    found = _read(path)
    if found is None:
        found = {name: np.asarray(array) for name, array in make().items()}
        put(path, lambda fresh: _write(fresh, found), room=room)
    seen = {name: array.view() for name, array in found.items()}
    for array in seen.values():
        array.flags.writeable = False
    return seen


def folder() -> Path:
    """Where things are kept: `KOMADORI_CACHE`, or the user's cache folder of this system."""
    named = os.environ.get("KOMADORI_CACHE")
    return (Path(named) if named else Path(platformdirs.user_cache_dir("komadori", appauthor=False))) / "stage"


def place(key: str, suffix: str) -> Path:
    """The file of `key`. Raises BadKey."""
    if not _KEY.fullmatch(key):
        raise BadKey(f"{key!r} cannot name what is kept.", hint="A key is 3 to 128 letters, digits, hyphens.")
    return folder() / key[:2] / f"{key}{suffix}"


def touched(path: Path) -> bool:
    """Whether `path` is there; it then counts as used now."""
    try:
        os.utime(path)
    except OSError:
        return False
    return True


def put(path: Path, write: Callable[[Path], None], *, room: int = ROOM) -> bool:
    """Have `write` make the file at the path it is given, and let it appear whole as `path`.

    Returns False where the disk would not: then nothing is kept, and nothing is lost but the time.
    """
    fresh = path.with_name(f".{os.getpid()}.{os.urandom(4).hex()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(fresh)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError:
        return False
    now = time.monotonic()
    if now - _counted.get(path.parents[1], -LOOKED_AFTER) >= LOOKED_AFTER:
        _counted[path.parents[1]] = now
        make_room(path.parents[1], room)
    return True


def make_room(where: Path, room: int) -> None:
    """Delete what was used longest ago until at most `room` bytes are filled, and what a dead process left behind."""
    files = sorted(_files(where))
    filled = sum(size for _, size, _ in files)
    for used, size, path in files:
        abandoned = path.name.startswith(".") and time.time() - used > 86400
        if filled <= room and not abandoned:
            continue
        try:
            path.unlink()
        except OSError:
            continue
        filled -= size


def _files(where: Path) -> Iterator[tuple[float, int, Path]]:
    for path in where.glob("*/*"):
        try:
            facts = path.stat()
        except OSError:
            continue
        yield facts.st_mtime, facts.st_size, path


def _read(path: Path) -> dict[str, NDArray[np.generic]] | None:
    if not touched(path):
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, EOFError, KeyError, AttributeError, zipfile.BadZipFile):
        return None


def _write(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the stub takes one of the names for allow_pickle
