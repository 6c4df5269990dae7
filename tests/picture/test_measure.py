"""Measures of light tell what was done to the light, however the puppet moves."""

import numpy as np
import pytest

from komadori.picture.colour import to_codes, to_light
from komadori.picture.measure import bare_set, light_against, patches

PICTURES, WIDTH, HEIGHT = 24, 160, 96


def lit(picture, gain):
    """`picture` as if its exposure were multiplied by `gain`, a number or one for each channel."""
    return to_codes(to_light(picture, "srgb") * np.asarray(gain, np.float32), "srgb", 8)


@pytest.fixture(scope="module")
def take(samples):
    """A take without any fault: the puppet walks over a set that stands still."""
    return [samples.set_and_puppet(step, WIDTH, HEIGHT, gain=0.8) for step in range(PICTURES)]


@pytest.fixture(scope="module")
def flicker():
    """Gains as a careless lamp gives them: about 3 %."""
    return np.exp(np.random.default_rng(2).normal(0, 0.03, PICTURES))


def test_exposure_adds_its_stops(take):
    plain, brighter = (patches(picture) for picture in (take[0], lit(take[0], 1.25)))
    assert light_against(brighter, plain) == pytest.approx([np.log2(1.25)] * 4, abs=0.01)


def test_a_grey_card_is_as_dark_as_it_is():
    card = np.full((36, 64, 3), to_codes(np.full(1, 0.18, np.float32), "srgb", 8)[0])
    assert np.median(patches(card), axis=(0, 1)) == pytest.approx([np.log2(0.18)] * 4, abs=0.02)


def test_colour_shows_in_its_channel(take):
    plain, warmer = (patches(picture) for picture in (take[0], lit(take[0], (1.1, 1.0, 0.9))))
    _, red, green, blue = light_against(warmer, plain)
    assert (red, green, blue) == pytest.approx((np.log2(1.1), 0, np.log2(0.9)), abs=0.02)


def test_clipped_and_black_patches_tell_nothing():
    picture = np.full((72, 128, 3), 100, np.uint8)
    picture[:36], picture[36:54] = 255, 0
    assert np.isnan(patches(picture)).all(axis=2).mean() == pytest.approx(0.75)


def test_one_picture_is_its_own_set(take):
    meter = patches(take[0])
    told = light_against(meter, bare_set([meter]))
    assert np.isfinite(told).all()


def test_light_of_the_set_is_the_lamps_whatever_the_puppet_does(take, flicker):
    meters = [patches(lit(picture, gain)) for picture, gain in zip(take, flicker, strict=True)]
    bare = bare_set(meters)
    levels = np.array([light_against(meter, bare)[0] for meter in meters])
    assert np.abs((levels - levels.mean()) - (np.log2(flicker) - np.log2(flicker).mean())).max() < 0.01


def test_a_dark_puppet_over_a_third_of_the_picture_does_not_darken_the_light(take):
    """It crosses the whole picture and is away at times: a mean, or a meter that trusts still pixels, would jump."""
    shot = [lit(picture, 1.0) for picture in take]
    for step, picture in enumerate(shot):
        left = (step - 6) * WIDTH // 12
        picture[:, max(0, left) : max(0, left + WIDTH // 3)] = 8
    meters = [patches(picture) for picture in shot]
    bare = bare_set(meters)
    assert np.ptp([light_against(meter, bare)[0] for meter in meters]) < 0.01
