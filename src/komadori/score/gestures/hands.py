"""Gestures of the hands, and what the whole body says with them: eat, offer, take, refuse, comfort, wave."""

from komadori.score.stroke import BODY, HEAD, Acting

CHEW = 7.0
"""Frames of one bite at 24 a second."""


def eat(acting: Acting) -> None:
    """Hand and mouth meet half way; a bite; the hand sinks; it is chewed with eyes half shut, and swallowed.

    A bird pecks twice instead.
    """
    acting.swap(f"hand.{acting.side}", "hold", 0, 0.46)
    acting.hand(acting.side, "mouth", (0, 0), (0.18, 0.92), (0.23, 1), (0.31, 0.96), (0.47, 0), late=0.5)
    if acting.armless:
        for begin in (0.06, 0.22):
            acting.pulse("head.nod", (begin, 0), (begin + 0.07, 30), (begin + 0.14, 0))
            acting.pulse("body.lean", (begin, 0), (begin + 0.07, 26), (begin + 0.15, 0))
            acting.pulse("tail.rise", (begin, 0), (begin + 0.07, 18), (begin + 0.16, 0))
    else:
        acting.pulse("head.nod", (0, 0), (0.12, -5), (0.22, 25), (0.31, 21), (0.42, 1), (0.5, 0))
        acting.pulse("body.lean", (0, 0), (0.22, 11), (0.32, 10), (0.5, 0))
    acting.pulse("brows", (0, 0), (0.16, 0.4), (0.34, 0.1), (0.9, 0.3), (1, 0))
    acting.pulse("lids", (0.2, 0), (0.36, 0.4), (0.8, 0.6), (0.9, 0.85), (1, 0))
    acting.swap("mouth", "open", 0.12, 0.27)
    chew(acting, 0.34, 0.84)
    acting.pulse("head.nod", (0.82, 0), (0.88, -8), (0.95, 5), (1, 0))
    acting.swap("mouth", "smile", 0.86, 1)


def chew(acting: Acting, begin: float, end: float) -> None:
    """Round and round with the jaw, the head nodding along a little to one side."""
    count = max(2, round((end - begin) * acting.frames / (CHEW * acting.seconds * acting.temperament.pace)))
    for number in range(count):
        first = begin + (end - begin) * number / count
        last = begin + (end - begin) * (number + 1) / count
        middle = (first + last) / 2
        acting.swap("mouth", "chew", first, middle)
        acting.swap("mouth", "rest", middle, last)
        acting.pulse("head.nod", (first, 0), (middle, 5.5), (last, 0))
        acting.pulse("body.squash", (first, 0), (middle, 0.16), (last, 0))
        acting.pulse("head.tilt", (first, 0), (middle, 3.6 * acting.sign * (-1) ** number), (last, 0))


def offer(acting: Acting) -> None:
    """Held out with the whole body behind it, low, and then a look up: may I?"""
    side, sign = acting.side, acting.sign
    acting.swap(f"hand.{side}", "hold")
    acting.reach(side, "front", 0.04, 0.66)
    acting.pulse(f"arm.{side}.bend", (0, 0), (0.3, 50), (0.6, 0), whole=True)
    acting.go("body.lean", 17, 0.1, 0.72, late=HEAD)
    acting.go("body.sway", 4 * sign, 0.1, 0.72, late=HEAD)
    acting.pulse("head.nod", (0, 0), (0.36, 17), (0.6, 16), (0.84, -16), (1.3, -12), (1.8, 0))
    acting.go("head.tilt", -13 * sign, 0.55, 1, late=HEAD)
    acting.pulse("brows", (0.3, 0), (0.8, 0.75), (1.3, 0.6), (1.8, 0))
    acting.pulse("lids", (0.1, 0), (0.4, 0.4), (0.62, 0.4), (0.85, -0.8), (1.3, -0.6), (1.8, 0))
    acting.pulse(f"ear.{acting.other}", (0.5, 0), (0.9, 18), (1.4, 0))
    acting.pulse(f"wing.{side}", (0.1, 0), (0.6, 55), (1.2, 45), (1.7, 0))
    acting.swap("mouth", "smile", 0.7, 1.8)


def take(acting: Acting) -> None:
    """A reach, the hand closes, and it is drawn close and looked at."""
    side = acting.side
    acting.swap(f"hand.{side}", "open", 0, 0.5)
    acting.swap(f"hand.{side}", "hold", 0.5)
    acting.hand(side, "front", (0, 0), (0.46, 1), (0.56, 1), (0.9, 0), late=0.5)
    acting.reach(side, "chest", 0.5, 1)
    acting.pulse("body.lean", (0, 0), (0.46, 14), (0.58, 13), (1, 0), late=HEAD)
    acting.pulse("head.nod", (0, 0), (0.46, 10), (0.66, 4), (1, 15), (1.6, 0))
    acting.pulse("lids", (0, 0), (0.4, -0.5), (0.8, 0.2), (1.4, 0))


def refuse(acting: Acting) -> None:
    """Back and away, a paw between, eyes shut against it, and a small firm shake of the head."""
    sign, side = acting.sign, acting.side
    acting.pulse("head.turn", (0, 0), (0.08, -5 * sign), (0.26, 40 * sign), (0.42, 30 * sign), (0.54, 46 * sign),
                 (0.66, 32 * sign), (0.82, 38 * sign), (1, 0), late=0.5)  # fmt: skip
    acting.pulse("head.nod", (0, 0), (0.26, -13), (0.82, -11), (1, 0), late=HEAD)
    acting.pulse("body.lean", (0, 0), (0.08, 3), (0.28, -11), (0.82, -9), (1, 0), late=HEAD)
    acting.pulse("body.turn", (0, 0), (0.3, 16 * sign), (0.82, 16 * sign), (1, 0), late=HEAD)
    acting.pulse("lids", (0, 0), (0.26, 1), (0.74, 1), (0.88, 0.3), (1, 0))
    acting.pulse("brows", (0, 0), (0.22, -0.8), (0.82, -0.8), (1, 0))
    acting.hand(acting.other, "palm", (0, 0), (0.3, 1), (0.46, 0.8), (0.56, 1), (0.8, 0.92), (1, 0))
    acting.pulse(f"wing.{side}", (0, 0), (0.3, 40), (0.78, 34), (1, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.28, -26), (0.82, -24), (1, 0), late=late)
    acting.swap("mouth", "sad", 0.12, 0.9)


def comfort(acting: Acting) -> None:
    """Leaning to the other, an arm about it, head against head, and a slow pat, three times."""
    sign, arm = acting.sign, f"arm.{acting.side}"
    acting.pulse("body.sway", (0, 0), (0.06, -2 * sign), (0.28, 11 * sign), (0.84, 11 * sign), (1, 0), late=HEAD)
    acting.pulse("head.tilt", (0, 0), (0.34, 20 * sign), (0.86, 19 * sign), (1, 0), late=HEAD)
    acting.pulse("head.turn", (0, 0), (0.16, 24 * sign), (0.34, 9 * sign), (0.84, 9 * sign), (1, 0), late=0.5)
    acting.pulse("head.nod", (0, 0), (0.34, 9), (0.86, 8), (1, 0), late=HEAD)
    acting.pulse("lids", (0, 0), (0.3, 0.45), (0.44, 0.92), (0.78, 0.92), (0.9, 0.2), (1, 0))
    acting.pulse("brows", (0, 0), (0.3, -0.35), (0.84, -0.25), (1, 0))
    acting.hand(acting.side, "other", (0, 0), (0.28, 1), (0.82, 0.96), (1, 0))
    for begin in (0.38, 0.52, 0.66):
        acting.pulse(f"{arm}.bend", (begin - 0.06, 0), (begin, 26), (begin + 0.08, 0))
        acting.pulse("body.sway", (begin - 0.06, 0), (begin, 1.4 * sign), (begin + 0.08, 0))
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0.1, 0), (0.4, -12), (0.84, -10), (1, 0), late=late)
    acting.pulse(f"wing.{acting.side}", (0, 0), (0.28, 62), (0.82, 58), (1, 0))
    acting.swap("mouth", "smile", 0.3, 0.95)


def wave(acting: Acting) -> None:
    """An arm up, the hand to and fro three times, the head leaning with it."""
    sign, arm = acting.sign, f"arm.{acting.side}"
    acting.pulse(f"{arm}.raise", (0, 0), (0.06, -6), (0.24, 128), (0.8, 122), (1, 0), whole=True)
    acting.pulse(f"{arm}.forward", (0, 0), (0.24, 14), (0.8, 14), (1, 0), whole=True)
    keys = [(0.2, 0.0)]
    for number in range(3):
        keys += [(0.3 + 0.17 * number, 34.0), (0.385 + 0.17 * number, -14.0)]
    acting.pulse(f"{arm}.raise", *keys, (0.84, 0), whole=True)
    acting.pulse("head.tilt", (0, 0), (0.28, 10 * sign), (0.8, 9 * sign), (1, 0), late=HEAD)
    acting.pulse("body.sway", (0, 0), (0.28, -4 * sign), (0.8, -3 * sign), (1, 0), late=BODY)
    acting.pulse("brows", (0, 0), (0.2, 0.6), (0.8, 0.5), (1, 0))
    acting.pulse("body.squash", (0, 0), (0.24, -0.25), (0.8, -0.2), (1, 0))
    acting.pulse(f"wing.{acting.side}", (0.1, 0), *((share, 30 + value) for share, value in keys[1:]), (1, 0))
    acting.swap("mouth", "smile", 0.15, 0.9)
