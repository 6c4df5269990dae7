"""`komadori studio`: the animation workspace in the browser."""

import os
import secrets
import socket
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from komadori.cli.app import FOLDER, app, json_option
from komadori.cli.talk import emit, talk
from komadori.errors import WrongUse
from komadori.settings import Settings, load
from komadori.store import NotASeries, UnknownShot, find_series
from komadori.studio.gate import is_loopback

if TYPE_CHECKING:
    from komadori.studio.desk import Desk

PORT = 8380
LATER = 20
"""Ports tried after the usual one, when another studio is open already."""


@app.command("studio")
@click.argument("folder", type=FOLDER, required=False, metavar="[SERIES]")
@click.option("--camera", "cameras", multiple=True, metavar="NAME", help="Open this camera at once; again for more.")
@click.option("--shot", "slate", metavar="SHOT", default="", help="Open this shot at once, or begin it.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; any but loopback asks for a token."
)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Port to listen on.")
@click.option("--token", default="", help="What a visitor must know; made up where it is needed and not given.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Another name this studio is reached by.")
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser (default), or do not.")
@json_option
def studio(
    *,
    folder: Path | None,
    cameras: tuple[str, ...],
    slate: str,
    host: str,
    port: int,
    token: str,
    names: tuple[str, ...],
    browser: bool,
    as_json: bool,
) -> None:
    """Open the animation workspace for SERIES, or for the current folder, where one may be begun.

    It is there until Ctrl-C. Whatever happens to it, every picture that was acknowledged is on the disk.
    """
    home = (folder or Path.cwd()).absolute()
    if not home.is_dir():
        raise WrongUse(f"There is no folder {home}.", hint="name a series, or an empty folder to begin one in.")
    token = token or ("" if is_loopback(host) else secrets.token_urlsafe(18))
    with _listen(host, port) as line:
        told = _address(line, names, token)
        desk = _desk(home, cameras, slate)
        if as_json:
            emit({"address": told, "folder": home, "pid": os.getpid()})
        talk(f"The studio is open at {told}\nCtrl-C closes it; what is shot is safe at every moment.")
        if browser:
            threading.Timer(0.5, webbrowser.open, [told]).start()
        # On loopback nobody else may give out our name, so there it is not taken for ours.
        own = (socket.gethostname().lower(), f"{socket.gethostname().lower()}.local") if token else ()
        _serve(desk, line, hosts=(host, *own, *names), token=token)


def _address(line: socket.socket, names: tuple[str, ...], token: str) -> str:
    """Where a browser finds the studio that listens at `line`."""
    host, port = line.getsockname()[:2]
    if names:
        host = names[0]
    elif host in ("0.0.0.0", "::"):  # noqa: S104 - every address, of which a visitor needs one
        host = _own_address(line.family)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    return f"{address}?token={quote(token, safe='')}" if token else address


def _own_address(family: int) -> str:
    """The number of this machine in its network, or loopback's where it is in none. Nothing is sent for that."""
    somewhere, here = ("192.0.2.1", "127.0.0.1") if family == socket.AF_INET else ("2001:db8::1", "::1")
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as line:
            line.connect((somewhere, 9))
            return str(line.getsockname()[0])
    except OSError:
        return here


def _desk(home: Path, cameras: tuple[str, ...], slate: str) -> "Desk":
    """The desk with what was asked for laid on it; what cannot be is raised, and the desk closed again."""
    from komadori.studio.desk import Chosen, Desk
    from komadori.studio.messages import Remark
    from komadori.studio.remote.remotes import open_remotes

    user = Path(click.get_app_dir("komadori"))
    settings = _settings(home, user)
    chosen = Chosen(
        on=settings.on,
        workers=settings.workers,
        farm=settings.farm,
        rest=settings.rest,
        keys=settings.keys,
        language=settings.language,
        user=user,
    )
    desk = Desk(home, chosen=chosen)

    def tell(text: str, hint: str) -> None:
        desk.tell(Remark(text=text, hint=hint, severity="trouble"))

    try:
        for name in cameras or ((settings.camera,) if settings.camera else ()):
            desk.do("open-camera", {"name": name}).result()
        if slate:
            try:
                desk.do("open", {"slate": slate}).result()
            except UnknownShot:
                # Whoever names a shot that is not there yet begins it, as with `komadori shoot`.
                desk.do("new-shot", {"slate": slate, "on": desk.chosen.on}).result()
        desk.remote(open_remotes(settings, desk.do, tell))
    except BaseException:
        desk.close()
        raise
    return desk


def _settings(home: Path, user: Path) -> Settings:
    """The settings in force for the series in `home`, which may still have to be begun."""
    try:
        series = find_series(home)
    except NotASeries:
        series = home
    return load([user / "settings.toml"], os.environ, series=series / "settings.toml")


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket at `port`, or at the next that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for tried in range(port, min(port + LATER, 65536)) if port else (0,):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name != "nt":  # where it would let two programs have one port
                line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind((host, tried))
            line.listen(64)
        except OSError as error:
            line.close()
            last = error
        else:
            return line
    reason = last.strerror if last else "no port is free"
    raise WrongUse(f"The studio cannot listen at {host}:{port}: {reason}.", hint="name another --host or --port.")


def _serve(desk: "Desk", line: socket.socket, *, hosts: tuple[str, ...], token: str) -> None:
    from komadori.studio.serving import Server

    with suppress(KeyboardInterrupt):  # Ctrl-C is how it is closed, and by then it is
        Server(desk, hosts=hosts, token=token).run([line])
