"""OSC: liblo's oscsend presses our keys and the field's, its oscdump is told what happens, and junk is passed over."""

import shutil
import subprocess
from contextlib import closing
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from komadori.devices.ports import LOOPBACK, DatagramServer
from komadori.errors import DeviceFailed
from komadori.settings import BadSetting
from komadori.studio.commands import COMMANDS
from komadori.studio.events import WORDS
from komadori.studio.remote.osc import FIELD_COMMANDS, open_ears, open_voice, read_templates

NEEDS_LIBLO = pytest.mark.skipif(shutil.which("oscsend") is None, reason="liblo-tools is not on this machine")
FIELD_SENDS = [
    ("shoot", ["i", "1"], ("shoot", {}, None)),
    ("shoot", ["i", "3"], ("shoot", {"held": 3}, None)),
    ("shoot", [], ("shoot", {}, None)),
    ("delete", [], ("delete", {}, None)),
    ("play", ["f", "1.0"], ("play", {}, None)),
    ("live", ["T"], ("live", {}, None)),
    ("mute", ["i", "1"], ("mute", {}, None)),
    ("black", [], ("play-to-black", {}, None)),
    ("liveToggle", ["T"], ("flick", {}, True)),
    ("liveToggle", ["i", "0"], ("flick", {}, False)),
    ("stepBackward", [], ("step-back", {}, None)),
]


def message(address, *values):
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(value)
    return builder.build()


@pytest.fixture
def ears(ear):
    with closing(open_ears(0, ear.do, ear.tell)) as opened:
        yield opened


@NEEDS_LIBLO
def test_oscsend_presses_our_keys_and_the_fields(ears, ear):
    def send(*words):
        subprocess.run(["oscsend", "127.0.0.1", str(ears.address[1]), *words], check=True)

    for name, words, asked in FIELD_SENDS:
        send(f"/dragonframe/{name}", *words)
        assert ear.next() == [asked], name
    send("/komadori/stand", "iT", "7")
    assert ear.next() == [("stand", {"frame": 7, "insert": True}, None)]
    send("/komadori/room", "s", "animate")
    assert ear.next() == [("room", {"name": "animate"}, None)]
    send("/komadori/shoot", "i", "2")
    assert ear.next() == [("shoot", {"held": 2}, None)]


@NEEDS_LIBLO
def test_oscdump_is_told_what_happens(event, free_port):
    dump = subprocess.Popen(["oscdump", "-L", str(free_port)], stdout=subprocess.PIPE, text=True)
    with dump, closing(open_voice(f"127.0.0.1:{free_port}")) as voice:
        line = ""
        while "frame-complete" not in line:
            voice.event(event("frame-complete"))  # until it listens
            line = dump.stdout.readline() if _readable(dump.stdout) else ""
        voice.event(event("capture-complete", frame=12, exposure_name="x1", file="/take/000012_x1.jpg"))
        while "capture-complete" not in line:
            line = dump.stdout.readline()
        dump.terminate()
    told = line.split(" ", 1)[1].strip()
    assert told == (
        '/komadori/event/capture-complete iisssss 12 1 "x1" "Field and Fell" "ep01_sc010_sh020" "01" '
        '"/take/000012_x1.jpg"'
    )


@pytest.fixture
def free_port():
    """A UDP port that was free a moment ago."""
    with closing(DatagramServer(LOOPBACK, 0, lambda _: None)) as server:
        return server.address[1]


def _readable(pipe):
    import select

    return bool(select.select([pipe], [], [], 0.1)[0])


def test_every_fixed_address_of_the_field_has_a_command():
    assert set(FIELD_COMMANDS.values()) <= COMMANDS.keys()


@pytest.mark.parametrize(
    ("address", "values", "asked"),
    [
        ("/komadori/shoot", (1.0,), [("shoot", {}, None)]),
        ("/komadori/shoot", (0.0,), []),
        ("/komadori/shoot", (3, 2), [("shoot", {"held": 3, "count": 2}, None)]),
        ("/komadori/play", (0,), []),
        ("/komadori/play", (1,), [("play", {}, None)]),
        ("/komadori/step-back", (10,), [("step-back", {"frames": 10}, None)]),
        ("/komadori/step-back", (False,), []),
        ("/komadori/stand", (12.0,), [("stand", {"frame": 12}, None)]),
        ("/komadori/retime", (3, 8, 2), [("retime", {"first": 3, "last": 8, "on": 2}, None)]),
        ("/komadori/black", (0.0,), [("black", {"on": False}, None)]),
        ("/komadori/dark", (1,), [("dark", {"on": True}, None)]),
        ("/komadori/flick", (1.0,), [("flick", {}, True)]),
        ("/komadori/flick", (), [("flick", {}, True), ("flick", {}, False)]),
        ("/dragonframe/shoot", (0,), []),
        ("/dragonframe/shoot", (0.0,), []),
        ("/dragonframe/save", (), []),
        ("/komadori/event/shoot", (1, "x"), []),
        ("/somebody/else", (1,), []),
    ],
)
def test_values_become_words(ears, ear, address, values, asked):
    ears.heard(message(address, *values).dgram)
    assert ear.all() == asked
    assert ear.silent


@pytest.mark.parametrize(
    ("address", "values", "told"),
    [
        ("/komadori/shot", (), "nothing here answers to /komadori/shot."),
        ("/dragonframe/shootVideoAssist", (), "nothing here answers to /dragonframe/shootVideoAssist."),
        ("/komadori/stand", (), "stand needs frame"),
        ("/komadori/stand", ("here",), "stand was told frame 'here'"),
        ("/komadori/stand", (1, True, 5), "stand takes no 'value 3'"),
        ("/komadori/shoot", (b"blob",), "shoot was told held b'blob'"),
        ("/dragonframe/shoot", (99_999,), "shoot was told held 99999"),
    ],
)
def test_what_cannot_be_done_is_told(ears, ear, address, values, told):
    ears.heard(message(address, *values).dgram)
    assert told in ear.next_told()[0]
    assert ear.silent


def test_a_bundle_is_heard_in_its_order(ears, ear):
    bundle = OscBundleBuilder(IMMEDIATELY)
    bundle.add_content(message("/komadori/live"))
    bundle.add_content(message("/komadori/shoot"))
    ears.heard(bundle.build().dgram)
    assert [name for name, _, _ in ear.all()] == ["live", "shoot"]


def test_a_surface_that_goes_lets_its_key_go(ear):
    ears = open_ears(0, ear.do, ear.tell)
    ears.heard(message("/komadori/flick", 1.0).dgram)
    ears.close()
    assert [pressed for _, _, pressed in ear.all()] == [True, False]


@given(
    data=st.one_of(
        st.binary(max_size=80),
        st.binary(max_size=40).map(lambda tail: b"/komadori/shoot\0,i" + tail),
        st.binary(max_size=40).map(lambda tail: b"#bundle\0" + tail),
        st.just(b"#bundle\0" + bytes(8) + b"\0\0\0\x10#bundle\0" + bytes(8)),
    )
)
def test_no_datagram_raises(data):
    class Deaf:
        def do(self, *_, **__):
            pass

    ears = open_ears(0, Deaf().do, Deaf().do)
    with closing(ears):
        ears.heard(data)


def test_the_fields_variables_are_told_where_a_template_puts_them(ear, event):
    text = (
        "position: /stage/frame frame frameTime frameTimeMillis scene; "
        "capture-complete: /stage/cc frame scene imageFileName stereoIndex take exposureName"
    )
    heard = ear.asked
    with closing(DatagramServer(LOOPBACK, 0, heard.put)) as server:
        with closing(open_voice(f"127.0.0.1:{server.address[1]}", text)) as voice:
            voice.event(event("position", frame=25, rate=Fraction(24)))
            voice.event(event("shoot"))
            voice.event(event("position", frame=2))
            voice.event(event("capture-complete", file="/t/\udcff.jpg"))
        told = [OscPacket(data).messages[0].message for data in (heard.get(timeout=10) for _ in range(3))]
    assert [(one.address, one.params) for one in told] == [
        ("/stage/frame", [25, "00:00:01:00", 1000, "ep01_sc010_sh020"]),
        ("/stage/frame", [2, "", 0, "ep01_sc010_sh020"]),
        ("/stage/cc", [12, "ep01_sc010_sh020", "/t/?.jpg", 0, "01", "x1"]),
    ]


def test_without_templates_every_moment_is_told():
    assert read_templates(" ").keys() == set(WORDS)


@pytest.mark.parametrize(
    "text", ["position", "posing: /a frame", "position: a frame", "position: /a frames", "position: /a#b", ":"]
)
def test_a_template_that_tells_nothing_is_told(text):
    with pytest.raises(BadSetting, match="tells nothing"):
        read_templates(text)


@pytest.mark.parametrize("to", ["9000", "host:", "host:0", "host:99999", "host:" + "9" * 5000, "host:٣"])
def test_where_to_must_be_an_address(to):
    with pytest.raises(BadSetting, match="host:port"):
        open_voice(to)


def test_nobody_tells_themselves(ears):
    with pytest.raises(BadSetting, match="listens itself"):
        open_voice(f"localhost:{ears.address[1]}", ears=ears)


def test_a_name_that_leads_nowhere_is_told():
    with pytest.raises(DeviceFailed):
        open_voice("nowhere.invalid:9000")
