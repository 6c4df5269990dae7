"""A numbered sequence of stills: one file for each frame of the movie, coded once for each picture."""

import shutil
from collections.abc import Generator, Iterator
from filecmp import cmp
from hashlib import blake2b
from pathlib import Path

import numpy as np

from komadori.deliver.ahead import ahead
from komadori.deliver.presets import Preset
from komadori.deliver.reel import Reel, Showing
from komadori.deliver.source import Fit, display_whole, linear_whole, with_matte
from komadori.picture import Pixels, read, write
from komadori.picture.files import has_matte
from komadori.picture.still import Array
from komadori.picture.write import exr_half


class Stills:
    """A folder of frames called `name.0001.png` and so on, counted from 1."""

    def __init__(self, folder: Path, name: str, preset: Preset, reel: Reel, fit: Fit) -> None:
        self._folder, self._name, self._reel, self._fit = folder, name, reel, fit
        ((self._suffix, self._format),) = preset.containers.items()
        self._digests: dict[int, bytes] = {}
        # Whoever composites a sequence expects every frame of it to have the same channels.
        paths = {showing.path for showing in reel.showings}
        self._matted = preset.matte and any(has_matte(path) for path in paths)

    def _path(self, frame: int) -> Path:
        return self._folder / f"{self._name}.{frame:04d}{self._suffix}"

    def write(self) -> Generator[int, None, None]:
        """Write every frame, yielding the number of frames written; several pictures are coded at a time."""
        for showing, digest in ahead(self._write_one, self._reel.showings):
            self._digests[showing.first] = digest
            yield showing.last

    def _write_one(self, showing: Showing) -> tuple[Showing, bytes]:
        pixels = self._pixels(showing.path)
        first = self._path(showing.first)
        bits = "" if self._format == "exr" else str(pixels.data.dtype.itemsize * 8)
        write(first, pixels.data, encoding=pixels.encoding, format=self._format + bits)
        for frame in range(showing.first + 1, showing.last + 1):
            shutil.copyfile(first, self._path(frame))
        # OpenEXR keeps colours multiplied by their matte; so they are compared.
        return showing, _digest(exr_half(pixels.data, "linear") if self._format == "exr" else pixels.data)

    def _pixels(self, path: Path) -> Pixels:
        linear = self._format == "exr"
        data = (linear_whole if linear else display_whole)(path, self._fit)
        data = with_matte(data) if self._matted else data
        return Pixels(data=data, encoding="linear" if linear else "srgb")

    def _seen(self, path: Path) -> bytes:
        """The digest of a file written before, in the form it was taken of what was to be written."""
        pixels = read(path, matte=True)
        data = pixels.data if pixels.matte is None else np.dstack([read(path).data, pixels.matte])
        return _digest(data.astype(np.float16) if pixels.encoding == "linear" else data)

    def verify(self) -> Generator[int, None, list[str]]:
        """Read every frame again: the pixels must be those written, and held frames the same to the last byte.

        Returns all that is wrong, in sentences.
        """
        faults: list[str] = []
        expected = {self._path(frame).name for frame in range(1, self._reel.frames + 1)}
        found = {path.name for path in self._folder.iterdir()}
        faults += [f"{name} is missing" for name in sorted(expected - found)]
        faults += [f"{name} does not belong here" for name in sorted(found - expected)]
        if not faults:
            for showing, told in ahead(lambda showing: (showing, list(self._faults(showing))), self._reel.showings):
                faults += told
                yield showing.last
        return faults

    def _faults(self, showing: Showing) -> Iterator[str]:
        first = self._path(showing.first)
        if self._seen(first) != self._digests[showing.first]:
            yield f"{first.name} does not hold picture {showing.picture}"
        for frame in range(showing.first + 1, showing.last + 1):
            if not cmp(first, self._path(frame), shallow=False):
                yield f"{self._path(frame).name} differs from {first.name}, which it should hold"


def _digest(data: Array) -> bytes:
    """A hash of what is seen."""
    return blake2b(np.ascontiguousarray(data).data, digest_size=16).digest() + str((data.shape, data.dtype)).encode()
