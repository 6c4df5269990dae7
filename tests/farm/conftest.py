"""Workers import their work by name, so its folder must be on the path they inherit."""

import importlib
from pathlib import Path

import pytest

from komadori.farm import open_farm


@pytest.fixture
def errands(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("errands")


@pytest.fixture
def two_workers(errands):
    with open_farm(workers=2) as farm:
        yield farm
