"""What is written appears whole or not at all, and nothing that is a person's is replaced."""

import errno
import os

import pytest

from komadori.deliver.place import in_place
from komadori.store import AlreadyThere, DiskFull, ReadOnlyFolder


def write(to, *, overwrite=False, meanwhile=lambda: None, **options):
    with in_place(to, overwrite=overwrite, **options) as draft:
        draft.write_bytes(b"film")
        meanwhile()


def stopping(failure):
    def stop():
        raise failure

    return stop


def test_a_file_appears_when_its_block_ends_and_nothing_lies_beside_it(tmp_path):
    to = tmp_path / "new" / "film.mov"
    with in_place(to, overwrite=False) as draft:
        draft.write_bytes(b"film")
        assert not to.exists()
        assert draft.suffix == ".mov"
    assert [path.name for path in to.parent.iterdir()] == ["film.mov"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_whatever_ends_the_block_early_leaves_nothing(tmp_path, failure):
    with pytest.raises(failure):
        write(tmp_path / "film.mov", meanwhile=stopping(failure))
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_refused_and_kept(tmp_path):
    to = tmp_path / "film.mov"
    to.write_bytes(b"mine")
    with pytest.raises(AlreadyThere, match=r"film.mov already exists") as refusal:
        write(to)
    assert "--overwrite" in refusal.value.hint
    assert to.read_bytes() == b"mine"


def test_a_file_is_replaced_only_once_the_new_one_is_good(tmp_path):
    to = tmp_path / "film.mov"
    to.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        write(to, overwrite=True, meanwhile=stopping(RuntimeError))
    assert to.read_bytes() == b"old"
    write(to, overwrite=True)
    assert to.read_bytes() == b"film"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path):
    to = tmp_path / "film.mov"
    with pytest.raises(AlreadyThere):
        write(to, meanwhile=lambda: to.write_bytes(b"somebody else's"))
    assert to.read_bytes() == b"somebody else's"


def test_a_folder_with_other_things_in_it_is_never_replaced(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    with pytest.raises(AlreadyThere, match=r"letter\.txt"), in_place(tmp_path / "home", overwrite=True, folder=True):
        pytest.fail("nothing may be written")
    assert (tmp_path / "home" / "letter.txt").exists()


def test_an_earlier_sequence_is_replaced_as_a_whole(tmp_path):
    to = tmp_path / "frames"
    to.mkdir()
    for frame in (1, 2, 3):
        (to / f"sh.{frame:04d}.png").write_bytes(b"old")
    with in_place(to, overwrite=True, folder=True) as draft:
        (draft / "sh.0001.png").write_bytes(b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["frames"]
    assert [path.read_bytes() for path in to.iterdir()] == [b"new"]


def test_a_file_is_no_folder_and_a_folder_no_file(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AlreadyThere, match="is a file; a folder would be written there"):
        write(tmp_path / "file", folder=True)
    with pytest.raises(AlreadyThere, match="is a folder; a file would be written there"):
        write(tmp_path)


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EACCES, ReadOnlyFolder)])
def test_a_disk_that_refuses_is_told_in_words_and_nothing_is_left(tmp_path, number, error):
    with pytest.raises(error, match=r"film\.mov"):
        write(tmp_path / "film.mov", meanwhile=stopping(OSError(number, os.strerror(number))))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["q" * 251 + ".mp4", "駒" * 83 + ".mov"])
def test_the_longest_name_a_disk_allows_is_written(tmp_path, name):
    with in_place(tmp_path / name, overwrite=False) as draft:
        draft.write_bytes(b"film")
    assert [path.name for path in tmp_path.iterdir()] == [name]
