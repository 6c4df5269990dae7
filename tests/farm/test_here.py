"""Many-frame work on the cores of this machine."""

import platform
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.process import BaseProcess

import pytest

from komadori.farm import FarmFailed, map_frames, open_farm


def test_results_come_in_the_order_of_the_items(two_workers, errands):
    assert list(map_frames(two_workers, errands.square, range(20))) == [n * n for n in range(20)]


def test_a_farm_has_a_worker_for_each_core_unless_told():
    with open_farm() as all_cores, open_farm(workers=3) as three:
        assert all_cores.workers >= 1
        assert three.workers == 3


def test_items_are_read_no_further_ahead_than_the_window(two_workers, errands):
    read = []

    def items():
        for number in range(50):
            read.append(number)
            yield number

    results = map_frames(two_workers, errands.square, items(), window=4)
    for taken in range(1, 20):
        next(results)
        assert len(read) <= taken + 4


def test_closing_cancels_what_has_not_begun(two_workers, errands, tmp_path):
    results = map_frames(two_workers, errands.slowly_note, ((str(tmp_path), n) for n in range(200)), window=100)
    next(results)
    results.close()
    two_workers.shutdown()
    assert len(list(tmp_path.iterdir())) < 100


def test_an_exception_of_the_work_is_raised_where_its_result_is_taken(two_workers, errands):
    results = map_frames(two_workers, errands.refuse_three, range(6))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three is not wanted"):
        next(results)


def test_what_a_dead_worker_had_is_sent_again(two_workers, errands, tmp_path):
    items = [(str(tmp_path), number) for number in range(8)]
    assert list(map_frames(two_workers, errands.die_once, items)) == list(range(8))


def test_an_item_that_kills_every_worker_is_named(two_workers, errands):
    results = map_frames(two_workers, errands.always_die, range(8))
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(FarmFailed, match=r"died 3 times on the same piece of work: 2\.") as failure:
        next(results)
    assert "what was finished stays" in failure.value.hint


def test_a_worker_uses_one_opencv_thread(two_workers, errands):
    assert set(map_frames(two_workers, errands.opencv_threads, range(4))) == {1}


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told to keep memory")
def test_the_memory_of_one_picture_serves_the_next_one(two_workers, errands):
    cleared = list(map_frames(two_workers, errands.pages_cleared, [100_000_000] * 2))
    assert max(cleared) < 100_000_000 / 4096 / 10


def test_no_worker_joins_a_pool_that_may_be_breaking(two_workers, errands, monkeypatch):
    started = []
    start = BaseProcess.start
    monkeypatch.setattr(BaseProcess, "start", lambda process: started.append(process) or start(process))
    two_workers.submit(errands.square, 1)
    assert len(started) == 2
    assert list(map_frames(two_workers, errands.square, range(9))) == [n * n for n in range(9)]
    assert len(started) == 2


def test_the_workers_of_a_broken_pool_are_gone(two_workers, errands, monkeypatch, tmp_path):
    started = []
    start = BaseProcess.start
    monkeypatch.setattr(BaseProcess, "start", lambda process: started.append(process) or start(process))
    list(map_frames(two_workers, errands.die_once, [(str(tmp_path), number) for number in range(4)]))
    assert [process.is_alive() for process in started] == [False, False, True, True]


def test_a_call_that_a_breaking_pool_has_lost_fails_and_is_sent_again(two_workers, errands, monkeypatch, tmp_path):
    lost = []
    submit = ProcessPoolExecutor.submit

    def lose_the_second(pool, fn, /, *args):
        if len(lost) == 1:
            lost.append(Future())
            return lost[1]
        lost.append(submit(pool, fn, *args))
        return lost[-1]

    monkeypatch.setattr(ProcessPoolExecutor, "submit", lose_the_second)
    items = [(str(tmp_path), number) for number in (2, 3)]
    assert list(map_frames(two_workers, errands.die_once, items)) == [2, 3]
