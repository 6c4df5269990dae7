"""What every gesture that is heard says.

Laughs are notes of 75 ms about 210 ms apart that grow softer (Provine and Yong 1991, Ethology 89); a purr
beats some 26 times a second, breathing in as breathing out (Frazer Sissom, Rice and Peters 1991, J. Zool. 223); a
shiver some 10 times.
"""

from dataclasses import replace

from komadori.score.voice.feelings import EBBING, LATE, NEUTRAL, SHARP
from komadori.score.voice.phrase import Curve, Phrase, Utterance

STEADY: Curve = ((0.0, 0.0), (0.1, 1.0), (0.85, 0.9), (1.0, 0.0))
BREATHING_IN: Curve = ((0.0, 0.0), (0.6, 0.8), (0.85, 1.0), (1.0, 0.0))
BREATHING_OUT: Curve = ((0.0, 0.0), (0.15, 1.0), (1.0, 0.0))
NO_TONE: Curve = ((0.0, 0.0),)
AIR: Curve = ((0.0, 1.0),)

_CHEW = Phrase(
    seconds=0.2,
    gap=0.13,
    pitch=((0.0, -2.0), (0.4, -1.0), (1.0, -4.0)),
    level=((0.0, 0.0), (0.3, 1.0), (1.0, 0.0)),
    lips=((0.0, 0.0), (0.5, 0.12), (1.0, 0.0)),
    jaw=((0.0, 0.1), (0.5, 0.7), (1.0, 0.1)),
    tongue=((0.0, 0.6), (1.0, -0.3)),
    breath=((0.0, 0.6), (0.3, 0.2), (0.8, 0.5)),
    voiced=((0.0, 0.3), (0.5, 0.8), (1.0, 0.3)),
)
_SNORE_IN = Phrase(
    seconds=1.05,
    gap=0.3,
    pitch=((0.0, -9.0), (1.0, -7.0)),
    level=BREATHING_IN,
    lips=((0.0, 0.05),),
    jaw=((0.0, 0.2),),
    tongue=((0.0, -0.6),),
    breath=((0.0, 0.7),),
    voiced=((0.0, 0.35), (0.7, 0.8)),
    rough=((0.0, 0.9),),
    tension=((0.0, 0.2),),
)
_SNORE_OUT = Phrase(
    seconds=1.1,
    gap=0.7,
    level=BREATHING_OUT,
    lips=((0.0, 0.12),),
    tongue=((0.0, -0.8),),
    breath=((0.0, 0.5),),
    voiced=NO_TONE,
)
_HA = Phrase(
    seconds=0.085,
    gap=0.115,
    pitch=((0.0, 5.0), (0.3, 6.5), (1.0, 3.5)),
    level=((0.0, 0.0), (0.25, 1.0), (1.0, 0.0)),
    lips=((0.0, 0.4),),
    jaw=((0.0, 0.45),),
    tongue=((0.0, 0.45),),
    breath=((0.0, 0.55), (0.4, 0.25), (1.0, 0.4)),
)
_SNIFF = Phrase(
    seconds=0.13,
    gap=0.09,
    level=((0.0, 0.0), (0.35, 0.7), (0.75, 1.0), (1.0, 0.0)),
    lips=((0.0, 0.3),),
    jaw=((0.0, 0.1), (1.0, 0.25)),
    tongue=((0.0, 0.6),),
    voiced=NO_TONE,
    breath=AIR,
)
_PURR_OUT = Phrase(
    seconds=1.0,
    gap=0.02,
    pitch=((0.0, -7.0), (1.0, -8.0)),
    level=STEADY,
    breath=((0.0, 0.3),),
    tension=((0.0, -0.3),),
    shake=(26.0, 0.9),
    notes=6,
)
_WHIMPER = Phrase(
    seconds=0.28,
    gap=0.1,
    pitch=((0.0, 6.0), (0.25, 9.0), (1.0, 4.0)),
    level=EBBING,
    breath=((0.0, 0.25),),
    tension=((0.0, 0.2),),
    shake=(8.0, 0.3),
    notes=1,
)
_THERE = Phrase(
    seconds=0.7,
    gap=0.18,
    pitch=((0.0, 2.0), (0.25, 4.0), (1.0, -2.0)),
    breath=((0.0, 0.2),),
    tension=((0.0, -0.4),),
    notes=2,
)

SAYINGS: dict[str, Utterance] = {
    "sigh": Utterance(
        phrases=(
            Phrase(
                seconds=0.5,
                gap=0.15,
                level=BREATHING_IN,
                lips=((0.0, 0.1), (1.0, 0.4)),
                voiced=NO_TONE,
                breath=((0.0, 0.5),),
            ),
            Phrase(
                seconds=0.85,
                pitch=((0.0, 4.0), (0.2, 3.0), (1.0, -5.0)),
                level=BREATHING_OUT,
                lips=((0.0, 0.5), (1.0, 0.15)),
                jaw=((0.0, 0.5), (1.0, 0.2)),
                tongue=((0.0, -0.2),),
                breath=((0.0, 0.5), (1.0, 1.0)),
                voiced=((0.0, 0.35), (0.5, 0.12), (0.8, 0.0)),
                tension=((0.0, -0.5),),
            ),
        ),
        loudness=-4.0,
    ),
    "doze off": Utterance(phrases=(_SNORE_IN, _SNORE_OUT), loudness=-6.0, goes_on=True),
    "snore": Utterance(phrases=(_SNORE_IN, _SNORE_OUT), loudness=-2.0, goes_on=True),
    "wake": Utterance(
        phrases=(
            replace(_SNORE_IN, seconds=0.16, gap=0.16, level=SHARP),
            Phrase(
                seconds=0.6,
                pitch=((0.0, -3.0), (0.4, -1.0), (1.0, 5.0)),
                level=LATE,
                lips=((0.0, 0.0), (0.5, 0.0), (1.0, 0.4)),
                rough=((0.0, 0.5), (0.5, 0.0)),
                breath=((0.0, 0.25),),
                notes=2,
            ),
        ),
        loudness=-1.0,
    ),
    "eat": Utterance(
        phrases=(
            Phrase(
                seconds=0.2,
                gap=0.04,
                level=BREATHING_IN,
                lips=((0.0, 0.2), (1.0, 0.7)),
                voiced=NO_TONE,
                breath=((0.0, 0.4),),
            ),
            Phrase(
                seconds=0.28,
                gap=0.16,
                pitch=((0.0, 2.0), (1.0, -3.0)),
                level=((0.0, 0.0), (0.25, 1.0), (0.8, 0.6), (1.0, 0.0)),
                lips=((0.0, 0.7), (0.6, 0.5), (0.75, 0.0)),
                jaw=((0.0, 0.9), (0.8, 0.1)),
                breath=((0.0, 0.1), (0.75, 0.2), (0.85, 0.7)),
            ),
            _CHEW,
            replace(_CHEW, pitch=((0.0, -1.0), (1.0, -4.0))),
            _CHEW,
            Phrase(seconds=0.34, pitch=((0.0, 0.0), (0.4, 4.0), (1.0, -1.0)), notes=2),
        ),
        loudness=-2.0,
        longest=2.0,
    ),
    "munch": Utterance(
        phrases=(_CHEW, replace(_CHEW, pitch=((0.0, -1.0), (1.0, -4.5))), replace(_CHEW, gap=0.2)),
        loudness=-4.0,
        goes_on=True,
    ),
    "refuse": Utterance(
        phrases=(
            Phrase(seconds=0.24, gap=0.08, pitch=((0.0, 3.0), (1.0, 1.0)), level=SHARP, tension=((0.0, 0.35),)),
            Phrase(seconds=0.34, pitch=((0.0, 0.0), (0.3, 0.0), (1.0, -4.0)), level=SHARP, tension=((0.0, 0.35),)),
        ),
        longest=1.5,
    ),
    "surprise": Utterance(
        phrases=(
            Phrase(
                seconds=0.17,
                gap=0.05,
                level=BREATHING_IN,
                lips=((0.0, 0.6),),
                jaw=((0.0, 0.5),),
                voiced=NO_TONE,
                breath=AIR,
            ),
            Phrase(
                seconds=0.42,
                pitch=((0.0, 1.0), (0.25, 11.0), (1.0, 5.0)),
                level=SHARP,
                lips=((0.0, 0.5),),
                jaw=((0.0, 0.6),),
                tongue=((0.0, -0.6),),
                breath=((0.0, 0.1),),
                notes=2,
            ),
        ),
        loudness=2.0,
        longest=1.4,
    ),
    "gasp": Utterance(
        phrases=(
            Phrase(
                seconds=0.32,
                pitch=((0.0, 7.0), (1.0, 12.0)),
                level=((0.0, 0.0), (0.2, 0.7), (0.7, 1.0), (1.0, 0.0)),
                lips=((0.0, 0.5),),
                jaw=((0.0, 0.3), (0.7, 0.8)),
                voiced=((0.0, 0.1), (0.6, 0.04)),
                breath=AIR,
                tension=((0.0, 0.4),),
            ),
        ),
        longest=1.3,
    ),
    "hum": Utterance(phrases=NEUTRAL.hum, longest=1.6),
    "chirp": Utterance(
        phrases=(
            Phrase(seconds=0.13, gap=0.07, pitch=((0.0, 2.0), (0.6, 9.0), (1.0, 6.0)), level=SHARP, lips=((0.0, 0.4),)),
        ),
        goes_on=True,
    ),
    "squeak": Utterance(
        phrases=(
            Phrase(
                seconds=0.16,
                pitch=((0.0, 8.0), (0.35, 17.0), (1.0, 11.0)),
                level=SHARP,
                lips=((0.0, 0.3),),
                tongue=((0.0, 0.8),),
                tension=((0.0, 0.4),),
            ),
        ),
        loudness=1.0,
        longest=1.5,
    ),
    "yawn": Utterance(
        phrases=(
            Phrase(
                seconds=0.85,
                gap=0.02,
                pitch=((0.0, 0.0), (1.0, 6.0)),
                level=BREATHING_IN,
                lips=((0.0, 0.1), (1.0, 0.9)),
                jaw=((0.0, 0.1), (1.0, 1.0)),
                tongue=((0.0, -0.3),),
                voiced=((0.0, 0.0), (0.6, 0.0), (1.0, 0.15)),
                breath=((0.0, 0.7),),
            ),
            Phrase(
                seconds=1.0,
                gap=0.06,
                pitch=((0.0, 3.0), (0.2, 8.0), (0.5, 5.0), (1.0, -6.0)),
                level=((0.0, 0.0), (0.12, 1.0), (0.5, 0.8), (1.0, 0.0)),
                lips=((0.0, 0.9), (0.5, 0.8), (0.9, 0.05)),
                jaw=((0.0, 1.0), (0.5, 0.8), (0.95, 0.1)),
                tongue=((0.0, -0.2),),
                breath=((0.0, 0.3), (1.0, 0.6)),
                tension=((0.0, -0.2), (1.0, -0.6)),
                notes=3,
            ),
            Phrase(
                seconds=0.26,
                pitch=((0.0, -4.0), (0.3, -3.0), (1.0, -6.0)),
                breath=((0.0, 0.3),),
                tension=((0.0, -0.5),),
            ),
        ),
        loudness=-1.0,
        longest=1.8,
    ),
    "giggle": Utterance(
        phrases=tuple(
            replace(
                _HA,
                level=((0.0, 0.0), (0.25, 1.0 - 0.13 * n), (1.0, 0.0)),
                pitch=tuple((place, value + (1.5, 2.0, 1.0, 0.0, -1.5)[n]) for place, value in _HA.pitch),
            )
            for n in range(5)
        ),
        shortest=0.85,
        longest=1.15,
        goes_on=True,
    ),
    "sniff": Utterance(
        phrases=(_SNIFF, replace(_SNIFF, seconds=0.11, gap=0.16), replace(_SNIFF, seconds=0.2)),
        loudness=-5.0,
        longest=1.4,
    ),
    "purr": Utterance(
        phrases=(_PURR_OUT, replace(_PURR_OUT, seconds=0.85, gap=0.08, pitch=((0.0, -9.0),), breath=((0.0, 0.5),))),
        loudness=-4.0,
        goes_on=True,
    ),
    "whimper": Utterance(
        phrases=(_WHIMPER, replace(_WHIMPER, seconds=0.22), replace(_WHIMPER, seconds=0.42)), loudness=-4.0
    ),
    "grumble": Utterance(
        phrases=(
            Phrase(
                seconds=0.95,
                pitch=((0.0, -3.0), (0.2, -1.0), (0.4, -4.5), (0.6, -2.5), (0.8, -5.0), (1.0, -7.0)),
                level=((0.0, 0.0), (0.1, 0.9), (0.3, 0.5), (0.5, 1.0), (0.7, 0.5), (0.85, 0.8), (1.0, 0.0)),
                lips=((0.0, 0.0), (0.3, 0.15), (0.5, 0.0), (0.7, 0.15), (1.0, 0.0)),
                jaw=((0.0, 0.1), (0.3, 0.5), (0.5, 0.2), (0.7, 0.5)),
                rough=((0.0, 0.55),),
                tension=((0.0, 0.2),),
                notes=4,
            ),
        ),
    ),
    "hiccup": Utterance(
        phrases=(
            Phrase(
                seconds=0.12,
                pitch=((0.0, 3.0), (1.0, 14.0)),
                level=((0.0, 0.0), (0.3, 1.0), (0.8, 0.9), (1.0, 0.0)),
                lips=((0.0, 0.15),),
                jaw=((0.0, 0.4),),
                tension=((0.0, 0.5),),
                breath=((0.0, 0.4), (1.0, 0.1)),
            ),
        ),
        longest=1.1,
    ),
    "shiver": Utterance(
        phrases=(
            Phrase(
                seconds=1.0,
                pitch=((0.0, 1.0), (0.4, 3.0), (1.0, 1.0)),
                level=STEADY,
                lips=((0.0, 0.08), (0.9, 0.12)),
                tongue=((0.0, -0.5),),
                breath=((0.0, 0.35),),
                tension=((0.0, 0.3),),
                shake=(19.0, 0.85),
                waver=(9.5, 0.6),
                notes=8,
            ),
        ),
        loudness=-3.0,
    ),
    "stretch": Utterance(
        phrases=(
            Phrase(
                seconds=1.0,
                gap=0.03,
                pitch=((0.0, -1.0), (0.5, 2.0), (1.0, 7.0)),
                level=((0.0, 0.0), (0.3, 0.6), (0.9, 1.0), (1.0, 0.0)),
                tension=((0.0, 0.2), (1.0, 0.9)),
                rough=((0.0, 0.05), (1.0, 0.35)),
                tongue=((0.0, 0.4),),
                notes=3,
            ),
            Phrase(
                seconds=0.6,
                pitch=((0.0, 3.0), (1.0, -5.0)),
                level=BREATHING_OUT,
                lips=((0.0, 0.6), (1.0, 0.2)),
                jaw=((0.0, 0.6), (1.0, 0.2)),
                breath=((0.0, 0.6), (1.0, 1.0)),
                voiced=((0.0, 0.5), (0.7, 0.0)),
                tension=((0.0, -0.4),),
                notes=2,
            ),
        ),
        loudness=-3.0,
    ),
    "comfort": Utterance(
        phrases=(_THERE, replace(_THERE, pitch=((0.0, 0.0), (0.25, 2.0), (1.0, -4.0)), seconds=0.9)), loudness=-5.0
    ),
}
"""Every gesture that is heard."""
