"""Sheets laid out elsewhere come into a take with their holds."""

import json

import pytest

from komadori.capture.sheets import TwoSheets
from komadori.sheet.edit import hold, repeat
from komadori.sheet.exchange import BadSheetFile, csv_sheet, xdts


def shown(take, exposure="x1"):
    return [(span.first, span.cell.length, span.cell.picture(exposure)) for span in take.sheet.spans()]


def frames_xml(*frames):
    """A take.xml of (vframe, file) pairs."""
    entries = "".join(f'<frame vframe="{vframe}" file="{file}"/>' for vframe, file in frames)
    return f'<?xml version="1.0"?><take><edits>{entries}</edits></take>'


@pytest.fixture
def dragonframe(tmp_path, photographs):
    """`dragonframe([(1, 1), …], x1=3)` makes a Dragonframe take with that many pictures in each exposure folder."""

    def made(frames, **exposures):
        folder = tmp_path / "prod_sc010_tk01"
        for number, (exposure, count) in enumerate(exposures.items()):
            name = f"prod_sc010_tk01_{exposure.upper()}"
            start = f"2026-03-0{number + 1}T10:00:00"
            photographs(count, folder=folder / name, names=name + "_{:04d}.jpg", start=start)
        (folder / "take.xml").write_text(frames_xml(*frames), encoding="utf-8")
        return folder

    return made


def test_a_dragonframe_take_comes_in_with_its_holds(take, again, dragonframe, bring):
    report = bring(dragonframe([(1, 1), (2, 1), (3, 1), (4, 3), (5, 2), (6, 2)], x1=3))
    assert shown(again()) == [(1, 3, 1), (4, 1, 3), (5, 2, 2)]
    assert (len(report.kept), report.refused) == (3, ())


def test_its_hidden_frames_and_tags_come_in(take, again, dragonframe, bring):
    bring(dragonframe([(1, 1), (2 | 0x40000000, 2), (3 | 0x05000000, 3)], x1=3))
    cells = [span.cell for span in again().sheet.spans()]
    assert [cell.hidden for cell in cells] == [False, True, False]
    assert [cell.tag for cell in cells] == ["", "", "red blue"]


def test_its_exposures_come_in_side_by_side(take, again, dragonframe, bring):
    bring(dragonframe([(1, 1), (2, 2)], x1=2, x2=2))
    assert again().sheet.exposures == ("x1", "x2")
    assert [span.cell.pictures for span in again().sheet.spans()] == [(("x1", 1), ("x2", 3)), (("x1", 2), ("x2", 4))]


def test_deleted_pictures_come_in_and_stay_off_the_sheet(take, again, dragonframe, bring):
    bring(dragonframe([(1, 1), (2, 3)], x1=3))
    assert shown(again()) == [(1, 1, 1), (2, 1, 3)]
    assert len(again().pictures) == 3


def test_frames_without_a_file_are_left_to_be_shot(take, again, dragonframe, bring):
    report = bring(dragonframe([(1, 1), (2, 7), (3, 7)], x1=1))
    assert shown(again()) == [(1, 1, 1), (2, 2, None)]
    assert ["2 of its frames show files" in one.text for one in report.remarks] == [True]


def test_importing_a_dragonframe_take_again_changes_nothing(take, again, dragonframe, bring):
    folder = dragonframe([(1, 1), (2, 1), (3, 2)], x1=2)
    bring(folder)
    before = again()
    report = bring(folder / "take.xml")
    assert (len(report.kept), report.present) == (0, 2)
    assert again().sheet == before.sheet
    assert len(again().history.done) == len(before.history.done)


def test_laying_out_a_sheet_can_be_undone(take, again, photographs, bring, dragonframe):
    bring(*photographs(2))
    before = again().sheet
    bring(dragonframe([(1, 1), (2, 2), (3, 1)], x1=2))
    with again().writer() as writer:
        assert writer.sheet != before
        writer.undo()
        assert writer.sheet == before


def test_a_broken_take_xml_begins_nothing(take, again, dragonframe, bring):
    folder = dragonframe([(1, 1)], x1=1)
    (folder / "take.xml").write_text("<take><frame vframe='1' ", encoding="utf-8")
    with pytest.raises(BadSheetFile, match="is not whole XML"):
        bring(folder)
    assert len(again().pictures) == 0


@pytest.mark.parametrize("kind", ["csv", "xdts"])
def test_a_sheet_of_ours_changed_elsewhere_comes_back(take, again, photographs, bring, tmp_path, kind):
    bring(*photographs(4))
    with take.writer() as writer:
        writer.do(repeat(writer.sheet, 1, 4))
        writer.do(hold(writer.sheet, 1, 3))
        wanted = writer.sheet
        written = csv_sheet.write(wanted) if kind == "csv" else xdts.from_sheet(wanted).text()
        writer.undo()
        writer.undo()
    file = tmp_path / f"sheet.{kind}"
    file.write_text(written, encoding="utf-8")
    report = bring(file)
    assert again().sheet == wanted
    assert report.refused == ()


def test_a_sheet_and_its_photographs_come_in_together(take, again, photographs, bring, tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text("frame,picture,hold\n1,2,\n2,,|\n3,1,\n4,9,\n", encoding="utf-8")
    bring(file, *photographs(3))
    assert shown(again()) == [(1, 2, 2), (3, 1, 1), (4, 1, None)]
    assert len(again().pictures) == 3


def test_a_sheet_without_photographs_is_a_plan(take, again, bring, tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text("frame,picture,hold\n1,1,\n2,,|\n3,2,\n", encoding="utf-8")
    bring(file)
    assert shown(again()) == [(1, 2, None), (3, 1, None)]


def cels(*labels):
    """An XDTS of another program: one column of drawings."""
    frames = [{"frame": frame, "data": [{"id": 0, "values": [label]}]} for frame, label in labels]
    table = {
        "name": "sheet",
        "duration": 8,
        "timeTableHeaders": [{"fieldId": 0, "names": ["A"]}],
        "fields": [{"fieldId": 0, "tracks": [{"trackNo": 0, "frames": frames}]}],
    }
    root = {"header": {"cut": "1", "scene": "1"}, "timeTables": [table], "version": 5}
    return "exchangeDigitalTimeSheet Save Data\n" + json.dumps(root)


def test_drawings_are_found_by_the_numbers_in_the_names(take, again, photographs, bring, tmp_path):
    file = tmp_path / "sheet.xdts"
    file.write_text(cels((0, "105"), (3, "107"), (6, "105"), (8, "SYMBOL_NULL_CELL")), encoding="utf-8")
    paths = photographs(8, names="IMG_{:04d}.jpg")
    hundreds = [path.rename(path.with_name(f"IMG_{104 + number}.jpg")) for number, path in enumerate(paths)]
    bring(file, *hundreds[:4])
    assert shown(again()) == [(1, 3, 2), (4, 3, 4), (7, 2, 2)]


def test_two_sheets_are_one_too_many(take, bring, tmp_path, dragonframe):
    file = tmp_path / "sheet.csv"
    file.write_text("frame,picture\n1,1\n", encoding="utf-8")
    with pytest.raises(TwoSheets, match="are both sheets"):
        bring(file, dragonframe([(1, 1)], x1=1))


def test_a_real_clip_studio_sheet_gives_its_holds(take, again, bring, shared):
    file = next((shared / "data/xsheet-nekomataya/clip-toei").glob("*LO.xdts"))
    report = bring(file)
    assert again().sheet.frames == 300
    assert report.refused == ()
    assert any("frame rate" in one.text for one in report.remarks)
