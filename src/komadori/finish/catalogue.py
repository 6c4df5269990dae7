"""Which finishing operations there are: ours and others', through one door."""

from functools import cache

from komadori.finish.operation import GROUP, Operation
from komadori.plugins import find


@cache
def operations() -> dict[str, Operation]:
    """Every installed operation by name, in the order in which they work."""
    ours = [one for one in _found().values() if isinstance(one, Operation)]
    return {operation.name: operation for operation in sorted(ours, key=lambda one: (one.place, one.name))}


def broken() -> dict[str, str]:
    """The operations of others that are installed and cannot be used, by the name of their entry point, and why."""
    return {name: str(one) for name, one in _found().items() if not isinstance(one, Operation)}


@cache
def _found() -> dict[str, Operation | str]:
    found: dict[str, Operation | str] = {}
    for name, load in find(GROUP).items():
        try:
            loaded = load()
        # Whatever another's module raises must not stop the others.
        except Exception as failure:
            found[name] = f"{type(failure).__name__}: {failure}"
            continue
        found[name] = loaded if isinstance(loaded, Operation) else "what it names is no operation"
    return found
