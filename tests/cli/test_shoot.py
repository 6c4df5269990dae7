"""`komadori shoot`: unattended, killed at any moment, and with an animator at the keys."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from komadori.film import Slate
from komadori.store import open_series

SHOT = "ep01/sc010/sh020"


def proved(series, line):
    """Whether the disk holds what a printed line promised."""
    data = (series / line["file"]).read_bytes()
    digest = hashlib.blake2b(data).hexdigest()
    return (len(data), f"blake2b:{digest}") == (line["bytes"], line["hash"])


def test_without_a_terminal_it_shoots_by_itself_and_promises_each_picture(run, series, photographs):
    folder = photographs(5)[0].parent
    ran = run("shoot", SHOT, "--series", series, "--camera", f"replay:{folder}", "--frames", 5)
    assert ran.code == 0
    told = [(line["picture"], line["frame"], line["exposure"]) for line in ran.lines]
    assert told == [(1, 1, "x1"), (2, 3, "x1"), (3, 5, "x1"), (4, 7, "x1"), (5, 9, "x1")]
    assert all(proved(series, line) for line in ran.lines)


def test_every_named_exposure_counts(run, series, photographs):
    camera = f"replay:{photographs(4)[0].parent}"
    ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 4, "--exposures", "x1,x2", "--on", 1)
    told = [(line["frame"], line["exposure"]) for line in ran.lines]
    assert told == [(1, "x1"), (1, "x2"), (2, "x1"), (2, "x2")]


@pytest.mark.parametrize("names", ["x1,x1", "x 1", "x1,"])
def test_exposures_that_cannot_be_named_so_are_wrong_use(run, series, photographs, names):
    camera = f"replay:{photographs(1)[0].parent}"
    ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 1, "--exposures", names)
    assert ran.code == 2
    assert "hint: " in ran.err
    assert not (series / SHOT).exists()


def test_shooting_goes_on_after_what_is_there(run, series, photographs):
    camera = f"replay:{photographs(4)[0].parent}"
    run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 2)
    ran = run("shoot", SHOT, "--series", series, "--camera", camera + "?start=3", "--frames", 2)
    assert [(line["picture"], line["frame"]) for line in ran.lines] == [(3, 5), (4, 7)]


def test_a_bad_day_ends_with_every_picture(run, series, photographs):
    faults = "lost=2&truncated=3&wrong_size=4&timeout=5&duplicate=6"
    camera = f"replay:{photographs(6)[0].parent}?{faults}"
    ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 7)
    assert ran.code == 0
    assert len(ran.lines) == 7
    assert all(proved(series, line) for line in ran.lines)
    for words in ("was disconnected", "is back", "ends before", "and the take is 96 × 64 px", "same, byte for byte"):
        assert words in ran.err


@pytest.mark.parametrize(
    ("faults", "words"), [("?card_full=3", "no room left on its card"), ("", "has served all its 2 photographs")]
)
def test_a_camera_that_can_no_more_ends_with_what_is_safe(run, series, photographs, faults, words):
    camera = f"replay:{photographs(3 if faults else 2)[0].parent}{faults}"
    ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 9)
    assert ran.code == 1
    assert len(ran.lines) == 2
    assert words in ran.err


def test_with_json_a_failure_is_the_last_line(run, series, photographs):
    camera = f"replay:{photographs(2)[0].parent}"
    ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 3, "--json")
    assert [min(line) for line in ran.lines] == ["bytes", "bytes", "error"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--camera", "replay:nowhere", "--frames", "1"], "nowhere"),
        (["--camera", "reply:photographs", "--frames", "1"], "did you mean replay?"),
        (["--camera", "replay:photographs", "--frames", "0"], "--frames"),
        (["--camera", "replay:photographs"], "add --frames N"),
        (["--frames", "1"], "add --camera NAME"),
    ],
)
def test_wrong_use_begins_nothing(run, series, photographs, words, told):
    photographs(1)
    ran = run("shoot", SHOT, "--series", series, *words)
    assert ran.code == 2
    assert told in ran.err
    assert not (series / "ep01").exists()


def test_a_take_that_somebody_writes_is_left_alone(run, series, photographs):
    camera = f"replay:{photographs(2)[0].parent}"
    run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 1)
    with open_series(series).take(Slate.parse(SHOT)).writer():
        ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 1)
    assert ran.code == 1
    assert "hint: " in ran.err


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM means something else on Windows")
def test_a_polite_kill_is_told_and_loses_nothing(command, series, photographs):
    camera = f"replay:{photographs(3)[0].parent}?slow=0.05&loop=1"
    words = ("shoot", SHOT, "--series", series, "--camera", camera, "--frames", "999")
    with command(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=90)
    lines = [json.loads(line) for line in [first, *out.splitlines()]]
    assert process.returncode == 1
    assert "Stopped. What was finished stays." in err
    assert all(proved(series, line) for line in lines)
    assert len(open_series(series).take(Slate.parse(SHOT)).pictures) >= len(lines)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_killed_at_any_moment_every_printed_line_is_on_the_disk(command, run, series, photographs, tmp_path):
    """Each round shoots on where the last was killed; its printed lines are compared with the disk afterwards."""
    camera = f"replay:{photographs(12)[0].parent}?loop=1"
    chance = random.Random(20)
    promised = {}
    for _ in range(40):
        words = ("shoot", SHOT, "--series", series, "--camera", camera, "--frames", "99999")
        with command(*words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            lines = [process.stdout.readline() for _ in range(chance.randrange(1, 4))]
            time.sleep(chance.random() * 0.03)
            process.kill()
            lines += process.stdout.read().splitlines(keepends=True)
        whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
        assert not promised.keys() & {line["picture"] for line in whole}
        promised |= {line["picture"]: line for line in whole}
        take = open_series(series).take(Slate.parse(SHOT))
        listed = {picture.number: picture for picture in take.pictures}
        for number, line in promised.items():
            assert listed[number].hash == line["hash"]
            assert take.sheet.cell("picture", line["frame"]).picture(line["exposure"]) == number
    assert all(proved(series, line) for line in promised.values())
    assert len(promised) > 40
    assert {problem["kind"] for problem in run("check", series, "--json").data["problems"]} <= {"unlisted", "left over"}
    assert run("repair", series).code == 0
    assert run("check", series).code == 0


if os.name == "posix":
    import fcntl
    import pty
    import select
    import termios

    class Terminal:
        """A command at a terminal of its own: keys in, what is shown out."""

        def __init__(self, words, tmp_path, env):
            self.inside, outside = pty.openpty()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "komadori", *map(str, words)],
                stdin=outside,
                stdout=outside,
                stderr=outside,
                cwd=tmp_path,
                env=env,
                start_new_session=True,
                # Ctrl-C reaches a process only from the terminal that controls it.
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            )
            os.close(outside)
            self.shown = ""

        def wait_for(self, words, times=1):
            """Read until `words` were shown `times` times since the last key."""
            until = time.monotonic() + 30
            while self.shown.count(words) < times:
                if not select.select([self.inside], [], [], max(0, until - time.monotonic()))[0]:
                    pytest.fail(f"never shown: {words!r}\n{self.shown}")
                try:
                    self.shown += os.read(self.inside, 4096).decode()
                except OSError:
                    pytest.fail(f"ended without showing {words!r}\n{self.shown}")
            return self.shown

        def press(self, keys, words):
            """Press keys and wait until `words` are shown."""
            self.shown = ""
            os.write(self.inside, keys.encode())
            return self.wait_for(words)

        def end(self):
            try:
                return self.process.wait(timeout=90)
            finally:
                self.process.kill()
                os.close(self.inside)


@pytest.fixture
def terminal(tmp_path):
    """`terminal("shoot", …)` runs a command at a pseudo-terminal."""
    if os.name != "posix":
        pytest.skip("pseudo-terminals are POSIX")
    opened = []
    env = {name: value for name, value in os.environ.items() if not name.startswith("KOMADORI_")}
    env |= {"HOME": str(tmp_path), "TERM": "xterm", "NO_COLOR": "1"}

    def start(*words):
        opened.append(Terminal(words, tmp_path, env))
        return opened[-1]

    yield start
    for each in opened:
        each.process.kill()
        each.process.wait()


def sheet(series):
    return [
        (span.first, span.cell.length, span.cell.picture())
        for span in open_series(series).take(Slate.parse(SHOT)).sheet.spans()
    ]


def test_an_animator_shoots_steps_deletes_and_undoes(terminal, series, photographs):
    camera = f"replay:{photographs(9)[0].parent}"
    at = terminal("shoot", SHOT, "--series", series, "--camera", camera)
    at.wait_for("▸ frame 1 ")
    assert "IMG_0001.jpg" in at.press("\r", "▸ frame 3 ")
    at.press("Q", "▸ frame 5 ")
    at.press("w", "▸ frame 8 ")
    at.press("E", "▸ frame 12 ")
    assert "x1  picture 4" in at.press("\x1b[D", "◂ frames 8-11")
    at.press("1", "◂ frames 5-7")
    at.press("\x1b[C", "◂ frames 8-11")
    at.press("3", "▸ frame 12 ")
    assert "Picture 4 is off the sheet" in at.press("\x7f", "▸ frame 8 ")
    assert "Undone" in at.press("u", "▸ frame 12 ")
    assert "Done again" in at.press("U", "▸ frame 8 ")
    at.press("x", "Enter shoots")
    at.press("q", "")
    assert at.end() == 0
    assert sheet(series) == [(1, 2, 1), (3, 2, 2), (5, 3, 3)]
    assert len(open_series(series).take(Slate.parse(SHOT)).pictures) == 4


def test_a_note_with_an_alarm_rings_when_its_frame_is_reached(terminal, run, series, photographs, tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("frame,picture,hold,notes\n1,,,\n2,,|,\n3,,,!blink\n4,,|,\n", encoding="utf-8")
    run("import", plan, "--series", series, "--shot", SHOT)
    at = terminal("shoot", SHOT, "--series", series, "--camera", f"replay:{photographs(3)[0].parent}")
    assert "\a" not in at.wait_for("▸ frame 1 ")
    assert "\a▸ frame 3 " in at.press("\r", "♪ blink")
    at.press("q", "")
    assert at.end() == 0


def test_a_double_press_shoots_once(terminal, series, photographs):
    camera = f"replay:{photographs(6)[0].parent}?slow=0.4"
    at = terminal("shoot", SHOT, "--series", series, "--camera", camera)
    at.wait_for("▸ frame 1 ")
    at.press("\r\r\r", "were passed over")
    at.press("q", "")
    assert at.end() == 0
    assert len(sheet(series)) == 1


def test_a_camera_that_goes_away_is_waited_for_at_the_keys(terminal, series, photographs):
    at = terminal("shoot", SHOT, "--series", series, "--camera", f"replay:{photographs(3)[0].parent}?lost=2")
    at.wait_for("▸ frame 1 ")
    at.press("\r", "▸ frame 3 ")
    assert "is back" in at.press("\r", "▸ frame 5 ")
    at.press("\x04", "")
    assert at.end() == 0
    assert len(sheet(series)) == 2


def test_control_c_leaves_the_terminal_and_the_take_in_order(terminal, series, photographs):
    at = terminal("shoot", SHOT, "--series", series, "--camera", f"replay:{photographs(3)[0].parent}")
    at.wait_for("▸ frame 1 ")
    at.press("\r", "▸ frame 3 ")
    at.press("\x03", "Stopped.")
    assert at.end() == 1
    assert len(sheet(series)) == 1


def test_a_miniature_stage_is_shot_like_any_other_camera(run, series, tiny_stage):
    camera = f"stage:{tiny_stage}?quality=live&size=96x64"
    ran = run("shoot", SHOT, "--series", series, "--camera", camera, "--frames", 3)
    assert ran.code == 0
    assert [(line["picture"], line["frame"]) for line in ran.lines] == [(1, 1), (2, 3), (3, 5)]
    assert all(proved(series, line) for line in ran.lines)
    pictures = open_series(series).take(Slate.parse(SHOT)).pictures
    assert {dict(picture.axes)["camera.pan"] for picture in pictures} == {0.0}
