"""What the light was meant to do, where a light program tells it: so much of a change is no slip."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from komadori.capture.watch.seen import Floats

Program = Callable[[int], NDArray[np.floating]]
"""The levels of the lamps at a frame of the sheet, lamps x 3 (red, green, blue), 1 as the program calls full."""

OFF = 1e-3
"""Level from which on a lamp counts as lit."""


class Planned:
    """Follows the light of a take beside its program.

    How much of the set's light each lamp gives is not known, but all of it together cannot change by more than the lamp
    that changes most, nor by less than the one that changes least. Within these bounds a change was meant. Where the
    program has gained or lost a lamp since the picture before, nothing is known of the step between.
    """

    def __init__(self, program: Program | None, frame: int | None) -> None:
        """Begin with the picture at `frame`, None where that is not known; without a `program` nothing is meant."""
        self._program, self._levels = program, self._at(program, frame)
        self._seen = np.zeros(3, np.float32)
        self.step = np.zeros(3, np.float32)
        self.total = np.zeros(3, np.float32)

    def follow(self, seen: Floats, frame: int | None) -> None:
        """The light as it is `seen` at `frame`, against that at the beginning (natural logarithms, 3).

        Afterwards `step` is how much of the change since the picture before was meant, and `total` since the beginning.
        """
        levels = self._at(self._program, frame)
        self.step = np.zeros(3, np.float32)
        if levels is not None and self._levels is not None and levels.shape == self._levels.shape:
            lit = (np.maximum(levels, self._levels) > OFF).any(axis=1)
            if lit.any():
                bounds = np.log(np.maximum(levels[lit], OFF) / np.maximum(self._levels[lit], OFF))
                self.step = np.clip(seen - self._seen, bounds.min(axis=0), bounds.max(axis=0)).astype(np.float32)
        self.total = self.total + self.step
        self._seen, self._levels = seen, self._levels if levels is None else levels

    @staticmethod
    def _at(program: Program | None, frame: int | None) -> NDArray[np.floating] | None:
        return None if program is None or frame is None else np.asarray(program(frame))
