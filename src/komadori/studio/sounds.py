"""What a timeline draws of a shot's sounds."""

import json
from fractions import Fraction

from komadori.sound import Wave, envelope

PARTS = 4
"""Peaks a frame: a drawn waveform stays fine when the timeline is drawn large."""


def peaks_json(sound: Wave, fps: Fraction, *, per_frame: int = PARTS) -> bytes:
    """What a timeline draws, as JSON: {rate, per_frame, frames, low, high, rms}, `per_frame` values for each frame.

    Values are of full scale ±1, rounded to thousandths; `rate` is the frame rate as [numerator, denominator].
    """
    drawn = envelope(sound, fps * per_frame)
    told = {
        "rate": [fps.numerator, fps.denominator],
        "per_frame": per_frame,
        "frames": sound.frames(fps),
        "low": [round(float(value), 3) for value in drawn.low],
        "high": [round(float(value), 3) for value in drawn.high],
        "rms": [round(float(value), 3) for value in drawn.rms],
    }
    return json.dumps(told, separators=(",", ":")).encode()
