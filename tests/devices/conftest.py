"""Folders of photographs, small enough to be made for each test."""

import io

import pytest
from PIL import Image


def jpeg(number: int, size=(60, 40)) -> bytes:
    """A grey JPEG whose level is its number."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (number * 8 % 256,) * 3).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture
def photographs(tmp_path):
    """Twelve JPEGs named without leading zeros, so that natural order differs from that of letters."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(1, 13):
        (folder / f"IMG_{number}.jpg").write_bytes(jpeg(number))
    (folder / "README.md").write_text("no photograph")
    (folder / ".IMG_0.jpg").write_text("hidden")
    return folder
