"""The replay camera: what it serves, and each fault it can be told to have."""

import io

import pytest
from PIL import Image

from komadori.devices.catalogue import open_camera
from komadori.devices.protocols import (
    BadCameraName,
    CameraClosed,
    CameraLost,
    CameraTimeout,
    CardFull,
    NoSuchCamera,
    NothingLeft,
    NotKept,
    NotOffered,
)
from komadori.devices.virtual.replay import ReplayCamera


def names(camera, count):
    return [camera.shoot().files[0][0] for _ in range(count)]


def size(data):
    return Image.open(io.BytesIO(data)).size


def test_photographs_come_in_natural_order_and_nothing_else_does(reel):
    assert names(open_camera(f"replay:{reel}"), 12) == [f"IMG_{number}.jpg" for number in range(1, 13)]


def test_the_bytes_are_those_of_the_file(reel):
    assert open_camera(f"replay:{reel}").shoot().files == (("IMG_1.jpg", (reel / "IMG_1.jpg").read_bytes()),)


def test_raw_and_jpeg_of_one_name_are_one_photograph_with_the_raw_first(tmp_path):
    for name in ("A1.JPG", "A1.NEF", "A2.JPG", "A2.NEF"):
        (tmp_path / name).write_bytes(name.encode())
    camera = open_camera(f"replay:{tmp_path}")
    assert camera.shoot().files == (("A1.NEF", b"A1.NEF"), ("A1.JPG", b"A1.JPG"))
    assert [name for name, _ in camera.shoot().files] == ["A2.NEF", "A2.JPG"]


def test_a_file_is_read_when_it_is_shot(reel):
    camera = open_camera(f"replay:{reel}")
    camera.shoot()
    (reel / "IMG_2.jpg").write_bytes(b"changed meanwhile")
    assert camera.shoot().files[0][1] == b"changed meanwhile"


def test_after_the_last_photograph_nothing_is_left(reel):
    camera = open_camera(f"replay:{reel}?start=12")
    camera.shoot()
    with pytest.raises(NothingLeft, match="has served all its 12 photographs") as told:
        camera.shoot()
    assert "loop=1" in told.value.hint


def test_a_loop_begins_again_and_never_repeats_a_name(reel):
    served = names(open_camera(f"replay:{reel}?loop=1"), 25)
    assert served[12:14] == ["IMG_1~2.jpg", "IMG_2~2.jpg"]
    assert served[24] == "IMG_1~3.jpg"


def test_start_begins_with_the_photograph_named(reel):
    assert names(open_camera(f"replay:{reel}?start=5"), 2) == ["IMG_5.jpg", "IMG_6.jpg"]


def test_slow_waits_before_each_photograph(reel):
    waited = []
    camera = ReplayCamera(reel, slow=0.25, sleep=waited.append)
    names(camera, 3)
    assert waited == [0.25, 0.25, 0.25]


@pytest.mark.parametrize(
    ("fault", "error", "told"),
    [
        ("lost", CameraLost, "The replay of reel was disconnected at photograph 2."),
        ("timeout", CameraTimeout, "The replay of reel did not answer in time at photograph 2."),
    ],
)
def test_a_lost_camera_stays_lost_until_it_is_reconnected_and_then_has_the_same_photograph(reel, fault, error, told):
    camera = open_camera(f"replay:{reel}?{fault}=2")
    first = camera.shoot()
    with pytest.raises(error) as lost:
        camera.shoot()
    assert str(lost.value) == f"{told}\nhint: reconnect the camera"
    for ask in (camera.shoot, camera.preview, lambda: camera.fetch(first.token), lambda: camera.release(first.token)):
        with pytest.raises(CameraLost, match="is not connected"):
            ask()
    camera.reconnect()
    assert names(camera, 2) == ["IMG_2.jpg", "IMG_3.jpg"]
    assert camera.fetch(first.token).files == first.files


def test_a_camera_whose_folder_went_away_is_lost_until_it_is_back(reel):
    camera = open_camera(f"replay:{reel}")
    away = reel.rename(reel.with_name("away"))
    with pytest.raises(CameraLost, match="cannot read"):
        camera.shoot()
    with pytest.raises(CameraLost):
        camera.reconnect()
    away.rename(reel)
    camera.reconnect()
    assert names(camera, 1) == ["IMG_1.jpg"]


def test_a_full_card_refuses_once(reel):
    camera = open_camera(f"replay:{reel}?card_full=1")
    with pytest.raises(CardFull, match="has no room left on its card at photograph 1"):
        camera.shoot()
    assert names(camera, 1) == ["IMG_1.jpg"]


def test_a_truncated_photograph_is_whole_when_fetched_again(reel):
    camera = open_camera(f"replay:{reel}?truncated=1")
    whole = (reel / "IMG_1.jpg").read_bytes()
    photograph = camera.shoot()
    assert photograph.files[0][1] == whole[: len(whole) * 3 // 5]
    assert camera.fetch(photograph.token).files[0][1] == whole
    assert names(camera, 1) == ["IMG_2.jpg"]


def test_a_photograph_of_the_wrong_size_is_right_when_fetched_again(reel):
    camera = open_camera(f"replay:{reel}?wrong_size=1")
    photograph = camera.shoot()
    assert size(photograph.files[0][1]) == (30, 20)
    assert size(camera.fetch(photograph.token).files[0][1]) == (60, 40)


def test_a_negative_of_the_wrong_size_is_half_as_long(tmp_path):
    (tmp_path / "A.NEF").write_bytes(bytes(1000))
    assert len(open_camera(f"replay:{tmp_path}?wrong_size=1").shoot().files[0][1]) == 500


def test_a_duplicate_comes_between_a_photograph_and_the_next(reel):
    camera = open_camera(f"replay:{reel}?duplicate=3")
    assert names(camera, 4) == ["IMG_1.jpg", "IMG_2.jpg", "IMG_2.jpg", "IMG_3.jpg"]


def test_several_faults_of_one_photograph_strike_one_at_each_press(reel):
    camera = open_camera(f"replay:{reel}?truncated=2&lost=2&card_full=2")
    camera.shoot()
    with pytest.raises(CameraLost):
        camera.shoot()
    camera.reconnect()
    with pytest.raises(CardFull):
        camera.shoot()
    assert len(camera.shoot().files[0][1]) < (reel / "IMG_2.jpg").stat().st_size
    assert names(camera, 1) == ["IMG_3.jpg"]


def test_what_was_released_is_kept_no_longer_and_the_folder_is_untouched(reel):
    camera = open_camera(f"replay:{reel}")
    token = camera.shoot().token
    camera.release(token)
    with pytest.raises(NotKept, match="no longer keeps photograph 'press 1'"):
        camera.fetch(token)
    assert (reel / "IMG_1.jpg").exists()


def test_the_live_view_shows_what_is_shot_next_640_wide(reel):
    camera = open_camera(f"replay:{reel}?start=12")
    assert size(camera.preview()) == (640, 427)
    camera.shoot()
    assert size(camera.preview()) == (640, 427)


def test_what_cannot_be_decoded_gives_no_live_view(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"text named .jpg")
    with pytest.raises(NotOffered, match=r"cannot show a\.jpg as a live view"):
        open_camera(f"replay:{tmp_path}").preview()


def test_a_closed_camera_stays_closed(reel):
    camera = open_camera(f"replay:{reel}")
    camera.close()
    with pytest.raises(CameraClosed, match="The replay of reel is closed"):
        camera.reconnect()


@pytest.mark.parametrize(
    ("name", "error", "told"),
    [
        ("replay", BadCameraName, "names no folder"),
        ("replay:nowhere", NoSuchCamera, "No photographs can be replayed from nowhere: No such file or directory."),
        ("replay:{folder}/README.md", NoSuchCamera, "Not a directory"),
        ("replay:{folder}/..?slow=0", NoSuchCamera, "There are no photographs in"),
        ("replay:{folder}?start=13", BadCameraName, "has photographs 1 to 12, and not start=13"),
        ("replay:{folder}?lost=13&duplicate=1", BadCameraName, "not lost=13, duplicate=1 (none comes before it)"),
    ],
)
def test_a_name_that_cannot_be_served_is_refused_at_once(reel, name, error, told):
    with pytest.raises(error) as refused:
        open_camera(name.format(folder=reel))
    assert told in str(refused.value)


def test_a_live_picture_is_made_once_for_each_photograph(reel, monkeypatch):
    camera = open_camera(f"replay:{reel}")
    first = camera.preview()
    monkeypatch.setattr(camera, "_read", lambda number: pytest.fail("read again"))
    assert camera.preview() is first
    monkeypatch.undo()
    camera.shoot()
    assert camera.preview() != first
