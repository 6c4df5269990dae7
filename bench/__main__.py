"""Measure, print and record: `python -m bench [store|importing|finish|export…] [--quick]`.

Figures are ratios measured side by side in one run wherever that is possible: machines differ and are noisy, ratios
hold. They are recorded in docs/reference/performance.md.
"""

import importlib
import os
import platform
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
    measured: dict[str, list[Figure]] = {}
    for room in rooms:
        Console(stderr=True).print(f"measuring {room} …")
        measured[room] = list(importlib.import_module(f"bench.{room}").measure(quick="--quick" in words))
        table = Table("figure", "value", "held against", title=room, title_justify="left")
        for figure in measured[room]:
            table.add_row(figure.what, figure.value, figure.against)
        Console().print(table)
    if "--quick" not in words:
        day = datetime.now(UTC).date().isoformat()
        record(measured, f"{day}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}.")


if __name__ == "__main__":
    main(sys.argv[1:])
