"""Light, colour, focus, highlights, and what the records tell, on generated takes."""

import cv2
import numpy as np
import pytest

from komadori.capture.watch import PROXY_WIDTH, Kind, Limits, Severity, Watcher
from komadori.capture.watch.facts import Room
from komadori.picture import photo_facts, read_proxy


def from_wrong(made, change):
    return lambda number, picture: change(picture) if number >= made.wrong else picture


@pytest.mark.parametrize("percent", [1.0, -1.0, 3.0, 10.0])
def test_a_step_of_light_is_told_once_by_its_percent(made, percent):
    take = made.take(1).pictures(from_wrong(made, lambda picture: made.lit(picture, 1 + percent / 100)))
    told = [alarm for alarm in made.alarms(take) if alarm.kind in (Kind.FLICKER, Kind.LIGHT)]
    assert [(alarm.kind, alarm.picture) for alarm in told] == [(Kind.FLICKER, made.wrong)]
    assert told[0].amount == pytest.approx(percent, abs=0.15 + 0.1 * abs(percent))


@pytest.mark.slow
def test_every_step_of_one_percent_is_found(made):
    found = 0
    for seed in range(8):
        take = made.take(seed).pictures(from_wrong(made, lambda picture: made.lit(picture, 1.01)))
        found += [alarm.picture for alarm in made.alarms(take)] == [made.wrong]
    assert found == 8


def test_one_picture_lit_otherwise_is_told_once(made):
    take = made.take(2).pictures(lambda number, picture: made.lit(picture, 0.96) if number == 9 else picture)
    (alarm,) = made.alarms(take)
    assert (alarm.kind, alarm.picture, alarm.against) == (Kind.FLICKER, 9, 8)
    assert alarm.amount == pytest.approx(-4, abs=0.4)


def test_light_that_fades_slowly_is_told_as_drift_when_it_doubles(made):
    told = made.alarms(made.take(3).pictures(lambda number, picture: made.lit(picture, 1 - 0.005 * (number - 1))))
    assert {alarm.kind for alarm in told} == {Kind.LIGHT}
    assert 1 <= len(told) <= 2
    assert told[0].amount == pytest.approx(-2, abs=0.6)
    assert told[0].against == 1


def test_a_lamp_that_grows_warmer_is_told_as_colour(made):
    def warmer(number, picture):
        return made.lit(picture, (1 + 0.004 * (number - 1), 1, 1))

    told = made.alarms(made.take(4).pictures(warmer))
    assert told
    assert {alarm.kind for alarm in told} <= {Kind.COLOUR, Kind.LIGHT}
    assert "redder" in next(alarm for alarm in told if alarm.kind is Kind.COLOUR).sentence


def test_a_take_that_always_flickers_is_told_a_few_times_and_then_only_of_more(made):
    chance = np.random.default_rng(3)

    def restless(number, picture):
        return made.lit(picture, 0.7 if number == 20 else np.exp(0.02 * chance.standard_normal()))

    told = [alarm.picture for alarm in made.alarms(made.take(5).pictures(restless, 22)) if alarm.kind is Kind.FLICKER]
    assert told[-1] == 20
    assert len(told) <= 7
    assert not [number for number in told if 9 < number < 20]


def test_a_lens_that_slipped_is_told_as_softer(made):
    take = made.take(6).pictures(from_wrong(made, lambda picture: cv2.GaussianBlur(picture, (0, 0), 1.0)))
    told = [alarm for alarm in made.alarms(take) if alarm.kind is Kind.FOCUS]
    assert [alarm.picture for alarm in told] == [made.wrong]
    assert told[0].amount < -Limits().focus
    assert "softer" in told[0].sentence


def test_highlights_that_burn_out_are_told(made):
    def lamp(number, picture):
        picture = picture.copy()
        picture[20:100, 450:580] = 262 if number >= made.wrong else 215
        return picture

    (alarm,) = [alarm for alarm in made.alarms(made.take(1).pictures(lamp)) if alarm.kind is Kind.CLIPPED]
    assert alarm.picture == made.wrong
    assert alarm.amount == pytest.approx(100 * 80 * 130 / (600 * 400), abs=1)


@pytest.mark.parametrize(("digest", "how"), [("blake2b:8", "byte for byte"), ("", "pixel for pixel")])
def test_the_same_picture_twice_is_told(made, digest, how):
    pictures = list(made.take(2).pictures(count=8))
    watcher, told = Watcher(), []
    for number, pixels in enumerate([*pictures, pictures[-1]], 1):
        told += watcher.look(made.record(number, pixels, digest=digest if number == 9 else ""), pixels)
    (alarm,) = told
    assert (alarm.kind, alarm.against, alarm.severity) == (Kind.DUPLICATE, 8, Severity.URGENT)
    assert how in alarm.sentence


def test_settings_other_than_the_takes_are_told_once_each(made):
    pictures = list(made.take(3).pictures(count=6))
    watcher, told = Watcher(), []
    for number, pixels in enumerate(pictures, 1):
        settings = (("exposure_time", "1/20" if number >= 4 else "1/25"), ("iso", "200"), ("drive", str(number)))
        told += watcher.look(made.record(number, pixels, settings=settings), pixels)
    (alarm,) = told
    assert (alarm.kind, alarm.picture, alarm.severity) == (Kind.SETTINGS, 4, Severity.URGENT)
    assert alarm.sentence == "The exposure time is 1/20; the take is shot with 1/25."


def test_a_disk_that_fills_up_is_told_at_each_mark(made):
    picture = made.record(1, np.zeros((4, 6, 3), np.uint8))
    room = Room(Limits())
    told = [alarm for left in (500, 199, 150, 99, 12, 11, 4) for alarm in room.disk(picture, left * 1_000_000)]
    assert [(alarm.amount, alarm.severity) for alarm in told] == [
        (199, Severity.WARNING),
        (99, Severity.WARNING),
        (12, Severity.URGENT),
        (4, Severity.URGENT),
    ]


def test_the_cameras_card_is_told_at_the_same_marks_and_anew_for_another_card(made):
    picture = made.record(1, np.zeros((4, 6, 3), np.uint8))
    room = Room(Limits())
    told = [alarm for left in (None, 210, 200, 203, 199, 20, 900, 180) for alarm in room.card(picture, left)]
    assert [(alarm.kind, alarm.amount, alarm.severity) for alarm in told] == [
        (Kind.CARD, 200, Severity.WARNING),
        (Kind.CARD, 20, Severity.URGENT),
        (Kind.CARD, 180, Severity.WARNING),
    ]
    assert told[1].sentence == "The camera's card has room for 20 more pictures."


def test_light_that_was_changed_on_purpose_is_no_alarm_and_the_next_change_is(made):
    def dusk(number, picture):
        return made.lit(picture, 0.7 if number < 12 else 0.665) if number >= 5 else picture

    watcher, told = Watcher(), []
    for number, pixels in enumerate(made.take(1).pictures(dusk), 1):
        if number == 5:
            watcher.forgive_light()
        told += watcher.look(made.record(number, pixels), pixels)
    assert {alarm.kind for alarm in told} == {Kind.FLICKER}
    assert [(alarm.picture, round(alarm.amount)) for alarm in told] == [(12, -5)]


def test_limits_are_chosen_by_whoever_watches(made):
    take = list(made.take(1).pictures(from_wrong(made, lambda picture: made.lit(picture, 1.01))))
    assert made.alarms(take)
    assert made.alarms(take, limits=Limits(flicker=5, light=5)) == []


def test_a_picture_of_another_shape_is_not_compared(made):
    pictures = list(made.take(1).pictures(count=2))
    watcher = Watcher()
    watcher.look(made.record(1, pictures[0]), pictures[0])
    assert watcher.look(made.record(2, pictures[1][:200]), pictures[1][:200]) == ()


def test_a_lens_cap_and_a_plain_wall_are_no_accident_of_the_program(made):
    dark, plain = np.zeros((300, 400, 3), np.uint8), np.full((300, 400, 3), 180, np.uint8)
    for first, second in ((dark, plain), (plain, dark)):
        told = made.alarms([first, second])
        assert Kind.FLICKER in {alarm.kind for alarm in told}


@pytest.mark.slow
def test_a_real_take_shot_by_aperture_priority_tells_when_the_camera_changed_its_mind(made, shared):
    told = []
    watcher = Watcher()
    for number, file in enumerate(sorted((shared / "data/timelapse-lake-nikon/frames").glob("*.jpg")), 1):
        proxy = read_proxy(file, PROXY_WIDTH)
        told += watcher.look(made.record(number, proxy, settings=photo_facts(file).settings), proxy)
    settings = [alarm for alarm in told if alarm.kind is Kind.SETTINGS]
    assert [(alarm.picture, alarm.sentence[:30]) for alarm in settings] == [
        (22, "The exposure time is 1/20; the"),
        (83, "The exposure time is 1/15; the"),
    ]
    assert not {alarm.kind for alarm in told} & {Kind.HAND, Kind.PROP, Kind.DUPLICATE, Kind.FOCUS}


def dusk(frame):
    """The levels of a key lamp that is dimmed from frame 5 on and of a window that stays, lamps x 3."""
    key = 1 - 0.02 * max(0, frame - 5)
    return np.array([[key] * 3, [1.0] * 3])


def by_lamps(made, frame, picture):
    """Three quarters of the light are the key's."""
    key, window = dusk(frame)[:, 0]
    return made.lit(picture, 0.75 * key + 0.25 * window)


def test_a_light_program_is_no_slip_and_flicker_beside_it_is_told(made):
    def flickers(number, picture):
        return made.lit(by_lamps(made, 2 * number - 1, picture), 0.97 if number == made.wrong else 1)

    steady = list(made.take(1).pictures(lambda number, picture: by_lamps(made, 2 * number - 1, picture)))
    assert {alarm.kind for alarm in made.alarms(steady)} == {Kind.LIGHT, Kind.FLICKER}
    assert made.alarms(steady, program=dusk) == []
    (alarm,) = made.alarms(made.take(1).pictures(flickers), program=dusk)
    assert (alarm.kind, alarm.picture) == (Kind.FLICKER, made.wrong)
    assert -3.5 < alarm.amount < 0


def test_light_that_stays_though_its_program_goes_is_told(made):
    told = made.alarms(made.take(2).pictures(), program=lambda frame: dusk(frame)[:1])
    assert {alarm.kind for alarm in told} == {Kind.LIGHT, Kind.FLICKER}
    assert all(alarm.amount > 0 for alarm in told)
