"""Derived files appear whole, under their key, or not at all."""

import pytest

from komadori.store import BadCacheKey, Cache


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / ".komadori" / "cache")


def test_what_was_put_is_found_again_and_nothing_else(cache):
    assert cache.path("abcdef", ".tif") is None
    path = cache.put("abcdef", ".tif", lambda path: path.write_bytes(b"light"))
    assert cache.path("abcdef", ".tif") == path
    assert path == cache.folder / "ab" / "abcdef.tif"
    assert cache.path("abcdef", ".jpg") is None


def test_a_file_that_could_not_be_made_leaves_nothing(cache):
    def fail(path):
        path.write_bytes(b"half")
        raise ValueError("no more light")

    with pytest.raises(ValueError, match="no more light"):
        cache.put("abcdef", ".tif", fail)
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []


def test_a_writer_sees_the_ending_it_must_write(cache):
    cache.put("abcdef", ".tif", lambda path: path.write_text(path.suffix))
    assert cache.path("abcdef", ".tif").read_text() == ".tif"


def test_an_empty_file_as_a_power_cut_leaves_it_counts_as_absent(cache):
    cache.put("abcdef", ".tif", lambda path: path.write_bytes(b""))
    assert cache.path("abcdef", ".tif") is None
    cache.put("abcdef", ".tif", lambda path: path.write_bytes(b"light"))
    assert cache.path("abcdef", ".tif").read_bytes() == b"light"


@pytest.mark.parametrize(("key", "suffix"), [("../x", ".tif"), ("", ".tif"), ("abc", "tif"), ("abc", "./../x")])
def test_a_key_cannot_lead_out_of_the_cache(cache, key, suffix):
    with pytest.raises(BadCacheKey) as bad:
        cache.path(key, suffix)
    assert str(bad.value) == (
        f"{key + suffix!r} cannot name a file in the cache.\n"
        "hint: A key is 3 to 128 letters and digits, an ending a dot and up to 8 of them."
    )
