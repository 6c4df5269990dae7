"""The miniature stage's live view: how long a picture takes by what has moved, and how old a pose is when it is seen.

The evening room with its three puppets at 640 x 360, drawn without a GPU. On a machine that does other work as well,
the processor time says more than the clock.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing

from bench.figures import Figure
from komadori.devices.catalogue import open_camera, open_lights, open_motion
from komadori.devices.protocols import Camera, Previewing
from komadori.stage.floor import open_floor
from komadori.stage.scene import Mesh

STAGE = "stage:evening-room"
GOAL = "goal: 5 fps at 640 x 360 without a GPU"


def _timed(step: Callable[[int], None], camera: Previewing, times: int) -> str:
    """Frames a second and milliseconds of a frame that follows each `step`."""
    clock, processor = [], []
    for number in range(times + 1):
        step(number)
        began, used = time.perf_counter(), time.process_time()
        camera.preview()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    middle, cost = statistics.median(clock[1:]), statistics.median(processor[1:])
    return f"{1000 * cost:.0f} ms of a core: {1 / cost:.1f} fps on one of its own; by the clock {1 / middle:.1f} fps"


def _opened(camera: Camera) -> Previewing:
    if not isinstance(camera, Previewing):
        raise TypeError(camera.name)
    return camera


def _triangles() -> int:
    scene = open_floor("evening-room").scene(0.0)
    shapes = [(scene.shapes[thing.shape], len(thing.places)) for thing in scene.things]
    return sum(len(shape.faces) * count for shape, count in shapes if isinstance(shape, Mesh))


def measure(*, quick: bool) -> Iterator[Figure]:
    """Figures by what moves."""
    times = 6 if quick else 20
    began = time.perf_counter()
    with (
        closing(open_camera(f"{STAGE}?quality=live&fps=1000")) as camera,
        closing(open_motion(STAGE)) as motion,
        closing(open_lights(STAGE)) as lights,
    ):
        view = _opened(camera)
        view.preview()
        yield Figure(what="from the name to the first live picture", value=f"{time.perf_counter() - began:.1f} s")
        yield Figure(what="triangles of the evening room, as sent", value=f"{_triangles():,}")
        turn = _timed(lambda n: motion.move({"badger.head.turn": n % 7 * 3.0}), view, times)
        yield Figure(what="a head is turned", value=turn, against=GOAL)
        body = _timed(lambda n: motion.move({"badger.body.turn": n % 7 * 3.0}), view, times)
        yield Figure(what="a whole puppet is turned", value=body, against=GOAL)
        universe = lights.universes[0]
        lamp = _timed(lambda n: lights.send(universe, bytes([40 + 9 * (n % 7)])), view, times)
        yield Figure(what="a fader moves", value=lamp, against=GOAL)
        pan = _timed(lambda n: motion.move({"camera.pan": n % 7 * 0.5}), view, max(4, times // 3))
        yield Figure(what="the camera moves: all is drawn afresh, at half the size", value=pan)
        yield Figure(what="nothing moves", value=_timed(lambda _n: None, view, times))
        yield from _latency(motion.move, view, times)
        load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        yield Figure(what="what else the machine did meanwhile", value=load, against="the clock is to be read by it")


def _latency(move: Callable[[dict[str, float | str]], None], view: Previewing, times: int) -> Iterator[Figure]:
    """From a move to the live picture that shows it, the move coming at any moment of the picture before."""
    ages = []
    for number in range(times):
        began = time.perf_counter()
        move({"badger.head.turn": 20.0 + number % 5})
        view.preview()
        ages.append(time.perf_counter() - began)
    late = statistics.median(ages) * 1.5
    yield Figure(
        what="from a pose to its live picture, on average",
        value=f"{1000 * late:.0f} ms",
        against="half a picture is waited for, and one is drawn",
    )
