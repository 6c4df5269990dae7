"""Pictures are read upright, at their own depth, in sRGB or linear light."""

import cv2
import numpy as np
import pytest
from komadori_samples import GOOD
from PIL import Image

from komadori.picture import (
    Trouble,
    UnreadablePicture,
    camera_white_balance,
    inspect,
    read,
    read_proxy,
    read_raw,
)
from komadori.picture.colour import to_light

TURNS = {
    1: lambda picture: picture,
    2: np.fliplr,
    3: lambda picture: np.rot90(picture, 2),
    4: np.flipud,
    5: lambda picture: picture.swapaxes(0, 1),
    6: lambda picture: np.rot90(picture, -1),
    7: lambda picture: np.rot90(picture, 2).swapaxes(0, 1),
    8: np.rot90,
}


@pytest.mark.parametrize("what", GOOD)
def test_every_good_picture_is_read_as_three_channels(what, tmp_path):
    path = GOOD[what](tmp_path / "picture")
    info, pixels = inspect(path), read(path)
    assert pixels.data.shape == (info.height, info.width, 3)
    assert pixels.data.flags.c_contiguous
    kinds = {"jpeg": "uint8", "grey jpeg": "uint8", "png 8": "uint8", "exr": "float32"}
    assert pixels.data.dtype == kinds.get(what, "uint16")
    assert pixels.encoding == ("linear" if what in {"exr", "dng"} else "srgb")


@pytest.mark.parametrize("orientation", TURNS)
def test_exif_orientation_is_applied(orientation, tmp_path, samples):
    picture = samples.set_and_puppet()
    path = samples.jpeg(tmp_path / "a.jpg", picture, exif=samples.exif(orientation=orientation))
    upright = read(samples.jpeg(tmp_path / "b.jpg", picture)).data
    assert np.array_equal(read(path).data, TURNS[orientation](upright))
    assert inspect(path).height == read(path).data.shape[0]


@pytest.mark.parametrize("packing", [None, "zlib"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("orientation", [2, 6])
def test_tiff_orientation_is_applied_once(packing, bits, orientation, tmp_path, samples):
    picture = samples.set_and_puppet() if bits == 8 else samples.ramp16()
    path = samples.tiff(tmp_path / "a.tif", picture, compression=packing, extratags=[(274, 3, 1, orientation, True)])
    assert np.array_equal(read(path).data, TURNS[orientation](picture))


@pytest.mark.parametrize("packing", [None, "zlib"])
@pytest.mark.parametrize("bits", [8, 16])
def test_tiff_transparency_leaves_the_colours_alone(packing, bits, tmp_path, samples):
    picture = samples.set_and_puppet() if bits == 8 else samples.ramp16()
    alpha = np.full((*picture.shape[:2], 1), 90, picture.dtype)
    both = np.concatenate([picture, alpha], axis=2)
    path = samples.tiff(tmp_path / "a.tif", both, compression=packing, extrasamples=["unassalpha"])
    assert np.array_equal(read(path).data, picture)
    assert inspect(path).notes == ("Its transparency is dropped.",)


@pytest.mark.parametrize("packing", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB"])
def test_eight_bit_tiffs_of_every_mode_and_packing_are_read(mode, packing, tmp_path, samples):
    picture = Image.fromarray(samples.set_and_puppet()).convert(mode)
    picture.save(tmp_path / "a.tif", compression=packing)
    assert np.array_equal(read(tmp_path / "a.tif").data, np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("packing", [None, "zlib"])
def test_sixteen_bit_grey_becomes_colour(packing, tmp_path, samples):
    grey = samples.ramp16()[..., 1]
    path = samples.tiff(tmp_path / "a.tif", grey, photometric="minisblack", compression=packing)
    assert np.array_equal(read(path).data, np.repeat(grey[..., None], 3, axis=2))


@pytest.mark.parametrize(
    ("channels", "options", "told"),
    [
        (2, {"photometric": "minisblack", "extrasamples": ["unassalpha"]}, "2 channels of 16 bits"),
        (5, {"photometric": "rgb"}, "5 channels"),
        (1, {"photometric": "miniswhite"}, "white as 0"),
    ],
)
def test_tiffs_of_odd_channels_are_refused(channels, options, told, tmp_path, samples):
    picture = np.zeros((8, 8, channels), np.uint16).squeeze()
    with pytest.raises(UnreadablePicture, match=told) as caught:
        inspect(samples.tiff(tmp_path / "a.tif", picture, planarconfig="contig", **options))
    assert caught.value.trouble is Trouble.UNFIT


def test_packed_planes_are_refused_with_a_way_out(tmp_path, samples):
    planes = np.moveaxis(samples.ramp16(), 2, 0)
    with pytest.raises(UnreadablePicture, match="packed planes") as caught:
        inspect(samples.tiff(tmp_path / "a.tif", planes, planarconfig="separate", compression="zlib"))
    assert "interleaved" in caught.value.hint


@pytest.mark.parametrize(
    "options",
    [
        {"byteorder": ">"},
        {"byteorder": "<"},
        {"rowsperstrip": 7},
        {"tile": (32, 32)},
        {"planarconfig": "separate"},
        {"compression": "zlib", "predictor": True},
    ],
    ids=str,
)
def test_tiff_layouts_all_give_the_same_sixteen_bits(options, tmp_path, samples):
    picture = samples.ramp16()
    given = np.moveaxis(picture, 2, 0) if "planarconfig" in options else picture
    assert np.array_equal(read(samples.tiff(tmp_path / "a.tif", given, **options)).data, picture)


@pytest.mark.parametrize("scheme", [1, 5, 8, 32773])
def test_tiff_packings_all_give_the_same_sixteen_bits(scheme, tmp_path, samples):
    assert np.array_equal(read(samples.packed_tiff(tmp_path / "a.tif", scheme=scheme)).data, samples.ramp16())


def test_strips_out_of_order_are_put_in_order(tmp_path, samples):
    path = samples.tiff(tmp_path / "a.tif", rowsperstrip=32)
    data = bytearray(path.read_bytes())
    half = samples.ramp16().nbytes // 2
    first = data.index(samples.ramp16()[:2].tobytes())
    offsets = first.to_bytes(4, "little") + (first + half).to_bytes(4, "little")
    at = data.index(offsets)
    data[at : at + 8] = offsets[4:] + offsets[:4]
    swapped = np.concatenate([samples.ramp16()[32:], samples.ramp16()[:32]])
    assert np.array_equal(read(bytes(data)).data, swapped)


def test_transparency_is_dropped_and_colour_kept(tmp_path, samples):
    picture = np.dstack([samples.ramp16(), np.full((64, 96), 30_000, np.uint16)])
    alpha = samples.tiff(tmp_path / "a.tif", picture, extrasamples=["unassalpha"])
    assert np.array_equal(read(alpha).data, samples.ramp16())
    png = tmp_path / "a.png"
    png.write_bytes(cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA))[1].tobytes())
    assert np.array_equal(read(png).data, samples.ramp16())


def test_sixteen_bit_png_keeps_its_sixteen_bits(tmp_path, samples):
    assert np.array_equal(read(samples.png16(tmp_path / "a.png")).data, samples.ramp16())


def test_grey_and_palette_become_colour(tmp_path, samples):
    grey = samples.set_and_puppet()[..., 1]
    pixels = read(samples.png8(tmp_path / "a.png", grey, mode="L")).data
    assert np.array_equal(pixels, np.repeat(grey[..., None], 3, axis=2))
    assert np.array_equal(read(samples.tiff(tmp_path / "a.tif", grey, photometric="minisblack")).data, pixels)
    few = np.repeat(np.arange(64, dtype=np.uint8)[:, None] // 16 * 60, 96, axis=1)
    colours = np.dstack([few, 255 - few, few // 2])
    assert np.array_equal(read(samples.png8(tmp_path / "p.png", colours, mode="P")).data.shape, colours.shape)


def test_exr_keeps_light_above_white_and_loses_what_is_no_number(tmp_path, samples):
    light = np.full((4, 6, 3), 2.5, np.float32)
    light[0, 0], light[0, 1] = np.nan, np.inf
    data = read(samples.exr(tmp_path / "a.exr", light)).data
    assert data[1, 1, 0] == 2.5
    assert data[0, 0, 0] == 0
    assert data[0, 1, 0] == 65504


def test_exotic_chroma_sampling_is_read_and_its_truncation_found(tmp_path, samples):
    picture = samples.set_and_puppet()
    options = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x311111]
    data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), options)[1].tobytes()
    assert np.abs(read(data).data.astype(int) - picture).mean() < 12
    with pytest.raises(UnreadablePicture) as caught:
        inspect(data[: len(data) // 2])
    assert caught.value.trouble is Trouble.TRUNCATED


@pytest.mark.parametrize("what", GOOD)
def test_a_proxy_is_small_eight_bit_and_shows_the_same_picture(what, tmp_path):
    path = GOOD[what](tmp_path / "picture")
    small, whole = read_proxy(path, 48), read(path)
    assert small.dtype == np.uint8
    assert small.shape == (36 if what == "dng" else 32, 48, 3)
    shown = whole.data.astype(np.float32) / (1 if what == "exr" else np.iinfo(whole.data.dtype).max)
    light = shown if whole.encoding == "linear" else to_light(whole.data, "srgb")
    wanted = cv2.resize(light, (48, small.shape[0]), interpolation=cv2.INTER_AREA)
    assert np.abs(to_light(small, "srgb") - np.clip(wanted, 0, 1)).mean() < 0.03


def test_a_proxy_is_upright_and_never_enlarged(tmp_path, samples):
    path = samples.jpeg(tmp_path / "a.jpg", exif=samples.exif(orientation=6))
    assert read_proxy(path, 32).shape == (48, 32, 3)
    assert read_proxy(path, 5000).shape == (96, 64, 3)
    assert read_proxy(samples.jpeg(tmp_path / "b.jpg"), 95).shape == (63, 95, 3)


def test_raw_is_developed_as_the_light_was(tmp_path, samples):
    light = np.full((128, 192, 3), (0.4, 0.2, 0.1), np.float32)
    data = read(samples.dng(tmp_path / "a.dng", light)).data
    assert np.allclose(data[20:-20, 20:-20].mean(axis=(0, 1)) / 65535, (0.4, 0.2, 0.1), atol=0.005)


def test_the_camera_white_balance_is_told_with_green_one(tmp_path, samples):
    path = samples.dng(tmp_path / "a.dng", neutral=(0.5, 1.0, 0.625))
    assert camera_white_balance(path) == pytest.approx((2.0, 1.0, 1.6, 1.0), abs=1e-3)
    assert camera_white_balance(path.read_bytes()) == camera_white_balance(path)


def test_one_white_balance_holds_a_take_steady(tmp_path, samples):
    # The camera's automatic balance jumps between two pictures of one set; and a bright prop comes in.
    plain = np.full((128, 192, 3), 0.2, np.float32)
    bright = plain.copy()
    bright[:40, :40] = 0.95
    first = samples.dng(tmp_path / "a.dng", plain, neutral=(0.5, 1.0, 0.625))
    second = samples.dng(tmp_path / "b.dng", bright, neutral=(0.5, 1.0, 0.625))
    balance = (1.9, 1.0, 1.5, 1.0)
    one, two = (read_raw(path, balance).data[60:, 60:].astype(float).mean(axis=(0, 1)) for path in (first, second))
    assert np.allclose(one, two, rtol=1e-4)
    assert not np.allclose(one, read(first).data[60:, 60:].mean(axis=(0, 1)), rtol=0.01)


def test_only_raw_has_a_white_balance_to_give(tmp_path, samples):
    for act in (read_raw, camera_white_balance):
        with pytest.raises(UnreadablePicture, match="not a RAW picture"):
            act(samples.jpeg(tmp_path / "a.jpg"))
