"""JPEG stills: header, proof that all of it is there, pixels, and quick small versions."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import simplejpeg

from komadori.picture import ifd
from komadori.picture.hushed import hushed
from komadori.picture.still import Array, Header, Trouble, UnreadablePicture

FRAME_MARKERS = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = {0x01, *range(0xD0, 0xD8)}
EXIF = b"Exif\0\0"
PROFILE = b"ICC_PROFILE\0"
HARMLESS = "Invalid SOS parameters"
"""What some phones' complete JPEGs make the decoder say."""
UNKNOWN_SAMPLING = "Could not determine subsampling"
"""The fast decoder knows only the usual chroma samplings; for others OpenCV's is asked."""


@dataclass(slots=True, kw_only=True)
class Segments:
    """What stands before the pixels: frame is (bits, height, width, channels)."""

    frame: tuple[int, int, int, int] | None = None
    exif: bytes = b""
    profile: dict[int, bytes] = field(default_factory=dict)


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments up to the first scan; ends early where `data` does."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in STANDALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in {0xD9, 0xDA} or at + 2 + length > len(data):
            return
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + length


def read_segments(data: bytes) -> Segments:
    """Frame, EXIF block and profile of a JPEG, as far as they are there."""
    found = Segments()
    for marker, body in segments(data):
        if marker in FRAME_MARKERS and len(body) >= 6 and found.frame is None:
            found.frame = struct.unpack_from(">BHHB", body)
        elif marker == 0xE1 and body.startswith(EXIF) and not found.exif:
            found.exif = body[len(EXIF) :]
        elif marker == 0xE2 and body.startswith(PROFILE) and len(body) > 14:
            found.profile[body[12]] = body[14:]
    return found


def exif_block(data: bytes) -> bytes:
    """The EXIF block of a JPEG, a TIFF structure; empty where there is none."""
    return read_segments(data).exif


def header(name: str, data: bytes) -> Header:
    """What the JPEG `data` says of itself. Raises `UnreadablePicture`."""
    found = read_segments(data)
    if found.frame is None:
        raise UnreadablePicture(name, Trouble.TRUNCATED, f"the JPEG ends after {len(data)} bytes, before its picture.")
    bits, height, width, channels = found.frame
    if channels == 4:
        raise UnreadablePicture(name, Trouble.UNFIT, "the JPEG holds CMYK, the colours of print.")
    if bits != 8 or channels not in (1, 3):
        raise UnreadablePicture(name, Trouble.UNFIT, f"the JPEG holds {channels} channels of {bits} bits.")
    folders = ifd.read_chain(found.exif)
    return Header(
        format="jpeg",
        width=width,
        height=height,
        bits=8,
        channels=channels,
        orientation=ifd.orientation(folders),
        profile=b"".join(part for _, part in sorted(found.profile.items())),
        adobe_rgb=ifd.is_adobe_rgb(found.exif, folders),
    )


def decode(name: str, data: bytes, _header: Header) -> Array:
    """All pixels, height x width x 3 uint8 as stored. Raises `UnreadablePicture`."""
    return decoded(name, data, "RGB")


def verify(name: str, data: bytes, header: Header) -> None:
    """Decode every coefficient, but build only an eighth of the grey picture. Raises `UnreadablePicture`."""
    decoded(name, data, "GRAY", header.width // 8, header.height // 8)


def decode_small(name: str, data: bytes, width: int, height: int) -> Array:
    """A version of at least `width` x `height` px, quickly, by decoding fewer frequencies."""
    return decoded(name, data, "RGB", width, height)


def decoded(name: str, data: bytes, colours: str, width: int = 0, height: int = 0) -> Array:
    """The pixels by the fast decoder; anything it complains of is an error."""
    try:
        pixels: Array = simplejpeg.decode_jpeg(data, colours, min_width=width, min_height=height, min_factor=1)
    except (ValueError, MemoryError) as error:
        said = str(error)
        if HARMLESS in said:
            return np.asarray(simplejpeg.decode_jpeg(data, colours, min_width=width, min_height=height, strict=False))
        if UNKNOWN_SAMPLING in said:
            return decoded_slowly(name, data)
        raise complaint(name, said) from error
    return pixels


def decoded_slowly(name: str, data: bytes) -> Array:
    """The pixels by OpenCV, whose decoder knows every sampling and complains on the terminal."""
    with hushed() as said:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    complaints = [line for line in said if "JPEG" in line]
    if pixels is None or complaints:
        raise complaint(name, " ".join(complaints) or "it cannot be decoded")
    return pixels


def complaint(name: str, said: str) -> UnreadablePicture:
    """The decoder's words as our error; what ends too soon is told apart from what is scrambled."""
    if "Premature end" in said or "premature end" in said:
        return UnreadablePicture(name, Trouble.TRUNCATED, "the JPEG ends before its picture is complete.")
    return UnreadablePicture(name, Trouble.DAMAGED, f"the JPEG is damaged (the decoder says: {said.strip('. ')}).")


def matte(_name: str, _data: bytes, _header: Header) -> Array | None:
    """JPEG has no fourth channel."""
    return None
