"""Whatever is sent to the studio: an answer, no mistake of ours, no picture touched."""

import json
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from komadori.progress import finish
from komadori.store import check_series, open_series
from komadori.studio.app import routes
from komadori.studio.commands import COMMANDS, as_json
from komadori.studio.pages import Pages

WIRE = "ws://127.0.0.1:8380"
PICTURES = 5
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
HEAVY = {"shoot", "test-shot", "finish", "export", "open-camera", "find-cameras", "close-camera", "begin-series"}
"""Commands that are tried less often, or one by one elsewhere, for the time they take."""


@pytest.fixture
def untouched(client, desk, do, caplog):
    """A studio with a few pictures; afterwards each is the very file it was, the series is sound, and nothing broke."""
    do(desk, "shoot", count=PICTURES)
    folder = desk.take.take.path / "pictures"
    files = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    yield desk
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files} == files
    report = finish(check_series(open_series(desk.home)))
    assert report.sound, report.problems
    assert desk.do("on", {"frames": 2}).result(60) == {}
    assert not [record for record in caplog.records if "mistake" in record.message]


def healthy(answer):
    """No mistake of ours, and a failure has its words; the answer to HEAD has none by its nature."""
    if answer.request.method == "HEAD":
        assert answer.status_code != 500
        return
    assert answer.status_code < 500 or answer.json()["error"]["kind"] in EXPECTED, answer.text
    if answer.status_code >= 400 and answer.headers.get("content-type") == "application/json":
        error = answer.json()["error"]
        assert error["message"]
        assert "our mistake" not in error["message"]
    assert "Traceback" not in answer.text[:2000]


EXPECTED = {"CameraBusy", "CameraLost", "CameraTimeout", "CameraClosed", "DriverMissing", "TakeBusy", "DiskFull"}

# -- routes -------------------------------------------------------------------------------------------------------

PATHS = [route.path for route in routes(Pages.serve)]
PIECE = st.one_of(
    st.text(max_size=30),
    st.text(string.digits, min_size=1, max_size=12),
    st.sampled_from(
        ["..", "1", "0", "-1", "%2e%2e", "%00", "x.jpg", "full", "thumb.jpg", "ep01/sc010/sh010", "tk01", "a" * 300]
    ),
)
HEADER = st.sampled_from(
    [
        "range",
        "if-range",
        "if-none-match",
        "content-length",
        "content-type",
        "cookie",
        "x-token",
        "x-name",
        "accept",
        "upgrade",
    ]
)
VALUE = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    st.sampled_from(
        ["bytes=0-", "bytes=9999-", "bytes=-0", "bytes=a-b", "bytes=0-0,2-3", "²", "9" * 40, "-1", 'komadori-0="\\"']
    ),
)
BODY = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
)


@st.composite
def addresses(draw, take):
    """An address like one of ours, with something else in its gaps."""
    path = draw(st.sampled_from(PATHS))
    parts = []
    for part in path.split("/"):
        gap = part.startswith("{")
        ours = take if gap and draw(st.booleans()) and "take" in part else None
        parts.append(ours or (draw(PIECE) if gap else part))
    return "/".join(parts) + draw(st.sampled_from(["", "", "/", "?camera=x", "?token=%ff", "?" + "a=1&" * 200]))


@given(st.data())
@settings(FUZZ, max_examples=250)
def test_any_request_is_answered(untouched, client, data):
    path = data.draw(addresses(untouched.take.take.take.id))
    method = data.draw(
        st.sampled_from(["GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
    )
    if path.partition("?")[0] == "/live.mjpeg":
        path = "/live.mjpeg?camera=nobody"  # the one answer that has no end
    headers = data.draw(st.dictionaries(HEADER, VALUE, max_size=3))
    body = data.draw(BODY) if method not in ("GET", "HEAD", "OPTIONS") else None
    try:
        request = client.build_request(method, path, headers={k: v.encode() for k, v in headers.items()}, content=body)
    except Exception:  # what the client itself will not send
        return
    healthy(client.send(request))


# -- commands -------------------------------------------------------------------------------------------------------

ANY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.integers(-3, 40),
    st.floats(),
    st.text(max_size=30),
    st.lists(st.integers(0, 5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)
NAMES = st.sampled_from(
    ["picture", "notes", "sound", "x1", "x2", "ep01/sc010/sh010", "robin.wav", "review", "camera bump", "F13", "hold"]
)
LIKELY = {
    "a whole number": st.integers(1, 30) | st.integers(-5, 10**7),
    "a text": NAMES | st.text(max_size=12),
    "true or false": st.booleans(),
    "a list": st.lists(NAMES, max_size=3) | st.lists(st.dictionaries(NAMES, ANY, max_size=3), max_size=3),
    "an object": st.dictionaries(st.text(max_size=8), ANY, max_size=4),
    "one of": st.sampled_from(["note", "sound", "free", "animate", "finish"]),
    "a key": st.sampled_from(["F13", "Ctrl+KeyQ", "KeyA", "Digit1"]),
}


def likely(must):
    """Values of the kind that a command's own description asks for."""
    return next((values for begin, values in LIKELY.items() if must.startswith(begin)), ANY)


@st.composite
def asked(draw, names):
    """A command of the registry with arguments that are right, wrong, missing or strange."""
    row = draw(st.sampled_from([row for row in as_json() if row["name"] in names]))
    words = {}
    for name, must in row["with"].items():
        choice = draw(st.integers(0, 9))
        if choice < 7:
            words[name] = draw(likely(must))
        elif choice == 7:
            words[name] = draw(ANY)
    if draw(st.integers(0, 9)) == 9:
        words[draw(st.text(max_size=8))] = draw(ANY)
    return row["name"], words


def encoded(words):
    """What a page can send of it: JSON has no infinity."""
    try:
        return json.loads(json.dumps(words, allow_nan=False))
    except ValueError:
        return {}


@given(st.lists(asked(set(COMMANDS) - HEAVY), min_size=1, max_size=12))
@settings(FUZZ, max_examples=80)
def test_any_command_is_done_or_refused_in_words(untouched, client, commands):
    for name, words in commands:
        healthy(client.post(f"/api/do/{name}", content=json.dumps(encoded(words)), headers={"connection": "close"}))


@given(st.lists(asked(HEAVY - {"begin-series"}), min_size=1, max_size=2))
@settings(FUZZ, max_examples=25)
def test_commands_that_reach_for_cameras_and_disks_as_well(untouched, client, commands):
    for name, words in commands:
        words = {**encoded(words), **({"count": 1} if name == "shoot" and "count" in words else {})}
        healthy(client.post(f"/api/do/{name}", content=json.dumps(words)))
        if name == "open-camera" and len(untouched.cameras._open) > 4:
            for camera in list(untouched.cameras._open)[1:]:
                untouched.cameras.close(camera)


@given(st.text(max_size=60))
@FUZZ
def test_a_command_of_any_name_is_refused_in_words(untouched, name):
    if name not in COMMANDS:
        assert untouched.do(name, {}).exception(20) is not None


# -- web sockets ------------------------------------------------------------------------------------------------------

FRAMES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.binary(max_size=60),
        st.fixed_dictionaries(
            {"type": st.sampled_from(["do", "dark-done", "promise", "released", ""])},
            optional={
                "id": ANY,
                "command": st.sampled_from(["undo", "hold", "flick", "nothing", ""]),
                "with": ANY,
                "round": ANY,
            }
            | {"dark": ANY, "pressed": ANY},
        ).map(json.dumps),
    ),
    min_size=1,
    max_size=10,
)


def send(socket, frame):
    if isinstance(frame, bytes):
        socket.send_bytes(frame)
    else:
        socket.send_text(frame.encode(errors="replace").decode())


@given(FRAMES)
@settings(FUZZ, max_examples=80)
def test_any_words_on_a_page_s_line_leave_it_answering(untouched, client, frames):
    with client.websocket_connect(f"{WIRE}/api/link") as socket:
        for frame in frames:
            send(socket, frame)
        socket.send_json({"type": "do", "id": 4711, "command": "on", "with": {"frames": 2}})
        while (message := json.loads(socket.receive_text())).get("id") != 4711 or message["type"] != "answer":
            assert "our mistake" not in json.dumps(message)
        assert message["trouble"] is None


@given(
    st.sampled_from(["live", "lend"]),
    st.sampled_from(["pattern%3Fsize=96x64", "nobody", "C920", "%00", "a" * 200]),
    FRAMES,
)
@FUZZ
def test_any_words_on_a_camera_s_line_harm_nobody(untouched, client, kind, name, frames):
    if kind == "lend" and len(untouched.cameras._open) > 6:
        name = "C920"
    try:
        with client.websocket_connect(f"{WIRE}/api/{kind}/{name}") as socket:
            for frame in frames:
                send(socket, frame)
    except WebSocketDisconnect:
        pass
    assert untouched.do("on", {"frames": 2}).result(60) == {}
