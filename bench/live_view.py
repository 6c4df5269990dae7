"""The live view in a browser: frames a second and how old they are when drawn, with the page at ease and stalled.

A camera of 1280 x 720 at 30 fps is played by this process: each frame is stamped, then encoded (about 118 kB), then
sent under the studio's protocol, so that latency is from the camera's giving a picture to its being drawn.
"""

import asyncio
import functools
import http.server
import shutil
import statistics
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg
from playwright.sync_api import sync_playwright
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from bench.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src/komadori/studio/web"
PAGES = ROOT / "tests/browser/pages"
WIDTH, HEIGHT, RATE = 1280, 720, 30
CREDITS = 2
STALL = 8
"""The goal is asked for with the page's main thread slowed down so many times."""


def pictures(count: int = 12) -> list[np.ndarray]:
    """Frames of a warm room with grain, in which a ball goes round; about 118 kB each as JPEG of quality 80."""
    rng = np.random.default_rng(7)
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    glow = np.exp(-(((x - 320) / 260) ** 2 + ((y - 400) / 220) ** 2))[..., None]
    room = np.array([48, 36, 32], np.float32) + glow * np.array([190, 150, 90], np.float32)
    room += 12 * np.sin(x / 9)[..., None] * np.cos(y / 13)[..., None]
    frames = []
    for index in range(count):
        frame = room + rng.normal(0, 6, (HEIGHT, WIDTH, 1)).astype(np.float32)
        angle = 2 * np.pi * index / count
        ball = (x - 800 - 200 * np.cos(angle)) ** 2 + (y - 360 - 160 * np.sin(angle)) ** 2 < 90**2
        frame[ball] = (190, 100, 50)
        frames.append(np.ascontiguousarray(np.clip(frame, 0, 255).astype(np.uint8)))
    return frames


class Camera:
    """Sends its pictures to whoever connects: newest wins, at most two unacknowledged."""

    def __init__(self, frames: list[np.ndarray], rate: float = RATE) -> None:
        self.frames = frames
        self.rate = rate
        self.sent = 0
        self.connections = 0
        self.bytes = 0
        self.line: ServerConnection | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    async def serve(self, line: ServerConnection) -> None:
        """One page's live view, until it goes."""
        self.connections += 1
        self.line = line
        left = asyncio.Semaphore(CREDITS)
        newest: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1)
        async with asyncio.TaskGroup() as tasks:
            shooting = tasks.create_task(self._shoot(newest))
            sending = tasks.create_task(self._send(line, newest, left))
            with suppress(ConnectionClosed):
                async for _ack in line:
                    left.release()
            shooting.cancel()
            sending.cancel()

    async def _shoot(self, newest: asyncio.Queue[bytes]) -> None:
        due = time.perf_counter()
        sequence = 0
        while True:
            stamp = time.time() * 1000
            frame = self.frames[sequence % len(self.frames)]
            jpeg = await asyncio.to_thread(simplejpeg.encode_jpeg, frame, quality=80, colorsubsampling="420")
            if newest.full():
                newest.get_nowait()
            newest.put_nowait(struct.pack("<IId", sequence & 0xFFFFFFFF, 0, stamp) + jpeg)
            sequence += 1
            due += 1 / self.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    async def _send(self, line: ServerConnection, newest: asyncio.Queue[bytes], left: asyncio.Semaphore) -> None:
        while True:
            await left.acquire()
            data = await newest.get()
            with suppress(ConnectionClosed):
                await line.send(data)
            self.sent += 1
            self.bytes += len(data)

    def hang_up(self) -> None:
        """Cut the newest line, as a pulled cable would."""
        if self.line is not None and self.loop is not None:
            asyncio.run_coroutine_threadsafe(self.line.close(), self.loop).result(5)


@contextmanager
def filming(camera: Camera) -> Iterator[str]:
    """The address of a WebSocket on which `camera` sends, in a thread of its own."""
    started, port = threading.Event(), 0
    stop = asyncio.Event()

    async def run() -> None:
        nonlocal port
        camera.loop = asyncio.get_running_loop()
        async with serve(camera.serve, "127.0.0.1", 0, compression=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield f"ws://127.0.0.1:{port}/api/live/bench"
    finally:
        if camera.loop is not None:
            camera.loop.call_soon_threadsafe(stop.set)
        thread.join(10)


class _Pages(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def translate_path(self, path: str) -> str:
        path = path.split("?", 1)[0]
        pages = path.startswith("/pages/")
        return str(PAGES / path.removeprefix("/pages/") if pages else WEB / path.removeprefix("/"))

    def log_message(self, *words: Any) -> None:
        pass


@contextmanager
def modules() -> Iterator[str]:
    """The address of a server of the studio's web modules and of the browser tests' pages."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def measure_live(page: Any, url: str, seconds: float, stall: float = 1) -> dict[str, float]:
    """Connect the page's `view` (tests/browser/pages/live.html) to `url`, and measure for so many seconds.

    Gives `fps` and the latencies `p50` and `p95` in milliseconds, over the time after the first second. With `stall`
    the page's main thread is slowed down so many times and kept busy laying out its page.
    """
    session = page.context.new_cdp_session(page)
    page.evaluate("url => view.connect(url)", url)
    page.wait_for_function("figures.length > 0")
    session.send("Emulation.setCPUThrottlingRate", {"rate": stall})
    page.wait_for_timeout(2000)
    page.evaluate("figures.length = 0")
    page.wait_for_timeout(seconds * 1000)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    figures = page.evaluate("figures")
    page.evaluate("view.disconnect()")
    session.detach()
    return {
        "fps": statistics.mean(each["fps"] for each in figures),
        "p50": statistics.median(each["latency"] for each in figures),
        "p95": statistics.median(each["p95"] for each in figures),
        "dropped": figures[-1]["dropped"] - figures[0]["dropped"],
    }


def measure(*, quick: bool) -> Iterator[Figure]:
    """Figures of the renderer this machine would choose, at ease and stalled."""
    path = shutil.which("chromium")
    if path is None:
        yield Figure(what="live view", value="not measured: no Chromium")
        return
    flags = ["--no-sandbox", "--enable-unsafe-swiftshader"]
    with sync_playwright() as playwright, modules() as web, filming(Camera(pictures())) as url:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=flags)
        for stall, goal in ((1, "p50 under 25 ms"), (STALL, "25 fps")):
            page = browser.new_page()
            page.goto(f"{web}/pages/live.html")
            page.wait_for_function("window.ready")
            told = measure_live(page, url, 3 if quick else 8, stall)
            what = "live view 1280x720 at 30 fps" + (f", page stalled {stall} times" if stall > 1 else "")
            value = f"{told['fps']:.1f} fps; {told['p50']:.0f} ms, p95 {told['p95']:.0f} ms"
            yield Figure(what=what, value=value, against=goal)
            page.close()
        browser.close()
