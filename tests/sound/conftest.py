"""Sounds made on the spot."""

import io

import av
import numpy as np
import pytest

from komadori.sound import Wave, wav_bytes

FILES = {
    "wav": ("wav", "pcm_s16le"),
    "wav24": ("wav", "pcm_s24le"),
    "wavfloat": ("wav", "pcm_f32le"),
    "aiff": ("aiff", "pcm_s16be"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "libopus"),
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "webm": ("webm", "libopus"),
}


def tone_of(seconds=1.0, rate=48_000, hz=440.0, level=0.3, channels=1):
    """A sine as a wave; the second channel is half as loud."""
    time = np.arange(round(seconds * rate)) / rate
    sine = (level * np.sin(2 * np.pi * hz * time)).astype(np.float32)
    return Wave(data=np.stack([sine / (place + 1) for place in range(channels)]), rate=rate)


def file_of(kind, sound):
    """`sound` as the bytes of a file of `kind`, a key of FILES."""
    container, codec = FILES[kind]
    layout = "mono" if sound.channels == 1 else "stereo"
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=sound.rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.data), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = sound.rate, 0
        for part in (frame, None):
            for packet in stream.encode(part):
                out.mux(packet)
    return file.getvalue()


@pytest.fixture(scope="session")
def tone():
    return tone_of


@pytest.fixture(scope="session")
def sound_file():
    return file_of


@pytest.fixture
def wav(tmp_path):
    """`wav("name", wave)` writes a WAV and returns its path."""

    def write(name, sound):
        path = tmp_path / name
        path.write_bytes(wav_bytes(sound))
        return path

    return write
