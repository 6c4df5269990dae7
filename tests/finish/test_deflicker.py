"""The light of the whole picture, against known truth and against FFmpeg's deflicker on the same pictures."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.finish.flicker import lamps
from komadori.finish.flicker import window as kept_windows
from komadori.finish.flicker.meters import coarser, in_levers, in_stops, median
from komadori.finish.flicker.steadying import windows
from komadori.finish.keeping import CacheKeeping
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.deflicker import OPERATION, apply, curve, measure, solve
from komadori.picture import read
from komadori.picture.colour import to_codes, to_light
from komadori.store import Cache

REACH = OPERATION.reach


class Look:
    """A still of `picture`."""

    def __init__(self, picture):
        self.picture = picture

    def small(self, width=256):
        light = to_light(self.picture, "srgb")
        height = round(width * light.shape[0] / light.shape[1])
        return cv2.resize(light, (width, height), interpolation=cv2.INTER_AREA) if width < light.shape[1] else light


class Holds:
    """Holdings: what is in `paths`."""

    def __init__(self, **paths):
        self._paths = paths

    def paths(self, name):
        return self._paths.get(name, ())


def solved(pictures, frames=None, *, lies=None, asked=None, holds=None, roughly=False, keeping=None, **settings):
    frames = list(frames or range(1, 2 * len(pictures) + 1, 2))
    looks = [measure(Look(picture), {}) for picture in pictures]
    moments = [
        Moment(frame=frame, look=lambda at=at: looks[at], lies=lies[at] if lies else HERE)
        for at, frame in enumerate(frames)
    ]
    stretch = Stretch(moments=moments, holdings=holds or Holds(), asked=asked, roughly=roughly, keeping=keeping)
    return solve(stretch, OPERATION.defaults | settings)


def gains(found):
    """The log2 gains of red, green and blue of each picture as a whole."""
    return np.array([one.numbers[1:4] or (0, 0, 0) for one in found])


def same(one, other):
    """Whether both do the same to a picture."""
    return one.numbers == other.numbers and np.array_equal(one.field, other.field)


def done(pictures, found):
    finished = []
    for picture, one in zip(pictures, found, strict=True):
        given = SimpleNamespace(numbers=one.numbers, field=one.field)
        light = curve(to_light(picture, "srgb"), {}, given)
        finished.append(to_codes(light if one.field is None else apply(light, {}, given), "srgb", 16))
    return finished


def steadied(pictures, **settings):
    return done(pictures, solved(pictures, **settings))


def take(flicker, **facts):
    shown = list(flicker.pictures(replace(flicker.Take(width=320, height=180), **facts)))
    return shown, [one.picture for one in shown]


@pytest.mark.parametrize(
    "facts",
    [{}, {"puppet": 0.9}, {"sunset": 0.0}, {"seed": 11, "colour": 0.03}, {"gamma": 0.015}],
    ids=["puppet and dusk", "a puppet half the picture", "steady light", "strong colour flicker", "gamma flicker"],
)
def test_far_less_flicker_is_left_than_ffmpeg_leaves(flicker, facts):
    shown, pictures = take(flicker, **facts)
    ours = flicker.residue(steadied(pictures), shown)
    theirs = [flicker.residue(flicker.through_ffmpeg(pictures, size), shown) for size in (5, 15)]
    assert ours["flicker"] < 0.2 * min(one["flicker"] for one in theirs)
    assert ours["worst"] < 0.25 * min(one["worst"] for one in theirs)
    assert ours["drift"] < min(one["drift"] for one in theirs)
    assert ours["flicker"] < 0.06


def test_a_steady_take_is_left_as_it_is(flicker):
    _, pictures = take(flicker, exposure=0.0, colour=0.0, sunset=0.0)
    assert np.abs(gains(solved(pictures))).max() < 0.003


def test_a_wanted_slow_change_of_light_stays(flicker):
    _, pictures = take(flicker, exposure=0.0, colour=0.0, sunset=0.6)
    assert np.abs(gains(solved(pictures))).max() < 0.02


def test_a_lamp_switched_on_in_the_story_stays_on(flicker):
    shown, pictures = take(flicker, sunset=0.0, exposure=0.02, colour=0.005)
    brighter = [picture.copy() for picture in pictures]
    for at in range(30, 60):
        brighter[at] = to_codes(to_light(pictures[at], "srgb") * np.float32(1.6), "srgb", 8)
    finished = steadied(brighter)
    dark = (np.max([one.truth for one in shown], axis=0) < 150).all(axis=-1)
    light = [to_light(picture, "srgb")[dark].mean() for picture in finished]
    assert light[30] / light[29] == pytest.approx(1.6, rel=0.02)
    smoothed = steadied(brighter, keep_steps=False)
    light = [to_light(picture, "srgb")[dark].mean() for picture in smoothed]
    assert light[30] / light[29] < 1.2


def test_only_brightness_is_steadied_where_colour_is_left_alone(flicker):
    _, pictures = take(flicker)
    found = gains(solved(pictures, colour=False))
    assert np.ptp(found, axis=1).max() == 0
    assert np.abs(found).max() > 0.05


def seen_with(frames, frame):
    """The frames that each window shows in which the picture at `frame` counts, and how much it does there."""
    at = frames.index(frame)
    return [
        ([frames[one] for one in inside], float(weights[list(inside).index(at)]))
        for inside, weights in windows(frames, 40)
        if at in inside and weights[list(inside).index(at)] > 1e-6
    ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=120), st.integers(1, 1000), st.integers(0, 119))
def test_each_picture_counts_once_in_all_windows_and_they_are_the_same_wherever_a_stretch_begins(lengths, start, cut):
    frames = [start, *(start + int(long) for long in np.cumsum(lengths))]
    for frame in frames:
        assert sum(weight for _, weight in seen_with(frames, frame)) == pytest.approx(1, abs=1e-5)
    later = frames[cut:]
    for frame in later:
        if frame - later[0] > 2 * 40:
            assert seen_with(later, frame) == seen_with(frames, frame)


def test_one_changed_picture_touches_only_its_neighbours(flicker):
    _, pictures = take(flicker, frames=50)
    frames = range(1, 501, 10)
    before = solved(pictures, frames, reach=4)
    pictures[25] = to_codes(to_light(pictures[25], "srgb") * np.float32(1.3), "srgb", 8)
    changed = [at for at, one in enumerate(solved(pictures, frames, reach=4)) if not same(one, before[at])]
    assert 25 in changed
    assert min(changed) >= 25 - REACH({"reach": 4}) / 10
    assert max(changed) <= 25 + REACH({"reach": 4}) / 10
    assert len(changed) < 50


def test_by_another_reach_the_lamps_are_not_told_again_and_all_comes_out_as_if_they_were(flicker, monkeypatch):
    told, find = [], lamps.find

    def counted(*given):
        told.append(given)
        return find(*given)

    monkeypatch.setattr(lamps, "find", counted)
    _, pictures = take(flicker, frames=16)
    solved(pictures, reach=40)
    again = solved(pictures, reach=20)
    assert len(told) == 1
    kept_windows._WINDOWS.clear()
    assert all(same(one, other) for one, other in zip(again, solved(pictures, reach=20), strict=True))
    assert len(told) == 2


def test_one_picture_alone_comes_out_as_among_the_others_and_by_another_reach_nearly_so(flicker):
    _, pictures = take(flicker, frames=60, gamma=0.015)
    whole = solved(pictures, reach=40)
    alone = solved(pictures, asked=(30, 31), reach=40)
    assert same(alone[30], whole[30])
    kept_windows._WINDOWS.clear()
    whole = solved(pictures, reach=8)
    solved(pictures, reach=40)
    alone = solved(pictures, asked=(30, 31), roughly=True, reach=8)
    picture = pictures[30:31]
    exact, near = (done(picture, [one[30]])[0].astype(float) / 257 for one in (whole, alone))
    assert np.abs(near - exact).mean() < 1
    assert np.abs(near - done(picture, [solved(pictures, reach=40)[30]])[0] / 257.0).mean() > 0


def test_a_slope_of_tone_too_faint_to_be_seen_is_none(flicker):
    _, pictures = take(flicker, frames=60, gamma=0.0012)
    slopes = np.array([abs(one.numbers[0]) for one in solved(pictures) if one.numbers])
    assert (slopes == 0).any()
    assert slopes[slopes > 0].min() >= 0.0002


@pytest.mark.parametrize("gamma", [0.0, 0.015])
def test_what_is_kept_is_not_told_again_and_all_comes_out_as_without(flicker, monkeypatch, tmp_path, gamma):
    told, find = [], lamps.find

    def counted(*given):
        told.append(given)
        return find(*given)

    monkeypatch.setattr(lamps, "find", counted)
    _, pictures = take(flicker, frames=24, gamma=gamma)
    pictures[11] = np.zeros_like(pictures[11])
    keeping = CacheKeeping(Cache(tmp_path), ("deflicker", 1))
    expected = {reach: solved(pictures, reach=reach) for reach in (40, 20)}
    kept_windows._WINDOWS.clear()
    first = solved(pictures, reach=40, keeping=keeping)
    kept_windows._WINDOWS.clear()
    before = len(told)
    again, other = (solved(pictures, reach=reach, keeping=keeping) for reach in (40, 20))
    assert len(told) == before + bool(gamma)  # a tone's slope hangs on the reach, and the light on the slope
    for found, reach in ((first, 40), (again, 40), (other, 20)):
        assert all(same(one, as_expected) for one, as_expected in zip(found, expected[reach], strict=True))
    kept_windows._WINDOWS.clear()
    (path,) = tmp_path.rglob("*.npz")
    path.write_bytes(path.read_bytes()[:-100])
    assert all(same(one, other) for one, other in zip(solved(pictures, keeping=keeping), first, strict=True))


def test_gains_are_rounded_so_that_what_nobody_sees_changes_next_to_nothing(flicker):
    _, pictures = take(flicker, frames=30)
    found = solved(pictures)
    assert (gains(found) * 2048 == np.round(gains(found) * 2048)).all()
    speck = pictures[15].copy()
    speck[4:6, 4:6] ^= 1
    again = solved([*pictures[:15], speck, *pictures[16:]])
    # A gain that lies half way between two steps may go to either: one in fifty at most, and by one step.
    off = np.abs(gains(found) - gains(again)) * 2048
    assert off.max() <= 1
    assert (off > 0).mean() < 0.02


def test_a_change_is_followed_through_holds_of_different_lengths(flicker):
    _, pictures = take(flicker, frames=24, exposure=0.0, colour=0.0, sunset=0.0, noise=0.0)
    frames = list(np.cumsum([1, *([1, 5, 2] * 8)])[:24])
    fading = [
        to_codes(to_light(one, "srgb") * np.float32(0.985 ** int(at)), "srgb", 8)
        for one, at in zip(pictures, frames, strict=True)
    ]
    finished = done(fading, solved(fading, frames))
    for one, before in zip(finished, fading, strict=True):
        assert to_light(one, "srgb").mean() == pytest.approx(to_light(before, "srgb").mean(), rel=0.01)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_shortest_takes_come_through(flicker, count):
    _, pictures = take(flicker, frames=max(count, 3), puppet=0.0)
    assert len(solved(pictures[:count])) == count


def test_pictures_that_cannot_be_compared_are_left_alone():
    black, white = np.zeros((40, 60, 3), np.uint8), np.full((40, 60, 3), 255, np.uint8)
    assert np.abs(gains(solved([black, white] * 8))).max() == 0


def test_clipped_patches_are_no_light_meters():
    rng = np.random.default_rng(1)
    scene = rng.uniform(0.05, 0.5, (135, 240, 3)).astype(np.float32)
    scene[:, :100] = 0.99
    pictures = [to_codes(scene * np.float32(gain), "srgb", 8) for gain in (1, 1.2) * 10]
    found = gains(solved(pictures))
    up_and_down = np.log2(1.2) * np.resize([1, -1], 9)[:, None]
    assert np.diff(found[5:15], axis=0) == pytest.approx(np.repeat(up_and_down, 3, axis=1), abs=0.02)


def test_the_example_takes_flicker_falls_far_below_what_ffmpeg_leaves(flicker):
    """Its lamp flickers by itself and its tripod is knocked, which a gain for the whole picture cannot mend."""
    example = Path(__file__).resolve().parents[2] / "examples" / "badger-and-vole"
    pictures = [read(path).data for path in sorted((example / "pictures").glob("*.jpg"))]
    clean = [read(path).data for path in sorted((example / "clean").glob("*.jpg"))]
    moves = np.ptp(np.stack(clean), axis=0).max(axis=-1) > 10
    around = cv2.dilate(moves.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    shown = [flicker.Shown(picture=one, truth=one, puppet=around, gain=np.ones(3)) for one in clean]
    before, after = flicker.residue(pictures, shown), flicker.residue(steadied(pictures), shown)
    peers = [flicker.residue(flicker.through_ffmpeg(pictures, size), shown) for size in (5, 15)]
    assert after["flicker"] < 0.15 * before["flicker"]
    assert after["flicker"] < 0.4 * min(peer["flicker"] for peer in peers)


@pytest.mark.parametrize("threads", [1, 3])
def test_a_picture_is_corrected_alike_on_any_number_of_threads(threads):
    rng = np.random.default_rng(5)
    light = rng.random((600, 700, 3), np.float32) * np.float32(1.02)
    lent = SimpleNamespace(
        numbers=(0.0, -0.1, 0.1, -0.2, 0.5, 1.0, 0.0), field=rng.integers(-900, 900, (30, 35, 3)).astype(np.int16)
    )
    before = cv2.getNumThreads()
    try:
        cv2.setNumThreads(threads)
        corrected = apply(light, {}, lent)
    finally:
        cv2.setNumThreads(before)
    gains = cv2.resize(np.exp2(lent.field.astype(np.float32) / 2048), (700, 600), interpolation=cv2.INTER_LINEAR)
    bent, whites = light * gains, np.array(lent.numbers[4:], np.float32)
    kept = np.maximum(bent, bent + (light - bent) * whites)
    assert np.array_equal(corrected, np.where(light >= np.float32(0.985), kept, bent))


def test_readings_become_stops_and_levers_and_are_no_number_where_nothing_is_metered():
    readings = np.random.default_rng(6).integers(0, 65536, (3, 5, 7, 6)).astype(np.uint16)
    readings[1, 2, 3, :3] = 0
    stops, levers = in_stops(list(readings)), in_levers(list(readings))
    unmetered = readings[..., :3] == 0
    assert np.array_equal(np.isnan(stops), unmetered)
    assert np.array_equal(np.isnan(levers), unmetered)
    light, lever = (part.astype(np.float32)[~unmetered] for part in (readings[..., :3], readings[..., 3:]))
    assert np.array_equal(stops[~unmetered], light / np.float32(2048) - np.float32(16))
    assert np.array_equal(levers[~unmetered], lever * np.float32(-1 / 2048))


def test_two_by_two_patches_are_their_mean_or_no_number():
    stops = np.random.default_rng(7).normal(size=(2, 5, 9, 3)).astype(np.float32)
    stops[1, 2, 4, 1] = np.nan
    four = [stops[:, row:4:2, column:8:2] for row in (0, 1) for column in (0, 1)]
    assert np.array_equal(coarser(stops), sum(four[1:], four[0]) * np.float32(0.25), equal_nan=True)


@given(st.lists(st.floats(-8, 8, width=32), max_size=40))
def test_the_median_is_numpys(values):
    row = np.array(values, np.float32)
    assert np.array_equal(median(row), np.median(row) if values else np.nan, equal_nan=True)
