"""What the light was meant to be, told from courses that flicker, without any picture."""

import numpy as np

from komadori.finish.flicker.wanted import wanted

COUNT = 120
TIMES = np.arange(COUNT) + 1.0
REACH = 40
FADES = np.array([[0.2, 0.17, 0.1], [0.25, 0.48, 0.6], [0, 0, 0]])
"""How much of its red, green and blue each of three lamps loses, all at the same time."""
BRIGHTENS = np.array([[0, 0, 0], [0, 0, 0], [0.5, 0.4, 0.25]])
"""The same of what they win."""
SHARES = np.array([[0.6, 0.35, 0.05], [0.25, 0.7, 0.05], [0.35, 0.05, 0.6]])
"""How much light of each lamp three places have."""
NONE = np.empty((COUNT, 0))


def gradual(first, last):
    """A change from picture `first` to `last`, 0..1."""
    time = np.clip((np.arange(COUNT) - first) / (last - first), 0, 1)
    return time * time * (3 - 2 * time)


def lit(levels):
    """The light of the three places in three channels, pictures x 9, of the lamps' levels."""
    return np.einsum("pl,nlc->npc", SHARES, levels).reshape(COUNT, -1)


def flickers():
    """Eight flickers of all light, of each place and of each channel, pictures x 9."""
    for seed in range(8):
        rng = np.random.default_rng(seed)
        each = 1 + rng.normal(0, 0.03, (COUNT, 1)) + np.repeat(rng.normal(0, 0.03, (COUNT, 3)), 3, axis=1)
        yield each + np.tile(rng.normal(0, 0.012, (COUNT, 3)), (1, 3))


def off(light):
    """How far, as a root mean square, the slow light is off `light`, in parts of it."""
    told = [wanted(np.log2(light * one), TIMES, REACH) for one in flickers()]
    return np.sqrt(np.square(np.exp2(told) / light - 1).mean())


def least(*changes):
    """How far a fit is off that knows when the `changes` are, but not how large."""
    bases = np.stack([np.ones(COUNT), *changes], axis=1)
    told = [bases @ np.linalg.lstsq(bases, one, rcond=None)[0] - 1 for one in flickers()]
    return np.sqrt(np.square(told).mean())


def test_lamps_that_fade_are_told_as_sums_of_light():
    fading = gradual(24, 114)
    assert off(lit(1 - FADES * fading[:, None, None])) < 1.04 * least(fading)


def test_a_quick_change_is_told_as_well_as_a_slow_one():
    fading = gradual(54, 72)
    assert off(lit(1 - FADES * fading[:, None, None])) < 1.12 * least(fading)


def test_two_changes_one_after_the_other_are_both_told():
    fading, brightening = gradual(12, 60), gradual(60, 114)
    levels = 1 - FADES * fading[:, None, None] + BRIGHTENS * brightening[:, None, None]
    assert off(lit(levels)) < 1.05 * least(fading, brightening)


def test_a_light_that_stays_is_told_to_stay():
    assert off(np.ones((COUNT, 9))) < 1.05 * least()


def test_the_mean_that_is_kept_is_lights_and_not_that_of_stops():
    light = 1 + np.random.default_rng(1).normal(0, 0.12, (COUNT, 3))
    kept = np.exp2(wanted(np.log2(light), TIMES, REACH, NONE))
    np.testing.assert_allclose(kept, np.repeat(light.mean(axis=0, keepdims=True), COUNT, axis=0), rtol=3e-3)
