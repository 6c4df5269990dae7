"""Gestures of the head and eyes: tilt, turn, look, nod, shake, blink.

A head does not travel on a straight line: turning, it dips, and it blinks on the way. Eyes go first and are back to the
middle when the head arrives. Timings follow Williams, "The Animator's Survival Kit", 2001 (accents, arcs, blinks on
turns), and Evinger, Manning and Sibony, "Eyelid movements", 1991: a lid falls twice as fast as it rises.
"""

from komadori.score.stroke import BODY, EYES, HEAD, Acting


def tilt(acting: Acting) -> None:
    """The head to one shoulder, the body a little against it, one ear pricked; `up` brings it back."""
    if acting.mark.side == "up":
        for channel, late in (("head.tilt", HEAD), ("head.nod", HEAD), ("body.sway", BODY)):
            acting.go(channel, None, late=late)
        return
    sign = acting.sign
    acting.pulse("gaze.turn", (0, 0), (0.2, -6 * sign), (0.7, -3 * sign), (1, 0))
    acting.go("head.tilt", 19 * sign, 0.05, 1, late=HEAD)
    acting.pulse("head.nod", (0, 0), (0.45, 4), (1, 0), late=HEAD)
    acting.pulse("head.turn", (0, 0), (0.5, 4 * sign), (1, 0), late=HEAD)
    acting.go("body.sway", -2.5 * sign, 0.25, 1, late=BODY)
    acting.pulse("brows", (0, 0), (0.5, 0.25), (1, 0))
    acting.pulse(f"ear.{acting.other}", (0.2, 0), (0.6, 14), (0.8, 10), (1, 0), late=HEAD)


def turn(acting: Acting) -> None:
    """The head to one side with a dip and a blink, the body some way after it; `forward` brings both back."""
    back = acting.mark.side == "forward"
    sign = acting.sign
    if back:
        for channel, late in (("head.turn", HEAD), ("body.turn", BODY), ("body.sway", BODY)):
            acting.go(channel, None, late=late)
    else:
        acting.pulse("gaze.turn", (0, 0), (0.22, 20 * sign), (0.6, 12 * sign), (1, 0))
        acting.go("head.turn", 38 * sign, 0.04, 0.94, late=HEAD)
        acting.go("body.turn", 14 * sign * acting.amount, 0.2, 1, late=HEAD)
        acting.go("body.sway", 2 * sign, 0.2, 1, late=BODY)
    acting.pulse("head.nod", (0, 0), (0.45, 8), (1, 0), late=HEAD)
    acting.pulse("head.tilt", (0, 0), (0.45, -5 * sign), (1, 0), late=HEAD)
    _close(acting, 0.08, 0.08 + acting.shares(9 * acting.temperament.blink))


def look(acting: Acting) -> None:
    """The eyes to one side, above or below, and the head just enough to show it."""
    side, sign = acting.mark.side, acting.sign
    if side == "forward":
        for channel in ("head.turn", "head.nod", "gaze.turn", "gaze.nod"):
            acting.go(channel, None, late=HEAD if channel.startswith("head") else EYES)
        return
    if side in ("up", "down"):
        way = -1 if side == "up" else 1
        acting.go("gaze.nod", 16 * way, 0, 0.4)
        acting.go("head.nod", (20 if side == "up" else 24) * way, 0.1, 1, late=HEAD)
        acting.pulse("head.turn", (0, 0), (0.5, 3 * sign), (1, 0), late=HEAD)
        acting.pulse("brows", (0, 0), (0.4, -0.45 * way), (1, 0))
        acting.pulse("lids", (0, 0), (0.4, 0.3 * way), (1, 0))
        return
    acting.go("gaze.turn", 20 * sign, 0, 0.4)
    acting.go("head.turn", 22 * sign, 0.12, 1, late=HEAD)
    acting.pulse("head.nod", (0, 0), (0.5, 4), (1, 0), late=HEAD)
    acting.pulse("lids", (0, 0), (0.3, -0.3), (0.8, -0.2), (1, 0))


def nod(acting: Acting) -> None:
    """Up a little, down, half up, down again, and home; the second is the smaller."""
    keys = ((0, 0), (0.14, -7), (0.36, 25), (0.56, -2), (0.76, 16), (1, 0))
    acting.pulse("head.nod", *keys, late=0.5)
    acting.pulse("body.lean", (0, 0), (0.38, 5), (0.56, 1), (0.77, 3), (1, 0), late=HEAD)
    acting.pulse("lids", (0.1, 0), (0.34, 0.55), (0.55, 0.2), (0.74, 0.4), (1, 0))
    acting.pulse("head.tilt", (0, 0), (0.34, 2 * acting.sign), (0.74, -1 * acting.sign), (1, 0))


def shake(acting: Acting) -> None:
    """No: from side to side, each way less far, the eyes half closed."""
    sign = acting.sign
    keys = ((0, 0), (0.17, 28 * sign), (0.39, -27 * sign), (0.59, 18 * sign), (0.79, -11 * sign), (1, 0))
    acting.pulse("head.turn", *keys, late=0.5)
    acting.pulse("head.nod", (0, 0), (0.25, 5), (0.8, 5), (1, 0))
    acting.pulse("lids", (0, 0), (0.2, 0.45), (0.8, 0.45), (1, 0))
    acting.pulse("brows", (0, 0), (0.2, -0.4), (0.8, -0.4), (1, 0))
    acting.pulse("body.turn", *((share, -0.12 * value) for share, value in keys), late=HEAD)


def blink(acting: Acting) -> None:
    """Down, shut, and up more slowly: at 24 frames a second about two, two and four."""
    _close(acting, 0, 1)
    acting.pulse("head.nod", (0, 0), (0.4, 1.2), (1, 0))
    acting.pulse("brows", (0, 0), (0.35, -0.12), (1, 0))


def double_blink(acting: Acting) -> None:
    """Two blinks, the second quicker and not quite shut: somebody cannot believe it."""
    _close(acting, 0, 0.5)
    _close(acting, 0.52, 1, 0.92)
    acting.pulse("brows", (0, 0), (0.3, -0.15), (0.5, 0.3), (0.85, 0.25), (1, 0))
    acting.pulse("head.nod", (0, 0), (0.3, 2), (0.55, -2), (1, 0))


def _close(acting: Acting, begin: float, end: float, shut: float = 1.0) -> None:
    """Lids down and up within `begin` to `end`, shut for so long that one picture at the least shows it.

    The second lid comes a breath after the first.
    """
    least = acting.on * 1.05 / acting.frames
    begin = min(begin, max(0.0, 1 - 1.6 * least))
    end = max(end, begin + 1.5 * least)
    held = max(0.24 * (end - begin), least)
    fall = 0.36 * (end - begin - held)
    acting.pulse("lids", (begin, 0), (begin + fall, shut), (begin + fall + held, shut), (end, 0))
    if acting.temperament.spread > 0.5 and acting.frames > 3 * acting.on:
        late = acting.shares(acting.temperament.spread)
        keys = (
            (begin, 0),
            (begin + fall * 0.6, -0.12),
            (begin + fall + late, 0),
            (end + late, 0.1),
            (end + 2 * late, 0),
        )
        acting.pulse(f"lid.{acting.other}", *keys)
