"""Rates are exact, and what people write is understood."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import time
from komadori.sheet.time import BadRate, duration, parse_rate, rate_text, timecode

FILM = Fraction(24000, 1001)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("24", 24), ("25", 25), ("30", 30), ("12", 12), (" 24.0 ", 24), ("12.5", Fraction(25, 2)), ("23.976", FILM),
     ("23.98", FILM), ("24000/1001", FILM), ("29.97", Fraction(30000, 1001)), ("59.94", Fraction(60000, 1001)),
     ("23.9", Fraction(239, 10)), ("11.988", Fraction(12000, 1001)), ("23.97602", FILM)],
)  # fmt: skip
def test_a_rate_is_read_exactly(text, rate):
    assert parse_rate(text) == rate


@given(st.fractions(min_value=Fraction(1, 100), max_value=1000) | st.just(FILM) | st.just(Fraction(30000, 1001)))
def test_a_written_rate_reads_back_the_same(rate):
    assert parse_rate(rate_text(rate)) == rate


@pytest.mark.parametrize("text", ["", "fast", "0", "-24", "24/0", "1001", "1e2", "nan", "inf", "24 fps"])
def test_what_is_no_rate_is_told_so(text):
    with pytest.raises(BadRate, match="is not a frame rate") as told:
        parse_rate(text)
    assert repr(text) in str(told.value)
    assert "hint: Write frames a second: 24, 25, 30, 12, 23.976 or 24000/1001." in str(told.value)


@pytest.mark.parametrize(
    ("frame", "rate", "shown"),
    [(1, 24, "00:00:00:00"), (24, 24, "00:00:00:23"), (25, 24, "00:00:01:00"), (61, 24, "00:00:02:12"),
     (1 + 24 * 3600, 24, "01:00:00:00"), (25, FILM, "00:00:01:00"), (14, Fraction(25, 2), "00:00:01:00")],
)  # fmt: skip
def test_timecode_counts_the_frames_before(frame, rate, shown):
    assert timecode(frame, Fraction(rate)) == shown


def test_a_second_of_film_lasts_a_thousand_and_one_thousandths():
    assert duration(24, FILM) == Fraction(1001, 1000)


def test_no_float_stands_in_time():
    source = Path(time.__file__).read_text(encoding="utf-8")
    assert "float" not in source
    assert isinstance(duration(7, FILM), Fraction)
