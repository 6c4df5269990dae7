"""Lamps and the even light of the air."""

from math import radians
from typing import Any

import bpy
from mathutils import Matrix, Vector
from stock import UNIT

KINDS = {"sun": "SUN", "area": "AREA", "point": "POINT", "spot": "SPOT"}


class Lights:
    """The lamps of the scene, in the order of their names."""

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._told: list[dict[str, Any]] = []
        world = bpy.data.worlds.new("air")
        scene.world = world
        self._air = world.node_tree.nodes["Background"] if world.node_tree else _background(world)
        self._air.inputs["Strength"].default_value = 1.0

    def set(self, lamps: list[dict[str, Any]], air: list[float]) -> None:
        """Make the lamps what they are to be."""
        self._air.inputs["Color"].default_value = (*air, 1.0)
        if lamps == self._told:
            return
        for lamp in [held for held in self._scene.collection.objects if held.type == "LIGHT"]:
            bpy.data.lights.remove(lamp.data)
        for number, told in enumerate(sorted(lamps, key=lambda lamp: lamp["name"])):
            self._scene.collection.objects.link(_lamp(f"lamp-{number:04d}", told))
        self._told = lamps


def _background(world: Any) -> Any:
    world.use_nodes = True
    return world.node_tree.nodes["Background"]


def _lamp(name: str, told: dict[str, Any]) -> Any:
    light = bpy.data.lights.new(name, KINDS[told["kind"]])
    light.energy = told["power"]
    light.color = told["colour"]
    width, height = told["size"]
    if told["kind"] == "sun":
        light.angle = radians(width)
    elif told["kind"] == "area":
        light.shape, light.size, light.size_y = "RECTANGLE", width * UNIT, height * UNIT
    else:
        light.shadow_soft_size = width * UNIT / 2
    if told["kind"] == "spot":
        light.spot_size, light.spot_blend = radians(told["cone"]), 0.35
    held = bpy.data.objects.new(name, light)
    held.matrix_world = looking(told["at"], told["towards"])
    held.visible_camera = False
    held.visible_diffuse = held.visible_transmission = told["diffuse"]
    return held


def looking(at: list[float], towards: list[float], roll: float = 0.0) -> Matrix:
    """Where a lamp or a camera stands that looks along its own −Z; `roll` in degrees about that axis."""
    here, there = Vector(at) * UNIT, Vector(towards) * UNIT
    turn = (there - here).to_track_quat("-Z", "Y").to_matrix().to_4x4()
    return Matrix.Translation(here) @ turn @ Matrix.Rotation(radians(roll), 4, "Z")
