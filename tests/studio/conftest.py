"""A desk without screens or servers, a studio that answers without a socket, and one that listens on loopback."""

import asyncio
import json
import threading
import time
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from komadori.studio.app import application
from komadori.studio.cameras import Cameras
from komadori.studio.desk import Chosen, Desk
from komadori.studio.serving import Server

CAMERA = "pattern?size=96x64"
HOME, WIRE = "http://127.0.0.1:8380", "ws://127.0.0.1:8380"
"""Where the studio of `client` is, for a browser and for its web sockets."""
PATIENCE = 60.0
"""Seconds that a loaded machine may need for what takes an instant."""
OURS = ("desk", "camera ", "work", "watch", "arrow", "supplies", "small pictures", "finding cameras", "hashing")
"""How the names of the studio's own threads begin."""


class Told(list):
    """What a desk has told its pages, as they would read it."""

    def hear(self, text):
        self.append(json.loads(text))

    def of(self, kind):
        return [message for message in self if message["type"] == kind]

    def newest(self, kind):
        return self.of(kind)[-1]

    def soon(self, kind, fits=lambda _: True):
        """The first message of a kind that fits, which may still have to come."""
        return until(lambda: next((one for one in list(self) if one["type"] == kind and fits(one)), None))


def until(happens):
    """What `happens` returns once it is true."""
    end = time.monotonic() + PATIENCE
    while not (told := happens()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)
    return told


def threads():
    """The studio's threads that run now."""
    return {thread.name for thread in threading.enumerate() if thread.name.startswith(OURS)}


@pytest.fixture(name="until")
def until_():
    return until


@pytest.fixture(name="threads")
def threads_():
    return threads


@pytest.fixture
def desks(tmp_path):
    """`desks()` opens a desk in a fresh folder and what it tells; all are closed afterwards, and leave no thread."""
    before = threads()
    opened = []

    def make(home=None, *, chosen=None, **cameras):
        home = home or tmp_path / f"series {len(opened)}"
        home.mkdir(exist_ok=True)
        told = Told()
        desk = Desk(
            home,
            chosen=chosen or Chosen(user=tmp_path / "user"),
            sleep=lambda _seconds: None,
            cameras=lambda tell: Cameras(tell, **cameras),
        )
        desk.telling.to(told.hear)
        opened.append(desk)
        desk.submit(desk.begin).result(PATIENCE)
        return desk, told

    yield make
    for desk in opened:
        desk.close()
    until(lambda: threads() <= before)


@pytest.fixture
def do():
    """`do(desk, "hold", by=2)` has a command done and returns what came of it."""

    def ask(desk, command, **words):
        return desk.do(command, words).result(PATIENCE)

    return ask


@pytest.fixture
def desk(desks, do):
    """A desk with a take and a camera that draws; `desk.told` is what it has told."""
    desk, told = desks()
    do(desk, "begin-series", title="Field and Fell")
    do(desk, "open-camera", name=CAMERA)
    desk.cameras.get().opened.result(PATIENCE)
    told.soon("cameras", lambda one: one["open"] and one["open"][0]["settings"])
    desk.submit(lambda: None).result(PATIENCE)  # what the opened camera has the desk do is done
    desk.told = told
    return desk


@pytest.fixture
def client(desk):
    """The studio of `desk` as a browser reaches it on loopback. Closing it closes the desk."""
    with TestClient(application(desk), base_url=HOME) as client:
        listen(desk)
        yield client


def listen(desk):
    """Let `desk.told` hear what a desk tells its pages, beside them."""
    spread = desk.telling._spread

    def both(text):
        desk.told.hear(text)
        spread(text)

    desk.telling.to(both)


class Line:
    """A page's connection: what it asks, and what it has heard."""

    def __init__(self, socket):
        self.socket, self.heard, self._calls = socket, Told(), 0

    def ask(self, command, **words):
        """Ask for a command and return its number."""
        self._calls += 1
        self.socket.send_text(json.dumps({"type": "do", "id": self._calls, "command": command, "with": words}))
        return self._calls

    def answer(self, call):
        """What came of the command of that number; what is heard meanwhile is remembered."""
        return self.next("answer", lambda one: one["id"] == call)

    def do(self, command, **words):
        return self.answer(self.ask(command, **words))

    def next(self, kind, fits=lambda _: True):
        """The next message of a kind that fits; what is heard before is remembered."""
        while True:
            self.heard.hear(self.socket.receive_text())
            if self.heard[-1]["type"] == kind and fits(self.heard[-1]):
                return self.heard[-1]


@pytest.fixture
def line(client):
    """A page's connection to the studio of `client`, with all that a page hears first."""
    with client.websocket_connect(f"{WIRE}/api/link", headers={"origin": HOME}) as socket:
        page = Line(socket)
        page.next("keys")
        yield page


@pytest.fixture
def page(client):
    """`with page() as line:` is one more page of the same studio."""

    @contextmanager
    def connect():
        with client.websocket_connect(f"{WIRE}/api/link") as socket:
            line = Line(socket)
            line.next("keys")
            yield line

    return connect


class Servers:
    """Studios that listen on loopback, each on a thread of its own."""

    def __init__(self):
        self._running = []

    def __call__(self, desk):
        """Let a desk's studio listen, and return its host and port."""
        server = Server(desk)
        server.config.port = 0
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), name="server")
        thread.start()
        self._running.append((server, thread))
        until(lambda: server.started)
        return server.servers[0].sockets[0].getsockname()[:2]

    def end(self):
        """Ask all to end, and wait until they have."""
        while self._running:
            server, thread = self._running.pop()
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def serve():
    """`serve(desk)` lets a desk's studio listen on loopback until the test is over, and returns its host and port."""
    servers = Servers()
    yield servers
    servers.end()
