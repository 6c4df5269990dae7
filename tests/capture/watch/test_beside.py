"""The watch beside the shooting: it tells, it is dismissed, it fails, and shooting goes on."""

import threading
import time

import numpy as np
import pytest
from PIL import Image

from komadori.capture.watch import Kind, beside
from komadori.capture.watch.beside import Watch


class Listener:
    """Remembers what it was told; `watch` is one that reports to it."""

    def __init__(self, free=10**12, **more):
        self.alarms, self.troubles = [], []
        self.watch = Watch(tell=self.alarms.append, trouble=self.troubles.append, free=lambda: free, **more)


@pytest.fixture
def stored(made, tmp_path):
    """`stored(4)` are so many photographs on the disk, as (picture, file); each is a knock away from the one before."""

    def kept(count, step=3):
        found = []
        pictures = made.take(1).pictures(lambda number, picture: made.shifted(picture, step * (number % 2), 0), count)
        for number, pixels in enumerate(pictures, 1):
            file = tmp_path / f"{number:06d}.png"
            Image.fromarray(pixels).save(file)
            found.append((made.record(number, pixels), file))
        return found

    return kept


def test_alarms_come_from_the_thread_for_each_picture(stored):
    heard = Listener()
    for picture, file in stored(4):
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    assert [(alarm.kind, alarm.picture) for alarm in heard.alarms] == [(Kind.BUMP, 2), (Kind.BUMP, 3), (Kind.BUMP, 4)]
    assert heard.troubles == []


def test_handing_over_takes_no_time(stored, monkeypatch):
    gate = threading.Event()
    monkeypatch.setattr(beside, "read_proxy", lambda *_: gate.wait(60))
    heard = Listener()
    picture, file = stored(1)[0]
    begun = time.monotonic()
    for _ in range(100):
        heard.watch.look(picture, file, frame=None)
    assert time.monotonic() - begun < 20  # the reading itself would hold up a minute
    begun = time.monotonic()
    heard.watch.close(0.2)
    assert time.monotonic() - begun < 20
    gate.set()
    assert (heard.alarms, heard.troubles) == ([], [])


def test_a_kind_that_was_dismissed_is_told_no_more(stored):
    heard = Listener()
    assert heard.watch.dismiss() is None
    pictures = stored(4)
    first = threading.Event()
    heard.watch._tell = lambda alarm: (heard.alarms.append(alarm), first.set())
    for picture, file in pictures[:2]:
        heard.watch.look(picture, file, frame=None)
    assert first.wait(60)
    assert heard.watch.dismiss() is Kind.BUMP
    for picture, file in pictures[2:]:
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    assert [alarm.picture for alarm in heard.alarms] == [2]


def test_a_failure_of_the_watch_is_one_line(stored, monkeypatch):
    monkeypatch.setattr(beside, "read_proxy", lambda *_: 1 / 0)
    heard = Listener()
    for picture, file in stored(3):
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    (words,) = heard.troubles
    assert words.startswith("The watch ended, shooting goes on: ")


def test_pictures_that_cannot_be_read_are_passed_over_in_one_line(stored, tmp_path):
    heard = Listener()
    for picture, file in stored(6):
        heard.watch.look(picture, tmp_path / "gone.png" if picture.number in (2, 3) else file, frame=None)
    heard.watch.close(30)
    (words,) = heard.troubles
    assert words.startswith("The watch passes over picture 2: ")
    assert "gone.png" in words
    assert [alarm.picture for alarm in heard.alarms] == [4, 5, 6]


def test_a_take_that_is_put_away_before_anything_was_shot_is_not_waited_for(made, tmp_path, monkeypatch):
    reading, gate = threading.Event(), threading.Event()
    read = []

    def slow(file, _width):
        read.append(file)
        reading.set()
        gate.wait(60)
        return np.zeros((54, 96, 3), np.float32)

    monkeypatch.setattr(beside, "read_proxy", slow)
    heard = Listener()
    for number in range(1, 6):
        record = made.record(number, np.zeros((54, 96, 3)))
        heard.watch._jobs.put(beside.Job(picture=record, file=tmp_path, frame=None, silent=True))
    assert reading.wait(60)
    threading.Timer(0.05, gate.set).start()
    heard.watch.close(30)
    assert len(read) == 1


def test_a_full_disk_is_told_beside(stored):
    heard = Listener(free=15_000_000)
    for picture, file in stored(2, step=0):
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    assert [(alarm.kind, alarm.amount) for alarm in heard.alarms] == [(Kind.DISK, 15)]


def test_a_full_card_is_told_beside_as_the_caller_says(stored):
    left = iter((None, 9, 9))
    heard = Listener(card=lambda: next(left))
    for picture, file in stored(3, step=0):
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    assert [(alarm.kind, alarm.picture, alarm.amount) for alarm in heard.alarms] == [(Kind.CARD, 2, 9)]


def test_a_named_kind_is_dismissed_before_it_was_ever_told(stored):
    heard = Listener(free=15_000_000)
    assert heard.watch.dismiss(Kind.BUMP) is Kind.BUMP
    for picture, file in stored(3):
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    assert [alarm.kind for alarm in heard.alarms] == [Kind.DISK]


def test_the_reference_is_chosen_while_the_watch_works(stored):
    heard = Listener()
    (first, second, third) = stored(3)
    for picture, file in (first, second):
        heard.watch.look(picture, file, frame=None)
    heard.watch.refer(*second)
    for picture, file in (second, third):
        heard.watch.look(picture, file, frame=None)
    heard.watch.close(30)
    assert [(alarm.picture, alarm.against) for alarm in heard.alarms if alarm.kind is Kind.BUMP] == [(2, 1), (3, 2)]
    assert "stands again" not in heard.alarms[-1].sentence


def test_each_alarm_is_drawn_right_after_it_was_told_against_the_picture_it_names(stored):
    happened = []
    watch = Watch(
        tell=lambda alarm: happened.append(("told", alarm.picture)),
        trouble=happened.append,
        free=lambda: 10**12,
        drawn=lambda alarm, page: happened.append(("drawn", alarm.picture, page.width)),
    )
    for picture, file in stored(3):
        watch.look(picture, file, frame=None)
    watch.close(60)
    assert happened == [("told", 2), ("drawn", 2, 1800), ("told", 3), ("drawn", 3, 1800)]


def test_light_is_forgiven_in_the_order_of_the_pictures(made, tmp_path):
    heard = Listener()
    pictures = made.take(1).pictures(lambda number, picture: made.lit(picture, 0.8 if number > 3 else 1), 6)
    for number, pixels in enumerate(pictures, 1):
        file = tmp_path / f"{number:06d}.png"
        Image.fromarray(pixels).save(file)
        if number == 4:
            heard.watch.forgive_light()
        heard.watch.look(made.record(number, pixels), file, frame=None)
    heard.watch.close(30)
    assert heard.alarms == []
    assert heard.watch.puppets().shape == (40, 60)
    assert 0.2 < heard.watch.puppets().mean() < 0.8
    assert heard.watch.puppets("x2") is None
