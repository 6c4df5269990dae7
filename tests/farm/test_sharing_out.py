"""Items in a row for each job, and no worker idle at the end."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from komadori.farm import shared_out


@given(st.integers(0, 100), st.integers(1, 9), st.integers(1, 6))
def test_all_are_shared_out_in_order_and_as_many_parts_for_each_worker(count, most, workers):
    parts = list(shared_out(range(count), most, workers))
    assert list(chain.from_iterable(parts)) == list(range(count))
    assert all(0 < len(part) <= most for part in parts)
    assert len(parts) % workers == 0 or len(parts) == count
    assert max(map(len, parts), default=0) - min(map(len, parts), default=0) <= 1


def test_no_more_parts_than_the_rounds_need():
    assert [len(part) for part in shared_out(range(24), 8, 2)] == [6, 6, 6, 6]
    assert [len(part) for part in shared_out(range(16), 8, 2)] == [8, 8]
