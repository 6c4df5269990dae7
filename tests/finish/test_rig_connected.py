"""What hangs together in a mask."""

import numpy as np

from komadori.finish.rigs.connected import connected


def drawn(*rows):
    return np.array([[cell == "#" for cell in row] for row in rows])


MASK = drawn(
    "##...#",
    "..#..#",
    ".....#",
)


def test_corners_join_where_they_are_asked_to():
    assert sorted(connected(MASK).area[1:]) == [3, 3]
    assert sorted(connected(MASK, corners=False).area[1:]) == [1, 2, 3]


def test_parts_are_told_by_what_they_share_with_another_mask():
    parts = connected(MASK)
    right = drawn("....##", "....##", "......")
    assert sorted(parts.within(right)[1:]) == [0, 2]
    assert (parts.those(parts.within(right) > 0) == drawn(".....#", ".....#", ".....#")).all()
    assert sorted(parts.long[1:]) == [3, 3]


def test_what_is_in_no_part_is_never_among_those():
    parts = connected(MASK)
    assert (parts.those(parts.area > 0) == MASK).all()
    assert (parts.those(np.ones(len(parts.area), bool)) == MASK).all()
    nothing = connected(MASK & False)
    assert not nothing.those(nothing.area >= 0).any()
