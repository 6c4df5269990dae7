"""TIFF stills of 8 or 16 bits. Plain ones are taken straight out of the file, packed ones go through a library.

Source: TIFF 6.0, sections 2 to 8.
"""

import io
import itertools
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from komadori.picture.hushed import hushed
from komadori.picture.ifd import Folder, byte_order, orientation, read_chain, with_orientation_1
from komadori.picture.still import Array, Header, Trouble, UnreadablePicture

REDUCED = 1
"""Bit of NewSubfileType: a small version of another page, not a page of its own."""
SUBFILE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
STRIP_OFFSETS, SAMPLES, STRIP_SIZES, PLANAR = 273, 277, 279, 284
TILE_OFFSETS, TILE_SIZES, EXTRA_SAMPLES, SAMPLE_FORMAT, PROFILE = 324, 325, 338, 339, 34675
GREY, RGB, PALETTE, YCBCR = 1, 2, 3, 6
ASSOCIATED = 1
"""Kind of extra sample: a matte that the colours are multiplied by."""
UNREAD_COLOURS = {0: "grey with white as 0", 5: "CMYK, the colours of print", 8: "CIE Lab"}
TAGS = 1 << 16
"""Bytes at the beginning of a file in which our own writer puts all tags."""
TOGETHER, PLANES = 1, 2
"""Planar configuration: the channels of a pixel side by side, or one plane after the other."""


def first_page(name: str, data: bytes) -> Folder:
    """The one full-size page. Raises `UnreadablePicture` where there is not exactly one."""
    pages = [folder for folder in read_chain(data) if folder.numbers(WIDTH) and not folder.number(SUBFILE) & REDUCED]
    if not pages:
        what = f"the TIFF ends after {len(data)} bytes, before its picture is described."
        raise UnreadablePicture(name, Trouble.TRUNCATED, what)
    if len(pages) > 1:
        hint = "Save its pages as single TIFF files."
        what = f"the TIFF has {len(pages)} pages; a frame is one picture."
        raise UnreadablePicture(name, Trouble.UNFIT, what, hint=hint)
    return pages[0]


def header(name: str, data: bytes) -> Header:
    """What the TIFF `data` says of itself. Raises `UnreadablePicture`."""
    page = first_page(name, data)
    colour = page.number(PHOTOMETRIC, 1)
    if colour in UNREAD_COLOURS:
        raise UnreadablePicture(name, Trouble.UNFIT, f"the TIFF holds {UNREAD_COLOURS[colour]}.")
    bits = page.number(BITS, 1)
    if bits not in (8, 16) or page.number(SAMPLE_FORMAT, 1) != 1 or colour not in (GREY, RGB, PALETTE, YCBCR):
        kind = {2: "signed ", 3: "floating-point "}.get(page.number(SAMPLE_FORMAT, 1), "")
        hint = "Save it with 8 or 16 bits a channel, or floating-point pictures as OpenEXR."
        raise UnreadablePicture(name, Trouble.UNFIT, f"the TIFF holds {kind}samples of {bits} bits.", hint=hint)
    samples = page.number(SAMPLES, 1)
    if samples > 4 or (samples == 2 and bits == 16):
        raise UnreadablePicture(name, Trouble.UNFIT, f"the TIFF holds {samples} channels of {bits} bits.")
    alpha = samples in (2, 4)
    return Header(
        format="tiff",
        width=page.number(WIDTH),
        height=page.number(HEIGHT),
        bits=bits,
        channels=3 if colour == PALETTE else samples,
        orientation=orientation([page]),
        profile=page.data(PROFILE),
        # Pillow, which unpacks 8-bit files, divides by itself.
        associated=alpha and page.number(EXTRA_SAMPLES) == ASSOCIATED and (bits == 16 or is_plain(page)),
        notes=("Its transparency is dropped.",) if alpha else (),
    )


def pieces(name: str, data: bytes, page: Folder) -> list[tuple[int, int]]:
    """Offset and size of each strip or tile, all inside the file. Raises `UnreadablePicture`."""
    offsets = page.numbers(STRIP_OFFSETS) or page.numbers(TILE_OFFSETS)
    sizes = page.numbers(STRIP_SIZES) or page.numbers(TILE_SIZES)
    if not offsets or len(offsets) != len(sizes):
        raise UnreadablePicture(name, Trouble.DAMAGED, "the TIFF does not say where its pixels are.")
    end = max(offset + size for offset, size in zip(offsets, sizes, strict=True))
    if end > len(data):
        what = f"the TIFF ends after {len(data)} of {end} bytes, before its picture is complete."
        raise UnreadablePicture(name, Trouble.TRUNCATED, what)
    return list(zip(offsets, sizes, strict=True))


def decode(name: str, data: bytes, header: Header) -> Array:
    """All pixels, height x width x 3, uint8 or uint16 as stored. Raises `UnreadablePicture`."""
    page = first_page(name, data)
    parts = pieces(name, data, page)
    if is_plain(page):
        return plain_pixels(name, data, header, parts, page.number(PLANAR, TOGETHER))[..., :3]
    if page.number(PLANAR, TOGETHER) == PLANES and header.channels > 1:
        hint = "Save it with the channels together (interleaved), or not compressed."
        raise UnreadablePicture(name, Trouble.UNFIT, "the TIFF holds packed planes.", hint=hint)
    return packed_pixels(name, data, header)


def matte(name: str, data: bytes, header: Header) -> Array | None:
    """The fourth channel, height x width of the pixels' type, or None. Raises `UnreadablePicture`."""
    page = first_page(name, data)
    if header.channels not in (2, 4):
        return None
    if is_plain(page):
        every = plain_pixels(name, data, header, pieces(name, data, page), page.number(PLANAR, TOGETHER))
        return np.ascontiguousarray(every[..., 3])
    return packed_pixels(name, data, header, matte=True)


def verify(name: str, data: bytes, header: Header) -> None:
    """Prove that all pixels are there. Raises `UnreadablePicture`."""
    decode(name, data, header)


def is_whole(path: Path) -> bool:
    """Whether the TIFF at `path`, one with its tags before its pixels, reaches as far as they say. Reads only them."""
    with path.open("rb") as file:
        head = file.read(TAGS)
        length = file.seek(0, io.SEEK_END)
    ends = [
        offset + size
        for page in read_chain(head)
        for offset, size in zip(page.numbers(STRIP_OFFSETS), page.numbers(STRIP_SIZES), strict=False)
    ]
    return bool(ends) and max(ends) <= length


def is_plain(page: Folder) -> bool:
    """Whether the pixels stand in the file as they are, RGB or RGBA, in strips."""
    return (
        page.number(COMPRESSION, 1) == 1
        and page.number(PHOTOMETRIC, 1) == RGB
        and bool(page.numbers(STRIP_OFFSETS))
        and len(set(page.numbers(BITS))) == 1
    )


def plain_pixels(name: str, data: bytes, header: Header, parts: list[tuple[int, int]], planar: int) -> Array:
    """All channels of an uncompressed file, without a copy where its strips follow each other."""
    dtype = np.dtype(f"{byte_order(data)}u{header.bits // 8}")
    needed = header.height * header.width * header.channels * dtype.itemsize
    if sum(size for _, size in parts) < needed or header.channels < 3:
        raise UnreadablePicture(name, Trouble.DAMAGED, "the TIFF holds fewer pixels than it claims.")
    if all(offset + size == following for (offset, size), (following, _) in itertools.pairwise(parts)):
        pixels = np.frombuffer(data, dtype, needed // dtype.itemsize, parts[0][0])
    else:
        joined = b"".join(data[offset : offset + size] for offset, size in parts)
        pixels = np.frombuffer(joined, dtype, needed // dtype.itemsize)
    if planar == PLANES:
        pixels = np.moveaxis(pixels.reshape(header.channels, header.height, header.width), 0, 2)
    shaped = pixels.reshape(header.height, header.width, header.channels)
    native: Array = shaped.astype(dtype.newbyteorder("="), copy=False)
    return native


def packed_pixels(name: str, data: bytes, header: Header, *, matte: bool = False) -> Array:
    """The pixels of a compressed, tiled, grey or palette file, or its matte."""
    if matte:
        unpack = deep_matte if header.bits == 16 else shallow_matte
    else:
        unpack = deep_pixels if header.bits == 16 else shallow_pixels
    try:
        with hushed() as said:
            pixels = unpack(data if header.orientation == 1 else with_orientation_1(data))
    except Image.DecompressionBombError as error:
        raise UnreadablePicture(name, Trouble.TOO_LARGE, "it is too large for a packed 8-bit TIFF.") from error
    # Pillow raises whatever its plug-in met: OSError, SyntaxError, ValueError, struct.error, TypeError.
    except Exception as error:
        raise UnreadablePicture(name, Trouble.DAMAGED, "the TIFF cannot be decoded.") from error
    complaints = [line.rpartition(": ")[2] for line in said if "ERROR" in line]
    if pixels is None or complaints:
        why = f" (the decoder says: {complaints[0].strip('. ')})" if complaints else ""
        raise UnreadablePicture(name, Trouble.DAMAGED, f"the TIFF cannot be decoded{why}.")
    return pixels


def deep_pixels(data: bytes) -> Array | None:
    """16-bit pixels by OpenCV, because Pillow has no 16-bit colour."""
    # Not IMREAD_COLOR_RGB: with it OpenCV 5.0.0 fills 16-bit TIFFs with other memory.
    flags = cv2.IMREAD_COLOR_BGR | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    return None if pixels is None else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))


def shallow_pixels(data: bytes) -> Array:
    """8-bit pixels by Pillow, because OpenCV multiplies colour by alpha."""
    with warnings.catch_warnings():
        # Our own limit was judged already; Pillow's lower one warns first, and refuses at twice its size.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=["TIFF"]) as image:
            return np.asarray(image.convert("RGB"))


def deep_matte(data: bytes) -> Array | None:
    """The fourth of 16-bit channels."""
    flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    return None if pixels is None or pixels.ndim < 3 else np.ascontiguousarray(pixels[..., -1])


def shallow_matte(data: bytes) -> Array:
    """The last of 8-bit channels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=["TIFF"]) as image:
            return np.asarray(image.convert("RGBA").getchannel("A"))
