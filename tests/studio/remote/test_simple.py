"""Button boxes: socat over TCP and a box at a pty press every key and are told what happens."""

import os
import shutil
import socket
import subprocess
import tty
from contextlib import closing

import pytest

from komadori.devices.wire.simple_interface import WORDS
from komadori.studio.commands import COMMANDS
from komadori.studio.remote import simple
from komadori.studio.remote.simple import over_serial, over_tcp

LINES = "S|S 0|S 1|S 3|D|P|L|M|PB|LP|OD|OU|SF|SB|SP|LT 1|LT 0|AT|TP|"
EVERY_WORD = LINES.replace("|", "\r\n").encode()
ASKED = [
    ("shoot", {}, None),
    ("shoot", {}, None),
    ("shoot", {}, None),
    ("shoot", {"held": 3}, None),
    ("delete", {}, None),
    ("play", {}, None),
    ("live", {}, None),
    ("mute", {}, None),
    ("play-to-black", {}, None),
    ("loop", {}, None),
    ("opacity-down", {}, None),
    ("opacity-up", {}, None),
    ("step-forward", {}, None),
    ("step-back", {}, None),
    ("short-play", {}, None),
    ("flick", {}, True),
    ("flick", {}, False),
    ("auto-toggle", {}, None),
    ("full-resolution", {}, None),
]


@pytest.fixture
def box(ear):
    with closing(over_tcp(0, ear.do, ear.tell)) as opened:
        yield opened


def test_every_word_of_the_interface_has_a_command():
    assert simple.COMMANDS.keys() == WORDS
    assert set(simple.COMMANDS.values()) <= COMMANDS.keys()


@pytest.mark.skipif(shutil.which("socat") is None, reason="socat is not on this machine")
def test_a_box_over_tcp_presses_every_key_and_is_told(box, ear, event):
    peer = subprocess.Popen(
        ["socat", "-", f"TCP:127.0.0.1:{box.port.address[1]}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with peer:
        peer.stdin.write(EVERY_WORD)
        peer.stdin.flush()
        assert ear.next(len(ASKED)) == ASKED
        for word in ("shoot", "capture-complete", "frame-complete", "test", "delete", "edit"):
            box.event(event(word))
        box.event(event("position", frame=13, exposure=2, exposure_name="back.light"))
        told = [peer.stdout.readline() for _ in range(4)]
        assert told == [b"SH 12 1 x1 0\r\n", b"CC 12 1 x1 0\r\n", b"DE\r\n", b"PF 13 2 back_light 0\r\n"]
        peer.stdin.close()


def test_a_box_that_goes_lets_its_key_go(box, ear):
    with socket.create_connection(box.port.address) as link:
        link.sendall(b"LT 1\r\n")
        assert ear.next() == [("flick", {}, True)]
    assert ear.next() == [("flick", {}, False)]


def test_what_a_box_asks_wrongly_is_told(box, ear):
    with socket.create_connection(box.port.address) as link:
        link.sendall(b"noise\r\nS 999\r\nP\r\n")
        assert ear.next() == [("play", {}, None)]
        text, hint = ear.next_told()
    assert "shoot was told held 999" in text
    assert text.startswith("Button box 127.0.0.1:")
    assert hint


def test_a_web_page_that_speaks_to_the_port_is_turned_away(box, ear):
    for _ in range(3):
        with socket.create_connection(box.port.address) as link:
            link.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nD\r\nS\r\n")
            assert link.recv(10) == b""
    assert "a web browser" in ear.next_told()[0]
    assert ear.silent


def test_a_box_at_a_serial_line_is_missed_found_and_told(tmp_path, ear, event):
    path = tmp_path / "ttyACM0"
    with closing(over_serial(str(path), ear.do, ear.tell, pause=0.02)) as box:
        assert ear.next_told()[0] == f"The button box at {path} is not there."
        far, near = os.openpty()
        tty.setraw(near)
        path.symlink_to(os.ttyname(near))
        assert ear.next_told()[0] == f"The button box at {path} is there."
        os.write(far, b"\0S 1\r\nLT 1\r\n")
        assert ear.next(2) == [("shoot", {}, None), ("flick", {}, True)]
        box.event(event("capture-complete"))
        told = b""
        while not told.endswith(b"\n"):
            told += os.read(far, 100)
        assert told == b"CC 12 1 x1 0\r\n"
        path.unlink()
        os.close(near)
        os.close(far)
        assert ear.next() == [("flick", {}, False)]
        assert ear.next_told()[0] == f"The button box at {path} is not there."
