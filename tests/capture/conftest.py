"""A take to shoot into, and cameras that behave as a test wants."""

import itertools
from fractions import Fraction

import pytest

from komadori.capture.importing import import_photographs
from komadori.devices.virtual.replay import ReplayCamera
from komadori.film import Slate
from komadori.progress import finish
from komadori.sheet.plan import plan_onward
from komadori.store import create_series

SLATE = Slate.parse("ep01/sc010/sh020")


class Pauses(list):
    """A sleep that takes no time and remembers how long it was asked for."""

    def __call__(self, seconds):
        self.append(seconds)


@pytest.fixture
def pauses():
    return Pauses()


@pytest.fixture
def series(tmp_path):
    return create_series(tmp_path / "series", title="Field and Fell", rate=Fraction(24))


@pytest.fixture
def take(series):
    return series.new_shot(SLATE).new_take()


@pytest.fixture
def again(series):
    """`again()` opens the take afresh, as another program would."""
    return lambda: series.take(SLATE)


@pytest.fixture
def replay(photographs, pauses):
    """`replay(6, lost=(3,))` is a camera that serves six photographs, with faults by number."""

    def opened(count, **faults):
        folder = photographs(count)[0].parent
        return ReplayCamera(folder, faults=faults, sleep=pauses)

    return opened


@pytest.fixture
def first():
    """`first(writer, 3)` is the first three exposures of the plan, on twos."""
    return lambda writer, count, on=2: itertools.islice(plan_onward(writer.sheet, on), count)


@pytest.fixture
def bring(again):
    """`bring(paths…)` imports into the take and returns the report."""

    def brought(*paths, **options):
        with again().writer() as writer:
            return finish(import_photographs(writer, paths, **options))

    return brought
