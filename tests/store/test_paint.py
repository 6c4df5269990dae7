"""Strokes belong to photographs; those of an older Komadori, told by the film's frame, become what the sheet shows."""

import shutil
from fractions import Fraction
from pathlib import Path

from komadori.sheet.sheet import Cell, Column, Sheet
from komadori.sheet.strip import Strip
from komadori.store import Stroke, on_pictures
from komadori.store.paint import read_strokes

GOLDEN = Path(__file__).parents[1] / "golden"
POINTS = ((0.25, 0.5), (0.26, 0.125))


def test_a_paint_file_of_the_first_schema_is_read_for_ever(take):
    """Frozen in tests/golden; never made again."""
    shutil.copy(GOLDEN / "paint-v1/paint.json", take.path)
    old = (
        Stroke(frame=4, mode="rig", radius=0.01, points=POINTS),
        Stroke(frame=1, mode="keep", radius=0.2, points=((0.5, 0.5),)),
    )
    assert take.paint() == old
    take.write_paint(old)
    assert take.paint() == old
    assert read_strokes(take.path / "paint.json") == old


def test_a_stroke_on_a_frame_becomes_one_on_the_photograph_that_stands_there():
    cells = (
        Cell(length=2),
        Cell(length=3, pictures=(("matte", 8), ("x1", 7))),
        Cell(length=2),
        Cell(length=1, pictures=(("x1", 9),)),
    )
    column = Column(name="picture", kind="picture", cells=Strip.of(cells))
    sheet = Sheet(rate=Fraction(24), exposures=("x1", "matte"), columns=(column,))
    strokes = [Stroke(frame=frame, mode="rig", radius=0.01, points=POINTS) for frame in (1, 3, 5, 7, 8, 99)]
    strokes.append(Stroke(picture=4, mode="keep", radius=0.01, points=POINTS))
    told = on_pictures(strokes, sheet)
    assert [(one.picture, one.frame) for one in told] == [(0, 1), (7, 0), (7, 0), (7, 0), (9, 0), (9, 0), (4, 0)]
    assert {one.points for one in told} == {POINTS}
    assert on_pictures(told, sheet) == told
