"""Camera RAW and DNG, developed the same way for every picture of a take.

Nothing here looks at a picture's content: no automatic brightness, no automatic white balance, no white point
taken from the brightest pixel. Each of these would make a take flicker.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np
import rawpy

from komadori.picture import ifd, recognise
from komadori.picture.hushed import hushed
from komadori.picture.still import Array, Header, Trouble, UnreadablePicture, check_size

WhiteBalance: TypeAlias = tuple[float, float, float, float]
"""Multipliers of red, green, blue and the second green, green being 1."""

TURNS = {3: 3, 5: 8, 6: 6}
"""LibRaw's flip to the EXIF orientation that turns as much."""
LOST = ("Unexpected end of file",)
SCRAMBLED = ("corrupted", "decoder error")


@contextmanager
def opened(name: str, data: bytes, *, unpack: bool = True) -> Iterator[Any]:
    """A RAW file open in LibRaw, its sensor data decoded if `unpack`. Raises `UnreadablePicture`."""
    with rawpy.RawPy() as raw:
        try:
            with hushed() as said:
                raw.open_buffer(io.BytesIO(data))
                check_size(name, raw.sizes.raw_width, raw.sizes.raw_height)
                if unpack:
                    raw.unpack()
        except rawpy.LibRawError as error:
            raise complaint(name, data, error) from error
        if any(word in line for line in said for word in LOST):
            raise truncated(name, len(data))
        if any(word in line for line in said for word in SCRAMBLED):
            raise UnreadablePicture(name, Trouble.DAMAGED, "the RAW picture's sensor data are damaged.")
        yield raw


def truncated(name: str, size: int) -> UnreadablePicture:
    """The error for a RAW file that ends too soon."""
    what = f"the RAW picture ends after {size} bytes, before its sensor data are complete."
    return UnreadablePicture(name, Trouble.TRUNCATED, what)


def complaint(name: str, data: bytes, error: Exception) -> UnreadablePicture:
    """LibRaw's words as our error. A file cut short often looks to it like an unknown camera."""
    if isinstance(error, rawpy.LibRawIOError) or ifd.reaches_beyond(data):
        return truncated(name, len(data))
    if isinstance(error, rawpy.LibRawFileUnsupportedError):
        hint = "Shoot RAW + JPEG, or convert it to DNG."
        return UnreadablePicture(name, Trouble.UNFIT, "LibRaw does not know this camera's RAW.", hint=hint)
    return UnreadablePicture(name, Trouble.DAMAGED, "the RAW picture cannot be decoded.")


def header(name: str, data: bytes) -> Header:
    """What the RAW `data` say of themselves. Raises `UnreadablePicture`."""
    with opened(name, data, unpack=False) as raw:
        sizes = raw.sizes
        return Header(
            format=recognise.recognise(name, data),
            width=sizes.width,
            height=sizes.height,
            bits=16,
            channels=3,
            orientation=TURNS.get(sizes.flip, 1),
        )


def verify(name: str, data: bytes, _header: Header) -> None:
    """Decode all of the sensor data. Raises `UnreadablePicture`."""
    with opened(name, data):
        pass


def white_balance(name: str, data: bytes) -> WhiteBalance:
    """What the camera chose, or LibRaw's daylight where it says nothing. Raises `UnreadablePicture`."""
    with opened(name, data, unpack=False) as raw:
        return chosen_balance(raw)


def chosen_balance(raw: Any) -> WhiteBalance:
    """The camera's multipliers with green at 1."""
    for told in (raw.camera_whitebalance, raw.daylight_whitebalance):
        red, green, blue, second = (float(value) for value in told)
        if min(red, green, blue) > 0:
            return red / green, 1.0, blue / green, (second or green) / green
    return 1.0, 1.0, 1.0, 1.0


def develop(name: str, data: bytes, balance: WhiteBalance | None, *, half: bool = False) -> Array:
    """Linear sRGB-primaries pixels, height x width x 3 uint16, turned upright by LibRaw.

    `balance` None takes the camera's. `half` bins each 2 x 2 of the sensor to one pixel, many times faster.
    Raises `UnreadablePicture`.
    """
    with opened(name, data) as raw:
        try:
            pixels: Array = raw.postprocess(
                user_wb=list(balance or chosen_balance(raw)),
                half_size=half,
                no_auto_bright=True,
                adjust_maximum_thr=0.0,
                output_bps=16,
                gamma=(1, 1),
                output_color=rawpy.ColorSpace.sRGB,
            )
        except rawpy.LibRawError as error:
            raise complaint(name, data, error) from error
    return np.ascontiguousarray(pixels)


def decode(name: str, data: bytes, _header: Header) -> Array:
    """Linear pixels with the camera's own white balance, upright. Raises `UnreadablePicture`."""
    return develop(name, data, None)


def embedded_jpeg(name: str, data: bytes) -> bytes:
    """The JPEG that the camera put inside, empty where there is none. Raises `UnreadablePicture`."""
    with opened(name, data, unpack=False) as raw:
        try:
            with hushed():
                found = raw.extract_thumb()
        except rawpy.LibRawError:
            return b""
        return found.data if found.format == rawpy.ThumbFormat.JPEG else b""


def matte(_name: str, _data: bytes, _header: Header) -> Array | None:
    """A sensor has no fourth channel."""
    return None
