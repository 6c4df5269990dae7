"""What docs/guides/controllers.md shows is true: its oscsend lines, templates, script and table of words."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from komadori.devices.wire.simple_interface import WORDS, Reader
from komadori.settings import ROWS
from komadori.studio.remote.hooks import ACTIONS, Script
from komadori.studio.remote.osc import VARIABLES, open_ears, read_templates

GUIDE = (Path(__file__).resolve().parents[3] / "docs/guides/controllers.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("oscsend") is None, reason="liblo-tools is not on this machine")
def test_its_oscsend_lines_press_keys(ear):
    lines = re.findall(r"^oscsend 127\.0\.0\.1 8000 (.*)$", GUIDE, re.MULTILINE)
    with closing(open_ears(0, ear.do, ear.tell)) as ears:
        asked = []
        for line in lines:
            subprocess.run(["oscsend", "127.0.0.1", str(ears.address[1]), *shlex.split(line)], check=True)
            asked += ear.next()
    assert [(name, given) for name, given, _ in asked] == [
        ("shoot", {}),
        ("shoot", {"held": 3}),
        ("stand", {"frame": 48}),
        ("room", {"name": "animate"}),
        ("flick", {}),
        ("flick", {}),
    ]
    assert [pressed for _, _, pressed in asked[-2:]] == [True, False]
    assert ear.silent


def test_its_settings_are_settings():
    known = {row.name for row in ROWS}
    tables = [tomllib.loads(block) for block in blocks("toml")]
    assert all(table.keys() <= known for table in tables if "project" not in table)
    (templates,) = [table["osc_events"] for table in tables if "osc_events" in table]
    assert read_templates(templates).keys() == {"position", "capture-complete"}


def test_its_tables_are_whole():
    cells = " ".join(re.findall(r"^\|.*\|$", GUIDE, re.MULTILINE))
    said = {word.split()[0] for word in re.findall(r"`([^`]+)`", cells)}
    assert WORDS | set(ACTIONS.values()) <= said
    assert all(f"`{name}`" in GUIDE for name in VARIABLES)


def test_its_arduino_says_what_we_hear():
    (sketch,) = blocks("cpp")
    sent = re.search(r'Serial\.print\("(.+?)"\)', sketch)[1].encode().decode("unicode_escape").encode()
    assert [asked.word for asked in Reader().feed(sent)] == ["S"]


@pytest.mark.skipif(sys.platform == "win32", reason="it is a shell script")
def test_its_script_copies_every_picture(tmp_path, ear, event):
    (text,) = blocks("sh")
    script = tmp_path / "hook.sh"
    script.write_text(text.replace("/media/backup", str(tmp_path / "backup")), encoding="utf-8")
    script.chmod(0o755)
    picture = tmp_path / "000012 x1.jpg"
    picture.write_bytes(b"picture")
    listener = Script(script, ear.tell)
    listener.tell(event("shoot"))
    listener.tell(event("capture-complete", file=str(picture)))
    assert (tmp_path / "backup/ep01_sc010_sh020/take01" / picture.name).read_bytes() == b"picture"
    assert ear.silent


def test_its_python_hook_takes_an_event(event, capsys):
    (text,) = blocks("python")
    names = {}
    exec(compile(text, "guide", "exec"), names)
    names["told"](event("frame-complete", file="/t/1.jpg"))
    assert capsys.readouterr().out == "ep01_sc010_sh020: frame 12 is safe in /t/1.jpg\n"
