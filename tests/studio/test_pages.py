"""Pages: what one asks all hear; each may come, go, sleep or talk nonsense without the others noticing."""

import asyncio
import json
import socket
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from komadori.studio.pages import ASKED, BEHIND, Page


def applied(take, changes):
    """A page's columns after all changes, told in full and then by splices, with no revision left out."""
    columns = {column["name"]: list(column["cells"]) for column in take["columns"]}
    revision = take["revision"]
    for change in changes:
        if change["revision"] <= take["revision"]:
            continue
        revision += 1
        assert change["revision"] == revision
        if change["layout"]:
            columns = {name: columns.get(name, []) for name, _ in change["layout"]["columns"]}
        for splice in change["changes"]:
            cells, at, frame = columns[splice["column"]], 0, 1
            while frame < splice["first"]:
                frame += cells[at]["length"]
                at += 1
            cells[at : at + splice["removed"]] = splice["inserted"]
    return columns, revision


def sheet_of(line):
    """What a page's sheet has become."""
    last = max(index for index, one in enumerate(line.heard) if one["type"] == "take")
    return applied(line.heard[last], [one for one in line.heard[last:] if one["type"] == "change"])


def test_a_page_hears_first_who_it_talks_to_and_then_all_there_is(line):
    line.do("find-cameras")
    kinds = [one["type"] for one in line.heard]
    assert kinds[0] == "welcome"
    assert {"series", "shots", "take", "desk", "cameras", "keys", "look", "tests"} <= set(kinds)
    assert len(line.heard[0]["commands"]) > 80


def test_two_pages_on_one_take_agree_after_edits_from_both(page, desk):
    with page() as first, page() as second:
        calls = [(first, first.ask("shoot", count=3)), (second, second.ask("hold", frame=1, by=3))]
        for number in range(12):
            one, other = (first, second) if number % 2 else (second, first)
            calls += [
                (one, one.ask("hold", frame=1, by=1)),
                (other, other.ask("write", column="notes", frame=number + 1, text=f"note {number}")),
                (one, one.ask("undo" if number % 3 == 0 else "reverse", **({} if number % 3 == 0 else RANGE))),
            ]
            if number == 5:
                calls.append((one, one.ask("add-column", name="words")))
        for line, call in calls:
            line.answer(call)
        end = desk.take.revision
        for line in (first, second):
            if line.heard.of("change")[-1]["revision"] < end:
                line.next("change", lambda one: one["revision"] == end)
        with page() as third:
            assert sheet_of(first) == sheet_of(second) == sheet_of(third)
            assert sheet_of(third)[1] == end


RANGE = {"first": 1, "last": 4}


def test_a_page_that_joins_in_the_middle_of_edits_misses_none(page, desk):
    with page() as busy:
        calls = [busy.ask("hold", frame=1, by=1) for _ in range(5)]
        busy.answer(busy.ask("shoot", count=2))
        calls = [busy.ask("hold", frame=1, by=1) for _ in range(60)]
        joined = []
        with page() as one, page() as two:
            joined += [one, two]
            for call in calls:
                busy.answer(call)
            end = desk.take.revision
            for line in joined:
                if sheet_of(line)[1] < end:
                    line.next("change", lambda told: told["revision"] == end)
                assert sheet_of(line) == sheet_of(busy)


NONSENSE = [
    "",
    "{}",
    "[]",
    "null",
    '{"type":"do"',
    '{"type":"hello"}',
    '{"type":"do","id":"x"}',
    '{"type":"do","with":[]}',
    '{"type":"dark-done"}',
    '{"type":"do","id":NaN}',
    "[" * 100_000,
    "\x00",
    "é" * 1000,
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: repr(text[:20]))
def test_nonsense_is_answered_and_the_page_stays(line, nonsense):
    line.socket.send_text(nonsense)
    assert line.next("answer")["trouble"]["kind"] == "BadMessage"
    assert line.do("find-cameras")["trouble"] is None


def test_what_is_sent_as_bytes_is_read_all_the_same(line):
    line.socket.send_bytes(b'{"type":"do","id":77,"command":"find-cameras"}')
    assert line.answer(77)["trouble"] is None
    line.socket.send_bytes(b"\xff\xfe")
    assert line.next("answer")["trouble"]["kind"] == "BadMessage"


def test_what_is_refused_is_answered_with_its_kind_and_hint(line):
    assert line.do("hold", by="much")["trouble"]["kind"] == "BadArguments"
    trouble = line.do("hodl")["trouble"]
    assert (trouble["kind"], trouble["hint"]) == ("UnknownCommand", "did you mean hold?")


def test_a_page_that_leaves_is_forgotten(client, page, desk, until):
    with page() as first, page():
        assert len(desk.promised()) == 2
        first.socket.send_json({"type": "promise", "dark": False})
        until(lambda: len(desk.promised()) == 1)
    until(lambda: not desk.promised())


def test_a_page_may_not_pile_up_commands(line, desk):
    gate = threading.Event()
    desk.submit(lambda: gate.wait(60))
    calls = [line.ask("undo") for _ in range(ASKED + 5)]
    late = [line.answer(call) for call in calls[ASKED:]]
    assert all("waiting already" in one["trouble"]["message"] for one in late)
    gate.set()
    assert line.answer(calls[ASKED - 1])["trouble"]["kind"] == "NothingToUndo"
    assert line.do("undo")["trouble"]["kind"] == "NothingToUndo"


# -- one that no longer reads ---------------------------------------------------------------------------------------


def test_a_page_that_lags_too_far_behind_is_let_go():
    async def run():
        page = Page(1)
        for number in range(BEHIND):
            page.hear(str(number))
        assert not page.left
        assert await page.next() == "0"
        page.hear("a")
        page.hear("b")
        assert page.left
        assert await page.next() is None
        await page.gone()

    asyncio.run(run())


def test_the_letters_count_as_well(monkeypatch):
    monkeypatch.setattr("komadori.studio.pages.BEHIND_LETTERS", 100)

    async def run():
        page = Page(1)
        page.hear("x" * 60)
        assert len(await page.next()) == 60
        page.hear("x" * 60)
        assert not page.left
        page.hear("x" * 60)
        assert page.left

    asyncio.run(run())


def test_a_page_that_sleeps_is_let_go_and_the_others_hear_all(desk, serve, monkeypatch, until, do):
    monkeypatch.setattr("komadori.studio.pages.BEHIND_LETTERS", 3_000_000)
    host, port = serve(desk)
    sleeping = socket.create_connection((host, port))
    sleeping.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    ask = f"GET /api/link HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    sleeping.sendall(f"{ask}Sec-WebSocket-Key: {'A' * 22}==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
    with connect(f"ws://{host}:{port}/api/link", max_size=None) as awake:
        until(lambda: len(desk.promised()) == 2)
        words = "x" * 400_000
        looks = []
        for number in range(40):
            do(desk, "keep-look", document={"n": number, "words": words})
            while not looks or looks[-1] < number:
                told = json.loads(awake.recv(60))
                if told["type"] == "look" and "n" in told["document"]:
                    looks.append(told["document"]["n"])
        assert looks == list(range(40))
        until(lambda: len(desk.promised()) == 1)
    sleeping.close()


def test_a_page_that_breaks_off_is_as_gone_as_one_that_leaves(desk, serve, until):
    host, port = serve(desk)
    with connect(f"ws://{host}:{port}/api/link") as line:
        line.recv(60)
        until(lambda: desk.promised())
        line.socket.shutdown(socket.SHUT_RDWR)
        until(lambda: not desk.promised())


def test_pages_hear_of_the_end_and_a_studio_in_its_place_knows_the_same(desk, desks, serve, do):
    host, port = serve(desk)
    with connect(f"ws://{host}:{port}/api/link", origin=f"http://{host}:{port}") as line:
        line.send(json.dumps({"type": "do", "id": 1, "command": "shoot"}))
        heard = []
        while not heard or heard[-1]["type"] != "answer":
            heard.append(json.loads(line.recv(60)))
        ending = threading.Thread(target=desk.close)
        ending.start()
        ending.join(60)
    again, told = desks(desk.home)
    do(again, "open", slate="ep01/sc010/sh010")
    assert [row[0] for row in told.newest("take")["pictures"]] == [1]


def test_a_live_view_that_nobody_reads_ends_with_its_page(desk, serve, until):
    host, port = serve(desk)
    camera = desk.cameras.get()
    with connect(f"ws://{host}:{port}/api/live/pattern%3Fsize%3D96x64") as live:
        live.recv(60)
        until(lambda: camera.watched == 1)
    until(lambda: camera.watched == 0)
    with socket.create_connection((host, port)) as stream:
        stream.sendall(f"GET /live.mjpeg HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        assert stream.recv(1000)
        until(lambda: camera.watched == 1)
    until(lambda: camera.watched == 0)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_pages_that_come_and_go_leave_no_file_open(desk, serve, until):
    host, port = serve(desk)

    def visit():
        for path in ("link", "live/pattern%3Fsize%3D96x64"):
            with connect(f"ws://{host}:{port}/api/{path}") as line:
                line.recv(60)
        with urllib.request.urlopen(f"http://{host}:{port}/take/{desk.take.take.take.id}/1/thumb.jpg") as answer:
            answer.read()

    desk.do("shoot", {}).result(60)
    visit()
    until(lambda: not desk.promised())
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(30):
        visit()
    until(lambda: len(list(Path("/proc/self/fd").iterdir())) <= before + 1)


def drain(line):
    while True:
        line.recv(5)


def test_a_server_that_is_asked_to_end_ends_though_pages_are_open(desk, serve, capfd):
    host, port = serve(desk)
    paths = ["link", "link", "live/pattern%3Fsize%3D96x64", "lend/webcam"]
    with ExitStack() as held:
        lines = [held.enter_context(connect(f"ws://{host}:{port}/api/{path}")) for path in paths]
        stream = held.enter_context(socket.create_connection((host, port)))
        stream.sendall(f"GET /live.mjpeg HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        stream.recv(100)
        began = time.monotonic()
        serve.end()
        assert time.monotonic() - began < 60
        for line in lines:
            with pytest.raises(ConnectionClosed):
                drain(line)
    assert "Traceback" not in capfd.readouterr().err
