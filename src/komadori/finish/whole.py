"""A finished picture at its own size on a screen: every pixel that the finished file has, or would have."""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.chain import finished
from komadori.finish.standing import Standing
from komadori.finish.work import prove_once
from komadori.picture import Pixels, read_proxy
from komadori.picture.files import over_black
from komadori.picture.tiff import is_whole
from komadori.store import Cache

WIDEST = 1_000_000
"""Pixels: no picture is wider, so that none is made smaller."""


def whole(standing: Standing, cache: Cache) -> NDArray[np.uint8]:
    """Rows x columns x 3 of 8-bit sRGB codes: from the finished file where it lies in the cache, else made now.

    A matte is seen over black. Raises PictureChanged, UnreadablePicture and FieldLost.
    """
    path = cache.path(standing.name, ".tif")
    if path is not None and is_whole(path):
        return np.asarray(read_proxy(path, WIDEST, matte=True), np.uint8)
    prove_once(standing.source)
    for step in standing.steps:
        for other in step.others:
            prove_once(other.source)
    codes = finished(standing, cache)
    if codes.shape[2] == 4:
        seen = Pixels(data=np.ascontiguousarray(codes[..., :3]), encoding="srgb", matte=codes[..., 3])
        return np.asarray(over_black(seen, WIDEST), np.uint8)
    return np.asarray(cv2.convertScaleAbs(codes, alpha=1 / 257))
