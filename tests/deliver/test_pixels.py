"""Colour is converted as ITU-R BT.709 says, judged against the formula written down again in doubles."""

import numpy as np
import pytest

from komadori.deliver.pixels import plane_values, proof_of, proof_of_frame, to_frame

FORMATS = [("yuv420p", 8), ("yuv422p10le", 10)]


def expected(rgb, bits):
    """Y', Cb, Cr of R'G'B' in 0..1, as exact codes."""
    red, green, blue = np.moveaxis(np.asarray(rgb, float), -1, 0)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    step = 2 ** (bits - 8)
    return [
        (16 + 219 * luma) * step,
        (128 + 224 * (blue - luma) / 1.8556) * step,
        (128 + 224 * (red - luma) / 1.5748) * step,
    ]


def planes(frame, bits):
    return [plane_values(plane, bits).astype(float) for plane in frame.planes]


@pytest.mark.parametrize(("samples", "bits"), FORMATS)
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_every_flat_colour_is_the_nearest_code(samples, bits, kind):
    top = np.iinfo(kind).max
    for colour in np.random.default_rng(3).integers(0, top + 1, (40, 3)):
        rgb = np.broadcast_to(colour.astype(kind), (4, 4, 3))
        for plane, exact in zip(planes(to_frame(rgb, samples, bits), bits), expected(colour / top, bits), strict=True):
            assert np.abs(plane - exact).max() <= 0.501


@pytest.mark.parametrize(("samples", "bits"), FORMATS)
def test_black_and_white_stand_at_the_limits(samples, bits):
    step = 2 ** (bits - 8)
    for value, luma in ((0, 16), (255, 235)):
        y, cb, cr = planes(to_frame(np.full((4, 4, 3), value, np.uint8), samples, bits), bits)
        assert (y == luma * step).all()
        assert (cb == 128 * step).all()
        assert (cr == 128 * step).all()


@pytest.mark.parametrize(("samples", "bits"), FORMATS)
def test_colour_is_sited_on_the_left_sample_of_each_pair(samples, bits):
    """A chroma sample of a ramp of red has the ramp's value at the luma sample it is sited on."""
    ramp = np.arange(0, 256, 2, np.uint8)
    rgb = np.zeros((8, len(ramp), 3), np.uint8)
    rgb[..., 0] = ramp
    red = planes(to_frame(rgb, samples, bits), bits)[2]
    exact = expected(rgb[0, ::2] / 255, bits)[2]
    assert np.abs(red[:, 1:-1] - exact[1:-1]).max() <= 0.51


def test_in_420_colour_lies_between_the_two_rows():
    rgb = np.zeros((64, 8, 3), np.uint8)
    rgb[..., 0] = np.arange(0, 256, 4)[:, None]
    red = planes(to_frame(rgb, "yuv420p", 8), 8)[2][:, 1]
    between = (rgb[0::2, 0] / 2 + rgb[1::2, 0] / 2) / 255
    assert np.abs(red - expected(between, 8)[2]).max() <= 0.51


@pytest.mark.parametrize(("samples", "bits"), FORMATS)
def test_a_frame_proves_the_picture_it_was_made_from(samples, bits, paint):
    rgb = paint(3, width=640, height=360)
    error = proof_of_frame(to_frame(rgb, samples, bits), bits).astype(int) - proof_of(rgb)
    # The block's hard edges lie half a colour sample off in what is stored; the rest is rounding.
    assert np.abs(error).mean() < 1
    assert np.abs(error).max() < 12
