"""The animator's own pace."""

import pytest

from komadori.studio.rest import PAUSE, Pace


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def work(pace, clock, minutes, *, picture=False):
    """Act once a minute and return what was said."""
    said = []
    for _ in range(minutes):
        clock.now += 60
        word = pace.acted(picture=picture)
        said += [word] if word else []
    return said


def test_after_a_long_while_without_a_pause_it_speaks_once_and_again_after_as_long(clock):
    pace = Pace(minutes=50, clock=clock)
    assert work(pace, clock, 49, picture=True) == []
    assert work(pace, clock, 1, picture=True) == [(50, 50)]
    assert work(pace, clock, 49) == []
    assert work(pace, clock, 1) == [(100, 50)]


def test_a_cup_of_tea_begins_it_afresh(clock):
    pace = Pace(minutes=50, clock=clock)
    work(pace, clock, 49, picture=True)
    clock.now += PAUSE + 1
    assert work(pace, clock, 49, picture=True) == []


def test_who_wants_no_such_word_is_told_none(clock):
    assert work(Pace(minutes=0, clock=clock), clock, 600) == []
