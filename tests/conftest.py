"""What every room's tests may use."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"

# A slow machine is not a failure, and the same examples are drawn on every run.
settings.register_profile("komadori", deadline=None, derandomize=True)
settings.load_profile("komadori")


def load(file):
    """A module of the tests; they are no package, so that a room's folder may be called as in the product."""
    spec = importlib.util.spec_from_file_location(f"komadori_{file.stem}", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SAMPLES = load(HERE / "samples.py")


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


@pytest.fixture(scope="session")
def moved_set():
    """A set with a camera moved by known amounts, see tests/moved_set.py."""
    return load(HERE / "moved_set.py")


@pytest.fixture(scope="session")
def ptpip_camera():
    """The module of our camera on the network, see tests/devices/ptpip_camera.py."""
    return load(HERE / "devices/ptpip_camera.py")


@pytest.fixture(scope="session")
def webcam_device():
    """The module of our webcam on loopback and its fake kernel, see tests/devices/webcam_device.py."""
    return load(HERE / "devices/webcam_device.py")


@pytest.fixture(scope="session")
def tiny_stage():
    """A stage file that is open in a moment: an egg of felt on a plate."""
    return HERE / "tiny_stage/tiny.toml"


@pytest.fixture
def virtual_usb(tmp_path, monkeypatch):
    """The tethering library's own virtual camera: its environment variable puts it on the bus."""
    SAMPLES.photographs(tmp_path / "card", 1)
    monkeypatch.setenv("HOME", str(tmp_path))  # the library keeps settings there
    monkeypatch.setenv("VCAMERADIR", str(tmp_path / "card"))
