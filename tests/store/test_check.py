"""`check` tells everything that is damaged, exactly, and where the same bytes still lie; `repair` puts it back."""

import errno
import os
import shutil
import sys
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import msgspec
import pytest

from komadori.film import Slate
from komadori.progress import finish
from komadori.store import Finished, FinishedFrame, Incoming, Kind, PictureFacts, Problem, check_series, repair_series

TAKE = "ep01/sc010/sh020/tk01"


@pytest.fixture
def photo(samples, tmp_path):
    """`photo(3)` are the bytes of a real, small JPEG, another for each number."""

    def made(step):
        path = tmp_path / f"photo-{step}.jpg"
        return samples.jpeg(path, samples.set_and_puppet(step)).read_bytes()

    return made


@pytest.fixture
def shot_take(take, keep, clock, photo):
    """A take of four pictures."""
    with take.writer(clock=clock) as writer:
        for step in range(4):
            keep(writer, photo(step), name=f"IMG_{step}.JPG")
    return take


def check(series):
    return finish(check_series(series))


def told(report):
    return [(problem.kind, problem.file, problem.message) for problem in report.problems]


def picture(take, number):
    return take.path / f"pictures/{number:06d}_x1.jpg"


def flip_a_bit(path, at=100):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_sound_series_has_nothing_to_tell(series, shot_take):
    report = check(series)
    assert report.sound
    assert (report.problems, report.notices) == ((), ())
    assert (report.shots, report.takes, report.pictures, report.files) == (1, 1, 4, 4)
    assert report.bytes == sum(path.stat().st_size for path in (shot_take.path / "pictures").iterdir())
    steps = [(step.done, step.total, step.doing) for step in check_series(series)]
    assert steps == [(done, 4, f"checking {TAKE}") for done in (1, 2, 3, 4)]


def test_every_kind_of_harm_is_told_at_once_and_nothing_is_changed(series, shot_take, again):
    kept = again().picture(3).kept
    picture(shot_take, 1).unlink()
    picture(shot_take, 2).write_bytes(picture(shot_take, 2).read_bytes()[:1000])
    flip_a_bit(picture(shot_take, 3))
    (shot_take.path / "pictures/party.jpg").write_bytes(b"who knows")
    (shot_take.path / "incoming/000009_x1.jpg").write_bytes(b"half")
    size = again().picture(2).bytes
    before = {path: path.read_bytes() for path in shot_take.path.rglob("*") if path.is_file()}
    report = check(series)
    pictures = f"{TAKE}/pictures"
    assert told(report) == [
        (
            Kind.LEFT_OVER,
            f"{TAKE}/incoming/000009_x1.jpg",
            f"000009_x1.jpg was left half-way into {TAKE} by a program that ended; it was never acknowledged.",
        ),
        (
            Kind.MISSING,
            f"{pictures}/000001_x1.jpg",
            f"Picture 1 of {TAKE} is missing: pictures/000001_x1.jpg is gone.",
        ),
        (
            Kind.CUT_SHORT,
            f"{pictures}/000002_x1.jpg",
            f"Picture 2 of {TAKE} is cut short: pictures/000002_x1.jpg has 1,000 of {size:,} bytes.",
        ),
        (
            Kind.CHANGED,
            f"{pictures}/000003_x1.jpg",
            f"Picture 3 of {TAKE} was changed: pictures/000003_x1.jpg is not what was kept on {kept}.",
        ),
        (
            Kind.UNLISTED,
            f"{pictures}/party.jpg",
            f"party.jpg lies among the pictures of {TAKE} and is in no line of its journal.",
        ),
    ]
    assert not report.sound
    assert {path: path.read_bytes() for path in shot_take.path.rglob("*") if path.is_file()} == before
    assert msgspec.json.decode(msgspec.json.encode(report))["problems"][1]["kind"] == "missing"


def test_what_was_only_left_over_is_told_and_is_no_harm(series, shot_take):
    (shot_take.path / "incoming/000009_x1.jpg").write_bytes(b"half")
    report = check(series)
    assert report.sound
    assert len(report.problems) == 1


def test_a_picture_whose_keeping_was_broken_off_is_no_harm_and_can_be_listed(series, shot_take, clock, photo, again):
    """Killed after the picture got its name and before its line was written."""
    begun = shot_take.path / "incoming/000005_x1.jpg"
    begun.write_bytes(photo(5))
    picture(shot_take, 5).hardlink_to(begun)
    report = check(series)
    assert report.sound
    assert [problem[:2] for problem in told(report)] == [(Kind.LEFT_OVER, f"{TAKE}/pictures/000005_x1.jpg")]
    assert finish(repair_series(series, clock=clock)).sound
    assert again().file(again().picture(5)).read_bytes() == photo(5)
    assert check(series).problems == ()


def test_one_that_is_the_same_as_a_listed_picture_is_moved_aside_under_both_its_names(series, shot_take, clock, photo):
    begun = shot_take.path / "incoming/000005_x1.jpg"
    begun.write_bytes(photo(2))
    picture(shot_take, 5).hardlink_to(begun)
    assert finish(repair_series(series, clock=clock)).sound
    assert check(series).problems == ()
    assert (shot_take.path / "salvage/000005_x1.jpg").read_bytes() == photo(2)


def test_the_second_name_of_a_listed_picture_is_only_left_over(series, shot_take, clock, again):
    """Killed after the picture's line was written and before its first name was taken away."""
    (shot_take.path / "incoming/000004_x1.jpg").hardlink_to(picture(shot_take, 4))
    report = check(series)
    assert report.sound
    assert [problem.file for problem in report.problems] == [f"{TAKE}/incoming/000004_x1.jpg"]
    assert finish(repair_series(series, clock=clock)).sound
    assert check(series).problems == ()
    assert len(again().pictures) == 4


def test_files_a_desktop_leaves_behind_are_nobodys_business(series, shot_take):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (shot_take.path / "pictures" / name).write_bytes(b"x")
    assert check(series).problems == ()


def test_a_take_that_is_being_written_is_not_accused(series, shot_take, clock):
    with shot_take.writer(clock=clock):
        (shot_take.path / "incoming/000005_x1.jpg").write_bytes(b"half")
        report = check(series)
    assert report.problems == ()
    assert len(report.notices) == 1
    assert report.notices[0].startswith(f"{TAKE} is being written by process ")
    assert report.notices[0].endswith("; its newest files were not judged.")


def test_a_picture_kept_while_the_others_were_read_is_not_accused(series, shot_take, keep, clock, photo, monkeypatch):
    from komadori.store import survey

    files = survey._files

    def kept_meanwhile(take, folder):
        if folder == "pictures":
            monkeypatch.setattr(survey, "_files", files)
            with shot_take.writer(clock=clock) as writer:
                keep(writer, photo(7))
        return files(take, folder)

    monkeypatch.setattr(survey, "_files", kept_meanwhile)
    assert check(series).problems == ()


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


def test_copies_are_named_wherever_they_lie_and_only_where_they_are_whole(
    series, shot_take, keep, clock, photo, tmp_path
):
    other = series.shot(shot_take.slate).new_take(clock=clock)
    source = tmp_path / "card" / "IMG_2.JPG"
    source.parent.mkdir()
    source.write_bytes(photo(2))
    with other.writer(clock=clock) as writer:
        keep(writer, photo(0))
        keep(writer, photo(1))
    picture(other, 2).write_bytes(b"x" * len(photo(1)))
    picture(shot_take, 1).unlink()
    picture(shot_take, 2).rename(shot_take.path / "pictures/moved away.jpg")
    picture(shot_take, 3).unlink()
    report = check(series)
    copies = {problem.file: problem.copies for problem in report.problems if problem.kind is not Kind.UNLISTED}
    assert copies == {
        f"{TAKE}/pictures/000001_x1.jpg": (str(picture(other, 1)),),
        f"{TAKE}/pictures/000002_x1.jpg": (str(shot_take.path / "pictures/moved away.jpg"),),
        f"{TAKE}/pictures/000003_x1.jpg": (),
        "ep01/sc010/sh020/tk02/pictures/000002_x1.jpg": (str(shot_take.path / "pictures/moved away.jpg"),),
    }


def test_traces_lead_to_the_card_the_source_folder_and_the_finished_frame(series, take, clock, tmp_path):
    source = tmp_path / "card.jpg"
    source.write_bytes(b"one")
    with take.writer(clock=clock) as writer:
        for camera, told_source in (("", str(source)), ("EOS R5", "IMG_0002.JPG"), ("", "c.jpg")):
            facts = PictureFacts(format="jpeg", width=3, height=2, camera=camera, source=told_source)
            kept = writer.keep([Incoming(name="a.jpg", data=b"one")], exposure="x1", facts=facts)
    frame = FinishedFrame(key="abcdef", file="ab/abcdef.tif", source_hash=kept.hash)
    take.write_finished(
        Finished(recipe="", entries={3: frame}, width=3, height=2, encoding="srgb", folder=series.cache.folder)
    )
    for number in (1, 2, 3):
        picture(take, number).unlink()
    first, second, third = check(series).problems
    assert first.copies == second.copies == third.copies == (str(source),)
    assert first.traces == (f"It came as {source}; the folder it came from may still hold it.",)
    assert second.traces == ("The card of EOS R5 may still hold IMG_0002.JPG.",)
    assert third.traces == (
        "It came as c.jpg; the folder it came from may still hold it.",
        "A finished frame made from it is in the series' cache: ab/abcdef.tif.",
    )


def test_repair_puts_back_what_has_a_copy_and_keeps_what_lay_there(series, shot_take, keep, clock, photo, again):
    other = series.shot(shot_take.slate).new_take(clock=clock)
    with other.writer(clock=clock) as writer:
        keep(writer, photo(0))
        keep(writer, photo(1))
    flip_a_bit(picture(shot_take, 1))
    hurt = picture(shot_take, 1).read_bytes()
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
    assert [kind for kind, _, _ in told(check(series))] == [Kind.UNLISTED]
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
    assert {message for kind, _, message in told(check(series)) if kind is Kind.JOURNAL} == {
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
    assert told(report) == [
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


def test_a_shot_copied_by_hand_is_told_and_both_can_be_opened(series, shot_take):
    shutil.copytree(series.path / "ep01/sc010/sh020", series.path / "ep01/sc010/sh030")
    report = check(series)
    assert report.sound
    assert {(problem.kind, problem.message) for problem in report.problems} == {
        (
            Kind.TWIN,
            "ep01/sc010/sh030 has the identity of ep01/sc010/sh020: one of them was copied by hand.",
        ),
        (
            Kind.TWIN,
            "ep01/sc010/sh030/tk01 has the identity of ep01/sc010/sh020/tk01: one of them was copied by hand.",
        ),
    }
    assert report.pictures == 8


@pytest.mark.parametrize("shut", ["", "tk01/pictures"])
def test_a_folder_kept_shut_is_told_and_stops_nothing(series, shot_take, keep, clock, photo, monkeypatch, shut):
    other = series.new_shot(Slate.parse("ep01/sc010/sh030")).new_take(clock=clock)
    with other.writer(clock=clock) as writer:
        keep(writer, photo(0))
    folder = shot_take.path.parent / shut
    # Whoever runs the tests may be allowed everything, so the system's answers are played.
    for module, name in ((os, "listdir"), (os, "scandir"), (Path, "stat")):
        monkeypatch.setattr(module, name, forbidding(folder, getattr(module, name)))
    report = check(series)
    assert not report.sound
    assert f"{folder} cannot be looked into: Permission denied." in [problem.message for problem in report.problems]
    assert report.files == 1
    assert [entry.pictures for entry in series.shots()][-1] == 1
    assert finish(repair_series(series, clock=clock)).left


def forbidding(folder, act):
    """`act` on a path, which the system forbids in `folder`."""

    def refused(path=".", *args, **options):
        where = Path(path)
        if where == folder or folder in where.parents:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return act(path, *args, **options)

    return refused


def test_shots_and_takes_that_lie_where_nobody_looks_are_told(series, shot_take):
    shot = series.path / "ep01/sc010/sh020"
    shutil.copytree(shot, series.path / "old shots" / "sh020")
    (shot / "shot.toml").unlink()
    assert told(check(series)) == [
        (
            Kind.ASTRAY,
            "ep01/sc010/sh020/tk01",
            f"{shot / 'tk01'} holds a take, and the folder above it has no shot.toml, so nobody finds it.",
        ),
        (
            Kind.ASTRAY,
            "old shots/sh020",
            f"{series.path / 'old shots/sh020'} holds a shot, and its place is no address: shots lie at "
            "episode/scene/shot.",
        ),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_text_can_be_told_and_stops_nothing(series, shot_take, clock, photo, again):
    (shot_take.path / "pictures" / os.fsdecode(b"\xff.jpg")).write_bytes(photo(5))
    picture(shot_take, 1).rename(shot_take.path / "pictures/away.jpg")
    report = check(series)
    assert msgspec.json.encode(report)
    unlisted = {file for kind, file, _ in told(report) if kind is Kind.UNLISTED}
    assert unlisted == {f"{TAKE}/pictures/\\udcff.jpg", f"{TAKE}/pictures/away.jpg"}
    repaired = finish(repair_series(series, clock=clock))
    assert [problem.file for problem in repaired.left] == [f"{TAKE}/pictures/\\udcff.jpg"]
    assert again().file(again().picture(1)).read_bytes() == photo(0)
