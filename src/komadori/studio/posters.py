"""A shot at a glance: the last picture of its newest take."""

import asyncio

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from komadori.errors import NotFound
from komadori.film import Picture, Slate
from komadori.store import TakeFolder
from komadori.studio.api import desk_of
from komadori.studio.desk import Desk
from komadori.studio.media import FOR_EVER
from komadori.studio.pictures import small

SIZE = "poster"


async def poster(request: Request) -> Response:
    """The poster of a shot. Its address names when the picture was kept, so that a browser may keep it."""
    desk = desk_of(request)
    slate = Slate.parse(request.path_params["slate"]).of_take(None)
    take, picture = await asyncio.to_thread(_last, desk, slate)
    key, make = small(take, picture, SIZE)
    path = await asyncio.shield(asyncio.wrap_future(desk.small.ask(desk.open_series().cache, key, make)))
    return FileResponse(path, media_type="image/jpeg", headers=FOR_EVER)


def _last(desk: Desk, slate: Slate) -> tuple[TakeFolder, Picture]:
    take = desk.open_series().take(slate)
    if not take.pictures:
        raise NotFound(f"Nothing has been shot of {slate} yet.")
    return take, take.pictures[-1]
