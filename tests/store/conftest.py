"""Small series to write in, disks that fail, clocks that are told what time it is."""

import errno
import itertools
import os
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from komadori.film import Slate
from komadori.store import Disk, Incoming, PictureFacts, create_series

SLATE = Slate(episode="ep01", scene="sc010", shot="sh020")
FACTS = PictureFacts(format="jpeg", width=96, height=64)


class Clock:
    """A clock that goes one second on each time it is looked at, and can be set."""

    def __init__(self, start=datetime(2026, 3, 1, 10, tzinfo=UTC)):
        self.now = start

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


class FailingDisk(Disk):
    """The real disk until `fail(verb, code)`: from its `after`-th call on, `times` calls of that verb fail.

    With `half`, the first of them writes half of its bytes before the next one fails. Nothing is really forced down:
    that is slow, and proved where the power is cut.
    """

    def __init__(self):
        self.planned = {}

    def fail(self, verb, code=errno.ENOSPC, after=0, half=False, times=1000):
        self.planned[verb] = [code, after, half, times]

    def heal(self):
        self.planned.clear()

    def meet(self, verb, path=None):
        plan = self.planned.get(verb)
        if plan is None:
            return
        if plan[1] > 0:
            plan[1] -= 1
            return
        plan[3] -= 1
        if not plan[3]:
            del self.planned[verb]
        raise OSError(plan[0], os.strerror(plan[0]), None if path is None else str(path))

    def create(self, path):
        self.meet("create", path)
        return super().create(path)

    def write(self, descriptor, data):
        plan = self.planned.get("write")
        if plan is not None and plan[1] == 0 and plan[2]:
            plan[2] = False
            return super().write(descriptor, data[: len(data) // 2])
        self.meet("write")
        return super().write(descriptor, data)

    def sync(self, descriptor):
        self.meet("sync")

    def sync_path(self, path):
        self.meet("sync_path", path)
        self.meet("sync")

    def truncate(self, descriptor, size):
        self.meet("truncate")
        super().truncate(descriptor, size)

    def link(self, source, target):
        self.meet("link", source)
        super().link(source, target)

    def rename(self, source, target):
        self.meet("rename", source)
        super().rename(source, target)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def disk():
    return FailingDisk()


@pytest.fixture
def series(tmp_path, disk):
    ids = (f"{count:032x}" for count in itertools.count(1))
    return create_series(tmp_path / "series", title="Ninja", rate=Fraction(24), disk=disk, identity=lambda: next(ids))


@pytest.fixture
def take(series, clock):
    return series.new_shot(SLATE).new_take(clock=clock)


@pytest.fixture
def again(series):
    """`again()` opens the take afresh, as another program would."""
    return lambda number=1: series.take(SLATE.of_take(number))


@pytest.fixture
def keep():
    """`keep(writer, b"…")` keeps one picture right after the last frame, on twos."""

    def kept(writer, data=b"picture", *, name="IMG_0001.JPG", placed=True, exposure="x1", **options):
        frame = writer.sheet.frames + 1 if placed else None
        return writer.keep(
            [Incoming(name=name, data=data)], exposure=exposure, frame=frame, length=2, facts=FACTS, **options
        )

    return kept


@pytest.fixture
def photo(samples, tmp_path):
    """`photo(3)` are the bytes of a real, small JPEG, another for each number."""

    def made(step):
        path = tmp_path / f"photo-{step}.jpg"
        return samples.jpeg(path, samples.set_and_puppet(step)).read_bytes()

    return made


@pytest.fixture
def shot_take(take, keep, clock, photo):
    """A take of four pictures."""
    with take.writer(clock=clock) as writer:
        for step in range(4):
            keep(writer, photo(step), name=f"IMG_{step}.JPG")
    return take
