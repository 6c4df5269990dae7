"""Whoever asks from outside: refusals are told, chatter is not repeated, and nothing stays held down."""

from concurrent.futures import Future

import pytest

from komadori.errors import Refused
from komadori.studio.remote.asking import Asking


@pytest.fixture
def ask(ear):
    return Asking("Pedal", ear.do, ear.tell, clock=lambda: 0.0)


def test_a_command_is_asked_for_with_its_words(ask, ear):
    ask("shoot", {"held": 2})
    ask("play", pressed=True)
    assert ear.all() == [("shoot", {"held": 2}, None), ("play", {}, None)]


def test_a_held_command_is_pressed_and_let_go(ask, ear):
    ask("flick", pressed=True)
    ask("flick", pressed=False)
    ask("flick")
    assert [pressed for _, _, pressed in ear.all()] == [True, False, True, False]
    ask.let_go()
    assert ear.silent


def test_who_leaves_lets_go(ask, ear):
    ask("flick", pressed=True)
    ask.let_go()
    ask.let_go()
    assert [pressed for _, _, pressed in ear.all()] == [True, False]


def test_what_is_wrong_is_told_once_in_a_while(ear):
    now = [0.0]
    ask = Asking("Pedal", ear.do, ear.tell, clock=lambda: now[0])
    for _ in range(50):
        ask("shot")
    assert ear.next_told() == ("Pedal: There is no command 'shot'.", "did you mean shoot?")
    assert ear.silent
    now[0] = 3.0
    ask("shot")
    assert ear.next_told()[0].startswith("Pedal:")


def test_what_the_desk_refuses_later_is_told_too(ear):
    later = Future()
    Asking("Pedal", lambda *_, **__: later, ear.tell)("delete")
    later.set_exception(Refused("There is nothing to delete.", hint="shoot first"))
    assert ear.next_told() == ("Pedal: There is nothing to delete.", "shoot first")
    fine = Future()
    Asking("Pedal", lambda *_, **__: fine, ear.tell)("delete")
    fine.set_result({})
    dropped = Future()
    Asking("Pedal", lambda *_, **__: dropped, ear.tell)("delete")
    dropped.cancel()
    assert ear.silent
