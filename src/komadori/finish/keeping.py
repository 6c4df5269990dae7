"""What an operation keeps of a take in the series' cache, so that it is sooner next time."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.finish.standing import name_of
from komadori.store import Cache


@dataclass(frozen=True, slots=True)
class CacheKeeping:
    """Arrays by names in `cache`: see `operation.Keeping`. `of` is whose they are, with its version."""

    cache: Cache
    of: tuple[str, int]

    def get(self, name: str) -> Mapping[str, NDArray[Any]] | None:
        """The arrays kept under `name`, or None; a power cut may have left half of them."""
        path = self.cache.path(self._key(name), ".npz")
        if path is None:
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return {key: kept[key] for key in kept.files}
        except (OSError, ValueError, zipfile.BadZipFile, KeyError):
            return None

    def put(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep `arrays` under `name`. Raises StorageFailed."""
        self.cache.put(self._key(name), ".npz", lambda path: np.savez(path, allow_pickle=False, **arrays))

    def _key(self, name: str) -> str:
        return name_of("keeping", *self.of, name)
