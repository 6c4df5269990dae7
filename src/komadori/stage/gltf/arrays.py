"""Accessors: the numbers of a model, found and checked before they are looked at."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.stage.gltf.container import Container

Array = NDArray[Any]

KINDS: dict[int, type[np.generic]] = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
MOST_NUMBERS = 12_000_000
"""In one accessor: two million vertices are six."""


def array_of(held: Container, index: object) -> Array:
    """Accessor `index` as n × width, as its own kind of number, or float32 where it is normalised. Raises BadModel."""
    row = held.row("accessors", index)
    kind, width = KINDS.get(_key(row.get("componentType"))), WIDTHS.get(str(row.get("type")))
    if kind is None or width is None:
        raise held.wrong(f"has numbers of a kind that is not read: {row.get('componentType')!r}, {row.get('type')!r}.")
    count = held.whole(row, "count", None, MOST_NUMBERS)
    if count * width > MOST_NUMBERS:
        raise held.wrong(f"has {count} rows in one accessor.", "simplify it.")
    if "sparse" in row:
        raise held.wrong("has sparse accessors, which are not read.")
    if "bufferView" not in row:
        return np.zeros((min(count, MOST_NUMBERS // width), width), kind)
    data, start, length, stride = held.view(row["bufferView"])
    item = np.dtype(kind)
    step = stride or item.itemsize * width
    begin = held.whole(row, "byteOffset", 0)
    if step < item.itemsize * width or (count and begin + step * (count - 1) + item.itemsize * width > length):
        raise held.wrong(f"has an accessor of {count} rows that its {length} bytes do not hold.")
    if not count:
        return np.zeros((0, width), kind)
    seen: Array = np.ndarray((count, width), item.newbyteorder("<"), data, start + begin, (step, item.itemsize))
    if row.get("normalized") and kind is not np.float32:
        highest = float((1 << (8 * item.itemsize - (item.kind == "i"))) - 1)
        return np.asarray(np.maximum(seen.astype(np.float32) / np.float32(highest), -1.0))
    return np.asarray(seen.astype(kind))


def floats_of(held: Container, index: object, width: int, low: float, high: float) -> NDArray[np.float32]:
    """An accessor of `width` finite numbers between `low` and `high` in each row, as float32. Raises BadModel."""
    seen = array_of(held, index)
    if seen.shape[1] != width:
        raise held.wrong(f"has rows of {seen.shape[1]} numbers where {width} belong.")
    numbers = np.ascontiguousarray(seen, np.float32)
    if numbers.size and not (np.isfinite(numbers).all() and low <= numbers.min() and numbers.max() <= high):
        raise held.wrong(f"has numbers that are none, or beyond {low:g} to {high:g}.")
    return numbers


def triangles_of(held: Container, primitive: dict[str, Any], vertices: int) -> NDArray[np.int32]:
    """The triangles of a primitive, m × 3, each vertex below `vertices`. Raises BadModel."""
    if "indices" in primitive:
        seen = array_of(held, primitive["indices"])
        if seen.shape[1] != 1 or seen.dtype.kind != "u":
            raise held.wrong("has vertex numbers that are none.")
        order = seen[:, 0].astype(np.int64)
    else:
        order = np.arange(vertices)
    if order.size and order.max() >= vertices:
        raise held.wrong(f"has a face at vertex {int(order.max())} of {vertices}.")
    mode = primitive.get("mode", 4)
    if mode == 4:
        return np.asarray(order[: len(order) // 3 * 3].reshape(-1, 3), np.int32)
    if mode in (5, 6) and len(order) >= 3:
        if mode == 6:
            fan = np.stack([np.broadcast_to(order[0], len(order) - 2), order[1:-1], order[2:]], axis=1)
            return np.asarray(fan, np.int32)
        strip = np.stack([order[:-2], order[1:-1], order[2:]], axis=1)
        strip[1::2] = strip[1::2, [1, 0, 2]]
        return np.asarray(strip, np.int32)
    return np.zeros((0, 3), np.int32)


def _key(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
