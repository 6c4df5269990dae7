"""Which files of a folder are photographs, in which order, and which belong together; nothing is opened here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from natsort import natsort_keygen, ns

RAW_SUFFIXES = frozenset({".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dng", ".iiq", ".nef", ".nrw"})
RAW_SUFFIXES |= {".orf", ".pef", ".raf", ".rw2", ".sr2", ".srw", ".x3f"}
COMPANION_SUFFIXES = frozenset({".jpg", ".jpeg"})
SUFFIXES = RAW_SUFFIXES | COMPANION_SUFFIXES | {".png", ".tif", ".tiff", ".exr"}
"""What a folder is searched for. A file that is named itself is looked at whatever it is called."""

_NATURAL = natsort_keygen(alg=ns.IGNORECASE)
NUMBERED = re.compile(r"(.*?)(\d+)$")
"""A name that ends with a number, before its suffix: what stands before it, and the number."""

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


def trailing_number(name: str) -> int | None:
    """The number a file name ends with, before its suffix: 12 for `IMG_0012.jpg`, None for `title.jpg`."""
    found = NUMBERED.fullmatch(name.rpartition(".")[0] or name)
    return int(found[2]) if found else None


def pictures_in(folder: Path) -> list[Path]:
    """The picture files lying directly in a folder, by their suffixes."""
    return [file for file in visible_files(folder) if file.suffix.lower() in SUFFIXES]


def visible_files(folder: Path) -> list[Path]:
    """The files of a folder; those beginning with a dot are the system's (`._IMG_0001.jpg` on macOS), not ours."""
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


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
