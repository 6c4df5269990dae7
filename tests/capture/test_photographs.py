"""Which photographs a person meant."""

import os
import sys
from pathlib import Path

import pytest

from komadori.capture.photographs import NothingThere, find, gaps
from komadori.picture.photographs import Photograph, trailing_number


def touch(folder, *names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def names(search):
    return [photograph.main.name for photograph in search.photographs]


def test_numbers_in_names_count_as_numbers(tmp_path):
    folder = touch(tmp_path / "a", "img10.jpg", "img9.jpg", "IMG1.jpg", "img100.jpg")
    assert names(find([folder])) == ["IMG1.jpg", "img9.jpg", "img10.jpg", "img100.jpg"]


def test_folders_come_in_the_order_they_are_named(tmp_path):
    second, first = touch(tmp_path / "b", "1.jpg", "2.jpg"), touch(tmp_path / "a", "7.jpg")
    assert names(find([second, first])) == ["1.jpg", "2.jpg", "7.jpg"]


def test_files_named_one_by_one_are_put_in_order(tmp_path):
    folder = touch(tmp_path, "img10.jpg", "img9.jpg")
    assert names(find([folder / "img10.jpg", folder / "img9.jpg"])) == ["img9.jpg", "img10.jpg"]


def test_a_file_named_twice_comes_once(tmp_path):
    folder = touch(tmp_path / "a", "1.jpg", "2.jpg")
    assert names(find([folder, folder / "1.jpg", folder])) == ["1.jpg", "2.jpg"]


def test_other_files_of_a_folder_are_passed_over_and_the_systems_are_not_seen(tmp_path):
    folder = touch(tmp_path / "a", "1.jpg", "notes.txt", ".DS_Store", "._1.jpg")
    search = find([folder])
    assert names(search) == ["1.jpg"]
    assert [file.name for file in search.passed_over] == ["notes.txt"]


def test_a_file_named_itself_is_looked_at_whatever_it_is_called(tmp_path):
    folder = touch(tmp_path / "a", "picture.dat")
    assert names(find([folder / "picture.dat"])) == ["picture.dat"]


def test_a_raw_and_its_jpeg_are_one_photograph_the_raw_first(tmp_path):
    folder = touch(tmp_path / "a", "1.JPG", "1.CR2", "2.jpg", "3.nef")
    files = [[file.name for file in photograph.files] for photograph in find([folder]).photographs]
    assert files == [["1.CR2", "1.JPG"], ["2.jpg"], ["3.nef"]]


def test_pictures_of_one_name_that_are_no_raw_and_jpeg_stay_apart(tmp_path):
    folder = touch(tmp_path / "a", "1.png", "1.jpg")
    assert names(find([folder])) == ["1.jpg", "1.png"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "nowhere", "No such file or directory"),
        (lambda folder: folder / ("long" * 100), "File name too long"),
        (lambda folder: touch(folder / "empty"), "no pictures lie in this folder"),
    ],
)
def test_what_is_not_there_is_told(tmp_path, make, words):
    path = make(tmp_path)
    missing = find([path]).missing
    assert [type(one) for one in missing] == [NothingThere]
    assert missing[0].path == path
    assert words in str(missing[0])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_is_no_photograph_and_is_not_waited_on(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert "neither a file nor a folder" in str(find([tmp_path / "pipe.jpg"]).missing[0])


def test_a_link_in_a_folder_that_leads_to_nothing_is_told(tmp_path):
    folder = touch(tmp_path / "a", "1.jpg")
    (folder / "2.jpg").symlink_to(tmp_path / "gone.jpg")
    search = find([folder])
    assert names(search) == ["1.jpg"]
    assert [str(one) for one in search.missing] == [f"{folder / '2.jpg'}: this link leads to nothing."]


def test_a_folder_of_folders_names_them(tmp_path):
    touch(tmp_path / "DCIM" / "100CANON", "1.jpg")
    assert "100CANON" in find([tmp_path / "DCIM"]).missing[0].hint


def test_a_gap_in_the_numbers_is_told_once_however_wide(tmp_path):
    folder = touch(tmp_path / "a", "IMG_0001.jpg", "IMG_0003.jpg", "IMG_0010.jpg", "other_5.jpg", "title.jpg")
    told = {file.name: text for file, text in gaps(find([folder]).photographs)}
    assert told == {
        "IMG_0003.jpg": "IMG_0002.jpg is missing",
        "IMG_0010.jpg": "IMG_0004.jpg to IMG_0009.jpg are missing (6 numbers)",
    }


@pytest.mark.parametrize(
    ("copy", "original", "is_one"),
    [
        ("IMG_5 copy.jpg", "IMG_5.jpg", True),
        ("IMG_5 copy 2.jpg", "IMG_5.jpg", True),
        ("IMG_5 - Copy.jpg", "IMG_5.jpg", True),
        ("IMG_5 - Copy (2).jpg", "IMG_5.jpg", True),
        ("IMG_5 (1).jpg", "IMG_5.jpg", True),
        ("IMG_5_copy.jpg", "IMG_5.jpg", True),
        ("IMG_6.jpg", "IMG_5.jpg", False),
        ("IMG_5.jpg", "IMG_5.jpg", False),
        ("IMG_5.jpg", "IMG_5 copy.jpg", False),
        ("copy.jpg", "IMG_5.jpg", False),
    ],
)
def test_a_copy_is_known_by_its_name(copy, original, is_one):
    assert Photograph(files=(Path(copy),)).copies(Photograph(files=(Path(original),))) is is_one


@pytest.mark.parametrize(
    ("name", "number"), [("IMG_0012.jpg", 12), ("0001", 1), ("title.jpg", None), ("a1b.jpg", None)]
)
def test_the_number_of_a_photograph_ends_its_name(name, number):
    assert trailing_number(name) == number
