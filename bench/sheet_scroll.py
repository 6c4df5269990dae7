"""What a feature's exposure sheet costs the browser: opening 16,000 frames, and scrolling them at the screen's pace."""

import functools
import http.server
import os
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
WEB, PAGES = ROOT / "src/komadori/studio/web", ROOT / "tests/browser/pages"
FRAMES, STEP = 16_000, 97
"""Frames on ones and twos in ten columns, and the pixels scrolled each frame, as in the probe the design rests on."""

SCROLL = """async ([seconds, step]) => {
    const costs = [];
    const paint = grid.paint.bind(grid);
    grid.paint = () => { const at = performance.now(); paint(); costs.push(performance.now() - at); };
    await frame();
    const began = performance.now();
    let shown = 0, now = began;
    while (now - began < seconds * 1000) {
        grid.scroller.scrollTop += step;
        await frame();
        now = performance.now();
        shown++;
    }
    grid.paint = paint;
    return { fps: shown / ((now - began) / 1000), costs, shown };
}"""

OPEN = """async (frames) => {
    const columns = long(frames).columns.map(({ name, kind, cells }) => ({ name, kind, cells }));
    const message = JSON.stringify({ rate: [24, 1], exposures: ["x1"], revision: 1, columns });
    const began = performance.now();
    const sheet = sheetOf(JSON.parse(message));
    const next = { frame: frames + 1, length: 2, insert: false };
    grid.set({ sheet, playhead: 1, next, follow: true });
    await frame();
    const ms = performance.now() - began;
    grid.set({ peaks: peaks(frames) });
    return { ms, bytes: message.length, columns: columns.length };
}"""


def measure(*, quick: bool = False) -> list[Figure]:
    """Opening and scrolling a sheet of 16,000 frames in Chromium, 1600 x 1000, at one device pixel a CSS pixel."""
    with _page() as page:
        opened = [page.evaluate(OPEN, FRAMES) for _ in range(2 if quick else 7)]
        busy = _busy(page)
        scrolled = page.evaluate(SCROLL, [1 if quick else 6, STEP])
        cpu = 1000 * (_busy(page) - busy) / scrolled["shown"]
        idle = page.evaluate(SCROLL, [1 if quick else 4, 0])
    costs = sorted(scrolled["costs"])
    times = [each["ms"] for each in opened]
    size = f"{FRAMES:,} frames, {opened[0]['columns']} columns"
    return [
        Figure(
            what=f"open {size}, from the message's text to the picture",
            value=f"{statistics.median(times):.0f} ms (longest {max(times):.0f}), {opened[0]['bytes'] / 1e6:.1f} MB",
            against="goal: under 2 s",
        ),
        Figure(
            what=f"scroll {size}",
            value=f"{scrolled['fps']:.1f} frames a second",
            against=f"goal: 60; with nothing to scroll: {idle['fps']:.1f}",
        ),
        Figure(
            what="paint a frame while scrolling",
            value=f"{costs[len(costs) // 2]:.1f} ms p50, {costs[int(len(costs) * 0.95)]:.1f} ms p95",
            against="16.7 ms there are",
        ),
        Figure(
            what="all processes of the browser, per frame", value=f"{cpu:.1f} ms", against="a DOM of recycled rows: 9.5"
        ),
    ]


def _busy(page: Any) -> float:
    """Seconds that all processes of the page's browser have worked so far."""
    session = page.context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(each["cpuTime"]) for each in processes)


@contextmanager
def _page() -> Iterator[Any]:
    """The test page of the exposure sheet in a browser of its own."""
    from playwright.sync_api import sync_playwright

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Modules))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = os.environ.get("KOMADORI_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, headless=True, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.goto(f"http://127.0.0.1:{server.server_port}/pages/grid.html")
            page.wait_for_function("window.ready")
            yield page
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


class _Modules(http.server.SimpleHTTPRequestHandler):
    """The studio's own modules, and the test pages that show them."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def translate_path(self, path: str) -> str:
        """Where a path of the page lies on this disk."""
        folder, _, rest = path.partition("?")[0].removeprefix("/").partition("/")
        return str(PAGES / rest if folder == "pages" else WEB / folder / rest)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""
