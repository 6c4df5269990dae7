"""Gestures that are heard: hum, chirp, squeak, yawn, munch, giggle, sniff, gasp, purr, whimper, grumble,
hiccup, snore.

The mouth opens with the sound, not before it and not after; head and chest say which sound it is. What stands in
quotation marks gives a hum its line: "?" rises, "!" jumps, "…" sinks.
"""

from komadori.score.gestures.hands import chew
from komadori.score.stroke import HEAD, Acting

SNORE = 76
"""Frames at 24 a second of one snore, in and out: as long as it is heard."""


def hum(acting: Acting) -> None:
    """A breath through the nose; the head follows its tune."""
    sign, sound = acting.sign, acting.mark.text
    acting.pulse("body.breath", (0, 0), (0.16, 0.7), (0.8, 0.1), (1, 0))
    if "?" in sound or "？" in sound:
        acting.pulse("head.tilt", (0, 0), (0.2, -3 * sign), (0.62, 13 * sign), (0.86, 13 * sign), (1.25, 0), late=0.5)
        acting.pulse("head.nod", (0, 0), (0.24, 5), (0.66, -8), (0.86, -8), (1.2, 0))
        acting.pulse("brows", (0.1, 0), (0.6, 0.9), (0.9, 0.9), (1.2, 0))
        acting.pulse("lids", (0.2, 0), (0.6, -0.6), (1, -0.5), (1.2, 0))
        acting.pulse(f"ear.{acting.side}", (0.2, 0), (0.6, 22), (1, 20), (1.3, 0))
    elif "!" in sound or "！" in sound:
        acting.pulse("head.nod", (0, 0), (0.12, 6), (0.3, -13), (0.7, -9), (1, 0))
        acting.pulse("body.squash", (0, 0), (0.12, 0.3), (0.3, -0.7), (0.7, -0.4), (1, 0))
        acting.pulse("brows", (0, 0), (0.25, 0.9), (0.8, 0.7), (1, 0))
        acting.pulse("lids", (0, 0), (0.25, -0.8), (0.8, -0.6), (1, 0))
    elif "…" in sound or ".." in sound:
        acting.pulse("head.nod", (0, 0), (0.3, -2), (0.85, 14), (1.1, 13), (1.5, 0), late=HEAD)
        acting.pulse("lids", (0.2, 0), (0.7, 0.5), (1.1, 0.5), (1.5, 0))
        acting.pulse("brows", (0.1, 0), (0.6, -0.5), (1.1, -0.5), (1.4, 0))
        acting.pulse("body.squash", (0.2, 0), (0.8, 0.14), (1.2, 0))
    else:
        acting.pulse("head.nod", (0, 0), (0.3, -5), (0.7, 3), (1, 0))
        acting.pulse("head.tilt", (0, 0), (0.3, 5 * sign), (0.7, -4 * sign), (1, 0), late=0.5)
        acting.pulse("body.sway", (0, 0), (0.35, 2 * sign), (0.75, -2 * sign), (1, 0), late=HEAD)
    acting.swap("mouth", "round", 0.1, 0.9)


def chirp(acting: Acting) -> None:
    """Head up, tail up, beak open, all in one picture; and down again."""
    acting.pulse("head.nod", (0, 0), (0.14, 4), (0.3, -17), (0.68, -13), (1, 0))
    acting.pulse("body.squash", (0, 0), (0.14, 0.2), (0.3, -0.28), (0.7, -0.1), (1, 0))
    acting.pulse("tail.rise", (0, 0), (0.3, 22), (0.7, 10), (1, 0))
    for channel, late in acting.both("wing.{}"):
        acting.pulse(channel, (0, 0), (0.3, 16), (0.7, 6), (1, 0), late=late)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.3, 14), (1, 0), late=late)
    acting.swap("mouth", "open", 0.2, 0.75)


def squeak(acting: Acting) -> None:
    """A little start upwards on tiptoe."""
    acting.pulse("body.squash", (0, 0), (0.12, 0.2), (0.3, -0.7), (0.65, -0.5), (1, 0))
    acting.pulse("head.nod", (0, 0), (0.3, -10), (0.65, -7), (1, 0))
    acting.pulse("brows", (0, 0), (0.3, 0.8), (0.7, 0.6), (1, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.3, 18), (1, 0), late=late)
    acting.swap("mouth", "open", 0.15, 0.8)


def yawn(acting: Acting) -> None:
    """Drawn in long, the head far back and the mouth wide, the eyes squeezed; then it falls shut and shakes it off."""
    sign = acting.sign
    acting.pulse("head.nod", (0, 0), (0.12, 4), (0.48, -27), (0.64, -29), (0.8, 11), (1, 0), late=0.5)
    acting.pulse("head.tilt", (0.1, 0), (0.5, 8 * sign), (0.64, 8 * sign), (0.82, 0))
    acting.pulse("lids", (0.06, 0), (0.4, 1), (0.7, 1), (0.84, 0.5), (1, 0))
    acting.pulse("brows", (0.1, 0), (0.45, 0.8), (0.64, 0.8), (0.8, -0.2), (1, 0))
    acting.pulse("body.breath", (0, 0), (0.5, 1), (0.64, 1), (0.86, 0))
    acting.pulse("body.squash", (0, 0), (0.5, -0.35), (0.64, -0.35), (0.8, 0.2), (1, 0))
    acting.pulse("body.lean", (0, 0), (0.5, -8), (0.64, -8), (0.82, 6), (1, 0))
    acting.hand(acting.side, "cheek", (0.2, 0), (0.48, 1), (0.64, 1), (0.82, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0.1, 0), (0.5, -28), (0.68, -28), (0.88, 0), late=late)
    acting.pulse("head.turn", (0.8, 0), (0.86, 6 * sign), (0.93, -5 * sign), (1, 0))
    acting.swap("mouth", "round", 0.14, 0.3)
    acting.swap("mouth", "open", 0.3, 0.72)


def munch(acting: Acting) -> None:
    """Chewing with full cheeks and both paws before the mouth, and nothing else in the world."""
    for side, late in acting.both("{}"):
        acting.hand(side, "mouth", (0, 0), (0.12, 1), (0.86, 1), (1, 0), late=late)
    acting.pulse("head.nod", (0, 0), (0.14, 20), (0.86, 19), (1, 0))
    acting.pulse("body.lean", (0, 0), (0.14, 8), (0.86, 8), (1, 0))
    acting.pulse("lids", (0, 0), (0.3, 0.5), (0.85, 0.55), (1, 0))
    chew(acting, 0.06, 0.92)


def giggle(acting: Acting) -> None:
    """The head drawn in, the eyes laughing shut, and shoulders that hop."""
    sign = acting.sign
    acting.pulse("lids", (0, 0), (0.2, 0.8), (0.85, 0.8), (1, 0))
    acting.pulse("head.tilt", (0, 0), (0.25, 10 * sign), (0.6, -5 * sign), (0.85, 7 * sign), (1, 0), late=0.5)
    acting.pulse("head.nod", (0, 0), (0.2, 9), (0.85, 7), (1, 0))
    acting.pulse("brows", (0, 0), (0.2, 0.5), (0.85, 0.5), (1, 0))
    acting.pulse("body.squash", (0, 0), (0.2, 0.14), (0.85, 0.14), (1, 0))
    acting.beat("body.squash", 0.45, 5.0 * acting.seconds, 0.08, 0.92, decay=0.5)
    acting.beat("head.nod", 5.0, 5.0 * acting.seconds, 0.1, 0.95, phase=0.2, decay=0.5)
    for side, late in acting.both("{}"):
        acting.hand(side, "cheek", (0, 0), (0.2, 1), (0.85, 0.97), (1, 0), late=late)
    acting.swap("mouth", "smile", 0.04, 1)


def sniff(acting: Acting) -> None:
    """The nose up and forward, two or three quick draughts."""
    acting.pulse("head.nod", (0, 0), (0.25, -15), (0.85, -13), (1, 0), late=0.5)
    acting.pulse("body.lean", (0, 0), (0.3, 14), (0.85, 12), (1, 0), late=HEAD)
    acting.pulse("head.turn", (0.1, 0), (0.45, 6 * acting.sign), (0.8, -4 * acting.sign), (1, 0))
    for begin in (0.2, 0.45, 0.68):
        acting.pulse("head.nod", (begin, 0), (begin + 0.08, -6), (begin + 0.18, 0))
        acting.pulse("body.breath", (begin, 0), (begin + 0.08, 0.35), (begin + 0.2, 0))
    acting.pulse("lids", (0, 0), (0.25, 0.3), (0.8, 0.25), (1, 0))


def gasp(acting: Acting) -> None:
    """A breath caught: up, wide, and held."""
    acting.pulse("body.breath", (0, 0), (0.22, 1), (0.75, 0.9), (1, 0))
    acting.pulse("body.squash", (0, 0), (0.22, -0.6), (0.75, -0.5), (1, 0))
    acting.pulse("body.lean", (0, 0), (0.22, -6), (0.75, -5), (1, 0))
    acting.pulse("head.nod", (0, 0), (0.22, -10), (0.75, -8), (1, 0))
    acting.pulse("lids", (0, 0), (0.22, -1), (0.8, -0.9), (1, 0))
    acting.pulse("brows", (0, 0), (0.22, 1), (0.8, 0.8), (1, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.25, 24), (0.8, 18), (1, 0), late=late)
    acting.swap("mouth", "round", 0.08, 0.85)


def purr(acting: Acting) -> None:
    """Eyes shut, swaying from side to side as slowly as it breathes."""
    acting.pulse("lids", (0, 0), (0.2, 0.95), (0.85, 0.95), (1, 0))
    slow = 34.0 * acting.seconds * acting.temperament.pace
    acting.beat("body.sway", 3.5, slow, 0, 1, decay=0.2)
    acting.beat("head.tilt", 7, slow, 0, 1, phase=0.12, decay=0.2)
    acting.pulse("head.nod", (0, 0), (0.25, -6), (0.85, -5), (1, 0))
    acting.pulse("body.breath", (0, 0), (0.2, 0.45), (0.85, 0.45), (1, 0))
    acting.beat("body.breath", 0.35, slow, 0, 1)
    acting.swap("mouth", "smile", 0.06, 1)


def whimper(acting: Acting) -> None:
    """Small and low, brows drawn up in grief, a tremble."""
    acting.pulse("head.nod", (0, 0), (0.25, 21), (0.85, 23), (1, 0), late=0.5)
    acting.pulse("head.tilt", (0, 0), (0.3, 6 * acting.sign), (0.85, 6 * acting.sign), (1, 0))
    acting.pulse("body.squash", (0, 0), (0.3, 0.6), (0.85, 0.6), (1, 0))
    acting.pulse("brows", (0, 0), (0.2, -1), (0.85, -1), (1, 0))
    acting.pulse("lids", (0, 0), (0.3, 0.4), (0.85, 0.45), (1, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.3, -34), (0.88, -34), (1, 0), late=late)
    for side, late in acting.both("{}"):
        acting.hand(side, "chest", (0, 0), (0.3, 0.8), (0.85, 0.8), (1, 0), late=late)
    acting.beat("head.nod", 1.3, 2.0 * acting.on, 0.2, 0.85, phase=0.25)
    acting.swap("mouth", "sad", 0.08, 0.95)


def grumble(acting: Acting) -> None:
    """The head sinks between the shoulders and wags, turned away."""
    sign = acting.sign
    acting.pulse("head.nod", (0, 0), (0.2, 18), (0.85, 17), (1, 0), late=0.5)
    acting.pulse("head.turn", (0, 0), (0.25, 18 * sign), (0.85, 16 * sign), (1, 0), late=HEAD)
    acting.pulse("body.squash", (0, 0), (0.25, 0.5), (0.85, 0.45), (1, 0))
    acting.pulse("brows", (0, 0), (0.2, -0.9), (0.88, -0.8), (1, 0))
    acting.pulse("lids", (0, 0), (0.2, 0.5), (0.85, 0.5), (1, 0))
    acting.beat("head.tilt", 4.5, 10.0 * acting.seconds, 0.15, 0.9)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.3, -20), (0.88, -18), (1, 0), late=late)
    acting.swap("mouth", "sad", 0.1, 0.92)


def hiccup(acting: Acting) -> None:
    """Thrown up by something inside, all at once; then it waits, offended, whether there will be another."""
    acting.pulse("body.rise", (0, 0), (0.12, 7), (0.3, 0), (1, 0), late=0.0)
    acting.pulse("body.squash", (0, 0), (0.12, -0.7), (0.32, 0.25), (0.55, 0), late=0.0)
    acting.pulse("head.nod", (0, 0), (0.14, -12), (0.36, 5), (0.6, 0), late=0.0)
    acting.pulse("lids", (0, 0), (0.14, -0.8), (0.5, -0.5), (0.8, -0.4), (1, 0))
    acting.pulse("brows", (0, 0), (0.14, 1), (0.8, 0.7), (1, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.16, 20), (0.4, -8), (0.7, 0), late=late)
    acting.swap("mouth", "round", 0.0, 0.3)


def snore(acting: Acting) -> None:
    """Fast asleep: drawn in with a lift of the head, held, let go with everything; the mouth opens to it."""
    count = max(1, round(acting.frames / (SNORE * acting.seconds)))
    for number in range(count):
        begin, span = number / count, 1 / count
        for channel, most, late in (("body.breath", 1.0, 0.0), ("body.squash", -0.3, 0.0), ("head.nod", -7.0, HEAD)):
            keys = ((0.0, 0.0), (0.33, most), (0.43, most), (0.8, 0.0), (1.0, 0.0))
            acting.pulse(channel, *((begin + share * span, value) for share, value in keys), late=late)
        acting.swap("mouth", "round", begin, begin + 0.4 * span)
    acting.pulse("lids", (0, 0), (0.04, 1), (0.97, 1), (1, 0))
