"""Pictures, sound and live views for the pages."""

import asyncio
import functools
import mimetypes
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from komadori.deliver.sheet_sound import sounding
from komadori.deliver.sheet_sound import track as sound_track
from komadori.devices.protocols import Fed
from komadori.errors import KomadoriError, NotFound
from komadori.sound import read_wave, wav_bytes
from komadori.store import TakeFolder, fingerprint
from komadori.studio import live as live_view
from komadori.studio.api import desk_of
from komadori.studio.desk import Desk
from komadori.studio.open_take import frames_of
from komadori.studio.pictures import SHOWN, shrunk, small
from komadori.studio.references import frame_of, is_video, sees_through
from komadori.studio.score_out import score_json
from komadori.studio.sounds import peaks_json

FOR_EVER = {"cache-control": "private, max-age=31536000, immutable"}
FRESH = {"cache-control": "no-store"}
JPEG = b"\xff\xd8"
"""What a JPEG begins with; a page that lends its camera may show nothing else."""


async def picture(request: Request) -> Response:
    """A picture of a take: thumb.jpg, proxy.jpg, full, or finished.jpg."""
    desk, size = desk_of(request), request.path_params["size"].partition(".")[0]
    number = request.path_params["number"]
    take = take_of(desk, request.path_params["take"])
    kept = await asyncio.to_thread(desk.open_take().picture, take, number)
    if size == "full" and kept.format in SHOWN:
        return _file(take.file(kept), SHOWN[kept.format], FOR_EVER)
    if size == "finished":
        path = await asyncio.to_thread(_finished, desk, take, number)
        return FileResponse(path, media_type="image/jpeg", headers=FRESH)
    if size not in ("thumb", "proxy", "full"):
        raise NotFound(f"There is no size {size!r} of a picture.", hint="ask for thumb, proxy, full or finished.")
    key, make = small(take, kept, size)
    path = await asyncio.shield(asyncio.wrap_future(desk.small.ask(desk.open_series().cache, key, make)))
    return FileResponse(path, media_type="image/jpeg", headers=FOR_EVER)


def _file(path: Path, kind: str, headers: dict[str, str]) -> Response:
    """A file of the series as it lies there; a person may have moved it away."""
    if not path.is_file():
        raise NotFound(f"{path.name} is not in its folder any more.", hint="komadori check tells what is missing.")
    return FileResponse(path, media_type=kind, headers=headers)


def _finished(desk: Desk, take: TakeFolder, number: int) -> Path:
    manifest = take.finished()
    if manifest is None:
        raise NotFound(f"{take.slate} has not been finished.", hint="finish it first.")
    file = manifest.file(number)
    key = f"studio-finished-{manifest.entries[number].key[:40]}"
    made: Path = desk.small.ask(desk.open_series().cache, key, lambda: shrunk(file, 1280, 90)).result()
    return made


def take_of(desk: Desk, identity: str) -> TakeFolder:
    """The take of that identity: the one on the desk, another of its shot, or that of the shot before in its scene."""
    held = desk.open_take()
    for take in (held.take, held.before, *held.others):
        if take is not None and identity == take.take.id:
            return take
    raise NotFound(f"The take {identity[:40]!r} is not on the desk.", hint="open its shot.")


async def frames(request: Request) -> Response:
    """The number of the picture at each frame of a take, 0 where there is none."""
    take = take_of(desk_of(request), request.path_params["take"])
    return JSONResponse(await asyncio.to_thread(frames_of, take), headers=FRESH)


async def score(request: Request) -> Response:
    """What the score of the take on the desk asks of the animator at each exposure."""
    desk = desk_of(request)
    take_of(desk, request.path_params["take"])
    data = await asyncio.to_thread(score_json, desk.open_take())
    return Response(data, media_type="application/json", headers=FRESH)


async def test_shot(request: Request) -> Response:
    """A test shot."""
    take = take_of(desk_of(request), request.path_params["take"])
    name = request.path_params["name"]
    if name not in {shot.name for shot in await asyncio.to_thread(take.test_shots)}:
        raise NotFound(f"There is no test shot {name[:40]!r}.")
    path = take.path / "tests" / name
    kind = mimetypes.guess_type(name)[0] or ""
    return _file(path, kind if kind.startswith("image/") else "application/octet-stream", FOR_EVER)


async def reference(request: Request) -> Response:
    """A still to line up with, as it was brought; of a video its first frame."""
    take = take_of(desk_of(request), request.path_params["take"])
    path = take.reference(request.path_params["name"])
    if is_video(path):
        return await reference_frame(request)
    if await asyncio.to_thread(sees_through, path):
        return FileResponse(path, media_type="image/png", headers=FOR_EVER)
    data = await asyncio.to_thread(shrunk, path, 1920, 90)
    return Response(data, media_type="image/jpeg", headers=FOR_EVER)


async def reference_frame(request: Request) -> Response:
    """A frame of a reference video as it is seen at a frame of the shot."""
    take = take_of(desk_of(request), request.path_params["take"])
    path = take.reference(request.path_params["name"])
    frame = request.path_params.get("frame", 1)
    data = await asyncio.to_thread(frame_of, path, frame, take.take.rate)
    return Response(data, media_type="image/jpeg", headers=FOR_EVER)


async def track(request: Request) -> Response:
    """The sound of the whole sheet."""
    data = await asyncio.to_thread(track_of, desk_of(request), request.path_params["take"])
    return Response(data[0], media_type="audio/wav", headers=FRESH)


async def peaks(request: Request) -> Response:
    """What a timeline draws of the sound of the whole sheet."""
    data = await asyncio.to_thread(track_of, desk_of(request), request.path_params["take"])
    return Response(data[1], media_type="application/json", headers=FRESH)


def track_of(desk: Desk, identity: str, places: tuple[int, ...] = ()) -> tuple[bytes, bytes]:
    """The sheet's sound as a WAV and as peaks, or that of a film which shows the sheet's frames `places`.

    It is made again when what sounds, the files or the places change.
    """
    take = take_of(desk, identity)
    held = desk.open_take()
    sheet = held.sheet
    columns = sounding(sheet)
    files = (*map(held.shot.sound, held.shot.sounds()), *sorted(take.characters.glob("*.toml")))
    hashes = tuple((file.name, fingerprint(file).hash) for file in files)
    return _mixed(_Mix(columns, hashes, sheet, held.shot.sound, take, places))


class _Mix:
    """What a track is made of; two that would sound alike are equal."""

    def __init__(
        self,
        columns: Any,
        files: Any,
        sheet: Any,
        find: Callable[[str], Path],
        take: TakeFolder,
        places: tuple[int, ...],
    ) -> None:
        self.rate, self.roots = take.take.rate, (take.characters,)
        self.alike = (columns, files, self.rate, places)
        self.sheet, self.find, self.places = sheet, find, places

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Mix) and self.alike == other.alike

    def __hash__(self) -> int:
        return hash(self.alike[1:])


@functools.lru_cache(maxsize=2)
def _mixed(mix: _Mix) -> tuple[bytes, bytes]:
    wave = sound_track(mix.sheet, mix.find, mix.rate, roots=mix.roots, places=mix.places)
    return wav_bytes(wave), peaks_json(wave, mix.rate)


async def sound_peaks(request: Request) -> Response:
    """What is drawn of one sound of the shot."""
    held = desk_of(request).open_take()
    path = held.shot.sound(request.path_params["name"])
    data = await asyncio.to_thread(lambda: _peaks_of(path, fingerprint(path).hash, held.take.take.rate))
    return Response(data, media_type="application/json", headers=FRESH)


@functools.lru_cache(maxsize=32)
def _peaks_of(path: Path, _hash: str, rate: Fraction) -> bytes:
    return peaks_json(read_wave(path, path.name), rate)


async def sound_file(request: Request) -> Response:
    """A sound of the shot, as it was brought."""
    return _file(desk_of(request).open_take().shot.sound(request.path_params["name"]), "audio/wav", FRESH)


async def alarm(request: Request) -> Response:
    """The drawing of an alarm."""
    watch = desk_of(request).watch
    drawing = watch.drawing(request.path_params["number"]) if watch else None
    if drawing is None:
        raise NotFound("There is no drawing of this alarm.")
    return Response(drawing, media_type="image/png", headers=FOR_EVER)


async def motion_jpeg(request: Request) -> Response:
    """The live view of a camera as a stream of JPEGs, for second screens."""
    camera = desk_of(request).cameras.get(request.query_params.get("camera", ""))
    kind = f"multipart/x-mixed-replace; boundary={live_view.BOUNDARY}"
    stream = live_view.motion_jpeg(camera, desk_of(request).ending.is_set)
    return StreamingResponse(stream, media_type=kind, headers=FRESH)


async def live(socket: WebSocket) -> None:
    """The live view of a camera for a page."""
    await socket.accept()
    try:
        camera = desk_of(socket).cameras.get(socket.path_params["camera"])
    except KomadoriError as missing:
        await socket.close(4404, reason(missing))
        return
    await live_view.stream(socket, camera)


async def lend(socket: WebSocket) -> None:
    """A page lends its own camera: it brings the live view here, and photographs when it is asked for them."""
    await socket.accept()
    desk = desk_of(socket)
    label = socket.path_params["label"][:80].replace("?", " ")  # behind which a camera's options would stand
    guest: Fed | None = None
    try:
        owned = desk.cameras.open(f"browser:{label}")
        # Shielded, since a page that gives up waiting must not end the waiting of others.
        await asyncio.shield(asyncio.wrap_future(owned.opened))
        guest = owned.guest()
        guest.here()
        while not owned.closing:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if (message.get("bytes") or b"").startswith(JPEG):
                guest.show(message["bytes"])
        await socket.close(live_view.GONE, "The camera was closed.")
    except KomadoriError as failure:
        with suppress(RuntimeError):
            await socket.close(4409, reason(failure))
    except WebSocketDisconnect:
        pass
    finally:
        if guest is not None:
            guest.gone()


def reason(failure: KomadoriError) -> str:
    """A failure in the few bytes that a web socket may say when it is closed."""
    return failure.message.encode()[:120].decode(errors="ignore")
