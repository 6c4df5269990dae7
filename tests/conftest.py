"""What every room's tests may use."""

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"


def load_samples():
    """The module tests/samples.py; tests are no package, so that a room's folder may be called as in the product."""
    spec = importlib.util.spec_from_file_location("komadori_samples", HERE / "samples.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SAMPLES = load_samples()


@pytest.fixture(scope="session")
def samples():
    """Makers of good and bad picture files, see tests/samples.py."""
    return SAMPLES


@pytest.fixture
def photographs(tmp_path):
    """`photographs(12)` makes twelve small JPEGs with EXIF times and returns their paths in order."""

    def make(count, folder=None, **options):
        return SAMPLES.photographs(folder or tmp_path / "photographs", count, **options)

    return make


@pytest.fixture(scope="session")
def shared():
    """The study material beside the project; what is not there is not tested."""
    if not SHARED.is_dir():
        pytest.skip("the study material ../shared is not on this machine")
    return SHARED
