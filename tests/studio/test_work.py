"""Long work: how far it is, when it ends, and that no piece ends the others."""

import json
import threading

import pytest

from komadori.errors import Refused
from komadori.progress import Progress
from komadori.studio.messages import write
from komadori.studio.work import Works


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def works(clock, until):
    told = []
    works = Works(lambda message: told.append(json.loads(write(message))), clock=clock)
    works.told = told
    works.ended = lambda number: until(
        lambda: next((one for one in list(told) if one["id"] == number and one["state"] != "running"), None)
    )
    yield works
    works.close()
    assert not works._thread.is_alive()


def steps(clock, count, result):
    for done in range(1, count + 1):
        clock.now += 1
        yield Progress(doing="finishing", done=done, total=count)
    return result


def test_it_tells_how_far_it_is_how_long_it_takes_and_what_came_of_it(works, clock):
    number = works.begin("finishing", lambda: steps(clock, 4, {"made": 4}))
    assert works.ended(number)["result"] == {"made": 4}
    running = [one for one in works.told if one["state"] == "running"]
    assert [one["done"] for one in running] == [0, 1, 2, 3, 4]
    assert [one["left"] for one in running] == [-1, -1, 2, 1, 0]
    assert {one["total"] for one in running[1:]} == {4}


def test_it_does_not_tell_more_often_than_a_person_sees(works):
    def many():
        for done in range(1000):
            yield Progress(doing="quick", done=done, total=1000)
        return {}

    works.ended(works.begin("quick", many))
    assert len(works.told) <= 3


def test_pieces_are_done_one_after_another(works, clock):
    begun = threading.Event()
    gate = threading.Event()

    def waits():
        begun.set()
        gate.wait(60)
        yield Progress(doing="waits", done=1, total=1)
        return {"first": True}

    first, second = works.begin("waits", waits), works.begin("second", lambda: steps(clock, 1, {}))
    assert begun.wait(60)
    assert not [one for one in works.told if one["id"] == second and one["done"]]
    gate.set()
    assert works.ended(first)["result"] == {"first": True}
    assert works.ended(second)["state"] == "done"


def test_a_person_stops_it_and_what_it_holds_is_put_away(works):
    put_away = threading.Event()
    begun = threading.Event()

    def for_ever():
        try:
            while True:
                begun.set()
                yield Progress(doing="for ever", done=1, total=None)
        finally:
            put_away.set()

    number = works.begin("for ever", for_ever)
    assert begun.wait(60)
    assert works.stop(number)
    assert works.ended(number)["state"] == "stopped"
    assert put_away.is_set()
    assert not works.stop(number)


def test_one_that_still_waits_can_be_stopped(works):
    gate = threading.Event()

    def waits():
        gate.wait(60)
        yield Progress(doing="waits", done=1, total=1)
        return {}

    works.begin("waits", waits)
    second = works.begin("never", waits)
    works.stop(second)
    gate.set()
    assert works.ended(second)["state"] == "stopped"


def test_a_failure_is_told_with_its_hint(works):
    def fails():
        raise Refused("There is nothing to finish.", hint="shoot something.")
        yield

    ended = works.ended(works.begin("finishing", fails))
    assert (ended["state"], ended["trouble"], ended["hint"]) == (
        "failed",
        "There is nothing to finish.",
        "shoot something.",
    )


@pytest.mark.parametrize("when", ["making", "running"])
def test_a_mistake_of_ours_does_not_end_the_thread(works, clock, when):
    def wrong():
        yield Progress(doing="wrong", done=1, total=2)
        raise ZeroDivisionError("oh")

    def make():
        raise ZeroDivisionError("oh")

    ended = works.ended(works.begin("wrong", wrong if when == "running" else make))
    assert ended["state"] == "failed"
    assert "our mistake" in ended["trouble"]
    assert works.ended(works.begin("next", lambda: steps(clock, 1, {"well": True})))["result"] == {"well": True}


def test_closing_stops_what_runs_and_what_waits(clock):
    told = []
    works = Works(told.append, clock=clock)

    def for_ever():
        while True:
            yield Progress(doing="for ever", done=1, total=None)

    for _ in range(3):
        works.begin("for ever", for_ever)
    works.close()
    assert [one.state for one in told].count("stopped") == 3
