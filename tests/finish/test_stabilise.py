"""Bumped pictures are put back, on takes whose truth is known, through the whole of finishing."""

import json
import time
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from komadori.capture.axes import standing
from komadori.capture.shoot import Press
from komadori.capture.shoot import shoot as shoot_plan
from komadori.devices.catalogue import open_camera, open_motion
from komadori.film import Slate
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops import stabilise
from komadori.finish.ops.stabilise import OPERATION
from komadori.finish.recipe import recipe_of
from komadori.finish.run import finish_take
from komadori.picture import read
from komadori.picture.colour import to_light
from komadori.progress import finish as drive
from komadori.sheet.plan import plan_onward
from komadori.store import create_series

SLATE = Slate.parse("ep01/sc010/sh020")
BUMPS = {2: {"right": 7.4, "down": -3.2, "turn": 0.4}, 4: {"right": -0.6, "scale": 1.003}}


def codes(light):
    return np.rint(255 * np.sqrt(light)).astype(np.uint8)


@pytest.fixture(scope="module")
def take(moved_set):
    """Six pictures, two of them bumped; the puppet moves, the light flickers; and the truth."""
    scene = moved_set.texture(11)
    light = [1.0, 1.1, 0.92, 1.0, 1.05, 0.97]
    truth = [moved_set.movement(**BUMPS.get(number, {})) for number in range(6)]
    pictures = [
        moved_set.photograph(scene, truth[number], light=light[number], puppet=4 * number, seed=number)
        for number in range(6)
    ]
    steady = [
        moved_set.photograph(scene, np.eye(3), light=light[number], puppet=4 * number, noise=0) for number in range(6)
    ]
    return pictures, truth, steady


@dataclass(eq=False)
class Fake:
    """A still of an array."""

    light: np.ndarray
    path: Path
    first: "Fake" = None
    previous: "Fake" = None

    def small(self, width=256):
        return self.light


def moments(pictures, **chosen):
    settings = OPERATION.defaults | chosen
    stills = []
    for number, light in enumerate(pictures):
        still = Fake(light, Path(f"{number}.jpg"))
        still.first = stills[0] if stills else still
        still.previous = stills[-1] if stills else still
        stills.append(still)
    measures = [stabilise.measure(still, settings) for still in stills]
    return [
        Moment(frame=1 + 2 * at, look=lambda told=told: told, settings=settings) for at, told in enumerate(measures)
    ], settings


def solve(pictures, **chosen):
    shown, settings = moments(pictures, **chosen)
    return stabilise.solve(Stretch(moments=shown, holdings=None), settings)


def test_only_bumped_pictures_are_moved_and_those_to_where_they_belong(take, moved_set):
    pictures, truth, _ = take
    solved = solve(pictures)
    assert [one.numbers == () for one in solved] == [number not in BUMPS for number in range(6)]
    for number in BUMPS:
        numbers = solved[number].numbers
        assert moved_set.off(stabilise.lies(numbers), truth[number]) < 0.1
        assert moved_set.off(np.reshape(stabilise.lies(numbers), (3, 3)) @ np.reshape(numbers[:9], (3, 3)), HERE) < 0.01
    assert {one.remark for one in solved} == {""}


def test_a_hold_stays_one_picture_and_a_step_is_taken_back(take, moved_set):
    pictures, _, _ = take
    scene = moved_set.texture(11)
    stepped = [moved_set.photograph(scene, moved_set.movement(right=5), seed=20 + one) for one in range(4)]
    shown, settings = moments([*pictures[:2], pictures[3], pictures[5], *stepped])
    held = [*shown[:2], shown[1], shown[1], *shown[2:]]
    solved = stabilise.solve(Stretch(moments=held, holdings=None), settings)
    assert solved[1] == solved[2] == solved[3]
    assert [one.numbers == () for one in solved] == [True] * 6 + [False] * 4
    assert len({one.numbers for one in solved[6:]}) == 1


def test_what_is_taken_out_is_as_chosen(moved_set):
    scene = moved_set.texture(12)
    pan = [moved_set.photograph(scene, moved_set.movement(right=6 * at), seed=at) for at in range(10)]
    pan[5] = moved_set.photograph(scene, moved_set.movement(right=30, down=5), seed=5)
    was, left = stabilise.way([one.numbers for one in solve(pan)], moved_set.WIDTH, moved_set.HEIGHT)
    assert was[:, 0] == pytest.approx(6.0 * np.arange(10), abs=0.2)
    assert was[5, 1] == pytest.approx(5, abs=0.1)
    assert np.abs(left[:, 1]).max() < 0.1
    assert left[:, 0] == pytest.approx(6.0 * np.arange(10), abs=0.2)
    _, left = stabilise.way([one.numbers for one in solve(pan, remove="all movement")], moved_set.WIDTH, 360)
    assert np.abs(left[:, :3]).max() < 0.1
    nothing = solve(pan, remove="nothing")
    assert all(one.numbers[:9] == HERE for one in nothing if one.numbers)
    assert moved_set.off(stabilise.lies(nothing[9].numbers), moved_set.movement(right=54)) < 0.2


def test_a_new_scene_is_steadied_by_itself_and_what_cannot_be_told_is_said(take, moved_set):
    pictures, _, _ = take
    other = moved_set.texture(30)
    scene = [moved_set.photograph(other, moved_set.movement(right=4 * (at == 2)), seed=at) for at in range(5)]
    black = np.zeros_like(pictures[0])
    solved = solve([*pictures[:2], black, pictures[3], *scene])
    assert "no part of the set stands" in solved[2].remark
    assert solved[2].doubt > 0.5
    assert solved[2].numbers == ()
    assert "a new scene begins" in solved[4].remark
    assert [bool(one.numbers) for one in solved[4:]] == [False, False, True, False, False]
    assert solved[3].remark == ""


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_nothing_to_see_moves_nothing(value):
    solved = solve([np.full((90, 160, 3), value, np.float32)] * 3)
    assert [one.numbers for one in solved] == [()] * 3
    assert all("no part" in one.remark or "only picture" in one.remark for one in solved)


def test_one_picture_and_another_size(take):
    pictures, _, _ = take
    (lone,) = solve(pictures[:1])
    assert (lone.numbers, lone.doubt) == ((), 0.0)
    assert "only picture" in lone.remark
    solved = solve([pictures[0], pictures[1], pictures[2][:200, :300]])
    assert solved[2].numbers == ()
    assert solved[2].doubt > 0.5
    unmeasured = [Moment(frame=1, look=lambda: np.empty(0)), Moment(frame=2, look=lambda: np.empty(0))]
    assert [one.numbers for one in stabilise.solve(Stretch(moments=unmeasured, holdings=None), OPERATION.defaults)] == [
        (),
        (),
    ]


def test_cropping_cuts_even_pixels_and_needs_no_resampling():
    framing = stabilise.frame(OPERATION.defaults | {"edges": "crop"}, (), 1920, 1080)
    assert (framing.width, framing.height) == (1920 - 76, 1080 - 44)
    assert framing.matrix == (1, 0, 38, 0, 1, 22, 0, 0, 1)
    assert stabilise.frame(OPERATION.defaults, (), 1920, 1080).matrix == HERE


def test_a_bump_beyond_what_is_cut_off_is_told(take):
    pictures, _, _ = take
    assert solve(pictures, edges="crop")[2].remark == ""
    assert "further than is cut off" in solve(pictures, edges="crop", margin=0.5)[2].remark


def psnr(one, other):
    return float(-10 * np.log10(np.mean((one - other) ** 2)))


def test_finished_pictures_are_put_back_filled_and_otherwise_the_same_bytes(shoot, take):
    pictures, _, steady = take
    for light in pictures:
        shoot.keep(codes(light))
    plain = shoot.finish(recipe_of())
    plain = {number: plain.manifest.file(number).read_bytes() for number in range(1, 7)}
    report = shoot.finish(recipe_of(("stabilise", {})))
    same = {number: report.manifest.file(number).read_bytes() == plain[number] for number in plain}
    assert same == {number: number - 1 not in BUMPS for number in plain}
    wanted = shoot.keep(codes(steady[2]))
    truth = shoot.finish(recipe_of()).manifest.file(wanted.number)
    done, truth = (read(path).data / 65535 for path in (report.manifest.file(3), truth))
    still = np.s_[:, : int(0.28 * 640)]
    assert psnr(done[still], truth[still]) > 36
    edge = np.s_[:, :8]
    assert psnr(done[edge], truth[edge]) > 30


def test_edges_are_repeated_where_that_is_asked(shoot, take):
    for light in take[0][:4]:
        shoot.keep(codes(light))
    report = shoot.finish(recipe_of(("stabilise", {"edges": "repeat"})))
    done = read(report.manifest.file(3)).data
    assert (done.reshape(-1, 3).max(axis=1) > 0).all()
    assert np.array_equal(done[100, 0], done[100, 2])


PAN = (0.0, 0.0, 0.3, 0.8, 1.4, 2.0, 2.4, 2.6, 2.6, 2.6)
KNOCKED = {4: 0.25, 8: -0.4}
"""Degrees that a rig turns the lens by for each picture, and by which some are then knocked upwards."""


@pytest.fixture(scope="module")
def driven(tiny_stage, tmp_path_factory):
    """A series with a take that was shot before a stage, whose rig turned the camera."""
    series = create_series(tmp_path_factory.mktemp("driven") / "series", title="Eggs", rate=Fraction(24))
    told = []

    def set_up(_exposure):
        at = len(told)
        motion.move({"camera.pan": PAN[at], "camera.tilt": 0.0})
        told.append(standing(motion))
        motion.move({"camera.tilt": KNOCKED.get(at, 0.0)})

    stage, press = f"stage:{tiny_stage}", Press(before=set_up, axes=lambda: told[-1])
    with (
        closing(open_motion(stage)) as motion,
        closing(open_camera(f"{stage}?quality=live&size=480x270")) as camera,
        series.new_shot(SLATE).new_take().writer() as writer,
    ):
        plan = islice(plan_onward(writer.sheet, 2), len(PAN))
        list(shoot_plan(writer, camera, plan, sleep=time.sleep, press=press))
    return series


def test_the_axes_of_a_rig_tell_when_a_move_was_meant(driven, here):
    done = drive(finish_take(driven.take(SLATE), recipe_of(("stabilise", {})), driven.cache, here)).manifest
    numbers = [done.found[number].get("stabilise", ()) for number in range(1, len(PAN) + 1)]
    was, left = stabilise.way(numbers, 480, 270)
    calm = [at for at in range(len(PAN)) if at not in KNOCKED]
    assert np.abs(was - left)[calm].max() < 0.25
    # The way of the middle of the picture, told by the pictures that nobody knocked.
    course = np.polynomial.Polynomial.fit(np.array(PAN)[calm], was[calm, :2].T[0], 3)
    assert left[:, 0] == pytest.approx(course(np.array(PAN)), abs=0.2)
    assert np.abs(left[:, 1]).max() < 0.25
    for at in KNOCKED:
        assert np.abs(was[at, 1]) > 2.5
        assert np.abs(left[at, 1] - left[at + 1, 1]) < 0.1


def test_without_the_axes_so_few_pictures_do_not_tell_it(driven, here):
    recipe = recipe_of(("stabilise", {"axes": False}))
    done = drive(finish_take(driven.take(SLATE), recipe, driven.cache, here)).manifest
    numbers = [done.found[number].get("stabilise", ()) for number in range(1, len(PAN) + 1)]
    was, left = stabilise.way(numbers, 480, 270)
    assert np.abs(was - left)[[0, 1, 2, 9]].max() > 0.2


def test_told_in_words():
    assert OPERATION.told(OPERATION.defaults) == (
        "bumps of the camera taken out (turn and scale), edges filled from other pictures"
    )
    assert OPERATION.told(OPERATION.defaults | {"remove": "nothing"}) == ""
    assert "2 % cut off" in OPERATION.told(OPERATION.defaults | {"remove": "all movement", "edges": "crop"})


def test_the_knocks_of_the_example_take_are_put_back():
    example = Path(__file__).resolve().parents[2] / "examples/badger-and-vole"
    frames = json.loads((example / "truth.json").read_text(encoding="utf-8"))["frames"]
    chosen = [1, 2, 4, 6, 8, 10, 12, 13, 15, 17, 19, 21, 22, 24, 26, 28, 30]
    pictures = [
        to_light(read(example / f"pictures/IMG_{number:04d}.jpg").data, "srgb").astype(np.float32) for number in chosen
    ]
    was, left = stabilise.way([one.numbers for one in solve(pictures)], 640, 360)
    # Told from the set to the picture in the one, from the picture to the set in the other.
    truth = -np.array([frames[number - 1]["shift_px"] for number in chosen])
    assert was[:, :2] == pytest.approx(truth, abs=0.06)
    assert np.abs(left[:, :2]).max() < 0.01
