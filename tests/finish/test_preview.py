"""One picture at once, as the whole recipe would finish it."""

import os
import threading

import cv2
import numpy as np
import pytest
from tests.finish.conftest import Here
from tests.finish.test_run import GAINS, scene

from komadori.errors import NotFound
from komadori.finish.finding import NotMeasured
from komadori.finish.holdings import Finder
from komadori.finish.preview import Previews
from komadori.finish.recipe import recipe_of, recipe_of_tables
from komadori.finish.run import prepare_take
from komadori.picture import read, write
from komadori.progress import finish as drive


@pytest.fixture
def previews(shoot):
    return Previews(shoot.series.cache)


def test_a_preview_shows_what_finishing_gives(shoot, previews):
    for gain in GAINS[:9]:
        shoot.keep(scene(gain))
    recipe = recipe_of(("deflicker", {}), ("level", {"exposure": 0.4, "gamma": 1.1}), ("crop", {"left": 10.0}))
    report = shoot.finish(recipe)
    done = read(report.manifest.file(5)).data
    seen = previews.show(shoot.take, recipe, 5, width=96)
    assert seen.dtype == np.uint8
    assert np.abs(seen.astype(int) * 257 - done).max() <= 257


def test_a_moved_slider_needs_nothing_from_the_take(shoot, previews):
    for gain in GAINS[:6]:
        shoot.keep(scene(gain))
    recipe = recipe_of(("deflicker", {}), ("level", {"exposure": 0.4}))
    with pytest.raises(NotMeasured):
        previews.show(shoot.take, recipe, 2, width=96)

    assert drive(prepare_take(shoot.take, recipe, shoot.series.cache, Here())) == 6
    assert shoot.take.finished() is None
    light = [
        previews.show(shoot.take, recipe_of(("deflicker", {}), ("level", {"exposure": stop})), 2, width=96).mean()
        for stop in (0.0, 0.5, 1.0)
    ]
    assert light == sorted(light)
    assert light[2] > light[0]


def test_settings_that_ask_nothing_of_the_take_need_no_looking_through(shoot, previews):
    shoot.keep(scene())
    warm = previews.show(shoot.take, recipe_of(("balance", {"temperature": 3200.0})), 1, width=96)
    assert warm.shape == (54, 96, 3)
    with pytest.raises(NotMeasured):
        previews.show(shoot.take, recipe_of(("balance", {"grey": "0.5 0.3"})), 1, width=96)


def test_only_the_operations_before_one(shoot, previews):
    shoot.keep(scene())
    recipe = recipe_of(("level", {"exposure": 1.0}), ("crop", {"left": 25.0}))
    assert previews.show(shoot.take, recipe, 1, width=96).shape == (54, 72, 3)
    assert previews.show(shoot.take, recipe, 1, width=96, upto="crop").shape == (54, 96, 3)
    assert np.array_equal(previews.show(shoot.take, recipe, 1, width=96, upto="level"), scene())


def test_a_picture_that_is_not_on_the_sheet_is_told(shoot, previews):
    shoot.keep(scene())
    with pytest.raises(NotFound, match="Picture 8"):
        previews.show(shoot.take, recipe_of(), 8, width=96)


def test_a_picture_that_is_framed_otherwise_is_not_measured_anew(shoot, previews):

    for gain in GAINS[:6]:
        shoot.keep(scene(gain))

    def looks(**told):
        recipe = recipe_of(("stabilise", told), ("deflicker", {}))
        return drive(prepare_take(shoot.take, recipe, shoot.series.cache, Here()))

    assert looks(edges="repeat") == 12
    assert looks(edges="crop", margin=3.0) == 0
    assert looks(edges="repeat", model="shift") == 6


def room():
    chance = np.random.default_rng(4)
    noise = cv2.GaussianBlur(chance.random((300, 520, 3)).astype(np.float32), (0, 0), 3)
    return (255 * np.clip((noise - noise.min()) / np.ptp(noise), 0, 1)).astype(np.uint8)


@pytest.mark.parametrize("cleaned", [(), (("denoise", {"strength": 0.5}),)], ids=["bare", "cleaned"])
def test_a_bumped_picture_has_its_edge_filled_as_finishing_fills_it(shoot, previews, monkeypatch, cleaned):
    for at in range(6):
        left = 20 + (8 if at == 3 else 0)
        shoot.keep(np.ascontiguousarray(room()[15:285, left : left + 480]))
    recipe = recipe_of(("stabilise", {"remove": "all movement"}), *cleaned, ("level", {"exposure": 0.4}))
    manifest = shoot.finish(recipe).manifest
    done = read(manifest.file(4)).data / 257
    assert [previews.standing(shoot.take, recipe, at).name for at in range(1, 7)] == [
        manifest.entries[at].key for at in range(1, 7)
    ]
    seen = previews.show(shoot.take, recipe, 4, width=480)
    with monkeypatch.context() as patch:
        patch.setattr("komadori.finish.watched.framed", None)
        lighter = recipe_of(("stabilise", {"remove": "all movement"}), *cleaned, ("level", {"exposure": 0.9}))
        assert previews.show(shoot.take, lighter, 4, width=480).mean() > seen.mean() + 5
    off = np.abs(seen - done)
    assert np.abs(np.roll(seen, 8, axis=1) - done)[:, 20:].mean() > 10
    assert off.mean() < 0.7
    assert off[:, :12].max() <= 12
    assert off[:, -12:].max() <= 12


def test_what_is_only_left_to_be_solved_is_solved_while_one_waits(shoot, monkeypatch):
    from komadori.finish import quick_solving

    for gain in GAINS[:6]:
        shoot.keep(scene(gain))
    drive(prepare_take(shoot.take, recipe_of(("deflicker", {})), shoot.series.cache, Here()))
    monkeypatch.setattr(quick_solving, "LocalFarm", lambda _workers: Here())
    monkeypatch.setattr(quick_solving, "PATIENCE", 20.0)
    solver = quick_solving.QuickSolver()
    previews = Previews(shoot.series.cache, solver)

    def show(**told):
        return previews.show(shoot.take, recipe_of(("deflicker", told)), 2, width=96)

    try:
        with pytest.raises(NotMeasured):
            show(reach=9)
        solver._underway.result(60)
        with pytest.raises(NotMeasured):
            previews.show(shoot.take, recipe_of(("hot_pixels", {}), ("deflicker", {})), 2, width=96)
        assert show(reach=8).shape == (54, 96, 3)
        gate = threading.Event()
        slow = solver._thread.submit(gate.wait)
        monkeypatch.setattr(quick_solving, "PATIENCE", 0.0)
        with pytest.raises(NotMeasured):
            previews.show(shoot.take, recipe_of(("deflicker", {"reach": 7})), 2, width=96)
        gate.set()
        slow.result(60)
        solver._underway.result(60)
        assert show(reach=7).shape == (54, 96, 3)
        monkeypatch.setattr(quick_solving, "PATIENCE", 60.0)
        shoot.keep(scene(GAINS[6]))
        again = recipe_of(("stabilise", {}), ("deflicker", {"reach": 7}))
        drive(prepare_take(shoot.take, again, shoot.series.cache, Here()))
        shoot.keep(scene(GAINS[7]))
        assert previews.show(shoot.take, again, 8, width=96).shape == (54, 96, 3)
        assert drive(prepare_take(shoot.take, again, shoot.series.cache, Here())) == 0
    finally:
        solver.close()


def test_a_bumped_picture_is_put_back_once_and_then_turned_and_cropped(shoot, previews, monkeypatch):
    for at in range(6):
        left = 20 + (8 if at == 3 else 0)
        shoot.keep(np.ascontiguousarray(room()[15:285, left : left + 480]))

    def recipe(**told):
        return recipe_of(("stabilise", {"remove": "all movement"}), *told.items())

    for told in ({"rotate": {"angle": 1.0}}, {"crop": {"left": 10.0}}, {"rotate": {"angle": 9.0, "fill": False}}):
        done = read(shoot.finish(recipe(**told)).manifest.file(4)).data / 257
        off = np.abs(previews.show(shoot.take, recipe(**told), 4, width=480) - done)
        assert off.mean() < 1
        assert np.quantile(off, 0.999) <= 16
    with monkeypatch.context() as patch:
        patch.setattr("komadori.finish.watched.framed", None)
        assert previews.show(shoot.take, recipe(crop={"left": 12.5}), 4, width=480).shape[1] == 420


def test_sliders_that_the_looks_do_not_hang_on_look_at_nothing_anew(shoot, previews):
    for gain in GAINS[:4]:
        shoot.keep(scene(gain))

    def looks(**told):
        return drive(prepare_take(shoot.take, recipe_of(*told.items()), shoot.series.cache, Here()))

    assert looks(dust={"longest": 2}) == 4
    assert looks(dust={"longest": 3}) == 0
    assert looks(match={"reference": "picture 3", "strength": 0.4}) == 4
    more = recipe_of(("match", {"reference": "picture 3", "strength": 1.0}))
    less = recipe_of(("match", {"reference": "picture 3", "strength": 0.0}))
    whole, none = (previews.show(shoot.take, one, 1, width=96).astype(int) for one in (more, less))
    assert np.array_equal(none, scene(GAINS[0]))
    assert not np.array_equal(whole, none)


def shown_again(told):
    """A photograph like that of `scene`, in which something else has moved."""
    again = scene(told)
    again[20:26, 70:80] = 200
    return again


def test_a_frame_shot_again_is_shown_by_what_was_known_until_the_take_is_looked_through(shoot, previews):
    for gain in GAINS[:6]:
        shoot.keep(scene(gain))
    recipe = recipe_of(("deflicker", {}), ("level", {"exposure": 0.4}), ("crop", {"left": 10.0}))

    def stands_in(number, asked=recipe):
        return previews.stands_in(shoot.take, asked, number, width=96)

    drive(prepare_take(shoot.take, recipe, shoot.series.cache, Here()))
    assert stands_in(3) is None
    before = {number: previews.show(shoot.take, recipe, number, width=96) for number in (3, 4)}
    assert stands_in(3) is None
    shoot.keep(shown_again(GAINS[2]), frame=5)
    with pytest.raises(NotMeasured):
        previews.show(shoot.take, recipe, 7, width=96)

    instead = stands_in(7)
    moved = np.abs(instead.astype(int) - before[3]).max(axis=2)
    assert moved[20:26, 60:70].min() > 20
    moved[20:26, 60:70] = 0
    assert moved.max() == 0
    assert np.array_equal(stands_in(4), before[4])
    assert stands_in(7, recipe_of(("deflicker", {}), ("level", {"exposure": 0.9}))).mean() > instead.mean() + 5
    assert stands_in(7, recipe_of(("deflicker", {"reach": 9}))) is None
    with pytest.raises(NotFound, match="Picture 3"):
        stands_in(3)

    here = Here()
    report = shoot.finish(recipe, here)
    assert report.measured == 1
    assert stands_in(7) is None
    exact = previews.show(shoot.take, recipe, 7, width=96)
    assert np.abs(exact.astype(int) * 257 - read(report.manifest.file(7)).data).max() <= 257


def test_where_an_operation_does_not_work_nothing_stands_in_for_what_it_found(shoot, previews):
    for gain in GAINS[:6]:
        shoot.keep(scene(gain))
    recipe = recipe_of_tables([{"use": "develop"}, {"use": "deflicker", "frames": [{"first": 5, "off": True}]}])
    drive(prepare_take(shoot.take, recipe, shoot.series.cache, Here()))
    before = previews.show(shoot.take, recipe, 2, width=96)
    shoot.keep(shown_again(GAINS[7]), frame=5)
    assert np.array_equal(previews.stands_in(shoot.take, recipe, 2, width=96), before)
    assert np.array_equal(previews.stands_in(shoot.take, recipe, 7, width=96), shown_again(GAINS[7]))


def test_what_is_opened_otherwise_is_shown_at_once_by_what_later_operations_knew(shoot, previews):
    for gain in GAINS[:6]:
        shoot.keep(scene(gain))

    def recipe(codes, **told):
        return recipe_of(("develop", {"codes": codes}), ("deflicker", told), ("level", {"exposure": -1.0}))

    drive(prepare_take(shoot.take, recipe("as told"), shoot.series.cache, Here()))
    before = previews.show(shoot.take, recipe("as told"), 2, width=96)
    with pytest.raises(NotMeasured):
        previews.show(shoot.take, recipe("linear"), 2, width=96)
    lighter = previews.stands_in(shoot.take, recipe("linear"), 2, width=96)
    assert lighter.mean() > before.mean() + 20
    assert previews.stands_in(shoot.take, recipe("linear", reach=9), 2, width=96) is None
    drive(prepare_take(shoot.take, recipe("linear"), shoot.series.cache, Here()))
    assert previews.stands_in(shoot.take, recipe("linear"), 2, width=96) is None
    assert np.abs(previews.show(shoot.take, recipe("linear"), 2, width=96).astype(int) - lighter).max() <= 8


def test_a_picture_is_shown_where_those_that_lent_it_their_edges_are_gone(shoot, previews):
    for at in range(6):
        left = 20 + (8 if at == 3 else 0)
        shoot.keep(np.ascontiguousarray(room()[15:285, left : left + 480]))
    recipe = recipe_of(("stabilise", {"remove": "all movement"}))
    drive(prepare_take(shoot.take, recipe, shoot.series.cache, Here()))
    before = previews.show(shoot.take, recipe, 4, width=480)
    for frame in (1, 3, 5, 9, 11):
        shoot.keep(np.ascontiguousarray(room()[14:284, 20:500]), frame=frame)
    instead = previews.stands_in(shoot.take, recipe, 4, width=480)
    assert np.array_equal(instead[:, 12:-12], before[:, 12:-12])
    new = previews.stands_in(shoot.take, recipe, 7, width=480)
    assert np.abs(new.astype(int) - room()[14:284, 20:500]).max() <= 1


def test_a_setting_that_is_told_while_the_picture_is_made_is_seen_before_the_take_is_solved_for_it(shoot, previews):
    for left in (20, 20, 26, 20):
        shoot.keep(np.ascontiguousarray(room()[15:285, left : left + 480]))

    def recipe(margin):
        return recipe_of(("stabilise", {"edges": "crop", "margin": margin}))

    drive(prepare_take(shoot.take, recipe(2.0), shoot.series.cache, Here()))
    wide = previews.show(shoot.take, recipe(2.0), 3, width=480)
    with pytest.raises(NotMeasured):
        previews.show(shoot.take, recipe(6.0), 3, width=480)
    instead = previews.stands_in(shoot.take, recipe(6.0), 3, width=480)
    assert instead.shape[1] < wide.shape[1]
    drive(prepare_take(shoot.take, recipe(6.0), shoot.series.cache, Here()))
    assert np.array_equal(previews.show(shoot.take, recipe(6.0), 3, width=480), instead)


def test_in_a_long_take_another_reach_is_seen_before_the_take_is_solved_for_it(shoot, monkeypatch):
    from komadori.finish import quick_solving

    monkeypatch.setattr(quick_solving, "LocalFarm", lambda _workers: Here())
    monkeypatch.setattr("komadori.finish.preview.GLANCE", 60.0)
    solver, glancer = quick_solving.QuickSolver(), quick_solving.QuickSolver()
    previews = Previews(shoot.series.cache, solver, glancer)
    for at in range(40):
        shoot.keep(scene(GAINS[at % 9] * (0.8 + 0.2 * np.sin(at / 3))))

    def recipe(**told):
        return recipe_of(("deflicker", told), ("level", {"exposure": 0.4}), ("crop", {"left": 10.0}))

    def both(number, **told):
        instead = previews.stands_in(shoot.take, recipe(**told), number, width=96)
        drive(prepare_take(shoot.take, recipe(**told), shoot.series.cache, Here()))
        assert previews.stands_in(shoot.take, recipe(**told), number, width=96) is None
        return instead, previews.show(shoot.take, recipe(**told), number, width=96)

    try:
        assert previews.stands_in(shoot.take, recipe(), 20, width=96) is None
        drive(prepare_take(shoot.take, recipe(), shoot.series.cache, Here()))
        before = previews.show(shoot.take, recipe(), 20, width=96)
        previews.look_ahead(shoot.take, recipe(), 20)
        assert glancer._underway is not None
        instead, exact = both(20, reach=4)
        assert np.abs(instead.astype(int) - exact).max() <= 1
        assert not np.array_equal(before, exact)
        assert solver._keys == []
        instead, exact = both(21, wanted="constant")
        assert np.abs(instead.astype(int) - exact).max() <= 1
        monkeypatch.setattr(quick_solving, "found", lambda _job: NotFound("gone"))
        with pytest.raises(NotFound):
            previews.stands_in(shoot.take, recipe(reach=5), 20, width=96)
    finally:
        solver.close()
        glancer.close()


def test_what_is_underway_is_not_begun_again(monkeypatch):
    from komadori.finish import quick_solving

    gate, here = threading.Event(), Here()
    monkeypatch.setattr(quick_solving, "LocalFarm", lambda _workers: here)
    monkeypatch.setattr(quick_solving, "found", lambda job: gate.wait(60) and job)
    jobs = [quick_solving.Measuring(looks=(), use=None, cache=None)]
    solver = quick_solving.QuickSolver()
    try:
        monkeypatch.setattr(quick_solving, "_keys", lambda _jobs: ["one"])
        first = solver.begin(jobs)
        assert solver.begin(jobs) is first
        monkeypatch.setattr(quick_solving, "_keys", lambda _jobs: ["another"])
        second = solver.begin(jobs)
        assert second is not first
        gate.set()
        assert second.result(60) == jobs
        assert len(here.jobs) == 2
    finally:
        gate.set()
        solver.close()


def cube(scale):
    """A table that makes every colour as much darker."""
    corners = [(red, green, blue) for blue in (0, scale) for green in (0, scale) for red in (0, scale)]
    return "\n".join(["LUT_3D_SIZE 2", *(f"{red} {green} {blue}" for red, green, blue in corners)])


def test_a_file_that_a_parameter_holds_is_seen_as_it_is_now_and_looked_for_once(shoot, previews, monkeypatch):
    for gain in GAINS[:6]:
        shoot.keep(scene(gain))
    look = shoot.folder.parent / "series" / "look.cube"
    recipe = recipe_of(("match", {"reference": "look.png"}), ("lut", {"file": "look.cube"}))
    for name in ("look.png", "darker.png"):
        write(look.with_name(name), scene(0.5 if name == "darker.png" else 1.5), format="png8")

    def seen():
        drive(prepare_take(shoot.take, recipe, shoot.series.cache, Here()))
        return previews.show(shoot.take, recipe, 2, width=96).mean()

    look.write_text(cube(1.0))
    first = seen()
    look.write_text(cube(0.5))
    os.utime(look, ns=(1, 1))
    darker = seen()
    assert darker < 0.7 * first
    look.with_name("darker.png").replace(look.with_name("look.png"))
    assert seen() < 0.9 * darker
    looked, below = [], Finder._below
    monkeypatch.setattr(Finder, "_below", lambda finder, *asked: looked.append(asked) or below(finder, *asked))
    previews.show(shoot.take, recipe_of(("match", {"reference": "look.png", "strength": 0.5})), 2, width=96)
    assert len(looked) <= 2
