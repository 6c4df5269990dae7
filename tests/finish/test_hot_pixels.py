"""Hot and dead pixels: found by what no lens does, believed from dark frames, mended from around."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from komadori.errors import WrongUse
from komadori.finish.noise.mend import mended
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.hot_pixels import OPERATION, apply, measure, solve
from komadori.picture import write
from komadori.picture.colour import to_codes, to_light

WIDE, HIGH = 320, 180


@dataclass
class Still:
    picture: np.ndarray
    path: Path = Path("a.png")

    def small(self, width=256):
        return self.picture


@dataclass
class Given:
    numbers: tuple = ()
    field: np.ndarray | None = None


@dataclass
class Holdings:
    dark: tuple = ()

    def paths(self, name):
        return self.dark


def scene(rng):
    """Soft cloth, hard edges and glints as a lens draws them."""
    light = cv2.GaussianBlur(rng.standard_normal((HIGH, WIDE)).astype(np.float32), (0, 0), 3)
    picture = np.clip(0.25 * np.exp(light / light.std() * 0.4), 0.01, 0.9)[..., None] * np.float32([1, 0.8, 0.6])
    for _ in range(30):
        cv2.circle(picture, tuple(int(v) for v in rng.integers(0, (WIDE, HIGH))), 2, (0.9, 0.9, 0.8), -1)
    return cv2.GaussianBlur(picture, (0, 0), 0.8)


def spoiled(rng, count=20):
    """Places and what they add, at least ten pixels from each other."""
    places = []
    while len(places) < count:
        x, y = int(rng.integers(4, WIDE - 4)), int(rng.integers(4, HIGH - 4))
        if all(max(abs(x - a), abs(y - b)) > 10 for a, b in places):
            places.append((x, y))
    light = np.zeros((count, 3), np.float32)
    light[np.arange(count), rng.integers(0, 3, count)] = 0.7
    light[::5] = 0.7
    light[1::5] = -1
    return places, light


def take(count=8, quality=0, moving=False, seed=4):
    rng = np.random.default_rng(seed)
    truth, (places, light) = scene(rng), spoiled(rng)
    truths, pictures = [], []
    for number in range(count):
        here = np.roll(truth, (2 * number, 3 * number), (0, 1)) if moving else truth
        seen = here + rng.standard_normal(here.shape).astype(np.float32) * 0.004
        for (x, y), more in zip(places, light, strict=True):
            seen[y, x] = np.maximum(seen[y, x] + more, 0.002)
        codes = to_codes(seen, "srgb", 8)
        if quality:
            codes = cv2.imdecode(cv2.imencode(".jpg", codes[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)
            codes = codes[..., ::-1]
        truths.append(here)
        pictures.append(to_light(np.ascontiguousarray(codes), "srgb"))
    return pictures, truths, places


def solved(pictures, suffix=".png", dark=(), **settings):
    rows = [measure(Still(one, Path(f"a{suffix}")), {}) for one in pictures]
    moments = [Moment(frame=at + 1, look=lambda row=row: row, lies=HERE) for at, row in enumerate(rows)]
    return solve(Stretch(moments=moments, holdings=Holdings(tuple(dark))), OPERATION.defaults | settings)


def done(picture, found):
    return apply(picture, OPERATION.defaults, Given(numbers=found.numbers, field=found.field))


def found_places(found):
    return {(int(x), int(y)) for x, y in found.field[:, :2]}


def near(place, places, by=1):
    return any(max(abs(place[0] - x), abs(place[1] - y)) <= by for x, y in places)


def fidelity(one, other, places, by=1):
    parts = [(slice(y - by, y + by + 1), slice(x - by, x + by + 1)) for x, y in places]
    return -10 * np.log10(np.mean([((one[part] - other[part]) ** 2).mean() for part in parts]))


def test_nearly_all_are_found_and_nearly_nothing_else_on_a_set_that_stands_still():
    pictures, truths, places = take()
    found = solved(pictures)[0]
    assert sum(near(place, found_places(found)) for place in places) >= 18
    assert sum(not near(place, places) for place in found_places(found)) <= 2
    assert "hot or dead pixels are mended" in found.remark
    mendings = done(pictures[3], found)
    assert fidelity(mendings, truths[3], places) > fidelity(pictures[3], truths[3], places) + 12


def test_they_stay_while_the_camera_moves_and_glints_do_not():
    pictures, _, places = take(moving=True)
    found = solved(pictures)[0]
    assert sum(near(place, found_places(found)) for place in places) >= 18
    assert all(near(place, places) for place in found_places(found))


def test_jpegs_that_smear_them_are_mended_too():
    pictures, truths, places = take(quality=95)
    found = solved(pictures, suffix=".jpg")[0]
    assert sum(near(place, found_places(found)) for place in places) >= 10
    assert sum(not near(place, places, 2) for place in found_places(found)) <= 2
    hit = [place for place in places if near(place, found_places(found))]
    assert fidelity(done(pictures[3], found), truths[3], hit) > fidelity(pictures[3], truths[3], hit) + 8


def test_a_set_without_any_is_left_to_the_last_bit():
    rng = np.random.default_rng(9)
    truth = scene(rng)
    pictures = [
        to_light(to_codes(truth + rng.standard_normal(truth.shape).astype(np.float32) * 0.004, "srgb", 8), "srgb")
        for _ in range(6)
    ]
    found = solved(pictures)[0]
    assert len(found.field) == 0
    assert done(pictures[0], found) is pictures[0]


def dark_folder(tmp_path, places, kind=".png", size=(WIDE, HIGH), light=0.3, count=3):
    rng = np.random.default_rng(2)
    paths = []
    for number in range(count):
        frame = np.abs(rng.standard_normal((size[1], size[0], 3)).astype(np.float32)) * 0.0008
        for x, y in places:
            frame[y, x, 0] += light
        path = tmp_path / f"dark{number}{kind}"
        write(
            path,
            frame if kind == ".exr" else to_codes(frame, "srgb", 8),
            encoding="linear" if kind == ".exr" else "srgb",
        )
        paths.append(path)
    return paths


def test_dark_frames_are_believed_even_for_one_picture(tmp_path):
    pictures, truths, places = take(count=1)
    found = solved(pictures, dark=dark_folder(tmp_path, places), find=False)[0]
    assert found_places(found) == set(places)
    assert fidelity(done(pictures[0], found), truths[0], places) > fidelity(pictures[0], truths[0], places) + 10


def test_what_is_mild_in_linear_dark_frames_is_subtracted(tmp_path):
    rng = np.random.default_rng(3)
    truth = scene(rng)
    places = [(20, 30), (100, 90), (200, 60)]
    picture = truth.copy()
    for x, y in places:
        picture[y, x, 0] += 0.05
    found = solved([picture], suffix=".exr", dark=dark_folder(tmp_path, places, ".exr", light=0.05), find=False)[0]
    mendings = done(picture, found)
    assert np.abs(mendings - truth).max() < 0.005


def test_dark_frames_of_another_size_are_refused_with_a_hint(tmp_path):
    pictures, _, _ = take(count=2)
    with pytest.raises(WrongUse, match="320 x 180") as refused:
        solved(pictures, dark=dark_folder(tmp_path, [], size=(64, 36)))
    assert "cap" in refused.value.hint


def test_one_picture_alone_is_left_and_it_is_said():
    pictures, _, _ = take(count=1)
    found = solved(pictures)[0]
    assert "one picture alone" in found.remark
    assert done(pictures[0], found) is pictures[0]


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_black_and_clipped_takes_come_through(level):
    pictures = [np.full((HIGH, WIDE, 3), level, np.float32)] * 3
    found = solved(pictures)[0]
    assert np.array_equal(done(pictures[0], found), pictures[0])


def test_every_picture_gets_the_same_map_and_one_more_picture_changes_nothing():
    pictures, _, _ = take(count=9)
    nine = solved(pictures)
    eight = solved(pictures[:8])
    assert all(np.array_equal(one.field, nine[0].field) for one in nine)
    assert np.array_equal(nine[0].field, eight[0].field)
    assert [bool(one.remark) for one in nine] == [True] + [False] * 8


def test_a_proxy_is_mended_where_its_pixels_are():
    pictures, truths, places = take()
    found = solved(pictures)[0]
    small, truth = (cv2.resize(one, (160, 90), interpolation=cv2.INTER_AREA) for one in (pictures[0], truths[0]))
    halves = [(x // 2, y // 2) for x, y in places if near((x, y), found_places(found))]
    assert fidelity(done(small, found), truth, halves, 0) > fidelity(small, truth, halves, 0) + 6


def test_edges_are_carried_through_a_hole():
    picture = np.zeros((40, 40, 3), np.float32)
    picture[:, 20:] = 0.8
    picture += np.linspace(0, 0.1, 40, dtype=np.float32)[:, None, None]
    holed = picture.copy()
    places = np.array([19, 20]), np.array([10, 25])
    holed[places[1], places[0]] = 1
    assert np.abs(mended(holed, *places, np.array([1, 0])) - picture).max() < 0.06
