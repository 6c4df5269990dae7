"""What hangs together in a mask, and what these parts have to do with other masks."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.tones import Mask


@dataclass(frozen=True, slots=True, eq=False)
class Connected:
    """The parts of a mask: which one each pixel belongs to (`labels`, 0 for none), and of each part its `area` in
    pixels and how `long` it is, the longer side of the upright box around it. Made by `connected`."""

    labels: NDArray[np.intc]
    area: NDArray[np.intc]
    long: NDArray[np.intc]

    def within(self, mask: Mask) -> NDArray[np.intp]:
        """How many pixels of each part are in another mask."""
        return np.bincount(self.labels[mask], minlength=len(self.area))

    def those(self, which: NDArray[np.bool_]) -> Mask:
        """All of the parts for which that is so."""
        which = which.copy()
        which[0] = False
        return np.asarray(which[self.labels])


def connected(mask: Mask, *, corners: bool = True) -> Connected:
    """The parts of `mask`; pixels that touch at their `corners` alone may count as connected or not."""
    found = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8 if corners else 4)
    labels, facts = (np.asarray(each, np.intc) for each in found[1:3])
    long = facts[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    return Connected(labels=labels, area=facts[:, cv2.CC_STAT_AREA], long=long)
