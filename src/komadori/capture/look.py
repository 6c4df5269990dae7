"""Look photographs through before they are kept: every pixel decodes, and they are as large as the take."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from komadori.errors import KomadoriError, Refused
from komadori.film import Axes, Picture
from komadori.picture import PhotoFacts, StillInfo, Trouble, UnreadablePicture, inspect, photo_facts
from komadori.picture.photographs import Photograph
from komadori.progress import Progress, Work
from komadori.store import PictureFacts, TakeWriter, fingerprint

THREADS = 4
"""Decoders let other threads run while they work; more of them only fill the memory with undecoded RAW files."""


class Size(NamedTuple):
    """Width and height of an upright picture in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width} × {self.height} px"


class WrongSize(Refused):
    """A photograph is not as large as the pictures of its take."""

    def __init__(self, name: str, size: Size, wanted: Size) -> None:
        super().__init__(
            f"{name}: it is {size}, and the take is {wanted}.",
            hint="set the camera's picture size back; pictures of another size belong in a take of their own.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What looking through a photograph told: `info` of its main file, and what the camera noted in it."""

    name: str
    info: StillInfo
    noted: PhotoFacts

    @property
    def size(self) -> Size:
        """The main file's size."""
        return Size(self.info.width, self.info.height)

    def facts(
        self,
        *,
        source: str | Path = "",
        camera: str = "",
        taken: str | None = None,
        settings: Sequence[tuple[str, str]] = (),
        axes: Axes | None = None,
    ) -> PictureFacts:
        """What the record keeps; `camera`, `taken` and `settings` are what the camera told besides, `axes` what the
        motion controller did."""
        return PictureFacts(
            format=self.info.format,
            width=self.info.width,
            height=self.info.height,
            taken=taken or self.noted.taken,
            camera=self.noted.camera or camera,
            source=printable(str(source or self.name)),
            settings=tuple(sorted((dict(self.noted.settings) | dict(settings)).items())),
            axes=axes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A photograph on the disk that can be used: what was seen in it, and the hash of its main file."""

    photograph: Photograph
    look: Look
    hash: str

    @property
    def file(self) -> Path:
        """The main file."""
        return self.photograph.main


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """A file that did not come in: in a word, and why."""

    file: Path
    kind: str
    why: KomadoriError


def look(files: Sequence[tuple[str, Path | bytes]]) -> Look:
    """Look every file of one photograph through, the main one first; raises UnreadablePicture for the first bad one."""
    infos = [inspect(data, name=name) for name, data in files]
    name, data = files[0]
    return Look(name=name, info=infos[0], noted=photo_facts(data))


def look_through(photographs: Sequence[Photograph]) -> Work[tuple[list[Looked], list[RefusedFile]]]:
    """Look photographs on the disk through, in order: those that can be used, and the files that cannot.

    A RAW whose JPEG is damaged, or the other way round, is used without it.
    """
    seen: list[Looked] = []
    refused: list[RefusedFile] = []
    waiting: deque[Future[tuple[Looked | None, list[RefusedFile]]]] = deque()
    left = iter(photographs)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="looking") as threads:
        for done in range(len(photographs)):
            yield Progress(done=done, total=len(photographs), doing="looking at photographs")
            while len(waiting) < 2 * THREADS and (photograph := next(left, None)) is not None:
                waiting.append(threads.submit(_look, photograph))
            good, bad = waiting.popleft().result()
            seen += [good] if good else []
            refused += bad
    return seen, refused


def _look(photograph: Photograph) -> tuple[Looked | None, list[RefusedFile]]:
    whole: list[tuple[Path, Look]] = []
    refused: list[RefusedFile] = []
    for file in photograph.files:
        try:
            whole.append((file, look([(printable(file.name), file)])))
        except UnreadablePicture as why:
            refused.append(RefusedFile(file=file, kind=why.trouble, why=why))
        except OSError as error:
            denied = UnreadablePicture(printable(file.name), Trouble.DENIED, f"it cannot be read: {error.strerror}.")
            refused.append(RefusedFile(file=file, kind=denied.trouble, why=denied))
    if not whole:
        return None, refused
    files = tuple(file for file, _ in whole)
    return Looked(photograph=Photograph(files=files), look=whole[0][1], hash=fingerprint(files[0]).hash), refused


def size_of_take(take: TakeWriter) -> Size | None:
    """The size of the pictures on the sheet, told by the first of them; None while the sheet shows none."""
    shown = next(take.sheet.pictures(), None)
    return None if shown is None else size_of(take.picture(shown))


def size_of(picture: Picture) -> Size:
    """The size of a picture once kept."""
    return Size(picture.width, picture.height)


def printable(name: str) -> str:
    """A file name as Unicode: bytes that are none stand as escapes, as JSON could not hold them."""
    return name.encode("utf-8", "backslashreplace").decode()
