"""A real Chromium, Debian's, a small server for the pages' own modules, and the real studio."""

import functools
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


class Studio:
    """`komadori studio` over a folder, in a process of its own. `url` is where its pages are."""

    def __init__(self, folder, *arguments, port=0):
        self.folder, self.arguments = Path(folder), arguments
        self.start(port)

    def start(self, port):
        words = ["studio", self.folder, "--no-browser", "--json", "--port", port, *self.arguments]
        environment = os.environ | {"XDG_CONFIG_HOME": str(self.folder.parent / "config")}
        self.log = (self.folder.parent / "studio.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-m", "komadori", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env=environment,
        )
        told = self.process.stdout.readline()
        assert told, Path(self.log.name).read_text()
        self.url = json.loads(told)["address"]
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1].split("/")[0])

    def do(self, command, **words):
        """Do a command of the registry, as a script would."""
        body = json.dumps(words).encode()
        asked = urllib.request.Request(f"{self.url}api/do/{command}", body, {"content-type": "application/json"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def state(self):
        with urllib.request.urlopen(f"{self.url}api/state", timeout=60) as answer:
            return json.load(answer)

    def kill(self):
        """As a crash or a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def again(self):
        """Start once more at the same address."""
        self.start(self.port)

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process.stdout.close()
            self.log.close()


@pytest.fixture
def studio(tmp_path):
    """`studio("--camera", "pattern")` is the real studio over an empty folder; `folder=` names another one."""
    opened = []

    def open_studio(*arguments, folder=None, port=0):
        home = folder or tmp_path / "series"
        home.mkdir(exist_ok=True)
        opened.append(Studio(home, *arguments, port=port))
        return opened[-1]

    yield open_studio
    for one in opened:
        one.close()
