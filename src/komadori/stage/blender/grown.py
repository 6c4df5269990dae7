"""What has grown: wood, leaves, petals, and what is eaten."""

from typing import Any

from look import TURNS, Look


def wood(look: Look) -> Any:
    """A sawn board: year rings about a heart outside it, cut along the axis, with pores and a figure of its own."""
    graph = look.graph
    place = look.aside()
    parts = graph.parts(place)
    first, second = TURNS[look.axis]
    wander = graph.noise(look.run(place, 14.0), 9.0, 3, 0.5, 0.4)
    drift = graph.add(graph.times(wander, 9.0 * look.grain), -4.5 * look.grain)
    tilted = graph.times(parts[look.axis], 0.035)
    one = graph.add(graph.add(graph.math("PINGPONG", parts[first], 160.0), 6.0 * look.grain), drift)
    two = graph.add(graph.add(graph.math("PINGPONG", parts[second], 140.0), 22.0 * look.grain), tilted)
    radius = graph.math("SQRT", graph.add(graph.math("POWER", one, 2.0), graph.math("POWER", two, 2.0)))
    ring = graph.math("FRACT", graph.times(radius, 1 / (2.3 * look.grain)))
    # A ring grows pale in spring, darkens through summer, and ends sharply in autumn.
    late = graph.times(graph.between(ring, 0.15, 0.9), graph.between(ring, 0.92, 1.0, 1.0, 0.0))
    pores = graph.noise(look.run(place, 28.0), 0.32, 2, 0.6)
    streaks = graph.noise(look.run(place, 40.0), 1.6, 3, 0.6, 0.3)
    board = graph.noise(place, 60.0 * look.grain, 2)
    share = graph.add(graph.times(late, 0.55), graph.times(graph.add(streaks, -0.5), 1.1))
    share = graph.add(share, graph.add(graph.times(graph.add(board, -0.5), 0.5), 0.16))
    colour = graph.mix(graph.between(share, 0.0, 1.0), look.colour, look.other(0.5))
    colour = graph.scaled(colour, graph.between(pores, 0.28, 0.5, 0.72, 1.0))
    colour = graph.scaled(colour, graph.around(look.one(), 0.16))
    height = graph.add(graph.times(pores, 0.9), graph.times(late, -0.25))
    normal = graph.bumped(height, look.bump, 0.22 * look.grain)
    rough = graph.add(graph.times(late, -0.10), look.rough + 0.03)
    return look.body(colour, normal=normal, rough=rough, specular=0.35)


def leaf(look: Look) -> Any:
    """A leaf: veins from a midrib where it has uv, blotches, a waxy face, and the sun through it."""
    graph, place = look.graph, look.aside()
    blotch = graph.noise(place, 3.0 * look.grain, 3, 0.6)
    own = graph.between(look.one(), 0.0, 1.0, -0.3, 0.3)
    share = graph.between(graph.add(blotch, own), 0.35, 0.8)
    colour = graph.mix(share, look.colour, look.other(0.6))
    height: Any = graph.times(blotch, 0.4)
    if look.mapped:
        vein = _veins(look)
        colour = graph.mix(graph.times(vein, 0.45), colour, graph.mix(0.5, colour, (0.75, 0.72, 0.40)))
        height = graph.add(height, vein)
    normal = graph.bumped(height, look.bump, 0.12)
    look.through = look.through or 0.4
    return look.body(colour, normal=normal, rough=min(look.rough, 0.55), specular=0.4)


def _veins(look: Look) -> Any:
    graph = look.graph
    parts = graph.parts(graph.node("UVMap", uv_map="uv").outputs[0])
    off = graph.math("ABSOLUTE", graph.add(parts[0], -0.5))
    rib = graph.between(off, 0.012, 0.035, 1.0, 0.0)
    slant = graph.math("FRACT", graph.times(graph.add(parts[1], graph.times(off, -0.9)), 7.0))
    side = graph.between(graph.math("ABSOLUTE", graph.add(slant, -0.5)), 0.02, 0.09, 0.7, 0.0)
    return graph.math("MAXIMUM", rib, side)


def petal(look: Look) -> Any:
    """A petal: deeper at its root, paler at its rim, silky, and so thin that light behind it is half of its colour."""
    graph, place = look.graph, look.aside()
    if look.mapped:
        out = graph.parts(graph.node("UVMap", uv_map="uv").outputs[0])[1]
    else:
        length = graph.node("VectorMath", operation="LENGTH")
        graph.put(length.inputs[0], graph.attribute("rest", "Vector"))
        out = graph.math("FRACT", graph.times(length.outputs["Value"], 0.1))
    silk = graph.noise(look.run(place, 6.0), 0.7, 2)
    deep = look.second if look.second is not None else graph.mix(0.35, look.colour, (0.75, 0.16, 0.30))
    own = graph.around(look.one(), 0.10)
    share = graph.add(graph.between(out, 0.0, 0.75, 0.75, 0.0), graph.times(graph.add(silk, -0.5), 0.25))
    colour = graph.scaled(graph.mix(graph.between(share, 0.0, 1.0), look.colour, deep), own)
    normal = graph.bumped(silk, look.bump, 0.08)
    look.through, look.sheen = look.through or 0.5, max(look.sheen, 0.15)
    return look.body(colour, normal=normal, rough=max(look.rough, 0.5), specular=0.2)


def food(look: Look) -> Any:
    """Something to eat: light wanders a little way inside, its skin has pores, its colour is riper here and there."""
    graph, place = look.graph, look.aside()
    ripe = graph.noise(place, 9.0 * look.grain, 3, 0.55, 0.4)
    pores = graph.cells(place, 0.8 * look.grain)
    fine = graph.noise(place, 0.35 * look.grain, 2)
    colour = graph.mix(graph.between(ripe, 0.36, 0.66), look.colour, look.other(0.72))
    colour = graph.scaled(colour, graph.around(fine, 0.12))
    height = graph.add(graph.between(pores, 0.0, 0.5), graph.times(fine, 0.3))
    normal = graph.bumped(height, look.bump, 0.3 * look.grain)
    inside = {
        "Subsurface_Weight": 0.25 + 0.6 * look.through,
        "Subsurface_Radius": (1.0, 0.45, 0.25),
        "Subsurface_Scale": 0.018,
    }
    look.through = 0.0
    rough = graph.add(graph.times(ripe, 0.16), look.rough - 0.08)
    return look.body(colour, normal=normal, rough=rough, specular=0.45, **inside)
