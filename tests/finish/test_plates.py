"""Plates: pictures that a recipe names, found within the series, proven, and opened as the take's are."""

from dataclasses import replace

import numpy as np
import pytest
from tests.finish.test_looking_round import flat, shade

from komadori.finish.holdings import BadHolding, HoldingChanged, Opened
from komadori.finish.operation import Operation, Parameter, Place
from komadori.finish.recipe import recipe_of
from komadori.finish.standing import Held
from komadori.finish.work import Measuring
from komadori.sheet.edit import set_exposures
from komadori.store import Incoming, PictureFacts, fingerprint

PLATED = Operation(
    name="plated",
    version=1,
    says="Becomes its plate.",
    place=Place.CLEAN,
    parameters=(Parameter(name="plate", default="", holds="plate", says="The plate."),),
    apply=lambda pixels, settings, given: (
        pixels if given.holdings.plate("plate", 64) is None else given.holdings.plate("plate", 64)
    ),
)


def test_a_plate_may_be_a_picture_of_the_take_and_a_file(shoot, offered):
    offered(PLATED)
    shoot.keep(flat(30))
    shoot.keep(flat(60))
    report = shoot.finish(recipe_of(("plated", {"plate": "picture 2"})))
    assert (shade(report, 1), shade(report, 2)) == (60, 60)
    (shoot.take.path.parent / "clean.png").write_bytes((shoot.folder / "0000.png").read_bytes())
    report = shoot.finish(recipe_of(("plated", {"plate": "clean.png"})))
    assert (shade(report, 1), shade(report, 2)) == (30, 30)
    (shoot.take.path.parent / "clean.png").write_bytes((shoot.folder / "0001.png").read_bytes())
    assert shoot.finish(recipe_of(("plated", {"plate": "clean.png"}))).made == 2


def test_a_plate_may_belong_to_each_picture(shoot, offered):
    offered(PLATED)
    for value in (30, 60):
        shoot.keep(flat(value))
    with shoot.take.writer() as writer:
        writer.do(set_exposures(writer.sheet, ("x1", "clean")))
    shoot.keep(flat(200), exposure="clean", frame=1)
    report = shoot.finish(recipe_of(("plated", {"plate": "exposure clean"})))
    assert (shade(report, 1), shade(report, 2)) == (200, 60)
    (remark,) = report.manifest.remarks[2]
    assert (remark.use, remark.doubt) == ("plated", 0.7)
    assert "no exposure clean beside it" in remark.words


def test_a_plate_may_be_a_companion_of_each_picture(shoot, offered):
    offered(PLATED)
    shoot.keep(flat(30))
    shoot.keep(flat(90))
    facts = PictureFacts(format="png", width=64, height=36)
    files = [
        Incoming(name="IMG_1.png", data=shoot.folder / "0000.png"),
        Incoming(name="IMG_1.clean.png", data=shoot.folder / "0001.png"),
    ]
    with shoot.take.writer() as writer:
        writer.keep(files, exposure="x1", frame=1, facts=facts)
    assert [file.name for file in shoot.take.picture(3).files] == [
        "pictures/000003_x1.png",
        "pictures/000003_x1.clean.png",
    ]
    assert shade(shoot.finish(recipe_of(("plated", {"plate": "companion clean"}))), 3) == 90


def test_what_lies_beside_a_picture_may_be_measured_with_it_and_measures_nothing_else_anew(shoot, offered, here):
    seen = []

    def measure(still, settings):
        plate = still.holdings.plate("plate", 64)
        seen.append((still.path.name, None if plate is None else still.holdings.paths("plate")[0].name))
        return np.zeros(1)

    looks = {"measure": measure, "measured_by": ("plate",), "looks_at": ("plates",)}
    offered(replace(PLATED, **looks))
    with shoot.take.writer() as writer:
        writer.do(set_exposures(writer.sheet, ("x1", "clean")))
    shoot.keep(flat(30))
    shoot.keep(flat(60))
    shoot.keep(flat(200), exposure="clean", frame=1)
    recipe = recipe_of(("plated", {"plate": "exposure clean"}))
    shoot.finish(recipe, farm=here)
    of_it = [pair for pair in seen if pair[0].endswith("x1.png")]
    assert sorted(of_it) == [("000001_x1.png", "000003_clean.png"), ("000002_x1.png", None)]
    seen.clear()
    shoot.keep(flat(210), exposure="clean", frame=3)
    shoot.finish(recipe, farm=here)
    assert [name for name, _ in seen if name.endswith("x1.png")] == ["000002_x1.png"]


@pytest.mark.parametrize(
    ("plate", "words"),
    [
        ("clean.png", "there is no file 'clean.png' in the take, the shot or the series"),
        ("../../../../etc/passwd", "there is no file"),
        ("/etc/passwd", "there is no file"),
        ("picture 9", "no picture 9"),
        ("exposure x7", "has no exposure 'x7'"),
    ],
)
def test_a_plate_that_is_not_there_is_told_before_anything_is_made(shoot, offered, here, plate, words):
    offered(PLATED)
    shoot.keep(flat(30))
    with pytest.raises(Exception, match="not all there") as told:
        shoot.finish(recipe_of(("plated", {"plate": plate})), farm=here)
    (problem,) = told.value.errors
    assert isinstance(problem, BadHolding)
    assert words in problem.message
    assert problem.hint
    assert not [job for job in here.jobs if not isinstance(job, Measuring)]


def test_a_plate_that_changes_meanwhile_is_told(shoot, tmp_path):
    plate = tmp_path / "plate.png"
    plate.write_bytes(b"one")
    held = Held(name="plate", files=(plate,), hashes=(fingerprint(plate).hash,))
    opened = Opened((held,), lambda path, width: None, "")
    assert opened.paths("plate") == (plate,)
    plate.write_bytes(b"another")
    with pytest.raises(HoldingChanged, match=r"plate\.png was changed while the take was being finished"):
        opened.paths("plate")
    plate.unlink()
    with pytest.raises(HoldingChanged, match="cannot be read"):
        opened.paths("plate")
