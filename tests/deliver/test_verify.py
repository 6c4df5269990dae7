"""A file that is not what was promised is found out, whatever is wrong with it."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from komadori.deliver import PRESETS, NotAsPromised, export_shot
from komadori.deliver.encode import Canvas, Held, palette_of, write_gif, write_movie
from komadori.deliver.encode import gif_starts as starts_of
from komadori.deliver.movie import Movie
from komadori.deliver.pixels import proof_of, to_frame
from komadori.deliver.verify import Promise, verify_movie
from komadori.progress import finish

LENGTHS = (2, 2, 3, 1, 4, 2, 2, 1)
CANVAS = Canvas(width=192, height=128, rate=Fraction(24))
MOVIES = [("prores", ".mov"), ("h264", ".mp4")]


@pytest.fixture
def scenes(paint):
    return [paint(number, width=192, height=128) for number in range(1, 9)]


def promise_of(scenes, name, lengths=LENGTHS):
    proofs = tuple(map(proof_of, scenes))
    return Promise(preset=PRESETS[name], canvas=CANVAS, lengths=tuple(lengths), proofs=proofs)


def write(path, name, scenes, lengths=LENGTHS, canvas=CANVAS, preset=None):
    preset = preset or PRESETS[name]
    held = (
        Held(frame=to_frame(scene, preset.samples, preset.bits), length=length)
        for scene, length in zip(scenes, lengths, strict=True)
    )
    list(write_movie(path, preset, canvas, held))
    return path


def faults(path, promise):
    return finish(verify_movie(path, promise))


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_a_good_file_has_no_faults(scenes, tmp_path, name, suffix):
    path = write(tmp_path / f"film{suffix}", name, scenes)
    assert faults(path, promise_of(scenes, name)) == []


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
@pytest.mark.parametrize(
    "lengths", [(3, 1, 3, 1, 4, 2, 2, 1), (2, 2, 3, 1, 4, 2, 1, 2), (1, 3, 3, 1, 4, 2, 2, 1)], ids=str
)
def test_a_hold_that_is_a_frame_too_long_is_found(scenes, tmp_path, name, suffix, lengths):
    path = write(tmp_path / f"film{suffix}", name, scenes, lengths)
    assert any("shows the picture" in fault for fault in faults(path, promise_of(scenes, name)))


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_two_pictures_exchanged_are_found(scenes, tmp_path, name, suffix):
    wrong = [scenes[1], scenes[0], *scenes[2:]]
    path = write(tmp_path / f"film{suffix}", name, wrong)
    assert "frame 1 shows the picture after its own" in faults(path, promise_of(scenes, name))


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_a_movement_of_a_few_pixels_is_enough_to_tell_pictures_apart(paint, tmp_path, name, suffix):
    still = paint(1, width=192, height=128)
    moved = still.copy()
    moved[60:66, 100:106] = (250, 240, 230)
    path = write(tmp_path / f"film{suffix}", name, [still, moved], (3, 2))
    assert faults(path, promise_of([still, moved], name, (3, 2))) == []
    assert faults(path, promise_of([still, moved], name, (2, 3))) != []


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_a_frame_too_few_is_found(scenes, tmp_path, name, suffix):
    path = write(tmp_path / f"film{suffix}", name, scenes[:-1], LENGTHS[:-1])
    found = faults(path, promise_of(scenes, name))
    assert "frames: 16, not 17" in found
    assert "frames in the index: 16, not 17" in found


def test_a_wrong_rate_is_found(scenes, tmp_path):
    canvas = replace(CANVAS, rate=Fraction(24000, 1001))
    path = write(tmp_path / "film.mov", "prores", scenes, canvas=canvas)
    found = faults(path, promise_of(scenes, "prores"))
    assert "rate: 24000/1001, not 24" in found
    assert any("does not stand at" in fault for fault in found)


def test_another_codec_profile_or_sample_format_is_found(scenes, tmp_path):
    standard = replace(PRESETS["prores"], options={"profile": "standard"})
    path = write(tmp_path / "film.mov", "prores", scenes, preset=standard)
    assert "profile: Standard, not HQ" in faults(path, promise_of(scenes, "prores"))
    path = write(tmp_path / "film.mp4", "h264", scenes)
    found = faults(path, promise_of(scenes, "prores"))
    assert {"codec: h264, not prores", "sample format: yuv420p, not yuv422p10le"} <= set(found)


def test_colours_turned_by_another_matrix_are_found(tmp_path):
    """Strong colours written with the matrix of standard television, and tagged as if they were not."""
    scene = np.zeros((128, 192, 3), np.uint8)
    scene[:, :64], scene[:, 64:128], scene[:, 128:] = (220, 20, 20), (20, 220, 20), (20, 20, 220)
    frame = av.VideoFrame.from_ndarray(scene, format="rgb24").reformat(
        format="yuv420p", dst_colorspace="ITU601", dst_color_range="MPEG"
    )
    frame.colorspace, frame.color_primaries, frame.color_trc = 1, 1, 1
    path = tmp_path / "film.mp4"
    list(write_movie(path, PRESETS["h264"], CANVAS, [Held(frame=frame, length=2)]))
    found = faults(path, promise_of([scene], "h264", (2,)))
    assert any("does not look like its picture" in fault for fault in found)


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_a_file_cut_short_is_found(scenes, tmp_path, name, suffix):
    path = write(tmp_path / f"film{suffix}", name, scenes)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    assert faults(path, promise_of(scenes, name))


@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_bytes_overwritten_in_the_middle_are_found(scenes, tmp_path, name, suffix):
    path = write(tmp_path / f"film{suffix}", name, scenes)
    data = bytearray(path.read_bytes())
    middle = data.index(b"mdat") + 400
    data[middle : middle + 600] = bytes(np.random.default_rng(1).integers(0, 256, 600, np.uint8))
    path.write_bytes(data)
    assert faults(path, promise_of(scenes, name))


def test_a_file_that_is_no_movie_is_found(tmp_path, scenes):
    (tmp_path / "film.mov").write_text("no movie")
    assert "cannot be decoded" in faults(tmp_path / "film.mov", promise_of(scenes, "prores"))[0]


def test_a_gif_whose_delays_are_wrong_is_found(scenes, tmp_path):
    plain = [av.VideoFrame.from_ndarray(scene, format="rgb24") for scene in scenes]
    held = [Held(frame=frame, length=length) for frame, length in zip(plain, LENGTHS, strict=True)]
    starts = starts_of(LENGTHS, CANVAS.rate)
    promise = promise_of(scenes, "gif")
    list(write_gif(tmp_path / "good.gif", CANVAS, starts, palette_of(plain), held))
    assert faults(tmp_path / "good.gif", promise) == []
    late = [0, *(start + 1 for start in starts[1:])]
    list(write_gif(tmp_path / "late.gif", CANVAS, late, palette_of(plain), held))
    assert any("does not stand at" in fault for fault in faults(tmp_path / "late.gif", promise))


def test_what_is_not_as_promised_is_told_and_not_put_in_place(shoot, tmp_path, monkeypatch):
    def lie(self):
        yield 1
        return [f"frame {frame} is wrong" for frame in range(1, 12)]

    monkeypatch.setattr(Movie, "verify", lie)
    with pytest.raises(NotAsPromised, match=r"film.mov is not what the sheet promises") as failure:
        finish(export_shot(shoot(), PRESETS["prores"], tmp_path / "film.mov", finished=False))
    assert "frame 1 is wrong" in failure.value.message
    assert "and 3 more" in failure.value.message
    assert not [path for path in tmp_path.iterdir() if "film" in path.name]


@pytest.mark.parametrize("size", [(64, 48), (160, 120), (640, 360)], ids=str)
@pytest.mark.parametrize("grain", [1, 3, 10, 25])
@pytest.mark.parametrize(("name", "suffix"), MOVIES)
def test_grain_on_a_set_that_stands_still_is_not_taken_for_a_wrong_hold(paint, tmp_path, name, suffix, size, grain):
    """Lossy coding may keep the grain of the picture before; nobody sees it, and nothing is wrong."""
    rng = np.random.default_rng(grain)
    still = paint(1, width=size[0], height=size[1])
    grainy = [np.clip(still + rng.normal(0, grain, still.shape), 0, 255).astype(np.uint8) for _ in range(8)]
    canvas = Canvas(width=size[0], height=size[1], rate=Fraction(24))
    path = write(tmp_path / f"film{suffix}", name, grainy, canvas=canvas)
    assert faults(path, replace(promise_of(grainy, name), canvas=canvas)) == []
