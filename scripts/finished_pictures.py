"""Photographs finished by a recipe, for the pictures of the docs: the way a person would, in a series of its own."""

import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.farm import open_farm
from komadori.film import Slate
from komadori.finish.recipe import recipe_of_tables
from komadori.finish.run import finish_take
from komadori.picture import inspect, read
from komadori.progress import finish as drive
from komadori.store import Incoming, PictureFacts, create_series

SLATE = Slate.parse("ep01/sc010/sh010")


def finished(photographs: Sequence[Path], tables: Sequence[dict[str, Any]]) -> list[NDArray[np.uint8]]:
    """Each of `photographs`, a take on ones, finished by the recipe in `tables`: rows x columns x 3 of 8-bit sRGB."""
    with tempfile.TemporaryDirectory() as name, open_farm() as farm:
        series = create_series(Path(name) / "series", title="Docs", rate=Fraction(24))
        take = series.new_shot(SLATE, on=1).new_take()
        with take.writer() as writer:
            for frame, path in enumerate(photographs, 1):
                info = inspect(path)
                facts = PictureFacts(format=info.format, width=info.width, height=info.height)
                files = [Incoming(name=path.name, data=path)]
                writer.keep(files, exposure="x1", frame=frame, length=1, facts=facts)
        take = series.shot(SLATE).take(None)
        manifest = drive(finish_take(take, recipe_of_tables(tables), series.cache, farm)).manifest
        done = [read(manifest.file(number)).data for number in range(1, len(photographs) + 1)]
        return [np.rint(codes[..., :3] / 257).astype(np.uint8) for codes in done]
