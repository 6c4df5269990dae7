"""What is told of a window of a take whatever its slow light was meant to be: kept for the next stretch, which needs
most of the same windows, and for a person who tries another reach.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.canvas import Canvas, canvas_of
from komadori.finish.flicker.meters import Stops, blown, coarser, in_levers, in_stops
from komadori.finish.flicker.scenes import runs, scenes
from komadori.finish.flicker.steadying import Known
from komadori.finish.operation import Keeping
from komadori.picture.robust import middle

Floats = NDArray[np.float32]
Reading = NDArray[Any]

BEFORE = 7
"""Pictures before and after that show how much is white in the wanted light."""
KEPT = 8
"""Windows that are known in this process: the next stretch needs most of them again, and so does another reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """Lamps alone: `names`, and `light`, lamps x rows x columns x 3, linear, with the readings' patches."""

    names: tuple[str, ...]
    light: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Pictures of a window that show one set: their places in it, the `canvas` they lie on, which of them are `told`
    anything at all, none where there are too few, and what is known of their light."""

    part: NDArray[np.intp]
    canvas: Canvas
    told: NDArray[np.bool_]
    known: Known

    def laid(self, readings: Sequence[Reading]) -> tuple[Stops, Stops]:
        """The stops and levers of the pictures, of a window's `readings`, on the canvas."""
        these = [readings[at] for at in self.part]
        stops, levers = self.canvas.laid(in_stops(these), in_levers(these))
        return stops, levers


@dataclass(slots=True, kw_only=True)
class Window:
    """What is told of a window's pictures, whatever its slow light was meant to be; `key` is what it is kept by, and
    `kept` whether it is."""

    key: str
    scenes: tuple[Scene, ...]
    whites: Floats
    alone: NDArray[np.bool_]
    kept: bool = False


_WINDOWS: OrderedDict[str, Window] = OrderedDict()


def window(
    readings: Sequence[Reading],
    names: Sequence[str],
    lies: Sequence[Sequence[float]],
    plates: Plates | None,
    keeping: Keeping | None,
) -> Window:
    """The window of `readings`, called by `names`, which lie on the set as `lies` tell; of one that is known only the
    names are looked at."""
    told = hashlib.blake2b(repr((names, lies)).encode())
    if plates is not None:
        told.update(repr(plates.names).encode())
        told.update(plates.light.tobytes())
    key = told.hexdigest()
    if key not in _WINDOWS:
        arrays = keeping.get(key) if keeping else None
        shape = (readings[0].shape[0], readings[0].shape[1])
        _WINDOWS[key] = _unpacked(key, arrays, lies, shape) if arrays else _looked_at(key, readings, lies)
        while len(_WINDOWS) > KEPT:
            _WINDOWS.popitem(last=False)
    _WINDOWS.move_to_end(key)
    return _WINDOWS[key]


def keep(told: Window, keeping: Keeping | None) -> None:
    """Keep what is `told`, once all of it is."""
    if keeping is None or told.kept:
        return
    arrays = {"whites": told.whites, "alone": told.alone}
    for number, scene in enumerate(told.scenes):
        known = scene.known.packed() if scene.told.any() else {}
        if known is None:
            return
        for name, array in {"part": scene.part, "told": scene.told, **known}.items():
            arrays[f"{number} {name}"] = array
    keeping.put(told.key, arrays)
    told.kept = True


def _unpacked(
    key: str, arrays: Mapping[str, NDArray[Any]], lies: Sequence[Sequence[float]], picture: tuple[int, int]
) -> Window:
    parts: dict[int, dict[str, NDArray[Any]]] = {}
    for name, array in arrays.items():
        number, _, which = name.partition(" ")
        if which:
            parts.setdefault(int(number), {})[which] = array
    found = [
        Scene(
            part=part["part"],
            canvas=canvas_of([lies[at] for at in part["part"]], picture),
            told=part["told"],
            known=Known.of(part),
        )
        for part in parts.values()
    ]
    return Window(key=key, scenes=tuple(found), whites=arrays["whites"], alone=arrays["alone"], kept=True)


def _looked_at(key: str, readings: Sequence[Reading], lies: Sequence[Sequence[float]]) -> Window:
    picture = (readings[0].shape[0], readings[0].shape[1])
    whole = canvas_of(lies, picture)
    laid = whole.laid(in_stops(readings))[0]
    parts = runs(scenes(coarser(laid)))
    alone, white = np.zeros(len(readings), bool), blown(readings)
    whites, found = np.ones((len(readings), 3), np.float32), []
    for part in parts:
        canvas = canvas_of([lies[at] for at in part], picture)
        told = np.array([not np.isnan(laid[at]).all() for at in part])
        alone[part] = len(part) < 2
        whites[part] = _usually(white[part])
        found.append(Scene(part=part, canvas=canvas, told=told & (told.sum() > 1), known=Known()))
    return Window(key=key, scenes=tuple(found), whites=whites, alone=alone)


def _usually(white: Floats) -> Floats:
    """How much of each picture's `white` share (pictures x 3) most pictures around it have as well, 0..1."""
    found = np.ones_like(white)
    for at, now in enumerate(white):
        usual = middle(white[max(0, at - BEFORE) : at + BEFORE + 1], axis=0)
        found[at] = np.where(now > usual, usual / np.maximum(now, 1e-9), 1)
    return found


def fingerprint(reading: Reading) -> str:
    """What a reading is called that has no name: by what it holds."""
    return hashlib.blake2b(reading.tobytes(), digest_size=20).hexdigest()
