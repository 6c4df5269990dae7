"""Write docs/reference/studio-api.md from the studio's routes and its schema; a test compares the two."""

import inspect
import json
from pathlib import Path
from typing import Any

from starlette.routing import Mount, WebSocketRoute

from komadori.studio.app import STATUS, routes
from komadori.studio.messages import schema
from komadori.studio.pages import Pages

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/studio-api.md"

TOP = """# The studio's interface

Written by `scripts/write_api.py` from the routes (`studio/app.py`) and the vocabulary (`studio/messages.py`). A running
studio hands out the same as JSON Schema at `/api/schema.json`, and the commands at `/api/commands`.

`komadori studio` listens on loopback. A request must name it as its `Host`, and a page's `Origin` must be its own. With
`--host`, everybody needs the token: in the address it prints, where the page's cookie comes from, or as `?token=` at
any other address.

A failure is `{"error": {"kind": …, "message": …, "hint": …}}`, with the kinds of [errors](errors.md):

"""

ROUTES_TOP = """
## Routes

| | address | |
| --- | --- | --- |
"""

LINK = """
## /api/link

One web socket carries everything as JSON text. It first tells `welcome`, then all that lasts (`series`, `shots`,
`take`, `desk`, `cameras`, `keys`, `look`, `tests`, alarms and work), then whatever happens, in one order for all pages.
Of a `take`, the page is told `change`s from then on, whose `revision` grows by one; after a lost connection it is told
the whole `take` again. What is left out has the default.

A `picture` is told when it is on the disk, read back, and in the journal. From then on neither a crash nor a power cut
takes it away.

### What a page asks

"""

TOLD = "\n### What the studio tells\n\n"

LIVE = """
## /api/live/{camera}

Each message is 16 bytes, little endian, and a JPEG: the picture's number (u32), flags (u32, none yet), and when the
camera was asked for it in milliseconds since 1970 (f64). The page says `ack` for each that it has drawn; no more than
two are underway, and what a page is too slow for it never gets. The connection is closed with 4404 where no such camera
is open, and with 4410 when it is closed.

## /api/lend/{label}

A page lends its own camera: it sends JPEGs of the live view, and is told `press` with a token when a photograph is due,
which it brings to `/api/press/{camera}` with the headers `X-Token` and `X-Name`. The camera's name is `browser:` and
the label.
"""


def page() -> str:
    """The page as it should be."""
    told = schema()
    kinds = "".join(f"| {kind.__name__} and its kinds | {int(status)} |\n" for kind, status in STATUS)
    parts = [TOP, "| kind | status |\n| --- | --- |\n", kinds, ROUTES_TOP, *map(_route, routes(Pages.serve)), LINK]
    parts += [_messages(told, "asked"), TOLD, _messages(told, "told"), LIVE]
    return "".join(parts)


def _route(route: Any) -> str:
    if isinstance(route, Mount):
        return f"| GET | `{route.path}/…` | Modules, styles and letters of the page, for ever. |\n"
    sentence = (inspect.getdoc(route.endpoint) or "").split("\n")[0]
    if isinstance(route, WebSocketRoute):
        return f"| web socket | `{_plain(route.path)}` | {sentence} |\n"
    return f"| {'POST' if 'POST' in (route.methods or ()) else 'GET'} | `{_plain(route.path)}` | {sentence} |\n"


def _plain(path: str) -> str:
    return path.replace(":path", "").replace(":count", "")


def _messages(told: dict[str, Any], side: str) -> str:
    names = [one["$ref"].rsplit("/", 1)[1] for one in told[side]["anyOf"]]
    inner: dict[str, None] = {}
    parts = [_message(told, name, f"`{told['$defs'][name]['properties']['type']['enum'][0]}`", inner) for name in names]
    parts += [_message(told, name, f"*{name}*", inner) for name in tuple(inner)]
    return "\n".join(parts)


def _message(told: dict[str, Any], name: str, title: str, inner: dict[str, None]) -> str:
    described = told["$defs"][name]
    sentence = " ".join(described.get("description", "").split())
    rows = "".join(
        f"| `{field}` | {_kind(told, kind, inner)} | {_default(kind)} |\n"
        for field, kind in described.get("properties", {}).items()
        if field != "type"
    )
    table = f"\n| | is | left out |\n| --- | --- | --- |\n{rows}" if rows else ""
    return f"**{title}** {sentence}\n{table}"


def _default(kind: dict[str, Any]) -> str:
    return "" if "default" not in kind else f"`{json.dumps(kind['default'], ensure_ascii=False)}`"


WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


def _kind(told: dict[str, Any], kind: dict[str, Any], inner: dict[str, None]) -> str:
    if "$ref" in kind:
        name = kind["$ref"].rsplit("/", 1)[1]
        inner.setdefault(name)
        _walk(told, name, inner)
        return f"*{name}*"
    if "anyOf" in kind:
        return " or ".join(_kind(told, one, inner) for one in kind["anyOf"])
    if "enum" in kind:
        return " or ".join(f"`{value}`" for value in kind["enum"])
    if kind.get("type") == "array":
        if "prefixItems" in kind:
            return f"({', '.join(_kind(told, one, inner) for one in kind['prefixItems'])})"
        return f"list of {_kind(told, kind.get('items') or {}, inner)}"
    if kind.get("type") == "object":
        more = kind.get("additionalProperties")
        return f"text → {_kind(told, more, inner)}" if isinstance(more, dict) else "object"
    return WORDS.get(kind.get("type", ""), "anything")


def _walk(told: dict[str, Any], name: str, inner: dict[str, None]) -> None:
    """Take note of what `name` is made of, so that it is told as well."""
    for kind in told["$defs"][name].get("properties", {}).values():
        for found in _references(kind):
            if found not in inner:
                inner.setdefault(found)
                _walk(told, found, inner)


def _references(kind: Any) -> list[str]:
    if isinstance(kind, dict):
        here = [kind["$ref"].rsplit("/", 1)[1]] if "$ref" in kind else []
        return here + [one for value in kind.values() for one in _references(value)]
    return [one for value in kind for one in _references(value)] if isinstance(kind, list) else []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
