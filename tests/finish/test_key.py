"""What a key takes off is the screen, what it keeps is the puppet, and its edges are as soft as they were."""

import cv2
import numpy as np
import pytest

from komadori.errors import KomadoriError
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.key import OPERATION, NoPlate, solve
from komadori.finish.preview import Previews
from komadori.finish.recipe import recipe_of
from komadori.finish.rigs.plates import UnfitPlate
from komadori.picture import read, read_proxy, write
from komadori.picture.colour import linear_to_srgb, to_light
from komadori.picture.matting import Known, fronts
from komadori.picture.matting import solve as solve_matte
from komadori.picture.screen import Hue, by_backlight, by_hue
from komadori.picture.spread import spread
from komadori.store import Stroke
from komadori.store.paint import paint_bytes

WIDE, HIGH = 320, 180
GREEN, BLUE = (0.035, 0.34, 0.075), (0.02, 0.08, 0.4)


class Held:
    """Holdings of arrays."""

    def __init__(self, plates=(), paths=()):
        self._plates, self._paths = dict(plates), dict(paths)

    def plate(self, name, width=0):
        return self._plates.get(name)

    def paths(self, name):
        return self._paths.get(name, ())


class Lent:
    """What is given beside the pixels."""

    def __init__(self, numbers=(), field=None, lies=HERE, **plates):
        self.numbers, self.field, self.lies, self.others, self.holdings = numbers, field, lies, (), Held(plates)

    def kept(self, _by, make):
        return make()


def settings(**values):
    return {**OPERATION.defaults, **values}


def key(pixels, given=None, **values):
    return OPERATION.apply(pixels, settings(**values), given or Lent())


def matte(seed=3, *, soft=1.0):
    """A furry ball with two thin whiskers."""
    rng = np.random.default_rng(seed)
    drawn = np.zeros((HIGH * 4, WIDE * 4), np.float32)
    middle, radius = (WIDE * 2, HIGH * 2), HIGH * 1.1
    cv2.circle(drawn, middle, round(radius), 1.0, -1)
    for angle in rng.uniform(0, 2 * np.pi, 500):
        ends = [np.rint(np.add(middle, r * np.array([np.cos(angle), np.sin(angle)]))) for r in (radius, radius * 1.08)]
        cv2.line(drawn, *(tuple(map(int, end)) for end in ends), 1.0, 2)
    cv2.line(drawn, (WIDE * 2, HIGH * 2), (WIDE * 4 - 200, HIGH * 2 - 60), 1.0, 3)
    return cv2.GaussianBlur(cv2.resize(drawn, (WIDE, HIGH), interpolation=cv2.INTER_AREA), (0, 0), soft)


def puppet(seed=4):
    """Brown and cream cloth."""
    weave = np.random.default_rng(seed).standard_normal((HIGH, WIDE, 1)).astype(np.float32)
    cream = (np.mgrid[0:HIGH, 0:WIDE][1] > WIDE // 2)[..., None]
    cloth = np.where(cream, np.float32([0.6, 0.5, 0.35]), np.float32([0.14, 0.07, 0.04]))
    return (cloth * (1 + 0.15 * cv2.GaussianBlur(weave, (0, 0), 1)[..., None])).astype(np.float32)


def card(colour=GREEN):
    """A screen, lit from the upper left, with folds."""
    y, x = np.mgrid[0:HIGH, 0:WIDE] / np.float32(WIDE)
    light = 0.55 + 0.55 * np.exp(-((x - 0.2) ** 2 + (y - 0.1) ** 2) / 0.2) + 0.03 * np.sin(40 * x + 9 * y)
    return (light[..., None] * np.float32(colour)).astype(np.float32)


def shot(light, seed=1):
    """As a camera gives it: noise, and 8 bits."""
    grain = np.random.default_rng(seed).standard_normal(light.shape) * np.sqrt(6e-7 + 3e-5 * np.clip(light, 0, 1))
    codes = np.round(np.clip(linear_to_srgb(np.clip(light + grain, 0, 1)), 0, 1) * 255).astype(np.uint8)
    return to_light(codes, "srgb")


def before(back, cover, front=None, spill=0.0):
    front = (puppet() if front is None else front) + spill * np.float32([0.02, 0.2, 0.03])
    return front * cover[..., None] + back * (1 - cover[..., None])


def off(found, cover):
    return float(np.abs(found[..., 3] - cover).mean() / max(np.mean((cover > 0.01) & (cover < 0.99)), 1e-6))


def test_a_soft_matte_is_found_on_an_uneven_screen():
    cover = matte()
    found = key(shot(before(card(), cover)))
    assert found.shape == (HIGH, WIDE, 4)
    assert off(found, cover) < 0.06
    assert found[..., 3][cover == 0].max() < 0.1
    assert (found[..., 3][cover > 0.999] > 0.97).mean() > 0.995


def test_a_clean_plate_makes_it_better_even_under_another_light():
    cover, folded = matte(), card() * (1 + 0.2 * np.sin(np.arange(WIDE) / 2.0))[None, :, None].astype(np.float32)
    picture, plate = shot(before(folded, cover)), shot(folded * 1.1, seed=2)
    assert off(key(picture, Lent(plate=plate), plate="picture 1"), cover) < off(key(picture), cover)


@pytest.mark.parametrize(("screen", "colour"), [("blue", BLUE), ("#20b050", GREEN), ("#f020f0", (0.4, 0.03, 0.4))])
def test_other_colours_serve_as_screens(screen, colour):
    cover = matte()
    assert off(key(shot(before(card(colour), cover)), screen=screen), cover) < 0.08


def test_the_edges_have_the_puppets_colour_and_not_the_screens():
    cover = matte()
    found = key(shot(before(card(), cover, spill=0.3)))
    edge = (cover > 0.3) & (cover < 0.8)
    assert (found[edge][:, 1] <= found[edge][:, [0, 2]].max(axis=1) + 1e-6).all()
    over = found[..., :3] * found[..., 3:] + 0.5 * (1 - found[..., 3:])
    truth = puppet() * cover[..., None] + 0.5 * (1 - cover[..., None])
    assert np.abs(over - truth)[edge].mean() < 0.04


def test_spill_stays_where_it_is_asked_to():
    cover = matte()
    picture = shot(before(card(), cover, spill=1.0))
    inside = cover == cover.max()
    left, some, none = (key(picture, spill=amount)[inside][:, 1].mean() for amount in (0.0, 0.5, 1.0))
    assert left > some > none
    assert key(picture, limit="mean")[inside][:, 1].mean() < none


def test_a_shadow_on_the_screen_is_dropped_or_kept():
    cover = matte()
    shadow = np.ones((HIGH, WIDE), np.float32)
    shadow[140:, :80] = 0.6
    picture = shot(before(card() * shadow[..., None], cover))
    place = np.s_[150:170, 10:60]
    assert key(picture)[place][..., 3].max() < 0.1
    kept = key(picture, Lent(plate=card()), plate="picture 1", shadows="keep")[place]
    assert 0.25 < kept[..., 3].mean() < 0.5
    assert kept[..., :3].max() < 0.1


def test_where_no_screen_is_seen_nothing_is_keyed_and_it_is_said():
    class Still:
        def small(self, width=256):
            return puppet()

    measured = OPERATION.measure(Still(), settings())
    moments = [Moment(frame=1, look=lambda: measured)]
    (solved,) = solve(Stretch(moments=moments, holdings=Held()), settings())
    assert "no green screen" in solved.remark
    assert solved.doubt == 1
    assert (key(puppet())[..., 3] == 1).all()


def test_any_set_serves_with_a_clean_plate():
    cover = matte(soft=0.8)
    rng = np.random.default_rng(2)
    room = cv2.resize(
        rng.uniform(0.03, 0.3, (18, 32, 3)).astype(np.float32), (WIDE, HIGH), interpolation=cv2.INTER_CUBIC
    )
    found = key(shot(before(room, cover)), Lent(plate=shot(room * 1.05, seed=2)), screen="plate", plate="picture 1")
    assert found[..., 3][cover < 1e-3].mean() < 0.01
    assert found[..., 3][cover > 0.999].mean() > 0.97
    assert np.abs(found[..., 3] - cover).mean() < 0.02


def test_a_plate_lies_as_the_picture_does():
    """A picture that lies four pixels to the right in the set shows the plate's pixels from there."""
    cover, folded = matte(), card() * (1 + 0.3 * np.sin(np.arange(WIDE) / 1.5))[None, :, None].astype(np.float32)
    picture = shot(before(np.roll(folded, -4, axis=1), cover))
    lies = (1.0, 0.0, 4 / WIDE, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    moved = key(picture, Lent(plate=folded, lies=lies), plate="picture 1")
    unmoved = key(picture, Lent(plate=folded), plate="picture 1")
    assert off(moved[:, 8:-8], cover[:, 8:-8]) < off(unmoved[:, 8:-8], cover[:, 8:-8])
    beside = key(picture, Lent(plate=np.roll(folded, -4, axis=1), lies=lies), plate="exposure clean")
    assert off(beside[:, 8:-8], cover[:, 8:-8]) < off(unmoved[:, 8:-8], cover[:, 8:-8])


def test_a_back_light_makes_the_matte_and_the_front_light_the_colours():
    cover = matte()
    backing = np.full((HIGH, WIDE, 3), 0.8, np.float32) * np.linspace(1, 0.6, WIDE)[None, :, None]
    lit = shot((backing * (1 - cover[..., None]) + 0.01).astype(np.float32))
    front = shot(before(np.full((HIGH, WIDE, 3), 0.02, np.float32), cover))
    found = key(front, Lent(matte=lit), matte="exposure back")
    assert off(found, cover) < 0.1
    inside = cover > 0.99
    assert np.abs(found[inside][:, :3] - puppet()[inside]).mean() < 0.02
    edge = (cover > 0.4) & (cover < 0.9)
    assert np.abs(found[edge][:, :3] - puppet()[edge]).mean() < 0.08
    named = key(front, Lent(matte=lit, backing=backing), matte="exposure back", backing="picture 9")
    assert off(named, cover) < 0.1


@pytest.fixture
def paint_of(tmp_path):
    """`paint_of(strokes, 6)` solves for the first of each of six pictures on twos, the strokes being kept in a file."""

    def solved(strokes, pictures):
        (tmp_path / "paint.json").write_bytes(paint_bytes(strokes))
        moments = [
            Moment(frame=2 * number - 1, look=lambda: np.empty(0), pictures=(number,))
            for number in range(1, pictures + 1)
        ]
        held = Held(paths={"paint": (tmp_path / "paint.json",)})
        return solve(Stretch(moments=moments, holdings=held), OPERATION.defaults)

    return solved


def test_a_region_and_paint_drop_and_keep(paint_of):
    cover = matte()
    picture = shot(before(card(), cover))
    found = key(picture, region="0.5 0 0.5 0.5")
    assert (found[:, : WIDE // 2] == 0).all()
    assert found[..., 3].max() == 1
    strokes = [
        Stroke(picture=1, mode="rig", radius=0.06, points=((0.5, 0.28), (0.52, 0.28))),
        Stroke(picture=1, mode="keep", radius=0.03, points=((0.1, 0.1),)),
    ]
    solved = paint_of(strokes, 1)[0]
    painted = key(picture, Lent(field=solved.field))
    assert painted[HIGH // 2, WIDE // 2, 3] == 0
    assert painted[32, 32, 3] == 1
    assert np.allclose(painted[32, 32, :3], picture[32, 32])


@pytest.mark.parametrize("on", ["picture", "frame"])
def test_paint_stays_until_a_later_picture_is_painted(paint_of, on):
    place = {"picture": (2, 5), "frame": (3, 10)}[on]
    strokes = [Stroke(**{on: at}, mode="rig", radius=0.1, points=((at / 20, 0.1),)) for at in place]
    found = paint_of(strokes, 6)
    told = [None if one.field is None else float(one.field[0, 3]) for one in found]
    first, second = (pytest.approx(at / 20) for at in place)
    assert told == [None, first, first, first, second, second]


def test_what_is_missing_or_does_not_fit_is_told():
    with pytest.raises(NoPlate, match="clean plate") as refusal:
        key(puppet(), screen="plate")
    assert "plate =" in refusal.value.hint
    with pytest.raises(NoPlate, match="lit from behind"):
        key(puppet(), matte="exposure back")
    with pytest.raises(NoPlate, match="all dark"):
        key(puppet(), Lent(matte=np.zeros((HIGH, WIDE, 3), np.float32)), matte="exposure back")
    with pytest.raises(UnfitPlate, match="100 × 100"):
        key(puppet(), Lent(plate=np.ones((100, 100, 3), np.float32)), plate="picture 1")


@pytest.mark.parametrize("screen", ["grey", "#808080", "#12345", "#zzzzzz"])
def test_what_is_no_screen_is_refused(screen):
    with pytest.raises(KomadoriError, match="screen"):
        recipe_of(("key", {"screen": screen}))


@pytest.mark.parametrize("region", ["0 0 1", "a b c d", "0 0 0 1"])
def test_what_is_no_region_is_refused(region):
    with pytest.raises(KomadoriError, match="region"):
        recipe_of(("key", {"region": region}))


@pytest.mark.parametrize("light", [0.0, 1.0])
def test_black_and_clipped_pictures_go_through(light):
    found = key(np.full((HIGH, WIDE, 3), light, np.float32))
    assert (found[..., 3] == 1).all()
    assert np.isfinite(found).all()


def test_the_same_picture_gives_the_same_bytes():
    picture = shot(before(card(), matte()))
    assert np.array_equal(key(picture), key(picture.copy()))


def test_a_proxy_is_keyed_as_the_photograph_is():
    picture = shot(before(card(), matte()))
    small = cv2.resize(picture, (WIDE // 2, HIGH // 2), interpolation=cv2.INTER_AREA)
    whole = cv2.resize(key(picture)[..., 3], (WIDE // 2, HIGH // 2), interpolation=cv2.INTER_AREA)
    assert np.abs(key(small)[..., 3] - whole).mean() < 0.01


def test_a_keyed_take_is_finished_with_its_matte(shoot):
    cover = matte()
    codes = np.round(np.clip(linear_to_srgb(np.clip(before(card(), cover), 0, 1)), 0, 1) * 255).astype(np.uint8)
    shoot.keep(codes)
    report = shoot.finish(recipe_of(("key", {})))
    found = read(report.manifest.file(1), matte=True)
    assert found.matte is not None
    assert np.abs(found.matte / 65535 - cover).mean() < 0.02


def test_known_fronts_are_solved_exactly():
    cover, back = matte(soft=2.0), card()
    front = fronts(before(back, cover), back, cover)
    there = cover > 0.3
    assert np.abs(front - puppet())[there].mean() < 0.05
    again = front * cover[..., None] + back * (1 - cover[..., None])
    assert np.abs(again - before(back, cover))[cover > 0.05].max() < 0.05


def test_nothing_unknown_leaves_the_pictures_pixels():
    everything = np.ones((HIGH, WIDE), bool)
    known = Known(back=~everything, front=everything, expect=np.ones((HIGH, WIDE), np.float32), doubt=0.3)
    found, front = solve_matte(puppet(), card(), known)
    assert (found == 1).all()
    assert np.array_equal(front, puppet())


def test_what_is_known_is_spread_and_kept():
    values = np.zeros((40, 60, 2), np.float32)
    weight = np.zeros((40, 60), np.float32)
    values[5, 5], weight[5, 5] = (1, 2), 1
    values[35, 55], weight[35, 55] = (3, 6), 1
    filled = spread(values, weight)
    assert np.allclose(filled[5, 5], (1, 2))
    assert np.allclose(filled[..., 1], 2 * filled[..., 0], atol=1e-4)
    assert 0.99 < filled[..., 0].min() <= filled[..., 0].max() < 3.01
    assert (spread(values, np.zeros_like(weight)) == 0).all()


def test_a_grey_has_no_hue():
    assert Hue.of((0.5, 0.5, 0.5)) is None
    assert Hue.of((0.0, 0.0, 0.0)) is None
    assert Hue.of(GREEN) == Hue(high=(1,), low=(0, 2))
    assert Hue.of((0.0, 0.5, 0.5)) == Hue(high=(1, 2), low=(0,))
    assert by_hue(puppet(), Hue.of(BLUE), None, shadows=False) is None
    assert by_backlight(np.zeros((HIGH, WIDE, 3), np.float32)) is None


def test_what_a_recipe_says():
    assert OPERATION.told(settings()) == "keyed off the green screen"
    assert "difference from picture 3" in OPERATION.told(settings(screen="plate", plate="picture 3"))
    assert "lit from behind" in OPERATION.told(settings(matte="exposure back"))


def test_a_tiff_beside_may_be_the_plate(shoot):
    cover = matte()
    codes = np.round(np.clip(linear_to_srgb(np.clip(before(card(), cover), 0, 1)), 0, 1) * 255).astype(np.uint8)
    shoot.keep(codes)
    write(shoot.take.path / "clean.png", np.round(linear_to_srgb(card()) * 255).astype(np.uint8), format="png8")
    report = shoot.finish(recipe_of(("key", {"plate": "clean.png"})))
    assert not report.failures
    assert read(report.manifest.file(1), matte=True).matte is not None


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 7), (9, 16), (33, 17)])
@pytest.mark.parametrize("light", ["screen", "noise"])
def test_pictures_of_any_size_are_keyed(size, light):
    back = np.broadcast_to(np.float32(GREEN), (*size, 3)).copy()
    picture = back if light == "screen" else np.random.default_rng(1).random((*size, 3)).astype(np.float32)
    for values in ({}, {"screen": "plate", "plate": "picture 1"}, {"shadows": "keep"}):
        found = key(picture, Lent(plate=back), **values)
        assert found.shape == (*size, 4)
        assert np.isfinite(found).all()
        assert 0 <= found[..., 3].min() <= found[..., 3].max() <= 1


def test_a_preview_shows_what_the_finished_picture_shows_over_black(shoot):
    cover = matte()
    shoot.keep(np.round(np.clip(linear_to_srgb(np.clip(before(card(), cover), 0, 1)), 0, 1) * 255).astype(np.uint8))
    recipe = recipe_of(("key", {}))
    path = shoot.finish(recipe).manifest.file(1)
    seen = Previews(shoot.series.cache).show(shoot.take, recipe, 1, width=WIDE)
    assert np.abs(seen.astype(int) - read_proxy(path, WIDE, matte=True)).max() <= 1
