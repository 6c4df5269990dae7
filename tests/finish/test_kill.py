"""Finishing that is killed, that loses workers, that fills the disk: it goes on where it was, with the same bytes."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from komadori.errors import StorageFailed
from komadori.farm import open_farm
from komadori.finish.recipe import recipe_of
from komadori.finish.run import finish_take
from komadori.progress import finish as drive
from komadori.store import DiskFull

RECIPE = (("deflicker", {}), ("level", {"exposure": 0.2}), ("scale", {"width": 480}))
TEXT = 'schema = "komadori.recipe"\nversion = 1\n' + "".join(
    f'[[operation]]\nuse = "{name}"\n' + "".join(f"{key} = {value}\n" for key, value in given.items())
    for name, given in RECIPE
)


@pytest.fixture
def shot(shoot, tmp_path):
    rng = np.random.default_rng(2)
    for _ in range(30):
        shoot.keep(rng.integers(0, 255, (360, 640, 3), np.uint8))
    (tmp_path / "recipe.toml").write_text(TEXT, encoding="utf-8")
    return shoot


def finished(shoot):
    return sorted(path for path in shoot.series.cache.folder.rglob("*.tif") if not path.name.startswith("."))


def command(tmp_path):
    slate, recipe = "ep01/sc010/sh020", str(tmp_path / "recipe.toml")
    return [sys.executable, "-m", "komadori", "finish", slate, "--recipe", recipe]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="kill -9 of a whole family is Unix's")
def test_a_kill_loses_nothing_that_was_finished(shot, tmp_path):
    run = subprocess.Popen(command(tmp_path), cwd=shot.series.path, start_new_session=True, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while len(finished(shot)) < 5 and time.monotonic() < until and run.poll() is None:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    there = len(finished(shot))
    assert 5 <= there < 30
    assert shot.take.finished() is None
    report = shot.finish(recipe_of(*RECIPE))
    assert report.made <= 30 - there + 2  # Two may have been half-written.
    for path in shot.series.cache.folder.rglob(".*.tif"):
        os.utime(path, (0, 0))
    shot.finish(recipe_of(*RECIPE))
    assert not list(shot.series.cache.folder.rglob(".*.tif"))
    kept = {path.name: path.read_bytes() for path in finished(shot)}
    for path in finished(shot):
        path.unlink()
    shot.finish(recipe_of(*RECIPE))
    assert {path.name: path.read_bytes() for path in finished(shot)} == kept


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="workers are found by /proc")
def test_a_lost_worker_costs_nothing_but_time(shot):
    with open_farm(workers=2) as farm:
        work = finish_take(shot.take, recipe_of(*RECIPE), shot.series.cache, farm)
        while len(finished(shot)) < 4:
            next(work)
        children = subprocess.run(
            ["pgrep", "-P", str(os.getpid()), "-f", "spawn_main"], capture_output=True, text=True, check=False
        ).stdout.split()
        if not children:
            pytest.skip("pgrep is not here to find a worker")
        os.kill(int(children[0]), signal.SIGKILL)
        report = drive(work)
    assert sorted(report.manifest.entries) == list(range(1, 31))
    assert not report.failures


def test_a_disk_that_fills_stops_the_work_and_keeps_what_is_there(shot, monkeypatch):
    from komadori.store import Cache

    put, left = Cache.put, [12]

    def full(self, key, suffix, writer):
        left[0] -= suffix == ".tif"
        if left[0] < 0:
            raise DiskFull("The disk is full.", hint="make room.")
        return put(self, key, suffix, writer)

    monkeypatch.setattr(Cache, "put", full)
    with pytest.raises(StorageFailed, match="full"):
        shot.finish(recipe_of(*RECIPE))
    there = len(finished(shot))
    assert there == 12
    assert shot.take.finished() is None
    assert len(shot.take.pictures) == 30
    monkeypatch.setattr(Cache, "put", put)
    assert shot.finish(recipe_of(*RECIPE)).kept == there
