"""The quick picture of the live view against the eye's own."""

import cv2
import numpy as np
import pytest

from komadori.stage.eye import Sensor, codes8, developed, negative
from komadori.stage.raster.proof import proof


@pytest.fixture(scope="module")
def light():
    """A dim room with a bright window and a lamp."""
    rng = np.random.default_rng(3)
    light = cv2.resize(rng.uniform(0.0, 0.4, (9, 16, 3)).astype(np.float32), (320, 180))
    light[20:80, 180:280] = (2.0, 2.4, 3.2)
    light[100:120, 40:60] = (12.0, 7.0, 2.0)
    return light


@pytest.mark.parametrize(
    "sensor",
    [
        Sensor(noise=0),
        Sensor(noise=0, kelvin=3200, ev=1.3),
        Sensor(noise=0, iso=800, glare=0, vignette=0, contrast=1.2),
    ],
)
def test_it_is_what_a_photograph_would_be(light, sensor):
    exact = codes8(developed(negative(light, sensor, seed=1, number=1), sensor)).astype(int)
    away = abs(proof(light, sensor).astype(int) - exact)
    assert np.percentile(away, 99) <= 3
    assert away.mean() < 0.6


def test_the_iris_lets_in_more_light(light):
    sensor = Sensor(noise=0)
    assert proof(light, sensor, opened=2.0).mean() > proof(light, sensor).mean() + 10


def test_darkness_is_black_and_a_flood_is_white():
    sensor = Sensor(noise=0, vignette=0)
    assert proof(np.zeros((8, 8, 3), np.float32), sensor).max() == 0
    assert proof(np.full((8, 8, 3), 1e6, np.float32), sensor).min() == 255
