"""What is smooth and shines: glazed clay, lacquer, metal, beads for eyes."""

from typing import Any

from look import Look


def glaze(look: Look) -> Any:
    """Fired clay under glass: the colour breaks where it ran thin, iron speckles it, and the wheel left soft rings."""
    graph, place = look.graph, look.rest()
    ran = graph.noise(place, 11.0 * look.grain, 3, 0.5, 0.8)
    colour = look.colour if look.pictured else graph.scaled(look.colour, graph.around(ran, 0.26))
    if look.second is not None and not look.pictured:
        spots = graph.cells(place, 2.1 * look.grain, "Color")
        chosen = graph.between(graph.parts(spots)[0], 0.72, 0.78)
        speck = graph.times(graph.between(graph.cells(place, 2.1 * look.grain), 0.10, 0.20, 1.0, 0.0), chosen)
        cloud = graph.times(graph.between(ran, 0.52, 0.75), 0.35)
        colour = graph.mix(graph.math("MAXIMUM", speck, cloud), colour, look.second)
    rings = graph.math("SINE", graph.times(graph.parts(place)[2], 2.2 / look.grain))
    uneven = graph.noise(place, 6.0 * look.grain, 2)
    height = graph.add(graph.times(rings, 0.12), uneven)
    normal = graph.bumped(height, 0.6 * look.bump, 0.35 * look.grain)
    look.gloss = look.gloss or 0.85
    return look.body(
        colour, normal=normal, rough=max(0.3, 0.7 * look.rough), specular=0.4, Coat_Normal=normal, Coat_IOR=1.5
    )


def lacquer(look: Look) -> Any:
    """Many thin coats over wood: deep colour, a mirror not quite even."""
    graph, place = look.graph, look.rest()
    uneven = graph.noise(place, 5.0 * look.grain, 2, 0.5)
    deep = graph.scaled(look.colour, graph.around(graph.noise(place, 18.0 * look.grain, 2), 0.2))
    normal = graph.bumped(uneven, 0.35 * look.bump, 0.12 * look.grain)
    smear = graph.between(graph.noise(place, 8.0 * look.grain, 3, 0.7), 0.35, 0.7, 0.02, 0.11)
    look.gloss = look.gloss or 1.0
    return look.body(
        deep, normal=normal, rough=0.3 + 0.3 * look.rough, specular=0.1, Coat_Normal=normal, Coat_Roughness=smear
    )


def metal(look: Look) -> Any:
    """Metal, brushed along its axis, duller where hands and air have been."""
    graph, place = look.graph, look.rest()
    brushed = graph.noise(look.run(place, 30.0), 0.25, 2, 0.6)
    stain = graph.between(graph.noise(place, 9.0 * look.grain, 4, 0.6), 0.42, 0.72)
    colour = graph.mix(graph.times(stain, 0.6), look.colour, look.other(0.55))
    rough = graph.add(graph.times(stain, 0.22), graph.add(graph.times(brushed, 0.12), look.rough - 0.06))
    normal = graph.bumped(brushed, 0.5 * look.bump, 0.05 * look.grain)
    return look.body(colour, normal=normal, rough=rough, specular=0.5, Metallic=1.0, Anisotropic=0.4 * look.bump)


def bead(look: Look) -> Any:
    """A bead of glass for an eye: dark, a glint on it, and a little light in its depth."""
    graph = look.graph
    facing = graph.node("LayerWeight", Blend=0.35).outputs["Facing"]
    colour = graph.mix(graph.between(facing, 0.0, 0.8), look.other(1.6), look.colour)
    look.gloss = look.gloss or 1.0
    return look.body(colour, rough=min(look.rough, 0.22), specular=0.08, Coat_Roughness=0.015, Coat_IOR=1.6)
