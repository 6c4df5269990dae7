"""What a scene shows, as one key: two scenes of the same key give the same picture."""

import weakref
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.stage.scene import Scene, content_key

_keys: dict[int, tuple["weakref.ref[NDArray[np.uint8]]", str]] = {}


def image_key(image: NDArray[np.uint8]) -> str:
    """The key of a picture's content. Remembered: hashing large pictures at every exposure costs more than a pose."""
    known = id(image)
    held = _keys.get(known)
    if held is None or held[0]() is not image:
        # An id becomes another's once its picture is gone; so does what was remembered of it.
        held = (weakref.ref(image, lambda _: _keys.pop(known, None)), f"image-{content_key(image)}")
        _keys[known] = held
    return held[1]


def scene_key(scene: Scene) -> str:
    """The key of everything that is seen; neither names of materials nor the order of things, lamps or tables count."""
    things: list[tuple[Any, ...]] = []
    for thing in scene.things:
        material = scene.materials[thing.material]
        image = image_key(scene.images[material.image]) if material.image else ""
        looks = (thing.role, thing.seen, thing.shadow, replace(material, image=image))
        things.append((thing.name, thing.shape, looks, content_key(thing.places)))
    return content_key(
        sorted(things, key=lambda thing: thing[0]),
        sorted(scene.lamps, key=lambda lamp: lamp.name),
        scene.lens,
        scene.air,
    )
