"""`repair` puts back what `check` misses, moves aside what has no place, and never deletes."""

import os
import sys
from dataclasses import replace
from hashlib import blake2b

import pytest

from komadori.progress import finish
from komadori.store import Kind, Problem, check_series, repair_series

TAKE = "ep01/sc010/sh020/tk01"


def check(series):
    return finish(check_series(series))


def picture(take, number):
    return take.path / f"pictures/{number:06d}_x1.jpg"


def test_repair_leaves_a_picture_that_was_listed_since_the_check(series, shot_take, clock, photo, again, monkeypatch):
    from komadori.store import repair

    stale = Problem(
        kind=Kind.UNLISTED, slate=TAKE, file=f"{TAKE}/pictures/000002_x1.jpg", message="It was in no line a moment ago."
    )

    def checked(series):
        report = yield from check_series(series)
        return replace(report, problems=(stale,))

    monkeypatch.setattr(repair, "check_series", checked)
    report = finish(repair_series(series, clock=clock))
    assert (report.mended, report.left) == ((), ())
    assert picture(again(), 2).read_bytes() == photo(1)


def test_repair_puts_back_what_has_a_copy_and_keeps_what_lay_there(series, shot_take, keep, clock, photo, again):
    other = series.shot(shot_take.slate).new_take(clock=clock)
    with other.writer(clock=clock) as writer:
        keep(writer, photo(0))
        keep(writer, photo(1))
    hurt = b"hurt"
    picture(shot_take, 1).write_bytes(hurt)
    picture(shot_take, 2).unlink()
    picture(shot_take, 3).unlink()
    sheet = again().sheet
    report = finish(repair_series(series, clock=clock))
    assert [(mended.file, mended.message) for mended in report.mended] == [
        (
            f"{TAKE}/pictures/000001_x1.jpg",
            f"It was restored from {picture(other, 1)}. What lay there is now salvage/000001_x1.jpg.",
        ),
        (f"{TAKE}/pictures/000002_x1.jpg", f"It was restored from {picture(other, 2)}."),
    ]
    assert [(problem.kind, problem.file) for problem in report.left] == [
        (Kind.MISSING, f"{TAKE}/pictures/000003_x1.jpg")
    ]
    assert not report.sound
    assert picture(shot_take, 1).read_bytes() == photo(0)
    assert (shot_take.path / "salvage/000001_x1.jpg").read_bytes() == hurt
    assert again().sheet == sheet
    assert [problem.file for problem in check(series).problems] == [f"{TAKE}/pictures/000003_x1.jpg"]


def test_pictures_that_were_swapped_are_each_others_copies(series, shot_take, clock, photo):
    names = [picture(shot_take, number) for number in (1, 2, 3)]
    first, second, third = (path.read_bytes() for path in names)
    for path, data in zip(names, (second, third, first), strict=True):
        path.write_bytes(data)
    assert [problem.copies for problem in check(series).problems] == [
        (str(names[2]),),
        (str(names[0]),),
        (str(names[1]),),
    ]
    assert finish(repair_series(series, clock=clock)).sound
    assert [path.read_bytes() for path in names] == [first, second, third]
    assert check(series).problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_among_the_pictures_is_not_waited_on(series, shot_take, clock):
    os.mkfifo(shot_take.path / "pictures/000009_x1.jpg")
    assert [problem.kind for problem in check(series).problems] == [Kind.UNLISTED]
    report = finish(repair_series(series, clock=clock))
    assert [problem.kind for problem in report.left] == [Kind.UNLISTED]
    assert "it is not a file" in report.reasons[0]


def test_repair_lists_whole_pictures_and_moves_half_ones_aside(series, shot_take, clock, photo, again):
    (shot_take.path / "pictures/holiday.jpg").write_bytes(photo(5))
    (shot_take.path / "pictures/000007_x1.jpg").write_bytes(photo(6))
    (shot_take.path / "incoming/000008_x1.jpg").write_bytes(photo(7))
    (shot_take.path / "incoming/000009_x1.jpg").write_bytes(photo(8)[:200])
    (shot_take.path / "pictures/copy of 2.jpg").write_bytes(photo(1))
    (shot_take.path / "pictures/letter.jpg").write_text("Dear film")
    frames = again().sheet.frames
    report = finish(repair_series(series, clock=clock))
    assert {mended.file.removeprefix(f"{TAKE}/"): mended.message for mended in report.mended} == {
        "incoming/000008_x1.jpg": "It is picture 8 now; it is not placed on the sheet.",
        "incoming/000009_x1.jpg": "It is no whole picture and was moved to salvage/000009_x1.jpg.",
        "pictures/000007_x1.jpg": "It is picture 7 now; it is not placed on the sheet.",
        "pictures/copy of 2.jpg": "It is the same as picture 2 and was moved to salvage/copy of 2.jpg.",
        "pictures/holiday.jpg": "It is picture 10 now; it is not placed on the sheet.",
    }
    assert [problem.file for problem in report.left] == [f"{TAKE}/pictures/letter.jpg"]
    assert len(report.reasons) == 1
    assert "letter.jpg" in report.reasons[0]
    take = again()
    assert [picture.number for picture in take.pictures] == [1, 2, 3, 4, 7, 8, 10]
    assert take.picture(10).source == "holiday.jpg"
    assert take.picture(7).width == 96
    assert take.file(take.picture(8)).read_bytes() == photo(7)
    assert take.sheet.frames == frames
    (take.path / "pictures/letter.jpg").unlink()
    assert check(series).problems == ()


def test_repair_takes_the_raw_and_the_jpeg_of_one_number_as_one_picture(series, shot_take, clock, photo, again):
    (shot_take.path / "pictures/000007_x1.jpg").write_bytes(photo(5))
    (shot_take.path / "pictures/000007_x1_2.jpg").write_bytes(photo(6))
    finish(repair_series(series, clock=clock))
    assert [file.name for file in again().picture(7).files] == [
        "pictures/000007_x1.jpg",
        "pictures/000007_x1_2.jpg",
    ]


def test_repair_of_a_take_someone_is_writing_waits_for_another_day(series, shot_take, clock, photo):
    picture(shot_take, 1).unlink()
    with shot_take.writer(clock=clock):
        report = finish(repair_series(series, clock=clock))
    assert [problem.kind for problem in report.left] == [Kind.MISSING]
    assert report.reasons[0].startswith(f"{TAKE} is being written by process ")


def test_a_journal_with_a_line_gone_is_told_and_repaired_for_good(series, shot_take, clock, again):
    journal = shot_take.path / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"jpeg", b"jpig")
    journal.write_bytes(b"".join(lines))
    assert {problem.message for problem in check(series).problems if problem.kind is Kind.JOURNAL} == {
        f"{journal}: line 3 of the file cannot be read; the others were.",
        f"{journal}: no line is numbered 2; the others were read.",
    }
    assert [picture.number for picture in again().pictures] == [1, 3, 4]
    assert finish(repair_series(series, clock=clock)).sound
    assert [picture.number for picture in again().pictures] == [1, 2, 3, 4]
    # Where picture 2 stood is a slot; those after it stand where they stood.
    assert [(span.first, span.cell.picture()) for span in again().sheet.spans()] == [(1, 1), (3, None), (5, 3), (7, 4)]
    assert check(series).problems == ()
    assert journal.read_bytes().startswith(b"".join(lines))


def test_a_missing_journal_is_told_and_its_pictures_are_listed_again(series, shot_take, clock, again):
    journal = shot_take.path / "journal.jsonl"
    journal.unlink()
    report = check(series)
    assert (Kind.JOURNAL, f"{journal} is missing or empty; the pictures beside it are listed nowhere.") in [
        (problem.kind, problem.message) for problem in report.problems
    ]
    assert sum(problem.kind is Kind.UNLISTED for problem in report.problems) == 4
    assert finish(repair_series(series, clock=clock)).sound
    assert [picture.number for picture in again().pictures] == [1, 2, 3, 4]
    assert check(series).problems == ()


def test_a_broken_take_file_is_made_again_from_the_journal(series, shot_take, clock, again):
    file = shot_take.path / "take.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:40])
    report = check(series)
    assert [(problem.kind, problem.file, problem.message) for problem in report.problems] == [
        (
            Kind.BROKEN,
            f"{TAKE}/take.json",
            f"{file} cannot be read: Input data was truncated.",
        )
    ]
    report = finish(repair_series(series, clock=clock))
    assert report.sound
    assert [mended.message for mended in report.mended] == ["take.json was made again from the journal's first line."]
    assert file.read_bytes() == whole
    assert (shot_take.path / "salvage/take.json").read_bytes() == whole[:40]
    assert len(again().pictures) == 4


def test_repair_leaves_what_a_newer_program_wrote(series, shot_take, clock):
    for name in ("take.json", "journal.jsonl", "finished.json"):
        file = shot_take.path / name
        whole = file.read_bytes() if file.exists() else b'{"schema": "komadori.finished", "version": 1}'
        newer = whole.replace(b'"version": 1', b'"version": 2').replace(b'"version":1', b'"version":2')
        if name == "journal.jsonl":
            body = newer[: newer.index(b',"sum"')]
            newer = body + b',"sum":"' + blake2b(body, digest_size=8).hexdigest().encode() + b'"}\n'
        file.write_bytes(newer)
        report = finish(repair_series(series, clock=clock))
        assert [(problem.kind, problem.file) for problem in report.left] == [(Kind.NEWER, f"{TAKE}/{name}")]
        assert file.read_bytes() == newer
        file.write_bytes(whole)
