"""Steps counted in frames or pictures, told as progress."""

from collections.abc import Generator
from typing import cast

from komadori.progress import Progress, Result, Work


def told(steps: Generator[int, None, Result], total: int, doing: str) -> Work[Result]:
    """Drive `steps`, which yield how many of `total` are done, and return their result."""
    try:
        while True:
            yield Progress(done=next(steps), total=total, doing=doing)
    except StopIteration as end:
        return cast("Result", end.value)
    finally:
        steps.close()
