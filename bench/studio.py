"""The studio as a person meets it: live view in its own page, a long take opened, an edit, a press of the key."""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import simplejpeg
from playwright.sync_api import Page, sync_playwright
from websockets.sync.client import ClientConnection, connect

from bench.figures import Figure
from bench.live_view import STALL, pictures
from komadori.film import Slate
from komadori.store import Incoming, PictureFacts, create_series

LONG = 16_000
SLATE = Slate.parse("ep01/sc010/sh010")
SIZE = (1600, 1000)


def measure(*, quick: bool = False) -> list[Figure]:
    """Everything over one series: a take of 16,000 frames on ones, and another to shoot into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "series"
        _series(folder, 800 if quick else LONG)
        with _studio(folder, "--camera", "pattern", "--camera", f"replay:{Path(name) / 'reel'}?loop=1") as url:
            figures = [*_messages(url), *_presses(url, 4 if quick else 24)]
            if shutil.which("chromium"):
                figures += list(_pages(url, 3 if quick else 8))
        return figures


def _series(folder: Path, frames: int) -> None:
    reel = folder.parent / "reel"
    reel.mkdir()
    photographs = [bytes(simplejpeg.encode_jpeg(frame, quality=90)) for frame in pictures(3)]
    for number, data in enumerate(photographs):
        (reel / f"{number:04d}.jpg").write_bytes(data)
    series = create_series(folder, title="Bench", rate=Fraction(24))
    facts = PictureFacts(format="jpeg", width=1280, height=720)
    take = series.new_shot(SLATE, on=1).new_take()
    with take.writer() as writer:
        for number in range(frames):
            incoming = [Incoming(name=f"{number}.jpg", data=photographs[0])]
            writer.keep(incoming, exposure="x1", frame=number + 1, length=1, facts=facts)


@contextmanager
def _studio(folder: Path, *words: str) -> Iterator[str]:
    command = [sys.executable, "-m", "komadori", "studio", str(folder), "--no-browser", "--json", "--port", "0", *words]
    environment = os.environ | {"XDG_CONFIG_HOME": str(folder.parent / "config")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        told = process.stdout.readline() if process.stdout else b"{}"
        try:
            yield json.loads(told)["address"]
        finally:
            process.send_signal(signal.SIGINT)


def _until(line: ClientConnection, wanted: str) -> dict[str, Any]:
    """The next message of that kind."""
    while True:
        told: dict[str, Any] = json.loads(line.recv(timeout=120))
        if told["type"] == wanted:
            return told


def _do(line: ClientConnection, command: str, **words: Any) -> dict[str, Any]:
    line.send(json.dumps({"type": "do", "id": 1, "command": command, "with": words}))
    return _until(line, "answer")


def _messages(url: str) -> Iterator[Figure]:
    """A script opens the long take, and edits it."""
    with connect(f"ws{url.removeprefix('http')}api/link", max_size=None) as line:
        began = time.perf_counter()
        _do(line, "open", slate=str(SLATE))
        opened = time.perf_counter() - began
        with connect(f"ws{url.removeprefix('http')}api/link", max_size=None) as other:
            began = time.perf_counter()
            take = _until(other, "take")
            joined = time.perf_counter() - began
        frames = len(take["columns"][0]["cells"])
        yield Figure(what=f"opening a take of {frames:,} frames", value=f"{opened:.2f} s", against="goal: under 2 s")
        yield Figure(what="a page that comes later knows it all", value=f"{joined:.2f} s")
        spent = []
        for frame in range(frames // 2, frames // 2 + 20):
            began = time.perf_counter()
            _do(line, "hold", frame=frame, by=1)
            spent.append(time.perf_counter() - began)
        yield Figure(
            what="an edit in its middle, to every page",
            value=f"{1000 * statistics.median(spent):.0f} ms p50",
            against="moves all behind it, in every column",
        )


def _presses(url: str, count: int) -> Iterator[Figure]:
    """Pictures of 1280 x 720 from a folder: nothing but the studio's own share of a press."""
    with connect(f"ws{url.removeprefix('http')}api/link", max_size=None) as line:
        _do(line, "new-shot", slate="ep01/sc010/sh020")
        replay = next(name for name in _opened(url) if name.startswith("replay"))
        _do(line, "choose-camera", name=replay)
        _do(line, "dark", on=False)
        spent = []
        for _ in range(count):
            began = time.perf_counter()
            _do(line, "shoot")
            spent.append(time.perf_counter() - began)
    yield Figure(
        what="from the press to the picture acknowledged, replay camera",
        value=f"{1000 * statistics.median(spent):.0f} ms p50, {1000 * max(spent):.0f} ms at most",
        against="read, decoded, written, read back, synced, journalled, told",
    )


def _opened(url: str) -> list[str]:
    """The cameras, once all have opened."""
    while True:
        with urllib.request.urlopen(f"{url}api/state") as answer:  # noqa: S310 - our own server
            opened = json.load(answer)["cameras"]["open"]
        if opened and not any(one["opening"] for one in opened):
            return [one["name"] for one in opened]
        time.sleep(0.1)


def _pages(url: str, seconds: float) -> Iterator[Figure]:
    """The page itself, all its panels and an onion skin of three pictures: latency from asking the camera to drawn.

    The drawn camera paints and encodes each picture on these same cores, the replay has them ready.
    """
    flags = ["--no-sandbox", "--enable-unsafe-swiftshader"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), headless=True, args=flags)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for camera in _opened(url):
            page.request.post(f"{url}api/do/choose-camera", data={"name": camera})
            page.goto(url)
            page.wait_for_selector(".status b")
            for stall, goal in ((1, "goal: p50 under 25 ms"), (STALL, "goal: 25 fps")):
                told = _live(page, seconds, stall)
                what = f"live view in the page, {camera.partition(':')[0]}"
                what += f", stalled {stall} times" if stall > 1 else ""
                value = f"{told['fps']:.1f} fps; {told['latency']:.0f} ms, p95 {told['p95']:.0f} ms"
                yield Figure(what=what, value=value, against=goal)
        browser.close()


READ = """async (seconds) => {
  const here = document.querySelector('script[type=module]').src;
  const model = await import(new URL('state/model.js', here).href);
  const told = [];
  const end = model.stats.subscribe((stats) => told.push({ ...stats }));
  await new Promise((done) => setTimeout(done, seconds * 1000));
  end();
  return told.slice(2);
}"""


def _live(page: Page, seconds: float, stall: float) -> dict[str, float]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": stall})
    page.wait_for_timeout(2000)
    told = page.evaluate(READ, seconds)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    return {name: statistics.median(one[name] for one in told) for name in ("fps", "latency", "p95")}
