"""Measure, print and record: `python -m bench [store|importing|finish|export…] [--quick]`.

Figures are ratios measured side by side in one run wherever that is possible: machines differ and are noisy, ratios
hold. They are recorded in docs/reference/performance.md.
"""

import importlib
import os
import platform
import signal
import sys
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bench.figures import Figure, record

ROOMS = (
    "colour",
    "store",
    "importing",
    "deflicker",
    "key",
    "finish",
    "finish_room",
    "export",
    "grain",
    "long_take",
    "live_view",
    "playback",
    "registration",
    "retime",
    "rigs",
    "sheet_scroll",
    "stage",
    "stage_live",
    "studio",
    "watch",
)


def main(words: list[str]) -> None:
    """Run the named benchmarks, or all."""
    # As workers have it. Rooms load NumPy, and none is loaded yet.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    rooms = [word for word in words if not word.startswith("-")] or list(ROOMS)
    # Told to end, a room that is underway keeps what it has.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    day = datetime.now(UTC).date().isoformat()
    machine = f"{day}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    for room in rooms:
        figures, whole = _measured(room, quick="--quick" in words)
        if figures and "--quick" not in words:
            record({room: figures}, f"{machine}{'' if whole else '; stopped before its end'}.")
        if not whole:
            sys.exit(130)


def _measured(room: str, *, quick: bool) -> tuple[list[Figure], bool]:
    """The figures of a room, printed as they come, and whether it came to its end."""
    Console(stderr=True).print(f"measuring {room} …")
    figures, whole = [], False
    try:
        for figure in importlib.import_module(f"bench.{room}").measure(quick=quick):
            figures.append(figure)
            Console(stderr=True).print(f"{figure.what}: {figure.value}", style="dim", markup=False, highlight=False)
        whole = True
    except KeyboardInterrupt:
        Console(stderr=True).print(f"{room} was stopped after {len(figures)} figures")
    table = Table("figure", "value", "held against", title=room, title_justify="left")
    for figure in figures:
        table.add_row(figure.what, figure.value, figure.against)
    Console().print(table)
    return figures, whole


if __name__ == "__main__":
    main(sys.argv[1:])
