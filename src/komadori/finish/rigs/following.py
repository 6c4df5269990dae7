"""A rig painted in one picture, followed through the pictures before and after it.

Whatever of the painted region moves against the set is looked for in the next picture: points of it, each with its
tone, laid where most of them find that tone again. Where nothing of it moves the rig stands still. Parts of its colours
that come into sight are taken in; what no longer looks like it is lost, and then nothing is marked any more until the
next picture that was painted on. From the last picture all that is known of the rig by then is followed back once more:
what came into sight late was there, half hidden, before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.outlines import Outline
from komadori.finish.rigs.paint import Painted
from komadori.finish.rigs.painted_on import begun, is_whole
from komadori.finish.rigs.searching import Way, stepped
from komadori.finish.rigs.seen_again import outlined
from komadori.finish.rigs.tones import Linear, Mask, apart, grown

MOVES = 0.05
"""Tones from which on something is no set."""
POINTS = 320
"""Points of a rig that are looked for."""
FARTHEST = 0.24
"""Share of the width that a rig goes at most from one picture to the next."""
EMPTY = 0.004
"""Share of a picture that may differ from the set where nothing stands on it."""
LOST, SURELY_LOST = 0.6, 0.7
"""What its points cost at least in the mean where a rig is lost, and where it is lost although most of it is seen."""
MOST = 0.6
"""Share of a rig that is most of it."""
PATIENCE = 2
"""Pictures in a row in which a rig may be missed and is still looked for: those are left as they are."""
LOOSE = 2.5
"""Pixels around what is seen of the rig in which there may be some of it."""
APART = 3.0
"""Pixels from a puppet within which nothing but what is surely rig is taken for it."""
SOFT = 1.5
"""Pixels beside the rig in which a puppet has the rig's soft edge."""
FEW = 8
"""Pixels of a rig that are no more to follow."""
AGREE = 0.5
"""Share of the smaller of two findings that both must have found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Followed:
    """Where the rig is in one picture, `steps` pictures from the one painted on; `lost` tells that it looks like
    another thing by now. Made by `following`; a long take has many, so masks are kept as bits."""

    shape: tuple[int, int]
    bits: tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
    steps: int = 0
    lost: bool = False

    @property
    def region(self) -> Mask:
        """What has the rig in it somewhere, as large as the look."""
        return self._mask(0)

    @property
    def keep(self) -> Mask:
        """What is no rig."""
        return self._mask(1)

    @property
    def sure(self) -> Mask:
        """What is rig for certain."""
        return self._mask(2)

    def _mask(self, which: int) -> Mask:
        rows, columns = self.shape
        return np.unpackbits(self.bits[which], count=rows * columns).reshape(rows, columns).astype(bool)


def following(region: Mask, keep: Mask, sure: Mask, steps: int = 0, *, lost: bool = False) -> Followed:
    """Where the rig is, from masks; where they overlap it is no rig, else surely rig, else somewhere in the region."""
    shape = region.shape[0], region.shape[1]
    sure = sure & ~keep
    bits = np.packbits(region & ~keep & ~sure), np.packbits(keep), np.packbits(sure)
    return Followed(shape=shape, bits=bits, steps=steps, lost=lost)


def followed(
    painted: Mapping[int, Painted],
    look: Callable[[int], Linear],
    background: Callable[[int], Linear],
    count: int,
    farthest: int,
) -> dict[int, Followed]:
    """Where the rig is in each of `count` pictures, by their number, from those that were painted on.

    `look` gives a picture's proxy in tones, lying as the set does; `background` the set as it looks around a picture's
    number. A region is followed at most `farthest` pictures, first from where most was painted. Where it comes to
    another picture that was painted on, less than most of the rig is added to it; between the two both ways count.
    """
    found = dict[int, Followed]()
    first = max(painted, key=lambda key: int(painted[key].rig.sum()), default=0)
    for way, last in ((1, count - 1), (-1, 0)):
        there: _Walk | None = None
        for key in sorted((key for key in painted if way * key >= way * first), reverse=way < 0):
            here, empty = look(key), background(key)
            beyond = [other for other in painted if way * other > way * key]
            further = _from(key, min(beyond, key=lambda other: way * other, default=last), farthest)
            known = None
            if there and there.at == key and not is_whole(painted[key], there.rig):
                known = there.known(further)
            rig = begun(here, moves(here, empty), painted[key], known)
            if there:
                back = _Walk(rig, key, key, look, empty)
                if not known or rig.late.sum() >= FEW:
                    back.along(_from(key, there.begin + way, min(farthest, abs(there.begin - key) - 1)))
                found |= _there_and_back(there, back) if known else _met(there, back)
            region = painted[key].rig | grown(rig.seen & ~painted[key].rig, LOOSE)
            found[key] = _told(replace(rig, keep=rig.keep | painted[key].keep), region)
            there = _Walk(rig, key, key, look, empty)
            there.along(further)
        if there:
            found |= _there_and_back(there, there.home())
    return found


def _from(begin: int, to: int, farthest: int) -> range:
    """The numbers after `begin` until `to`, or `farthest` of them."""
    way = 1 if to > begin else -1
    return range(begin + way, begin + way * (min(abs(to - begin), farthest) + 1), way)


def _there_and_back(there: "_Walk", back: "_Walk") -> dict[int, Followed]:
    """What was found on the way, with what was only found on the way back."""
    return {
        number: _with(one, back.found[number], back.late[number]) if number in back.found else one
        for number, one in there.found.items()
    }


def _met(there: "_Walk", back: "_Walk") -> dict[int, Followed]:
    """What was found between two pictures that were painted on."""
    found = there.found | back.found
    return {
        number: _both(there.found[number], one) if number in there.found and number in back.found else one
        for number, one in found.items()
    }


def _both(first: Followed, second: Followed) -> Followed:
    """What two ways found in one picture: all of both where they agree, else the nearer one's."""
    near, far = sorted((first, second), key=lambda one: (one.lost, one.steps))
    return near if far.lost or not _agree(near, far) else _all(near, far)


def _agree(first: Followed, second: Followed) -> bool:
    """Whether most of the smaller finding is in the larger one, too."""
    one, other = first.region | first.sure, second.region | second.sure
    return bool((one & other).sum() >= AGREE * min(one.sum(), other.sum()))


def _all(near: Followed, far: Followed) -> Followed:
    """All of both."""
    keep = near.keep & ~far.sure
    return following(near.region | far.region, keep, near.sure | far.sure, near.steps, lost=near.lost)


def _with(found: Followed, again: Followed, late: Mask) -> Followed:
    """What was found, and of what was found on the way back what came into sight `late`."""
    if again.lost or not _agree(found, again):
        return found
    if found.lost:
        return again
    return _all(found, following(again.region & late, again.keep, again.sure & late))


@dataclass(slots=True, eq=False)
class _Walk:
    """A rig followed from the picture `begin`; `at` is the last one that it was seen in. What was `found` in each, and
    what of that, with a little around, came into sight `late`."""

    rig: Outline
    begin: int
    at: int
    look: Callable[[int], Linear]
    empty: Linear
    found: dict[int, Followed] = field(default_factory=dict)
    late: dict[int, Mask] = field(default_factory=dict)

    def along(self, numbers: range) -> None:
        """Into the pictures `numbers`, one after the other."""
        missed, last = 0, (0.0, 0.0)
        # Of what stands still, was all hidden where it was painted or has gone, nothing can be looked for.
        gone = bool(self.rig.body.sum() < FEW)
        for number in numbers:
            if gone:
                self._rests(number)
                continue
            here = self.look(number)
            away = moves(here, self.empty)
            if missed <= PATIENCE:
                places, tones = _points(self.rig)
                way, cost = stepped(places, tones, here, away, last, FARTHEST * away.shape[1])
                there = _carried(self.rig, way)
                if cost <= LOST and there.body.sum() < FEW:
                    gone = True
                    self._rests(number)
                    continue
                now = outlined(there, here, away, self.empty) if cost <= SURELY_LOST else there
                seen = cost <= SURELY_LOST and now.seen.sum() > MOST * self.rig.body.sum()
                seen = seen or (cost <= LOST and now.body.sum() >= FEW)
                missed = 0 if seen else missed + 1
                if seen:
                    middle = places.mean(axis=0)
                    x, y = way @ [*middle, 1] - middle
                    last, self.rig, self.at = (float(x), float(y)), now, number
            if missed:
                # Where nothing stands on the set there is nothing to be missed.
                self._rests(number, lost=bool(away.mean() >= EMPTY))
            else:
                region = grown(self.rig.seen | (self.rig.body & ~away), LOOSE)
                self._is(number, _told(self.rig, region))

    def _rests(self, number: int, *, lost: bool = False) -> None:
        """Nothing but what stands is in a picture."""
        self.at = number if self.rig.stands.any() else self.at
        self._is(number, following(self.rig.stands, self.rig.keep, self.rig.keep & False, lost=lost))

    def _is(self, number: int, found: Followed) -> None:
        self.found[number] = replace(found, steps=abs(number - self.begin))
        self.late[number] = grown(self.rig.late, LOOSE)

    def home(self) -> "_Walk":
        """From where it was seen last to where it began, with what has come into sight meanwhile."""
        return self._back(self.begin, abs(self.at - self.begin) - 1)

    def known(self, numbers: range) -> Outline:
        """The rig in the picture that it was followed to, with what comes into sight of it in the `numbers` beyond."""
        beyond = _Walk(self.rig, self.at, self.at, self.look, self.empty)
        beyond.along(numbers)
        back = beyond._back(self.at, abs(beyond.at - self.at))
        return self.rig.joined(back.rig) if back.at == self.at else self.rig

    def _back(self, to: int, farthest: int) -> "_Walk":
        back = _Walk(self.rig, self.at, self.at, self.look, self.empty)
        if self.rig.late.sum() >= FEW:
            back.along(_from(self.at, to, farthest))
        return back


def _told(rig: Outline, region: Mask) -> Followed:
    """The rig as it is seen, and a `region` around it as far as no puppet is close: there it ends where the picture
    begins to be what is behind it, which is told more finely from the whole picture."""
    keep = rig.keep | (rig.beside & ~grown(rig.seen, SOFT))
    return following((region & ~grown(rig.beside, APART)) | rig.stands, keep, grown(rig.seen, 1))


def _points(rig: Outline) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Places spread over the body (n x 2, x and y in pixels) and their tones."""
    places = np.argwhere(rig.body)
    places = places[np.linspace(0, len(places) - 1, min(POINTS, len(places))).astype(np.intp)]
    return places[:, ::-1].astype(float), rig.looks[places[:, 0], places[:, 1]]


def moves(here: Linear, empty: Linear) -> Mask:
    """Where a picture is not the set."""
    return np.asarray(apart(here, empty) > MOVES)


def _carried(rig: Outline, way: Way) -> Outline:
    """The rig along `way`."""
    size = (rig.body.shape[1], rig.body.shape[0])
    looks = cv2.warpAffine(rig.looks, way, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    moved = (_moved(mask, way) for mask in (rig.body, rig.late, rig.seen, rig.firm, rig.beside))
    body, late, seen, firm, beside = moved
    toned = np.asarray(looks, np.float32)
    return replace(rig, body=body, late=late, seen=seen, firm=firm, beside=beside, looks=toned)


def _moved(mask: Mask, way: Way) -> Mask:
    if not mask.any():
        return mask
    size = (mask.shape[1], mask.shape[0])
    return np.asarray(cv2.warpAffine(mask.astype(np.float32), way, size, flags=cv2.INTER_LINEAR) > 0.4)
