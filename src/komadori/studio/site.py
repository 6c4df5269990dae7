"""The page itself and its modules, under an address that changes with them, so that browsers may keep them for ever."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(str(files("komadori.studio"))) / "web"
MARK = "{{version}}"
POLICY = (
    "default-src 'self'; script-src 'self' 'sha256-{digest}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; media-src 'self' blob: mediastream:; worker-src 'self' blob:; "
    "connect-src 'self' ws://{host} wss://{host}; object-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)


@cache
def version() -> str:
    """Sixteen digits that stand for all files of the page together."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in WEB.rglob("*") if path.is_file()):
        told = path.stat()
        digest.update(f"{path.relative_to(WEB)}:{told.st_size}:{told.st_mtime_ns};".encode())
    return digest.hexdigest()


async def front(request: Request) -> Response:
    """The page; it is asked for afresh each time, and leads to modules that never change.

    It may load what is ours and nothing else: the one script in it, the map of modules, is named by its digest.
    """
    page = (WEB / "index.html").read_text(encoding="utf-8").replace(MARK, version())
    (module_map,) = re.findall(r'<script type="importmap">(.*?)</script>', page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(module_map.encode()).digest()).decode()
    # The gate has made sure that this host is one of ours, and a browser may not take 'self' for its web sockets.
    policy = POLICY.format(digest=digest, host=request.headers["host"])
    return HTMLResponse(page, headers={"cache-control": "no-cache", "content-security-policy": policy})


class Assets(StaticFiles):
    """Files of the page, to be kept for as long as their address is asked for."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, marked as never changing. Of another version there is none: files of two do not fit together."""
        if scope["path_params"].get("version") != version():
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def assets() -> Assets:
    """The modules, styles and letters."""
    return Assets(directory=WEB, follow_symlink=False)
