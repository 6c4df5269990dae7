"""All together, as the settings name them: what cannot be opened is told, and the rest works."""

import socket
from contextlib import closing

import pytest

from komadori import plugins
from komadori.devices.ports import LOOPBACK, DatagramServer
from komadori.settings import load
from komadori.studio.remote.remotes import Remotes, open_remotes


@pytest.fixture(autouse=True)
def no_python_hooks(monkeypatch):
    monkeypatch.setattr(plugins, "find", lambda group: {})


def settings(**named):
    return load([], {f"KOMADORI_{name.upper()}": str(value) for name, value in named.items()})


def free_port():
    with socket.create_server((LOOPBACK, 0)) as server:
        return server.getsockname()[1]


def test_nothing_named_opens_nothing(ear, event):
    with closing(open_remotes(settings(), ear.do, ear.tell)) as remotes:
        remotes.event(event("shoot"))
    assert ear.silent


def test_everybody_presses_and_is_told(ear, event):
    heard = ear.told
    with closing(DatagramServer(LOOPBACK, 0, heard.put)) as program:
        port, osc = free_port(), free_port()
        named = settings(
            simple_port=port,
            osc_port=osc,
            osc_to=f"127.0.0.1:{program.address[1]}",
            osc_events="shoot: /stage/shoot frame",
        )
        remotes = open_remotes(named, ear.do, ear.tell)
        with socket.create_connection((LOOPBACK, port)) as box:
            box.sendall(b"S 2\r\n")
            assert ear.next() == [("shoot", {"held": 2}, None)]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as surface:
                surface.sendto(b"/dragonframe/live\0\0\0,\0\0\0", (LOOPBACK, osc))
            assert ear.next() == [("live", {}, None)]
            remotes.event(event("shoot"))
            assert box.recv(100) == b"SH 12 1 x1 0\r\n"
            assert heard.get(timeout=10).startswith(b"/stage/shoot\0")
            remotes.close()
            remotes.close()
            assert box.recv(100) == b""


def test_what_cannot_be_opened_is_told_and_the_rest_works(ear, tmp_path):
    with socket.create_server((LOOPBACK, 0)) as taken:
        named = settings(
            simple_port=taken.getsockname()[1],
            simple_serial=tmp_path / "ttyNone",
            osc_port=70_000,
            osc_to="nowhere",
            hook=tmp_path / "none.sh",
        )
        open_remotes(named, ear.do, ear.tell).close()
    told = sorted(ear.next_told()[0] for _ in range(5))
    assert [text.split(":")[0][:30] for text in told] == [
        "Nothing can listen at TCP port",
        "Nothing can listen at UDP port",
        f"The button box at {tmp_path}"[:30],
        f"There is no hook {tmp_path}"[:30],
        "osc_to is 'nowhere'; it must b",
    ]


def test_no_remotes_at_all(event):
    Remotes().event(event("shoot"))
    Remotes().close()
