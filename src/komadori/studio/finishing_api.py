"""The addresses of the Finish room: a picture as a recipe would finish it, what a recipe says, and what is known."""

import asyncio
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from komadori.studio import closely, finishing
from komadori.studio.api import BadRequest, desk_of, read_body
from komadori.studio.media import FRESH, take_of
from komadori.studio.messages import UNREADABLE

RECIPE_BYTES = 1024 * 1024
"""A recipe with an override for every frame of a long take."""


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page wants to see: the `tables` of a recipe, which picture, how wide in pixels, `upto` which operation (""
    for all), and on which `line` it asks: a newer picture on the same line takes the place of an older one. Who wants
    it `soon` is given one that stands in where the take is not looked through yet since something has changed.
    """

    tables: Annotated[tuple[dict[str, Any], ...], Meta(max_length=64)]
    picture: Annotated[int, Meta(ge=1, le=9_999_999)]
    width: Annotated[int, Meta(ge=16, le=finishing.WIDEST)] = 1920
    upto: Annotated[str, Meta(max_length=240)] = ""
    line: Annotated[str, Meta(max_length=80)] = ""
    soon: bool = False


class Close(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a picture at its own size, around the place `x`, `y` in shares of its width and height: as large as
    `width` and `height` in pixels, or as the picture. The rest is as in Look.
    """

    tables: Annotated[tuple[dict[str, Any], ...], Meta(max_length=64)]
    picture: Annotated[int, Meta(ge=1, le=9_999_999)]
    x: Annotated[float, Meta(ge=0, le=1)]
    y: Annotated[float, Meta(ge=0, le=1)]
    width: Annotated[int, Meta(ge=1, le=closely.WIDEST)]
    height: Annotated[int, Meta(ge=1, le=closely.WIDEST)]
    upto: Annotated[str, Meta(max_length=240)] = ""
    line: Annotated[str, Meta(max_length=80)] = ""


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tables of a recipe, and on which `line` they are asked about, as in Look."""

    tables: Annotated[tuple[dict[str, Any], ...], Meta(max_length=64)]
    line: Annotated[str, Meta(max_length=80)] = ""


async def preview(request: Request) -> Response:
    """A picture of the take on the desk as a recipe would finish it, a JPEG. NotMeasured asks for `prepare` first.

    So does the header `komadori-stands-in`: the picture shows what was found out before something changed.
    """
    asked = await _body(request, Look)
    desk = desk_of(request)
    take_of(desk, request.path_params["take"])
    made = desk.finishing.show(
        asked.line,
        desk.open_series(),
        desk.open_take(),
        asked.tables,
        asked.picture,
        width=asked.width,
        upto=asked.upto,
        soon=asked.soon,
    )
    shown = await asyncio.wrap_future(made)
    told = {"komadori-stands-in": "1"} if shown.stands_in else {}
    return Response(shown.jpeg, media_type="image/jpeg", headers={**FRESH, **told})


async def part(request: Request) -> Response:
    """A part of a picture as a recipe would finish it, pixel by pixel, a PNG. NotMeasured asks for `prepare` first.

    `komadori-part` says what part: left, top, and the whole picture's width and height, in pixels.
    """
    asked = await _body(request, Close)
    desk = desk_of(request)
    take_of(desk, request.path_params["take"])
    around = closely.Around(x=asked.x, y=asked.y, width=asked.width, height=asked.height)
    series, held = desk.open_series(), desk.open_take()
    cut = desk.finishing.part(asked.line, series, held, asked.tables, asked.picture, upto=asked.upto, around=around)
    found = await asyncio.wrap_future(cut)
    return Response(found.png, media_type="image/png", headers={**FRESH, "komadori-part": found.place})


async def remarks(request: Request) -> Response:
    """What a recipe's operations have found out that a person should look at. NotMeasured asks for `prepare` first."""
    asked = await _body(request, Asked)
    desk = desk_of(request)
    take_of(desk, request.path_params["take"])
    told = desk.finishing.remarks(asked.line, desk.open_series(), desk.open_take(), asked.tables)
    return JSONResponse(await asyncio.wrap_future(told), headers=FRESH)


async def recipe(request: Request) -> Response:
    """What a recipe does, in words, operation by operation, or all that is wrong with it."""
    asked = await _body(request, Asked)
    take_of(desk_of(request), request.path_params["take"])
    return JSONResponse(await asyncio.to_thread(finishing.said, asked.tables), headers=FRESH)


async def known(request: Request) -> Response:
    """The take's recipe, what was painted, the remarks of the last finishing, and what parameters may hold."""
    desk = desk_of(request)
    take_of(desk, request.path_params["take"])
    series, held = desk.open_series(), desk.open_take()
    told = await asyncio.to_thread(lambda: finishing.known(desk.finishing.take(series, held)))
    return JSONResponse(told, headers=FRESH)


async def _body(request: Request, kind: Any) -> Any:
    body = await read_body(request, RECIPE_BYTES)
    try:
        return msgspec.json.decode(body, type=kind)
    except UNREADABLE as error:
        raise BadRequest(f"This is not asked as it must be: {error}.", hint="docs/reference/studio-api.md.") from error
