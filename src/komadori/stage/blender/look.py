"""A material while its graph is made: what it asks for, where points lie, and the finish that all kinds share."""

from typing import Any

from graph import Graph

TURNS = {0: (1, 2), 1: (0, 2), 2: (0, 1)}
"""For an axis the two across it."""


class Look:
    """The fields of a material by name, and the sockets graphs begin with.

    `given` tells of the shape: a `strand` (or a mesh), `coloured` and `mapped` (it brings colour, uv), `closed` (it
    has an inside), and of the thing, whether it casts `shadow`.
    """

    def __init__(self, graph: Graph, material: dict[str, Any], given: dict[str, bool], image: Any) -> None:
        self.graph = graph
        self.strand, self.mapped, self.closed = given["strand"], given["mapped"], given["closed"]
        self.grain: float = material["grain"]
        self.axis: int = material["axis"]
        self.rough: float = material["rough"]
        self.through: float = material["through"]
        self.bump: float = material["bump"]
        self.gloss: float = material["gloss"]
        self.sheen: float = material["sheen"]
        self.light: float = material["light"]
        self.tone: tuple[float, float, float] = tuple(material["colour"])
        self.second: tuple[float, float, float] | None = material["second"] and tuple(material["second"])
        self.pictured = image is not None and self.mapped
        self.colour = self._colour(given, image)
        self._rest: Any = None

    def other(self, factor: float) -> Any:
        """The second colour, or where none is given the first one times `factor`."""
        if self.second is not None and not self.pictured:
            return self.second
        return self.graph.scaled(self.colour, factor)

    def rest(self) -> Any:
        """Where the point lies in the unposed shape, in millimetres; copies of a shape differ from one another."""
        if self._rest is None:
            graph = self.graph
            if self.strand:
                place = graph.scaled(graph.node("TexCoord").outputs["Object"], 100.0)
            else:
                place = graph.attribute("rest", "Vector")
            self._rest = place
        return self._rest

    def aside(self) -> Any:
        """`rest`, moved far aside by a different way for every copy, so that no two boards have the same grain."""
        graph = self.graph
        return graph.vector("ADD", self.rest(), graph.vector("SCALE", (353.0, 197.0, 271.0), Scale=self.one()))

    def one(self) -> Any:
        """A number of 0 to 1 that is another for every copy of a shape."""
        graph = self.graph
        own = graph.node("ObjectInfo").outputs["Random"]
        return graph.math("FRACT", graph.add(own, graph.attribute("one", "Fac")))

    def run(self, place: Any, longer: float) -> Any:
        """`place` counted in grains, and along the axis in grains `longer` times as long."""
        scale = [1.0 / self.grain] * 3
        scale[self.axis] /= longer
        return self.graph.vector("MULTIPLY", place, tuple(scale))

    def flat(self) -> tuple[Any, Any]:
        """Millimetres along and across a surface, by its uv where it has one, otherwise by its place."""
        graph = self.graph
        if self.mapped:
            parts = graph.parts(graph.node("UVMap", uv_map="mm").outputs[0])
            return parts[0], parts[1]
        parts = graph.parts(self.rest())
        along, across = TURNS[2] if self.axis != 1 else (1, 0)
        return graph.add(parts[along], graph.times(parts[2], 0.71)), graph.add(
            parts[across], graph.times(parts[2], 0.71)
        )

    def body(self, colour: Any, *, normal: Any = None, rough: Any = None, specular: float = 0.3, **given: Any) -> Any:
        """The finish all kinds share: a principled surface with coat and sheen, and what shines or comes through."""
        graph = self.graph
        told: dict[str, Any] = {
            "Base_Color": colour,
            "Roughness": self.rough if rough is None else rough,
            "Specular_IOR_Level": specular,
            **given,
        }
        if normal is not None:
            told["Normal"] = normal
        if self.gloss:
            told |= {"Coat_Weight": self.gloss, "Coat_Roughness": 0.04 + 0.3 * self.rough * (1 - self.gloss)}
        if self.sheen:
            told |= {"Sheen_Weight": self.sheen, "Sheen_Roughness": 0.45, "Sheen_Tint": self.tone}
        if self.light:
            told |= {"Emission_Color": colour, "Emission_Strength": self.light}
        made = graph.principled(**told)
        return self.seen_through(made, colour, normal)

    def seen_through(self, made: Any, colour: Any, normal: Any = None) -> Any:
        """`made` with as much light from behind as the material lets through."""
        if not self.through:
            return made
        given = {} if normal is None else {"Normal": normal}
        behind = self.graph.node("BsdfTranslucent", Color=colour, **given).outputs[0]
        return self.graph.blend(self.through, made, behind)

    def _colour(self, given: dict[str, bool], image: Any) -> Any:
        graph = self.graph
        if self.pictured:
            return graph.node("TexImage", image=image, Vector=graph.node("UVMap", uv_map="uv").outputs[0]).outputs[0]
        if given["coloured"]:
            return graph.attribute("col", "Color")
        return graph.constant(self.tone)
