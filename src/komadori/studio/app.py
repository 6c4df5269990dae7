"""The studio as a web application: its routes, and what each failure becomes for a browser."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from komadori.errors import (
    Cancelled,
    Damaged,
    DeviceFailed,
    KomadoriError,
    NotFound,
    Refused,
    Several,
    StorageFailed,
    WrongUse,
)
from komadori.store import TakeBusy
from komadori.studio import api, film, finishing_api, media, posters, site
from komadori.studio.desk import Desk
from komadori.studio.gate import Gate
from komadori.studio.pages import Pages, trouble_of


class Count(IntegerConvertor):
    """A number of as many digits as anything here has; Python refuses to read thousands of them."""

    regex = "[0-9]{1,9}"


register_url_convertor("count", Count())

STATUS: tuple[tuple[type[KomadoriError], HTTPStatus], ...] = (
    (TakeBusy, HTTPStatus.CONFLICT),
    (NotFound, HTTPStatus.NOT_FOUND),
    (WrongUse, HTTPStatus.BAD_REQUEST),
    (Refused, HTTPStatus.CONFLICT),
    (StorageFailed, HTTPStatus.INSUFFICIENT_STORAGE),
    (DeviceFailed, HTTPStatus.SERVICE_UNAVAILABLE),
    (Damaged, HTTPStatus.INTERNAL_SERVER_ERROR),
    (Cancelled, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""What the kinds of errors become; the first that fits counts."""


def status_of(failure: BaseException) -> HTTPStatus:
    """The HTTP status of a failure."""
    if isinstance(failure, Several) and failure.errors:
        failure = failure.errors[0]
    fitting = (status for kind, status in STATUS if isinstance(failure, kind))
    return next(fitting, HTTPStatus.INTERNAL_SERVER_ERROR)


async def told(_request: Request, failure: Exception) -> Response:
    """A failure as JSON: its kind, its message and its hint."""
    trouble = trouble_of(failure)
    body = {"error": {"kind": trouble.kind, "message": trouble.message, "hint": trouble.hint}}
    return JSONResponse(body, status_of(failure))


def routes(link: Callable[[WebSocket], Awaitable[None]]) -> list[BaseRoute]:
    """Every address of the studio; `link` serves a page's connection."""
    return [
        Route("/", site.front),
        Mount("/assets/{version}", site.assets()),
        WebSocketRoute("/api/link", link),
        WebSocketRoute("/api/live/{camera:path}", media.live),
        WebSocketRoute("/api/lend/{label:path}", media.lend),
        Route("/live.mjpeg", media.motion_jpeg),
        Route("/take/{take}/{number:count}/{size}", media.picture),
        Route("/take/{take}/frames", media.frames),
        Route("/take/{take}/film/{exposure}", film.film),
        Route("/take/{take}/film/{exposure}/track.wav", film.track),
        Route("/take/{take}/finished/{name}/{size}", film.picture),
        Route("/take/{take}/score", media.score),
        Route("/take/{take}/finishing", finishing_api.known),
        Route("/take/{take}/recipe", finishing_api.recipe, methods=["POST"]),
        Route("/take/{take}/preview", finishing_api.preview, methods=["POST"]),
        Route("/take/{take}/part", finishing_api.part, methods=["POST"]),
        Route("/take/{take}/remarks", finishing_api.remarks, methods=["POST"]),
        Route("/take/{take}/tests/{name}", media.test_shot),
        Route("/take/{take}/references/{name}", media.reference),
        Route("/take/{take}/references/{name}/{frame:count}", media.reference_frame),
        Route("/take/{take}/track.wav", media.track),
        Route("/take/{take}/peaks", media.peaks),
        Route("/take/{take}/sounds/{name}", media.sound_file),
        Route("/take/{take}/sounds/{name}/peaks", media.sound_peaks),
        Route("/shots/{slate:path}/poster.jpg", posters.poster),
        Route("/alarms/{number:count}.png", media.alarm),
        Route("/api/press/{camera:path}", api.press, methods=["POST"]),
        Route("/api/sounds/{name}", api.add_sound, methods=["POST"]),
        Route("/api/references/{name}", api.add_reference, methods=["POST"]),
        Route("/api/do/{command}", api.do, methods=["POST"]),
        Route("/api/commands", api.commands),
        Route("/api/state", api.state),
        Route("/api/schema.json", api.described),
    ]


def application(desk: Desk, *, hosts: tuple[str, ...] = (), token: str = "") -> Starlette:
    """The studio of `desk`, to be served by any ASGI server; closing it closes the desk.

    `hosts` are names it is reached by besides those of loopback, `token` is what a visitor must know where not empty.
    """
    pages = Pages(desk)

    @asynccontextmanager
    async def open_and_close(_app: Starlette) -> AsyncIterator[None]:
        pages.open()
        await asyncio.wrap_future(desk.submit(desk.begin))
        yield
        # On a thread: what the desk still waits for may have to come through this loop.
        await asyncio.to_thread(desk.close)

    app = Starlette(
        routes=routes(pages.serve),
        lifespan=open_and_close,
        exception_handlers={KomadoriError: told, Exception: told},
        middleware=[Middleware(Gate, hosts=hosts, token=token)],
    )
    app.state.desk = desk
    return app
