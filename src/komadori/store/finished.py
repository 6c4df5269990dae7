"""The manifest of a take's finished frames: which file of the cache stands for which picture."""

from dataclasses import dataclass
from pathlib import Path

from komadori.errors import NotFound
from komadori.store.layout import inside


class NotFinished(NotFound):
    """A picture for which there is no finished frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedFrame:
    """One finished frame: the content key it was made under, its file in the series' cache, and its picture's hash."""

    key: str
    file: str
    source_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What finishing left of a take.

    `recipe` says it in words, `entries` pairs a picture's number with its frame, `width` and `height` are in
    pixels, `encoding` is "srgb" or "linear". `folder` is the series' cache, in which the files lie.
    """

    recipe: str
    entries: dict[int, FinishedFrame]
    width: int
    height: int
    encoding: str
    folder: Path

    def file(self, number: int) -> Path:
        """The finished frame of picture `number`; raises NotFinished, or PathOutside for a name made to lead away."""
        entry = self.entries.get(number)
        path = inside(self.folder, entry.file) if entry else None
        if path is None or not path.exists():
            raise NotFinished(f"Picture {number} has no finished frame.", hint="Run `komadori finish` on the shot.")
        return path
