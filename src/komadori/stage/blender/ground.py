"""Walls and ground: plaster, stone, earth, snow."""

from typing import Any

from look import Look


def plaster(look: Look) -> Any:
    """A clay wall: sand in it, the sweep of the trowel, a chopped straw here and there if there is a second colour."""
    graph, place = look.graph, look.rest()
    sand = graph.noise(place, 0.5 * look.grain, 2, 0.7)
    swept = graph.noise(graph.vector("MULTIPLY", place, (0.35, 0.35, 1.0)), 9.0 * look.grain, 4, 0.55, 0.8)
    clouds = graph.noise(place, 55.0 * look.grain, 3, 0.5)
    shade = graph.times(graph.around(sand, 0.22), graph.times(graph.around(clouds, 0.26), graph.around(swept, 0.16)))
    colour = graph.scaled(look.colour, shade)
    height = graph.add(graph.times(sand, 0.8), graph.times(swept, 1.2))
    if look.second is not None and not look.pictured:
        straw = _straws(look)
        colour = graph.mix(straw, colour, look.second)
        height = graph.add(height, graph.times(straw, 0.5))
    normal = graph.bumped(height, look.bump, 0.5 * look.grain)
    return look.body(colour, normal=normal, rough=max(look.rough, 0.85), specular=0.12)


def _straws(look: Look) -> Any:
    graph = look.graph
    bent = graph.add(graph.noise(look.rest(), 3.5 * look.grain, 0, 0.5, 0.6), -0.5)
    line = graph.between(graph.math("ABSOLUTE", bent), 0.0, 0.012, 1.0, 0.0)
    short = graph.between(graph.noise(look.rest(), 2.2 * look.grain, 0), 0.60, 0.66)
    return graph.times(line, short)


def stone(look: Look) -> Any:
    """Stone: crystals of two tones, weathered, with pits."""
    graph, place = look.graph, look.aside()
    crystal = graph.parts(graph.cells(place, 0.6 * look.grain, "Color"))[1]
    weather = graph.noise(place, 20.0 * look.grain, 4, 0.6)
    rugged = graph.noise(place, 4.0 * look.grain, 4, 0.65)
    share = graph.add(graph.times(crystal, 0.55), graph.times(weather, 0.6))
    colour = graph.mix(graph.between(share, 0.3, 0.9), look.colour, look.other(0.55))
    colour = graph.scaled(colour, graph.around(rugged, 0.35))
    height = graph.add(rugged, graph.times(crystal, 0.15))
    normal = graph.bumped(height, look.bump, 0.9 * look.grain)
    return look.body(colour, normal=normal, rough=max(look.rough, 0.6), specular=0.3)


def earth(look: Look) -> Any:
    """Earth: crumbs, damp patches of the second colour, a few pale grains."""
    graph, place = look.graph, look.rest()
    crumb = graph.between(graph.cells(place, 1.6 * look.grain), 0.05, 0.6, 1.0, 0.0)
    small = graph.noise(place, 0.7 * look.grain, 3, 0.7)
    damp = graph.noise(place, 30.0 * look.grain, 3, 0.6)
    colour = graph.mix(graph.between(damp, 0.4, 0.62), look.colour, look.other(0.5))
    colour = graph.scaled(colour, graph.times(graph.around(small, 0.7), graph.around(crumb, 0.35)))
    grains = graph.between(graph.parts(graph.cells(place, 0.9 * look.grain, "Color"))[2], 0.93, 0.97)
    colour = graph.mix(graph.times(grains, 0.5), colour, graph.scaled(look.colour, 2.2))
    height = graph.add(graph.times(crumb, 0.8), graph.times(small, 0.8))
    normal = graph.bumped(height, 0.2 + look.bump, 1.2 * look.grain)
    return look.body(colour, normal=normal, rough=0.95, specular=0.1)


def snow(look: Look) -> Any:
    """Snow: soft drifts, blue in its depth, and single crystals that catch the light."""
    graph, place = look.graph, look.rest()
    drift = graph.noise(place, 12.0 * look.grain, 3, 0.5)
    fine = graph.noise(place, 0.8 * look.grain, 2, 0.7)
    crystals = graph.cells(place, 0.35 * look.grain, "Color")
    spark = graph.between(graph.parts(crystals)[0], 0.955, 0.985)
    soft = graph.bumped(graph.add(drift, graph.times(fine, 0.35)), look.bump, 1.4 * look.grain)
    turned = graph.vector("NORMALIZE", graph.vector("ADD", soft, graph.vector("SUBTRACT", crystals, (0.5, 0.5, 0.5))))
    look.through = 0.0
    white = look.body(
        graph.scaled(look.colour, graph.around(drift, 0.08)),
        normal=soft,
        rough=0.85,
        specular=0.2,
        Subsurface_Weight=0.6,
        Subsurface_Radius=(0.5, 0.75, 1.0),
        Subsurface_Scale=0.03,
    )
    lit = graph.scaled(graph.constant((0.35, 0.35, 0.35)), spark)
    glint = graph.node("BsdfGlossy", Color=lit, Roughness=0.25, Normal=turned).outputs[0]
    return graph.node_sum(white, glint)
