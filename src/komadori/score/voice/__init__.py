"""The voices of characters that never speak: hums, sighs and chirps, made from the marks of a score."""

from komadori.score.voice.feelings import FEELINGS
from komadori.score.voice.saying import saying
from komadori.score.voice.sayings import SAYINGS
from komadori.score.voice.signs import SIGNS
from komadori.score.voice.singing import SAMPLE_RATE
from komadori.score.voice.stem import STEREO, spoken, utter, utterances, voice, voices
from komadori.score.voice.timbre import BadVoice, Timbre, load_timbre, timbre_of

__all__ = [
    "FEELINGS",
    "SAMPLE_RATE",
    "SAYINGS",
    "SIGNS",
    "STEREO",
    "BadVoice",
    "Timbre",
    "load_timbre",
    "saying",
    "spoken",
    "timbre_of",
    "utter",
    "utterances",
    "voice",
    "voices",
]
