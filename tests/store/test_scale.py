"""A series of the size of the real one opens at once, and a long take costs no more than a short one."""

import runpy
import time
from pathlib import Path

import pytest

from komadori.store import open_series

RECORDS = Path(__file__).parents[2] / "bench" / "records.py"


def timed(work):
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


@pytest.mark.slow
def test_a_series_of_220_000_pictures_opens_far_quicker_with_its_index(tmp_path):
    """How long either takes is for the bench to say; here only that the index is worth its keep."""
    folder = tmp_path / "series"
    runpy.run_path(str(RECORDS))["write_series"](folder, episodes=13, shots=1500, pictures=220_000)
    afresh, first = timed(lambda: open_series(folder).shots())
    indexed, second = timed(lambda: open_series(folder).shots())
    assert first == second
    assert len(second) == 1500
    assert 210_000 < sum(entry.pictures for entry in second) < 230_000
    assert not any(entry.notices for entry in second)
    assert indexed < afresh / 4
