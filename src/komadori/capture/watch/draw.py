"""The picture of an alarm: where it is, what it was before, and by how much."""

from math import hypot

import cv2
import numpy as np
from PIL import Image, ImageDraw

from komadori.capture.watch.alarm import Alarm, Kind, Severity
from komadori.capture.watch.seen import LOST
from komadori.picture import style
from komadori.picture.still import Array
from komadori.picture.style import Text

WIDTH, MARGIN, GAP = 1800, 48, 28
HEAD, FOOT = 150, 56
MAIN = 1120
"""Pixels of width of the large panel."""
CLOSEST, WIDEST = 0.1, 0.5
"""Share of the picture's width that a magnified part shows."""
ROOM = 12.0
"""A magnified part is so many times as wide as what moved in it."""
SHORTEST, LONGEST = 110.0, 320.0
"""Pixels an arrow is drawn long."""
STRENGTH = 0.5
"""Stops of difference that are drawn in full colour."""
LIGHT_STRENGTH = 0.15
"""The same for light, of which a tenth is much."""
DIM = 0.5
"""How dark the greys are beneath."""
MOVED = (Kind.BUMP, Kind.PROP)
TINTED = (Kind.BUMP, Kind.PROP, Kind.LIGHT, Kind.FLICKER, Kind.FOCUS)
"""Alarms whose large panel shows the difference: what is lighter now in amber, what is darker in blue."""
WHOLE = (Kind.LIGHT, Kind.COLOUR, Kind.FLICKER, Kind.DUPLICATE, Kind.SETTINGS, Kind.DISK, Kind.CARD)
"""Alarms that are everywhere in the picture: its parts tell nothing more."""
LOUD = {Severity.NOTE: style.QUIET, Severity.WARNING: style.LAMP, Severity.URGENT: style.LAMP}

Box = tuple[float, float, float, float]


def draw_alarm(alarm: Alarm, now: Array, before: Array | None, *, width: int, title: str = "") -> Image.Image:
    """Draw what is wrong in `now` against `before`, both height x width x 3 uint8 sRGB of one size.

    `width` is that of the full picture, to which the alarm's pixels belong; `title` names the take.
    """
    before = now if before is None or before.shape != now.shape else before
    share = now.shape[0] / now.shape[1]
    tall = round(MAIN * share)
    side = WIDTH - 2 * MARGIN - GAP - MAIN
    page = Image.new("RGB", (WIDTH, HEAD + max(tall, 2 * round(side * share) + 76) + FOOT), style.GROUND)
    pen = ImageDraw.Draw(page)
    _head(pen, alarm, title)
    panel, legend = _panel(alarm, now, before)
    page.paste(Image.fromarray(panel).resize((MAIN, tall), Image.Resampling.LANCZOS), (MARGIN, HEAD))
    _mark(pen, alarm, MAIN / width, tall)
    spot = _spot(alarm, now, before, width)
    left, top = MARGIN + MAIN + GAP, HEAD
    for pixels, number in ((before, alarm.against), (now, alarm.picture)):
        _part(page, pixels, spot, (left, top, side, round(side * share)), cross=alarm.kind in MOVED)
        if number is not None:
            named = f"picture {number}{_magnified(spot)}"
            Text(named, 19, style.QUIET).draw(pen, left, top + round(side * share) + 26)
        top += round(side * share) + 40
    x: float = MARGIN
    for words, colour in legend:
        x += Text(words, 19, colour).draw(pen, x, HEAD + tall + 30) + 22
    return page


def _panel(alarm: Alarm, now: Array, before: Array) -> tuple[Array, tuple[tuple[str, str], ...]]:
    """The large picture, and what its colours mean."""
    if alarm.kind in TINTED:
        panel = tinted(before, now, even=alarm.kind not in (Kind.LIGHT, Kind.FLICKER))
        return panel, (("lighter now", style.LAMP), ("darker now", style.DUSK))
    if alarm.kind is Kind.CLIPPED:
        panel = np.asarray(now * DIM, np.uint8)
        panel[now.max(axis=2) >= LOST] = rgb(style.LAMP)
        return panel, (("burnt out", style.LAMP),)
    return now, ()


def tinted(before: Array, now: Array, *, even: bool) -> Array:
    """`now` in dim greys, amber where it is lighter than `before`, blue where it is darker.

    Where `even`, a change of light over the whole picture is left out.
    """
    old, new = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) for pixels in (before, now))
    off = cv2.GaussianBlur(np.log2((new + 12) / (old + 12)), (0, 0), 0.8)
    if not even:
        # Of light the broad change is meant, not that of a puppet's fur.
        off = cv2.GaussianBlur(np.clip(off, -LIGHT_STRENGTH, LIGHT_STRENGTH), (0, 0), now.shape[1] / 60)
    else:
        off -= cv2.blur(off, (now.shape[1] // 12, now.shape[1] // 12))
    off = off / (STRENGTH if even else LIGHT_STRENGTH)
    amount = np.clip(np.abs(off), 0, 1)[..., None]
    light, dark = (np.array(rgb(colour), np.float32) for colour in (style.LAMP, style.DUSK))
    grey = np.repeat(new[..., None] * DIM + 10, 3, axis=2)
    colour = np.where(off[..., None] > 0, light, dark)
    return np.asarray(np.clip(grey * (1 - amount) + colour * amount, 0, 255), np.uint8)


def rgb(colour: str) -> tuple[int, int, int]:
    """`#e9a15b` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _magnified(spot: Box) -> str:
    times = 1 / (spot[2] - spot[0])
    return f", magnified {times:.0f} times" if times > 1.5 else ""


def _head(pen: ImageDraw.ImageDraw, alarm: Alarm, title: str) -> None:
    Text(alarm.kind.value, 34, LOUD[alarm.severity]).draw(pen, MARGIN, 70)
    frame = f" · frame {alarm.frame}" if alarm.frame is not None else ""
    where = f"{title} · picture {alarm.picture}{frame} · {alarm.severity}".removeprefix(" · ")
    Text(where, 21, style.QUIET).draw(pen, WIDTH - MARGIN, 68, right=True)
    Text(alarm.sentence, 24, style.INK).within(WIDTH - 2 * MARGIN).draw(pen, MARGIN, 116)


def _mark(pen: ImageDraw.ImageDraw, alarm: Alarm, scale: float, tall: int) -> None:
    """Box, arrow and figure over the large panel; `scale` is its pixels for each of the full picture's."""
    middle = (MARGIN + MAIN / 2, HEAD + tall / 2)
    if alarm.box:
        box = [(MARGIN, HEAD)[i % 2] + part * scale for i, part in enumerate(alarm.box)]
        pen.rectangle(box, outline=style.GROUND, width=6)
        pen.rectangle([box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1], outline=style.LAMP, width=3)
        below = box[3] + 34 < HEAD + tall - 90
        middle = ((box[0] + box[2]) / 2, box[3] + 34 if below else box[1] - 34)
    drawn = 1.0
    if alarm.arrow and (far := hypot(*alarm.arrow)):
        length = min(max(far * scale, SHORTEST), LONGEST)
        drawn = length / (far * scale)
        _arrow(pen, middle, (alarm.arrow[0] / far * length, alarm.arrow[1] / far * length))
    words = figure(alarm)
    text = Text(words, 44, style.INK)
    x, y = MARGIN + 26, HEAD + tall - 30
    note = Text(f"arrow drawn {drawn:.0f} times as long" if drawn > 1.5 else "", 19, style.INK)
    wide = max(text.width, note.width)
    pen.rounded_rectangle((x - 14, y - 48 - (26 if note.words else 0), x + wide + 14, y + 16), 10, fill=style.GROUND)
    text.draw(pen, x, y - (26 if note.words else 0))
    note.draw(pen, x, y + 2)


def figure(alarm: Alarm) -> str:
    """The amount as it stands on the picture: signed where it has a direction of its own."""
    if alarm.kind in (Kind.DUPLICATE, Kind.SETTINGS):
        return alarm.kind.value
    signed = alarm.kind in (Kind.LIGHT, Kind.FLICKER, Kind.COLOUR, Kind.FOCUS)
    unit = alarm.unit if alarm.unit.startswith("%") else f" {alarm.unit}"
    return f"{alarm.amount:{'+' if signed else ''}.1f} {unit.strip()}"


def _arrow(pen: ImageDraw.ImageDraw, middle: tuple[float, float], along: tuple[float, float]) -> None:
    length = hypot(*along)
    x, y = along[0] / length, along[1] / length
    tail = (middle[0] - along[0] / 2, middle[1] - along[1] / 2)
    tip = (middle[0] + along[0] / 2, middle[1] + along[1] / 2)
    for grow, colour in ((5, style.GROUND), (0, style.INK)):
        neck = (tip[0] - x * 30, tip[1] - y * 30)
        pen.line([tail, neck], fill=colour, width=9 + 2 * grow)
        wing = 18 + grow * 1.4
        point = (tip[0] + x * grow * 1.6, tip[1] + y * grow * 1.6)
        base = (neck[0] - x * grow, neck[1] - y * grow)
        pen.polygon(
            [point, (base[0] - y * wing, base[1] + x * wing), (base[0] + y * wing, base[1] - x * wing)], fill=colour
        )


def _spot(alarm: Alarm, now: Array, before: Array, width: int) -> Box:
    """The part of the picture worth magnifying: left, top, right, bottom as shares 0..1."""
    if alarm.kind in WHOLE:
        return (0, 0, 1, 1)
    height = width * now.shape[0] / now.shape[1]
    if alarm.box:
        x, y = (alarm.box[0] + alarm.box[2]) / 2 / width, (alarm.box[1] + alarm.box[3]) / 2 / height
        size = 1.5 * max((alarm.box[2] - alarm.box[0]) / width, (alarm.box[3] - alarm.box[1]) / height)
        size = min(max(size, CLOSEST), 1.0)
    else:
        x, y = _busiest(before, now)
        size = min(max(ROOM * hypot(*(alarm.arrow or (0, 0))) / width, CLOSEST), WIDEST)
    left, top = min(max(x - size / 2, 0), 1 - size), min(max(y - size / 2, 0), 1 - size)
    return (left, top, left + size, top + size)


def _busiest(before: Array, now: Array) -> tuple[float, float]:
    """Where a corner is in both pictures: a puppet that moved would show its own move, not the camera's."""
    grey = [cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) for pixels in (before, now)]
    wide = max(3, now.shape[1] // 24)
    corners = [cv2.blur(cv2.cornerMinEigenVal(cv2.GaussianBlur(part, (0, 0), 1.5), 5), (wide, wide)) for part in grey]
    gone = cv2.blur(cv2.absdiff(*(cv2.blur(part, (9, 9)) for part in grey)), (wide, wide))
    score = np.sqrt(np.minimum(corners[0], corners[1])) / (2 + gone) ** 2
    rim = now.shape[1] // 12
    score[:rim], score[-rim:], score[:, :rim], score[:, -rim:] = 0, 0, 0, 0
    y, x = np.unravel_index(int(score.argmax()), score.shape)
    return float(x) / now.shape[1], float(y) / now.shape[0]


def _part(page: Image.Image, pixels: Array, spot: Box, place: tuple[int, int, int, int], *, cross: bool) -> None:
    """One part of a picture, magnified, with lines at the same place in both so that a move is seen against them."""
    x, y, width, height = place
    tall, wide = pixels.shape[:2]
    box = (spot[0] * wide, spot[1] * tall, spot[2] * wide, spot[3] * tall)
    part = Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC, box=box)
    page.paste(part, (x, y))
    if cross:
        pen = ImageDraw.Draw(page)
        for third in (1, 2, 3):
            pen.line([(x + width * third / 4, y), (x + width * third / 4, y + height)], fill=style.LAMP_LOW)
            pen.line([(x, y + height * third / 4), (x + width, y + height * third / 4)], fill=style.LAMP_LOW)
