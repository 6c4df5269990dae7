"""The same bytes from this process, this machine's cores and a Dask cluster; memory that does not grow."""

import hashlib
import shutil

import numpy as np
import pytest

from komadori.farm import Farm, open_farm
from komadori.finish.recipe import recipe_of

RECIPE = recipe_of(("deflicker", {}), ("level", {"gamma": 1.1}), ("rotate", {"angle": 1.0}), ("scale", {"width": 64}))


@pytest.fixture
def shot(shoot):
    rng = np.random.default_rng(2)
    base = rng.integers(20, 200, (54, 96, 3))
    for gain in 1 + 0.05 * rng.standard_normal(9):
        shoot.keep(np.clip(base * gain, 0, 255).astype(np.uint8))
    return shoot


def hashes(shot, farm):
    shutil.rmtree(shot.series.cache.folder, ignore_errors=True)
    manifest = shot.finish(RECIPE, farm).manifest
    return {number: hashlib.sha256(manifest.file(number).read_bytes()).hexdigest() for number in manifest.entries}


def test_this_machines_cores_give_the_same_bytes_as_one_process(shot, here):
    with open_farm(workers=2) as cores:
        assert hashes(shot, cores) == hashes(shot, here)


def test_a_cluster_gives_the_same_bytes_as_one_process(shot, here):
    distributed = pytest.importorskip("distributed", reason="the farm extra is not installed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        open_farm(cluster.scheduler_address) as farm,
    ):
        assert hashes(shot, farm) == hashes(shot, here)


def test_no_more_pictures_are_underway_than_the_workers_need(shot, here):
    class Watched(Farm):
        """Counts what was given and not yet taken back."""

        workers = 2
        underway = most = 0

        def submit(self, fn, /, *args):
            future = here.submit(fn, *args)
            self.underway += 1
            self.most = max(self.most, self.underway)
            taken = future.result

            def result(timeout=None):
                self.underway -= 1
                return taken(timeout)

            future.result = result
            return future

    farm = Watched()
    shot.finish(farm=farm)
    assert farm.underway == 0
    assert farm.most == 6
