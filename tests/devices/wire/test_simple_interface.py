"""The Simple Interface on the wire: however the bytes are cut up, and whatever else is on the line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.devices.wire.simple_interface import LONGEST, WORDS, Asked, Reader, write


def read(*parts):
    reader = Reader()
    return [asked for part in parts for asked in reader.feed(part)]


def words(*parts):
    return [asked.word for asked in read(*parts)]


@pytest.mark.parametrize("word", sorted(WORDS - {"LT"}))
def test_every_word_is_understood(word):
    assert read(f"{word}\r\n".encode()) == [Asked(word=word)]


@pytest.mark.parametrize(
    ("line", "number"), [(b"S 3\r\n", 3), (b"S\n", None), (b"S 0\r", 0), (b"S12\n", 12), (b"s  2\n", 2)]
)
def test_shoot_may_name_frames(line, number):
    assert read(line) == [Asked(word="S", number=number)]


def test_the_live_toggle_is_pressed_and_released():
    assert read(b"LT 1\r\nLT 0\r\n") == [Asked(word="LT", number=1), Asked(word="LT", number=0)]


@pytest.mark.parametrize(
    "noise",
    [b"LT\n", b"LT 2\n", b"P 5\n", b"S x\n", b"X\n", b"S -1\n", b"S 99999\n", b"shoot\n", b"\xff\xfeD\n", b"\n\r\n"],
)
def test_noise_is_passed_over(noise):
    assert read(b"D\n" + noise + b"P\n") == [Asked(word="D"), Asked(word="P")]


def test_lines_end_in_any_mixture():
    assert words(b"D\rP\nL\r\nM\n\rAT\r\r\nTP\n") == ["D", "P", "L", "M", "AT", "TP"]


def test_a_box_that_wakes_up_with_zeros_is_heard():
    assert words(b"\0\0D \n") == ["D"]


def test_a_line_that_has_not_ended_is_not_done():
    reader = Reader()
    assert reader.feed(b"L") == []
    assert reader.feed(b"P") == []
    assert reader.feed(b"\n") == [Asked(word="LP")]


def test_a_line_without_end_takes_no_memory_and_is_not_done():
    reader = Reader()
    for _ in range(100):
        assert reader.feed(b" " * 1000) == []
    assert len(reader._line) == LONGEST
    assert reader.feed(b"D\nP\n") == [Asked(word="P")]


def test_a_web_page_cannot_press_keys():
    page = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\nS\r\nD\r\n"
    reader = Reader()
    assert reader.feed(page) == []
    assert reader.foreign
    assert reader.feed(b"D\r\n") == []
    long = Reader()
    assert long.feed(b"GET /" + b"x" * 1000 + b" HTTP/1.1\r\nD\r\n") == []
    assert long.foreign


lines = st.one_of(
    st.sampled_from([b"S", b"S 2", b"D", b"LT 1", b"LT 0", b"OU", b"junk", b"", b"\0", b"x" * 70, b"GET / HTTP/1.1"]),
    st.binary(max_size=6),
)
streams = st.lists(st.tuples(lines, st.sampled_from([b"\r", b"\n", b"\r\n"])), max_size=12).map(
    lambda pairs: b"".join(line + end for line, end in pairs)
)


@given(stream=streams, cuts=st.lists(st.integers(0, 200), max_size=10))
def test_any_cut_of_the_bytes_asks_for_the_same(stream, cuts):
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    parts = [stream[start:end] for start, end in pairwise(edges)]
    assert read(*parts) == read(stream) == read(*(bytes([byte]) for byte in stream))


@given(st.binary(max_size=500))
def test_nothing_on_the_line_raises(data):
    assert all(asked.word in WORDS for asked in read(data))


def test_what_happens_is_told_as_boxes_read_it():
    assert write("SH", frame=12, exposure=1, name="x1") == b"SH 12 1 x1 0\r\n"
    assert write("PF", frame=13, exposure=2, name="back light.v2", stereo=1) == b"PF 13 2 back_light_v2 1\r\n"
    assert write("CC", frame=13, name="a" * 30) == b"CC 13 1 " + b"a" * 16 + b" 0\r\n"
    assert write("CC", frame=1) == b"CC 1 1 _ 0\r\n"
    assert write("DE", frame=12, name="x1") == b"DE\r\n"


@given(name=st.text(max_size=40), frame=st.integers(0, 10**6))
def test_what_is_told_always_has_five_words(name, frame):
    line = write("CC", frame=frame, name=name)
    assert line.endswith(b"\r\n")
    assert len(line[:-2].split(b" ")) == 5
    assert b"." not in line
