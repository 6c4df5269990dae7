"""Everything that travels is as the schema says, and the manual says what the schema says."""

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import pytest
from starlette.websockets import WebSocketDisconnect

from komadori.studio.commands import COMMANDS
from komadori.studio.messages import TOLD, schema

ROOT = Path(__file__).resolve().parents[2]
WIRE = "ws://127.0.0.1:8380"


def validator(side):
    whole = schema()
    jsonschema.Draft202012Validator.check_schema(whole)
    return jsonschema.Draft202012Validator({"$ref": f"#/{side}", **whole})


TOLD_AS, ASKED_AS = validator("told"), validator("asked")


def tag(kind):
    return kind.__struct_config__.tag


def wave():
    """A second of silence at 8 kHz."""
    data = bytes(16000)
    head = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") + (16000).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    return head + form + b"data" + len(data).to_bytes(4, "little") + data


DAY = [
    ("find-cameras", {}),
    ("shoot", {"count": 4}),
    ("test-shot", {}),
    ("hold", {"by": 2}),
    ("undo", {}),
    ("redo", {}),
    ("retime", {"first": 1, "last": 4, "on": 1}),
    ("copy", {"first": 1, "last": 2}),
    ("paste", {"frame": 1}),
    ("cut", {"first": 1, "last": 2}),
    ("move", {"first": 1, "last": 2, "to": 5}),
    ("reverse", {"first": 1, "last": 4}),
    ("repeat", {"first": 1, "last": 2}),
    ("hide", {"first": 1, "last": 2}),
    ("tag", {"first": 1, "last": 2, "tag": "red"}),
    ("write", {"column": "notes", "frame": 3, "text": "blink", "alarm": True}),
    ("add-column", {"name": "words"}),
    ("remove-column", {"name": "words"}),
    ("insert-frames", {"frame": 2, "frames": 3}),
    ("stand", {"frame": 2}),
    ("shoot", {"held": 2}),
    ("stand", {"frame": 1, "insert": True}),
    ("return-to-end", {}),
    ("split", {"frame": 8}),
    ("reshoot", {"frame": 1}),
    ("delete", {}),
    ("delete-frames", {"first": 1, "last": 1}),
    ("on", {"frames": 3}),
    ("place-sound", {"name": "robin.wav", "frame": 2}),
    ("set-setting", {"camera": "pattern?size=96x64", "name": "iso", "value": "400"}),
    ("set-setting", {"camera": "pattern?size=96x64", "name": "iso", "value": "800", "exposure": "x1"}),
    ("lock", {}),
    ("unlock", {}),
    ("dark", {"on": False}),
    ("black", {"on": True}),
    ("black", {"on": False}),
    ("dismiss", {"kind": "camera bump"}),
    ("seen", {"alarm": 1}),
    ("grab", {"across": 0.5, "down": 0.25}),
    ("where", {"name": "badger.head"}),
    ("pose", {"to": {"badger.head.turn": 5, "badger.mouth": "smile"}}),
    ("undo-pose", {}),
    ("redo-pose", {}),
    ("lamp", {"channel": 1, "level": 128}),
    ("set-reference", {"picture": 1}),
    ("keep-look", {"document": {"guides": [1, 2]}}),
    ("learn-key", {"code": "F13", "command": "hold", "with": {"by": 2}}),
    ("keys-preset", {"name": "dragonframe"}),
    ("finish", {"operations": []}),
    ("prepare", {"operations": [{"use": "develop"}]}),
    ("keep-recipe", {"operations": [{"use": "develop"}], "series": True}),
    ("keep-paint", {"strokes": [{"picture": 1, "mode": "rig", "radius": 0.01, "points": [[0.1, 0.2]]}]}),
    ("export", {"preset": "review", "allow_missing": True}),
    ("export", {"preset": "nothing"}),
    ("cancel", {"work": 1}),
    ("cancel", {"work": 999}),
    ("open-camera", {"name": "nothing of that name"}),
    ("choose-camera", {"name": "pattern?size=96x64"}),
    ("close-camera", {"name": "nothing of that name"}),
    ("new-take", {}),
    ("new-shot", {"slate": "ep01/sc010/sh020", "exposures": ["x1", "x2"]}),
    ("shoot", {}),
    ("open", {"slate": "ep01/sc010/sh010", "take": 1}),
    ("begin-series", {"title": "again"}),
    ("stop", {}),
]


def test_a_whole_day_travels_as_the_schema_says(client, line, desk):
    assert client.post("/api/sounds/robin.wav", content=wave()).status_code == 200
    asked = [(name, words) for name, words in DAY] + [
        (name, {"name": "finish"} if name == "room" else {}) for name, one in COMMANDS.items() if one.room == "view"
    ]
    for call, (name, words) in enumerate(asked, 1000):
        message = {"type": "do", "id": call, "command": name, "with": words}
        ASKED_AS.validate(message)
        line.socket.send_json(message)
        line.answer(call)
    mistakes = [one for one in line.heard.of("answer") if one["trouble"] and "our mistake" in one["trouble"]["message"]]
    assert mistakes == []
    for message in [*line.heard, *desk.told]:
        TOLD_AS.validate(message)
    # What a day like this does not see is tried elsewhere.
    assert {one["type"] for one in line.heard} >= {tag(kind) for kind in TOLD} - {
        "alarm",
        "placed",
        "press",
        "rest",
        "rig",
        "posed",
    }
    assert {name for name, one in COMMANDS.items() if one.room == "desk"} == {name for name, _ in DAY}


def test_what_is_not_in_the_schema_is_told_apart():
    for message in ({"type": "desk", "state": "asleep"}, {"type": "hello"}, {}, {"type": "take"}):
        with pytest.raises(jsonschema.ValidationError):
            TOLD_AS.validate(message)


def test_the_schema_and_the_commands_are_handed_out(client):
    assert client.get("/api/schema.json").json() == json.loads(json.dumps(schema()))
    rows = client.get("/api/commands").json()
    assert [row["name"] for row in rows] == list(COMMANDS)


def test_scripts_ask_for_the_same_commands_by_http(client, desk):
    assert client.post("/api/do/shoot", content=json.dumps({"count": 2})).json() == {"pictures": [1, 2]}
    state = client.get("/api/state").json()
    assert state["desk"]["next"]["frame"] == 5
    assert state["take"]["slate"] == "ep01/sc010/sh010"
    assert state["take"]["revision"] == desk.take.revision
    for path, words, status, kind in [
        ("/api/do/hodl", {}, 404, "UnknownCommand"),
        ("/api/do/hold", {"by": "much"}, 400, "BadArguments"),
        ("/api/do/hold", {"frame": 999}, 409, "EditRefused"),
        ("/api/do/choose-camera", {"name": "nobody"}, 404, "NoSuchCamera"),
    ]:
        answer = client.post(path, content=json.dumps(words))
        assert (answer.status_code, answer.json()["error"]["kind"]) == (status, kind)
    assert client.get("/api/do/shoot").status_code == 405
    nested = client.post("/api/do/shoot", content=b'{"a":' * 100_000)
    assert (nested.status_code, nested.json()["error"]["kind"]) == (400, "BadRequest")


def page_module():
    spec = importlib.util.spec_from_file_location("write_api", ROOT / "scripts/write_api.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_manual_says_what_the_schema_says():
    told = (ROOT / "docs/reference/studio-api.md").read_text(encoding="utf-8")
    assert told == page_module().page(), "run `python scripts/write_api.py`"
    assert set(re.findall(r"^\*\*`([a-z-]+)`\*\*", told, re.MULTILINE)) >= {tag(kind) for kind in TOLD}


def test_a_line_to_an_address_that_is_none_is_closed(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(f"{WIRE}/api/nothing"):
        pass
