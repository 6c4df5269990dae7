"""What goes on straight behind a rig: a puppet's tail, an arm, the edge of its back.

Each hidden pixel looks both ways along many lines to the first pixels that show a puppet. It becomes a mixture of all
these pairs, the nearer end of each counting more, and of the pairs those most whose ends are alike and close together.
So what shows on both sides of the rig is joined, which texture grown in from one side never does.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.around import Places, ahead, ways
from komadori.finish.rigs.silhouette import Covered
from komadori.finish.rigs.tones import Linear, Mask, apart, box_of, tones

ALIKE = 0.1
"""Tones by which two ends that count a third may differ."""
SHORT = 0.4
"""Share of how thick the rig is by which a line may be longer and count a third."""
SPECKS = 5
"""Pixels of a side: what is smaller falls out of a median this large."""
DRAWS = 0.5
"""Share of its own colours in something thin that is drawn on; the rest goes over to what it meets."""
DRAWN = 5
"""Pixels of something thin whose mean is drawn on."""
DEEPEST = 64.0
"""Pixels from the middle of a rig to its side at most: further in nothing is carried on."""


def across(picture: Linear, wanted: Mask, hole: Mask, ends: Mask) -> tuple[Linear, Mask]:
    """`picture` with the `wanted` pixels of a `hole` made of those at both `ends` of lines through them, and where any
    line has both."""
    places = np.argwhere(wanted)
    light, told = picture.copy(), np.zeros(wanted.shape, bool)
    if not len(places) or not ends.any():
        return light, told
    thick = _thickness(hole, wanted)
    soft = np.asarray(cv2.blur(tones(picture), (3, 3)), np.float32)
    sums, total = np.zeros((len(places), 3)), np.zeros(len(places))
    for way in ways():
        colours, weight = _along(places, way, picture, soft, ends, thick)
        sums += weight[:, None] * colours
        total += weight
    good = total > 1e-9
    told[wanted] = good
    light[told] = (sums[good] / total[good, None]).astype(np.float32)
    return light, told


def without_specks(picture: Linear, guessed: Mask) -> Linear:
    """`picture` with a median over what was `guessed`: single ends of another tone draw lines of their own."""
    if not guessed.any():
        return picture
    box = box_of(guessed, SPECKS)
    light, inside = picture.copy(), guessed[box]
    for channel in range(3):
        plane = np.ascontiguousarray(picture[box][..., channel])
        light[box][..., channel][inside] = cv2.medianBlur(plane, SPECKS)[inside]
    return light


def drawn_out(picture: Linear, covered: Covered, guessed: Mask, ends: Mask) -> Linear:
    """`picture` with what is thin of the puppet drawn on behind the rig in the colours of where it comes from."""
    thin = covered.thin & guessed
    light = picture.copy()
    for step in np.unique(covered.back[thin], axis=0).astype(float):
        places = np.argwhere(thin & (covered.back == step.astype(np.float32)).all(axis=2))
        colours, found = _beyond(picture, ahead(places, step, ends, DEEPEST), step, ends)
        at = tuple(places[found].T)
        light[at] = DRAWS * colours[found] + (1 - DRAWS) * picture[at]
    return light


def _beyond(
    picture: Linear, first: NDArray[np.float64], step: NDArray[np.float64], ends: Mask
) -> tuple[NDArray[np.float64], Mask]:
    """The mean of the DRAWN pixels from each `first` one on that are among `ends`, and where there is any."""
    sums, total = np.zeros((len(first), 3)), np.zeros(len(first))
    limits = np.array(ends.shape) - 1
    for beyond in range(DRAWN):
        at = tuple(np.rint(np.clip(first + beyond * step, 0, limits)).astype(np.intp).T)
        good = ends[at].astype(float)
        sums += good[:, None] * picture[at]
        total += good
    return sums / np.maximum(total, 1)[:, None], np.asarray(total > 0)


def _thickness(hole: Mask, wanted: Mask) -> float:
    """How thick the rig is where it is thickest, in pixels."""
    deep = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 5)
    return 2 * float(min(deep[wanted].max(), DEEPEST))


def _along(
    places: Places, way: NDArray[np.float64], picture: Linear, soft: Linear, ends: Mask, thick: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The colours that one line gives each place, and what they count."""
    there, back = (ahead(places, sign * way, ends, thick) for sign in (1.0, -1.0))
    one, other = (tuple(np.rint(end).astype(np.intp).T) for end in (there, back))
    far = np.linalg.norm(there - back, axis=1)
    share = np.linalg.norm(places - back, axis=1) / np.maximum(far, 1e-6)
    weight = np.exp(-((apart(soft[one], soft[other]) / ALIKE) ** 2) - far / (SHORT * thick))
    colours = picture[other] * (1 - share[:, None]) + picture[one] * share[:, None]
    return colours, np.where(ends[one] & ends[other], weight, 0)
