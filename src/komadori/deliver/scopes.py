"""Scopes of a picture: waveform, parade, vectorscope and histogram, drawn side by side.

They tell what an eye that is used to the picture no longer sees: where black and white lie, which channel leans, how
far colours go. Drawn from sRGB codes, 0 to 100 % up the scale; the vectorscope's axes are BT.709's colour differences.

Source of the colour differences: ITU-R BT.709-6, item 3.3.
"""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from komadori.deliver.heading import HEAD, MARGIN, Heading
from komadori.picture import style
from komadori.picture.style import Text

Codes: TypeAlias = NDArray[np.uint8]
Trace: TypeAlias = NDArray[np.float32]

WIDE, TALL = 1000, 520
"""Pixels of one scope's area."""
GAP, LABEL = 60, 50
SAMPLED = 960
"""Pixels the picture is looked at with."""
BRIGHT = 0.55
"""Share of the mean of what is drawn at all from which a trace is at its brightest; below, as the root of it."""
RED, GREEN, BLUE = (232, 110, 88), (126, 186, 112), (110, 150, 226)
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
TARGETS = {
    "R": (255, 0, 0),
    "Yl": (255, 255, 0),
    "G": (0, 255, 0),
    "Cy": (0, 255, 255),
    "B": (0, 0, 255),
    "Mg": (255, 0, 255),
}


def draw_scopes(heading: Heading, codes: Codes) -> Image.Image:
    """All four scopes of a picture of 8-bit sRGB `codes`, height x width x 3, on a page of their own."""
    small = _small(codes)
    scopes: tuple[tuple[str, Callable[[Codes], Image.Image]], ...] = (
        ("waveform", waveform),
        ("parade", parade),
        ("vectorscope, 75 % boxes", vectorscope),
        ("histogram", histogram),
    )
    page = Image.new("RGB", (2 * MARGIN + 2 * WIDE + GAP, HEAD + 2 * (TALL + LABEL + 30) + 40), style.GROUND)
    pen = ImageDraw.Draw(page)
    heading.draw(pen, page.width)
    for number, (name, scope) in enumerate(scopes):
        row, column = divmod(number, 2)
        x, y = MARGIN + column * (WIDE + GAP), HEAD + row * (TALL + LABEL + 30)
        Text(name, 22, style.QUIET).draw(pen, x, y + 30)
        page.paste(scope(small), (x, y + LABEL))
    return page


def _small(codes: Codes) -> Codes:
    high, wide = codes.shape[:2]
    if wide <= SAMPLED:
        return codes[..., :3]
    # Single pixels, and no means of them: a scope shows what is there.
    size = (SAMPLED, max(1, round(high * SAMPLED / wide)))
    return np.asarray(cv2.resize(codes[..., :3], size, interpolation=cv2.INTER_NEAREST), np.uint8)


def waveform(codes: Codes) -> Image.Image:
    """Brightness up the scale, over where in the picture it lies from left to right."""
    luma = np.rint(codes.astype(np.float32) @ LUMA).astype(np.uint8)
    return _framed(_lit(_columns(luma, WIDE), (214, 204, 188)), _levels)


def parade(codes: Codes) -> Image.Image:
    """The waveform of red, green and blue beside each other."""
    third = WIDE // 3
    drawn = np.zeros((TALL, WIDE, 3), np.float32)
    for channel, colour in enumerate((RED, GREEN, BLUE)):
        left = channel * third + 8
        drawn[:, left : left + third - 16] = _lit(_columns(codes[..., channel], third - 16), colour)
    return _framed(drawn, _levels)


def _columns(values: Codes, wide: int) -> Trace:
    """How often each code comes in each column: TALL x wide, white on top."""
    high, across = values.shape
    columns = np.arange(across)[None].repeat(high, axis=0)
    counts = np.bincount(columns.ravel() * 256 + values.ravel(), minlength=across * 256).reshape(across, 256).T[::-1]
    return np.asarray(cv2.resize(counts.astype(np.float32), (wide, TALL), interpolation=cv2.INTER_LINEAR), np.float32)


def vectorscope(codes: Codes) -> Image.Image:
    """Every pixel's colour: how strong by its distance from the middle, which hue by its direction; red is up."""
    blue, red = _differences(codes.reshape(-1, 3).astype(np.float32))
    side = TALL
    x, y = (
        np.clip((side / 2) * (1 + sign * each * 1.6), 0, side - 1).astype(int) for sign, each in ((1, blue), (-1, red))
    )
    counts = np.bincount(y * side + x, minlength=side * side).reshape(side, side).astype(np.float32)
    soft = cv2.GaussianBlur(counts, (0, 0), 1.2)
    blank = np.zeros((TALL, WIDE, 3), np.float32)
    left = (WIDE - side) // 2
    blank[:, left : left + side] = _lit(np.asarray(soft, np.float32), (214, 204, 188)) * _hues(side)
    return _framed(blank, lambda pen: _boxes(pen, left, side))


def _differences(codes: NDArray[np.float32]) -> tuple[Trace, Trace]:
    """BT.709's two colour differences of codes, -0.5..0.5."""
    shares = codes / 255
    luma = shares @ LUMA
    blue, red = (shares[:, 2] - luma) / 1.8556, (shares[:, 0] - luma) / 1.5748
    return np.asarray(blue, np.float32), np.asarray(red, np.float32)


def _hues(side: int) -> Trace:
    """The tint of each place of the vectorscope, so that the trace tells its own hue."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side - 0.5
    blue, red = 1.1 * x, -1.1 * y
    colour = np.stack([1 + 1.5748 * red, 1 - 0.1873 * blue - 0.4681 * red, 1 + 1.8556 * blue], axis=-1)
    return np.asarray(np.clip(colour, 0.25, 1.3), np.float32)


def _boxes(pen: ImageDraw.ImageDraw, left: int, side: int) -> None:
    middle = (left + side / 2, side / 2)
    pen.ellipse((left, 0, left + side - 1, side - 1), outline=style.LINE)
    pen.line([(left, middle[1]), (left + side, middle[1])], fill=style.LINE)
    pen.line([(middle[0], 0), (middle[0], side)], fill=style.LINE)
    for name, codes in TARGETS.items():
        blue, red = (float(each[0]) for each in _differences(np.array([codes], np.float32)))
        x, y = middle[0] + side / 2 * blue * 1.6 * 0.75, middle[1] - side / 2 * red * 1.6 * 0.75
        pen.rectangle((x - 11, y - 11, x + 11, y + 11), outline=style.FAINT)
        Text(name, 15, style.QUIET).draw(pen, x + 16, y + 5)
    # Faces of any colour lie along this line: what is under the skin is red.
    pen.line([middle, (middle[0] - side * 0.18, middle[1] - side * 0.28)], fill=style.LAMP_LOW)


def histogram(codes: Codes) -> Image.Image:
    """How often each code comes, for each channel; what stands at the very edges is clipped."""
    drawn = np.zeros((TALL, WIDE, 3), np.float32)
    counts = [np.bincount(codes[..., channel].ravel(), minlength=256).astype(np.float32) for channel in range(3)]
    # The ends are left out of the measure, or one clipped sky would flatten all the rest.
    top = max(float(np.percentile(count[1:-1], 99.5)) for count in counts) or 1.0
    up = np.arange(TALL)[::-1, None]
    for count, colour in zip(counts, (RED, GREEN, BLUE), strict=True):
        bars = np.interp(np.linspace(0, 255, WIDE), np.arange(256), count / top) * 0.94 * TALL
        drawn += np.where(up < bars[None], 0.42, 0)[..., None] * np.array(colour, np.float32)
    return _framed(drawn, _quarters)


def _lit(counts: Trace, colour: tuple[int, int, int]) -> Trace:
    """Counts as light of one colour: the root of them, so that single pixels are seen too."""
    there = counts[counts > 0]
    if there.size == 0:
        return np.zeros((*counts.shape, 3), np.float32)
    shares = np.sqrt(np.minimum(counts * np.float32(BRIGHT / (3 * float(there.mean()))), 1))
    return np.asarray(shares[..., None] * np.array(colour, np.float32), np.float32)


def _framed(trace: Trace, marks: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    """A trace on the house's ground with its marks behind it."""
    area = Image.new("RGB", (WIDE, TALL), style.PANEL)
    marks(ImageDraw.Draw(area))
    lit = np.minimum(np.asarray(area, np.float32) + trace, 255)
    return Image.fromarray(np.asarray(np.rint(lit), np.uint8))


def _levels(pen: ImageDraw.ImageDraw) -> None:
    for share in (0, 25, 50, 75, 100):
        y = (TALL - 1) * (1 - share / 100)
        pen.line([(0, y), (WIDE, y)], fill=style.LINE)
        Text(f"{share}", 14, style.FAINT).draw(pen, 6, min(TALL - 4, max(16, y - 4)))


def _quarters(pen: ImageDraw.ImageDraw) -> None:
    for share in (0, 25, 50, 75, 100):
        x = (WIDE - 1) * share / 100
        pen.line([(x, 0), (x, TALL)], fill=style.LINE)
        Text(f"{share}", 14, style.FAINT).draw(pen, x + 6 if share < 100 else x - 6, 18, right=share == 100)
