"""A real Chromium, Debian's, and a small server for the pages' own modules."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WEB = ROOT / "src/komadori/studio/web"
PICTURES = ROOT / "build/studio"
"""Screenshots land here; CI keeps them."""

FLAGS = (
    "--no-sandbox",
    "--enable-unsafe-swiftshader",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
)


def chromium_path():
    """Where Chromium is, or None."""
    named = os.environ.get("KOMADORI_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def launched():
    """`launched("--flag")` is a browser started with more flags; all are closed at the end."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium is on this machine")
    with playwright_api.sync_playwright() as playwright:
        opened = []

        def launch(*flags):
            opened.append(playwright.chromium.launch(executable_path=path, headless=True, args=[*FLAGS, *flags]))
            return opened[-1]

        yield launch
        for browser in opened:
            browser.close()


@pytest.fixture(scope="session")
def chromium(launched):
    """One browser for all tests that need no flags of their own."""
    return launched()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the pages' modules, and below /pages/ the pages of this folder."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def translate_path(self, path):
        path = path.split("?", 1)[0]
        if path.startswith("/pages/"):
            return str(HERE / "pages" / path.removeprefix("/pages/"))
        return str(WEB / path.removeprefix("/"))

    def log_message(self, *words):
        pass

    def end_headers(self):
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@pytest.fixture(scope="session")
def modules():
    """The address of a server of the pages' modules (/draw/…, /state/…) and of test pages (/pages/…)."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium):
    """A fresh page, 1600 x 1000; a failure in its scripts fails the test."""
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    opened = context.new_page()
    failures = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    context.close()
    assert not failures


@pytest.fixture
def pictured():
    """`pictured(page, "name")` keeps a screenshot for people to look at, and returns its path."""

    def keep(page, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        page.screenshot(path=path)
        return path

    return keep
