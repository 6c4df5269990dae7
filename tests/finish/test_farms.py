"""The same bytes from this process, this machine's cores and a Dask cluster; memory that does not grow."""

import hashlib
import shutil

import numpy as np
import pytest

from komadori.errors import StorageFailed
from komadori.farm import Farm, open_farm
from komadori.finish.recipe import recipe_of
from komadori.finish.work import PictureChanged
from komadori.picture import Trouble, UnreadablePicture
from komadori.store import Incoming, PictureFacts

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


def test_what_a_worker_could_not_read_is_told_as_if_it_were_read_here(shot, here, tmp_path):
    text = tmp_path / "notes.jpg"
    text.write_text("no picture")
    facts = PictureFacts(format="jpeg", width=96, height=54)
    with shot.take.writer() as writer:
        writer.keep([Incoming(name="notes.jpg", data=text)], exposure="x1", frame=19, facts=facts)
    shot.take.file(shot.take.picture(4)).unlink()
    told = [str(failure) for failure in shot.finish(RECIPE, here).failures]
    with open_farm(workers=1) as worker:
        failures = shot.finish(RECIPE, worker).failures
    assert [str(failure) for failure in failures] == told
    assert [type(failure) for failure in failures] == [PictureChanged, UnreadablePicture]
    assert failures[1].trouble is Trouble.NOT_A_PICTURE


def test_a_cache_that_cannot_be_written_stops_the_work_with_its_reason(shot):
    folder = shot.series.cache.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("in the way")
    with open_farm(workers=1) as worker, pytest.raises(StorageFailed, match="could not be written"):
        shot.finish(RECIPE, worker)
