"""What is felted, spun, woven, plaited or made of pulp: felt, fibre, yarn, cloth, paper, tatami; and what is plain."""

from typing import Any

from look import Look

TURN = 6.2831853


def plain(look: Look) -> Any:
    """One even colour."""
    return look.body(look.colour, specular=0.4)


def felt(look: Look) -> Any:
    """Needled wool under its fibres: matted swirls, a stipple of needle marks, and light that grazes it."""
    graph, place = look.graph, look.rest()
    matted = graph.noise(place, 2.4 * look.grain, 4, 0.7, 1.6)
    fine = graph.noise(place, 0.7 * look.grain, 2, 0.65, 2.2)
    marks = graph.between(graph.cells(place, 2.6 * look.grain), 0.0, 0.28)
    patches = graph.noise(place, 14.0 * look.grain, 2)
    height = graph.add(graph.add(matted, graph.times(fine, 0.8)), graph.times(marks, 0.35))
    shade = graph.times(graph.around(fine, 0.55), graph.around(patches, 0.28))
    colour = graph.scaled(look.colour, graph.times(shade, graph.add(graph.times(marks, 0.12), 0.88)))
    look.sheen = max(look.sheen, 0.25)
    normal = graph.bumped(height, 0.35 + look.bump, 1.1 * look.grain)
    return look.body(colour, normal=normal, rough=0.95, specular=0.08)


def fibre(look: Look) -> Any:
    """One wool fibre: light goes through it, which is what makes felt glow at its edge, and a little runs along it."""
    graph = look.graph
    dull = graph.node("BsdfDiffuse", Color=look.colour, Roughness=0.6).outputs[0]
    behind = graph.node("BsdfTranslucent", Color=look.colour).outputs[0]
    wool = graph.blend(look.through or 0.35, dull, behind)
    if not look.strand:
        return wool
    pale = graph.mix(0.6, look.colour, (1.0, 0.97, 0.92))
    streak = graph.node("BsdfHair", component="Reflection", Color=pale, RoughnessU=0.35, RoughnessV=0.6).outputs[0]
    return graph.blend(0.05 + 0.25 * look.gloss, wool, streak)


def yarn(look: Look) -> Any:
    """Twisted strands: the plies wind round as slanting shadows, with stray lighter wool between."""
    graph = look.graph
    if not look.strand:
        return felt(look)
    hair, seen = graph.node("HairInfo"), graph.node("NewGeometry").outputs
    side = graph.node("VectorMath", operation="CROSS_PRODUCT")
    graph.put(side.inputs[0], seen["Tangent"])
    graph.put(side.inputs[1], seen["Incoming"])
    across = graph.node("VectorMath", operation="DOT_PRODUCT")
    graph.put(across.inputs[0], side.outputs["Vector"])
    graph.put(across.inputs[1], seen["Normal"])
    # The strand's length comes in Blender's units, of 100 mm.
    along = graph.times(graph.times(hair.outputs["Intercept"], hair.outputs["Length"]), 100.0 / (1.6 * look.grain))
    wound = graph.add(graph.add(along, graph.times(across.outputs["Value"], 0.28)), hair.outputs["Random"])
    ply = graph.math("ABSOLUTE", graph.math("SINE", graph.times(wound, TURN / 2)))
    loose = graph.noise(look.rest(), 0.5 * look.grain, 3, 0.7, 1.5)
    shade = graph.times(graph.add(graph.times(graph.math("POWER", ply, 0.6), 0.5), 0.62), graph.around(loose, 0.5))
    colour = graph.scaled(look.colour, shade)
    dull = graph.node("BsdfDiffuse", Color=colour, Roughness=0.8).outputs[0]
    fuzz = graph.node("BsdfSheen", Color=colour, Roughness=0.5).outputs[0]
    behind = graph.node("BsdfTranslucent", Color=colour).outputs[0]
    return graph.blend(0.12, graph.blend(look.through or 0.15, dull, behind), fuzz)


def cloth(look: Look) -> Any:
    """A plain weave: threads over and under, each a little lighter or darker and never quite straight."""
    graph = look.graph
    along, across = look.flat()
    at = graph.together(along, across)
    # Threads of a miniature's cloth are thin; `grain` 1 stands for two of them to the millimetre.
    pitch = 0.5 * look.grain
    slub = graph.noise(at, 9.0 * look.grain, 2)
    warp = graph.add(graph.times(along, 1 / pitch), graph.times(slub, 0.5))
    weft = graph.add(graph.times(across, 1 / pitch), graph.times(slub, 0.35))
    over = _over(look, warp, weft, 0.0)
    under = _over(look, weft, warp, 0.5)
    height = graph.math("MAXIMUM", over, under)
    threads = graph.add(graph.chance(graph.math("FLOOR", warp)), graph.chance(graph.math("FLOOR", weft)))
    worn = graph.noise(at, 22.0 * look.grain, 3)
    shade = graph.times(graph.around(threads, 0.14, 1.0), graph.around(worn, 0.3))
    colour = graph.scaled(look.colour, graph.times(shade, graph.add(graph.times(height, 0.35), 0.72)))
    fuzzy = graph.add(height, graph.times(graph.noise(at, 0.6 * look.grain, 2, 0.6, 1.0), 0.5))
    look.sheen = max(look.sheen, 0.2)
    normal = graph.bumped(fuzzy, 0.2 + look.bump, 0.22 * look.grain)
    return look.body(colour, normal=normal, rough=max(look.rough, 0.75), specular=0.12)


def _over(look: Look, thread: Any, crossing: Any, phase: float) -> Any:
    graph = look.graph
    round_ = graph.math("ABSOLUTE", graph.math("SINE", graph.times(thread, TURN / 2)))
    every = graph.add(graph.times(graph.math("FLOOR", thread), 0.5), graph.times(crossing, 0.5))
    wave = graph.math("SINE", graph.times(graph.add(every, phase), TURN))
    return graph.times(graph.math("SQRT", round_), graph.add(graph.times(wave, 0.4), 0.6))


def paper(look: Look) -> Any:
    """Hand-made paper: cloudy where the pulp lies thicker, crossed by long fibres; a light behind shows both."""
    graph, place = look.graph, look.rest()
    clouds = graph.noise(place, 16.0 * look.grain, 3, 0.55)
    pulp = graph.noise(place, 1.4 * look.grain, 3, 0.7)
    strands = [_strands(look, size, seed) for size, seed in ((9.0, 0.0), (13.0, 57.0))]
    strand = graph.math("MAXIMUM", *strands)
    lit = graph.times(graph.around(clouds, 0.22), graph.around(pulp, 0.1))
    colour = graph.scaled(look.colour, lit)
    if look.second is not None and not look.pictured:
        colour = graph.mix(graph.times(strand, 0.8), colour, look.second)
    else:
        colour = graph.scaled(colour, graph.add(graph.times(strand, 0.10), 0.97))
    height = graph.add(graph.times(pulp, 0.7), graph.times(strand, 0.6))
    normal = graph.bumped(height, look.bump, 0.25 * look.grain)
    behind = graph.scaled(colour, graph.times(graph.around(clouds, -0.5), graph.add(graph.times(strand, -0.3), 1.0)))
    through, look.through = look.through, 0.0
    made = look.body(colour, normal=normal, rough=max(look.rough, 0.6), specular=0.15)
    if not through:
        return made
    return graph.blend(through, made, graph.node("BsdfTranslucent", Color=behind).outputs[0])


def _strands(look: Look, size: float, seed: float) -> Any:
    graph = look.graph
    place = graph.vector("ADD", look.rest(), (seed, seed, seed))
    field = graph.noise(place, size * look.grain, 1.5, 0.5, 1.2)
    off = graph.math("ABSOLUTE", graph.add(field, -0.5))
    broken = graph.between(graph.noise(place, 5.0 * look.grain, 1), 0.42, 0.55)
    return graph.times(graph.between(off, 0.0, 0.011, 1.0, 0.0), broken)


def tatami(look: Look) -> Any:
    """Rushes side by side, bound down at even steps: half of them go under where their neighbours go over."""
    graph = look.graph
    parts = graph.parts(look.rest())
    length, across = (parts[0], parts[1]) if look.axis == 0 else (parts[1], parts[0])
    if look.axis == 2:
        length, across = parts[2], parts[0]
    pitch, step = 0.75 * look.grain, 4.5 * look.grain
    rush = graph.times(across, 1 / pitch)
    number = graph.math("FLOOR", rush)
    swell = graph.math("ABSOLUTE", graph.math("SINE", graph.times(rush, TURN / 2)))
    bound = graph.add(graph.times(length, 1 / step), graph.times(number, 0.5))
    rise = graph.math("ABSOLUTE", graph.math("SINE", graph.times(bound, TURN / 2)))
    height = graph.times(graph.math("SQRT", swell), graph.add(graph.times(graph.math("POWER", rise, 0.4), 0.6), 0.4))
    streak = graph.noise(graph.together(graph.times(length, 0.06), rush), 0.9 * look.grain, 2)
    faded = graph.noise(look.rest(), 70.0 * look.grain, 2)
    which = graph.add(graph.times(graph.chance(number), 0.45), graph.times(faded, 0.65))
    colour = graph.mix(graph.between(which, 0.2, 0.95), look.colour, look.other(0.72))
    dark = graph.add(graph.times(height, 0.5), 0.55)
    colour = graph.scaled(colour, graph.times(dark, graph.around(streak, 0.5)))
    normal = graph.bumped(height, 0.25 + look.bump, 0.35 * look.grain)
    return look.body(colour, normal=normal, rough=min(look.rough, 0.6), specular=0.35)
