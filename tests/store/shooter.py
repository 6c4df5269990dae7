"""A process that shoots into a take until it is killed; run by test_crash.py.

It reads orders from its input, one JSON object a line, and forks a child for each, which is the one to be killed. The
child tells on the shared output what was acknowledged, one line each, before it does anything else.
"""

import hashlib
import json
import os
import random
import signal
import sys
from itertools import count
from pathlib import Path

from komadori.film import Slate
from komadori.sheet.edit import hold, reverse, write
from komadori.store import Disk, Incoming, PictureFacts, open_series
from komadori.store.journal import plain

FACTS = PictureFacts(format="jpeg", width=3, height=2)


def say(**told):
    os.write(1, json.dumps(told).encode() + b"\n")


def state(writer):
    """A short text that two takes share exactly when their sheets and undo histories are the same."""
    edits = [[plain(edit) for edit in pile] for pile in (writer.history.done, writer.history.undone)]
    sheet = [plain(span.cell) for column in writer.sheet.columns for span in writer.sheet.spans(column.name)]
    return hashlib.sha1(json.dumps([edits, sheet]).encode()).hexdigest()


def picture_at(writer, data):
    """What to keep: a picture right after the last frame."""
    frame = writer.sheet.frames + 1
    return {"files": [Incoming(name="a.jpg", data=data)], "exposure": "x1", "frame": frame, "facts": FACTS}


class DyingDisk(Disk):
    """Kills its own process at its `last` step: before a verb, after it, or between two halves of a write."""

    def __init__(self, last):
        self.left = last

    def step(self, name):
        self.left -= 1
        if not self.left:
            say(died=name)
            os.kill(os.getpid(), signal.SIGKILL)

    def write(self, descriptor, data):
        self.step("before write")
        half = len(data) // 2
        done = super().write(descriptor, data[:half])
        self.step("within write")
        return done + super().write(descriptor, data[half:])


def _stepping(name):
    verb = getattr(Disk, name)

    def stepped(self, *arguments):
        self.step(f"before {name}")
        result = verb(self, *arguments)
        self.step(f"after {name}")
        return result

    return stepped


STEPS = ("create", "append", "sync", "sync_path", "link", "rename", "remove", "truncate")
for name in STEPS:
    setattr(DyingDisk, name, _stepping(name))


def shoot(folder, seed, last):
    """Keep pictures and edit the sheet for ever, in an order that `seed` decides."""
    chance = random.Random(seed)
    disk = DyingDisk(last) if last else Disk()
    with open_series(Path(folder), disk=disk).take(Slate.parse("ep01/sc010/sh020")).writer() as writer:
        say(state=state(writer), line=writer._look().next_line)
        for turn in count():
            act(writer, chance, seed, turn)


def act(writer, chance, seed, turn):
    """One thing a person does, and what was acknowledged of it."""
    lot = chance.random()
    kept = None
    if lot < 0.6 or not writer.sheet.frames:
        data = f"{seed} {turn} ".encode() * chance.choice([3, 300, 30_000])
        kept = writer.keep(**picture_at(writer, data))
    elif lot < 0.7:
        writer.do(hold(writer.sheet, 1, 1))
    elif lot < 0.75:
        writer.do(reverse(writer.sheet, 1, writer.sheet.frames))
    elif lot < 0.8:
        writer.do(write(writer.sheet, "notes", chance.randint(1, 50), f"note {turn}"))
    elif lot < 0.9 and len(writer.history.done):
        writer.undo()
    elif len(writer.history.undone):
        writer.redo()
    picture = {"picture": kept.number, "file": kept.file, "hash": kept.hash} if kept else {}
    say(state=state(writer), line=writer._look().next_line, **picture)


def serve():
    for order in map(json.loads, sys.stdin):
        child = os.fork()
        if not child:
            try:
                shoot(**order)
            except BaseException as error:
                say(failed=repr(error))
            os._exit(1)
        say(child=child)
        os.waitpid(child, 0)
        say(gone=child)


if __name__ == "__main__":
    serve()
