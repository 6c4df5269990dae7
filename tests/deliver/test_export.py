"""Movies are judged by other programs: ffprobe, MediaInfo, and a decoder asked for every frame's hash."""

import itertools
import json
import shutil
import subprocess
from fractions import Fraction

import numpy as np
import pytest

from komadori.deliver import PRESETS, BadCrop, FramesMissing, TooWide, WrongTarget, export_shot
from komadori.picture import read
from komadori.progress import finish
from komadori.sheet.edit import reshoot
from komadori.store import AlreadyThere, create_series

LENGTHS = (2, 2, 3, 1, 4, 2, 2, 1)
RATES = [Fraction(24), Fraction(25), Fraction(30), Fraction(12), Fraction(24000, 1001)]
MOVIES = [("prores", "film.mov"), ("h264", "film.mp4")]


@pytest.fixture(scope="session")
def ffmpeg():
    """Run a program of FFmpeg's and return what it prints."""

    def run(program, *arguments):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; it judges movies independently")
        done = subprocess.run([program, "-v", "error", *map(str, arguments)], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert not done.stderr, done.stderr.decode()
        return done.stdout

    return run


@pytest.fixture
def probe(ffmpeg):
    """What ffprobe says of a file's one stream, with its frames counted by decoding."""

    def probed(path):
        out = ffmpeg("ffprobe", "-count_frames", "-show_streams", "-of", "json", path)
        (stream,) = json.loads(out)["streams"]
        return stream

    return probed


@pytest.fixture
def hashes(ffmpeg):
    """The hash of every decoded frame."""

    def hashed(path):
        lines = ffmpeg("ffmpeg", "-i", path, "-fps_mode", "passthrough", "-f", "framemd5", "-").decode().splitlines()
        return [line.split(",")[-1].strip() for line in lines if not line.startswith("#")]

    return hashed


def export(take, name, to, **options):
    return finish(export_shot(take, PRESETS[name], to, finished=options.pop("finished", False), **options))


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize(("name", "file"), MOVIES)
def test_count_rate_size_codec_and_colour_are_what_ffprobe_reads(shoot, tmp_path, probe, name, file, rate):
    into = create_series(tmp_path / f"at{rate.numerator}", title="Rates", rate=rate)
    done = export(shoot(LENGTHS, into=into), name, tmp_path / file)
    stream = probe(tmp_path / file)
    assert int(stream["nb_read_frames"]) == int(stream["nb_frames"]) == sum(LENGTHS) == done.frames
    assert Fraction(stream["r_frame_rate"]) == Fraction(stream["avg_frame_rate"]) == rate
    assert Fraction(stream["duration_ts"]) * Fraction(stream["time_base"]) == sum(LENGTHS) / rate
    assert Fraction(stream["start_time"]) == 0
    assert (stream["width"], stream["height"]) == (96, 64)
    codec = {"prores": ("prores", "HQ", "yuv422p10le"), "h264": ("h264", "High", "yuv420p")}[name]
    assert (stream["codec_name"], stream["profile"], stream["pix_fmt"]) == codec
    assert {stream[f"color_{what}"] for what in ("space", "transfer", "primaries")} == {"bt709"}
    assert stream["color_range"] == "tv"
    assert stream["sample_aspect_ratio"] == "1:1"


@pytest.mark.parametrize(("name", "file"), MOVIES)
def test_mediainfo_agrees(shoot, tmp_path, name, file):
    media = pytest.importorskip("pymediainfo", reason="pymediainfo is not installed; it judges movies independently")
    export(shoot(), name, tmp_path / file)
    try:
        tracks = media.MediaInfo.parse(tmp_path / file).video_tracks
    except OSError as missing:
        pytest.skip(f"the MediaInfo library cannot be loaded: {missing}")
    (video,) = tracks
    told = {"prores": ("ProRes", "422 HQ", "4:2:2"), "h264": ("AVC", "High@L1", "4:2:0")}[name]
    assert (video.format, video.format_profile, video.chroma_subsampling) == told
    assert video.frame_rate_mode == "CFR"
    assert int(video.frame_count) == sum(LENGTHS)
    assert (video.color_primaries, video.transfer_characteristics, video.matrix_coefficients) == ("BT.709",) * 3
    # ProRes is always in limited range, so QuickTime has no field that says so.
    assert video.color_range == {"prores": None, "h264": "Limited"}[name]
    assert video.scan_type == "Progressive"


@pytest.mark.parametrize(("name", "file"), MOVIES)
@pytest.mark.parametrize("lengths", [LENGTHS, (2,) * 30, (1, 60, 3, 30)], ids=str)
def test_runs_of_equal_hashes_are_the_sheets_holds(shoot, tmp_path, hashes, name, file, lengths):
    export(shoot(lengths), name, tmp_path / file)
    found = hashes(tmp_path / file)
    assert [len(list(run)) for _, run in itertools.groupby(found)] == list(lengths)


def test_the_web_movie_begins_with_its_index_and_has_no_edit_list(shoot, tmp_path):
    export(shoot(), "h264", tmp_path / "film.mp4")
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"elst" not in data


def test_a_group_of_the_web_movie_begins_with_the_first_picture_after_each_second(shoot, tmp_path, ffmpeg):
    export(shoot((12, 12, 9, 40, 12, 2)), "h264", tmp_path / "film.mp4")
    out = ffmpeg("ffprobe", "-show_entries", "frame=key_frame,pict_type", "-of", "json", tmp_path / "film.mp4")
    frames = json.loads(out)["frames"]
    assert [at for at, frame in enumerate(frames) if frame["key_frame"]] == [0, 24, 73]
    assert {frame["pict_type"] for frame in frames} == {"I", "P"}


@pytest.mark.parametrize(("name", "file"), MOVIES)
def test_colour_bars_decode_to_their_colours(shoot, tmp_path, ffmpeg, name, file):
    """FFmpeg's planes, turned back into RGB by the BT.709 formula here and not by its converter."""
    bars = np.zeros((64, 96, 3), np.uint8)
    colours = [(235, 16, 16), (16, 235, 16), (16, 16, 235), (16, 235, 235), (235, 16, 235), (235, 235, 16)]
    for place, colour in enumerate(colours):
        bars[:, 16 * place : 16 * place + 16] = colour
    export(shoot((2,), pictures=[bars]), name, tmp_path / file)
    raw = ffmpeg("ffmpeg", "-i", tmp_path / file, "-frames:v", 1, "-f", "rawvideo", "-")
    bits, down = {"prores": (10, 1), "h264": (8, 2)}[name]
    codes = np.frombuffer(raw, np.uint16 if bits == 10 else np.uint8).astype(float) / 2 ** (bits - 8)
    sizes = [(64, 96), (64 // down, 48), (64 // down, 48)]
    luma, blue, red = (
        part.reshape(size)
        for part, size in zip(np.split(codes, np.cumsum([h * w for h, w in sizes])[:-1]), sizes, strict=True)
    )
    for place, colour in enumerate(colours):
        y = (luma[32, 16 * place + 8] - 16) / 219
        cb, cr = ((plane[32 // down, 8 * place + 4] - 128) / 224 for plane in (blue, red))
        told = np.array([y + 1.5748 * cr, y - 0.187324 * cb - 0.468124 * cr, y + 1.8556 * cb]) * 255
        assert np.abs(told - colour).max() < 4, (told, colour)


def test_sixteen_bits_reach_the_movie_as_ten(shoot, finish_all, tmp_path, ffmpeg):
    """A ramp finer than eight bits has more than 256 codes in it when it comes out of ProRes."""
    ramp = np.linspace(0, 65535, 96 * 8).astype(np.uint16).reshape(8, 96)
    picture = np.repeat(np.repeat(ramp[::-1], 8, axis=0)[..., None], 3, axis=2)
    take = shoot((1,), pictures=[np.ascontiguousarray(picture)])
    export(take, "prores", tmp_path / "film.mov")
    raw = ffmpeg("ffmpeg", "-i", tmp_path / "film.mov", "-frames:v", 1, "-f", "rawvideo", "-")
    luma = np.frombuffer(raw, np.uint16)[: 64 * 96]
    assert len(np.unique(luma)) > 400


@pytest.mark.parametrize(("name", "file"), MOVIES)
def test_an_odd_size_loses_its_last_column_and_row_and_says_so(shoot, paint, tmp_path, probe, name, file):
    take = shoot((2, 2), pictures=[paint(number, width=97, height=65) for number in (1, 2)])
    done = export(take, name, tmp_path / file)
    assert (probe(tmp_path / file)["width"], probe(tmp_path / file)["height"]) == (96, 64)
    assert "97 × 65 became 96 × 64" in done.notices[0]


@pytest.mark.parametrize("size", [(1, 1), (1, 8), (2, 1)])
@pytest.mark.parametrize(("name", "file"), MOVIES)
def test_pictures_too_small_for_a_movie_are_refused_and_go_out_as_stills(shoot, tmp_path, name, file, size):
    dot = np.full((size[1], size[0], 3), 200, np.uint8)
    take = shoot((2, 1), pictures=[dot, dot // 2])
    with pytest.raises(WrongTarget, match=f"two by two pixels at the least, and this would have {size[0]} × {size[1]}"):
        export(take, name, tmp_path / file)
    done = export(take, "png", tmp_path / "stills")
    assert (done.width, done.height) == size
    assert read(tmp_path / "stills/ep01_sc010_sh020.0003.png").data.shape == dot.shape


def test_an_exposure_nobody_has_is_told_with_those_there_are(shoot, tmp_path):
    with pytest.raises(FramesMissing, match="has no exposure x9") as failure:
        export(shoot(), "png", tmp_path / "stills", exposure="x9")
    assert failure.value.hint == "its exposures are x1."


def test_a_gif_of_very_few_pixels_keeps_their_colours(shoot, tmp_path):
    pictures = list(np.random.default_rng(5).integers(0, 256, (12, 2, 2, 3), dtype=np.uint8))
    assert export(shoot((1,) * 12, pictures=pictures), "gif", tmp_path / "film.gif").frames == 12


def test_a_width_shrinks_everything(shoot, tmp_path, probe):
    done = export(shoot(), "h264", tmp_path / "film.mp4", width=48)
    assert (probe(tmp_path / "film.mp4")["width"], probe(tmp_path / "film.mp4")["height"]) == (48, 32)
    assert "Shrunk from 96 × 64 to 48 × 32" in done.notices[0]


@pytest.mark.parametrize(("name", "file"), [*MOVIES, ("png", "stills")])
def test_a_part_of_the_pictures_goes_out(shoot, tmp_path, name, file):
    done = export(shoot(), name, tmp_path / file, crop=(0.25, 0.25, 0.5, 0.5))
    assert (done.width, done.height) == (48, 32)
    assert "the part from 24, 16 of 48 × 32" in done.notices[0]


def test_of_stills_a_part_is_the_same_pixels(shoot, tmp_path):
    take = shoot()
    export(take, "png", tmp_path / "stills", crop=(0.5, 0.0, 0.25, 1.0))
    whole = read(take.file(take.pictures[0])).data
    assert np.array_equal(read(tmp_path / "stills/ep01_sc010_sh020.0001.png").data, whole[:, 48:72])


@pytest.mark.parametrize("crop", [(0.6, 0, 0.5, 1), (-0.1, 0, 0.5, 1), (0, 0, 0, 1), (0, 1, 1, 1)])
def test_a_part_outside_the_picture_is_refused(shoot, tmp_path, crop):
    with pytest.raises(BadCrop, match="does not lie in the picture"):
        export(shoot((1,)), "h264", tmp_path / "film.mp4", crop=crop)
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize("width", [1, 97])
def test_a_width_the_pictures_do_not_have_is_refused(shoot, tmp_path, width):
    with pytest.raises(TooWide, match=f"96 pixels wide; {width} was asked for"):
        export(shoot((1,)), "h264", tmp_path / "film.mp4", width=width)
    assert not (tmp_path / "film.mp4").exists()


def test_the_finished_pictures_go_out_when_asked_for(shoot, finish_all, tmp_path):
    take = shoot()
    finish_all(take)
    export(take, "tiff", tmp_path / "frames", finished=True)
    export(take, "tiff", tmp_path / "raw", finished=False)
    name = "ep01_sc010_sh020.0001.tif"
    assert read(tmp_path / "frames" / name).data.dtype == np.uint16
    assert read(tmp_path / "raw" / name).data.dtype == np.uint8


def test_a_gap_that_is_allowed_is_told(shoot, tmp_path):
    take = shoot((2, 2, 2))
    with take.writer() as writer:
        writer.do(reshoot(writer.sheet, 3, "x1"))
    done = export(take, "h264", tmp_path / "film.mp4", allow_missing=True)
    assert done.frames == 6
    assert "frame 3-4" in done.notices[0]


@pytest.mark.parametrize(("name", "to"), [*MOVIES, ("gif", "film.gif"), ("png", "frames")])
@pytest.mark.parametrize("steps", [1, 4, 10])
def test_stopping_at_any_step_leaves_nothing(shoot, tmp_path, name, to, steps):
    take = shoot()
    (tmp_path / "out").mkdir()
    work = export_shot(take, PRESETS[name], tmp_path / "out" / to, finished=False)
    for _ in range(steps):
        next(work)
    work.close()
    assert not list((tmp_path / "out").iterdir())


def test_what_already_lies_there_is_refused_before_any_work(shoot, tmp_path):
    (tmp_path / "film.mov").write_bytes(b"mine")
    work = export_shot(shoot(), PRESETS["prores"], tmp_path / "film.mov", finished=False)
    with pytest.raises(AlreadyThere):
        next(work)
    assert (tmp_path / "film.mov").read_bytes() == b"mine"


def test_progress_counts_frames_up_to_all_of_them_twice(shoot, tmp_path):
    seen = list(export_shot(shoot(), PRESETS["prores"], tmp_path / "film.mov", finished=False))
    for doing in ("writing film.mov", "verifying film.mov"):
        counted = [step.done for step in seen if step.doing == doing]
        assert counted == sorted(counted)
        assert counted[-1] == seen[-1].total == sum(LENGTHS)
