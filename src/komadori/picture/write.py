"""Picture files go out. Whether a reader may see half a file is the caller's business: write to a name of its own."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import OpenEXR
import simplejpeg
import tifffile

from komadori.picture import colour, icc
from komadori.picture.still import Array, Encoding, to_bits

JPEG_QUALITY = 95
"""Above it JPEG files grow much faster than they improve."""
PNG_SPEED = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY]
"""Photographs hardly shrink under PNG's slower levels, but a 16-bit one takes twice as long."""
PROFILE_TAG = 34675

Writer: TypeAlias = Callable[[Path, Array, Encoding], None]


def write(path: Path, data: Array, *, encoding: Encoding = "srgb", format: str = "") -> None:  # noqa: A002
    """Write `data` (height x width x 3, RGB, uint8, uint16 or float32) as `format`, one of `WRITERS`.

    A fourth channel is a matte, 0 to full, that the colours are not multiplied by; every format but JPEG holds one.

    Without `format` the suffix decides. PNG and JPEG hold sRGB and EXR holds linear light; data in the other
    encoding are converted, so that reading gives the same picture. TIFF keeps the encoding and says so in its
    profile. Raises `ValueError` for other data or formats, `OSError` as the disk does.
    """
    kind = format or SUFFIXES.get(path.suffix.lower(), "")
    if kind not in WRITERS:
        raise ValueError(f"{path.name}: {kind or path.suffix!r} is not one of {', '.join(WRITERS)}")
    channels = (3,) if kind == "jpeg" else (3, 4)
    if data.ndim != 3 or data.shape[2] not in channels or data.dtype not in (np.uint8, np.uint16, np.float32):
        raise ValueError(
            f"{path.name}: a picture is H x W x 3 of uint8, uint16 or float32, not {data.shape} {data.dtype}"
        )
    try:
        WRITERS[kind](path, data, encoding)
    except (OSError, RuntimeError) as failure:
        if getattr(failure, "errno", None) is not None:
            raise
        raise disk_says(path, failure) from failure


def disk_says(path: Path, failure: Exception) -> OSError:
    """Why `path` cannot be written: NumPy and OpenEXR keep that to themselves, so a little more is written to see."""
    try:
        with path.open("ab") as file:
            file.write(bytes(1 << 16))
    except OSError as reason:
        return reason
    return OSError(errno.EIO, str(failure), str(path))


def srgb_codes(data: Array, encoding: Encoding, dtype: type[np.uint8] | type[np.uint16]) -> Array:
    """`data` as sRGB codes of `dtype`; float32 sRGB spans 0..1. A matte stays in proportion."""
    if data.shape[2] == 4:
        matte = plain_codes(data[..., 3:], dtype)
        return np.concatenate([srgb_codes(data[..., :3], encoding, dtype), matte], axis=2)
    bits = 8 if dtype is np.uint8 else 16
    if encoding == "linear":
        light = data if data.dtype == np.float32 else colour.to_light(data, "linear")
        return colour.to_codes(light, "srgb", 8 if bits == 8 else 16)
    if data.dtype == np.float32:
        return colour.to_codes(data, "linear", 8 if bits == 8 else 16)
    return to_bits(data, dtype)


def plain_codes(data: Array, dtype: type[np.uint8] | type[np.uint16]) -> Array:
    """`data` of any depth in codes of `dtype`, in proportion."""
    if data.dtype != np.float32:
        return to_bits(data, dtype)
    return to_bits(colour.rounded16(data), dtype)


def write_tiff16(path: Path, data: Array, encoding: Encoding) -> None:
    """Uncompressed 16-bit TIFF, the format of the cache: about ten times faster than any packed one."""
    codes = colour.to_codes(data, "linear", 16) if data.dtype == np.float32 else to_bits(data, np.uint16)
    plain_tiff(path, codes, encoding)


def write_tiff8(path: Path, data: Array, encoding: Encoding) -> None:
    """Uncompressed 8-bit TIFF of sRGB codes; linear light would show its steps in 8 bits."""
    plain_tiff(path, srgb_codes(data, encoding, np.uint8), "srgb")


def plain_tiff(path: Path, codes: Array, encoding: Encoding) -> None:
    """`codes` as they are, with a profile where they are linear."""
    profile = icc.linear_srgb()
    tags = [(PROFILE_TAG, 7, len(profile), profile, True)] if encoding == "linear" else []
    extra = ["unassalpha"] if codes.shape[2] == 4 else None
    tifffile.imwrite(
        path, codes, photometric="rgb", extrasamples=extra, metadata=None, software="Komadori", extratags=tags
    )


def write_png8(path: Path, data: Array, encoding: Encoding) -> None:
    """PNG with 8 bits a channel."""
    path.write_bytes(png_bytes(srgb_codes(data, encoding, np.uint8)))


def write_png16(path: Path, data: Array, encoding: Encoding) -> None:
    """PNG with 16 bits a channel."""
    path.write_bytes(png_bytes(srgb_codes(data, encoding, np.uint16)))


def png_bytes(codes: Array) -> bytes:
    """`codes` packed as PNG."""
    swap = cv2.COLOR_RGBA2BGRA if codes.shape[2] == 4 else cv2.COLOR_RGB2BGR
    packed = cv2.imencode(".png", cv2.cvtColor(codes, swap), PNG_SPEED)[1]
    return bytes(packed.tobytes())


def write_jpeg(path: Path, data: Array, encoding: Encoding) -> None:
    """JPEG with full colour resolution."""
    codes = np.ascontiguousarray(srgb_codes(data, encoding, np.uint8))
    path.write_bytes(simplejpeg.encode_jpeg(codes, quality=JPEG_QUALITY, colorspace="RGB", colorsubsampling="444"))


def write_exr(path: Path, data: Array, encoding: Encoding) -> None:
    """OpenEXR half, linear light, losslessly packed with ZIP; with a matte multiplied by it, as OpenEXR has it."""
    half = exr_half(data, encoding)
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    OpenEXR.File(header, {"RGB" if half.shape[2] == 3 else "RGBA": half}).write(str(path))


def exr_half(data: Array, encoding: Encoding) -> Array:
    """The half floats that an EXR file of `data` holds."""
    matte = data[..., 3:]
    data = data[..., :3]
    light = data if encoding == "linear" and data.dtype == np.float32 else colour.to_light(data, encoding)
    if matte.size:
        cover = colour.to_light(matte, "linear")
        light = np.concatenate([light * cover, cover], axis=2)
    # Half floats end at 65,504; anything brighter would be written as infinity.
    return np.ascontiguousarray(np.minimum(light, np.float32(65504))).astype(np.float16)


WRITERS: dict[str, Writer] = {
    "tiff8": write_tiff8,
    "tiff16": write_tiff16,
    "png8": write_png8,
    "png16": write_png16,
    "jpeg": write_jpeg,
    "exr": write_exr,
}
SUFFIXES = {".tif": "tiff16", ".tiff": "tiff16", ".png": "png16", ".jpg": "jpeg", ".jpeg": "jpeg", ".exr": "exr"}
