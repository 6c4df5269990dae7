"""A stage file: what stands on the miniature stage, where, in what light, and before which lens.

schema = "komadori.stage/1"
set = "six-mat-room"

[[puppet]]
name = "badger"
is = "badger"
at = "kotatsu.back"

[lens]
name = "wide"
focus = "badger.eyes"
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from komadori.errors import NotFound, Refused, WrongUse
from komadori.stage.eye import Sensor
from komadori.stage.flaws import Flaws
from komadori.stage.outlook import Art
from komadori.stage.scene import Lamp
from komadori.stage.told import Vector
from komadori.story import Story

SCHEMA = "komadori.stage/1"
MOST_PUPPETS = 40
MOST_PROPS = 400
"""More than any shot needs, and few enough that a mistaken file does not fill the memory."""


class BadStage(WrongUse, ValueError):
    """A stage file asks for what cannot be."""


class NoSuchStage(NotFound):
    """No stage of this name is shipped or lies in the folders looked in."""


class StageThere(Refused, FileExistsError):
    """A stage file of this name lies there already; nothing was written."""


FixtureKind: TypeAlias = Literal["dimmer", "rgb", "cct", "rgbw"]
CHANNELS: Mapping[FixtureKind, int] = {"dimmer": 1, "cct": 2, "rgb": 3, "rgbw": 4}
"""How many channels of a universe a fixture listens to, from its address on."""

At: TypeAlias = str | Vector
"""Where something stands: a named place of the set, or millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PuppetPlaced:
    """A puppet on the stage: `name` as the sheet calls it, `kind` its file; `turn` in degrees, + to its left.

    `posed` names poses of its own, later ones counting, and `pose` changes channels of them. `offset` is added to its
    place, in mm. `size` is the height in mm that a model of one's own is scaled to; 0 is the usual one.
    """

    name: str
    kind: str
    at: At
    offset: Vector = (0.0, 0.0, 0.0)
    turn: float = 0.0
    size: float = 0.0
    posed: tuple[str, ...] = ()
    pose: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropPlaced:
    """A prop on the stage, or in a puppet's hand where `held` names one ("badger.hand.left"); `turn` in degrees."""

    name: str
    kind: str
    at: At = (0.0, 0.0, 0.0)
    held: str = ""
    offset: Vector = (0.0, 0.0, 0.0)
    turn: float = 0.0
    tilt: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LensChosen:
    """The lens: one of the set's by `name`, and what is changed of it; None leaves the lens's own.

    `focus` is "badger.eyes" (or another place of a puppet), or a distance in mm.
    """

    name: str = ""
    at: Vector | None = None
    towards: At | None = None
    focal: float | None = None
    f_number: float | None = None
    roll: float | None = None
    focus: str | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """A lamp patched to a universe: `lamp` is a practical of the set, "sun", "sky", or one of the stage's own lamps.

    `address` is the first channel, 1 to 512. `full` is the lamp's power at full level; 0 is what the story gives it at
    the moment.
    """

    name: str
    universe: int
    address: int
    kind: FixtureKind
    lamp: str
    full: float = 0.0

    @property
    def channels(self) -> int:
        """How many channels it listens to."""
        return CHANNELS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDocument:
    """Everything a stage file says. Nothing is looked up yet: sets, puppets and props are names."""

    name: str
    about: str
    set: str
    story: Story
    puppets: tuple[PuppetPlaced, ...] = ()
    props: tuple[PropPlaced, ...] = ()
    lens: LensChosen = field(default_factory=LensChosen)
    lamps: tuple[Lamp, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    light: Art = field(default_factory=Art)
    sensor: Sensor = field(default_factory=Sensor)
    flaws: Flaws = field(default_factory=Flaws)
    seed: int = 1
