"""One photograph through the steps found out for it, in as few passes over its pixels as they allow.

Curves, the file's own before them and the sRGB curve after them become one table for each channel. All croppings,
turnings, movings and scalings become one resampling at the end, and a crop to whole pixels none at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.errors import Damaged
from komadori.finish.framing import beyond, combined, lent, moved_to, repeated, resampled, whole_pixels
from komadori.finish.holdings import Opened
from komadori.finish.operation import Framing, Linear, Matrix, Numbers, Place
from komadori.finish.recent import RECENT
from komadori.finish.standing import Standing, Step, name_of
from komadori.picture import inspect
from komadori.picture.bands import in_bands
from komadori.picture.colour import linear_to_srgb, to_light
from komadori.picture.edges import AROUND, strips
from komadori.store import Cache

Curve: TypeAlias = Callable[[Linear], Linear]
Array: TypeAlias = NDArray[Any]


class FieldLost(Damaged):
    """What was solved for a picture is no longer in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """What an operation is given beside the pixels: see `operation.Given`."""

    numbers: Numbers
    field: Array | None
    lies: Matrix
    others: Sequence[Callable[[], Linear]]
    holdings: Opened
    roughly: bool = False
    keep: Callable[[Sequence[object], Callable[[], Array], int | None], Array] | None = None

    def kept(self, by: Sequence[object], make: Callable[[], Array], *, other: int | None = None) -> Array:
        """What `make` gives, or gave."""
        return make() if self.keep is None else self.keep(by, make, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How pictures are made: whole for `width` 0, else from photographs about so many pixels wide."""

    cache: Cache
    width: int = 0

    @property
    def roughly(self) -> bool:
        """Whether it is quicker and only for looking at: see `watched`."""
        return False

    def light(self, standing: Standing) -> Linear:
        """Another picture as its steps leave it before any framing, kept in this process and never written to."""
        return light(standing, self.cache, self.width)

    def moved(self, other: Standing, lies: Matrix, shape: tuple[int, ...]) -> Linear:
        """Another picture moved to lie as one of `shape` that `lies` so on the set."""
        return lent(self.light(other), other.lies, lies, shape)

    def lender(self, standing: Standing) -> Linear:
        """A picture that lends its edge, as its steps leave it before any framing."""
        return self.light(standing)

    def kept(self, _told: object, make: Callable[[], Array]) -> Array:
        """What hangs on `told`; made anew each time."""
        return make()


def finished(standing: Standing, cache: Cache) -> NDArray[np.uint16]:
    """The photograph finished: rows x columns x 3 of 16-bit sRGB codes, or x 4 where a matte is left.

    Raises UnreadablePicture and FieldLost.
    """
    way = Way(cache=cache)
    pixels, curves = framed(*_through(standing, way), standing, way)
    pixels, curves = layered(pixels, curves, standing, way)
    if pixels.dtype == np.float32:
        return codes_of(bent(pixels, curves))
    table = np.rint(np.clip(linear_to_srgb(bent(ramp(pixels.dtype), curves)), 0, 1) * 65535).astype(np.uint16)
    return np.asarray(cv2.LUT(pixels, table))


def light(standing: Standing, cache: Cache, width: int = 0) -> Linear:
    """The photograph as its steps leave it before any framing, scene-linear, whole or about `width` pixels wide.

    It is kept in this process, and nobody may write to it. Raises as `finished` does.
    """
    name, way = (standing.name, width), Way(cache=cache, width=width)
    return RECENT.made(name, lambda: own(flat(*_through(standing, way))))


def glimpse(standing: Standing, cache: Cache, width: int) -> Linear:
    """As `light`, without keeping it."""
    found = RECENT.get((standing.name, width))
    return flat(*_through(standing, Way(cache=cache, width=width))) if found is None else found


def _through(standing: Standing, way: Way) -> tuple[Array, list[Curve]]:
    """Pixels, and the curves still to be laid over them: as many as can wait do, to become one table."""
    begin, pixels, curves = _nearest(standing, way.width)
    if begin == 0:
        pixels, curves = opened(standing, way)
        begin = 1
    for at in range(begin, before_framing(standing)):
        step = standing.steps[at]
        if step.operation.frame is not None:
            continue
        if not flattens(step):
            curves.append(partial(curved, step))
            continue
        if not step.others:
            # Its own curve goes into the table as well: it costs nothing there.
            curves.append(partial(curved, step))
        picture = flat(pixels, curves)
        # Others may be given the same picture, so an operation that wrote into it would be found out at once.
        picture.setflags(write=False)
        if step.others:
            picture = curved(step, RECENT.put((standing.names[at], way.width), picture))
        pixels, curves = applied(at, picture, standing, way), []
    return pixels, curves


def before_framing(standing: Standing) -> int:
    """How many steps come before what stands on the new frame: a plate behind, a view."""
    return sum(step.operation.place <= Place.SIZE for step in standing.steps)


def _nearest(standing: Standing, width: int) -> tuple[int, Array, list[Curve]]:
    """The last step that can be begun with at once, since what it works on is here.

    Only steps that work on a picture as light are looked at: so the same numbers come out wherever one begins.
    """
    for at in range(len(standing.steps) - 1, 0, -1):
        if flattens(standing.steps[at]):
            found = RECENT.get((standing.names[at], width))
            if found is not None:
                return at, found, []
    return 0, np.empty(0, np.uint8), []


def opened(standing: Standing, way: Way) -> tuple[Array, list[Curve]]:
    """The photograph as its first step opens it, and the curve that makes light of it."""
    return _opened(standing.steps[0], standing.source.path, way.width)


def _opened(step: Step, path: Path, width: int) -> tuple[Array, list[Curve]]:
    if step.operation.read is None:
        raise ValueError(f"{step.use} opens no photograph")
    found = step.operation.read(path, step.settings, step.numbers, width)
    return found.data, [] if found.encoding == "linear" else [partial(to_light, curve=found.encoding)]


def open_plate(opener: Step, path: Path, width: int) -> Linear:
    """The picture at `path` opened as the take's photographs are by `opener`. Raises UnreadablePicture."""
    return np.array(flat(*_opened(opener, path, width if 0 < width < inspect(path).width else 0))[..., :3])


def flattens(step: Step) -> bool:
    """Whether the step works on a picture as light, and not by a curve alone."""
    operation = step.operation
    if operation.frame is not None or operation.apply is None:
        return False
    return operation.curve is None or bool(step.field)


def applied(at: int, pixels: Linear, standing: Standing, way: Way) -> Linear:
    """Step number `at` applied to a picture as light, which its curve has been laid over."""
    step = standing.steps[at]
    apply = step.operation.apply
    if apply is None:
        return pixels
    given = _given(at, standing, way, pixels.shape)
    if pixels.shape[2] == 3 or step.operation.matted:
        return apply(pixels, step.settings, given)
    return np.dstack([apply(np.ascontiguousarray(pixels[..., :3]), step.settings, given), pixels[..., 3:]])


def _given(at: int, standing: Standing, way: Way, shape: tuple[int, ...]) -> Lent:
    step, opener = standing.steps[at], standing.steps[0]

    def keep(by: Sequence[object], make: Callable[[], Array], one: int | None) -> Array:
        others = step.others if one is None else step.others[one : one + 1]
        told = replace(step, settings={}, others=others).told_unframed
        return way.kept([standing.sights[at], standing.lies, told, one is None, list(by)], make)

    return Lent(
        numbers=step.numbers,
        field=_field(step, way.cache),
        lies=standing.lies,
        others=[partial(way.moved, of, standing.lies, shape) for of in step.others],
        holdings=Opened(step.held, partial(open_plate, opener), name_of(opener.told)),
        roughly=way.roughly,
        keep=keep,
    )


def _field(step: Step, cache: Cache) -> Array | None:
    if not step.field:
        return None
    path = cache.path(step.field, ".npy")
    try:
        if path is not None:
            return np.asarray(np.load(path, allow_pickle=False))
    except (OSError, ValueError):
        pass
    raise FieldLost(
        f"What {step.use} found out for a picture is no longer in the cache.", hint="finish the take again."
    )


def curved(step: Step, pixels: Linear) -> Linear:
    """The step's curve laid over the colours; a matte stays as it is."""
    curve = step.operation.curve
    if curve is None:
        return pixels
    bare = Lent(numbers=step.numbers, field=None, lies=(), others=(), holdings=Opened((), _no_plates, ""))
    if pixels.shape[2] == 3:
        return curve(pixels, step.settings, bare)
    return np.dstack([curve(np.ascontiguousarray(pixels[..., :3]), step.settings, bare), pixels[..., 3:]])


def _no_plates(path: Path, _width: int) -> Linear:
    raise ValueError(f"a curve was to open {path.name}, and has no plates")


def framed(
    pixels: Array, curves: list[Curve], standing: Standing, way: Way, edge: Callable[[], Linear] | None = None
) -> tuple[Array, list[Curve]]:
    """The picture in its new frame, whose filled `edge` may be given."""
    framings = [step for step in standing.steps if step.operation.frame is not None]
    if not framings:
        return pixels, curves
    framing = combined(framings, pixels.shape[1], pixels.shape[0])
    part = whole_pixels(framing, pixels)
    if part is not None:
        return part, curves
    return _reframed(flat(pixels, curves), framing, standing, way, edge), []


def _reframed(
    pixels: Linear, framing: Framing, standing: Standing, way: Way, edge: Callable[[], Linear] | None
) -> Linear:
    """The one resampling, and what it shows outside the old picture filled where an operation does that."""
    drawn = resampled(pixels, framing, roughly=way.roughly)
    at = _filler(standing)
    empty = None if at is None else beyond(pixels.shape, framing)
    if at is None or empty is None:
        return drawn
    # A hairline, pixels at the edge that are shown in part, is drawn already and nobody sees it in a preview.
    if not (empty[1:-1, 1:-1] if way.roughly else empty).any():
        return drawn
    if edge is not None:
        here = np.flatnonzero(empty)
        drawn.reshape(-1, drawn.shape[2])[here, :3] = edge().reshape(-1, 3)[here]
        if drawn.shape[2] > 3:
            drawn[..., 3][empty] = repeated(pixels[..., 3], framing)[empty]
        return drawn
    return _filled(at, drawn, empty, pixels.shape, framing, standing, way)


def _filler(standing: Standing) -> int | None:
    """The step that fills what a new frame shows outside the old picture."""
    return next((at for at, step in enumerate(standing.steps) if step.operation.fill is not None), None)


def edged(pixels: Linear, standing: Standing, way: Way) -> Linear:
    """What a picture shows in its new frame where it is filled: the filled edge and no more than a strip beside it."""
    framings = [step for step in standing.steps if step.operation.frame is not None]
    framing, at = combined(framings, pixels.shape[1], pixels.shape[0]), _filler(standing)
    drawn = np.zeros((framing.height, framing.width, pixels.shape[2]), np.float32)
    empty = beyond(pixels.shape, framing)
    for rows, columns in strips(empty, ceil(AROUND * framing.width)):
        drawn[rows, columns] = resampled(pixels, moved_to(framing, rows, columns), roughly=way.roughly)
    return drawn if at is None else _filled(at, drawn, empty, pixels.shape, framing, standing, way)


def _filled(
    at: int,
    drawn: Linear,
    empty: NDArray[np.bool_],
    shape: tuple[int, ...],
    framing: Framing,
    standing: Standing,
    way: Way,
) -> Linear:
    """Step number `at` has filled what is `empty` in a picture `drawn` in its new frame."""
    fill = standing.steps[at].operation.fill
    if fill is None:
        return drawn

    def other(lender: Standing) -> Linear:
        return lent(way.lender(lender), lender.lies, standing.lies, shape, framing, only=empty)

    drawn.reshape(-1, drawn.shape[2])[np.flatnonzero(empty)] = np.nan
    given = replace(_given(at, standing, way, shape), others=[partial(other, one) for one in standing.lenders])
    done = fill(drawn, standing.steps[at].settings, given)
    return done if np.isfinite(done.sum()) else np.nan_to_num(done)


def layered(pixels: Array, curves: list[Curve], standing: Standing, way: Way) -> tuple[Array, list[Curve]]:
    """What stands on the new frame done to the picture in it."""
    for at in range(before_framing(standing), len(standing.steps)):
        step = standing.steps[at]
        curves = [*curves, partial(curved, step)]
        if flattens(step):
            pixels, curves = applied(at, flat(pixels, curves), standing, way), []
    return pixels, curves


def flat(pixels: Array, curves: Sequence[Curve]) -> Linear:
    """`pixels` as scene-linear light, every curve laid over them."""
    if pixels.dtype == np.float32:
        return bent(pixels, curves)
    table = np.asarray(bent(ramp(pixels.dtype), curves), np.float32)
    return np.asarray(cv2.LUT(pixels, table))


def own(pixels: Array) -> Array:
    """The picture, copied where it is a view and would hold on to more than it shows."""
    return pixels if pixels.base is None else np.array(pixels)


def bent(pixels: Linear, curves: Sequence[Curve]) -> Linear:
    """Light with every curve laid over it in turn."""
    for curve in curves:
        pixels = curve(pixels)
    return pixels


def ramp(kind: "np.dtype[Any]") -> Linear:
    """Every code that a file of this kind can hold, as a picture one pixel wide, 0..1."""
    codes = 256 if kind == np.uint8 else 65536
    values = np.arange(codes, dtype=np.float32) / np.float32(codes - 1)
    return np.repeat(values[:, None, None], 3, axis=2)


def codes_of(pixels: Linear) -> NDArray[np.uint16]:
    """16-bit sRGB codes of scene-linear light, clipped to 0..1, at most one code from exact; a matte in proportion."""
    if pixels.shape[2] == 3:
        return srgb_codes(pixels)
    matte = np.rint(np.clip(pixels[..., 3:], 0, 1) * 65535).astype(np.uint16)
    return np.dstack([srgb_codes(np.ascontiguousarray(pixels[..., :3])), matte])


def srgb_codes(light: Linear) -> NDArray[np.uint16]:
    """16-bit sRGB codes of scene-linear light, clipped to 0..1; at most one code from exact.

    By a table over the square root of light, which is fine enough in the darks where sRGB is steep.
    """
    return rooted(light, 65535, _ROOT_TABLE)


def rooted(light: Linear, scale: float, table: Array | None = None) -> Array:
    """The square root of light times `scale`, rounded to 16-bit codes, what is less than nothing to 0; or what `table`
    (1 x 65,536 x channels) has for these."""
    found = np.empty(light.shape, np.uint16 if table is None else table.dtype)

    def band(rows: slice) -> None:
        # No root is no number, which becomes 0.
        roots = cv2.sqrt(light[rows])
        # The one call of OpenCV that scales, rounds and clips in a single pass; the second picture counts for nothing.
        codes = np.asarray(cv2.addWeighted(roots, scale, roots, 0, 0, dtype=cv2.CV_16U)).reshape(roots.shape)
        found[rows] = codes if table is None else cv2.LUT(codes, table)

    in_bands(light.shape, band)
    return found


_ROOT_TABLE = np.repeat(
    np.rint(np.clip(linear_to_srgb(np.linspace(0, 1, 65536) ** 2), 0, 1) * 65535).astype(np.uint16)[:, None, None],
    3,
    axis=2,
)
