"""What the parameters of finishing operations may hold: files and folders beside a take's pictures."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from komadori.store import TakeFolder

MOST = 300
"""Files and folders that are offered; others may still be typed."""
DEEP = 3
"""Folders down that are looked into."""
OWN = frozenset({"pictures", "incoming", "salvage", "exports"})
RECORDS = frozenset({"take.json", "finished.json", "camera.json", "look.json"})
"""What Komadori keeps for itself, and no parameter would name."""
TAKE = re.compile(r"tk\d{2,4}")


def holdable(take: TakeFolder) -> dict[str, list[str]]:
    """`files` and `folders` of the take, its shot and its series by their paths there, and the take's `exposures`."""
    here = take.path.resolve()
    files: set[str] = set()
    folders: set[str] = set()
    for root in (here, here.parent, here.parents[3]):
        for path in _below(root, DEEP):
            if len(files) + len(folders) < MOST:
                (folders if path.is_dir() else files).add(path.relative_to(root).as_posix())
    return {"files": sorted(files), "folders": sorted(folders), "exposures": list(take.sheet.exposures)}


def _below(root: Path, deep: int) -> Iterator[Path]:
    with suppress(OSError):
        for path in sorted(root.iterdir()):
            if path.name.startswith(".") or (_is_shots(path) if path.is_dir() else _is_record(path)):
                continue
            yield path
            if path.is_dir() and deep > 1:
                yield from _below(path, deep - 1)


def _is_shots(path: Path) -> bool:
    """Whether a folder is an episode with its shots, another take, or Komadori's own."""
    return path.name in OWN or TAKE.fullmatch(path.name) is not None or any(path.glob("*/*/shot.toml"))


def _is_record(path: Path) -> bool:
    return path.name in RECORDS or path.suffix in {".toml", ".jsonl", ".lock"}
