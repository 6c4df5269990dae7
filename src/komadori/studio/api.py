"""The same commands by HTTP, what there is to know, and files that pages bring."""

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from komadori.devices.protocols import Fed
from komadori.errors import WrongUse
from komadori.sound import read_wave
from komadori.studio import messages
from komadori.studio.commands import as_json
from komadori.studio.desk import Desk
from komadori.studio.references import prove

COMMAND_BYTES = 4 * 1024 * 1024
"""A command with the largest look-through document there may be."""

PICTURE_BYTES = 512 * 1024 * 1024
SOUND_BYTES = 512 * 1024 * 1024
"""A quarter of an hour at the finest; a reference may be as large."""


class BadRequest(WrongUse, ValueError):
    """A request to the studio cannot be read, or is larger than anything it could mean."""


def desk_of(request: Any) -> Desk:
    """The desk that a request or web socket is for."""
    desk: Desk = request.app.state.desk
    return desk


async def do(request: Request) -> Response:
    """Do a command of the registry; its arguments are a JSON object, what came of it is the answer."""
    body = await read_body(request, COMMAND_BYTES)
    try:
        given = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except messages.UNREADABLE as error:
        raise BadRequest(f"The arguments are not a JSON object: {error}.", hint='such as {"held": 2}') from error
    future = desk_of(request).do(request.path_params["command"], given)
    result = await asyncio.wrap_future(future)
    return JSONResponse(dict(result))


async def commands(_request: Request) -> Response:
    """Every command with what it may be told."""
    return JSONResponse(as_json())


async def state(request: Request) -> Response:
    """Where the shooting stands, for scripts: the take, the next frame, the cameras."""
    told: dict[str, Any] = {}
    telling = desk_of(request).telling
    for kind in (messages.SeriesOut, messages.DeskOut, messages.CamerasOut, messages.Shots):
        newest = telling.newest(kind)
        told[str(kind.__struct_config__.tag)] = msgspec.to_builtins(newest) if newest else None
    take = desk_of(request).take
    told["take"] = take and {
        "id": take.take.take.id,
        "slate": str(take.take.slate.of_take(None)),
        "number": take.take.take.number,
        "revision": take.revision,
    }
    return JSONResponse(told)


async def described(_request: Request) -> Response:
    """The JSON Schema of everything that travels."""
    return JSONResponse(messages.schema())


async def press(request: Request) -> Response:
    """A page brings the photograph it was asked for."""
    owned = desk_of(request).cameras.get(request.path_params["camera"])
    token = request.headers.get("x-token", "")
    data = await read_body(request, PICTURE_BYTES)
    name = request.headers.get("x-name", "photograph.png")[:120]
    if not owned.offers(Fed):
        raise BadRequest(f"{owned.name} takes its own photographs.")
    await asyncio.to_thread(lambda: owned.guest().feed(token, name, data))
    return JSONResponse({"bytes": len(data)})


async def add_sound(request: Request) -> Response:
    """A sound for the shot on the desk."""
    desk = desk_of(request)
    data = await read_body(request, SOUND_BYTES)
    name = request.path_params["name"]

    await asyncio.to_thread(read_wave, data, name)  # raises for what is no sound before anything is kept

    def keep() -> str:
        take = desk.open_take()
        kept = take.shot.add_sound(name, data)
        desk.tell(desk.take_message())
        return kept

    return JSONResponse({"name": await asyncio.wrap_future(desk.submit(keep))})


async def add_reference(request: Request) -> Response:
    """A still or video to line up with."""
    desk = desk_of(request)
    data = await read_body(request, SOUND_BYTES)
    name = request.path_params["name"]

    await asyncio.to_thread(prove, name, data)  # raises for what cannot be shown before anything is kept

    def keep() -> str:
        kept = desk.open_take().take.add_reference(name, data)
        desk.tell(desk.take_message())
        return kept

    return JSONResponse({"name": await asyncio.wrap_future(desk.submit(keep))})


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request of at most `most` bytes. Raises BadRequest for more, before it is all read."""
    told = request.headers.get("content-length", "0")[:20]
    parts, size = [], int(told) if told.isdecimal() else 0
    if size <= most:
        size = 0
        async for part in request.stream():
            size += len(part)
            parts.append(part)
            if size > most:
                break
    if size > most:
        raise BadRequest(f"A body of {size:,} bytes is more than the {most:,} there may be.")
    return b"".join(parts)
