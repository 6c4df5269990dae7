"""Picture files made on the spot for tests: good ones, and one of each kind of bad ones.

Reach it through the `samples` fixture, or as `komadori_samples`, the name under which tests/conftest.py loads it.
Every function takes the path to write and returns it.
"""

import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import OpenEXR
import tifffile
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

WIDTH, HEIGHT = 96, 64
BLOCK = 16
EXIF_FOLDER = 0x8769


def set_and_puppet(step=0, width=WIDTH, height=HEIGHT, gain=1.0):
    """A textured set that stands still and a bright disc that moves with `step`: height x width x 3 uint8 sRGB."""
    rng = np.random.default_rng(7)
    cells = rng.integers(50, 180, (-(-height // BLOCK), -(-width // BLOCK), 3)).astype(np.float32)
    picture = cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC)
    radius = max(3, height // 8)
    place = (radius + (step * max(1, radius // 3)) % (width - 2 * radius), height // 2)
    cv2.circle(picture, place, radius, (230, 205, 60), -1, cv2.LINE_AA)
    return np.clip(np.rint(picture * gain), 0, 255).astype(np.uint8)


def exif(taken="2026:03:01 10:00:00", orientation=1, fraction="25", offset="+09:00"):
    """The EXIF block of a camera that tells everything."""
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x0112] = "Komadori", "Test camera", orientation
    inner = block.get_ifd(EXIF_FOLDER)
    inner[0x9003], inner[0x9291], inner[0x9011] = taken, fraction, offset
    inner[0x829A], inner[0x829D], inner[0x920A] = IFDRational(1, 25), IFDRational(8), IFDRational(50)
    inner[0x8827], inner[0xA403] = 200, 1
    return block


def jpeg(path, picture=None, **options):
    """An RGB JPEG; options are Pillow's (exif, icc_profile, quality, subsampling, progressive)."""
    picture = set_and_puppet() if picture is None else picture
    Image.fromarray(picture).save(path, "JPEG", **{"quality": 92} | options)
    return path


def photographs(folder, count, *, width=WIDTH, height=HEIGHT, start="2026-03-01T10:00:00", names="IMG_{:04d}.jpg"):
    """`count` JPEGs as a camera numbers them, ten seconds apart, a disc moving over a set that stands still."""
    folder.mkdir(parents=True, exist_ok=True)
    begin = datetime.fromisoformat(start)
    paths = []
    for step in range(count):
        told = (begin + timedelta(seconds=10 * step)).strftime("%Y:%m:%d %H:%M:%S")
        picture = set_and_puppet(step, width, height)
        paths.append(jpeg(folder / names.format(step + 1), picture, exif=exif(taken=told)))
    return paths


def grey_jpeg(path):
    return jpeg(path, set_and_puppet()[..., 1])


def png8(path, picture=None, mode="RGB", **options):
    """A PNG of any of Pillow's modes."""
    Image.fromarray(set_and_puppet() if picture is None else picture).convert(mode).save(path, "PNG", **options)
    return path


def ramp16(width=WIDTH, height=HEIGHT):
    """A picture whose values need 16 bits: height x width x 3 uint16."""
    codes = np.linspace(0, 65535, width * height * 3).reshape(height, width, 3)
    return np.rint(codes).astype(np.uint16)


def png16(path, picture=None):
    picture = ramp16() if picture is None else picture
    path.write_bytes(cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes())
    return path


def tiff(path, picture=None, **options):
    """A TIFF; options are tifffile's (byteorder, compression, rowsperstrip, tile, extratags)."""
    picture = ramp16() if picture is None else picture
    tifffile.imwrite(path, picture, **{"photometric": "rgb", "metadata": None} | options)
    return path


def packed_tiff(path, picture=None, scheme=5):
    """A TIFF packed by libtiff: 5 is LZW, 8 deflate, 32773 PackBits."""
    picture = ramp16() if picture is None else picture
    options = [cv2.IMWRITE_TIFF_COMPRESSION, scheme]
    path.write_bytes(cv2.imencode(".tiff", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), options)[1].tobytes())
    return path


def exr(path, picture=None, compression=OpenEXR.ZIP_COMPRESSION):
    """Half floats from 0 to 4."""
    picture = np.linspace(0, 4, WIDTH * HEIGHT * 3).reshape(HEIGHT, WIDTH, 3) if picture is None else picture
    header = {"compression": compression, "type": OpenEXR.scanlineimage}
    OpenEXR.File(header, {"RGB": picture.astype(np.float16)}).write(str(path))
    return path


def dng(path, light=None, neutral=(0.5, 1.0, 0.625), orientation=1, noted=None):
    """A DNG as a camera writes it: `light` (even sides, linear 0..1) seen through an RGGB sensor, 16 bits.

    The sensor's white balance is `neutral`: what it answers to grey; the camera notes that, or what `noted` says.
    """
    if light is None:
        light = (set_and_puppet(width=256, height=192).astype(np.float32) / 255) ** 2.2 * 0.6
    sensor = np.empty(light.shape[:2], np.uint16)
    codes = np.clip(np.rint(512 + light * np.array(neutral) * (16383 - 512)), 0, 16383).astype(np.uint16)
    sensor[0::2, 0::2], sensor[1::2, 1::2] = codes[0::2, 0::2, 0], codes[1::2, 1::2, 2]
    sensor[0::2, 1::2], sensor[1::2, 0::2] = codes[0::2, 1::2, 1], codes[1::2, 0::2, 1]
    # XYZ to linear sRGB: the sensor's colours are those of sRGB.
    matrix = (32404542, 10**7, -15371385, 10**7, -4985314, 10**7, -9692660, 10**7, 18760108, 10**7, 415560, 10**7)
    matrix += (556434, 10**7, -2040259, 10**7, 10572252, 10**7)
    balance = tuple(part for value in noted or neutral for part in (round(value * 10000), 10000))
    tags = [
        (271, 2, 0, "Komadori", True),
        (272, 2, 0, "Test sensor", True),
        (274, 3, 1, orientation, True),
        (306, 2, 20, "2026:03:01 10:00:00", True),
        (33421, 3, 2, (2, 2), True),
        (33422, 1, 4, bytes((0, 1, 1, 2)), True),
        (50706, 1, 4, bytes((1, 4, 0, 0)), True),
        (50707, 1, 4, bytes((1, 2, 0, 0)), True),
        (50708, 2, 0, "Komadori test sensor", True),
        (50714, 3, 1, 512, True),
        (50717, 3, 1, 16383, True),
        (50721, 10, 9, matrix, True),
        (50728, 5, 3, balance, True),
        (50778, 3, 1, 21, True),
    ]
    tifffile.imwrite(path, sensor, photometric="cfa", metadata=None, extratags=tags)
    return path


def empty(path):
    path.write_bytes(b"")
    return path


def zeros(path):
    path.write_bytes(bytes(5000))
    return path


def text(path):
    path.write_text("Dear animator, this is not a picture. これは写真ではない。\n", encoding="utf-8")
    return path


def cut(path, make, share=0.6):
    """What is left of `make(path)` after a transfer that broke off."""
    data = make(path).read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def truncated_jpeg(path):
    return cut(path, jpeg)


def truncated_png(path):
    return cut(path, png8)


def truncated_tiff(path):
    return cut(path, tiff)


def truncated_exr(path):
    return cut(path, exr)


def truncated_dng(path):
    return cut(path, dng)


def flipped_png(path):
    """A PNG with one bit wrong in the middle of its pixels."""
    data = bytearray(png8(path).read_bytes())
    data[len(data) // 2] ^= 8
    path.write_bytes(data)
    return path


def cmyk_jpeg(path):
    Image.fromarray(set_and_puppet()).convert("CMYK").save(path, "JPEG")
    return path


def cmyk_tiff(path):
    Image.fromarray(set_and_puppet()).convert("CMYK").save(path, "TIFF")
    return path


def animated_png(path):
    first, second = (Image.fromarray(set_and_puppet(step)) for step in (0, 3))
    first.save(path, "PNG", save_all=True, append_images=[second])
    return path


def two_page_tiff(path):
    first, second = (Image.fromarray(set_and_puppet(step)) for step in (0, 3))
    first.save(path, "TIFF", save_all=True, append_images=[second])
    return path


def float_tiff(path):
    return tiff(path, np.zeros((HEIGHT, WIDTH, 3), np.float32))


def chunk(kind, body):
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(path, width=30_000, height=30_000):
    """A PNG of some hundred bytes whose header claims gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def huge_jpeg(path, width=30_000, height=30_000):
    """A JPEG whose header claims gigabytes."""
    data = bytearray(jpeg(path).read_bytes())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    path.write_bytes(data)
    return path


def huge_tiff(path):
    """A TIFF whose header claims gigabytes."""
    data = bytearray(tiff(path, byteorder="<").read_bytes())
    at = struct.unpack_from("<I", data, 4)[0] + 2
    for entry in (at, at + 12, at + 24):
        if struct.unpack_from("<H", data, entry)[0] in (256, 257):
            struct.pack_into("<HHII", data, entry, struct.unpack_from("<H", data, entry)[0], 4, 1, 30_000)
    path.write_bytes(data)
    return path


def webp(path):
    Image.fromarray(set_and_puppet()).save(path, "WEBP")
    return path


GOOD = {
    "jpeg": jpeg,
    "grey jpeg": grey_jpeg,
    "png 8": png8,
    "png 16": png16,
    "tiff 16": tiff,
    "packed tiff": packed_tiff,
    "exr": exr,
    "dng": dng,
}
"""What a person calls it to its maker; all are accepted."""

BAD = {
    "0 bytes": (empty, "empty"),
    "zeros": (zeros, "damaged"),
    "a text": (text, "not a picture"),
    "a truncated JPEG": (truncated_jpeg, "truncated"),
    "a truncated PNG": (truncated_png, "truncated"),
    "a truncated TIFF": (truncated_tiff, "truncated"),
    "a truncated EXR": (truncated_exr, "truncated"),
    "a truncated DNG": (truncated_dng, "truncated"),
    "a PNG with a wrong bit": (flipped_png, "damaged"),
    "a CMYK JPEG": (cmyk_jpeg, "unfit"),
    "a CMYK TIFF": (cmyk_tiff, "unfit"),
    "an animated PNG": (animated_png, "unfit"),
    "a TIFF of two pages": (two_page_tiff, "unfit"),
    "a floating-point TIFF": (float_tiff, "unfit"),
    "a huge PNG": (huge_png, "too large"),
    "a huge JPEG": (huge_jpeg, "too large"),
    "a huge TIFF": (huge_tiff, "too large"),
    "a WebP picture": (webp, "not a picture"),
}
"""What a person calls it to its maker and the `Trouble` that it is refused for."""


def every_bad_one(folder, suffix=".jpg") -> dict[str, Path]:
    """One file of each kind in `BAD`, all named as if they were `suffix`."""
    folder.mkdir(parents=True, exist_ok=True)
    return {what: make(folder / f"bad {place:02d}{suffix}") for place, (what, (make, _)) in enumerate(BAD.items())}
