"""A camera as it travels to the pages: what it is, how it is set, and what was found beside it."""

import msgspec


class SettingOut(msgspec.Struct, frozen=True, kw_only=True):
    """One setting of a camera."""

    name: str
    value: str
    choices: tuple[str, ...]
    limits: tuple[float, float, float] | None
    writable: bool


class CameraOut(msgspec.Struct, frozen=True, kw_only=True):
    """One open camera; `guest` where it is a page's own."""

    name: str
    model: str
    chosen: bool
    live: bool
    guest: bool
    locked: bool
    settings: tuple[SettingOut, ...] = ()
    overrides: tuple[tuple[str, str, str], ...] = ()
    drifted: tuple[str, ...] = ()
    battery: int | None = None
    card: int | None = None
    opening: bool = False
    trouble: str = ""


class FoundOut(msgspec.Struct, frozen=True, kw_only=True):
    """A camera that could be opened."""

    name: str
    model: str
