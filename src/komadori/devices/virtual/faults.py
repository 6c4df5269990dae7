"""What a replay camera can be told to do wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias

import cv2
import numpy as np

from komadori.devices.protocols import CameraLost, CameraTimeout, CardFull
from komadori.errors import DeviceFailed

Spoil: TypeAlias = Callable[[str, bytes], bytes]
"""From a file's name and bytes to what arrives instead."""

WRITABLE = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: it refuses the photograph, spoils its bytes, or repeats the one before.

    `telling` completes "The camera … at photograph 5." where the photograph is refused; `disconnects` says that
    nothing more is heard until the camera is reconnected.
    """

    name: str
    sentence: str
    refuses: type[DeviceFailed] | None = None
    telling: str = ""
    hint: str = ""
    disconnects: bool = False
    spoils: Spoil | None = None
    repeats: bool = False


def truncated(_name: str, data: bytes) -> bytes:
    """Three fifths of the file."""
    return data[: len(data) * 3 // 5]


def halved(name: str, data: bytes) -> bytes:
    """The picture at half its width and height; half of the bytes where its format cannot be written again."""
    suffix = PurePath(name).suffix.lower()
    readable = data and suffix in WRITABLE
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if readable else None
    if pixels is None:
        return data[: len(data) // 2]
    size = (max(1, pixels.shape[1] // 2), max(1, pixels.shape[0] // 2))
    return bytes(cv2.imencode(suffix, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))[1])


FAULTS = (
    Fault(
        name="lost",
        sentence="The connection breaks as the shutter is pressed, until the camera is reconnected.",
        refuses=CameraLost,
        telling="was disconnected",
        hint="reconnect the camera",
        disconnects=True,
    ),
    Fault(
        name="timeout",
        sentence="The camera does not answer in time; it is heard again once it is reconnected.",
        refuses=CameraTimeout,
        telling="did not answer in time",
        hint="reconnect the camera",
        disconnects=True,
    ),
    Fault(
        name="card_full",
        sentence="The card is full; at the next press it has room again.",
        refuses=CardFull,
        telling="has no room left on its card",
        hint="put in an empty card, or free some room",
    ),
    Fault(name="duplicate", sentence="The photograph before it comes once more in its place.", repeats=True),
    Fault(
        name="truncated", sentence="Its last two fifths do not arrive; fetched again, it is whole.", spoils=truncated
    ),
    Fault(name="wrong_size", sentence="It arrives at half its size; fetched again, it is right.", spoils=halved),
)
"""In the order in which they strike where several are named for one photograph: one at each press."""
