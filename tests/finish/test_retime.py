"""Time changes as asked and not otherwise: holds stay, cuts are not bridged, and what moves is found between."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.deliver import follow
from komadori.errors import KomadoriError
from komadori.farm import open_farm
from komadori.finish.operation import Between, Spell
from komadori.finish.ops.retime import OPERATION
from komadori.finish.recipe import BadRecipe, recipe_of, recipe_of_tables
from komadori.finish.retiming import retime, shown_on
from komadori.picture import read
from komadori.picture.colour import linear_to_srgb, to_light
from komadori.picture.flow import Motion
from komadori.progress import finish as drive
from komadori.sheet.edit import hold, mark, reshoot
from komadori.store import NotFinished

WIDE, HIGH = 240, 136


def settings(**values):
    return {**OPERATION.defaults, **values}


def spells(*lengths):
    firsts = np.cumsum([1, *lengths[:-1]])
    return [Spell(first=int(first), length=length) for first, length in zip(firsts, lengths, strict=True)]


def planned(*lengths, **values):
    return OPERATION.plan(spells(*lengths), settings(**values))


def firsts(plan):
    return [frame.first for frame in plan]


def room():
    coarse = np.random.default_rng(5).uniform(0.05, 0.3, (12, 20, 3)).astype(np.float32)
    return cv2.resize(coarse, (WIDE, HIGH), interpolation=cv2.INTER_CUBIC)


def scene(x, *, seed=7):
    """A patterned ball at `x` before a room, in linear light; `x` may lie between two pixels."""
    big = np.random.default_rng(seed).uniform(0.1, 0.9, (60, 60, 3)).astype(np.float32)
    ball = np.dstack([cv2.GaussianBlur(big, (0, 0), 2), np.zeros((60, 60), np.float32)])
    cv2.circle(ball[..., 3:].copy(), (30, 30), 26, 1.0, -1)
    y, across = np.mgrid[0:60, 0:60]
    ball[..., 3] = np.clip(27 - np.hypot(y - 29.5, across - 29.5), 0, 1)
    placed = cv2.warpAffine(ball, np.float32([[1, 0, x], [0, 1, 40]]), (WIDE, HIGH), flags=cv2.INTER_LINEAR)
    return (room() * (1 - placed[..., 3:]) + placed[..., :3] * placed[..., 3:]).astype(np.float32)


def psnr(one, other):
    return -10 * np.log10(np.square(linear_to_srgb(one) - linear_to_srgb(other)).mean())


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_nothing_is_changed_where_nothing_is_asked(lengths):
    plan = planned(*lengths)
    assert firsts(plan) == [at for at, length in enumerate(lengths) for _ in range(length)]
    assert all(frame.second == frame.first and frame.at == 0 for frame in plan)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.floats(0.1, 8))
def test_a_speed_makes_it_so_much_longer_and_keeps_the_order(lengths, speed):
    plan = planned(*lengths, speed=speed, between="flow")
    assert len(plan) == max(1, round(sum(lengths) / speed))
    places = [frame.first + frame.at for frame in plan]
    assert places == sorted(places)
    assert all(frame.second in (frame.first, frame.first + 1) and 0 <= frame.at < 1 for frame in plan)
    moments = np.array([frame.place for frame in plan])
    assert np.allclose(moments, 1 + np.arange(len(plan)) * sum(lengths) / len(plan), atol=1e-3)
    assert plan[-1].second < len(lengths)


def test_a_length_counts_before_the_speed():
    assert len(planned(2, 2, 2, length=9, speed=4.0)) == 9


def test_in_betweens_lie_evenly_within_what_was_shot_on_twos():
    assert planned(2, 2, between="flow") == [
        Between(first=0, second=0),
        Between(first=0, second=1, at=0.5),
        Between(first=1, second=1),
        Between(first=1, second=1),
    ]


def test_a_pause_and_frames_that_nobody_asked_for_are_held():
    assert all(frame.first == frame.second for frame in planned(8, 8, between="flow"))
    made = [frame for frame in planned(2, 2, 2, between="flow", only="3-4") if frame.first != frame.second]
    assert made == [Between(first=1, second=2, at=0.5)]


def test_blur_asks_for_the_next_picture_on_every_frame_of_a_move():
    assert planned(2, 2, blur=0.5)[:2] == [Between(first=0, second=1)] * 2


@pytest.mark.parametrize("frames", ["a", "5-3", "0", "1-2-3"])
def test_what_are_no_frames_is_refused(frames):
    with pytest.raises(KomadoriError, match="frames"):
        recipe_of(("retime", {"only": frames}))


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([{"use": "retime"}, {"use": "retime", "name": "again"}], "time is changed once, and both retime and again"),
        ([{"use": "retime", "frames": [{"first": 2, "speed": 0.5}]}], "the whole film"),
    ],
)
def test_a_time_that_would_not_be_followed_is_refused(tables, said):
    with pytest.raises(BadRecipe, match=said):
        recipe_of_tables(tables)


def test_what_moves_is_found_in_the_middle():
    middle = OPERATION.between(scene(60), scene(80), 0.5, settings(between="flow"))
    truth, dissolve = scene(70), (scene(60) + scene(80)) / 2
    assert psnr(middle, truth) > psnr(dissolve, truth) + 6
    assert psnr(middle, truth) > 30
    quarter = OPERATION.between(scene(60), scene(80), 0.25, settings(between="flow"))
    assert psnr(quarter, scene(65)) > 30


def test_what_stands_still_keeps_the_nearer_pictures_grain():
    rng = np.random.default_rng(1)
    first, second = (scene(x) + rng.normal(0, 0.004, (HIGH, WIDE, 3)).astype(np.float32) for x in (60, 70))
    for at, near in ((0.25, first), (0.75, second)):
        made = OPERATION.between(first, second, at, settings(between="flow"))
        assert np.array_equal(made[:, 180:], near[:, 180:])


def test_a_cut_is_not_bridged():
    first, other = scene(60), np.ascontiguousarray(scene(150, seed=9)[::-1, ::-1])
    assert OPERATION.between(first, other, 0.5, settings(between="flow")) is first
    assert Motion(first, other).explained < 0.3 < Motion(first, scene(70)).explained


def test_the_same_picture_twice_stays_itself():
    assert OPERATION.between(scene(60), scene(60), 0.5, settings(between="flow")) is not None
    assert np.array_equal(OPERATION.between(scene(60), scene(60), 0.5, settings(between="flow")), scene(60))
    assert Motion(scene(60), scene(60)).explained == 1


def test_blur_spreads_what_moves_along_its_way():
    sharp, blurred = scene(60), OPERATION.between(scene(60), scene(80), 0.0, settings(blur=0.5))
    truth = np.mean([scene(60 + 10 * (step + 0.5) / 16) for step in range(16)], axis=0)
    assert psnr(blurred, truth) > psnr(sharp, truth) + 6
    assert np.allclose(blurred[:, 200:], sharp[:, 200:], atol=1e-6)


def test_a_dissolve_is_mixed_as_light():
    mixed = OPERATION.between(scene(60), scene(80), 0.25, settings(between="dissolve"))
    assert np.allclose(mixed, 0.75 * scene(60) + 0.25 * scene(80), atol=1e-6)


def test_a_dissolve_weighs_colours_by_how_much_of_them_is_there():
    first, second = np.zeros((2, 4, 4, 4), np.float32)
    first[..., :] = (0.8, 0.2, 0.1, 1.0)
    second[..., :] = (0.1, 0.5, 0.9, 0.25)
    second[0, 0] = (0.7, 0.7, 0.7, 0.0)
    mixed = OPERATION.between(first, second, 0.5, settings(between="dissolve"))
    cover = (1 + 0.25) / 2
    assert np.allclose(mixed[1:, :, 3], cover)
    assert np.allclose(mixed[1, 1, :3], (np.array([0.8, 0.2, 0.1]) + 0.25 * np.array([0.1, 0.5, 0.9])) / 2 / cover)
    # Where nothing is there in one of them, its colour does not count.
    assert np.allclose(mixed[0, 0], (0.8, 0.2, 0.1, 0.5), atol=1e-6)


def test_a_matte_goes_along_with_what_it_belongs_to():
    def keyed(x):
        matte = np.zeros((HIGH, WIDE), np.float32)
        cv2.rectangle(matte, (x, 40), (x + 60, 100), 1.0, -1)
        weave = np.random.default_rng(2).uniform(0.2, 0.6, (HIGH, 61, 3)).astype(np.float32)
        colour = np.zeros((HIGH, WIDE, 3), np.float32)
        colour[:, x : x + 61] = cv2.GaussianBlur(weave, (0, 0), 2)
        return np.dstack([colour * matte[..., None], matte])

    made = OPERATION.between(keyed(60), keyed(80), 0.5, settings(between="flow"))
    assert made.shape == (HIGH, WIDE, 4)
    assert np.abs(made[..., 3] - keyed(70)[..., 3]).mean() < 0.02
    there = keyed(70)[..., 3] > 0
    assert np.abs(made[..., :3] - keyed(70)[..., :3])[there].mean() < 0.03


def test_what_a_recipe_says():
    assert OPERATION.told(settings()) == ""
    told = OPERATION.told(settings(speed=0.5, between="flow", only="3-9", blur=0.5))
    assert told == "played at 0.5 of its speed; in-betweens made by optical flow at frames 3-9; " + (
        "motion blurred over 50% of each step at frames 3-9"
    )


@pytest.fixture
def filmed(shoot):
    for x in (40, 56, 72):
        shoot.keep(np.round(linear_to_srgb(scene(x)) * 255).astype(np.uint8))
    return shoot


def retimed(shoot, farm, **values):
    manifest = shoot.finish(recipe_of(("develop", {}))).manifest
    recipe = recipe_of(("develop", {}), ("retime", values))
    return manifest, drive(retime(recipe.chosen, shoot.take.sheet, manifest.entries, shoot.series.cache, farm))


def test_frames_are_made_once_and_kept(filmed, here):
    manifest, first = retimed(filmed, here, between="flow")
    reel = first.reels["x1"]
    assert reel.sheet == ((1, 2), (2, 2), (3, 2))
    assert [frame.picture for frame in reel.frames] == [1, 1, 2, 2, 3, 3]
    assert len(here.jobs) == 2
    assert reel.frames[0].file == manifest.entries[1].file
    made = read(manifest.frame_file(reel.frames[1]))
    assert psnr(to_light(made.data, "srgb"), scene(48)) > 28
    _, second = retimed(filmed, here, between="flow", speed=0.999, pause=3)
    assert len(here.jobs) == 2
    assert second.reels["x1"].frames[1] == reel.frames[1]


def test_a_film_that_stays_as_it_was_needs_no_reel(filmed, here):
    _, found = retimed(filmed, here)
    assert found.reels == {}
    recipe = recipe_of(("develop", {}))
    entries = filmed.finish(recipe).manifest.entries
    assert drive(retime(recipe.chosen, filmed.take.sheet, entries, filmed.series.cache, here)).reels == {}


def test_a_film_that_stays_as_it_was_is_one_of_this_sheet_alone(filmed, here):
    """On ones there is nothing between; of a sheet that holds longer since, that film is none any more."""
    with filmed.take.writer() as writer:
        for at in (1, 2, 3):
            writer.do(hold(writer.sheet, at, -1))
    manifest, found = retimed(filmed, here, between="flow")
    reel = found.reels["x1"]
    assert reel.sheet == ((1, 1), (2, 1), (3, 1))
    assert [frame.file for frame in reel.frames] == [manifest.entries[number].file for number in (1, 2, 3)]
    filmed.take.write_finished(found.told_in(manifest))
    with filmed.take.writer() as writer:
        writer.do(hold(writer.sheet, 1, 2))
    with pytest.raises(NotFinished, match="was changed"):
        follow(filmed.take, finished=True)


def test_slower_without_in_betweens_makes_no_picture(filmed, here):
    _, found = retimed(filmed, here, speed=0.5)
    assert [frame.picture for frame in found.reels["x1"].frames] == [1] * 4 + [2] * 4 + [3] * 4
    assert here.jobs == []


def test_where_no_motion_leads_over_the_picture_is_held_and_it_is_said(shoot, here):
    for light in (scene(40), np.ascontiguousarray(scene(150, seed=9)[::-1, ::-1])):
        shoot.keep(np.round(linear_to_srgb(light) * 255).astype(np.uint8))
    manifest, found = retimed(shoot, here, between="flow")
    assert found.reels["x1"].frames[1].file == manifest.entries[1].file
    assert "pictures 1 and 2" in found.remarks[1].words
    retimed(shoot, here, between="flow")
    assert len(here.jobs) == 1


def test_a_finished_picture_that_is_gone_is_told(filmed, here):
    recipe = recipe_of(("develop", {}), ("retime", {"between": "flow"}))
    manifest = filmed.finish(recipe_of(("develop", {}))).manifest
    manifest.file(2).unlink()
    found = drive(retime(recipe.chosen, filmed.take.sheet, manifest.entries, filmed.series.cache, here))
    assert len(found.failures) == 2
    assert found.reels["x1"].frames[1].file == manifest.entries[1].file


def test_hidden_cells_and_gaps_are_shown_as_the_audience_sees_them(filmed):
    take = filmed.take
    with take.writer() as writer:
        writer.do(mark(writer.sheet, 1, 2, hidden=True))
        writer.do(hold(writer.sheet, 3, 1))
        writer.do(reshoot(writer.sheet, 6, "x1"))
    assert shown_on(filmed.take.sheet, "x1") == ((2, 5),)
    assert shown_on(filmed.take.sheet, "x9") == ()


def test_finishing_writes_the_film_in_its_new_time(filmed):
    report = filmed.finish(recipe_of(("retime", {"between": "flow", "speed": 0.5})))
    reel = filmed.take.finished().reels["x1"]
    assert len(reel.frames) == 12
    assert len({frame.file for frame in reel.frames}) == 3 + 6
    assert report.pictures == 3
    assert "optical flow" in report.manifest.recipe
    plain = filmed.finish(recipe_of(("develop", {})))
    assert plain.made == 0
    assert filmed.take.finished().reels == {}


@pytest.mark.slow
def test_other_processes_make_the_same_bytes(filmed, here):
    manifest, found = retimed(filmed, here, between="flow", blur=0.3)
    pictures = {manifest.file(number) for number in manifest.entries}
    made = {
        path: path.read_bytes() for path in map(manifest.frame_file, found.reels["x1"].frames) if path not in pictures
    }
    for path in made:
        path.unlink()
    with open_farm(workers=2) as farm:
        _, again = retimed(filmed, farm, between="flow", blur=0.3)
    assert again == found
    assert {path: path.read_bytes() for path in made} == made


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (9, 16), (33, 17)])
def test_pictures_of_any_size_have_something_between(size):
    first, second = np.random.default_rng(1).random((2, *size, 3)).astype(np.float32)
    for values in ({"between": "flow"}, {"between": "dissolve"}, {"blur": 0.5}):
        made = OPERATION.between(first, second, 0.5, settings(**values))
        assert made.shape == first.shape
        assert np.isfinite(made).all()
