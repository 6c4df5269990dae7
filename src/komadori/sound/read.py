"""Sound files come in. They are hostile input: whatever a decoder meets becomes an `UnreadableSound`."""

import io
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np

from komadori.sound.wave import (
    HIGHEST_RATE,
    LOWEST_RATE,
    MAX_CHANNELS,
    MAX_SECONDS,
    MAX_VALUES,
    Samples,
    SoundTrouble,
    UnreadableSound,
    Wave,
)

Source: TypeAlias = str | Path | bytes

FORMATS = "wav,w64,aiff,caf,flac,ogg,mp3,mov,aac,matroska"
"""Plain containers. Playlists and the like, which lead a decoder to other files, are not among them."""
MAX_BYTES = 1 << 30
CHUNKS = 1_000
"""Parts of a WAV that are looked through for the sound."""
HANDED_OVER = "the sound"
BREAKS_OFF = {True: 0.001, False: 0.1}
"""Seconds by which a file may end before its header says, lossless or not; the padding of lossy codecs is shorter."""
UNKNOWN_LENGTH = 0xFFFFFF00
"""A WAV written to a pipe states a length from here on, or 0, because nobody knew it."""


def read_wave(source: Source, name: str = "") -> Wave:
    """The whole first sound of `source`, a path or a file's bytes: WAV, AIFF, FLAC, Ogg, MP3, M4A and their like.

    `name` stands in messages; a path's own name by default. At most 1 GiB, an hour, and half an hour of stereo at
    48 kHz are read. Raises `UnreadableSound`, also where a file breaks off before its end.
    """
    name, data = _take(source, name)
    if not data:
        raise UnreadableSound(name, SoundTrouble.EMPTY, "the file is empty.")
    _whole_wav(name, data)
    try:
        with av.open(io.BytesIO(data), options={"format_whitelist": FORMATS}) as container:
            return _decoded(name, container, states_length=_states_length(container, data))
    except UnreadableSound:
        raise
    except (av.error.InvalidDataError, av.error.ArgumentError) as error:
        raise _unlike_a_sound(name, data, error) from error
    # PyAV passes on what FFmpeg meets as errors of many kinds, ValueError and MemoryError among them.
    except (av.error.FFmpegError, ValueError, OverflowError, MemoryError, RuntimeError, EOFError) as error:
        raise UnreadableSound(name, SoundTrouble.DAMAGED, f"it cannot be decoded: {_words(error)}.") from error


def _take(source: Source, name: str) -> tuple[str, bytes]:
    """Name and bytes of `source`, which is not read where it is too long."""
    if isinstance(source, bytes):
        name = name or HANDED_OVER
        _check_length(name, len(source))
        return name, source
    path = Path(source)
    name = name or path.name or str(path)
    try:
        with path.open("rb") as file:
            _check_length(name, file.seek(0, os.SEEK_END))
            file.seek(0)
            return name, file.read()
    except UnreadableSound:
        raise
    except FileNotFoundError as error:
        raise UnreadableSound(name, SoundTrouble.MISSING, f"there is no file {path}.") from error
    except IsADirectoryError as error:
        raise UnreadableSound(name, SoundTrouble.FOLDER, "it is a folder, not a sound.") from error
    # A path with a null character is a ValueError to Python.
    except (OSError, ValueError) as error:
        raise UnreadableSound(name, SoundTrouble.DENIED, f"it cannot be opened: {_words(error)}.") from error


def _check_length(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise UnreadableSound(name, SoundTrouble.TOO_LARGE, f"a file of {size:,} bytes is too large.")


def _whole_wav(name: str, data: bytes) -> None:
    """Refuse a WAV that is shorter than its header says, which the decoder would pass over in silence."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return
    place = 12
    for _ in range(CHUNKS):
        if place + 8 > len(data):
            return
        kind, size = struct.unpack_from("<4sI", data, place)
        place += 8
        if kind == b"data":
            if 0 < size < UNKNOWN_LENGTH and place + size > len(data):
                what = f"its header promises {size:,} bytes of sound, and there are {len(data) - place:,}."
                raise UnreadableSound(name, SoundTrouble.TRUNCATED, what)
            return
        place += size + size % 2


def _states_length(container: Any, data: bytes) -> bool:
    """Whether the stated duration is true. That of AAC, and of an MP3 without a header for it, is only guessed."""
    if container.format.name == "mp3":
        return b"Xing" in data[: 1 << 20] or b"Info" in data[: 1 << 20]
    return bool(container.format.name != "aac")


def _decoded(name: str, container: Any, *, states_length: bool) -> Wave:
    """All samples of the first sound in an open container, their number and values judged."""
    if not container.streams.audio:
        raise UnreadableSound(name, SoundTrouble.NOT_A_SOUND, "there is no sound in it.")
    stream = container.streams.audio[0]
    stream.codec_context.options = {"err_detect": "explode"}
    rate, channels = int(stream.rate or 0), int(stream.codec_context.channels)
    if not LOWEST_RATE <= rate <= HIGHEST_RATE or not 1 <= channels <= MAX_CHANNELS:
        what = f"{channels} channels at {rate:,} samples a second are no sound for a film."
        raise UnreadableSound(name, SoundTrouble.DAMAGED, what)
    pieces = []
    length = 0
    for piece in _pieces(container, stream):
        length += piece.shape[1]
        if length * channels > MAX_VALUES or length > MAX_SECONDS * rate:
            raise UnreadableSound(name, SoundTrouble.TOO_LARGE, "it is too long.")
        pieces.append(piece)
    if not length:
        raise UnreadableSound(name, SoundTrouble.EMPTY, "there is not one sample in it.")
    stated = float(stream.duration * stream.time_base) if stream.duration and states_length else 0.0
    lossless = stream.codec_context.name.startswith(("pcm", "flac"))
    if length / rate < stated - BREAKS_OFF[lossless]:
        what = f"it should last {stated:.2f} s and breaks off after {length / rate:.2f} s."
        raise UnreadableSound(name, SoundTrouble.TRUNCATED, what)
    data = np.concatenate(pieces, axis=1)
    if not np.isfinite(data).all():
        raise UnreadableSound(name, SoundTrouble.DAMAGED, "it holds values that are no numbers.")
    return Wave(data=data, rate=rate)


def _pieces(container: Any, stream: Any) -> Iterator[Samples]:
    """What the decoder gives, each piece channels x samples."""
    planar = av.AudioResampler(format="fltp", layout=stream.codec_context.layout, rate=stream.rate)
    for frame in container.decode(stream):
        for piece in planar.resample(frame):
            yield piece.to_ndarray().astype(np.float32, copy=False)
    for piece in planar.resample(None):
        yield piece.to_ndarray().astype(np.float32, copy=False)


def _unlike_a_sound(name: str, data: bytes, error: Exception) -> UnreadableSound:
    known = (b"RIFF", b"RF64", b"FORM", b"fLaC", b"OggS", b"ID3", b"caff", b"\x1aE\xdf\xa3")
    if data.startswith(known) or data[4:8] == b"ftyp":
        return UnreadableSound(name, SoundTrouble.DAMAGED, f"it cannot be decoded: {_words(error)}.")
    return UnreadableSound(name, SoundTrouble.NOT_A_SOUND, "it is not a sound that can be read.")


def _words(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
