"""A small company for tests: blocks instead of felt, so that a floor is opened in a moment."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest

from komadori.errors import NotFound, WrongUse
from komadori.stage.armature.channels import Channel, Movement
from komadori.stage.assembly import assemble
from komadori.stage.company import place_of
from komadori.stage.document_file import parse_stage
from komadori.stage.floor import Floor
from komadori.stage.fragment import Fragment, joined
from komadori.stage.scene import Lamp, Lens, Material, Mesh
from komadori.stage.scenery import Light, Scenery

CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (0, 2)], np.float32)
FACES = np.array([[0, 1, 3], [0, 3, 2], [4, 7, 5], [4, 6, 7], [0, 5, 1], [0, 4, 5], [2, 3, 7], [2, 7, 6]], np.int32)


def block(name: str, size: float, role: str, kind: str = "plain", **surface) -> Fragment:
    return Fragment.of(
        name, Mesh(vertices=CORNERS * np.float32(size), faces=FACES), Material(kind=kind, **surface), role=role
    )


def moves(part: str) -> Movement:
    return Movement(part=part, kind="turn", way=(0.0, 1.0, 0.0))


class Block:
    """A puppet of one block with a head that tilts and a mouth that is replaced."""

    height = 100.0
    channels = (
        Channel(name="head.tilt", unit="degrees", low=-30.0, high=30.0, moves=(moves("head"),)),
        Channel(name="body.x", unit="mm", low=-500.0, high=500.0, moves=(moves("body"),)),
        Channel(name="arm.left.raise", unit="degrees", low=0.0, high=180.0, moves=(moves("arm.left"),)),
        Channel(name="mouth", unit="replacement", rest="rest", choices=("rest", "smile")),
    )

    poses: ClassVar = {"sleepy": {"head.tilt": 12.0, "mouth": "rest"}, "happy": {"head.tilt": 9.0}}

    def __init__(self) -> None:
        self.touched = ()
        self.built = 0

    def check(self, pose: Mapping[str, float | str]) -> None:
        for name in pose:
            if name not in {row.name for row in self.channels}:
                raise WrongUse(f"no channel {name}")

    def fragment(self, pose, *, detail, touched=()):
        self.touched = touched
        self.built += 1
        parts = [
            block(f"{part}/felt", size, "puppet") for part, size in (("body", 50.0), ("head", 30.0), ("arm.left", 9.0))
        ]
        return joined(parts).moved(place_of((pose.get("body.x", 0.0), 0, 0)))

    def anchor(self, name, pose):
        if name not in ("eyes", "head", "hand.left"):
            raise NotFound(f"no anchor {name}")
        return place_of((pose.get("body.x", 0.0), -30.0, 80.0))


class Cup:
    grip = place_of((0.0, 0.0, 5.0))

    def fragment(self, *, detail):
        return block("cup", 5.0, "prop")


class Room:
    anchors: ClassVar = {"table": place_of((100.0, 50.0, 40.0), 90.0)}
    lenses: ClassVar = {
        "wide": Lens(at=(0, -900, 150), towards=(0, 0, 80), focus=900.0),
        "close": Lens(at=(0, -400, 100), towards=(0, 0, 80), focal=60.0, focus=400.0),
    }

    def fragment(self, season, *, detail):
        return block("wall", 400.0, "set", "plaster")


class Blocks:
    """A stock with one of each."""

    def actor(self, placed):
        if placed.kind != "block":
            raise NotFound(f"no puppet {placed.kind}")
        return Block()

    def thing(self, placed):
        return Cup()

    def scenery(self, document):
        lamp = Lamp(name="paper lamp", kind="point", at=(0, 0, 100), towards=(0, 0, 0), power=9.0)
        sun = Lamp(name="sun", kind="sun", at=(0, 0, 0), towards=(0, 1, -1), power=10.0)
        return Scenery(
            set=Room(),
            light=lambda story, detail: Light(lamps=(sun,)),
            weather=lambda story, seed, frame, detail: Fragment(),
            practicals={"paper lamp": SimpleNamespace(lamp=lamp, glow="wall")},
        )


STAGE = """
schema = "komadori.stage/1"
set = "room"
seed = 3
[[puppet]]
name = "badger"
is = "block"
at = "table"
[[prop]]
is = "cup"
in = "badger.hand.left"
[[prop]]
name = "bowl"
is = "cup"
at = [0, 0, 40]
[lens]
name = "wide"
focus = "badger.eyes"
[[fixture]]
name = "lamp"
address = 5
lamp = "paper lamp"
[[fixture]]
name = "key"
universe = 2
address = 1
kind = "rgb"
lamp = "sun"
"""


def opened(more: str = "", change: tuple[str, str] = ("", "")) -> Floor:
    document = parse_stage(STAGE.replace(*change) + more, "blocks.toml")
    return Floor(document, assemble(document, Blocks()))


@pytest.fixture
def blocks():
    """`blocks(more)` opens the stage of blocks, with more said in its file, or with a text in it changed."""
    return opened
