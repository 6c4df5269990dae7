"""Takes to finish, made from arrays, and a farm that works right here so that tests can watch it."""

import importlib.util
import sys
from concurrent.futures import Future
from fractions import Fraction
from pathlib import Path

import pytest

from komadori.farm import Farm
from komadori.film import Slate
from komadori.finish.catalogue import operations
from komadori.finish.recipe import recipe_of
from komadori.finish.run import finish_take
from komadori.picture import inspect, write
from komadori.progress import finish as drive
from komadori.store import Incoming, PictureFacts, create_series

SLATE = Slate.parse("ep01/sc010/sh020")
STEADY = recipe_of(("deflicker", {}))
"""What the takes of these tests are finished with: their pictures are noise, and have no set to be stabilised by."""


@pytest.fixture(scope="session")
def flicker():
    """bench/flicker.py: takes with known truth."""
    path = Path(__file__).resolve().parents[2] / "bench" / "flicker.py"
    spec = importlib.util.spec_from_file_location("flicker", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["flicker"] = module
    spec.loader.exec_module(module)
    return module


class Here(Farm):
    """Works in this process, one call at a time; `jobs` is what it was given."""

    def __init__(self):
        self.jobs = []

    @property
    def workers(self):
        return 1

    def submit(self, fn, /, *args):
        self.jobs.extend(args)
        future = Future()
        try:
            future.set_result(fn(*args))
        except BaseException as failure:
            future.set_exception(failure)
        return future


class Shoot:
    """A series with one take, filled picture by picture."""

    def __init__(self, folder):
        self.folder = folder / "photographs"
        self.folder.mkdir()
        self.series = create_series(folder / "series", title="Badger", rate=Fraction(24))
        self.shot = self.series.new_shot(SLATE)
        self.shot.new_take()

    @property
    def take(self):
        return self.series.shot(SLATE).take(None)

    def keep(self, data, *, exposure="x1", frame=None, suffix=".png", on=2):
        """A photograph of `data` (an array, or a file's path), placed at `frame`, at the end where that is None."""
        path = data
        if not isinstance(data, Path):
            path = self.folder / f"{len(list(self.folder.iterdir())):04d}{suffix}"
            write(path, data, format="png8" if suffix == ".png" else "")
        info = inspect(path)
        take = self.take
        facts = PictureFacts(format=info.format, width=info.width, height=info.height)
        with take.writer() as writer:
            frame = frame or writer.sheet.frames + 1
            return writer.keep(
                [Incoming(name=path.name, data=path)], exposure=exposure, frame=frame, length=on, facts=facts
            )

    def finish(self, recipe=None, farm=None):
        return drive(finish_take(self.take, recipe or STEADY, self.series.cache, farm or Here()))


@pytest.fixture
def shoot(tmp_path):
    return Shoot(tmp_path)


@pytest.fixture
def here():
    return Here()


@pytest.fixture
def offered(monkeypatch):
    """Put operations of a test among ours."""

    def offer(*theirs):
        everything = dict(operations()) | {one.name: one for one in theirs}
        ordered = dict(sorted(everything.items(), key=lambda item: item[1].place))
        for module in ("recipe", "standing"):
            monkeypatch.setattr(f"komadori.finish.{module}.operations", lambda: ordered)

    return offer
