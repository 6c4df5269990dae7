"""A dissolve mixes light, as two exposures on one film, and mattes with it."""

import numpy as np
import pytest

from komadori.cut import dissolved, mix_of
from komadori.picture.colour import to_light


def flat(*codes):
    """A small picture of one colour, and a matte where a fourth code is given."""
    return np.broadcast_to(np.uint16(codes), (4, 6, len(codes))).copy()


def test_it_rises_evenly_and_neither_end_is_seen_twice():
    shares = [mix_of(frame, 4) for frame in range(1, 5)]
    assert shares == pytest.approx([0.2, 0.4, 0.6, 0.8])


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_light_is_mixed_and_not_its_codes(share):
    going, coming = flat(60000, 30000, 1000), flat(500, 45000, 20000)
    mixed = to_light(dissolved(going, coming, share), "srgb")
    wanted = (1 - share) * to_light(going, "srgb") + share * to_light(coming, "srgb")
    assert np.allclose(mixed, wanted, atol=2e-5)


def test_what_is_alike_on_both_sides_stays_as_it_is():
    same = np.random.default_rng(3).integers(0, 65536, (8, 8, 3)).astype(np.uint16)
    assert (dissolved(same, same, 0.3) == same).all()


def test_mattes_are_mixed_and_colour_counts_as_much_as_there_is_of_it():
    keyed, whole = flat(40000, 20000, 10000, 0), flat(10000, 30000, 50000)
    mixed = dissolved(keyed, whole, 0.25)
    assert np.allclose(mixed[..., 3] / 65535, 0.25, atol=1e-4)
    assert np.allclose(mixed[..., :3], whole, atol=2)
    nothing = dissolved(keyed, keyed, 0.5)
    assert not nothing.any()
