"""A take steadied, or a stretch of one: its windows, the scenes of each, and what comes out for each picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import STEPS, Stops, quantised
from komadori.finish.flicker.program import Program
from komadori.finish.flicker.steadying import STANDS, Steadied, Wanted, steadied, windows
from komadori.finish.flicker.wanted import wanted
from komadori.finish.flicker.window import Plates, Reading, Scene, Window, fingerprint, keep, window
from komadori.finish.operation import Keeping
from komadori.picture.robust import middle

Floats = NDArray[np.float32]

HOPS = ((13, 40), (40, 120), (100, 300))
"""Reaches, and the frames from one window to the next up to there: three times as far at least, and so few steps that
the windows are known already when a person tries another reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to steady by: as `Wanted`, but `reach` in pictures, and a program and plates instead of levels."""

    reach: int
    constant: bool = False
    keep_steps: bool = True
    program: Program | None = None
    plates: Plates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one picture needs: `slope` to be undone, then `gain`, rows x columns x 3 in stops; `share` of it stood
    still.

    `share` is -1 where nothing could be told at all, and `alone` where the picture has no other of its set beside it.
    `whites` (3) is how much of what is white in red, green and blue is white in the wanted light as well, 0..1.
    """

    slope: float
    gain: Floats
    share: float
    whites: Floats
    alone: bool = False


def reach_of(reach: int) -> int:
    """Pictures before and after one that matter to it: those of the windows it lies in."""
    return 2 * _hop(reach)


def _hop(reach: int) -> int:
    return next((hop for most, hop in HOPS if reach <= most), 3 * reach)


def found(
    readings: Sequence[Reading],
    frames: Sequence[int],
    lies: Sequence[Sequence[float]],
    asked: Asked,
    span: tuple[int, int],
    names: Sequence[str] = (),
    *,
    roughly: bool = False,
    keeping: Keeping | None = None,
) -> list[Found]:
    """What the pictures from `span[0]` up to before `span[1]` need, of `readings` in the order of `frames`; all of
    equal size. Readings whose `names` are the same are the same. `roughly` is sooner where they were told by another
    reach. By `keeping` it is kept what is told whatever the reach. Raises BadProgram.
    """
    begin, end = span
    needs = _nothing(end - begin, (readings[0].shape[0], readings[0].shape[1]))
    for inside, weights in windows(frames, _hop(asked.reach)):
        here = np.flatnonzero((inside >= begin) & (inside < end) & (weights > 1e-6))
        if not here.size:
            continue
        given, times = [readings[at] for at in inside], np.asarray([frames[at] for at in inside], float)
        called = [names[at] for at in inside] if names else [fingerprint(one) for one in given]
        told = window(given, called, [lies[at] for at in inside], asked.plates, keeping)
        needs.add(inside[here] - begin, weights[here], _needs(told, here, given, times, asked, roughly=roughly))
        keep(told, keeping)
    return [
        Found(
            slope=float(needs.slope[at]),
            gain=needs.gain[at],
            share=float(needs.share[at]),
            whites=needs.whites[at],
            alone=bool(needs.alone[at]),
        )
        for at in range(end - begin)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needs:
    """What several pictures need: see `Found`."""

    slope: Floats
    gain: Floats
    share: Floats
    whites: Floats
    alone: NDArray[np.bool_]

    def add(self, to: NDArray[np.intp], weight: Floats, other: "_Needs") -> None:
        """Add `other`, by its `weight` for each of the pictures `to`."""
        self.slope[to] += weight * other.slope
        self.gain[to] += weight[:, None, None, None] * other.gain
        self.share[to] += weight * other.share
        self.whites[to] += weight[:, None] * other.whites
        self.alone[to] |= other.alone


def _nothing(count: int, shape: tuple[int, int]) -> _Needs:
    slope, share = np.zeros(count, np.float32), np.zeros(count, np.float32)
    gain, whites = np.zeros((count, *shape, 3), np.float32), np.zeros((count, 3), np.float32)
    return _Needs(slope=slope, gain=gain, share=share, whites=whites, alone=np.zeros(count, bool))


def _needs(
    window: Window,
    here: NDArray[np.intp],
    readings: Sequence[Reading],
    frames: NDArray[np.float64],
    asked: Asked,
    *,
    roughly: bool,
) -> _Needs:
    """What the pictures `here` in a window need; a share of -1 where nothing was told."""
    found = _nothing(len(here), (readings[0].shape[0], readings[0].shape[1]))
    found.share[:] = -1
    found.whites[:], found.alone[:] = window.whites[here], window.alone[here]
    for scene in window.scenes:
        these = np.flatnonzero(np.isin(scene.part, here) & scene.told)
        if not these.size:
            continue
        one, to = (
            _steadied(scene, these, readings, frames, asked, roughly=roughly),
            np.searchsorted(here, scene.part[these]),
        )
        found.slope[to], found.share[to] = one.slope, one.share
        for at, gain in enumerate(one.gain):
            # In whole steps, as it is written down.
            found.gain[to[at]] = quantised(scene.canvas.lifted(gain, int(these[at]))) / np.float32(STEPS)
    return found


def _steadied(
    scene: Scene,
    these: NDArray[np.intp],
    readings: Sequence[Reading],
    frames: NDArray[np.float64],
    asked: Asked,
    *,
    roughly: bool,
) -> Steadied:
    """What `these` pictures of a scene need, by their places in it."""
    times, still = frames[scene.part], scene.canvas.still
    laid = cache(lambda: scene.laid(readings))
    # A reach is told in pictures, a sheet in frames.
    pace = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    how = Wanted(
        reach=asked.reach * max(pace, 1.0), constant=asked.constant, keep_steps=asked.keep_steps, moves=not still
    )
    if asked.plates is not None and still:
        levels = asked.program.levels(times.tolist(), asked.plates.names) if asked.program else None
        how = replace(how, plates=asked.plates.light, levels=levels)
    elif asked.program is not None:
        how = replace(how, levels=asked.program.levels(times.tolist(), tuple(asked.program.lamps)))
    one = steadied(laid, times, how, scene.known, these, roughly=roughly)
    moved = one.share < STANDS
    if not moved.any() or len(times) < 4:
        return one
    # Pictures of which too little stands still get a gain from the middle of all their patches.
    course = scene.known.once("course", one.slope[:0], lambda: _course(laid()[0]))
    off = (wanted(course, times, how.reach) - course).astype(np.float32)[these]
    gain = np.where(moved[:, None, None, None], off[:, None, None], one.gain)
    return replace(one, gain=gain, slope=np.where(moved, np.float32(0), one.slope))


def _course(stops: Stops) -> NDArray[np.float64]:
    """The light of whole pictures, pictures x 3 in stops."""
    return np.nan_to_num(middle(stops.reshape(len(stops), -1, 3), axis=1)).astype(float)
