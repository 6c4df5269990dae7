"""A part of a scene that can be moved and joined with others: what a puppet, a prop or a set gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from komadori.stage.scene import Floats, Material, Role, Shape, Thing, shape_key


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fragment:
    """Things with the shapes, materials and images they name, in the coordinates of whoever made them."""

    things: tuple[Thing, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    materials: Mapping[str, Material] = field(default_factory=dict)
    images: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, shape: Shape, material: Material, *, places: Floats | None = None, role: Role) -> "Fragment":
        """One thing at `places` (m × 4 × 4), by default where its shape lies; its material is named after it."""
        key = shape_key(shape)
        at = np.eye(4, dtype=np.float32)[None] if places is None else places
        thing = Thing(name=name, shape=key, material=name, places=at, role=role)
        return cls(things=(thing,), shapes={key: shape}, materials={name: material})

    def moved(self, matrix: Floats) -> "Fragment":
        """The same at another place: `matrix` is 4 × 4, applied after each thing's own."""
        return replace(self, things=tuple(replace(thing, places=matrix @ thing.places) for thing in self.things))

    def called(self, prefix: str) -> "Fragment":
        """The same with `prefix` and a slash before every name of a thing, a material and an image."""
        return Fragment(
            things=tuple(
                replace(thing, name=f"{prefix}/{thing.name}", material=f"{prefix}/{thing.material}")
                for thing in self.things
            ),
            shapes=self.shapes,
            materials={
                f"{prefix}/{name}": replace(material, image=f"{prefix}/{material.image}" if material.image else "")
                for name, material in self.materials.items()
            },
            images={f"{prefix}/{name}": image for name, image in self.images.items()},
        )


def joined(fragments: Iterable[Fragment]) -> Fragment:
    """All fragments as one; of two that use a name for different things, the later one's material or image counts."""
    things: list[Thing] = []
    shapes: dict[str, Shape] = {}
    materials: dict[str, Material] = {}
    images: dict[str, NDArray[np.uint8]] = {}
    for fragment in fragments:
        things += fragment.things
        shapes.update(fragment.shapes)
        materials.update(fragment.materials)
        images.update(fragment.images)
    return Fragment(things=tuple(things), shapes=shapes, materials=materials, images=images)
