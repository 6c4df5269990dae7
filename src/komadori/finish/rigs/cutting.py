"""Which of two things each pixel shows, where it is likely and neighbours of one colour go together.

The labels of the least sum of what each pixel costs and of what each pair of unlike neighbours does, found exactly as a
minimal cut (Greig, Porteous and Seheult, 1989; with colours as Boykov and Jolly, ICCV 2001).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from komadori.finish.rigs.tones import Linear, Mask

STEPS = 1000
"""Whole numbers for a cost of one."""
MOST = 8.0
"""What a pixel costs at most."""
PAIRS = (((0, 1), 1.0), ((1, 0), 1.0), ((1, 1), 0.7), ((1, -1), 0.7))
"""Neighbours (rows, columns), and what they count for the length of a border between them."""
CONTRAST = 0.05
"""Tones by which neighbours of two things differ, mostly."""


def cut(costs: NDArray[np.float32], toned: Linear, wanted: Mask, together: float) -> Mask:
    """Which `wanted` pixels are more cheaply the one thing than the other.

    `costs` (rows x columns) is what each pixel costs more as the one than as the other; `together` what a pair of
    neighbours of the same tone costs where they are unlike.
    """
    count = int(wanted.sum())
    if not count:
        return wanted.copy()
    number = np.full(wanted.shape, -1, np.intp)
    number[wanted] = np.arange(count)
    one, other, weight = list[NDArray[np.intp]](), list[NDArray[np.intp]](), list[NDArray[np.float64]]()
    for (down, across), share in PAIRS:
        here, there = _shifted(down, across)
        both = wanted[here] & wanted[there]
        off = ((toned[here][both] - toned[there][both]) ** 2).sum(axis=1)
        one.append(number[here][both])
        other.append(number[there][both])
        weight.append(together * share * np.exp(-off / CONTRAST**2))
    begin, end, pair = np.concatenate(one), np.concatenate(other), np.concatenate(weight)
    more = np.clip(costs[wanted], -MOST, MOST)
    dear, cheap = np.flatnonzero(more > 0), np.flatnonzero(more < 0)
    rows = np.concatenate([begin, end, np.full(len(cheap), count), dear])
    columns = np.concatenate([end, begin, cheap, np.full(len(dear), count + 1)])
    values = np.rint(np.concatenate([pair, pair, -more[cheap], more[dear]]) * STEPS).astype(np.int32)
    graph = csr_matrix((values, (rows, columns)), shape=(count + 2, count + 2))
    left = graph - maximum_flow(graph, count, count + 1).flow
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    inside = np.zeros(count + 2, bool)
    inside[breadth_first_order(left, count, return_predecessors=False)] = True
    found = np.zeros(wanted.shape, bool)
    found[wanted] = inside[:count]
    return found


def _shifted(down: int, across: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The pixels that have a neighbour there, and those neighbours."""
    here = slice(0, -down or None), slice(max(0, -across), -across if across > 0 else None)
    there = slice(down, None), slice(max(0, across), across if across < 0 else None)
    return here, there
