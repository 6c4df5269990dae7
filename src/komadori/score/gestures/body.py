"""Gestures of the whole body: lean, bow, breathe, sigh, waddle, hop, shiver, stretch, surprise, settle, hold.

Weight is told by what gives way: a body sinks before it rises and after it lands, and its hips lead while the head
keeps level. A step of a waddle is told as poses are in a walk: contact, down, passing, up (Williams 2001).
"""

from komadori.score.channels import PLACES, USUAL
from komadori.score.stroke import BODY, HEAD, Acting

STEP = 9.0
"""Frames of one step at 24 a second: a small body on short legs."""
STRIDE = 14.0
"""Millimetres of floor under one step."""


def lean(acting: Acting) -> None:
    """Weight to one side, forward or back, the head keeping level; `up` stands straight again."""
    side, sign = acting.mark.side, acting.sign
    if side == "up":
        for channel in ("body.lean", "body.sway", "head.nod", "head.tilt"):
            acting.go(channel, None, late=HEAD)
    elif side in ("", "forward", "back"):
        way = -1 if side == "back" else 1
        acting.go("body.lean", 15 * way)
        acting.go("head.nod", -7 * way, 0.1, 1, late=HEAD)
        acting.pulse("body.squash", (0, 0), (0.3, 0.12), (1, 0))
    else:
        acting.go("body.sway", 10 * sign)
        acting.go("head.tilt", -6 * sign, 0.1, 1, late=HEAD)


def bow(acting: Acting) -> None:
    """From the hips, the head after them, eyes down; a pause; and slowly up, the head last."""
    acting.pulse("body.lean", (0, 0), (0.08, -2), (0.36, 28), (0.62, 28), (1, 0))
    acting.pulse("head.nod", (0.04, 0), (0.4, 16), (0.68, 16), (1, 0), late=HEAD)
    acting.pulse("lids", (0.1, 0), (0.36, 0.85), (0.66, 0.85), (0.85, 0))
    for side in ("left", "right"):
        acting.pulse(f"arm.{side}.forward", (0, 0), (0.38, 14), (0.64, 14), (1, 0), late=HEAD)
    acting.pulse("body.squash", (0, 0), (0.4, 0.1), (0.64, 0.1), (1, 0))


def breathe(acting: Acting) -> None:
    """One breath after the other, deeper than at rest: in, a moment's fullness, out more slowly, a moment's rest."""
    count = max(1, round(acting.frames / (acting.temperament.breath * acting.seconds)))
    for number in range(count):
        begin, span = number / count, 1 / count
        keys = [(0.0, 0.0), (0.4, 1.0), (0.48, 1.0), (0.9, 0.0), (1.0, 0.0)]
        told = [(begin + share * span, value) for share, value in keys]
        depth = min(1.0, 0.85 * acting.mark.strength)
        acting.pulse("body.breath", *((share, value * depth) for share, value in told))
        acting.pulse("body.squash", *((share, value * -0.14) for share, value in told))
        acting.pulse("head.nod", *((share, value * -2.4) for share, value in told), late=HEAD)
        acting.pulse("body.lean", *((share, value * -1.2) for share, value in told))


def sigh(acting: Acting) -> None:
    """A breath drawn up high, held, and let go with everything that carried it."""
    acting.pulse("body.breath", (0, 0), (0.3, 1), (0.42, 1), (0.68, 0), (1, 0))
    acting.pulse("body.squash", (0, 0), (0.32, -0.4), (0.42, -0.4), (0.7, 0.6), (0.88, 0.6), (1, 0))
    acting.pulse("body.lean", (0, 0), (0.34, -4), (0.44, -4), (0.72, 9), (0.88, 9), (1, 0))
    acting.pulse("head.nod", (0, 0), (0.34, -11), (0.44, -11), (0.74, 19), (0.9, 19), (1, 0), late=HEAD)
    acting.pulse("brows", (0, 0), (0.3, 0.35), (0.42, 0.35), (0.66, -0.7), (0.92, -0.6), (1, 0))
    acting.pulse("lids", (0.2, 0), (0.42, 0.25), (0.66, 0.8), (0.88, 0.65), (1, 0))
    for channel, late in acting.both("arm.{}.raise"):
        acting.pulse(channel, (0, 0), (0.34, 12), (0.44, 12), (0.7, -4), (0.9, -4), (1, 0), late=late)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0.3, 0), (0.72, -26), (0.92, -26), (1, 0), late=late)
    acting.swap("mouth", "round", 0.44, 0.74)


def waddle(acting: Acting) -> None:
    """Step by step to one side, towards the camera or away: the weight rolls over the standing foot, the head level."""
    side = acting.mark.side or "forward"
    facing = {"left": 62.0, "right": -62.0, "forward": 0.0, "back": 150.0 * acting.sign}[side]
    along, way = ("body.x", 1) if side == "left" else ("body.x", -1) if side == "right" else ("body.y", -1)
    way = 1 if side == "back" else way
    steps = max(2, round(acting.frames / (STEP * acting.seconds * acting.temperament.pace)))
    stride = STRIDE * acting.mark.strength * way
    acting.go("body.turn", facing, 0, min(0.35, 2 / steps), plain=True)
    foot = acting.side
    for step in range(steps):
        begin, end = step / steps, (step + 1) / steps
        _step(acting, begin, end, foot, first=step == 0)
        acting.by(along, stride, begin, end)
        foot = "left" if foot == "right" else "right"


def _step(acting: Acting, begin: float, end: float, foot: str, *, first: bool) -> None:
    """One step of `foot`, which swings while the body rolls over the other one."""
    sign = 1.0 if foot == "left" else -1.0
    middle, span = (begin + end) / 2, end - begin
    heavy = 0.6 + acting.temperament.weight
    roll = 8 + 5.5 * acting.temperament.weight
    acting.pulse(
        "body.sway", (begin - (0 if first else 0.25 * span), 0), (middle, -roll * sign), (end + 0.25 * span, 0)
    )
    acting.pulse("head.tilt", (begin, 0), (middle, 7 * sign), (end + 0.2 * span, 0), late=0.5)
    acting.pulse("body.rise", (begin, 0), (middle, 2.5), (end - 0.1 * span, -1.8 * heavy), (end, 0))
    acting.pulse("head.nod", (begin, 0), (end - 0.1 * span, 3.5 * heavy), (end + 0.3 * span, 0), late=HEAD)
    acting.pulse(f"foot.{foot}.lift", (begin, 0), (middle, 9), (end, 0))
    acting.pulse(f"foot.{foot}.forward", (begin, 0), (begin + 0.2 * span, -5), (end - 0.1 * span, 8), (end, 0))
    acting.pulse("body.turn", (begin, 0), (middle, 5 * sign), (end + 0.2 * span, 0))
    acting.pulse("tail.turn", (begin, 0), (middle, 14 * sign), (end + 0.3 * span, 0), late=HEAD)
    for arm in ("left", "right"):
        swing = 16 if arm != foot else -12
        acting.pulse(f"arm.{arm}.forward", (begin, 0), (middle, swing), (end, 0))


def hop(acting: Acting) -> None:
    """Down, off, up, down, and deep into the knees: where it lands is most of it."""
    side, high = acting.mark.side, 26.0 - 14.0 * acting.temperament.weight
    acting.pulse("body.squash", (0, 0), (0.24, 0.9), (0.36, -0.6), (0.5, -0.1), (0.64, -0.4), (0.74, 0.8), (1, 0))
    acting.pulse(
        "body.rise", (0, 0), (0.24, -5), (0.34, 0.3 * high), (0.5, high), (0.66, 0.2 * high), (0.74, -5), (1, 0)
    )
    acting.pulse("head.nod", (0, 0), (0.24, 11), (0.4, -9), (0.6, -3), (0.76, 14), (1, 0), late=0.5)
    acting.pulse("lids", (0.62, 0), (0.74, 0.8), (0.82, 0.6), (1, 0))
    acting.pulse("brows", (0.1, 0), (0.4, 0.7), (0.7, 0.4), (1, 0))
    for channel, late in acting.both("arm.{}.raise"):
        acting.pulse(channel, (0, 0), (0.24, -6), (0.5, 52), (0.78, 10), (1, 0), late=late)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0.2, 0), (0.36, -22), (0.58, 16), (0.74, -10), (1, 0), late=late)
    for channel, late in acting.both("foot.{}.lift"):
        acting.pulse(channel, (0.3, 0), (0.5, 7), (0.68, 0), late=late)
    for channel, late in acting.both("wing.{}"):
        acting.pulse(channel, (0.24, 0), (0.36, 70), (0.46, 25), (0.56, 70), (0.72, 0), late=late)
    if side in ("left", "right"):
        acting.by("body.x", 42 * acting.mark.strength * acting.sign, 0.32, 0.68)
        acting.go("body.turn", 45 * acting.sign, 0, 0.24, plain=True)
    elif side:
        acting.by("body.y", 42 * acting.mark.strength * (1 if side == "back" else -1), 0.32, 0.68)


def shiver(acting: Acting) -> None:
    """Drawn in and small, trembling in two waves, the ears flat."""
    for channel, value in (("body.squash", 0.35), ("head.nod", 9), ("body.lean", 5), ("brows", -0.85), ("lids", 0.35)):
        acting.pulse(channel, (0, 0), (0.14, value), (0.84, value), (1, 0))
    for side, late in acting.both("{}"):
        acting.hand(side, "chest", (0, 0), (0.16, 1), (0.84, 1), (1, 0), late=late)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (0.2, -32), (0.84, -28), (1, 0), late=late)
    # One way in one picture and the other way in the next is as fast as a shiver can be seen.
    for begin, end in ((0.06, 0.5), (0.5, 0.92)):
        acting.beat("body.sway", 2.2, 2.0 * acting.on, begin, end, phase=0.25)
        acting.beat("head.tilt", -2.6, 2.0 * acting.on, begin, end, phase=0.25)
        acting.beat("head.turn", 1.6, 4.0 * acting.on, begin, end, phase=0.1)
    acting.swap("mouth", "sad", 0.06, 0.92)


def stretch(acting: Acting) -> None:
    """Long and longer, to the very tips, a tremble at the top, and all of it let go at once."""
    acting.pulse("body.squash", (0, 0), (0.1, 0.2), (0.46, -0.9), (0.66, -1), (0.8, 0.4), (1, 0))
    acting.pulse("body.lean", (0, 0), (0.12, 4), (0.5, -13), (0.66, -14), (0.82, 7), (1, 0))
    acting.pulse("body.sway", (0.1, 0), (0.5, 5 * acting.sign), (0.68, 4 * acting.sign), (0.85, 0))
    acting.pulse("head.nod", (0, 0), (0.14, 7), (0.52, -24), (0.68, -25), (0.84, 12), (1, 0), late=HEAD)
    acting.pulse("head.tilt", (0.2, 0), (0.55, -8 * acting.sign), (0.7, -8 * acting.sign), (0.9, 0))
    acting.pulse("lids", (0.06, 0), (0.3, 1), (0.72, 1), (0.86, 0.3), (1, 0))
    acting.pulse("brows", (0.1, 0), (0.4, 0.5), (0.7, 0.5), (0.85, 0))
    acting.pulse("body.breath", (0, 0), (0.5, 1), (0.68, 1), (0.84, 0))
    for channel, late in acting.both("arm.{}.raise"):
        # Arms go up further than a held-back temperament would take them; half-way up they would only be spread.
        up = acting.mark.strength * min(1.0, 0.5 + 0.5 * acting.temperament.reach)
        keys = ((0.06, 0.0), (0.2, 20 * up), (0.5, 142 * up), (0.68, 150 * up), (0.84, -5.0), (1, 0.0))
        acting.pulse(channel, *keys, late=late, whole=True)
    for channel, late in acting.both("wing.{}"):
        acting.pulse(channel, (0.1, 0), (0.5, 85), (0.68, 95), (0.84, 0), late=late)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0.1, 0), (0.46, -24), (0.7, -24), (0.85, 8), (1, 0), late=late)
    acting.beat("head.nod", 1.2, 2.0 * acting.on, 0.48, 0.7, phase=0.25)
    acting.swap("mouth", "open", 0.26, 0.74)


def surprise(acting: Acting) -> None:
    """A jolt: small for one picture, then up and back with everything wide, held still, and two blinks."""
    up = min(0.3, max(acting.shares(6), 2.2 * acting.on / acting.frames))
    low = 0.4 * up
    acting.pulse("body.squash", (0, 0), (low, 0.6), (up, -0.8), (up + 0.14, -0.55), (0.72, -0.5), (1, 0))
    acting.pulse("body.rise", (0, 0), (low, 0), (up, 9), (up + 0.12, 0))
    acting.pulse("body.lean", (0, 0), (low, 4), (up, -13), (up + 0.14, -10), (0.72, -9), (1, 0))
    acting.pulse("head.nod", (0, 0), (low, 9), (up, -17), (up + 0.14, -12), (0.72, -11), (1, 0))
    acting.pulse("lids", (0, 0), (low, 0.7), (up, -1), (0.6, -1), (0.64, 0.95), (0.69, 0.9), (0.76, -0.7), (0.9, 0))
    acting.pulse("brows", (0, 0), (low, -0.3), (up, 1), (0.72, 0.9), (1, 0))
    for channel, late in acting.both("arm.{}.raise"):
        acting.pulse(channel, (0, 0), (up, 46), (0.5, 38), (0.74, 34), (1, 0), late=late)
    for channel, late in acting.both("arm.{}.bend"):
        acting.pulse(channel, (0, 0), (up, 50), (0.74, 44), (1, 0), late=late)
    for channel, late in acting.both("ear.{}"):
        acting.pulse(channel, (0, 0), (low, -18), (up, 32), (0.74, 26), (1, 0), late=late)
    for channel, late in acting.both("wing.{}"):
        acting.pulse(channel, (0, 0), (up, 45), (0.4, 20), (0.74, 12), (1, 0), late=late)
    acting.swap("mouth", "round", low, 0.8)


def settle(acting: Acting) -> None:
    """Everything that was taken up is let go, the body before the head; where it stands it stays."""
    for channel in USUAL:
        if channel.choices:
            acting.swap(channel.name, str(channel.rest), 0.5)
        elif channel.name not in PLACES:
            acting.go(channel.name, None, late=HEAD if channel.name.startswith("head") else 0.0, plain=True)
    acting.pulse("body.squash", (0, 0), (0.5, 0.1), (1, 0), late=BODY)
    acting.pulse("head.nod", (0, 0), (0.55, 2), (1, 0), late=HEAD)


def hold(acting: Acting) -> None:
    """Nothing but staying: what wanders of itself goes on."""
