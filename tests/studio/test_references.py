"""Line-up material, seen at the rate of the shot."""

import io
import struct
import zlib
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from komadori.studio.references import UnreadableReference, frame_of, is_video, sees_through


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    """A second at 10 frames a second, each twenty brighter than the one before, with a keyframe every fifth."""
    path = tmp_path_factory.mktemp("video") / "robin.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "4", "g": "5"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(10):
            pixels = np.full((48, 64, 3), 20 + 20 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(stream.encode())
    return path


def shown(data):
    """Which frame of the video a JPEG shows, from 0."""
    return round((np.asarray(Image.open(io.BytesIO(data))).mean() - 20) / 20)


@pytest.mark.parametrize(
    ("frame", "rate", "expected"),
    [(1, 24, 0), (2, 24, 0), (4, 24, 1), (13, 24, 5), (24, 24, 9), (1, 10, 0), (6, 10, 5), (10, 10, 9), (4, 5, 6)],
)
def test_a_video_is_seen_at_the_rate_of_the_shot(video, frame, rate, expected):
    assert shown(frame_of(video, frame, Fraction(rate))) == expected


@pytest.mark.parametrize("frame", [25, 400, 999_999, 999_999_999])
def test_after_its_end_its_last_picture_stays(video, frame):
    assert shown(frame_of(video, frame, Fraction(24))) == 9


@pytest.mark.parametrize("data", [b"", b"no video at all", b"\0" * 5000])
def test_what_is_no_video_is_refused_in_words(tmp_path, data):
    path = tmp_path / "bad.mp4"
    path.write_bytes(data)
    with pytest.raises(UnreadableReference, match=r"bad\.mp4"):
        frame_of(path, 1, Fraction(24))


def test_a_film_without_pictures_is_refused_in_words(tmp_path):
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 48000
        container.mux(stream.encode(silence))
        container.mux(stream.encode())
    with pytest.raises(UnreadableReference):
        frame_of(path, 1, Fraction(24))


def test_a_video_is_told_from_a_still(tmp_path):
    assert is_video(tmp_path / "a.MOV")
    assert not is_video(tmp_path / "a.jpg")


def test_a_page_brings_and_sees_both(client, desk, line, video, samples, tmp_path):
    still = samples.jpeg(tmp_path / "board.jpg").read_bytes()
    take = desk.take.take.take.id
    assert client.post("/api/references/board.jpg", content=still).json() == {"name": "board.jpg"}
    assert line.next("take")["references"] == ["board.jpg"]
    assert client.post("/api/references/board.jpg", content=still).json() == {"name": "board 2.jpg"}
    assert client.post("/api/references/robin.mp4", content=video.read_bytes()).json() == {"name": "robin.mp4"}
    answer = client.get(f"/take/{take}/references/board.jpg")
    assert Image.open(io.BytesIO(answer.content)).size == (96, 64)
    assert shown(client.get(f"/take/{take}/references/robin.mp4").content) == 0
    assert shown(client.get(f"/take/{take}/references/robin.mp4/13").content) == 5
    answer = client.get(f"/take/{take}/references/nothing.jpg")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (404, "UnknownFile")


def test_a_drawing_on_clear_ground_is_known(tmp_path):
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    Image.new("RGB", (4, 4)).save(tmp_path / "full.png")
    Image.new("RGB", (4, 4)).save(tmp_path / "full.jpg")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    names = ("clear.png", "full.png", "full.jpg", "broken.png")
    assert [sees_through(tmp_path / name) for name in names] == [True, False, False, False]


def bomb(width, height):
    """A PNG of a few bytes that says it is as large as that."""
    told = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [told, b"IDAT" + zlib.compress(bytes(1000)), b"IEND"]
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>"),
        ("drawing.svg", b'<svg onload="alert(1)"/>'),
        ("robin.mp4", b"\0\0\0\x18ftypmp42" + bytes(500)),
        ("bomb.png", bomb(60_000, 60_000)),
        ("cut.png", bomb(64, 48)),
    ],
)
def test_what_cannot_be_shown_is_not_kept(client, desk, name, data):
    answer = client.post(f"/api/references/{name}", content=data)
    assert (answer.status_code, name in answer.json()["error"]["message"]) == (409, True)
    assert desk.take.take.references() == []


def test_a_bomb_that_lies_there_is_refused_in_words(client, desk):
    desk.submit(lambda: desk.take.take.add_reference("bomb.png", bomb(60_000, 60_000))).result()
    answer = client.get(f"/take/{desk.take.take.take.id}/references/bomb.png")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (409, "UnreadablePicture")
