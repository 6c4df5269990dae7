"""Shapes, images and surfaces by their keys, as Blender's data. Lengths come in millimetres; a unit here is 100 mm."""

import json
from collections.abc import Iterable
from typing import Any

import bpy
import numpy as np
from surfaces import surface

UNIT = 0.01
"""Blender units to a millimetre."""
MOST_SURFACES = 500
"""Surfaces kept, those no longer in use among them."""


class Stock:
    """Everything that things are made of."""

    def __init__(self) -> None:
        self.shapes: dict[str, Any] = {}
        self.arrays: dict[str, dict[str, Any]] = {}
        self.images: dict[str, Any] = {}
        self._surfaces: dict[str, Any] = {}
        self._made = 0

    def hold_shape(self, key: str, arrays: dict[str, Any]) -> None:
        """Make a shape of its arrays: `vertices` and `faces` of a mesh, `points` and `radius` of fibres."""
        self.arrays[key] = arrays
        self.shapes[key] = made(key, arrays)

    def hold_image(self, key: str, pixels: Any) -> None:
        """Keep a picture: h × w × 3 uint8 in sRGB."""
        height, width = pixels.shape[:2]
        image = bpy.data.images.new(key, width, height, alpha=False, float_buffer=False)
        image.colorspace_settings.name = "sRGB"
        whole = np.ones((height, width, 4), np.float32)
        whole[..., :3] = pixels[::-1] / np.float32(255)
        image.pixels.foreach_set(whole.ravel())
        image.pack()
        self.images[key] = image

    def forget(self, shapes: Iterable[str], images: Iterable[str]) -> None:
        """Let shapes and images go that no thing is made of any more."""
        for key in shapes:
            self.arrays.pop(key, None)
            remove(self.shapes.pop(key, None))
        for key in images:
            image = self.images.pop(key, None)
            for name in [name for name in self._surfaces if f'"{key}"' in name]:
                bpy.data.materials.remove(self._surfaces.pop(name))
            if image is not None:
                bpy.data.images.remove(image)

    def surface(self, material: dict[str, Any], shape: str, *, shadow: bool) -> Any:
        """The Blender material for a material on a shape; materials alike are one."""
        arrays = self.arrays[shape]
        given = {
            "strand": "points" in arrays,
            "coloured": arrays.get("colour") is not None,
            "mapped": arrays.get("uv") is not None,
            "closed": material["kind"] in ("glass", "steam") and "faces" in arrays and closed(arrays),
            "shadow": shadow,
        }
        name = json.dumps([material, given], sort_keys=True)
        if name not in self._surfaces:
            image = self.images[material["image"]] if material["image"] else None
            self._made += 1
            self._surfaces[name] = surface(f"surface-{self._made:06d}", material, given, image)
        return self._surfaces[name]

    def tidy(self) -> None:
        """Let surfaces go that nothing is made of, once there are many: a lamp that flickers leaves one a picture."""
        if len(self._surfaces) <= MOST_SURFACES:
            return
        for name in [name for name, made in self._surfaces.items() if not made.users]:
            bpy.data.materials.remove(self._surfaces.pop(name))


def made(key: str, arrays: dict[str, Any]) -> Any:
    """Blender's data for the arrays of a shape."""
    return _fibres(key, arrays) if "points" in arrays else _mesh(key, arrays)


def remove(data: Any) -> None:
    """Let Blender's data of a shape go."""
    if data is None:
        return
    where = bpy.data.meshes if isinstance(data, bpy.types.Mesh) else bpy.data.hair_curves
    where.remove(data)


def _mesh(key: str, arrays: dict[str, Any]) -> Any:
    mesh = bpy.data.meshes.new(key)
    vertices, faces = arrays["vertices"], np.ascontiguousarray(arrays["faces"], np.int32)
    mesh.vertices.add(len(vertices))
    mesh.vertices.foreach_set("co", np.ravel(vertices * np.float32(UNIT)))
    mesh.loops.add(faces.size)
    mesh.loops.foreach_set("vertex_index", faces.ravel())
    mesh.polygons.add(len(faces))
    mesh.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
    rest = arrays.get("rest")
    _attribute(mesh, "rest", "FLOAT_VECTOR", "POINT", vertices if rest is None else rest)
    if arrays.get("colour") is not None:
        _attribute(mesh, "col", "FLOAT_COLOR", "POINT", arrays["colour"])
    if arrays.get("one") is not None:
        _attribute(mesh, "one", "FLOAT", "POINT", arrays["one"])
    if arrays.get("uv") is not None:
        corners = np.asarray(arrays["uv"], np.float32)[faces.ravel()]
        for name, scale in (("uv", (1.0, 1.0)), ("mm", millimetres(arrays))):
            layer = mesh.uv_layers.new(name=name)
            layer.data.foreach_set("uv", np.ravel(corners * np.array(scale, np.float32)))
    mesh.polygons.foreach_set("use_smooth", np.full(len(faces), bool(arrays.get("smooth", True))))
    mesh.update(calc_edges=True)
    return mesh


def _fibres(key: str, arrays: dict[str, Any]) -> Any:
    points = arrays["points"]
    count, along = points.shape[:2]
    fibres = bpy.data.hair_curves.new(key)
    fibres.add_curves([along] * count)
    fibres.attributes["position"].data.foreach_set("vector", np.ravel(points * np.float32(UNIT)))
    radius = fibres.attributes.get("radius") or fibres.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", np.ravel(arrays["radius"] * np.float32(UNIT)))
    _attribute(fibres, "col", "FLOAT_COLOR", "CURVE", arrays["colour"])
    return fibres


def _attribute(data: Any, name: str, kind: str, domain: str, values: Any) -> None:
    values = np.asarray(values, np.float32)
    attribute = data.attributes.new(name, kind, domain)
    if kind == "FLOAT_COLOR":
        values = np.concatenate([values, np.ones((len(values), 1), np.float32)], axis=1)
        attribute.data.foreach_set("color", values.ravel())
    else:
        attribute.data.foreach_set("value" if kind == "FLOAT" else "vector", values.ravel())


def closed(arrays: dict[str, Any]) -> bool:
    """Whether a mesh has an inside: each edge belongs to two triangles, once seams are sewn up."""
    _, sewn = np.unique(np.round(arrays["vertices"], 3), axis=0, return_inverse=True)
    faces = np.ravel(sewn)[arrays["faces"]]
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    edges = edges[edges[:, 0] != edges[:, 1]]
    _, count = np.unique(edges, axis=0, return_counts=True)
    return bool(len(count)) and bool((count % 2 == 0).all())


def millimetres(arrays: dict[str, Any]) -> tuple[float, float]:
    """How many millimetres one step of u and one of v are on the surface, in the middle of all triangles."""
    vertices, uv, faces = arrays["vertices"], np.asarray(arrays["uv"], np.float64), arrays["faces"]
    rest = arrays.get("rest")
    at = vertices if rest is None else rest
    sides = at[faces[:, 1:]] - at[faces[:, :1]]
    steps = uv[faces[:, 1:]] - uv[faces[:, :1]]
    area = steps[:, 0, 0] * steps[:, 1, 1] - steps[:, 0, 1] * steps[:, 1, 0]
    sound = np.abs(area) > 1e-12
    if not sound.any():
        return 1.0, 1.0
    sides, steps, area = sides[sound], steps[sound], area[sound, None]
    along = (sides[:, 0] * steps[:, 1, 1:] - sides[:, 1] * steps[:, 0, 1:]) / area
    across = (sides[:, 1] * steps[:, 0, :1] - sides[:, 0] * steps[:, 1, :1]) / area
    length, width = (float(np.median(np.linalg.norm(way, axis=1))) for way in (along, across))
    return length, width
