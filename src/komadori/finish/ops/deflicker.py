"""Hold the light of a take steady: tone, single lamps and the animator's shadow, told from the set.

Most of a stop-motion picture is the set, and the set stands still: every patch of it is its own light meter. See
`komadori.finish.flicker` for how a take is steadied; here is what a person can ask for, and what is done to pixels.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import LOST, STEPS, less, median, patches, quantised, read_meters
from komadori.finish.flicker.program import read_program, without_grain
from komadori.finish.flicker.steadying import STANDS
from komadori.finish.flicker.take import Asked, Found, found, reach_of
from komadori.finish.flicker.tone import straightened
from komadori.finish.flicker.window import Plates
from komadori.finish.operation import (
    Given,
    Holdings,
    Linear,
    Operation,
    Parameter,
    Place,
    Settings,
    Solved,
    Still,
    Stretch,
)
from komadori.finish.remarks import Said, Saying
from komadori.picture import read_proxy
from komadori.picture.bands import in_bands
from komadori.picture.colour import looked_up, rounded16, to_light

FLAT = 0.008
"""Stops: a field that stays below it almost everywhere, and below a third of it mostly, makes no difference that is
seen, and the picture gets one gain."""
WIDE = 320
"""Pixels that readings are taken from: several for a patch, so that a small highlight is found."""
MUCH = 0.5
"""Stops from which a correction is worth a look."""
FINE = 10_000
"""In 1 / FINE a tone's slope is told."""


def measure(still: Still, _settings: Settings) -> NDArray[np.uint16]:
    """The readings of its patches: see `finish/flicker/meters.py`."""
    return read_meters(still.small(WIDE))


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """For each moment the slope of its tone and log2 gains of red, green and blue, then how much of what is clipped
    stays white in each (0..1) where not all does; and a field of more such gains (int16, 1/2048 stop, rows x columns x
    3) where its light is not off everywhere alike.
    """
    moments = stretch.moments
    begin, end = stretch.asked or (0, len(moments))
    readings = [moment.measure for moment in moments]
    solved = [Solved() for _ in moments]
    for shape in sorted({one.shape for one in readings if one.size}):
        these = [at for at, one in enumerate(readings) if one.shape == shape]
        span = sum(at < begin for at in these), sum(at < end for at in these)
        if span[0] == span[1]:
            continue
        asked = _asked(stretch.holdings, settings, shape)
        given, seen = [readings[at] for at in these], [moments[at] for at in these]
        names = [one.name for one in seen] if all(one.name for one in seen) else []
        frames, lies = [one.frame for one in seen], [one.lies for one in seen]
        results = found(given, frames, lies, asked, span, names, roughly=stretch.roughly, keeping=stretch.keeping)
        for at, one in zip(these[span[0] : span[1]], results, strict=True):
            solved[at] = _told(one, settings)
    return solved


def _asked(holdings: Holdings, settings: Settings, shape: Sequence[int]) -> Asked:
    program = holdings.paths("program") if settings["program"] else ()
    plates = holdings.paths("lamps") if settings["lamps"] else ()
    return Asked(
        reach=int(settings["reach"]),
        constant=settings["wanted"] == "constant",
        keep_steps=bool(settings["keep_steps"]),
        program=read_program(program[0]) if program else None,
        plates=_plates(plates, shape) if plates else None,
    )


def _plates(paths: Sequence[Path], shape: Sequence[int]) -> Plates:
    """Each lamp's own light. Raises UnreadablePicture."""
    light = []
    for path in paths:
        # As small first as a still is, because detail is lost in the same way then.
        pixels = to_light(read_proxy(path, WIDE), "srgb")
        light.append(patches(pixels, (shape[1], shape[0])))
    return Plates(names=tuple(path.stem for path in paths), light=without_grain(np.stack(light)))


ALONE = Saying(
    name="alone", words="It is alone in its set, with nothing to compare its light with: it was left as it is."
)
DARK = Saying(name="dark", words="Black or burnt out, it tells nothing of its light: it was left as it is.")
MOVING = Saying(
    name="moving", words="No part of the set stands still in it: the whole picture's light was taken instead."
)
OFF = Saying(name="off", words="Its light was {0} stops off.")


def _told(one: Found, settings: Settings) -> Solved:
    gain = one.gain if settings["colour"] else np.repeat(one.gain.mean(axis=2, keepdims=True), 3, axis=2)
    whole = np.array([median(channel) for channel in gain.reshape(-1, 3).T.copy()])
    left = less(gain, whole[None])
    flat = settings["mode"] != "lamps" or _unseen(left)
    slope = 0.0 if settings["mode"] == "global" else round(one.slope * FINE) / FINE
    numbers = (slope, *(round(float(stops) * STEPS) / STEPS for stops in whole))
    # What is white only because of the flicker may be anything from the gain up to white: half of the way is taken.
    whites = tuple(round(50 + 50 * float(white)) / 100 for white in one.whites)
    if any(numbers) and min(whites) < 1:
        numbers += whites
    said, doubt = _said(one, float(np.abs(whole).max()))
    return Solved(
        numbers=numbers if any(numbers) or not flat else (),
        field=None if flat else quantised(left),
        said=said,
        doubt=doubt,
    )


def _unseen(left: NDArray[np.float32]) -> bool:
    return float(np.sqrt(np.square(left).mean())) < FLAT / 3 and float((np.abs(left) < FLAT).mean()) > 0.98


def _said(one: Found, most: float) -> tuple[tuple[Said, ...], float]:
    if one.alone:
        return (ALONE.of(),), 0.3
    if one.share < 0:
        return (DARK.of(),), 0.6
    if one.share < STANDS:
        return (MOVING.of(),), 0.8
    if most > MUCH:
        return (OFF.of(f"{most:.1f}"),), min(1.0, 0.3 + most / 4)
    return (), 0.0


def reach(settings: Settings) -> int:
    """Pictures before and after one that matter to it."""
    return reach_of(int(settings["reach"]))


def curve(pixels: Linear, _settings: Settings, given: Given) -> Linear:
    """Undo the tone's slope, then multiply each channel by its gain; what may be clipped does not grow darker, or only
    in part where the light's flicker clipped it.
    """
    if not given.numbers:
        return pixels
    slope, *stops = given.numbers[:4]
    gains = np.array([2.0**stop for stop in stops], np.float32)
    straight = _straight(pixels, slope) if slope else pixels
    bent = np.asarray(straight * gains, np.float32)
    return _kept_white(pixels, straight, bent, given.numbers[4:]) if (gains < 1).any() else bent


def _straight(pixels: Linear, slope: float) -> Linear:
    """By a table of the square root, whose steps are fine where the eye's are, whatever the size: the same numbers come
    out of a picture and of a ramp of all its codes.
    """
    roots = rounded16(np.sqrt(np.maximum(pixels, 0)))
    straight = looked_up(roots, _table(slope))
    return np.where(pixels > 1, pixels, straight) if float(pixels.max()) > 1 else straight


@lru_cache(maxsize=16)
def _table(slope: float) -> NDArray[np.float32]:
    return straightened(np.square(np.arange(65536, dtype=np.float32) / 65535), slope)


def _kept_white(pixels: Linear, straight: Linear, bent: Linear, whites: Sequence[float]) -> Linear:
    """`bent`, but `straight` where it was clipped: wholly, or as far as `whites` (3, 0..1; or none) say."""
    lost = np.flatnonzero(pixels >= LOST)
    if lost.size:
        darker, white = np.take(bent, lost), np.take(straight, lost)
        if whites:
            white = darker + (white - darker) * np.array(whites, np.float32)[lost % 3]
        np.put(bent, lost, np.maximum(darker, white))
    return bent


def apply(pixels: Linear, _settings: Settings, given: Given) -> Linear:
    """Multiply by the field's gains, drawn out over the picture."""
    if given.field is None:
        return pixels
    small = np.exp2(given.field.astype(np.float32) / np.float32(STEPS))
    size = pixels.shape[1], pixels.shape[0]
    how = cv2.INTER_LINEAR if size[0] >= small.shape[1] else cv2.INTER_AREA
    gains = np.asarray(cv2.resize(small, size, interpolation=how), np.float32)

    def band(rows: slice) -> None:
        here = pixels[rows]
        _kept_white(here, here, np.multiply(here, gains[rows], out=gains[rows]), given.numbers[4:])

    in_bands(pixels.shape, band)
    return gains


def told(settings: Settings) -> str:
    """In a few words."""
    what = "brightness and colour" if settings["colour"] else "brightness"
    how = {"global": "", "tone": " and tone", "lamps": ", tone, single lamps and shadows"}[str(settings["mode"])]
    by = " by the light program" if settings["program"] else ""
    return f"flicker of {what}{how} taken out{by} over {settings['reach']} pictures either side"


OPERATION = Operation(
    name="deflicker",
    version=12,
    says="Takes out flicker of the light, of single lamps and the animator's shadow; the puppet and slow changes stay.",
    place=Place.STEADY,
    parameters=(
        Parameter(
            name="mode",
            default="lamps",
            choices=("lamps", "tone", "global"),
            says="What may differ from picture to picture: the whole picture's light and colour (global), its contrast "
            "too (tone), or single lamps and shadows as well (lamps).",
        ),
        Parameter(
            name="reach",
            default=40,
            low=4,
            high=100,
            unit="pictures",
            says="How many pictures before and after show what the light was meant to be; more is steadier, fewer "
            "follows quicker changes.",
        ),
        Parameter(
            name="wanted",
            default="slow",
            choices=("slow", "constant"),
            says="What the light was meant to do: change slowly, or stay as it is, which is told more exactly.",
        ),
        Parameter(name="colour", default=True, says="Steady each channel by itself; without it only the brightness."),
        Parameter(
            name="keep_steps",
            default=True,
            says="Leave a sudden change of the light that lasts, such as a lamp switched on in the story.",
        ),
        Parameter(
            name="lamps",
            default="",
            holds="folder",
            says="A folder of photographs of the set lit by one lamp each, named like the lamps.",
        ),
        Parameter(
            name="program",
            default="",
            holds="file",
            says="A TOML or JSON file that tells how light each lamp was meant to be at which frame.",
        ),
    ),
    curve=curve,
    apply=apply,
    measure=measure,
    solve=solve,
    done_by=(),
    reach=reach,
    told=told,
    remarks=(ALONE, DARK, MOVING, OFF),
)
