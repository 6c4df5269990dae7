"""Pixels and what they mean: still files, colour, measures. Knows nothing of film."""

from komadori.picture.facts import PhotoFacts, photo_facts
from komadori.picture.files import camera_white_balance, inspect, kind_of, read, read_proxy, read_raw
from komadori.picture.still import Pixels, StillInfo, Trouble, UnreadablePicture
from komadori.picture.write import write

__all__ = [
    "PhotoFacts",
    "Pixels",
    "StillInfo",
    "Trouble",
    "UnreadablePicture",
    "camera_white_balance",
    "inspect",
    "kind_of",
    "photo_facts",
    "read",
    "read_proxy",
    "read_raw",
    "write",
]
