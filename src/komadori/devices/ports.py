"""Lines and datagrams: the only door to sockets and serial ports. What the bytes mean, others know.

Each port has a thread of its own, which calls back; its `send` may be called from any thread and never waits.
Everything listens on this machine alone unless it is given another address.
"""

import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import serial

from komadori.errors import DeviceFailed

LOOPBACK = "127.0.0.1"
MOST_LINES = 32
"""Clients a server speaks with at a time."""
MOST_WAITING = 1_000
"""Pieces that may wait for a serial line."""
PATIENCE = 5.0
"""Seconds a port's thread may take to end."""

Address = tuple[str, int]


class PortTaken(DeviceFailed):
    """A network port cannot be listened on: another program has it, or the system does not allow it."""


class Line(Protocol):
    """One connection to somebody: a TCP client, or the box at a serial line."""

    @property
    def name(self) -> str:
        """Where it comes from, for people."""
        ...

    def send(self, data: bytes) -> None:
        """Send `data`, or nothing where nobody listens any more."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


OnBytes = Callable[[Line, bytes], None]
OnLine = Callable[[Line], None]


def _ignored(_line: Line) -> None:
    """Nobody wants to know."""


class _Client:
    """A TCP client. Its socket never blocks: who does not read what was sent is let go."""

    def __init__(self, link: socket.socket, address: Address) -> None:
        self.link = link
        self.name = f"{address[0]}:{address[1]}"
        link.settimeout(0)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._lock = threading.Lock()

    def send(self, data: bytes) -> None:
        with self._lock:
            try:
                whole = self.link.send(data) == len(data)
            except OSError:
                whole = False
        if not whole:
            self.close()

    def close(self) -> None:
        # The server's thread then reads the end and puts the socket away.
        with suppress(OSError):
            self.link.shutdown(socket.SHUT_RDWR)


class _Listening:
    """A thread that waits for sockets to be readable, and can be woken to end."""

    def __init__(self, door: socket.socket, name: str) -> None:
        door.settimeout(0)
        self._door = door
        self._closing = threading.Event()
        self._bell, self._pull = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(door, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def address(self) -> Address:
        """Where it listens; the port is the one really taken, where 0 was asked for."""
        host, port = self._door.getsockname()[:2]
        return str(host), int(port)

    def close(self) -> None:
        """Listen no more. Closing again is harmless."""
        self._closing.set()
        with suppress(OSError):
            self._pull.send(b"\0")
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._closing.is_set():
            for key, _ in self._selector.select():
                if key.fileobj is self._door:
                    self._called()
                elif key.data is not None:
                    self._heard(key.data)
        self._put_away()
        self._selector.close()
        for end in (self._door, self._bell, self._pull):
            end.close()

    def _called(self) -> None:
        raise NotImplementedError

    def _heard(self, client: _Client) -> None:
        raise NotImplementedError

    def _put_away(self) -> None:
        """Close what the door brought in."""


class LineServer(_Listening):
    """Listens for TCP clients, several at a time; port 0 takes any free one.

    `on_bytes` is called with each client and what it sent, `on_closed` when it has gone. Raises PortTaken.
    """

    def __init__(self, host: str, port: int, on_bytes: OnBytes, *, on_closed: OnLine = _ignored) -> None:
        try:
            door = socket.create_server((host, _real(port)))
        except OSError as error:
            raise _taken("TCP", host, port, error) from error
        super().__init__(door, f"lines at {port}")
        self._on_bytes, self._on_closed = on_bytes, on_closed
        self._clients: list[_Client] = []
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Send `data` to every client."""
        for client in tuple(self._clients):
            client.send(data)

    def _called(self) -> None:
        try:
            link, address = self._door.accept()
        except OSError:
            # Gone again, or no descriptors left: do not ask at full speed.
            self._closing.wait(0.05)
            return
        if len(self._clients) >= MOST_LINES:
            link.close()
            return
        client = _Client(link, address)
        self._clients.append(client)
        self._selector.register(link, selectors.EVENT_READ, client)

    def _heard(self, client: _Client) -> None:
        try:
            data = client.link.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._on_bytes(client, data)
        else:
            self._let_go(client)

    def _let_go(self, client: _Client) -> None:
        self._selector.unregister(client.link)
        self._clients.remove(client)
        client.link.close()
        self._on_closed(client)

    def _put_away(self) -> None:
        for client in tuple(self._clients):
            self._let_go(client)


class DatagramServer(_Listening):
    """Listens for UDP datagrams and calls `on_datagram` with each; port 0 takes any free one. Raises PortTaken."""

    def __init__(self, host: str, port: int, on_datagram: Callable[[bytes], None]) -> None:
        try:
            family, _, _, _, where = socket.getaddrinfo(host, _real(port), type=socket.SOCK_DGRAM)[0]
            door = socket.socket(family, socket.SOCK_DGRAM)
        except OSError as error:
            raise _taken("UDP", host, port, error) from error
        try:
            door.bind(where)
        except OSError as error:
            door.close()
            raise _taken("UDP", host, port, error) from error
        super().__init__(door, f"datagrams at {port}")
        self._on_datagram = on_datagram
        self._thread.start()

    def _called(self) -> None:
        try:
            data = self._door.recv(65_536)
        except OSError:
            return
        self._on_datagram(data)


class DatagramSender:
    """Sends UDP datagrams to one address; that nobody listens there is no failure.

    Raises DeviceFailed where the name leads nowhere.
    """

    def __init__(self, host: str, port: int) -> None:
        try:
            family, _, _, _, where = socket.getaddrinfo(host, _real(port), type=socket.SOCK_DGRAM)[0]
            self._link = socket.socket(family, socket.SOCK_DGRAM)
        except OSError as error:
            raise DeviceFailed(
                f"There is no way to {host}:{port}: {error}.", hint="Look at the name and the network."
            ) from error
        self._link.settimeout(0)
        self._where = where

    def send(self, data: bytes) -> None:
        """Send one datagram, or lose it."""
        with suppress(OSError):
            self._link.sendto(data, self._where)

    def close(self) -> None:
        """Send no more."""
        self._link.close()


class SerialLine:
    """A serial line, 8N1 at `baud`, that is opened whenever it is there: a box may be plugged in later, and again.

    `on_bytes` is called with this line and what came, `on_opened` when the box is there, `on_closed` when it has gone,
    and once at the beginning where it is not there yet. `pause` is in seconds.
    """

    def __init__(
        self,
        path: str,
        on_bytes: OnBytes,
        *,
        baud: int = 57_600,
        on_opened: OnLine = _ignored,
        on_closed: OnLine = _ignored,
        pause: float = 1.0,
    ) -> None:
        self.name = path
        self._baud, self._pause = baud, pause
        self._on_bytes, self._on_opened, self._on_closed = on_bytes, on_opened, on_closed
        self._closing = threading.Event()
        self._waiting: deque[bytes] = deque(maxlen=MOST_WAITING)
        self._port: serial.Serial | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"line {path}", daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Send `data` to the box, or nothing while it is not there."""
        if self._port is not None:
            self._waiting.append(data)
            self._wake()

    def close(self) -> None:
        """Let the line go. Closing again is harmless."""
        self._closing.set()
        self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        told = False
        while not self._closing.is_set():
            if self._open():
                self._on_opened(self)
                with suppress(serial.SerialException, OSError):
                    self._serve()
                self._put_away()
                told = False
            if not told:
                told = True
                self._on_closed(self)
            self._closing.wait(self._pause)

    def _open(self) -> bool:
        try:
            self._port = serial.Serial(self.name, self._baud, timeout=0.5, write_timeout=1.0, exclusive=True)
        except (serial.SerialException, OSError, ValueError):
            return False
        self._waiting.clear()
        return True

    def _serve(self) -> None:
        port = self._port
        while port is not None and not self._closing.is_set():
            while self._waiting:
                port.write(self._waiting.popleft())
            data = port.read(max(1, port.in_waiting))
            if data:
                self._on_bytes(self, data)

    def _put_away(self) -> None:
        with self._lock:
            port, self._port = self._port, None
            if port is not None:
                with suppress(serial.SerialException, OSError):
                    port.close()

    def _wake(self) -> None:
        with self._lock:
            if self._port is not None:
                with suppress(serial.SerialException, OSError):
                    self._port.cancel_read()


def _real(port: int) -> int:
    if not 0 <= port <= 65_535:
        raise OSError("ports go from 1 to 65535")
    return port


def _taken(kind: str, host: str, port: int, error: Exception) -> PortTaken:
    reason = getattr(error, "strerror", None) or error
    return PortTaken(
        f"Nothing can listen at {kind} port {port} of {host}: {reason}.",
        hint="Choose another port in the settings, or end the program that has it.",
    )
