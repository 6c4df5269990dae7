"""A written file is opened again and held against what was promised, by decoding every frame of it."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange
from numpy.typing import NDArray

from komadori.deliver.encode import Canvas, gif_starts
from komadori.deliver.pixels import BT709_MATRIX, Proof, plane_values, proof_of_frame
from komadori.deliver.presets import Preset
from komadori.deliver.soundtrack import verify_sound
from komadori.sound import Wave

ALIKE = 6
"""Two pictures whose proofs differ nowhere by this much (of 255) cannot be told apart after lossy coding."""

FAR = 12
"""A frame whose proof is on average this far from its picture's is not that picture: coding errs by about one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a movie must hold: its preset and canvas, how long each picture stays, its proof, and the sound if any."""

    preset: Preset
    canvas: Canvas
    lengths: tuple[int, ...]
    proofs: tuple[Proof, ...]
    sound: Wave | None = None

    @property
    def frames(self) -> int:
        """The movie's length in frames."""
        return sum(self.lengths)

    @property
    def bits(self) -> int:
        """Bits of a decoded sample."""
        return self.preset.decoded[1] if self.preset.decoded else self.preset.bits


def verify_movie(path: Path, promise: Promise) -> Generator[int, None, list[str]]:
    """Decode all of `path`, yielding the frames seen; returns every way in which it breaks `promise`, in sentences.

    Judged are the container, codec, profile, size, sample format, rate and colour tags; that each frame stands at its
    exact time and decodes without error; that in movies the frames of one hold are the same to the last bit; and that
    each frame shows its own picture and not the one before or after.
    """
    faults: list[str] = []
    try:
        with av.open(path) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            stream.codec_context.options = {"err_detect": "explode"}
            faults += _headers(container, stream, promise)
            yield from _frames(container, stream, promise, faults)
    except (av.error.FFmpegError, IndexError) as failure:
        faults.append(f"it cannot be decoded to the end: {failure}")
    if promise.sound is not None:
        faults += verify_sound(path, promise.preset, promise.sound)
    return faults


def _headers(container: Any, stream: av.VideoStream, promise: Promise) -> Iterator[str]:
    preset, canvas = promise.preset, promise.canvas
    found: dict[str, tuple[object, object]] = {
        "streams": (len(container.streams), 1 if promise.sound is None else 2),
        "codec": (stream.codec_context.codec.name, _decoder(preset)),
        "width": (stream.width, canvas.width),
        "height": (stream.height, canvas.height),
    }
    if preset.kind == "movie":
        found |= {
            "profile": (stream.profile, preset.profile),
            "sample format": (stream.codec_context.pix_fmt, (preset.decoded or (preset.samples, 0))[0]),
            "rate": (stream.average_rate, canvas.rate),
            "frames in the index": (stream.frames, promise.frames),
        }
        found |= _colour(stream.codec_context, "container")
    for what, (is_now, should) in found.items():
        if is_now != should:
            yield f"{what}: {is_now}, not {should}"


def _decoder(preset: Preset) -> str:
    return {"prores_ks": "prores", "libx264": "h264"}.get(preset.codec, preset.codec)


def _colour(tagged: Any, where: str) -> dict[str, tuple[object, object]]:
    """What `tagged` says of its colours, beside what BT.709 in limited range is called in ITU-T H.273."""
    return {
        f"colour primaries in the {where}": (tagged.color_primaries, 1),
        f"transfer in the {where}": (tagged.color_trc, 1),
        f"matrix in the {where}": (tagged.colorspace, BT709_MATRIX),
        f"range in the {where}": (tagged.color_range, ColorRange.MPEG),
    }


def _frames(container: Any, stream: av.VideoStream, promise: Promise, faults: list[str]) -> Iterator[int]:
    starts = _starts(promise)
    shown = _shown(promise)
    held: list[NDArray[Any]] = []
    seen = 0
    for frame in container.decode(stream):
        if seen < len(shown):
            at = shown[seen]
            faults += _one_frame(frame, seen, starts[seen], at, promise)
            if promise.preset.kind == "movie":
                values = [plane_values(plane, promise.bits).copy() for plane in frame.planes]
                faults += _hold(held, values, seen, shown, promise)
                held = values
        seen += 1
        yield seen
    if seen != len(shown):
        faults.append(f"frames: {seen}, not {len(shown)}")
    faults += _end(stream, starts)


def _shown(promise: Promise) -> list[int]:
    """For each frame of the file, which picture it shows; a GIF keeps a hold as one long frame."""
    if promise.preset.kind == "gif":
        return list(range(len(promise.lengths)))
    return [number for number, length in enumerate(promise.lengths) for _ in range(length)]


def _starts(promise: Promise) -> list[Fraction]:
    if promise.preset.kind == "gif":
        return [Fraction(start, 100) for start in gif_starts(promise.lengths, promise.canvas.rate)]
    return [frame / promise.canvas.rate for frame in range(promise.frames + 1)]


def _one_frame(frame: av.VideoFrame, seen: int, start: Fraction, at: int, promise: Promise) -> Iterator[str]:
    name = f"frame {seen + 1}"
    if frame.pts is None or frame.time_base is None or frame.pts * frame.time_base != start:
        yield f"{name} does not stand at {start} s"
    if frame.is_corrupt:
        yield f"{name} is marked as damaged"
    if promise.preset.kind == "movie":
        for what, (is_now, should) in _colour(frame, "stream").items():
            if is_now != should:
                yield f"{name}, {what}: {is_now}, not {should}"
    yield from _likeness(proof_of_frame(frame, promise.bits), name, at, promise)


def _likeness(proof: Proof, name: str, at: int, promise: Promise) -> Iterator[str]:
    """Judge on the line from a neighbour's picture to the frame's own how far along it the decoded frame lies.

    At 1 it is its own picture, at 0 the neighbour; noise and coding errors lie across that line and hardly count.
    """
    own = promise.proofs[at].astype(np.float32)
    error = proof - own
    if np.abs(error).mean() > FAR:
        yield f"{name} does not look like its picture (off by {np.abs(error).mean():.0f} of 255)"
    for other, which in ((at - 1, "before"), (at + 1, "after")):
        if 0 <= other < len(promise.proofs):
            way = own - promise.proofs[other]
            if np.abs(way).max() >= ALIKE and (error * way).sum() < -0.5 * (way * way).sum():
                yield f"{name} shows the picture {which} its own"


def _hold(
    before: list[NDArray[Any]], now: list[NDArray[Any]], seen: int, shown: list[int], promise: Promise
) -> Iterator[str]:
    if not before:
        return
    same = all(np.array_equal(was, values) for was, values in zip(before, now, strict=True))
    here, last = shown[seen], shown[seen - 1]
    if here == last and not same:
        yield f"frame {seen + 1} differs from frame {seen}, which it should hold"
    # What is coded against the frame before may pass over a difference that nobody sees.
    if promise.preset.alone and here != last and same and _distance(promise.proofs[here], promise.proofs[last]) > 1:
        yield f"frame {seen + 1} repeats frame {seen} where the sheet goes on to another picture"


def _distance(one: Proof, other: Proof) -> int:
    """The largest difference anywhere, of 255; 1 may be rounding and nothing else."""
    return int(np.abs(one.astype(np.int16) - other).max())


def _end(stream: av.VideoStream, starts: list[Fraction]) -> Iterator[str]:
    if stream.duration is None or stream.time_base is None:
        yield "it does not tell how long it is"
    elif stream.duration * stream.time_base != starts[-1]:
        yield f"length: {stream.duration * stream.time_base} s, not {starts[-1]} s"
