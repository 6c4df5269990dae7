"""Many-frame work on a Dask cluster."""

import sys

import pytest

from komadori.farm import FarmFailed, NoFarmSoftware, map_frames, open_farm


@pytest.fixture
def cluster(errands):
    distributed = pytest.importorskip("distributed", reason="the farm extra is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_gives_the_same_results_in_the_same_order(cluster, errands):
    with open_farm(cluster) as farm:
        assert farm.workers == 2
        assert list(map_frames(farm, errands.square, range(20))) == [n * n for n in range(20)]


def test_a_cluster_loses_a_worker_and_the_work_is_done(cluster, errands, tmp_path):
    items = [(str(tmp_path), number) for number in range(6)]
    with open_farm(cluster) as farm:
        assert list(map_frames(farm, errands.die_once, items)) == list(range(6))


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoFarmSoftware, match=r"tcp://10\.0\.0\.1:8786") as failure, open_farm("tcp://10.0.0.1:8786"):
        pass
    assert failure.value.hint == "pip install 'komadori[farm]'"
    assert failure.value.exit_code == 2


def test_an_address_where_nothing_answers_is_told(monkeypatch):
    pytest.importorskip("distributed", reason="the farm extra is not installed")
    monkeypatch.setattr("komadori.farm.PATIENCE", "300ms")
    with pytest.raises(FarmFailed, match="No Dask scheduler answers at"), open_farm("tcp://127.0.0.1:1"):
        pass


@pytest.mark.parametrize("address", ["render", "nonsense://x:1", "tcp://", "tcp://render", "tcp://render:port"])
def test_what_is_no_address_is_told_without_trying_it(address, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="the farm extra is not installed")
    monkeypatch.setattr(distributed, "Client", None)
    with pytest.raises(FarmFailed, match="is no address of a Dask scheduler"), open_farm(address):
        pass
