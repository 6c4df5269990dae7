"""Small pieces of work that a worker process can import."""

import os
import time
from pathlib import Path


def square(number: int) -> int:
    return number * number


def refuse_three(number: int) -> int:
    if number == 3:
        raise ValueError("three is not wanted")
    return number


def slowly_note(folder_and_number: tuple[str, int]) -> int:
    """Leave a file behind, so that what was begun can be counted afterwards."""
    folder, number = folder_and_number
    Path(folder, str(number)).touch()
    time.sleep(0.02)
    return number


def die_once(folder_and_number: tuple[str, int]) -> int:
    """Number 2 takes its worker down the first time it is tried."""
    folder, number = folder_and_number
    tried = Path(folder, f"tried-{number}")
    if number == 2 and not tried.exists():
        tried.touch()
        os._exit(9)
    return number


def always_die(number: int) -> int:
    if number == 2:
        os._exit(9)
    return number


def opencv_threads(_number: int) -> int:
    import cv2

    return int(cv2.getNumThreads())


def pages_cleared(size: int) -> int:
    """How many pages the system cleared for an array of `size` bytes whose like was thrown away just before."""
    import resource

    bytearray(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    bytearray(size)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
