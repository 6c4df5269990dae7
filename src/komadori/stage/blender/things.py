"""The things of a scene as Blender objects, always in the order of their names, however the scene came about."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix
from stock import UNIT, Stock, made, remove

MANY = 300
"""A mesh at more places than this is joined into one: Blender is slow with thousands of objects."""
CLEAR = ("glass", "water", "steam")
"""Kinds that hide nothing behind them where coverage is asked for."""


class Things:
    """Objects by the names of their things. Objects that only moved stay; all others are made anew."""

    def __init__(self, scene: Any, stock: Stock) -> None:
        self._scene = scene
        self._stock = stock
        self._told: dict[str, dict[str, Any]] = {}
        self._objects: dict[str, list[Any]] = {}
        self._own: dict[str, Any] = {}

    def change(self, changed: list[dict[str, Any]], places: Any, gone: Iterable[str]) -> None:
        """Take things away and put the `changed` in place; `places` are those of all of them, one after another."""
        relink = False
        for name in gone:
            self._take_away(name)
            relink = True
        at = 0
        for told in changed:
            own = places[at : at + told["count"]]
            at += told["count"]
            relink |= self._put(told, own)
        if relink:
            self._in_order()

    def empty_if_using(self, shapes: Iterable[str]) -> None:
        """Take away every thing made of one of `shapes`."""
        using = set(shapes)
        for name in [name for name, told in self._told.items() if told["shape"] in using]:
            self._take_away(name)

    @contextmanager
    def coloured_by_role(self, colours: Mapping[str, tuple[float, float, float]]) -> Iterator[None]:
        """Every object in the colour of its role, black where it has none, so that colour tells coverage."""
        hidden = []
        for name, objects in self._objects.items():
            told = self._told[name]
            colour = colours.get(told["role"], (0.0, 0.0, 0.0))
            clear = told["material"]["kind"] in CLEAR and colour == (0.0, 0.0, 0.0)
            for held in objects:
                held.color = (*colour, 1.0)
                if clear or not told["seen"]:
                    held.hide_render = True
                    hidden.append(held)
        try:
            yield
        finally:
            for held in hidden:
                held.hide_render = False

    def _put(self, told: dict[str, Any], places: Any) -> bool:
        """Whether objects were made, so that the order has to be set."""
        before = self._told.get(told["name"])
        same = before is not None and all(before[field] == told[field] for field in ("shape", "count"))
        if not same or told["count"] > MANY:
            self._take_away(told["name"])
            self._make(told, places)
        self._told[told["name"]] = told
        surface = self._stock.surface(told["material"], told["shape"], shadow=told["shadow"])
        objects = self._objects[told["name"]]
        for number, held in enumerate(objects):
            if told["count"] <= MANY:
                held.matrix_world = blender_matrix(places[number])
            held.material_slots[0].material = surface
            _show(held, told)
        return not same or told["count"] > MANY

    def _make(self, told: dict[str, Any], places: Any) -> None:
        data = self._stock.shapes[told["shape"]]
        if told["count"] > MANY:
            data = made(f"joined-{told['shape']}", joined(self._stock.arrays[told["shape"]], places))
            self._own[told["name"]] = data
        if not data.materials:
            data.materials.append(None)
        short = hashlib.blake2b(told["name"].encode(), digest_size=12).hexdigest()
        count = 1 if told["count"] > MANY else told["count"]
        made_now = [bpy.data.objects.new(f"{short}-{number:05d}", data) for number in range(count)]
        for held in made_now:
            self._scene.collection.objects.link(held)
            held.material_slots[0].link = "OBJECT"
        self._objects[told["name"]] = made_now

    def _take_away(self, name: str) -> None:
        for held in self._objects.pop(name, ()):
            bpy.data.objects.remove(held)
        self._told.pop(name, None)
        remove(self._own.pop(name, None))

    def _in_order(self) -> None:
        # Cycles numbers what it meets in the order of the collection, and a picture's last bits hang on the numbers.
        linked = self._scene.collection.objects
        for name in sorted(self._objects):
            for held in self._objects[name]:
                linked.unlink(held)
        for name in sorted(self._objects):
            for held in self._objects[name]:
                linked.link(held)


def _show(held: Any, told: dict[str, Any]) -> None:
    held.visible_camera = told["seen"]
    for ray in ("diffuse", "glossy", "transmission", "shadow", "volume_scatter"):
        setattr(held, f"visible_{ray}", told["shadow"])


def blender_matrix(place: Any) -> Matrix:
    """A place in millimetres as Blender's matrix in its own units."""
    matrix = np.array(place, np.float64)
    matrix[:3, 3] *= UNIT
    return Matrix(matrix.tolist())


def joined(arrays: dict[str, Any], places: Any) -> dict[str, Any]:
    """A shape at many places as one shape; each copy has a number of its own, `one`."""
    count = len(places)
    if "points" in arrays:
        points = _at(arrays["points"].reshape(-1, 3), places).reshape(-1, *arrays["points"].shape[1:])
        size = np.cbrt(np.abs(np.linalg.det(places[:, :3, :3]))).astype(np.float32)
        radius = (size[:, None, None] * arrays["radius"]).reshape(-1, arrays["radius"].shape[1])
        return {"points": points, "radius": radius, "colour": np.tile(arrays["colour"], (count, 1))}
    vertices, faces = arrays["vertices"], arrays["faces"]
    rest = vertices if arrays.get("rest") is None else arrays["rest"]
    whole = {
        "vertices": _at(vertices, places).reshape(-1, 3),
        "faces": (faces[None] + (np.arange(count, dtype=np.int32) * len(vertices))[:, None, None]).reshape(-1, 3),
        "rest": np.tile(rest, (count, 1)),
        # The golden section spreads any count of copies evenly.
        "one": np.repeat((np.arange(count) * 0.6180339887) % 1.0, len(vertices)).astype(np.float32),
        "smooth": arrays.get("smooth", True),
    }
    for name in ("uv", "colour"):
        if arrays.get(name) is not None:
            whole[name] = np.tile(arrays[name], (count, 1))
    return whole


def _at(points: Any, places: Any) -> Any:
    turned = np.einsum("mij,nj->mni", places[:, :3, :3], points) + places[:, None, :3, 3]
    return turned.astype(np.float32)
