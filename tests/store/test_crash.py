"""The shooting process is killed at random moments, inside the commit too; nothing it acknowledged is ever lost."""

import hashlib
import json
import os
import random
import runpy
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from komadori.film import Slate
from komadori.progress import finish
from komadori.store import Kind, check_series, create_series

SLATE = Slate.parse("ep01/sc010/sh020")
SHOOTER = Path(__file__).with_name("shooter.py")
SHARED = runpy.run_path(str(SHOOTER))
LIVES_A_TAKE = 25
"""Deaths one take suffers before the next is begun, so that replaying it stays quick."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


class Shooter:
    """The process of shooter.py, and what it tells."""

    def __init__(self, process):
        self.process = process
        self.buffered = b""

    def live(self, folder, seed):
        """Have a child shoot until it dies, at a step of the disk's or at any moment; everything it told."""
        chance = random.Random(seed)
        at_a_step = seed % 2 == 0
        order = {"folder": str(folder), "seed": seed, "last": chance.randint(1, 80) if at_a_step else 0}
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        told = [self.line()]
        if not at_a_step:
            end = time.monotonic() + 0.005 + chance.random() * 0.03
            while (left := end - time.monotonic()) > 0:
                told += filter(None, [self.line(left)])
            os.kill(told[0]["child"], signal.SIGKILL)
        while "gone" not in told[-1]:
            told.append(self.line())
        return told

    def line(self, seconds=None):
        """The next line, or None when none came in time."""
        while b"\n" not in self.buffered:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                return None
            self.buffered += os.read(self.process.stdout.fileno(), 65536)
        line, _, self.buffered = self.buffered.partition(b"\n")
        return json.loads(line)


@pytest.fixture
def shooter():
    with subprocess.Popen([sys.executable, SHOOTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Shooter(process)
        process.stdin.close()


def judge(take, told, promised):
    """Everything acknowledged is there and right; beyond it there is at most the one thing that was being done."""
    assert not [line for line in told if "failed" in line]
    promised.update({line["picture"]: (line["file"], line["hash"]) for line in told if "picture" in line})
    listed = {picture.number: (picture.file, picture.hash) for picture in take.pictures}
    assert listed.items() >= promised.items()
    assert len(listed.keys() - promised.keys()) <= 1
    promised.update(listed)
    for picture in take.pictures:
        data = take.file(picture).read_bytes()
        assert (len(data), f"blake2b:{hashlib.blake2b(data).hexdigest()}") == (
            picture.bytes,
            picture.hash,
        )
    standing = [line for line in told if "line" in line]
    if standing:
        ahead = take.ledger.next_line - standing[-1]["line"]
        assert ahead in (0, 1)
        assert ahead or SHARED["state"](take) == standing[-1]["state"]
    assert all("ends in the middle of a line" in notice for notice in take.notices)


def wind_up(series, promised):
    """Nothing but never acknowledged files is told by check, the whole history can be undone, shooting goes on."""
    report = finish(check_series(series))
    assert {problem.kind for problem in report.problems} <= {Kind.LEFT_OVER, Kind.JOURNAL}
    with series.take(SLATE).writer() as writer:
        sheet, steps = writer.sheet, len(writer.history.done)
        for _ in range(steps):
            writer.undo()
        assert all(not column.cells for column in writer.sheet.columns)
        for _ in range(steps):
            writer.redo()
        assert writer.sheet == sheet
        assert [picture.number for picture in writer.pictures] == sorted(promised)
        assert writer.keep(**SHARED["picture_at"](writer, b"the day after")).number > max(promised, default=0)
    assert series.take(SLATE).notices == ()


def die_often(shooter, tmp_path, lives):
    """`lives` lives and deaths; how often what happened, by name."""
    tally = Counter()
    for first in range(0, lives, LIVES_A_TAKE):
        series = create_series(tmp_path / f"series{first}", title="Crash", rate=Fraction(24))
        series.new_shot(SLATE).new_take()
        promised = {}
        for seed in range(first, min(first + LIVES_A_TAKE, lives)):
            told = shooter.live(series.path, seed)
            judge(series.take(SLATE), told, promised)
            tally.update(line["died"] for line in told if "died" in line)
            tally.update(pictures=sum("picture" in line for line in told), lives=1)
        wind_up(series, promised)
    return tally


def test_a_few_deaths_lose_nothing_acknowledged(shooter, tmp_path):
    tally = die_often(shooter, tmp_path, 40)
    assert tally["pictures"] > 10


@pytest.mark.slow
def test_hundreds_of_deaths_lose_nothing_acknowledged(shooter, tmp_path):
    tally = die_often(shooter, tmp_path, 400)
    assert tally["lives"] == 400
    assert tally["pictures"] > 200
    inside = {
        f"{when} {verb}" for verb in ("create", "sync", "sync_path", "link", "remove") for when in ("before", "after")
    }
    assert tally.keys() >= inside | {"before write", "within write"}
