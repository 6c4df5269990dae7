"""The parts of one connection, which run beside each other until the first of them ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.websockets import WebSocketDisconnect

GONE = (WebSocketDisconnect, RuntimeError)
"""What speaking to somebody who has left raises."""


async def until_first(*work: Coroutine[Any, Any, None]) -> None:
    """Run all parts until the first has ended, and cancel the others. That somebody has left is an end like any other.

    Raises what else a part raised.
    """
    parts = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for part in parts:
            part.cancel()
        await asyncio.wait(parts)
        failures = [failure for part in parts if not part.cancelled() and (failure := part.exception())]
    for failure in failures:
        if not isinstance(failure, GONE):
            raise failure
