"""Photographs come into a shot."""

import errno
import os
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from komadori.capture.importing import StrayCopy, import_photographs
from komadori.capture.look import WrongSize
from komadori.film import Slate
from komadori.progress import Progress, finish
from komadori.sheet.edit import insert, reshoot
from komadori.sheet.sheet import Cell
from komadori.store import Disk, DiskFull, create_series


def sources(take):
    return [Path(picture.source).name for picture in take.pictures]


def shown(take):
    """The sheet as (first frame, length, picture)."""
    return [(span.first, span.cell.length, span.cell.picture()) for span in take.sheet.spans()]


def test_photographs_come_in_on_twos_in_the_order_of_their_names(take, again, photographs, bring):
    paths = photographs(3)
    report = bring(*reversed(paths))
    assert sources(again()) == ["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg"]
    assert shown(again()) == [(1, 2, 1), (3, 2, 2), (5, 2, 3)]
    assert (len(report.kept), report.present, report.refused) == (3, 0, ())


def test_every_byte_comes_in(take, again, photographs, bring):
    paths = photographs(2)
    bring(paths[0].parent)
    kept = again()
    assert [kept.file(picture).read_bytes() for picture in kept.pictures] == [path.read_bytes() for path in paths]


def test_where_it_came_from_is_kept_so_that_a_check_may_look_there(take, again, photographs, bring):
    path = photographs(1)[0]
    bring(path)
    assert Path(again().pictures[0].source) == path


def test_what_the_camera_noted_is_kept(take, again, photographs, bring):
    bring(*photographs(1))
    picture = again().pictures[0]
    assert picture.taken == "2026-03-01T10:00:00.25+09:00"
    assert picture.camera == "Komadori Test camera"
    assert dict(picture.settings)["exposure_time"] == "1/25"
    assert dict(picture.settings)["white_balance"] == "manual"
    assert (picture.format, picture.width, picture.height) == ("jpeg", 96, 64)


def test_on_is_how_long_each_is_held(take, again, photographs, bring):
    bring(*photographs(2), on=3)
    assert shown(again()) == [(1, 3, 1), (4, 3, 2)]


def test_importing_again_doubles_nothing(take, again, photographs, bring):
    folder = photographs(3)[0].parent
    bring(folder)
    report = bring(folder)
    assert (report.kept, report.present, report.refused) == ((), 3, ())
    assert len(again().pictures) == 3


def test_more_photographs_in_the_same_folder_go_on_where_it_ended(take, again, photographs, bring):
    folder = photographs(3)[0].parent
    bring(folder)
    photographs(5)
    report = bring(folder)
    assert [Path(picture.source).name for picture in report.kept] == ["IMG_0004.jpg", "IMG_0005.jpg"]
    assert shown(again())[-1] == (9, 2, 5)


def test_an_import_that_was_broken_off_goes_on(take, again, photographs, bring):
    folder = photographs(5)[0].parent
    with take.writer() as writer:
        work = import_photographs(writer, [folder])
        for step in work:
            if step.doing == "keeping photographs" and step.done == 2:
                break
        work.close()
    assert len(again().pictures) == 2
    report = bring(folder)
    assert (len(report.kept), report.present) == (3, 2)
    assert sources(again()) == [f"IMG_000{number}.jpg" for number in range(1, 6)]


def test_it_tells_how_far_it_is(take, photographs):
    with take.writer() as writer:
        steps = list(import_photographs(writer, photographs(3)))
    assert steps[0] == Progress(done=0, total=3, doing="looking at photographs")
    assert steps[-1] == Progress(done=2, total=3, doing="keeping photographs")


def test_empty_slots_are_filled_first_with_the_length_they_have(take, again, photographs, bring):
    with take.writer() as writer:
        writer.do(insert(writer.sheet, 1, [Cell(length=4), Cell(length=1)]))
    bring(*photographs(3))
    assert shown(again()) == [(1, 4, 1), (5, 1, 2), (6, 2, 3)]


def test_a_frame_to_be_shot_again_is_filled(take, again, photographs, bring, samples):
    bring(*photographs(3))
    with again().writer() as writer:
        writer.do(reshoot(writer.sheet, 3))
    better = samples.jpeg(take.path.parent / "better.jpg")
    bring(better)
    assert shown(again()) == [(1, 2, 1), (3, 2, 4), (5, 2, 3)]


def test_two_named_exposures_are_filled_in_turn(series, photographs):
    take = series.new_shot(Slate.parse("ep01/sc010/sh030"), exposures=("x1", "x2")).new_take()
    with take.writer() as writer:
        finish(import_photographs(writer, photographs(4)))
        cells = [span.cell.pictures for span in writer.sheet.spans()]
    assert cells == [(("x1", 1), ("x2", 2)), (("x1", 3), ("x2", 4))]


def test_everything_wrong_is_told_together_and_the_good_ones_are_kept(take, again, photographs, samples, bring):
    folder = photographs(4)[0].parent
    bad = samples.every_bad_one(folder)
    small = samples.jpeg(folder / "small.jpg", samples.set_and_puppet(width=48, height=32))
    report = bring(folder, folder / "nowhere.jpg")
    kinds = {one.file.name: one.kind for one in report.refused}
    assert kinds == {
        **{path.name: samples.BAD[what][1] for what, path in bad.items()},
        small.name: "wrong size",
        "nowhere.jpg": "not there",
    }
    assert all(one.why.message for one in report.refused)
    assert sources(again()) == [f"IMG_000{number}.jpg" for number in range(1, 5)]


@pytest.mark.parametrize("what", ["jpeg", "grey jpeg", "png 8", "png 16", "tiff 16", "packed tiff", "exr", "dng"])
def test_every_format_comes_in(take, again, samples, bring, tmp_path, what):
    path = samples.GOOD[what](tmp_path / "picture.bin")
    report = bring(path)
    assert report.refused == ()
    assert again().file(again().pictures[0]).read_bytes() == path.read_bytes()


def test_of_two_sizes_most_decide_in_an_empty_take(take, samples, photographs, bring):
    small = samples.jpeg(photographs(3)[0].parent / "IMG_0000.jpg", samples.set_and_puppet(width=48, height=32))
    report = bring(small.parent)
    assert [one.file for one in report.refused] == [small]
    assert isinstance(report.refused[0].why, WrongSize)
    assert "48 × 32 px, and the take is 96 × 64 px" in str(report.refused[0].why)


def test_the_take_decides_once_it_has_a_picture(take, samples, photographs, bring, tmp_path):
    bring(*photographs(1))
    report = bring(*photographs(3, folder=tmp_path / "larger", width=192, height=128))
    assert [one.kind for one in report.refused] == ["wrong size"] * 3


def test_a_gap_is_remarked_and_refuses_nothing(take, photographs, bring):
    paths = photographs(4)
    paths[1].unlink()
    report = bring(paths[0].parent)
    assert [(one.kind, one.text) for one in report.remarks] == [("gap", "IMG_0002.jpg is missing")]
    assert (report.refused, len(report.kept)) == ((), 3)


def test_the_same_picture_under_a_number_of_its_own_keeps_its_place(take, again, photographs, bring):
    paths = photographs(4)
    shutil.copy(paths[1], paths[2])
    report = bring(paths[0].parent)
    assert [(one.file.name, one.kind) for one in report.remarks] == [("IMG_0003.jpg", "duplicate")]
    assert "IMG_0002.jpg" in report.remarks[0].text
    assert (report.refused, len(again().pictures)) == ((), 4)
    assert bring(paths[0].parent).present == 4


def test_a_stray_copy_is_left_out(take, again, photographs, bring):
    paths = photographs(3)
    stray = shutil.copy(paths[1], paths[1].with_name("IMG_0002 copy.jpg"))
    report = bring(paths[0].parent)
    assert [(one.file, one.kind) for one in report.refused] == [(stray, "copy")]
    assert isinstance(report.refused[0].why, StrayCopy)
    assert len(again().pictures) == 3


def test_by_time_the_camera_decides(take, again, samples, bring, tmp_path):
    for name, minute in [("a.jpg", 3), ("b.jpg", 1), ("c.jpg", 2)]:
        picture = samples.set_and_puppet(minute)
        samples.jpeg(tmp_path / name, picture, exif=samples.exif(taken=f"2026:03:01 10:0{minute}:00"))
    samples.jpeg(tmp_path / "0.jpg", samples.set_and_puppet(9))
    report = bring(*(tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg", "0.jpg")), by="time")
    assert sources(again()) == ["b.jpg", "c.jpg", "a.jpg", "0.jpg"]
    assert [(one.file.name, one.kind) for one in report.remarks] == [("0.jpg", "no time")]


def test_a_raw_comes_in_with_its_jpeg(take, again, samples, bring, tmp_path):
    (tmp_path / "in").mkdir()
    samples.dng(tmp_path / "in" / "1.dng")
    samples.jpeg(tmp_path / "in" / "1.jpg")
    bring(tmp_path / "in")
    picture = again().pictures[0]
    assert [file.name.rpartition(".")[2] for file in picture.files] == ["dng", "jpg"]
    assert picture.format == "dng"


def test_a_raw_whose_jpeg_is_damaged_comes_in_alone(take, again, samples, bring, tmp_path):
    (tmp_path / "in").mkdir()
    samples.dng(tmp_path / "in" / "1.dng")
    bad = samples.truncated_jpeg(tmp_path / "in" / "1.jpg")
    report = bring(tmp_path / "in")
    assert [one.file for one in report.refused] == [bad]
    assert len(again().pictures[0].files) == 1


@pytest.mark.parametrize("name", ["コマ撮り 0001.jpg", "a" * 240 + "1.jpg", "[red] 1 %s {}.jpg", "-rf 1.jpg"])
def test_odd_names_are_kept_in_the_record(take, again, samples, bring, tmp_path, name):
    bring(samples.jpeg(tmp_path / name))
    assert sources(again()) == [name]
    assert again().file(again().pictures[0]).name == "000001_x1.jpg"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX file names may be no Unicode")
def test_a_name_that_is_no_unicode_is_kept_with_escapes(take, again, samples, bring, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 1.jpg"))
    shutil.copy(samples.jpeg(tmp_path / "plain.jpg"), path)
    bring(path)
    assert sources(again()) == ["caf\\udce9 1.jpg"]


def test_links_share_the_disk(take, again, photographs, bring):
    path = photographs(1)[0]
    bring(path, link=True)
    kept = again()
    assert kept.file(kept.pictures[0]).samefile(path)


def test_copies_do_not(take, again, photographs, bring):
    path = photographs(1)[0]
    bring(path)
    kept = again()
    path.write_bytes(b"painted over")
    assert kept.file(kept.pictures[0]).read_bytes() != b"painted over"


def test_a_full_disk_stops_with_a_report(tmp_path, photographs):
    class Filling(Disk):
        left = 12

        def write(self, descriptor, data):
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(descriptor, data)

    series = create_series(tmp_path / "s", title="Small disk", rate=Fraction(24), disk=Filling())
    take = series.new_shot(Slate.parse("ep01/sc010/sh020")).new_take()
    with take.writer() as writer:
        report = finish(import_photographs(writer, photographs(9)))
    assert isinstance(report.stopped, DiskFull)
    assert 0 < len(report.kept) < 9


def test_a_real_brickfilm_comes_in_whole(take, again, bring, shared):
    frames = shared / "data/take-lego-ninja/frames"
    report = bring(frames)
    assert (len(report.kept), report.refused) == (len(list(frames.glob("*.png"))), ())
    assert bring(frames).present == len(report.kept)


def test_real_raw_files_come_in_or_are_told_to_be_truncated(take, again, bring, shared):
    report = bring(shared / "data/raw/tinydng_colorchart_CanonKissX4.dng", *(shared / "data/raw").glob("*truncated*"))
    assert [picture.format for picture in report.kept] == ["dng"]
    assert [one.kind for one in report.refused] == ["truncated"] * 3
