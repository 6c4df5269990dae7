"""What a still picture is, once read, and every way in which a file may fail to be one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.errors import Refused

Array: TypeAlias = NDArray[Any]
Encoding: TypeAlias = Literal["srgb", "linear"]
"""How numbers stand for light: by the sRGB curve, or in proportion to it; the primaries are always sRGB's."""

MAX_SIDE = 20_000
"""Pixels. No camera that shoots a take comes near it; a forged header asks for far more."""
MAX_PIXELS = 300_000_000
"""Twice the largest camera sensor; as 16-bit RGB it still fits into 2 GB."""


class Trouble(StrEnum):
    """Why a file cannot be used as a picture; the value is short enough for a table."""

    MISSING = "missing"
    FOLDER = "a folder"
    DENIED = "cannot be opened"
    EMPTY = "empty"
    NOT_A_PICTURE = "not a picture"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    UNFIT = "unfit"
    TOO_LARGE = "too large"


REMEDIES: dict[Trouble, str] = {
    Trouble.MISSING: "Look at the name and the folder; nothing was changed.",
    Trouble.FOLDER: "Name the pictures in it, for instance with FOLDER/*.jpg.",
    Trouble.DENIED: "Look at the file's permissions and at the disk.",
    Trouble.EMPTY: "Copy it from the card again; a full disk or a broken transfer leaves files of 0 bytes.",
    Trouble.NOT_A_PICTURE: "Komadori reads JPEG, PNG, TIFF, OpenEXR, DNG and camera RAW.",
    Trouble.TRUNCATED: "Copy it from the card again, or shoot the frame again.",
    Trouble.DAMAGED: "Copy it from the card again, or shoot the frame again.",
    Trouble.UNFIT: "Save it as an RGB picture with 8 or 16 bits a channel.",
    Trouble.TOO_LARGE: f"The limits are {MAX_SIDE:,} px a side and {MAX_PIXELS // 1_000_000} Mpx; scale it down first.",
}


class UnreadablePicture(Refused):
    """A file that cannot be used as a picture; `trouble` tells the kind of reason, `name` the file."""

    def __init__(self, name: str, trouble: Trouble, what: str, *, hint: str = "") -> None:
        super().__init__(f"{name}: {what}", hint=hint or REMEDIES[trouble])
        self.name = name
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class StillInfo:
    """What a picture file holds, its pixels proved to be all there.

    `format` is "jpeg", "png", "tiff", "exr", "dng" or "raw". `width` and `height` are those of the upright
    picture, as `read` returns it. `bits` are per channel (16 for RAW and EXR), `channels` those in the file
    (1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha; 3 for RAW). `notes` are sentences about what is lost or
    assumed on reading.
    """

    format: str
    width: int
    height: int
    bits: int
    channels: int
    raw: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is known of a picture before any pixel is decoded; `width` and `height` as stored, not yet upright.

    `associated` says that the colours are stored multiplied by the fourth channel.
    """

    format: str
    width: int
    height: int
    bits: int
    channels: int
    orientation: int = 1
    profile: bytes = b""
    adobe_rgb: bool = False
    associated: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """A decoded picture: `data` is height x width x 3, RGB, upright, C-contiguous, and may be read-only.

    uint8 and uint16 span their whole range as 0..1; float32 is scene-linear and may exceed 1. `matte`, height x width
    of the same type, tells how much of each pixel is there, in proportion; the colours are not multiplied by it.
    """

    data: Array
    encoding: Encoding
    matte: Array | None = None


def straight(data: Array, matte: Array) -> Array:
    """Colours (height x width x 3) that were multiplied by `matte` (height x width, the same type) as they were before.

    Where the matte is 0 nothing is known of them, and they stay as they are.
    """
    if data.dtype == np.float32:
        return data / np.where(matte > 0, matte, 1)[..., None]
    top = np.iinfo(data.dtype).max
    share = np.where(matte > 0, matte, top).astype(np.float32)[..., None] / top
    return np.rint(np.minimum(data / share, top)).astype(data.dtype)


def weighed(light: Array) -> Array:
    """Light (height x width x 3, or x 4 with its matte) times its matte: so it may be mixed, moved and shrunk."""
    if light.shape[2] == 3:
        return light
    return np.dstack([light[..., :3] * light[..., 3:], light[..., 3]])


def unweighed(light: Array) -> Array:
    """What `weighed` was made from; light is 0 at the least, and a matte 0 to 1."""
    if light.shape[2] == 3:
        return np.maximum(light, 0)
    matte = np.clip(light[..., 3], 0, 1)
    return np.dstack([straight(np.maximum(light[..., :3], 0), matte), matte])


def check_size(name: str, width: int, height: int) -> None:
    """Refuse a size that no decoder should be asked for. Raises `UnreadablePicture`."""
    if width < 1 or height < 1:
        raise UnreadablePicture(name, Trouble.DAMAGED, f"its header claims {width} × {height} px.")
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise UnreadablePicture(name, Trouble.TOO_LARGE, f"{width:,} × {height:,} px is too large.")


def upright(data: Array, orientation: int) -> Array:
    """Turn and mirror `data` as the EXIF orientation 1..8 asks; any other value means 1."""
    if orientation in (5, 6, 7, 8):
        data = data.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        data = data[::-1]
    if orientation in (2, 3, 6, 7):
        data = data[:, ::-1]
    return np.ascontiguousarray(data)


def turned(orientation: int) -> bool:
    """Whether the EXIF orientation exchanges width and height."""
    return orientation in (5, 6, 7, 8)


def to_bits(data: Array, dtype: type[np.uint8] | type[np.uint16]) -> Array:
    """Codes of 8 or 16 bits as codes of the other depth, rounded; 0 and full stay 0 and full."""
    if data.dtype == dtype:
        return data
    if dtype is np.uint16:
        return data.astype(np.uint16) * np.uint16(257)
    # (v * 255 + 32895) >> 16 is v / 257 rounded, exactly, for every 16-bit v.
    return ((data.astype(np.uint32) * 255 + 32895) >> 16).astype(np.uint8)
