"""Pictures of scenes: made by the renderer a quality asks for, kept by what they show, one or many at a time."""

import atexit
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from komadori.errors import KomadoriError, Several
from komadori.progress import Progress, Work
from komadori.stage.blender_place import find_command
from komadori.stage.blender_renderer import BlenderRenderer
from komadori.stage.kept import kept, place
from komadori.stage.raster import RasterRenderer
from komadori.stage.renderer import Demand, Quality, Rendered, Renderer, RendererFailed
from komadori.stage.scene import Scene, content_key
from komadori.stage.scene_key import scene_key

TRIES = 3
"""How often a picture may lose its worker before it counts as the one to blame."""
WAITING = 3
"""Pictures underway or waiting for each worker, so that memory does not grow with their number."""


def open_renderer(quality: Quality, *, device: str = "auto", threads: int = 0) -> Renderer:
    """The renderer for pictures of `quality`: of no samples a rasteriser in this process, otherwise Cycles in its own.

    `device` and `threads` are those of `BlenderRenderer`. Raises RendererMissing.
    """
    if not quality.samples:
        return RasterRenderer(steady=True)
    return BlenderRenderer(find_command(), device=device, threads=threads)


def photograph(scene: Scene, demand: Demand, renderer: Renderer) -> Rendered:
    """One picture, from the cache where it has been made before. Its light has the precision of half an OpenEXR.

    Raises what `Renderer.render` does.
    """
    if not demand.quality.samples:
        return renderer.render(scene, demand)
    key = picture_key(scene, demand, renderer.name)
    arrays = kept(key, lambda: _halved(renderer.render(scene, demand)))
    light = arrays["light"].astype(np.float32)
    return Rendered(light=light, mattes={role: arrays[f"matte-{role}"].astype(np.float32) for role in demand.mattes})


def picture_key(scene: Scene, demand: Demand, renderer: str) -> str:
    """The name of what `renderer` (by its name) makes of a scene with our scripts as they stand."""
    asked = (demand.size, demand.quality.samples, demand.seed, sorted(demand.mattes))
    return f"picture-{content_key(scene_key(scene), asked, renderer, _scripts())}"


def is_kept(scene: Scene, demand: Demand, renderer: str) -> bool:
    """Whether the picture has been made before."""
    return place(picture_key(scene, demand, renderer), ".npz").exists()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """A picture to be made by whichever worker is free.

    `scene` is the scene, or what gives it when called; the latter is sent faster where it is small and importable.
    """

    scene: Scene | Callable[[], Scene]
    demand: Demand
    device: str = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Made:
    """A picture a worker made, and the seconds it took there."""

    rendered: Rendered
    seconds: float


def render_one(request: Request) -> Made:
    """The picture of `request`, with a renderer that this process keeps for the next. What `farm.map_frames` maps.

    Raises RendererMissing, BadScene, RendererFailed.
    """
    began = time.monotonic()
    scene = request.scene if isinstance(request.scene, Scene) else request.scene()
    live = not request.demand.quality.samples
    renderer = _own_renderer(os.getpid(), request.device, request.threads, live)
    rendered = photograph(scene, request.demand, renderer)
    return Made(rendered=rendered, seconds=time.monotonic() - began)


def render_all(
    executor: Executor,
    requests: Sequence[Request],
    receive: Callable[[int, Rendered], None],
    *,
    workers: int,
    doing: str = "rendering",
) -> Work[None]:
    """Make every picture on the workers of `executor` and hand each to `receive` with its number, in order.

    A picture whose worker was lost is sent again; one that cannot be made costs only itself: the rest are made, and
    Several (or the one failure) is raised at the end. Pictures made before come from the cache. Closing the generator
    cancels those that have not begun.
    """
    underway: deque[tuple[int, Future[Made]]] = deque()
    failures: list[KomadoriError] = []
    coming = iter(enumerate(requests))
    try:
        for done in range(len(requests)):
            for number, request in coming:
                underway.append((number, executor.submit(render_one, request)))
                if len(underway) >= WAITING * workers:
                    break
            yield Progress(done=done, total=len(requests), doing=doing)
            number, future = underway.popleft()
            try:
                receive(number, _received(executor, requests[number], future).rendered)
            except KomadoriError as failure:
                failures.append(failure)
    finally:
        for _, future in underway:
            future.cancel()
    yield Progress(done=len(requests), total=len(requests), doing=doing)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise Several(f"{len(failures)} of {len(requests)} pictures could not be made.", failures)


def _received(executor: Executor, request: Request, future: "Future[Made]") -> Made:
    for _ in range(TRIES):
        try:
            return future.result()
        except BrokenExecutor:
            try:
                future = executor.submit(render_one, request)
            except BrokenExecutor:
                break
    raise RendererFailed(
        f"The worker that makes a picture of {request.demand.size[0]} x {request.demand.size[1]} died {TRIES} times.",
        hint="fewer workers, or a smaller picture, need less memory.",
    )


@cache
def _own_renderer(process: int, device: str, threads: int, live: bool) -> Renderer:  # noqa: FBT001  # a key
    del process  # a process that was forked must not use its parent's
    if live:
        return RasterRenderer(steady=True)
    renderer = BlenderRenderer(find_command(), device=device, threads=threads)
    atexit.register(renderer.close)
    return renderer


@cache
def _scripts() -> str:
    folder = Path(__file__).with_name("blender")
    return content_key(*[path.read_bytes() for path in sorted(folder.glob("*.py"))])


def _halved(rendered: Rendered) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float16]]]:
    arrays = {"light": np.minimum(rendered.light, np.float32(65504)).astype(np.float16)}
    return arrays | {f"matte-{role}": matte.astype(np.float16) for role, matte in rendered.mattes.items()}
