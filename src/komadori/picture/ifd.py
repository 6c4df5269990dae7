"""Read tag folders (IFDs), the structure that TIFF, DNG, most camera RAW and EXIF share.

Only what lies inside the given bytes is read: a hostile count or offset drops its tag, a circle of folders ends.
Source: TIFF 6.0, section 2; Exif 2.32, section 4.6.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 13: 4}
CODES = {3: "H", 4: "I", 8: "h", 9: "i", 13: "I", 1: "B", 6: "b"}
MAX_FOLDERS = 64
MAX_VALUES = 1 << 20

ORIENTATION = 274
SUB_FOLDERS = 330
EXIF_FOLDER = 34665
INTEROP_FOLDER = 40965


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder of tags: whole numbers as tuples, text and undefined bytes as bytes; other types are left out."""

    tags: dict[int, tuple[int, ...] | bytes]

    def numbers(self, tag: int) -> tuple[int, ...]:
        """The whole numbers of `tag`, none where it is missing or something else."""
        values = self.tags.get(tag, ())
        return () if isinstance(values, bytes) else values

    def number(self, tag: int, otherwise: int = 0) -> int:
        """The first whole number of `tag`."""
        return next(iter(self.numbers(tag)), otherwise)

    def data(self, tag: int) -> bytes:
        """The bytes of `tag`, none where it is missing or made of numbers."""
        values = self.tags.get(tag, b"")
        return values if isinstance(values, bytes) else bytes(v & 255 for v in values)


def byte_order(data: bytes) -> str:
    """The struct prefix "<" or ">" that `data` begins with, "" where it is no tag structure."""
    return {b"II": "<", b"MM": ">"}.get(data[:2], "")


def read_folder(data: bytes, offset: int) -> tuple[Folder, int]:
    """The folder at `offset` and the offset of the next (0 after the last). Raises `struct.error` outside `data`."""
    order = byte_order(data)
    (count,) = struct.unpack_from(f"{order}H", data, offset)
    tags: dict[int, tuple[int, ...] | bytes] = {}
    for entry in range(offset + 2, offset + 2 + 12 * count, 12):
        tag, kind, values = struct.unpack_from(f"{order}HHI", data, entry)
        size = SIZES.get(kind, 0) * values
        if not size or values > MAX_VALUES:
            continue
        start = entry + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, entry + 8)[0]
        if start + size <= len(data):
            code = CODES.get(kind)
            tags[tag] = (
                struct.unpack_from(f"{order}{values}{code}", data, start) if code else data[start : start + size]
            )
    end = offset + 2 + 12 * count
    (following,) = struct.unpack_from(f"{order}I", data, end) if end + 4 <= len(data) else (0,)
    return Folder(tags=tags), following


def chain_offsets(data: bytes) -> Iterator[int]:
    """Where the folders of a TIFF or EXIF block stand, as far as they can be read. Never raises."""
    if len(data) < 8 or not byte_order(data):
        return
    (offset,) = struct.unpack_from(f"{byte_order(data)}I", data, 4)
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) < MAX_FOLDERS and (found := linked(data, offset)):
        seen.add(offset)
        yield offset
        offset = found[1]


def read_chain(data: bytes) -> list[Folder]:
    """The folders of a TIFF or EXIF block in file order, as far as they can be read. Never raises."""
    return [read_folder(data, offset)[0] for offset in chain_offsets(data)]


def linked(data: bytes, offset: int) -> tuple[Folder, int] | None:
    """As `read_folder`, None where `offset` leads outside `data`."""
    try:
        return read_folder(data, offset)
    except struct.error:
        return None


def sub_folders(data: bytes, folder: Folder, tag: int = SUB_FOLDERS) -> list[Folder]:
    """The folders that `folder` points to by `tag`, as far as they can be read."""
    found = (linked(data, offset) for offset in folder.numbers(tag)[:MAX_FOLDERS])
    return [pair[0] for pair in found if pair]


def orientation(folders: list[Folder]) -> int:
    """The EXIF orientation 1..8 of the first folder; 1 where there is none."""
    value = folders[0].number(ORIENTATION, 1) if folders else 1
    return value if 1 <= value <= 8 else 1


def with_orientation_1(data: bytes) -> bytes:
    """A copy of a TIFF whose folders all claim to be upright already, for decoders that turn pictures unasked."""
    order = byte_order(data)
    copy = bytearray(data)
    for start in chain_offsets(data):
        (count,) = struct.unpack_from(f"{order}H", data, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            if struct.unpack_from(f"{order}H", data, entry)[0] == ORIENTATION:
                struct.pack_into(f"{order}H", copy, entry + 8, 1)
    return bytes(copy)


def is_adobe_rgb(data: bytes, folders: list[Folder]) -> bool:
    """Whether a camera says "Adobe RGB" in the way of DCF 2.0: interoperability index R03, no profile embedded."""
    exif = [inner for folder in folders[:1] for inner in sub_folders(data, folder, EXIF_FOLDER)]
    interop = [inner for folder in exif for inner in sub_folders(data, folder, INTEROP_FOLDER)]
    return any(folder.data(1).startswith(b"R03") for folder in interop)


EXTENTS = ((273, 279), (324, 325), (513, 514))
"""Tags of offsets and sizes: strips, tiles, embedded JPEG."""


def reaches_beyond(data: bytes) -> bool:
    """Whether a tag structure tells of pixels that lie behind the end of `data`: the sure sign of a file cut short."""
    chain = read_chain(data)
    folders = chain + [inner for folder in chain for inner in sub_folders(data, folder)]
    ends = (
        start + size
        for folder in folders
        for offsets, sizes in EXTENTS
        for start, size in zip(folder.numbers(offsets), folder.numbers(sizes), strict=False)
    )
    return max(ends, default=0) > len(data)
