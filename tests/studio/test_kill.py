"""The studio is killed while it shoots: what it acknowledged is on the disk, and it goes on from there at once."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from fractions import Fraction

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from komadori.film import Slate
from komadori.progress import finish
from komadori.store import check_series, create_series, open_series
from komadori.store.keep import fingerprint

SLATE = "ep01/sc010/sh010"
PATIENCE = 60


class Studio:
    """The real command as a process of its own, and a page that has been listening from the first word on."""

    def __init__(self, home, photographs):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KOMADORI_")}
        words = ["--no-browser", "--json", "--port", "0", "--shot", SLATE, "--camera", f"replay:{photographs}?loop=1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "komadori", "studio", *words, str(home)],
            env=kept | {"HOME": str(home.parent), "XDG_CONFIG_HOME": str(home.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line, "the studio did not start"
        self.address = json.loads(line)["address"].replace("http", "ws") + "api/link"
        self.heard, self.done = [], 0
        self.opened = threading.Event()
        self.pages = [threading.Thread(target=self._shoot), threading.Thread(target=self._edit)]
        for page in self.pages:
            page.start()
        assert self.opened.wait(PATIENCE)

    def _shoot(self):
        """A page that shoots as fast as it can."""
        with connect(self.address, max_size=None) as line:
            ask(line, 1, "dark", on=False)
            ask(line, 2, "shoot", count=1000)
            try:
                while True:
                    message = json.loads(line.recv(PATIENCE))
                    self.heard.append(message)
                    if message["type"] == "picture":
                        self.opened.set()
                    elif message["type"] == "answer" and message["id"] == 2:
                        ask(line, 2, "shoot", count=1000)
            except ConnectionClosed:
                pass

    def _edit(self):
        """A page that edits meanwhile."""
        with connect(self.address, max_size=None) as line:
            try:
                for number in range(1, 10_000):
                    ask(line, number, "write", column="notes", frame=number, text=f"note {number}")
                    while True:
                        message = json.loads(line.recv(PATIENCE))
                        if message["type"] == "answer" and message["id"] == number:
                            self.done += message["trouble"] is None
                            break
            except ConnectionClosed:
                pass

    def kill(self):
        """End it as a power cut would, and return what it had acknowledged by then."""
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)
        for page in self.pages:
            page.join(PATIENCE)
        return [message for message in self.heard if message["type"] == "picture"]


def ask(line, number, command, **words):
    line.send(json.dumps({"type": "do", "id": number, "command": command, "with": words}))


def killed(home, folder, rounds, seed):
    """Kill the studio again and again at random moments; returns every picture it ever acknowledged."""
    rng = random.Random(seed)
    promised = {}
    for _ in range(rounds):
        studio = Studio(home, folder)
        time.sleep(rng.uniform(0, 0.6))
        acknowledged = studio.kill()
        assert acknowledged
        fresh = {message["number"]: message for message in acknowledged}
        assert not fresh.keys() & promised.keys(), "a number was given twice"
        promised |= fresh
        series = open_series(home)
        take = series.take(Slate.parse(SLATE))
        for number, message in promised.items():
            picture = take.picture(number)
            assert take.sheet.cell("picture", message["frame"]).picture(message["exposure"]) == number
            kept = fingerprint(take.file(picture))
            assert (kept.bytes, kept.hash) == (message["bytes"], picture.hash)
        for number in range(1, studio.done + 1):
            assert take.sheet.cell("notes", number).text == f"note {number}"
        # Whoever comes next may write at once.
        with take.writer() as writer:
            assert len(writer.pictures) >= len(promised)
        report = finish(check_series(open_series(home)))
        assert report.sound, report.problems
    return promised


@pytest.fixture
def home(tmp_path):
    return create_series(tmp_path / "series", title="Field and Fell", rate=Fraction(24)).path


@pytest.mark.parametrize("rounds", [6, pytest.param(60, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_what_was_acknowledged_is_there_after_kill_9(home, photographs, rounds):
    promised = killed(home, photographs(24)[0].parent, rounds, seed=rounds)
    assert len(promised) >= rounds
    assert sorted(promised) == sorted(set(promised))
