"""Operations declare themselves: what they tell is whole, documented, and theirs alone."""

from pathlib import Path

import numpy as np
import pytest

from komadori.errors import Several
from komadori.finish import catalogue
from komadori.finish.catalogue import operations
from komadori.finish.chain import Lent
from komadori.finish.holdings import Opened
from komadori.finish.operation import GROUP, HERE, Operation, Place
from komadori.finish.page import reference
from komadori.finish.recipe import OWN_WORDS, recipe_of
from komadori.plugins import find

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = operations()
OURS = list(OPERATIONS)
EACH = pytest.mark.parametrize("operation", [operations()[name] for name in OURS], ids=OURS)


def test_ours_come_through_the_same_door_as_others():
    assert set(OURS) == set(find(GROUP))
    places = [operation.place for operation in operations().values()]
    assert places == sorted(places)


def test_every_file_among_the_operations_is_one():
    files = {path.stem for path in (ROOT / "src/komadori/finish/ops").glob("*.py")} - {"__init__"}
    assert files == set(OURS)


@pytest.fixture
def offered(monkeypatch):
    """Put entry points of a test in the place of ours."""

    def offer(**points):
        monkeypatch.setattr("komadori.finish.catalogue.find", lambda _: points)
        forget()

    def forget():
        operations.cache_clear()
        catalogue._found.cache_clear()

    yield offer
    monkeypatch.undo()
    forget()


def test_another_package_may_add_an_operation(offered):
    theirs = Operation(name="sepia", version=1, says="Browns.", place=Place.LIGHT, apply=lambda pixels, _s, _v: pixels)
    offered(sepia=lambda: theirs)
    assert operations() == {"sepia": theirs}


def test_one_that_is_broken_is_told_when_it_is_asked_for_and_stops_no_other(offered):
    def fails():
        raise ModuleNotFoundError("No module named 'torch'")

    develop = OPERATIONS["develop"]
    offered(develop=lambda: develop, dream=fails, three=lambda: 3)
    assert list(operations()) == ["develop"]
    with pytest.raises(Several) as told:
        recipe_of(("dream", {}), ("three", {}))
    assert [problem.message for problem in told.value.errors] == [
        "The operation 'dream' is installed and cannot be used: ModuleNotFoundError: No module named 'torch'.",
        "The operation 'three' is installed and cannot be used: what it names is no operation.",
    ]


@EACH
def test_a_declaration_is_whole(operation):
    assert operation.version >= 1
    assert operation.says.endswith(".")
    ways = (operation.read, operation.curve, operation.apply, operation.frame, operation.plan)
    assert any(way is not None for way in ways)
    assert operation.solve is None or operation.measure is not None
    assert (operation.read is not None) == (operation.place == Place.OPEN)
    for names in (operation.measured_by, operation.solved_by or (), operation.done_by or ()):
        assert {operation.parameter(name).name for name in names} == set(names)
    for parameter in operation.parameters:
        assert parameter.says.endswith(".")
        assert parameter.name not in OWN_WORDS
        if isinstance(parameter.default, str):
            assert parameter.holds or parameter.check or parameter.default in parameter.choices
        elif not isinstance(parameter.default, bool):
            assert parameter.low <= parameter.default <= parameter.high


def given():
    return Lent(numbers=(), field=None, lies=HERE, others=(), holdings=Opened((), None, ""))


@EACH
def test_a_curve_changes_each_channel_of_each_pixel_by_itself(operation):
    if operation.curve is None:
        return
    pixels = np.random.default_rng(0).random((6, 5, 3)).astype(np.float32)
    settings, lent = operation.defaults, given()
    whole = operation.curve(pixels, settings, lent)
    assert whole.dtype == np.float32
    assert np.array_equal(whole[::-1, ::2], operation.curve(pixels[::-1, ::2], settings, lent))
    other = pixels.copy()
    other[..., 1] = 0
    assert np.array_equal(whole[..., [0, 2]], operation.curve(other, settings, lent)[..., [0, 2]])


def test_the_reference_page_is_what_the_operations_declare():
    page = (ROOT / "docs/reference/operations.md").read_text(encoding="utf-8")
    assert page == reference(operations()[name] for name in OURS), "make it anew: python -m komadori.finish.page"
