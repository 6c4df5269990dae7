"""`check` tells everything that is damaged, exactly, and where the same bytes still lie; `repair` puts it back."""

import errno
import os
import shutil
import sys
from pathlib import Path

import msgspec
import pytest

from komadori.film import Slate
from komadori.progress import finish
from komadori.store import Finished, FinishedFrame, Incoming, Kind, PictureFacts, check_series, repair_series

TAKE = "ep01/sc010/sh020/tk01"


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


def test_a_name_in_incoming_that_goes_at_this_moment_is_not_accused(series, shot_take, clock, photo, monkeypatch):
    with shot_take.writer(clock=clock):
        for folder in ("incoming", "pictures"):
            (shot_take.path / folder / "000005_x1.jpg").write_bytes(photo(5))

        def gone(self, other):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(self))

        monkeypatch.setattr(Path, "samefile", gone)
        assert check(series).problems == ()


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
