"""Documents and files beside a take: kept whole or not at all, under names that are safe, and no trouble to a check."""

import errno
import json
import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komadori.progress import finish
from komadori.store import (
    BadPaint,
    BrokenFile,
    CameraSettings,
    DiskFull,
    Incoming,
    LookTooLarge,
    NewerSchema,
    NotProved,
    Stroke,
    UnknownFile,
    check_series,
    repair_series,
)
from komadori.store.beside import LARGEST_LOOK
from komadori.store.paint import MOST_POINTS, MOST_STROKES
from komadori.store.shelf import LONGEST, fit_name

SETTINGS = {
    "tethered": CameraSettings(settings=(("f_number", "8"), ("iso", "200")), overrides=(("x2", "iso", "800"),)),
    "webcam:/dev/video0": CameraSettings(),
}
PAINT = (
    Stroke(picture=3, mode="rig", radius=0.01, points=((0.25, 0.5), (0.26, 0.125))),
    Stroke(frame=3, mode="keep", radius=0.2, points=((0.5, 0.5),)),
)
LOOK = {"guides": [{"at": 0.5, "name": "地平線"}], "arc": None}


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_settings_are_read_back_as_they_were_written(take, again):
    assert again().read_settings() == {}
    take.write_settings(SETTINGS)
    assert again().read_settings() == SETTINGS
    take.write_settings({})
    assert again().read_settings() == {}


def test_a_look_is_read_back_as_it_was_written(take, again):
    assert again().read_look() == {}
    take.write_look(LOOK)
    assert again().read_look() == LOOK


def test_a_look_that_is_too_large_is_refused_and_the_old_one_stays(take, again):
    take.write_look(LOOK)
    with pytest.raises(LookTooLarge, match="2,000,000 is the most"):
        take.write_look({"path": "x" * LARGEST_LOOK})
    assert again().read_look() == LOOK


PLACES = st.floats(-1, 5).map(lambda place: round(place, 5))
STROKES = st.builds(
    Stroke,
    picture=st.integers(1, 100_000),
    mode=st.sampled_from(["rig", "keep"]),
    radius=st.floats(1e-5, 0.5).map(lambda radius: round(radius, 5)),
    points=st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=5).map(tuple),
)


@given(strokes=st.lists(STROKES, max_size=5).map(tuple))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_strokes_are_read_back_as_they_were_written(take, again, strokes):
    take.write_paint(strokes)
    assert again().paint() == strokes


def test_a_take_without_paint_has_no_strokes(take):
    assert take.paint() == ()


def stroke(**other):
    return Stroke(**{"picture": 1, "mode": "rig", "radius": 0.01, "points": ((0.5, 0.5),)} | other)


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        ([stroke(), stroke(picture=0)], "stroke 2 is on picture 0 and frame 0"),
        ([stroke(frame=4)], "stroke 1 is on picture 1 and frame 4"),
        ([stroke(picture=-1)], "stroke 1 is on picture -1"),
        ([stroke(mode="hide")], 'mode "hide"; there are rig and keep'),
        ([stroke(radius=0)], "radius of 0"),
        ([stroke(radius=0.6)], "at most 0.5"),
        ([stroke(radius=float("nan"))], "radius of nan"),
        ([stroke(points=())], "has no points"),
        ([stroke(points=((0.5, 0.5), (0.5, 6)))], "goes to 6; places are between -1 and 5"),
        ([stroke(points=((float("inf"), 0.5),))], "goes to inf"),
        ([stroke()] * (MOST_STROKES + 1), "10,001 strokes"),
        ([stroke(points=((0.5, 0.5),) * (MOST_POINTS + 1))], "200,001 points"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_strokes_that_no_brush_made_are_refused_and_the_old_ones_stay(take, again, strokes, words):
    take.write_paint(PAINT)
    with pytest.raises(BadPaint, match=re.escape(words)):
        take.write_paint(strokes)
    assert again().paint() == PAINT


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('"frame": 0, "mode": "rig", "radius": 0.1, "points": [[0, 0]]', "stroke 1 is on picture 0 and frame 0"),
        ('"frame": 1, "mode": "rub", "radius": 0.1, "points": [[0, 0]]', "rub"),
        ('"frame": 1, "mode": "rig", "radius": 0.1, "points": [[0]]', "length 2"),
        ('"frame": 1, "mode": "rig", "points": [[0, 0]]', "radius"),
        ('"frame": 1, "mode": "rig", "radius": 0.1, "points": [[0, 1e9]]', "goes to 1e.09"),
    ],
)
def test_a_paint_file_tells_what_is_wrong_with_it(take, body, words):
    text = f'{{"schema": "komadori.paint", "version": 1, "strokes": [{{{body}}}]}}'
    (take.path / "paint.json").write_text(text)
    with pytest.raises(BrokenFile, match=words):
        take.paint()


WRITES = {
    "camera.json": lambda take: take.write_settings({}),
    "look.json": lambda take: take.write_look({}),
    "paint.json": lambda take: take.write_paint([]),
}


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("verb", ["create", "write", "sync", "rename"])
def test_a_full_disk_leaves_the_document_as_it_was(take, disk, name, verb):
    take.write_settings(SETTINGS)
    take.write_look(LOOK)
    take.write_paint(PAINT)
    before = everything(take.path)
    disk.fail(verb)
    with pytest.raises(DiskFull):
        WRITES[name](take)
    assert everything(take.path) == before


STAMPED = '{"schema": "komadori.take", "version": 1}'
NESTED = "[" * 100_000

READS = {
    "camera.json": ("komadori.camera-settings", lambda take: take.read_settings()),
    "look.json": ("komadori.look", lambda take: take.read_look()),
    "paint.json": ("komadori.paint", lambda take: take.paint()),
    "tests/tests.jsonl": ("komadori.tests", lambda take: take.test_shots()),
}


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '"look"', STAMPED, "\x00\xff", NESTED])
def test_a_broken_document_is_told_by_whoever_reads_it_and_by_check(series, take, again, name, text):
    path = take.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="latin-1")
    with pytest.raises(BrokenFile):
        READS[name][1](again())
    (problem,) = finish(check_series(series)).problems
    assert (problem.kind, problem.file.endswith(name)) == ("broken file", True)
    assert path.read_text(encoding="latin-1") == text


@pytest.mark.parametrize("name", READS)
def test_a_document_of_a_newer_program_is_left_as_it_is(take, again, name):
    path = take.path / name
    path.parent.mkdir(exist_ok=True)
    text = json.dumps({"schema": READS[name][0], "version": 99, "fresh": True})
    path.write_text(text)
    with pytest.raises(NewerSchema):
        READS[name][1](again())
    assert path.read_text() == text


@pytest.mark.parametrize("body", ['"cameras": []', '"cameras": {"a": {"settings": [["iso"]]}}'])
def test_settings_of_another_form_are_broken(take, again, body):
    (take.path / "camera.json").write_text(f'{{"schema": "komadori.camera-settings", "version": 1, {body}}}')
    with pytest.raises(BrokenFile):
        again().read_settings()


def test_references_keep_their_names_and_none_is_overwritten(take, again, tmp_path):
    film = tmp_path / "walk.mov"
    film.write_bytes(b"film" * 500_000)
    names = [take.add_reference(name, b"%d" % at) for at, name in enumerate(["robin.png"] * 3)]
    assert names == ["robin.png", "robin 2.png", "robin 3.png"]
    assert take.add_reference("Walk.mov", film) == "Walk.mov"
    assert again().references() == ["robin 2.png", "robin 3.png", "robin.png", "Walk.mov"]
    assert again().reference("robin 2.png").read_bytes() == b"1"
    assert again().reference("Walk.mov").read_bytes() == film.read_bytes()


def test_sounds_are_the_shots(series, take):
    shot = series.shot(take.slate)
    assert shot.sounds() == []
    assert shot.add_sound("声.wav", b"RIFF") == "声.wav"
    assert shot.sounds() == ["声.wav"]
    assert shot.sound("声.wav") == shot.path / "sound" / "声.wav"
    with pytest.raises(UnknownFile, match=r"no sound 'voice\.wav'"):
        shot.sound("voice.wav")


HOSTILE = [
    "../take.json",
    "/etc/passwd",
    "..",
    ".",
    "",
    "..\\take.json",
    "a/b.png",
    ".hidden",
    "x\0y",
    "nul",
    "out.png",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_leads_nowhere_and_writes_nowhere_else(take, tmp_path, name):
    (take.path / "reference").mkdir()
    (take.path / "reference" / "out.png").symlink_to(take.path / "take.json")
    with pytest.raises(UnknownFile):
        take.reference(name)
    before = set(take.path.parent.rglob("*"))
    kept = take.add_reference(name, b"data")
    made = set(take.path.parent.rglob("*")) - before
    assert made == {take.path / "reference" / kept}
    assert take.reference(kept).read_bytes() == b"data"


@given(st.text(max_size=300))
def test_every_name_is_made_fit_for_every_disk(name):
    fit = fit_name(name)
    assert fit
    assert len(fit.encode()) <= LONGEST
    assert fit.isprintable()
    assert not set(fit) & set('/\\<>:"|?*')
    assert fit == fit.strip(" .") or fit.startswith("unnamed")
    assert fit_name(fit) == fit


@pytest.mark.parametrize("verb", ["create", "write", "sync", "link", "sync_path"])
def test_a_full_disk_leaves_no_part_of_a_reference(take, disk, verb):
    take.add_reference("a.png", b"a")
    disk.fail(verb, errno.ENOSPC)
    with pytest.raises(DiskFull):
        take.add_reference("b.png", b"b" * 3_000_000)
    assert "b.png" not in take.references() or verb == "sync_path"
    disk.heal()
    assert take.add_reference("c.png", b"c") == "c.png"
    assert not [path for path in (take.path / "reference").iterdir() if path.name.startswith(".")]


def test_test_shots_are_numbered_and_told_with_all_that_is_known(take, again, clock):
    one = take.keep_test(
        [Incoming(name="A.JPG", data=b"one")], camera="replay", settings=(("iso", "100"),), clock=clock
    )
    raw = [Incoming(name="B.NEF", data=b"raw"), Incoming(name="B.JPG", data=b"jpeg")]
    two = take.keep_test(raw, camera="D750", clock=clock)
    same = take.keep_test(
        [Incoming(name="C.jpg", data=b"1"), Incoming(name="D.jpg", data=b"2")], camera="", clock=clock
    )
    assert (one.name, one.at, one.settings) == ("t0001.jpg", "2026-03-01T10:00:02.000000Z", (("iso", "100"),))
    assert (two.name, two.others, two.bytes) == ("t0002.jpg", ("t0002.nef",), 4)
    assert (same.name, same.others) == ("t0003_2.jpg", ("t0003.jpg",))
    assert again().test_shots() == [one, two, same]
    assert (take.path / "tests" / "t0002.nef").read_bytes() == b"raw"


@pytest.mark.parametrize(
    "step",
    [
        {"verb": "create"},
        {"verb": "write"},
        {"verb": "write", "half": True},
        {"verb": "write", "after": 1},
        {"verb": "write", "after": 1, "half": True},
        {"verb": "sync"},
        {"verb": "sync", "after": 2, "times": 1},
        {"verb": "link"},
    ],
    ids=str,
)
def test_a_full_disk_takes_a_test_shot_back_whole(take, again, disk, step):
    first = take.keep_test([Incoming(name="A.JPG", data=b"one")], camera="")
    before = everything(take.path)
    disk.fail(**step)
    with pytest.raises(DiskFull):
        take.keep_test([Incoming(name="B.JPG", data=b"two" * 100)], camera="")
    assert everything(take.path) == before
    disk.heal()
    second = take.keep_test([Incoming(name="B.JPG", data=b"two")], camera="")
    assert again().test_shots() == [first, second]


def test_a_test_shot_that_reads_back_otherwise_is_not_kept(take, monkeypatch):
    monkeypatch.setattr("komadori.store.keep.same_bytes", lambda path, data: False)
    with pytest.raises(NotProved):
        take.keep_test([Incoming(name="A.JPG", data=b"one")], camera="")
    assert take.test_shots() == []


def test_lines_of_the_list_that_make_no_sense_cost_no_others(take, again):
    one = take.keep_test([Incoming(name="A.JPG", data=b"one")], camera="")
    path = take.path / "tests" / "tests.jsonl"
    with path.open("ab") as file:
        file.write(b'{"name": "../../take.json", "at": "", "bytes": 1, "hash": ""}\n{"name": "t0002.jp')
    two = take.keep_test([Incoming(name="B.JPG", data=b"two")], camera="")
    assert again().test_shots() == [one, two]


def test_a_number_is_not_given_twice_when_a_line_was_lost(take):
    take.keep_test([Incoming(name="A.JPG", data=b"one")], camera="")
    (take.path / "tests" / "tests.jsonl").unlink()
    assert take.keep_test([Incoming(name="A.JPG", data=b"two")], camera="").name == "t0002.jpg"
    assert (take.path / "tests" / "t0001.jpg").read_bytes() == b"one"


def test_nothing_of_this_troubles_a_check_or_a_repair(series, shot_take, again):
    shot_take.write_settings(SETTINGS)
    shot_take.write_look(LOOK)
    shot_take.write_paint(PAINT)
    shot_take.add_reference("robin.png", b"x")
    shot_take.keep_test([Incoming(name="A.JPG", data=b"one")], camera="")
    series.shot(shot_take.slate).add_sound("voice.wav", b"RIFF")
    before = everything(series.path)
    report = finish(check_series(series))
    assert (report.problems, report.notices, report.pictures) == ((), (), 4)
    repaired = finish(repair_series(series))
    assert (repaired.mended, repaired.left) == ((), ())
    assert everything(series.path) == before
    assert again().notices == ()


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is denied to root")
def test_a_list_that_may_not_be_read_is_told(take):
    take.keep_test([Incoming(name="A.JPG", data=b"one")], camera="")
    (take.path / "tests" / "tests.jsonl").chmod(0)
    with pytest.raises(OSError, match="cannot be read"):
        take.test_shots()
