"""What a hum says by the sign in its text.

Signs follow the frequency code (Ohala 1984, Phonetica 41; Gussenhoven 2004, The Phonology of Tone and Intonation): a
question ends high, an exclamation is high, wide and short, what is left open ("…") stays level and sinks, and a tune
("~") swings.
"""

from komadori.score.voice.feelings import LATE, SHARP
from komadori.score.voice.phrase import Phrase, Utterance

SIGNS: dict[str, Utterance] = {
    "?": Utterance(
        phrases=(Phrase(seconds=0.52, pitch=((0.0, 0.0), (0.35, -1.5), (1.0, 8.0)), level=LATE, notes=2),), longest=1.35
    ),
    "!": Utterance(
        phrases=(
            Phrase(
                seconds=0.3,
                pitch=((0.0, 4.0), (0.2, 10.0), (1.0, 2.0)),
                level=SHARP,
                tension=((0.0, 0.35),),
                lips=((0.0, 0.0), (0.15, 0.7), (1.0, 0.5)),
                jaw=((0.0, 0.5),),
                notes=1,
            ),
        ),
        loudness=3.0,
        longest=1.2,
    ),
    "?!": Utterance(
        phrases=(
            Phrase(
                seconds=0.42,
                pitch=((0.0, 2.0), (0.3, 5.0), (1.0, 13.0)),
                level=((0.0, 0.0), (0.1, 0.8), (0.8, 1.0), (1.0, 0.0)),
                lips=((0.0, 0.0), (0.3, 0.6), (1.0, 0.6)),
                jaw=((0.0, 0.4),),
                tension=((0.0, 0.3),),
                notes=2,
            ),
        ),
        loudness=2.0,
        longest=1.3,
    ),
    "…": Utterance(
        phrases=(
            Phrase(
                seconds=1.15,
                pitch=((0.0, 0.0), (0.5, -0.6), (1.0, -3.0)),
                level=((0.0, 0.0), (0.12, 0.9), (0.6, 0.7), (1.0, 0.0)),
                breath=((0.0, 0.0), (0.5, 0.1), (1.0, 0.5)),
                tension=((0.0, -0.2),),
                notes=3,
            ),
        ),
        loudness=-2.0,
        longest=2.2,
    ),
    "~": Utterance(
        phrases=(
            Phrase(
                seconds=1.2,
                pitch=((0.0, 0.0), (0.2, 4.0), (0.42, 0.0), (0.65, 5.0), (1.0, 1.0)),
                level=((0.0, 0.0), (0.08, 0.9), (0.42, 0.7), (0.65, 1.0), (1.0, 0.0)),
                waver=(5.0, 0.25),
                notes=4,
            ),
        ),
        longest=2.2,
    ),
}
"""A hum with a sign in its text."""


def sign_of(text: str) -> str:
    """The sign in what a hum says: "?", "!", "?!", "…", "~", or "" where there is none."""
    asks, calls = "?" in text or "？" in text, "!" in text or "！" in text
    if asks or calls:
        return "?!" if asks and calls else "?" if asks else "!"
    if "…" in text or "..." in text:
        return "…"
    return "~" if any(sign in text for sign in "~～〜♪") else ""
