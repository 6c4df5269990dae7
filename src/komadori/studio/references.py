"""Line-up material: stills, and videos seen frame by frame at the rate of the shot."""

import io
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import IO

import av
import simplejpeg
from PIL import Image

from komadori.errors import Refused
from komadori.picture import inspect

VIDEOS = frozenset({".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi", ".mpg", ".mpeg"})
WIDEST = 1280
"""Pixels of width a reference frame is shown at; it is looked through, not finished."""
KEPT = 64
"""Frames remembered: an animator goes back and forth by a few."""


class UnreadableReference(Refused):
    """A file that was brought to line up with cannot be shown."""


def is_video(path: Path) -> bool:
    """Whether a file is named like a video."""
    return path.suffix.lower() in VIDEOS


def sees_through(path: Path) -> bool:
    """Whether a still is a PNG one can see through, such as a drawing on clear ground; it is shown as it is."""
    if path.suffix.lower() != ".png":
        return False
    try:
        with Image.open(path) as picture:
            return picture.has_transparency_data
    except (OSError, ValueError, Image.DecompressionBombError):
        return False


def prove(name: str, data: bytes) -> None:
    """Look a file through before it is kept. Raises UnreadableReference for a video, UnreadablePicture for a still."""
    if is_video(Path(name)):
        _frame_at(io.BytesIO(data), name, Fraction(0))
    else:
        inspect(data, name=name)


@lru_cache(maxsize=KEPT)
def frame_of(path: Path, frame: int, rate: Fraction) -> bytes:
    """The picture of a video on screen at `frame` (from 1) of a shot at `rate`, as a JPEG; after its end the last.

    Raises UnreadableReference.
    """
    return _frame_at(str(path), path.name, (frame - 1) / rate)


def _frame_at(file: str | IO[bytes], name: str, at: Fraction) -> bytes:
    """What a video shows `at` so many seconds, as a JPEG."""
    try:
        with av.open(file, "r") as container:
            stream = container.streams.video[0]
            base = stream.time_base or Fraction(1, 1000)
            start = stream.start_time or 0
            container.seek(start + int(at / base), stream=stream)
            shown = None
            for decoded in container.decode(stream):
                if shown is not None and decoded.pts is not None and (decoded.pts - start) * base > at:
                    break
                shown = decoded
            if shown is None:
                raise UnreadableReference(f"{name} has no picture.", hint="bring it as MP4, MOV or WebM.")
            width = min(WIDEST, shown.width)
            height = max(2, round(shown.height * width / shown.width))
            pixels = shown.reformat(width, height, "rgb24").to_ndarray()
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        raise UnreadableReference(
            f"{name} cannot be read as a video: {error}.", hint="bring it as MP4, MOV or WebM."
        ) from error
    return bytes(simplejpeg.encode_jpeg(pixels.copy(order="C"), quality=88))
