"""Hooks: the script is called as the field calls it, in order, and nothing it does holds up the shooting."""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Event as Signal

import pytest

from komadori import plugins
from komadori.studio.events import WORDS
from komadori.studio.remote import hooks
from komadori.studio.remote.hooks import ACTIONS, GROUP, MOST_WAITING, Hook, PythonHook, Script, arguments, open_hooks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these hooks are shell scripts")


@pytest.fixture
def script(tmp_path):
    """`script("echo …")` writes a shell script that can be run."""

    def write(body, name="hook.sh"):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def no_python_hooks(monkeypatch):
    monkeypatch.setattr(plugins, "find", lambda group: {})


def wait_for(path, lines):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        if len(found) >= lines:
            return found
        time.sleep(0.01)
    raise TimeoutError(path)


def test_the_script_is_called_in_order_as_the_field_calls_it(script, tmp_path, ear, event, no_python_hooks):
    path = script(f"printf '%s|' \"$#\" \"$@\" >> '{tmp_path}/log'; echo >> '{tmp_path}/log'", name="my hook.sh")
    (hook,) = open_hooks(str(path), ear.tell)
    with closing(hook):
        hook.event(event("shoot"))
        hook.event(event("capture-complete", file="/t/000012 x1.jpg"))
        hook.event(event("position", frame=13, exposure=2, exposure_name="back; rm -rf $HOME"))
        hook.event(event("new-take", take="02", file="/ignored"))
    shot = "Field and Fell|ep01_sc010_sh020"
    assert (tmp_path / "log").read_text().splitlines() == [
        f"7|{shot}|01|SHOOT|12|1|x1|",
        f"8|{shot}|01|CC|12|1|x1|/t/000012 x1.jpg|",
        f"7|{shot}|01|POSITION|13|2|back; rm -rf $HOME|",
        f"7|{shot}|02|NEW_TAKE|12|1|x1|",
    ]
    assert ear.silent


def test_every_moment_has_the_fields_word():
    assert list(ACTIONS) == list(WORDS)
    assert list(ACTIONS.values()) == ["SHOOT", "DELETE", "POSITION", "CC", "FC", "TEST", "EDIT", "CONFORM", "NEW_TAKE"]


def test_a_slow_script_holds_nobody_up_and_what_it_began_is_ended(script, tmp_path, ear, event):
    script_path = script(f"echo $$ > '{tmp_path}/pid'; sleep 600 & echo $! > '{tmp_path}/child'; wait")
    hook = Hook("It", Script(script_path, ear.tell, longest=3), ear.tell)
    hook.event(event("shoot"))
    assert ear.silent  # it was handed over, and the script still runs
    text, hint = ear.next_told()
    assert "took longer than 3 seconds at SHOOT and was ended" in text
    assert hint
    hook.close()
    assert _gone(int((tmp_path / "child").read_text()))


def _gone(pid):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
        if not state or state.startswith("Z"):
            return True
        time.sleep(0.02)
    return False


def test_closing_waits_a_little_and_then_ends_the_script(script, tmp_path, ear, event, monkeypatch):
    monkeypatch.setattr(hooks, "FAREWELL", 0.2)
    path = script(f"echo $$ >> '{tmp_path}/pid'; exec sleep 600")
    hook = Hook("It", Script(path, ear.tell), ear.tell)
    hook.event(event("shoot"))
    hook.event(event("delete"))
    (pid,) = wait_for(tmp_path / "pid", 1)
    hook.close()
    assert _gone(int(pid))
    assert len((tmp_path / "pid").read_text().splitlines()) == 1


def test_a_script_that_fails_is_told_once_until_it_goes_well(script, tmp_path, ear, event):
    path = script(f"test -e '{tmp_path}/fine' || {{ echo 'no disk.' >&2; exit 3; }}")
    listener = Script(path, ear.tell)
    for _ in range(3):
        listener.tell(event("capture-complete"))
    assert ear.next_told() == (f"The hook {path} failed at CC with code 3: no disk.", "")
    assert ear.silent
    (tmp_path / "fine").touch()
    listener.tell(event("shoot"))
    (tmp_path / "fine").unlink()
    listener.tell(event("test"))
    assert "failed at TEST" in ear.next_told()[0]


def test_a_script_that_cannot_be_run_is_told(script, tmp_path, ear, event, no_python_hooks):
    path = script("true")
    path.chmod(0o644)
    Script(path, ear.tell).tell(event("shoot"))
    assert ear.next_told() == (f"The hook {path} may not be run.", f"chmod +x {path}")
    plain = tmp_path / "plain"
    plain.write_bytes(b"echo no first line")
    plain.chmod(0o755)
    Script(plain, ear.tell).tell(event("shoot"))
    assert "cannot be run: Exec format error" in ear.next_told()[0]
    Script(script("true"), ear.tell).tell(event("shoot", production="a\0b"))
    assert "cannot be run" in ear.next_told()[0]
    assert open_hooks(str(tmp_path / "missing"), ear.tell) == []
    assert "There is no hook" in ear.next_told()[0]


def test_a_batch_file_is_given_nothing_its_interpreter_acts_upon(event):
    given = arguments(event("shoot", production='A "& calc %PATH%'), batch=True)
    assert given[0] == "A __ calc _PATH_"
    assert arguments(event("shoot", production="A & B"))[0] == "A & B"


def test_python_hooks_are_called_by_entry_point(ear, event, monkeypatch):
    seen = []
    installed = {"good": lambda: seen.append, "bad": lambda: 1 / 0, "worse": lambda: sys.exit}
    monkeypatch.setattr(plugins, "find", lambda group: installed if group == GROUP else {})
    opened = open_hooks("", ear.tell)
    moments = [event("shoot"), event("capture-complete")]
    for moment in moments:
        for hook in opened:
            hook.event(moment)
    for hook in opened:
        hook.close()
    assert seen == moments
    told = sorted(ear.next_told()[0] for _ in range(2))
    assert told[0].startswith("The Python hook bad failed and is switched off: ZeroDivisionError")
    assert told[1].startswith("The Python hook worse failed and is switched off: SystemExit")
    assert ear.silent


def test_a_hook_too_slow_for_all_is_told_once(ear, event):
    go = Signal()
    listener = PythonHook("slow", lambda: lambda _: go.wait(60), ear.tell)
    hook = Hook("Slow", listener, ear.tell)
    for _ in range(MOST_WAITING + 10):
        hook.event(event("position"))
    assert ear.next_told() == ("Slow is too slow; it is not told everything.", "")
    assert ear.silent
    go.set()
    hook.close()


def test_a_home_is_understood(script, tmp_path, ear, no_python_hooks, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    path = script("true")
    (hook,) = open_hooks(f"~{os.sep}{Path(path).name}", ear.tell)
    hook.close()
    assert ear.silent
