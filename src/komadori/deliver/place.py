"""A file or folder is written beside its place under another name, and appears there only when it is good."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from komadori.store.disk import AlreadyThere, disk_errors

NUMBERED = re.compile(r".+\.\d{4,}\.(png|tif|exr)")


@contextmanager
def in_place(to: Path, *, overwrite: bool, folder: bool = False) -> Iterator[Path]:
    """Give a name beside `to` to write under; when the block ends well it becomes `to`, else nothing is left.

    Raises AlreadyThere, before anything is written, where `to` exists and `overwrite` is False, or where it is not ours
    to replace: a folder is replaced only if it holds nothing but a numbered sequence. Raises DiskFull, ReadOnlyFolder
    or StorageFailed where the disk refuses. Folders above `to` are made.
    """
    must_be_free(to, overwrite=overwrite, folder=folder)
    # Only its beginning, so that the longest name a disk allows leaves room for the rest.
    draft = to.with_name(f".{to.stem[:40]}.{os.getpid()}.part{to.suffix}")
    with disk_errors(to.name, to.parent):
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            if folder:
                draft.mkdir()
            yield draft
            _sync(draft)
            must_be_free(to, overwrite=overwrite, folder=folder)
            _swap(draft, to)
        finally:
            _remove(draft)


def must_be_free(to: Path, *, overwrite: bool, folder: bool = False) -> None:
    """Raise AlreadyThere where something lies at `to` that may not be replaced, as `in_place` tells."""
    if not os.path.lexists(to) or (folder and to.is_dir() and not any(to.iterdir())):
        return
    if to.is_dir() != folder:
        there, wanted = ("a folder", "a file") if to.is_dir() else ("a file", "a folder")
        raise AlreadyThere(f"{to} is {there}; {wanted} would be written there.", hint="choose another name.")
    if not overwrite:
        raise AlreadyThere(f"{to} already exists.", hint="choose another name, or say --overwrite.")
    strange = [entry.name for entry in to.iterdir() if not NUMBERED.fullmatch(entry.name)] if folder else []
    if strange:
        raise AlreadyThere(
            f"The folder {to} holds {strange[0]}, which no export wrote, so it is not replaced.",
            hint="choose a folder of its own for the sequence.",
        )


def _sync(draft: Path) -> None:
    """Have the disk itself hold the bytes before the name tells that they are there."""
    for path in draft.iterdir() if draft.is_dir() else [draft]:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _swap(draft: Path, to: Path) -> None:
    if not draft.is_dir():
        draft.replace(to)
        return
    old = draft.with_suffix(".old")
    if to.exists():
        to.rename(old)
    draft.rename(to)
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
