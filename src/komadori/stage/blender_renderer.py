"""Cycles as a renderer of the stage: it is told only what changed, and started anew where it goes down."""

import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from komadori.stage.blender_messages import Held, array_file, matte_colours, role_matte
from komadori.stage.blender_place import library_hint
from komadori.stage.blender_process import START_LIMIT, WorkerLost, WorkerProcess
from komadori.stage.checked import check_demand, check_scene
from komadori.stage.renderer import Demand, NoMemoryToRender, Rendered, RendererFailed, RendererMissing, RendererStuck
from komadori.stage.scene import Floats, Role, Scene

FIRST_LIMIT = 900.0
"""Seconds a picture may take while nothing has been measured yet, for a million light paths."""
LEAST_LIMIT = 120.0
SLACK = 20.0
"""How many times longer than measured a picture may take before the renderer counts as stuck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What the last picture cost.

    `seconds` in all, those in `blender` itself, `work` the processor seconds there, `peak_bytes` of its process.
    """

    seconds: float = 0.0
    blender: float = 0.0
    work: float = 0.0
    peak_bytes: int = 0


class BlenderRenderer:
    """Photographs scenes with Cycles, in a process of its own that lives until `close`.

    `command` starts the worker (`find_command`). `device` is "auto", "cpu", "cuda", "optix", "hip", "metal" or
    "oneapi"; `told` is why it is another one than asked for, or empty; where a graphics processor fails, the processor
    goes on. `threads` 0 takes all processors. `spent` is what the last picture cost. One thread uses it at a time.
    Raises RendererMissing.
    """

    def __init__(
        self, command: Sequence[str], *, device: str = "auto", threads: int = 0, start_limit: float = START_LIMIT
    ) -> None:
        self._command, self._device, self._threads, self._start_limit = tuple(command), device, threads, start_limit
        self._checked: set[str] = set()
        self._pace = 0.0
        self._worker: WorkerProcess | None = None
        self._held = Held()
        self.told = ""
        self._name = ""
        self._devices: Sequence[Mapping[str, str]] = ()
        self.spent = Spent()
        self._graphics = ""
        self._instead = ""
        self._begin()

    @property
    def name(self) -> str:
        """Such as "Cycles 5.0.1 on the processor"."""
        return self._name

    @property
    def devices(self) -> Sequence[Mapping[str, str]]:
        """What it could compute on, the best first, each with its `kind` and `name`."""
        return self._devices

    def render(self, scene: Scene, demand: Demand) -> Rendered:
        """One picture. Where the worker goes down it is started again and told everything, once.

        Raises BadScene, RendererMissing, RendererStuck, NoMemoryToRender, RendererFailed.
        """
        began = time.monotonic()
        check_demand(demand)
        check_scene(scene, self._checked)
        first: WorkerLost | None = None
        for _ in range(2):
            try:
                if self._worker is None or not self._worker.alive:
                    self._begin()
                return self._photographed(scene, demand, began)
            except WorkerLost as lost:
                self._end()
                if self._graphics:
                    # Drivers and small cards fail in many ways; the processor makes every picture.
                    self._device, self._instead = "cpu", f"{self._graphics} could not: {lost.brief}."
                elif lost.how in ("memory", "import"):
                    raise _failure(lost, None) from lost
                first, last = first or lost, lost
        raise _failure(last, first) from last

    def close(self) -> None:
        """End the worker. Closing again does nothing."""
        self._end()

    def __enter__(self) -> "BlenderRenderer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self._end()

    def _begin(self) -> None:
        try:
            self._worker = WorkerProcess(self._command, start_limit=self._start_limit)
        except WorkerLost as lost:
            raise _missing(self._command, lost) from lost
        try:
            request = {"do": "device", "device": self._device.upper().replace("AUTO", "auto")}
            chosen = self._worker.ask(request, limit=LEAST_LIMIT)
        except WorkerLost as lost:
            if self._device == "cpu":
                raise _missing(self._command, lost) from lost
            # A broken driver takes the process along that asks what cards there are.
            self._device, self._instead = "cpu", f"Looking for graphics processors failed: {lost.brief}."
            self._begin()
            return
        self._held = Held()
        on = chosen["device"]
        self._devices = chosen["devices"]
        self._name = f"Cycles {self._worker.facts['blender']} on {_device_name(on)}"
        self._graphics = "" if on["kind"] == "CPU" else _device_name(on)
        asked = self._device.upper()
        if self._instead:
            self.told = f"{self._instead} Rendering on {_device_name(on)}."
            return
        self.told = f"There is no {asked} device here; rendering on {_device_name(on)}." if _other(asked, on) else ""

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.close()
        self._worker = None

    def _photographed(self, scene: Scene, demand: Demand, since: float) -> Rendered:
        assert self._worker is not None  # noqa: S101  # _begin has made it or raised
        folder = Path(self._worker.folder.name)
        for request in self._held.changes(scene, folder):
            self._worker.ask(request, limit=LEAST_LIMIT)
        paths = demand.size[0] * demand.size[1] * max(demand.quality.samples, 1)
        groups = matte_colours(demand.mattes)
        request = {
            "do": "render",
            **self._held.things(scene, folder),
            "lamps": [asdict(lamp) for lamp in scene.lamps],
            "air": scene.air,
            "lens": asdict(scene.lens),
            "size": demand.size,
            "samples": max(demand.quality.samples, 1),
            "seed": demand.seed,
            "denoise": demand.quality.samples > 0,
            "threads": self._threads,
            "mattes": groups,
            "folder": str(folder),
        }
        began = time.monotonic()
        done = self._worker.ask(request, limit=self._limit(paths, len(groups)))
        self._pace = max(self._pace, (time.monotonic() - began) / paths)
        self._held.settle(scene)
        rendered = _read(folder, demand, groups)
        self.spent = Spent(
            seconds=time.monotonic() - since,
            blender=done["seconds"],
            work=done.get("work", 0.0),
            peak_bytes=done.get("peak_bytes", 0),
        )
        return rendered

    def _limit(self, paths: int, mattes: int) -> float:
        if not self._pace:
            return FIRST_LIMIT * (1 + paths / 1e6) * (1 + mattes)
        return max(LEAST_LIMIT, SLACK * self._pace * paths) * (1 + mattes)


def _read(folder: Path, demand: Demand, groups: Sequence[Mapping[Role, tuple[float, float, float]]]) -> Rendered:
    light: Floats = array_file(folder / "light.npy", (demand.size[1], demand.size[0], 3))
    mattes: dict[Role, Floats] = {}
    for number, group in enumerate(groups):
        cover = array_file(folder / f"matte{number}.npy", light.shape)
        for role, colour in group.items():
            mattes[role] = role_matte(cover, colour)
    return Rendered(light=np.maximum(light, np.float32(0)), mattes=mattes)


def _device_name(device: Mapping[str, str]) -> str:
    return "the processor" if device["kind"] == "CPU" else f"{device['name']} ({device['kind']})"


def _other(asked: str, device: Mapping[str, str]) -> bool:
    return asked not in ("AUTO", device["kind"])


def _missing(command: Sequence[str], lost: WorkerLost) -> RendererMissing:
    return RendererMissing(f"The renderer {command[0]} does not start: {lost.told}.", hint=library_hint(lost.told))


def _failure(lost: WorkerLost, first: WorkerLost | None) -> RendererFailed:
    if lost.how == "memory" or (lost.how == "killed" and first is not None and first.how == "killed"):
        return NoMemoryToRender(
            f"There was not enough memory for the picture: {lost.told}.",
            hint="a smaller picture, the draft quality, fewer workers, or --device cpu.",
        )
    if lost.how == "hung":
        return RendererStuck(
            "The renderer gave no answer within many times the time such a picture takes, twice; it was ended.",
            hint="try a smaller picture; if it happens again, please report the scene.",
        )
    return RendererFailed(
        f"The renderer could not make the picture, also when started anew: {lost.told}.",
        hint="`komadori stage setup --check` tells whether the renderer itself is sound.",
    )
