"""Who may come in, what a browser is told to hold to, and that no name leads out of a folder."""

import base64
import hashlib
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from komadori.studio import site
from komadori.studio.app import application
from komadori.studio.gate import is_loopback

TOKEN = "four-calling-birds"
HOME, WIRE = "http://127.0.0.1:8380", "ws://127.0.0.1:8380"
AWAY, AWAY_WIRE = "http://192.168.1.7:8380", "ws://192.168.1.7:8380"


@pytest.fixture
def guarded(desk):
    """The studio as it listens on every address, with a token; its client keeps cookies as a browser does."""
    with TestClient(application(desk, hosts=("studio.local",), token=TOKEN), base_url=AWAY) as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1:8380", "localhost:8380", "localhost", "[::1]:8380", "LocalHost:1"])
def test_this_machine_may_come_in(client, host):
    assert client.get("/api/state", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8380",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io:8380",
        "127.0.0.2:8380",
        "192.168.1.7:8380",
        "[::2]:8380",
        "[::1",
        "[fe80::1%25lo]",
        "evil@127.0.0.1",
        "127.0.0.1#evil",
        "127.0.0.1:8380:8380",
        "127.0.0.1:999999999",
        "127.0.0.1 evil",
        "2130706433",
        "0.0.0.0:8380",
        "",
    ],
)
def test_a_name_that_is_not_ours_is_refused(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 403
    assert "does not go by the name" in answer.text


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1",
        "http://127.0.0.1:8381",
        "http://localhost:8380",
        "http://127.0.0.1:8380.evil.example",
        "http://127.0.0.1:8380@evil.example",
        "file://",
        "moz-extension://127.0.0.1:8380",
        "http://[",
        "127.0.0.1:8380",
    ],
)
def test_pages_of_others_may_not_ask(client, origin):
    assert client.post("/api/do/shoot", headers={"origin": origin}).status_code == 403
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect(WIRE + "/api/link", headers={"origin": origin}),
    ):
        pass
    assert closed.value.code == 1008


def test_our_own_page_may_ask(client):
    told = {"origin": HOME, "sec-fetch-site": "same-origin"}
    assert client.post("/api/do/find-cameras", headers=told).status_code == 200
    assert client.get("/", headers={"sec-fetch-site": "none"}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_what_a_browser_says_was_asked_for_by_another_site_is_refused(client, site):
    assert client.get("/api/state", headers={"sec-fetch-site": site}).status_code == 403


def test_the_token_is_asked_for_once_and_kept_in_a_cookie(guarded):
    assert guarded.get("/api/state").status_code == 401
    assert "token" in guarded.get("/").text
    answer = guarded.get(f"/?token={TOKEN}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert guarded.get("/").status_code == 200
    with guarded.websocket_connect(AWAY_WIRE + "/api/link") as socket:
        assert socket.receive_json()["type"] == "welcome"


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "%00", "%ff", "é", TOKEN.upper()])
def test_another_token_opens_nothing(guarded, token):
    for path in ("/", "/api/state", "/live.mjpeg", f"/assets/{site.version()}/main.js"):
        assert guarded.get(f"{path}?token={token}", follow_redirects=False).status_code == 401
        assert guarded.get(path, headers={"cookie": f'komadori-80="{token.encode().hex()}'}).status_code == 401
    for path in ("/api/link", "/api/live/x", "/api/lend/x"):
        with (
            pytest.raises(WebSocketDisconnect) as closed,
            guarded.websocket_connect(f"{AWAY_WIRE}{path}?token={token}"),
        ):
            pass
        assert closed.value.code == 1008


def test_a_program_that_keeps_no_cookies_may_name_the_token_each_time(guarded):
    assert guarded.get(f"/api/state?token={TOKEN}").status_code == 200
    with guarded.websocket_connect(f"{AWAY_WIRE}/api/link?token={TOKEN}") as socket:
        assert socket.receive_json()["type"] == "welcome"
    assert guarded.get("/api/state").status_code == 401


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/api/state"])
def test_the_token_leads_nowhere_else(guarded, path):
    answer = guarded.get(f"{AWAY}{path}?token={TOKEN}", follow_redirects=False)
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("host", "status"), [("studio.local", 401), ("10.0.0.1", 401), ("[fe80::1]:80", 401), ("evil.example", 403)]
)
def test_away_from_loopback_a_number_is_no_stranger_and_a_name_is(guarded, host, status):
    assert guarded.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("studio.local", False),
    ],
)
def test_loopback_is_known(host, ours):
    assert is_loopback(host) is ours


# -- headers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/api/state", "/nothing", "/api/do/nothing"])
def test_every_answer_tells_the_browser_to_keep_to_itself(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_a_refusal_does_so_as_well(client):
    assert client.get("/", headers={"host": "evil.example"}).headers["x-content-type-options"] == "nosniff"


def test_the_page_may_load_what_is_ours_and_run_the_one_script_in_it(client):
    answer = client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["connect-src"] == "'self' ws://127.0.0.1:8380 wss://127.0.0.1:8380"
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    digests = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts}
    assert set(policy["script-src"].split()) == {"'self'", *digests}
    assert not re.search(r"\son\w+=|javascript:", answer.text)


def test_the_page_asks_nobody_else_for_anything(client):
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", client.get("/").text)


def test_modules_are_kept_for_ever_under_an_address_that_changes_with_them(client):
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    addresses = re.findall(r'(?:src|href)="(assets/[^"]+)"', page.text)
    assert addresses
    for address in addresses:
        assert address.startswith(f"assets/{site.version()}/")
    answer = client.get("/" + next(one for one in addresses if one.endswith("main.js")))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


def test_modules_of_another_version_are_not_handed_out_as_if_they_were(client):
    assert client.get("/assets/0123456789abcdef/main.js").status_code == 404


def test_the_libraries_are_the_ones_that_were_vendored():
    rows = re.findall(r"^(\S+\.js) .*\s([0-9a-f]{64})$", (site.WEB / "vendor/VENDORED.txt").read_text(), re.MULTILINE)
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (site.WEB / "vendor").glob("*.js")}
    assert dict(rows) == found


# -- names --------------------------------------------------------------------------------------------------------

NAMED = [
    "/take/{take}/tests/{name}",
    "/take/{take}/references/{name}",
    "/take/{take}/references/{name}/1",
    "/take/{take}/sounds/{name}",
    "/take/{take}/sounds/{name}/peaks",
    "/take/{name}/1/full",
    "/take/{name}/track.wav",
    "/take/{take}/1/{name}",
    "/shots/{name}/poster.jpg",
    "/assets/{version}/{name}",
    "/assets/{name}/main.js",
    "/live.mjpeg?camera={name}",
]
STRANGE = [
    "..%2ftake.toml",
    "%2e%2e%2f%2e%2e%2fseries.toml",
    "..%5c..%5cseries.toml",
    "....//series.toml",
    "%252e%252e%252fseries.toml",
    "%2fetc%2fpasswd",
    "C:%5cWindows%5cwin.ini",
    "a%00.jpg",
    "%00",
    "%ff%fe",
    "a%0d%0aX-Evil:%201",
    "~",
    ".",
    "%20",
    ".writer.lock",
    "CON",
    "n" * 5000,
    "9" * 5000,
    "%f0%9f%90%a6" * 100,
]


@pytest.mark.parametrize("route", NAMED)
def test_no_name_leads_out_of_its_folder(client, desk, route):
    for name in STRANGE:
        answer = client.get(route.format(take=desk.take.take.take.id, name=name, version=site.version()))
        assert 400 <= answer.status_code < 500, name[:40]
        assert "root:" not in answer.text


def shelf(desk, kind):
    """The folder of what is brought."""
    return desk.take.take.path / "reference" if kind == "references" else desk.take.shot.path / "sound"


BROUGHT = [
    "..%2f..%2f..%2fevil.wav",
    "%2ftmp%2fevil.wav",
    "evil%00.wav",
    "a" * 500 + ".wav",
    "con.wav",
    ".hidden.wav",
    "..",
    "%20",
    "%ff.wav",
    "..%5c..%5cevil.wav",
]


@pytest.mark.parametrize("kind", ["references", "sounds"])
def test_what_is_brought_stays_in_its_folder(client, desk, kind, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    content = wave() if kind == "sounds" else still()
    for name in BROUGHT:
        answer = client.post(f"/api/{kind}/{name}", content=content)
        assert answer.status_code in (200, 404, 405), (name[:40], answer.text)
    fresh = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert len(fresh) >= 6
    assert {path.parent for path in fresh} == {shelf(desk, kind)}
    assert not [path for path in fresh if path.name.startswith(".")]


def still():
    """A small PNG."""
    _, data = cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))
    return data.tobytes()


def wave():
    """A tenth of a second of silence."""
    data = bytes(9600)
    head = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = (1).to_bytes(2, "little") + (1).to_bytes(2, "little") + (48000).to_bytes(4, "little")
    form += (96000).to_bytes(4, "little") + (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    return head + form + b"data" + len(data).to_bytes(4, "little") + data


@pytest.mark.skipif(not hasattr(Path, "symlink_to"), reason="no symbolic links here")
@pytest.mark.parametrize("kind", ["references", "sounds"])
def test_a_link_out_of_the_folder_is_not_followed(client, desk, tmp_path, kind):
    secret = tmp_path / "secret.wav"
    secret.write_bytes(wave())
    folder = shelf(desk, kind)
    folder.mkdir(exist_ok=True)
    (folder / "link.wav").symlink_to(secret)
    assert client.get(f"/take/{desk.take.take.take.id}/{kind}/link.wav").status_code == 404


def test_a_sound_is_never_a_page(client, desk):
    name = client.post("/api/sounds/evil.html", content=wave()).json()["name"]
    answer = client.get(f"/take/{desk.take.take.take.id}/sounds/{name}")
    assert answer.headers["content-type"] == "audio/wav"
