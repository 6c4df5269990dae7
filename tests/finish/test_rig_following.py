"""A rig painted in one picture is followed through the others, whatever hides it meanwhile."""

import numpy as np

from komadori.finish.operation import Moment
from komadori.finish.rigs.following import followed
from komadori.finish.rigs.looks import Looks

SIZE = (120, 200)
STEEL, FUR, WOOD = (0.3, 0.35, 0.45), (0.5, 0.3, 0.15), (0.35, 0.25, 0.2)
STEP, FIRST, SILL_ENDS, PUPPET_ENDS = 12, 40, 118, 70


def painted_set():
    """The empty set in tones: a wall with a sill that hides what is behind it."""
    rows, columns = np.indices(SIZE)
    tones = np.empty((*SIZE, 3), np.float32)
    tones[:] = 0.8 + 0.05 * np.sin(columns / 9 + rows / 14)[..., None]
    tones[sill()] = WOOD
    return tones


def sill():
    mask = np.zeros(SIZE, bool)
    mask[56:66, :SILL_ENDS] = True
    return mask


def puppet():
    """What hides the lower end of the rod in the first pictures."""
    mask = np.zeros(SIZE, bool)
    mask[66:, :PUPPET_ENDS] = True
    return mask


def rod(number):
    """What is seen of a rod that goes on by STEP: behind the sill, and behind the puppet as long as that is there."""
    mask = np.zeros(SIZE, bool)
    left = FIRST + STEP * number
    mask[14:108, left : left + 4] = True
    return mask & ~sill() & ~puppet()


def take(count):
    """So many pictures, and the set."""
    empty, noise = painted_set(), np.random.default_rng(8)
    pictures = []
    for number in range(count):
        picture = empty.copy()
        picture[puppet()], picture[rod(number)] = FUR, STEEL
        pictures.append(picture + noise.normal(0, 0.004, picture.shape).astype(np.float32))
    return pictures, empty


def test_what_comes_into_sight_late_is_known_in_the_pictures_before():
    pictures, empty = take(10)
    stroke = np.zeros(SIZE, bool)
    stroke[10:58, FIRST - 4 : FIRST + 9] = True
    found = followed({0: (stroke, stroke & False)}, pictures.__getitem__, lambda _: empty, len(pictures), 99)
    assert not any(one.lost for one in found.values())
    for number in range(1, 10):
        # In pictures 3 to 6 the sill parts what is below from all that was painted.
        seen, one = rod(number), found[number]
        assert ((one.sure | one.region) & seen).sum() > 0.95 * seen.sum()
        assert (one.sure & puppet()).sum() < 0.05 * seen.sum()


def test_a_puppet_that_stands_in_most_pictures_is_not_taken_for_the_set():
    noise = np.random.default_rng(2)
    looks = []
    for number in range(11):
        tones = np.full((*SIZE, 3), 0.8) + noise.normal(0, 0.003, (*SIZE, 3))
        if number > 3:
            # Its fibres are never twice alike.
            tones[30:90, 60:140] = np.add(FUR, noise.uniform(-0.2, 0.2, (60, 80, 3)))
        looks.append(np.rint(tones * 255).astype(np.uint8))
    moments = [Moment(frame=2 * at + 1, look=lambda look=look: look, settings={}) for at, look in enumerate(looks)]
    background = Looks(moments).background(8)
    assert np.abs(background - 0.8).max() < 0.03
