"""What is written reads back as the same picture."""

import numpy as np
import pytest
import tifffile
from PIL import Image

from komadori.picture import inspect, read, write
from komadori.picture.colour import to_codes, to_light
from komadori.picture.write import SUFFIXES, WRITERS


@pytest.mark.parametrize("suffix", [".png", ".tif", ".tiff"])
def test_sixteen_bits_come_back_unchanged(suffix, tmp_path, samples):
    path = tmp_path / f"a{suffix}"
    write(path, samples.ramp16())
    assert np.array_equal(read(path).data, samples.ramp16())
    assert read(path).encoding == "srgb"


def test_eight_bit_png_comes_back_unchanged(tmp_path, samples):
    write(tmp_path / "a.png", samples.set_and_puppet(), format="png8")
    assert np.array_equal(read(tmp_path / "a.png").data, samples.set_and_puppet())


def test_a_linear_tiff_says_so_and_comes_back_linear(tmp_path, samples):
    path = tmp_path / "a.tif"
    write(path, samples.ramp16(), encoding="linear")
    pixels = read(path)
    assert pixels.encoding == "linear"
    assert np.array_equal(pixels.data, samples.ramp16())
    assert inspect(path).notes == ()


def test_the_cache_format_is_not_packed(tmp_path, samples):
    write(tmp_path / "a.tif", samples.ramp16())
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert file.pages[0].compression == 1
        assert file.pages[0].is_contiguous


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("encoding", ["srgb", "linear"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_every_format_keeps_the_light_whatever_it_is_given(kind, encoding, dtype, tmp_path):
    codes = np.tile(np.linspace(0.05, 1, 48, dtype=np.float32)[:, None, None], (1, 48, 3))
    light = codes if encoding == "linear" else to_light(codes, "srgb")
    data = codes if dtype == np.float32 else np.rint(codes * np.iinfo(dtype).max).astype(dtype)
    path = tmp_path / "picture"
    write(path, data, encoding=encoding, format=kind)
    pixels = read(path)
    shown = pixels.data if pixels.data.dtype == np.float32 else to_light(pixels.data, pixels.encoding)
    assert np.abs(shown - light).max() < (0.02 if "8" in f"{kind}{dtype}" or kind == "jpeg" else 0.001)


def test_light_above_white_survives_in_exr_and_is_clipped_elsewhere(tmp_path):
    light = np.full((8, 8, 3), 3.0, np.float32)
    write(tmp_path / "a.exr", light, encoding="linear")
    write(tmp_path / "a.png", light, encoding="linear")
    assert read(tmp_path / "a.exr").data.max() == 3
    assert (read(tmp_path / "a.png").data == 65535).all()


def test_light_beyond_half_floats_is_not_infinite(tmp_path):
    write(tmp_path / "a.exr", np.full((4, 4, 3), 1e6, np.float32), encoding="linear")
    assert read(tmp_path / "a.exr").data.max() == 65504


def test_jpeg_keeps_full_colour_resolution(tmp_path, samples):
    write(tmp_path / "a.jpg", samples.set_and_puppet())
    with Image.open(tmp_path / "a.jpg") as file:
        assert file.layer[1][1:3] == (1, 1)


def test_other_programs_see_the_same_tiff(tmp_path, samples):
    write(tmp_path / "a.tif", samples.ramp16())
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), samples.ramp16())


def test_an_unknown_format_and_other_arrays_are_refused(tmp_path, samples):
    with pytest.raises(ValueError, match=r"a\.gif: '\.gif' is not one of tiff8, tiff16, png8, png16, jpeg, exr"):
        write(tmp_path / "a.gif", samples.ramp16())
    with pytest.raises(ValueError, match="H x W x 3"):
        write(tmp_path / "a.png", samples.ramp16()[..., 0])
    with pytest.raises(ValueError, match="float64"):
        write(tmp_path / "a.png", np.zeros((2, 2, 3)))


def test_every_suffix_leads_to_a_writer():
    assert set(SUFFIXES.values()) <= set(WRITERS)


def test_codes_of_linear_light_match_the_written_file(tmp_path):
    light = np.random.default_rng(1).random((16, 16, 3), np.float32)
    write(tmp_path / "a.png", light, encoding="linear")
    assert np.array_equal(read(tmp_path / "a.png").data, to_codes(light, "srgb", 16))
