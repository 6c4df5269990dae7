"""What the renderer's process holds between pictures, and the requests it answers."""

import sys
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from lights import Lights
from shoot import PROCESSOR, Shooting
from stock import Stock
from things import Things


class Studio:
    """One Blender scene: a stock of shapes, images and surfaces, the things made of them, lamps and a camera."""

    def __init__(self) -> None:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.scene = bpy.context.scene
        self.stock = Stock()
        self.things = Things(self.scene, self.stock)
        self.lights = Lights(self.scene)
        self.shooting = Shooting(self.scene)

    def facts(self) -> dict[str, Any]:
        """What this renderer is."""
        return {"blender": bpy.app.version_string, "python": sys.version.split()[0]}

    def perform(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what `request` asks: "device", "hold", "forget", or "render"."""
        return {
            "device": self._device,
            "hold": self._hold,
            "forget": self._forget,
            "render": self._render,
        }[request["do"]](request)

    def _device(self, request: dict[str, Any]) -> dict[str, Any]:
        # Whoever asks for the processor does not want drivers of graphics cards to be woken.
        devices = [PROCESSOR] if request["device"] == "CPU" else self.shooting.devices()
        return {"device": self.shooting.use(request["device"]), "devices": devices}

    def _hold(self, request: dict[str, Any]) -> dict[str, Any]:
        for key, shape in request.get("shapes", {}).items():
            self.stock.hold_shape(key, {name: _array(value) for name, value in shape.items()})
        for key, file in request.get("images", {}).items():
            self.stock.hold_image(key, np.load(file))
        return {}

    def _forget(self, request: dict[str, Any]) -> dict[str, Any]:
        self.things.empty_if_using(request["shapes"])
        self.stock.forget(request["shapes"], request.get("images", ()))
        return {}

    def _render(self, request: dict[str, Any]) -> dict[str, Any]:
        places = np.load(request["places"]) if request["places"] else np.zeros((0, 4, 4), np.float32)
        self.things.change(request["things"], places, request["gone"])
        self.stock.tidy()
        self.lights.set(request["lamps"], request["air"])
        self.shooting.aim(request["lens"])
        folder = Path(request["folder"])
        took = self.shooting.photograph(request, folder / "light.npy")
        for number, colours in enumerate(request["mattes"]):
            with self.things.coloured_by_role(colours):
                self.shooting.cover(request, folder / f"matte{number}.npy")
        return {**took, "peak_bytes": _peak()}


def _peak() -> int:
    """The most memory this process has held, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most if sys.platform == "darwin" else most * 1024)


def _array(value: Any) -> Any:
    return np.load(value) if isinstance(value, str) and value.endswith(".npy") else value
