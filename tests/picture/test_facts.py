"""What the camera wrote beside the picture is kept; garbage is left out without a word."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from komadori_samples import BAD
from PIL.TiffImagePlugin import IFDRational

from komadori.picture import PhotoFacts, photo_facts

EVERYTHING = PhotoFacts(
    taken="2026-03-01T10:00:00.25+09:00",
    camera="Komadori Test camera",
    settings=(
        ("exposure_time", "1/25"),
        ("f_number", "8"),
        ("focal_length", "50"),
        ("iso", "200"),
        ("white_balance", "manual"),
    ),
)


def test_a_jpeg_tells_everything_from_a_path_or_from_bytes(tmp_path, samples):
    path = samples.jpeg(tmp_path / "a.jpg", exif=samples.exif())
    assert photo_facts(path) == EVERYTHING
    assert photo_facts(str(path)) == EVERYTHING
    assert photo_facts(path.read_bytes()) == EVERYTHING


def test_tiff_png_and_dng_tell_too(tmp_path, samples):
    assert photo_facts(samples.png8(tmp_path / "a.png", exif=samples.exif())) == EVERYTHING
    raw = photo_facts(samples.dng(tmp_path / "a.dng"))
    assert raw == PhotoFacts(taken="2026-03-01T10:00:00", camera="Komadori Test sensor")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        ((1, 25), "1/25"),
        ((10, 250), "1/25"),
        ((1, 2), "0.5"),
        ((13, 10), "1.3"),
        ((30, 1), "30"),
        ((1, 8000), "1/8000"),
    ],
)
def test_exposure_times_read_as_photographers_write_them(seconds, told, tmp_path, samples):
    block = samples.exif()
    block.get_ifd(samples.EXIF_FOLDER)[0x829A] = IFDRational(*seconds)
    assert dict(photo_facts(samples.jpeg(tmp_path / "a.jpg", exif=block)).settings)["exposure_time"] == told


@pytest.mark.parametrize("date", ["0000:00:00 00:00:00", "2026:13:45 10:00:00", "    :  :     :  :  ", "yesterday", ""])
def test_a_date_that_no_calendar_knows_is_none(date, tmp_path, samples):
    assert photo_facts(samples.jpeg(tmp_path / "a.jpg", exif=samples.exif(taken=date))).taken is None


def test_odd_parts_of_a_date_are_left_out(tmp_path, samples):
    block = samples.exif(fraction="  ", offset="Tokyo")
    assert photo_facts(samples.jpeg(tmp_path / "a.jpg", exif=block)).taken == "2026-03-01T10:00:00"


def test_a_make_is_not_told_twice(tmp_path, samples):
    block = samples.exif()
    block[0x010F], block[0x0110] = "NIKON CORPORATION", "NIKON D610"
    assert photo_facts(samples.jpeg(tmp_path / "a.jpg", exif=block)).camera == "NIKON D610"


def test_a_forged_name_is_one_short_printable_line(tmp_path, samples):
    block = samples.exif()
    block[0x0110] = "\x1b[31mred\n" + "x" * 5000
    camera = photo_facts(samples.jpeg(tmp_path / "a.jpg", exif=block)).camera
    assert camera.isprintable()
    assert len(camera) < 140


def test_settings_of_zero_mean_nothing(tmp_path, samples):
    block = samples.exif()
    inner = block.get_ifd(samples.EXIF_FOLDER)
    inner[0x829A], inner[0x829D], inner[0x8827] = IFDRational(0, 1), IFDRational(0, 0), 0
    told = dict(photo_facts(samples.jpeg(tmp_path / "a.jpg", exif=block)).settings)
    assert set(told) == {"focal_length", "white_balance"}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_picture_tells_without_failing(what, tmp_path, capfd):
    assert isinstance(photo_facts(BAD[what][0](tmp_path / "a.jpg")), PhotoFacts)
    assert capfd.readouterr() == ("", "")


def test_a_picture_without_notes_tells_nothing(tmp_path, samples):
    assert photo_facts(samples.jpeg(tmp_path / "a.jpg")) == PhotoFacts()
    assert photo_facts(b"") == PhotoFacts()


def test_a_missing_file_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        photo_facts(tmp_path / "nothing.jpg")


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_garbage_in_the_notes_never_raises(seed, exif_jpeg):
    rng = np.random.default_rng(seed)
    data = bytearray(exif_jpeg)
    for place in rng.integers(2, 400, 12):
        data[place] = rng.integers(256)
    facts = photo_facts(bytes(data))
    assert all(text.isprintable() for _, text in facts.settings)


@pytest.fixture(scope="module")
def exif_jpeg(tmp_path_factory, samples):
    return samples.jpeg(tmp_path_factory.mktemp("notes") / "a.jpg", exif=samples.exif()).read_bytes()
