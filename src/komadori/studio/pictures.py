"""Small versions of pictures for the pages, made once and kept in the series' cache."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import simplejpeg

from komadori.film import Picture, PictureFile
from komadori.picture import read_proxy
from komadori.store import Cache, TakeFolder

WIDTHS = {"thumb": 160, "poster": 320, "proxy": 1280}
"""Pixels of width: a cell of the film strip, a shot in the list of all, and a picture that is played."""

QUALITY = {"thumb": 82, "proxy": 88}
"""Of 100: what is looked at for long keeps the grain of felt."""

FULL = 20_000
"""Wider than any picture: a RAW for looking at, at its own size."""

SHOWN = {"jpeg": "image/jpeg", "png": "image/png"}
"""Formats a browser shows as they are."""

QUICK = (".jpg", ".jpeg")
THREADS = 2


class SmallPictures:
    """Makes small versions, each once however many ask for it at the same time."""

    def __init__(self) -> None:
        self._makers = ThreadPoolExecutor(THREADS, thread_name_prefix="small pictures")
        self._lock = Lock()
        self._making: dict[str, Future[Path]] = {}

    def ask(self, cache: Cache, key: str, make: Callable[[], bytes]) -> Future[Path]:
        """Where the version of this key lies, made if it must be."""
        there = cache.path(key, ".jpg")
        with self._lock:
            if key in self._making:
                return self._making[key]
            if there is not None:
                done: Future[Path] = Future()
                done.set_result(there)
                return done
            future = self._makers.submit(_put, cache, key, make)
            self._making[key] = future
        future.add_done_callback(lambda _done: self._made(key))
        return future

    def close(self) -> None:
        """Let the makers go."""
        self._makers.shutdown(wait=True, cancel_futures=True)

    def _made(self, key: str) -> None:
        with self._lock:
            self._making.pop(key, None)


def small(take: TakeFolder, picture: Picture, size: str) -> tuple[str, Callable[[], bytes]]:
    """The cache's key of a picture at `size` ("thumb", "proxy" or "full"), and what makes it."""
    digest = picture.hash.removeprefix("blake2b:")[:40]
    file = take.file(quickest(picture))
    return f"studio-{size}-{digest}", lambda: shrunk(file, WIDTHS.get(size, FULL), QUALITY.get(size, 92))


def shrunk(source: Path, width: int, quality: int) -> bytes:
    """The picture in `source` as a JPEG at most `width` pixels wide, over black where it has a matte.

    Raises UnreadablePicture.
    """
    pixels = read_proxy(source, width, matte=True)
    subsampling = "420" if width <= min(WIDTHS.values()) else "444"
    return bytes(simplejpeg.encode_jpeg(pixels.copy(order="C"), quality=quality, colorsubsampling=subsampling))


def quickest(picture: Picture) -> PictureFile:
    """The file of a picture that is quickest to read."""
    return next((file for file in picture.files if file.name.lower().endswith(QUICK)), picture.files[0])


def _put(cache: Cache, key: str, make: Callable[[], bytes]) -> Path:
    data = make()

    def write(path: Path) -> None:
        path.write_bytes(data)

    return cache.put(key, ".jpg", write)
