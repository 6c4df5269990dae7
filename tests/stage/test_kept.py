import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from komadori.stage import kept as keeping
from komadori.stage.kept import BadKey, kept, make_room, place


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("KOMADORI_CACHE", str(tmp_path))
    return tmp_path


class Maker:
    def __init__(self, size=10):
        self.made = 0
        self.size = size

    def __call__(self):
        self.made += 1
        return {"vertices": np.arange(self.size, dtype=np.float32), "faces": np.zeros((2, 3), np.int32)}


def test_what_was_made_once_is_read_the_next_time():
    make = Maker()
    first, second = kept("badger", make), kept("badger", make)
    assert make.made == 1
    assert set(second) == {"vertices", "faces"}
    assert np.array_equal(first["vertices"], second["vertices"])
    assert second["faces"].dtype == np.int32
    assert not first["vertices"].flags.writeable
    assert not second["vertices"].flags.writeable


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04nothing", b"x" * 5000])
def test_a_damaged_entry_is_made_again(damage):
    make = Maker()
    kept("badger", make)
    place("badger", ".npz").write_bytes(damage)
    assert kept("badger", make)["vertices"][3] == 3
    assert make.made == 2
    kept("badger", make)
    assert make.made == 2


def test_a_flipped_bit_is_noticed():
    make = Maker(size=5000)
    kept("badger", make)
    path = place("badger", ".npz")
    content = bytearray(path.read_bytes())
    content[8000] ^= 0x10
    path.write_bytes(content)
    assert np.array_equal(kept("badger", make)["vertices"], np.arange(5000))


@pytest.mark.parametrize("key", ["", "../out", "a/b", "x" * 200, "ab"])
def test_a_key_that_could_leave_the_folder_is_refused(key):
    with pytest.raises(BadKey):
        kept(key, Maker())


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("KOMADORI_CACHE", str(tmp_path / "file"))
    make = Maker()
    assert kept("badger", make)["vertices"][1] == 1
    assert kept("badger", make)["vertices"][1] == 1
    assert make.made == 2


def test_what_making_raises_passes_and_leaves_nothing(cache):
    def make():
        raise KeyError("no wool")

    with pytest.raises(KeyError):
        kept("badger", make)
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_the_longest_unused_goes_first(cache):
    for number, key in enumerate(("one", "two", "three")):
        kept(key, Maker(size=1000))
        os.utime(place(key, ".npz"), (number, number))
    kept("one", Maker())
    size = place("one", ".npz").stat().st_size
    make_room(keeping.folder(), int(2.5 * size))
    assert [place(key, ".npz").exists() for key in ("one", "two", "three")] == [True, False, True]


def test_many_at_once_get_the_same(cache):
    make = Maker(size=20000)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: kept("badger", make)["vertices"], range(32)))
    assert all(np.array_equal(answer, answers[0]) for answer in answers)
    assert len([path for path in cache.rglob("*") if path.is_file()]) == 1
