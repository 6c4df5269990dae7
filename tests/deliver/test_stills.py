"""Sequences hold a file for every frame, and GIFs run exactly as long as the movie."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from komadori.deliver import PRESETS, NotAsPromised, export_shot
from komadori.deliver.encode import gif_starts
from komadori.deliver.stills import Stills
from komadori.picture import read, write
from komadori.picture.colour import to_light
from komadori.progress import finish
from komadori.store import create_series

LENGTHS = (2, 2, 3, 1, 4, 2, 2, 1)
SUFFIX = {"png": ".png", "tiff": ".tif", "exr": ".exr"}


def export(take, name, to, **options):
    return finish(export_shot(take, PRESETS[name], to, finished=False, **options))


def frame(folder, number, name):
    return folder / f"ep01_sc010_sh020.{number:04d}{SUFFIX[name]}"


@pytest.mark.parametrize("name", SUFFIX)
def test_there_is_a_file_for_every_frame_and_held_ones_are_the_same(shoot, tmp_path, name):
    done = export(shoot(), name, tmp_path / "frames")
    files = sorted((tmp_path / "frames").iterdir())
    assert files == [frame(tmp_path / "frames", number, name) for number in range(1, sum(LENGTHS) + 1)]
    assert done.bytes == sum(file.stat().st_size for file in files)
    data = [file.read_bytes() for file in files]
    at = 0
    for length in LENGTHS:
        assert len(set(data[at : at + length])) == 1
        assert at == 0 or data[at] != data[at - 1]
        at += length


@pytest.mark.parametrize("name", ["png", "tiff"])
@pytest.mark.parametrize("bits", [8, 16])
def test_stills_keep_every_bit_the_pictures_have(shoot, paint, tmp_path, name, bits):
    scene = paint(2, bits=bits)
    export(shoot((2,), pictures=[scene]), name, tmp_path / "frames")
    found = read(frame(tmp_path / "frames", 1, name)).data
    assert found.dtype == scene.dtype
    assert np.array_equal(found, scene)


def test_exr_holds_the_pictures_light_as_half_floats(shoot, paint, tmp_path):
    scene = paint(2, bits=16)
    export(shoot((1,), pictures=[scene]), "exr", tmp_path / "frames")
    found = read(frame(tmp_path / "frames", 1, "exr"))
    assert found.encoding == "linear"
    assert np.array_equal(found.data, to_light(scene, "srgb").astype(np.float16).astype(np.float32))


def test_light_brighter_than_white_goes_through_exr_unharmed(shoot, tmp_path):
    light = np.full((64, 96, 3), 5.5, np.float32)
    export(shoot((1,), pictures=[light], suffix=".exr"), "exr", tmp_path / "frames")
    assert (read(frame(tmp_path / "frames", 1, "exr")).data == 5.5).all()


def test_an_odd_size_stays_as_it_is_in_stills(shoot, paint, tmp_path):
    done = export(shoot((1,), pictures=[paint(1, width=97, height=65)]), "png", tmp_path / "frames")
    assert (done.width, done.height, done.notices) == (97, 65, ())


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda folder: frame(folder, 2, "png").write_bytes(b"x"), "0002.png differs from"),
        (lambda folder: frame(folder, 3, "png").unlink(), "0003.png is missing"),
        (lambda folder: (folder / "notes.txt").write_text("x"), "notes.txt does not belong here"),
        (lambda folder: write(frame(folder, 1, "png"), np.zeros((64, 96, 3), np.uint8), format="png8"), "picture 1"),
    ],
)
def test_a_sequence_that_was_tampered_with_is_found_out(shoot, tmp_path, monkeypatch, harm, told):
    really = Stills.verify

    def tampered(self):
        harm(self._folder)
        return (yield from really(self))

    monkeypatch.setattr(Stills, "verify", tampered)
    with pytest.raises(NotAsPromised, match=told):
        export(shoot(), "png", tmp_path / "frames")
    assert not (tmp_path / "frames").exists()


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(12), Fraction(24000, 1001)], ids=str)
def test_a_gif_lasts_as_long_as_the_movie_to_half_a_hundredth(shoot, tmp_path, rate):
    into = create_series(tmp_path / "gifs", title="GIF", rate=rate)
    export(shoot(into=into), "gif", tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as gif:
        assert gif.n_frames == len(LENGTHS)
        assert gif.info["loop"] == 0
        delays = []
        for number in range(gif.n_frames):
            gif.seek(number)
            delays.append(gif.info["duration"] // 10)
    assert abs(Fraction(sum(delays), 100) - sum(LENGTHS) / rate) <= Fraction(1, 200)
    exact = [length * 100 / rate for length in LENGTHS]
    assert all(abs(delay - wanted) <= 1 for delay, wanted in zip(delays, exact, strict=True))


def test_gif_times_never_drift():
    starts = gif_starts([1] * 240, Fraction(24))
    assert starts[-1] == 1000
    assert {after - before for before, after in pairwise(starts)} == {4, 5}


def test_a_gif_of_one_picture_shows_it_for_its_time(shoot, tmp_path):
    export(shoot((6,)), "gif", tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as gif:
        assert gif.info["duration"] == 250


def test_a_wide_gif_is_shrunk_and_says_so(shoot, paint, tmp_path):
    take = shoot((1, 1), pictures=[paint(number, width=1920, height=1080) for number in (1, 2)])
    done = export(take, "gif", tmp_path / "film.gif")
    assert (done.width, done.height) == (960, 540)
    assert "Shrunk from 1920 × 1080 to 960 × 540" in done.notices[0]


def test_a_gif_looks_like_its_pictures(shoot, paint, tmp_path):
    export(shoot(), "gif", tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as gif:
        gif.seek(2)
        shown = np.asarray(gif.convert("RGB"), float)
    assert np.abs(shown - paint(3)).mean() < 8
