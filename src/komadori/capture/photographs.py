"""Which photographs a person meant: files and folders in, photographs in order out; nothing is opened here."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from komadori.errors import KomadoriError, NotFound, Several
from komadori.picture.photographs import NUMBERED, SUFFIXES, Photograph, paired, pictures_in, visible_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found: the photographs by name, what is wrong with paths named, and files in folders passed over."""

    photographs: tuple[Photograph, ...]
    missing: tuple["NothingThere", ...]
    passed_over: tuple[Path, ...]


class NothingThere(NotFound, FileNotFoundError):
    """A path that was named does not exist, or is a folder without pictures; `path` is that path."""

    __str__ = KomadoriError.__str__

    def __init__(self, path: Path, what: str, *, hint: str = "") -> None:
        super().__init__(f"{path}: {what}", hint=hint)
        self.path = path


def find(paths: Iterable[Path]) -> Search:
    """The photographs that `paths` mean: folders in the order given, files named one by one in natural order."""
    missing: list[NothingThere] = []
    passed_over: list[Path] = []
    groups: list[list[Path]] = [[]]
    for path in paths:
        # Unlike Path's own, this says no, too, to a name that is longer than the system allows.
        if os.path.isfile(path):  # noqa: PTH113
            groups[-1].append(path)
            continue
        try:
            pictures = pictures_in(path)
            others = [file for file in visible_files(path) if file not in pictures]
            missing += [NothingThere(file, "this link leads to nothing.") for file in _dangling(path)]
        except NotADirectoryError:
            missing.append(NothingThere(path, "it is neither a file nor a folder, but a pipe or a device."))
            continue
        except OSError as error:
            missing.append(NothingThere(path, f"{error.strerror}.", hint="look at the spelling and the permissions."))
            continue
        if pictures:
            groups += [pictures, []]
            passed_over += others
        else:
            missing.append(_without_pictures(path))
    seen: set[Path] = set()
    photographs = tuple(photograph for group in groups for photograph in paired(_unseen(group, seen)))
    return Search(photographs=photographs, missing=tuple(missing), passed_over=tuple(passed_over))


def some_exist(paths: Sequence[Path]) -> None:
    """Raise NothingThere, for each path where there are several, when not one of `paths` exists."""
    if any(os.path.exists(path) for path in paths):  # noqa: PTH110 - says no to a name that is too long
        return
    missing = find(paths).missing
    if len(missing) == 1:
        raise missing[0]
    raise Several("None of what was named exists.", missing)


def _dangling(folder: Path) -> list[Path]:
    """The links in a folder that are called as pictures are and lead nowhere."""
    links = (file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_symlink())
    return sorted(link for link in links if not link.name.startswith(".") and not os.path.exists(link))  # noqa: PTH110


def _without_pictures(folder: Path) -> NothingThere:
    inner = [each.name for each in sorted(folder.iterdir()) if each.is_dir() and not each.name.startswith(".")]
    hint = f"there are folders in it; name the one meant: {', '.join(inner[:5])}." if inner else ""
    return NothingThere(folder, "no pictures lie in this folder.", hint=hint)


def _unseen(files: Iterable[Path], seen: set[Path]) -> Iterator[Path]:
    for file in files:
        real = file.resolve()
        if real not in seen:
            seen.add(real)
            yield file


def gaps(photographs: Sequence[Photograph]) -> Iterator[tuple[Path, str]]:
    """Numbers missing inside a run of numbered names: the photograph after each gap, and the gap in words."""
    runs: dict[tuple[Path, str, str], dict[int, Path]] = defaultdict(dict)
    for photograph in photographs:
        file = photograph.main
        if found := NUMBERED.fullmatch(file.stem):
            runs[file.parent, found[1], file.suffix.lower()][int(found[2])] = file
    for run in runs.values():
        for before, after in pairwise(sorted(run)):
            if after - before > 1:
                yield run[after], _gap(run[before], before, after)


def _gap(file: Path, before: int, after: int) -> str:
    found = NUMBERED.fullmatch(file.stem)
    prefix, width = (found[1], len(found[2])) if found else ("", 0)
    first, last = (f"{prefix}{number:0{width}d}{file.suffix}" for number in (before + 1, after - 1))
    return f"{first} is missing" if first == last else f"{first} to {last} are missing ({after - before - 1} numbers)"
