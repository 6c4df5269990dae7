"""From a material's kind to its node graph. Every kind of `scene.Kind` stands in `KINDS`."""

from collections.abc import Callable
from typing import Any

from clear import glass, glow, steam, water
from glossy import bead, glaze, lacquer, metal
from graph import Graph
from ground import earth, plaster, snow, stone
from grown import food, leaf, petal, wood
from look import Look
from woollen import cloth, felt, fibre, paper, plain, tatami, yarn

KINDS: dict[str, Callable[[Look], Any]] = {
    "felt": felt,
    "fibre": fibre,
    "yarn": yarn,
    "cloth": cloth,
    "wood": wood,
    "plaster": plaster,
    "paper": paper,
    "tatami": tatami,
    "glaze": glaze,
    "lacquer": lacquer,
    "metal": metal,
    "glass": glass,
    "water": water,
    "steam": steam,
    "leaf": leaf,
    "petal": petal,
    "food": food,
    "bead": bead,
    "stone": stone,
    "earth": earth,
    "snow": snow,
    "glow": glow,
    "plain": plain,
}
ON_STRANDS = {"yarn": yarn}
"""Kinds that look different on strands; all others are fibre there."""


def surface(name: str, material: dict[str, Any], given: dict[str, bool], image: Any) -> Any:
    """The Blender material for `material` on a shape, of which `given` tells what it has (`Look`)."""
    look = Look(Graph(name), material, given, image)
    kinds = ON_STRANDS if look.strand else KINDS
    made = look.graph.finish(kinds.get(material["kind"], fibre)(look))
    if not material["light"] or not given["shadow"]:
        # What lights nothing else need not be aimed at by light paths.
        made.cycles.emission_sampling = "NONE"
    return made
