"""The same bytes from this process, this machine's cores and a Dask cluster; memory that does not grow."""

import hashlib
import shutil

import cv2
import numpy as np
import pytest
from skimage import data

from komadori.errors import StorageFailed
from komadori.farm import Farm, open_farm
from komadori.finish.recipe import recipe_of
from komadori.finish.work import PictureChanged
from komadori.picture import Trouble, UnreadablePicture
from komadori.store import Incoming, PictureFacts

RECIPE = recipe_of(
    *(("hot_pixels", {}), ("stabilise", {}), ("deflicker", {}), ("denoise", {})),
    *(("level", {"gamma": 1.1}), ("rotate", {"angle": 1.0}), ("scale", {"width": 160})),
)


@pytest.fixture
def shot(shoot):
    """A photographed set whose light flickers, more at the left, with noise; the camera is bumped before the sixth."""
    rng = np.random.default_rng(2)
    wide = cv2.resize(data.coffee(), (340, 200), interpolation=cv2.INTER_AREA).astype(np.float64)
    lamp = np.linspace(1, 0, 320)[None, :, None]
    for at, (gain, left) in enumerate(rng.standard_normal((9, 2))):
        x, y = (9, 6) if at < 5 else (6, 8)
        light = wide[y : y + 180, x : x + 320] * (1 + 0.04 * gain + 0.05 * left * lamp)
        shoot.keep(np.clip(light + rng.normal(0, 2, light.shape), 0, 255).astype(np.uint8))
    return shoot


def hashes(shot, farm):
    shutil.rmtree(shot.series.cache.folder, ignore_errors=True)
    manifest = shot.finish(RECIPE, farm).manifest
    used = {step for found in manifest.found.values() for step in found}
    assert {"stabilise", "deflicker", "denoise"} <= used
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
