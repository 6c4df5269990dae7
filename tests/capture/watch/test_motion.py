"""Camera bumps, props and hands, on generated takes and on the example's truth."""

import json
from math import hypot
from pathlib import Path

import cv2
import numpy as np
import pytest

from komadori.capture.watch import PROXY_WIDTH, Kind, Limits, Severity, Watcher
from komadori.picture import read_proxy

EXAMPLE = Path(__file__).resolve().parents[3] / "examples/badger-and-vole"


def from_wrong(made, change):
    return lambda number, picture: change(picture) if number >= made.wrong else picture


@pytest.mark.parametrize("seed", range(4))
def test_a_good_take_with_a_puppet_over_a_third_of_it_is_calm(made, seed):
    assert made.alarms(made.take(seed).pictures()) == []


@pytest.mark.parametrize("shift", [(0.5, 0), (0, -0.5), (-0.35, 0.4), (1.5, 1), (-4, 7), (16, -12)])
def test_a_bump_is_told_once_at_its_picture_to_a_tenth_of_a_pixel(made, shift):
    take = made.take(3).pictures(from_wrong(made, lambda picture: made.shifted(picture, *shift)))
    (alarm,) = made.alarms(take)
    assert (alarm.kind, alarm.picture, alarm.against, alarm.unit) == (Kind.BUMP, made.wrong, made.wrong - 1, "px")
    assert hypot(alarm.arrow[0] - shift[0], alarm.arrow[1] - shift[1]) < 0.1
    assert alarm.amount == pytest.approx(hypot(*shift), abs=0.1)
    assert (alarm.severity is Severity.URGENT) == (hypot(*shift) > Limits().bumped_badly)


@pytest.mark.slow
def test_every_half_pixel_bump_is_found_through_flicker(made):
    errors = []
    for seed in range(8):
        angle = 2 * np.pi * seed / 8
        right, down = 0.5 * np.cos(angle), 0.5 * np.sin(angle)
        chance = np.random.default_rng(seed)

        def fault(number, picture, right=right, down=down, chance=chance):
            picture = made.shifted(picture, right, down) if number >= made.wrong else picture
            return made.lit(picture, np.exp(0.03 * chance.standard_normal()))

        bumps = [alarm for alarm in made.alarms(made.take(seed).pictures(fault)) if alarm.kind is Kind.BUMP]
        assert [alarm.picture for alarm in bumps] == [made.wrong]
        errors.append(hypot(bumps[0].arrow[0] - right, bumps[0].arrow[1] - down))
    assert np.median(errors) < 0.05
    assert max(errors) < 0.1


def test_a_turned_camera_is_told_with_its_angle(made):
    (alarm,) = made.alarms(made.take(1).pictures(from_wrong(made, lambda picture: made.shifted(picture, 0, 0, 0.3))))
    assert alarm.kind is Kind.BUMP
    assert "turned by 0.3" in alarm.sentence


def test_a_camera_put_back_is_told_in_a_calm_voice(made):
    take = made.take(2).pictures(
        lambda number, picture: made.shifted(picture, 3, 0) if made.wrong <= number < made.wrong + 3 else picture
    )
    out, back = made.alarms(take)
    assert (out.severity, back.severity, back.picture) == (Severity.URGENT, Severity.NOTE, made.wrong + 3)
    assert "stands again as in picture 1" in back.sentence


def test_a_tripod_that_creeps_is_told_against_the_reference(made):
    (alarm,) = made.alarms(made.take(4).pictures(lambda number, picture: made.shifted(picture, 0.08 * number, 0)))
    assert (alarm.kind, alarm.against) == (Kind.BUMP, 1)
    assert alarm.amount == pytest.approx(0.08 * (alarm.picture - 1), abs=0.1)
    assert "bit by bit" in alarm.sentence


def test_a_camera_that_is_meant_to_move_is_soon_left_in_peace(made):
    bumps = made.alarms(made.take(5).pictures(lambda number, picture: made.shifted(picture, 2.0 * number, 0)))
    assert max(alarm.picture for alarm in bumps) < made.wrong


def test_another_reference_can_be_chosen(made):
    pictures = list(made.take(4).pictures(from_wrong(made, lambda picture: made.shifted(picture, 2, 0))))
    watcher = Watcher()
    watcher.look(made.record(1, pictures[0]), pictures[0])
    watcher.refer(made.record(made.wrong, pictures[made.wrong - 1]), pictures[made.wrong - 1])
    assert watcher.look(made.record(10, pictures[9]), pictures[9]) == ()


def box_on_the_shelf(x):
    """A prop at `x`, in the upper right, where no puppet comes."""
    tile = np.random.default_rng(5).integers(40, 210, (6, 6, 3)).astype(np.float32)
    tile = cv2.resize(tile, (42, 42), interpolation=cv2.INTER_NEAREST)

    def fault(number, picture):
        picture = picture.copy()
        left = 520 + (x if number >= 9 else 0)
        picture[20:62, left : left + 42] = tile
        return picture

    return fault


@pytest.mark.parametrize("far", [2, 8])
def test_a_prop_that_moved_is_told_with_how_far(made, far):
    (alarm,) = made.alarms(made.take(6).pictures(box_on_the_shelf(far)))
    assert (alarm.kind, alarm.picture, alarm.severity) == (Kind.PROP, made.wrong, Severity.WARNING)
    assert alarm.arrow == pytest.approx((far, 0), abs=0.3)
    left, top, right, bottom = alarm.box
    assert left <= 520 + far <= right
    assert top <= 41 <= bottom


def arm(until):
    def fault(number, picture):
        if not 9 <= number < until:
            return picture
        picture = picture.copy()
        cv2.line(picture, (600, 60), (440, 60), (150, 120, 100), 90)
        return picture

    return fault


@pytest.mark.parametrize("until", [10, 99])
def test_an_arm_in_the_picture_is_told_whether_it_goes_or_stays(made, until):
    (alarm,) = made.alarms(made.take(6).pictures(arm(until)))
    assert (alarm.kind, alarm.picture, alarm.severity) == (Kind.HAND, made.wrong, Severity.URGENT)
    assert alarm.box[2] == made.width
    assert 3 < alarm.amount < 12


def test_the_knocks_of_the_example_are_found_as_its_truth_tells():
    told = {alarm.picture: alarm for alarm in watched("pictures/IMG_{:04d}.jpg") if alarm.kind is Kind.BUMP}
    truth = {row["picture"]: row["shift_px"] for row in json.loads((EXAMPLE / "truth.json").read_text())["frames"]}
    assert sorted(told) == [13, 22]
    for number, alarm in told.items():
        step = np.subtract(truth[number], truth[number - 1])
        assert hypot(*(step - alarm.arrow)) < 0.1


def test_the_example_without_its_faults_is_calm():
    assert watched("clean/{:04d}.jpg") == []


def watched(names):
    watcher, told = Watcher(), []
    for number in range(1, 31):
        proxy = read_proxy(EXAMPLE / names.format(number), PROXY_WIDTH)
        file = EXAMPLE / names.format(number)
        told += watcher.look(record(number, proxy, file), proxy)
    return told


def record(number, proxy, file):
    from komadori.film import Picture, PictureFile

    height, width = proxy.shape[:2]
    kept = PictureFile(name=file.name, bytes=1, hash=str(number))
    return Picture(number=number, files=(kept,), format="jpeg", width=width, height=height, kept="")
