"""A disk that is full, read-only or broken: what a person sees, and that nothing acknowledged is touched."""

import errno
import os
import subprocess
from contextlib import suppress
from fractions import Fraction

import pytest

from komadori.errors import StorageFailed
from komadori.film import Slate
from komadori.sheet.edit import hold
from komadori.store import (
    AlreadyThere,
    Disk,
    DiskFull,
    Incoming,
    NotProved,
    PictureFacts,
    ReadOnlyFolder,
    TakeWriter,
    create_series,
)

FACTS = PictureFacts(format="jpeg", width=3, height=2)
FULL = "hint: Free some space and do it again; everything acknowledged before is safe."


def everything(take):
    """Every file of the take that is not the lock's, with its bytes."""
    files = (path for path in take.path.rglob("*") if path.is_file() and not path.name.startswith(".writer"))
    return {path.relative_to(take.path).as_posix(): path.read_bytes() for path in files}


STEPS = {
    "before the file is made": {"verb": "create", "after": 0},
    "at its first byte": {"verb": "write", "after": 0},
    "half-way through its bytes": {"verb": "write", "after": 0, "half": True},
    "in its third chunk": {"verb": "write", "after": 2},
    "when its bytes are forced down": {"verb": "sync", "after": 0},
    "when the folder is forced down": {"verb": "sync_path", "after": 0},
    "at the journal's line": {"verb": "write", "after": 4},
    "half-way through the journal's line": {"verb": "write", "after": 4, "half": True},
    "when the journal is forced down": {"verb": "sync", "after": 2, "times": 1},
}


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_fills_up_at_any_step_takes_back_the_whole_picture(take, again, keep, disk, clock, step):
    large = b"0123456789abcdef" * 200_000
    with take.writer(clock=clock) as writer:
        keep(writer, b"first")
        before, sheet = everything(take), writer.sheet
        disk.fail(**STEPS[step])
        with pytest.raises(DiskFull) as full:
            keep(writer, large)
        where = "the journal" if "journal" in step else "picture 2"
        assert str(full.value) == f"The disk is full: {where} could not be written in {take.path}.\n{FULL}"
        disk.heal()
        assert everything(take) == before
        assert (writer.sheet, len(writer.pictures)) == (sheet, 1)
        kept = keep(writer, large)
    assert kept.number == 2
    assert again().file(kept).read_bytes() == large
    assert again().notices == ()


@pytest.mark.parametrize("half", [False, True])
def test_a_disk_that_is_full_leaves_an_edit_undone(take, again, keep, disk, clock, half):
    with take.writer(clock=clock) as writer:
        keep(writer)
        before, history = everything(take), writer.history
        disk.fail("write", half=half)
        with pytest.raises(DiskFull):
            writer.do(hold(writer.sheet, 1, 1))
        assert everything(take) == before
        assert writer.history == history
        with pytest.raises(DiskFull):
            writer.undo()
        disk.heal()
        writer.undo()
    assert again().sheet.frames == 0


def test_a_line_that_can_be_neither_forced_down_nor_taken_back_keeps_its_picture(take, again, keep, disk, clock):
    with take.writer(clock=clock) as writer:
        keep(writer, b"first")
        disk.fail("sync", errno.EIO, after=2)
        disk.fail("truncate", errno.EIO)
        with pytest.raises(OSError, match="The disk failed: the journal could not be written in"):
            keep(writer, b"second")
        disk.heal()
        # The line did reach the file, so the picture it names must be there too.
        assert [picture.number for picture in writer.pictures] == [1, 2]
        assert keep(writer, b"third").number == 3
    assert again().file(again().picture(2)).read_bytes() == b"second"
    assert again().notices == ()


def test_a_disk_that_fails_says_how(take, keep, disk, clock):
    with take.writer(clock=clock) as writer:
        disk.fail("sync", errno.EIO)
        with pytest.raises(StorageFailed) as failed:
            keep(writer)
    assert str(failed.value) == (
        f"The disk failed: picture 1 could not be written in {take.path} ({os.strerror(errno.EIO)}).\n"
        "hint: Everything acknowledged before is safe. Look after the disk or its cable, then run `komadori check`."
    )


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_folder_that_may_not_be_written_is_told_and_can_be_read(take, again, keep, disk, clock, code):
    with take.writer(clock=clock) as writer:
        keep(writer)
        before = everything(take)
        disk.fail("create", code)
        with pytest.raises(ReadOnlyFolder) as refused:
            keep(writer)
        assert str(refused.value) == (
            f"The folder may not be written: picture 2 could not be written in {take.path}.\n"
            "hint: Allow writing there, or copy the series to a disk of your own; reading it works as it is."
        )
        assert isinstance(refused.value, PermissionError)
    assert everything(take) == before
    assert len(again().pictures) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_can_be_read(take, again, keep, clock, series):
    with take.writer(clock=clock) as writer:
        keep(writer)
    for folder in (take.path, take.path / "pictures", series.path):
        folder.chmod(0o555)
    try:
        with pytest.raises(ReadOnlyFolder), again().writer(clock=clock):
            pass
        assert len(again().pictures) == 1
        assert series.shots()[0].pictures == 1
    finally:
        for folder in (take.path, take.path / "pictures", series.path):
            folder.chmod(0o755)


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 256 KiB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_really_full_takes_back_what_was_begun_and_goes_on_when_there_is_room(small_disk, clock, keep):
    slate = Slate.parse("ep01/sc010/sh020")
    series = create_series(small_disk / "series", title="Small", rate=Fraction(24))
    ballast = small_disk / "ballast"
    take = series.new_shot(slate).new_take(clock=clock)
    ballast.write_bytes(b"x" * 60_000)
    promised = []
    with take.writer(clock=clock) as writer:
        with suppress(DiskFull):
            while True:
                promised.append(keep(writer, b"%d" % len(promised) * 20_000))
        number = len(promised) + 1
        assert 3 <= number <= 13
        before = everything(take)
        with pytest.raises(DiskFull) as full:
            keep(writer, b"again" * 4_000)
        assert str(full.value) == f"The disk is full: picture {number} could not be written in {take.path}.\n{FULL}"
        assert everything(take) == before
        ballast.unlink()
        promised.append(keep(writer, b"there is room"))
    opened = series.take(slate)
    assert list(opened.pictures) == promised
    assert [opened.file(picture).stat().st_size for picture in promised] == [p.bytes for p in promised]
    assert opened.notices == ()


def test_a_size_limit_of_the_system_is_a_full_disk_too(take, again, keep, clock):
    resource = pytest.importorskip("resource", reason="this system sets no limits")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with take.writer(clock=clock) as writer:
        keep(writer)
        before = everything(take)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
        try:
            with pytest.raises(DiskFull):
                keep(writer, b"x" * 100_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert everything(take) == before
        keep(writer, b"x" * 100_000)
    assert len(again().pictures) == 2


class LyingDisk(Disk):
    """Writes something else than it is told, and says nothing."""

    def write(self, descriptor, data):
        return super().write(descriptor, bytes(len(data)) if len(data) == 7 else data)


def test_what_reads_back_otherwise_is_not_kept(take, again, keep, clock):
    writer = TakeWriter(take.path, str(take.slate), take.take, exposures=("x1",), clock=clock, disk=LyingDisk())
    with writer:
        with pytest.raises(NotProved) as lied:
            keep(writer, b"picture")
        assert str(lied.value) == (
            f"{take.path / 'incoming/000001_x1.jpg'} reads back otherwise than it was written (7 bytes); it was not "
            "kept.\nhint: Look after the disk, its cable and its driver before going on."
        )
    assert list(again().pictures) == []
    assert [path for path in everything(take) if "/" in path] == []


def test_a_name_that_is_taken_is_never_overwritten(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        keep(writer)
        foreign = take.path / "pictures/000002_x1.jpg"
        foreign.write_bytes(b"somebody else's")
        with pytest.raises(AlreadyThere) as there:
            keep(writer, b"ours")
        assert str(there.value) == (
            f"{foreign} exists already and was not overwritten.\n"
            "hint: Do it again: a picture then gets the next free number."
        )
        assert keep(writer, b"ours").number == 3
    assert foreign.read_bytes() == b"somebody else's"
    assert list((take.path / "incoming").iterdir()) == []
    assert [picture.number for picture in again().pictures] == [1, 3]


def test_a_picture_whose_second_file_fails_leaves_no_first_file(take, disk, clock):
    with take.writer(clock=clock) as writer:
        before = everything(take)
        disk.fail("create", after=1)
        files = [Incoming(name="a.nef", data=b"raw"), Incoming(name="a.jpg", data=b"jpeg")]
        with pytest.raises(DiskFull):
            writer.keep(files, exposure="x1", facts=FACTS)
    assert everything(take) == before


@pytest.mark.parametrize("verb", ["create", "write", "sync", "sync_path", "rename"])
def test_a_take_or_shot_is_made_whole_or_not_at_all(series, take, disk, clock, verb):
    shot = series.shot(take.slate)
    before = sorted(path for path in series.path.rglob("*"))
    disk.fail(verb)
    with pytest.raises(DiskFull) as full:
        shot.new_take(clock=clock)
    assert full.value.message == f"The disk is full: take 2 of {shot.slate} could not be written in {shot.path}."
    with pytest.raises(DiskFull):
        series.new_shot(shot.slate.parse("ep01/sc010/sh030"))
    disk.heal()
    assert sorted(path for path in series.path.rglob("*")) == before
    assert shot.new_take(clock=clock).take.number == 2
