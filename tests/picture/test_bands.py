"""A picture worked on in bands of rows: all of it once, by however many threads, and what goes wrong is told."""

import cv2
import numpy as np
import pytest

from komadori.picture.bands import PIXELS, in_bands


@pytest.fixture(params=[1, 2])
def threads(request, monkeypatch):
    monkeypatch.setattr(cv2, "getNumThreads", lambda: request.param)


@pytest.mark.parametrize("shape", [(0, 7, 3), (1, 1), (5, 0), (3, 2 * PIXELS), (1001, 1920, 3)])
def test_every_row_is_in_one_band(threads, shape):
    times = np.zeros(shape[0], int)

    def count(rows):
        times[rows] += 1

    in_bands(shape, count)
    assert (times == 1).all()


def test_what_goes_wrong_in_a_band_is_raised(threads):
    def fail(rows):
        if rows.start:
            raise ValueError("a later band")

    with pytest.raises(ValueError, match="a later band"):
        in_bands((1000, 1920), fail)
