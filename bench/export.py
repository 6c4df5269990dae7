"""What an export costs, holds, verification and all, against decoding and encoding alone."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np

from bench.figures import Figure
from komadori.deliver import PRESETS, Preset, export_shot
from komadori.deliver.ahead import ahead
from komadori.deliver.encode import Canvas, Held, palette_of, write_gif
from komadori.film import Slate
from komadori.picture import read, write
from komadori.progress import finish
from komadori.store import Incoming, PictureFacts, TakeFolder, create_series

SLATE = Slate.parse("ep01/sc010/sh010")
WIDTH, HEIGHT, ON = 1920, 1080, 2
TARGETS = {"prores": "film.mov", "h264": "film.mp4", "gif": "film.gif", "png": "png", "tiff": "tiff", "exr": "exr"}


def measure(*, quick: bool = False) -> list[Figure]:
    """JPEGs of 1920 x 1080 with grain and a moving patch, shot on twos, into every kind of file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        take = _shoot(folder / "series", 8 if quick else 48)
        photographs = [take.file(picture) for picture in take.pictures]
        return [_against_floor(PRESETS[kind], take, photographs, folder / to) for kind, to in TARGETS.items()]


def _shoot(folder: Path, count: int) -> TakeFolder:
    rng = np.random.default_rng(1)
    ground = cv2.resize(rng.uniform(20, 200, (27, 48, 3)), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    take = create_series(folder, title="Bench", rate=Fraction(24)).new_shot(SLATE).new_take()
    with take.writer() as writer:
        for number in range(count):
            picture = ground + rng.normal(0, 2, ground.shape)
            picture[400:700, 100 + 20 * number : 300 + 20 * number] = (210, 120, 60)
            jpeg = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
            facts = PictureFacts(format="jpeg", width=WIDTH, height=HEIGHT)
            incoming = [Incoming(name=f"{number}.jpg", data=jpeg.tobytes())]
            writer.keep(incoming, exposure="x1", frame=ON * number + 1, length=ON, facts=facts)
    return take


def _against_floor(preset: Preset, take: TakeFolder, photographs: Sequence[Path], to: Path) -> Figure:
    least = _timed(lambda: _floor(preset, photographs, to.with_name(f"floor-{to.name}")))
    spent = _timed(lambda: finish(export_shot(take, preset, to, finished=False)))
    frames = ON * len(photographs)
    full = ", each held frame coded in full" if preset.kind == "movie" and not preset.alone else ""
    return Figure(
        what=f"export as {preset.name}, written and verified",
        value=f"{frames / spent:.0f} frames/s, {100 * least / spent:.0f} % of the floor",
        against=f"decode + encode alone{full}: {frames / least:.0f} frames/s",
    )


def _floor(preset: Preset, photographs: Sequence[Path], to: Path) -> None:
    """Decode each photograph once and code what the format needs at the least, on all cores; check nothing."""
    if preset.kind == "stills":
        to.mkdir()
        for path in ahead(lambda path: _still(path, to / f"{path.stem}{next(iter(preset.containers))}"), photographs):
            path.stat()
        return
    if preset.kind == "gif":
        plain = _held(photographs, "rgb24", preset.widest or WIDTH, 1)
        first = next(plain)
        canvas = Canvas(width=first.width, height=first.height, rate=Fraction(24))
        pictures = (Held(frame=frame, length=1) for frame in chain([first], plain))
        list(write_gif(to, canvas, range(len(photographs) + 1), palette_of([first]), pictures))
        return
    holds = 1 if preset.alone else ON
    with av.open(str(to), "w") as container:
        stream = container.add_stream(preset.codec, rate=24, options=dict(preset.options))
        stream.pix_fmt, stream.codec_context.thread_type = preset.samples, "AUTO"
        stream.width, stream.height = WIDTH, HEIGHT
        for number, frame in enumerate(_held(photographs, preset.samples, WIDTH, holds)):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _held(photographs: Sequence[Path], samples: str, width: int, holds: int) -> Iterator[av.VideoFrame]:
    def frame(path: Path) -> av.VideoFrame:
        plain = av.VideoFrame.from_ndarray(read(path).data, format="rgb24")
        return plain.reformat(width, HEIGHT * width // WIDTH, samples)

    for decoded in ahead(frame, photographs):
        for _ in range(holds):
            yield decoded


def _still(path: Path, to: Path) -> Path:
    kind = {".png": "png8", ".tif": "tiff8", ".exr": "exr"}[to.suffix]
    write(to, read(path).data, format=kind)
    return to


def _timed(work: Callable[[], object]) -> float:
    if hasattr(os, "sync"):
        # Without it whoever writes second waits for what the first one wrote.
        os.sync()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
