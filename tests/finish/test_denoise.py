"""Averaging noise away: the set loses its noise, the puppet nothing, and what cannot be compared is said."""

import dataclasses
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from komadori.finish.noise.model import noise_of
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops import denoise
from komadori.finish.ops.denoise import OPERATION, apply, measure, solve
from komadori.finish.recipe import recipe_of
from komadori.picture import read
from komadori.picture.colour import to_codes, to_light

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bench import grain_takes as takes


@dataclass
class Still:
    """A photograph in memory."""

    picture: np.ndarray
    path: Path = Path("a.png")
    before: "Still | None" = None

    @property
    def previous(self):
        return self.before or self

    @property
    def first(self):
        return self

    def small(self, width=256):
        if not width or width >= self.picture.shape[1]:
            return self.picture
        size = (width, round(self.picture.shape[0] * width / self.picture.shape[1]))
        return cv2.resize(self.picture, size, interpolation=cv2.INTER_AREA)


@dataclass
class Given:
    numbers: tuple = ()
    others: tuple = ()
    field: np.ndarray | None = None
    frame: int = 1
    lies: tuple = HERE
    holdings: object = None
    roughly: bool = False
    shelf: dict = dataclasses.field(default_factory=dict)

    def kept(self, by, make, *, other=None):
        if other is None:
            return make()
        name = (self.others[other], *by)
        self.shelf[name] = self.shelf[name] if name in self.shelf else make()
        return self.shelf[name]


def moments(pictures, lies=None, suffix=".png"):
    stills = []
    for number, picture in enumerate(pictures):
        before = stills[-1] if stills else None
        stills.append(Still(picture, Path(f"{number}{suffix}"), Still(before.picture, before.path) if before else None))
    rows = [measure(still, OPERATION.defaults) for still in stills]
    return [
        Moment(frame=2 * number + 1, look=lambda row=row: row, lies=lies[number] if lies else HERE)
        for number, row in enumerate(rows)
    ]


def solved(shot, /, **settings):
    settings = OPERATION.defaults | settings
    lies, suffix = settings.pop("lies", None), settings.pop("suffix", ".png")
    return solve(Stretch(moments=moments(shot, lies, suffix), holdings=None), settings)


def denoised(shot, /, only=None, moved=lambda picture, _here, _there: picture, **settings):
    found = solved(shot, **settings)
    settings = {key: value for key, value in (OPERATION.defaults | settings).items() if key not in ("lies", "suffix")}
    return [
        apply(
            shot[at],
            settings,
            Given(
                numbers=one.numbers,
                others=[lambda there=there, at=at: moved(shot[there], at, there) for there in one.others],
            ),
        )
        for at, one in enumerate(found)
        if only is None or at in only
    ]


def error(one, other, where=slice(None)):
    return float(np.sqrt(np.mean((one[where] - other[where]) ** 2)))


@pytest.fixture(scope="module")
def take():
    return list(takes.pictures(takes.Take(width=320, height=180, pictures=15)))


def test_the_set_has_less_than_half_the_noise(take):
    done = denoised([one.picture for one in take])
    far = ~cv2.dilate(np.any([one.puppet for one in take], axis=0).astype(np.uint8), np.ones((41, 41))).astype(bool)
    before = [error(one.picture, one.truth, far) for one in take]
    after = [error(one, two.truth, far) for one, two in zip(done, take, strict=True)]
    assert np.mean(after) < 0.5 * np.mean(before)
    assert max(np.array(after) / before) < 0.62


@pytest.mark.parametrize("facts", [{}, {"boil": 0.4}, {"quality": 95}], ids=["boil", "slight boil", "JPEG"])
def test_a_puppet_keeps_its_texture_and_its_boil(facts):
    shown = list(takes.pictures(takes.Take(width=480, height=270, pictures=12, **facts)))
    done = denoised([one.picture for one in shown], suffix=".jpg" if "quality" in facts else ".png")
    for does in ("walk", "boil"):
        here = [at for at, one in enumerate(shown) if one.does == does]
        kept = [takes.kept(done[at], shown[at]) for at in here]
        assert np.mean(kept) == pytest.approx(1, abs=0.02)
    stirred = [at for at, one in enumerate(shown) if one.does == "boil"][1:]
    boil = [takes.boil_kept(done[at - 1 : at + 1], shown[at - 1 : at + 1]) for at in stirred]
    assert np.mean(boil) == pytest.approx(1, abs=0.03)


def test_what_moves_is_left_to_the_last_bit(take):
    done = denoised([one.picture for one in take], only=[2])[0]
    inside = cv2.erode(take[2].puppet.astype(np.uint8), np.ones((9, 9))) > 0
    assert (done[inside] == take[2].picture[inside]).all()


def test_nothing_ghosts_beside_the_puppet(take):
    done = denoised([one.picture for one in take])
    for one, two in zip(done, take, strict=True):
        edge = cv2.dilate(two.puppet.astype(np.uint8), np.ones((9, 9))) > cv2.erode(
            two.puppet.astype(np.uint8), np.ones((5, 5))
        )
        assert np.abs(one - two.truth)[edge].max() <= 1.02 * np.abs(two.picture - two.truth)[edge].max()


def test_pictures_of_another_light_are_matched_first(take):
    rng = np.random.default_rng(1)
    flickering = [one.picture * np.float32(1 + 0.04 * rng.standard_normal()) for one in take]
    done = denoised(flickering, only=[7])[0]
    assert error(done, flickering[7]) > 0.5 * error(take[7].picture, take[7].truth)
    corner = (slice(0, 40), slice(280, 320))
    assert done[corner].mean() == pytest.approx(flickering[7][corner].mean(), rel=2e-3)


def test_a_cut_is_never_averaged_over(take):
    other = [one.picture[::-1].copy() for one in take[6:12]]
    found = solved([one.picture for one in take[:6]] + other, pictures=8)
    assert all(max(one.others) < 6 for one in found[:6])
    assert all(min(one.others) >= 6 for one in found[6:])


def test_a_picture_shown_again_is_no_other_picture(take):
    found = solved([take[0].picture, take[0].picture, take[1].picture, take[1].picture])
    assert [one.others for one in found] == [(2,), (2,), (1,), (1,)]


def test_some_frames_may_ask_for_fewer(take):
    told = moments([one.picture for one in take[:6]])
    told[2] = Moment(frame=5, look=told[2].look, settings=OPERATION.defaults | {"pictures": 1})
    found = solve(Stretch(moments=told, holdings=None), OPERATION.defaults)
    assert [len(one.others) for one in found] == [4, 4, 1, 4, 4, 4]


def test_the_nearest_are_asked_for_and_only_within_reach(take):
    assert solved([one.picture for one in take])[7].others == (6, 8, 5, 9)


def test_a_moved_camera_is_followed_and_what_is_not_shown_counts_for_nothing():
    step = 12.0
    shown = list(takes.pictures(takes.Take(width=320, height=180, pictures=6, pan=step)))
    lies = [(1, 0, step * at / 320, 0, 1, 0, 0, 0, 1) for at in range(6)]

    def moved(picture, here, there):
        matrix = np.array([[1, 0, (here - there) * step], [0, 1, 0]])
        return cv2.warpAffine(
            picture, matrix, (320, 180), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=(np.nan,) * 3
        )

    found = solved([one.picture for one in shown], lies=lies)
    assert set(found[3].others) == {1, 2, 4, 5}
    done = denoised([one.picture for one in shown], only=[3], moved=moved, lies=lies)[0]
    assert np.isfinite(done).all()
    top = np.zeros((180, 320), bool)
    top[4:50, 30:-60] = True
    assert error(done, shown[3].truth, top) < 0.6 * error(shown[3].picture, shown[3].truth, top)
    stray = solved([one.picture for one in shown[:2]], lies=[HERE, (1, 0, 0.8, 0, 1, 0, 0, 0, 1)])
    assert stray[0].others == ()


def test_one_picture_is_left_and_it_is_said(take):
    found = solved([take[0].picture])[0]
    assert "its noise was left in" in found.remark
    assert (apply(take[0].picture, OPERATION.defaults, Given(numbers=found.numbers)) == take[0].picture).all()


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_black_and_clipped_pictures_come_through(level):
    flat = [np.full((90, 160, 3), level, np.float32) for _ in range(3)]
    flat[1] = flat[1].copy()
    flat[1][3, 3] = 0.5
    done = denoised(flat)
    assert all(np.isfinite(one).all() for one in done)
    assert np.abs(done[0] - level).max() < 1e-6


def test_strength_is_how_much_goes(take):
    pictures = [one.picture for one in take]
    whole, half, none = (denoised(pictures, only=[7], strength=strength)[0] for strength in (1.0, 0.5, 0.0))
    assert np.abs(half - (whole + pictures[7]) / 2).max() < 1e-6
    assert np.abs(none - pictures[7]).max() < 1e-6


def test_softening_takes_noise_where_the_puppet_is(take):
    pictures = [one.picture for one in take]
    plain, soft = (denoised(pictures, only=[2], soften=amount)[0] for amount in (0.0, 1.0))
    inside = take[2].puppet
    assert error(soft, take[2].truth, inside) < 0.95 * error(plain, take[2].truth, inside)


def test_a_proxy_is_averaged_as_well(take):
    pictures = [one.picture for one in take]
    found = solved(pictures)[7]
    small = [Still(picture).small(160) for picture in pictures]
    others = [lambda there=there: small[there] for there in found.others]
    done = apply(small[7], OPERATION.defaults, Given(numbers=found.numbers, others=others))
    truth = Still(take[7].truth).small(160)
    assert error(done[:60, 110:], truth[:60, 110:]) < 0.65 * error(small[7][:60, 110:], truth[:60, 110:])


def test_while_a_slider_is_moved_it_is_averaged_nearly_as_well_and_each_other_is_told_once(take, monkeypatch):
    monkeypatch.setattr(denoise, "FINE", 0)
    pictures = [one.picture for one in take]
    found = solved(pictures)[7]
    others, shelf = [lambda there=there: pictures[there] for there in found.others], {}

    def done(count, roughly):
        given = Given(numbers=found.numbers, others=others[:count], roughly=roughly, shelf=shelf)
        return apply(pictures[7], OPERATION.defaults, given)

    for count in (4, 2):
        exact, quick = done(count, roughly=False), done(count, roughly=True)
        assert error(exact, quick) < 0.12 * error(exact, pictures[7])
        assert len(shelf) == 8


def test_the_noise_is_told_by_brightness(take):
    noise = noise_of(take[13].picture, take[12].picture)
    for channel in range(3):
        known = np.flatnonzero(np.isfinite(noise.light[:, channel]))
        for step in known[(known > 2) & (known < 9)]:
            light = ((step + 0.5) / 12) ** 2
            expected = 2.5 * np.sqrt(6e-7 + 3e-5 * light)
            assert 2 ** (noise.light[step, channel] / 2) == pytest.approx(expected, rel=0.25)


def test_numbers_do_not_change_with_what_nobody_sees(take):
    pictures = [one.picture for one in take]
    changed = [*pictures[:4], pictures[4] * np.float32(1.0005), *pictures[5:]]
    assert [one.numbers for one in solved(changed)] == [one.numbers for one in solved(pictures)]


def test_a_take_goes_through_hot_pixels_dust_and_denoise_in_one_recipe(shoot, take):
    """Through the real run: pictures from disk, measures and fields in the cache, neighbours lent."""
    rng = np.random.default_rng(3)
    hot = [(int(x), int(y)) for x, y in zip(rng.integers(170, 300, 6), rng.integers(10, 110, 6), strict=True)]
    for number, one in enumerate(take[:9]):
        seen = one.picture.copy()
        for x, y in hot:
            seen[y, x, 1] = 0.95
        if number == 4:
            cv2.circle(seen, (250, 30), 3, (0.01, 0.01, 0.01), -1, cv2.LINE_AA)
        shoot.keep(to_codes(seen, "srgb", 8))
    report = shoot.finish(recipe_of(("hot_pixels", {}), ("dust", {}), ("denoise", {})))
    done = to_light(read(report.manifest.file(5)).data, "srgb")
    corner = (slice(4, 60), slice(230, 316))
    assert error(done, take[4].truth, corner) < 0.6 * error(take[4].picture, take[4].truth, corner)
    remarks = [remark.words for rows in report.manifest.remarks.values() for remark in rows]
    assert any("hot or dead pixels" in words for words in remarks)
    assert any("a speck" in words for words in remarks)
    assert shoot.finish(recipe_of(("hot_pixels", {}), ("dust", {}), ("denoise", {}))).made == 0
