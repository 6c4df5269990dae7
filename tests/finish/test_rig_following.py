"""A rig painted in one picture is followed through the others, whatever hides it meanwhile."""

import cv2
import numpy as np

from komadori.finish.operation import Moment
from komadori.finish.rigs.following import followed
from komadori.finish.rigs.looks import Looks
from komadori.finish.rigs.paint import Painted

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


def painted(rig, keep=None):
    """A stroke over `rig`, led well inside it."""
    middle = cv2.erode(rig.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return Painted(rig=rig, middle=middle, keep=rig & False if keep is None else keep)


def test_what_comes_into_sight_late_is_known_in_the_pictures_before():
    pictures, empty = take(10)
    stroke = np.zeros(SIZE, bool)
    stroke[10:58, FIRST - 4 : FIRST + 9] = True
    found = followed({0: painted(stroke)}, pictures.__getitem__, lambda _: empty, len(pictures), 99)
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


def test_a_stroke_takes_nothing_back_of_what_came_into_sight_later():
    pictures, empty = take(10)
    stroke = np.zeros(SIZE, bool)
    stroke[10:58, FIRST - 4 : FIRST + 9] = True
    # In picture 5 the sill still parts what is below from what is known.
    low, left = np.zeros(SIZE, bool), FIRST + 5 * STEP
    low[90:96, left - 2 : left + 6] = True
    found = followed({0: painted(stroke), 5: painted(low)}, pictures.__getitem__, lambda _: empty, len(pictures), 99)
    for number in (4, 5, 6):
        assert share(found[number], rod(number)) > 0.95


GRIPPED = 9


def grip(number):
    """A grip before the puppet, of its colours: the first stroke leaves it out."""
    mask = np.zeros(SIZE, bool)
    left = GRIP_FIRST + STEP_GRIP * number
    mask[70:82, left : left + 12] = True
    return mask


GRIP_FIRST, STEP_GRIP = 60, 4


def gripped(number, noise):
    """A picture of a rod above a puppet that go together, and the grip in between, which is only a little brighter."""
    picture = np.full((*SIZE, 3), 0.8, np.float32)
    left = GRIP_FIRST + STEP_GRIP * number
    picture[70:110, left - 30 : left + 40] = FUR
    picture[grip(number)] = np.add(FUR, 0.04)
    picture[10:70, left + 4 : left + 8] = STEEL
    return picture + noise.normal(0, 0.004, picture.shape).astype(np.float32)


def rods(number):
    mask = np.zeros(SIZE, bool)
    left = GRIP_FIRST + STEP_GRIP * number
    mask[8:70, left : left + 12] = True
    return mask


def share(one, mask):
    """How much of `mask` is taken for the rig."""
    return ((one.sure | one.region) & mask).sum() / mask.sum()


def followed_with(strokes):
    noise = np.random.default_rng(4)
    pictures = [gripped(number, noise) for number in range(GRIPPED)]
    empty = np.full((*SIZE, 3), 0.8, np.float32)
    return followed(strokes, pictures.__getitem__, lambda _: empty, GRIPPED, 99)


def test_a_stroke_adds_to_a_rig_that_was_followed_there():
    once = followed_with({4: painted(rods(4))})
    assert all(share(one, grip(number)) < 0.2 for number, one in once.items())
    found = followed_with({4: painted(rods(4)), 6: painted(grip(6)), 1: painted(grip(1))})
    for number, one in found.items():
        assert share(one, rods(number) & (gripped(number, np.random.default_rng(1))[..., 2] < 0.6)) > 0.9
        assert share(one, grip(number)) > 0.6 or number == 4
        assert not one.lost


def test_a_stroke_over_most_of_a_rig_paints_it_anew():
    both = {4: painted(rods(4)), 5: painted(grip(5))}
    assert share(followed_with(both)[7], grip(7)) > 0.6
    # Without its grip the rig that was painted last has none.
    assert share(followed_with(both | {6: painted(rods(6))})[7], grip(7)) < 0.2


def test_of_what_is_painted_to_be_no_rig_the_rod_counts_in_its_picture_alone():
    keep = np.zeros(SIZE, bool)
    keep[40:60, 60:100] = True
    found = followed_with({4: painted(rods(4)), 6: painted(rods(6) & False, keep)})
    assert share(found[6], keep & rods(6)) == 0
    assert not any((found[number].keep & rods(number) & keep).any() for number in (4, 5))


def test_of_a_rig_that_stands_still_two_strokes_mark_both_places():
    one, other = np.zeros(SIZE, bool), np.zeros(SIZE, bool)
    one[10:60, 20:30], other[10:20, 150:155] = True, True
    empty = np.full((*SIZE, 3), 0.8, np.float32)
    found = followed({2: painted(one), 5: painted(other)}, lambda _: empty, lambda _: empty, 9, 99)
    assert all(share(each, one) == 1 for each in found.values())
    assert all(share(found[number], other) == 1 for number in range(3, 9))
