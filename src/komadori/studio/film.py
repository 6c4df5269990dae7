"""The finished film of the take on the desk, as the player shows it: which picture on which frame, and its sound."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from komadori.deliver import Reel, follow
from komadori.errors import NotFound
from komadori.studio.api import desk_of
from komadori.studio.desk import Desk
from komadori.studio.media import FOR_EVER, FRESH, track_of
from komadori.studio.pictures import FULL, QUALITY, WIDTHS, shrunk


async def film(request: Request) -> Response:
    """The finished film of the take on the desk: its pictures, and for each frame which of them and which of the sheet.

    The pictures are told by name, and for each frame which of them it shows, counted from 0. NotFinished says why there
    is no film, or none of this sheet.
    """
    reel = await asyncio.to_thread(_reel, desk_of(request), request.path_params)
    names = list(dict.fromkeys(showing.path.stem for showing in reel.showings))
    number = {name: at for at, name in enumerate(names)}
    shows = [number[showing.path.stem] for showing in reel.showings for _ in range(showing.length)]
    told = {"pictures": names, "shows": shows, "places": reel.places, "retimed": reel.sheet_frames > 0}
    return JSONResponse(told, headers=FRESH)


async def picture(request: Request) -> Response:
    """A finished picture by the name that the film tells: proxy.jpg or full.jpg. It never changes under its name."""
    desk, name, size = desk_of(request), request.path_params["name"], request.path_params["size"].partition(".")[0]
    if size not in ("proxy", "full"):
        raise NotFound(f"There is no size {size!r} of a finished picture.", hint="ask for proxy or full.")
    cache = desk.open_series().cache
    file = cache.path(name, ".tif")
    if file is None:
        raise NotFound("This finished picture is not in the cache any more.", hint="finish the shot again.")
    width, quality = WIDTHS.get(size, FULL), QUALITY.get(size, 92)
    made = desk.small.ask(cache, f"studio-{size}-{name}", lambda: shrunk(file, width, quality))
    path = await asyncio.shield(asyncio.wrap_future(made))
    return FileResponse(path, media_type="image/jpeg", headers=FOR_EVER)


async def track(request: Request) -> Response:
    """The sound of the finished film: each sound begins where its frame of the sheet is seen, and is not stretched."""
    data = await asyncio.to_thread(_track, desk_of(request), request.path_params)
    return Response(data, media_type="audio/wav", headers=FRESH)


def _track(desk: Desk, asked: dict[str, Any]) -> bytes:
    reel = _reel(desk, asked)
    return track_of(desk, asked["take"], reel.places)[0]


def _reel(desk: Desk, asked: dict[str, Any]) -> Reel:
    held = desk.open_take()
    if asked["take"] != held.take.take.id:
        raise NotFound(f"The take {asked['take'][:40]!r} is not on the desk.", hint="open its shot.")
    take = desk.finishing.take(desk.open_series(), held)
    return follow(take, exposure=asked["exposure"], finished=True, allow_missing=True)
