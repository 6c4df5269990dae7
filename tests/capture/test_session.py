"""A shooting day: what keys do, and that the table is all there is to it."""

import re
from pathlib import Path

import pytest

from komadori.capture.session import TABLE, Event, Looks, Session, Stands, State, Trouble
from komadori.capture.shoot import PAUSES, CameraAway, Kept, Remark
from komadori.devices.protocols import CameraLost, CardFull
from komadori.film import Slate
from komadori.sheet.edit import insert, write
from komadori.sheet.sheet import Cell
from komadori.store import DiskFull

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def session(take, replay, pauses):
    """`session(6, lost=(2,))` opens a session with a camera of six photographs; `.writer` is its take."""
    opened = []

    def begin(count=6, *, on=2, camera=None, **faults):
        writer = take.writer()
        writer.__enter__()
        opened.append(writer)
        made = Session(writer, camera or replay(count, **faults), on=on, sleep=pauses)
        made.writer = writer
        return made

    yield begin
    for writer in opened:
        writer.__exit__(None, None, None)


def press(session, *events, held=0):
    """What the last of `events` tells."""
    told = []
    for event in events:
        told = list(session.press(event, held=held))
    return told


def shown(session):
    return [(span.first, span.cell.length, span.cell.picture()) for span in session.writer.sheet.spans()]


def test_enter_shoots_and_the_camera_stands_at_the_next_frame(session):
    day = session()
    told = press(day, Event.SHOOT)
    assert [type(one) for one in told] == [Kept, Stands]
    assert told[-1].exposure.frame == 3
    assert day.state is State.READY


def test_a_new_day_begins_with_the_end_of_the_last(session):
    day = session()
    press(day, *[Event.SHOOT] * 5)
    *looks, stands = day.begin()
    assert [look.span.first for look in looks] == [5, 7, 9]
    assert stands.exposure.frame == 11


def test_a_picture_may_be_held_longer_than_the_others(session):
    day = session()
    press(day, Event.SHOOT, held=4)
    press(day, Event.SHOOT)
    assert shown(day) == [(1, 4, 1), (5, 2, 2)]


def test_a_slot_that_is_planned_keeps_its_own_length(session):
    day = session()
    day.writer.do(insert(day.writer.sheet, 1, [Cell(length=7)]))
    press(day, Event.SHOOT, held=3)
    assert shown(day) == [(1, 7, 1)]


def test_stepping_shows_what_was_shot_and_comes_back_to_live(session):
    day = session()
    press(day, Event.SHOOT, Event.SHOOT)
    (look,) = press(day, Event.STEP_BACK)
    assert (look.span.first, [picture.number for picture in look.pictures]) == (3, [2])
    (look,) = press(day, Event.STEP_BACK)
    assert (look.span.first, day.state) == (1, State.REVIEWING)
    assert [type(one) for one in press(day, Event.STEP_BACK)] == [Remark, Looks]
    assert isinstance(press(day, Event.STEP_FORWARD)[0], Looks)
    (stands,) = press(day, Event.STEP_FORWARD)
    assert (stands.exposure.frame, day.state) == (5, State.READY)


def test_stepping_on_an_empty_sheet_stays_live(session):
    day = session()
    assert [type(one) for one in press(day, Event.STEP_BACK)] == [Remark, Stands]
    assert [type(one) for one in press(day, Event.STEP_FORWARD)] == [Stands]


def test_enter_shoots_at_the_live_frame_wherever_one_looks(session):
    day = session()
    press(day, Event.SHOOT, Event.SHOOT, Event.STEP_BACK, Event.STEP_BACK, Event.SHOOT)
    assert shown(day) == [(1, 2, 1), (3, 2, 2), (5, 2, 3)]


def test_backspace_takes_the_last_picture_off_and_its_file_stays(session):
    day = session()
    press(day, Event.SHOOT, Event.SHOOT, Event.DELETE)
    assert shown(day) == [(1, 2, 1)]
    assert len(day.writer.pictures) == 2
    assert all((day.writer.path / picture.file).exists() for picture in day.writer.pictures)
    press(day, Event.UNDO)
    assert shown(day) == [(1, 2, 1), (3, 2, 2)]


def test_backspace_on_an_empty_sheet_says_so(session):
    told = press(session(), Event.DELETE)
    assert [type(one) for one in told] == [Remark, Stands]


def test_backspace_while_looking_back_has_that_frame_shot_again(session):
    day = session()
    press(day, Event.SHOOT, Event.SHOOT, Event.SHOOT, Event.STEP_BACK, Event.STEP_BACK)
    told = press(day, Event.DELETE)
    assert shown(day) == [(1, 2, 1), (3, 2, None), (5, 2, 3)]
    assert told[-1].exposure.frame == 3
    press(day, Event.SHOOT)
    assert shown(day) == [(1, 2, 1), (3, 2, 4), (5, 2, 3)]


def test_backspace_after_a_frame_was_shot_again_takes_that_one_off(session):
    day = session()
    press(day, Event.SHOOT, Event.SHOOT, Event.STEP_BACK, Event.STEP_BACK, Event.DELETE, Event.SHOOT, Event.DELETE)
    assert shown(day) == [(1, 2, None), (3, 2, 2)]


def test_backspace_with_two_exposures_takes_only_the_last(series, replay, pauses):
    take = series.new_shot(Slate.parse("ep01/sc010/sh030"), exposures=("x1", "x2")).new_take()
    with take.writer() as writer:
        day = Session(writer, replay(4), on=2, sleep=pauses)
        press(day, Event.SHOOT, Event.SHOOT, Event.DELETE)
        assert [span.cell.pictures for span in writer.sheet.spans()] == [(("x1", 1),)]
        assert day.next.exposure == "x2"


def test_undo_and_redo_go_through_the_day(session):
    day = session()
    press(day, Event.SHOOT, Event.SHOOT, Event.UNDO, Event.UNDO)
    assert shown(day) == []
    press(day, Event.REDO)
    assert shown(day) == [(1, 2, 1)]
    assert isinstance(press(day, Event.REDO, Event.REDO)[0], Trouble)


def test_a_lost_camera_is_waited_for_and_the_day_goes_on(session):
    day = session(lost=(1,))
    states = []
    for happening in day.press(Event.SHOOT):
        states.append((type(happening).__name__, day.state))
    assert states == [
        ("CameraAway", State.AWAY),
        ("CameraBack", State.SHOOTING),
        ("Kept", State.SHOOTING),
        ("Stands", State.READY),
    ]


class Gone:
    """A camera that is away for good, or whose card is full."""

    name = "gone camera"

    def __init__(self, failure):
        self.failure = failure

    def shoot(self):
        raise self.failure

    def reconnect(self):
        raise self.failure

    def close(self):
        pass


@pytest.mark.parametrize("failure", [CameraLost("The cable is out."), CardFull("The card is full.")])
def test_a_failure_never_ends_the_day(session, failure):
    day = session(camera=Gone(failure))
    told = press(day, Event.SHOOT)
    assert [type(one) for one in told if not isinstance(one, CameraAway)] == [Trouble, Stands]
    assert day.state is State.READY
    assert sum(isinstance(one, CameraAway) for one in told) in (0, len(PAUSES))


def test_a_disk_that_fails_does_not_end_the_day_either(session, monkeypatch):
    day = session()
    press(day, Event.SHOOT)

    def full(change):
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(day.writer, "do", full)
    assert [type(one) for one in press(day, Event.DELETE)] == [Trouble, Stands]
    assert shown(day) == [(1, 2, 1)]


def test_backspace_on_an_empty_slot_does_nothing(session):
    day = session()
    day.writer.do(insert(day.writer.sheet, 1, [Cell(length=2), Cell(length=2)]))
    before = len(day.writer.history.done)
    assert isinstance(press(day, Event.STEP_FORWARD, Event.DELETE)[0], Remark)
    assert len(day.writer.history.done) == before


def test_an_alarm_rings_once_when_its_frame_is_reached(session):
    day = session()
    day.writer.do(write(day.writer.sheet, "notes", 3, "blink", alarm=True))
    (told,) = day.begin()
    assert not told.rings
    told = press(day, Event.SHOOT)[-1]
    assert (told.rings, told.exposure.notes[0].text) == (True, "blink")
    assert not press(day, Event.STEP_BACK, Event.LIVE)[-1].rings


def test_quitting_closes(session):
    day = session()
    assert press(day, Event.QUIT) == []
    assert day.state is State.CLOSED


def test_every_state_but_the_last_can_be_left_and_reached():
    left = {state for state, _ in TABLE}
    reached = set(TABLE.values())
    assert left == set(State) - {State.CLOSED}
    assert reached == set(State)
    assert {event for _, event in TABLE} == set(Event)


def diagram():
    """The table as a Mermaid state diagram."""
    edges = {}
    for (state, event), follows in TABLE.items():
        edges.setdefault((state.name, follows.name), []).append(event.value)
    lines = ["stateDiagram-v2", "    [*] --> READY"]
    lines += [f"    {one} --> {other}: {', '.join(events)}" for (one, other), events in edges.items()]
    return "\n".join([*lines, "    CLOSED --> [*]"])


def test_the_diagram_in_the_docs_is_drawn_from_the_table():
    page = (ROOT / "docs/concepts/session.md").read_text(encoding="utf-8")
    drawn = re.search(r"```mermaid\n(.*?)\n```", page, re.DOTALL)
    assert drawn
    assert drawn[1] == diagram(), f"put this into docs/concepts/session.md:\n{diagram()}"
