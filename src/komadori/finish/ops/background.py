"""Lay the picture over something else, or something else over it: a plate, another shot's frames, a colour.

Everything is mixed as light, colours weighted by how much there is of each. Source: Porter and Duff, Compositing
Digital Images, SIGGRAPH 1984, the operator "over".
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import NotFound
from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings, Solved, Still, Stretch
from komadori.finish.remarks import Said, Saying
from komadori.picture import read
from komadori.picture.colour import srgb_to_linear, to_light
from komadori.picture.files import read_light
from komadori.picture.still import straight, weighed

WHOLE = 1 - 1e-4
"""From here on a matte leaves nothing to be seen behind it."""
NO_GAIN = (1.0, 1.0, 1.0)
MOST = 2.0
"""As many times lighter or darker, and no more, the light is matched."""
LAID_BY = ("plate", "sequence", "first", "colour", "x", "y", "scale", "blur")
"""The parameters that the layer in the picture's frame hangs on."""


class NoLayer(NotFound):
    """There is nothing to lay behind or over a picture."""


def measure(still: Still, settings: Settings) -> NDArray[Any]:
    """The picture's mean colour, by its matte where it has one; nothing where no light is matched."""
    if not settings["match"]:
        return np.empty(0)
    light = still.small()
    weight = light[..., 3] if light.shape[2] == 4 else np.ones(light.shape[:2], np.float32)
    if weight.sum() < 1e-3 * weight.size:
        return np.empty(0)
    return np.average(light[..., :3].reshape(-1, 3), axis=0, weights=weight.ravel())


def solve(stretch: Stretch, settings: Settings) -> list[Solved]:
    """Gains of red, green and blue, one set for the whole take so that nothing flickers, and the frame it begins on.

    No numbers where neither is asked for.
    """
    gains, said = _gains(stretch, settings)
    if gains == NO_GAIN and not settings["sequence"]:
        return [Solved(said=said, doubt=0.3 if said else 0.0) for _ in stretch.moments]
    return [
        Solved(numbers=(*gains, float(moment.frame if settings["sequence"] else 1)), said=said)
        for moment in stretch.moments
    ]


NO_PLATE = Saying(name="no plate", words="the light was not matched: there is no one plate to match it to")


def _gains(stretch: Stretch, settings: Settings) -> tuple[tuple[float, float, float], tuple[Said, ...]]:
    seen = [moment.measure for moment in stretch.moments if moment.measure.size]
    match = float(settings["match"])
    if not match or not seen:
        return NO_GAIN, ()
    plate = stretch.holdings.plate("plate", 256)
    if plate is None:
        return NO_GAIN, (NO_PLATE.of(),)
    own = np.maximum(np.median(seen, axis=0), 1e-4)
    other = np.maximum(plate[..., :3].reshape(-1, 3).mean(axis=0), 1e-4)
    red, green, blue = (round(float(gain), 4) for gain in np.clip((other / own) ** match, 1 / MOST, MOST))
    return (red, green, blue), ()


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """The two laid over each other: three channels where nothing is left to be seen through. Raises NoLayer."""
    colour, matte = _parted(pixels)
    gains, frame = given.numbers[:3] or NO_GAIN, int(given.numbers[3]) if given.numbers else 1
    if gains != NO_GAIN:
        colour = colour * np.array(gains, np.float32)

    def laid() -> Linear:
        return _placed(_layer(settings, given, frame, pixels.shape[1]), settings, matte.shape)

    layer, cover = _parted(given.kept([settings[name] for name in LAID_BY], laid))
    cover = cover * np.float32(float(settings["opacity"]))
    fixed = _fixed(given, matte.shape)
    if settings["lies"] == "in front":
        return _over(layer, cover * fixed, colour, matte)
    window = 1 - fixed if settings["window"] else 1
    return _over(colour, matte * window, layer, cover)


def _parted(pixels: Linear) -> tuple[Linear, Linear]:
    """Colours and matte."""
    if pixels.shape[2] == 4:
        return pixels[..., :3], pixels[..., 3]
    return pixels, np.ones(pixels.shape[:2], np.float32)


def _over(above: Linear, cover: Linear, below: Linear, under: Linear) -> Linear:
    shown = (1 - cover) * under
    whole = np.asarray(cover + shown, np.float32)
    mixed = np.asarray(cv2.add(_weighed(above, cover), _weighed(below, shown)), np.float32)
    if whole.min() >= WHOLE:
        return mixed
    return np.dstack([straight(mixed, whole), whole])


def _weighed(colours: Linear, share: Linear) -> Linear:
    """Colours multiplied by one share for each pixel; NumPy takes four times as long."""
    share = np.asarray(share, np.float32)
    return np.asarray(cv2.multiply(np.ascontiguousarray(colours), cv2.merge([share, share, share])), np.float32)


def _layer(settings: Settings, given: Given, frame: int, wide: int) -> Linear:
    """What is laid, as it is: light of three or four channels. Raises NoLayer and UnreadablePicture."""
    frames = given.holdings.paths("sequence")
    if frames:
        at = frame - 1 + int(settings["first"]) - 1
        return read_light(frames[min(max(at, 0), len(frames) - 1)])
    plate = _plate(given, "plate", round(wide * float(settings["scale"])))
    if plate is not None:
        return plate
    if settings["plate"]:
        raise NoLayer(
            f"There is no {settings['plate']} for this picture to be laid with.",
            hint="shoot it for every picture, or name a plate that serves all.",
        )
    if settings["colour"]:
        return np.broadcast_to(_linear(str(settings["colour"])), (9, 16, 3))
    raise NoLayer(
        "There is nothing to lay with the picture.",
        hint='plate = "picture 1", frames = "a folder" or colour = "#203040".',
    )


def _plate(given: Given, name: str, wide: int) -> Linear | None:
    """A plate with the matte that its file may hold."""
    plate = given.holdings.plate(name, wide)
    paths = given.holdings.paths(name)
    if plate is None or not paths:
        return plate
    matte = read(paths[0], matte=True).matte
    if matte is None:
        return plate
    share = to_light(matte, "linear")
    size = plate.shape[1], plate.shape[0]
    return np.dstack([plate[..., :3], cv2.resize(share, size, interpolation=cv2.INTER_AREA)])


def _placed(layer: Linear, settings: Settings, shape: tuple[int, ...]) -> Linear:
    """The layer in the picture's frame: large enough to fill it, then scaled, moved and blurred; nothing around it."""
    high, wide = shape[:2]
    fill = max(wide / layer.shape[1], high / layer.shape[0]) * float(settings["scale"])
    size = max(1, round(layer.shape[1] * fill)), max(1, round(layer.shape[0] * fill))
    whole = weighed(layer)
    if size != (layer.shape[1], layer.shape[0]):
        kind = cv2.INTER_AREA if fill < 1 else cv2.INTER_LINEAR
        whole = np.asarray(cv2.resize(np.ascontiguousarray(whole), size, interpolation=kind))
    blur = float(settings["blur"]) * wide
    if blur > 0.2:
        soft = cv2.GaussianBlur(np.ascontiguousarray(whole), (0, 0), blur, borderType=cv2.BORDER_REPLICATE)
        whole = np.asarray(soft, np.float32)
    left = round((wide - size[0]) / 2 + float(settings["x"]) * wide)
    top = round((high - size[1]) / 2 + float(settings["y"]) * wide)
    canvas = np.zeros((high, wide, 4), np.float32)
    rows, columns = _overlap(top, size[1], high), _overlap(left, size[0], wide)
    canvas[rows[0], columns[0], 3] = 1
    canvas[rows[0], columns[0], : whole.shape[2]] = whole[rows[1], columns[1]]
    canvas[..., :3] = straight(canvas[..., :3], canvas[..., 3])
    return canvas


def _overlap(start: int, length: int, room: int) -> tuple[slice, slice]:
    """Where `length` from `start` on lies within `room`, in the room and in itself."""
    first, last = max(start, 0), min(start + length, room)
    return slice(first, max(last, first)), slice(first - start, max(last, first) - start)


def _fixed(given: Given, shape: tuple[int, ...]) -> Linear:
    """The fixed matte's brightness, 1 everywhere where there is none."""
    high, wide = shape[:2]
    plate = given.holdings.plate("window", wide)
    if plate is None:
        return np.ones((high, wide), np.float32)
    share = np.clip(plate[..., :3].max(axis=2), 0, 1)
    return np.asarray(cv2.resize(share, (wide, high), interpolation=cv2.INTER_AREA), np.float32)


def _linear(colour: str) -> Linear:
    codes = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.asarray(srgb_to_linear(codes), np.float32)


def wrong_colour(told: str) -> str:
    """What is wrong with a colour; "" for nothing."""
    good = len(told) == 7 and told[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in told[1:])
    return "" if good or not told else 'it is a colour such as "#203040"'


def told(settings: Settings) -> str:
    """In a few words."""
    what = settings["sequence"] or settings["plate"] or settings["colour"]
    if not what:
        return ""
    through = f" through {settings['window']}" if settings["window"] else ""
    matched = ", its light matched" if settings["match"] else ""
    return f"{what} laid {settings['lies']}{through}{matched}"


def _number(name: str, says: str, default: float, low: float, high: float) -> Parameter:
    return Parameter(name=name, default=default, low=low, high=high, says=says)


OPERATION = Operation(
    name="background",
    version=1,
    says="Lays a plate, another shot or a colour behind the picture, through its matte, or in front of it.",
    place=Place.LAYER,
    parameters=(
        Parameter(
            name="plate", default="", holds="plate", says="The picture that is laid, with its matte if it has one."
        ),
        Parameter(
            name="sequence",
            default="",
            holds="folder",
            says="A folder of numbered pictures, one for each frame, instead.",
        ),
        Parameter(
            name="first", default=1, low=1, high=100_000, says="Which of the folder's pictures stands at frame 1."
        ),
        Parameter(name="colour", default="", check=wrong_colour, says='A colour such as "#203040", instead.'),
        Parameter(
            name="lies",
            default="behind",
            choices=("behind", "in front"),
            says="Whether it lies behind the picture or in front of it.",
        ),
        Parameter(
            name="window",
            default="",
            holds="plate",
            says="A fixed matte: where this picture is bright the layer is seen, whatever was keyed.",
        ),
        _number("x", "How far the layer is moved to the right, in widths of the picture.", 0.0, -4, 4),
        _number("y", "How far it is moved down, in widths of the picture.", 0.0, -4, 4),
        _number("scale", "How large it is; at 1 it just fills the picture.", 1.0, 0.05, 8),
        _number("opacity", "How much of it there is.", 1.0, 0, 1),
        _number("blur", "How far it is out of focus, in widths of the picture.", 0.0, 0, 0.1),
        _number(
            "match", "How far the picture's light is brought to the plate's, one gain for the whole take.", 0.0, 0, 1
        ),
    ),
    apply=apply,
    matted=True,
    measure=measure,
    measured_by=("match",),
    solve=solve,
    solved_by=("match", "sequence"),
    told=told,
    remarks=(NO_PLATE,),
)
