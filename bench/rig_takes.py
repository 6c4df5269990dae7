"""Takes with a visible rig and their truth, photographed on our own stage: what is behind the rig is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import sin

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from komadori.picture.colour import to_light
from komadori.stage.exposing import expose
from komadori.stage.flaws import Flaws, RigStand
from komadori.stage.floor import Floor, open_floor
from komadori.stage.raster import RasterRenderer
from komadori.stage.renderer import LIVE

Linear = NDArray[np.float32]
QUALITY = 95
FLICKER = 0.01
"""Standard deviation of the lamps' light, as a share: what a deflickered take may still have."""
MARKER = "#20e040"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RigTake:
    """Pictures (rows x columns x 3, scene-linear, as JPEG of a camera), the same without the rig, and how much of each
    pixel the rig covers. `plate` is the empty set: no rig, no puppets."""

    pictures: Sequence[Linear]
    clean: Sequence[Linear]
    mattes: Sequence[Linear]
    plate: Linear


def moving(size: tuple[int, int] = (960, 540), count: int = 24, first: int = 0) -> RigTake:
    """The robin hops across the window on a wire, its stand goes with it and crosses the vole and the badger; `count`
    pictures from number `first` on."""
    floor = open_floor("evening-room")
    return _filmed(floor, size, range(first, first + count), _hop)


def _hop(floor: Floor, number: int) -> RigStand:
    floor.move({"robin.body.x": -230.0 + 9.0 * number, "robin.body.y": -40.0, "robin.body.turn": 4.0 * number - 40})
    floor.move({"robin.body.rise": 25.0 + 18.0 * sin(number * 0.55), "badger.head.turn": 12.0 - number})
    x, y, z = (float(place) for place in floor.anchor("robin.eyes")[:3, 3])
    return RigStand(at=(x + 52.0, y - 8.0, 20.0), reach=(x + 8.0, y + 12.0, z + 2.0))


def held(size: tuple[int, int] = (960, 540), count: int = 24) -> RigTake:
    """The robin hops across the window on a long wire that reaches its back from the side, as wires mostly do: it hides
    the set, and of the puppet only the spot that it holds."""
    return _filmed(open_floor("evening-room"), size, range(count), _hang)


def _hang(floor: Floor, number: int) -> RigStand:
    floor.move({"robin.body.x": -180.0 + 9.0 * number, "robin.body.y": -40.0, "robin.body.turn": 1.5 * number - 40})
    floor.move({"robin.body.rise": 25.0 + 18.0 * sin(number * 0.55), "badger.head.turn": 12.0 - number})
    x, y, z = (float(place) for place in floor.anchor("robin.eyes")[:3, 3])
    return RigStand(at=(x + 150.0, y + 30.0, 20.0), reach=(x + 30.0, y + 16.0, z - 6.0))


def still(size: tuple[int, int] = (960, 540), count: int = 24) -> RigTake:
    """A stand on the riverside path that never moves, while the puppets beside it act: nothing shows what it hides."""
    floor = open_floor("riverside-spring")
    return _filmed(floor, size, range(count), _stand)


def _stand(floor: Floor, number: int) -> RigStand:
    floor.move({"badger.head.turn": 18.0 - 1.5 * number, "vole.head.nod": -14.0 + number, "robin.head.tilt": 8.0})
    floor.move({"robin.body.turn": 2.0 * number, "vole.body.x": 0.6 * number})
    return RigStand(at=(118.9, 15.9, 42.9), reach=(66.9, 25.9, 122.9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A puppet `who` of a stage is carried on a stand: it begins at `body` (x, y in mm from where it stands, degrees
    turned), goes on by `step` each picture and swings up to `lift` mm. The stand is `stand` mm (x, y) from its eyes, on
    a floor `floor` mm high; its wire reaches `wire` mm from the eyes. `seed` is that of noise and flicker."""

    stage: str
    who: str
    body: tuple[float, float, float]
    step: tuple[float, float, float]
    lift: float
    stand: tuple[float, float]
    floor: float
    wire: tuple[float, float, float]
    seed: int

    def pose(self, floor: Floor, number: int) -> RigStand:
        """Move the puppet to where it is in a picture, and tell where the stand is then."""
        x, y, turn = (begin + number * step for begin, step in zip(self.body, self.step, strict=True))
        rise = self.lift * (0.6 + 0.4 * sin(number * 0.7 + self.seed))
        body = f"{self.who}.body"
        floor.move({f"{body}.x": x, f"{body}.y": y, f"{body}.turn": turn, f"{body}.rise": rise})
        eyes = [float(place) for place in floor.anchor(f"{self.who}.eyes")[:3, 3]]
        reach = (eyes[0] + self.wire[0], eyes[1] + self.wire[1], eyes[2] + self.wire[2])
        return RigStand(at=(eyes[0] + self.stand[0], eyes[1] + self.stand[1], self.floor), reach=reach)


TUNED_ON = {
    "vole over the kitchen": Flight(
        stage="kitchen-morning",
        who="vole",
        body=(-170.0, -20.0, -30.0),
        step=(11.0, -1.0, 3.0),
        lift=40.0,
        stand=(34.0, 6.0),
        floor=40.0,
        wire=(10.0, 12.0, -4.0),
        seed=101,
    ),
    "robin by the river": Flight(
        stage="riverside-spring",
        who="robin",
        body=(-130.0, -10.0, -20.0),
        step=(12.0, 1.0, 5.0),
        lift=30.0,
        stand=(48.0, 10.0),
        floor=20.0,
        wire=(8.0, 12.0, 0.0),
        seed=102,
    ),
}
"""Takes to tune on, of other puppets, sets, lights and seeds than those that judge."""

JUDGED_BY = {
    "robin on the roof": Flight(
        stage="rooftop-noon",
        who="robin",
        body=(-90.0, 25.0, 0.0),
        step=(10.0, 0.0, -4.0),
        lift=35.0,
        stand=(-46.0, 12.0),
        floor=10.0,
        wire=(-6.0, 12.0, 2.0),
        seed=201,
    ),
    "vole at the table": Flight(
        stage="evening-room",
        who="vole",
        body=(-100.0, 10.0, 20.0),
        step=(9.0, 2.0, -6.0),
        lift=45.0,
        stand=(50.0, 20.0),
        floor=20.0,
        wire=(8.0, 14.0, 4.0),
        seed=202,
    ),
}
"""Takes that nothing was tuned on."""


def flown(flight: Flight, size: tuple[int, int] = (960, 540), count: int = 16) -> RigTake:
    """A puppet carried through a set on a stand."""
    floor = open_floor(flight.stage)
    floor.document = replace(floor.document, seed=flight.seed)
    return _filmed(floor, size, range(count), flight.pose)


def _filmed(floor: Floor, size: tuple[int, int], numbers: range, pose: Callable[[Floor, int], RigStand]) -> RigTake:
    renderer = RasterRenderer()
    document = floor.document
    pictures, clean, mattes = [], [], []
    for number in numbers:
        rig = pose(floor, number)
        floor.exposure = number
        floor.document = replace(document, flaws=Flaws(flicker=FLICKER, rig=rig))
        exposed = expose(floor, renderer, size=size, quality=LIVE)
        pictures.append(photographed(exposed.picture))
        clean.append(to_light(exposed.clean.astype(np.float32), curve="srgb"))
        mattes.append(exposed.matte.astype(np.float32))
    floor.document = replace(document, flaws=Flaws())
    floor.exposure = numbers.stop
    for who in floor.puppets:
        floor.move({f"{who}.body.x": 2000.0, f"{who}.body.y": -2000.0})
    plate = photographed(expose(floor, renderer, size=size, quality=LIVE).picture)
    renderer.close()
    return RigTake(pictures=pictures, clean=clean, mattes=mattes, plate=plate)


def photographed(coded: Linear) -> Linear:
    """sRGB values 0..1 through a camera's JPEG, and opened again as scene-linear light."""
    codes = np.ascontiguousarray(np.rint(np.clip(coded, 0, 1) * 255).astype(np.uint8))
    data = simplejpeg.encode_jpeg(codes, quality=QUALITY, colorspace="RGB", colorsubsampling="444")
    return to_light(np.asarray(simplejpeg.decode_jpeg(data), np.float32) / 255, curve="srgb")


def marked(take: RigTake) -> RigTake:
    """The same take with the rig painted in the marker's colour, shaded as it was."""
    colour = to_light(np.array([int(MARKER[at : at + 2], 16) / 255 for at in (1, 3, 5)], np.float32), curve="srgb")
    pictures = []
    for picture, clean, matte in zip(take.pictures, take.clean, take.mattes, strict=True):
        shade = picture.mean(axis=2, keepdims=True)
        green = np.clip((0.35 + 2.5 * shade) * colour, 0, 1)
        pictures.append(np.asarray(clean * (1 - matte[..., None]) + green * matte[..., None], np.float32))
    return replace(take, pictures=pictures)
