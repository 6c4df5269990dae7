"""The watch over the desk: an alarm is told and drawn, and an arrow stays until the camera is back in its place."""

import time

import cv2
import numpy as np
import pytest

from komadori.studio.watching import OFTEN

WIDTH, HEIGHT = 960, 540
KNOCK = (4.0, -2.5)
GOOD = 10


def room(step, shift=(0.0, 0.0)):
    """A set full of things and a puppet that moves on, seen by a camera that may have been knocked."""
    rng = np.random.default_rng(11)
    cells = rng.integers(40, 200, (HEIGHT // 12, WIDTH // 12, 3)).astype(np.float32)
    picture = cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    cv2.circle(picture, (200 + 14 * step, 300), 70, (210, 120, 70), -1, cv2.LINE_AA)
    moved = cv2.warpAffine(
        picture, np.float32([[1, 0, shift[0]], [0, 1, shift[1]]]), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT
    )
    noise = np.random.default_rng(step).normal(0, 1.5, moved.shape)
    return np.clip(moved + noise, 0, 255).astype(np.uint8)


@pytest.fixture
def reel(tmp_path):
    """Photographs of a set of which the camera is knocked after the tenth, and put back after the twelfth."""
    folder = tmp_path / "reel"
    folder.mkdir()
    for step in range(GOOD + 6):
        knocked = GOOD <= step < GOOD + 2
        cv2.imwrite(str(folder / f"{step:03d}.png"), room(step, KNOCK if knocked else (0.0, 0.0))[..., ::-1])
    return folder


def shoot(desk, do, owned, count, until):
    """So many pictures, each once the live view shows it."""
    for _ in range(count):
        seen = owned.newest.number if owned.newest else 0
        until(lambda seen=seen: owned.newest is not None and owned.newest.number > seen)
        do(desk, "shoot")


def test_a_knock_is_told_drawn_and_followed_home(desks, do, until, reel):
    desk, told = desks()
    do(desk, "begin-series")
    owned = desk.cameras.open(f"replay:{reel}")
    owned.opened.result()
    with owned.watch():
        shoot(desk, do, owned, GOOD, until)
        assert not told.of("alarm")
        shoot(desk, do, owned, 1, until)
        alarm = told.soon("alarm", lambda one: one["drawing"])
        assert alarm["kind"] == "camera bump"
        assert alarm["arrow"] == pytest.approx(KNOCK, abs=0.3)
        assert desk.watch.drawing(alarm["id"]).startswith(b"\x89PNG")
        # The live view still shows the camera knocked.
        placed = told.soon("placed", lambda one: not one["back"])
        assert (placed["right"], placed["down"]) == pytest.approx(KNOCK, abs=1.0)
        shoot(desk, do, owned, 1, until)
        told.soon("placed", lambda one: one["back"])
        # Told once more that it stands again as it did: from there no arrow may lead anybody away.
        shoot(desk, do, owned, 1, until)
        alarm = told.soon("alarm", lambda one: one["drawing"] and "stands again" in one["sentence"])
        after = len(told)
        shoot(desk, do, owned, 2, until)
        time.sleep(2 * OFTEN)
        assert not [one for one in told[after:] if one["type"] == "placed" and not one["back"]]


def test_a_kind_that_was_dismissed_is_told_no_more(desks, do, until, reel):
    desk, told = desks()
    do(desk, "begin-series")
    owned = desk.cameras.open(f"replay:{reel}")
    owned.opened.result()
    do(desk, "dismiss", kind="camera bump")
    assert told.newest("dismissed")["kinds"] == ["camera bump"]
    with owned.watch():
        shoot(desk, do, owned, GOOD + 2, until)
    desk.watch.close()
    assert not [alarm for alarm in told.of("alarm") if alarm["kind"] == "camera bump"]


def test_an_alarm_that_was_seen_leaves_every_page_and_those_that_come_later(desks, do, until, reel):
    desk, told = desks()
    do(desk, "begin-series")
    owned = desk.cameras.open(f"replay:{reel}")
    owned.opened.result()
    with owned.watch():
        shoot(desk, do, owned, GOOD + 1, until)
        alarm = told.soon("alarm", lambda one: one["drawing"])
    do(desk, "seen", alarm=alarm["id"])
    assert told.newest("seen")["alarm"] == alarm["id"]
    known = []
    desk.telling.join(known.extend)
    assert not [text for text in known if '"type":"alarm"' in text]
