"""What a mark says: which utterance, and how it is felt."""

from dataclasses import replace

from komadori.score.voice.feelings import FEELINGS, NEUTRAL, Feeling
from komadori.score.voice.phrase import Utterance, moved
from komadori.score.voice.sayings import SAYINGS
from komadori.score.voice.signs import SIGNS, sign_of

SIGNED: dict[str, float] = {"hum": 0.0, "chirp": 3.0, "squeak": 8.0}
"""Gestures that a sign in quotation marks leads, and by how many semitones they lie above a hum."""


def saying(gesture: str, feeling: str = "", text: str = "") -> tuple[Utterance, Feeling] | None:
    """What is said for a gesture, and the feeling it is said with; None for one that is silent.

    A hum, a chirp or a squeak is led by the sign in its text; a hum without one by its feeling. An unknown feeling says
    nothing about the voice.
    """
    felt = FEELINGS.get(feeling, NEUTRAL)
    sign = sign_of(text) if gesture in SIGNED else ""
    if sign:
        raised = (replace(one, pitch=moved(one.pitch, SIGNED[gesture])) for one in SIGNS[sign].phrases)
        return replace(SIGNS[sign], phrases=tuple(raised)), felt
    said = SAYINGS.get(gesture)
    if said is None:
        return None
    return (replace(said, phrases=felt.hum) if gesture == "hum" else said), felt
