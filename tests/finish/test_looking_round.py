"""Operations that look round: at the take, at other pictures, at plates; and what is made anew when those change."""

import numpy as np
import pytest

from komadori.finish.catalogue import operations
from komadori.finish.chain import FieldLost, finished
from komadori.finish.operation import HERE, Operation, Parameter, Place, Solved
from komadori.finish.recipe import recipe_of
from komadori.finish.reel import wind
from komadori.finish.standing import Step, begin
from komadori.finish.work import Look, Measuring, NeighbourFailed, PictureChanged, Solving, measure
from komadori.picture import read
from komadori.picture.colour import to_codes, to_light


def flat(value, width=64, height=36):
    return np.full((height, width, 3), value, np.uint8)


def shade(report, number):
    return int(read(report.manifest.file(number)).data[5, 5, 0]) // 257


def mean_of_neighbours(reach=1, whole=False):
    """Each picture becomes the mean of the pictures round it."""

    def solve(stretch, settings):
        count = len(stretch.moments)
        return [
            Solved(others=tuple(o for o in range(max(0, at - reach), min(count, at + reach + 1)) if o != at))
            for at in range(count)
        ]

    return Operation(
        name="mean",
        version=1,
        says="Means.",
        place=Place.NOISE,
        measure=lambda still, settings: np.float32([still.small(16).mean()]),
        solve=solve,
        reach=None if whole else lambda settings: reach,
        apply=lambda pixels, settings, given: np.mean([pixels, *(one() for one in given.others)], axis=0),
    )


def test_an_operation_may_use_the_pictures_round_it_as_the_operations_before_leave_them(shoot, offered):
    offered(mean_of_neighbours())
    for value in (40, 80, 120, 160):
        shoot.keep(flat(value))
    before = shoot.finish(recipe_of(("deflicker", {}), ("mean", {}), ("level", {"exposure": 0.5})))
    lone = shoot.finish(recipe_of(("deflicker", {})))
    steadied = [to_light(read(lone.manifest.file(number)).data, "srgb").mean() for number in (1, 2, 3)]
    wanted = to_codes(np.float32([[[np.mean(steadied) * 2**0.5] * 3]]), "srgb", 16)[0, 0, 0]
    assert abs(int(read(before.manifest.file(2)).data[5, 5, 0]) - int(wanted)) <= 2


def test_a_picture_shot_again_makes_new_only_those_that_use_it(shoot, offered):
    offered(mean_of_neighbours())
    for value in range(40, 140, 10):
        shoot.keep(flat(value))
    recipe = recipe_of(("mean", {}))
    shoot.finish(recipe)
    shoot.keep(flat(200), frame=9)
    report = shoot.finish(recipe)
    assert (report.made, report.kept, report.measured) == (3, 7, 1)


def test_the_bytes_are_the_same_in_one_process_and_in_several_and_alone(shoot, offered, tmp_path):
    offered(mean_of_neighbours(reach=2))
    rng = np.random.default_rng(4)
    for _ in range(9):
        shoot.keep(rng.integers(0, 255, (36, 64, 3), np.uint8))
    recipe = recipe_of(("mean", {}), ("level", {"gamma": 1.1}))
    report = shoot.finish(recipe)
    together = {number: report.manifest.file(number).read_bytes() for number in range(1, 10)}
    for number in (7, 2, 5):
        report.manifest.file(number).unlink()
    from komadori.finish.recent import RECENT

    RECENT._kept.clear()
    again = shoot.finish(recipe)
    assert again.made == 3
    assert all(again.manifest.file(number).read_bytes() == together[number] for number in together)


def test_long_takes_are_solved_in_stretches_that_do_not_show(shoot, offered, here, monkeypatch):
    monkeypatch.setattr("komadori.finish.stretches.SHORTEST", 4)
    monkeypatch.setattr("komadori.finish.stretches.LONGEST", 8)
    monkeypatch.setattr("komadori.finish.stretches.ONE_IN", 4)
    rng = np.random.default_rng(1)
    for _ in range(24):
        shoot.keep(flat(int(rng.integers(20, 230)), 16, 9))
    offered(mean_of_neighbours(reach=3))
    parts = shoot.finish(recipe_of(("mean", {})), farm=here)
    solves = [job for job in here.jobs if isinstance(job, Solving)]
    assert len(solves) > 3
    assert max(len(job.moments) for job in solves) <= 8 + 2 * 3
    offered(mean_of_neighbours(reach=3, whole=True))
    whole = shoot.finish(recipe_of(("mean", {})))
    assert {n: shade(parts, n) for n in range(1, 25)} == {n: shade(whole, n) for n in range(1, 25)}


def test_a_picture_put_in_between_moves_few_others_into_other_stretches(shoot, offered, here, monkeypatch):
    monkeypatch.setattr("komadori.finish.stretches.SHORTEST", 4)
    monkeypatch.setattr("komadori.finish.stretches.LONGEST", 40)
    monkeypatch.setattr("komadori.finish.stretches.ONE_IN", 4)
    from komadori.finish.reel import wind
    from komadori.finish.stretches import _spans

    rng = np.random.default_rng(1)
    for _ in range(40):
        shoot.keep(rng.integers(0, 255, (9, 16, 3), np.uint8))
    moments = wind(shoot.take).moments("x1")
    more = [*moments[:6], moments[30], *moments[6:]]

    def ends(shown):
        return {shown[end - 1][1] for _, end in _spans(shown)}

    assert len(ends(moments)) > 4
    assert len(ends(moments) - ends(more)) <= 1


def test_a_field_is_kept_and_given(shoot, offered):
    field = np.linspace(0, 1, 12, dtype=np.float16).reshape(3, 4)
    seen = []
    offered(
        Operation(
            name="shade",
            version=1,
            says="Shades.",
            place=Place.STEADY,
            measure=lambda still, settings: np.empty(0),
            solve=lambda stretch, settings: [Solved(field=field)] * len(stretch.moments),
            curve=lambda pixels, settings, given: pixels,
            apply=lambda pixels, settings, given: (seen.append(given.field), pixels)[1],
        )
    )
    shoot.keep(flat(90))
    report = shoot.finish(recipe_of(("shade", {})))
    assert np.array_equal(seen[0], field)
    (kept,) = [path for path in shoot.series.cache.folder.rglob("*.npy") if path.stat().st_size > 130]
    kept.write_bytes(kept.read_bytes()[:-5])
    report.manifest.file(1).unlink()
    assert shoot.finish(recipe_of(("shade", {}))).made == 1
    assert np.array_equal(seen[1], field)


def test_a_field_that_is_gone_when_it_is_needed_is_told(shoot, offered):
    shoot.keep(flat(90))
    shoot.finish(recipe_of())
    source = wind(shoot.take).source_of[1]
    lost = begin(source).then(Step(use="develop", settings=operations()["develop"].defaults))
    shade = Operation(
        name="shade",
        version=1,
        says="Shades.",
        place=Place.STEADY,
        apply=lambda pixels, settings, given: given.field,
    )
    offered(shade)
    with pytest.raises(FieldLost, match="What shade found out for a picture is no longer in the cache"):
        finished(lost.then(Step(use="shade", settings={}, field="0" * 40)), shoot.series.cache)


def compared(looks_at=("first", "previous")):
    return Operation(
        name="compare",
        version=1,
        says="Compares.",
        place=Place.REGISTER,
        looks_at=looks_at,
        measure=lambda still, settings: np.float32(
            [still.small(0).mean(), still.first.small(0).mean(), still.previous.small(0).mean()]
        ),
        solve=lambda stretch, settings: [
            Solved(numbers=tuple(round(float(value), 4) for value in one.measure)) for one in stretch.moments
        ],
        apply=lambda pixels, settings, given: pixels,
    )


def test_a_picture_may_be_measured_against_the_first_and_the_one_before(shoot, offered):
    offered(compared())
    values = [30, 60, 90, 120]
    for value in values:
        shoot.keep(flat(value))
    found = shoot.finish(recipe_of(("compare", {}))).manifest.found
    light = [round(float(to_light(flat(value), "srgb").mean()), 4) for value in values]
    assert found[3]["compare"] == pytest.approx((light[2], light[0], light[1]), abs=1e-3)
    assert found[1]["compare"] == pytest.approx((light[0],) * 3, abs=1e-3)


def test_a_damaged_first_picture_is_left_out_and_the_second_takes_its_place(shoot, offered):
    offered(compared())
    for value in (30, 60, 90):
        shoot.keep(flat(value))
    path = shoot.take.file(shoot.take.picture(1))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-9])
    wound = wind(shoot.take)
    develop = Step(use="develop", settings=operations()["develop"].defaults)
    one, two = (begin(wound.source_of[number]).then(develop) for number in (1, 2))
    look = Look(standing=two, first=one, previous=one, key="0" * 40)
    use = Step(use="compare", settings={})
    (failed,) = measure(Measuring(looks=(look,), use=use, cache=shoot.series.cache))
    assert isinstance(failed, NeighbourFailed)
    report = shoot.finish(recipe_of(("compare", {})))
    assert [type(failure) for failure in report.failures] == [PictureChanged]
    assert report.failures[0].message.startswith("picture 1,")
    light = round(float(to_light(flat(60), "srgb").mean()), 4)
    assert report.manifest.found[3]["compare"][1:] == pytest.approx((light, light), abs=1e-3)


def test_a_parameter_that_solving_does_not_read_solves_nothing_anew(shoot, offered, here):
    told = []
    offered(
        Operation(
            name="tint",
            version=1,
            says="Tints.",
            place=Place.LIGHT,
            parameters=(
                Parameter(name="far", default=1, low=0, high=9, says="Far."),
                Parameter(name="much", default=0.5, low=0, high=1, says="Much."),
            ),
            measure=lambda still, settings: np.empty(0),
            solve=lambda stretch, settings: told.append(settings) or [Solved() for _ in stretch.moments],
            solved_by=("far",),
            apply=lambda pixels, settings, given: pixels * np.float32(settings["much"]),
        )
    )
    shoot.keep(flat(90))
    for much in (0.5, 0.6):
        assert shoot.finish(recipe_of(("tint", {"much": much}))).made == 1
    shoot.finish(recipe_of(("tint", {"far": 2})))
    assert told == [{"far": 1}, {"far": 2}]


def test_what_only_solving_reads_makes_nothing_new_where_it_solves_the_same(shoot, offered):
    told, looked = [], []

    def apply(pixels, settings, given):
        told.append(dict(settings))
        return pixels * np.float32(given.numbers[0])

    parameters = tuple(
        Parameter(name=name, default=1, low=0, high=9, says="A number.") for name in ("far", "much", "least")
    )
    offered(
        Operation(
            name="tint",
            version=1,
            says="Tints.",
            place=Place.CLEAN,
            parameters=parameters,
            measure=lambda still, settings: np.empty(0),
            solve=lambda stretch, settings: [
                Solved(numbers=(max(settings["far"], settings["least"]) / 10,)) for _ in stretch.moments
            ],
            done_by=("much",),
            apply=apply,
        ),
        Operation(
            name="after",
            version=1,
            says="Looks.",
            place=Place.LIGHT,
            measure=lambda still, settings: looked.append(still.small(0).mean()) or np.empty(0),
            solve=lambda stretch, settings: [Solved() for _ in stretch.moments],
            curve=lambda pixels, settings, given: pixels,
        ),
    )
    shoot.keep(flat(90))

    def made(**settings):
        told.clear()
        looked.clear()
        return shoot.finish(recipe_of(("tint", settings), ("after", {}))).made, len(looked)

    assert made(least=4) == (1, 1)
    assert told[0] == {"much": 1}
    assert made(least=4, far=3) == (0, 0)
    assert made(least=4, far=5) == (1, 1)
    assert made(least=5) == (0, 0)
    assert made(least=5, much=2) == (1, 1)


def test_only_what_is_declared_may_be_looked_at(shoot, offered):
    offered(compared(looks_at=("first",)))
    shoot.keep(flat(30))
    with pytest.raises(ValueError, match="looks at the previous picture and does not declare it"):
        shoot.finish(recipe_of(("compare", {})))


def test_pictures_that_lie_elsewhere_on_the_set_are_lent_where_they_belong(shoot, offered):
    def lies(numbers):
        return (1.0, 0.0, numbers[0], 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    rng = np.random.default_rng(8)
    scene = np.kron(rng.integers(0, 255, (9, 20, 3), np.uint8), np.ones((4, 4, 1), np.uint8))
    seen = []
    offered(
        Operation(
            name="lay",
            version=1,
            says="Lays.",
            place=Place.REGISTER,
            measure=lambda still, settings: np.empty(0),
            solve=lambda stretch, settings: [Solved(numbers=(8 * at / 64,)) for at in range(len(stretch.moments))],
            lies=lies,
            frame=None,
            apply=lambda pixels, settings, given: pixels,
        ),
        Operation(
            name="peek",
            version=1,
            says="Peeks.",
            place=Place.CLEAN,
            measure=lambda still, settings: np.empty(0),
            solve=lambda stretch, settings: [Solved(others=(1 - at,)) for at in range(2)],
            apply=lambda pixels, settings, given: (seen.append((pixels, given.others[0](), given.lies)), pixels)[1],
        ),
    )
    shoot.keep(scene[:, :64])
    shoot.keep(scene[:, 8:72])
    shoot.finish(recipe_of(("lay", {}), ("peek", {})))
    first, lent, here = seen[0]
    assert here == lies((0.0,))
    assert np.isnan(lent[:, :8]).all()
    assert np.allclose(lent[2:-2, 10:], first[2:-2, 10:], atol=1e-3)


def test_what_an_operation_remarks_stands_in_the_manifest(shoot, offered):
    offered(
        Operation(
            name="unsure",
            version=1,
            says="Doubts.",
            place=Place.STEADY,
            measure=lambda still, settings: np.empty(0),
            solve=lambda stretch, settings: [
                Solved(remark="nothing stands still." if at == 1 else "", doubt=0.9) for at in range(2)
            ],
            lies=lambda numbers: HERE,
            apply=lambda pixels, settings, given: pixels,
        )
    )
    shoot.keep(flat(30))
    shoot.keep(flat(60))
    shoot.finish(recipe_of(("unsure", {})))
    manifest = shoot.take.finished()
    assert list(manifest.remarks) == [2]
    assert manifest.remarks[2][0].words == "nothing stands still."
