"""The film as one reel: shots in order, fades in steps of one frame, a card at the end."""

from dataclasses import replace

import numpy as np
import pytest

from komadori.deliver import PRESETS, FramesMissing, MixedSizes, export_reel
from komadori.film import Slate
from komadori.picture import read, write
from komadori.picture.colour import to_codes, to_light
from komadori.progress import finish
from komadori.unit.assemble import assemble
from komadori.unit.conform import conform
from komadori.unit.script import BadScript, ShotScript


def assembled(film):
    return assemble(film.script, conform(film.script, film.series), film.series.cache)


def test_the_reel_runs_without_gaps(film):
    reel = assembled(film)
    assert reel.frames == conform(film.script, film.series).frames == 24
    at = 1
    for showing in reel.showings:
        assert showing.first == at
        at = showing.last + 1
    assert [showing.length for showing in reel.showings[:4]] == [1, 1, 1, 1]
    assert reel.showings[4].length == 2


def test_fades_rise_from_the_dark_and_are_made_once(film):
    reel = assembled(film)
    bright = [read(showing.path).data.astype(float).mean() / 65535 for showing in reel.showings[:3]]
    assert bright == sorted(bright)
    assert bright[0] < 0.5 * bright[2]
    assert [showing.path for showing in assembled(film).showings] == [showing.path for showing in reel.showings]


def test_the_card_is_as_large_as_the_pictures(film):
    last = assembled(film).showings[-5:]
    assert {read(showing.path).data.shape for showing in last} == {(64, 96, 3)}
    assert np.ptp(read(last[0].path).data) > 0


def test_a_shot_still_to_be_shot_is_told(film):
    film.series.new_shot(Slate.parse("ep01/sc010/sh030")).new_take()
    shot = ShotScript(slate=Slate.parse("ep01/sc010/sh030"), stage="", frames=6)
    film.script = replace(film.script, shots=(shot,))
    with pytest.raises(FramesMissing):
        assembled(film)


def test_a_shot_dissolves_into_the_next(film):
    film.say(1, dissolve=3)
    cut, reel = conform(film.script, film.series), assembled(film)
    assert cut.clips[1].first == 4
    assert reel.frames == cut.frames == 6 + 6 - 3 + 12
    at = [next(one.path for one in reel.showings if one.first <= frame <= one.last) for frame in range(1, 10)]
    cuts = [clip.reel.showings for clip in cut.clips]
    going, coming = ([one.path for one in showings for _ in range(one.length)] for showings in cuts)
    assert at[6:] == coming[3:]
    for frame in (1, 2, 3):
        mixed = to_light(read(at[2 + frame]).data, "srgb")
        one, other = (to_light(read(path).data, "srgb") for path in (going[2 + frame], coming[frame - 1]))
        assert np.allclose(mixed, one + (other - one) * frame / 4, atol=2e-4)
    assert [showing.path for showing in assembled(film).showings] == [showing.path for showing in reel.showings]


def test_a_dissolve_has_the_room_it_takes(film):
    film.say(1, dissolve=7)
    with pytest.raises(BadScript, match=r"sh020 dissolves in over 7 frames, and there are 6 to do it in\."):
        conform(film.script, film.series)
    film.say(1, dissolve=6)
    assert assembled(film).frames == 6 + 12


def test_pictures_of_two_sizes_do_not_dissolve(film):
    film.say(1, dissolve=2)
    take = film.series.take(film.script.shots[1].slate)
    film.series.cache.put("small", ".tif", lambda path: write(path, np.zeros((32, 48, 3), np.uint16)))
    file, done = film.series.cache.name("small", ".tif"), take.finished()
    entries = {number: replace(entry, key="small", file=file) for number, entry in done.entries.items()}
    take.write_finished(replace(done, entries=entries))
    with pytest.raises(MixedSizes, match="sh020 dissolves in"):
        assembled(film)


COLOUR = np.uint16([40000, 20000, 10000])
COVER = np.linspace(0, 1, 96)


@pytest.fixture
def keyed(film):
    """The film with a matte in the first shot, which grows from nothing at the left to all at the right."""
    take = film.series.take(film.script.shots[0].slate)
    codes = np.dstack([np.full((64, 96, 3), COLOUR), np.broadcast_to(np.rint(COVER * 65535), (64, 96))])
    film.series.cache.put("keyed", ".tif", lambda path: write(path, codes.astype(np.uint16)))
    file, done = film.series.cache.name("keyed", ".tif"), take.finished()
    entries = {number: replace(entry, key="keyed", file=file) for number, entry in done.entries.items()}
    take.write_finished(replace(done, entries=entries))
    return film


SHARE = 1 / 6 * 1 / 6 * (3 - 2 / 6)
"""Of the light, in the first of three frames of a fade: the smooth rise at half a frame."""


def test_a_fade_takes_light_and_leaves_the_matte(keyed):
    first = read(assembled(keyed).showings[0].path, matte=True)
    assert np.allclose(first.matte / 65535, COVER, atol=1e-4)
    there = to_light(first.data[:, 1:], "srgb")
    assert np.allclose(there, to_light(COLOUR, "srgb") * SHARE, atol=2e-5)


@pytest.mark.parametrize(("name", "suffix"), [("png", ".png"), ("exr", ".exr")])
def test_a_matte_goes_through_a_fade_into_stills(keyed, tmp_path, name, suffix):
    finish(export_reel(assembled(keyed), PRESETS[name], tmp_path / "frames", name="tea"))
    faded, whole = (read(tmp_path / "frames" / f"tea.{frame:04d}{suffix}", matte=True) for frame in (1, 6))
    scale = 65535 if name == "png" else 1
    light = to_light(COLOUR, "srgb")
    for picture, share in ((faded, SHARE), (whole, 1)):
        assert np.allclose(picture.matte / scale, COVER, atol=1e-3)
        right = to_light(picture.data[:, 20:], picture.encoding)
        assert np.allclose(right, light * share, rtol=2e-2, atol=1e-4)
    # Multiplied, as OpenEXR keeps it, the light is that of the matte and of the fade.
    if name == "exr":
        raw = read(tmp_path / "frames" / "tea.0001.exr").data
        assert np.allclose(raw, light * SHARE * COVER[:, None], atol=1e-4)


def test_every_still_of_a_film_has_the_matte_that_one_of_them_has(keyed, tmp_path):
    finish(export_reel(assembled(keyed), PRESETS["png"], tmp_path / "frames", name="tea"))
    card = read(tmp_path / "frames" / "tea.0018.png", matte=True)
    assert (card.matte == 65535).all()
    film = read(tmp_path / "frames" / "tea.0009.png", matte=True)
    assert (film.matte == 65535).all()


def test_a_matte_goes_through_a_fade_into_prores_4444(keyed, tmp_path, raw_frames):
    finish(export_reel(assembled(keyed), PRESETS["prores4444"], tmp_path / "tea.mov", name="tea"))
    frames = raw_frames(tmp_path / "tea.mov")
    assert len(frames) == 24
    want = to_codes((to_light(COLOUR, "srgb") * SHARE)[None, None], "srgb", 16)[0, 0] / 65535
    assert np.allclose(frames[0][..., 3], COVER, atol=0.01)
    assert np.allclose(frames[0][8:56, 20:76, :3], want, atol=0.012)
    assert np.allclose(frames[4][8:56, 20:76, :3], COLOUR / 65535, atol=0.012)
    assert (frames[-1][..., 3] > 0.999).all()


def test_a_movie_without_a_matte_shows_the_same_over_black(keyed, tmp_path, raw_frames):
    finish(export_reel(assembled(keyed), PRESETS["prores"], tmp_path / "tea.mov", name="tea"))
    light = to_light(COLOUR, "srgb") * SHARE * COVER[50]
    want = to_codes(light[None, None], "srgb", 16)[0, 0] / 65535
    assert np.allclose(raw_frames(tmp_path / "tea.mov")[0][32, 50, :3], want, atol=0.015)
