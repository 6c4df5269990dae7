"""The manifest of a take's finished frames: which file of the cache stands for which picture."""

from dataclasses import dataclass, field
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
class FilmFrame:
    """One frame of a film whose time was changed: the content key of what it shows, that file in the series' cache, the
    picture it is or begins from, and the moment of the film it shows, in frames of what the sheet showed then, from 1.

    Before 1 the moment is not known: the film was made by an older Komadori.
    """

    key: str
    file: str
    picture: int
    place: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedReel:
    """The film's frames in order where finishing changed its time.

    `sheet` is what the sheet showed then: each picture's number and for how many frames. On another sheet the reel does
    not count any more.
    """

    sheet: tuple[tuple[int, int], ...]
    frames: tuple[FilmFrame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A remark by the operation that has it and its name there, "rig lost", with its figures: enough to tell it in any
    language."""

    name: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a person should know of a finished picture: which operation says it, in an English sentence, and how much
    the picture needs an eye, 0 not at all to 1.

    `said` is the same without words, () where an operation gives its sentence only.
    """

    use: str
    words: str
    doubt: float
    said: tuple[Worded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What finishing left of a take.

    `recipe` says it in words, `entries` pairs a picture's number with its frame, `width` and `height` are in
    pixels, `encoding` is "srgb" or "linear". `folder` is the series' cache, in which the files lie. `reels` holds, by
    exposure, the film's frames where its time was changed; without one each picture is shown as the sheet says.
    `remarks` pairs a picture's number with what is to be said of it, and `found` with the numbers that each operation
    found out for it.
    """

    recipe: str
    entries: dict[int, FinishedFrame]
    width: int
    height: int
    encoding: str
    folder: Path
    reels: dict[str, FinishedReel] = field(default_factory=dict)
    remarks: dict[int, tuple[Remark, ...]] = field(default_factory=dict)
    found: dict[int, dict[str, tuple[float, ...]]] = field(default_factory=dict)

    def frame_file(self, frame: FilmFrame) -> Path:
        """The file of one frame of a reel; raises NotFinished where it is gone, or PathOutside."""
        path = inside(self.folder, frame.file)
        if not path.exists():
            raise NotFinished("A frame of the retimed film is gone.", hint="Run `komadori finish` on the shot.")
        return path

    def file(self, number: int) -> Path:
        """The finished frame of picture `number`; raises NotFinished, or PathOutside for a name made to lead away."""
        entry = self.entries.get(number)
        path = inside(self.folder, entry.file) if entry else None
        if path is None or not path.exists():
            raise NotFinished(f"Picture {number} has no finished frame.", hint="Run `komadori finish` on the shot.")
        return path
