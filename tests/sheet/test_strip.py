"""A strip against the plain list it stands for, in blocks so small that every seam is met."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import strip
from komadori.sheet.sheet import Cell
from komadori.sheet.strip import Strip


@dataclass(frozen=True)
class Held:
    name: int
    length: int


HELD = st.builds(Held, name=st.integers(0, 99), length=st.integers(1, 5))
SPLICES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30), st.lists(HELD, max_size=20)), max_size=12)


@pytest.fixture(scope="module", autouse=True)
def small_blocks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strip, "BLOCK", 8)
        yield


def assert_same(made, model):
    assert len(made) == len(model)
    assert list(made) == model
    assert made == Strip.of(model)
    assert hash(made) == hash(Strip.of(model))
    on_screen = [(index, cell) for index, cell in enumerate(model) for _ in range(cell.length)]
    assert made.frames == len(on_screen)
    firsts = [1 + sum(cell.length for cell in model[:index]) for index in range(len(model) + 1)]
    assert [made.find(frame) for frame in range(1, len(on_screen) + 1)] == [(i, firsts[i]) for i, _ in on_screen]
    assert [made.first_of(index) for index in range(len(model) + 1)] == firsts
    assert list(made.walk()) == list(zip(firsts, model, strict=False))


@given(st.lists(HELD, max_size=60), SPLICES)
def test_a_strip_spliced_is_the_list_spliced(cells, splices):
    made, model = Strip.of(cells), list(cells)
    for start, count, put in splices:
        low = min(start, len(model))
        high = min(low + count, len(model))
        made = made.splice(low, high, put)
        model[low:high] = put
        assert_same(made, model)


@given(st.lists(HELD, max_size=60), st.integers(-70, 70), st.integers(-70, 70), st.sampled_from([None, 1, 2, -1]))
def test_a_strip_is_sliced_as_a_tuple_is(cells, low, high, step):
    assert Strip.of(cells)[low:high:step] == tuple(cells)[low:high:step]


@given(st.lists(HELD, min_size=1, max_size=60), st.data())
def test_walking_begins_at_the_cell_on_screen(cells, data):
    made = Strip.of(cells)
    frame = data.draw(st.integers(1, made.frames))
    index, first = made.find(frame)
    assert first <= frame < first + made[index].length
    assert [cell for _, cell in made.walk(frame)] == cells[index:]
    assert list(made.walk(made.frames + 1)) == []


@given(st.lists(HELD, max_size=200))
def test_blocks_stay_within_their_size_and_never_empty(cells):
    made = Strip()
    for cell in cells:
        made = made.splice(len(made) // 2, len(made) // 2, [cell])
    while len(made) > 3:
        made = made.splice(1, 3, [])
        assert all(1 <= len(block.cells) <= strip.BLOCK for block in made._blocks)


@pytest.mark.parametrize("frame", [0, -1, 7])
def test_a_frame_outside_the_strip_is_an_index_error(frame):
    with pytest.raises(IndexError, match=f"frame {frame} lies outside 1 to 6"):
        Strip.of([Cell(length=6)]).find(frame)


@pytest.mark.parametrize("length", [10, 200_000])
def test_appending_shares_all_blocks_but_the_last_few(length, monkeypatch):
    monkeypatch.setattr(strip, "BLOCK", 512)
    cell = Held(1, 2)
    long = Strip.of([cell] * length)
    longer = long.splice(length, length, [cell])
    shared = set(map(id, long._blocks)) & set(map(id, longer._blocks))
    assert len(longer._blocks) - len(shared) <= 2
    assert longer.find(longer.frames) == (length, 2 * length + 1)
