"""What surrounds the puppets, and the scene made of everything: who stands there, in what light, before which lens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from komadori.stage.company import Surroundings
from komadori.stage.faulty import hand_in_frame, rig_stand
from komadori.stage.flaws import Fault
from komadori.stage.fragment import Fragment, joined
from komadori.stage.patch import dimmed
from komadori.stage.scene import Colour, Floats, Lamp, Lens, Scene
from komadori.story import Season, Story


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Light:
    """The light of a moment: lamps (lit practicals among them), light from everywhere, what is seen outside."""

    lamps: tuple[Lamp, ...]
    air: Colour = (0.0, 0.0, 0.0)
    backdrop: Fragment = field(default_factory=Fragment)


Lighting = Callable[[Story, float], Light]
"""The light of a story's moment at a detail."""
Falling = Callable[[Story, int, int, float], Fragment]
"""What falls or rises: of a story, a seed, a frame and a detail."""


@dataclass(slots=True, kw_only=True)
class Scenery:
    """The set with its light and weather; its last few states are kept, so that a pose is cheap.

    `practicals` are lamps of the set that are seen, by name, rows as `miniature_set.Practical` is.
    """

    set: Surroundings
    light: Lighting
    weather: Falling
    practicals: Mapping[str, Any] = field(default_factory=dict)
    _kept: dict[tuple[object, ...], Fragment] = field(default_factory=dict)

    def dressed(self, season: Season, detail: float) -> Fragment:
        """The set in a season, named "set/…"."""
        key = ("set", season, detail)
        if key not in self._kept:
            while len(self._kept) > 3:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = self.set.fragment(season, detail=detail).called("set")
        return self._kept[key]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staging:
    """What a scene is put together from, besides the scenery.

    `levels` are what the console multiplies red, green and blue of a lamp with, `powers` its watts at full level.
    """

    story: Story
    frame: int
    detail: float
    seed: int
    company: Sequence[Fragment]
    levels: Mapping[str, Colour]
    powers: Mapping[str, float]
    fault: Fault
    lens: Lens
    own: Sequence[Lamp]


def put_together(scenery: Scenery, staging: Staging) -> Scene:
    """The scene: set, company, weather and rig in the light of the moment, as the console and the faults change it."""
    light = scenery.light(staging.story, staging.detail)
    lamps, shares = _lamps(scenery, light, staging)
    parts = [
        scenery.dressed(staging.story.season, staging.detail),
        light.backdrop.called("outdoors"),
        *staging.company,
        scenery.weather(staging.story, staging.seed, staging.frame, staging.detail).called("weather"),
    ]
    if staging.fault.rig is not None:
        parts.append(rig_stand(staging.fault.rig.at, staging.fault.rig.reach).called("rig"))
    if staging.fault.hand is not None:
        parts.append(hand_in_frame(staging.fault.hand, staging.lens).called("hand"))
    whole = joined(parts)
    materials = dict(whole.materials)
    for name, share in shares.items():
        glow = f"set/{scenery.practicals[name].glow}"
        if glow in materials:
            materials[glow] = replace(materials[glow], light=materials[glow].light * share)
    return Scene(
        shapes=whole.shapes,
        materials=materials,
        things=whole.things,
        lamps=tuple(lamps),
        lens=staging.lens,
        images=whole.images,
        air=light.air,
    )


def _lamps(scenery: Scenery, light: Light, staging: Staging) -> tuple[list[Lamp], dict[str, float]]:
    """All lamps that shine, and how bright each practical's glow is, as a share of full."""
    lamps: list[Lamp] = []
    shares: dict[str, float] = {}
    known = {lamp.name: lamp for lamp in (*light.lamps, *staging.own)}
    for name, practical in scenery.practicals.items():
        at_dusk = known[name].power / practical.lamp.power if name in known and practical.lamp.power else 0.0
        if name in staging.levels:
            known[name] = practical.lamp
            at_dusk = max(staging.levels[name])
        shares[name] = at_dusk * max(staging.fault.lamp(name))
    for name, lamp in known.items():
        # A wall of several windows is one sky to the console: "sky" dims "sky.1" as well.
        patched = name if name in staging.levels else name.partition(".")[0]
        level = staging.levels.get(patched, (1.0, 1.0, 1.0))
        faulty = staging.fault.lamp(name.partition(".")[0])
        full = replace(lamp, power=staging.powers.get(name, lamp.power))
        shone = dimmed(full, (level[0] * faulty[0], level[1] * faulty[1], level[2] * faulty[2]))
        if shone.power > 0.0:
            lamps.append(shone)
    return lamps, shares


def world(place: Floats, at: tuple[float, float, float]) -> tuple[float, float, float]:
    """The point `at` of something that stands at `place`, in the stage's mm."""
    point = np.asarray(place, np.float64) @ (*at, 1.0)
    return float(point[0]), float(point[1]), float(point[2])
