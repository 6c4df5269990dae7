"""The sound of a movie: written beside the pictures as they go, and held against what was promised."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from numpy.typing import NDArray

from komadori.deliver.presets import Preset
from komadori.sound import Wave
from komadori.sound.wave import Samples

CHUNK = 1024
"""Samples handed to the encoder at a time: as many as AAC codes together."""

FORMATS = {"aac": "fltp", "pcm_s24le": "s32"}
"""How each codec likes its samples."""

BIT_RATE = 256_000
"""Bits a second of AAC in stereo; above it nobody hears a difference."""

LOUD = 1e-4
"""Below this root mean square a stretch is silence, of which no likeness can be told."""


class Soundtrack:
    """The sound stream of a movie being written. `sound` is stereo at 48,000 samples a second."""

    def __init__(self, container: av.container.OutputContainer, preset: Preset, sound: Wave) -> None:
        self._container, self._sound = container, sound
        self._format = FORMATS[preset.sound]
        self._stream = cast("av.AudioStream", container.add_stream(preset.sound, rate=sound.rate))
        self._stream.layout = "stereo"
        self._stream.format = self._format
        if preset.sound == "aac":
            self._stream.bit_rate = BIT_RATE
        self._done = 0

    def write_to(self, second: Fraction) -> None:
        """Write all whole chunks up to `second`."""
        reached = min(int(second * self._sound.rate), self._sound.samples)
        while self._done + CHUNK <= reached:
            self._write(CHUNK)

    def close(self) -> None:
        """Write what is left."""
        while self._done < self._sound.samples:
            self._write(min(CHUNK, self._sound.samples - self._done))
        self._container.mux(self._stream.encode(None))

    def _write(self, samples: int) -> None:
        part: NDArray[Any] = np.clip(self._sound.data[:, self._done : self._done + samples], -1, 1)
        if self._format == "s32":
            part = np.rint(part.astype(np.float64) * (2**31 - 256)).astype(np.int32).T.reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format=self._format, layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = self._sound.rate, self._done, Fraction(1, self._sound.rate)
        self._container.mux(self._stream.encode(frame))
        self._done += samples


def verify_sound(path: Path, preset: Preset, promised: Wave) -> Iterator[str]:
    """Decode the sound of the movie at `path` and tell, in sentences, what is not as `promised`."""
    try:
        with av.open(path) as container:
            stream = container.streams.audio[0]
            found = {
                "sound codec": (stream.codec_context.codec.name, preset.sound),
                "sound rate": (stream.rate, promised.rate),
                "channels": (stream.channels, promised.channels),
            }
            for what, (is_now, should) in found.items():
                if is_now != should:
                    yield f"{what}: {is_now}, not {should}"
            heard = _decoded(container, stream, promised)
    except (av.error.FFmpegError, IndexError) as failure:
        yield f"its sound cannot be decoded to the end: {failure}"
        return
    yield from _likeness(heard, promised)


def _decoded(container: av.container.InputContainer, stream: av.AudioStream, promised: Wave) -> Samples:
    """What is heard, each sample at its own time, for as long as promised."""
    heard = np.zeros_like(promised.data)
    turner = av.AudioResampler(format="fltp", layout="stereo", rate=promised.rate)
    for frame in container.decode(stream):
        at = round((frame.pts or 0) * (frame.time_base or 0) * promised.rate)
        for part in turner.resample(frame):
            samples = part.to_ndarray()
            begin, end = max(at, 0), min(at + samples.shape[1], heard.shape[1])
            if begin < end:
                heard[:, begin:end] = samples[:, begin - at : end - at]
            at += samples.shape[1]
    return heard


def _likeness(heard: Samples, promised: Wave) -> Iterator[str]:
    """Every second must sound like its own: a shift of some milliseconds already loses the likeness."""
    step = promised.rate
    for second, begin in enumerate(range(0, promised.samples, step)):
        own = promised.data[:, begin : begin + step].astype(np.float64)
        got = heard[:, begin : begin + step].astype(np.float64)
        loud = np.sqrt((own**2).mean())
        if loud < LOUD:
            if np.sqrt((got**2).mean()) > 10 * LOUD:
                yield f"second {second} of its sound should be silent"
        elif np.sqrt(((np.clip(own, -1, 1) - got) ** 2).mean()) > 0.5 * loud:
            yield f"second {second} of its sound does not sound like its own"
