"""Who may come in: only pages of our own, on this machine, or with the token.

Any web page a person visits can send requests to 127.0.0.1. So a request must name this server as its Host, which a
page that was led here by a false name server cannot, and where a browser tells the Origin of a request it must be ours.
Away from loopback everybody needs the token, which travels in a cookie once it was given in the page's address. There a
Host may also be any number: a false name server can give a name our number, and cannot make a browser say a number.
"""

import hmac
import ipaddress
import re
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "komadori-{port}"
"""With the port, since a browser tells its cookies to every port of a machine and there may be two studios."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(:[0-9]{1,5})?")
POLICY = 1008
"""The code a web socket is closed with that may not be opened."""

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Gate:
    """Lets a request through to `app`, or turns it away with a sentence.

    `hosts` are the names this server goes by besides those of loopback; `token` is asked for where it is not empty.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = (), token: str = "") -> None:
        self._app, self._token = app, token
        self._hosts = frozenset({*LOOPBACK, *(host.lower() for host in hosts)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass, refuse, or take the token out of the address."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        send = _guarded(send)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        why = self._refusal(headers)
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if why:
            await _refuse(scope, receive, send, 403, why)
        elif self._token and _same(given, self._token) and scope["type"] == "http" and scope["path"] == "/":
            await self._welcome(scope, receive, send)
        elif self._token and not _same(given, self._token) and not _same(_cookie(scope, headers), self._token):
            await _refuse(scope, receive, send, 401, "This studio asks for its token: open the address it printed.")
        else:
            await self._app(scope, receive, send)

    def _refusal(self, headers: dict[str, str]) -> str:
        host = headers.get("host", "").lower()
        if not self._known(host):
            return f"This studio does not go by the name {host[:80]!r}."
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
            return f"The page at {origin[:80]!r} is not the studio's own."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "This was asked for by another site: type the studio's address, or paste it."
        return ""

    def _known(self, host: str) -> bool:
        """Whether this server goes by a Host, which may name a port."""
        found = HOST.fullmatch(host)
        if found is None:
            return False
        name = found["name"].strip("[]")
        return name in self._hosts or (bool(self._token) and _is_number(name))

    async def _welcome(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(_name(scope), self._token, httponly=True, samesite="strict", max_age=30 * 86400)
        await answer(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(scope: Scope) -> str:
    return COOKIE.format(port=(scope.get("server") or ("", 0))[1] or 0)


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), token.encode())


def _cookie(scope: Scope, headers: dict[str, str]) -> str:
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(_name(scope))
    except CookieError:
        return ""
    return held.value if held else ""


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": POLICY, "reason": why.encode()[:120].decode(errors="ignore")})
    else:
        await PlainTextResponse(f"{why}\n", status)(scope, receive, send)


def _guarded(send: Send) -> Send:
    """Adds to every answer what a browser must hold to."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return guarded
