"""Picture files come in: looked at, read whole, or read small.

A picture is given as a path or as the bytes that a camera delivered. It is hostile input: its header is judged
before anything is decoded, and whatever a decoder meets becomes an `UnreadablePicture`.
"""

import os
from pathlib import Path
from typing import Protocol, TypeAlias

import cv2
import numpy as np

from komadori.picture import colour, exr, icc, jpeg, png, raw, recognise, tiff
from komadori.picture.still import (
    Array,
    Encoding,
    Header,
    Pixels,
    StillInfo,
    Trouble,
    UnreadablePicture,
    check_size,
    straight,
    to_bits,
    turned,
    upright,
)

Source: TypeAlias = str | Path | bytes


class Format(Protocol):
    """What the module of a file format offers; every function raises `UnreadablePicture` with `name` in it."""

    def header(self, name: str, data: bytes, /) -> Header:
        """What `data` says of itself, nothing decoded."""

    def verify(self, name: str, data: bytes, header: Header, /) -> None:
        """Prove that all pixels are there."""

    def decode(self, name: str, data: bytes, header: Header, /) -> Array:
        """The pixels, height x width x 3, as stored; RAW comes developed and upright."""

    def matte(self, name: str, data: bytes, header: Header, /) -> Array | None:
        """How much of each pixel is there, height x width as stored, of the pixels' type; None where all is."""


FORMATS: dict[str, Format] = {"jpeg": jpeg, "png": png, "tiff": tiff, "exr": exr, "dng": raw, "raw": raw}
RAWS = {"dng", "raw"}
MAX_BYTES = 4 << 30
"""A classic TIFF ends here, and so does every camera's file; whatever is larger is not read into memory."""
HEADER = 1 << 16
"""Bytes in which most files tell what they hold."""
HANDED_OVER = "the photograph"
PROFILE_UNREAD = "Its colour profile is not understood; it is read as sRGB."


def inspect(source: Source, *, name: str = "") -> StillInfo:
    """Prove that `source`, a path or a file's bytes, is a whole picture, and tell what it holds.

    `name` stands in messages; a path's own name by default. Raises `UnreadablePicture`.
    """
    name, data, header = admit(source, name)
    FORMATS[header.format].verify(name, data, header)
    sideways = turned(header.orientation)
    return StillInfo(
        format=header.format,
        width=header.height if sideways else header.width,
        height=header.width if sideways else header.height,
        bits=header.bits,
        channels=header.channels,
        raw=header.format in RAWS,
        notes=header.notes + ((PROFILE_UNREAD,) if header.profile and icc.parse(header.profile) is None else ()),
    )


def read(source: Source, *, name: str = "", matte: bool = False) -> Pixels:
    """The whole picture, upright: 8-bit files as uint8, 16-bit and RAW as uint16, EXR as float32.

    A fourth channel is read where `matte` asks for it: then the colours are given as they are before it.

    RAW is developed linear with the camera's white balance, see `read_raw`. An embedded profile or a camera's
    Adobe RGB sign is followed; the result always has sRGB primaries. Raises `UnreadablePicture`.
    """
    name, data, header = admit(source, name)
    pixels = FORMATS[header.format].decode(name, data, header)
    if header.format in RAWS:
        return Pixels(data=pixels, encoding="linear")
    cover = FORMATS[header.format].matte(name, data, header) if matte else None
    if cover is not None and header.associated:
        pixels = straight(pixels, cover)
    pixels, encoding = in_srgb(pixels, header)
    return Pixels(
        data=upright(pixels, header.orientation),
        encoding=encoding,
        matte=None if cover is None else upright(cover, header.orientation),
    )


def read_light(source: Source, *, name: str = "") -> Array:
    """The whole picture as scene-linear float32, 1 for white: height x width x 3, or x 4 where it has a matte.

    The colours are not multiplied by it. Raises `UnreadablePicture`.
    """
    pixels = read(source, name=name, matte=True)
    light = colour.to_light(pixels.data, pixels.encoding)
    return light if pixels.matte is None else np.dstack([light, colour.to_light(pixels.matte, "linear")])


def read_raw(
    source: Source, white_balance: raw.WhiteBalance | None = None, *, half: bool = False, name: str = ""
) -> Pixels:
    """A RAW picture developed to linear uint16, upright, by these multipliers or else by the camera's.

    A take is developed with one white balance: take it from one picture by `camera_white_balance`. `half` bins each
    2 x 2 of the sensor to one pixel, many times faster.
    Raises `UnreadablePicture`, also where `source` is not RAW.
    """
    name, data = admit_raw(source, name)
    return Pixels(data=raw.develop(name, data, white_balance, half=half), encoding="linear")


def kind_of(source: Source, *, name: str = "") -> str:
    """The format of a picture, one of `FORMATS`, by its bytes and not by its name. Raises `UnreadablePicture`."""
    return recognise.recognise(*take(source, name))


def camera_white_balance(source: Source, *, name: str = "") -> raw.WhiteBalance:
    """The multipliers of R, G, B and second G, green 1, that the camera chose. Raises `UnreadablePicture`."""
    return raw.white_balance(*admit_raw(source, name))


def read_proxy(source: Source, width: int, *, name: str = "", matte: bool = False) -> Array:
    """A small sRGB version, height x `width` x 3 uint8, upright; never wider than the picture itself.

    JPEG is decoded at the nearest larger eighth; RAW by the JPEG inside it where that is wide enough, else with
    its sensor binned 2 x 2. With `matte` a picture that has one is shown over black. Raises `UnreadablePicture`.
    """
    name, data, header = admit(source, name)
    if matte and header.channels in (2, 4):
        return over_black(read(data, name=name, matte=True), width)
    whole = header.height if turned(header.orientation) else header.width
    share = min(1.0, width / whole)
    if header.format in RAWS:
        return raw_proxy(name, data, header, width)
    if header.format == "jpeg":
        least = (int(np.ceil(header.width * share)), int(np.ceil(header.height * share)))
        pixels = jpeg.decode_small(name, data, *least)
    else:
        pixels = FORMATS[header.format].decode(name, data, header)
    height = round((header.width if turned(header.orientation) else header.height) * share)
    small = shrunk(upright(pixels, header.orientation), round(whole * share), height)
    small, encoding = in_srgb(small, header)
    return shown(small, encoding)


def over_black(pixels: Pixels, width: int) -> Array:
    """The picture as far as its matte says it is there, sRGB uint8, at most `width` wide."""
    light = colour.to_light(pixels.data, pixels.encoding)
    if pixels.matte is not None:
        light = light * colour.to_light(pixels.matte, "linear")[..., None]
    return colour.to_codes(shrunk(light, min(width, light.shape[1]), 0), "srgb", 8)


def raw_proxy(name: str, data: bytes, header: Header, width: int) -> Array:
    """The camera's own small version of a RAW picture, or a quick development."""
    inside = raw.embedded_jpeg(name, data)
    if inside:
        preview = jpeg.header(name, inside)
        if max(preview.width, preview.height) >= max(width, min(header.width, header.height)):
            turn = header.orientation if preview.orientation == 1 else preview.orientation
            pixels = upright(jpeg.decode(name, inside, preview), turn)
            return shrunk(pixels, min(width, pixels.shape[1]), 0)
    pixels = raw.develop(name, data, None, half=True)
    return shown(shrunk(pixels, min(width, pixels.shape[1]), 0), "linear")


def has_matte(path: Path) -> bool:
    """Whether the picture file at `path` has a fourth channel; only its head is read where that tells it. Raises
    `UnreadablePicture`."""
    try:
        with path.open("rb") as file:
            header = admit(file.read(HEADER), path.name)[2]
    except (OSError, UnreadablePicture):
        header = admit(path, "")[2]
    return header.format not in RAWS and header.channels in (2, 4)


def admit(source: Source, name: str) -> tuple[str, bytes, Header]:
    """Name, bytes and header of a picture whose size is within the limits. Raises `UnreadablePicture`."""
    name, data = take(source, name)
    kind = recognise.recognise(name, data)
    header = FORMATS[kind].header(name, data)
    check_size(name, header.width, header.height)
    return name, data, header


def admit_raw(source: Source, name: str) -> tuple[str, bytes]:
    """Name and bytes of a RAW picture. Raises `UnreadablePicture`."""
    name, data = take(source, name)
    if recognise.recognise(name, data) not in RAWS:
        raise UnreadablePicture(name, Trouble.UNFIT, "it is not a RAW picture, so it has no sensor data to develop.")
    return name, data


def take(source: Source, name: str) -> tuple[str, bytes]:
    """Name and bytes of `source`; a file that is no picture is not read beyond its head."""
    if isinstance(source, bytes):
        return name or HANDED_OVER, source
    path = Path(source)
    name = name or path.name or str(path)
    try:
        with path.open("rb") as file:
            recognise.recognise_head(name, file.read(recognise.HEAD))
            check_length(name, file.seek(0, os.SEEK_END))
            file.seek(0)
            return name, file.read()
    except UnreadablePicture:
        raise
    except FileNotFoundError as error:
        raise UnreadablePicture(name, Trouble.MISSING, f"there is no file {path}.") from error
    except IsADirectoryError as error:
        raise UnreadablePicture(name, Trouble.FOLDER, "it is a folder, not a picture.") from error
    # A path with a null character is a ValueError to Python.
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadablePicture(name, Trouble.DENIED, f"it cannot be opened: {why}.") from error


def check_length(name: str, size: int) -> None:
    """Refuse a file of more bytes than any picture needs. Raises `UnreadablePicture`."""
    if size > MAX_BYTES:
        raise UnreadablePicture(name, Trouble.TOO_LARGE, f"a file of {size:,} bytes is too large.")


def in_srgb(pixels: Array, header: Header) -> tuple[Array, Encoding]:
    """Pixels with sRGB primaries, and how their numbers stand for light."""
    if pixels.dtype == np.float32:
        return pixels, "linear"
    profile = icc.parse(header.profile) if header.profile else None
    if profile is None and header.adobe_rgb:
        profile = icc.ADOBE_RGB
    if profile is None or profile.is_srgb:
        return pixels, "srgb"
    if profile.is_linear and profile.same_colours:
        return pixels, "linear"
    return icc.to_srgb(pixels, profile), "srgb"


def shown(pixels: Array, encoding: Encoding) -> Array:
    """Pixels of any depth and encoding as sRGB uint8."""
    if encoding == "linear":
        light = pixels if pixels.dtype == np.float32 else colour.to_light(pixels, "linear")
        return colour.to_codes(light, "srgb", 8)
    return to_bits(pixels, np.uint8)


def shrunk(pixels: Array, width: int, height: int) -> Array:
    """`pixels` averaged down to `width` x `height`; height 0 keeps the shape."""
    height = height or max(1, round(pixels.shape[0] * width / pixels.shape[1]))
    if pixels.shape[:2] == (height, width):
        return pixels
    return np.asarray(cv2.resize(pixels, (max(1, width), max(1, height)), interpolation=cv2.INTER_AREA))
