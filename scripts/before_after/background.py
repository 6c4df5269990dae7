"""Puppets keyed off their card, and before a riverside that is out of focus, their light brought to it."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
from bench.given import Given
from numpy.typing import NDArray

from komadori.finish.operation import Linear, Moment, Stretch
from komadori.finish.ops.background import OPERATION
from komadori.picture.colour import to_codes
from komadori.stage.floor import open_floor
from komadori.stage.raster.renderer import RasterRenderer
from komadori.stage.renderer import LIVE, Demand

HERE = Path(__file__).resolve()
SETTINGS = {**OPERATION.defaults, "plate": "riverside.exr", "blur": 0.004, "match": 0.35}


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    told = importlib.util.spec_from_file_location("key", HERE.with_name("key.py"))
    if told is None or told.loader is None:
        raise ValueError("the key's drawer is gone")
    key = importlib.util.module_from_spec(told)
    told.loader.exec_module(key)
    _, light = key.keyed()
    given = Given(holdings=key.Plate(riverside()))
    mean = np.average(light[..., :3].reshape(-1, 3), axis=0, weights=light[..., 3].ravel())
    apply, solve = OPERATION.apply, OPERATION.solve
    if apply is None or solve is None:
        raise ValueError("the background lays nothing")
    (solved,) = solve(Stretch(moments=[Moment(frame=1, look=lambda: mean)], holdings=given.holdings), SETTINGS)
    given.numbers = solved.numbers
    after = apply(light, SETTINGS, given)
    return _coded(light[..., :3] * light[..., 3:]), _coded(after[..., :3])


def riverside() -> Linear:
    """The path by the river with nobody on it."""
    scene = open_floor("riverside-spring").scene(0.0)
    empty = replace(scene, things=tuple(thing for thing in scene.things if thing.role != "puppet"))
    return RasterRenderer().render(empty, Demand(size=(1280, 720), quality=LIVE)).light.copy()


def _coded(light: Linear) -> NDArray[np.uint8]:
    codes: NDArray[np.uint8] = to_codes(np.ascontiguousarray(light), "srgb", 8)
    return codes
