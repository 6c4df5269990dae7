"""How a feeling colours whatever is said, and how it hums by itself.

What is known of it, and taken from: Scherer 2003 (Speech Communication 40) and Juslin and Laukka 2003 (Psychological
Bulletin 129): joy is high, wide, loud and quick; sadness and tenderness are low, narrow, soft, slow and falling; fear
is high, quick, uneven and tense; anger loud and pressed. Kamiloğlu, Fischer and Sauter 2020 (Psychonomic Bulletin and
Review 27) part the pleasant ones: amusement, interest and relief high, contentment lower. Fernald 1989 (Child
Development 60): a voice that approves rises and falls in a bell, one that comforts falls slowly and smoothly, one that
asks for attention rises. Ohala 1984 (Phonetica 41): high and rising is small and asking, low and falling is sure of
itself. Laver 1980 (The Phonetic Description of Voice Quality): breath for nearness, creak for weariness.
"""

from dataclasses import dataclass

from komadori.score.voice.phrase import Curve, Phrase

SHARP: Curve = ((0.0, 0.0), (0.06, 1.0), (0.5, 0.85), (1.0, 0.0))
LATE: Curve = ((0.0, 0.0), (0.5, 0.55), (0.8, 1.0), (1.0, 0.0))
EBBING: Curve = ((0.0, 0.0), (0.15, 1.0), (0.5, 0.6), (1.0, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """What a feeling adds: `shift` semitones, `widen` times the range, `length` times the time, `level` dB,
    `breath`, `tension`, `rough` as in a phrase, `slope` semitones from beginning to end; and its own `hum`.

    `shake` and `waver` are those of a phrase that has none.
    """

    hum: tuple[Phrase, ...]
    shift: float = 0.0
    widen: float = 1.0
    length: float = 1.0
    level: float = 0.0
    breath: float = 0.0
    tension: float = 0.0
    rough: float = 0.0
    slope: float = 0.0
    shake: tuple[float, float] = (0.0, 0.0)
    waver: tuple[float, float] = (0.0, 0.0)


def _mm(seconds: float, *pitch: tuple[float, float], **told: object) -> Phrase:
    return Phrase(seconds=seconds, pitch=pitch, **told)  # type: ignore[arg-type]  # curves, told by name


OPENING: Curve = ((0.0, 0.0), (0.2, 0.0), (0.5, 0.8), (1.0, 0.4))
ROUND: Curve = ((0.0, 0.3), (0.2, 0.8), (1.0, 0.5))

NEUTRAL = Feeling(hum=(_mm(0.45, (0.0, 1.0), (0.3, 1.2), (1.0, -2.0)),))

FEELINGS: dict[str, Feeling] = {
    "afraid": Feeling(
        shift=5,
        widen=0.8,
        length=0.85,
        level=-2,
        breath=0.22,
        tension=0.6,
        slope=1,
        shake=(9.0, 0.45),
        waver=(8.0, 0.5),
        hum=tuple(_mm(0.2 + 0.08 * n, (0.0, 0.0), (0.4, 2.0), (1.0, 1.0), gap=0.09, level=SHARP) for n in range(3)),
    ),
    "alarmed": Feeling(
        shift=6,
        widen=1.3,
        length=0.75,
        level=2,
        breath=0.08,
        tension=0.7,
        rough=0.08,
        slope=2,
        hum=(
            _mm(0.16, (0.0, 0.0), (1.0, 5.0), gap=0.07, level=SHARP, lips=OPENING, jaw=((0.0, 0.5),)),
            _mm(0.26, (0.0, 4.0), (0.3, 8.0), (1.0, 5.0), level=SHARP, lips=((0.0, 0.6),), jaw=((0.0, 0.7),)),
        ),
    ),
    "bored": Feeling(
        shift=-2,
        widen=0.6,
        length=1.25,
        level=-2,
        breath=0.05,
        tension=-0.3,
        rough=0.2,
        slope=-2,
        hum=(
            _mm(
                0.95,
                (0.0, 0.0),
                (0.15, 0.8),
                (0.5, -0.5),
                (0.8, -0.8),
                (1.0, -2.5),
                level=((0.0, 0.0), (0.08, 1.0), (0.85, 0.8), (1.0, 0.0)),
                lips=((0.0, 0.0), (0.2, 0.3), (1.0, 0.25)),
                jaw=((0.0, 0.25),),
                tongue=((0.0, 0.35),),
            ),
        ),
    ),
    "content": Feeling(
        shift=-1,
        widen=0.8,
        length=1.15,
        level=-1,
        breath=0.1,
        tension=-0.3,
        slope=-1,
        hum=(
            _mm(0.62, (0.0, -1.0), (0.35, 4.5), (1.0, -1.0), gap=0.05),
            _mm(0.4, (0.0, -2.0), (0.3, -0.5), (1.0, -4.0), level=EBBING),
        ),
    ),
    "cross": Feeling(
        shift=-3,
        widen=0.9,
        length=0.8,
        level=2,
        tension=0.8,
        rough=0.5,
        slope=-3,
        hum=(_mm(0.34, (0.0, 2.0), (0.2, 2.5), (1.0, -3.0), level=SHARP, breath=((0.0, 0.3), (0.3, 0.05))),),
    ),
    "curious": Feeling(
        shift=2,
        widen=1.1,
        length=0.95,
        tension=0.1,
        slope=2,
        hum=(_mm(0.5, (0.0, 0.0), (0.3, 0.5), (0.6, 2.5), (1.0, 4.0), level=LATE),),
    ),
    "embarrassed": Feeling(
        shift=1,
        widen=0.7,
        length=0.9,
        level=-4,
        breath=0.22,
        tension=-0.1,
        slope=-2,
        hum=(
            _mm(0.16, (0.0, 0.0), (1.0, -1.0), gap=0.12),
            _mm(0.14, (0.0, 1.0), (1.0, 0.0), gap=0.1),
            _mm(0.5, (0.0, 2.0), (0.4, 1.0), (1.0, -3.0), level=EBBING),
        ),
    ),
    "excited": Feeling(
        shift=5,
        widen=1.4,
        length=0.75,
        level=3,
        tension=0.3,
        slope=1,
        hum=(
            _mm(0.14, (0.0, 0.0), (1.0, 3.0), gap=0.05, level=SHARP),
            _mm(0.14, (0.0, 2.0), (1.0, 5.0), gap=0.05, level=SHARP),
            _mm(
                0.34,
                (0.0, 4.0),
                (0.4, 8.0),
                (1.0, 3.0),
                level=SHARP,
                lips=OPENING,
                jaw=((0.0, 0.5),),
                tongue=((0.0, 0.4),),
            ),
        ),
    ),
    "happy": Feeling(
        shift=3.5,
        widen=1.3,
        length=0.85,
        level=2,
        tension=0.1,
        hum=(
            _mm(0.22, (0.0, 0.0), (0.5, 4.0), (1.0, 2.0), gap=0.04),
            _mm(0.5, (0.0, 2.0), (0.35, 7.0), (1.0, 0.0), lips=OPENING, tongue=((0.0, 0.3),)),
        ),
    ),
    "hopeful": Feeling(
        shift=2,
        length=1.05,
        level=-1,
        breath=0.1,
        slope=2,
        hum=(
            _mm(0.4, (0.0, 0.0), (0.6, 3.0), (1.0, 2.5), gap=0.05),
            _mm(
                0.5, (0.0, 2.0), (0.5, 5.5), (1.0, 6.5), level=LATE, lips=((0.0, 0.0), (0.5, 0.4)), tongue=((0.0, 0.4),)
            ),
        ),
    ),
    "hungry": Feeling(
        shift=-0.5,
        widen=1.1,
        length=1.1,
        tension=0.1,
        rough=0.12,
        slope=1,
        hum=(_mm(0.4, (0.0, -1.0), (0.5, 4.0), (1.0, 2.0), gap=0.08), _mm(0.6, (0.0, 1.0), (0.3, 5.0), (1.0, -2.0))),
    ),
    "hurt": Feeling(
        shift=3,
        widen=0.9,
        length=1.1,
        level=-1,
        breath=0.18,
        tension=0.35,
        slope=-3,
        shake=(7.0, 0.3),
        hum=(_mm(0.75, (0.0, 1.0), (0.15, 5.0), (1.0, -2.0), level=EBBING),),
    ),
    "lonely": Feeling(
        shift=0,
        widen=0.8,
        length=1.35,
        level=-3,
        breath=0.2,
        tension=-0.3,
        slope=-2,
        waver=(4.5, 0.25),
        hum=(
            _mm(
                1.3,
                (0.0, 0.0),
                (0.22, 6.0),
                (0.6, 5.0),
                (1.0, 0.0),
                level=((0.0, 0.0), (0.2, 0.8), (0.55, 1.0), (1.0, 0.0)),
                lips=((0.0, 0.0), (0.25, 0.5), (1.0, 0.2)),
                tongue=((0.0, -0.8),),
            ),
        ),
    ),
    "proud": Feeling(
        shift=-1.5,
        length=1.15,
        level=2,
        tension=0.2,
        slope=-1,
        hum=(
            _mm(0.2, (0.0, 1.0), (1.0, 0.0), gap=0.05, level=SHARP),
            _mm(
                0.75,
                (0.0, -2.0),
                (0.35, 4.0),
                (0.55, 3.5),
                (1.0, -3.0),
                level=((0.0, 0.0), (0.35, 1.0), (0.8, 0.9), (1.0, 0.0)),
            ),
        ),
    ),
    "puzzled": Feeling(
        shift=0.5,
        length=1.1,
        level=-0.5,
        rough=0.06,
        slope=1.5,
        hum=(
            _mm(0.3, (0.0, 0.0), (0.5, -2.0), (1.0, -2.5), gap=0.1),
            _mm(0.5, (0.0, -2.0), (0.35, -3.0), (1.0, 4.0), level=LATE),
        ),
    ),
    "relieved": Feeling(
        shift=1,
        widen=1.1,
        length=1.15,
        breath=0.35,
        tension=-0.4,
        slope=-4,
        hum=(_mm(1.0, (0.0, 5.0), (0.2, 5.5), (0.6, -1.0), (1.0, -4.0), level=EBBING, lips=ROUND, jaw=((0.0, 0.4),)),),
    ),
    "sad": Feeling(
        shift=-1.5,
        widen=0.7,
        length=1.35,
        level=-3,
        breath=0.15,
        tension=-0.35,
        rough=0.04,
        slope=-2,
        waver=(5.5, 0.35),
        hum=(_mm(1.15, (0.0, 3.0), (0.2, 3.0), (0.6, 0.0), (1.0, -3.0), level=EBBING),),
    ),
    "shy": Feeling(
        shift=2,
        widen=0.6,
        length=0.9,
        level=-5,
        breath=0.28,
        tension=-0.2,
        slope=1,
        hum=(_mm(0.26, (0.0, 0.0), (0.5, 2.0), (1.0, 1.0), level=((0.0, 0.0), (0.4, 1.0), (1.0, 0.0))),),
    ),
    "sleepy": Feeling(
        shift=-2.5,
        widen=0.6,
        length=1.4,
        level=-4,
        breath=0.28,
        tension=-0.5,
        rough=0.28,
        slope=-2,
        hum=(
            _mm(0.28, (0.0, 0.0), (1.0, -1.0), gap=0.14, level=EBBING),
            _mm(
                0.85,
                (0.0, 0.0),
                (0.25, 1.0),
                (0.6, -2.0),
                (1.0, -4.0),
                rough=((0.0, 0.0), (0.6, 0.05), (0.9, 0.5)),
                lips=((0.0, 0.1), (0.5, 0.0)),
                tongue=((0.0, -0.4),),
            ),
        ),
    ),
    "surprised": Feeling(
        shift=4,
        widen=1.3,
        length=0.85,
        level=2,
        breath=0.12,
        tension=0.2,
        slope=2,
        hum=(
            _mm(
                0.42,
                (0.0, -2.0),
                (0.25, 7.0),
                (0.6, 6.0),
                (1.0, 4.0),
                level=SHARP,
                lips=ROUND,
                jaw=((0.0, 0.6),),
                tongue=((0.0, -0.6),),
            ),
        ),
    ),
    "tender": Feeling(
        shift=0.5,
        widen=0.8,
        length=1.3,
        level=-3,
        breath=0.2,
        tension=-0.4,
        slope=-1,
        hum=(
            _mm(0.55, (0.0, 1.0), (0.3, 3.5), (1.0, 0.0), gap=0.06),
            _mm(0.75, (0.0, 0.5), (0.25, 2.0), (1.0, -3.0)),
        ),
    ),
    "tired": Feeling(
        shift=-2,
        widen=0.7,
        length=1.25,
        level=-2,
        breath=0.3,
        tension=-0.4,
        rough=0.2,
        slope=-2,
        hum=(
            _mm(
                0.95,
                (0.0, 2.0),
                (0.3, 0.0),
                (1.0, -4.0),
                level=EBBING,
                lips=((0.0, 0.4), (1.0, 0.2)),
                breath=((0.0, 0.1), (1.0, 0.5)),
            ),
        ),
    ),
    "worried": Feeling(
        shift=2,
        widen=0.8,
        level=-1.5,
        breath=0.1,
        tension=0.3,
        waver=(6.0, 0.45),
        hum=(
            _mm(0.36, (0.0, 0.0), (0.5, 2.5), (1.0, 1.0), gap=0.1),
            _mm(0.42, (0.0, 1.0), (0.5, 4.0), (1.0, 2.5)),
        ),
    ),
}
"""The feelings a score may name."""
