"""What a renderer is given: shapes, materials, lamps and a lens as plain arrays, with nothing left to look up.

Lengths are millimetres of the miniature, angles degrees, colours linear light with sRGB primaries. X points right, Y
away from the camera, Z up; puppets face −Y. Arrays are float32 unless said otherwise and are never written to.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Colour: TypeAlias = tuple[float, float, float]
Role: TypeAlias = Literal["set", "outdoors", "puppet", "prop", "food", "rig", "weather"]
"""What a thing is to the film; mattes are made by role."""
LampKind: TypeAlias = Literal["sun", "area", "point", "spot"]

Kind: TypeAlias = Literal[
    "felt",
    "fibre",
    "yarn",
    "cloth",
    "wood",
    "plaster",
    "paper",
    "tatami",
    "glaze",
    "lacquer",
    "metal",
    "glass",
    "water",
    "steam",
    "leaf",
    "petal",
    "food",
    "bead",
    "stone",
    "earth",
    "snow",
    "glow",
    "plain",
]
"""How a surface is built. Every renderer knows all of them; what a kind asks besides colour stands in `Material`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mesh:
    """Triangles: `vertices` n × 3, `faces` m × 3 int32, outward by the right hand.

    `uv` (n × 2) and `colour` (n × 3) are given where the material asks for them. `rest` (n × 3) is where a vertex lies
    in the unposed shape, so that grain sticks to what moves; None means `vertices`.
    """

    vertices: Floats
    faces: NDArray[np.int32]
    uv: Floats | None = None
    colour: Floats | None = None
    rest: Floats | None = None
    smooth: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fibres:
    """Hairs or yarn: `points` n × k × 3 along each, `radius` n × k, `colour` n × 3."""

    points: Floats
    radius: Floats
    colour: Floats


Shape: TypeAlias = Mesh | Fibres


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A surface of a `kind`: its `colour`, and what the kind asks besides.

    `second` is the other colour of what has two (wood's dark grain, a speckle). `grain` is the size of its structure in
    millimetres, `axis` (0, 1, 2) the direction it runs in. `rough` and `through` (light that comes through from
    behind), `bump`, `gloss` (a clear coat) and `sheen` are 0 to 1. `light` is emitted light in units where white paper
    in the key light is 1. `image` names a picture in `Scene.images`, laid by uv, whose colour replaces `colour`.
    """

    kind: Kind
    colour: Colour = (0.5, 0.5, 0.5)
    second: Colour | None = None
    grain: float = 1.0
    axis: int = 0
    rough: float = 0.7
    through: float = 0.0
    bump: float = 0.3
    gloss: float = 0.0
    sheen: float = 0.0
    light: float = 0.0
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Thing:
    """A shape at one or many places.

    `name` is unique within the scene, with slashes from whole to part ("badger/head/mat"). `shape` and `material` are
    keys of the scene's tables. `places` is m × 4 × 4: from the shape's own millimetres to the stage's.
    `seen` by the lens, and whether it casts `shadow` (and bounce) on others.
    """

    name: str
    shape: str
    material: str
    places: Floats
    role: Role = "set"
    seen: bool = True
    shadow: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A light.

    `at` is where it stands and `towards` the point it looks at. `power` is watts for area, point and spot, and watts a
    square metre for the sun, as Cycles counts them in a world of one unit to 100 mm. `size` is width and height of an
    area, the diameter of a point's ball (first value), or the sun's angle in degrees; `cone` a spot's full angle.
    `diffuse` false leaves it out of diffuse light, so that it only makes a glint in eyes.
    """

    name: str
    kind: LampKind
    at: tuple[float, float, float]
    towards: tuple[float, float, float]
    power: float
    colour: Colour = (1.0, 1.0, 1.0)
    size: tuple[float, float] = (10.0, 10.0)
    cone: float = 60.0
    diffuse: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """Where the camera is and how it sees: `focal` and `sensor` (its width) in mm, `focus` the distance in mm.

    `f_number` is that of a macro lens at the puppet's scale; `roll` turns the camera about its axis.
    """

    at: tuple[float, float, float]
    towards: tuple[float, float, float]
    focal: float = 52.0
    sensor: float = 36.0
    focus: float = 500.0
    f_number: float = 12.0
    roll: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """Everything before the lens at one exposure.

    `shapes` are keyed by their content (`content_key`), so that a renderer that holds a shape already is not sent it
    again. `images` are h × w × 3 uint8 in sRGB. `air` is light that comes evenly from everywhere.
    """

    shapes: Mapping[str, Shape]
    materials: Mapping[str, Material]
    things: tuple[Thing, ...]
    lamps: tuple[Lamp, ...]
    lens: Lens
    images: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    air: Colour = (0.0, 0.0, 0.0)


def content_key(*parts: Any) -> str:
    """A name for content: 32 hexadecimal digits of the BLAKE2b hash of arrays, texts and numbers, in order."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, np.ndarray):
            digest.update(f"{part.dtype}{part.shape}".encode())
            digest.update(np.ascontiguousarray(part).data)
        else:
            digest.update(repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def shape_key(shape: Shape) -> str:
    """The key of a shape: of all its arrays."""
    if isinstance(shape, Mesh):
        held = (shape.vertices, shape.faces, shape.uv, shape.colour, shape.rest, shape.smooth)
        return content_key("mesh", *held)
    return content_key("fibres", shape.points, shape.radius, shape.colour)
