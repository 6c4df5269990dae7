"""What pages are told, and that one that comes later knows the same."""

import json
import threading

import pytest

from komadori.studio.messages import (
    AlarmOut,
    Dark,
    DeskOut,
    Dismissed,
    LookOut,
    Placed,
    Remark,
    SeriesOut,
    TakeOut,
    WorkOut,
)
from komadori.studio.telling import ALARMS, UNHEARD, Telling


def alarm(number, **more):
    told = {"kind": "bump", "picture": 1, "frame": 1, "amount": 1.0, "unit": "px", "against": None, "severity": "note"}
    return AlarmOut(id=number, sentence="", box=None, arrow=None, **told | more)


def remarks(heard):
    return [one["text"] for one in heard if one["type"] == "remark"]


@pytest.fixture
def telling():
    return Telling(lambda: TakeOut(id="now", revision=7))


def joined(telling):
    heard = []
    telling.join(lambda known: heard.extend(map(json.loads, known)))
    return heard


def test_a_page_that_comes_later_is_told_the_newest_of_what_lasts_and_the_take_as_it_is_now(telling):
    telling.tell(SeriesOut(title="first"))
    telling.tell(TakeOut(id="then"))
    telling.tell(DeskOut(on=1))
    telling.tell(SeriesOut(title="second"))
    heard = joined(telling)
    assert [(one["type"], one.get("title"), one.get("id"), one.get("on")) for one in heard] == [
        ("series", "second", None, None),
        ("take", None, "now", None),
        ("desk", None, None, 1),
    ]


def test_alarms_are_told_again_the_newest_ones_each_once(telling):
    for number in range(1, ALARMS + 5):
        telling.tell(alarm(number))
    telling.tell(alarm(ALARMS, drawing="/alarms/12.png"))
    ids = [one["id"] for one in joined(telling)]
    assert len(ids) == ALARMS
    assert ids[-1] == ALARMS
    assert len(set(ids)) == ALARMS


def test_another_take_has_other_alarms(telling):
    telling.tell(alarm(1))
    telling.tell(Dismissed(kinds=("bump",)))
    telling.tell(Placed(right=1, down=1, far=1.4, back=False))
    telling.forget_alarms()
    assert joined(telling) == []


def test_an_arrow_and_the_dark_last_until_they_are_over(telling):
    telling.tell(Placed(right=1, down=1, far=1.4, back=False))
    telling.tell(Dark(round=1, on=True))
    assert [one["type"] for one in joined(telling)] == ["placed", "dark"]
    telling.tell(Placed(right=0, down=0, far=0, back=True))
    telling.tell(Dark(round=1, on=False))
    assert joined(telling) == []


def test_of_work_what_runs_and_the_last_three_that_ended_are_told(telling):
    for number in range(1, 8):
        telling.tell(WorkOut(id=number, doing="finishing", state="done" if number < 7 else "running"))
    assert [one["id"] for one in joined(telling)] == [4, 5, 6, 7]


def test_nothing_is_told_while_a_page_joins_and_nothing_is_missed(telling):
    """Many threads tell, many pages join: each knows, of a number that only grows, every one from its first on."""
    told, lock = [], threading.Lock()
    pages = [told]

    def spread(text):
        for page in pages:
            page.append(json.loads(text)["document"]["n"])

    telling.to(spread)
    count = iter(range(1, 401))

    def tell():
        while True:
            with lock:
                number = next(count, None)
                if number is None:
                    return
                telling.tell(LookOut(document={"n": number}))

    def join():
        for _ in range(20):
            telling.join(lambda known: pages.append([json.loads(one)["document"]["n"] for one in known]))

    threads = [threading.Thread(target=work) for work in (tell, tell, join, join)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert told == list(range(1, 401))
    assert all(page == list(range(page[0] if page else 401, 401)) for page in pages)


def test_what_was_remarked_before_the_first_page_is_heard_by_it_and_by_no_other(telling):
    for number in range(UNHEARD + 1):
        telling.tell(Remark(text=f"{number}"))
    assert remarks(joined(telling)) == [f"{number}" for number in range(1, UNHEARD + 1)]
    telling.tell(Remark(text="heard by the page that is there"))
    assert remarks(joined(telling)) == []
    telling.leave()
    telling.leave()
    telling.tell(Remark(text="while nobody was there"))
    assert remarks(joined(telling)) == ["while nobody was there"]
