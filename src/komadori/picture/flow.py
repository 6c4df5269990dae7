"""Pictures between two pictures, by following what moves from one to the other.

Optical flow is found in both directions (Kroeger, Timofte, Dai and Van Gool, Fast Optical Flow using Dense Inverse
Search, ECCV 2016, as OpenCV has it) and believed where going there and back ends where it began. Both flows are thrown
forward to the moment in question, what is nearer to being believed lying over what is not (after Niklaus and Liu,
Softmax Splatting, CVPR 2020), and both pictures are drawn back from there in linear light. Between two pictures that
the flow does not explain, as on the two sides of a cut, nothing may be put.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import to_codes
from komadori.picture.spread import spread
from komadori.picture.still import unweighed, weighed

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float32]

WIDEST = 1280
"""Pixels of width at which flow is found: finer takes longer and follows no better."""
THIN = 800
"""Pixels of width above which every other pixel's flow is thrown."""
STILL = 0.3
"""Pixels of the searched picture below which nothing is taken to move."""
GRAIN = 0.008
"""Mean difference of the roots of light that is grain; at twice as much it is a change."""
STEP = 6 / 255
"""Difference in display codes that is a change and no noise."""
LEAST = 0.35
"""Share of what has changed that the flow must explain, or it is not believed at all."""
BELIEF = 30.0
"""By what power of e a pixel that is believed outweighs one that is not, where both are thrown to the same place."""
AT_LEAST = 0.3
"""Belief that is left to what is not explained: fibres boil, and yet go along with what they grow on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way from one picture to the other: `flow` h x w x 2 in pixels of the searched picture, and how far it is to
    be believed (h x w, 0..1)."""

    flow: Floats
    belief: Floats


@dataclass(frozen=True)
class Motion:
    """The motion from `first` to `second`, linear light of the same size, of three or four channels."""

    first: Floats
    second: Floats

    @cached_property
    def _codes(self) -> tuple[Array, Array]:
        high, wide = self.first.shape[:2]
        share = min(1.0, WIDEST / wide)
        size = max(16, round(wide * share)), max(16, round(high * share))
        return tuple(_small(picture, size) for picture in (self.first, self.second))  # type: ignore[return-value]

    @cached_property
    def _ways(self) -> tuple[Way, Way]:
        one, other = (cv2.cvtColor(codes, cv2.COLOR_RGB2GRAY) for codes in self._codes)
        searcher = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        searcher.setFinestScale(0)
        empty = np.zeros((*one.shape, 2), np.float32)
        there = np.asarray(searcher.calc(one, other, empty.copy()), np.float32)
        back = np.asarray(searcher.calc(other, one, empty), np.float32)
        first, second = (_shares(codes) for codes in self._codes)
        return _way(there, back, first, second), _way(back, there, second, first)

    @cached_property
    def _thin(self) -> tuple[Way, Way]:
        """The ways told at fewer pixels of a large picture: flow is smooth, and throwing it takes long."""
        first, second = self._ways
        if first.belief.shape[1] <= THIN:
            return first, second
        return _thinned(first), _thinned(second)

    @cached_property
    def explained(self) -> float:
        """The share of what has changed that the flow explains, 0..1; 1 where nothing has changed.

        It is low across a cut, and where something came from nowhere.
        """
        first, second = (_shares(codes) for codes in self._codes)
        changed = _largest(cv2.absdiff(first, second))
        much = changed > STEP
        if not much.any():
            return 1.0
        left = _largest(cv2.absdiff(_drawn(second, self._ways[0].flow), first))
        right = _largest(cv2.absdiff(_drawn(first, self._ways[1].flow), second))
        rest = (left[much].sum() + right[much].sum()) / 2 / changed[much].sum()
        return float(np.clip(1 - rest, 0, 1))

    @property
    def believed(self) -> bool:
        """Whether anything may be put between the two."""
        return self.explained >= LEAST

    @cached_property
    def farthest(self) -> float:
        """How far things move, in pixels: what 99.5 % of all that moves do not exceed."""
        length = np.linalg.norm(self._ways[0].flow, axis=2)
        moving = length[length > STILL]
        scale = self.first.shape[1] / length.shape[1]
        return float(np.quantile(moving, 0.995)) * scale if moving.size else 0.0

    def at(self, moment: float) -> Floats:
        """The picture at `moment`, 0 the first to 1 the second."""
        if moment <= 0 or moment >= 1:
            return self.first if moment <= 0 else self.second
        high, wide = self.first.shape[:2]
        flow, belief = _thrown(self._thin, moment)
        scale = wide / flow.shape[1]
        flow = _grown(flow, wide, high) * np.float32(scale)
        belief = _grown(belief, wide, high)
        drawn = [
            _drawn(weighed(picture), flow * np.float32(shift))
            for picture, shift in ((self.first, -moment), (self.second, 1 - moment))
        ]
        return unweighed(self._mixed(drawn, flow, belief, moment))

    def _mixed(self, drawn: list[Floats], flow: Floats, belief: Floats, moment: float) -> Floats:
        """The two drawn pictures, the better believed one more; where nothing moves, the nearer one's own grain."""
        shares = (belief[..., 0] + AT_LEAST) * (1 - moment), (belief[..., 1] + AT_LEAST) * moment
        share = (shares[1] / (shares[0] + shares[1]))[..., None].astype(np.float32)
        between = drawn[0] + share * (drawn[1] - drawn[0])
        still = weighed(self.first if moment <= 0.5 else self.second)
        moves = cv2.magnitude(flow[..., 0], flow[..., 1]) / (flow.shape[1] / self._codes[0].shape[1])
        moving = np.minimum(1, 2 * cv2.blur((moves > STILL).astype(np.float32), (5, 5)))
        moving = (moving * _differs(between, still))[..., None]
        return np.asarray(still + moving * (between - still), np.float32)


def _small(picture: Floats, size: tuple[int, int]) -> Array:
    """The picture over black as small 8-bit codes."""
    shown = weighed(picture)[..., :3]
    if size != (picture.shape[1], picture.shape[0]):
        shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA))
    return to_codes(np.ascontiguousarray(shown), "srgb", 8)


def _differs(one: Floats, other: Floats) -> Floats:
    """Where two pictures differ by more than grain (h x w, 0..1), by roots of light, in which grain is alike."""
    off = _largest(cv2.absdiff(np.sqrt(np.maximum(one, 0)), np.sqrt(np.maximum(other, 0))))
    return np.asarray(np.clip(cv2.blur(off, (5, 5)) / GRAIN - 1, 0, 1), np.float32)


def _largest(picture: Array) -> Floats:
    """The largest channel of each pixel, much faster than along an axis."""
    largest = picture[..., 0]
    for channel in range(1, picture.shape[2]):
        largest = np.maximum(largest, picture[..., channel])
    return np.asarray(largest, np.float32)


def _shares(codes: Array) -> Floats:
    return np.asarray(codes / np.float32(255), np.float32)


def _grown(picture: Floats, wide: int, high: int) -> Floats:
    return np.asarray(cv2.resize(picture, (wide, high), interpolation=cv2.INTER_LINEAR), np.float32)


def _grid(high: int, wide: int) -> Floats:
    return np.dstack(np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32)))


def _drawn(picture: Floats, flow: Floats) -> Floats:
    """At each pixel what `picture` shows at the end of `flow`."""
    places = _grid(*flow.shape[:2]) + flow
    across, down = np.ascontiguousarray(places[..., 0]), np.ascontiguousarray(places[..., 1])
    drawn = cv2.remap(picture, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.float32)


def _way(there: Floats, back: Floats, here: Floats, other: Floats) -> Way:
    """A flow with its belief: there and back again, and looking alike at both ends."""
    home = there + _drawn(back, there)
    reach = np.square(there).sum(axis=2) + np.square(back).sum(axis=2)
    closed = np.square(home).sum(axis=2) / (0.02 * reach + 0.5)
    alike = np.abs(_drawn(other, there) - here).mean(axis=2) / 0.06
    belief = np.exp(-np.minimum(closed + np.square(alike), 20))
    return Way(flow=np.asarray(there, np.float32), belief=np.asarray(belief, np.float32))


def _thinned(way: Way) -> Way:
    flow = np.asarray(way.flow[::2, ::2] / np.float32(2), np.float32)
    return Way(flow=flow, belief=np.ascontiguousarray(way.belief[::2, ::2]))


def _thrown(ways: tuple[Way, Way], moment: float) -> tuple[Floats, Floats]:
    """At `moment`: the flow from the first picture to the second through each pixel, and the belief in both of them."""
    one, other = ways
    high, wide = one.belief.shape
    first = _splat(one.flow, one.belief, moment)
    second = _splat(other.flow, other.belief, 1 - moment)
    weight = first[..., 2] + second[..., 2]
    flow = (first[..., :2] - second[..., :2]) / np.maximum(weight, 1e-6)[..., None]
    holes = weight < 1e-3
    if holes.any():
        flow = spread(np.asarray(flow, np.float32), (~holes).astype(np.float32))
    belief = np.dstack(
        [
            _drawn(one.belief[..., None].repeat(2, axis=2), flow * np.float32(-moment))[..., 0],
            _drawn(other.belief[..., None].repeat(2, axis=2), flow * np.float32(1 - moment))[..., 0],
        ]
    )
    return np.asarray(flow, np.float32), np.clip(belief, 0, 1).reshape(high, wide, 2).astype(np.float32)


def _splat(flow: Floats, belief: Floats, moment: float) -> Floats:
    """Each pixel's flow thrown `moment` of its way: flow times weight, and weight (h x w x 3)."""
    high, wide = belief.shape
    places = _grid(high, wide) + flow * np.float32(moment)
    weight = np.exp(BELIEF * (belief - 1)) + 1e-4
    left, top = np.floor(places[..., 0]).astype(np.int64), np.floor(places[..., 1]).astype(np.int64)
    across, down = places[..., 0] - left, places[..., 1] - top
    sums = np.zeros((3, high * wide), np.float64)
    for right in (0, 1):
        for below in (0, 1):
            column, row = left + right, top + below
            part = weight * np.abs(1 - right - across) * np.abs(1 - below - down)
            inside = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
            at, part = (row * wide + column)[inside], part[inside]
            for number, values in enumerate((flow[..., 0], flow[..., 1], None)):
                told = part if values is None else part * values[inside]
                sums[number] += np.bincount(at, told, minlength=high * wide)
    return np.asarray(np.moveaxis(sums.reshape(3, high, wide), 0, 2), np.float32)
