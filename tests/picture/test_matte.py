"""A fourth channel goes out beside the colours and comes back as it was."""

import io

import cv2
import numpy as np
import OpenEXR
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from komadori.picture import inspect, read, read_proxy, write
from komadori.picture.colour import to_light
from komadori.picture.files import has_matte
from komadori.picture.still import to_bits, unweighed, weighed

CODES = arrays(np.uint16, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4)), elements=st.integers(0, 65535))


def picture(dtype=np.uint16, seed=1):
    codes = np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, (24, 32, 4), dtype)
    codes[:8, :, 3], codes[8:12, :, 3] = 0, np.iinfo(dtype).max
    return codes


@pytest.mark.parametrize(
    ("kind", "dtype"), [("tiff16", np.uint16), ("png16", np.uint16), ("tiff8", np.uint8), ("png8", np.uint8)]
)
def test_whole_numbers_come_back_to_the_last_code(kind, dtype, tmp_path):
    codes = picture(dtype)
    write(tmp_path / "a", codes, format=kind)
    found = read(tmp_path / "a", matte=True)
    assert np.array_equal(found.data, codes[..., :3])
    assert np.array_equal(found.matte, codes[..., 3])
    assert inspect(tmp_path / "a").channels == 4


@given(CODES)
def test_any_matte_goes_through_a_tiff(tmp_path_factory, codes):
    path = tmp_path_factory.mktemp("matte") / "a.tif"
    write(path, codes)
    found = read(path, matte=True)
    assert np.array_equal(np.dstack([found.data, found.matte]), codes)


def test_whoever_does_not_ask_gets_the_colours_alone(tmp_path):
    write(tmp_path / "a.tif", picture())
    found = read(tmp_path / "a.tif")
    assert found.matte is None
    assert found.data.flags.c_contiguous
    assert np.array_equal(found.data, picture()[..., :3])


def test_a_picture_without_one_has_none(tmp_path, samples):
    for suffix in (".png", ".tif", ".exr", ".jpg"):
        write(tmp_path / f"a{suffix}", samples.set_and_puppet())
        assert read(tmp_path / f"a{suffix}", matte=True).matte is None


def test_other_programs_are_told_that_the_colours_are_not_multiplied(tmp_path):
    write(tmp_path / "a.tif", picture())
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert file.pages[0].extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)
        assert np.array_equal(file.asarray(), picture())


def test_openexr_gets_them_multiplied_and_reading_undoes_it(tmp_path):
    codes = picture()
    write(tmp_path / "a.exr", codes)
    stored = OpenEXR.File(str(tmp_path / "a.exr")).parts[0].channels["RGBA"].pixels.astype(np.float32)
    light, cover = to_light(codes[..., :3], "srgb"), codes[..., 3] / np.float32(65535)
    assert np.allclose(stored[..., :3], light * cover[..., None], atol=1e-3)
    found = read(tmp_path / "a.exr", matte=True)
    there = cover > 0.05
    assert np.allclose(found.matte, cover, atol=1e-3)
    assert np.allclose(found.data[there], light[there], atol=1e-3)


def test_a_linear_matte_is_not_bent_with_the_colours(tmp_path):
    light = np.full((4, 4, 4), 0.25, np.float32)
    write(tmp_path / "a.png", light, encoding="linear", format="png16")
    found = read(tmp_path / "a.png", matte=True)
    assert np.allclose(found.matte, 0.25 * 65535, atol=1)
    assert np.allclose(to_light(found.data, "srgb"), 0.25, atol=1e-4)


def test_jpeg_has_no_room_for_one(tmp_path):
    with pytest.raises(ValueError, match="H x W x 3"):
        write(tmp_path / "a.jpg", picture(np.uint8))


@pytest.mark.parametrize("packed", [None, "zlib"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_what_another_program_multiplied_is_divided(packed, dtype, tmp_path):
    top = np.iinfo(dtype).max
    colours = np.full((16, 16, 3), 0.6 * top).round()
    cover = np.tile(np.linspace(0.3, 1, 16), (16, 1))
    stored = np.dstack([colours * cover[..., None], cover * top]).round().astype(dtype)
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", extrasamples=["assocalpha"], compression=packed)
    found = read(tmp_path / "a.tif", matte=True)
    assert np.array_equal(found.matte, stored[..., 3])
    assert np.abs(found.data.astype(float) - colours).max() <= 0.012 * top


def test_a_grey_png_and_a_palette_have_theirs_too():
    for mode in ("LA", "P"):
        image = Image.new("RGBA", (8, 8), (200, 10, 10, 255))
        image.paste((0, 0, 0, 0), (0, 0, 4, 8))
        file = io.BytesIO()
        image.convert(mode).save(file, "PNG", **({"transparency": 0} if mode == "P" else {}))
        assert set(np.unique(read(file.getvalue(), matte=True).matte)) <= {0, 255}


def test_a_proxy_is_shown_over_black_where_that_is_asked(tmp_path):
    codes = np.full((20, 40, 4), 50000, np.uint16)
    codes[:, :20, 3], codes[:, 20:, 3] = 0, 65535
    for name in ("a.tif", "a.png", "a.exr"):
        write(tmp_path / name, codes)
        shown = read_proxy(tmp_path / name, 20, matte=True)
        assert shown.shape == (10, 20, 3)
        assert (shown[:, :9] == 0).all()
        assert np.abs(shown[:, 11:].astype(int) - round(50000 / 257)).max() <= 1
    assert (read_proxy(tmp_path / "a.tif", 20) > 190).all()


@pytest.mark.parametrize("suffix", [".png", ".tif", ".exr"])
def test_a_file_tells_by_its_head_whether_it_has_one(tmp_path, suffix):
    whole = np.random.default_rng(1).integers(0, 65535, (300, 200, 4)).astype(np.uint16)
    write(tmp_path / f"with{suffix}", whole)
    write(tmp_path / f"without{suffix}", np.ascontiguousarray(whole[..., :3]))
    assert has_matte(tmp_path / f"with{suffix}")
    assert not has_matte(tmp_path / f"without{suffix}")


def test_a_file_that_is_described_at_its_end_is_read_to_its_end(tmp_path):
    whole = np.random.default_rng(1).integers(0, 65535, (300, 200, 4)).astype(np.uint16)
    cv2.imwrite(str(tmp_path / "late.tif"), whole, [cv2.IMWRITE_TIFF_COMPRESSION, 1])
    late = (tmp_path / "late.tif").read_bytes()
    assert int.from_bytes(late[4:8], "little") > 1 << 16
    assert has_matte(tmp_path / "late.tif")
    write(tmp_path / "photograph.jpg", to_bits(whole[..., :3], np.uint8))
    assert not has_matte(tmp_path / "photograph.jpg")


def test_light_is_weighed_and_made_plain_again():
    light = np.random.default_rng(1).uniform(0, 2, (5, 4, 4)).astype(np.float32)
    light[..., 3] = np.clip(light[..., 3], 0.1, 1)
    assert np.allclose(weighed(light)[..., :3], light[..., :3] * light[..., 3:])
    assert np.allclose(unweighed(weighed(light)), light, atol=1e-6)
    assert np.array_equal(weighed(light[..., :3]), light[..., :3])
    assert np.array_equal(unweighed(-light[..., :3]), np.zeros((5, 4, 3)))
