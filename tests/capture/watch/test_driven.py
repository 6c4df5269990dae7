"""A camera on a motion rig: a move that its axes tell of is no bump, and a bump in the midst of one is told."""

from dataclasses import replace
from math import hypot

import numpy as np
import pytest

from komadori.capture.watch import Kind, Severity, Watcher
from komadori.capture.watch.driven import Rig
from komadori.picture.shift import UNMOVED, Shift

COUNT, BEGINS, LONG = 22, 4, 15
SIZE = (600, 400)


def eased(far):
    """Where an axis stands for each picture: still, `far` away in LONG pictures, and still again."""
    part = np.clip((np.arange(1, COUNT + 1) - BEGINS) / LONG, 0, 1)
    return far * part * part * (3 - 2 * part)


def shot(made, *, pan, tilt=None, knocks=None, known=True, kept=lambda number: True):
    """What a watcher tells of a take whose camera pans by 12 px a degree, and is knocked by `knocks` (px, by picture).

    Without `known` nothing is kept of the axes, and only of pictures that are `kept`.
    """
    tilt = np.zeros(COUNT) if tilt is None else tilt
    knocks = knocks or {}

    def seen(number, picture):
        right, down = knocks.get(number, (0, 0))
        return made.shifted(picture, -12 * pan[number - 1] + right, 9 * tilt[number - 1] + down)

    watcher, told = Watcher(), []
    for number, pixels in enumerate(made.take(3).pictures(seen, COUNT), 1):
        axes = (("camera.pan", float(pan[number - 1])), ("camera.tilt", float(tilt[number - 1])))
        record = made.record(number, pixels)
        record = replace(record, axes=axes if known and kept(number) else None)
        told += [one for one in watcher.look(record, pixels) if one.kind is Kind.BUMP]
    return told


def test_a_move_that_was_meant_is_no_bump(made):
    assert shot(made, pan=eased(4.0)) == []
    assert len(shot(made, pan=eased(4.0), known=False)) > 1


@pytest.mark.parametrize("knock", [(1.5, 0.0), (-9.0, 4.0)])
def test_a_bump_in_the_midst_of_a_move_is_told_and_its_end_in_a_calm_voice(made, knock):
    out, home = shot(made, pan=eased(4.0), knocks={11: knock})
    assert (out.picture, out.against, home.picture, home.severity) == (11, 10, 12, Severity.NOTE)
    assert hypot(out.arrow[0] - knock[0], out.arrow[1] - knock[1]) < 0.4
    assert "beside what the axes of the rig moved it by" in out.sentence
    assert "on its way again" in home.sentence


def test_a_camera_that_is_knocked_for_good_in_a_move_is_told_once(made):
    (alarm,) = shot(made, pan=eased(4.0), knocks=dict.fromkeys(range(11, COUNT + 1), (5.0, 2.0)))
    assert (alarm.picture, alarm.severity) == (11, Severity.URGENT)


def test_a_bump_while_no_axis_moves_is_told_before_and_after_a_move(made):
    told = shot(made, pan=eased(4.0), knocks={3: (2.0, 0.0), 21: (0.0, 0.6)})
    assert [alarm.picture for alarm in told] == [3, 4, 21, 22]


def test_two_axes_at_once_and_one_after_the_other(made):
    assert shot(made, pan=eased(3.0), tilt=np.sin(eased(5.0))) == []


def test_pictures_without_axes_are_told_as_ever(made):
    told = shot(made, pan=eased(0.0), knocks={14: (5.0, 2.0)}, kept=lambda number: number != 14)
    assert [alarm.picture for alarm in told] == [14, 15]


def moved(right, down=0.0, turn=0.0):
    cos, sin = np.cos(turn), np.sin(turn)
    middle = np.array([300, 200])
    turned = np.array([[cos, -sin], [sin, cos]])
    matrix = np.column_stack([turned, middle + np.array([right, down]) - turned @ middle])
    return Shift(matrix=matrix, places=np.array([[300, 200], [10, 10]], np.float32), uncertain=0.01, share=1.0)


def test_what_an_axis_does_is_learnt_though_one_step_was_bumped():
    rig = Rig((("pan", 0.0), ("roll", 0.0)), SIZE)
    for at in range(1, 7):
        rig.learn((("pan", float(at)), ("roll", 0.0)), moved(-7.0 + 20 * (at == 3), 0.5))
    told = rig.meant((("pan", 6.5), ("roll", 0.0)))
    assert told.at(300, 200) == pytest.approx((-3.5, 0.25), abs=0.05)
    assert rig.meant((("pan", 6.0), ("roll", 0.0))) is UNMOVED
    assert rig.meant(None) is UNMOVED
    assert rig.meant((("pan", 6.5), ("roll", 1.0))) is None  # nobody has seen it roll
    for at in range(1, 5):
        rig.learn((("pan", 6.0), ("roll", float(at))), moved(0, 0, 0.01))
    assert rig.meant((("pan", 6.0), ("roll", 6.0))).turn == pytest.approx(np.degrees(0.02), abs=0.02)


def test_axes_that_only_ever_went_together_tell_nothing_of_one_alone():
    rig = Rig((("pan", 0.0), ("tilt", 0.0)), SIZE)
    for at in range(1, 9):
        rig.learn((("pan", float(at)), ("tilt", 2.0 * at)), moved(3.0, 4.0))
    assert rig.meant((("pan", 9.0), ("tilt", 18.0))).at(300, 200) == pytest.approx((3.0, 4.0), abs=0.05)
    assert rig.meant((("pan", 9.0), ("tilt", 16.0))) is None
