"""The last step before a display or a delivery, by OpenColorIO: an ACES view, or a colour space of a config.

The finished picture holds exactly the codes that OpenColorIO makes for the display: they are handed on as the light
whose sRGB codes they are.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from komadori.finish.operation import Given, Linear, Operation, Parameter, Place, Settings
from komadori.picture import ocio
from komadori.picture.bands import in_bands
from komadori.picture.colour import light_table, looked_up, rounded16

WIDE = 4.0
"""Light up to which a cube reaches where a picture that is brighter than white is only looked at."""
LOW = -0.02
"""Light below which a vivid colour is then still seen exactly."""


@lru_cache(maxsize=8)
def _made(config: str, file: tuple[Path, int, int] | None, words: tuple[str, ...]) -> tuple[Any, Any, bool]:
    """The processor, a quicker one, and whether it answers with light."""
    chosen = ocio.built_in(config) if file is None else ocio.opened(file[0])
    display, view, space, source = words
    if space:
        processor, linear = ocio.converted(chosen, space, source)
    else:
        processor, linear = ocio.viewed(chosen, display, view, source), False
    return processor, ocio.cube_of(processor), linear


@lru_cache(maxsize=8)
def _wide(config: str, file: tuple[Path, int, int] | None, words: tuple[str, ...]) -> Any:
    return ocio.cube_of(_made(config, file, words)[0], WIDE)


def apply(pixels: Linear, settings: Settings, given: Given) -> Linear:
    """Light to the display's codes, and those back to the light that sRGB has for them; for someone who moves a slider
    always by the cube. Raises BadColourConfig."""
    files = given.holdings.paths("file")
    file = None
    if files:
        facts = files[0].stat()
        file = (files[0], facts.st_mtime_ns, facts.st_size)
    words = tuple(str(settings[name]) for name in ("display", "view", "space", "source"))
    processor, quick, linear = _made(str(settings["config"]), file, words)
    if linear:
        return ocio.through(processor, pixels)
    if settings["exact"] and not given.roughly:
        return _light(ocio.through(processor, pixels))
    top, low = (WIDE if given.roughly and pixels.max() > 1 else 1.0), (LOW if given.roughly else 0.0)
    cube = quick if top == 1 else _wide(str(settings["config"]), file, words)
    done = np.empty(pixels.shape, np.float32)

    def band(rows: slice) -> None:
        done[rows] = _light(_quickly(processor, cube, pixels[rows], top=top, low=low))

    # A finished picture goes through the cube whole: that may round the last few colours of a piece otherwise.
    in_bands(pixels.shape, band) if given.roughly else band(slice(None))
    return done


def _light(codes: Linear) -> Linear:
    """The light that sRGB has for a display's codes."""
    return looked_up(rounded16(codes), light_table("srgb", 16))


def _quickly(processor: Any, quick: Any, pixels: Linear, *, top: float = 1.0, low: float = 0.0) -> Linear:
    """By the cube what lies in 0..`top`, from `low` on as 0, and exactly what is brighter or darker."""
    share = pixels if top == 1 else pixels / np.float32(top)
    roots = _cube_roots(share) if low < 0 else np.asarray(cv2.pow(np.clip(share, 0, 1), 1 / 3), np.float32)
    codes = ocio.through(quick, roots)
    beyond = np.asarray(cv2.inRange(pixels, (low,) * 3, (top,) * 3)) == 0
    if beyond.any():
        codes[beyond] = ocio.through(processor, pixels[beyond][None])[0]
    return codes


def _cube_roots(share: Linear) -> Linear:
    """The cube roots of 0..1, by a table over 16-bit codes of the square root."""
    roots = cv2.sqrt(cv2.threshold(share, 0, 0, cv2.THRESH_TOZERO)[1])
    # It rounds and clips as well; the second picture counts for nothing.
    codes = np.asarray(cv2.addWeighted(roots, 65535, roots, 0, 0, dtype=cv2.CV_16U)).reshape(share.shape)
    return np.asarray(cv2.LUT(codes, _table()), np.float32)


@lru_cache(maxsize=1)
def _table() -> Linear:
    roots = (np.arange(65536, dtype=np.float64) / 65535) ** (2 / 3)
    return np.repeat(roots.astype(np.float32)[:, None, None], 3, axis=2)


def told(settings: Settings) -> str:
    """In a few words."""
    config = settings["file"] or settings["config"]
    if settings["space"]:
        return f"in {settings['space']} of {config}"
    seen = [str(settings[name]) for name in ("display", "view") if settings[name]]
    return f"seen through {config}" + (f": {', '.join(seen)}" if seen else "")


def _named(name: str, says: str) -> Parameter:
    return Parameter(name=name, default="", check=_check, says=says)


def _check(words: str) -> str:
    return "" if len(words) <= 200 and words.isprintable() else "it is a name of at most 200 letters"


OPERATION = Operation(
    name="view",
    version=1,
    says="Makes the picture what OpenColorIO would show or deliver: an ACES view, or any colour space of a config.",
    place=Place.VIEW,
    parameters=(
        Parameter(
            name="config",
            default=ocio.ACES,
            choices=ocio.BUILT_IN,
            says="One of the configs that OpenColorIO carries.",
        ),
        Parameter(
            name="file", default="", holds="file", says="A config of your own instead: .ocioz, or .ocio without LUTs."
        ),
        _named("display", "The display of the config; by default its first, for the built-in ones an sRGB display."),
        _named("view", "The view on that display; by default its first, for the built-in ones ACES."),
        _named("space", "A colour space to deliver in, instead of a display and a view."),
        _named("source", "The config's name for linear light with sRGB primaries, where it has an unusual one."),
        Parameter(
            name="exact",
            default=True,
            says="False looks colours up in a cube of 65 a side: six times quicker, at most about one code off.",
        ),
    ),
    apply=apply,
    told=told,
)
