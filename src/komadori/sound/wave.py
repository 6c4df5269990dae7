"""What a sound is, once read, and every way in which a file may fail to be one."""

import io
import wave
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.errors import Refused

Samples: TypeAlias = NDArray[np.float32]

LOWEST_RATE, HIGHEST_RATE = 1_000, 768_000
"""Samples a second; the lowest is as fast as any film, so every frame has a sample of its own."""
MAX_CHANNELS = 16
MAX_SECONDS = 3_600
MAX_VALUES = 192_000_000
"""Samples times channels, 33 minutes of stereo at 48 kHz; as float32 that is 0.8 GB of memory."""


class SoundTrouble(StrEnum):
    """Why a file cannot be used as a sound; the value is short enough for a table."""

    MISSING = "missing"
    FOLDER = "a folder"
    DENIED = "cannot be opened"
    EMPTY = "empty"
    NOT_A_SOUND = "not a sound"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_LARGE = "too large"


REMEDIES: dict[SoundTrouble, str] = {
    SoundTrouble.MISSING: "Look at the name and the folder; nothing was changed.",
    SoundTrouble.FOLDER: "Name the sound in it.",
    SoundTrouble.DENIED: "Look at the file's permissions and at the disk.",
    SoundTrouble.EMPTY: "Copy or record it again; a full disk leaves files without sound.",
    SoundTrouble.NOT_A_SOUND: "Komadori reads WAV, AIFF, FLAC, Ogg, MP3 and M4A.",
    SoundTrouble.TRUNCATED: "Copy it again from where it came.",
    SoundTrouble.DAMAGED: "Copy it again from where it came, or save it as WAV.",
    SoundTrouble.TOO_LARGE: "Cut it to the shot: half an hour of stereo at 48 kHz is read at most.",
}


class UnreadableSound(Refused):
    """A file that cannot be used as a sound; `trouble` tells the kind of reason, `name` the file."""

    def __init__(self, name: str, trouble: SoundTrouble, what: str, *, hint: str = "") -> None:
        super().__init__(f"{name}: {what}", hint=hint or REMEDIES[trouble])
        self.name = name
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wave:
    """A sound in memory: `data` is channels x samples, float32, full scale ±1, at `rate` samples a second.

    Values beyond ±1 are kept, as files of floating numbers and mixes have them; `wav_bytes` clips them.
    """

    data: Samples
    rate: int

    @property
    def channels(self) -> int:
        """How many there are, 1 or more."""
        return int(self.data.shape[0])

    @property
    def samples(self) -> int:
        """Samples of each channel."""
        return int(self.data.shape[1])

    def frames(self, fps: Fraction) -> int:
        """Frames at `fps` frames a second in which something of the sound is heard, the last perhaps in part."""
        if not self.samples:
            return 0
        return (self.samples - 1) * fps.numerator // (self.rate * fps.denominator) + 1


def first_sample(frame: int, fps: Fraction, rate: int) -> int:
    """The first sample of `frame`, counted from 0: the first at or after the frame begins; frame 1 begins at 0.

    Exact for any frame, so nothing drifts: sample s belongs to the frame that is on screen at the time s / rate.
    """
    return -(-(frame - 1) * rate * fps.denominator // fps.numerator)


def slice_of(sound: Wave, first_frame: int, frames: int, fps: Fraction) -> Wave:
    """What is heard in `frames` frames from `first_frame` on, both at `fps`; silence before and after the sound."""
    begin = first_sample(first_frame, fps, sound.rate)
    end = first_sample(first_frame + max(frames, 0), fps, sound.rate)
    data = np.zeros((sound.channels, end - begin), np.float32)
    kept_begin, kept_end = max(begin, 0), min(end, sound.samples)
    if kept_begin < kept_end:
        data[:, kept_begin - begin : kept_end - begin] = sound.data[:, kept_begin:kept_end]
    return Wave(data=data, rate=sound.rate)


def wav_bytes(sound: Wave, *, bits: int = 16) -> bytes:
    """The sound as a WAV file of 16 or 24 `bits`; a file of as many bits that was read comes back to the last bit."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(sound.channels)
        written.setsampwidth(bits // 8)
        written.setframerate(sound.rate)
        written.writeframes(_codes(sound, bits))
    return file.getvalue()


def _codes(sound: Wave, bits: int) -> bytes:
    """The samples as whole numbers, low byte first, channels in turn."""
    if bits not in {16, 24}:
        raise ValueError(f"A WAV is written with 16 or 24 bits, not {bits}.")
    full = 1 << (bits - 1)
    # Single precision holds no 24 bits beside a sign.
    scaled = sound.data.T.astype(np.float64) * full if bits == 24 else sound.data.T * np.float32(full)
    codes = np.clip(np.rint(scaled), -full, full - 1)
    if bits == 16:
        return codes.astype("<i2").tobytes()
    return np.ascontiguousarray(codes, "<i4")[..., None].view(np.uint8)[..., :3].tobytes()
