"""One scene of a take steadied: from its readings to what is to be taken out of each picture.

`steadied` is pure and sees at most a few hundred pictures; `windows` cuts longer takes into overlapping windows that
begin at fixed frames of the sheet, whose results are blended: so a picture's result depends on its neighbourhood alone,
whichever stretch it is solved in, and no seam is to be seen.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker import lamps as lamps_
from komadori.finish.flicker import program as program_
from komadori.finish.flicker.lamps import Lamps
from komadori.finish.flicker.meters import Stops, added, coarser, less, stops_of
from komadori.finish.flicker.scenes import believed_share, runs, steps
from komadori.finish.flicker.shade import shades
from komadori.finish.flicker.tone import slopes
from komadori.finish.flicker.wanted import wanted
from komadori.picture.robust import middle

Floats = NDArray[np.float32]

NO_SLOPE = 0.002
"""A tone's slope that is told no better than that."""
UNSEEN = 0.0002
"""A tone's slope below which undoing it is not seen."""
STANDS = 0.08
"""Share of a picture that must stand still and agree, to be told from the set alone."""
FEWEST = 24
"""Patches that a picture must tell to be compared at all."""
SAMPLES = 96
"""Patches that lasting changes are told by."""
FARTHEST = 4.0
"""Stops that are corrected at most."""
REMEMBERED = 8
"""What is remembered of a scene: its tones and its light by a few slopes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the slow light is told: `reach` in frames; whether it is `constant`; `keep_steps`; `levels` (pictures x lamps
    x 3), where they are known; `plates` (lamps x rows x columns x 3, linear light), where they are; whether the
    camera `moves`.
    """

    reach: float
    constant: bool = False
    keep_steps: bool = True
    levels: NDArray[np.float64] | None = None
    plates: Floats | None = None
    moves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Steadied:
    """What is to be done to the pictures of a scene: `slope` (pictures) of the tone to undo first, then `gain`
    (pictures x rows x columns x 3) in stops; `share` (pictures) how much of each stood still and agreed.
    """

    slope: Floats
    gain: Floats
    share: Floats


Told = TypeVar("Told")
Laid = Callable[[], tuple[Stops, Stops]]
"""A scene's stops and levers, pictures x rows x columns x 3: by how many stops a patch's light changes for a tone's
slope of 1."""


class Known:
    """What is told of a scene whatever its slow light was meant to be: that asks for neither reach nor program, unless
    by the tone's slope that is undone."""

    def __init__(self) -> None:
        self._told: OrderedDict[tuple[str, bytes], Any] = OrderedDict()

    def once(self, what: str, slope: Floats, work: Callable[[], Told]) -> Told:
        """What `work` tells of the scene with `slope` undone, done once unless too much else was told since."""
        key = what, slope.tobytes()
        if key not in self._told:
            self._told[key] = work()
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
        self._told.move_to_end(key)
        told: Told = self._told[key]
        return told

    def packed(self) -> dict[str, NDArray[Any]] | None:
        """As arrays, by the slope that was undone last; None where the light was not told yet."""
        told = {what: one for (what, _), one in self._told.items()}
        if not told.get("enough"):
            return {"enough": np.zeros(1, bool)} if "enough" in told else None
        light = self.newest("light")
        first = next((one for (what, slope), one in self._told.items() if what == "tone" and not any(slope)), None)
        if light is None or first is None:
            return None
        return {"enough": np.ones(1, bool), "tone": first.slope, "slope": light[0], **light[1].packed()}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Known":
        """What was `packed`; of arrays without any, nothing."""
        known = cls()
        if "enough" in arrays:
            known.once("enough", np.zeros(0, np.float32), lambda: bool(arrays["enough"][0]))
        if "tone" in arrays:
            tone = _Tone(arrays["tone"], None)
            known.once("tone", np.zeros_like(tone.slope), lambda: tone)
            known.once("light", arrays["slope"], lambda: _Lit.of(arrays))
        return known

    def newest(self, what: str) -> tuple[Floats, Any] | None:
        """The slope undone and what was told of it last, None where nothing was."""
        newest = (
            (np.frombuffer(key[1], np.float32), one) for key, one in reversed(self._told.items()) if key[0] == what
        )
        return next(newest, None)


def steadied(
    laid: Laid,
    times: NDArray[np.float64],
    how: Wanted,
    known: Known,
    asked: NDArray[np.intp] | None = None,
    *,
    roughly: bool = False,
) -> Steadied:
    """Steady the light of pictures of one set, taken at `times` in frames: all, or those `asked` for by their places.

    What is `known` of the scene with the same plates is not told again, and `laid` is asked only for what is not. Who
    asks `roughly` gets what is known by another slope, where that is all.
    """
    count = len(times)
    nothing = np.zeros(count, np.float32)
    asked = np.arange(count) if asked is None else asked
    if not known.once("enough", nothing[:0], lambda: _enough(laid()[0])):
        return Steadied(slope=nothing[asked], gain=np.zeros((len(asked), 1, 1, 3), np.float32), share=nothing[asked])
    latest = known.newest("light") if roughly else None
    slope, lit = latest or _told(laid, times, how, known)
    gain = _gain(lit, times, how, asked)
    size = lit.usual.shape[1::-1]
    for one, shade in zip(gain, lit.shade[asked], strict=True):
        one -= cv2.merge([cv2.resize(shade, size, interpolation=cv2.INTER_CUBIC)] * 3)
    return Steadied(slope=slope[asked], gain=np.clip(gain, -FARTHEST, FARTHEST, out=gain), share=lit.share[asked])


def _told(laid: Laid, times: NDArray[np.float64], how: Wanted, known: Known) -> tuple[Floats, "_Lit"]:
    """The slope of each picture's tone, and the light of the scene without it."""
    before = np.zeros(len(times), np.float32)
    tone = known.once("tone", before, lambda: _tone(laid, before, how.plates))
    slope = _unwanted(tone.slope, times, how)
    if slope.any():
        # Once more, because what a slope puts off counted less at first, and the slope was told too small.
        before = slope
        tone = known.once("tone", before, lambda: _tone(laid, before, how.plates))
        slope = _unwanted(before + tone.slope, times, how)

    def still() -> Floats:
        told = tone if tone.still is not None else _tone(laid, before, how.plates)
        return np.asarray(told.still)

    def light() -> _Lit:
        return _lit(_straight(*laid(), slope), known.once("still", before, still), how)

    return slope, known.once("light", slope, light)


def _enough(stops: Stops) -> bool:
    """Whether a scene tells enough to be compared."""
    told = accumulate(int(np.count_nonzero(~np.isnan(coarser(one[None])))) for one in stops)
    return len(stops) > 1 and any(number >= FEWEST for number in told)


def _straight(stops: Stops, levers: Stops, slope: Floats) -> Stops:
    if not slope.any():
        return stops
    # The levers are those of light that the slope has moved already.
    return np.stack([one - part * lever for one, part, lever in zip(stops, slope / (1 + slope), levers, strict=True)])


@dataclass(frozen=True, slots=True)
class _Tone:
    """The tone's `slope` of each picture against the usual one, or the plates'; how far patches stood `still`, pictures
    x patches, None where that was forgotten.
    """

    slope: Floats
    still: Floats | None


def _tone(laid: Laid, slope: Floats, plates: Floats | None) -> _Tone:
    """With `slope` undone."""
    stops, levers = laid()
    coarse = coarser(_straight(stops, levers, slope))
    count, rows, columns = coarse.shape[:3]
    some = np.unique(np.linspace(0, count - 1, 24).astype(int))
    lever = np.nan_to_num(middle(coarser(levers[some]), axis=0))
    flat = coarse.reshape(count, -1, 3)
    usual, level = lamps_.levelled(flat)
    off = less(flat - usual, level)
    still = lamps_.unmoved(off, usual, (rows, columns))
    if plates is not None:
        lit = program_.of_plates(coarse, plates)
        usual = lit.usual
        off = flat - usual - np.log2(np.maximum(lit.light(), np.float32(0.02))).transpose(1, 2, 0)
    known = ~np.isnan(off)
    trust = np.repeat(still, 3, axis=1).reshape(off.shape) * known * lamps_.trusted(usual)
    apart = np.where(known, off, np.float32(0)).reshape(coarse.shape)
    return _Tone(slopes(apart, lever, trust.reshape(coarse.shape)), still)


def _unwanted(slope: Floats, times: NDArray[np.float64], how: Wanted) -> Floats:
    """What of the tone's slope is not wanted, 0 where it is too small to be told."""
    fast = slope
    if how.plates is None:
        fast = slope - wanted(slope[:, None].astype(float), times, how.reach)[:, 0].astype(np.float32)
    usually = 2 * 1.4826 * float(np.median(np.abs(fast)))
    sure = np.clip((np.maximum(np.abs(fast), usually) - NO_SLOPE) / NO_SLOPE, 0, 1)
    slope = np.asarray(np.clip(fast, -0.2, 0.2) * sure, np.float32)
    # One picture's faint slope, undone by one reach and not by another, has the light of the whole take told anew.
    return np.where(np.abs(slope) < UNSEEN, np.float32(0), slope)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lit:
    """The `lamps` of a scene; each patch's `usual` light, rows x columns x 3 in stops, and `shares` of the lamps,
    channels x patches x lamps; what `share` of each picture was believed; the `shade` in it, pictures x rows x columns
    in stops, coarser.
    """

    lamps: Lamps
    usual: Floats
    shares: Floats
    share: Floats
    shade: Floats

    def packed(self) -> dict[str, NDArray[Any]]:
        """As arrays."""
        lamps = {f"lamps {one.name}": getattr(self.lamps, one.name) for one in fields(Lamps)}
        return lamps | {one.name: getattr(self, one.name) for one in fields(_Lit) if one.name != "lamps"}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "_Lit":
        """What was `packed`."""
        lamps = Lamps(**{one.name: arrays[f"lamps {one.name}"] for one in fields(Lamps)})
        return cls(lamps=lamps, **{one.name: arrays[one.name] for one in fields(cls) if one.name != "lamps"})


def _lit(stops: Stops, still: Floats, how: Wanted) -> _Lit:
    count, rows, columns = stops.shape[:3]
    coarse = coarser(stops)
    flat = coarse.reshape(count, -1, 3)
    found = lamps_.find(flat, still) if how.plates is None else program_.of_plates(coarse, how.plates)
    share = believed_share(found.weights, ~np.isnan(flat[..., 0]))
    if how.plates is None:
        found = lamps_.at_places(found, (rows // 2, columns // 2))
        weights = found.weights.reshape(count, rows // 2, columns // 2).repeat(2, axis=1).repeat(2, axis=2)
        odd = ((0, 0), (0, rows % 2), (0, columns % 2))
        usual, shares = lamps_.shares_of(stops, found, np.pad(weights, odd, mode="edge"), still=not how.moves)
    else:
        light = np.maximum(how.plates.reshape(len(how.plates), -1, 3), 0).transpose(2, 1, 0)
        light = light + np.float32(1e-5)
        whole = light.sum(axis=2, keepdims=True)
        usual, shares = np.log2(whole).T.reshape(rows, columns, 3), (light / whole).astype(np.float32)
    left = less(flat, found.level).reshape(coarse.shape) - coarser(usual[None])
    fewer = coarser(shares.reshape(3, rows, columns, -1))
    left -= _stops(found.courses, fewer.reshape(3, -1, found.count), coarse.shape[1:3])
    shade = _shades(left, found)
    # How far each patch was believed in all is what is left to be asked.
    found = replace(found, weights=found.weights.sum(axis=0, keepdims=True))
    return _Lit(lamps=found, usual=usual, shares=shares, share=share, shade=shade)


def _shades(left: Stops, found: Lamps) -> Floats:
    """What of the light that lamps do not explain (pictures x rows x columns x 3) is a shadow."""
    trust = found.trust.T.reshape(left.shape[1:]) * ~np.isnan(left)
    grey = added(np.nan_to_num(left) * trust) / (added(trust) + 1e-6)
    return shades(grey.astype(np.float32), np.maximum.reduce([*np.moveaxis(trust, 3, 0)]).astype(np.float32))


def _stops(courses: NDArray[Any], shares: Floats, shape: tuple[int, int], before: NDArray[Any] | None = None) -> Floats:
    """The light of lamps in stops, pictures x rows x columns x 3; `courses` are channels x pictures x lamps. Of courses
    that were others `before` it is the change.
    """
    found = np.empty((courses.shape[1], shares.shape[1], 3), np.float32)
    patches = np.ascontiguousarray(shares.transpose(0, 2, 1))
    for at, channel in np.ndindex(len(found), 3):
        light = _light(courses[channel, at], patches[channel])
        if before is not None:
            light /= _light(before[channel, at], patches[channel])
        found[at, :, channel] = stops_of(light)
    return found.reshape(-1, *shape, 3)


def _light(levels: NDArray[Any], shares: Floats) -> Floats:
    """The light of lamps at such `levels`, of patches whose `shares` are lamps x patches."""
    light = np.zeros(shares.shape[1], np.float32)
    # One lamp after the other, for a product of matrices rounds otherwise where fewer pictures are asked for.
    for level, share in zip(levels.astype(np.float32), shares, strict=True):
        light += level * share
    return np.clip(light, 0.02, 50, out=light)


def _gain(lit: _Lit, times: NDArray[np.float64], how: Wanted, asked: NDArray[np.intp]) -> Floats:
    """What is to be done to the lamps' light of the pictures `asked` for, pictures x rows x columns x 3 in stops."""
    found, shape = lit.lamps, (lit.usual.shape[0], lit.usual.shape[1])
    if how.plates is not None and how.levels is not None:
        target = how.levels.transpose(2, 0, 1)
    else:
        known = None if how.levels is None else np.log2(np.maximum(how.levels, 1e-3))
        target = np.exp2(_slow(found, times, how, known) - found.level[:, None]).transpose(2, 0, 1)
    return _stops(target[:, asked], lit.shares, shape, found.courses[:, asked])


def _slow(
    found: Lamps, times: NDArray[np.float64], how: Wanted, known: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """The wanted light at the lamps' places, pictures x places x 3, each part between two lasting steps by itself."""
    places = found.places()
    courses = places.reshape(len(places), -1).astype(float)
    if known is not None:
        return wanted(courses, times, how.reach, known.reshape(len(known), -1)).reshape(places.shape)
    parts = np.cumsum(steps(_sampled(found))) if how.keep_steps else np.zeros(len(places), int)
    slow = np.empty_like(courses)
    for part in runs(parts):
        slow[part] = wanted(courses[part], times[part], how.reach, np.empty((len(part), 0)) if how.constant else None)
    return slow.reshape(places.shape)


def _sampled(found: Lamps) -> Floats:
    """The light of some well lit patches that stand still, pictures x patches, in stops of green."""
    sure = found.weights.sum(axis=0) * found.trust.min(axis=0)
    good = np.flatnonzero(sure >= np.quantile(sure, 0.5))
    some = good[:: max(1, len(good) // SAMPLES)]
    light = found.courses[1] @ found.shares[1][some].T
    return np.asarray(np.log2(np.maximum(light, 0.02)) + found.level[:, 1:2], np.float32)


Blend = tuple[NDArray[np.intp], Floats]
"""Pictures of a window, by their place in the stretch, and how much its result counts for each."""


def windows(frames: Sequence[int], hop: int) -> list[Blend]:
    """The windows of pictures whose exposures begin at `frames`: one about every `hop` frames, twice as wide, none that
    reaches further out than another. For each picture the weights add to 1.
    """
    at = np.asarray(frames, float)
    middles = hop * np.arange(np.floor(at[0] / hop), np.ceil(at[-1] / hop) + 1)
    apart = np.abs(at - middles[:, None]) / hop
    if len(middles) < 4:
        return [(np.arange(len(at)), np.ones(len(at), np.float32))]
    near = np.clip(1 - apart, 0, None).astype(np.float32)
    # The pictures around the first and the last middle lie in the windows beside, too.
    near[1] += near[0]
    near[-2] += near[-1]
    inside = [np.flatnonzero(one <= 1 + 1e-9) for one in apart[1:-1]]
    return [(those, weight[those]) for those, weight in zip(inside, near[1:-1], strict=True) if weight.max() > 1e-6]
