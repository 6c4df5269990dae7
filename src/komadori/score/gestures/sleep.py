"""Falling asleep and waking up."""

from komadori.score.stroke import HEAD, Acting


def doze_off(acting: Acting) -> None:
    """The head sinks, jerks up, sinks further, jerks up less, and stays down; the lids lose a little each time."""
    sign = acting.sign
    acting.go("lids", 0.62, 0.02, 0.22, plain=True)
    acting.pulse("head.nod", (0, 0), (0.28, 21), (0.3, 22), (0.355, -5), (0.42, -2), (0.62, 19), (0.66, 19), (0.71, 5),
                 (0.8, 0))  # fmt: skip
    acting.pulse("lids", (0.22, 0), (0.29, 0.85), (0.35, -0.6), (0.42, -0.4), (0.58, 0.5), (0.66, 0.9), (0.71, -0.2),
                 (0.8, 0))  # fmt: skip
    acting.pulse("body.squash", (0.28, 0), (0.36, -0.4), (0.5, 0))
    acting.pulse("brows", (0.28, 0), (0.36, 0.7), (0.5, 0))
    acting.go("lids", 1, 0.72, 0.9, plain=True)
    acting.go("head.nod", 33, 0.66, 1, plain=True)
    acting.go("head.tilt", 14 * sign, 0.4, 1, plain=True)
    acting.go("body.lean", 10, 0.1, 1, plain=True)
    acting.go("body.sway", 4 * sign, 0.5, 1, plain=True)
    acting.go("body.squash", 0.16, 0.5, 1, plain=True)
    acting.go("brows", -0.15, 0.6, 0.95, plain=True)
    for channel, late in acting.both("ear.{}"):
        acting.go(channel, -22, 0.5, 1, late=late, plain=True)


def wake(acting: Acting) -> None:
    """Up with a start, eyes wide at nothing; a look to one side; two slow blinks, and it is back among us."""
    sign = acting.sign
    start = min(0.24, max(acting.shares(5), 2.2 * acting.on / acting.frames))
    acting.pulse("head.nod", (0, 0), (start, -17), (start + 0.12, -10), (0.6, -4), (1, 0))
    acting.go("head.nod", None, 0, start, plain=True)
    acting.go("head.tilt", None, 0, start + 0.05, plain=True)
    for channel in ("body.lean", "body.sway", "body.squash", "ear.left", "ear.right", "brows"):
        acting.go(channel, None, 0, start + 0.1, plain=True)
    acting.pulse("body.rise", (0, 0), (start, 5), (start + 0.1, 0))
    acting.pulse("body.squash", (0, 0), (start, -0.8), (0.5, -0.3), (0.8, 0))
    acting.pulse("brows", (0, 0), (start, 1), (0.5, 0.7), (0.8, 0))
    acting.go("lids", None, 0, start, plain=True)
    acting.pulse(
        "lids", (0, 0), (start, -1), (0.44, -1), (0.5, 1), (0.57, 1), (0.68, 0.25), (0.75, 1), (0.82, 1), (1, 0)
    )
    acting.pulse(
        "head.turn", (start, 0), (start + 0.12, 14 * sign), (0.46, 13 * sign), (0.7, -4 * sign), (1, 0), late=HEAD
    )
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (start, 22), (0.5, 16), (0.8, 0), late=late)
    acting.swap("mouth", "round", start * 0.6, 0.4)
