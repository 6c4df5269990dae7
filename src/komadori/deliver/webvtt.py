"""Captions as WebVTT, the form in which browsers and streams show them (W3C, "WebVTT: The Web Video Text Tracks")."""

import html
from collections.abc import Iterable
from fractions import Fraction

from komadori.score.captions import Caption
from komadori.sheet.time import duration

SIDES = {"left": " position:8% align:start", "right": " position:92% align:end", "": ""}
"""Where a cue stands, by the side its speaker is on: inside the margin of five per cent that is safe for text."""


def webvtt(captions: Iterable[Caption], rate: Fraction, *, language: str = "en") -> str:
    """The text of a .vtt file; a caption begins with its first frame and ends with the end of its last."""
    cues = [f"WEBVTT\nLanguage: {language}\n"]
    for number, one in enumerate(captions, 1):
        begin, end = _clock(duration(one.first - 1, rate)), _clock(duration(one.last, rate))
        text = html.escape(one.text, quote=False)
        cues.append(f"{number}\n{begin} --> {end}{SIDES[one.place]}\n{text}\n")
    return "\n".join(cues)


def _clock(seconds: Fraction) -> str:
    """Hours, minutes, seconds and thousandths."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
