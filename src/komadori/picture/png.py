"""PNG stills. Every chunk's checksum is proved before a decoder sees it.

Source: Portable Network Graphics, third edition, section 5.
"""

import struct
import zlib
from collections.abc import Iterator

import cv2
import numpy as np

from komadori.picture.hushed import hushed
from komadori.picture.still import Array, Header, Trouble, UnreadablePicture

CHANNELS = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}
"""PNG's colour type to the number of channels; 3 is a palette of colours."""
MAX_PROFILE = 4 << 20
"""Bytes. A profile is some hundred bytes to about one megabyte; what unpacks to more is a bomb."""


def chunks(name: str, data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Every chunk with its checksum proved, the last one IEND. Raises `UnreadablePicture`."""
    view = memoryview(data)
    at = 8
    while True:
        if at + 12 > len(data):
            raise truncated(name, len(data))
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise truncated(name, len(data))
        (told,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(view[at + 4 : end - 4]) != told:
            what = f"the PNG is damaged (chunk {kind.decode('latin-1')!r} at byte {at} has a wrong checksum)."
            raise UnreadablePicture(name, Trouble.DAMAGED, what)
        yield kind, view[at + 8 : end - 4]
        if kind == b"IEND":
            return
        at = end


def truncated(name: str, size: int) -> UnreadablePicture:
    """The error for a PNG that ends too soon."""
    return UnreadablePicture(
        name, Trouble.TRUNCATED, f"the PNG ends after {size} bytes, before its picture is complete."
    )


def header(name: str, data: bytes) -> Header:
    """What the PNG `data` says of itself before its pixels. Raises `UnreadablePicture`."""
    size: tuple[int, int, int, int] | None = None
    profile, alpha = b"", False
    for kind, body in chunks(name, data):
        if kind == b"IHDR" and len(body) == 13:
            size = struct.unpack_from(">IIBB", body)
        elif kind == b"acTL":
            hint = "Save its pictures as single PNG files."
            raise UnreadablePicture(name, Trouble.UNFIT, "the PNG is animated; a frame is one picture.", hint=hint)
        elif kind == b"iCCP":
            profile = unpacked_profile(bytes(body))
        elif kind == b"tRNS":
            alpha = True
        elif kind == b"IDAT":
            break
    if size is None:
        raise UnreadablePicture(name, Trouble.DAMAGED, "the PNG does not begin with its size.")
    width, height, bits, colour = size
    alpha = alpha or colour in (4, 6)
    return Header(
        format="png",
        width=width,
        height=height,
        bits=max(bits, 8),
        channels=CHANNELS.get(colour, 3) + (1 if alpha and colour not in (4, 6) else 0),
        profile=profile,
        notes=("Its transparency is dropped.",) if alpha else (),
    )


def unpacked_profile(body: bytes) -> bytes:
    """The colour profile out of an iCCP chunk; empty where it cannot be unpacked."""
    _, _, packed = body.partition(b"\0")
    try:
        return zlib.decompressobj().decompress(packed[1:], MAX_PROFILE)
    except zlib.error:
        return b""


def decode(name: str, data: bytes, _header: Header) -> Array:
    """All pixels, height x width x 3, uint8 or uint16. Raises `UnreadablePicture`."""
    for _ in chunks(name, data):
        pass
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error as error:
        raise undecodable(name) from error
    if pixels is None:
        raise undecodable(name)
    return pixels


def matte(name: str, data: bytes, header: Header) -> Array | None:
    """The fourth channel, height x width of the pixels' type, or None. Raises `UnreadablePicture`."""
    if header.channels not in (2, 4):
        return None
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise undecodable(name) from error
    if pixels is None:
        raise undecodable(name)
    return np.ascontiguousarray(pixels[..., 3]) if pixels.ndim == 3 and pixels.shape[2] == 4 else None


def verify(name: str, data: bytes, header: Header) -> None:
    """Prove that all pixels are there. Raises `UnreadablePicture`."""
    with hushed() as said:
        decode(name, data, header)
    if any("error" in line for line in said):
        raise undecodable(name)


def undecodable(name: str) -> UnreadablePicture:
    """The error for a PNG whose checksums are right and whose content is not."""
    return UnreadablePicture(name, Trouble.DAMAGED, "the PNG cannot be decoded.")
