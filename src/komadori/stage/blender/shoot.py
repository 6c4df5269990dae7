"""The camera and how it is exposed: Cycles' settings, the lens, the picture, the coverage of roles."""

import time
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from lights import looking
from stock import UNIT

COMPUTE = ("OPTIX", "CUDA", "HIP", "METAL", "ONEAPI")
"""Kinds of graphics processors, the best first."""
PROCESSOR = {"kind": "CPU", "name": "processor"}
COVERAGE_SAMPLES = 16
CAREFUL = 8
"""Samples from which on a picture is no draft."""


class Shooting:
    """The one camera of the scene."""

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._camera = bpy.data.cameras.new("lens")
        held = bpy.data.objects.new("lens", self._camera)
        scene.collection.objects.link(held)
        scene.camera = self._held = held
        self._flat = _flat()
        _settle(scene)

    def devices(self) -> list[dict[str, str]]:
        """What this machine can compute on, the best first, the processor last."""
        found = [{"kind": kind, "name": device.name} for kind in COMPUTE for device in _devices(kind)]
        return [*found, PROCESSOR]

    def use(self, device: str) -> dict[str, str]:
        """Compute on a kind of device, or on the best with "auto"; what is not there becomes the processor."""
        kinds = COMPUTE if device == "auto" else (device,)
        for kind in kinds:
            chosen = _devices(kind) if kind in COMPUTE else []
            if chosen:
                settings = _preferences()
                settings.compute_device_type = kind
                for one in settings.devices:
                    one.use = one.type == kind
                self._scene.cycles.device = "GPU"
                return {"kind": kind, "name": chosen[0].name}
        self._scene.cycles.device = "CPU"
        return PROCESSOR

    def aim(self, lens: dict[str, Any]) -> None:
        """Set the camera up; at a unit of 100 mm a macro lens keeps its blur if the f-number is a tenth."""
        self._held.matrix_world = looking(lens["at"], lens["towards"], lens["roll"])
        camera = self._camera
        camera.sensor_fit, camera.sensor_width, camera.lens = "HORIZONTAL", lens["sensor"], lens["focal"]
        camera.clip_start, camera.clip_end = 0.02, 2000.0
        camera.dof.use_dof = True
        camera.dof.focus_distance = lens["focus"] * UNIT
        camera.dof.aperture_fstop = lens["f_number"] * 0.1
        camera.dof.aperture_blades, camera.dof.aperture_rotation = 7, 0.2

    def photograph(self, request: dict[str, Any], file: Path) -> dict[str, float]:
        """Render the picture's linear light into `file`, h × w × 3; returns what it took."""
        cycles = self._scene.cycles
        cycles.samples, cycles.seed = request["samples"], request["seed"]
        cycles.use_denoising = request["denoise"]
        self._care(request["samples"])
        self._threads(request["threads"])
        pixels, took = self._render(request["size"], file.with_suffix(".exr"))
        np.save(file, pixels[..., :3])
        return took

    def cover(self, request: dict[str, Any], file: Path) -> None:
        """Render how much of each pixel the objects of each colour fill, into `file`, h × w × 3."""
        layer, cycles, world = self._scene.view_layers[0], self._scene.cycles, self._scene.world
        cycles.samples, cycles.use_denoising = max(COVERAGE_SAMPLES, request["samples"]), False
        layer.material_override, self._scene.world = self._flat, None
        bounces, cycles.max_bounces = cycles.max_bounces, 0
        try:
            np.save(file, self._render(request["size"], file.with_suffix(".exr"))[0][..., :3])
        finally:
            layer.material_override, self._scene.world, cycles.max_bounces = None, world, bounces

    def _care(self, samples: int) -> None:
        """How far light is followed, and how well the denoiser is guided; a draft is seen for a moment."""
        cycles = self._scene.cycles
        cycles.denoising_prefilter = "ACCURATE" if samples >= CAREFUL else "FAST"
        (
            cycles.max_bounces,
            cycles.diffuse_bounces,
            cycles.glossy_bounces,
            cycles.transmission_bounces,
            cycles.transparent_max_bounces,
        ) = (8, 3, 3, 8, 12) if samples >= CAREFUL else (5, 2, 2, 5, 8)

    def _threads(self, threads: int) -> None:
        render = self._scene.render
        render.threads_mode = "FIXED" if threads else "AUTO"
        if threads:
            render.threads = threads

    def _render(self, size: list[int], file: Path) -> tuple[Any, dict[str, float]]:
        render = self._scene.render
        render.resolution_x, render.resolution_y = size
        render.filepath = str(file)
        began, worked = time.perf_counter(), time.process_time()
        bpy.ops.render.render(write_still=True)
        took = {"seconds": time.perf_counter() - began, "work": time.process_time() - worked}
        image = bpy.data.images.load(str(file))
        try:
            pixels = np.empty(size[0] * size[1] * 4, np.float32)
            image.pixels.foreach_get(pixels)
        finally:
            bpy.data.images.remove(image)
            file.unlink()
        return pixels.reshape(size[1], size[0], 4)[::-1], took


def _settle(scene: Any) -> None:
    render, cycles = scene.render, scene.cycles
    render.engine = "CYCLES"
    render.resolution_percentage = 100
    render.use_motion_blur = False
    render.use_file_extension = True
    render.image_settings.file_format = "OPEN_EXR"
    render.image_settings.color_mode, render.image_settings.color_depth = "RGBA", "32"
    render.image_settings.exr_codec = "NONE"
    scene.view_settings.view_transform = "Raw"
    cycles.device, cycles.use_adaptive_sampling, cycles.use_animated_seed = "CPU", False, False
    cycles.denoiser, cycles.denoising_input_passes = "OPENIMAGEDENOISE", "RGB_ALBEDO_NORMAL"
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_direct, cycles.sample_clamp_indirect, cycles.blur_glossy = 0.0, 4.0, 1.0
    scene.cycles_curves.shape, scene.cycles_curves.subdivisions = "RIBBONS", 2


def _flat() -> Any:
    """A surface that shines in its object's own colour, so that a render of it tells coverage."""
    material = bpy.data.materials.new("coverage")
    material.use_nodes = True
    material.cycles.emission_sampling = "NONE"
    tree = material.node_tree
    tree.nodes.clear()
    colour, shine = tree.nodes.new("ShaderNodeObjectInfo"), tree.nodes.new("ShaderNodeEmission")
    out = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(colour.outputs["Color"], shine.inputs["Color"])
    tree.links.new(shine.outputs[0], out.inputs["Surface"])
    return material


def _preferences() -> Any:
    return bpy.context.preferences.addons["cycles"].preferences


def _devices(kind: str) -> list[Any]:
    try:
        return [device for device in _preferences().get_devices_for_type(kind) if device.type == kind]
    except (KeyError, TypeError, ValueError, RuntimeError):
        return []
