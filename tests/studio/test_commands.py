"""The registry: every command can be asked for, and what is wrong with a request is said in words."""

import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.studio.commands import COMMANDS, BadArguments, UnknownCommand, as_json, order, read, takes

DESK = """
shoot test-shot delete undo redo stand return-to-end on hold retime delete-frames cut copy paste move reverse repeat
split reshoot hide tag write insert-frames add-column remove-column place-sound open new-shot new-take open-camera
choose-camera close-camera set-setting lock unlock dark black dismiss set-reference finish prepare keep-recipe
keep-paint export cancel keep-look learn-key keys-preset stop
"""
VIEW = """
play live step-back step-forward first last loop mute short-play play-to-black flick auto-toggle compare finished
full-resolution opacity-up opacity-down deeper shallower onion difference key arc reference guides loupe peaking zebra
scopes far only-picture room help insert-here shoot-again mark-in mark-out go-in go-out
"""


@pytest.mark.parametrize(("room", "names"), [("desk", DESK), ("view", VIEW)])
def test_each_room_has_its_commands(room, names):
    assert set(names.split()) <= {command.name for command in COMMANDS.values() if command.room == room}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_a_command_is_told_in_plain_words(command):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", command.name)
    assert 0 < len(command.label) <= 14
    assert command.sentence.endswith(".")
    assert command.sentence[0].isupper()
    assert list(takes(command)) == list(order(command))


def test_the_words_of_a_command_are_read():
    command, words = read("shoot", {"held": 3})
    assert (command.name, words.held, words.count) == ("shoot", 3, 1)
    assert read("new-shot", {"slate": "a/b/c", "exposures": ["lit", "back"]})[1].exposures == ("lit", "back")
    assert read("learn-key", {"code": "F13", "command": "shoot", "with": {"held": 2}})[1].words == {"held": 2}
    assert read("play", {})[0].room == "view"


def test_only_the_flick_is_held():
    assert [command.name for command in COMMANDS.values() if command.held] == ["flick"]


def test_an_unknown_command_names_the_nearest():
    with pytest.raises(UnknownCommand, match="shot'") as told:
        read("shot", {})
    assert told.value.hint == "did you mean shoot?"
    with pytest.raises(UnknownCommand):
        read("#" * 10_000, {})


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("stand", {}, "stand needs frame: a whole number from 1 to 999999."),
        ("stand", {"frame": 0}, "stand was told frame 0; it must be a whole number from 1 to 999999."),
        ("stand", {"frame": True}, "stand was told frame True; it must be a whole number"),
        ("stand", {"frame": 4, "frames": 1}, "stand takes no 'frames'."),
        ("open", {"slate": "x" * 999}, "slate 'xxx"),
        ("hide", {"first": 1, "last": 2, "hidden": "no"}, "it must be true or false"),
        ("new-shot", {"slate": "a", "exposures": [1]}, "it must be a list, each a text"),
        ("room", {"name": "attic"}, "it must be one of animate, finish, light, set-up, sound"),
        ("keep-look", {"document": "<svg>"}, "it must be an object"),
        ("learn-key", {"code": "F13 "}, "it must be a key's code"),
        ("play", {"loud": 1}, "play takes no 'loud'."),
        ("play", {1: 2}, "play was told something else than names with values."),
    ],
)
def test_wrong_words_are_told_with_what_they_must_be(name, words, message):
    with pytest.raises(BadArguments) as told:
        read(name, words)
    assert message in told.value.message
    assert told.value.hint.startswith("It takes")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(name=st.sampled_from(sorted(COMMANDS)), data=st.data())
def test_whatever_is_asked_is_read_or_refused(name, data):
    fields = st.sampled_from([*order(COMMANDS[name]), "other"])
    words = data.draw(st.dictionaries(fields, anything, max_size=5))
    try:
        assert isinstance(read(name, words)[1], COMMANDS[name].words)
    except BadArguments as error:
        told = error.message
    else:
        told = ""
    assert len(told) < 300


def test_the_registry_travels_as_json():
    rows = json.loads(msgspec.json.encode(as_json()))
    assert [row["name"] for row in rows] == list(COMMANDS)
    shoot = rows[0]
    assert shoot["with"]["held"] == "a whole number from 1 to 240; may be left out"
    assert set(shoot) == {"name", "room", "label", "sentence", "held", "with"}
