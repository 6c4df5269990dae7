"""Operations declare themselves: what they tell is whole, documented, and theirs alone."""

from pathlib import Path

import numpy as np
import pytest

from komadori.finish.catalogue import operations
from komadori.finish.operation import GROUP, Operation, Place
from komadori.finish.page import reference
from komadori.plugins import find

ROOT = Path(__file__).resolve().parents[2]
OURS = ["develop", "deflicker", "level", "rotate", "crop", "scale"]
EACH = pytest.mark.parametrize("operation", [operations()[name] for name in OURS], ids=OURS)


def test_ours_come_through_the_same_door_as_others():
    assert set(OURS) <= set(find(GROUP))
    assert [name for name in operations() if name in OURS] == OURS


def test_every_file_among_the_operations_is_one():
    files = {path.stem for path in (ROOT / "src/komadori/finish/ops").glob("*.py")} - {"__init__"}
    assert files == set(OURS)


def test_another_package_may_add_an_operation(monkeypatch):
    theirs = Operation(name="sepia", version=1, says="Browns.", place=Place.LIGHT, apply=lambda pixels, _s, _v: pixels)
    monkeypatch.setattr("komadori.finish.catalogue.find", lambda _: {"sepia": lambda: theirs, "broken": lambda: 3})
    operations.cache_clear()
    try:
        assert operations() == {"sepia": theirs}
    finally:
        operations.cache_clear()


@EACH
def test_a_declaration_is_whole(operation):
    assert operation.version >= 1
    assert operation.says.endswith(".")
    assert sum(way is not None for way in (operation.read, operation.apply, operation.frame)) == 1
    assert operation.pointwise is False or operation.apply is not None
    assert operation.solve is None or operation.measure is not None
    assert (operation.read is not None) == (operation.place == Place.OPEN)
    for parameter in operation.parameters:
        assert parameter.says.endswith(".")
        if isinstance(parameter.default, str):
            assert parameter.default in parameter.choices
        elif not isinstance(parameter.default, bool):
            assert parameter.low <= parameter.default <= parameter.high


@EACH
def test_what_claims_to_be_pointwise_is(operation):
    if not operation.pointwise:
        return
    pixels = np.random.default_rng(0).random((6, 5, 3)).astype(np.float32)
    settings, solved = operation.defaults, (0.25, 0.0, -0.5)
    whole = operation.apply(pixels, settings, solved)
    assert whole.dtype == np.float32
    assert np.array_equal(whole[::-1, ::2], operation.apply(pixels[::-1, ::2], settings, solved))
    other = pixels.copy()
    other[..., 1] = 0
    assert np.array_equal(whole[..., [0, 2]], operation.apply(other, settings, solved)[..., [0, 2]])


def test_the_reference_page_is_what_the_operations_declare():
    page = (ROOT / "docs/reference/operations.md").read_text(encoding="utf-8")
    assert page == reference(operations()[name] for name in OURS), "make it anew: python -m komadori.finish.page"
