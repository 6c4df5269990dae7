"""The drawn miniature: the same presses give the same pictures, and its settings do what a camera's do."""

import time
from contextlib import closing

import numpy as np
import pytest
import simplejpeg

from komadori.devices.catalogue import open_camera
from komadori.devices.protocols import BadCameraName, CameraClosed, CameraLost, CardFull, Supply
from komadori.devices.virtual import pattern
from komadori.devices.virtual.clock import BITS, age, paint_clock, read_clock
from komadori.devices.virtual.miniature import background
from komadori.devices.virtual.pattern import PatternCamera

SMALL = (160, 90)


def small(**options):
    return PatternCamera(**{"size": SMALL, "sleep": lambda seconds: None} | options)


def pixels(jpeg):
    return simplejpeg.decode_jpeg(jpeg, colorspace="RGB")


def mean(jpeg):
    return float(pixels(jpeg).mean())


def shot(camera):
    return camera.shoot().files[0][1]


@pytest.fixture
def dark():
    yield
    pattern.set_screen(1.0)


def test_the_same_presses_give_the_same_photographs_and_no_two_are_alike():
    one, other = small(), small()
    first = [shot(one) for _ in range(4)]
    other.preview()
    assert [shot(other) for _ in range(4)] == first
    assert len(set(first)) == 4
    assert shot(small(seed=2)) != first[0]


def test_the_ball_moves_and_the_set_stands_still():
    camera = small()
    camera.lock()
    one, two = (pixels(shot(camera)).astype(int) for _ in range(2))
    for _ in range(9):
        two = pixels(shot(camera)).astype(int)
    differs = np.abs(one - two).max(axis=-1) > 40
    assert 0.005 < differs.mean() < 0.12
    assert not differs[: SMALL[1] // 2].any()


def test_the_live_view_moves_at_its_rate():
    waits, now = [], [100.0]

    def sleep(seconds):
        waits.append(round(seconds, 4))
        now[0] += seconds

    camera = PatternCamera(size=SMALL, fps=25, now=lambda: now[0], sleep=sleep)
    shown = [camera.preview() for _ in range(4)]
    assert len(set(shown)) == 4
    assert waits == [0.04] * 3


def test_the_live_view_is_no_wider_than_a_page_shows():
    camera = small(size=(2560, 1440))
    assert simplejpeg.decode_jpeg_header(camera.preview())[:2] == (720, 1280)
    assert simplejpeg.decode_jpeg_header(shot(camera))[:2] == (1440, 2560)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (60, 40), (41, 173)])
def test_it_can_be_drawn_at_any_size(size):
    assert background(*size, 1).shape == (size[1], size[0], 3)
    assert simplejpeg.decode_jpeg_header(shot(small(size=size)))[:2] == size[::-1]


def test_light_is_multiplied_and_white_is_balanced():
    camera = small()
    camera.lock()
    normal = pixels(shot(camera)).mean(axis=(0, 1))
    camera.set("iso", "400")
    camera.set("exposure_time", "1/15")
    assert abs(pixels(shot(camera)).mean() - normal.mean()) < 5
    camera.set("exposure_time", "1/60")
    assert pixels(shot(camera)).mean() < 0.8 * normal.mean()
    camera.set("exposure_time", "1/15")
    camera.set("white_balance", "tungsten")
    red, _, blue = pixels(shot(camera)).mean(axis=(0, 1)) / normal
    assert red < 0.9 < 1.1 < blue


def test_the_automatic_wanders_until_it_is_locked():
    camera = small()
    wandering = np.std([mean(shot(camera)) for _ in range(6)])
    camera.lock()
    held = np.std([mean(shot(camera)) for _ in range(6)])
    assert held < 0.5 < wandering
    camera.unlock()
    assert {row.name: row.value for row in camera.settings()}["exposure_auto"] == "auto"


def test_a_dial_that_is_turned_by_hand_is_drift_and_a_setting_that_is_set_is_not():
    camera = small()
    camera.lock()
    camera.set("iso", "400")
    assert camera.drifted() == ()
    camera.turn("iso", "800")
    assert [str(drift) for drift in camera.drifted()] == ["iso was locked at 400 and is 800."]


def test_a_lit_screen_is_seen_by_the_camera_that_was_asked_to(dark):
    seeing, blind = small(screen=True), small()
    pattern.set_screen(0)
    without = mean(shot(seeing))
    assert abs(mean(shot(blind)) - without) < 0.5
    pattern.set_screen(1)
    camera = small(screen=True)
    assert mean(shot(camera)) > without + 10


@pytest.mark.parametrize("told", [0, 1, (1 << BITS) - 1, 1_800_000_000_123 % (1 << BITS), 0xA5A5A5A5A5])
@pytest.mark.parametrize("width", [640, 1280, 1921])
def test_the_clock_comes_through_a_jpeg(told, width):
    picture = np.full((90, width, 3), 120, np.uint8)
    paint_clock(picture, told)
    jpeg = simplejpeg.encode_jpeg(picture, quality=60, colorspace="RGB")
    assert read_clock(pixels(jpeg)) == told
    half = pixels(jpeg)[::2, ::2]
    assert read_clock(half) == told


def test_the_age_of_a_live_picture_can_be_read_from_it():
    now = [1_800_000_000.25]
    camera = small(size=(640, 360), clock=True, now=lambda: now[0])
    shown = camera.preview()
    assert age(read_clock(pixels(shown)), 1_800_000_000_290) == 40
    now[0] = 1_800_000_001.0
    assert age(read_clock(pixels(shot(camera))), 1_800_000_001_000) == 0


def test_what_it_has_left_is_what_it_was_given():
    camera = small(battery=40, card=2)
    shot(camera)
    assert camera.supply() == Supply(battery=40, card=1)
    shot(camera)
    with pytest.raises(CardFull):
        camera.shoot()
    assert small().supply() == Supply()


def test_a_connection_that_breaks_is_lost_until_it_is_made_again():
    camera = small(breaks=(2,))
    shot(camera)
    with pytest.raises(CameraLost):
        camera.shoot()
    with pytest.raises(CameraLost):
        camera.preview()
    camera.reconnect()
    assert camera.shoot().token == "press 2"
    camera.unplug()
    with pytest.raises(CameraLost):
        camera.settings()


def test_its_name_gives_its_options_and_its_seed():
    with closing(open_camera("pattern:3?size=64x48&battery=90&fps=500")) as camera:
        assert camera.name == "drawn miniature 3"
        assert simplejpeg.decode_jpeg_header(shot(camera))[:2] == (48, 64)
    with pytest.raises(CameraClosed):
        camera.preview()
    for wrong in ("pattern:robin", "pattern?quality=101", "pattern?battery=500"):
        with pytest.raises(BadCameraName):
            open_camera(wrong)


def test_a_frame_of_the_live_view_costs_a_fraction_of_its_time():
    camera = PatternCamera(fps=10_000)
    camera.preview()
    began = time.process_time()
    for _ in range(20):
        camera.preview()
    assert (time.process_time() - began) / 20 < 1 / 30
