"""Single lamps, shadows, puppets, cuts, moving cameras and light programs, on a small set whose truth is known."""

import json
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from komadori.finish.flicker.program import BadProgram, without_grain
from komadori.finish.flicker.take import reach_of
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.deflicker import OPERATION, apply, curve, measure, solve
from komadori.picture import write
from komadori.picture.colour import to_codes, to_light

WIDTH, HEIGHT = 192, 108
COUNT = 48


class Look:
    def __init__(self, picture):
        self.light = to_light(picture, "srgb")

    def small(self, width=256):
        return self.light


class Holds:
    def __init__(self, **paths):
        self._paths = paths

    def paths(self, name):
        return self._paths.get(name, ())


class Set:
    """A painted set under two lamps; `key` and `rest` are how light they are in each picture."""

    def __init__(self, seed=3, width=WIDTH, height=HEIGHT):
        rng = np.random.default_rng(seed)
        paint = cv2.GaussianBlur(rng.standard_normal((height, width, 3)).astype(np.float32), (0, 0), 2.0)
        self.albedo = np.clip(0.25 * np.exp(1.2 * paint / paint.std() * 0.4), 0.02, 0.6)
        x = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
        self.key = np.exp(-((x - 0.1) ** 2) / 0.15)
        self.rest = 1 - 0.7 * self.key
        self.grain = np.random.default_rng(seed + 1)

    def seen(self, key=1.0, rest=1.0, puppet=None, shade=1.0):
        light = self.albedo * (self.key * np.float32(key) + self.rest * np.float32(rest)) * shade
        if puppet is not None:
            light = np.where(
                puppet[..., None], np.float32([0.7, 0.5, 0.2]) * (self.key * key + self.rest * rest), light
            )
        noise = self.grain.standard_normal(light.shape).astype(np.float32) * 0.002
        return to_codes((light + noise).astype(np.float32), "srgb", 8)

    def truth(self, key=1.0, rest=1.0):
        return self.albedo * (self.key * np.float32(key) + self.rest * np.float32(rest))


def walking(at, width=24):
    """Where the puppet is in picture `at`, on twos."""
    mask = np.zeros((HEIGHT, WIDTH), bool)
    left = 10 + 3 * (at // 2)
    mask[40:100, left : left + width] = True
    return mask


def solved(pictures, *, frames=None, lies=None, asked=None, holds=None, **settings):
    frames = list(frames or range(1, len(pictures) + 1))
    looks = [measure(Look(picture), {}) for picture in pictures]
    moments = [
        Moment(frame=frame, look=lambda at=at: looks[at], lies=lies[at] if lies else HERE)
        for at, frame in enumerate(frames)
    ]
    return solve(Stretch(moments=moments, holdings=holds or Holds(), asked=asked), OPERATION.defaults | settings)


def done(picture, one):
    given = SimpleNamespace(numbers=one.numbers, field=one.field)
    light = curve(to_light(picture, "srgb"), {}, given)
    return light if one.field is None else apply(light, {}, given)


def off(pictures, found, truth, where):
    """By how many percent each picture's light is off the truth, where the set is seen."""
    light = [done(picture, one) for picture, one in zip(pictures, found, strict=True)]
    return 100 * np.array([(np.log(one[where].mean(axis=(0, 1)) / truth[where].mean(axis=(0, 1)))) for one in light])


def jumps(course):
    return course[1:-1] - (course[:-2] + course[2:]) / 2


def flicker(size, seed=1, count=COUNT):
    return np.exp(size * np.random.default_rng(seed).standard_normal(count))


LEFT, RIGHT = np.s_[2:36, 2:40], np.s_[2:36, -40:-2]


def test_a_lamp_that_flickers_by_itself_is_steadied_where_it_shines():
    stage, key = Set(), flicker(0.08)
    pictures = [stage.seen(key=level, puppet=walking(at)) for at, level in enumerate(key)]
    found = solved(pictures, wanted="constant")
    assert all(one.field is not None for one in found[5:10])
    as_shot = [SimpleNamespace(numbers=(), field=None)] * COUNT
    assert jumps(off(pictures, as_shot, stage.truth(), LEFT)).std() > 4
    for where in (LEFT, RIGHT):
        assert jumps(off(pictures, found, stage.truth(), where)).std() < 0.12


def test_without_lamps_one_gain_is_all_a_picture_gets():
    stage = Set()
    pictures = [stage.seen(key=level) for level in flicker(0.08)]
    for mode in ("global", "tone"):
        found = solved(pictures, mode=mode)
        assert all(one.field is None for one in found)
    assert all(one.numbers == () or one.numbers[0] == 0 for one in solved(pictures, mode="global"))


def test_the_puppet_is_lit_like_the_set_it_stands_on():
    stage, key = Set(), flicker(0.08, seed=5)
    pictures = [stage.seen(key=level, puppet=walking(at)) for at, level in enumerate(key)]
    light = [done(picture, one) for picture, one in zip(pictures, solved(pictures, wanted="constant"), strict=True)]
    for at in range(0, COUNT, 5):
        puppet = cv2.erode(walking(at).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        wanted = (np.float32([0.7, 0.5, 0.2]) * (stage.key + stage.rest) * np.ones((HEIGHT, 1, 1)))[puppet]
        level = np.exp(np.log(key).mean())
        assert light[at][puppet].mean() == pytest.approx(wanted.mean() * level**0.5, rel=0.03)


def test_the_animators_shadow_is_taken_away_and_nothing_else():
    stage = Set()
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    shade = (1 - 0.2 * np.exp(-(((x - 150) / 32) ** 2 + ((y - 60) / 50) ** 2)))[..., None].astype(np.float32)
    pictures = [stage.seen(shade=shade if at in (20, 21) else 1.0, puppet=walking(at)) for at in range(COUNT)]
    found = solved(pictures)
    there = np.s_[40:80, 140:160]
    left = off(pictures, found, stage.truth(), there)
    assert np.abs(left[20:22]).max() < 2.5
    assert np.abs(left[:19]).max() < 0.6
    assert all(one.field is None for one in found[:15])


def test_a_hand_over_a_third_of_one_picture_changes_no_light():
    stage = Set()
    hand = np.zeros((HEIGHT, WIDTH), bool)
    hand[20:, 90:170] = True
    pictures = [
        stage.seen(rest=level, key=level, puppet=hand if at == 20 else None) for at, level in enumerate(flicker(0.04))
    ]
    assert np.abs(jumps(off(pictures, solved(pictures), stage.truth(), LEFT))).max() < 0.5


def test_what_is_clipped_stays_white_where_a_picture_grows_darker():
    stage = Set()
    stage.albedo[:30, :60] = 3.0
    pictures = [stage.seen(key=level, rest=level) for level in flicker(0.06)]
    found = solved(pictures)
    assert min(min(one.numbers[1:4]) for one in found if one.numbers) < -0.03
    for picture, one in zip(pictures, found, strict=True):
        assert done(picture, one)[5:25, 5:50].min() > 0.99


def test_what_only_the_flicker_clipped_does_not_stay_all_white():
    stage, level = Set(), flicker(0.06)
    stage.albedo[:30, :60] = 0.92 / (stage.key + stage.rest)[:, :60]
    pictures = [stage.seen(key=one, rest=one) for one in level]
    lighter = [at for at in np.flatnonzero(level > 1.1) if 8 <= at < COUNT - 8]
    found = solved(pictures, wanted="constant")
    assert lighter
    for at in lighter:
        assert pictures[at][5:25, 5:50].min() == 255
        assert 0.9 < done(pictures[at], found[at])[5:25, 5:50].mean() < 0.97


def test_another_set_within_a_take_is_steadied_by_itself():
    one, other = Set(3), Set(8)
    level = flicker(0.05)
    pictures = [(one if at < 24 else other).seen(key=a, rest=a * (1 if at < 24 else 0.4)) for at, a in enumerate(level)]
    found = solved(pictures)
    first, second = pictures[:24], pictures[24:]
    assert jumps(off(first, found[:24], one.truth(), RIGHT)).std() < 0.15
    assert jumps(off(second, found[24:], other.truth(rest=0.4), RIGHT)).std() < 0.15
    assert abs(off(second, found[24:], other.truth(rest=0.4), RIGHT).mean()) < 2


def test_a_moving_camera_is_followed_where_it_is_known_how_it_moves():
    wide, level = Set(width=320), flicker(0.06)
    key = flicker(0.06, seed=9)
    pictures, lies, wholes = [], [], []
    for at, (a, b) in enumerate(zip(level, key, strict=True)):
        left = 2 * at
        whole = wide.seen(key=a * b, rest=a)
        pictures.append(whole[:, left : left + WIDTH])
        wholes.append(wide.truth()[:, left : left + WIDTH])
        lies.append((1, 0, left / WIDTH, 0, 1, 0, 0, 0, 1))
    found = solved(pictures, lies=lies, wanted="constant")
    course = np.array(
        [
            100 * np.log(done(picture, one)[:, 100:140].mean() / whole[:, 100:140].mean())
            for picture, one, whole in zip(pictures, found, wholes, strict=True)
        ]
    )
    assert jumps(course).std() < 0.25


@pytest.fixture
def program(tmp_path):
    """A program in which the key light goes down to a half, and the plates of both lamps."""
    stage = Set()
    levels = {"key": [[1, 1.0], [12, 1.0], [40, 0.5]], "rest": [[1, 1.0]]}
    told = {"schema": "komadori.light-program", "version": 1, "lamps": levels}
    (tmp_path / "program.json").write_text(json.dumps(told))
    plates = []
    for name, key, rest in (("key", 1, 0), ("rest", 0, 1)):
        path = tmp_path / f"{name}.tif"
        write(path, to_codes(stage.truth(key, rest).astype(np.float32), "srgb", 16), format="tiff16")
        plates.append(path)
    wanted = np.interp(np.arange(1, COUNT + 1), [1, 12, 40], [1, 1, 0.5])
    pictures = [
        stage.seen(key=want * k, rest=r, puppet=walking(at))
        for at, (want, k, r) in enumerate(zip(wanted, flicker(0.08), flicker(0.05, seed=2), strict=True))
    ]
    return SimpleNamespace(stage=stage, wanted=wanted, pictures=pictures, plates=tuple(plates), folder=tmp_path)


def course(case, found, where=LEFT):
    light = [done(picture, one) for picture, one in zip(case.pictures, found, strict=True)]
    return np.array(
        [
            100 * np.log(one[where].mean() / case.stage.truth(key=want)[where].mean())
            for one, want in zip(light, case.wanted, strict=True)
        ]
    )


def test_with_plates_and_a_program_the_light_is_as_it_was_meant(program):
    holds = Holds(program=(program.folder / "program.json",), lamps=program.plates)
    found = solved(program.pictures, holds=holds, program="program.json", lamps="lamps")
    assert np.abs(course(program, found)).max() < 0.6
    assert course(program, found).std() < 0.2


def test_the_light_of_grain_in_the_dark_is_taken_off_plates():
    rng = np.random.default_rng(2)
    truth = np.zeros((2, 40, 60, 3), np.float32)
    truth[0, :, 20:] = np.linspace(0, 0.02, 40)[:, None]
    truth[1, :, :40] = 0.3
    grain = rng.standard_normal((2, 40, 60, 25, 3)).astype(np.float32) * 8e-4
    seen = np.maximum(truth[:, :, :, None] + grain, 0).mean(axis=3)
    cleared = without_grain(seen)
    assert abs((cleared - truth)[truth == 0].mean()) < 0.4 * (seen - truth)[truth == 0].mean()
    assert np.abs((cleared - truth)[truth > 0.004]).mean() < 1.5 * np.abs((seen - truth)[truth > 0.004]).mean()


def test_a_program_alone_tells_what_the_light_was_meant_to_do(program):
    holds = Holds(program=(program.folder / "program.json",))
    found = course(program, solved(program.pictures, holds=holds, program="program.json"))
    # How light the take is as a whole nobody has told.
    assert (found - found.mean()).std() < 1.0
    assert jumps(found).std() < 0.15


@pytest.mark.parametrize(
    "text",
    ["", "no program", '{"schema": "other"}', '{"schema": "komadori.light-program", "lamps": {"key": [[1, -2]]}}'],
)
def test_a_program_that_is_none_is_refused_with_a_hint(tmp_path, text):
    path = tmp_path / "program.json"
    path.write_text(text)
    with pytest.raises(BadProgram) as refused:
        solved([Set().seen()] * 4, holds=Holds(program=(path,)), program="program.json")
    assert "program.json" in refused.value.message


def test_a_program_that_lacks_a_lamp_says_which(program):
    holds = Holds(program=(program.folder / "program.json",), lamps=(*program.plates[:1], program.folder / "moon.tif"))
    write(program.folder / "moon.tif", np.full((HEIGHT, WIDTH, 3), 9000, np.uint16), format="tiff16")
    with pytest.raises(BadProgram, match="moon"):
        solved(program.pictures, holds=holds, program="program.json", lamps="lamps")


def test_stretches_that_overlap_give_what_the_whole_take_gives():
    stage, count, reach = Set(width=96, height=54), 160, 8
    pictures = [
        stage.seen(key=a, rest=b) for a, b in zip(flicker(0.05, 1, count), flicker(0.04, 2, count), strict=True)
    ]
    whole = solved(pictures, reach=reach)
    margin = reach_of(reach)
    for begin, end in ((0, 70), (70, 110), (110, 160)):
        low, high = max(0, begin - margin), min(count, end + margin)
        part = solved(pictures[low:high], frames=range(low + 1, high + 1), reach=reach, asked=(begin - low, end - low))
        for one, other in zip(part[begin - low : end - low], whole[begin:end], strict=True):
            assert one.numbers == other.numbers
            assert np.array_equal(one.field, other.field)


def test_two_photographs_of_a_hold_are_finished_alike():
    stage, level = Set(), flicker(0.05)
    pictures = [stage.seen(key=a, rest=a) for a in level]
    pictures[21] = stage.seen(key=level[20], rest=level[20])
    found = solved(pictures)
    assert np.abs(np.subtract(found[20].numbers, found[21].numbers)).max() < 0.002


def test_what_nothing_can_be_told_of_is_left_and_said():
    stage = Set()
    black, white = np.zeros((HEIGHT, WIDTH, 3), np.uint8), np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    pictures = [stage.seen() for _ in range(12)]
    pictures[4], pictures[8] = black, white
    found = solved(pictures)
    for at in (4, 8):
        assert found[at].numbers == ()
        assert found[at].field is None
        assert found[at].remark
        assert found[at].doubt > 0
    assert not found[0].remark
    (alone,) = solved(pictures[:1])
    assert "alone" in alone.remark
    assert alone.numbers == ()


def test_where_no_part_of_the_set_stands_still_the_whole_pictures_light_is_taken():
    rng = np.random.default_rng(4)
    pictures = [
        to_codes(rng.uniform(0.05, 0.6, (HEIGHT, WIDTH, 3)).astype(np.float32) * np.float32(a), "srgb", 8)
        for a in flicker(0.1)
    ]
    pictures = [cv2.GaussianBlur(one, (0, 0), 3) for one in pictures]
    found = solved(pictures)
    assert len(found) == COUNT
    assert all(np.isfinite(one.numbers).all() for one in found)


def test_pictures_of_another_size_within_a_take_are_steadied_by_themselves():
    stage, small = Set(), Set(width=96, height=64)
    pictures = [stage.seen(key=a, rest=a) for a in flicker(0.05)[:16]]
    pictures += [small.seen(key=a, rest=a) for a in flicker(0.05)[16:32]]
    found = solved(pictures)
    assert all(one.numbers for one in found)


def toned(light, slope):
    """8-bit codes of linear light whose tone is off by `slope`."""
    codes = to_codes(light.astype(np.float32), "srgb", 16).astype(np.float32) / 65535
    grain = np.random.default_rng(round(abs(slope) * 1e6)).standard_normal(codes.shape) * 0.004
    return np.clip(np.rint(255 * (codes ** (1 + slope) + grain)), 0, 255).astype(np.uint8)


def test_with_plates_the_tone_is_theirs(program):
    slope = 0.015 + 0.01 * np.random.default_rng(4).standard_normal(COUNT)
    key = program.wanted * flicker(0.08)
    pictures = [toned(program.stage.truth(key=level), one) for level, one in zip(key, slope, strict=True)]
    holds = Holds(program=(program.folder / "program.json",), lamps=program.plates)
    found = solved(pictures, holds=holds, program="program.json", lamps="lamps")
    told = np.array([one.numbers[0] for one in found])
    assert told.mean() == pytest.approx(slope.mean(), abs=0.001)
    assert np.std(told - slope) < 0.001


def stripes(width):
    """A set of patches of which each has both black and white in it, and another share of either, linear."""
    rng = np.random.default_rng(6)
    share = cv2.resize(rng.uniform(0, 1, (18, width // 6)).astype(np.float32), (width, HEIGHT))
    black = rng.uniform(0, 1, (HEIGHT, width)) < 0.2 + 0.6 * share
    return np.repeat(np.where(black, np.float32(0.02), np.float32(0.6))[..., None], 3, axis=2)


@pytest.mark.parametrize("moves", [False, True], ids=["still", "pans"])
def test_a_tone_that_flickers_is_told_whole_from_patches_of_black_and_white(moves):
    slope = 0.02 * np.random.default_rng(4).standard_normal(24)
    wide, width, high = stripes(3 * WIDTH), 2 * WIDTH, HEIGHT
    pictures, lies = [], []
    for at, one in enumerate(slope):
        left = 1.7 * at if moves else 0
        move = np.float32([[1, 0, left], [0, 1, 0]])
        flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
        seen = cv2.warpAffine(cv2.GaussianBlur(wide, (0, 0), 1.0), move, (width, high), flags=flags)
        pictures.append(toned(seen, one))
        lies.append((1, 0, left / width, 0, 1, 0, 0, 0, 1))
    found = solved(pictures, lies=lies, wanted="constant")
    told = np.array([one.numbers[0] for one in found])
    rise, _ = np.polyfit(slope, told, 1)
    assert rise == pytest.approx(1, abs=0.04)
    assert np.std(told - rise * slope) < 0.002
