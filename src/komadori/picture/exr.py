"""OpenEXR stills: scene-linear half or float. The primaries are taken as sRGB's."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any, TypeVar

import numpy as np
import OpenEXR

from komadori.picture.hushed import hushed
from komadori.picture.still import Array, Header, Trouble, UnreadablePicture

Seen = TypeVar("Seen")

CHANNEL_NAMES = (("R", "G", "B"), ("Y",))
BRIGHTEST = 65504.0
"""The largest number of a half float."""
KINDS = {OpenEXR.scanlineimage, OpenEXR.tiledimage}


def looked_into(name: str, data: bytes, look: Callable[[Any], Seen], *, header_only: bool) -> Seen:
    """What `look` finds in the first part of the file. Raises `UnreadablePicture`."""
    try:
        # The binding prints its warnings among the data on standard output.
        with hushed() as said, redirect_stdout(io.StringIO()):
            file = OpenEXR.File(io.BytesIO(data), separate_channels=True, header_only=header_only, num_threads=0)
            return look(file.parts[0])
    # The binding raises whatever its C++ met, from RuntimeError to UnicodeDecodeError, some of it only when looked at.
    except Exception as error:
        raise complaint(name, [*said, str(error)]) from error


def complaint(name: str, said: list[str]) -> UnreadablePicture:
    """The library's words as our error; a chunk that the file is too short for is told apart from a scrambled one."""
    words = " ".join(said)
    if "BAD_CHUNK_LEADER" in words or "READ_IO" in words or "Unable to open" in words:
        return UnreadablePicture(name, Trouble.TRUNCATED, "the EXR ends before its picture is complete.")
    return UnreadablePicture(name, Trouble.DAMAGED, "the EXR cannot be decoded.")


def told(part: Any) -> tuple[set[str], int, int, Any]:
    """Channel names, width, height and kind of storage of a part."""
    low, high = (np.asarray(corner, np.int64) for corner in part.header["dataWindow"])
    width, height = (int(side) for side in high - low + 1)
    return {channel.name for channel in part.header["channels"]}, width, height, part.header["type"]


def planes(part: Any) -> dict[str, Array]:
    """The pixels of each channel of a part, height x width."""
    return {name: channel.pixels for name, channel in part.channels.items()}


def header(name: str, data: bytes) -> Header:
    """What the EXR `data` says of itself. Raises `UnreadablePicture`."""
    names, width, height, kind = looked_into(name, data, told, header_only=True)
    if kind not in KINDS or not any(set(wanted) <= names for wanted in CHANNEL_NAMES):
        hint = "Save it flat, with the channels R, G and B."
        what = f"the EXR holds the channels {', '.join(sorted(names))} and no flat R, G, B."
        raise UnreadablePicture(name, Trouble.UNFIT, what, hint=hint)
    alpha = "A" in names
    return Header(
        format="exr",
        width=width,
        height=height,
        bits=16,
        channels=(3 if "R" in names else 1) + alpha,
        associated=alpha,
        notes=("Its transparency is dropped.",) if alpha else (),
    )


def decode(name: str, data: bytes, header: Header) -> Array:
    """All pixels of the data window, height x width x 3 float32. Raises `UnreadablePicture`."""
    found = looked_into(name, data, planes, header_only=False)
    names = next(wanted for wanted in CHANNEL_NAMES if set(wanted) <= set(found))
    if any(found[channel].shape != (header.height, header.width) for channel in names):
        raise UnreadablePicture(name, Trouble.UNFIT, "the EXR holds channels of different sizes.")
    pixels = np.empty((header.height, header.width, 3), np.float32)
    for channel in range(3):
        pixels[..., channel] = found[names[channel % len(names)]]
    # Renderers leave a few pixels without a value; one of them would spread over everything that averages.
    return np.nan_to_num(pixels, copy=False, nan=0.0, posinf=BRIGHTEST, neginf=0.0)


def matte(name: str, data: bytes, header: Header) -> Array | None:
    """The channel A, 0..1, height x width float32, or None. Raises `UnreadablePicture`.

    By OpenEXR's convention the colours are multiplied by it.
    """
    if header.channels not in (2, 4):
        return None
    found = looked_into(name, data, planes, header_only=False)["A"]
    if found.shape != (header.height, header.width):
        raise UnreadablePicture(name, Trouble.UNFIT, "the EXR holds channels of different sizes.")
    return np.clip(np.nan_to_num(found.astype(np.float32)), 0, 1)


def verify(name: str, data: bytes, header: Header) -> None:
    """Prove that all pixels are there. Raises `UnreadablePicture`."""
    decode(name, data, header)
