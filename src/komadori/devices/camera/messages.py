"""What passes between the program and the process that holds a camera."""

from typing import Any

import msgspec

from komadori.devices import protocols
from komadori.errors import KomadoriError


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One call: the verb, its words, and for how many seconds the camera may make us wait."""

    verb: str
    words: tuple[str, ...] = ()
    patience: float


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An error of `komadori.devices.protocols`, told across the border."""

    kind: str
    message: str
    hint: str


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one call, packed, or why there is none."""

    answer: msgspec.Raw = msgspec.Raw(b"\xc0")
    failure: Failure | None = None


def answered(answer: object) -> bytes:
    """The packed reply that carries `answer`."""
    return msgspec.msgpack.encode(Reply(answer=msgspec.Raw(msgspec.msgpack.encode(answer))))


def failed(error: KomadoriError) -> bytes:
    """The packed reply that carries a failure."""
    failure = Failure(kind=type(error).__name__, message=error.message, hint=error.hint)
    return msgspec.msgpack.encode(Reply(failure=failure))


def opened(reply: bytes, expected: Any) -> Any:
    """The answer in a packed reply, as the type `expected`; raises the error that a failure tells of."""
    told = msgspec.msgpack.decode(reply, type=Reply)
    if told.failure is None:
        return msgspec.msgpack.decode(told.answer, type=expected)
    kind: type[KomadoriError] = getattr(protocols, told.failure.kind)
    raise kind(told.failure.message, hint=told.failure.hint)
