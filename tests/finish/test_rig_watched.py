"""A rig while its sliders are moved: it looks as it will, and only that is made anew which the slider changes."""

import json

import numpy as np
import pytest
from tests.finish.test_rig import MARKER, takes

from komadori.finish.ops.rig import OPERATION
from komadori.finish.rigs import taking_out

AT = 5


class Kept(takes.Given):
    """Given for a preview: what is to be kept is."""

    def kept(self, by, make):
        name = json.dumps(list(by))
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


@pytest.fixture(scope="module")
def green():
    return takes.shot(colour=takes.GREEN)


@pytest.fixture(scope="module", params=["a clean plate", "others"])
def asked(request, green):
    """What the rig is told, and what was found out for one picture."""
    plates = {"clean_plate": green.plate} if request.param == "a clean plate" else {}
    told, held = MARKER | dict.fromkeys(plates, "plate.png"), takes.Held(plates)
    found = takes.solved(green.pictures, told, held)[AT]
    others = [lambda other=other: green.pictures[other] for other in found.others]
    return told, {"numbers": found.numbers, "field": found.field, "others": others, "holdings": held}


@pytest.fixture
def moved(asked, green):
    """`moved(roughly, **told)` takes the rig out of one picture; what a preview keeps stays for the next."""
    told, found = asked
    given = Kept(**found)
    given.made = {}

    def move(roughly, **more):
        given.roughly = roughly
        return OPERATION.apply(green.pictures[AT], takes.told(told | more), given)

    return move


@pytest.mark.parametrize("halved", [False, True])
def test_it_looks_as_it_will(moved, green, halved, monkeypatch):
    if halved:
        monkeypatch.setattr(taking_out, "FINE", 0)
    seen, done = moved(True), moved(False)
    off = np.abs(np.sqrt(seen) - np.sqrt(done)).max(axis=2)
    assert (seen == green.pictures[AT]).all(axis=2).mean() > 0.5
    assert np.quantile(off[off > 0], 0.9) < 0.02
    assert np.abs(np.sqrt(green.pictures[AT]) - np.sqrt(done)).max() > 0.2


@pytest.mark.parametrize(
    ("what", "before", "softer"), [("filled", 0.9, 1.0), ("relit", 0.5, 2.5)], ids=["softer: filled", "far softer: lit"]
)
def test_a_softer_edge_does_nothing_anew(moved, monkeypatch, what, before, softer):
    first = moved(True, grow=before)

    def never(*_, **__):
        raise AssertionError(f"{what} anew")

    monkeypatch.setattr(taking_out, what, never)
    assert not np.array_equal(first, moved(True, grow=softer))


def test_a_softer_edge_asks_the_take_nothing():
    assert not {"grow", "shadow"} & set(OPERATION.solved_by)
    assert {*OPERATION.solved_by, "grow", "shadow"} == {one.name for one in OPERATION.parameters}
