"""The same scene in one plain script for Blender's Python: `python -I plain_blender.py WORKER SCENE COUNT`.

WORKER is the folder of the worker's scripts, SCENE/requests.json what builds the scene and the render that is asked
for. Prints the seconds and the processor seconds of each picture as JSON. Nothing is read back: Blender writes its EXR
file, as a script of one's own would.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import bpy
import numpy as np

from studio import Studio

studio = Studio()
*building, render = json.loads((Path(sys.argv[2]) / "requests.json").read_text())
for request in building:
    studio.perform(request)
studio.things.change(render["things"], np.load(render["places"]), render["gone"])
studio.lights.set(render["lamps"], render["air"])
studio.shooting.aim(render["lens"])
scene = bpy.context.scene
scene.render.resolution_x, scene.render.resolution_y = render["size"]
scene.cycles.samples, scene.cycles.seed = render["samples"], render["seed"]
scene.cycles.use_denoising = render["denoise"]
for change in sys.argv[4:]:
    exec(change)  # noqa: S102  # settings to try, given by hand
if render["threads"]:
    scene.render.threads_mode, scene.render.threads = "FIXED", render["threads"]
scene.render.filepath = str(Path(sys.argv[2]) / "plain.exr")
took = []
for _ in range(int(sys.argv[3])):
    wall, cpu = time.perf_counter(), time.process_time()
    bpy.ops.render.render(write_still=True)
    took.append((time.perf_counter() - wall, time.process_time() - cpu))
print("TOOK " + json.dumps(took))
