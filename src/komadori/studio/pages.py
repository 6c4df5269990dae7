"""The pages that are connected: each hears everything in one order, and what each asks is passed on."""

import asyncio
import itertools
import logging
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from starlette.websockets import WebSocket, WebSocketState

from komadori.deliver.presets import PRESETS
from komadori.errors import KomadoriError
from komadori.studio.acts.shooting import failure_words
from komadori.studio.beside import GONE, until_first
from komadori.studio.commands import as_json
from komadori.studio.desk import Desk
from komadori.studio.messages import UNREADABLE, Answer, DarkDone, Do, Promise, Trouble, Welcome, read, write
from komadori.studio.operations_out import operations_out

BEHIND = 2_000
"""Messages a page may lag behind; one that sleeps longer is let go and comes back by itself."""
BEHIND_LETTERS = 32_000_000
"""The same for their letters: the whole of a long take has two million."""
ASKED = 200
"""Commands a page may have asked for that are not done yet; no hand is quicker."""
FAREWELL = 1.0
"""Seconds a page may take to hear that it is let go."""

logger = logging.getLogger("komadori.studio")


class Page:
    """One connection, with what it has still to be sent. Belongs to the loop."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.dark = True
        self.asked = 0
        self.left = False
        self._waiting: deque[str] = deque()
        self._letters = 0
        self._there = asyncio.Event()
        self._over = asyncio.Event()

    def hear(self, text: str) -> None:
        """Send it when the line is free; a page that no longer listens is let go."""
        if self.left:
            return
        self._waiting.append(text)
        self._letters += len(text)
        if len(self._waiting) > BEHIND or self._letters > BEHIND_LETTERS:
            self.leave()
        self._there.set()

    def leave(self) -> None:
        """End the connection."""
        self.left = True
        self._waiting.clear()
        self._there.set()
        self._over.set()

    async def next(self) -> str | None:
        """What is to be sent next, None once it is let go."""
        while not self._waiting and not self.left:
            self._there.clear()
            await self._there.wait()
        if self.left:
            return None
        text = self._waiting.popleft()
        self._letters -= len(text)
        return text

    async def gone(self) -> None:
        """Return once it is let go."""
        await self._over.wait()


class Pages:
    """All pages, on the loop they were opened from."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers = itertools.count(1)
        self._pages: dict[int, Page] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Begin to hear what the desk tells; called on the loop."""
        loop = self._loop = asyncio.get_running_loop()

        def spread(text: str) -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._spread, text)

        self._desk.telling.to(spread)
        # Asked on the desk's thread, while pages come and go on this one.
        self._desk.promised = lambda: frozenset(page.number for page in list(self._pages.values()) if page.dark)

    async def serve(self, socket: WebSocket) -> None:
        """A page's connection: all that happens, and what it asks."""
        await socket.accept()
        page = Page(next(self._numbers))
        page.hear(write(self._welcome(page)))
        loop = asyncio.get_running_loop()

        def begin(known: list[str]) -> None:
            loop.call_soon_threadsafe(self._begin, page, known)

        await loop.run_in_executor(None, self._desk.telling.join, begin)
        # A page that no longer reads leaves the sending waiting for ever, so being let go is waited for as well.
        try:
            await until_first(self._listen(socket, page), _send(socket, page), page.gone())
        finally:
            page.leave()
            self._pages.pop(page.number, None)
            self._desk.telling.leave()
            self._desk.dark.left()
        if WebSocketState.DISCONNECTED not in (socket.client_state, socket.application_state):
            with suppress(*GONE, TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await socket.close(1013)

    def _begin(self, page: Page, known: list[str]) -> None:
        for text in known:
            page.hear(text)
        if not page.left:
            self._pages[page.number] = page

    def _spread(self, text: str) -> None:
        for page in list(self._pages.values()):
            page.hear(text)

    async def _listen(self, socket: WebSocket, page: Page) -> None:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            self._heard(page, message.get("text") or message.get("bytes") or "")

    def _heard(self, page: Page, text: str | bytes) -> None:
        try:
            asked = read(text)
        except UNREADABLE as error:
            trouble = Trouble(kind="BadMessage", message=f"This message makes no sense: {error}.")
            page.hear(write(Answer(id=0, trouble=trouble)))
            return
        match asked:
            case DarkDone(round=number):
                self._desk.dark.done(page.number, number)
            case Promise(dark=dark):
                page.dark = dark
                self._desk.dark.left()
            case Do(id=call) if page.asked >= ASKED:
                trouble = Trouble(kind="Refused", message=f"{ASKED} commands of this page are waiting already.")
                page.hear(write(Answer(id=call, trouble=trouble)))
            case Do(id=call, command=command, words=words, pressed=pressed):
                page.asked += 1
                future = self._desk.do(command, words, pressed=pressed)
                future.add_done_callback(lambda done: self._done(page, call, done))

    def _done(self, page: Page, call: int, done: "Future[Any]") -> None:
        """Called on the thread that did it."""

        def tell() -> None:
            page.asked -= 1
            page.hear(text)

        if self._loop is None or done.cancelled():
            return
        text = write(answered(call, done))
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(tell)

    def _welcome(self, page: Page) -> Welcome:
        return Welcome(
            version=version("komadori"),
            page=page.number,
            folder=self._desk.home.resolve().name,
            commands=as_json(),
            presets=tuple((name, preset.summary) for name, preset in PRESETS.items()),
            operations=operations_out(),
            language=self._desk.chosen.language,
        )


async def _send(socket: WebSocket, page: Page) -> None:
    while (text := await page.next()) is not None:
        await socket.send_text(text)


def answered(call: int, done: "Future[Any]") -> Answer:
    """What came of a command, as an answer to the call of that number."""
    failure = done.exception()
    if failure is None:
        return Answer(id=call, result=dict(done.result()))
    return Answer(id=call, trouble=trouble_of(failure))


def trouble_of(failure: BaseException) -> Trouble:
    """A failure as pages and scripts are told of it."""
    if isinstance(failure, KomadoriError):
        return Trouble(kind=type(failure).__name__, message=failure_words(failure), hint=failure.hint)
    logger.error("A mistake of Komadori's own", exc_info=failure)
    return Trouble(
        kind=type(failure).__name__,
        message=f"This is our mistake, not yours: {type(failure).__name__}: {failure}. No picture was lost.",
    )
