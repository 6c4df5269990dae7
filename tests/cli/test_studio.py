"""`komadori studio` as a person starts it: where it listens, what it says, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

import komadori.cli.studio as verb
from komadori.studio.desk import Desk

PATIENCE = 60


@pytest.fixture
def start(command, monkeypatch):
    """`with start("--port", "0", ".") as (process, told):` runs the command; `told` is its JSON."""
    monkeypatch.setenv("PYTHONDEVMODE", "1")

    @contextmanager
    def begin(*words):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = command("studio", "--no-browser", "--json", *words, **pipes)
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()
            process.communicate(timeout=PATIENCE)

    return begin


def state(address, *, host=None):
    """What the studio at an address tells of itself."""
    base, _, query = address.partition("?")
    request = urllib.request.Request(f"{base}api/state?{query}", headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


@pytest.mark.slow
def test_it_tells_its_address_and_opens_what_it_is_told_to(start, series):
    words = ("--port", "0", "--camera", "pattern?size=96x64", "--shot", "ep01/sc010/sh010", series)
    with start(*words) as (process, told):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", told["address"])
        assert told["pid"] == process.pid
        now = state(told["address"])
        assert [one["name"] for one in now["cameras"]["open"]] == ["pattern?size=96x64"]
        assert now["take"]["slate"] == "ep01/sc010/sh010"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there, Ctrl-C cannot be sent to one program")
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_it_is_asked_to(start, asked):
    with start("--port", "0", ".") as (process, told):
        state(told["address"])
        process.send_signal(asked)
        _, talk = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    assert "Traceback" not in talk
    assert "Warning" not in talk


@pytest.mark.slow
def test_a_second_studio_listens_at_the_next_port(start):
    with start("--port", "0", ".") as (_, first):
        port = int(re.search(r":(\d+)/", first["address"])[1])
        with start("--port", str(port), ".") as (_, second):
            assert port < int(re.search(r":(\d+)/", second["address"])[1]) < port + verb.LATER
            assert state(first["address"])
            assert state(second["address"])


@pytest.mark.slow
def test_away_from_loopback_it_asks_for_a_token(start):
    with start("--port", "0", "--host", "0.0.0.0", "--name", "127.0.0.1", ".") as (_, told):
        address, token = told["address"].split("?token=")
        assert len(token) >= 24
        assert state(told["address"])["take"] is None
        with pytest.raises(urllib.error.HTTPError, match="401"):
            state(address)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            state(told["address"], host="evil.example")


def test_a_folder_that_is_not_there_begins_nothing(run):
    ran = run("studio", "--no-browser", "--json", "nowhere")
    assert ran.code == 2
    assert ran.data["error"]["kind"] in ("WrongUse", "UsageError", "BadParameter")


def test_an_address_that_is_not_this_machines_begins_nothing(run, tmp_path):
    ran = run("studio", "--no-browser", "--host", "192.0.2.77", str(tmp_path))
    assert ran.code == 2
    assert "cannot listen at 192.0.2.77" in ran.err


def test_a_shot_that_cannot_be_opened_begins_nothing_and_leaves_no_thread(run, tmp_path):
    ran = run("studio", "--no-browser", "--port", "0", "--shot", "ep01/sc010/sh010", str(tmp_path))
    assert ran.code == 2
    assert "No series has been begun yet" in ran.err


def test_shooting_beside_a_studio_is_refused_in_words_and_another_shot_is_shot(run, series, tmp_path, photographs):
    desk = Desk(series)
    try:
        desk.do("new-shot", {"slate": "ep01/sc010/sh010"}).result()
        camera = ("--camera", f"replay:{photographs(2)[0].parent}", "--series", series, "--frames", 1)
        ran = run("shoot", "ep01/sc010/sh010", *camera)
        assert ran.code == 1
        assert "is being written by process" in ran.err
        assert run("shoot", "ep01/sc010/sh020", *camera).code == 0
    finally:
        desk.close()


def test_the_address_told_is_one_that_can_be_reached():
    with verb._listen("0.0.0.0", 0) as line:
        port = line.getsockname()[1]
        assert re.fullmatch(rf"http://(?!0\.0)[0-9.]+:{port}/\?token=secret", verb._address(line, (), "secret"))
        assert verb._address(line, ("studio.local",), "") == f"http://studio.local:{port}/"
        assert verb._address(line, (), "a b&ü").endswith("?token=a%20b%26%C3%BC")


def test_a_port_that_is_taken_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with verb._listen("127.0.0.1", port) as line:
            assert line.getsockname()[1] > port
