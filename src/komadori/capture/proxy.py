"""A camera for threads that do not own it: the same capabilities, each call made where the camera lives."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from komadori.devices import protocols
from komadori.devices.protocols import Camera, Fed

Answer = TypeVar("Answer")

CHANGING = frozenset({"set", "lock", "unlock", "reconnect"})
"""What may leave other settings behind it than there were."""


class Owner(Protocol):
    """What a proxy asks of the owner of its camera."""

    @property
    def model(self) -> str:
        """The camera's make and model."""

    def run(self, ask: Callable[[Camera], Answer]) -> Answer:
        """What `ask` returns or raises when it is called with the camera on its thread."""

    def answered(self) -> None:
        """The camera did what it was asked; called on its thread."""

    def changed(self) -> None:
        """Something of the camera is not as it was."""

    def close(self) -> None:
        """Let go of the camera."""


def capabilities() -> tuple[type, ...]:
    """Every protocol of `devices.protocols` that a camera may fulfil besides `Camera`."""
    found = (value for value in vars(protocols).values() if isinstance(value, type))
    return tuple(kind for kind in found if getattr(kind, "_is_protocol", False) and kind not in {Protocol, Camera})


def proxy(camera: Camera, owner: Owner) -> Any:
    """A camera that fulfils what `camera` fulfils; closing it closes the owner.

    Its class is made for this one camera, with a real method for each it forwards: that is what isinstance looks for.
    """
    names = {"shoot"}
    for capability in capabilities():
        if isinstance(camera, capability):
            names.update(name for name in vars(capability) if not name.startswith("_"))
    members: dict[str, Any] = {name: _forwarding(name, owner) for name in names}
    if isinstance(camera, Fed):
        # While the camera's thread waits for a photograph, it is by these that the photograph comes.
        members |= {name: staticmethod(getattr(camera, name)) for name in ("feed", "show", "here", "gone")}
        members["on_press"] = staticmethod(camera.on_press)
    members["name"] = property(lambda _: owner.model)
    members["close"] = lambda _: owner.close()
    return type(f"Owned{type(camera).__name__}", (), members)()


def _forwarding(name: str, owner: Owner) -> Callable[..., Any]:
    def forward(_: object, *words: Any) -> Any:
        def ask(camera: Camera) -> Any:
            told = getattr(camera, name)(*words)
            owner.answered()
            return told

        answer = owner.run(ask)
        if name in CHANGING:
            owner.changed()
        return answer

    forward.__name__ = name
    return forward
