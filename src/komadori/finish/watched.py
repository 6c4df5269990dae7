"""A picture for whoever moves sliders and looks: the same steps as `chain`, kept on the way and made for a screen.

What each step leaves stays in this process, so that a moved slider redoes its own step and those behind it. Between
steps light is held as 16-bit codes of its root, by which any number of curves are one look-up; what is turned or moved
is drawn by a cubic, and colours by tables that are off by a code of 255 or so. Nothing that is kept
here ever serves a finished picture or a measure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import Cancelled
from komadori.finish.chain import (
    Array,
    Curve,
    Way,
    applied,
    before_framing,
    bent,
    curved,
    edged,
    flat,
    flattens,
    framed,
    opened,
    own,
    ramp,
    rooted,
)
from komadori.finish.framing import beyond, combined, resampled, whole_pixels
from komadori.finish.operation import HERE, Linear, Matrix, Place
from komadori.finish.recent import RECENT, Name
from komadori.finish.standing import Standing, name_of
from komadori.picture.colour import linear_to_srgb
from komadori.store import Cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Way):
    """The quicker way; `frame` names the new frame of pictures that are in it already, and `stop` tells before each
    step, and before each other picture that one needs, whether nobody wants the picture any more."""

    frame: str = ""
    stop: Callable[[], bool]

    @property
    def roughly(self) -> bool:
        """True."""
        return True

    def named(self, name: str, what: str = "picture") -> Name:
        """How something of a picture is called on the shelf."""
        return f"watched {what} {self.frame} {name}", self.width

    def wanted(self) -> None:
        """Raise Cancelled where nobody wants the picture any more."""
        if self.stop():
            raise Cancelled("Nobody wants this picture any more.")

    def light(self, standing: Standing) -> Linear:
        """As `Way.light`, and for whatever stands behind the framing the same."""
        return self._light(standing, before_framing(standing))

    def moved(self, other: Standing, lies: Matrix, shape: tuple[int, ...]) -> Linear:
        """As `Way.moved`; kept where most pictures of a take lie, for those beside this one need the same."""
        if lies != HERE or other.lies == HERE:
            return Way.moved(self, other, lies, shape)
        name = self.named(name_of(other.sights[before_framing(other)], other.lies, shape[:2]), "moved")
        return RECENT.made(name, lambda: Way.moved(self, other, lies, shape))

    def lender(self, standing: Standing) -> Linear:
        """A picture that lends its edge, registered and in a steady light; filling brings what is lent to the light of
        what it is lent to."""
        return self._light(standing, _steadied(standing))

    def _light(self, standing: Standing, count: int) -> Linear:
        self.wanted()
        base, curves, name = _through(standing, self, count)
        if base.dtype == np.float32 and not curves:
            return base
        return RECENT.made(
            self.named(standing.sights[count], "light"), lambda: own(flat(*_rooted(base, curves, name, self)))
        )

    def kept(self, told: object, make: Callable[[], Array]) -> Array:
        """What hangs on `told`, kept."""
        self.wanted()
        return RECENT.made(self.named(name_of(told), "part"), make)


def shown(standing: Standing, cache: Cache, width: int, stop: Callable[[], bool] | None = None) -> NDArray[np.uint8]:
    """The photograph finished, about `width` pixels wide before its framing: rows x columns x 3 of 8-bit sRGB codes, a
    matte over black. Raises as `chain.finished` does, and Cancelled at the next step once `stop` says so; what was made
    by then is kept.
    """
    way = Watched(cache=cache, width=width, stop=stop or (lambda: False))
    pixels, curves = _layered(standing, way)
    if pixels.shape[2] > 3:
        light = flat(pixels, curves)
        shares = cv2.merge([cv2.extractChannel(light, 3)] * 3)
        pixels, curves = np.asarray(cv2.multiply(cv2.cvtColor(light, cv2.COLOR_RGBA2RGB), shares, dst=shares)), []
    if pixels.dtype != np.float32:
        return np.asarray(cv2.LUT(pixels, _table(pixels.dtype, curves)))
    top = _top(pixels) if curves else 1.0
    return rooted(pixels, 65535 / top**0.5, _table(np.dtype(np.uint16), [partial(_squared, top), *curves]))


def _table(kind: "np.dtype[Any]", curves: Sequence[Curve]) -> NDArray[np.uint8]:
    """The 8-bit sRGB code of each code of a picture, the curves laid over it."""
    return np.rint(np.clip(linear_to_srgb(bent(ramp(kind), curves)), 0, 1) * 255).astype(np.uint8)


def _layered(standing: Standing, way: Watched) -> tuple[Array, list[Curve]]:
    """The picture in its new frame, and all done to it there: from the last step whose picture is here."""
    still, behind = _still(standing), len(standing.steps)
    framings = [(step.use, dict(step.settings), step.numbers) for step in standing.steps if step.operation.frame]
    lenders = [(one.sights[_steadied(one)], one.lies) for one in standing.lenders] if framings else []
    way = replace(way, frame=name_of(framings, standing.lies, lenders) if framings else "")
    names = [way.named(standing.sights[at], "framed") for at in range(still, behind + 1)]
    for begin in range(behind, still - 1, -1):
        found = RECENT.get(names[begin - still])
        if found is not None:
            pixels = found
            break
    else:
        begin, twice = still, _framed_twice(standing, way, still)
        pixels = _readable(_framed(standing, way, still) if twice is None else twice)
        if framings:
            RECENT.put(names[0], pixels)
    pixels, curves, known = _stepped(pixels, range(begin, behind), standing, way, "framed")
    return _rooted(pixels, curves, known, way)


def _still(standing: Standing) -> int:
    """How many steps must come before the framing: what follows changes each pixel by its own colour, and does so as
    well where it lies then, where fewer sliders make it be drawn again."""
    kinds = [flattens(step) and not step.operation.pointwise for step in standing.steps[: before_framing(standing)]]
    return max((at for at, needs in enumerate(kinds, 1) if needs), default=1)


def _framed_twice(standing: Standing, way: Watched, still: int) -> Linear | None:
    """The picture put back where the camera was meant to be, which is kept, and then turned, cropped and scaled; None
    where that would show what lies outside of the first frame, or there are not two framings."""
    first = next((at for at, step in enumerate(standing.steps) if step.operation.fill is not None), None)
    rest = [at for at, step in enumerate(standing.steps) if step.operation.frame is not None and at != first]
    if first is None or not rest or rest[0] < max(still, first):
        return None
    alone = replace(standing, steps=tuple(step for at, step in enumerate(standing.steps) if at not in rest))
    lenders = [(one.sights[_steadied(one)], one.lies) for one in standing.lenders]
    way = replace(way, frame=name_of(standing.lies, standing.steps[first].told_unframed, lenders))
    name = way.named(standing.sights[still], "put back")
    here = RECENT.made(name, lambda: own(_framed(alone, way, still)))
    framing = combined([standing.steps[at] for at in rest], here.shape[1], here.shape[0])
    part = whole_pixels(framing, here)
    if part is not None:
        return part
    return None if beyond(here.shape, framing)[1:-1, 1:-1].any() else resampled(here, framing, roughly=True)


def _steadied(standing: Standing) -> int:
    """How many steps it takes until the light of a picture is steady."""
    return sum(step.operation.place <= Place.STEADY for step in standing.steps)


def _framed(standing: Standing, way: Watched, still: int) -> Linear:
    bare, steady = replace(way, frame=""), _steadied(standing)

    def light(count: int) -> Linear:
        base, curves, name = _through(standing, bare, count)
        return flat(*_rooted(base, curves, name, bare))

    def edge() -> Linear:
        # What cleans a picture leaves its light as it is: the edge is filled once, when the light is steady.
        return RECENT.made(way.named(standing.sights[steady], "edge"), lambda: edged(light(steady), standing, bare))

    return flat(*framed(light(still), [], standing, bare, None if still <= steady else edge))


def _through(standing: Standing, way: Watched, count: int) -> tuple[Array, list[Curve], str]:
    """The first `count` steps but framings, from the last one whose picture is here: light or the file's codes, the
    curves that wait, and what it is called without these."""
    for begin in range(count, 0, -1):
        pixels = RECENT.get(way.named(standing.sights[begin]))
        if pixels is not None:
            break
    else:
        begin, pixels = 1, RECENT.put(way.named(standing.sights[1]), _opened(standing, way))
    return _stepped(pixels, range(begin, count), standing, way)


def _stepped(
    pixels: Array, steps: range, standing: Standing, way: Watched, what: str = "picture"
) -> tuple[Array, list[Curve], str]:
    """The picture after these steps, each that makes new pixels kept: it, the curves that wait, and its name."""
    known, curves = standing.sights[steps.start], list[Curve]()
    for at in steps:
        step = standing.steps[at]
        if step.operation.curve is not None and step.operation.frame is None:
            curves.append(partial(curved, step))
        if flattens(step):
            way.wanted()
            done = applied(at, _readable(flat(*_rooted(pixels, curves, known, way))), standing, way)
            known, curves = standing.sights[at + 1], []
            pixels = RECENT.put(way.named(known, what), own(done))
    return pixels, curves, known


def _opened(standing: Standing, way: Watched) -> Linear:
    return own(flat(*opened(standing, way)))


def _readable(pixels: Linear) -> Linear:
    """Others may be given the same picture, so an operation that wrote into it would be found out at once."""
    pixels.setflags(write=False)
    return pixels


def _rooted(pixels: Linear, curves: Sequence[Curve], name: str, way: Watched) -> tuple[Array, list[Curve]]:
    """The picture called `name`; as codes, which are kept, where curves wait for it."""
    if not curves or pixels.shape[2] != 3:
        return pixels, list(curves)
    top = _top(pixels)
    return RECENT.made(way.named(name, "codes"), lambda: rooted(pixels, 65535 / top**0.5)), [
        partial(_squared, top),
        *curves,
    ]


def _top(pixels: Linear) -> float:
    """The brightest light there is, at least 1."""
    return max(1.0, float(pixels.max()))


def _squared(top: float, roots: Linear) -> Linear:
    return np.asarray(roots * roots * np.float32(top), np.float32)
