"""Embedded profiles are followed at the file's own depth."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from komadori.picture import inspect, read, read_proxy, write
from komadori.picture.icc import ADOBE_RGB, SAMPLES, linear_srgb, parse, to_srgb

LITTLE_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def with_primaries(columns, gamma):
    """A matrix profile made by hand: XYZ (D50) columns and one gamma for all channels."""
    data = bytearray(linear_srgb())
    for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True):
        at = data.index(name)
        (offset,) = struct.unpack_from(">I", data, at + 4)
        struct.pack_into(">3i", data, offset + 8, *np.rint(np.array(column) * 65536).astype(int))
    body = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        struct.pack_into(">II", data, data.index(name) + 4, len(data), 14)
    struct.pack_into(">I", data, 0, len(data) + len(body))
    return bytes(data) + body


ADOBE = with_primaries(
    [(0.60976, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14922, 0.06322, 0.74457)], 563 / 256
)


def test_our_linear_profile_is_one_that_others_read():
    profile = ImageCms.ImageCmsProfile(io.BytesIO(linear_srgb()))
    assert ImageCms.getProfileDescription(profile).strip() == "Linear sRGB"
    grey = Image.new("RGB", (1, 1), (55, 55, 55))
    shown = ImageCms.profileToProfile(grey, profile, ImageCms.createProfile("sRGB"))
    assert shown.getpixel((0, 0)) == pytest.approx((128, 128, 128), abs=2)


def test_srgb_and_linear_profiles_are_known():
    assert parse(LITTLE_SRGB).is_srgb
    assert parse(linear_srgb()).is_linear
    assert parse(linear_srgb()).same_colours
    assert not parse(ADOBE).is_srgb


def test_an_srgb_profile_leaves_every_code_alone(tmp_path, samples):
    path = samples.png8(tmp_path / "a.png", icc_profile=LITTLE_SRGB)
    assert np.array_equal(read(path).data, samples.set_and_puppet())


@pytest.mark.parametrize("form", ["png", "jpeg", "tiff"])
def test_adobe_rgb_becomes_srgb_as_littlecms_does_it(form, tmp_path, samples):
    picture = samples.set_and_puppet()
    path = tmp_path / "picture"
    Image.fromarray(picture).save(path, form, icc_profile=ADOBE, **({"quality": 100} if form == "jpeg" else {}))
    plain = samples.jpeg(tmp_path / "b.jpg", picture, quality=100) if form == "jpeg" else None
    given = Image.fromarray(read(plain).data if plain else picture)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(ADOBE))
    wanted = np.asarray(ImageCms.profileToProfile(given, profile, ImageCms.createProfile("sRGB")))
    assert np.abs(read(path).data.astype(int) - wanted).max() <= 2
    assert inspect(path).notes == ()


def test_sixteen_bits_keep_their_depth_through_a_profile(tmp_path, samples):
    path = samples.tiff(tmp_path / "a.tif", extratags=[(34675, 7, len(ADOBE), ADOBE, True)])
    pixels = read(path)
    assert pixels.data.dtype == np.uint16
    assert len(np.unique(pixels.data)) > 10_000
    assert np.array_equal(pixels.data, to_srgb(samples.ramp16(), parse(ADOBE)))


def test_the_cameras_adobe_rgb_sign_is_followed(tmp_path, samples):
    block = samples.exif()
    block.get_ifd(samples.EXIF_FOLDER)[0xA005] = {1: "R03"}
    path = samples.jpeg(tmp_path / "a.jpg", exif=block)
    plain = read(samples.jpeg(tmp_path / "b.jpg")).data
    assert np.array_equal(read(path).data, to_srgb(plain, ADOBE_RGB))
    assert np.abs(read_proxy(path, 96).astype(int) - read(path).data).max() <= 1


def test_a_profile_of_another_kind_is_noted_and_read_as_srgb(tmp_path, samples):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    path = samples.png8(tmp_path / "a.png", icc_profile=lab)
    assert inspect(path).notes == ("Its colour profile is not understood; it is read as sRGB.",)
    assert np.array_equal(read(path).data, samples.set_and_puppet())


@pytest.mark.parametrize("make", [lambda: LITTLE_SRGB, lambda: ADOBE, linear_srgb])
def test_a_scrambled_profile_never_raises(make, recwarn):
    rng = np.random.default_rng(5)
    for _ in range(300):
        data = bytearray(make())
        for place in rng.integers(0, len(data), 4):
            data[place] = rng.integers(256)
        parse(bytes(data[: rng.integers(100, len(data))]))
        parse(bytes(data))
    assert not recwarn.list


def test_a_profile_bomb_in_a_png_is_not_unpacked(tmp_path, samples):
    bomb = samples.chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(50_000_000)))
    data = samples.png8(tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(data[:33] + bomb + data[33:])
    assert np.array_equal(read(tmp_path / "a.png").data, samples.set_and_puppet())


def test_curves_are_sampled_from_black_to_white():
    for profile in (parse(LITTLE_SRGB), parse(ADOBE), ADOBE_RGB):
        assert profile.curves.shape == (3, len(SAMPLES))
        assert np.allclose(profile.curves[:, [0, -1]], [0, 1], atol=1e-3)


def test_a_written_linear_tiff_is_shown_right_in_small(tmp_path):
    write(tmp_path / "a.tif", np.full((20, 20, 3), 0.2158605, np.float32), encoding="linear")
    assert read_proxy(tmp_path / "a.tif", 10)[5, 5].tolist() == [128, 128, 128]
