"""What the light was meant to be, told from courses that flicker, without any picture."""

import numpy as np

from komadori.finish.flicker.wanted import wanted

COUNT = 120
FADES = np.array([[0.2, 0.17, 0.1], [0.25, 0.48, 0.6], [0, 0, 0]])
"""How much of its red, green and blue each of three lamps loses, all at the same time."""
SHARES = np.array([[0.6, 0.35, 0.05], [0.25, 0.7, 0.05], [0.35, 0.05, 0.6]])
"""How much light of each lamp three places have."""


def told(flicker, fading):
    """What a fit leaves of the flicker that knows when the lamps fade, but not how much."""
    bases = np.stack([np.ones(COUNT), fading], axis=1)
    return bases @ np.linalg.lstsq(bases, flicker, rcond=None)[0] - 1


def test_lamps_that_fade_are_told_as_sums_of_light():
    time = np.clip((np.arange(COUNT) - 24) / 90, 0, 1)
    fading = time * time * (3 - 2 * time)
    light = np.einsum("pl,nlc->npc", SHARES, 1 - FADES * fading[:, None, None]).reshape(COUNT, -1)
    ours, least = [], []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        each = 1 + rng.normal(0, 0.03, (COUNT, 1)) + np.repeat(rng.normal(0, 0.03, (COUNT, 3)), 3, axis=1)
        flicker = each + np.tile(rng.normal(0, 0.012, (COUNT, 3)), (1, 3))
        ours.append(np.exp2(wanted(np.log2(light * flicker), np.arange(COUNT) + 1.0, 40)) / light - 1)
        least.append(told(flicker, fading))
    assert np.sqrt(np.square(ours).mean()) < 1.15 * np.sqrt(np.square(least).mean())
