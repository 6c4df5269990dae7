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
