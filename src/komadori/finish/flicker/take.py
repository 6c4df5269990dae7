"""A take steadied, or a stretch of one: its windows, the scenes of each, and what comes out for each picture."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.canvas import Canvas, canvas_of
from komadori.finish.flicker.meters import STEPS, Stops, blown, coarser, in_levers, in_stops, quantised
from komadori.finish.flicker.program import Program
from komadori.finish.flicker.scenes import runs, scenes
from komadori.finish.flicker.steadying import STANDS, Known, Steadied, Wanted, steadied, windows
from komadori.finish.flicker.wanted import wanted
from komadori.picture.robust import middle

Floats = NDArray[np.float32]
Reading = NDArray[Any]

PER_REACH = 3
"""Frames from one window to the next, in parts of the reach."""
BEFORE = 7
"""Pictures before and after that show how much is white in the wanted light."""
KEPT = 4
"""Windows that are kept in this process, because the next stretch needs most of them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """Lamps alone: `names`, and `light`, lamps x rows x columns x 3, linear, with the readings' patches."""

    names: tuple[str, ...]
    light: Floats


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
    return 2 * PER_REACH * reach


def found(
    readings: Sequence[Reading],
    frames: Sequence[int],
    lies: Sequence[Sequence[float]],
    asked: Asked,
    span: tuple[int, int],
) -> list[Found]:
    """What the pictures from `span[0]` up to before `span[1]` need, of `readings` in the order of `frames`; all of
    equal size. Raises BadProgram.
    """
    begin, end = span
    shape = (*readings[0].shape[:2], 3)
    gain = np.zeros((end - begin, *shape), np.float32)
    slope, share, alone = np.zeros(end - begin), np.zeros(end - begin), np.zeros(end - begin, bool)
    whites = np.zeros((end - begin, 3), np.float32)
    for inside, weights in windows(frames, PER_REACH * asked.reach):
        wanted_here = (inside >= begin) & (inside < end) & (weights > 1e-6)
        if not wanted_here.any():
            continue
        window = _window(
            [readings[at] for at in inside], [frames[at] for at in inside], [lies[at] for at in inside], asked
        )
        for at in np.flatnonzero(wanted_here):
            to, weight = inside[at] - begin, weights[at]
            gain[to] += weight * (window.gain[at] / np.float32(STEPS))
            slope[to] += weight * window.slope[at]
            share[to] += weight * window.share[at]
            whites[to] += weight * window.whites[at]
            alone[to] |= window.alone[at]
    return [
        Found(slope=float(slope[at]), gain=gain[at], share=float(share[at]), whites=whites[at], alone=bool(alone[at]))
        for at in range(end - begin)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    slope: Floats
    gain: NDArray[np.int16]
    share: Floats
    whites: Floats
    alone: NDArray[np.bool_]


_RECENT: OrderedDict[bytes, _Window] = OrderedDict()
_KNOWN: dict[bytes, dict[int, Known]] = {}
"""What is known of the scenes of the last window, which a person may have steadied by another reach next."""


def _window(
    readings: Sequence[Reading], frames: Sequence[int], lies: Sequence[Sequence[float]], asked: Asked
) -> _Window:
    told = hashlib.blake2b(repr((frames, lies)).encode())
    for one in readings:
        told.update(one.tobytes())
    if asked.plates is not None:
        told.update(repr(asked.plates.names).encode())
        told.update(asked.plates.light.tobytes())
    seen = told.digest()
    told.update(repr((asked.reach, asked.constant, asked.keep_steps, asked.program)).encode())
    key = told.digest()
    if key not in _RECENT:
        if seen not in _KNOWN:
            _KNOWN.clear()
        known = _KNOWN.setdefault(seen, {})
        _RECENT[key] = _solved(readings, np.asarray(frames, float), lies, asked, known)
        while len(_RECENT) > KEPT:
            _RECENT.popitem(last=False)
    _RECENT.move_to_end(key)
    return _RECENT[key]


def _solved(
    readings: Sequence[Reading],
    frames: NDArray[np.float64],
    lies: Sequence[Sequence[float]],
    asked: Asked,
    known: dict[int, Known],
) -> _Window:
    stops, levers = in_stops(readings), in_levers(readings)
    count, shape = len(stops), stops.shape[1:3]
    gain, slope = np.zeros(stops.shape, np.int16), np.zeros(count, np.float32)
    share, alone = np.full(count, -1, np.float32), np.zeros(count, bool)
    whites, white = np.ones((count, 3), np.float32), blown(readings)
    whole = canvas_of(lies, (shape[0], shape[1]))
    for number, part in enumerate(runs(scenes(coarser(whole.laid(stops, levers)[0])))):
        canvas = canvas_of([lies[at] for at in part], (shape[0], shape[1]))
        laid, moved = canvas.laid(stops[part], levers[part])
        told = ~np.isnan(laid).all(axis=(1, 2, 3))
        alone[part] = len(part) < 2
        whites[part] = _usually(white[part])
        if told.sum() < 2:
            continue
        one = _scene(laid, moved, frames[part], canvas, asked, known.setdefault(number, Known()))
        for at in np.flatnonzero(told):
            gain[part[at]] = quantised(canvas.lifted(one.gain[at], int(at)))
        slope[part], share[part] = np.where(told, one.slope, 0), np.where(told, one.share, -1)
    return _Window(slope=slope, gain=gain, share=share, whites=whites, alone=alone)


def _usually(white: Floats) -> Floats:
    """How much of each picture's `white` share (pictures x 3) most pictures around it have as well, 0..1."""
    found = np.ones_like(white)
    for at, now in enumerate(white):
        usual = np.median(white[max(0, at - BEFORE) : at + BEFORE + 1], axis=0)
        found[at] = np.where(now > usual, usual / np.maximum(now, 1e-9), 1)
    return found


def _scene(
    laid: Stops, levers: Stops, frames: NDArray[np.float64], canvas: Canvas, asked: Asked, known: Known
) -> Steadied:
    # A reach is told in pictures, a sheet in frames.
    pace = float(np.median(np.diff(frames))) if len(frames) > 1 else 1.0
    how = Wanted(
        reach=asked.reach * max(pace, 1.0), constant=asked.constant, keep_steps=asked.keep_steps, moves=not canvas.still
    )
    if asked.plates is not None and canvas.still:
        levels = asked.program.levels(frames.tolist(), asked.plates.names) if asked.program else None
        how = replace(how, plates=asked.plates.light, levels=levels)
    elif asked.program is not None:
        how = replace(how, levels=asked.program.levels(frames.tolist(), tuple(asked.program.lamps)))
    one = steadied(laid, levers, frames, how, known)
    return _whole_where_nothing_stands(laid, frames, one, how)


def _whole_where_nothing_stands(laid: Stops, frames: NDArray[np.float64], one: Steadied, how: Wanted) -> Steadied:
    """Pictures of which too little stands still get a gain from the middle of all their patches."""
    moved = one.share < STANDS
    if not moved.any() or len(laid) < 4:
        return one
    course = np.nan_to_num(middle(laid.reshape(len(laid), -1, 3), axis=1)).astype(float)
    off = (wanted(course, frames, how.reach) - course).astype(np.float32)
    gain = np.where(moved[:, None, None, None], off[:, None, None], one.gain)
    return replace(one, gain=gain, slope=np.where(moved, np.float32(0), one.slope))
