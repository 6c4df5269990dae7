"""Behind a rig a puppet goes on as far as its edges do."""

import cv2
import numpy as np
import pytest

from komadori.finish.rigs.silhouette import covered
from komadori.finish.rigs.tones import grown

SHAPE, WIDTH = (120, 160), 480


def drawn(*draw):
    mask = np.zeros(SHAPE, np.uint8)
    for one in draw:
        one(mask)
    return mask > 0


def a_tail(mask):
    cv2.line(mask, (60, 62), (150, 40), 1, 9)


def a_body(mask):
    cv2.ellipse(mask, (35, 66), (40, 34), 0, 0, 360, 1, -1)


def joint(mask):
    cv2.circle(mask, (85, 58), 15, 1, -1)


def rod(mask):
    cv2.line(mask, (85, 58), (85, 119), 1, 7)


def found(puppet, hidden, rim=3.0):
    told = ~grown(hidden, rim)
    return covered(puppet & told, told, hidden, rim, WIDTH)


@pytest.mark.parametrize("things", [(a_body, a_tail), (a_body,), (a_tail,), ()])
def test_a_puppet_behind_a_joint_is_told_from_the_set(things):
    puppet, hidden = drawn(*things), drawn(joint, rod)
    cover = found(puppet, hidden)
    assert cover.known[hidden].all()
    wrong = ((cover.share > 0.5) != puppet) & hidden
    assert wrong.sum() < 0.06 * hidden.sum()


def test_a_tail_is_drawn_on_from_where_it_is_seen():
    puppet, hidden = drawn(a_body, a_tail), drawn(joint)
    cover = found(puppet, hidden)
    assert cover.thin.sum() > 0.2 * (puppet & hidden).sum()
    rows, columns = cover.back[cover.thin].mean(axis=0)
    assert columns == 1
    assert -0.5 < rows < -0.1


def test_a_ragged_border_beside_a_rig_does_not_hide_how_a_puppet_goes_on():
    puppet, hidden = drawn(a_body, a_tail), drawn(joint, rod)
    ragged = puppet.copy()
    for row in range(76, 116, 8):
        # Tufts where the picture on one side of the rod is told again.
        ragged[row : row + 3, 72:82] = True
    cover = found(ragged, hidden)
    assert cover.known[hidden].all()
    wrong = ((cover.share > 0.5) != puppet) & hidden
    assert wrong.sum() < 0.1 * hidden.sum()


def test_nothing_is_told_of_what_nothing_is_told_around():
    hidden = drawn(joint)
    nothing = hidden & False
    assert not covered(nothing, nothing, hidden, 3.0, WIDTH).known.any()
    told = nothing.copy()
    told[:40] = True
    assert not covered(nothing, told, hidden, 3.0, WIDTH).known.any()
