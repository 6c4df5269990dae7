"""The camera on its head: where the axes of the camera put the lens, seen from where the stage file puts it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from komadori.stage.scene import Lens
from komadori.stage.told import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorAxis:
    """Something on the floor that moves: `name` ("camera.pan", "badger.head.tilt"), `unit` ("mm", "°", or "").

    It goes from `low` to `high` and begins at `rest`; one with `choices` is a replacement and takes one of them.
    """

    name: str
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    rest: float | str = 0.0
    choices: tuple[str, ...] = ()


def camera_axes(home: Lens) -> tuple[FloorAxis, ...]:
    """The axes of the camera. Slides and turns count from `home`; focus and focal length are what they say, in mm."""
    slides = tuple(FloorAxis(name=f"camera.{one}", unit="mm", low=-3000.0, high=3000.0) for one in "xyz")
    turns = tuple(FloorAxis(name=f"camera.{one}", unit="°", low=-180.0, high=180.0) for one in ("pan", "tilt", "roll"))
    return (
        *slides,
        *turns,
        FloorAxis(name="camera.focus", unit="mm", low=20.0, high=100_000.0, rest=home.focus),
        FloorAxis(name="camera.focal", unit="mm", low=8.0, high=400.0, rest=home.focal),
    )


def headed(home: Lens, values: Mapping[str, float]) -> Lens:
    """The lens with the camera's axes at `values`, keyed "x" to "focal"; what is missing stands at home.

    x, y, z are the stage's directions in mm; degrees are + to the right for pan, + up for tilt, + clockwise for roll.
    """
    at = moved(home.at, (values.get("x", 0.0), values.get("y", 0.0), values.get("z", 0.0)))
    turn = (values.get("pan", 0.0), values.get("tilt", 0.0), values.get("roll", 0.0))
    aimed = turned(replace(home, at=at, towards=moved(home.towards, difference(at, home.at))), turn)
    return replace(aimed, focus=values.get("focus", home.focus), focal=values.get("focal", home.focal))


def turned(lens: Lens, turn: Vector) -> Lens:
    """The lens panned, tilted and rolled by degrees where it stands."""
    if turn == (0.0, 0.0, 0.0):
        return lens
    x, y, z = difference(lens.towards, lens.at)
    flat = math.hypot(x, y)
    away = math.sqrt(flat * flat + z * z)
    bearing = math.atan2(x, y) + math.radians(turn[0])
    height = min(max(math.atan2(z, flat) + math.radians(turn[1]), -math.pi / 2), math.pi / 2)
    flat = away * math.cos(height)
    ray = (flat * math.sin(bearing), flat * math.cos(bearing), away * math.sin(height))
    return replace(lens, towards=moved(lens.at, ray), roll=lens.roll + turn[2])


def focus_on(lens: Lens, point: Vector) -> float:
    """The distance in mm at which `point` is sharp: along the lens's axis, as a flat field focuses; at least 20."""
    axis = np.subtract(lens.towards, lens.at)
    along = float(np.dot(np.subtract(point, lens.at), axis) / max(float(np.linalg.norm(axis)), 1e-6))
    return max(along, 20.0)


def in_picture(lens: Lens, point: Vector, size: tuple[int, int]) -> tuple[float, float]:
    """Where `point` is seen in a picture of `size` pixels, from its upper left corner; NaN behind the lens."""
    axis = np.subtract(lens.towards, lens.at)
    axis = axis / max(float(np.linalg.norm(axis)), 1e-9)
    right = np.cross(axis, (0.0, 0.0, 1.0))
    right = right / max(float(np.linalg.norm(right)), 1e-9)
    up = np.cross(right, axis)
    ray = np.subtract(point, lens.at)
    depth = float(ray @ axis)
    if depth <= 0.0:
        return math.nan, math.nan
    scale = lens.focal / lens.sensor * size[0] / depth
    across, above = float(ray @ right) * scale, float(ray @ up) * scale
    roll = math.radians(lens.roll)
    # The camera turns clockwise, so the picture turns the other way.
    seen = across * math.cos(roll) - above * math.sin(roll), across * math.sin(roll) + above * math.cos(roll)
    return size[0] / 2 + seen[0], size[1] / 2 - seen[1]


def moved(at: Vector, by: Vector) -> Vector:
    """`at` and `by` added."""
    return at[0] + by[0], at[1] + by[1], at[2] + by[2]


def difference(one: Vector, other: Vector) -> Vector:
    """`one` seen from `other`."""
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]
