"""Misfits weighed anew, round after round, so that few bumped pictures do not bend what the others tell."""

from collections.abc import Iterator

ROUNDS, COARSE, FINER = 40, 16.0, 0.8
"""Rounds, the pixels below which misfits do not count apart in the first one, and by what these shrink each round."""


def floors(last: float) -> Iterator[float]:
    """For each round the pixels below which misfits do not count apart: ever fewer, and never fewer than `last`."""
    return (max(COARSE * FINER**one, last) for one in range(ROUNDS))
