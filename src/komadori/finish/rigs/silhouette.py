"""Where a puppet's edges go on behind a rig: curves from where each goes in to where it comes out again.

Around what is hidden the picture tells puppet from set. Where the one changes to the other an edge goes in, in the
direction that it has there. The edges are joined two by two so that none cross, along curves that turn and go as little
as they can, as an eye does it (good continuation: Masnou and Morel, ICIP 1998, for level lines).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.tones import Mask, Soft, box_of, grown

LOOK = 0.01
"""Share of the width along which an edge's direction is told, and at least AT_LEAST pixels."""
AT_LEAST = 5.0
LOOSE = 2.0
"""Pixels closest to a rim that do not tell a direction: the rig softens them."""
MOST = 8
"""Edges that go into one part at most: of more, those closest together are taken for a ragged border."""
SHORTEST = 2
"""Pixels along a part's rim from which on what is another thing there has edges."""
TOLD = 0.7
"""Share of a part's rim of which must be known whether it is puppet."""
LENGTH = 1.0
"""What a curve as long as the part is wide costs, in radians of turning."""
STEPS = 24
"""Points of a curve."""
ENOUGH, MUCH = 0.4, 1.4
"""How much must be seen of a strip, as a share of what is one as wide, to tell where it goes; of what is more than
that, it is none."""
THIN = 0.7
"""A strip is thinner than that part of how far it goes on, and of what it meets."""
BESIDE = 0.3
"""By how much of what it meets a strip may miss it."""
CLOSING = 0.2
"""Share of its chord that a handle has of a curve that closes a body."""
SOFT = 0.7
"""Sigma of an edge in pixels."""
FAR = 1e9
"""A scale on which no curve is long."""
FINE = 8
"""Binary digits of a point's place within a pixel."""

Points = NDArray[np.float64]
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge that goes in: after which point of the rim, where exactly, and in which direction (x, y)."""

    after: int
    at: Points
    into: Points


@dataclass(frozen=True, slots=True)
class Rim:
    """What lies around one connected `part`: `points` (x, y) in their order, the `edges` that go in between them, and
    whether the first point is `puppet`."""

    part: Mask
    points: NDArray[np.int32]
    edges: list[Edge]
    puppet: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of each hidden pixel a puppet covers: `share` 0..1, where that is `known`.

    `thin` are pixels of something thin that hangs on another, such as a tail; `back` is in which direction it is seen
    from there (rows, columns; the larger one is 1).
    """

    share: Soft
    known: Mask
    thin: Mask
    back: Soft


def covered(puppet: Mask, told: Mask, hidden: Mask, rim: float, width: int) -> Covered:
    """How much of each `hidden` pixel a puppet covers, as far as that can be found out.

    `puppet` is what shows one, of the pixels of which that is `told`. Closer than `rim` pixels to what is hidden
    nothing needs to be told; `width` is that of the whole picture.
    """
    found = Covered(
        np.zeros(hidden.shape, np.float32), hidden & False, hidden & False, np.zeros((*hidden.shape, 2), np.float32)
    )
    if not hidden.any() or not told.any():
        return found
    look = max(AT_LEAST, LOOK * width)
    _, labels = cv2.connectedComponents((grown(hidden, rim) & ~told).astype(np.uint8), connectivity=8)
    for label in np.unique(labels[hidden]):
        whole = labels == label
        box = box_of(whole, round(look) + 4)
        part = (whole & hidden)[box]
        here = _part(puppet[box], told[box], whole[box], look)
        if label and here is not None:
            found.share[box][part] = here.share[part]
            found.known[box][part] = True
            found.thin[box][part] = here.thin[part]
            found.back[box][part] = here.back[part]
    return found


def _part(puppet: Mask, told: Mask, part: Mask, look: float) -> Covered | None:
    """How much of each pixel a puppet covers in one connected part; None where that cannot be told."""
    outlines, _ = cv2.findContours(grown(part, 1).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = np.asarray(max(outlines, key=len)[:, 0, :], np.int32)
    if told[points[:, 1], points[:, 0]].mean() < TOLD:
        return None
    shows = _smoothed(_along(puppet, told, points))
    edges = _going_in(puppet, told, points, shows, look)
    rim = Rim(part, points, edges, bool(shows[0]))
    scale = float(np.ptp(points, axis=0).max())
    best = min(_pairings(tuple(range(len(edges)))), key=lambda pairs: _cost(pairs, edges, scale))
    hanging = _hanging(rim, best, puppet, look)
    if hanging is not None:
        return hanging
    return Covered(_softened(_closed(rim, best)), part, part & False, np.zeros((*part.shape, 2), np.float32))


def _closed(rim: Rim, pairs: Pairs, *, puppet: bool | None = None, bold: bool = True) -> Soft:
    """What is puppet where the edges are joined by pairs; `puppet` is whether the rim's first point is."""
    cover = np.full(rim.part.shape, float(rim.puppet if puppet is None else puppet), np.float32)
    for one, other in pairs:
        arc = rim.points[rim.edges[one].after + 1 : rim.edges[other].after + 1]
        cover = np.abs(cover - _filled([*arc, *_curve(rim.edges[other], rim.edges[one], bold=bold)], rim.part))
    return cover


def _hanging(rim: Rim, best: Pairs, puppet: Mask, look: float) -> Covered | None:
    """What hangs thin on something, as a tail does on a body: straight on until it meets that; None where nothing
    does. `best` is how all edges are best joined."""
    count, last = len(rim.edges), (0, len(rim.edges) - 1)
    arcs = [(at, at + 1) for at in range(int(rim.puppet), count - 1, 2)] + ([last] if rim.puppet and count else [])
    bodies = {arc: _body_of(puppet, rim, arc, 2 * look) for arc in arcs}
    for thin in sorted(arcs, key=lambda arc: len(bodies[arc])):
        wide = float(np.linalg.norm(rim.edges[thin[0]].at - rim.edges[thin[1]].at))
        if thin in best or not ENOUGH < len(bodies[thin]) / max(wide * 2 * look, 1) < MUCH:
            continue
        found = _strip(rim.edges, thin, [arc for arc in arcs if arc != thin], bodies[thin].mean(axis=0))
        if found is None:
            continue
        way, outline = found
        left = tuple(each for each in range(count) if each not in thin)
        rest = min(_pairings(left), key=lambda pairs: _cost(pairs, rim.edges, FAR))
        body = _closed(rim, rest, puppet=rim.puppet and thin != last, bold=False)
        strip = _filled(outline, rim.part)
        back = np.broadcast_to(-way[::-1] / np.abs(way).max(), (*rim.part.shape, 2)).astype(np.float32)
        alone = (cv2.dilate(strip, np.ones((3, 3))) > 0) & (body == 0)
        return Covered(_softened(np.maximum(strip, body)), rim.part, alone, back)
    return None


def _softened(cover: Soft) -> Soft:
    return np.asarray(cv2.GaussianBlur(cover, (0, 0), SOFT), np.float32)


def _body_of(puppet: Mask, rim: Rim, pair: tuple[int, int], reach: float) -> Points:
    """The puppet's pixels (x, y) that hang together with those between two edges and lie within `reach` of there."""
    one, other = (rim.edges[each] for each in pair)
    middle = (one.at + other.at) / 2
    rows, columns = np.ogrid[: puppet.shape[0], : puppet.shape[1]]
    near = puppet & ~rim.part & (np.hypot(columns - middle[0], rows - middle[1]) <= reach)
    _, labels = cv2.connectedComponents(cv2.dilate(near.astype(np.uint8), np.ones((3, 3), np.uint8)))
    arc = rim.points[one.after + 1 : other.after + 1]
    if pair[1] != pair[0] + 1:
        arc = np.vstack([rim.points[other.after + 1 :], rim.points[: one.after + 1]])
    seeds = np.unique(labels[arc[:, 1], arc[:, 0]])
    return np.argwhere(near & np.isin(labels, seeds[seeds > 0]))[:, ::-1].astype(float)


def _strip(
    edges: list[Edge], thin: tuple[int, int], others: list[tuple[int, int]], comes_from: Points
) -> tuple[Points, list[Points]] | None:
    """The way that something thin goes and its outline, from the rim to the first of the others that it meets."""
    one, other = (edges[each] for each in thin)
    middle, wide = (one.at + other.at) / 2, float(np.linalg.norm(one.at - other.at))
    way = (middle - comes_from) / max(float(np.linalg.norm(middle - comes_from)), 1e-6)
    met = [_met(middle, way, wide, edges[pair[0]].at, edges[pair[1]].at) for pair in others]
    reached = [each for each in met if each is not None]
    if not reached:
        return None
    to = min((each - middle for each in reached), key=lambda way: float(np.linalg.norm(way)))
    return to / float(np.linalg.norm(to)), [one.at, one.at + to, other.at + to, other.at]


def _met(middle: Points, way: Points, wide: float, low: Points, high: Points) -> Points | None:
    """Where a strip from `middle` meets what lies between two points: all of it, not half beside."""
    ways = np.column_stack([way, low - high])
    if abs(np.linalg.det(ways)) < 1e-3:
        return None
    far, share = np.linalg.solve(ways, low - middle)
    across = float(np.linalg.norm(high - low))
    if far < THIN * wide or across < THIN * wide or not -BESIDE < share < 1 + BESIDE:
        return None
    least = min(0.5, wide / 2 / across)
    return low + float(np.clip(share, least, 1 - least)) * (high - low)


def _filled(outline: Sequence[Points], part: Mask) -> Soft:
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(inside, [np.rint(np.array(outline) * 2**FINE).astype(np.int32)], 1, shift=FINE)
    return inside.astype(np.float32)


def _along(puppet: Mask, told: Mask, rim: NDArray[np.int32]) -> Mask:
    """Whether each point of the rim is puppet: as the nearest of which that is told, short runs left out."""
    _, nearest = cv2.distanceTransformWithLabels(
        (~told).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    by_label = np.zeros(nearest.max() + 1, bool)
    by_label[nearest[told]] = puppet[told]
    shows = by_label[nearest[rim[:, 1], rim[:, 0]]]
    if len(shows) < 2 * SHORTEST:
        return np.full(len(shows), shows.mean() > 0.5)
    votes = np.pad(shows.astype(float), SHORTEST, mode="wrap")
    side = 2 * SHORTEST - 1
    return np.convolve(votes, np.ones(side) / side, "same")[SHORTEST:-SHORTEST] > 0.5


def _smoothed(shows: Mask) -> Mask:
    """What the points of a rim show, the shortest runs left out until no more than MOST edges go in."""
    while len(changes := np.flatnonzero(shows != np.roll(shows, 1))) > MOST:
        runs = np.diff(changes, append=changes[0] + len(shows))
        shortest = int(runs.argmin())
        shows = shows.copy()
        shows[np.arange(changes[shortest], changes[shortest] + runs[shortest]) % len(shows)] ^= True
    return shows


def _going_in(puppet: Mask, told: Mask, rim: NDArray[np.int32], shows: Mask, look: float) -> list[Edge]:
    """The edges in their order along the rim."""
    beside = cv2.dilate((told & ~puppet).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    rows, columns = np.nonzero(puppet & beside)
    outline = np.column_stack([columns, rows]).astype(float)
    middle = rim.mean(axis=0)
    edges = []
    for after in np.flatnonzero(shows[:-1] != shows[1:]):
        at = rim[after : after + 2].mean(axis=0)
        near = _chained(outline, at, look)
        near = near[np.linalg.norm(near - at, axis=1) > LOOSE] if len(near) > 6 else near
        into = _direction(near, at) if len(near) >= 3 else middle - at
        edges.append(Edge(int(after), at, into / max(float(np.linalg.norm(into)), 1e-6)))
    return edges if len(edges) % 2 == 0 else [*edges, _closing(rim, middle)]


def _closing(rim: NDArray[np.int32], middle: Points) -> Edge:
    """The change between the rim's last point and its first."""
    into = middle - rim[-1]
    return Edge(len(rim) - 1, rim[-1].astype(float), into / max(float(np.linalg.norm(into)), 1e-6))


def _chained(outline: Points, at: Points, look: float) -> Points:
    """The points of an outline that hang together with the one nearest to `at`, not further than `look` from it."""
    near = np.asarray(outline[np.linalg.norm(outline - at, axis=1) <= look])
    if not len(near):
        return near
    away = np.linalg.norm(near - at, axis=1)
    chained = np.asarray(away == away.min())
    for _ in range(len(near)):
        more = (np.abs(near[:, None] - near[chained][None]).max(axis=2) <= 1.5).any(axis=1)
        if (more == chained).all():
            break
        chained = np.asarray(more)
    return np.asarray(near[chained])


def _direction(near: Points, at: Points) -> Points:
    """The direction of a line through the points, towards `at`."""
    middle = near.mean(axis=0)
    way = np.linalg.svd(near - middle)[2][0]
    return np.asarray(way if way @ (at - middle) >= 0 else -way)


def _pairings(left: tuple[int, ...]) -> Iterator[Pairs]:
    """All ways to join points on a ring two by two so that no two joins cross."""
    if not left:
        yield ()
        return
    for at in range(1, len(left), 2):
        for inner in _pairings(left[1:at]):
            for outer in _pairings(left[at + 1 :]):
                yield ((left[0], left[at]), *inner, *outer)


def _cost(pairs: Pairs, edges: list[Edge], scale: float) -> float:
    """How much the curves turn in radians, and how long they are."""
    total = 0.0
    for one, other in pairs:
        steps = np.diff(_curve(edges[one], edges[other]), axis=0)
        ways = np.vstack([edges[one].into, steps, -edges[other].into])
        turns = np.arctan2(ways[:-1, 0] * ways[1:, 1] - ways[:-1, 1] * ways[1:, 0], (ways[:-1] * ways[1:]).sum(axis=1))
        total += np.abs(turns).sum() + LENGTH * np.linalg.norm(steps, axis=1).sum() / max(scale, 1.0)
    return float(total)


def _curve(one: Edge, other: Edge, *, bold: bool = True) -> Points:
    """A cubic curve (Bézier) from one edge to the other, in the direction of each, `bold` going far in it."""
    far = float(np.linalg.norm(other.at - one.at))
    reach = _meeting(one, other, far) if bold else (CLOSING * far, CLOSING * far)
    handles = (one.at, one.at + reach[0] * one.into, other.at + reach[1] * other.into, other.at)
    part = np.linspace(0, 1, STEPS)[:, None]
    shares = ((1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3)
    return np.asarray(sum(share * handle for share, handle in zip(shares, handles, strict=True)))


def _meeting(one: Edge, other: Edge, far: float) -> tuple[float, float]:
    """How far the handles of a curve go: most of the way to where the two edges meet, else a third of the chord."""
    ways = np.column_stack([one.into, -other.into])
    if abs(np.linalg.det(ways)) > 0.15:
        there, back = np.linalg.solve(ways, other.at - one.at)
        if 0 < there < 1.5 * far and 0 < back < 1.5 * far:
            return 0.75 * float(there), 0.75 * float(back)
    return far / 3, far / 3
