"""Photographs small enough to be made for each test."""

import io

import pytest
from PIL import Image


def grey_jpeg(number: int) -> bytes:
    """A JPEG of 60 x 40 px whose grey level is eight times its number."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (number * 8 % 256,) * 3).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture
def jpeg():
    return grey_jpeg


@pytest.fixture
def reel(tmp_path):
    """A folder of twelve JPEGs named without leading zeros, so that natural order differs from that of letters."""
    folder = tmp_path / "reel"
    folder.mkdir()
    for number in range(1, 13):
        (folder / f"IMG_{number}.jpg").write_bytes(grey_jpeg(number))
    (folder / "README.md").write_text("no photograph")
    (folder / ".IMG_0.jpg").write_text("hidden")
    return folder
