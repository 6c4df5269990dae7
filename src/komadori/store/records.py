"""The small files of a series: TOML for what people write, JSON for what the program writes, values within."""

import tomllib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli_w

from komadori.errors import KomadoriError, StorageFailed
from komadori.film import Series, Shot, Slate, Take
from komadori.sheet.time import parse_rate, rate_text
from komadori.store.upgrade import SERIES, SHOT, TAKE, BrokenFile, Schema, upgraded

Record = TypeVar("Record")
Clock = Callable[[], datetime]

UNREADABLE = (ValueError, RecursionError, msgspec.MsgspecError)
"""What parsing raises for bytes that are no text, no JSON or TOML, nested without end, or of another form."""


def utc_now() -> datetime:
    """The time of day, in UTC."""
    return datetime.now(UTC)


def time_text(time: datetime) -> str:
    """A time as it stands in files: 2026-11-20T12:30:01.250000Z, which sorts as text."""
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_id() -> str:
    """A fresh identity: 32 hex digits that no other series, shot or take has."""
    return uuid.uuid4().hex


class SeriesRecord(msgspec.Struct, kw_only=True):
    """komadori.toml."""

    id: str
    title: str
    fps: str


class ShotRecord(msgspec.Struct, kw_only=True):
    """shot.toml."""

    id: str
    on: int = 2
    exposures: tuple[str, ...] = ("x1",)


class TakeRecord(msgspec.Struct, kw_only=True):
    """take.json."""

    id: str
    fps: str


def series_bytes(series: Series) -> bytes:
    """What komadori.toml says of `series`."""
    return _toml(SERIES, SeriesRecord(id=series.id, title=series.title, fps=rate_text(series.rate)))


def shot_bytes(shot: Shot) -> bytes:
    """What shot.toml says of `shot`; its address is where its folder lies."""
    return _toml(SHOT, ShotRecord(id=shot.id, on=shot.on, exposures=shot.exposures))


def take_bytes(take: Take) -> bytes:
    """What take.json says of `take`; its number is its folder's."""
    return json_bytes(TAKE, TakeRecord(id=take.id, fps=rate_text(take.rate)))


def read_series(path: Path) -> Series:
    """Read komadori.toml; raises BrokenFile, NewerSchema or StorageFailed, as the two below do."""
    record = read_toml(path, SERIES, SeriesRecord)
    return Series(id=record.id, title=record.title, rate=_rate(record.fps, path))


def read_shot(path: Path, slate: Slate) -> Shot:
    """Read shot.toml of the shot that lies at `slate`."""
    record = read_toml(path, SHOT, ShotRecord)
    return Shot(id=record.id, slate=slate, on=record.on, exposures=record.exposures)


def read_take(path: Path, number: int) -> Take:
    """Read take.json of the take whose folder says `number`."""
    record = read_json(path, TAKE, TakeRecord)
    return Take(id=record.id, number=number, rate=_rate(record.fps, path))


def json_bytes(schema: Schema, record: Any) -> bytes:
    """`record` as a JSON file under its schema's stamp, indented for reading."""
    packed = msgspec.json.encode(schema.stamp() | msgspec.to_builtins(record))
    return msgspec.json.format(packed, indent=2) + b"\n"


def read_json(path: Path, schema: Schema, record: type[Record]) -> Record:
    """Read a JSON file of kind `schema`; raises BrokenFile, NewerSchema or StorageFailed."""
    return _read(path, schema, record, msgspec.json.decode)


def read_toml(path: Path, schema: Schema, record: type[Record]) -> Record:
    """Read a TOML file of kind `schema`; raises BrokenFile, NewerSchema or StorageFailed."""
    return _read(path, schema, record, lambda data: tomllib.loads(data.decode()))


def _toml(schema: Schema, record: Any) -> bytes:
    return tomli_w.dumps(schema.stamp() | msgspec.to_builtins(record)).encode()


def _read(path: Path, schema: Schema, record: type[Record], parse: Callable[[bytes], Any]) -> Record:
    try:
        data = parse(path.read_bytes())
        body = upgraded(data if isinstance(data, dict) else {}, schema, path)
        return msgspec.convert(body, record, str_keys=True)
    except KomadoriError:
        raise
    except FileNotFoundError as error:
        raise _broken(path, "it is missing") from error
    except OSError as error:
        raise StorageFailed(f"{path} cannot be read: {error.strerror or error}.") from error
    except UNREADABLE as error:
        raise _broken(path, str(error)) from error


def _rate(text: str, path: Path) -> Fraction:
    try:
        return parse_rate(text)
    except ValueError as error:
        raise _broken(path, f"{text!r} is not a frame rate") from error


def _broken(path: Path, reason: str) -> BrokenFile:
    return BrokenFile(
        f"{path} cannot be read: {reason.rstrip('.')}.",
        hint="Mend it in a text editor, or put a copy back. The pictures beside it are not touched by this.",
    )
