"""Sound read frame by frame: waves, envelopes, slices; and mixes, stems and their loudness."""

from komadori.sound.envelope import Envelope, envelope
from komadori.sound.loudness import CEILING, EBU, HOUSE, WEB, Loudness, gain_to, loudness, true_peak
from komadori.sound.mix import MIX_RATE, Placed, mix
from komadori.sound.read import read_wave
from komadori.sound.stems import BadStems, Mixed, Stem, mix_stems, write_stems
from komadori.sound.wave import SoundTrouble, UnreadableSound, Wave, first_sample, slice_of, wav_bytes

__all__ = [
    "CEILING",
    "EBU",
    "HOUSE",
    "MIX_RATE",
    "WEB",
    "BadStems",
    "Envelope",
    "Loudness",
    "Mixed",
    "Placed",
    "SoundTrouble",
    "Stem",
    "UnreadableSound",
    "Wave",
    "envelope",
    "first_sample",
    "gain_to",
    "loudness",
    "mix",
    "mix_stems",
    "read_wave",
    "slice_of",
    "true_peak",
    "wav_bytes",
    "write_stems",
]
