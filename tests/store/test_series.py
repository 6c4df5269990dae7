"""A series is made, found, opened, moved and renamed; every file that is not as it should be gets its message."""

import dataclasses
import shutil
import sqlite3
import subprocess
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from komadori.film import Picture, PictureFile, Shot, Slate
from komadori.progress import finish
from komadori.sheet.change import Change, Edit
from komadori.sheet.edit import insert
from komadori.sheet.sheet import Cell
from komadori.store import (
    AlreadyThere,
    BrokenFile,
    Disk,
    Finished,
    FinishedFrame,
    NewerSchema,
    NotASeries,
    NotFinished,
    PathOutside,
    ReadOnlyFolder,
    UnknownShot,
    check_series,
    create_series,
    find_series,
    open_series,
)
from komadori.store.journal import Entry, encode
from komadori.store.records import SeriesRecord, ShotRecord, TakeRecord
from komadori.store.take import FinishedRecord
from komadori.store.upgrade import SCHEMAS, Schema, upgraded
from komadori.store.writer import begin_entry

GOLDEN = Path(__file__).parents[1] / "golden"
SLATE = Slate.parse("ep01/sc010/sh020")


def test_a_series_is_made_and_opened_again(tmp_path):
    made = create_series(tmp_path / "new" / "ninja", title="Ninja ⛩", rate=Fraction(24000, 1001))
    opened = open_series(tmp_path / "new" / "ninja")
    assert opened.series == made.series
    assert (opened.series.title, opened.series.rate) == ("Ninja ⛩", Fraction(24000, 1001))
    assert opened.shots() == []
    assert [path.name for path in (tmp_path / "new/ninja").iterdir()] == ["komadori.toml"]


def test_a_series_may_be_made_beside_other_files_but_not_over_a_series(series):
    before = (series.path / "komadori.toml").read_bytes()
    with pytest.raises(AlreadyThere) as there:
        create_series(series.path, title="Other", rate=Fraction(12))
    assert there.value.message == f"{series.path} holds a series already."
    assert (series.path / "komadori.toml").read_bytes() == before
    assert [path.name for path in series.path.iterdir()] == ["komadori.toml"]


def test_a_series_is_found_from_anywhere_within_it(series, take, tmp_path):
    assert find_series(take.path / "pictures") == series.path
    with pytest.raises(NotASeries) as lost:
        find_series(tmp_path)
    assert str(lost.value) == (
        f"{tmp_path} is not a series and lies in none: no komadori.toml was found there or above.\n"
        "hint: Go into a series' folder, name one with --series, or make one with `komadori new FOLDER`."
    )
    with pytest.raises(NotASeries) as lost:
        open_series(tmp_path / "nowhere")
    assert lost.value.message == f"{tmp_path / 'nowhere'} is not a series: it has no komadori.toml."
    assert isinstance(lost.value, LookupError)


def test_a_shot_is_made_once_and_its_facts_are_kept(series):
    series.new_shot(SLATE, on=3, exposures=("x1", "x2"))
    shot = series.shot(SLATE.of_take(4))
    assert shot.shot == Shot(id=shot.shot.id, slate=SLATE, on=3, exposures=("x1", "x2"))
    with pytest.raises(AlreadyThere) as there:
        series.new_shot(SLATE)
    assert str(there.value) == f"{shot.path} exists already.\nhint: Choose another name; nothing was changed."


def test_of_two_programs_that_make_a_take_at_once_only_one_does(series, clock):
    class Overtaken(Disk):
        def rename(self, source, target):
            shutil.copytree(source, target)
            super().rename(source, target)

    series.new_shot(SLATE)
    with pytest.raises(AlreadyThere) as there:
        open_series(series.path, disk=Overtaken()).shot(SLATE).new_take(clock=clock)
    folder = series.path / "ep01/sc010/sh020"
    assert there.value.message == f"{folder / 'tk01'} exists already."
    assert sorted(path.name for path in folder.iterdir()) == ["shot.toml", "tk01"]
    assert series.shot(SLATE).new_take(clock=clock).take.number == 2


def test_an_unknown_shot_is_told_with_the_nearest_there_are(series):
    with pytest.raises(UnknownShot) as unknown:
        series.shot(SLATE)
    assert str(unknown.value) == (
        f"There is no shot ep01/sc010/sh020 in {series.path}.\n"
        "hint: It has no shots yet; importing or shooting makes them."
    )
    for shot in ("sh010", "sh030"):
        series.new_shot(Slate(episode="ep01", scene="sc010", shot=shot))
    with pytest.raises(UnknownShot) as unknown:
        series.shot(SLATE)
    assert unknown.value.hint in {
        "Did you mean ep01/sc010/sh030 or ep01/sc010/sh010?",
        "Did you mean ep01/sc010/sh010 or ep01/sc010/sh030?",
    }
    with pytest.raises(UnknownShot) as unknown:
        series.shot(Slate.parse("trailer/a/b"))
    assert unknown.value.hint == (
        "Its 2 shots go from ep01/sc010/sh010 to ep01/sc010/sh030; `komadori status` lists them."
    )


def test_folders_renamed_and_moved_by_hand_keep_everything(series, take, keep, clock, tmp_path):
    with take.writer(clock=clock) as writer:
        kept = keep(writer)
    shot_id = series.shot(SLATE).shot.id
    assert [str(entry.slate) for entry in series.shots()] == ["ep01/sc010/sh020"]
    moved = tmp_path / "archive" / "renamed"
    shutil.move(series.path, moved)
    (moved / "ep01/sc010/sh020").rename(moved / "ep01/sc010/sh999")
    (moved / "ep01").rename(moved / "pilot")
    (moved / "pilot/sc010/sh999/tk01").rename(moved / "pilot/sc010/sh999/tk07")
    opened = open_series(moved)
    (entry,) = opened.shots()
    assert (str(entry.slate), entry.id, entry.takes, entry.pictures) == ("pilot/sc010/sh999", shot_id, (7,), 1)
    found = opened.take(entry.slate)
    assert (found.take.id, found.take.number, list(found.pictures)) == (take.take.id, 7, [kept])
    with found.writer(clock=clock) as writer:
        assert keep(writer).number == 2
    assert finish(check_series(opened)).problems == ()


def test_the_glance_at_a_series_counts_what_is_shot_and_what_is_still_to_be(series, take, keep, clock):
    with take.writer(clock=clock) as writer:
        for data in (b"one", b"three"):
            keep(writer, data)
        writer.do(insert(writer.sheet, 5, [Cell(length=3), Cell(length=3)]))
        last = writer.pictures[-1]
    series.shot(SLATE).new_take(clock=clock)
    for _ in range(2):
        (entry,) = series.shots()
        assert (entry.takes, entry.pictures, entry.bytes, entry.kept) == ((1, 2), 2, 8, last.kept)
        assert (entry.frames, entry.shot) == (0, 0)
    (take.path.parent / "tk02/journal.jsonl").rename(take.path.parent / "tk02/away")
    shutil.rmtree(take.path.parent / "tk02")
    (entry,) = series.shots()
    assert (entry.frames, entry.shot, entry.on, entry.exposures) == (10, 4, 2, ("x1",))


@pytest.fixture
def index(series, take, keep, clock):
    """The index of a series with one picture, and the entries it gives."""
    with take.writer(clock=clock) as writer:
        keep(writer)
    entries = series.shots()
    return series.path / ".komadori/index.sqlite", entries


def test_a_deleted_broken_or_foreign_index_is_made_afresh(series, index):
    path, entries = index
    path.unlink()
    assert series.shots() == entries
    assert path.exists()
    path.write_bytes(b"this is not a database, however long it may be" * 99)
    assert series.shots() == entries
    assert series.shots() == entries
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert series.shots() == entries
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE shot SET entry = 'rubbish'")
    connection.close()
    assert series.shots() == entries
    shutil.rmtree(path.parent)
    assert series.shots() == entries


def test_an_index_that_is_locked_or_cannot_be_written_is_done_without(series, index, take, again, keep, clock):
    path, entries = index
    lock = sqlite3.connect(path, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    assert series.shots() == entries
    lock.close()
    path.unlink()
    path.mkdir()
    assert series.shots() == entries


def test_the_index_follows_what_others_write_and_what_is_removed(series, index, take, again, keep, clock):
    with again().writer(clock=clock) as writer:
        keep(writer)
        assert series.shots()[0].pictures == 2
    series.new_shot(Slate.parse("ep02/sc010/sh010"), on=1)
    assert [str(entry.slate) for entry in series.shots()] == ["ep01/sc010/sh020", "ep02/sc010/sh010"]
    shutil.rmtree(series.path / "ep01")
    assert [str(entry.slate) for entry in series.shots()] == ["ep02/sc010/sh010"]


def test_a_broken_shot_hides_no_other(series, take, keep, clock):
    with take.writer(clock=clock) as writer:
        keep(writer)
    series.new_shot(Slate.parse("ep01/sc010/sh010"))
    (series.path / "ep01/sc010/sh010/shot.toml").write_text("on = = 2")
    (series.path / "ep01/sc010/sh010 copy").mkdir()
    (series.path / "ep01/sc010/sh010 copy/shot.toml").write_text("")
    journal = take.path / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-9])
    first, second = series.shots()
    assert first.notices == ("ep01/sc010/sh010/shot.toml cannot be read: Invalid value (at line 1, column 6).",)
    assert len(second.notices) == 1
    assert second.notices[0].startswith("ep01/sc010/sh020/tk01/journal.jsonl ends in the middle of a line")
    assert second.pictures == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", '{path} should begin with schema = "komadori.series" and its number; it has None, None.'),
        ("title = ", "{path} cannot be read: Invalid value (at end of document)."),
        (
            'schema = "komadori.shot"\nversion = 1',
            "{path} should begin with schema = \"komadori.series\" and its number; it has 'komadori.shot', 1.",
        ),
        (
            'schema = "komadori.series"\nversion = 1\ntitle = "x"\nfps = "24"',
            "{path} cannot be read: Object missing required field `id`.",
        ),
        (
            'schema = "komadori.series"\nversion = 1\nid = "1"\ntitle = "x"\nfps = "fast"',
            "{path} cannot be read: 'fast' is not a frame rate.",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_told_with_its_reason(series, text, reason):
    path = series.path / "komadori.toml"
    path.write_text(text)
    with pytest.raises(BrokenFile) as broken:
        open_series(series.path)
    assert broken.value.message == reason.format(path=path)
    assert broken.value.hint
    assert isinstance(broken.value, ValueError)


def test_a_newer_file_is_left_as_it_is(series, take, again, keep, clock):
    files = [series.path / "komadori.toml", take.path.parent / "shot.toml", take.path / "take.json"]
    for path in files:
        text = path.read_text()
        newer = text.replace("version = 1", "version = 2").replace('"version": 1', '"version": 2')
        assert newer != text
        path.write_text(newer)
        with pytest.raises(NewerSchema) as refused:
            open_series(series.path).take(SLATE)
        name = {"komadori.toml": "series", "shot.toml": "shot", "take.json": "take"}[path.name]
        assert str(refused.value) == (
            f"{path} was written by a newer Komadori: it is komadori.{name} 2; this one reads up to 1.\n"
            "hint: Update Komadori. The file was left as it is."
        )
        assert path.read_text() == newer
        path.write_text(text)
    assert again().notices == ()


def test_a_newer_journal_is_neither_read_nor_written(series, take, again, clock):
    begin = msgspec.structs.replace(begin_entry(take.take, ("x1",), "2026-03-01T10:00:00.000000Z"), version=2)
    journal = take.path / "journal.jsonl"
    journal.write_bytes(encode(begin))
    with pytest.raises(NewerSchema):
        assert again().pictures
    with pytest.raises(NewerSchema), again().writer(clock=clock):
        pass
    assert journal.read_bytes() == encode(begin)
    assert "newer Komadori" in series.shots()[0].notices[0]
    (problem,) = finish(check_series(series)).problems
    assert problem.kind == "newer schema"


def test_every_schema_has_one_step_for_each_number():
    assert {schema.name: schema.version for schema in SCHEMAS if schema.version > 1} == {"komadori.paint": 2}
    assert len(SCHEMAS) == 9
    assert len({schema.name for schema in SCHEMAS}) == len(SCHEMAS)
    steps = (lambda body: body | {"second": 2}, lambda body: body | {"third": body["second"] + 1})
    schema = Schema(name="test", steps=steps)
    assert schema.version == 3
    assert upgraded({"schema": "test", "version": 1, "a": 1}, schema, Path("x")) == {"a": 1, "second": 2, "third": 3}
    assert upgraded({"schema": "test", "version": 2, "second": 7}, schema, Path("x")) == {"second": 7, "third": 8}
    assert upgraded({"schema": "test", "version": 3}, schema, Path("x")) == {}


def test_a_series_of_the_first_schema_opens_for_ever(tmp_path):
    """Frozen in tests/golden; never made again, only joined by a folder for each new schema number."""
    folder = tmp_path / "series-v1"
    shutil.copytree(GOLDEN / "series-v1", folder)
    series = open_series(folder)
    assert (series.series.title, series.series.rate) == ("The badger and the vole", Fraction(24000, 1001))
    assert [(str(entry.slate), entry.pictures, entry.frames, entry.shot) for entry in series.shots()] == [
        ("ep01/sc010/sh020", 3, 7, 7),
        ("ep01/sc010/sh030", 3, 5, 1),
    ]
    take = series.take(SLATE)
    assert take.sheet.cell("notes", 5).text == "blink — まばたき"
    assert [span.cell.picture() for span in take.sheet.spans()] == [1, 2, 3]
    assert (len(take.history.done), len(take.history.undone)) == (5, 1)
    assert take.picture(1).settings == (("exposure_time", "1/25"), ("iso", "200"))
    other = series.take(Slate.parse("ep01/sc010/sh030"))
    assert other.sheet.exposures == ("x1", "matte")
    assert other.finished().entries[1].file == "00/0011223344.tif"
    report = finish(check_series(series))
    assert (report.sound, report.files, report.problems) == (True, 8, ())
    with take.writer() as writer:
        writer.redo()
        writer.undo()


def test_the_manifest_of_finished_frames_is_kept_and_read_back(series, take, again):
    assert take.finished() is None
    made = Finished(
        recipe="crop, level",
        entries={1: FinishedFrame(key="abcd", file=series.cache.name("abcd", ".tif"), source_hash="blake2b:00")},
        width=1920,
        height=1080,
        encoding="linear",
        folder=series.cache.folder,
    )
    take.write_finished(made)
    assert again().finished() == made
    with pytest.raises(NotFinished) as missing:
        again().finished().file(1)
    assert str(missing.value) == "Picture 1 has no finished frame.\nhint: Run `komadori finish` on the shot."
    frame = series.cache.put("abcd", ".tif", lambda path: path.write_bytes(b"light"))
    assert again().finished().file(1) == frame
    with pytest.raises(NotFinished):
        again().finished().file(2)
    text = (take.path / "finished.json").read_text()
    (take.path / "finished.json").write_text(text.replace("ab/abcd.tif", "../../../x.tif"))
    with pytest.raises(PathOutside):
        again().finished().file(1)


@pytest.fixture
def read_only(tmp_path):
    """`read_only(series)` is the series on a file system that was really mounted without the right to write."""
    place = tmp_path / "cd"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")

    def remounted(series):
        shutil.copytree(series.path, place / "series")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        return open_series(place / "series")

    yield remounted
    subprocess.run(["umount", place], check=True)


def test_a_series_on_a_read_only_disk_is_read_and_checked_and_refuses_writing(series, take, keep, clock, read_only):
    with take.writer(clock=clock) as writer:
        kept = keep(writer)
    (take.path / ".writer.lock").unlink()
    opened = read_only(series)
    found = opened.take(SLATE)
    assert found.file(kept).read_bytes() == b"picture"
    assert opened.shots()[0].pictures == 1
    assert finish(check_series(opened)).problems == ()
    with pytest.raises(ReadOnlyFolder) as refused, found.writer(clock=clock):
        pass
    assert str(refused.value) == (
        f"The folder may not be written: the lock of ep01/sc010/sh020/tk01 could not be written in {found.path}.\n"
        "hint: Allow writing there, or copy the series to a disk of your own; reading it works as it is."
    )
    with pytest.raises(ReadOnlyFolder):
        opened.new_shot(Slate.parse("ep01/sc010/sh030"))


def test_the_reference_names_every_field_of_every_file():
    page = (GOLDEN.parents[1] / "docs/reference/series-folder.md").read_text(encoding="utf-8")
    records = (SeriesRecord, ShotRecord, TakeRecord, FinishedRecord, Entry)
    names = {field.name for record in records for field in msgspec.structs.fields(record)}
    for value in (Picture, PictureFile, Edit, Change, Cell, FinishedFrame):
        names |= {field.name for field in dataclasses.fields(value)}
    assert not [name for name in sorted(names) if f"`{name}`" not in page]
    assert not [schema.name for schema in SCHEMAS if f"`{schema.name}`" not in page.replace('"', "")]
