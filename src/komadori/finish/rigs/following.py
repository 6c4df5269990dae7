"""A rig painted in one picture, followed through the pictures before and after it.

Whatever of the painted region moves against the set is looked for in the next picture: points of it, each with its
colour, laid where most of them find that colour again. A point that finds another costs no more than a limit, so that a
part that went behind a puppet pulls nothing away (template matching with Tukey's cut). Where nothing of it moves the
rig stands still. Thin parts of its colours that come into sight are taken in; what no longer looks like it is lost, and
then nothing is marked any more until the next picture that was painted on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.outlines import Outline, begun, outlined
from komadori.finish.rigs.tones import Linear, Mask, apart, grown

Way: TypeAlias = NDArray[np.float64]
"""A similarity of the plane, 2 x 3, in pixels."""

STAYS: Way = np.eye(2, 3)
MOVES = 0.05
"""Tones from which on something is no set."""
NEIGHBOURS = np.ones((3, 3), np.uint8)
FEWEST = 0.03
"""Share of the painted region that must move against the set for the rig to be moving."""
KINDS = 16
"""Tones that the points are sorted into."""
POINTS = 320
"""Points of a rig that are looked for."""
FARTHEST = 0.24
"""Share of the width that a rig goes at most from one picture to the next."""
CUT = 0.16
"""Tones: a larger difference says no more than this one."""
NEARER = 0.05
"""Cost, as a share of CUT, of a tenth of the width: of two like places the nearer one is taken."""
TURNS = (-4.0, -2.0, 0.0, 2.0, 4.0)
"""Degrees that a rig may have turned from one picture to the next."""
SET = 0.5
"""Share of CUT that a point costs at least which finds its colour where the picture shows the set."""
BEYOND = 0.62
"""Cost of a point beyond the picture's edge: a rig may leave step by step, and is not explained away by having left."""
EMPTY = 0.004
"""Share of a picture that may differ from the set where nothing stands on it."""
LOST, SURELY_LOST = 0.6, 0.7
"""Share of CUT: a rig whose points find their colours no better than this is lost, unless most of it is seen there."""
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
    painted: Mapping[int, tuple[Mask, Mask]],
    look: Callable[[int], Linear],
    background: Callable[[int], Linear],
    count: int,
    farthest: int,
) -> dict[int, Followed]:
    """Where the rig is in each of `count` pictures, by their number, from those that were painted on.

    `look` gives a picture's proxy in tones, lying as the set does; `background` the set as it looks around a picture's
    number. A region is followed at most `farthest` pictures. Between two painted pictures both ways count.
    """
    found: dict[int, Followed] = {}
    keys = sorted(painted)
    for at, key in enumerate(keys):
        region, keep = painted[key]
        low = keys[at - 1] + 1 if at else 0
        high = keys[at + 1] - 1 if at + 1 < len(keys) else count - 1
        for numbers in (
            range(key + 1, min(high, key + farthest) + 1),
            range(key - 1, max(low, key - farthest) - 1, -1),
        ):
            for number, one in _along(key, region, keep, numbers, look, background):
                found[number] = _both(found[number], one) if number in found else one
    return found


def _both(first: Followed, second: Followed) -> Followed:
    """What two ways found in one picture: the nearer one's, or all of both where they agree."""
    near, far = sorted((first, second), key=lambda one: (one.lost, one.steps))
    one, other = near.region | near.sure, far.region | far.sure
    if far.lost or (one & other).sum() <= 0.4 * max(1, (one | other).sum()):
        return near
    keep = near.keep & ~far.sure
    return following(near.region | far.region, keep, near.sure | far.sure, near.steps, lost=near.lost)


def _along(
    key: int,
    region: Mask,
    keep: Mask,
    numbers: range,
    look: Callable[[int], Linear],
    background: Callable[[int], Linear],
) -> list[tuple[int, Followed]]:
    """The region of picture `key` there, and in the pictures `numbers`, one after the other."""
    empty, start, none = background(key), look(key), region & False
    moving = region & (apart(start, empty) > 1.5 * MOVES)
    if moving.sum() < max(8, FEWEST * region.sum()):
        return [(number, following(region, keep, none, steps)) for steps, number in enumerate([key, *numbers])]
    away = moves(start, empty)
    rig = begun(start, away, region, keep)
    found, missed, last = [(key, _told(rig, region))], 0, STAYS[:, 2]
    for steps, number in enumerate(numbers, 1):
        here = look(number)
        away = moves(here, empty)
        if missed <= PATIENCE:
            way, cost = _stepped(rig, here, away, last, FARTHEST * region.shape[1])
            there = _carried(rig, way)
            if cost <= LOST and there.body.sum() < FEW:
                # It went out of the picture: there is nothing to follow, and nothing was lost.
                break
            now = outlined(there, here, away, empty) if cost <= SURELY_LOST else rig
            found_it = cost <= LOST or (cost <= SURELY_LOST and now.seen.sum() > MOST * rig.body.sum())
            missed = 0 if found_it else missed + 1
            if found_it:
                last, rig = _shift(there, way), now
        if missed:
            # Where nothing stands on the set there is nothing to be missed.
            found.append((number, following(none, rig.keep, none, steps, lost=bool(away.mean() >= EMPTY))))
        else:
            region = grown(rig.seen | (rig.body & ~away), LOOSE)
            found.append((number, _told(rig, region, steps)))
    return found


def _told(rig: Outline, region: Mask, steps: int = 0) -> Followed:
    """The rig as it is seen, and a `region` around it as far as no puppet is close: there it ends where the picture
    begins to be what is behind it, which is told more finely from the whole picture."""
    keep = rig.keep | (rig.beside & ~grown(rig.seen, SOFT))
    return following(region & ~grown(rig.beside, APART), keep, grown(rig.seen, 1), steps)


def _carried(rig: Outline, way: Way) -> Outline:
    """The rig along `way`."""
    size = (rig.body.shape[1], rig.body.shape[0])
    looks = cv2.warpAffine(rig.looks, way, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    keep, body, seen, beside = (_moved(mask, way) for mask in (rig.keep, rig.body, rig.seen, rig.beside))
    return replace(rig, keep=keep, body=body, seen=seen, beside=beside, looks=np.asarray(looks, np.float32))


def _points(rig: Outline) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Places spread over the body (n x 2, x and y in pixels) and their tones."""
    places = np.argwhere(rig.body)
    places = places[np.linspace(0, len(places) - 1, min(POINTS, len(places))).astype(np.intp)]
    return places[:, ::-1].astype(float), rig.looks[places[:, 0], places[:, 1]]


def moves(here: Linear, empty: Linear) -> Mask:
    """Where a picture is not the set."""
    return np.asarray(apart(here, empty) > MOVES)


def _moved(mask: Mask, way: Way) -> Mask:
    if not mask.any():
        return mask
    size = (mask.shape[1], mask.shape[0])
    return np.asarray(cv2.warpAffine(mask.astype(np.float32), way, size, flags=cv2.INTER_LINEAR) > 0.4)


def _stepped(rig: Outline, here: Linear, away: Mask, last: NDArray[np.float64], far: float) -> tuple[Way, float]:
    """The way to where the rig is now from where it was, and what that costs, 0..1.

    First every other shift within `far` pixels, then single ones close by under small turns. `last` is how far it went
    the time before, and may go again.
    """
    places, tones = _points(rig)
    wide = int(far) // 2 * 2
    search = _search(places, tones, here, away, wide + 4)
    search = replace(search, usual=(float(last[0]), float(last[1])))
    best, _ = _searched(search, [STAYS], wide, 2)
    return _searched(search, [_turned(best, places.mean(axis=0), turn) for turn in TURNS], 2, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Where points (n x 2) are looked for: `costs`, for each of a few tones, what a point of it costs at each pixel of
    a part of the picture (`corner` is its first row and column), and which of them each point has. `usual` is the shift
    that is as likely as none."""

    places: NDArray[np.float64]
    kinds: NDArray[np.intp]
    costs: NDArray[np.float32]
    corner: tuple[int, int]
    width: int
    usual: tuple[float, float] = (0.0, 0.0)


def _search(places: NDArray[np.float64], tones: NDArray[np.float32], here: Linear, away: Mask, far: int) -> Search:
    """What it costs to find the points up to `far` pixels from where they are.

    A point may find its tone a pixel beside: wires bend.
    """
    kinds, palette = _kinds(tones)
    left, top = np.floor(places.min(axis=0)).astype(int) - far
    right, bottom = np.ceil(places.max(axis=0)).astype(int) + far + 1
    rows, columns = (
        np.clip(np.arange(first, last), 0, size - 1)
        for first, last, size in zip((top, left), (bottom, right), away.shape, strict=True)
    )
    part, still = here[np.ix_(rows, columns)], ~away[np.ix_(rows, columns)]
    outside = (np.arange(top, bottom) != rows)[:, None] | (np.arange(left, right) != columns)
    costs = np.empty((len(palette), *part.shape[:2]), np.float32)
    for kind, tone in enumerate(palette):
        off = np.minimum(apart(part, tone), CUT) / CUT
        costs[kind] = cv2.erode(np.where(outside, BEYOND, np.where(still, np.maximum(off, SET), off)), NEIGHBOURS)
    return Search(places=places, kinds=kinds, costs=costs, corner=(int(top), int(left)), width=away.shape[1])


def _kinds(tones: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Which of a few tones each point has, and those: k-means (Lloyd, 1982), begun evenly from dark to bright."""
    order = np.argsort(tones.sum(axis=1), kind="stable")
    palette = tones[order[np.linspace(0, len(tones) - 1, min(KINDS, len(tones))).astype(np.intp)]]
    kinds = np.zeros(len(tones), np.intp)
    for _ in range(5):
        kinds = np.asarray(np.abs(tones[:, None] - palette[None]).max(axis=2).argmin(axis=1))
        palette = np.stack(
            [tones[kinds == kind].mean(axis=0) if (kinds == kind).any() else tone for kind, tone in enumerate(palette)]
        )
    return kinds, palette


def _shift(rig: Outline, way: Way) -> NDArray[np.float64]:
    """How far `way` takes the middle of a rig that it has moved already."""
    places, _ = _points(rig)
    middle = places.mean(axis=0)
    before = np.linalg.solve(way[:, :2], middle - way[:, 2])
    return np.asarray(middle - before)


def _turned(way: Way, about: NDArray[np.float64], degrees: float) -> Way:
    """`way`, and then a turn about where it puts a place."""
    middle = way @ [*about, 1]
    turn = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), degrees, 1.0)
    return np.asarray((np.vstack([turn, [0, 0, 1]]) @ np.vstack([way, [0, 0, 1]]))[:2])


def _searched(search: Search, ways: Sequence[Way], far: int, by: int) -> tuple[Way, float]:
    """The best of `ways` and of shifts up to `far` pixels from them, and its cost."""
    steps = np.arange(-far, far + 1, by)
    high, wide = search.costs.shape[1:]
    down, across = np.meshgrid(steps, steps, indexing="ij")
    off = np.minimum(np.hypot(across, down), np.hypot(across - search.usual[0], down - search.usual[1]))
    # Close by all shifts are as likely.
    far_off = NEARER * 10 / search.width * off if by > 1 else 0 * off
    best, least = ways[0], np.inf
    for way in ways:
        at = np.rint(search.places @ way[:, :2].T + way[:, 2]).astype(np.intp)
        rows = np.clip(at[:, 1] - search.corner[0], far, high - far - 1)
        columns = np.clip(at[:, 0] - search.corner[1], far, wide - far - 1)
        costs = np.zeros((len(steps), len(steps)))
        for row, column, kind in zip(rows, columns, search.kinds, strict=True):
            costs += search.costs[kind, row - far : row + far + 1 : by, column - far : column + far + 1 : by]
        costs = costs / len(rows) + far_off
        row, column = np.unravel_index(int(np.argmin(costs)), costs.shape)
        if costs[row, column] < least:
            least = float(costs[row, column])
            best = way + np.array([[0, 0, steps[column]], [0, 0, steps[row]]])
    return best, least
