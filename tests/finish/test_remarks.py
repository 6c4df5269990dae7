"""What operations remark of pictures: data with English words, in the manifest and wherever it is asked for."""

import numpy as np
import pytest

from komadori.finish.catalogue import operations
from komadori.finish.operation import Operation, Place, Solved
from komadori.finish.recipe import recipe_of
from komadori.finish.remarks import Saying
from komadori.store import Worded

NOISE = np.random.default_rng(3)
STILL = Saying(name="still", words="{0} of {1} parts stand still.")


def told_by(*said):
    """An operation that says `said` of the second picture, and is called "teller"."""
    return Operation(
        name="teller",
        version=1,
        says="Tells.",
        place=Place.STEADY,
        measure=lambda still, _settings: np.array([still.small().mean()]),
        solve=lambda stretch, _settings: [
            Solved(said=said if at == 1 else (), doubt=0.9 if at == 1 else 0.0) for at in range(len(stretch.moments))
        ],
        remarks=(STILL,),
    )


@pytest.fixture
def two(shoot):
    for _ in range(2):
        shoot.keep(NOISE.integers(0, 256, (24, 32, 3), np.uint8))
    return shoot


def test_a_remark_is_kept_as_data_with_its_english(two, offered):
    offered(told_by(STILL.of(3, "12%"), STILL.of(4, 5)))
    two.finish(recipe_of(("teller", {})))
    ((number, (remark,)),) = two.take.finished().remarks.items()
    assert (number, remark.use, remark.doubt) == (2, "teller", 0.9)
    assert remark.words == "3 of 12% parts stand still.; 4 of 5 parts stand still."
    assert remark.said == (
        Worded(name="teller still", figures=("3", "12%")),
        Worded(name="teller still", figures=("4", "5")),
    )


def test_a_remark_that_an_operation_does_not_declare_is_its_mistake(two, offered):
    offered(told_by(Saying(name="other", words="Something else.").of()))
    with pytest.raises(ValueError, match="teller remarks 'other' and does not declare it"):
        two.finish(recipe_of(("teller", {})))


@pytest.mark.parametrize("operation", operations().values(), ids=lambda one: one.name)
def test_the_remarks_of_an_operation_are_told_apart_by_name(operation):
    names = [one.name for one in operation.remarks]
    assert len(names) == len(set(names))
