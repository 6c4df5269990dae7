"""new, import, sheet, check and repair, through the real command."""

import re
import sys
from pathlib import Path

import pytest


def test_new_begins_a_series(run, tmp_path):
    ran = run("new", "ninja", "--title", "忍者", "--fps", "23.976", "--json")
    assert ran.code == 0
    assert ran.data["title"] == "忍者"
    assert ran.data["fps"] == "23.976"
    assert (tmp_path / "ninja" / "komadori.toml").is_file()


def test_new_overwrites_nothing(run, series):
    ran = run("new", series)
    assert ran.code == 1
    assert f"{series} holds a series already.\nhint: Go on with it, or choose another folder." in ran.err


def test_a_series_name_no_disk_takes_is_told_so(run, tmp_path):
    ran = run("new", tmp_path / ("a" * 300))
    assert ran.code == 1
    assert "This disk takes no such name" in ran.err
    assert "hint: Choose a shorter name" in ran.err
    assert run("status", tmp_path / ("a" * 300)).code == 1


def test_importing_what_does_not_exist_begins_no_shot(run, series):
    ran = run("import", "nosuch.jpg", "neither.jpg", "--series", series, "--shot", "ep01/sc010/sh020")
    assert ran.code == 2
    assert "nosuch.jpg" in ran.err
    assert "neither.jpg" in ran.err
    assert not (series / "ep01").exists()


def test_a_sheet_that_cannot_be_read_begins_no_shot(run, series, photographs, tmp_path):
    sheet = tmp_path / "sheet.xdts"
    sheet.write_text("exchangeDigitalTimeSheet Save Data\n{", encoding="utf-8")
    ran = run("import", *photographs(1), sheet, "--series", series, "--shot", "ep01/sc010/sh020")
    assert ran.code == 1
    assert "sheet.xdts" in ran.err
    assert not (series / "ep01").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are not Unicode")
def test_names_that_are_not_unicode_are_told_in_json_too(run, series, photographs, samples):
    good = photographs(3)
    odd = Path(good[0]).with_name("caf\udce9.jpg")
    samples.jpeg(odd, samples.set_and_puppet(9)[:40, :40])
    ran = run("import", *good, odd, "--series", series, "--shot", "ep01/sc010/sh020", "--json")
    assert [refused["kind"] for refused in ran.data["refused"]] == ["wrong size"]
    assert "caf\\udce9.jpg" in ran.data["refused"][0]["message"]
    gone = run("import", odd.with_name("gone\udce9.jpg"), "--series", series, "--shot", "ep01/sc010/sh020", "--json")
    assert gone.code == 2
    assert "gone\\udce9.jpg" in gone.data["error"]["message"]


def test_import_tells_what_it_kept(run, series, photographs):
    ran = run("import", *photographs(3), "--series", series, "--shot", "ep01/sc010/sh020", "--on", 3, "--json")
    assert ran.code == 0
    assert [(kept["picture"], kept["frame"]) for kept in ran.data["kept"]] == [(1, 1), (2, 4), (3, 7)]
    assert all((series / kept["file"]).stat().st_size == kept["bytes"] for kept in ran.data["kept"])
    assert ran.data["take"] == "ep01/sc010/sh020/tk01"


def test_a_flood_of_remarks_is_cut_short_for_people_and_whole_for_machines(run, series, photographs, tmp_path):
    (photograph,) = photographs(1)
    folder = tmp_path / "doubled"
    folder.mkdir()
    for number in range(50):
        (folder / f"{number:04d}.jpg").write_bytes(Path(photograph).read_bytes())
    told = run("import", folder, "--series", series, "--shot", "ep01/sc010/sh020")
    assert told.out.count("duplicate") == 40
    assert "9 more remarks" in told.err
    again = run("import", folder, "--series", series, "--shot", "ep01/sc010/sh030", "--json")
    assert len(again.data["remarks"]) == 49


def test_a_shot_goes_on_as_it_began(run, series, photographs):
    first, second, third = photographs(3)
    run("import", first, "--series", series, "--shot", "ep01/sc010/sh020", "--on", 3)
    run("import", second, "--series", series, "--shot", "ep01/sc010/sh020")
    camera = f"replay:{third.parent}?start=3"
    ran = run("shoot", "ep01/sc010/sh020", "--series", series, "--camera", camera, "--frames", 1)
    assert ran.lines[0]["frame"] == 7
    assert run("sheet", "ep01/sc010/sh020", "--series", series, "--json").data["frames"] == 9


def test_importing_again_is_done_and_doubles_nothing(run, series, shot, photographs):
    ran = run("import", photographs(6)[0].parent, "--series", series, "--shot", shot, "--json")
    assert (ran.code, ran.data["kept"], ran.data["present"]) == (0, [], 6)


def test_import_into_a_new_take(run, series, shot, photographs):
    ran = run("import", *photographs(2), "--series", series, "--shot", shot, "--new-take", "--json")
    assert ran.data["take"] == f"{shot}/tk02"
    assert run("sheet", f"{shot}/tk01", "--series", series, "--json").data["frames"] == 12


def test_everything_wrong_stands_in_one_table_and_the_good_ones_are_kept(run, series, photographs, samples):
    folder = photographs(3)[0].parent
    bad = samples.every_bad_one(folder)
    (folder / "IMG_0002.jpg").unlink()
    ran = run("import", folder, "--series", series, "--shot", "ep01/sc010/sh020")
    assert ran.code == 1
    for what, path in bad.items():
        assert re.search(rf"{re.escape(path.name)}\s+{samples.BAD[what][1]}\s+\S", ran.out), what
    assert "IMG_0002.jpg is missing" in ran.out
    assert f"2 kept, {len(bad)} refused" in ran.err
    assert "hint: " in ran.err
    again = run("import", folder, "--series", series, "--shot", "ep01/sc010/sh020", "--json")
    assert (again.code, again.data["present"], len(again.data["refused"])) == (1, 2, len(bad))
    assert run("check", series).code == 0


@pytest.mark.parametrize(
    "name", ["コマ撮り ０１.jpg", "ü" * 120 + ".jpg", "a" * 250 + ".jpg", "[b]x.jpg", "a;b $c.jpg"]
)
def test_odd_and_long_names_come_in_and_are_told_as_they_are(run, series, samples, tmp_path, name):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    samples.jpeg(good / name)
    samples.text(bad / name)
    ran = run("import", good, bad, "--series", series, "--shot", "ep01/sc010/sh020")
    assert ran.code == 1
    assert name in ran.out
    assert "1 kept, 1 refused" in ran.err


def test_a_path_with_dots_is_only_a_path(run, series, photographs):
    folder = photographs(2)[0].parent
    ran = run("import", f"../{folder.name}", "--series", "../series", "--shot", "ep01/sc010/sh020", cwd=folder)
    assert ran.code == 0


@pytest.mark.parametrize(
    ("verb", "slate"),
    [
        ("import", "../../etc"),
        ("import", "ep01"),
        ("sheet", "ep01/../sh020"),
        ("sheet", "ep01/sc 1/sh020"),
        ("shoot", "ep01/sc010/.."),
        ("shoot", "/ep01/sc010/"),
    ],
)
def test_a_slate_never_leads_out_of_the_series(run, series, verb, slate, photographs):
    words = {
        "import": ["import", photographs(1)[0], "--shot", slate],
        "sheet": ["sheet", slate],
        "shoot": ["shoot", slate, "--camera", "replay:photographs", "--frames", "1"],
    }[verb]
    ran = run(*words, "--series", series)
    assert ran.code == 2
    assert "ep01/sc010/sh020" in ran.err
    assert {path.name for path in series.iterdir()} <= {"komadori.toml", ".komadori"}


@pytest.mark.parametrize("verb", [["sheet"], ["sheet", "--as", "csv"]])
def test_an_unknown_shot_is_told_with_its_neighbours(run, series, shot, verb):
    ran = run(verb[0], "ep01/sc010/sh021", *verb[1:], "--series", series)
    assert ran.code == 2
    assert f"hint: Did you mean {shot}?" in ran.err


def test_an_unknown_take_is_told(run, series, shot):
    ran = run("sheet", f"{shot}/tk07", "--series", series)
    assert ran.code == 2
    assert "hint: It has tk01." in ran.err


@pytest.mark.parametrize("words", [["check"], ["repair"], ["sheet", "ep01/sc010/sh020", "--series"]])
def test_a_folder_that_is_no_series_is_told(run, tmp_path, words):
    (tmp_path / "plain").mkdir()
    ran = run(*words, tmp_path / "plain")
    assert ran.code == 2
    assert "hint: " in ran.err


def test_a_newer_schema_is_refused_and_left_alone(run, series, shot):
    file = series / "komadori.toml"
    newer = re.sub(r"version = \d+", "version = 99", file.read_text(encoding="utf-8"))
    file.write_text(newer, encoding="utf-8")
    ran = run("check", series)
    assert ran.code != 0
    assert "99" in ran.err
    assert file.read_text(encoding="utf-8") == newer


def test_photos_that_are_not_there_are_refused_and_the_others_kept(run, series, photographs):
    ran = run("import", photographs(1)[0], "nowhere.jpg", "--series", series, "--shot", "ep01/sc010/sh020", "--json")
    assert ran.code == 1
    assert [(one["file"], one["kind"]) for one in ran.data["refused"]] == [("nowhere.jpg", "not there")]
    assert len(ran.data["kept"]) == 1


def test_a_sheet_is_printed_for_people(run, series, shot):
    ran = run("sheet", shot, "--series", series)
    assert ran.code == 0
    assert re.search(r"^ +11 +00:00:00:10 +6 +2 *$", ran.out, re.MULTILINE)
    assert "12 frames at 24" in ran.err


@pytest.mark.parametrize("kind", ["csv", "xdts"])
def test_a_sheet_goes_out_and_comes_back_the_same(run, series, shot, tmp_path, kind):
    file = tmp_path / f"sheet.{kind}"
    assert run("sheet", shot, "--series", series, "--as", kind, "--to", file).code == 0
    printed = run("sheet", shot, "--series", series, "--as", kind)
    assert printed.out == file.read_text(encoding="utf-8")
    before = run("sheet", shot, "--series", series, "--json").data
    assert run("import", file, "--series", series, "--shot", shot).code == 0
    assert run("sheet", shot, "--series", series, "--json").data == before


@pytest.mark.parametrize("kind", ["csv", "xdts"])
def test_a_sheet_for_another_program_is_one_json_document_where_json_is_asked_for(run, series, shot, kind):
    plain = run("sheet", shot, "--series", series, "--as", kind)
    told = run("sheet", shot, "--series", series, "--as", kind, "--json").data
    assert told["as"] == kind
    assert told["text"].rstrip("\n") == plain.out.rstrip("\n")


def test_a_sheet_file_is_not_overwritten_unasked(run, series, shot, tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text("mine", encoding="utf-8")
    ran = run("sheet", shot, "--series", series, "--to", file)
    assert (ran.code, file.read_text(encoding="utf-8")) == (1, "mine")
    assert run("sheet", shot, "--series", series, "--to", file, "--overwrite").code == 0
    assert run("sheet", shot, "--series", series, "--to", tmp_path / "sheet.pdf").code == 2


def damage(series):
    """Delete, cut and flip one picture each; returns their names."""
    pictures = sorted((series / "ep01/sc010/sh020/tk01/pictures").iterdir())
    pictures[0].unlink()
    data = pictures[1].read_bytes()
    pictures[1].write_bytes(data[:-100])
    data = bytearray(pictures[2].read_bytes())
    data[len(data) // 2] ^= 1
    pictures[2].write_bytes(data)
    return [path.name for path in pictures[:3]]


def test_check_lists_all_damage_and_where_a_copy_may_be(run, series, shot, photographs):
    assert run("check", series).code == 0
    names = damage(series)
    ran = run("check", series)
    assert ran.code == 1
    assert all(name in ran.out for name in names)
    assert str(photographs(6)[0].parent) in ran.out
    told = run("check", series, "--json")
    assert (told.code, told.data["sound"]) == (1, False)
    assert sorted(Path(problem["file"]).name for problem in told.data["problems"]) == names
    assert {problem["kind"] for problem in told.data["problems"]} == {"missing", "cut short", "changed"}


def test_repair_puts_back_what_has_a_copy_and_tells_of_the_rest(run, series, shot, photographs):
    damage(series)
    originals = photographs(6)
    originals[1].unlink()
    ran = run("repair", series, "--json")
    assert ran.code == 1
    assert len(ran.data["mended"]) == 2
    assert [Path(left["file"]).name for left in ran.data["left"]] == ["000002_x1.jpg"]
    assert len(run("check", series, "--json").data["problems"]) == 1


def test_repair_of_a_sound_series_does_nothing(run, series, shot):
    ran = run("repair", series)
    assert (ran.code, ran.out) == (0, "")
