"""Whether a scene can be photographed: every number is one, every name leads somewhere, every face has its vertices."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from komadori.errors import Several
from komadori.stage.renderer import BadScene, Demand
from komadori.stage.scene import Fibres, Lamp, Lens, Material, Mesh, Scene, Shape, Thing

LARGEST = 16384
"""Pixels a picture may be wide or high."""
FAR = 1e7
"""Millimetres beyond which nothing of a miniature lies."""


def check_scene(scene: Scene, known: "set[str]") -> None:
    """Refuse a scene that cannot be photographed; shapes whose keys are in `known` have passed before and are added.

    Raises BadScene, or Several of them.
    """
    troubles = [BadScene(told, hint=hint) for told, hint in _troubles(scene, known)]
    if len(troubles) == 1:
        raise troubles[0]
    if troubles:
        raise Several(f"The scene cannot be photographed, for {len(troubles)} reasons.", troubles)


def check_demand(demand: Demand) -> None:
    """Refuse a picture of no size or of too many pixels. Raises BadScene."""
    if not all(1 <= length <= LARGEST for length in demand.size):
        width, height = demand.size
        raise BadScene(f"A picture of {width} x {height} cannot be made.", hint=f"1 to {LARGEST} pixels each way.")


def _troubles(scene: Scene, known: "set[str]") -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for thing in scene.things:
        for told, hint in _of_thing(thing, scene, known):
            yield f"{thing.name}: {told}.", hint
        if thing.name in names:
            yield f"Two things are called {thing.name}.", "every thing has a name of its own."
        names.add(thing.name)
    for lamp in scene.lamps:
        if not _lamp_fits(lamp):
            yield f"The lamp {lamp.name} has a number that cannot be: {lamp}.", "power and size are 0 or more."
    if not _lens_fits(scene.lens):
        yield f"The lens has a number that cannot be: {scene.lens}.", "focal length, focus and f-number are above 0."
    for name, image in scene.images.items():
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
            yield f"The picture {name} is {image.dtype} of {image.shape}.", "it is height x width x 3 of uint8."
    if not _finite(scene.air) or min(scene.air) < 0:
        yield f"The air's light is {scene.air}.", "three numbers, 0 or more."


def _of_thing(thing: Thing, scene: Scene, known: "set[str]") -> Iterator[tuple[str, str]]:
    shape, material = scene.shapes.get(thing.shape), scene.materials.get(thing.material)
    if shape is None:
        yield f"its shape {thing.shape} is not in the scene", ""
    elif thing.shape not in known:
        troubles = list(_of_mesh(shape) if isinstance(shape, Mesh) else _of_fibres(shape))
        yield from ((told, "a model of one's own is best written anew.") for told in troubles)
        if not troubles:
            known.add(thing.shape)
    if material is None:
        yield f"its material {thing.material} is not in the scene", ""
    else:
        yield from _of_material(material, scene)
    if thing.places.ndim != 3 or thing.places.shape[1:] != (4, 4):
        yield f"its places have the shape {thing.places.shape}", "one matrix of 4 x 4 for each place."
    elif not _finite(thing.places):
        yield "a place holds a number that is none", ""


def _of_material(material: Material, scene: Scene) -> Iterator[tuple[str, str]]:
    if material.image and material.image not in scene.images:
        yield f"its material's picture {material.image} is not in the scene", ""
    numbers = (*material.colour, *(material.second or ()), material.grain, material.rough, material.through)
    if not _finite((*numbers, material.bump, material.gloss, material.sheen, material.light)) or material.grain <= 0:
        yield f"its material has a number that cannot be: {material}", ""


def _of_mesh(mesh: Mesh) -> Iterator[str]:
    count = len(mesh.vertices)
    if mesh.vertices.shape != (count, 3) or mesh.faces.ndim != 2 or mesh.faces.shape[1] != 3:
        yield f"vertices of {mesh.vertices.shape} and faces of {mesh.faces.shape} are no triangles"
        return
    if not _finite(mesh.vertices):
        yield "a vertex lies nowhere (not a number, or beyond all bounds)"
    if mesh.faces.size and (mesh.faces.min() < 0 or mesh.faces.max() >= count):
        yield f"a face names vertex {mesh.faces.max()} of {count}"
    for name, array, width in (("uv", mesh.uv, 2), ("colour", mesh.colour, 3), ("rest", mesh.rest, 3)):
        if array is not None and (array.shape != (count, width) or not _finite(array)):
            yield f"{name} of {array.shape} does not go with {count} vertices, or holds no number"


def _of_fibres(fibres: Fibres) -> Iterator[str]:
    points = fibres.points
    if points.ndim != 3 or points.shape[2] != 3 or points.shape[1] < 2:
        yield f"points of {points.shape} are no fibres"
        return
    if fibres.radius.shape != points.shape[:2] or fibres.colour.shape != (len(points), 3):
        yield f"radius of {fibres.radius.shape} or colour of {fibres.colour.shape} is not for {len(points)} of them"
    if not (_finite(points) and _finite(fibres.radius) and _finite(fibres.colour)):
        yield "a fibre holds a number that is none"


def _lamp_fits(lamp: Lamp) -> bool:
    numbers = (*lamp.at, *lamp.towards, lamp.power, *lamp.colour, *lamp.size, lamp.cone)
    return _finite(numbers) and lamp.power >= 0 and min(lamp.size) >= 0


def _lens_fits(lens: Lens) -> bool:
    positive = (lens.focal, lens.sensor, lens.focus, lens.f_number)
    return _finite((*lens.at, *lens.towards, *positive, lens.roll)) and min(positive) > 0 and lens.at != lens.towards


def _finite(numbers: Any) -> bool:
    array = np.asarray(numbers)
    return bool(np.isfinite(array).all() and (array.size == 0 or np.abs(array).max() < FAR))


def shape_arrays(shape: Shape) -> dict[str, Any]:
    """The arrays of a shape by name, without those not given; `smooth` is a truth value."""
    if isinstance(shape, Fibres):
        return {"points": shape.points, "radius": shape.radius, "colour": shape.colour}
    arrays = {"vertices": shape.vertices, "faces": shape.faces, "smooth": shape.smooth}
    given = {"uv": shape.uv, "colour": shape.colour, "rest": shape.rest}
    return arrays | {name: array for name, array in given.items() if array is not None}
