"""Layers lie where they are put, are mixed as light, and leave nothing that was not asked for."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.errors import KomadoriError
from komadori.finish.operation import HERE, Moment, Stretch
from komadori.finish.ops.background import OPERATION, NoLayer, solve
from komadori.finish.recipe import recipe_of
from komadori.picture import read, write
from komadori.picture.colour import linear_to_srgb, to_light

WIDE, HIGH = 96, 54


@dataclass
class Held:
    """Holdings of arrays and paths."""

    plates: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)

    def plate(self, name, width=0):
        return self.plates.get(name)

    def paths(self, name):
        return self.files.get(name, ())


@dataclass
class Lent:
    """What is given beside the pixels."""

    holdings: Held = field(default_factory=Held)
    numbers: tuple = ()
    field: object = None
    lies: tuple = HERE
    others: tuple = ()

    def kept(self, _by, make):
        return make()


def lay(pixels, plates=None, files=None, numbers=(), **values):
    given = Lent(holdings=Held(plates or {}, files or {}), numbers=numbers)
    return OPERATION.apply(pixels, {**OPERATION.defaults, **values}, given)


def flat(*colour, matte=None):
    light = np.broadcast_to(np.float32(colour), (HIGH, WIDE, 3))
    return light.copy() if matte is None else np.dstack([light, np.full((HIGH, WIDE), matte, np.float32)])


def codes(colour):
    return np.broadcast_to(np.uint16(np.rint(linear_to_srgb(np.array(colour)) * 65535)), (HIGH, WIDE, 3)).copy()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_light_adds_up_by_the_matte(matte, above, below):
    found = lay(flat(above, above, above, matte=matte), {"plate": flat(below, below, below)})
    assert found.shape == (HIGH, WIDE, 3)
    assert np.allclose(found, above * matte + below * (1 - matte), atol=1e-5)


def test_a_colour_lies_behind():
    found = lay(flat(0.2, 0.2, 0.2, matte=0.0), colour="#ff8000")
    assert np.allclose(found, to_light(np.uint8([255, 128, 0]), "srgb"), atol=1e-4)


def test_a_layer_is_moved_and_scaled_and_around_it_a_matte_is_left():
    plate = flat(0.5, 0.1, 0.1)
    found = lay(flat(0.0, 0.0, 0.0, matte=0.0), {"plate": plate}, scale=0.5, x=0.25)
    there = found[..., 3] > 0.5
    rows, columns = np.nonzero(there)
    assert (columns.min(), columns.max() + 1) == (48, 96)
    assert (rows.max() + 1 - rows.min()) == HIGH // 2
    assert np.allclose(found[there][:, 0], 0.5)
    assert (found[~there] == 0).all()


def test_a_plate_of_another_shape_fills_the_picture():
    plate = np.zeros((40, 40, 3), np.float32)
    plate[:, 20:] = 1
    found = lay(flat(0.0, 0.0, 0.0, matte=0.0), {"plate": plate})
    assert found.shape == (HIGH, WIDE, 3)
    assert found[:, :46].max() == 0
    assert found[:, 50:].min() == 1


def test_a_window_shows_the_layer_through_a_picture_without_a_matte():
    window = np.zeros((HIGH, WIDE, 3), np.float32)
    window[10:20, 30:50] = 1
    found = lay(flat(0.3, 0.3, 0.3), {"plate": flat(0.0, 0.0, 0.9), "window": window}, window="window.png")
    assert np.allclose(found[15, 40], (0, 0, 0.9))
    assert np.allclose(found[30, 40], 0.3)


def test_a_card_in_front_is_laid_by_its_own_matte(tmp_path):
    card = np.zeros((HIGH, WIDE, 4), np.uint16)
    card[:, :40] = (65535, 0, 0, 65535)
    write(tmp_path / "card.tif", card)
    plate = to_light(card[..., :3], "srgb")
    found = lay(flat(0.2, 0.2, 0.2), {"plate": plate}, {"plate": (tmp_path / "card.tif",)}, lies="in front")
    assert np.allclose(found[20, 20], (1, 0, 0))
    assert np.allclose(found[20, 60], 0.2)


def test_a_puppet_keyed_stays_keyed_under_a_card_that_leaves_room(tmp_path):
    found = lay(flat(0.2, 0.2, 0.2, matte=0.0), {"plate": flat(1.0, 0.0, 0.0)}, lies="in front", opacity=0.5)
    assert np.allclose(found[..., 3], 0.5)
    assert np.allclose(found[..., 0], 1)


def test_blur_puts_it_out_of_focus():
    plate = np.zeros((HIGH, WIDE, 3), np.float32)
    plate[:, WIDE // 2 :] = 1
    sharp = lay(flat(0.0, 0.0, 0.0, matte=0.0), {"plate": plate})
    soft = lay(flat(0.0, 0.0, 0.0, matte=0.0), {"plate": plate}, blur=0.03)
    assert np.abs(np.diff(soft[20, :, 0])).max() < 0.3 < np.abs(np.diff(sharp[20, :, 0])).max()
    assert np.isclose(soft[..., 0].mean(), sharp[..., 0].mean(), atol=0.02)


def test_frames_of_another_shot_go_along(tmp_path):
    files = []
    for number in range(3):
        files.append(tmp_path / f"{number}.png")
        write(files[-1], codes((0.1 * (number + 1),) * 3))
    empty = flat(0.0, 0.0, 0.0, matte=0.0)
    shown = [
        lay(empty, {}, {"sequence": tuple(files)}, (1.0, 1.0, 1.0, float(at)), sequence="sky")[0, 0, 0]
        for at in (1, 2, 9)
    ]
    assert np.allclose(shown, (0.1, 0.2, 0.3), atol=1e-3)
    later = lay(empty, {}, {"sequence": tuple(files)}, (1.0, 1.0, 1.0, 1.0), sequence="sky", first=2)
    assert np.isclose(later[0, 0, 0], 0.2, atol=1e-3)


def stretch(seen, plates=None, frames=(1, 3)):
    moments = [Moment(frame=at, look=lambda: seen) for at in frames]
    return Stretch(moments=moments, holdings=Held(plates or {}))


def test_the_light_is_matched_by_one_gain_for_the_whole_take():
    values = {**OPERATION.defaults, "match": 1.0}
    found = solve(stretch(np.array([0.2, 0.2, 0.2]), {"plate": flat(0.3, 0.2, 0.1)}), values)
    assert np.allclose([one.numbers[:3] for one in found], (1.5, 1.0, 0.5), atol=2e-4)
    half = solve(stretch(np.array([0.2, 0.2, 0.2]), {"plate": flat(0.3, 0.2, 0.1)}), {**values, "match": 0.5})
    assert np.allclose(half[0].numbers[:3], (1.2247, 1, 0.7071), atol=1e-3)
    warmed = lay(flat(0.2, 0.2, 0.2, matte=1.0), {"plate": flat(0.3, 0.2, 0.1)}, numbers=found[0].numbers)
    assert np.allclose(warmed, (0.3, 0.2, 0.1), atol=1e-3)
    dark = solve(stretch(np.array([0.01, 0.01, 0.01]), {"plate": flat(1, 1, 1)}), values)
    assert dark[0].numbers[:3] == (2.0, 2.0, 2.0)


def test_without_anything_to_match_it_is_said_and_nothing_is_changed():
    values = {**OPERATION.defaults, "match": 1.0}
    (one, _) = solve(stretch(np.array([0.2, 0.2, 0.2])), values)
    assert one.numbers == ()
    assert "not matched" in one.remark
    assert solve(stretch(np.empty(0)), OPERATION.defaults)[0].numbers == ()
    numbered = solve(stretch(np.empty(0)), {**OPERATION.defaults, "sequence": "sky"})
    assert [each.numbers[3] for each in numbered] == [1.0, 3.0]


def test_the_mean_colour_is_that_of_what_was_keyed():
    class Still:
        def small(self, width=256):
            light = flat(0.1, 0.2, 0.3, matte=0.0)
            light[:5, :5] = (0.5, 0.6, 0.7, 1)
            return light

    assert np.allclose(OPERATION.measure(Still(), {**OPERATION.defaults, "match": 1.0}), (0.5, 0.6, 0.7))
    assert OPERATION.measure(Still(), OPERATION.defaults).size == 0


def test_nothing_to_lay_is_told():
    with pytest.raises(NoLayer, match="nothing to lay"):
        lay(flat(0.1, 0.1, 0.1))
    with pytest.raises(NoLayer, match="no exposure clean"):
        lay(flat(0.1, 0.1, 0.1), plate="exposure clean")
    with pytest.raises(KomadoriError, match="colour"):
        recipe_of(("background", {"colour": "blue"}))


def test_what_a_recipe_says():
    assert OPERATION.told(OPERATION.defaults) == ""
    told = OPERATION.told({**OPERATION.defaults, "plate": "sky.png", "window": "window.png", "match": 0.3})
    assert told == "sky.png laid behind through window.png, its light matched"


def test_a_puppet_goes_from_its_screen_before_a_sky(shoot):
    light = np.full((90, 160, 3), (0.03, 0.35, 0.07), np.float32)
    cv2.circle(light, (80, 45), 25, (0.4, 0.2, 0.1), -1)
    shoot.keep(np.round(linear_to_srgb(light) * 255).astype(np.uint8))
    write(shoot.take.path / "sky.png", np.full((90, 160, 3), (100, 150, 250), np.uint8), format="png8")
    report = shoot.finish(recipe_of(("key", {}), ("background", {"plate": "sky.png"})))
    assert not report.failures
    found = read(report.manifest.file(1), matte=True)
    assert found.matte is None
    assert np.allclose(found.data[5, 5] / 257, (100, 150, 250), atol=1)
    assert np.allclose(to_light(found.data, "srgb")[45, 80], (0.4, 0.2, 0.1), atol=0.01)
