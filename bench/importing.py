"""How fast photographs come in, against the least that any safe import must do with the same files."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from bench.figures import Figure
from komadori.capture.importing import import_photographs
from komadori.film import Slate
from komadori.progress import finish
from komadori.store import create_series


def measure(*, quick: bool = False) -> list[Figure]:
    """Import JPEGs of 1920 x 1080 into a new shot, copying and hard-linking."""
    count = 24 if quick else 120
    with tempfile.TemporaryDirectory() as folder:
        photographs = _photographs(Path(folder) / "photographs", count)
        floor = _timed(lambda: _floor(photographs, Path(folder) / "floor"))
        copied = _timed(lambda: _import(photographs, Path(folder) / "copied", link=False))
        linked = _timed(lambda: _import(photographs, Path(folder) / "linked", link=True))
    against = f"{count / floor:.0f} pictures/s for decode + copy + hash + fsync alone, on one core"
    return [
        Figure(what="import, copying", value=f"{count / copied:.0f} pictures/s", against=against),
        Figure(what="import, hard-linking", value=f"{count / linked:.0f} pictures/s", against=against),
        Figure(what="import, share of the floor", value=f"{100 * floor / copied:.0f} %", against="100 % is the floor"),
    ]


def _photographs(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    rng = np.random.default_rng(1)
    ground = cv2.GaussianBlur(rng.integers(0, 256, (1080, 1920, 3), np.uint8), (0, 0), 3)
    paths = [folder / f"IMG_{number:04d}.jpg" for number in range(1, count + 1)]
    for number, path in enumerate(paths):
        picture = np.roll(ground, 7 * number, axis=1)
        cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
    return paths


def _floor(photographs: list[Path], folder: Path) -> None:
    folder.mkdir()
    for path in photographs:
        data = path.read_bytes()
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        hashlib.blake2b(data).hexdigest()
        with (folder / path.name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _import(photographs: list[Path], folder: Path, *, link: bool) -> None:
    series = create_series(folder, title="Bench", rate=Fraction(24))
    with series.new_shot(Slate.parse("ep01/sc010/sh010")).new_take().writer() as writer:
        report = finish(import_photographs(writer, photographs, link=link))
    if len(report.kept) != len(photographs):
        raise RuntimeError(f"{len(report.kept)} of {len(photographs)} pictures were kept")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
