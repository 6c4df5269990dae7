"""What stands behind a rig: from a plate of the same pose, from other pictures, from the empty set, or guessed.

A source is believed at a pixel of the hole where it agrees with the picture around there: beside a puppet, which the
source does not have, it does not. So a rig in front of a puppet is filled with puppet, and one before the set with set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.across import across, drawn_out, without_specks
from komadori.finish.rigs.around import LIKE, Around, around
from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.shadows import shadowed
from komadori.finish.rigs.silhouette import covered
from komadori.finish.rigs.texture import grown_in
from komadori.finish.rigs.tones import Linear, Mask, apart, deepest, grown, parts, spread, tones, without_gaps

DIFFERS = 0.035
"""Tones from which on a pixel of a loosely marked region is rig."""
ALIKE = 0.07
"""Tones within which a pixel has a colour of the rig."""
STANDS_OUT = 0.06
"""Tones from which on what the picture shows beside a rig is no set."""
FRINGE = 8.0
"""Pixels from what is surely rig that its fainter edge may go."""
AROUND = 0.1
"""Share of the width around a rig that is looked at, and at least AT_LEAST pixels."""
AT_LEAST = 48
ISLAND = 16
"""Pixels of a part of the hole that a source is not believed to show alone, with none of it known around."""
SLIGHT, SLIGHT_SHARE = 6.0, 0.007
"""Pixels from its middle to its side, and that as a share of the width, up to which a hidden part is thin."""
TRUST = 0.75
"""Share that the silhouette has behind something thin: lines across are short there and tell, too."""
RIM, RIM_SHARE = 6.0, 0.005
"""Pixels, and that as a share of the width, beside a rig that show neither rig nor puppet for certain."""
MOST = 0.25
"""Natural logarithm: the largest difference in light that is taken from close around the hole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A picture without its rig: `light`, what of it was `taken` for the rig, and which of that was `guessed`.

    `known` are the pixels where a plate or another picture tells what stands behind, also beside what was taken.
    """

    light: Linear
    taken: Mask
    guessed: Mask
    known: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Where something is to be taken out: `sure` is all rig, `loose` has rig in it somewhere, `fringe` around that may
    have some too, `beside` may be changed by the rig's shadow. `unsure` stays and shows no set for certain, such as the
    rig's soft edge: nothing is compared or guessed from it.
    """

    sure: Mask
    loose: Mask
    fringe: Mask
    beside: Mask
    unsure: Mask

    @property
    def whole(self) -> Mask:
        """All that may be changed."""
        return self.sure | self.loose | self.fringe | self.beside

    @property
    def hidden(self) -> Mask:
        """All that shows no set for certain."""
        return self.whole | self.unsure

    def part(self, box: tuple[slice, slice]) -> "Hole":
        """The hole in a part of the picture."""
        return Hole(
            sure=self.sure[box],
            loose=self.loose[box],
            fringe=self.fringe[box],
            beside=self.beside[box],
            unsure=self.unsure[box],
        )


def filled(
    picture: Linear,
    hole: Hole,
    *,
    plate: Linear | None,
    others: Callable[[], Sequence[tuple[Linear, Mask]]],
    width: int,
    own: bool = False,
) -> Filled:
    """`picture` (scene-linear) without what is in the hole.

    `plate` is placed and lit already; NaN where it shows nothing. `others` give pictures, lit too, with where they are
    any good, and are opened only where they are needed. `width` is that of the whole picture, of which all this may be
    a part. A plate of the picture's `own` was taken of the same pose: it is believed everywhere. One of the empty set
    is asked last, because the puppets' shadows are not on it, and the mean of several others has less noise.
    """
    whole, seen = hole.whole, ~hole.hidden
    near = around(picture, whole, seen, width)
    light, known, beneath = picture.copy(), np.zeros(whole.shape, bool), np.full_like(picture, np.nan)
    if plate is not None and own:
        # A plate of the same pose has the same shadows: what is darker around the rig is its own shadow.
        known, beneath = whole & np.isfinite(plate[..., 0]), plate
        known &= ~islands(known & hole.sure, ISLAND)
        light[known] = beneath[known]
    left = whole & ~known
    lent = others() if left.any() else []
    if lent:
        blend, good = blended(picture, near, lent)
        good &= left
        light[good] = blend[good]
        known |= good
    if plate is not None and not own:
        agrees = near.agreeing(plate)
        good = near.believed(plate, agrees) & ~known
        beneath = settled(plate, picture, near, agrees)
        light[good] = beneath[good]
        known |= good
    known = known & ~islands(known & hole.sure, ISLAND)
    taken = hole.sure | _rig_in(picture, light, hole, known)
    guessed = taken & ~known
    sources = seen | (whole & ~guessed & (known | ~taken))
    for part, own_part in parts(guessed, room(width) // 2):
        hidden = guessed[part] & own_part
        below = _beneath(beneath[part], [(other[part], shows[part]) for other, shows in lent], hidden, whole[part])
        light[part][hidden] = _guessed(light[part], hidden, sources[part], seen[part], below, width)[hidden]
    return Filled(light=np.where((taken | known)[..., None], light, picture), taken=taken, guessed=guessed, known=known)


def room(width: int) -> int:
    """Pixels around something in a picture of `width` that are looked at to fill it."""
    return max(AT_LEAST, round(AROUND * width))


def islands(mask: Mask, largest: int) -> Mask:
    """The parts of `mask` of no more than `largest` pixels."""
    parts = connected(mask, corners=False)
    return parts.those(parts.area <= largest)


def _beneath(plate: Linear, lit: Sequence[tuple[Linear, Mask]], guessed: Mask, whole: Mask) -> Linear:
    """The set as far as a plate, or else most of the others, show it in and around what has to be guessed, believed or
    not."""
    near = grown(guessed, 4 * deepest(whole) + 8) & ~np.isfinite(plate[..., 0])
    layers = [np.where((shows | ~whole)[..., None], other, np.nan)[near] for other, shows in lit]
    if not layers or not near.any():
        return plate
    stack = np.stack(layers)
    ready = np.isfinite(stack[..., 0]).any(axis=0)
    middle = np.full(stack.shape[1:], np.nan, np.float32)
    middle[ready] = _middle(stack[:, ready])
    set_light = plate.copy()
    set_light[near] = middle
    return set_light


def _guessed(light: Linear, guessed: Mask, known: Mask, seen: Mask, beneath: Linear, width: int) -> Linear:
    """What is `guessed` filled: puppet carried on as far as its silhouette goes, beside it the set where that is known
    at all, else texture of what is `known`. `seen` is what the picture itself shows, `beneath` the set."""
    shown = np.isfinite(beneath[..., 0])
    told = (seen | known) & shown
    puppet = told & (apart(tones(without_gaps(beneath)), tones(light)) > STANDS_OUT) & ~shadowed(light, beneath)
    puppet = np.asarray(cv2.medianBlur(puppet.astype(np.uint8), 3) > 0) & told
    joined, share = _puppet_in(light, guessed, puppet, told, seen, width)
    filled_in, empty = light.copy(), guessed & shown
    filled_in[empty] = beneath[empty]
    rest = guessed & ~shown & (share < 1)
    filled_in = grown_in(filled_in, rest, known | empty) if rest.any() else filled_in
    mixed = filled_in * (1 - share[..., None]) + joined * share[..., None]
    return np.where(guessed[..., None], mixed, light).astype(np.float32)


def _puppet_in(
    light: Linear, guessed: Mask, puppet: Mask, told: Mask, seen: Mask, width: int
) -> tuple[Linear, NDArray[np.float32]]:
    """What a puppet would look like in all that is `guessed`, and how much of each pixel there is puppet."""
    ends = puppet & seen
    # The outermost pixels of a puppet are half set; of what has no others they are all there is.
    solid = np.asarray(cv2.erode(ends.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    ends = solid | (ends & ~grown(solid, 2))
    rim = max(RIM, RIM_SHARE * width)
    found = covered(puppet, told, guessed, rim, width)
    joined, joins = across(light, guessed, ~seen, ends)
    joined = drawn_out(without_specks(joined, joins), found, guessed, ends)
    bare = guessed & found.known & ~joins & grown(ends, 2 * rim)
    if bare.any():
        joined[bare] = spread(light, ends.astype(np.float32), 1.0)[bare]
    trust = 1.0 if deepest(guessed) > max(SLIGHT, SLIGHT_SHARE * width) else TRUST
    share = np.where(found.known & (joins | bare), found.share * trust + joins * (1 - trust), joins)
    return joined, np.asarray(share, np.float32)


def _rig_in(picture: Linear, light: Linear, hole: Hole, known: Mask) -> Mask:
    """What of a loosely marked region is rig: what differs from what stands behind; where that is not known, what has
    the colours of such, or all of it where nothing is known."""
    loose = hole.loose & ~hole.sure
    told, untold = loose & known, loose & ~known
    off = cv2.blur(apart(tones(picture), tones(light)), (3, 3))
    # A brush is soon a little too narrow: what differs right beside its stroke, too, is rig.
    rig = known & (loose | hole.fringe) & (off > DIFFERS / 2) & grown(told & (off > DIFFERS), FRINGE)
    if not untold.any():
        return rig
    if told.sum() < 0.1 * loose.sum():
        return rig | untold
    if not rig.any():
        return rig
    colours = tones(picture[rig])
    colours = colours[:: max(1, len(colours) // 32)]
    here = tones(picture[untold])
    like = np.min([apart(here, colour) for colour in colours], axis=0) < ALIKE
    more = np.zeros(loose.shape, bool)
    more[untold] = like
    return rig | more


def settled(source: Linear, picture: Linear, near: Around, agrees: Mask) -> Linear:
    """The source in the light that the picture has close around, where it `agrees`: also within a puppet's shadow."""
    kernel = max(2.0, 4 * near.sigma)
    one, other = (cv2.GaussianBlur(without_gaps(each), (0, 0), kernel / 2) for each in (source, picture))
    inside = ~grown(~agrees, 2)
    ratio = np.log(np.maximum(other, 1e-4) / np.maximum(one, 1e-4))
    weight = (inside & (apart(ratio, np.zeros(3, np.float32)) < MOST)).astype(np.float32)
    if weight.sum() < 16:
        return source
    return np.asarray(source * np.exp(spread(ratio, weight, kernel)), np.float32)


def blended(picture: Linear, near: Around, others: Sequence[tuple[Linear, Mask]]) -> tuple[Linear, Mask]:
    """What most of the others, lit as the picture is, show behind the hole, and where any of them does."""
    hole = near.hole
    agreeing = [near.agreeing(lit) for lit, _ in others]
    aliens = [near.alien(lit, agrees) for (lit, _), agrees in zip(others, agreeing, strict=True)]
    links = near.links(np.logical_or.reduce(aliens))
    layers = []
    for (lit, shows), agrees in zip(others, agreeing, strict=True):
        here = shows & near.believed(lit, agrees, links) & ~near.rigged(lit)
        layers.append(np.where(here[..., None], lit, np.nan)[hole])
    stack = np.stack(layers)
    ready = np.isfinite(stack[..., 0]).any(axis=0)
    blend, good = picture.copy(), np.zeros(hole.shape, bool)
    if ready.any():
        middle = np.zeros(stack.shape[1:], np.float32)
        middle[ready] = _middle(stack[:, ready])
        blend[hole], good[hole] = middle, ready
    return blend, good


def _middle(stack: Linear) -> Linear:
    """The mean of those near the median, which has less noise than either; every pixel has at least one."""
    middle = np.nanmedian(stack, axis=0)
    off = apart(tones(np.nan_to_num(stack)), tones(middle))
    near = np.asarray((off < LIKE) & np.isfinite(stack[..., 0]))
    weight = near[..., None].astype(np.float32)
    mean = (np.nan_to_num(stack) * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1)
    return np.where(weight.max(axis=0) > 0, mean, middle).astype(np.float32)
