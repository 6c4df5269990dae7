"""Sound files of every kind come in whole, and those that are not whole do not come in at all."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.sound import SoundTrouble, UnreadableSound, Wave, read_wave, wav_bytes
from komadori.sound import read as reading

KINDS = ["wav", "wav24", "wavfloat", "aiff", "flac", "ogg", "mp3", "m4a", "webm"]
LOSSY = {"ogg", "mp3", "m4a", "webm"}


def trouble(source, name="a sound"):
    with pytest.raises(UnreadableSound) as caught:
        read_wave(source, name)
    assert caught.value.hint
    return caught.value.trouble


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_in_as_long_and_as_loud_as_it_was(kind, tone, sound_file):
    made = tone(1.0, channels=2)
    read = read_wave(sound_file(kind, made))
    assert (read.rate, read.channels, read.data.dtype) == (48_000, 2, np.float32)
    assert abs(read.samples - made.samples) <= (0.03 * 48_000 if kind in LOSSY else 0)
    middle = slice(12_000, 36_000)
    for heard, meant in zip(read.data, made.data, strict=True):
        assert np.sqrt(np.mean(heard[middle] ** 2)) == pytest.approx(np.sqrt(np.mean(meant[middle] ** 2)), rel=0.06)
    if kind not in LOSSY:
        assert np.abs(read.data - made.data).max() <= 1 / 32768


def test_sixteen_bits_come_back_to_the_last_bit():
    codes = np.arange(-32768, 32768, 7, dtype=np.int16)
    made = Wave(data=(codes / 32768).astype(np.float32)[None], rate=44_100)
    again = read_wave(wav_bytes(made))
    assert np.array_equal(again.data, made.data)
    assert wav_bytes(again) == wav_bytes(made)


def test_values_beyond_full_scale_are_kept_in_memory_and_clipped_on_paper(tone, sound_file):
    loud = tone(0.2, level=1.5)
    read = read_wave(sound_file("wavfloat", loud))
    assert read.data.max() == pytest.approx(1.5, abs=0.01)
    assert read_wave(wav_bytes(read)).data.max() == pytest.approx(1, abs=1e-4)


def test_a_path_is_read_and_named(tmp_path, tone):
    path = tmp_path / "kettle.wav"
    path.write_bytes(wav_bytes(tone(0.1)))
    assert read_wave(path).samples == 4_800
    with pytest.raises(UnreadableSound, match=r"^nowhere\.wav: there is no file"):
        read_wave(tmp_path / "nowhere.wav")


def test_what_cannot_be_opened_is_told(tmp_path):
    assert trouble(tmp_path / "none.wav") is SoundTrouble.MISSING
    assert trouble(tmp_path) is SoundTrouble.FOLDER
    assert trouble("a\0b") is SoundTrouble.DENIED
    assert trouble(b"") is SoundTrouble.EMPTY


@pytest.mark.parametrize("kind", ["wav", "wav24", "aiff", "flac", "mp3", "m4a"])
def test_a_file_that_breaks_off_is_refused(kind, tone, sound_file):
    whole = sound_file(kind, tone(2.0))
    assert trouble(whole[: len(whole) * 2 // 3]) in {SoundTrouble.TRUNCATED, SoundTrouble.DAMAGED}


@pytest.mark.parametrize("kind", ["flac", "ogg", "m4a"])
def test_a_hole_in_the_middle_is_refused(kind, tone, sound_file):
    whole = bytearray(sound_file(kind, tone(2.0)))
    middle = len(whole) // 2
    whole[middle : middle + 400] = bytes(400)
    assert trouble(bytes(whole)) in {SoundTrouble.TRUNCATED, SoundTrouble.DAMAGED}


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF])
def test_a_wav_written_to_a_pipe_knows_no_length_and_is_read(length, tone):
    data = bytearray(wav_bytes(tone(0.5)))
    data[40:44] = struct.pack("<I", length)
    assert read_wave(bytes(data)).samples == 24_000


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"Dear animator, this is a letter. " * 40,
        bytes(5_000),
    ],
)
def test_what_is_no_sound_is_refused_and_leads_nowhere(data):
    assert trouble(data) is SoundTrouble.NOT_A_SOUND


def test_a_film_without_sound_has_none(photographs, tmp_path):
    assert trouble(photographs(1)[0]) is SoundTrouble.NOT_A_SOUND


def test_too_long_is_refused_before_it_fills_the_memory(monkeypatch, tone):
    monkeypatch.setattr(reading, "MAX_VALUES", 40_000)
    assert trouble(wav_bytes(tone(1.0))) is SoundTrouble.TOO_LARGE
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000)
    assert trouble(wav_bytes(tone(0.1))) is SoundTrouble.TOO_LARGE


def test_values_that_are_no_numbers_are_refused(tone, sound_file):
    broken = tone(0.2)
    broken.data[0, 100] = np.nan
    assert trouble(sound_file("wavfloat", broken)) is SoundTrouble.DAMAGED


def test_a_sound_without_a_sample_is_empty():
    assert trouble(wav_bytes(Wave(data=np.zeros((1, 0), np.float32), rate=48_000))) in {
        SoundTrouble.EMPTY,
        SoundTrouble.DAMAGED,
    }


@pytest.fixture(scope="module")
def files(tone, sound_file):
    return {kind: sound_file(kind, tone(0.3)) for kind in ("wav", "flac", "ogg", "mp3", "m4a")}


@settings(max_examples=150)
@given(kind=st.sampled_from(["wav", "flac", "ogg", "mp3", "m4a"]), data=st.data())
def test_whatever_is_broken_in_a_file_only_one_error_comes_out(files, kind, data):
    whole = bytearray(files[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, min(len(whole) - 1, 600)))] = data.draw(st.integers(0, 255))
    try:
        read = read_wave(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    except UnreadableSound:
        return
    assert np.isfinite(read.data).all()
    assert read.samples


def test_the_sounds_of_the_study_all_come_in(shared):
    folder = shared / "data"
    paths = [path for path in folder.glob("audio-*/**/*") if path.suffix in {".wav", ".ogg", ".flac", ".mp3", ".m4a"}]
    if not paths:
        pytest.skip("no sounds are in the study material")
    for path in paths[:400:4]:
        sound = read_wave(path)
        assert sound.samples > 0
        assert np.abs(sound.data).max() < 4
