"""What a picture of the stage costs: by quality and size, beside plain Blender, over workers; and what a pose costs."""

import json
import os
import pickle
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from bench.farm_simulated import Film, efficiency
from bench.figures import Figure
from komadori.stage.blender_messages import Held
from komadori.stage.blender_place import find_command
from komadori.stage.blender_process import WORKER
from komadori.stage.blender_renderer import BlenderRenderer, Spent
from komadori.stage.fragment import joined
from komadori.stage.miniature_set import load_set
from komadori.stage.puppet import load_puppet
from komadori.stage.renderer import DRAFT, FINAL, Demand, Quality, Rendered, RendererMissing
from komadori.stage.rendering import Made, Request
from komadori.stage.scene import Fibres, Lamp, Mesh, Scene

SET, PUPPET, PLACE = "six-mat-room", "badger", "kotatsu.back"
SIZES = ((DRAFT, (480, 270)), (DRAFT, (640, 360)), (FINAL, (480, 270)))
TINY, ONCE = (32, 18), Quality(name="once", samples=1, detail=DRAFT.detail)
EPISODE, SHOT = 12 * 60 * 12, 6 * 12
"""Pictures of an episode of twelve minutes on twos, and of a shot of six seconds."""


@cache
def _still(detail: float) -> tuple:
    room = load_set(SET)
    return room, room.fragment(None, detail=detail), load_puppet(PUPPET)


def scene_of(tilt: float, detail: float) -> Scene:
    """The sleepy badger at the low table, its head tilted so many degrees; sun, sky and a soft card."""
    room, fragment, puppet = _still(detail)
    whole = joined([fragment, puppet.fragment({"head.tilt": tilt}, detail=detail).moved(room.anchors[PLACE])])
    lamps = (
        Lamp(name="sun", kind="sun", at=(300, 600, 400), towards=(0, 0, 0), power=6, size=(1, 1)),
        Lamp(name="sky", kind="area", at=(105, 240, 172), towards=(105, 0, 100), power=150, size=(310, 160)),
        Lamp(name="card", kind="area", at=(-120, -420, 290), towards=(-20, 40, 70), power=90, size=(260, 200)),
    )
    return Scene(
        shapes=whole.shapes,
        materials=whole.materials,
        things=whole.things,
        lamps=lamps,
        lens=room.lenses["wide"],
        images=whole.images,
        air=(0.05, 0.06, 0.08),
    )


def measure(*, quick: bool = False) -> list[Figure]:
    """Nothing where no renderer is set up; with `quick` only small pictures, and one of each."""
    paces: list[float] = []
    try:
        with BlenderRenderer(find_command(), device="cpu") as renderer:
            figures = [*_frames(renderer, paces, quick=quick), *_pose(renderer)]
    except RendererMissing as missing:
        return [Figure(what="the renderer", value="not set up", against=str(missing.message))]
    seconds = [] if quick else list(_scaling(figures))
    return [*figures, *_overhead(quick=quick), *_farm(seconds or [6.0, 7.5, 9.0, 6.5], paces[-1])]


def _frames(renderer: BlenderRenderer, paces: list[float], *, quick: bool) -> Iterator[Figure]:
    detail = DRAFT.detail
    scene = scene_of(0.0, detail)
    fibres = sum(len(shape.points) for shape in scene.shapes.values() if isinstance(shape, Fibres))
    triangles = sum(len(shape.faces) for shape in scene.shapes.values() if isinstance(shape, Mesh))
    renderer.render(scene, Demand(size=TINY, quality=ONCE))
    yield Figure(
        what="from nothing to the room held by the renderer",
        value=f"{renderer.spent.seconds - renderer.spent.blender:.1f} s",
        against=f"{len(scene.things)} things, {triangles:,} triangles, {fibres:,} fibres",
    )
    for quality, size in SIZES[: 1 if quick else None]:
        spent = _spent(renderer, scene, Demand(size=(96, 54) if quick else size, quality=quality))
        paths = size[0] * size[1] * quality.samples
        paces.append(spent.work / paths)
        yield Figure(
            what=f"a picture of {size[0]} x {size[1]}, {quality.name} ({quality.samples} samples)",
            value=f"{spent.work:.0f} processor seconds",
            against=f"{1e6 * spent.work / paths:.0f} µs a light path; draft detail; "
            f"{spent.seconds:.0f} s on the machine with load {os.getloadavg()[0]:.0f}",
        )
    yield Figure(what="peak memory of the renderer's process", value=f"{renderer.spent.peak_bytes / 1e6:.0f} MB")


def _spent(renderer: BlenderRenderer, scene: Scene, demand: Demand) -> Spent:
    renderer.render(scene, demand)
    return renderer.spent


def _pose(renderer: BlenderRenderer) -> Iterator[Figure]:
    demand = Demand(size=TINY, quality=ONCE)
    scenes = [scene_of(tilt, DRAFT.detail) for tilt in (1.0, 2.0, 3.0)]
    posed = [_spent(renderer, scene, demand) for scene in scenes]
    still = [_spent(renderer, scenes[-1], demand) for _ in range(3)]
    ours = median(spent.seconds - spent.blender for spent in posed)
    yield Figure(
        what="what a new pose costs us: telling it, and bringing the picture home",
        value=f"{1000 * ours:.0f} ms",
        against=f"with nothing changed {1000 * median(spent.seconds - spent.blender for spent in still):.0f} ms",
    )
    yield Figure(
        what="what Blender takes before it samples: its own copy of the scene, at every picture",
        value=f"{median(spent.work for spent in posed):.2f} processor seconds",
        against=f"with nothing changed {median(spent.work for spent in still):.2f}",
    )


def _overhead(*, quick: bool) -> Iterator[Figure]:
    """Our renderer and one plain script, turn about, so that both meet the same machine."""
    size, count = ((96, 54), 1) if quick else ((320, 180), 3)
    scene, demand = scene_of(0.0, DRAFT.detail), Demand(size=size, quality=DRAFT)
    ours: list[float] = []
    plain: list[float] = []
    with BlenderRenderer(find_command(), device="cpu", threads=2) as renderer, tempfile.TemporaryDirectory() as folder:
        renderer.render(scene, Demand(size=TINY, quality=ONCE))
        _written(scene, demand, Path(folder))
        for _ in range(count):
            spent = _spent(renderer, scene, demand)
            ours.append(spent.seconds / spent.blender)
            plain += [spent.work / work for _, work in _plain(Path(folder), 1)]
    yield Figure(
        what="our renderer's time over Blender's own, in the same process",
        value=f"{100 * (median(ours) - 1):+.1f} %",
        against=f"goal: under 5 %; {size[0]} x {size[1]}, draft, median of {count}",
    )
    yield Figure(
        what="processor time of Blender within our renderer over the same scene in one plain script",
        value=f"{100 * (median(plain) - 1):+.1f} %",
        against="two processes, turn about; on a busy machine they differ by some percent by themselves",
    )


def _written(scene: Scene, demand: Demand, folder: Path) -> None:
    """What the plain script reads: the requests that build the scene, and the one that renders it."""
    held, requests = Held(), []
    for number, request in enumerate(held.changes(scene, folder)):
        requests.append(_copied(json.loads(json.dumps(request)), folder, number))
    asked = {"lamps": [asdict(lamp) for lamp in scene.lamps], "air": scene.air, "lens": asdict(scene.lens)}
    asked |= {"size": demand.size, "samples": demand.quality.samples, "seed": demand.seed, "denoise": True}
    requests.append({**held.things(scene, folder), **asked, "threads": 2})
    (folder / "requests.json").write_text(json.dumps(requests))


def _copied(told: object, folder: Path, number: int) -> object:
    """`told` with every array file it names copied, because the next request writes over it."""
    if isinstance(told, dict):
        return {name: _copied(value, folder, number) for name, value in told.items()}
    if isinstance(told, str) and told.endswith(".npy"):
        return str(shutil.copy(told, folder / f"kept-{number}-{Path(told).name}"))
    return told


def _plain(folder: Path, count: int) -> Sequence[tuple[float, float]]:
    script = Path(__file__).with_name("plain_blender.py")
    command = [find_command()[0], "-I", str(script), str(WORKER.parent), str(folder), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("TOOK "))
    return [tuple(pair) for pair in json.loads(line[5:])]


def _scaling(figures: list[Figure]) -> Iterator[float]:
    """Adds what two workers gain over one, and gives the seconds of each of the pictures."""
    requests = [
        Request(
            scene=partial(scene_of, tilt / 3, DRAFT.detail), demand=Demand(size=(240, 135), quality=DRAFT), threads=1
        )
        for tilt in range(12)
    ]
    took: dict[int, float] = {}
    seconds: list[float] = []
    for workers in (1, 2):
        half = requests[:4] if workers == 1 else requests[4:12]
        with ProcessPoolExecutor(workers) as pool, tempfile.TemporaryDirectory() as folder:
            warm = [
                pool.submit(_made, replace(half[0], demand=Demand(size=TINY, quality=ONCE)), folder) for _ in range(2)
            ]
            [future.result() for future in warm]
            began = perf_counter()
            made = list(pool.map(partial(_made, folder=folder), half))
            took[workers] = (perf_counter() - began) / len(half)
            seconds += [one.seconds for one in made]
    figures.append(
        Figure(
            what="pictures in a given time with 2 workers over 1, one thread each",
            value=f"{took[1] / took[2]:.2f} times as many",
            against=f"{os.cpu_count()} cores; 240 x 135, draft",
        )
    )
    yield from seconds


def _made(request: Request, folder: str) -> Made:
    os.environ["KOMADORI_CACHE"] = folder
    from komadori.stage.rendering import render_one

    return render_one(request)


def _farm(seconds: Sequence[float], pace: float) -> Iterator[Figure]:
    """A farm played through: measured times of pictures, of a worker's start, and of sending and taking home."""
    request = Request(scene=partial(scene_of, 0.0, DRAFT.detail), demand=Demand(size=(1280, 720), quality=FINAL))
    answer = Made(rendered=Rendered(light=np.zeros((720, 1280, 3), np.float32)), seconds=1.0)
    began = perf_counter()
    for thing in (request, answer):
        pickle.loads(pickle.dumps(thing))  # noqa: S301  # our own
    sent = perf_counter() - began
    # The spread is that of the pictures measured side by side, the length that of a large one on one core.
    paths = 1280 * 720 * FINAL.samples
    final = [one / median(seconds) * pace * paths for one in seconds]
    for workers in (2, 20, 200):
        film = Film(pictures=EPISODE, shot=SHOT, seconds=final, start=15.0, handed=sent)
        yield Figure(
            what=f"an episode of {EPISODE:,} pictures on {workers} workers, played through",
            value=f"{100 * efficiency(film, workers):.1f} % of their time spent on pictures",
            against=f"goal: over 90 %; {median(final):.0f} s a picture; each handed over in {1000 * sent:.0f} ms, "
            "one after another; a worker starts in 15 s and builds each shot anew in 5 s",
        )
