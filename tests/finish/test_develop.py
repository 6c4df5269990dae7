"""Photographs of a take opened alike: one white balance for its RAW files, nothing decided anew for each."""

import numpy as np
import pytest

from komadori.finish.recipe import recipe_of
from komadori.picture import read, read_raw
from komadori.picture.colour import to_light


@pytest.fixture
def raws(shoot, samples, tmp_path):
    """Three DNGs of one scene, the first and third the same file; for the second the camera noted another balance."""
    neutrals = [(0.5, 1.0, 0.625), (0.6, 1.0, 0.5), (0.5, 1.0, 0.625)]
    for number, neutral in enumerate(neutrals):
        shoot.keep(samples.dng(tmp_path / f"{number}.dng", neutral=neutral))
    return shoot


def colours(report):
    return [to_light(read(report.manifest.file(number)).data, "srgb").mean(axis=(0, 1)) for number in (1, 2, 3)]


def test_a_take_is_developed_with_the_first_pictures_white_balance(raws):
    report = raws.finish(recipe_of(("develop", {})))
    first, second, third = colours(report)
    own = [to_light(read(raws.take.file(picture)).data, "linear").mean(axis=(0, 1)) for picture in raws.take.pictures]
    assert first == pytest.approx(own[0], rel=1e-3)
    assert third == pytest.approx(own[0], rel=1e-3)
    assert second != pytest.approx(own[1], rel=0.05)
    balance = (2.0, 1.0, 1.6, 1.0)
    expected = to_light(read_raw(raws.take.file(raws.take.picture(2)), balance).data, "linear").mean(axis=(0, 1))
    assert second == pytest.approx(expected, rel=1e-3)


def test_each_picture_may_keep_its_own_white_balance(raws):
    report = raws.finish(recipe_of(("develop", {"white_balance": "each"})))
    own = [to_light(read(raws.take.file(picture)).data, "linear").mean(axis=(0, 1)) for picture in raws.take.pictures]
    assert np.array(colours(report)) == pytest.approx(np.array(own), rel=1e-3)


def test_white_balance_is_looked_up_once_and_only_in_raw_files(raws):
    assert raws.finish(recipe_of()).measured == 2
    assert raws.finish(recipe_of(("develop", {"white_balance": "each"}))).measured == 0


def test_raw_is_deflickered_as_it_is_developed(shoot, samples, tmp_path):
    rng = np.random.default_rng(4)
    scene = rng.uniform(0.05, 0.4, (12, 16)).repeat(16, axis=0).repeat(16, axis=1)[..., None].repeat(3, axis=2)
    gains = np.exp(0.05 * rng.standard_normal(16))
    for number, gain in enumerate(gains):
        light = (scene * gain).astype(np.float32)
        shoot.keep(samples.dng(tmp_path / f"{number}.dng", light=light))
    manifest = shoot.finish().manifest
    levels = [to_light(read(manifest.file(number)).data, "srgb").mean() for number in range(1, 17)]
    assert np.std(np.diff(np.log(levels), 2)) < 0.1 * np.std(np.diff(np.log(gains), 2))
