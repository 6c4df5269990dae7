"""A take of small pictures that can be told apart, shot on a sheet with holds of many lengths."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from komadori.film import Axes, Slate
from komadori.picture import inspect, write
from komadori.store import Finished, FinishedFrame, Incoming, PictureFacts, SeriesFolder, TakeFolder, create_series

SLATE = Slate.parse("ep01/sc010/sh020")
LENGTHS = (2, 2, 3, 1, 4, 2, 2, 1)


def picture(number: int, *, width: int = 96, height: int = 64, bits: int = 8) -> np.ndarray:
    """A soft set with its own colours and a block that steps to the right from picture to picture."""
    seed = np.random.default_rng(7).uniform(0.2, 0.7, (4, 6, 3))
    scene = cv2.resize(seed, (width, height), interpolation=cv2.INTER_CUBIC)
    left = 4 + number * 9 % (width - 24)
    scene[height // 3 : height // 3 + 20, left : left + 16] = (0.9, 0.25 + 0.05 * (number % 8), 0.1)
    top = 2**bits - 1
    return np.rint(np.clip(scene, 0, 1) * top).astype(np.uint8 if bits == 8 else np.uint16)


@pytest.fixture
def paint() -> Callable[..., np.ndarray]:
    """paint(number, width=…, height=…, bits=…) is a picture."""
    return picture


Shooting = Callable[..., TakeFolder]


@pytest.fixture
def series(tmp_path: Path) -> SeriesFolder:
    return create_series(tmp_path / "series", title="Tea at Dusk", rate=Fraction(24))


@pytest.fixture
def shoot(series: SeriesFolder, tmp_path: Path) -> Shooting:
    """shoot(lengths, pictures=[arrays], suffix=".png") keeps one picture for each length and returns the take."""

    def shot(
        lengths: Sequence[int] = LENGTHS,
        *,
        into: SeriesFolder = series,
        pictures: Sequence[np.ndarray] | None = None,
        suffix: str = ".png",
        settings: tuple[tuple[str, str], ...] = (),
        axes: Sequence[Axes] = (),
        exposures: tuple[str, ...] = ("x1",),
    ) -> TakeFolder:
        take = into.new_shot(SLATE, exposures=exposures).new_take()
        frame = 1
        with take.writer() as writer:
            for number, length in enumerate(lengths, 1):
                file = tmp_path / f"shot{number}{suffix}"
                pixels = picture(number) if pictures is None else pictures[number - 1]
                kind = {".png": "png8" if pixels.dtype == np.uint8 else "png16"}.get(suffix, "")
                write(file, pixels, encoding="linear" if suffix == ".exr" else "srgb", format=kind)
                told = inspect(file)
                facts = PictureFacts(
                    format=told.format,
                    width=told.width,
                    height=told.height,
                    settings=settings,
                    axes=axes[number - 1] if axes else None,
                )
                writer.keep(
                    [Incoming(name=file.name, data=file)], exposure="x1", frame=frame, length=length, facts=facts
                )
                frame += length
        return into.shot(SLATE).take()

    return shot


@pytest.fixture
def finish_all(series: SeriesFolder) -> Callable[..., dict[int, Path]]:
    """finish_all(take) writes a 16-bit finished frame for every picture and returns them by number."""

    def finished(take: TakeFolder, stale: tuple[int, ...] = (), without: tuple[int, ...] = ()) -> dict[int, Path]:
        entries, files = {}, {}
        for kept in take.pictures:
            if kept.number not in without:
                pixels = picture(kept.number, bits=16)
                key = f"finished{kept.number}"
                files[kept.number] = series.cache.put(key, ".tif", lambda path, pixels=pixels: write(path, pixels))
                entries[kept.number] = FinishedFrame(
                    key=key,
                    file=series.cache.name(key, ".tif"),
                    source_hash="other" if kept.number in stale else kept.hash,
                )
        told = Finished(
            recipe="as it is", entries=entries, width=96, height=64, encoding="srgb", folder=series.cache.folder
        )
        take.write_finished(told)
        return files

    return finished
