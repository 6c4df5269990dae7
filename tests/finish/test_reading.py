"""What is read of a camera's way: bumps, steps and moves that were meant, on ways whose truth is known."""

from dataclasses import dataclass

import numpy as np
import pytest

from komadori.finish.bumps.camera import followed
from komadori.finish.bumps.intended import way
from komadori.finish.bumps.places import base, matrix_of, measured
from komadori.finish.bumps.reading import reading, size
from komadori.picture.registration import Registration

COUNT = 72
AT = np.arange(COUNT, dtype=float)
FRAMES = AT + 1


def eased(begin, end):
    part = np.clip((AT - begin) / (end - begin), 0, 1)
    return part * part * (3 - 2 * part)


def ways(right=0.0 * AT, down=0.0 * AT, scale=1 + 0.0 * AT):
    middle = np.tile([960.0, 540.0], 4)
    return (base(9 / 16) - middle) * scale[:, None] + middle + np.tile(np.stack([right, down], axis=1), 4)


TURN = 2 * np.pi * AT / COUNT
SMOOTH = {
    "stands": ways(),
    "slow pan": ways(80 * eased(11, 61)),
    "steady pan": ways(2.0 * AT, 0.3 * AT),
    "push-in": ways(scale=1 - 0.06 * eased(11, 61)),
    "arc": ways(60 * np.sin(TURN), 25 * np.cos(TURN)),
}
SUDDEN = {
    "soft pan": ways(300 * eased(18, 50)),
    "pan that starts and stops dead": ways(4.0 * np.clip(AT - 18, 0, 30)),
    "tilt of a dozen pictures": ways(down=120 * eased(30, 42)),
    "whip": ways(300 * eased(30, 37)),
}


@dataclass(frozen=True)
class Take:
    meant: np.ndarray
    true: np.ndarray
    seen: np.ndarray
    bad: np.ndarray
    steps: list[int]


def take(meant, steps, seed, *, bumps=True):
    """One picture in eight is bumped by up to 40 pixels, and so many steps last."""
    chance = np.random.default_rng(seed)
    off = np.zeros((COUNT, 2))
    for at in range(3, COUNT - 3):
        if bumps and chance.random() < 1 / 8 and not off[at - 1].any():
            off[at] = polar(chance, 1, 40)
    bad = off.any(axis=1)
    # A step next to a bump may as well come before it as after it: both put the same pictures back.
    free = [at for at in range(8, COUNT - 8) if not bad[at - 4 : at + 4].any()] or [36]
    lasting = sorted({int(at) for at in chance.choice(free, steps)})
    lasting = [at for at in lasting if at - lasting[0] in (0, *range(6, COUNT))]
    for at in lasting:
        off[at:] += polar(chance, 3, 20)
    true = meant + np.tile(off, 4)
    seen = true + np.tile(chance.normal(0, 0.012, (COUNT, 2)), 4)
    return Take(meant=meant, true=true, seen=seen - seen[0] + true[0], bad=bad, steps=lasting)


def polar(chance, least, most):
    angle = chance.uniform(0, 2 * np.pi)
    return chance.uniform(least, most) * np.array([np.cos(angle), np.sin(angle)])


def left(one):
    """What differs from the way that was meant when all is put back, pictures x 8."""
    found = way(one.seen, FRAMES, np.full(COUNT, 0.01))
    return one.true - found.held + found.meant - one.meant


@pytest.mark.parametrize("steps", [0, 1, 2])
@pytest.mark.parametrize("meant", SMOOTH.values(), ids=SMOOTH)
def test_bumps_and_steps_of_smooth_ways_are_read_as_they_befell(meant, steps):
    for seed in range(3):
        one = take(meant, steps, seed)
        found = reading(one.seen, FRAMES)
        # One between two bumped pictures may count as bumped as well: it lies on the way all the same.
        between = np.pad(one.bad[2:] & one.bad[:-2], 1)
        assert not (found.kept & one.bad).any()
        assert not (~found.kept & ~one.bad & ~between).any()
        assert (np.flatnonzero(found.breaks) + 1).tolist() == one.steps
        assert not found.quick.any()
        assert size(np.diff(left(one), 2, axis=0)).max() < 0.6


@pytest.mark.parametrize("meant", SUDDEN.values(), ids=SUDDEN)
def test_a_sudden_move_without_bumps_is_left_as_it_is(meant):
    for seed in range(4):
        one = take(meant, 0, seed, bumps=False)
        assert reading(one.seen, FRAMES).kept.all()
        assert size(left(one)).max() < 0.15


@pytest.mark.parametrize("steps", [0, 1, 2])
@pytest.mark.parametrize("meant", SUDDEN.values(), ids=SUDDEN)
def test_bumps_in_a_sudden_move_are_never_made_worse(meant, steps):
    for seed in range(4):
        one = take(meant, steps, seed)
        assert size(left(one)).max() < size(one.true - one.meant).max() + 1.0
        assert not reading(one.seen, FRAMES).breaks[[at for at in range(COUNT - 1) if at + 1 not in one.steps]].any()


def taken(seen):
    return way(seen, FRAMES, np.full(COUNT, 0.01))


def test_a_bump_right_after_a_whip_is_put_back_where_the_camera_then_rests():
    meant = 120 * eased(28, 34)
    off = np.isin(AT, [35, 36]) * 20.0
    seen = ways(meant + off) + np.tile(np.random.default_rng(3).normal(0, 0.01, (COUNT, 2)), 4)
    found = taken(seen)
    assert size(found.meant - found.held + seen - ways(meant)).max() < 0.2
    mirrored = taken(ways(-meant[::-1] + off[::-1]))
    assert size(mirrored.meant - ways(-meant[::-1])).max() < 0.2


@pytest.mark.parametrize("at", [27, 34, 41])
def test_a_step_in_a_soft_pan_is_taken_out_whole(at):
    meant = 300 * eased(18, 50)
    seen = ways(meant + 12 * (at <= AT)) + np.tile(np.random.default_rng(at).normal(0, 0.01, (COUNT, 2)), 4)
    found = taken(seen)
    assert size(found.meant - found.held + seen - ways(meant)).max() < 0.25
    assert found.blurred.max() < 0.25


def test_where_a_step_and_a_sudden_move_cannot_be_told_apart_that_is_known():
    wrong = 0
    for seed in (1000, 1007):
        one = take(SUDDEN["soft pan"], 1, seed)
        found = taken(one.seen)
        wrong += size(one.true - found.held + found.meant - one.meant).max() > 0.5
        assert (found.blurred[found.stepped > 0] > 0.25).any()
    assert wrong, "the two takes show what cannot be told"


def test_a_picture_that_may_as_well_be_bumped_is_told_with_how_far_it_is_off():
    seen = take(SUDDEN["pan that starts and stops dead"], 1, 1001).seen
    lies = [matrix_of(one, 9 / 16) for one in seen]
    measures = [measured(9 / 16, 0.5, Registration(matrix=one, share=0.6, uncertain=1e-6), None) for one in lies]
    stood = followed(measures, [max(0, at - 1) for at in range(COUNT)], range(1, COUNT + 1), [None] * COUNT)
    ((said,),) = [one.said for one in stood if one.said and one.said[0].saying.name == "bumped"]
    assert "1.9 px from where the others lead" in said.words
    assert "shoot it again" in said.words


@pytest.mark.parametrize("name", ["tilt of a dozen pictures", "whip"])
def test_a_bump_beside_the_line_of_a_quick_move_is_put_back_onto_it(name):
    put_back = 0
    for seed in range(4000, 4012):
        one = take(SUDDEN[name], 0, seed)
        found = taken(one.seen)
        told = found.beside > 0
        assert not (told & ~one.bad).any()
        assert found.put_back[told].all()
        put_back += told.sum()
        was = size(one.true - one.meant)[told]
        assert (size(one.true - found.held + found.meant - one.meant)[told] < np.maximum(4, was / 3)).all()
    assert put_back > 1


@pytest.mark.parametrize("meant", SMOOTH.values(), ids=SMOOTH)
def test_nothing_is_unclear_where_all_was_read_as_it_befell(meant):
    for seed in (1000, 1008):
        found = taken(take(meant, 1, seed).seen)
        assert np.isinf(found.rival).all()
        assert found.blurred.max() < 0.25
        assert not found.edge.any()
