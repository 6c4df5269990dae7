"""Colour management by OpenColorIO: what a display shall be sent for light, and light in another colour space.

Configs are those that OpenColorIO itself carries (ACES), or a file: `.ocio` that needs no other file, or `.ocioz`,
which packs all it needs. The light that comes in has sRGB's primaries (Rec.709), as all light does here.
"""

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import PyOpenColorIO as OpenColorIO
from numpy.typing import NDArray

from komadori.errors import Refused
from komadori.picture.bands import in_bands

Linear: TypeAlias = NDArray[np.float32]
Processor: TypeAlias = Any

BUILT_IN = tuple(str(each[0]) for each in OpenColorIO.BuiltinConfigRegistry().getBuiltinConfigs())
"""The names of OpenColorIO's own configs."""
ACES = "cg-config-v4.0.0_aces-v2.0_ocio-v2.5"
"""The one that is used unless another is named: ACES 2.0 for pictures that are made, without cameras' own spaces."""
OURS = ("lin_rec709_srgb", "Linear Rec.709 (sRGB)", "lin_rec709", "lin_srgb", "Linear sRGB", "Utility - Linear - sRGB")
"""What configs call linear light with sRGB's primaries."""
MOST_TEXT, MOST_PACKED = 20_000_000, 1_000_000_000
"""Bytes of a config, and of an archive unpacked."""
LINE = 1024
"""Pixels that go through a processor at a time."""
SIDE = 65
"""Of the cube that stands for a transform where it must be quick."""


class BadColourConfig(Refused):
    """An OpenColorIO config that cannot be read, or lacks what was asked of it."""


@lru_cache(maxsize=8)
def built_in(name: str) -> Any:
    """One of OpenColorIO's own configs. Raises BadColourConfig."""
    if name not in BUILT_IN:
        raise BadColourConfig(f"OpenColorIO has no config {name!r}.", hint=f"it has {', '.join(BUILT_IN)}.")
    return OpenColorIO.Config.CreateFromBuiltinConfig(name)


def opened(path: Path) -> Any:
    """The config in a file. Raises BadColourConfig."""
    try:
        facts = path.stat()
    except OSError as failure:
        raise BadColourConfig(f"{path.name} cannot be read: {failure.strerror or failure}.") from failure
    return _opened(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=8)
def _opened(path: Path, _changed: int, size: int) -> Any:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                if sum(each.file_size for each in packed.infolist()) > MOST_PACKED:
                    raise BadColourConfig(f"{path.name} unpacks to more than {MOST_PACKED // 10**6} MB.")
        else:
            _check_text(path, size)
        config = OpenColorIO.Config.CreateFromFile(str(path))
        config.validate()
    except (OpenColorIO.Exception, OSError, UnicodeDecodeError, zipfile.BadZipFile, RuntimeError) as failure:
        raise BadColourConfig(f"{path.name} is no OpenColorIO config: {_short(failure)}.") from failure
    return config


def _check_text(path: Path, size: int) -> None:
    if size > MOST_TEXT:
        raise BadColourConfig(f"{path.name} is too large for a config: {size:,} bytes.")
    if "!<FileTransform>" in path.read_text(encoding="utf-8"):
        raise BadColourConfig(
            f"{path.name} needs other files beside it.",
            hint="pack it with them into one file: `ocioarchive NAME --iconfig config.ocio` makes NAME.ocioz.",
        )


def _short(failure: Exception) -> str:
    return str(failure).splitlines()[0].rstrip(".") if str(failure) else type(failure).__name__


def viewed(config: Any, display: str, view: str, source: str = "") -> Processor:
    """What turns light into the codes for a display, seen through a view; "" takes the config's first ones.

    `source` names the space of the light in the config where it is not among the usual ones. Raises BadColourConfig,
    which tells what there is.
    """
    display = display or str(config.getDefaultDisplay())
    displays = [str(each) for each in config.getDisplays()]
    if display not in displays:
        raise BadColourConfig(f"The config has no display {display!r}.", hint=f"it has {', '.join(displays)}.")
    view = view or str(config.getDefaultView(display))
    views = [str(each) for each in config.getViews(display)]
    if view not in views:
        raise BadColourConfig(f"{display!r} has no view {view!r}.", hint=f"it has {', '.join(views)}.")
    space = _space_of_ours(config, source)
    try:
        if space:
            transform = OpenColorIO.DisplayViewTransform(src=space, display=display, view=view)
            return config.getProcessor(transform).getDefaultCPUProcessor()
        forward = OpenColorIO.TRANSFORM_DIR_FORWARD
        found = OpenColorIO.Config.GetProcessorFromConfigs(built_in(ACES), OURS[1], config, display, view, forward)
        return found.getDefaultCPUProcessor()
    except (OpenColorIO.Exception, TypeError) as failure:
        raise _no_way(failure) from failure


def converted(config: Any, space: str, source: str = "") -> tuple[Processor, bool]:
    """What turns light into the numbers of a colour space, and whether these are proportional to light.

    Raises BadColourConfig.
    """
    there = config.getColorSpace(space)
    if there is None:
        names = [str(each) for each in config.getColorSpaceNames()]
        raise BadColourConfig(f"The config has no colour space {space!r}.", hint=f"it has {', '.join(names)}.")
    ours = _space_of_ours(config, source)
    try:
        if ours:
            found = config.getProcessor(ours, space)
        else:
            found = OpenColorIO.Config.GetProcessorFromConfigs(built_in(ACES), OURS[1], config, space)
    except OpenColorIO.Exception as failure:
        raise _no_way(failure) from failure
    return found.getDefaultCPUProcessor(), str(there.getEncoding()) == "scene-linear"


def _space_of_ours(config: Any, source: str) -> str:
    """The config's name of the space that light comes in; "" where the two can meet by their interchange only."""
    if source and config.getColorSpace(source) is None:
        names = [str(each) for each in config.getColorSpaceNames()]
        raise BadColourConfig(f"The config has no colour space {source!r}.", hint=f"it has {', '.join(names)}.")
    return next((name for name in (source, *OURS) if name and config.getColorSpace(name) is not None), "")


def _no_way(failure: Exception) -> BadColourConfig:
    return BadColourConfig(
        f"The config knows no way from linear light with sRGB primaries: {_short(failure)}.",
        hint="name its space for that with `source`.",
    )


def through(processor: Processor, light: Linear) -> Linear:
    """`light`, height x width x 3, through a processor: a new array. As many parts at once as OpenCV has threads.

    It works on a line at a time, three times quicker where that fits into the processor's own memory. So all pixels
    are handed to it in lines of a few, and the rest of them, which it may round otherwise, are always the last ones.
    """
    out = np.array(light, np.float32, order="C")
    pixels = out.reshape(-1, 3)
    whole = len(pixels) // LINE

    def lines(rows: slice) -> None:
        part = pixels[rows.start * LINE : rows.stop * LINE]
        processor.apply(OpenColorIO.PackedImageDesc(part, LINE, rows.stop - rows.start, 3))

    in_bands((whole, LINE), lines)
    if rest := len(pixels) % LINE:
        processor.apply(OpenColorIO.PackedImageDesc(pixels[-rest:], rest, 1, 3))
    return out


def cube_of(processor: Processor, top: float = 1.0) -> Processor:
    """A quicker processor for the cube root of light 0..`top`, as a share of that: a cube of 65 a side, tetrahedral.

    At most about one code of 255 off for the ACES views, on average a hundredth; with a `top` of 4 on average twice as
    much, and five for a few of the most vivid colours.
    """
    steps = (np.linspace(0, 1, SIDE) ** 3 * top).astype(np.float32)
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(1, -1, 3)
    return lookup(through(processor, grid).reshape(SIDE, SIDE, SIDE, 3))


def lookup(cube: NDArray[Any], shaper: NDArray[Any] | None = None) -> Processor:
    """A processor that looks colours 0..1 up in `cube` (red x green x blue x 3), or in `shaper` (n x 3) channel by
    channel, or first in the shaper and then in the cube; an empty cube is none."""
    steps = []
    if shaper is not None:
        line = OpenColorIO.Lut1DTransform(len(shaper), inputHalfDomain=False)
        line.setInterpolation(OpenColorIO.INTERP_LINEAR)
        line.setData(np.ascontiguousarray(shaper, np.float32).ravel())
        steps.append(line)
    if cube.size:
        box = OpenColorIO.Lut3DTransform(len(cube))
        box.setInterpolation(OpenColorIO.INTERP_TETRAHEDRAL)
        box.setData(np.ascontiguousarray(cube, np.float32).ravel())
        steps.append(box)
    config = OpenColorIO.Config.CreateRaw()
    return config.getProcessor(OpenColorIO.GroupTransform(steps)).getDefaultCPUProcessor()
