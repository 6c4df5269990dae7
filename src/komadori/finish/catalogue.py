"""Which finishing operations there are: ours and others', through one door."""

from functools import cache

from komadori.finish.operation import GROUP, Operation
from komadori.plugins import find


@cache
def operations() -> dict[str, Operation]:
    """Every installed operation by name, in the order in which they work."""
    found = [load() for load in find(GROUP).values()]
    ours = [operation for operation in found if isinstance(operation, Operation)]
    return {operation.name: operation for operation in sorted(ours, key=lambda one: (one.place, one.name))}
