"""A small builder for node graphs: sockets go in and come out, as in a formula."""

from typing import Any

import bpy


class Graph:
    """The nodes of one material. A value is a number, a colour of three numbers, or another node's socket."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        if self.material.node_tree is None:
            self.material.use_nodes = True
        self._tree = self.material.node_tree
        self._tree.nodes.clear()
        self._out = self._tree.nodes.new("ShaderNodeOutputMaterial")

    def node(self, kind: str, **given: Any) -> Any:
        """A node: names in lower case are its settings, others its inputs ("Base_Color" is "Base Color")."""
        node = self._tree.nodes.new(f"ShaderNode{kind}")
        for name, value in given.items():
            if name[0].islower():
                setattr(node, name, value)
        for name, value in given.items():
            if not name[0].islower():
                self.put(node.inputs[name.replace("_", " ")], value)
        return node

    def put(self, socket: Any, value: Any) -> None:
        """Set an input, or lead another node's output to it."""
        if hasattr(value, "is_linked"):
            self._tree.links.new(value, socket)
        elif socket.type == "RGBA":
            socket.default_value = (*value[:3], 1.0)
        else:
            socket.default_value = value

    def finish(self, surface: Any) -> Any:
        """Lead `surface` to the output, and return the material."""
        self.put(self._out.inputs["Surface"], surface)
        return self.material

    def math(self, how: str, *values: Any) -> Any:
        """A Math node: ADD, SUBTRACT, MULTIPLY, POWER, FRACT and so on. All its inputs are to be given."""
        node = self.node("Math", operation=how)
        for number, value in enumerate(values):
            self.put(node.inputs[number], value)
        return node.outputs[0]

    def add(self, first: Any, second: Any) -> Any:
        """The sum of two numbers."""
        return self.math("ADD", first, second)

    def times(self, first: Any, second: Any) -> Any:
        """The product of two numbers."""
        return self.math("MULTIPLY", first, second)

    def around(self, value: Any, spread: float, middle: float = 0.5) -> Any:
        """A factor near 1: `value` differs from its `middle`, times `spread`."""
        return self.add(self.times(value, spread), 1.0 - middle * spread)

    def vector(self, how: str, *values: Any, **given: Any) -> Any:
        """A Vector Math node that gives a vector."""
        node = self.node("VectorMath", operation=how, **given)
        for number, value in enumerate(values):
            self.put(node.inputs[number], value)
        return node.outputs["Vector"]

    def parts(self, vector: Any) -> tuple[Any, Any, Any]:
        """The three numbers of a vector."""
        node = self.node("SeparateXYZ", Vector=vector)
        return node.outputs[0], node.outputs[1], node.outputs[2]

    def together(self, first: Any, second: Any, third: Any = 0.0) -> Any:
        """A vector of three numbers."""
        return self.node("CombineXYZ", X=first, Y=second, Z=third).outputs[0]

    def mix(self, share: Any, first: Any, second: Any, how: str = "MIX") -> Any:
        """A colour between two, or blended as `how` says."""
        node = self.node("Mix", data_type="RGBA", blend_type=how)
        for number, value in ((0, share), (6, first), (7, second)):
            self.put(node.inputs[number], value)
        return node.outputs[2]

    def scaled(self, colour: Any, by: Any) -> Any:
        """A colour lighter or darker: `by` is a number or a socket, 1 for no change."""
        return self.vector("SCALE", colour, Scale=by)

    def constant(self, colour: tuple[float, float, float]) -> Any:
        """A colour as a socket."""
        socket = self.node("RGB").outputs[0]
        socket.default_value = (*colour, 1.0)
        return socket

    def attribute(self, name: str, output: str) -> Any:
        """What the shape brings of this name: as "Color", "Vector" or "Fac"; 0 where it brings none."""
        return self.node("Attribute", attribute_name=name, attribute_type="GEOMETRY").outputs[output]

    def between(self, value: Any, low: float, high: float, new_low: float = 0.0, new_high: float = 1.0) -> Any:
        """`value` from low … high to new_low … new_high, smoothly, and kept there."""
        node = self.node("MapRange", interpolation_type="SMOOTHSTEP")
        for number, one in enumerate((value, low, high, new_low, new_high)):
            self.put(node.inputs[number], one)
        return node.outputs[0]

    def noise(self, at: Any, size: float, detail: float = 3.0, rough: float = 0.55, distort: float = 0.0) -> Any:
        """Noise around 0.5 whose lumps are about `size` of whatever `at` counts in."""
        node = self.node("TexNoise", Vector=at, Scale=1.0 / size, Detail=detail, Roughness=rough, Distortion=distort)
        return node.outputs[0]

    def chance(self, at: Any) -> Any:
        """An even chance of 0 to 1, another for every value of `at` (a number or a vector)."""
        if at.type == "VALUE":
            return self.node("TexWhiteNoise", noise_dimensions="1D", W=at).outputs["Value"]
        return self.node("TexWhiteNoise", Vector=at).outputs["Value"]

    def cells(self, at: Any, size: float, out: str = "Distance", feature: str = "F1") -> Any:
        """Voronoi cells of about `size`: the distance to a cell's centre (or its edge), or its "Color"."""
        return self.node("TexVoronoi", Vector=at, Scale=1.0 / size, feature=feature).outputs[out]

    def bumped(self, height: Any, strength: float, depth: float, normal: Any = None) -> Any:
        """A normal bent by a height of 0 to 1 that stands for `depth` millimetres."""
        node = self.node("Bump", Strength=min(strength, 1.0), Distance=depth * 0.01, Height=height)
        if normal is not None:
            self.put(node.inputs["Normal"], normal)
        return node.outputs[0]

    def principled(self, **given: Any) -> Any:
        """The Principled BSDF."""
        return self.node("BsdfPrincipled", **given).outputs[0]

    def blend(self, share: Any, first: Any, second: Any) -> Any:
        """One surface showing through another."""
        node = self.node("MixShader")
        for number, value in enumerate((share, first, second)):
            self.put(node.inputs[number], value)
        return node.outputs[0]

    def node_sum(self, first: Any, second: Any) -> Any:
        """Two surfaces' light together."""
        node = self.node("AddShader")
        self.put(node.inputs[0], first)
        self.put(node.inputs[1], second)
        return node.outputs[0]
