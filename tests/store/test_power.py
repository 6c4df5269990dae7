"""The power fails: what was not forced down to the medium may be gone, in any mixture; the acknowledged is not."""

import os
import random

import pytest

from komadori.sheet.edit import hold
from komadori.store import Disk, Incoming, PictureFacts, open_series

FACTS = PictureFacts(format="jpeg", width=3, height=2)


class PowerCut(BaseException):
    """Not an error a program could answer."""


class VolatileDisk(Disk):
    """Remembers what the medium has not been forced to hold yet; at its `last` step the power fails.

    Then, as `chance` has it, a file keeps only a part of its bytes beyond those forced down, and a name given or taken
    since its folder was last forced down is as before or as after.
    """

    def __init__(self, last, chance):
        self.left, self.chance = last, chance
        self.paths, self.safe_size, self.loose = {}, {}, []

    def step(self):
        self.left -= 1
        if self.left <= 0:
            raise PowerCut

    def create(self, path):
        self.step()
        descriptor = super().create(path)
        self.loose.append((path, None))
        self.paths[descriptor] = path
        self.safe_size[os.fstat(descriptor).st_ino] = 0
        return descriptor

    def append(self, path):
        descriptor = super().append(path)
        self.paths[descriptor] = path
        self.safe_size[os.fstat(descriptor).st_ino] = os.fstat(descriptor).st_size
        return descriptor

    def write(self, descriptor, data):
        self.step()
        half = super().write(descriptor, data[: len(data) // 2])
        self.step()
        return half + super().write(descriptor, data[half:])

    def sync(self, descriptor):
        self.step()
        told = os.fstat(descriptor)
        self.safe_size[told.st_ino] = told.st_size
        self.step()

    def sync_path(self, path):
        self.step()
        if path.is_dir():
            self.loose = [(name, before) for name, before in self.loose if name.parent != path]
        self.step()

    def link(self, source, target):
        self.step()
        super().link(source, target)
        self.loose.append((target, None))

    def remove(self, path):
        self.step()
        self.loose.append((path, path.read_bytes()))
        super().remove(path)

    def cut(self, folder):
        """Lose what may be lost."""
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_ino in self.safe_size:
                safe, size = self.safe_size[path.stat().st_ino], path.stat().st_size
                os.truncate(path, self.chance.randint(min(safe, size), size))
        for path, before in reversed(self.loose):
            if self.chance.random() < 0.5:
                path.unlink(missing_ok=True)
                if before is not None:
                    path.write_bytes(before)


def shoot(take, disk, clock, promised):
    """Keep pictures and edit until the power fails, noting what was acknowledged."""
    with take.writer(clock=clock) as writer:
        promised.append((writer.sheet, writer.history, tuple(writer.pictures)))
        for turn in range(20):
            if turn % 3 == 2:
                writer.do(hold(writer.sheet, 1, 1))
            else:
                data = f"{disk.chance.random()}".encode() * 50
                frame = writer.sheet.frames + 1
                writer.keep([Incoming(name="a.jpg", data=data)], exposure="x1", frame=frame, facts=FACTS)
            promised.append((writer.sheet, writer.history, tuple(writer.pictures)))


@pytest.mark.parametrize("seed", range(8))
def test_a_power_cut_at_any_step_loses_nothing_acknowledged(series, take, clock, seed):
    chance = random.Random(seed)
    for _ in range(12):
        disk = VolatileDisk(chance.randint(1, 120), chance)
        promised = []
        with pytest.raises(PowerCut):
            shoot(open_series(series.path, disk=disk).take(take.slate), disk, clock, promised)
        disk.cut(take.path)
        found = series.take(take.slate)
        assert len(found.notices) <= 1
        assert all("ends in the middle of a line" in notice for notice in found.notices)
        if promised:
            sheet, history, pictures = promised[-1]
            assert found.pictures[: len(pictures)] == list(pictures)
            assert len(found.pictures) <= len(pictures) + 1
            if len(found.pictures) == len(pictures) and len(found.history.done) == len(history.done):
                assert (found.sheet, found.history) == (sheet, history)
        for picture in found.pictures:
            assert found.file(picture).stat().st_size == picture.bytes


def test_this_proof_would_notice_a_forgotten_sync(series, take, clock):
    chance = random.Random(1)
    lost = 0
    for last in range(10, 60):
        disk = VolatileDisk(last, chance)
        disk.sync = lambda descriptor: None
        promised = []
        with pytest.raises(PowerCut):
            shoot(open_series(series.path, disk=disk).take(take.slate), disk, clock, promised)
        disk.cut(take.path)
        found = series.take(take.slate)
        lost += bool(promised) and found.pictures[: len(promised[-1][2])] != list(promised[-1][2])
    assert lost
