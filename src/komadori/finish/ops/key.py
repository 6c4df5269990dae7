"""Take the puppet off its screen: a matte, and the puppet's own colours without the screen's.

The screen's light is known at every pixel, from a clean plate or from around it; so each pixel of a soft edge can be
told apart into how much there is of the puppet and what colour that has. See `picture/matting.py` and
`picture/screen.py` for the methods and their sources.
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import NotFound
from komadori.finish.operation import (
    Given,
    Linear,
    Moment,
    Operation,
    Parameter,
    Place,
    Settings,
    Solved,
    Still,
    Stretch,
)
from komadori.finish.remarks import Saying
from komadori.finish.rigs.paint import strokes_at
from komadori.finish.rigs.plates import fitted
from komadori.picture.colour import srgb_to_linear
from komadori.picture.matting import fronts
from komadori.picture.matting import solve as solve_matte
from komadori.picture.screen import Hue, Screen, by_backlight, by_hue, by_plate, unspilt
from komadori.picture.spread import spread
from komadori.store import Stroke

NAMED = {"green": (0.0, 0.6, 0.1), "blue": (0.0, 0.1, 0.6)}
BY_PLATE = "plate"
DROPPED, KEPT = 1, 2
BESIDE = ("exposure", "companion")
"""How the names of plates begin that were taken beside each picture, from the very same place."""
CUT_BY = ("screen", "plate", "matte", "backing", "shadows", "solid")
"""The parameters that the matte and the front's colours hang on before they are drawn together and their spill goes."""


class NoPlate(NotFound):
    """A key needs a plate, and there is none for the picture."""


def measure(still: Still, settings: Settings) -> NDArray[Any]:
    """The share of the picture that is plainly screen, where it is known by its colour."""
    hue = _hue(settings)
    if hue is None or settings["matte"]:
        return np.empty(0)
    screen = by_hue(still.small(), hue, None, shadows=True)
    return np.array([0.0 if screen is None else screen.seen])


NO_SCREEN = Saying(name="no screen", words="no {0} screen is seen, so nothing was keyed")


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """What is painted for each picture, as rows of mode, radius, x and y; and a word where no screen is seen."""
    by_moment = strokes_at(stretch.holdings.paths("paint"), stretch.moments)
    found: list[Solved] = []
    strokes: tuple[Stroke, ...] = ()
    for moment, own in zip(stretch.moments, by_moment, strict=True):
        strokes = own or strokes
        found.append(_solved(moment, strokes, str(settings["screen"])))
    return found


def _solved(moment: Moment, strokes: Sequence[Stroke], screen: str) -> Solved:
    rows: list[tuple[float, ...]] = [
        (number, DROPPED if stroke.mode == "rig" else KEPT, stroke.radius, x, y)
        for number, stroke in enumerate(strokes)
        for x, y in stroke.points
    ]
    seen = moment.measure
    if seen.size and seen[0] == 0:
        return Solved(field=_rows(rows), said=(NO_SCREEN.of(screen),), doubt=1.0)
    return Solved(field=_rows(rows))


def _rows(rows: list[tuple[float, ...]]) -> NDArray[np.float32] | None:
    return np.array(rows, np.float32) if rows else None


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """The picture with its matte as a fourth channel. Raises NoPlate and UnfitPlate."""
    light = np.ascontiguousarray(pixels[..., :3])
    # What takes long does not hang on how the matte is drawn together, nor on how much spill is taken off.
    planes = list(given.kept([settings[name] for name in CUT_BY], lambda: _cut(light, settings, given)))
    hue, spill = _hue(settings), float(settings["spill"])
    if len(planes) == 3:
        planes.append(np.ones(light.shape[:2], np.float32))
    elif hue is not None and spill and not settings["matte"]:
        planes[:3] = unspilt(planes[:3], hue, spill, mean=settings["limit"] == "mean")
    matte = planes.pop()
    black, white = float(settings["black"]), float(settings["white"])
    if black != 0 or white != 1:
        matte = np.clip((matte - black) / max(white - black, 1e-3), 0, 1)
    if given.field is not None:
        painted = _painted(given.field, matte.shape)
        matte = np.where(painted == DROPPED, 0, np.where(painted == KEPT, 1, matte))
        planes = [np.where(painted == KEPT, light[..., at], plane) for at, plane in enumerate(planes)]
    if settings["region"]:
        matte = matte * _inside(str(settings["region"]), matte.shape)
    if pixels.shape[2] == 4:
        matte = matte * pixels[..., 3]
    whole = (matte > 0).astype(np.float32)
    return np.asarray(cv2.merge([*(plane * whole for plane in planes), matte]), np.float32)


def _cut(light: Linear, settings: Settings, given: Given) -> Linear:
    """The front's colours with all their spill and how much there is of them, each channel for itself (4 x h x w);
    without the last where there is no screen.

    Raises NoPlate and UnfitPlate.
    """
    found = _by_backlight(light, settings, given) if settings["matte"] else _by_screen(light, settings, given)
    if found is None:
        return np.array(cv2.split(light))
    matte, front = found
    return np.array([*cv2.split(front), matte])


def _by_screen(light: Linear, settings: Settings, given: Given) -> tuple[Linear, Linear] | None:
    hue = _hue(settings)
    plate = _plate("plate", light, settings, given)
    shadows = settings["shadows"] == "keep"
    screen: Screen | None
    if hue is not None:
        screen = by_hue(light, hue, plate, shadows=shadows, solid=float(settings["solid"]))
    elif plate is None:
        raise NoPlate(
            "The key goes by the clean plate, and none is named.",
            hint='plate = "picture 1", say, where the set is empty.',
        )
    else:
        screen = by_plate(light, plate, shadows=shadows)
    return None if screen is None else solve_matte(light, screen.behind, screen.known)


def _by_backlight(light: Linear, settings: Settings, given: Given) -> tuple[Linear, Linear]:
    lit = _plate("matte", light, settings, given)
    if lit is None:
        raise NoPlate(
            "There is no picture lit from behind beside this one.",
            hint=f'shoot the exposure that matte = "{settings["matte"]}" names for every picture.',
        )
    matte = by_backlight(lit, _plate("backing", light, settings, given))
    if matte is None:
        raise NoPlate(
            "The picture lit from behind is all dark.", hint="name the exposure with the light behind the puppet."
        )
    matte = np.where(matte < EMPTY, 0, np.where(matte > FULL, 1, (matte - EMPTY) / (FULL - EMPTY))).astype(np.float32)
    plate = _plate("plate", light, settings, given)
    behind = spread(light, (cv2.dilate(matte, np.ones((3, 3))) == 0).astype(np.float32)) if plate is None else plate
    return matte, fronts(light, behind, matte)


EMPTY, FULL = 0.04, 0.9
"""Shares of the backing's light that are missing in its own noise, and before a puppet that gleams a little."""


def _plate(name: str, light: Linear, settings: Settings, given: Given) -> Linear | None:
    """A plate as large as the picture and lying as it does, or None."""
    high, wide = light.shape[:2]
    plate = given.holdings.plate(name, wide)
    if plate is None:
        return None
    plate = fitted(plate, name, (high, wide), 2.0)
    if str(settings[name]).partition(" ")[0] in BESIDE:
        return plate
    lies = np.reshape(given.lies, (3, 3))
    if np.allclose(lies, np.eye(3), atol=1e-7):
        return plate
    shift = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    to_set = np.linalg.inv(shift) @ np.diag([wide, wide, 1]) @ lies @ np.diag([1 / wide, 1 / wide, 1]) @ shift
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(plate, to_set, (wide, high), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def _painted(rows: NDArray[Any], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """What is painted at each pixel: DROPPED, KEPT or 0; later strokes lie over earlier ones."""
    drawn = np.zeros(shape[:2], np.uint8)
    wide = shape[1]
    for number in np.unique(rows[:, 0]):
        stroke = rows[rows[:, 0] == number]
        mode, radius = int(stroke[0, 1]), float(stroke[0, 2]) * wide
        points = np.rint(stroke[:, 3:5] * wide * 16 - 8).astype(np.int32)
        cv2.polylines(drawn, [points], False, mode, max(1, round(2 * radius)), cv2.LINE_8, shift=4)  # noqa: FBT003
        for x, y in points:
            cv2.circle(drawn, (int(x), int(y)), round(radius * 16), mode, -1, cv2.LINE_8, shift=4)
    return drawn


def _inside(region: str, shape: tuple[int, ...]) -> Linear:
    """1 within the region, 0 without, whole where there is none."""
    inside = np.ones(shape[:2], np.float32)
    if region:
        left, top, wide, high = (float(value) * shape[1] for value in region.split())
        inside[:] = 0
        inside[max(0, round(top)) : max(0, round(top + high)), max(0, round(left)) : max(0, round(left + wide))] = 1
    return inside


def _hue(settings: Settings) -> Hue | None:
    """The screen's hue; None for a screen known by its plate alone."""
    colour = _colour(str(settings["screen"]))
    return None if colour is None else Hue.of(colour)


def _colour(told: str) -> tuple[float, float, float] | None:
    if told in NAMED:
        return NAMED[told]
    if len(told) == 7 and told[0] == "#":
        try:
            codes = np.array([int(told[at : at + 2], 16) for at in (1, 3, 5)]) / 255
        except ValueError:
            return None
        red, green, blue = srgb_to_linear(codes)
        return float(red), float(green), float(blue)
    return None


def wrong_screen(told: str) -> str:
    """What is wrong with a screen's name or colour; "" for nothing."""
    if told == BY_PLATE:
        return ""
    colour = _colour(told)
    if colour is None:
        return 'it is "green", "blue", "plate" or a colour such as "#20a050"'
    return "" if Hue.of(colour) else 'a grey screen has no colour to go by; say screen = "plate" and name a clean plate'


def wrong_region(told: str) -> str:
    """What is wrong with a region; "" for nothing."""
    try:
        numbers = [float(word) for word in told.split()]
    except ValueError:
        numbers = [-1.0]
    if not told or (len(numbers) == 4 and all(-1 <= number <= 8 for number in numbers) and min(numbers[2:]) > 0):
        return ""
    return 'it is left, top, width and height in shares of the picture\'s width, such as "0.1 0 0.8 0.5"'


def told(settings: Settings) -> str:
    """In a few words."""
    if settings["matte"]:
        how = f"by {settings['matte']}, lit from behind"
    elif settings["screen"] == BY_PLATE:
        how = f"by its difference from {settings['plate'] or 'the clean plate'}"
    else:
        how = f"off the {settings['screen']} screen" + (f" of {settings['plate']}" if settings["plate"] else "")
    return f"keyed {how}"


OPERATION = Operation(
    name="key",
    version=1,
    says="Takes the puppet off its screen: a matte with soft edges, and colours without the screen's light.",
    place=Place.KEY,
    parameters=(
        Parameter(
            name="screen",
            default="green",
            check=wrong_screen,
            says='The screen: "green", "blue", a colour such as "#20a050", or "plate" for any set that a plate shows.',
        ),
        Parameter(
            name="plate",
            default="",
            holds="plate",
            says="The screen or set without the puppet; its light is what is taken out of the edges.",
        ),
        Parameter(
            name="matte",
            default="",
            holds="plate",
            says="A picture of the puppet dark before a lit backing, taken beside each; the matte is made of it.",
        ),
        Parameter(name="backing", default="", holds="plate", says="The lit backing without the puppet, for `matte`."),
        Parameter(
            name="shadows",
            default="drop",
            choices=("drop", "keep"),
            says="Whether a shadow on the screen is screen, or stays as something dark.",
        ),
        Parameter(
            name="solid",
            default=0.55,
            low=0.1,
            high=1,
            says="How far from the screen's colour all is puppet, away from edges; lower it where spill makes holes.",
        ),
        Parameter(name="black", default=0.0, low=0, high=0.5, says="The matte that becomes nothing."),
        Parameter(name="white", default=1.0, low=0.5, high=1, says="The matte that becomes whole."),
        Parameter(
            name="spill", default=1.0, low=0, high=1, says="How much of the screen's light on the puppet is taken off."
        ),
        Parameter(
            name="limit",
            default="higher",
            choices=("higher", "mean"),
            says="What the screen's colour is brought down to: the higher of the other two, or their mean.",
        ),
        Parameter(
            name="region",
            default="",
            check=wrong_region,
            says='All outside is dropped: left, top, width and height in shares of the width, such as "0.1 0 0.8 0.5".',
        ),
        Parameter(
            name="paint",
            default="",
            holds="file",
            says="Strokes of the brush: rig is dropped, keep is puppet, each until a later picture is painted.",
        ),
    ),
    apply=apply,
    matted=True,
    measure=measure,
    measured_by=("screen", "matte"),
    solve=solve,
    solved_by=("screen",),
    told=told,
    remarks=(NO_SCREEN,),
)
