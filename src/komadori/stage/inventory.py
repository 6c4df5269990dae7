"""What there is to put on a stage: sets, puppets, props and stages, one's own and those that are shipped."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from komadori.stage.document_file import SHIPPED
from komadori.stage.told import NAME

ItemKind: TypeAlias = Literal["stage", "set", "puppet", "prop"]
SAID: dict[ItemKind, str] = {"stage": "about", "set": "says", "puppet": "title", "prop": "says"}
"""The key of each kind of file under which it tells about itself in a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing: what kind of thing, the name a stage file calls it by, a line about it, and where its file lies."""

    kind: ItemKind
    name: str
    says: str
    path: Path
    own: bool


def inventory(roots: Sequence[Path] = ()) -> tuple[Item, ...]:
    """Everything in `roots` and among what is shipped, by kind and name; what cannot be read is passed over."""
    found: dict[tuple[str, str], Item] = {}
    for folder, own in (*((root, True) for root in roots), (SHIPPED.parent, False)):
        for item in _in(folder, own=own):
            found.setdefault((item.kind, item.name), item)
    order = list(SAID)
    return tuple(sorted(found.values(), key=lambda item: (order.index(item.kind), item.name)))


def _in(folder: Path, *, own: bool) -> Iterator[Item]:
    for place in (folder, *(folder / f"{kind}s" for kind in SAID)):
        for path in sorted(place.glob("*.toml")) if place.is_dir() else ():
            if NAME.match(path.stem):
                yield from _told(path, own=own)


def _told(path: Path, *, own: bool) -> Iterator[Item]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for kind, key in SAID.items():
        if str(told.get("schema", "")).startswith(f"komadori.{kind}/"):
            yield Item(kind=kind, name=path.stem, says=str(told.get(key, "")), path=path, own=own)
