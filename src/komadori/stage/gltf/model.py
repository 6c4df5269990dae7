"""A model on the stage: every node of it can be turned, tilted, nodded and moved, as a puppet's parts can."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from komadori.stage.armature.channels import Channel, Pose, checked, nearest
from komadori.stage.company import place_of
from komadori.stage.felt.boil import Touch
from komadori.stage.fragment import Fragment
from komadori.stage.gltf.arrays import floats_of, triangles_of
from komadori.stage.gltf.container import BadModel, Container
from komadori.stage.gltf.nodes import UPRIGHT, Matrix, Node, read_nodes
from komadori.stage.gltf.surfaces import Surfaces
from komadori.stage.puppet import UnknownAnchor
from komadori.stage.scene import Floats, Material, Mesh, Role, Shape, Thing, shape_key

USUAL_HEIGHT = 100.0
"""Millimetres that a model is scaled to where the stage file does not say."""
MOST_VERTICES, MOST_FACES = 1_500_000, 3_000_000
MOST_SURFACES = 5000
MOST_POSED = 80
"""Nodes that get channels, those nearest the root first."""
WHOLE = tuple(
    Channel(name=f"body.{name}", unit="degrees" if name in ("turn", "lean", "sway") else "mm", low=-reach, high=reach)
    for name, reach in (("x", 1000.0), ("y", 1000.0), ("rise", 500.0), ("turn", 720.0), ("lean", 90.0), ("sway", 90.0))
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A surface of a node, in the node's own coordinates."""

    name: str
    key: str
    material: str


class Model:
    """A glTF model as an actor: it stands on the origin and faces −Y, scaled to `height` mm. Raises BadModel."""

    def __init__(self, path: Path, height: float = 0.0) -> None:
        held = Container(path)
        self.name = path.stem
        self._roots = read_nodes(held)
        self._surfaces = Surfaces(held)
        self._shapes: dict[str, Shape] = {}
        self._materials: dict[str, Material] = {}
        self._pieces: dict[str, list[Piece]] = {}
        self._counted = [0, 0, 0]
        self._read_meshes(held)
        self.channels = self._channels()
        self._fit: Matrix = np.eye(4)
        self._scale = 1.0
        low, high = self._bounds(held)
        # What lies flat is scaled by its width: a flag on the floor has no height to go by.
        scale = (height or USUAL_HEIGHT) / max(float(high[2] - low[2]), 0.05 * float((high - low).max()))
        middle = (low + high) / 2.0
        self._fit = np.diag([scale, scale, scale, 1.0])
        self._fit[:3, 3] = -scale * np.array([middle[0], middle[1], low[2]])
        self._low, self._high = scale * (low - [*middle[:2], low[2]]), scale * (high - [*middle[:2], low[2]])
        self._scale = scale

    @property
    def height(self) -> float:
        """In mm."""
        return float(self._high[2])

    def check(self, pose: Pose) -> None:
        """Raise UnknownChannel, UnknownReplacement, PoseBeyondLimit, or Several of them."""
        checked(self.channels, pose, self.name)

    def fragment(
        self, pose: Pose, *, detail: float = 1.0, touched: Sequence[Touch] = (), role: Role = "puppet"
    ) -> Fragment:
        """The model in `pose`. It has no fibres: `detail` and `touched` change nothing. Raises what `check` raises."""
        del detail, touched
        self.check(pose)
        things = tuple(
            Thing(
                name=piece.name,
                shape=piece.key,
                material=piece.material,
                places=np.asarray(where, np.float32)[None],
                role=role,
            )
            for node, where in self._placed(pose)
            for piece in self._pieces.get(node.name, ())
        )
        return Fragment(
            things=things, shapes=self._shapes, materials=self._materials, images=dict(self._surfaces.images)
        )

    def anchor(self, name: str, pose: Pose) -> Matrix:
        """Where a node is, by its name; "head", "eyes" and "mouth" are guessed where no node is called so.

        4 × 4 in mm, without the node's own turn. Raises UnknownAnchor.
        """
        self.check(pose)
        known: dict[str, Matrix] = {}
        for node, where in self._placed(pose):
            known[node.name] = where
            known.setdefault(node.name.replace("_", ".").replace("-", "."), where)
        if name in known:
            spot = known[name][:3, 3]
            return np.asarray(place_of((float(spot[0]), float(spot[1]), float(spot[2]))), np.float64)
        if name in ("head", "eyes", "mouth"):
            high = {"head": 0.85, "eyes": 0.85, "mouth": 0.72}[name] * self.height
            guess = np.eye(4)
            guess[:3, 3] = (0.0, 0.0 if name == "head" else 0.6 * float(self._low[1]), high)
            return np.asarray(self._whole(pose) @ guess)
        raise UnknownAnchor(f"{self.name} has no node {name!r}.", hint=nearest(name, known))

    def _channels(self) -> tuple[Channel, ...]:
        posed = [node for node in self._flat() if self._pieces.get(node.name) or node.children][:MOST_POSED]
        groups: dict[str, list[str]] = {}
        for node in self._flat():
            if node.group and node.choice not in groups.setdefault(node.group, []):
                groups[node.group].append(node.choice)
        made = [*WHOLE]
        for node in posed:
            if not node.group:
                made += [
                    Channel(name=f"{node.name}.{way}", unit="degrees", low=-180.0, high=180.0)
                    for way in ("turn", "tilt", "nod")
                ]
                made += [
                    Channel(name=f"{node.name}.{way}", unit="mm", low=-500.0, high=500.0) for way in ("x", "y", "rise")
                ]
        taken = {channel.name for channel in made}
        made += [
            Channel(name=group, unit="replacement", rest=choices[0], choices=tuple(choices))
            for group, choices in groups.items()
            if group not in taken
        ]
        return tuple(made)

    def _flat(self) -> Iterator[Node]:
        """Every node, those nearest the roots first."""
        waiting = list(self._roots)
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting.extend(node.children)

    def _placed(self, pose: Pose) -> list[tuple[Node, Matrix]]:
        """Every node that is shown, with where it is in the puppet's mm."""
        rest = {channel.name: channel.rest for channel in self.channels if channel.choices}
        whole = self._whole(pose) @ self._fit @ UPRIGHT
        found: list[tuple[Node, Matrix]] = []
        waiting = [(node, whole) for node in self._roots]
        while waiting:
            node, above = waiting.pop()
            if node.group in rest and pose.get(node.group, rest[node.group]) != node.choice:
                continue
            here = above @ _posed(node, pose, self._scale)
            found.append((node, here))
            waiting.extend((child, here) for child in node.children)
        return found

    def _whole(self, pose: Pose) -> Matrix:
        value = {name: float(pose.get(f"body.{name}", 0.0)) for name in ("x", "y", "rise", "turn", "lean", "sway")}
        stands = place_of((value["x"], value["y"], value["rise"]), value["turn"], value["lean"])
        return np.asarray(stands, np.float64) @ _about(1, value["sway"])

    def _bounds(self, held: Container) -> tuple[Matrix, Matrix]:
        low, high = np.full(3, np.inf), np.full(3, -np.inf)
        for node, where in self._placed({}):
            for piece in self._pieces.get(node.name, ()):
                shape = self._shapes[piece.key]
                if isinstance(shape, Mesh) and len(shape.vertices):
                    seen = shape.vertices.astype(np.float64) @ where[:3, :3].T + where[:3, 3]
                    low, high = np.minimum(low, seen.min(0)), np.maximum(high, seen.max(0))
        if not (np.isfinite(low).all() and np.isfinite(high).all() and (high - low).max() > 1e-9):
            raise held.wrong("has no surface to be seen.")
        return low, high

    def _read_meshes(self, held: Container) -> None:
        made: dict[int, list[tuple[str, str]]] = {}
        for node in self._flat():
            if node.mesh is None:
                continue
            if node.mesh not in made:
                made[node.mesh] = self._surfaces_of(held, node.mesh)
            self._pieces[node.name] = [
                Piece(name=f"{node.name}/{number}", key=key, material=material)
                for number, (key, material) in enumerate(made[node.mesh])
            ]

    def _surfaces_of(self, held: Container, mesh: int) -> list[tuple[str, str]]:
        primitives = held.row("meshes", mesh).get("primitives")
        if not isinstance(primitives, list) or len(primitives) > 1000:
            raise held.wrong("has a mesh without a list of surfaces.")
        found = []
        self._counted[2] += len(primitives)
        if self._counted[2] > MOST_SURFACES:
            raise held.wrong(f"has more than {MOST_SURFACES} surfaces.", "simplify it.")
        for primitive in primitives:
            if not isinstance(primitive, dict) or not isinstance(primitive.get("attributes"), dict):
                raise held.wrong("has a surface without attributes.")
            shape = self._shape(held, primitive)
            name, material = self._surfaces.material(primitive.get("material"))
            if not len(shape.faces):
                continue
            if material.image and shape.uv is None:
                name, material = f"{name}-plain", _unpictured(material)
            self._materials[name] = material
            key = shape_key(shape)
            self._shapes[key] = shape
            found.append((key, name))
        return found

    def _shape(self, held: Container, primitive: Mapping[str, Any]) -> Mesh:
        told = primitive["attributes"]
        vertices = floats_of(held, told.get("POSITION"), 3, -1e6, 1e6)
        faces = triangles_of(held, dict(primitive), len(vertices))
        self._counted[0] += len(vertices)
        self._counted[1] += len(faces)
        if self._counted[0] > MOST_VERTICES or self._counted[1] > MOST_FACES:
            raise held.wrong(f"has more than {MOST_VERTICES:,} vertices or {MOST_FACES:,} faces.", "simplify it.")
        uv = None
        if "TEXCOORD_0" in told:
            uv = floats_of(held, told["TEXCOORD_0"], 2, -1e4, 1e4)
            if len(uv) != len(vertices):
                raise held.wrong("has texture coordinates for another number of vertices.")
            # Its first row of pixels is the top one, and v counts from there; the stage's v counts from below.
            uv = np.stack([uv[:, 0], 1.0 - uv[:, 1]], axis=1)
        return Mesh(vertices=vertices, faces=faces, uv=uv)


class ModelProp:
    """A model as a prop: it does not move, and is held at its middle. Raises BadModel."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.grip: Floats = place_of((0.0, 0.0, model.height / 2.0))

    def fragment(self, *, detail: float = 1.0) -> Fragment:
        """It in its own millimetres."""
        return self.model.fragment({}, detail=detail, role="prop")


def load_model(name: str, roots: Sequence[Path] = (), height: float = 0.0) -> Model:
    """The model file `name` ("fox.glb") from the folders `roots`, `height` mm high, 100 where that is 0.

    Raises BadModel.
    """
    for root in roots:
        path = root / name
        if "/" not in name and "\\" not in name and path.is_file():
            return _loaded(path.resolve(), height, path.stat().st_mtime_ns)
    raise BadModel(f"There is no model {name}.", hint="it lies beside the stage file.")


def load_model_prop(name: str, roots: Sequence[Path] = (), height: float = 0.0) -> ModelProp:
    """The model file `name` as a prop. Raises BadModel."""
    return ModelProp(load_model(name, roots, height))


@lru_cache(maxsize=16)
def _loaded(path: Path, height: float, _changed: int) -> Model:
    return Model(path, height)


def _unpictured(material: Material) -> Material:
    return Material(kind=material.kind, colour=material.colour, rough=material.rough, bump=0.0, light=material.light)


def _posed(node: Node, pose: Pose, scale: float) -> Matrix:
    """Where a node is in its parent: moved by its own channels in mm, turned about where it is fixed."""

    def value(way: str) -> float:
        return float(pose.get(f"{node.name}.{way}", 0.0))

    shift = np.eye(4)
    # The stage's x, y and rise are glTF's x, −z and y.
    shift[:3, 3] = np.array([value("x"), value("rise"), -value("y")]) / scale
    turned = _about(1, value("turn")) @ _about(0, value("nod")) @ _about(2, -value("tilt"))
    return np.asarray(shift @ node.move @ node.turn @ turned @ node.size)


def _about(axis: int, degrees: float) -> Matrix:
    """A turn about one axis, right-handed."""
    if not degrees:
        return np.eye(4)
    matrix = np.eye(4)
    one, other = [(1, 2), (2, 0), (0, 1)][axis]
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix[one, one] = matrix[other, other] = cosine
    matrix[one, other], matrix[other, one] = -sine, sine
    return matrix
