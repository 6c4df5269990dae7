"""What people use against flicker, on the same pictures: FFmpeg's filters, through PyAV; and programs of their own.

A program is measured where it lies on the PATH. It is given a folder of PNGs and writes another.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import av.filter
import cv2
import numpy as np

from bench.flicker_sets import Fine, Picture

AUTO = "0a=.08:0b=.16:1a=.08:1b=.16:2a=.08:2b=.16:s=33"
PEERS: dict[str, tuple[tuple[str, str], ...]] = {
    **{
        f"deflicker {mode} {size}": (("deflicker", f"mode={mode}:size={size}"),)
        for mode in ("am", "pm")
        for size in (5, 15)
    },
    **{f"tmidequalizer {radius}": (("tmidequalizer", f"radius={radius}"),) for radius in (5, 15)},
    "tmidequalizer 15 rgb": (("format", "gbrp|gbrp12le"), ("tmidequalizer", "radius=15:sigma=0.9")),
    "atadenoise": (("atadenoise", AUTO),),
}
"""A name, and the filters with their settings. Its `gm` and `qm` modes of deflicker come out as `am` does."""
BROKEN = ("deflicker pm 15",)
"""At 12 bits: it comes out nearly black."""
OUT = "Deflickered"
"""The folder that timelapse-deflicker writes to; to the others it is named."""
PROGRAMS: dict[str, tuple[str, ...]] = {
    "timelapse-deflicker": ("timelapse-deflicker.pl",),
    "timelapse-deflicker twice": ("timelapse-deflicker.pl", "-p", "2"),
    "simple-deflicker": ("simple-deflicker", "-source", ".", "-destination", OUT),
}
"""A name, and the command in the folder of pictures; what is not told is as the program has it by itself."""
EIGHT = ("simple-deflicker",)
"""Programs that count in 8 bits, whatever they are given."""


def peers(pictures: Sequence[Picture]) -> Iterator[tuple[str, list[Picture | Fine]]]:
    """The pictures after each filter, and after each program that is here, by its name."""
    for name, chain in PEERS.items():
        yield name, through(pictures, chain, 8 if name in BROKEN else 12)
    for name, command in PROGRAMS.items():
        if shutil.which(command[0]):
            yield name, by_program(pictures, command, 8 if command[0] in EIGHT else 16)


def by_program(pictures: Sequence[Picture], command: Sequence[str], bits: int = 16) -> list[Picture | Fine]:
    """The pictures after a program that reads a folder of PNGs with so many `bits`, RGB. Raises RuntimeError where it
    gives none for one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / OUT).mkdir()
        files = [f"{number:06d}.png" for number in range(1, len(pictures) + 1)]
        for file, picture in zip(files, pictures, strict=True):
            codes = picture.astype(np.uint16) * 257 if bits == 16 else picture
            cv2.imwrite(str(folder / file), codes[..., ::-1])
        ended = subprocess.run(list(command), cwd=folder, capture_output=True, text=True, check=False)
        done = [cv2.imread(str(folder / OUT / file), cv2.IMREAD_UNCHANGED) for file in files]
    if any(one is None for one in done):
        raise RuntimeError(f"{command[0]} gave {sum(one is not None for one in done)} of {len(files)}: {ended.stderr}")
    return [np.ascontiguousarray(one[..., ::-1]) for one in done]


def through(pictures: Sequence[Picture], chain: Sequence[tuple[str, str]], bits: int = 12) -> list[Picture | Fine]:
    """The pictures after these filters, RGB: 16-bit after filters at 12 `bits`, where they do best; or 8-bit."""
    shown, format_ = ("rgb24", "yuv444p") if bits == 8 else ("rgb48le", "yuv444p12le")
    height, width = pictures[0].shape[:2]
    graph = av.filter.Graph()
    last = graph.add_buffer(width=width, height=height, format=format_, time_base=Fraction(1, 24))
    source = last
    for name, settings in chain:
        link = graph.add(name, settings)
        last.link_to(link)
        last = link
    sink = graph.add("buffersink")
    last.link_to(sink)
    graph.configure()
    done: list[Picture | Fine] = []
    for at, picture in enumerate([*pictures, None]):
        frame = None
        if picture is not None:
            codes = picture if bits == 8 else picture.astype(np.uint16) * 257
            frame = av.VideoFrame.from_ndarray(codes, format=shown).reformat(format=format_)
            frame.pts, frame.time_base = at, Fraction(1, 24)
        source.push(frame)
        with suppress(BlockingIOError, EOFError, av.error.BlockingIOError, av.error.EOFError):
            while True:
                done.append(sink.pull().reformat(format=shown).to_ndarray())
    if len(done) != len(pictures):
        raise RuntimeError(f"{chain} gave {len(done)} of {len(pictures)} pictures")
    return done
