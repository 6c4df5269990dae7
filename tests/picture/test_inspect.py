"""Good picture files are accepted with their facts, bad ones refused by name, reason and remedy."""

import tracemalloc

import numpy as np
import OpenEXR
import pytest
from komadori_samples import BAD, GOOD

from komadori.errors import Refused
from komadori.picture import StillInfo, Trouble, UnreadablePicture, inspect, read, read_proxy

EXPECTED = {
    "jpeg": ("jpeg", 8, 3),
    "grey jpeg": ("jpeg", 8, 1),
    "png 8": ("png", 8, 3),
    "png 16": ("png", 16, 3),
    "tiff 16": ("tiff", 16, 3),
    "packed tiff": ("tiff", 16, 3),
    "exr": ("exr", 16, 3),
    "dng": ("dng", 16, 3),
}


@pytest.mark.parametrize("what", GOOD)
def test_a_good_picture_is_recognised_by_content_whatever_its_suffix(what, tmp_path):
    info = inspect(GOOD[what](tmp_path / "picture.xyz"))
    size = (256, 192) if what == "dng" else (96, 64)
    form, bits, channels = EXPECTED[what]
    assert info == StillInfo(
        format=form, width=size[0], height=size[1], bits=bits, channels=channels, raw=what == "dng"
    )


@pytest.mark.parametrize("what", GOOD)
def test_bytes_are_looked_at_as_a_path_is(what, tmp_path):
    path = GOOD[what](tmp_path / "picture")
    assert inspect(path.read_bytes()) == inspect(path) == inspect(str(path))


@pytest.mark.parametrize("what", BAD)
def test_a_bad_picture_is_refused_with_name_reason_and_remedy(what, tmp_path, capfd):
    make, trouble = BAD[what]
    path = make(tmp_path / "IMG_0007.jpg")
    with pytest.raises(UnreadablePicture) as caught:
        inspect(path)
    error = caught.value
    assert error.trouble == trouble
    assert error.name == "IMG_0007.jpg"
    assert error.message.startswith("IMG_0007.jpg: ")
    assert error.hint
    assert isinstance(error, Refused | ValueError)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("what", BAD)
def test_reading_refuses_what_inspecting_refuses(what, tmp_path):
    make, trouble = BAD[what]
    path = make(tmp_path / "picture.png")
    for act in (read, lambda given: read_proxy(given, 48)):
        with pytest.raises(UnreadablePicture) as caught:
            act(path)
        assert caught.value.trouble == trouble


@pytest.mark.parametrize("what", GOOD)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_a_file_cut_short_anywhere_is_found(what, share, tmp_path, samples, capfd):
    path = samples.cut(tmp_path / "IMG_0001.jpg", GOOD[what], share)
    with pytest.raises(UnreadablePicture) as caught:
        inspect(path)
    assert caught.value.trouble in {Trouble.TRUNCATED, Trouble.DAMAGED, Trouble.NOT_A_PICTURE, Trouble.UNFIT}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("what", ["jpeg", "png 8", "tiff 16", "exr", "dng"])
def test_a_transfer_that_broke_off_half_way_is_called_truncated(what, tmp_path, samples):
    path = samples.cut(tmp_path / "IMG_0001.jpg", GOOD[what], 0.5)
    with pytest.raises(UnreadablePicture, match=r"ends (after|before)") as caught:
        inspect(path)
    assert caught.value.trouble is Trouble.TRUNCATED


@pytest.mark.parametrize("what", GOOD)
def test_scrambled_bytes_never_raise_anything_else(what, tmp_path, capfd):
    whole = GOOD[what](tmp_path / "picture").read_bytes()
    rng = np.random.default_rng(3)
    for _ in range(60):
        data = bytearray(whole)
        for place in rng.integers(0, min(len(data), 700), 6):
            data[place] = rng.integers(256)
        try:
            inspect(bytes(data))
            read(bytes(data))
            read_proxy(bytes(data), 48)
        except UnreadablePicture:
            continue
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("what", ["a huge PNG", "a huge JPEG", "a huge TIFF"])
def test_a_forged_size_is_refused_before_memory_is_taken(what, tmp_path):
    path = BAD[what][0](tmp_path / "IMG_0001.jpg")
    tracemalloc.start()
    with pytest.raises(UnreadablePicture, match="30,000 × 30,000 px is too large"):
        inspect(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


def test_too_many_pixels_within_the_side_limit_are_refused(tmp_path, samples):
    with pytest.raises(UnreadablePicture, match="20,000 × 15,001 px") as caught:
        inspect(samples.huge_png(tmp_path / "a.png", 20_000, 15_001))
    assert caught.value.hint == "The limits are 20,000 px a side and 300 Mpx; scale it down first."


def test_an_exr_with_a_forged_window_is_refused(tmp_path, samples):
    data = bytearray(samples.exr(tmp_path / "a.exr", compression=OpenEXR.NO_COMPRESSION).read_bytes())
    at = data.index(b"dataWindow\0box2i\0") + len(b"dataWindow\0box2i\0") + 4
    data[at + 8 : at + 16] = (30_000).to_bytes(4, "little") * 2
    with pytest.raises(UnreadablePicture) as caught:
        inspect(bytes(data))
    assert caught.value.trouble in {Trouble.TOO_LARGE, Trouble.DAMAGED, Trouble.TRUNCATED}


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(UnreadablePicture, match="it is a folder") as folder:
        inspect(tmp_path)
    with pytest.raises(UnreadablePicture, match="there is no file") as missing:
        inspect(tmp_path / "IMG_0001.jpg")
    assert (folder.value.trouble, missing.value.trouble) == (Trouble.FOLDER, Trouble.MISSING)


def test_a_path_that_no_system_takes_is_refused(tmp_path):
    for path in (tmp_path / ("x" * 300 + ".jpg"), str(tmp_path / "a\0b.jpg")):
        with pytest.raises(UnreadablePicture) as caught:
            inspect(path)
        assert caught.value.trouble is Trouble.DENIED


def test_names_in_any_script_are_fine(tmp_path, samples):
    assert inspect(samples.jpeg(tmp_path / "写真 №7 café.jpg")).format == "jpeg"


def test_bytes_from_a_camera_are_named_in_messages():
    with pytest.raises(UnreadablePicture, match=r"^DSC_0042\.NEF: the file is empty"):
        inspect(b"", name="DSC_0042.NEF")
    with pytest.raises(UnreadablePicture, match=r"^the photograph: the file is empty"):
        inspect(b"")


def test_the_whole_message_is_two_lines(tmp_path, samples):
    with pytest.raises(UnreadablePicture) as caught:
        inspect(samples.cmyk_jpeg(tmp_path / "print.jpg"))
    assert str(caught.value) == (
        "print.jpg: the JPEG holds CMYK, the colours of print.\n"
        "hint: Save it as an RGB picture with 8 or 16 bits a channel."
    )


@pytest.mark.parametrize(("mode", "channels"), [("P", 3), ("L", 1), ("LA", 2), ("RGBA", 4), ("1", 1)])
def test_palette_grey_and_transparent_pngs_are_accepted(mode, channels, tmp_path, samples):
    info = inspect(samples.png8(tmp_path / "a.png", mode=mode))
    assert info.channels == channels
    assert info.notes == (("Its transparency is dropped.",) if channels in (2, 4) else ())


def test_a_small_version_in_a_tiff_is_no_second_page(tmp_path, samples):
    path = samples.tiff(tmp_path / "a.tif")
    samples.tiff(path, samples.ramp16()[::4, ::4], append=True, subfiletype=1)
    assert inspect(path).width == 96


def test_sizes_are_those_of_the_upright_picture(tmp_path, samples):
    assert inspect(samples.jpeg(tmp_path / "a.jpg", exif=samples.exif(orientation=6))).width == 64
    assert inspect(samples.dng(tmp_path / "a.dng", orientation=6)).width == 192


def test_what_follows_a_jpeg_does_not_matter(tmp_path, samples):
    path = samples.jpeg(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes() + b"a second, smaller picture, as some cameras append")
    assert inspect(path).width == 96


def test_a_png_with_right_checksums_and_wrong_content_is_refused_quietly(tmp_path, samples, capfd):
    data = samples.png8(tmp_path / "a.png").read_bytes()
    forged = data[:33] + samples.chunk(b"IDAT", b"x\x9cnothing that unpacks") + samples.chunk(b"IEND", b"")
    with pytest.raises(UnreadablePicture, match=r"the PNG cannot be decoded\.") as caught:
        inspect(forged)
    assert caught.value.trouble is Trouble.DAMAGED
    assert capfd.readouterr() == ("", "")
