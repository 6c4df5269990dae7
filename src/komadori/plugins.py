"""How others add to Komadori: entry points, by group and name. The built-ins come through the same door."""

from collections.abc import Callable
from importlib.metadata import entry_points


def find(group: str) -> dict[str, Callable[[], object]]:
    """What is installed under `group`: each name, in order, with a call that imports it and hands it over."""
    return {point.name: point.load for point in sorted(entry_points(group=group), key=lambda point: point.name)}
