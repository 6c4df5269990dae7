"""Which photographs a person meant: files and folders in, photographs in order out; nothing is opened here."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from natsort import natsort_keygen, ns

from komadori.errors import KomadoriError, NotFound

RAW_SUFFIXES = frozenset({".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dng", ".iiq", ".nef", ".nrw"})
RAW_SUFFIXES |= {".orf", ".pef", ".raf", ".rw2", ".sr2", ".srw", ".x3f"}
COMPANION_SUFFIXES = frozenset({".jpg", ".jpeg"})
SUFFIXES = RAW_SUFFIXES | COMPANION_SUFFIXES | {".png", ".tif", ".tiff", ".exr"}
"""What a folder is searched for. A file that is named itself is looked at whatever it is called."""

_NATURAL = natsort_keygen(alg=ns.IGNORECASE)
_NUMBERED = re.compile(r"(.*?)(\d+)$")
_COPY_MARK = re.compile(
    r"( - copy| copy|-copy|_copy| kopie| – kopie| \(\d+\)|\(\d+\)|~)+( ?\(?\d+\)?)?$", re.IGNORECASE
)
"""What file managers add to the name of a copy made beside its original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """One press of a shutter: its files, the best one first; a JPEG beside a RAW of the same name is its companion."""

    files: tuple[Path, ...]

    @property
    def main(self) -> Path:
        """The file that finishing begins with."""
        return self.files[0]

    @property
    def number(self) -> int | None:
        """The number at the end of the name, before its suffix, or None."""
        return trailing_number(self.main.name)

    def copies(self, other: "Photograph") -> bool:
        """Whether the name says that this is a stray copy of `other`, as file managers mark one."""
        mine, its = self.main.stem, other.main.stem
        return _COPY_MARK.sub("", mine) == its != mine


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found: the photographs by name, what is wrong with paths named, and files in folders passed over."""

    photographs: tuple[Photograph, ...]
    missing: tuple["NothingThere", ...]
    passed_over: tuple[Path, ...]


class NothingThere(NotFound, FileNotFoundError):
    """A path that was named does not exist, or is a folder without pictures; `path` is that path."""

    __str__ = KomadoriError.__str__

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            inner = [folder.name for folder in sorted(path.iterdir()) if folder.is_dir() and folder.name[0] != "."]
            hint = f"there are folders in it; name the one meant: {', '.join(inner[:5])}" if inner else ""
            super().__init__(f"{path}: no pictures lie in this folder.", hint=hint)
        else:
            super().__init__(f"{path}: there is no such file or folder.", hint="look at the spelling and the folder.")
        self.path = path


def trailing_number(name: str) -> int | None:
    """The number a file name ends with, before its suffix: 12 for `IMG_0012.jpg`, None for `title.jpg`."""
    found = _NUMBERED.fullmatch(name.rpartition(".")[0] or name)
    return int(found[2]) if found else None


def find(paths: Iterable[Path]) -> Search:
    """The photographs that `paths` mean: folders in the order given, files named one by one in natural order."""
    missing, passed_over, groups = [], [], []
    loose: list[Path] = []
    for path in paths:
        pictures = pictures_in(path) if path.is_dir() else []
        if pictures:
            groups += [loose, pictures]
            loose = []
            passed_over += [file for file in visible_files(path) if file not in pictures]
        elif path.exists() and not path.is_dir():
            loose.append(path)
        else:
            missing.append(NothingThere(path))
    seen: set[Path] = set()
    photographs = tuple(photograph for group in (*groups, loose) for photograph in paired(_unseen(group, seen)))
    return Search(photographs=photographs, missing=tuple(missing), passed_over=tuple(passed_over))


def pictures_in(folder: Path) -> list[Path]:
    """The picture files lying directly in a folder, by their suffixes."""
    return [file for file in visible_files(folder) if file.suffix.lower() in SUFFIXES]


def visible_files(folder: Path) -> list[Path]:
    """The files of a folder; those beginning with a dot are the system's (`._IMG_0001.jpg` on macOS), not ours."""
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _unseen(files: Iterable[Path], seen: set[Path]) -> Iterator[Path]:
    for file in files:
        real = file.resolve()
        if real not in seen:
            seen.add(real)
            yield file


def paired(files: Iterable[Path]) -> list[Photograph]:
    """Photographs in natural order of name, each RAW with the JPEG of its name in the same folder."""
    stems: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for file in files:
        stems[file.parent, file.stem].append(file)
    found: list[Photograph] = []
    for together in stems.values():
        raws = [file for file in together if file.suffix.lower() in RAW_SUFFIXES]
        companions = [file for file in together if file.suffix.lower() in COMPANION_SUFFIXES]
        if len(raws) == len(companions) == 1:
            found.append(Photograph(files=(raws[0], companions[0])))
            together = [file for file in together if file not in (raws[0], companions[0])]
        found += [Photograph(files=(file,)) for file in together]
    return sorted(found, key=lambda photograph: (_NATURAL(photograph.main.stem), photograph.main.suffix))


def gaps(photographs: Sequence[Photograph]) -> Iterator[tuple[Path, str]]:
    """Numbers missing inside a run of numbered names: the photograph after each gap, and the gap in words."""
    runs: dict[tuple[Path, str, str], dict[int, Path]] = defaultdict(dict)
    for photograph in photographs:
        file = photograph.main
        if found := _NUMBERED.fullmatch(file.stem):
            runs[file.parent, found[1], file.suffix.lower()][int(found[2])] = file
    for run in runs.values():
        for before, after in pairwise(sorted(run)):
            if after - before > 1:
                yield run[after], _gap(run[before], before, after)


def _gap(file: Path, before: int, after: int) -> str:
    found = _NUMBERED.fullmatch(file.stem)
    prefix, width = (found[1], len(found[2])) if found else ("", 0)
    first, last = (f"{prefix}{number:0{width}d}{file.suffix}" for number in (before + 1, after - 1))
    return f"{first} is missing" if first == last else f"{first} to {last} are missing ({after - before - 1} numbers)"
