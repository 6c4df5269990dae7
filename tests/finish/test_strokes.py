"""Strokes of the brush go with the photograph they were painted on, wherever the sheet shows it."""

import numpy as np
import pytest

from komadori.finish.operation import Moment, Operation, Parameter, Place, Solved
from komadori.finish.recipe import recipe_of
from komadori.finish.rigs.paint import strokes_at
from komadori.sheet.edit import hold
from komadori.store import Stroke
from komadori.store.paint import paint_bytes

NOISE = np.random.default_rng(3)


def stroke(**on):
    return Stroke(**on, mode="rig", radius=0.01, points=((0.5, 0.5),))


@pytest.fixture
def at(tmp_path):
    """`at([stroke], [(1, (1,)), …])` tells at which moments, of frame and pictures, each stroke is."""

    def where(strokes, moments):
        file = tmp_path / "paint.json"
        file.write_bytes(paint_bytes(strokes))
        there = [Moment(frame=frame, look=lambda: np.empty(0), pictures=pictures) for frame, pictures in moments]
        found = strokes_at([file], there)
        return [[place for place, several in enumerate(found) if one in several] for one in strokes]

    return where


def test_a_stroke_is_on_every_moment_of_its_photograph_and_on_no_other(at):
    sheet = [(1, (1,)), (3, (2,)), (5, (1,)), (9, (3,))]
    assert at([stroke(picture=1), stroke(picture=3), stroke(picture=7)], sheet) == [[0, 2], [3], []]


def test_a_stroke_on_one_exposure_counts_for_all_taken_beside_it(at):
    assert at([stroke(picture=4), stroke(picture=1)], [(1, (1, 2)), (3, (3, 4))]) == [[1], [0]]


def test_a_stroke_kept_by_its_frame_is_on_what_stands_there(at):
    sheet = [(1, (1,)), (3, (2,)), (9, (3,))]
    assert at([stroke(frame=frame) for frame in (1, 2, 3, 8, 99)], sheet) == [[0], [0], [1], [1], [2]]
    assert at([stroke(frame=1)], [(5, (1,))]) == [[]]


def brushed():
    """An operation that finds out how many strokes are on each picture."""
    return Operation(
        name="brushed",
        version=1,
        says="Counts strokes.",
        place=Place.CLEAN,
        parameters=(Parameter(name="paint", default="", holds="file", says="Strokes."),),
        measure=lambda still, _settings: np.array([still.small().mean()]),
        solve=lambda stretch, _settings: [
            Solved(numbers=(float(len(strokes)),))
            for strokes in strokes_at(stretch.holdings.paths("paint"), stretch.moments)
        ],
    )


def test_a_sheet_that_is_edited_takes_the_strokes_along(shoot, offered):
    offered(brushed())
    for _ in range(3):
        shoot.keep(NOISE.integers(0, 256, (24, 32, 3), np.uint8))
    shoot.take.write_paint([stroke(picture=2), stroke(picture=2), stroke(picture=3)])
    painted = recipe_of(("brushed", {"paint": "paint.json"}))

    def found():
        manifest = shoot.finish(painted).manifest
        return {number: told.get("brushed") for number, told in manifest.found.items()}

    assert found() == {1: (0.0,), 2: (2.0,), 3: (1.0,)}
    with shoot.take.writer() as writer:
        writer.do(hold(writer.sheet, 1, 6, ripple=True))
    assert [span.first for span in shoot.take.sheet.spans()] == [1, 9, 11]
    assert found() == {1: (0.0,), 2: (2.0,), 3: (1.0,)}
