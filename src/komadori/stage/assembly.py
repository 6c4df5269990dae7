"""From a stage file to what stands on the floor: every name in it is looked up, every place found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from komadori.errors import KomadoriError, Several
from komadori.stage.company import Actor, Object, Surroundings, place_of
from komadori.stage.document import At, BadStage, LensChosen, PropPlaced, PuppetPlaced, StageDocument
from komadori.stage.head import focus_on
from komadori.stage.scene import Floats, Lens
from komadori.stage.scenery import Scenery
from komadori.stage.told import Vector, nearest, raise_all

Made = TypeVar("Made")
NOWHERE = np.eye(4, dtype=np.float32)
STREET = Lens(at=(0.0, -900.0, 220.0), towards=(0.0, 0.0, 80.0), focal=52.0, focus=900.0, f_number=12.0)
"""The lens of a set that has none: in front of its middle."""


@dataclass(slots=True, kw_only=True)
class Standing:
    """A puppet on the floor: where, its pose, and which part was handled for which exposure."""

    actor: Actor
    place: Floats
    pose: dict[str, float | str]
    handled: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stood:
    """A prop: `place` on the stage or, where it is `held` ("badger.hand.left"), in that hand."""

    thing: Object
    place: Floats
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Company:
    """Everything a stage file named, found and placed."""

    scenery: Scenery
    puppets: dict[str, Standing]
    props: dict[str, Stood]
    home: Lens


class Stock(Protocol):
    """Where everything that a stage file names is kept. Each verb raises what it does not have."""

    def actor(self, placed: PuppetPlaced) -> Actor:
        """A puppet, or a model somebody brought."""

    def thing(self, placed: PropPlaced) -> Object:
        """A prop, or a model somebody brought."""

    def scenery(self, document: StageDocument) -> Scenery:
        """The set with its light and weather."""


def assemble(document: StageDocument, stock: Stock) -> Company:
    """Look up everything a stage file names. Raises all that is wrong, together."""
    problems: list[KomadoriError] = []
    where = f"{document.name}.toml"
    scenery = tried(problems, lambda: stock.scenery(document))
    anchors = scenery.set.anchors if scenery is not None else None

    def placed(one: PuppetPlaced | PropPlaced, tilt: float = 0.0) -> Floats:
        spot = _spot(one.at, anchors, f"{where}, {one.name}", problems)
        return np.asarray(spot @ place_of(one.offset, one.turn, tilt), np.float32)

    puppets: dict[str, Standing] = {}
    for puppet in document.puppets:
        actor = tried(problems, partial(stock.actor, puppet))
        spot = placed(puppet)
        if actor is not None:
            pose = {**_posed(actor, puppet, where, problems), **puppet.pose}
            tried(problems, partial(actor.check, pose))
            puppets[puppet.name] = Standing(actor=actor, place=spot, pose=pose)
    props: dict[str, Stood] = {}
    for prop in document.props:
        thing = tried(problems, partial(stock.thing, prop))
        spot = place_of(prop.offset, prop.turn, prop.tilt) if prop.held else placed(prop, prop.tilt)
        if thing is not None:
            props[prop.name] = Stood(thing=thing, place=spot, held=prop.held)
    if scenery is not None:
        _check_lamps(document, scenery, where, problems)
        home = _lens(document, scenery.set, puppets, where, problems)
    _check_hands(document, puppets, problems)
    raise_all(problems, where)
    if scenery is None:
        raise BadStage(f"{where} names no set.")
    return Company(scenery=scenery, puppets=puppets, props=props, home=home)


def _posed(actor: Actor, puppet: PuppetPlaced, where: str, problems: list[KomadoriError]) -> dict[str, float | str]:
    """The poses of its own that a puppet is put on the stage in, the later ones over the earlier."""
    poses: Mapping[str, Mapping[str, float | str]] = getattr(actor, "poses", {})
    pose: dict[str, float | str] = {}
    for name in puppet.posed:
        if name in poses:
            pose.update(poses[name])
        else:
            told = f"{where}, {puppet.name}: {puppet.kind} has no pose {name!r}."
            problems.append(BadStage(told, hint=nearest(name, poses)))
    return pose


def tried(problems: list[KomadoriError], make: Callable[[], Made]) -> Made | None:
    """What `make` gives, or None with what was wrong noted; Several are noted one by one."""
    try:
        return make()
    except Several as failures:
        problems.extend(failures.errors)
    except KomadoriError as failure:
        problems.append(failure)
    return None


def _spot(at: At, anchors: Mapping[str, Floats] | None, where: str, problems: list[KomadoriError]) -> Floats:
    if not isinstance(at, str):
        return place_of(at)
    if anchors is None:
        return NOWHERE
    if at not in anchors:
        problems.append(BadStage(f"{where}: the set has no place {at!r}.", hint=nearest(at, anchors)))
        return NOWHERE
    return anchors[at]


def _check_lamps(document: StageDocument, scenery: Scenery, where: str, problems: list[KomadoriError]) -> None:
    known = ["sun", "moon", "sky", "card", "eye", *scenery.practicals, *(lamp.name for lamp in document.lamps)]
    named = [(f"fixture {one.name}", one.lamp) for one in document.fixtures]
    named += [("[flaws]", one.lamp) for one in document.flaws.lamps]
    problems.extend(
        BadStage(f"{where}, {what}: there is no lamp {lamp!r}.", hint=nearest(lamp, known))
        for what, lamp in named
        if lamp not in known
    )
    props = [one.name for one in document.props]
    problems.extend(
        BadStage(f"{where}, [flaws]: there is no prop {slip.prop!r} to slip.", hint=nearest(slip.prop, props))
        for slip in document.flaws.slips
        if slip.prop not in props
    )


def _check_hands(document: StageDocument, puppets: Mapping[str, Standing], problems: list[KomadoriError]) -> None:
    """Note hands that puppets do not have."""
    for prop in document.props:
        owner, _, place = prop.held.partition(".")
        if owner in puppets:
            standing = puppets[owner]
            tried(problems, partial(standing.actor.anchor, place, standing.pose))


def _lens(
    document: StageDocument,
    place: Surroundings,
    puppets: Mapping[str, Standing],
    where: str,
    problems: list[KomadoriError],
) -> Lens:
    chosen: LensChosen = document.lens
    lens = next(iter(place.lenses.values()), STREET)
    if chosen.name and chosen.name not in place.lenses:
        problems.append(
            BadStage(f"{where}, [lens]: the set has no lens {chosen.name!r}.", hint=nearest(chosen.name, place.lenses))
        )
    elif chosen.name:
        lens = place.lenses[chosen.name]
    towards: Vector | None = None
    if isinstance(chosen.towards, str):
        spot = _spot(chosen.towards, place.anchors, f"{where}, [lens]", problems)
        towards = (float(spot[0, 3]), float(spot[1, 3]), float(spot[2, 3]))
    elif chosen.towards is not None:
        towards = chosen.towards
    lens = replace(
        lens,
        at=chosen.at or lens.at,
        towards=towards or lens.towards,
        focal=chosen.focal or lens.focal,
        f_number=chosen.f_number or lens.f_number,
        roll=lens.roll if chosen.roll is None else chosen.roll,
    )
    if isinstance(chosen.focus, float):
        return replace(lens, focus=chosen.focus)
    if isinstance(chosen.focus, str):
        owner, _, spot_name = chosen.focus.partition(".")
        if owner in puppets:
            standing = puppets[owner]
            found = tried(problems, partial(standing.actor.anchor, spot_name, standing.pose))
            if found is not None:
                eyes = standing.place @ found
                return replace(lens, focus=focus_on(lens, (float(eyes[0, 3]), float(eyes[1, 3]), float(eyes[2, 3]))))
    return lens
