"""The light of a set told picture by picture: exposure, colour, a lamp of its own, and a puppet that walks."""

import numpy as np
import pytest

from komadori.picture.set_light import SetLight

ROWS, COLUMNS = 20, 36
SHAPE = ROWS, COLUMNS
ALL = np.ones(SHAPE, bool)


@pytest.fixture
def scene():
    return np.exp(np.random.default_rng(1).normal(-1.5, 0.5, (*SHAPE, 3))).astype(np.float32)


@pytest.fixture
def lamp():
    """How much of each patch's light is one lamp's."""
    x = np.linspace(0, 1, COLUMNS)[None].repeat(ROWS, axis=0)
    return (0.8 * np.exp(-(((x - 0.1) / 0.25) ** 2)))[..., None].astype(np.float32)


def seen(scene, chance, gain=1.0, puppet=None):
    light = scene * gain * np.exp(chance.normal(0, 0.003, scene.shape))
    if puppet is not None:
        light[5:, puppet : puppet + 9] = 0.4
    return light.astype(np.float32)


def followed(model, pictures):
    told = []
    for light in pictures:
        told.append(model.told(light, ALL))
        model.learn(told[-1])
    return told


def test_exposure_and_colour_are_told_behind_a_walking_puppet(scene):
    chance = np.random.default_rng(2)
    gains = np.exp(chance.normal(0, 0.03, (20, 3)))
    pictures = [seen(scene, chance, gain, puppet=at) for at, gain in enumerate(gains)]
    told = followed(SetLight(seen(scene, chance)), pictures)
    off = [one.level - np.log(gain) for one, gain in zip(told, gains, strict=True)]
    assert np.abs(off).max() < 0.0015


def test_a_soft_shadow_that_goes_to_and_fro_is_no_other_light_though_grain_hides_it(scene):
    chance = np.random.default_rng(6)
    x = np.arange(COLUMNS)[None, :, None]

    def shaded(at):
        light = scene * (1 - 0.03 * np.exp(-(((x - at) / 5) ** 2))) * np.exp(chance.normal(0, 0.012, scene.shape))
        return light.astype(np.float32)

    told = followed(SetLight(seen(scene, chance)), [shaded(10 + 4 * np.sin(0.5 * number)) for number in range(20)])
    assert np.abs(np.mean([one.level for one in told])) < 0.0015


def test_the_dark_tells_less_than_what_is_lit(scene):
    chance = np.random.default_rng(7)
    dark = scene.copy()
    dark[:, 12:] *= 0.02

    def grainy():
        light = dark * 1.01
        light[:, 12:] *= np.exp(chance.normal(0, 0.1, (ROWS, COLUMNS - 12, 3)))
        light[:, :12] *= np.exp(chance.normal(0, 0.002, (ROWS, 12, 3)))
        return light.astype(np.float32)

    told = SetLight(dark).told(grainy(), ALL)
    assert np.abs(told.level - np.log(1.01)).max() < 0.001


def test_a_picture_is_told_against_another_than_the_first(scene):
    chance = np.random.default_rng(8)
    told = SetLight(scene).told(seen(scene, chance, 1.3), ALL, against=seen(scene, chance, 1.25))
    assert told.level == pytest.approx(np.log([1.3 / 1.25] * 3), abs=0.001)


def test_what_is_told_does_not_depend_on_what_comes_later(scene):
    chance = np.random.default_rng(3)
    pictures = [seen(scene, chance, gain) for gain in np.exp(chance.normal(0, 0.03, 12))]
    start = seen(scene, chance)
    long, short = (followed(SetLight(start), pictures[:count]) for count in (12, 7))
    for one, other in zip(long, short, strict=False):
        assert np.array_equal(one.level, other.level)


def test_a_lamp_that_flickers_by_itself_becomes_a_pattern(scene, lamp):
    chance = np.random.default_rng(4)
    levels = chance.normal(0, 0.08, 30)
    pictures = [seen(scene, chance, 1 + lamp * level) for level in levels]
    told = followed(SetLight(seen(scene, chance)), pictures)
    amounts = np.array([one.patterns[0] for one in told[-15:]])
    assert abs(np.corrcoef(amounts, levels[-15:])[0, 1]) > 0.98
    assert np.abs(told[-1].left).mean() < 0.004
    assert np.abs([one.level for one in told[-15:]]).max() < 0.003


def test_a_puppet_that_steps_in_is_not_believed(scene):
    chance = np.random.default_rng(5)
    model = SetLight(seen(scene, chance))
    followed(model, [seen(scene, chance) for _ in range(10)])
    told = model.told(seen(scene, chance, puppet=12), ALL)
    assert told.weights[6:, 13:20].mean() < 0.15
    assert told.weights[:, 25:].mean() > 0.7


def test_with_nothing_that_stands_still_nothing_is_told(scene):
    told = SetLight(scene).told(scene * 2, np.zeros(SHAPE, bool))
    assert not told.level.any()
    assert not told.weights.any()
