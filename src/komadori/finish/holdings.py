"""What the parameters of an operation hold: files, folders and plates of a take, found, proven and opened.

Nothing outside the series is ever reached, whatever a recipe says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from komadori.errors import Damaged, KomadoriError, WrongUse
from komadori.film import Picture
from komadori.finish.operation import Linear, Parameter, Settings
from komadori.finish.recent import RECENT
from komadori.finish.standing import Held, Source, name_of
from komadori.store import TakeFolder, fingerprint
from komadori.store.layout import stays_inside


class BadHolding(WrongUse, ValueError):
    """A parameter names a file, a folder or a picture that is not there."""


class HoldingChanged(Damaged):
    """A file that a parameter holds is gone, or another than when the work began."""


Opener = Callable[[Path, int], Linear]
"""Opens a photograph as the take's are: the path, and how wide."""


@dataclass(slots=True)
class Finder:
    """Finds what settings hold for a picture of `take`; `beside` gives, for a source, its pictures of other exposures.

    Each file is looked for and hashed once.
    """

    take: TakeFolder
    beside: Mapping[Source, Mapping[str, Source]] = field(default_factory=dict)
    _files: dict[Path, str] = field(default_factory=dict)
    _named: dict[tuple[str, str], tuple[Path, ...]] = field(default_factory=dict)

    def anew(self) -> "Finder":
        """One that sees what has been changed since."""
        return Finder(self.take, self.beside)

    def held(
        self, parameters: Sequence[Parameter], settings: Settings, source: Source | None = None
    ) -> tuple[Held, ...]:
        """What `settings` hold, for `source` where given, else what all pictures have in common. Raises BadHolding."""
        found = []
        for parameter in parameters:
            asked = str(settings[parameter.name]) if parameter.holds else ""
            if not asked:
                continue
            paths = tuple(self._found(parameter, asked, source))
            if paths:
                hashes = tuple(self._hash(path) for path in paths)
                found.append(Held(name=parameter.name, files=paths, hashes=hashes))
        return tuple(found)

    def _found(self, parameter: Parameter, asked: str, source: Source | None) -> Iterator[Path]:
        kind, _, which = asked.partition(" ")
        if parameter.holds != "plate":
            yield from self._once(asked, parameter)
        elif kind == "picture" and which.isdigit():
            yield self._picture(int(which), parameter)
        elif kind == "exposure" and which:
            yield from self._exposure(which, source, parameter)
        elif kind == "companion" and which:
            yield from () if source is None else self._companion(which, source)
        else:
            yield from self._once(asked, parameter)

    def _picture(self, number: int, parameter: Parameter) -> Path:
        try:
            return self.take.file(self.take.picture(number))
        except KomadoriError as unknown:
            raise BadHolding(
                f"{parameter.name}: {unknown.message}", hint=f"the take has pictures 1 to {len(self.take.pictures)}."
            ) from unknown

    def _exposure(self, which: str, source: Source | None, parameter: Parameter) -> Iterator[Path]:
        there = self.take.sheet.exposures
        if which not in there:
            raise BadHolding(
                f"{parameter.name}: the sheet of {self.take.slate} has no exposure {which!r}.",
                hint=f"it has {', '.join(there)}.",
            )
        other = self.beside.get(source, {}).get(which) if source else None
        if other is not None:
            yield other.path

    def _companion(self, which: str, source: Source) -> Iterator[Path]:
        picture: Picture = self.take.picture(source.number)
        for file in picture.files[1:]:
            if f".{which}." in file.name.rpartition("/")[2]:
                yield self.take.file(file)
                return

    def _once(self, asked: str, parameter: Parameter) -> tuple[Path, ...]:
        name = asked, parameter.holds
        if name not in self._named:
            self._named[name] = tuple(self._below(asked, parameter))
        return self._named[name]

    def _below(self, asked: str, parameter: Parameter) -> Iterator[Path]:
        """A file, or the files of a folder, below the take, the shot or the series."""
        whole = self.take.path.resolve()
        series = whole.parents[3]
        for root in (whole, whole.parent, series):
            path = root / asked
            if not stays_inside(asked) or not path.resolve().is_relative_to(series):
                break
            if parameter.holds == "folder" and path.is_dir():
                yield from sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
                return
            if parameter.holds != "folder" and path.is_file():
                yield path
                return
        what = "folder" if parameter.holds == "folder" else "file"
        raise BadHolding(
            f"{parameter.name}: there is no {what} {asked!r} in the take, the shot or the series.",
            hint=f"put it into {self.take.path.name}/ or beside komadori.toml, and name it from there.",
        )

    def _hash(self, path: Path) -> str:
        if path not in self._files:
            try:
                facts = path.stat()
                self._files[path] = _hash_of(path, facts.st_mtime_ns, facts.st_size)
            except OSError as failure:
                raise BadHolding(f"{path.name} cannot be read: {failure.strerror or failure}.") from failure
        return self._files[path]


@dataclass(frozen=True, slots=True)
class Opened:
    """`held` as an operation sees it; `opener` opens plates, called `opens` for whoever keeps them."""

    held: tuple[Held, ...]
    opener: Opener
    opens: str

    def paths(self, name: str) -> tuple[Path, ...]:
        """The file, or the folder's files; () for none. Raises HoldingChanged."""
        one = self._one(name)
        return _proven(one) if one else ()

    def plate(self, name: str, width: int = 0) -> Linear | None:
        """The plate, scene-linear, or None. Raises UnreadablePicture and HoldingChanged."""
        one = self._one(name)
        if one is None or not one.files:
            return None
        path = _proven(one)[0]
        return RECENT.made((name_of("plate", self.opens, one.hashes[0]), width), lambda: self.opener(path, width))

    def _one(self, name: str) -> Held | None:
        return next((one for one in self.held if one.name == name), None)


def _proven(held: Held) -> tuple[Path, ...]:
    for path, hash_ in zip(held.files, held.hashes, strict=True):
        try:
            facts = path.stat()
            there = _hash_of(path, facts.st_mtime_ns, facts.st_size)
        except OSError as failure:
            raise HoldingChanged(f"{path.name} cannot be read: {failure.strerror or failure}.") from failure
        if there != hash_:
            raise HoldingChanged(f"{path.name} was changed while the take was being finished.", hint="start again.")
    return held.files


@cache
def _hash_of(path: Path, _changed: int, _bytes: int) -> str:
    return fingerprint(path).hash
