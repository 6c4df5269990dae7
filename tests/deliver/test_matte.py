"""A picture with a matte keeps it where it goes out as stills, and stands on black in a movie."""

from dataclasses import replace

import av
import numpy as np
import pytest

from komadori.deliver import PRESETS, NotAsPromised, export_shot
from komadori.deliver.movie import Movie
from komadori.deliver.source import display_rgb, display_whole, fit_for, linear_whole
from komadori.picture import read, write
from komadori.picture.colour import to_light
from komadori.progress import finish

SUFFIX = {"png": ".png", "tiff": ".tif", "exr": ".exr"}


def keyed():
    codes = np.full((64, 96, 4), 40000, np.uint16)
    codes[..., 3] = np.linspace(0, 65535, 96).astype(np.uint16)
    return codes


@pytest.fixture
def take(shoot, finish_all, series):
    take = shoot((2, 1))
    finish_all(take)
    done = take.finished()
    series.cache.put("keyed", ".tif", lambda path: write(path, keyed()))
    file = series.cache.name("keyed", ".tif")
    entries = {number: replace(entry, key="keyed", file=file) for number, entry in done.entries.items()}
    take.write_finished(replace(done, entries=entries))
    return take


@pytest.mark.parametrize("name", SUFFIX)
def test_stills_keep_it(take, tmp_path, name):
    done = finish(export_shot(take, PRESETS[name], tmp_path / "frames", finished=True))
    assert done.frames == 3
    found = read(tmp_path / "frames" / f"ep01_sc010_sh020.0003{SUFFIX[name]}", matte=True)
    cover = np.linspace(0, 1, 96)
    assert np.allclose(found.matte / (1 if name == "exr" else 65535), cover, atol=1e-3)
    there = found.data[:, 20:]
    expected = to_light(keyed()[:, 20:, :3], "srgb") if name == "exr" else 40000
    assert np.allclose(there, expected, atol=2e-3)


def test_a_movie_stands_on_black(take, tmp_path):
    finish(export_shot(take, PRESETS["prores"], tmp_path / "film.mov", finished=True))
    path = take.finished().file(1)
    shown = display_rgb(path, fit_for(path, PRESETS["prores"], None))
    assert shown.shape == (64, 96, 3)
    light = to_light(shown, "srgb")[10, :, 1]
    assert np.allclose(light, to_light(np.uint16([40000]), "srgb") * np.linspace(0, 1, 96), atol=1e-3)


def decoded(path):
    with av.open(path) as container:
        for frame in container.decode(video=0):
            planes = [
                np.frombuffer(plane, np.uint16).reshape(frame.height, -1)[:, : frame.width] for plane in frame.planes
            ]
            yield frame.format.name, planes


def test_prores_4444_keeps_it(take, tmp_path):
    done = finish(export_shot(take, PRESETS["prores4444"], tmp_path / "film.mov", finished=True))
    assert done.frames == 3
    for name, planes in decoded(tmp_path / "film.mov"):
        assert name == "yuva444p12le"
        assert np.allclose(planes[3] / 4095, np.linspace(0, 1, 96), atol=0.01)
        luma = (planes[0] / 16 - 16) / 219
        assert np.allclose(luma, 40000 / 65535, atol=0.02)


def test_prores_4444_of_whole_pictures_is_whole(shoot, tmp_path):
    finish(export_shot(shoot((1, 2)), PRESETS["prores4444"], tmp_path / "film.mov", finished=False))
    assert all((planes[3] >= 4090).all() for _, planes in decoded(tmp_path / "film.mov"))


def test_a_matte_of_another_picture_is_found_out(take, tmp_path, monkeypatch):
    really = Movie.write

    def tampered(self):
        yield from really(self)
        self._proofs = [np.dstack([proof[..., :3], 255 - proof[..., 3]]) for proof in self._proofs]

    monkeypatch.setattr(Movie, "write", tampered)
    with pytest.raises(NotAsPromised, match="does not look like"):
        finish(export_shot(take, PRESETS["prores4444"], tmp_path / "film.mov", finished=True))


def test_shrinking_does_not_mix_in_what_is_not_there(tmp_path):
    codes = np.zeros((32, 32, 4), np.uint16)
    codes[:, 16:] = (50000, 20000, 10000, 65535)
    codes[:, :16, 1] = 65535
    write(tmp_path / "a.tif", codes)
    fit = fit_for(tmp_path / "a.tif", PRESETS["png"], 11)
    small = display_whole(tmp_path / "a.tif", fit)
    assert small.shape == (11, 11, 4)
    edge = small[5, 5]
    assert 0 < edge[3] < 65535
    assert np.abs(edge[:3].astype(int) - (50000, 20000, 10000)).max() < 300
    assert np.allclose(linear_whole(tmp_path / "a.tif", fit)[5, 5, 3], edge[3] / 65535, atol=1e-4)
