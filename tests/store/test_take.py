"""Pictures and edits go into a take and come out of it again, whoever opens it."""

import errno
import hashlib
import os
import socket

import pytest

from komadori.film import Slate
from komadori.sheet.change import EditRefused
from komadori.sheet.edit import expose, hold, reshoot, reverse, write
from komadori.sheet.history import NothingToUndo
from komadori.store import EmptyPicture, Incoming, NotHeld, PictureFacts, TakeBusy, UnknownPicture, UnknownTake

SLATE = Slate.parse("ep01/sc010/sh020")
FACTS = PictureFacts(
    format="raw",
    width=6000,
    height=4000,
    taken="2026-03-01T10:00:00.25",
    camera="replay",
    source="DSC_0001.NEF",
    settings=(("iso", "200"), ("f_number", "8")),
)


def blake(data):
    return "blake2b:" + hashlib.blake2b(data).hexdigest()


def test_a_kept_picture_lies_in_the_take_and_reads_back_the_same(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        kept = keep(writer, b"light" * 1000)
    assert (kept.number, kept.file, kept.bytes, kept.hash) == (
        1,
        "pictures/000001_x1.jpg",
        5000,
        blake(b"light" * 1000),
    )
    opened = again()
    assert list(opened.pictures) == [kept]
    assert opened.file(kept).read_bytes() == b"light" * 1000
    assert opened.sheet.cell("picture", 1).picture() == 1
    assert opened.sheet.frames == 2
    assert opened.notices == ()
    assert list((take.path / "incoming").iterdir()) == []


def test_everything_known_of_a_picture_is_in_its_record(take, again, clock):
    with take.writer(clock=clock) as writer:
        files = [Incoming(name="DSC_0001.NEF", data=b"raw"), Incoming(name="DSC_0001.JPG", data=b"jpeg")]
        kept = writer.keep(files, exposure="x1", facts=FACTS)
    assert [(file.name, file.bytes) for file in kept.files] == [
        ("pictures/000001_x1.nef", 3),
        ("pictures/000001_x1.jpg", 4),
    ]
    assert kept.frame is None
    assert kept.kept == "2026-03-01T10:00:03.000000Z"
    assert (kept.taken, kept.camera, kept.source, kept.settings) == (
        FACTS.taken,
        FACTS.camera,
        FACTS.source,
        FACTS.settings,
    )
    assert again().picture(1) == kept
    assert again().sheet.frames == 0


def test_a_picture_kept_from_a_path_is_a_copy_or_with_link_the_same_file(take, tmp_path, clock):
    source = tmp_path / "IMG.TIF"
    source.write_bytes(b"tiff" * 700_000)
    with take.writer(clock=clock) as writer:
        incoming = [Incoming(name="IMG.TIF", data=source)]
        copied = writer.keep(incoming, exposure="x1", facts=FACTS)
        linked = writer.keep(incoming, exposure="x1", facts=FACTS, link=True)
    assert copied.hash == linked.hash == blake(source.read_bytes())
    assert not take.file(copied).samefile(source)
    assert take.file(linked).samefile(source)


@pytest.mark.parametrize("code", ["EXDEV", "EPERM", "ENOTSUP", "EMLINK"])
def test_where_a_disk_cannot_link_files_are_copied_and_renamed(take, disk, tmp_path, again, clock, code):
    source = tmp_path / "IMG.JPG"
    source.write_bytes(b"jpeg")
    disk.fail("link", getattr(errno, code))
    with take.writer(clock=clock) as writer:
        kept = writer.keep([Incoming(name="IMG.JPG", data=source)], exposure="x1", facts=FACTS, link=True)
    assert again().file(kept).read_bytes() == b"jpeg"
    assert not again().file(kept).samefile(source)
    assert list((take.path / "incoming").iterdir()) == []


def test_undo_and_redo_go_on_after_the_take_was_opened_anew(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        for _ in range(3):
            keep(writer)
        held = writer.do(hold(writer.sheet, 3, 2))
        reversed_ = writer.do(reverse(writer.sheet, 1, 8))
        assert writer.undo() == reversed_
    with again().writer(clock=clock) as writer:
        assert writer.redo() == reversed_
        assert writer.undo() == reversed_
        assert writer.undo() == held
        assert writer.sheet.frames == 6
        for _ in range(3):
            writer.undo()
        with pytest.raises(NothingToUndo):
            writer.undo()
        assert writer.sheet.frames == 0
        assert len(writer.pictures) == 3
    assert len(again().history.undone) == 5
    assert [picture.number for picture in again().pictures] == [1, 2, 3]


def test_an_undo_does_not_reach_across_a_lost_line_to_an_older_edit(take, again, keep, clock):
    """What it took back may be what was lost; the edit before that was never undone by anybody."""
    with take.writer(clock=clock) as writer:
        keep(writer)
        writer.do(hold(writer.sheet, 1, 3))
        writer.do(hold(writer.sheet, 1, 2))
        writer.undo()
        assert writer.sheet.frames == 5
    journal = take.path / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"hold", b"h0ld")
    journal.write_bytes(b"".join(lines))
    assert again().sheet.frames == 5
    assert any("cannot be read" in sentence for sentence in again().notices)


def test_an_undone_picture_stays_for_ever_and_its_number_is_never_given_again(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        first = keep(writer, b"first")
        writer.undo()
        second = keep(writer, b"second")
        writer.do(reshoot(writer.sheet, 1))
        third = keep(writer, b"third")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert again().file(first).read_bytes() == b"first"


def test_a_refused_edit_leaves_no_trace(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        keep(writer)
        keep(writer)
        edit = hold(writer.sheet, 1, 3)
        writer.do(edit)
        before = (take.path / "journal.jsonl").read_bytes()
        with pytest.raises(EditRefused, match="does not find at frame 1"):
            writer.do(edit)
        with pytest.raises(EditRefused):
            writer.keep([Incoming(name="a.jpg", data=b"x")], exposure="x1", frame=99, facts=FACTS)
        with pytest.raises(EditRefused) as refused:
            keep(writer, exposure="x2")
        assert str(refused.value) == "ep01/sc010/sh020/tk01 has no exposure 'x2'.\nhint: It has x1."
        with pytest.raises(EmptyPicture, match=r"^A picture needs at least one file\.$"):
            writer.keep([], exposure="x1", facts=FACTS)
        assert (take.path / "journal.jsonl").read_bytes() == before
        assert keep(writer).number == 3
    assert sorted(path.name for path in (take.path / "pictures").iterdir()) == [
        "000001_x1.jpg",
        "000002_x1.jpg",
        "000003_x1.jpg",
    ]


def test_an_edit_cannot_show_a_picture_that_was_never_taken(take, keep, clock):
    with take.writer(clock=clock) as writer:
        with pytest.raises(UnknownPicture) as unknown:
            writer.do(expose(writer.sheet, 1, "x1", 7))
        assert str(unknown.value) == f"There is no picture 7 in {take.path}.\nhint: It has none yet."
        for _ in range(3):
            keep(writer)
        with pytest.raises(UnknownPicture) as unknown:
            writer.do(expose(writer.sheet, 1, "x1", 7))
        assert unknown.value.hint == "Its pictures are numbered 1 to 3."


def test_a_take_has_one_writer_and_the_second_is_told_who_it_is(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        with pytest.raises(TakeBusy) as busy, again().writer(clock=clock):
            pass
        assert str(busy.value) == (
            f"ep01/sc010/sh020/tk01 is being written by process {os.getpid()} on {socket.gethostname()} "
            "since 2026-03-01 10:00:02 UTC.\n"
            "hint: Close it there, or wait. Reading the take works meanwhile."
        )
        keep(writer)
        assert len(again().pictures) == 1
    with again().writer(clock=clock) as writer:
        assert keep(writer).number == 2
    assert not (take.path / ".writer.json").exists()


def test_writing_outside_the_with_is_refused(take, clock):
    with take.writer(clock=clock) as writer:
        pass
    with pytest.raises(NotHeld) as wrong:
        writer.undo()
    assert str(wrong.value) == (
        "ep01/sc010/sh020/tk01 is not held for writing.\nhint: Write inside `with take.writer() as writer:`."
    )


def test_takes_count_up_and_the_newest_is_opened(series, clock):
    shot = series.new_shot(SLATE)
    with pytest.raises(UnknownTake) as unknown:
        shot.take()
    assert str(unknown.value) == "There is no take 1 of ep01/sc010/sh020.\nhint: It has none yet."
    shot.new_take(clock=clock)
    shot.new_take(clock=clock)
    assert shot.takes() == [1, 2]
    assert shot.take().take.number == 2
    assert shot.take(1).slate == SLATE.of_take(1)
    with pytest.raises(UnknownTake) as unknown:
        shot.take(5)
    assert unknown.value.hint == "It has tk01, tk02."


def test_several_exposures_share_a_slot(series, clock):
    take = series.new_shot(SLATE, exposures=("x1", "x2")).new_take(clock=clock)
    with take.writer(clock=clock) as writer:
        for exposure in ("x1", "x2"):
            writer.keep([Incoming(name="a.exr", data=b"x")], exposure=exposure, frame=1, length=3, facts=FACTS)
    assert series.take(SLATE).sheet.cell("picture", 3).pictures == (("x1", 1), ("x2", 2))
    assert take.path.joinpath("pictures/000002_x2.exr").exists()


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("まばたき.JPG", "000001_x1.jpg"),
        ("../../../etc/passwd", "000001_x1.raw"),
        ("x" * 5000 + ".tiff", "000001_x1.tiff"),
        ("C:\\Photos\\a.b.CR3", "000001_x1.cr3"),
        ("ending.é", "000001_x1.raw"),
        ("", "000001_x1.raw"),
    ],
)
def test_whatever_a_picture_is_called_it_lies_under_its_number(take, again, clock, name, kept_as):
    with take.writer(clock=clock) as writer:
        writer.keep([Incoming(name=name, data=b"raw")], exposure="x1", facts=FACTS)
    assert [path.name for path in (take.path / "pictures").iterdir()] == [kept_as]
    assert again().file(again().picture(1)).read_bytes() == b"raw"


def test_a_source_that_is_gone_is_named(take, clock, tmp_path):
    gone = tmp_path / "gone.jpg"
    with take.writer(clock=clock) as writer, pytest.raises(OSError, match="The disk failed: picture 1") as failed:
        writer.keep([Incoming(name="gone.jpg", data=gone)], exposure="x1", facts=FACTS)
    assert failed.value.message == (
        f"The disk failed: picture 1 could not be written in {take.path} (No such file or directory: {gone})."
    )


def test_a_folder_moved_away_under_its_writer_costs_nothing_acknowledged(series, take, keep, clock):
    away = series.path / "ep01/sc010/sh999"
    with take.writer(clock=clock) as writer:
        keep(writer, b"first")
        take.path.parent.rename(away)
        with pytest.raises(OSError, match=r"The disk failed: picture 2 .* \(No such file or directory: "):
            keep(writer, b"second")
        away.rename(take.path.parent)
        assert keep(writer, b"second").number == 2
    assert [picture.number for picture in series.take(SLATE).pictures] == [1, 2]
    assert series.take(SLATE).notices == ()


def test_a_picture_may_be_kept_in_a_new_slot_between_others_and_every_column_moves_with_it(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        for _ in range(3):
            keep(writer)
        writer.do(write(writer.sheet, "notes", 1, "walks", length=4))
        writer.do(write(writer.sheet, "notes", 5, "blink", alarm=True))
        writer.do(write(writer.sheet, "sound", 3, "ah", length=3))
        before, lines = writer.sheet, (take.path / "journal.jsonl").read_bytes().count(b"\n")
        facts = PictureFacts(format="jpeg", width=96, height=64)
        incoming = [Incoming(name="IMG.JPG", data=b"between")]
        kept = writer.keep(incoming, exposure="x1", frame=3, length=3, insert=True, facts=facts)
        after = writer.sheet
        assert (take.path / "journal.jsonl").read_bytes().count(b"\n") == lines + 1
        assert [(span.first, span.cell.length, span.cell.picture()) for span in after.spans()] == [
            (1, 2, 1), (3, 3, 4), (6, 2, 2), (8, 2, 3)
        ]  # fmt: skip
        assert [(span.first, span.cell.length, span.cell.text) for span in after.spans("notes")] == [
            (1, 7, "walks"), (8, 1, "blink")
        ]  # fmt: skip
        assert after.span(6, "sound").cell.text == "ah"
        columns = [change.column for change in writer.history.undo()[0].changes]
        assert sorted(columns) == ["notes", "picture", "sound"]
        writer.undo()
        assert writer.sheet == before
        writer.redo()
    assert again().sheet == after
    assert (kept.number, kept.frame) == (4, 3)
    assert again().notices == ()


def test_inserting_behind_the_end_is_refused_with_nothing_kept(take, keep, clock):
    with take.writer(clock=clock) as writer:
        keep(writer)
        with pytest.raises(EditRefused):
            writer.keep([Incoming(name="A.JPG", data=b"x")], exposure="x1", frame=4, insert=True, facts=FACTS)
        assert len(writer.pictures) == 1
    assert len(list((take.path / "pictures").iterdir())) == 1
