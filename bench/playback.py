"""Review with sound in a browser: pictures never shown of 240 frames at 24 a second, how late, at what cost.

The film is that of the browser tests: 1280 x 720 px, about 95 kB a picture, ten seconds of sound. It is held against
the field study's own player, which missed none on a quiet machine.
"""

import importlib.util
import os
import shutil
import statistics
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure
from bench.live_view import modules

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests/browser"
FRAMES, RATE = 240, 24
FLAGS = ("--no-sandbox", "--autoplay-policy=no-user-gesture-required")
COUNTED = (
    "frames => ({skipped: player.skipped, ready, indexes: frames.map(f => f.index), late: frames.map(f => f.late)})"
)


def measure(*, quick: bool = False) -> list[Figure]:
    """On twos and on ones with sound, and on ones without."""
    frames = 48 if quick else FRAMES
    film = _film()
    for number in range(1, frames + 1):
        film.picture(number, "picture", "proxy")
    figures: list[Figure] = []
    with modules() as pages, sync_playwright() as playwright:
        server = film.serve()
        path = os.environ.get("KOMADORI_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        for name, held, sounding in (("on twos", 2, True), ("on ones", 1, True), ("on ones, no sound", 1, False)):
            browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.goto(f"{pages}/pages/player.html?film={server.address}")
            page.wait_for_function("window.ready")
            figures += _played(page, name, [1 + place // held for place in range(frames)], sounding=sounding)
            browser.close()
        server.shutdown()
        server.server_close()
    return figures


def _played(page: Page, name: str, frames: list[int], *, sounding: bool) -> list[Figure]:
    """Play once from cold and judge it."""
    memory, worked = _cost()
    page.evaluate("([frames, sounding]) => load({frames}, {sounding})", [frames, sounding])
    page.evaluate("""() => {
        const begun = performance.now();
        player.play({from: 0}).then(() => window.ready = performance.now() - begun);
    }""")
    page.wait_for_function("log.ends > 0", timeout=90_000)
    told: dict[str, Any] = page.evaluate(f"({COUNTED})(log.frames)")
    after, spent = _cost()
    late = sorted(1_000 * value for value in told["late"])
    vsyncs = len(frames) - len(set(told["indexes"]))
    seconds = len(frames) / RATE
    return [
        Figure(
            what=f"pictures never shown, {len(set(frames))} {name}",
            value=f"{told['skipped']}",
            against="goal: 0",
        ),
        Figure(what=f"frames without a screen refresh of their own, {len(frames)} {name}", value=f"{vsyncs}"),
        Figure(
            what=f"a frame's lateness, {name}",
            value=f"{statistics.median(late):.0f} ms median, {late[-1]:.0f} ms worst",
            against="a screen of 60 Hz: 8 ms, 17 ms",
        ),
        Figure(what=f"from the key to the clock, {name}", value=f"{told['ready']:.0f} ms"),
        Figure(
            what=f"memory added, processor time for {seconds:.0f} s, {name}",
            value=f"{after - memory:.0f} MB, {spent - worked:.1f} s",
            against="the study's player: 215 to 235 MB, 4.3 to 5.6 s",
        ),
    ]


def _film() -> ModuleType:
    """tests/browser/film.py; the tests are no package."""
    spec = importlib.util.spec_from_file_location("komadori_film", TESTS / "film.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(TESTS / "film.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _cost() -> tuple[float, float]:
    """Memory in MB and processor time in seconds of every process below this one; zeros where there is no /proc."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(words[1])
        ticks[int(stat.parent.name)] = int(words[11]) + int(words[12])
    ours = {os.getpid()}
    while more := {process for process, parent in parents.items() if parent in ours} - ours:
        ours |= more
    ours.discard(os.getpid())
    return sum(map(_memory, ours)), sum(ticks[process] for process in ours) / os.sysconf("SC_CLK_TCK") if ours else 0.0


def _memory(process: int) -> float:
    """Megabytes a process has to itself, and its share of what it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1_000


if __name__ == "__main__":
    for figure in measure(quick="--quick" in sys.argv):
        print(f"{figure.what}: {figure.value}" + (f" ({figure.against})" if figure.against else ""))
