"""Sound read frame by frame: waves, envelopes, slices."""

from komadori.sound.envelope import Envelope, envelope
from komadori.sound.mix import MIX_RATE, Placed, mix
from komadori.sound.read import read_wave
from komadori.sound.wave import SoundTrouble, UnreadableSound, Wave, first_sample, slice_of, wav_bytes

__all__ = [
    "MIX_RATE",
    "Envelope",
    "Placed",
    "SoundTrouble",
    "UnreadableSound",
    "Wave",
    "envelope",
    "first_sample",
    "mix",
    "read_wave",
    "slice_of",
    "wav_bytes",
]
