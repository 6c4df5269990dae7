"""Ports: TCP clients with socat, datagrams, and a serial line on a pty that is pulled out and plugged in again."""

import os
import shutil
import socket
import subprocess
import tty
from contextlib import closing
from queue import Empty, Queue

import pytest

from komadori.devices.ports import LOOPBACK, DatagramSender, DatagramServer, LineServer, PortTaken, SerialLine
from komadori.errors import DeviceFailed

SOON = 60.0


class Heard:
    """What a port calls back with, in order."""

    def __init__(self):
        self.queue = Queue()
        self.lines = []

    def bytes(self, line, data):
        self.lines.append(line)
        self.queue.put(data)

    def opened(self, line):
        self.queue.put("opened")

    def closed(self, line):
        self.queue.put("closed")

    def next(self):
        return self.queue.get(timeout=SOON)

    def all(self, length):
        data = b""
        while len(data) < length:
            data += self.next()
        return data


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def server(heard):
    with closing(LineServer(LOOPBACK, 0, heard.bytes, on_closed=heard.closed)) as opened:
        yield opened


def test_two_clients_are_heard_and_told(server, heard):
    with socket.create_connection(server.address) as one, socket.create_connection(server.address) as two:
        one.sendall(b"S\r\n")
        assert heard.next() == b"S\r\n"
        two.sendall(b"D\r\n")
        assert heard.next() == b"D\r\n"
        server.send(b"SH 1 1 x1 0\r\n")
        assert one.recv(100) == two.recv(100) == b"SH 1 1 x1 0\r\n"
        heard.lines[0].send(b"only you")
        assert one.recv(100) == b"only you"
        assert heard.lines[0].name.startswith("127.0.0.1:")
    assert {heard.next(), heard.next()} == {"closed"}


def test_a_client_is_let_go(server, heard):
    with socket.create_connection(server.address) as client:
        client.sendall(b"GET")
        heard.next()
        heard.lines[0].close()
        assert client.recv(10) == b""
    assert heard.next() == "closed"


def test_a_client_that_does_not_read_is_let_go_and_holds_nobody_up(server, heard):
    with socket.create_connection(server.address) as deaf, socket.create_connection(server.address) as other:
        deaf.sendall(b"here")
        assert heard.next() == b"here"
        while heard.queue.empty():
            heard.lines[0].send(bytes(1 << 20))
        assert heard.next() == "closed"
        server.send(b"still here")
        assert other.recv(100) == b"still here"


def test_closing_lets_everybody_go(heard):
    server = LineServer(LOOPBACK, 0, heard.bytes, on_closed=heard.closed)
    with socket.create_connection(server.address) as client:
        client.sendall(b"x")
        heard.next()
        server.close()
        server.close()
        assert client.recv(10) == b""
    assert heard.next() == "closed"


def test_only_so_many_clients(server, heard):
    clients = [socket.create_connection(server.address) for _ in range(33)]
    assert clients[-1].recv(10) == b""
    for client in clients:
        client.close()


def test_a_taken_port_is_told(server, heard):
    host, port = server.address
    with pytest.raises(PortTaken, match=f"TCP port {port} of 127.0.0.1"):
        LineServer(host, port, heard.bytes)
    with pytest.raises(PortTaken):
        LineServer(host, 99_999, heard.bytes)
    with closing(DatagramServer(LOOPBACK, 0, heard.queue.put)) as datagrams, pytest.raises(PortTaken, match="UDP"):
        DatagramServer(*datagrams.address, heard.queue.put)
    with pytest.raises(PortTaken):
        DatagramServer("nowhere.invalid", 1, heard.queue.put)


def test_datagrams_go_there(heard):
    with closing(DatagramServer(LOOPBACK, 0, heard.queue.put)) as server:
        with closing(DatagramSender(*server.address)) as sender:
            sender.send(b"one")
            sender.send(b"two")
        assert [heard.next(), heard.next()] == [b"one", b"two"]
        server.close()


def test_datagrams_nobody_hears_are_lost():
    with closing(DatagramSender(LOOPBACK, 9)) as sender:
        for _ in range(5):
            sender.send(b"x")
    with pytest.raises(DeviceFailed, match="no way to"):
        DatagramSender("nowhere.invalid", 9)


@pytest.mark.skipif(shutil.which("socat") is None, reason="socat is not on this machine")
def test_socat_speaks_with_us(server, heard):
    peer = subprocess.Popen(
        ["socat", "-", f"TCP:127.0.0.1:{server.address[1]}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with peer:
        peer.stdin.write(b"S 2\r\nLT 1\n")
        peer.stdin.flush()
        assert heard.all(10) == b"S 2\r\nLT 1\n"
        server.send(b"CC 1 1 x1 0\r\n")
        assert peer.stdout.readline() == b"CC 1 1 x1 0\r\n"
        peer.stdin.close()
        assert heard.next() == "closed"
    assert peer.returncode == 0


class Box:
    """A box at a serial line: the far end of a pty, at a path that stays when it is plugged in again."""

    def __init__(self, path):
        self.path = path

    def plug_in(self):
        self.far, near = os.openpty()
        tty.setraw(near)
        self.path.symlink_to(os.ttyname(near))
        self.near = near

    def pull_out(self):
        self.path.unlink()
        os.close(self.near)
        os.close(self.far)


@pytest.fixture
def box(tmp_path):
    return Box(tmp_path / "ttyACM0")


def test_a_box_is_plugged_in_pulled_out_and_plugged_in_again(box, heard):
    line = SerialLine(str(box.path), heard.bytes, on_opened=heard.opened, on_closed=heard.closed, pause=0.02)
    with closing(line):
        assert heard.next() == "closed"
        line.send(b"lost")
        for _ in range(2):
            box.plug_in()
            assert heard.next() == "opened"
            os.write(box.far, b"S 1\r\n")
            assert heard.all(5) == b"S 1\r\n"
            line.send(b"SH 1 1 x1 0\r\n")
            line.send(b"CC 1 1 x1 0\r\n")
            told = b""
            while len(told) < 26:
                told += os.read(box.far, 100)
            assert told == b"SH 1 1 x1 0\r\nCC 1 1 x1 0\r\n"
            box.pull_out()
            assert heard.next() == "closed"
    with pytest.raises(Empty):
        heard.queue.get_nowait()


def test_a_line_without_a_box_says_so_once(box, heard):
    line = SerialLine(str(box.path), heard.bytes, on_closed=heard.closed, pause=0.001)
    assert heard.next() == "closed"
    line.close()
    line.close()
    assert heard.queue.empty()
    assert line.name == str(box.path)
