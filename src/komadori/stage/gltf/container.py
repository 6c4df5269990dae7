"""The file itself: GLB or JSON with its buffers, every size looked at before anything is believed.

Source of the format: Khronos glTF 2.0 specification, sections 3 and 4.
"""

import base64
import binascii
import json
import struct
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from komadori.errors import Refused

LARGEST = 64 << 20
"""Bytes of a file, or of all buffers together. Toys are far smaller."""
LARGEST_TEXT = 32 << 20
"""Bytes of JSON, with the data packed into it."""
DEEPEST = 60
MOST = {"nodes": 2000, "meshes": 2000, "accessors": 20_000, "bufferViews": 20_000, "materials": 500, "images": 64}
"""How many of each a model may have; where a list is not named here, 1000."""
UNREAD = {
    "KHR_draco_mesh_compression": "packed with Draco",
    "EXT_meshopt_compression": "packed with meshopt",
    "KHR_mesh_quantization": "quantised",
}
"""Extensions without which some models cannot be read, and what is then told of them."""


class BadModel(Refused):
    """A model that cannot be used: broken, hostile, too large, or of a kind that is not read."""


class Container:
    """The JSON of a model with its buffers; `name` is what messages call it.

    Every list in it is checked to be one, of tables. Buffers are fetched when asked for: within the file, as a data
    URI, or from a file in the model's own folder.
    """

    def __init__(self, path: Path) -> None:
        self.name, self._folder = path.name, path.resolve().parent
        data = read_bounded(path, self.name)
        text, self._binary = _split(data, self.name)
        self.told = self._parsed(text)
        self._buffers: dict[int, bytes] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._fetched = 0

    def wrong(self, what: str, hint: str = "") -> BadModel:
        """What to raise: `what` is the rest of a sentence that begins with the file's name."""
        return BadModel(f"{self.name} {what}", hint=hint or "export it again as glTF 2.0 binary (.glb).")

    def _parsed(self, text: bytes) -> dict[str, Any]:
        if len(text) > LARGEST_TEXT:
            raise self.wrong(f"has {len(text) >> 20} MB of JSON.", "export it as .glb.")
        try:
            told = json.loads(text.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as failure:
            raise self.wrong(f"holds no JSON: {failure}.") from None
        if not isinstance(told, dict) or not isinstance(told.get("asset"), dict):
            raise self.wrong("is no glTF: it has no asset.")
        version = told["asset"].get("version")
        if not isinstance(version, str) or not version.startswith("2."):
            raise self.wrong(f"is glTF {version!r}; 2.0 is read.")
        required = told.get("extensionsRequired", [])
        for extension in required if isinstance(required, list) else []:
            if extension in UNREAD:
                raise self.wrong(f"is {UNREAD[extension]}, which is not read.", "export it without compression.")
        return told

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The list `key` of the file, [] where it has none. Raises BadModel where it is no list of tables, or long."""
        if key in self._rows:
            return self._rows[key]
        value = self.told.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.wrong(f"has {key} that are no list of tables.")
        most = MOST.get(key, 1000)
        if len(value) > most:
            raise self.wrong(f"has {len(value)} {key}; {most} are the most.", "simplify it.")
        self._rows[key] = value
        return value

    def row(self, key: str, index: object) -> dict[str, Any]:
        """One of a list. Raises BadModel where there is none of this number."""
        rows = self.rows(key)
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(rows):
            raise self.wrong(f"speaks of number {index!r} of its {len(rows)} {key}.")
        return rows[index]

    def whole(self, row: dict[str, Any], key: str, default: int | None = None, most: int = LARGEST) -> int:
        """A whole number of a row, 0 to `most`. Raises BadModel."""
        value = row.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise self.wrong(f"has a {key} of {value!r}; it is a whole number from 0 to {most}.")
        return value

    def view(self, index: object) -> tuple[bytes, int, int, int]:
        """A buffer view: the buffer's bytes, where the view begins, its length, and its stride (0 for packed)."""
        row = self.row("bufferViews", index)
        data = self._buffer(row.get("buffer"))
        start, length = self.whole(row, "byteOffset", 0), self.whole(row, "byteLength")
        stride = self.whole(row, "byteStride", 0, 252)
        if start + length > len(data):
            raise self.wrong(f"has a buffer view of {start} + {length} bytes in a buffer of {len(data)}.")
        return data, start, length, stride

    def piece(self, index: object) -> bytes:
        """The bytes of a buffer view."""
        data, start, length, _ = self.view(index)
        return data[start : start + length]

    def _buffer(self, index: object) -> bytes:
        row = self.row("buffers", index)
        number = int(index)  # type: ignore[call-overload]  # `row` has seen that it is one
        if number not in self._buffers:
            size = self.whole(row, "byteLength")
            data = self._binary if "uri" not in row and number == 0 else self.fetched(row.get("uri"))
            if len(data) < size:
                raise self.wrong(f"promises a buffer of {size} bytes and has {len(data)}.")
            self._fetched += len(data)
            if self._fetched > LARGEST:
                raise self.wrong(f"has buffers of more than {LARGEST >> 20} MB.", "simplify it.")
            self._buffers[number] = data
        return self._buffers[number]

    def fetched(self, uri: object) -> bytes:
        """What a URI names: a data URI, or a file in the model's own folder. Raises BadModel for any other."""
        if not isinstance(uri, str):
            raise self.wrong("has a buffer or image without a name.")
        if uri.startswith("data:"):
            head, _, body = uri.partition(",")
            try:
                return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote(body).encode()
            except (ValueError, binascii.Error) as failure:
                raise self.wrong(f"has data that cannot be unpacked: {failure}.") from None
        name = unquote(uri)
        path = (self._folder / name).resolve() if "\0" not in name and len(name) < 512 else self._folder
        if ":" in name or "\\" in name or name.startswith("/") or not path.is_relative_to(self._folder):
            raise self.wrong(f"asks for {uri[:80]!r}, which lies outside its folder.", "pack it into one .glb.")
        return read_bounded(path, self.name)


def read_bounded(path: Path, name: str) -> bytes:
    """The file's bytes, at most `LARGEST`. Raises BadModel."""
    try:
        there = path.is_file()
        fits = there and path.stat().st_size <= LARGEST
        data = path.read_bytes() if fits else b""
    except (OSError, ValueError) as failure:
        raise BadModel(f"{name}: {path.name} cannot be read: {failure}.") from failure
    if not there:
        raise BadModel(f"{name}: there is no file {path.name}.", hint="what a model needs lies beside it.")
    if not fits:
        raise BadModel(f"{name}: {path.name} has more than {LARGEST >> 20} MB.", hint="simplify it.")
    return data


def _split(data: bytes, name: str) -> tuple[bytes, bytes]:
    """JSON and binary chunk of a GLB, or the whole as JSON."""
    if data[:4] != b"glTF":
        return data, b""
    if len(data) < 20:
        raise BadModel(f"{name} is cut short.", hint="copy it again.")
    version, length = struct.unpack_from("<II", data, 4)
    if version != 2 or length > len(data):
        raise BadModel(f"{name} is GLB {version} of {length} bytes and has {len(data)}.", hint="copy it again.")
    chunks: dict[int, bytes] = {}
    at = 12
    while at + 8 <= length:
        size, kind = struct.unpack_from("<II", data, at)
        if at + 8 + size > length:
            raise BadModel(f"{name} is cut short in a chunk of {size} bytes.", hint="copy it again.")
        chunks.setdefault(kind, data[at + 8 : at + 8 + size])
        at += 8 + size
    return chunks.get(0x4E4F534A, b""), chunks.get(0x004E4942, b"")


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")
