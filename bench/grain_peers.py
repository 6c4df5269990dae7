"""What others do against noise, on the same pictures: FFmpeg's filters and OpenCV's non-local means."""

import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.grain_takes import Image
from komadori.picture.colour import to_codes, to_light

Codes = NDArray[np.uint8]


def filtered(pictures: Sequence[Image], name: str, settings: str = "") -> list[Image]:
    """The pictures through one of FFmpeg's filters."""
    codes = [to_codes(picture, "srgb", 8) for picture in pictures]
    if name in av.filter.filters_available:
        done = _inside(codes, name, settings)
    else:
        done = _by_program(codes, f"{name}={settings}" if settings else name)
    return [to_light(one, "srgb") for one in done]


def has(name: str) -> bool:
    """Whether FFmpeg's filter can be had here: PyAV's own, or by a program on the PATH."""
    return name in av.filter.filters_available or shutil.which("ffmpeg") is not None


def _inside(codes: Sequence[Codes], name: str, settings: str) -> list[Codes]:
    high, wide = codes[0].shape[:2]
    graph = av.filter.Graph()
    source = graph.add_buffer(width=wide, height=high, format="yuv444p", time_base=Fraction(1, 24))
    link = graph.add(name, settings) if settings else graph.add(name)
    sink = graph.add("buffersink")
    source.link_to(link)
    link.link_to(sink)
    graph.configure()
    done: list[Codes] = []
    for number, picture in enumerate([*codes, None]):
        graph.push(None if picture is None else _frame(picture, number))
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                done.append(graph.pull().to_ndarray(format="rgb24"))
    return done


def _frame(picture: Codes, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24").reformat(format="yuv444p")
    frame.pts, frame.time_base = number, Fraction(1, 24)
    return frame


def _by_program(codes: Sequence[Codes], told: str) -> list[Codes]:
    high, wide = codes[0].shape[:2]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{wide}x{high}"]
    words = ["ffmpeg", "-v", "error", *raw, "-i", "-", "-vf", f"format=yuv444p,{told}", *raw, "-"]
    data = b"".join(np.ascontiguousarray(picture).tobytes() for picture in codes)
    out = subprocess.run(words, input=data, capture_output=True, check=True).stdout
    return list(np.frombuffer(out, np.uint8).reshape(-1, high, wide, 3))


def non_local(pictures: Sequence[Image], strength: float = 4.0) -> list[Image]:
    """OpenCV's non-local means over five pictures; the two at each end have themselves only."""
    codes = [np.ascontiguousarray(to_codes(picture, "srgb", 8)[..., ::-1]) for picture in pictures]
    done = []
    for at in range(len(codes)):
        if 2 <= at < len(codes) - 2:
            one = cv2.fastNlMeansDenoisingColoredMulti(codes, at, 5, None, strength, strength, 7, 15)
        else:
            one = cv2.fastNlMeansDenoisingColored(codes[at], None, strength, strength, 7, 15)
        done.append(to_light(np.ascontiguousarray(one[..., ::-1]), "srgb"))
    return done
