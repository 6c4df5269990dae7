"""A desk that only listens, for those who press from outside."""

from queue import Empty, Queue

import pytest

from komadori.studio.commands import read
from komadori.studio.events import Event

SOON = 60.0


class Ear:
    """Takes commands as the desk does, and what is told to the pages."""

    def __init__(self):
        self.asked = Queue()
        self.told = Queue()

    def do(self, name, given, *, pressed=None):
        read(name, given)
        self.asked.put((name, dict(given), pressed))

    def tell(self, text, hint):
        self.told.put((text, hint))

    def next(self, count=1):
        return [self.asked.get(timeout=SOON) for _ in range(count)]

    def next_told(self):
        return self.told.get(timeout=SOON)

    @property
    def silent(self):
        return self.asked.empty() and self.told.empty()

    def all(self):
        found = []
        try:
            while True:
                found.append(self.asked.get_nowait())
        except Empty:
            return found


@pytest.fixture
def ear():
    return Ear()


@pytest.fixture
def event():
    """`event("shoot", frame=3)` makes an event of a shot."""

    def make(word, **more):
        known = {"production": "Field and Fell", "scene": "ep01_sc010_sh020", "take": "01", "frame": 12}
        return Event(word=word, **(known | more))

    return make
