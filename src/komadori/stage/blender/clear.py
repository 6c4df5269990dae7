"""What light goes through or comes from: glass, water, steam, lamps and skies."""

from typing import Any

from look import Look


def glass(look: Look) -> Any:
    """Glass: of a closed shape it bends what is behind; of a sheet it only mirrors. It never casts a hard shadow."""
    graph, place = look.graph, look.rest()
    wavy = graph.noise(place, 18.0 * look.grain, 2)
    normal = graph.bumped(wavy, 0.5 * look.bump, 0.5 * look.grain)
    rough = min(look.rough, 0.7) * 0.1
    tint = graph.mix(0.75, look.colour, (1.0, 1.0, 1.0)) if not look.pictured else look.colour
    if look.closed:
        made = graph.principled(
            Base_Color=tint, Roughness=rough, IOR=1.45, Transmission_Weight=1.0, Normal=normal, Specular_IOR_Level=0.5
        )
    else:
        mirror = graph.node("BsdfGlossy", Color=(1.0, 1.0, 1.0), Roughness=rough, Normal=normal).outputs[0]
        edge = graph.node("Fresnel", IOR=1.45, Normal=normal).outputs[0]
        made = graph.blend(edge, graph.node("BsdfTransparent", Color=tint).outputs[0], mirror)
    return _unshaded(look, made, tint)


def water(look: Look) -> Any:
    """Water or tea: ripples, a mirror at low angles, its own colour the deeper one looks."""
    graph, place = look.graph, look.rest()
    ripple = graph.add(
        graph.noise(place, 6.0 * look.grain, 2, 0.5, 0.3), graph.times(graph.noise(place, 1.7 * look.grain, 2), 0.35)
    )
    normal = graph.bumped(ripple, look.bump, 0.4 * look.grain)
    facing = graph.node("LayerWeight", Blend=0.4).outputs["Facing"]
    colour = graph.mix(graph.times(facing, 0.5), look.colour, look.other(0.6))
    made = graph.principled(
        Base_Color=colour,
        Roughness=0.02 + 0.06 * look.rough * look.bump,
        IOR=1.33,
        Transmission_Weight=look.through or 0.8,
        Normal=normal,
        Specular_IOR_Level=0.6,
    )
    return _unshaded(look, made, graph.mix(0.5, colour, (1.0, 1.0, 1.0)))


def steam(look: Look) -> Any:
    """Steam or smoke on any shape: wisps, thinner towards the outline, so that no outline is seen."""
    graph, place = look.graph, look.rest()
    wisp = graph.noise(look.run(place, 3.0), 4.0, 4, 0.6, 1.2)
    facing = graph.node("LayerWeight", Blend=0.5).outputs["Facing"]
    soft = graph.math("POWER", graph.math("SUBTRACT", 1.0, facing), 2.2)
    if look.mapped and not look.closed:
        # A sheet has a rim and no outline: it thins towards the rim.
        u, v, _ = graph.parts(graph.node("UVMap", uv_map="uv").outputs[0])
        for off in (u, v):
            rim = graph.math("ABSOLUTE", graph.add(off, -0.5))
            soft = graph.times(soft, graph.between(rim, 0.15, 0.5, 1.0, 0.0))
    share = graph.times(graph.times(graph.between(wisp, 0.36, 0.78), soft), 0.15 + 0.6 * look.through)
    dull = graph.node("BsdfDiffuse", Color=look.colour).outputs[0]
    behind = graph.node("BsdfTranslucent", Color=look.colour).outputs[0]
    cloud = graph.blend(0.6, dull, behind)
    if look.light:
        shine = graph.node("Emission", Color=look.colour, Strength=look.light).outputs[0]
        cloud = graph.blend(0.5, cloud, shine)
    return graph.blend(share, graph.node("BsdfTransparent").outputs[0], cloud)


def glow(look: Look) -> Any:
    """What shines by itself: a far lit window, the sky; or a lamp's paper, where light comes `through`.

    Such paper is brightest where one looks towards the flame behind it, deeper in colour towards its outline, cloudy
    from its fibres, and of its second colour when the lamp is out.
    """
    graph = look.graph
    if look.pictured or look.through <= 0:
        return graph.node("Emission", Color=look.colour, Strength=look.light).outputs[0]
    facing = graph.node("LayerWeight", Blend=0.5).outputs["Facing"]
    clouds = graph.noise(look.rest(), 7.0 * look.grain, 3, 0.6)
    strength = graph.times(graph.between(facing, 0.0, 0.9, 1.25, 0.5), graph.around(clouds, 0.3))
    deep = graph.mix(graph.between(facing, 0.1, 1.0), look.colour, graph.mix(1.0, look.colour, look.colour, "MULTIPLY"))
    shine = graph.node("Emission", Color=deep, Strength=graph.times(strength, look.light)).outputs[0]
    cold = graph.scaled(graph.constant(look.second or look.tone), graph.around(clouds, 0.15))
    paper_ = graph.node("BsdfDiffuse", Color=cold).outputs[0]
    behind = graph.node("BsdfTranslucent", Color=cold).outputs[0]
    return graph.node_sum(shine, graph.blend(look.through, paper_, behind))


def _unshaded(look: Look, made: Any, tint: Any) -> Any:
    # Cycles follows no light through glass to what lies behind, and would leave that in the dark.
    graph = look.graph
    path = graph.node("LightPath").outputs
    let = graph.math("MAXIMUM", path["Is Shadow Ray"], path["Is Diffuse Ray"])
    return graph.blend(let, made, graph.node("BsdfTransparent", Color=tint).outputs[0])
